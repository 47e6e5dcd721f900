//! How long recordings stay, and that those that go are gone.

use jiff::ToSpan;

use super::*;

fn recorded_and_signed(office: &Office) -> EncounterId {
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.vault.end_recording(id, now()).unwrap();
    office.save(id, &note("Better."), &by("extractive"), office.doctor.id).unwrap();
    office.sign(id).unwrap();
    id
}

fn keep(office: &Office, audio_retention: AudioRetention) {
    let settings = Settings { audio_retention, ..Settings::default() };
    office.vault.save_settings(&settings, office.doctor.id, now()).unwrap();
}

fn chunks(office: &Office, id: EncounterId) -> u32 {
    office.vault.audio_extent(id).unwrap().chunks
}

#[test]
fn by_default_the_recording_of_a_signed_note_goes_and_that_of_an_unsigned_one_stays() {
    let office = Office::new();
    let signed = recorded_and_signed(&office);
    let open = office.recording();
    office.vault.append_audio(open, &chunk(0)).unwrap();
    let much_later = now() + 100_000.hours();
    let gone = office.vault.delete_expired_audio(office.doctor.id, much_later).unwrap();
    assert_eq!(gone, [signed]);
    assert_eq!((chunks(&office, signed), chunks(&office, open)), (0, 1));
    assert_eq!(office.vault.delete_expired_audio(office.doctor.id, much_later).unwrap(), []);
    let events = office.vault.audit_events(0, 100).unwrap();
    assert_eq!(events.iter().filter(|event| event.action == "audio.deleted").count(), 1);
    assert!(office.vault.signed_note(signed).unwrap().is_some());
}

#[test]
fn a_recording_stays_its_days_or_for_ever() {
    let office = Office::new();
    let id = recorded_and_signed(&office);
    let delete = |at| office.vault.delete_expired_audio(office.doctor.id, at).unwrap();
    keep(&office, AudioRetention::Keep);
    assert_eq!(delete(now() + 100_000.hours()), []);
    keep(&office, AudioRetention::Days(7));
    assert_eq!(delete(now() + (7 * 24).hours() - 1.second()), []);
    assert_eq!(delete(now() + (7 * 24).hours()), [id]);
}

#[test]
fn settings_are_kept_and_only_a_clinician_changes_them() {
    let office = Office::new();
    assert_eq!(office.vault.settings().unwrap(), Settings::default());
    let settings = Settings {
        audio_retention: AudioRetention::Days(30),
        clinic_words: vec!["Lindenhof".into()],
        languages: vec!["de".into(), "en".into()],
        translate: true,
        suppress_noise: true,
        lock_after_minutes: 5,
        first_template: Some("progress".into()),
    };
    office.vault.save_settings(&settings, office.doctor.id, now()).unwrap();
    let office = office.close().reopen();
    assert_eq!(office.vault.settings().unwrap(), settings);
    let stranger = office.vault.save_settings(&Settings::default(), UserId::new(), now());
    assert!(matches!(stranger, Err(VaultError::NotFound("user"))));
    office.tamper("UPDATE users SET role = 'scribe'");
    let scribe = office.vault.save_settings(&Settings::default(), office.doctor.id, now());
    assert!(matches!(scribe, Err(VaultError::NotAllowed(_))));
    assert_eq!(office.vault.settings().unwrap(), settings);
}

const PAGE: usize = 4_096;

/// Database and write-ahead log as they lie on the disk.
fn on_disk(dir: &Path) -> Vec<u8> {
    [fs::read(dir.join("vault.db")).unwrap(), fs::read(dir.join("vault.db-wal")).unwrap()].concat()
}

/// The encrypted pages in the write-ahead log: each has a header of 24 bytes, and the whole one of 32. No two are alike.
fn logged_pages(dir: &Path) -> Vec<Vec<u8>> {
    let log = fs::read(dir.join("vault.db-wal")).unwrap();
    log[32..].chunks_exact(24 + PAGE).map(|frame| frame[24..].to_vec()).collect()
}

#[test]
fn nothing_of_a_deleted_recording_is_left_on_the_disk_though_a_reader_or_a_kill_comes_between() {
    let office = Office::new();
    let id = office.recording();
    office.vault.store.empty_log().unwrap();
    let sound = chunk(0);
    office.vault.append_audio(id, &AudioChunk { bytes: sound.bytes.repeat(5), ..sound }).unwrap();
    let pages = logged_pages(office.dir());
    assert!(pages.len() > 10, "{} pages", pages.len());
    let left = |dir: &Path| {
        let disk = on_disk(dir);
        pages.iter().filter(|page| disk.windows(64).any(|bytes| *bytes == page[..64])).count()
    };
    assert_eq!(left(office.dir()), pages.len());

    let reader = office.vault.store.reader().unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM audio_chunks").unwrap();
    office.vault.delete_audio(id, office.doctor.id, now()).unwrap();
    assert!(left(office.dir()) > 0, "who reads still sees it");
    // Had Dictum been killed now, this were what is on the disk.
    let killed = tempfile::tempdir().unwrap();
    for file in files_of(office.dir()) {
        fs::copy(&file, killed.path().join(file.file_name().unwrap())).unwrap();
    }
    let _opened = Vault::open(killed.path(), &PASSPHRASE.into(), now()).unwrap();
    assert_eq!(left(killed.path()), 0, "after the next opening");

    drop(reader);
    office.patient();
    assert_eq!(left(office.dir()), 0, "after the next change");
}
