//! The window's commands: each unwraps its arguments, calls one use case and wraps what it gives.

use std::str::FromStr;
use std::sync::Arc;

use clinical::{EncounterId, Patient, PatientId, Phi, Role, SectionCode, StatementId};
use jiff::civil::Date;
use scribe::{Error, ExportFormat, Scribe, Session, Spoken, VaultState, WhichPatient};
use tauri::State;
use vault::{DeviceBinding, NewUser, Passphrase, RecoveryCode};

use crate::json::{
    AppError, AppStatus, ConsentAnswerJson, Created, EncounterJson, EncounterRow, ExportFormatJson, Exported,
    KeptReasonJson, MicrophoneJson, NewEncounter, NewPatient, NewVault, NoteJson, PatientJson, RedraftJson,
    SegmentJson, StrengthJson, VersionJson,
};

pub(crate) type Answer<T> = Result<T, AppError>;
pub(crate) type App<'a> = State<'a, Arc<Scribe>>;

/// Runs what may take long (keys, disk) off the window's thread.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let outcome = tokio::task::spawn_blocking(work).await;
    Ok(outcome.map_err(|_| Error::Internal("a task stopped unexpectedly".into()))??)
}

/// Runs a use case of the open session off the window's thread.
pub(crate) async fn in_session<T: Send + 'static>(
    app: &App<'_>,
    work: impl FnOnce(&Arc<Session>) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    let session = app.session()?;
    blocking(move || work(&session)).await
}

/// Runs a use case that changes a note, and gives the note as it then is.
pub(crate) async fn changing(
    app: &App<'_>,
    id: &str,
    work: impl FnOnce(&Session, EncounterId) -> Result<(), Error> + Send + 'static,
) -> Answer<NoteJson> {
    let id = encounter_id(id)?;
    in_session(app, move |session| {
        work(session, id)?;
        note_of(session, id)
    })
    .await
}

pub(crate) fn encounter_id(id: &str) -> Result<EncounterId, Error> {
    parse(id, "encounter")
}

fn section_named(code: &str) -> Result<SectionCode, Error> {
    SectionCode::named(code).ok_or(Error::NotFound("There is no such section."))
}

pub(crate) fn parse<T: FromStr>(text: &str, what: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::InvalidInput(format!("This is not the id of a known {what}.")))
}

fn note_of(session: &Session, id: EncounterId) -> Result<NoteJson, Error> {
    let stored = session.note(id)?;
    Ok(match session.signed_note(id)? {
        Some(signed) => NoteJson::signed(&signed, &stored.source.engine),
        None => NoteJson::draft(id, &stored, session.overlooked(id)?, session.flags(id, &stored.note)?),
    })
}

/// What is spoken in the practice; nothing while nobody is at work.
pub(crate) fn spoken(session: Option<&Session>) -> Result<Spoken, Error> {
    session.map_or(Ok(Spoken::default()), Session::spoken)
}

/// The program as it stands.
#[tauri::command]
#[specta::specta]
pub async fn status(app: App<'_>) -> Answer<AppStatus> {
    let scribe = app.inner().clone();
    blocking(move || {
        let state = scribe.state();
        let session = scribe.session().ok();
        let keyring = if state == VaultState::Absent { vault::keyring_available() } else { Ok(()) };
        let owner = match state {
            VaultState::Absent => None,
            _ => match scribe.owners()?.as_slice() {
                [only] => Some(only.name.clone()),
                _ => None,
            },
        };
        let keyring_message = keyring.as_ref().err().map(|error| match error.advice() {
            Some(advice) => format!("{error} {advice}"),
            None => error.to_string(),
        });
        let spoken = spoken(session.as_deref())?;
        let settings = session.as_deref().map(Session::settings).transpose()?;
        let speech_model = scribe::default_model(scribe.places(), scribe::Task::Speech, &spoken);
        let speech_message = match &speech_model {
            Err(error @ (Error::NotUnderstood(_) | Error::NotTranslating)) => Some(error.to_string()),
            _ => None,
        };
        Ok(AppStatus {
            version: env!("CARGO_PKG_VERSION").into(),
            vault: state.into(),
            user: session.as_ref().map(|session| session.user().into()),
            user_name: owner,
            keyring_available: keyring.is_ok(),
            keyring_message,
            speech_model: speech_model.ok().map(Into::into),
            speech_message,
            language_model: scribe::default_model(
                scribe.places(),
                scribe::Task::Drafting,
                &Spoken::default(),
            )
            .ok()
            .map(Into::into),
            lock_after_minutes: settings.map(|settings| settings.lock_after_minutes),
            recording: scribe.recording_status().map(Into::into),
        })
    })
    .await
}

/// First run: makes the vault, for a clinician, who lets the others in.
#[tauri::command]
#[specta::specta]
pub async fn create_vault(app: App<'_>, vault: NewVault) -> Answer<Created> {
    let scribe = app.inner().clone();
    blocking(move || {
        let user = NewUser { name: vault.name.trim().into(), role: Role::Clinician };
        let binding =
            if vault.passphrase_only { DeviceBinding::PassphraseOnly } else { DeviceBinding::Keyring };
        let code = scribe.create_vault(user, &Passphrase::from(vault.passphrase), binding)?;
        Ok(Created { recovery_code: code.to_groups() })
    })
    .await
}

/// Rates a passphrase while it is typed.
#[tauri::command]
#[specta::specta]
pub fn passphrase_strength(passphrase: String) -> StrengthJson {
    let strength = scribe::passphrase_strength(&Passphrase::from(passphrase));
    let label = ["very weak", "weak", "fair", "good", "strong"][usize::from(strength.score.min(4))];
    StrengthJson {
        score: strength.score,
        label: label.into(),
        advice: strength.advice,
        acceptable: strength.acceptable,
    }
}

/// Opens the vault.
#[tauri::command]
#[specta::specta]
pub async fn unlock(app: App<'_>, passphrase: String) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || scribe.unlock(&Passphrase::from(passphrase))).await
}

/// Opens the vault with the recovery code and sets a new passphrase.
#[tauri::command]
#[specta::specta]
pub async fn recover(app: App<'_>, recovery_code: String, new_passphrase: String) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || {
        let code: RecoveryCode = recovery_code.parse()?;
        scribe.recover(&code, &Passphrase::from(new_passphrase))
    })
    .await
}

/// Locks the screen; a recording goes on.
#[tauri::command]
#[specta::specta]
pub async fn lock(app: App<'_>) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || {
        scribe.lock();
        Ok(())
    })
    .await
}

/// The microphones there are.
#[tauri::command]
#[specta::specta]
pub async fn microphones() -> Answer<Vec<MicrophoneJson>> {
    blocking(|| {
        let devices = scribe::input_devices()?;
        Ok(devices
            .into_iter()
            .map(|device| MicrophoneJson {
                id: device.id.as_str().to_owned(),
                name: device.name,
                is_default: device.is_default,
            })
            .collect())
    })
    .await
}

/// Shows a microphone's level by events.
#[tauri::command]
#[specta::specta]
pub async fn start_microphone_check(app: App<'_>, device: Option<String>) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || scribe.start_microphone_check(device.as_deref())).await
}

/// Ends the microphone check.
#[tauri::command]
#[specta::specta]
pub async fn stop_microphone_check(app: App<'_>) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || {
        scribe.stop_microphone_check();
        Ok(())
    })
    .await
}

/// The encounters to see to.
#[tauri::command]
#[specta::specta]
pub async fn worklist(app: App<'_>) -> Answer<Vec<EncounterRow>> {
    in_session(&app, |session| Ok(session.worklist()?.iter().map(Into::into).collect())).await
}

/// Patients whose name or record number contains the query.
#[tauri::command]
#[specta::specta]
pub async fn patients(app: App<'_>, query: String) -> Answer<Vec<PatientJson>> {
    in_session(&app, move |session| {
        Ok(session.vault().find_patients(&query, 20)?.iter().map(Into::into).collect())
    })
    .await
}

/// Puts an encounter on the worklist.
#[tauri::command]
#[specta::specta]
pub async fn create_encounter(app: App<'_>, encounter: NewEncounter) -> Answer<String> {
    in_session(&app, move |session| {
        let patient = match (encounter.patient_id, encounter.new_patient) {
            (Some(id), _) => WhichPatient::Known(parse(&id, "patient")?),
            (None, Some(patient)) => WhichPatient::New(new_patient(patient)?),
            (None, None) => return Err(Error::InvalidInput("Choose a patient, or enter a new one.".into())),
        };
        let id = session.create_encounter(patient, &encounter.reason, encounter.class.into())?;
        Ok(id.to_string())
    })
    .await
}

fn new_patient(patient: NewPatient) -> Result<Patient, Error> {
    let birth_date = match patient.birth_date.as_deref().filter(|date| !date.is_empty()) {
        Some(date) => Some(Date::from_str(date).map_err(|_| {
            Error::InvalidInput("The date of birth is not a date. Write it as year-month-day.".into())
        })?),
        None => None,
    };
    let given = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let each =
        |texts: Vec<String>| texts.into_iter().filter_map(|text| given(Some(text))).map(Phi::from).collect();
    Ok(Patient {
        id: PatientId::new(),
        family_name: patient.family_name.trim().into(),
        given_name: patient.given_name.trim().into(),
        birth_date,
        gender: patient.gender.into(),
        mrn: given(patient.mrn).map(Into::into),
        allergies: each(patient.allergies),
        medications: each(patient.medications),
        sample: false,
    })
}

/// Puts the sample consult on the worklist and drafts it.
#[tauri::command]
#[specta::specta]
pub async fn add_sample_consult(app: App<'_>) -> Answer<String> {
    in_session(&app, |session| Ok(session.try_sample()?.to_string())).await
}

/// An encounter with its transcript.
#[tauri::command]
#[specta::specta]
pub async fn encounter(app: App<'_>, id: String) -> Answer<EncounterJson> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| {
        let row = session.worklist_row(id)?;
        let users = session.users()?;
        let transcript = session.transcript(id)?;
        Ok(EncounterJson {
            row: (&row).into(),
            consent: row.encounter.consent.as_ref().map(Into::into),
            transcript: transcript.segments().iter().map(|one| SegmentJson::new(one, &users)).collect(),
            gaps: session.gaps(id)?.iter().map(Into::into).collect(),
            recording: session.recording_status().filter(|status| status.encounter == id).map(Into::into),
            stoppable: session.stoppable_work(id).map(Into::into),
            jottings: session.jottings(id)?.into_string(),
            language: row.encounter.language,
        })
    })
    .await
}

/// Stores the answer to being recorded. A "No" ends a recording of the visit that is under way.
#[tauri::command]
#[specta::specta]
pub async fn record_consent(
    app: App<'_>,
    id: String,
    answer: ConsentAnswerJson,
    given_by: String,
) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.record_consent(id, answer.into(), &given_by)).await
}

/// Keeps the clinician's own jottings.
#[tauri::command]
#[specta::specta]
pub async fn save_jottings(app: App<'_>, id: String, text: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.save_jottings(id, &text)).await
}

/// Chooses the language that is spoken; none: it is recognised.
#[tauri::command]
#[specta::specta]
pub async fn choose_language(app: App<'_>, id: String, language: Option<String>) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.choose_language(id, language.as_deref())).await
}

/// Begins to record.
#[tauri::command]
#[specta::specta]
pub async fn start_recording(app: App<'_>, id: String, device: Option<String>) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.start_recording(id, device.as_deref())).await
}

/// Begins to record the clinician dictating the note.
#[tauri::command]
#[specta::specta]
pub async fn start_dictation(app: App<'_>, id: String, device: Option<String>) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.start_dictation(id, device.as_deref())).await
}

/// Pauses the recording.
#[tauri::command]
#[specta::specta]
pub async fn pause_recording(app: App<'_>, id: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.pause_recording(id)).await
}

/// Goes on after a pause.
#[tauri::command]
#[specta::specta]
pub async fn resume_recording(app: App<'_>, id: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.resume_recording(id)).await
}

/// Ends the recording; transcript and draft follow by themselves.
#[tauri::command]
#[specta::specta]
pub async fn stop_recording(app: App<'_>, id: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    let scribe = app.inner().clone();
    blocking(move || scribe.stop_recording(id)).await
}

/// Finishes what a crash interrupted.
#[tauri::command]
#[specta::specta]
pub async fn finish_interrupted(app: App<'_>, id: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.finish_interrupted(id)).await
}

/// The note, signed or not.
#[tauri::command]
#[specta::specta]
pub async fn note(app: App<'_>, id: String) -> Answer<NoteJson> {
    changing(&app, &id, |_, _| Ok(())).await
}

/// Drafts the note anew, by this template or the one that it has.
#[tauri::command]
#[specta::specta]
pub async fn redraft(app: App<'_>, id: String, template: Option<String>) -> Answer<NoteJson> {
    app.session()?.redraft(encounter_id(&id)?, template.as_deref()).await?;
    note(app, id).await
}

/// Drafts one section again; what people wrote, changed or kept of it stays.
#[tauri::command]
#[specta::specta]
pub async fn redraft_section(
    app: App<'_>,
    id: String,
    section: String,
    redraft: RedraftJson,
) -> Answer<NoteJson> {
    let section = section_named(&section)?;
    app.session()?.redraft_section(encounter_id(&id)?, section, redraft.into()).await?;
    note(app, id).await
}

/// Stops the draft of a note, or of a section, that is being written again; the note stays as it was.
#[tauri::command]
#[specta::specta]
pub async fn stop_redraft(app: App<'_>, id: String) -> Answer<()> {
    app.session()?.stop_redraft(encounter_id(&id)?);
    Ok(())
}

/// Changes a statement's text.
#[tauri::command]
#[specta::specta]
pub async fn edit_statement(app: App<'_>, id: String, statement: String, text: String) -> Answer<NoteJson> {
    let statement: StatementId = parse(&statement, "statement")?;
    changing(&app, &id, move |session, id| session.edit_statement(id, statement, &text)).await
}

/// Removes a statement.
#[tauri::command]
#[specta::specta]
pub async fn remove_statement(app: App<'_>, id: String, statement: String) -> Answer<NoteJson> {
    let statement: StatementId = parse(&statement, "statement")?;
    changing(&app, &id, move |session, id| session.remove_statement(id, statement)).await
}

/// Adds a statement to a section.
#[tauri::command]
#[specta::specta]
pub async fn add_statement(app: App<'_>, id: String, section: String, text: String) -> Answer<NoteJson> {
    let section = section_named(&section)?;
    changing(&app, &id, move |session, id| session.add_statement(id, section, &text)).await
}

/// Keeps a statement that nothing said supports.
#[tauri::command]
#[specta::specta]
pub async fn keep_statement(
    app: App<'_>,
    id: String,
    statement: String,
    reason: KeptReasonJson,
) -> Answer<NoteJson> {
    let statement: StatementId = parse(&statement, "statement")?;
    changing(&app, &id, move |session, id| session.keep_statement(id, statement, reason.into())).await
}

/// Takes the last change back.
#[tauri::command]
#[specta::specta]
pub async fn undo(app: App<'_>, id: String) -> Answer<NoteJson> {
    changing(&app, &id, |session, id| session.undo(id)).await
}

/// The versions of the note, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn note_history(app: App<'_>, id: String) -> Answer<Vec<VersionJson>> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| Ok(session.history(id)?.into_iter().map(Into::into).collect())).await
}

/// Signs this version of the note, the one that was shown.
#[tauri::command]
#[specta::specta]
pub async fn sign(app: App<'_>, id: String, version: u32, passphrase: String) -> Answer<NoteJson> {
    changing(&app, &id, move |session, id| session.sign(id, version, &Passphrase::from(passphrase)).map(drop))
        .await
}

/// Writes the signed note to a file.
#[tauri::command]
#[specta::specta]
pub async fn export_note(app: App<'_>, id: String, format: ExportFormatJson) -> Answer<Exported> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| {
        let as_what = match format {
            ExportFormatJson::Fhir => ExportFormat::Fhir,
            ExportFormatJson::Text => ExportFormat::Text,
        };
        let path = session.export(id, as_what)?;
        let bytes = std::fs::metadata(&path).map_or(0, |file| u32::try_from(file.len()).unwrap_or(u32::MAX));
        Ok(Exported { format, path: path.display().to_string(), bytes })
    })
    .await
}

/// The signed note as text, for the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn note_text(app: App<'_>, id: String) -> Answer<String> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| {
        let signed = session.signed_note(id)?.ok_or(Error::NotSigned)?;
        scribe::render(&signed, ExportFormat::Text)
    })
    .await
}
