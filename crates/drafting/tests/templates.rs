//! The sample consult drafted by each template that comes with Dictum.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use clinical::{ALL_SECTIONS, Format, Note, SectionCode, Transcript};
use drafting::{Template, extract};

fn sample() -> Transcript {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/sample/consult.txt");
    Transcript::parse(&std::fs::read_to_string(path).unwrap(), Format::Text).unwrap()
}

fn templates() -> impl Iterator<Item = Template> {
    Template::built_in_names().map(|name| Template::built_in(name).unwrap())
}

fn texts(note: &Note) -> Vec<(SectionCode, &str)> {
    let of = |section: &clinical::Section| section.code;
    note.sections
        .iter()
        .flat_map(|section| section.statements.iter().map(move |one| (of(section), one.text.as_str())))
        .collect()
}

#[test]
fn every_template_drafts_the_sample_and_cites_only_what_was_said() {
    let consult = sample();
    for template in templates() {
        let note = extract(&template, &consult);
        assert_eq!(
            (note.template.as_str(), note.document_type.as_str()),
            (template.name(), template.document_type())
        );
        assert!(note.statements().count() >= 5, "{}", note.to_text());
        for statement in note.statements() {
            assert!(!statement.evidence.is_empty());
            assert!(statement.evidence.iter().all(|id| consult.get(*id).is_some()), "{}", template.name());
        }
    }
}

#[test]
fn a_part_that_a_template_has_keeps_every_statement_of_it() {
    let consult = sample();
    let soap = extract(&Template::built_in("soap").unwrap(), &consult);
    for template in templates() {
        let note = extract(&template, &consult);
        let kept = texts(&note);
        for (code, text) in texts(&soap) {
            let has_part = template.sections().iter().any(|section| section.code.part() == code.part());
            assert_eq!(kept.contains(&(code, text)), has_part, "{}: {text}", template.name());
        }
    }
}

/// The drafter without a model leaves out what has no section. Only the short progress note lacks some on purpose.
#[test]
fn no_template_but_the_short_one_lacks_a_section_that_the_drafter_fills() {
    for template in templates().filter(|template| template.name() != "progress") {
        let has = |code: &SectionCode| template.sections().iter().any(|section| section.code == *code);
        for part in template.sections().iter().map(|section| section.code.part()) {
            let lacking = ALL_SECTIONS.iter().find(|code| code.part() == part && !has(code));
            let told_elsewhere = template.name() == "patient-instructions"
                && lacking == Some(&SectionCode::DifferentialDiagnoses);
            assert!(lacking.is_none() || told_elsewhere, "{} lacks {lacking:?}", template.name());
        }
    }
}

#[test]
fn what_a_patient_takes_home_has_no_history_and_no_parts_of_soap() {
    let note = extract(&Template::built_in("patient-instructions").unwrap(), &sample());
    assert_eq!(
        note.to_text(),
        "What you have\n- Sprain of the left knee.\n\nYour medicines\n- Start ibuprofen 400 mg 3 times a day with food for 7 \
         days.\n\nTests\n- Get an x-ray of the left knee today.\n\nWho else will see you\n- Refer to physical \
         therapy.\n\nWhat you can do\n- Avoid running and heavy lifting.\n\nWhen to come back\n- Come back in 3 weeks, or \
         sooner if the swelling gets worse.\n"
    );
}
