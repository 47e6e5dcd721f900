use clinical::{Note, Origin, Statement, WhenEmpty};
use proptest::prelude::*;

use super::*;
use SectionCode::*;

fn made(note: &str) -> FromNote {
    Template::from_note("ours", note).unwrap()
}

fn shape(made: &FromNote) -> Vec<(SectionCode, &str, Layout)> {
    made.template.sections.iter().map(|one| (one.code, one.title.as_str(), one.layout)).collect()
}

fn left_out(made: &FromNote) -> Vec<(usize, &str, Why)> {
    made.left_out.iter().map(|one| (one.line, one.heading.as_str(), one.why)).collect()
}

const NOTE: &str = "\
CC: sore throat

HPI: Zeb Quaxley, 34, has had a sore throat for three days, worse at night, with fever up to 39 degrees and no cough.

Meds:
- metformin
- lisinopril
Allergies: penicillin

Implants:
Left hip, 2019.

O/E
General: well
Throat: red

Impression: tonsillitis
Plan
amoxicillin
come back in a week
";

#[test]
fn order_titles_and_layout_are_those_of_the_note() {
    use Layout::{List, Paragraph};
    let made = made(NOTE);
    assert_eq!(
        shape(&made)[..6],
        [
            (ChiefComplaint, "CC", Paragraph),
            (HistoryOfPresentIllness, "HPI", Paragraph),
            (Medications, "Meds", List),
            (Allergies, "Allergies", List),
            (PhysicalExam, "O/E", List),
            (PrimaryDiagnosis, "Impression", List),
        ]
    );
    let plan: Vec<SectionCode> = made.template.sections[6..].iter().map(|one| one.code).collect();
    assert_eq!(
        plan,
        [PlanMedications, PlanTests, PlanProcedures, PlanReferrals, PlanEducation, PlanFollowUp]
    );
    assert_eq!(left_out(&made), [(10, "Implants", Why::Unknown), (18, "Plan", Why::Several)]);
    assert_eq!(made.template.sections[1].guidance, default(HistoryOfPresentIllness).guidance);
}

#[test]
fn marked_bold_and_capital_headings_are_read() {
    let made = made(
        "# Progress note\n\n## Interval history\nBetter.\n\n**Exam:** clear\n\nSOCIAL HISTORY\nSmokes.\n\n**Devices**\nNone.\n",
    );
    let codes: Vec<SectionCode> = made.template.sections.iter().map(|one| one.code).collect();
    assert_eq!(codes, [HistoryOfPresentIllness, PhysicalExam, SocialHistory]);
    assert_eq!(left_out(&made), [(11, "Devices", Why::Unknown)]);
    assert_eq!(made.template.title(), "Progress note");
}

#[test]
fn the_kind_of_note_is_read_from_the_line_above() {
    let made = made(
        "DISCHARGE SUMMARY\n\nPatient: John Smith\n\nHospital course:\nUneventful.\nMedications:\n- none\n",
    );
    assert_eq!((made.template.title(), made.template.document_type()), ("Discharge summary", "18842-5"));
    assert_eq!(left_out(&made), [(3, "Patient", Why::Unknown)]);
}

#[test]
fn soap_letters_stand_for_their_parts() {
    let made = made("S: sore throat\nO: red\nA: tonsillitis\nP: rest\n");
    let codes: Vec<SectionCode> = made.template.sections.iter().map(|one| one.code).collect();
    assert_eq!(codes, clinical::ALL_SECTIONS);
    assert_eq!(made.template.section(PrimaryDiagnosis).unwrap().title, "A");
    assert!(left_out(&made).iter().all(|(_, _, why)| *why == Why::Several));
}

#[test]
fn a_part_above_headings_of_its_own_is_only_their_roof() {
    let made = made("PLAN\n\nTests\nX-ray.\n\nFollow-up\nIn a week.\n");
    let codes: Vec<SectionCode> = made.template.sections.iter().map(|one| one.code).collect();
    assert_eq!((codes, made.left_out.len()), (vec![PlanTests, PlanFollowUp], 0));
}

#[test]
fn a_heading_that_comes_again_is_told() {
    let made = made("Impression: gout\nAssessment: gout\nDx: gout\n");
    assert_eq!(left_out(&made), [(2, "Assessment", Why::Repeated), (3, "Dx", Why::Repeated)]);
}

#[test]
fn a_note_without_headings_makes_no_template() {
    let error = Template::from_note("ours", "The patient is well.\nSee you soon.").unwrap_err();
    assert_eq!(error, ExampleError::NoHeadings);
    assert_eq!(Template::from_note("../ours", NOTE).unwrap_err(), ExampleError::Name);
}

#[test]
fn a_note_by_a_template_makes_that_template_again() {
    for template in Template::built_in_names().filter_map(Template::built_in) {
        let mut note: Note = template.empty_note();
        for section in &mut note.sections {
            let texts = [
                "Something was said of this, and it was long enough to fill a line and more.",
                "And more of it.",
            ];
            section.statements =
                texts.into_iter().map(|text| Statement::new(text, Vec::new(), Origin::Clinician)).collect();
        }
        let text = format!("{}\n\n{}", template.title(), note.to_text());
        let made = Template::from_note("again", &text).unwrap();
        assert_eq!(left_out(&made), [], "{}", template.name());
        let of = |template: &Template| -> Vec<_> {
            template
                .sections
                .iter()
                .map(|one| (one.code, one.title.clone(), one.layout, one.guidance.clone()))
                .collect()
        };
        assert_eq!(of(&made.template), of(&template), "{}", template.name());
        assert_eq!(made.template.document_type(), template.document_type());
    }
}

#[test]
fn every_section_has_a_default() {
    for code in SectionCode::ALL {
        let section = default(code);
        assert!(!section.guidance.is_empty(), "{code:?}");
        assert!(matches!(section.when_empty, WhenEmpty::Omit | WhenEmpty::NotDocumented));
    }
}

proptest! {
    #[test]
    fn only_known_headings_get_from_a_note_into_its_template(
        lines in prop::collection::vec(
            "(HPI|Plan:|## Meds|Zeb Quaxley|Zeb Quaxley:|ZEB QUAXLEY|\\*\\*Zeb\\*\\*|Dx: Zeb|- Zeb|Exam|A/P:|S:|)( Zeb| Quaxley|\\PC{0,12}|)",
            1..20,
        ),
    ) {
        let note = lines.join("\n");
        if let Ok(made) = Template::from_note("ours", &note) {
            let toml = made.template.to_toml();
            prop_assert_eq!(Template::parse(&toml).unwrap(), made.template.clone());
            prop_assert_eq!(&Template::from_note("ours", &note).unwrap().template, &made.template);
            for word in ["zeb", "quaxley"] {
                prop_assert!(!toml.to_lowercase().contains(word), "{}", toml);
            }
            for section in made.template.sections() {
                let own = section.title == default(section.code).title;
                prop_assert!(own || known(&section.title).is_some(), "{}", section.title);
            }
            for left in &made.left_out {
                let line = note.lines().nth(left.line - 1).unwrap();
                prop_assert!(line.contains(left.heading.as_str()));
            }
        }
    }

    #[test]
    fn no_note_makes_the_reader_panic(note in "(\\PC|\n){0,200}") {
        let _ = Template::from_note("ours", &note);
    }

    #[test]
    fn a_heading_is_in_the_template_or_it_is_told(
        headings in prop::collection::vec(0usize..8, 1..10),
    ) {
        let all = ["HPI", "Meds", "Implants", "Allergies", "Exam", "Impression", "Blorb", "Labs"];
        let note: String = headings.iter().map(|at| format!("{}:\nsome text\n\n", all[*at])).collect();
        if let Ok(made) = Template::from_note("ours", &note) {
            prop_assert_eq!(made.template.sections.len() + made.left_out.len(), headings.len());
        }
    }
}
