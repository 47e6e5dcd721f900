//! How this practice works: its settings, what follows from them, and what it is likely to speak of.

use clinical::{
    Detail, Encounter, EncounterId, EncounterStatus, Gender, Note, Phi, SectionCode, SoapPart, language_name,
};
use drafting::prompt::Background;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use terminology::Vocabulary;
use vault::{LOCK_AFTER_MINUTES, Settings};

use crate::{Error, Session, template};

/// How far back a patient's earlier notes are looked through, days.
const NOTES_OF_DAYS: i64 = 730;
/// Where a note names the patient's problems.
const PROBLEMS: [SectionCode; 3] =
    [SectionCode::PastMedicalHistory, SectionCode::PrimaryDiagnosis, SectionCode::Problems];

impl Session {
    /// The settings.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn settings(&self) -> Result<Settings, Error> {
        Ok(self.vault.settings()?)
    }

    /// Stores the settings. Recordings that they let stay no longer are deleted at once.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] without a language, with one that is not known, or where a window would lock itself too soon or too
    /// late; that, or [`Error::Template`], for a template that cannot be used; [`Error::Vault`], also for a scribe.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), Error> {
        let words = settings.clinic_words.iter().map(|word| word.trim().to_owned());
        let clinic_words = words.filter(|word| !word.is_empty()).collect();
        if settings.languages.is_empty()
            || settings.languages.iter().any(|code| language_name(code).is_none())
        {
            return Err(Error::InvalidInput("Choose at least one of the languages that are offered.".into()));
        }
        if !LOCK_AFTER_MINUTES.contains(&settings.lock_after_minutes) {
            let (least, most) = (LOCK_AFTER_MINUTES.start(), LOCK_AFTER_MINUTES.end());
            let between = format!("A window can lock itself after {least} to {most} minutes.");
            return Err(Error::InvalidInput(between));
        }
        if let Some(name) = &settings.first_template
            && self.settings()?.first_template != settings.first_template
        {
            template(&self.places, name)?;
        }
        let settings = Settings { clinic_words, ..settings.clone() };
        self.vault.save_settings(&settings, self.user.id, Timestamp::now())?;
        Ok(self.vault.delete_expired_audio(self.user.id, Timestamp::now()).map(drop)?)
    }

    /// Deletes the recordings that may stay no longer. What fails now is tried again when the vault is opened next.
    pub(crate) fn let_recordings_go(&self) {
        if let Err(error) = self.vault.delete_expired_audio(self.user.id, Timestamp::now()) {
            tracing::warn!(
                code = Error::from(error).code(),
                "recordings that are to go could not be deleted"
            );
        }
    }

    /// What this consult is likely to speak of: the patient's medications, as recorded and as signed notes have them, the
    /// allergies, and the clinic's own words.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn vocabulary(&self, id: EncounterId) -> Result<Vocabulary, Error> {
        let encounter = self.vault.encounter(id)?;
        let patient = self.vault.patient(encounter.patient)?;
        let mut medications = patient.medications;
        for note in self.earlier_notes(&encounter)? {
            medications.extend(note.statements().filter_map(|statement| match &statement.detail {
                Some(Detail::Medication(medication)) => Some(medication.name.clone()),
                _ => None,
            }));
        }
        let clinic_words = self.settings()?.clinic_words;
        Ok(Vocabulary { medications, allergies: patient.allergies, clinic_words })
    }

    /// What the record has of the patient of this consult, for a model that drafts the note. Problems, what was taken and what was planned
    /// are those of the last signed note.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn background(&self, id: EncounterId) -> Result<Background, Error> {
        let encounter = self.vault.encounter(id)?;
        let patient = self.vault.patient(encounter.patient)?;
        let day = encounter.start.to_zoned(TimeZone::system()).date();
        let last = self.earlier_notes(&encounter)?.pop();
        let noted = |of: &dyn Fn(SectionCode) -> bool| -> Vec<Phi> {
            let sections = last.iter().flat_map(|note| &note.sections).filter(|section| of(section.code));
            sections.flat_map(|section| &section.statements).map(|one| one.text.clone()).collect()
        };
        Ok(Background {
            age: patient.age_on(day),
            sex: match patient.gender {
                Gender::Female => Some("female"),
                Gender::Male => Some("male"),
                Gender::Other => Some("other"),
                Gender::Unknown => None,
            },
            problems: noted(&|code| PROBLEMS.contains(&code)),
            last_medications: noted(&|code| code == SectionCode::Medications),
            last_plan: noted(&|code| code.part() == SoapPart::Plan),
            medications: patient.medications,
            allergies: patient.allergies,
            day: Some(day),
        })
    }

    /// The signed notes of earlier consults of the same patient, in order: what nobody vouched for shall not spread.
    fn earlier_notes(&self, encounter: &Encounter) -> Result<Vec<Note>, Error> {
        let from = encounter.start.checked_sub((NOTES_OF_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
        let before = self.vault.encounters_between(from, encounter.start)?;
        let before = before.iter().filter(|one| {
            one.patient == encounter.patient
                && one.id != encounter.id
                && one.status == EncounterStatus::Finished
        });
        let notes = before.map(|one| Ok(self.vault.latest_note(one.id)?.map(|stored| stored.note)));
        notes.filter_map(Result::transpose).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use clinical::{EncounterClass, Kept, KeptReason, Origin, Patient, Role, Statement};
    use jiff::civil::date;
    use vault::{DeviceBinding, NewUser, NoteSource};

    use super::*;
    use crate::{Places, Scribe, WhichPatient, sample_patient};

    fn opened(home: &Path) -> Arc<Session> {
        let scribe = Scribe::new(Places::under(home));
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        scribe
            .create_vault(user, &"tangerine ladder observatory".into(), DeviceBinding::PassphraseOnly)
            .unwrap();
        scribe.session().unwrap()
    }

    #[test]
    fn a_window_locks_itself_after_two_to_thirty_minutes_and_never_stays_open() {
        let home = tempfile::tempdir().unwrap();
        let session = opened(home.path());
        assert_eq!(session.settings().unwrap().lock_after_minutes, 10);
        let save = |lock_after_minutes| {
            session.save_settings(&Settings { lock_after_minutes, ..Settings::default() })
        };
        for refused in [0, 1, 31, u16::MAX] {
            assert_eq!(save(refused).unwrap_err().code(), "invalid_input", "{refused}");
        }
        assert_eq!(session.settings().unwrap().lock_after_minutes, 10);
        for minutes in [2, 30] {
            save(minutes).unwrap();
            assert_eq!(session.settings().unwrap().lock_after_minutes, minutes);
        }
    }

    #[test]
    fn a_model_is_told_what_the_record_and_the_last_signed_note_have_of_the_patient_and_of_nobody_else() {
        let home = tempfile::tempdir().unwrap();
        let session = opened(home.path());
        let visit = |patient| session.create_encounter(patient, "Visit", EncounterClass::Ambulatory).unwrap();
        let passphrase = "tangerine ladder observatory".into();
        let with_problem = |id, problem: &str, signed: bool| {
            let mut note = drafting::Template::built_in("soap").unwrap().empty_note();
            for (code, text) in [
                (SectionCode::PrimaryDiagnosis, problem.to_owned()),
                (SectionCode::Medications, format!("Takes something for {problem}")),
                (SectionCode::PlanTests, format!("Tests for {problem}")),
                (SectionCode::PlanFollowUp, "In 2 weeks.".to_owned()),
            ] {
                let section = note.sections.iter_mut().find(|one| one.code == code);
                let mut statement = Statement::new(text, Vec::new(), Origin::Clinician);
                statement.kept = Some(Kept { reason: KeptReason::KnownToMe, by: session.user.id });
                section.unwrap().statements.push(statement);
            }
            let source = NoteSource { engine: "by hand".into(), transcript: None, card: None };
            session.vault.save_note(id, 0, &note, &source, session.user.id, Timestamp::now()).unwrap();
            if signed {
                session.sign(id, 1, &passphrase).unwrap();
            }
        };
        let patient = Patient {
            birth_date: Some(date(1971, 3, 5)),
            gender: Gender::Female,
            medications: vec!["lisinopril 20 mg daily".into()],
            allergies: vec!["penicillin".into()],
            ..sample_patient()
        };
        let id = patient.id;
        with_problem(visit(WhichPatient::New(patient)), "Migraine.", true);
        with_problem(visit(WhichPatient::Known(id)), "Hypertension.", true);
        with_problem(visit(WhichPatient::Known(id)), "Lupus.", false);
        with_problem(visit(WhichPatient::New(sample_patient())), "Gout.", true);

        let background = session.background(visit(WhichPatient::Known(id))).unwrap();
        assert!(background.age.unwrap() >= 55);
        assert_eq!(background.sex, Some("female"));
        assert_eq!(background.problems, ["Hypertension.".into()]);
        assert_eq!(background.last_medications, ["Takes something for Hypertension.".into()]);
        assert_eq!(background.last_plan, ["Tests for Hypertension.".into(), "In 2 weeks.".into()]);
        assert_eq!(background.medications, ["lisinopril 20 mg daily".into()]);
        assert_eq!(background.allergies, ["penicillin".into()]);
    }
}
