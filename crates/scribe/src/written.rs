//! The statements of a note that is text: a statement a sentence, each in the section that the headings above it name.

use clinical::SectionCode;
use drafting::Outline;
use serde_json::json;

use crate::StatementIn;

/// The statements of a note, numbered from 0. Headings are none, nor what stands in an empty section.
pub fn statements_of_text(note: &str) -> Vec<StatementIn> {
    let mut outline = Outline::default();
    let mut found: Vec<(Option<SectionCode>, &str)> = Vec::new();
    for line in note.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if EMPTY.contains(&line) || is_heading(&mut outline, line) {
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

/// Whether a line is a heading: a known one, one in capitals, or one with a colon behind it.
fn is_heading(outline: &mut Outline, line: &str) -> bool {
    if line.starts_with(MARKS) || line.ends_with(['.', '?', '!', ';']) {
        return false;
    }
    let bare = line.trim_end_matches(':');
    if outline.enter(bare) {
        return true;
    }
    let in_capitals = bare.chars().any(char::is_alphabetic) && !bare.chars().any(char::is_lowercase);
    let is_heading = in_capitals || line.ends_with(':');
    if is_heading {
        outline.leave();
    }
    is_heading
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
        let below = statements_of_text("Meds\nLisinopril 20 mg.\nPlan\nRest.");
        assert_eq!((below[0].section, below[1].section), (Some(Medications), None));
    }
}
