//! The vault as a whole, on real SQLCipher, with a passphrase that is quick to try.

mod audio;
mod audit;
mod damage;
mod marks;
mod opening;
mod power;
mod records;
mod retention;
mod signing;

use std::fs;
use std::path::{Path, PathBuf};

use clinical::*;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use tempfile::TempDir;

use crate::keys::KeysFile;
use crate::*;

const PASSPHRASE: &str = "seven quiet herons at dusk";

fn now() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

/// A vault in a folder of its own, with a clinician.
struct Office {
    folder: TempDir,
    vault: Vault,
    doctor: User,
    code: RecoveryCode,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
        let (vault, doctor, code) = Vault::create(
            folder.path(),
            user,
            &PASSPHRASE.into(),
            DeviceBinding::PassphraseOnly,
            KeyParameters::for_tests(),
            now(),
        )
        .unwrap();
        Self { folder, vault, doctor, code }
    }

    fn dir(&self) -> &Path {
        self.folder.path()
    }

    fn close(self) -> Closed {
        let Self { folder, doctor, code, .. } = self;
        Closed { folder, doctor, code }
    }

    fn patient(&self) -> Patient {
        let patient = Patient {
            id: PatientId::new(),
            family_name: "Zweigenthal".into(),
            given_name: "Margarethe".into(),
            birth_date: Some(Date::constant(1959, 3, 12)),
            gender: Gender::Female,
            mrn: Some("MRN-774411".into()),
            allergies: vec!["penicillinoid".into()],
            medications: vec!["gabapentinoid 300 mg".into()],
            sample: false,
        };
        self.vault.save_patient(&patient, self.doctor.id, now()).unwrap();
        patient
    }

    fn encounter(&self) -> Encounter {
        let encounter = Encounter {
            id: EncounterId::new(),
            patient: self.patient().id,
            clinician: self.doctor.id,
            class: EncounterClass::Ambulatory,
            status: EncounterStatus::Planned,
            reason: "swollen gastrocnemius".into(),
            start: now(),
            end: None,
            consent: None,
            sound: clinical::Sound::Visit,
            language: None,
        };
        self.vault.save_encounter(&encounter, self.doctor.id, now()).unwrap();
        encounter
    }

    fn consent(&self, id: EncounterId, answer: ConsentAnswer) {
        let consent =
            Consent { answer, given_by: "Daughter Quimby".into(), at: now(), recorded_by: self.doctor.id };
        self.vault.record_consent(id, &consent, now()).unwrap();
    }

    /// An encounter that is being recorded.
    fn recording(&self) -> EncounterId {
        let id = self.encounter().id;
        self.consent(id, ConsentAnswer::Verbal);
        self.vault.begin_recording(id, self.doctor.id, now()).unwrap();
        id
    }

    /// An encounter with a transcript and a note that can be signed.
    fn drafted(&self) -> EncounterId {
        let id = self.encounter().id;
        let transcript = self.vault.start_transcript(id, "tiny", now()).unwrap();
        let segments = [segment(0, "the marmalade made my calf throb")];
        self.vault.extend_transcript(transcript, &segments, &[], 1000).unwrap();
        self.save(id, &note("Calf throbs after marmalade."), &by("extractive"), self.doctor.id).unwrap();
        id
    }

    fn newest(&self, id: EncounterId) -> u32 {
        self.vault.latest_note(id).unwrap().map_or(0, |stored| stored.version)
    }

    /// Saves a note after the newest version of it.
    fn save(&self, id: EncounterId, note: &Note, source: &NoteSource, author: UserId) -> Result<NoteVersion> {
        self.vault.save_note(id, self.newest(id), note, source, author, now())
    }

    /// Has the doctor sign the newest version.
    fn sign(&self, id: EncounterId) -> Result<SignedNote> {
        self.vault.sign(id, self.newest(id), &self.doctor, &PASSPHRASE.into(), "I attest.", now())
    }

    fn signed(&self) -> EncounterId {
        let id = self.drafted();
        self.sign(id).unwrap();
        id
    }

    /// The open database without the vault around it, its triggers dropped.
    fn tamper(&self, sql: &str) {
        let connection = self.vault.store.connection();
        let triggers: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for trigger in triggers {
            connection.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
        }
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        connection.execute_batch(sql).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    }
}

/// A vault that was closed.
struct Closed {
    folder: TempDir,
    doctor: User,
    code: RecoveryCode,
}

impl Closed {
    fn dir(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    fn open(&self) -> Result<(Vault, User)> {
        Vault::open(self.dir(), &PASSPHRASE.into(), now())
    }

    fn reopen(self) -> Office {
        let (vault, doctor) = self.open().unwrap();
        Office { vault, doctor, code: self.code, folder: self.folder }
    }

    /// Every file with its bytes, but for the lock.
    fn contents(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> =
            files_of(self.dir()).into_iter().map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
        files.retain(|(path, _)| !path.ends_with("vault.lock"));
        files
    }

    /// The database opened with its key, as a person who knows everything would.
    fn raw(&self) -> Connection {
        let (vault_key, ..) = KeysFile::read(self.dir()).unwrap().open(None, &PASSPHRASE.into()).unwrap();
        let hex: String =
            vault_key.derive("vault.db").unwrap().bytes().iter().map(|b| format!("{b:02x}")).collect();
        let connection = Connection::open(self.file("vault.db")).unwrap();
        connection.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
        connection
    }
}

fn files_of(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn by(engine: &str) -> NoteSource {
    NoteSource { engine: engine.into(), transcript: None, card: None }
}

fn segment(id: u32, text: &str) -> Segment {
    let start_ms = u64::from(id) * 1000;
    let span = Span { start_ms, end_ms: start_ms + 900 };
    Segment { id: SegmentId(id), ..Segment::new(Speaker::Unknown, text, Some(span)) }
}

/// A note of one supported statement.
fn note(text: &str) -> Note {
    let mut statement = Statement::new(text, vec![SegmentId(0)], Origin::Extractive);
    statement.check = Some(Check { verdict: Verdict::Supported, reasons: vec![] });
    statement.detail =
        Some(Detail::VitalSign(VitalSign::Weight { value: 72.50, unit: WeightUnit::Kilograms }));
    Note {
        template: "soap".into(),
        document_type: "11506-3".into(),
        sections: vec![Section {
            code: SectionCode::ChiefComplaint,
            title: "Chief complaint".into(),
            layout: Layout::Paragraph,
            when_empty: WhenEmpty::Omit,
            statements: vec![statement],
        }],
    }
}

fn chunk(seq: u32) -> AudioChunk {
    AudioChunk {
        seq,
        start_ms: u64::from(seq) * 1000,
        duration_ms: 1000,
        heard_at: now() + jiff::SignedDuration::from_secs(i64::from(seq) + 1),
        encoding: AudioEncoding::Flac,
        bytes: format!("SOUND-OF-A-VOICE-{seq}").repeat(500).into_bytes(),
    }
}
