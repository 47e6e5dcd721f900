//! The whole job without a window, on the sample consult: what `dictum demo` does, and what the end-to-end tests measure.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clinical::{ENGLISH, Role, Transcript};
use jiff::Timestamp;
use vault::{DeviceBinding, KeyParameters, NewUser, Passphrase, Vault};

use crate::export::ExportFormat;
use crate::{Error, Events, Places, Session};
use crate::{Spoken, Task, default_model};

/// What the demo did.
#[derive(Clone, Debug)]
pub struct DemoReport {
    /// Each stage with the time it took.
    pub stages: Vec<(&'static str, Duration)>,
    /// The transcript.
    pub transcript: Transcript,
    /// The signed note as text.
    pub note: String,
    /// The drafter that wrote it.
    pub drafter: String,
    /// The speech model, and whether it is for trying only.
    pub speech_model: (String, bool),
    /// Statements that the checks did not bear out and that were therefore removed before signing.
    pub removed: usize,
    /// The exported files.
    pub exports: Vec<PathBuf>,
    /// Audit events in the verified chain.
    pub audit_events: u64,
}

/// Runs the sample consult from sound to signed, exported and verified note, in a vault of its own that is gone
/// afterwards. `told` hears of each stage as it ends.
///
/// # Errors
/// Whatever a stage fails with.
pub async fn run_demo(
    places: &Places,
    out: &Path,
    mut told: impl FnMut(&'static str, Duration, &str),
) -> Result<DemoReport, Error> {
    let folder = tempfile::tempdir().map_err(|error| Error::file("making a temporary vault", error))?;
    let places = Places { vault: folder.path().join("vault"), exports: out.to_owned(), ..places.clone() };
    let mut stages = Vec::new();
    let mut began = Instant::now();
    let mut stage = |name, detail: &str| {
        let took = began.elapsed();
        told(name, took, detail);
        stages.push((name, took));
        began = Instant::now();
    };

    let passphrase = Passphrase::from("sample consult, nothing secret in it");
    let user = NewUser { name: "Dr Sample".into(), role: Role::Clinician };
    let (vault, user, _) = Vault::create(
        &places.vault,
        user,
        &passphrase,
        DeviceBinding::PassphraseOnly,
        KeyParameters::default(),
        Timestamp::now(),
    )?;
    let session = Session::new(places.clone(), vault, user, Events::new());
    stage("vault", "made, encrypted, open");

    let id = session.add_sample()?;
    let extent = session.vault().audio_extent(id)?;
    stage(
        "capture",
        &format!("{:.1} s of sound stored in {} chunks", extent.duration_ms as f64 / 1000.0, extent.chunks),
    );

    let model =
        default_model(&places, Task::Speech, &Spoken { languages: vec![ENGLISH.into()], translated: false })?;
    session.transcribe(id).await?;
    let transcript = session.transcript(id)?;
    let said = format!(
        "{} words in {} segments, by {}",
        transcript.word_count(),
        transcript.segments().len(),
        model.name
    );
    stage("speech", &said);

    session.draft(id).await?;
    let stored = session.note(id)?;
    stage(
        "draft and checks",
        &format!("{} statements by the {}", stored.note.statements().count(), stored.source.engine),
    );

    let unresolved: Vec<_> = stored
        .note
        .statements()
        .filter(|statement| statement.needs_resolution())
        .map(|statement| statement.id)
        .collect();
    for statement in &unresolved {
        session.remove_statement(id, *statement)?;
    }
    stage("review", &format!("{} statements not borne out by what was said, removed", unresolved.len()));

    let signed = session.sign(id, session.note(id)?.version, &passphrase)?;
    stage("sign", "Ed25519 over the canonical note, its evidence, author and time");

    let mut exports = Vec::new();
    for format in [ExportFormat::Fhir, ExportFormat::DocumentReference, ExportFormat::Text] {
        exports.push(session.export(id, format)?);
    }
    stage("export", "FHIR document, DocumentReference, text");

    drop(session);
    let (vault, _) = Vault::open(&places.vault, &passphrase, Timestamp::now())?;
    let verification = vault.verify()?;
    if let Some(problem) = verification.problem() {
        return Err(Error::Internal(format!("the demo's vault does not verify: {problem}")));
    }
    let again = vault.signed_note(id)?.ok_or(Error::NotSigned)?;
    if again.signature() != signed.signature() {
        return Err(Error::Internal("the signature changed between closing and opening the vault".into()));
    }
    stage("verify", &format!("signature valid, audit chain of {} events whole", verification.audit_events));

    Ok(DemoReport {
        stages,
        transcript,
        note: interop::text(&again),
        drafter: stored.source.engine,
        speech_model: (model.name, model.test_only),
        removed: unresolved.len(),
        exports,
        audit_events: verification.audit_events,
    })
}
