//! Starts a consult on a machine without a microphone and says whether the error is the right one.

use std::process::ExitCode;
use std::sync::Arc;

use clinical::{ConsentAnswer, EncounterClass, Role};
use scribe::{Places, Scribe, Session, Stage, WhichPatient, sample_patient};
use vault::{DeviceBinding, NewUser, Passphrase};

#[tokio::main]
async fn main() -> ExitCode {
    match refused() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn refused() -> Result<(), String> {
    let text = |error: scribe::Error| error.to_string();
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let scribe = Scribe::new(Places::under(home.path()));
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    let passphrase = Passphrase::from("tangerine ladder observatory");
    scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).map_err(text)?;
    let session: Arc<Session> = scribe.session().map_err(text)?;
    let id = session
        .create_encounter(WhichPatient::New(sample_patient()), "Cough", EncounterClass::Ambulatory)
        .map_err(text)?;
    match session.start_recording(id, None) {
        Err(error) if error.code() == "no_consent" => {}
        other => return Err(format!("recording without consent gave {:?}", other.map_err(|e| e.code()))),
    }
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").map_err(text)?;
    match session.start_recording(id, None) {
        Err(error) if error.code() == "no_microphone" => {}
        other => {
            return Err(format!("recording without a microphone gave {:?}", other.map_err(|e| e.code())));
        }
    }
    let stage = session.worklist_row(id).map_err(text)?.stage;
    if stage != Stage::Planned {
        return Err(format!("the encounter changed to {stage:?}"));
    }
    Ok(())
}
