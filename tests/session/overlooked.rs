//! What the checks see in a note as a whole: what was said and is not in it, and statements that cannot both be true.

use clinical::{SectionCode, SegmentId, Sound};

use super::sections::{consult, statement};
use super::{opened, record_of_patient};

const ALLERGIC: &str = "Doctor: What brings you in today?
Patient: I have had a cough for three weeks.
Doctor: Any allergies to medicines?
Patient: Yes, I am allergic to penicillin. I get a rash from it.
Doctor: Take benzonatate one hundred milligrams three times a day, and come back in two weeks.";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_and_is_not_in_the_note_is_told_until_it_is_and_so_is_what_contradicts_itself() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, ALLERGIC);
    session.draft(id).await.unwrap();
    let seen = || session.overlooked(id).unwrap();
    assert!(
        seen().omissions.is_empty() && seen().conflicts.is_empty(),
        "{:?}",
        session.note(id).unwrap().note.to_text()
    );

    session.remove_statement(id, statement(&session.note(id).unwrap().note, "enicillin")).unwrap();
    let told = seen().omissions;
    let allergy = told.iter().find(|one| one.kind.as_str() == "allergy").unwrap();
    assert!(
        allergy.evidence.contains(&SegmentId(3)) && allergy.message.to_lowercase().contains("penicillin")
    );

    let (allergies, medications) = (SectionCode::Allergies, SectionCode::PlanMedications);
    session.add_statement(id, allergies, "Penicillin: rash.").unwrap();
    assert!(seen().omissions.is_empty());
    session.add_statement(id, medications, "Start penicillin 500 mg four times daily.").unwrap();
    let note = session.note(id).unwrap().note;
    let [(first, second, message)] = &seen().conflicts[..] else { panic!("{:?}", seen().conflicts) };
    let ids = [statement(&note, "Penicillin: rash"), statement(&note, "Start penicillin")];
    assert!(ids.contains(first) && ids.contains(second) && first != second);
    assert!(message.to_lowercase().contains("penicillin"));
    session.remove_statement(id, ids[1]).unwrap();
    assert!(seen().conflicts.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_record_has_as_an_allergy_is_told_where_the_note_gives_it_or_says_that_there_is_none() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(
        &session,
        Sound::Visit,
        &ALLERGIC.replace("Yes, I am allergic to penicillin. I get a rash from it.", "No."),
    );
    session.draft(id).await.unwrap();
    let seen = || session.overlooked(id).unwrap().against_record;
    session
        .add_statement(id, SectionCode::PlanMedications, "Start amoxicillin 500 mg three times daily.")
        .unwrap();
    assert!(seen().is_empty());
    record_of_patient(&session, id, &["Penicillin (rash)"], &[]);
    let note = session.note(id).unwrap().note;
    let told: Vec<_> = seen().into_iter().map(|(one, message)| (one, message.into_string())).collect();
    let of = |text| statement(&note, text);
    let gives = "The patient's record has an allergy to penicillin, and the note gives amoxicillin, which is of that class.";
    let denies = "The note says that there is no allergy; the patient's record has one to penicillin.";
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&(of("amoxicillin"), gives.into())), "{told:?}");
    assert!(told.iter().any(|(_, message)| message == denies), "{told:?}");
}
