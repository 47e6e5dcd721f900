//! Recognisers that fail, or are too slow, while all that is said is recorded.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clinical::{EncounterId, Gap, GapCause, KeptReason};
use dictum_tests::project;
use scribe::{Event, Places, Scribe, Session, Stage, Stoppable};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use vault::{AudioRetention, Settings};

use super::{
    PASSPHRASE, Speaking, consented_encounter, drafted, microphone, one_at_a_time, opened_at,
    record_of_patient, transcripts::texts, wait_until, works_with,
};

/// Whether the recogniser of this process is tests/src/bin/balky-worker.rs.
pub(super) fn recogniser_is_balky(test: &str) -> bool {
    works_with(test, "whisper-worker", "balky-worker")
}

/// It is told names, and says which; the other faults are not.
pub(super) const TAKES_PROMPT: &str = "takes a prompt";

/// A practice whose speech models are these faults of the balky recogniser; the first is the one in use.
pub(super) fn with_models(home: &Path, faults: &[&str]) -> (Scribe, Arc<Session>) {
    let shipped = std::fs::read_to_string(project().join("models/catalog.toml")).unwrap();
    let is_micro = |entry: &&str| entry.contains("id = \"dictum-micro-en\"");
    let micro = shipped
        .split("[[model]]")
        .find(is_micro)
        .unwrap()
        .replace("languages = [\"en\"]", "languages = [\"*\"]")
        .replace("timestamps = false", "timestamps = true");
    let models = home.join("models");
    std::fs::create_dir_all(&models).unwrap();
    let mut catalog = shipped.split("[[model]]").next().unwrap().to_owned();
    for fault in faults {
        let file = format!("{fault}.bin");
        std::fs::write(models.join(&file), "a model").unwrap();
        catalog += "[[model]]";
        catalog += &micro.replace("dictum-micro-en.bin", &file).replace("dictum-micro-en", fault);
        catalog += &format!("takes_prompt = {}\n", *fault == TAKES_PROMPT);
    }
    let path = home.join("catalog.toml");
    std::fs::write(&path, catalog).unwrap();
    let (scribe, _) = opened_at(Places { catalog: Some(path), ..Places::under(home) });
    let session = scribe.session().unwrap();
    (scribe, session)
}

/// The practice of [`with_models`] in another run of Dictum.
pub(super) fn reopened(home: &Path) -> Scribe {
    let scribe = Scribe::new(Places { catalog: Some(home.join("catalog.toml")), ..Places::under(home) });
    // What the run before does last may still hold the vault.
    wait_until("the vault is free", || scribe.unlock(&PASSPHRASE.into()).is_ok());
    scribe
}

/// Behind each part is a pause of the recording.
const TWO_PARTS: &[(&str, &str, &str)] = &[("0", "15.5", "1"), ("16", "15.5", "1")];

#[tokio::test(flavor = "multi_thread")]
async fn transcribing_again_is_stopped_and_recording_transcript_and_note_stay() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("failing::transcribing_again_is_stopped_and_recording_transcript_and_note_stay") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["works", "never ends after one"]);
    let id = consulted(&session, home.path(), TWO_PARTS);
    session.stop_work(id, Stoppable::Transcript).await;
    session.finish(id).await.unwrap();
    let before = session.vault().current_transcript(id).unwrap().unwrap();
    let (note, recorded) = (session.note(id).unwrap(), session.vault().audio_extent(id).unwrap());
    let others = || {
        let records = session.transcripts(id).unwrap();
        records.into_iter().filter(|one| one.id != before.0).collect::<Vec<_>>()
    };
    let heard_by_other =
        || others().last().map_or(0, |one| session.transcript_by(one.id).unwrap().segments().len());

    // At once, when it has been told that it has begun, and in the middle of its work.
    for (told, heard) in [(false, 0), (true, 0), (true, 1)] {
        let mut events = scribe.subscribe();
        session.transcribe_again(id, "never ends after one", None).unwrap();
        assert_eq!(session.stoppable_work(id), Some(Stoppable::Again));
        if told {
            while !matches!(events.recv().await.unwrap(), Event::Progress { stage: Stage::Transcribing, .. })
            {
            }
        }
        wait_until("the first words", || heard_by_other() >= heard);
        tokio::time::timeout(Duration::from_secs(120), session.stop_work(id, Stoppable::Again))
            .await
            .unwrap();
        assert!(session.stoppable_work(id).is_none() && drafted(&scribe, id));
        let ended = async {
            loop {
                if let Event::Progress { error: Some(code), message, .. } = events.recv().await.unwrap() {
                    return (code, message);
                }
            }
        };
        let (code, message) = tokio::time::timeout(Duration::from_secs(120), ended).await.unwrap();
        assert_eq!((code, message.as_str()), ("stopped", "Stopped. The note stays as it was."));
        assert_eq!(session.vault().current_transcript(id).unwrap().unwrap(), before);
        assert_eq!(session.note(id).unwrap().version, note.version);
        assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);
        assert!(others().iter().all(|one| !one.finished));
    }
    assert!(heard_by_other() >= 1, "what it had heard stays");
    // It goes on with that, and hangs again.
    let records = others();
    session.transcribe_again(id, "never ends after one", None).unwrap();
    session.stop_work(id, Stoppable::Again).await;
    assert_eq!(others(), records);
    // Then another one can hear it.
    transcribed_again(&scribe, &session, id);
}

/// What a crash would leave of the practice now.
fn as_after_a_crash(home: &Path) -> tempfile::TempDir {
    let left = tempfile::tempdir().unwrap();
    let everything = home.join(".");
    assert!(Command::new("cp").arg("-R").arg(everything).arg(left.path()).status().unwrap().success());
    left
}

fn is_offered(session: &Session, id: EncounterId) -> bool {
    let rows = session.worklist().unwrap();
    rows.iter().find(|row| row.encounter.id == id).unwrap().again_cut_short
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_by_another_model_that_a_crash_cut_short_goes_on_by_it_where_there_is_no_note_yet() {
    let _turn = one_at_a_time().await;
    let test = "failing::a_transcript_by_another_model_that_a_crash_cut_short_goes_on_by_it_where_there_is_no_note_yet";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &["works", "never ends after one"]);
    let id = consulted(&session, home.path(), TWO_PARTS);
    session.transcribe_again(id, "never ends after one", None).unwrap();
    wait_until("the first words", || !texts(&session, id).is_empty());
    // Its recording was cut short, too.
    session.vault().begin_recording(id, session.user().id, jiff::Timestamp::now()).unwrap();
    let left = as_after_a_crash(home.path());
    session.stop_work(id, Stoppable::Transcript).await;

    let scribe = reopened(left.path());
    let session = scribe.session().unwrap();
    assert!(is_offered(&session, id));
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::Interrupted);
    let heard = texts(&session, id).len();
    session.finish_interrupted(id).unwrap();
    assert_eq!(session.stoppable_work(id), Some(Stoppable::Transcript));
    wait_until("more words", || texts(&session, id).len() > heard);
    session.stop_work(id, Stoppable::Transcript).await;
    let records = session.transcripts(id).unwrap();
    let models: Vec<_> = records.iter().map(|one| one.model.as_str()).collect();
    assert_eq!(models, ["never ends after one"], "none was begun anew");
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::NeedsAttention, "the recording is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_a_crash_cut_short_is_not_offered_once_its_note_is_signed_or_its_model_is_gone() {
    let _turn = one_at_a_time().await;
    let test = "failing::a_transcript_that_a_crash_cut_short_is_not_offered_once_its_note_is_signed_or_its_model_is_gone";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["works", "nothing"]);
    session
        .save_settings(&Settings { audio_retention: AudioRetention::Keep, ..Settings::default() })
        .unwrap();
    let mut cut_short = Vec::new();
    for model in ["works", "nothing"] {
        let id = consulted(&session, home.path(), TWO_PARTS);
        session.finish(id).await.unwrap();
        let transcript = session.vault().start_transcript(id, model, jiff::Timestamp::now()).unwrap();
        session.vault().take_up_transcript(transcript).unwrap();
        cut_short.push(id);
    }
    drop(session);
    drop(scribe);

    let scribe = reopened(home.path());
    let session = scribe.session().unwrap();
    assert!(cut_short.iter().all(|id| is_offered(&session, *id)));
    let [signed, without_model] = cut_short.try_into().unwrap();
    sign(&session, signed);
    std::fs::remove_file(home.path().join("models/nothing.bin")).unwrap();
    for id in [signed, without_model] {
        assert!(!is_offered(&session, id));
        assert!(!session.transcripts(id).unwrap()[1].finished, "it can still be read");
    }
}

fn sign(session: &Session, id: EncounterId) {
    for one in session.note(id).unwrap().note.statements().filter(|one| one.needs_resolution()) {
        session.keep_statement(id, one.id, KeptReason::Examined).unwrap();
    }
    let version = session.note(id).unwrap().version;
    session.sign(id, version, &PASSPHRASE.into()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recording_of_a_signed_note_is_transcribed_again_and_the_note_stays() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("failing::the_recording_of_a_signed_note_is_transcribed_again_and_the_note_stays")
    {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["works"]);
    session
        .save_settings(&Settings { audio_retention: AudioRetention::Keep, ..Settings::default() })
        .unwrap();
    let id = consulted(&session, home.path(), TWO_PARTS);
    session.finish(id).await.unwrap();
    sign(&session, id);
    let version = session.note(id).unwrap().version;
    let signed = session.signed_note(id).unwrap().unwrap();
    let mut events = scribe.subscribe();
    session.transcribe_again(id, "works", None).unwrap();
    let done = async {
        loop {
            if let Event::Progress { fraction: Some(1.0), message, stage: Stage::Signed, .. } =
                events.recv().await.unwrap()
            {
                return message;
            }
        }
    };
    let message = tokio::time::timeout(Duration::from_secs(120), done).await.unwrap();
    assert_eq!(message, "Transcribed again. The signed note stays as it is.");
    let records = session.transcripts(id).unwrap();
    assert_eq!(records.len(), 2);
    assert!(records.iter().all(|one| one.finished));
    let [first, second] = [0, 1].map(|at| session.transcript_by(records[at].id).unwrap());
    assert!(!second.segments().is_empty());
    assert_eq!(session.transcript(id).unwrap(), first, "the note cites what it was signed by");
    assert_eq!(session.signed_note(id).unwrap().unwrap().note(), signed.note());
    assert_eq!(session.note(id).unwrap().version, version);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_piece_is_heard_with_the_patients_medications_and_allergies_and_the_clinics_words() {
    let _turn = one_at_a_time().await;
    let test =
        "failing::each_piece_is_heard_with_the_patients_medications_and_allergies_and_the_clinics_words";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session) = with_models(home.path(), &[TAKES_PROMPT]);
    session
        .save_settings(&Settings { clinic_words: vec!["Lindenhof".into()], ..Settings::default() })
        .unwrap();
    let id = consulted(&session, home.path(), TWO_PARTS);
    record_of_patient(&session, id, &["Penicillin"], &["Digoxin 125 micrograms"]);
    session.transcribe(id).await.unwrap();
    let heard = texts(&session, id);
    assert!(heard.len() >= 2, "{heard:?}");
    for text in heard {
        assert!(text.contains("Lindenhof, Penicillin, Digoxin") && text.contains("metformin"), "{text}");
    }
}

fn end_ms(gap: &Gap) -> u64 {
    gap.at_ms + gap.length_ms.unwrap()
}

/// Has the consult transcribed again by a recogniser without a fault.
fn transcribed_again(scribe: &Scribe, session: &Arc<Session>, id: EncounterId) {
    let first = session.vault().current_transcript(id).unwrap().unwrap().0;
    session.transcribe_again(id, "works", None).unwrap();
    wait_until("the second transcript", || {
        drafted(scribe, id) && session.vault().current_transcript(id).unwrap().unwrap().0 != first
    });
}

/// So loud "dies of noise" dies of it, as a volume of sox.
pub(super) const NOISE: &str = "50";

/// A consult with these parts of the sample as its recording: from which second on, how many, how loud.
pub(super) fn consulted(session: &Arc<Session>, home: &Path, parts: &[(&str, &str, &str)]) -> EncounterId {
    let id = consented_encounter(session);
    for (from, length, volume) in parts {
        let part = home.join("part.wav");
        let consult = project().join("models/sample/consult.flac");
        let mut sox = Command::new("sox");
        // Without dither, which sox draws by the clock: two recordings of the same parts are the same.
        let made = sox.arg("-D").arg(consult).arg(&part).args(["trim", from, length, "vol", volume]).status();
        assert!(made.unwrap().success());
        session.import_audio(id, &part).unwrap();
    }
    id
}

/// What is told when a consult needs attention.
async fn attention(events: &mut Receiver<Event>) -> String {
    let told = async {
        loop {
            if let Event::Progress { stage: Stage::NeedsAttention, message, .. } =
                events.recv().await.unwrap()
            {
                return message;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(120), told).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consult_of_which_the_recogniser_hears_nothing_says_so_and_waits_for_another_one() {
    let _turn = one_at_a_time().await;
    let test = "failing::a_consult_of_which_the_recogniser_hears_nothing_says_so_and_waits_for_another_one";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies of noise", "works"]);
    let id = consulted(&session, home.path(), &[("0", "20", NOISE)]);
    let recorded = session.vault().audio_extent(id).unwrap();
    let error = session.finish(id).await.unwrap_err();
    assert_eq!(error.code(), "nothing_heard");
    assert!(error.to_string().contains("another model may hear it"));
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::NeedsAttention);
    assert!(session.vault().latest_note(id).unwrap().is_none(), "no note is made of nothing");
    assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);
    let gaps = session.gaps(id).unwrap();
    let [gap] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert!(gap.length_ms.unwrap() > 10_000, "{gap:?}");

    let mut events = scribe.subscribe();
    session.finish_interrupted(id).unwrap();
    assert_eq!(attention(&mut events).await, error.to_string());
    assert_eq!(session.transcripts(id).unwrap().len(), 2, "it was listened to once more");
    assert_eq!(session.gaps(id).unwrap(), gaps);

    let jotted = consulted(&session, home.path(), &[("0", "20", NOISE)]);
    session.save_jottings(jotted, "Lisinopril 10 mg daily").unwrap();
    session.finish(jotted).await.unwrap();
    assert!(session.note(jotted).unwrap().note.to_text().contains("Lisinopril 10 mg daily"));
    assert_eq!(session.gaps(jotted).unwrap(), gaps);

    std::fs::remove_file(home.path().join("models/dies of noise.bin")).unwrap();
    session.finish_interrupted(id).unwrap();
    wait_until("the draft by the other one", || drafted(&scribe, id));
    assert_eq!(session.gaps(id).unwrap(), []);
    assert!(!texts(&session, id).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_recogniser_fails_on_is_told_and_passed_over_and_another_transcript_has_it() {
    let _turn = one_at_a_time().await;
    let test = "failing::what_the_recogniser_fails_on_is_told_and_passed_over_and_another_transcript_has_it";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies of noise", "works"]);
    let id = consulted(&session, home.path(), &[("0", "20", "0.2"), ("20", "5", NOISE), ("25", "20", "0.2")]);
    let mut events = scribe.subscribe();
    session.finish(id).await.unwrap();

    let gaps = session.gaps(id).unwrap();
    let [gap] = gaps.as_slice() else { panic!("nothing was heard in between: {gaps:?}") };
    assert_eq!(gap.cause, GapCause::NotTranscribed);
    assert!(
        gap.at_ms > 5_000 && end_ms(gap) < 40_000,
        "most of it has nothing to do with the noise: {gaps:?}"
    );
    let (mut told, mut words) = (Vec::new(), 0);
    while let Ok(event) = events.try_recv() {
        match event {
            Event::Gap { gap, .. } => told.push(gap),
            Event::Progress { message, .. } if message.contains("could not be transcribed") => words += 1,
            _ => {}
        }
    }
    assert_eq!((&told, words), (&gaps, 1), "it is told once");
    let said = session.transcript(id).unwrap();
    let spans = || said.segments().iter().map(|segment| segment.span.unwrap());
    assert!(spans().any(|span| span.end_ms <= gap.at_ms) && spans().any(|span| span.start_ms >= end_ms(gap)));
    let is_whole = |id| session.vault().is_transcript_finished(id).unwrap();
    assert!(is_whole(session.vault().current_transcript(id).unwrap().unwrap().0));

    transcribed_again(&scribe, &session, id);
    assert_eq!(session.gaps(id).unwrap(), []);
    let said_again = session.transcript(id).unwrap();
    assert!(said_again.segments().iter().any(
        |segment| segment.span.unwrap().start_ms <= gap.at_ms && segment.span.unwrap().end_ms > gap.at_ms
    ));
    session.undo(id).unwrap();
    assert_eq!(session.gaps(id).unwrap(), gaps, "the transcript before lacks it still");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consult_whose_recogniser_hears_nothing_is_recorded_and_waits_until_another_is_asked_for() {
    let Some(_turn) = microphone().await else { return };
    let test =
        "failing::a_consult_whose_recogniser_hears_nothing_is_recorded_and_waits_until_another_is_asked_for";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies anyhow", "works"]);
    let id = consented_encounter(&session);
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().saved_ms > 12_000);
    assert_eq!(status().problem, None, "the recording lacks nothing");
    let mut events = scribe.subscribe();
    voice.stop();
    session.stop_recording(id).unwrap();
    attention(&mut events).await;
    // It fails on silence, too: nothing is passed over, and the transcript waits.
    assert_eq!(session.gaps(id).unwrap(), []);
    let transcript = session.vault().current_transcript(id).unwrap().unwrap().0;
    assert!(!session.vault().is_transcript_finished(transcript).unwrap());

    transcribed_again(&scribe, &session, id);
    assert_eq!(session.gaps(id).unwrap(), []);
    assert!(texts(&session, id).len() >= 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recogniser_that_hangs_is_stopped_after_the_recording_and_another_is_asked_for() {
    let Some(_turn) = microphone().await else { return };
    let test = "failing::a_recogniser_that_hangs_is_stopped_after_the_recording_and_another_is_asked_for";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["never ends", "works"]);
    let id = consented_encounter(&session);
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("some sound", || scribe.recording_status().unwrap().saved_ms > 12_000);
    assert_eq!(scribe.recording_status().unwrap().problem, None, "the recording lacks nothing");
    session.stop_work(id, Stoppable::Transcript).await;
    assert!(scribe.recording_status().is_some(), "what is recorded is not stopped by that");
    voice.stop();
    session.stop_recording(id).unwrap();
    let recorded = session.vault().audio_extent(id).unwrap();
    assert_eq!(session.stoppable_work(id), Some(Stoppable::Transcript));
    let mut events = scribe.subscribe();
    tokio::time::timeout(Duration::from_secs(120), session.stop_work(id, Stoppable::Transcript))
        .await
        .unwrap();
    assert!(attention(&mut events).await.starts_with("Stopped. The recording has all that was said."));
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::NeedsAttention);
    assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);

    // The one that hangs does so again. Another one is not kept from its turn by that.
    session.finish_interrupted(id).unwrap();
    tokio::time::timeout(Duration::from_secs(120), session.stop_work(id, Stoppable::Transcript))
        .await
        .unwrap();
    transcribed_again(&scribe, &session, id);
    assert_eq!(session.gaps(id).unwrap(), []);
}

/// What is told while half a minute is said, all of which is transcribed at the end.
struct Told {
    /// How often a guess.
    guesses: usize,
    /// How much waits, at most, in ms.
    behind_ms: u64,
    /// How much is done, each time after Stop.
    fractions: Vec<f64>,
    /// How many passages were added after Stop.
    left: usize,
    /// How many processes were started to load the model.
    starts: usize,
}

async fn told_by(fault: &str) -> Told {
    let home = tempfile::tempdir().unwrap();
    let starts = Path::new(&std::env::var_os("DICTUM_WORKER_DIR").unwrap()).join("starts");
    std::fs::write(&starts, "").unwrap();
    let (scribe, session) = with_models(home.path(), &[fault]);
    let id = consented_encounter(&session);
    let mut events = scribe.subscribe();
    let told =
        Arc::new(Mutex::new(Told { guesses: 0, behind_ms: 0, fractions: Vec::new(), left: 0, starts: 0 }));
    let noted = told.clone();
    let noting = tokio::spawn(async move {
        loop {
            let event = events.recv().await;
            let mut told = noted.lock().unwrap();
            match event {
                Ok(Event::Tentative { text, behind_ms, .. }) => {
                    told.guesses += usize::from(!text.is_empty());
                    told.behind_ms = told.behind_ms.max(behind_ms);
                }
                Ok(Event::Progress { stage: Stage::Transcribing, fraction: Some(done), .. }) => {
                    told.fractions.push(done);
                }
                Err(RecvError::Closed) => return,
                _ => {}
            }
        }
    });
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("half a minute of sound", || scribe.recording_status().unwrap().saved_ms > 30_000);
    session.stop_recording(id).unwrap();
    let before = session.transcript(id).unwrap().segments().len();
    voice.stop();
    wait_until("the draft", || drafted(&scribe, id));
    let recorded_ms = session.vault().audio_extent(id).unwrap().duration_ms;
    let last = session.transcript(id).unwrap().segments().last().unwrap().span.unwrap();
    assert!(last.end_ms + 3_000 > recorded_ms, "{} of {recorded_ms} ms are transcribed", last.end_ms);
    assert_eq!(session.gaps(id).unwrap(), []);
    wait_until("the word that all is done", || told.lock().unwrap().fractions.last() == Some(&1.0));
    noting.abort();
    let _ = noting.await;
    let mut told = Arc::into_inner(told).unwrap().into_inner().unwrap();
    told.left = session.transcript(id).unwrap().segments().len() - before;
    told.starts = std::fs::read_to_string(starts).unwrap().lines().count();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recogniser_that_cannot_keep_up_guesses_at_nothing_says_how_much_waits_and_settles_everything() {
    let Some(_turn) = microphone().await else { return };
    let test = "failing::a_recogniser_that_cannot_keep_up_guesses_at_nothing_says_how_much_waits_and_settles_everything";
    if !recogniser_is_balky(test) {
        return;
    }
    let quick = told_by("works").await;
    assert!(quick.guesses > 3);
    assert!(quick.left <= 2, "{} passages were left at Stop, no more than the last was to be", quick.left);
    let slow = told_by("listens slowly").await;
    assert_eq!(slow.guesses, 0);
    assert!(slow.behind_ms >= 3_000, "it takes three seconds for each piece: {} ms", slow.behind_ms);
    assert_eq!(slow.starts, 1, "a guess that is given up leaves its process");
    for Told { fractions, .. } in [quick, slow] {
        assert!(fractions.is_sorted(), "{fractions:?}");
        assert!(fractions.iter().all(|done| (0.0..=1.0).contains(done)), "{fractions:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recogniser_that_loads_slowly_is_loaded_once_and_guesses_then() {
    let Some(_turn) = microphone().await else { return };
    if !recogniser_is_balky("failing::a_recogniser_that_loads_slowly_is_loaded_once_and_guesses_then") {
        return;
    }
    let told = told_by("loads slowly").await;
    assert_eq!(told.starts, 1);
    assert!(told.guesses > 0);
}
