//! A session with a consult under way, and the voice that it hears.

use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;

use clinical::{ConsentAnswer, EncounterClass, EncounterId, Role};
use dictum_tests::random_models::{WhisperShape, cached_whisper};
use dictum_tests::{project, write_speech};
use scribe::{Cancel, Places, Scribe, Session, WhichPatient, import_model, sample_patient};
use vault::{DeviceBinding, NewUser, Passphrase};

/// A vault of its own, open, with this speech model and no other.
pub(crate) async fn opened(home: &Path, model: &str) -> anyhow::Result<Scribe> {
    let mut places = Places::under(home);
    places.shipped_models.clear();
    let file = match model {
        "none" => None,
        "shipped" => {
            places.shipped_models.push(project().join("models"));
            None
        }
        "random" => {
            let folder = std::env::temp_dir().join("dictum-random-models");
            Some(cached_whisper(&folder, WhisperShape::BASE_EN)?)
        }
        file => Some(file.into()),
    };
    if let Some(file) = file {
        import_model(&places, file, &Cancel::default(), |_| {}).await?;
    }
    let scribe = Scribe::new(places);
    let user = NewUser { name: "Dr Bench".into(), role: Role::Clinician };
    let passphrase = Passphrase::from("tangerine ladder observatory");
    scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly)?;
    Ok(scribe)
}

/// Begins to record.
pub(crate) fn begin(session: &Arc<Session>) -> anyhow::Result<EncounterId> {
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory)?;
    session.record_consent(id, ConsentAnswer::Verbal, "The patient")?;
    session.start_recording(id, None)?;
    Ok(id)
}

/// A voice that speaks into the test microphone, from one file, so that it does not pause to begin another.
pub(crate) struct Speaking(Child);

impl Speaking {
    /// The sample consult, over and over.
    pub(crate) fn for_seconds(folder: &Path, seconds: u32) -> anyhow::Result<Self> {
        let file = folder.join("consult.wav");
        write_speech(&file, seconds)?;
        Ok(Self(Command::new("paplay").arg("--device=mic").arg(file).spawn()?))
    }

    /// Whether it has not come to its end.
    pub(crate) fn speaks(&mut self) -> std::io::Result<bool> {
        Ok(self.0.try_wait()?.is_none())
    }
}

impl Drop for Speaking {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
