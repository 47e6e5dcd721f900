//! How long the vault takes: `cargo run --release -p vault --example vault-times`. Prints medians and 99th percentiles in ms.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use clinical::{
    Check, Consent, ConsentAnswer, Encounter, EncounterClass, EncounterId, EncounterStatus, Gender, Layout,
    Note, Origin, Patient, PatientId, Role, Section, SectionCode, SegmentId, Statement, UserId, Verdict,
    WhenEmpty,
};
use jiff::Timestamp;
use vault::{
    AudioChunk, AudioEncoding, DeviceBinding, KeyParameters, NewUser, NoteSource, Passphrase, Vault,
};

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("vault");
    let passphrase = Passphrase::from("tangerine ladder observatory");
    let now = Timestamp::now();
    let user = NewUser { name: "Dr Bench".into(), role: Role::Clinician };
    let (vault, user, _) = Vault::create(
        &directory,
        user,
        &passphrase,
        DeviceBinding::PassphraseOnly,
        KeyParameters::default(),
        now,
    )
    .unwrap();
    let encounter = add_encounter(&vault, user.id, now);

    let note = note();
    let source = NoteSource { engine: "bench".into(), transcript: None, card: None };
    let mut version = 0;
    measure("save a note version", 300, || {
        version = vault.save_note(encounter, version, &note, &source, user.id, now).unwrap().version;
    });
    let signed = add_encounter(&vault, user.id, now);
    vault.save_note(signed, 0, &note, &source, user.id, now).unwrap();
    vault.sign(signed, 1, &user, &passphrase, "I attest.", now).unwrap();
    measure("append an audit event", 300, || vault.record_export(signed, "text", user.id, now).unwrap());
    vault.begin_recording(encounter, user.id, now).unwrap();
    let mut seq = 0;
    measure("append an audio second", 600, || {
        let bytes = vec![(seq % 251) as u8; 18_000];
        let start_ms = u64::from(seq) * 1_000;
        let encoding = AudioEncoding::Flac;
        let chunk = AudioChunk { seq, start_ms, duration_ms: 1_000, heard_at: now, encoding, bytes };
        vault.append_audio(encounter, &chunk).unwrap();
        seq += 1;
    });

    for _ in 1..10_000 {
        add_encounter(&vault, user.id, now);
    }
    drop(vault);
    measure("open at 10,000 encounters", 10, || drop(Vault::open(&directory, &passphrase, now).unwrap()));
}

fn measure(name: &str, times: usize, mut work: impl FnMut()) {
    work();
    let mut took: Vec<Duration> = (0..times)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    took.sort();
    let ms = |part: f64| took[((times - 1) as f64 * part) as usize].as_secs_f64() * 1_000.0;
    println!("{name:<28} p50 {:8.2} ms   p99 {:8.2} ms   n {times}", ms(0.5), ms(0.99));
}

fn add_encounter(vault: &Vault, user: UserId, now: Timestamp) -> EncounterId {
    let patient = Patient {
        id: PatientId::new(),
        family_name: "Bench".into(),
        given_name: "Sam".into(),
        birth_date: None,
        gender: Gender::Unknown,
        mrn: None,
        allergies: vec![],
        medications: vec![],
        sample: true,
    };
    vault.save_patient(&patient, user, now).unwrap();
    let encounter = Encounter {
        id: EncounterId::new(),
        patient: patient.id,
        clinician: user,
        class: EncounterClass::Ambulatory,
        status: EncounterStatus::Planned,
        reason: "bench".into(),
        start: now,
        end: None,
        consent: None,
        sound: clinical::Sound::Visit,
        language: None,
    };
    vault.save_encounter(&encounter, user, now).unwrap();
    let consent =
        Consent { answer: ConsentAnswer::Verbal, given_by: "patient".into(), at: now, recorded_by: user };
    vault.record_consent(encounter.id, &consent, now).unwrap();
    encounter.id
}

fn note() -> Note {
    let statement = |n: u32| {
        let text = format!("Statement {n} of a note of ordinary length, with a dose of 400 mg twice daily.");
        let mut statement = Statement::new(text, vec![SegmentId(n)], Origin::Extractive);
        statement.check = Some(Check { verdict: Verdict::Supported, reasons: vec![] });
        statement
    };
    let section = Section {
        code: SectionCode::HistoryOfPresentIllness,
        title: "History of present illness".into(),
        layout: Layout::Paragraph,
        when_empty: WhenEmpty::Omit,
        statements: (0..40).map(statement).collect(),
    };
    Note { template: "soap".into(), document_type: "11506-3".into(), sections: vec![section] }
}
