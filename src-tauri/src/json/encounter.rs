//! Patients, encounters, recordings and transcripts.

use clinical::{
    ConsentAnswer, EncounterClass, Gap, GapCause, Gender, Patient, Segment, Sound, Speaker, User, UserId,
};
use scribe::{RecordingStatus, Stage, WorklistRow};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{mirror, ms};

mirror!(/// Administrative gender.
    GenderJson "Gender" = Gender { Female, Male, Other, Unknown });
mirror!(/// Class of an encounter.
    ClassJson "EncounterClass" = EncounterClass { Ambulatory, Emergency, HomeHealth, Inpatient, Virtual });
mirror!(/// Answer to the question whether the visit may be recorded.
    ConsentAnswerJson "ConsentAnswer" = ConsentAnswer { Verbal, Written, Declined });
mirror!(/// How far an encounter has come.
StageJson "Stage" = Stage {
    Planned, Recording, Paused, Saving, Interrupted, Transcribing, Drafting, Drafted, ReadyToSign, Signed, Exported,
    NeedsAttention
});
mirror!(/// What can be stopped of what is done about a consult: its transcript, which waits then; its first draft by a model, which is
    /// drafted by rule then; another transcript of it, and then everything stays.
    StoppableJson "Stoppable" = scribe::Stoppable { Transcript, Draft, Again });
mirror!(/// Whether sound is being kept.
    RecordingStateJson "RecordingState" = scribe::RecordingState { Recording, Paused, Saving, Stopped });
mirror!(/// What makes the sound hard to use, though it comes.
    SignalFaultJson "SignalFault" = scribe::SignalFault { Silent, TooQuiet, Clipping });
mirror!(/// One of two microphones on a device.
    OneOfTwoJson "OneOfTwo" = scribe::OneOfTwo { First, Second });
mirror!(/// Why something is missing in a recording or in its transcript.
    GapCauseJson "GapCause" = GapCause { MicrophoneLost, MicrophoneSilent, Asleep, Interrupted, NotTranscribed });

/// A patient.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "PatientView")]
pub struct PatientJson {
    id: String,
    family_name: String,
    given_name: String,
    birth_date: Option<String>,
    age: Option<u16>,
    gender: GenderJson,
    mrn: Option<String>,
    allergies: Vec<String>,
    medications: Vec<String>,
    sample: bool,
}

impl From<&Patient> for PatientJson {
    fn from(patient: &Patient) -> Self {
        Self {
            id: patient.id.to_string(),
            family_name: patient.family_name.to_string(),
            given_name: patient.given_name.to_string(),
            birth_date: patient.birth_date.map(|date| date.to_string()),
            age: patient.age_on(jiff::Zoned::now().date()),
            gender: patient.gender.into(),
            mrn: patient.mrn.as_ref().map(|mrn| mrn.to_string()),
            allergies: patient.allergies.iter().map(|allergy| allergy.to_string()).collect(),
            medications: patient.medications.iter().map(|medication| medication.to_string()).collect(),
            sample: patient.sample,
        }
    }
}

/// A patient to be added.
#[derive(Deserialize, Type)]
pub struct NewPatient {
    /// Family name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Year-month-day.
    pub birth_date: Option<String>,
    /// Administrative gender.
    pub gender: GenderJson,
    /// Medical record number.
    pub mrn: Option<String>,
    /// Known allergies.
    pub allergies: Vec<String>,
    /// What the patient takes.
    pub medications: Vec<String>,
}

/// An encounter to be put on the worklist.
#[derive(Deserialize, Type)]
pub struct NewEncounter {
    /// Somebody in the vault,
    pub patient_id: Option<String>,
    /// or somebody new.
    pub new_patient: Option<NewPatient>,
    /// Why they come.
    pub reason: String,
    /// Where it takes place.
    pub class: ClassJson,
}

/// A line of the worklist.
#[derive(Clone, Debug, Serialize, Type)]
pub struct EncounterRow {
    id: String,
    patient: PatientJson,
    reason: String,
    start: String,
    stage: StageJson,
    unresolved: u32,
    /// How many of these are flagged.
    flagged: u32,
    recorded_ms: u32,
    /// Whether its sound is the clinician dictating.
    dictation: bool,
    /// Whether another transcript of its recording was cut short, and can be gone on with.
    again_cut_short: bool,
}

impl From<&WorklistRow> for EncounterRow {
    fn from(row: &WorklistRow) -> Self {
        Self {
            id: row.encounter.id.to_string(),
            patient: (&row.patient).into(),
            reason: row.encounter.reason.to_string(),
            start: row.encounter.start.to_string(),
            stage: row.stage.into(),
            unresolved: u32::try_from(row.unresolved).unwrap_or(u32::MAX),
            flagged: u32::try_from(row.flagged).unwrap_or(u32::MAX),
            recorded_ms: ms(row.recorded_ms),
            dictation: row.encounter.sound == Sound::Dictation,
            again_cut_short: row.again_cut_short,
        }
    }
}

/// A patient's answer to being recorded.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ConsentView")]
pub struct ConsentJson {
    answer: ConsentAnswerJson,
    given_by: String,
    at: String,
}

/// What makes the sound hard to use, and whose fault it is.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "PoorSignal")]
pub struct PoorSignalJson {
    fault: SignalFaultJson,
    /// The one of two microphones; none where there is but one, or it is both.
    only: Option<OneOfTwoJson>,
}

impl From<scribe::PoorSignal> for PoorSignalJson {
    fn from(poor: scribe::PoorSignal) -> Self {
        Self { fault: poor.fault.into(), only: poor.only.map(Into::into) }
    }
}

/// A recording under way.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "RecordingView")]
pub struct RecordingJson {
    encounter_id: String,
    state: RecordingStateJson,
    elapsed_ms: u32,
    saved_ms: u32,
    device: String,
    signal: Option<PoorSignalJson>,
    problem: Option<String>,
    notice: Option<String>,
}

impl From<RecordingStatus> for RecordingJson {
    fn from(status: RecordingStatus) -> Self {
        Self {
            encounter_id: status.encounter.to_string(),
            state: status.state.into(),
            elapsed_ms: ms(status.elapsed_ms),
            saved_ms: ms(status.saved_ms),
            device: status.device,
            signal: status.signal.map(Into::into),
            problem: status.problem,
            notice: status.notice,
        }
    }
}

/// A piece of transcript.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SegmentView")]
pub struct SegmentJson {
    id: u32,
    speaker: String,
    start_ms: Option<u32>,
    end_ms: Option<u32>,
    text: String,
    /// What was heard, where the text writes it otherwise.
    spoken: Option<String>,
    /// The same in English, where it was said in another language.
    translation: Option<String>,
    /// Who put the text in place of what was heard, by name.
    corrected_by: Option<String>,
    /// Whether there is no English of it though it was to be translated.
    untranslated: bool,
    /// That it was given to another speaker.
    reassigned: Option<ReassignedJson>,
    /// Whether the clinician typed it.
    typed: bool,
}

/// That a person gave a passage to another speaker.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ReassignedView")]
pub struct ReassignedJson {
    /// Who did, by name.
    by: String,
    /// Whom it was taken for; none where nobody knew.
    from: Option<String>,
}

impl SegmentJson {
    /// A passage; whoever changed it is one of these.
    pub fn new(segment: &Segment, users: &[User]) -> Self {
        let name = |by: UserId| {
            let user = users.iter().find(|user| user.id == by);
            user.map_or_else(|| "somebody".to_owned(), |user| user.name.clone())
        };
        Self {
            id: segment.id.0,
            speaker: if segment.typed { "Jotting" } else { segment.speaker.label() }.to_owned(),
            start_ms: segment.span.map(|span| ms(span.start_ms)),
            end_ms: segment.span.map(|span| ms(span.end_ms)),
            text: segment.text.to_string(),
            spoken: segment.spoken.as_ref().map(|spoken| spoken.to_string()),
            translation: segment.translation.as_ref().map(|translation| translation.to_string()),
            corrected_by: segment.corrected_by.map(name),
            untranslated: segment.untranslated,
            reassigned: segment.reassigned.as_ref().map(|one| ReassignedJson {
                by: name(one.by),
                from: (one.from != Speaker::Unknown).then(|| one.from.label().to_owned()),
            }),
            typed: segment.typed,
        }
    }
}

/// A stretch that is missing in the recording or in its transcript.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "GapView")]
pub struct GapJson {
    at_ms: u32,
    length_ms: Option<u32>,
    cause: GapCauseJson,
}

impl From<&Gap> for GapJson {
    fn from(gap: &Gap) -> Self {
        Self { at_ms: ms(gap.at_ms), length_ms: gap.length_ms.map(ms), cause: gap.cause.into() }
    }
}

/// An encounter with all that the consult screen shows.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "EncounterView")]
pub struct EncounterJson {
    /// Its line of the worklist.
    pub row: EncounterRow,
    /// The answer to being recorded.
    pub consent: Option<ConsentJson>,
    /// As far as it is settled.
    pub transcript: Vec<SegmentJson>,
    /// What is missing in the recording or in its transcript, in order.
    pub gaps: Vec<GapJson>,
    /// If this encounter is being recorded.
    pub recording: Option<RecordingJson>,
    /// What can be stopped of what is done about it.
    pub stoppable: Option<StoppableJson>,
    /// The clinician's own.
    pub jottings: String,
    /// The code of the language that was chosen for it.
    pub language: Option<String>,
}

impl From<&clinical::Consent> for ConsentJson {
    fn from(consent: &clinical::Consent) -> Self {
        Self {
            answer: consent.answer.into(),
            given_by: consent.given_by.to_string(),
            at: consent.at.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clinical::Role;

    use super::*;

    #[test]
    fn a_passage_says_who_changed_it_and_how() {
        let scribe = User { id: UserId::new(), name: "Sam Tran".into(), role: Role::Scribe };
        let heard = Segment::new(Speaker::Clinician, "Ich nehme 50 mg.", None);
        let translated = Segment { translation: Some("I take 50 mg.".into()), ..heard };
        let changed =
            translated.reassigned(Speaker::Patient, scribe.id).corrected("Ich nehme 15 mg.", scribe.id);

        let shown = SegmentJson::new(&changed, std::slice::from_ref(&scribe));
        assert_eq!(shown.corrected_by.as_deref(), Some("Sam Tran"));
        assert!(shown.untranslated && shown.translation.is_none());
        let reassigned = shown.reassigned.unwrap();
        assert_eq!((reassigned.by.as_str(), reassigned.from.as_deref()), ("Sam Tran", Some("Clinician")));

        let shown = SegmentJson::new(&translated, &[scribe]);
        assert!(shown.corrected_by.is_none() && shown.reassigned.is_none() && !shown.untranslated);
    }
}
