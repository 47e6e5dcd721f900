//! The statements of a note that is text: a statement a sentence, each in the section that the headings above it name.

use clinical::SectionCode;
use drafting::Outline;
use serde_json::json;

use crate::StatementIn;

/// The statements of a note, numbered from 0. Headings are none, nor what stands in an empty section.
pub fn statements_of_text(note: &str) -> Vec<StatementIn> {
    let mut outline = Outline::default();
    let mut found: Vec<(Option<SectionCode>, &str)> = Vec::new();
    let lines: Vec<&str> = note.lines().map(str::trim).collect();
    for (at, line) in lines.iter().copied().enumerate().filter(|(_, line)| !line.is_empty()) {
        let begins = at == 0 || lines[at - 1].is_empty();
        let next = lines.get(at + 1).filter(|_| begins).copied();
        if EMPTY.contains(&line) || is_heading(&mut outline, line, next) {
            continue;
        }
        found.extend(sentences(line).map(|sentence| (outline.section(), sentence)));
    }
    let statement = |(index, (section, text)): (usize, (Option<SectionCode>, &str))| StatementIn {
        id: json!(index),
        text: text.to_owned(),
        section,
        evidence: Vec::new(),
    };
    found.into_iter().enumerate().map(statement).collect()
}

/// What Dictum writes in an empty section, now and formerly.
const EMPTY: [&str; 2] = ["Not documented.", "Not discussed."];

const MARKS: [char; 3] = ['-', '*', '•'];

/// Whether a line is a heading: a known one, or one with a colon behind it. One in capitals right above text may be one that nobody
/// knows, so what is below stands in no known section; it is checked itself all the same, for it may say something. `next` is the
/// line below one that begins a paragraph.
fn is_heading(outline: &mut Outline, line: &str, next: Option<&str>) -> bool {
    if line.starts_with(MARKS) || line.ends_with(['.', '?', '!', ';']) {
        return false;
    }
    let bare = line.trim_end_matches(':');
    if outline.enter(bare) {
        return true;
    }
    let is_text = |next: &str| {
        next.contains(char::is_lowercase) && !Outline::default().enter(next.trim_end_matches(':'))
    };
    let in_capitals = bare.contains(char::is_alphabetic)
        && !bare.contains(|letter: char| letter.is_lowercase() || letter.is_numeric());
    if line.ends_with(':') || in_capitals && next.is_some_and(is_text) {
        outline.leave();
    }
    line.ends_with(':')
}

fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let line = line.trim_start_matches(MARKS).trim();
    let mut start = 0;
    let ends: Vec<usize> = line.match_indices(". ").map(|(at, _)| at + 1).chain([line.len()]).collect();
    let cut = ends.into_iter().map(move |end| line[std::mem::replace(&mut start, end)..end].trim());
    cut.filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use SectionCode::{Allergies, ChiefComplaint, Medications, PlanMedications};

    use super::*;

    #[test]
    fn each_sentence_is_a_statement_of_the_section_that_it_stands_in() {
        let note = "SUBJECTIVE\n\nChief complaint\nKnee pain. Denies fever.\n\nAllergies\nPenicillin\n\nMedications\n\
                    Not documented.\n\nPLAN\n\nMedications:\n- Ibuprofen 400 mg\n\nDear Dr Miller:\nThank you.\n";
        let statements = statements_of_text(note);
        let found: Vec<_> = statements.iter().map(|one| (one.section, one.text.as_str())).collect();
        assert_eq!(
            found,
            [
                (Some(ChiefComplaint), "Knee pain."),
                (Some(ChiefComplaint), "Denies fever."),
                (Some(Allergies), "Penicillin"),
                (Some(PlanMedications), "Ibuprofen 400 mg"),
                (None, "Thank you."),
            ]
        );
        let shouted = "ALLERGIES\nNKDA\nLatex\n\nVITALS\nBP 210/130\n\nWARFARIN 5 MG DAILY\nINR weekly\n\nNAD\n\nFOLLOW THROUGH\nRest.";
        let statements = statements_of_text(shouted);
        let texts: Vec<&str> = statements.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "NKDA",
                "Latex",
                "BP 210/130",
                "WARFARIN 5 MG DAILY",
                "INR weekly",
                "NAD",
                "FOLLOW THROUGH",
                "Rest."
            ],
            "what is written in capitals is checked"
        );
        assert_eq!((statements[1].section, statements[7].section), (Some(Allergies), None));
        let below = statements_of_text("Meds\nLisinopril 20 mg.\nPlan\nRest.");
        assert_eq!((below[0].section, below[1].section), (Some(Medications), None));
    }
}
