//! The language of a consult, and its translation, by a recogniser that says what it was told. It takes quiet speech for French rather
//! than German, loud speech the other way round, and either rather for Japanese.

use std::sync::Arc;

use clinical::{EncounterId, Segment};
use scribe::{Session, Stoppable};
use vault::Settings;

use super::failing::{NOISE, consulted, recogniser_is_balky, reopened, with_models};
use super::transcripts::texts;
use super::{drafted, one_at_a_time, wait_until};

const MODEL: &str = "knows languages";
const QUIET: &str = "0.2";
/// Behind each part is a pause of the recording.
const QUIET_THEN_LOUD: &[(&str, &str, &str)] =
    &[("0", "15.5", QUIET), ("16", "10.5", NOISE), ("30", "15.5", NOISE)];
const LOUD_THEN_QUIET: &[(&str, &str, &str)] = &[("0", "15.5", NOISE), ("16", "20.5", QUIET)];

/// Ticks these languages, by their codes.
fn ticked(session: &Session, languages: &[&str], translate: bool) {
    let languages = languages.iter().map(|code| (*code).to_owned()).collect();
    session.save_settings(&Settings { languages, translate, ..Settings::default() }).unwrap();
}

/// The language that is stored with the transcript in use.
fn language(session: &Session, id: EncounterId) -> Option<String> {
    let current = session.vault().current_transcript(id).unwrap().unwrap().0;
    let records = session.transcripts(id).unwrap();
    records.into_iter().find(|record| record.id == current).unwrap().language
}

/// That the consult was heard in this language, from the first passage to the last.
fn is_heard_in(session: &Session, id: EncounterId, code: &str) {
    assert_eq!(language(session, id).as_deref(), Some(code));
    let heard = texts(session, id);
    assert!(heard.len() >= 2, "{heard:?}");
    assert!(heard.iter().all(|text| *text == format!("{code}: My knee hurts.")), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_recognised_once_among_those_that_are_ticked_and_not_for_each_passage() {
    let _turn = one_at_a_time().await;
    let test =
        "languages::the_language_is_recognised_once_among_those_that_are_ticked_and_not_for_each_passage";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    for (spoken, parts) in [("fr", QUIET_THEN_LOUD), ("de", LOUD_THEN_QUIET)] {
        for languages in [["de", "fr"], ["fr", "de"]] {
            ticked(&session, &languages, false);
            let id = consulted(&session, home.path(), parts);
            session.transcribe(id).await.unwrap();
            is_heard_in(&session, id, spoken);
        }
    }
    // What is weighed as nothing is still among them.
    ticked(&session, &["it", "es"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.transcribe(id).await.unwrap();
    is_heard_in(&session, id, "it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_before_a_pause_does_not_decide_the_language_of_the_consult() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("languages::a_word_before_a_pause_does_not_decide_the_language_of_the_consult") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de", "fr"], false);
    let id = consulted(&session, home.path(), &[("0", "3.5", QUIET), ("16", "20.5", NOISE)]);
    session.transcribe(id).await.unwrap();
    let heard = texts(&session, id);
    assert_eq!(heard[0], "fr: My knee hurts.", "as that piece sounds");
    assert!(heard.len() > 1 && heard[1..].iter().all(|text| text == "de: My knee hurts."), "{heard:?}");
    assert_eq!(language(&session, id).as_deref(), Some("de"));
    // Where nothing else is said, it is all that there is to tell by.
    let short = consulted(&session, home.path(), &[("0", "3.5", QUIET)]);
    session.transcribe(short).await.unwrap();
    assert_eq!(language(&session, short).as_deref(), Some("fr"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_was_begun_in_another_language_is_not_gone_on_with_where_it_is_to_be_recognised() {
    let _turn = one_at_a_time().await;
    let test = "languages::a_transcript_that_was_begun_in_another_language_is_not_gone_on_with_where_it_is_to_be_recognised";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de", "fr"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.finish(id).await.unwrap();
    // It was asked for in Italian and stopped.
    let stopped = session.vault().start_transcript(id, MODEL, jiff::Timestamp::now()).unwrap();
    session.vault().set_transcript_language(stopped, "it").unwrap();
    session.transcribe_again(id, MODEL, None).unwrap();
    wait_until("the third transcript", || {
        drafted(&scribe, id)
            && session.transcripts(id).unwrap().iter().filter(|one| one.finished).count() == 2
    });
    is_heard_in(&session, id, "fr");
    let languages: Vec<_> = session.transcripts(id).unwrap().into_iter().map(|one| one.language).collect();
    assert_eq!(languages, ["fr", "it", "fr"].map(|code| Some(code.to_owned())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_is_taken_up_again_goes_on_in_its_language() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("languages::a_transcript_that_is_taken_up_again_goes_on_in_its_language") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de"], false);
    let whole = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.transcribe(whole).await.unwrap();
    let first: Segment = session.transcript(whole).unwrap().segments()[0].clone();

    // A crash behind the first passage, and somebody ticks other languages meanwhile.
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    let vault = session.vault();
    let unfinished = vault.start_transcript(id, MODEL, jiff::Timestamp::now()).unwrap();
    vault.set_transcript_language(unfinished, "de").unwrap();
    let settled_ms = first.span.unwrap().end_ms;
    vault.extend_transcript(unfinished, &[first], &[], settled_ms).unwrap();
    ticked(&session, &["fr", "it"], false);
    session.transcribe(id).await.unwrap();
    is_heard_in(&session, id, "de");
    assert_eq!(session.transcripts(id).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_that_is_chosen_before_a_consult_is_recorded_is_not_recognised() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky(
        "languages::the_language_that_is_chosen_before_a_consult_is_recorded_is_not_recognised",
    ) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de", "fr"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    assert_eq!(session.choose_language(id, Some("klingon")).unwrap_err().code(), "invalid_input");
    session.choose_language(id, Some("de")).unwrap();
    session.transcribe(id).await.unwrap();
    is_heard_in(&session, id, "de");
    // Chosen, and then not.
    let other = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.choose_language(other, Some("de")).unwrap();
    session.choose_language(other, None).unwrap();
    session.transcribe(other).await.unwrap();
    is_heard_in(&session, other, "fr");
    assert_eq!(session.worklist_row(id).unwrap().encounter.language.as_deref(), Some("de"));
    // Chosen, and then no longer among those that may be spoken.
    let third = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.choose_language(third, Some("de")).unwrap();
    ticked(&session, &["it", "fr"], false);
    session.transcribe(third).await.unwrap();
    is_heard_in(&session, third, "fr");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dictation_is_english_whatever_was_chosen_for_the_consult() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("languages::a_dictation_is_english_whatever_was_chosen_for_the_consult") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de", "en"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.choose_language(id, Some("de")).unwrap();
    let encounter =
        clinical::Encounter { sound: clinical::Sound::Dictation, ..session.vault().encounter(id).unwrap() };
    session.vault().save_encounter(&encounter, session.user().id, jiff::Timestamp::now()).unwrap();
    session.transcribe(id).await.unwrap();
    assert_eq!(language(&session, id).as_deref(), Some("en"));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_transcript_that_a_crash_cut_short_is_offered_and_goes_on_where_it_was_in_the_language_recognised()
 {
    let _turn = one_at_a_time().await;
    let test = "languages::another_transcript_that_a_crash_cut_short_is_offered_and_goes_on_where_it_was_in_the_language_recognised";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["works", MODEL]);
    ticked(&session, &["de", "fr"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.finish(id).await.unwrap();
    let first = texts(&session, id);
    let is_offered = |session: &Session| {
        let rows = session.worklist().unwrap();
        rows.iter().find(|row| row.encounter.id == id).unwrap().again_cut_short
    };
    // Another model hears it, and Dictum ends behind the first passage.
    let vault = session.vault();
    let cut_short = vault.start_transcript(id, MODEL, jiff::Timestamp::now()).unwrap();
    vault.take_up_transcript(cut_short).unwrap();
    vault.set_transcript_language(cut_short, "de").unwrap();
    let mut heard: Segment = session.transcript(id).unwrap().segments()[0].clone();
    let settled_ms = heard.span.unwrap().end_ms;
    heard.text = "de: My knee hurts.".into();
    vault.extend_transcript(cut_short, &[heard], &[], settled_ms).unwrap();
    assert!(!is_offered(&session), "it is still made");
    drop(session);
    drop(scribe);

    let scribe = reopened(home.path());
    let session = scribe.session().unwrap();
    assert!(is_offered(&session));
    assert_eq!(texts(&session, id), first, "the note and its transcript are as they were");
    session.finish_interrupted(id).unwrap();
    assert_eq!(session.stoppable_work(id), Some(Stoppable::Again));
    assert!(!is_offered(&session), "it is made already");
    wait_until("the other transcript", || {
        drafted(&scribe, id) && session.vault().current_transcript(id).unwrap().unwrap().0 == cut_short
    });
    is_heard_in(&session, id, "de");
    assert_eq!(session.transcripts(id).unwrap().len(), 2, "none was begun anew");
    assert!(!is_offered(&session));
    drop(session);
    drop(scribe);
    assert!(!is_offered(&reopened(home.path()).session().unwrap()), "it is done");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_that_the_clinician_chooses_is_not_recognised_and_both_results_stay() {
    let _turn = one_at_a_time().await;
    let test = "languages::the_language_that_the_clinician_chooses_is_not_recognised_and_both_results_stay";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session): (_, Arc<Session>) = with_models(home.path(), &[MODEL]);
    ticked(&session, &["de", "fr"], false);
    let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
    session.finish(id).await.unwrap();
    is_heard_in(&session, id, "fr");
    assert_eq!(session.transcribe_again(id, MODEL, Some("klingon")).unwrap_err().code(), "invalid_input");
    session.transcribe_again(id, MODEL, Some("it")).unwrap();
    wait_until("the Italian transcript", || {
        drafted(&scribe, id) && language(&session, id).as_deref() == Some("it")
    });
    is_heard_in(&session, id, "it");
    let languages: Vec<_> = session.transcripts(id).unwrap().into_iter().map(|one| one.language).collect();
    assert_eq!(languages, [Some("fr".to_owned()), Some("it".to_owned())]);
    session.undo(id).unwrap();
    is_heard_in(&session, id, "fr");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_stands_beside_each_passage_whose_words_stay_as_they_were_heard() {
    let _turn = one_at_a_time().await;
    let test = "languages::a_translation_stands_beside_each_passage_whose_words_stay_as_they_were_heard";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[MODEL]);
    let translations = |id: EncounterId| -> Vec<Option<String>> {
        let said = session.transcript(id).unwrap();
        let of = |segment: &Segment| segment.translation.as_ref().map(|text| text.as_str().to_owned());
        said.segments().iter().map(of).collect()
    };
    let heard = async |languages: &[&str], translate: bool| {
        ticked(&session, languages, translate);
        let id = consulted(&session, home.path(), QUIET_THEN_LOUD);
        session.finish(id).await.unwrap();
        id
    };
    let beside = heard(&["de", "fr"], true).await;
    is_heard_in(&session, beside, "fr");
    assert!(translations(beside).iter().all(|one| one.as_deref() == Some("That is: My knee hurts.")));
    // This is what drafts and checks read.
    let english = session.transcript(beside).unwrap().in_english();
    assert!(english.segments().iter().all(|segment| segment.text.as_str() == "That is: My knee hurts."));
    let note = session.note(beside).unwrap().note;
    assert!(note.statements().count() > 0 && !note.to_text().contains("fr:"), "{}", note.to_text());

    // Nothing is translated unasked, nor what is said in English.
    for (languages, translate) in [(["fr"], false), (["en"], true)] {
        let id = heard(&languages, translate).await;
        is_heard_in(&session, id, languages[0]);
        assert!(translations(id).iter().all(Option::is_none));
    }
}
