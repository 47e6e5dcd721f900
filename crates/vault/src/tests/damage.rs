//! Damaged files: a clear error, and nothing made worse.

use super::*;

fn damaged(closed: &Closed) -> &'static str {
    let before = closed.contents();
    let reason = match closed.open() {
        Err(VaultError::Damaged(reason)) => reason,
        other => panic!("{other:?}"),
    };
    assert!(before == closed.contents(), "opening a damaged vault changed it");
    reason
}

#[test]
fn a_missing_empty_cut_or_overwritten_database_is_said_and_left() {
    type Harm = fn(&Path);
    let harms: [(Harm, &str); 5] = [
        (|db| fs::remove_file(db).unwrap(), "vault.db is missing"),
        (|db| fs::write(db, b"").unwrap(), "vault.db is empty"),
        (|db| fs::write(db, &fs::read(db).unwrap()[..3000]).unwrap(), "the database cannot be read"),
        (|db| fs::write(db, vec![7; 1 << 16]).unwrap(), "the database cannot be read"),
        (|db| fs::write(db, b"SQLite format 3\0 and so on").unwrap(), "the database cannot be read"),
    ];
    for (harm, reason) in harms {
        let closed = Office::new().close();
        harm(&closed.file("vault.db"));
        assert_eq!(damaged(&closed), reason);
        assert!(Vault::exists(closed.dir()));
    }
}

#[test]
fn a_page_changed_in_the_middle_is_found_by_verification_or_use() {
    let office = Office::new();
    let id = office.recording();
    for seq in 0..20 {
        office.vault.append_audio(id, &chunk(seq)).unwrap();
    }
    let closed = office.close();
    let mut bytes = fs::read(closed.file("vault.db")).unwrap();
    let middle = bytes.len() - 40_000;
    bytes[middle] ^= 1;
    fs::write(closed.file("vault.db"), bytes).unwrap();
    let (vault, _) = closed.open().unwrap();
    assert!(!vault.verify().unwrap().damaged_pages.is_empty());
    assert!(matches!(vault.audio_chunks(id, 0, 100), Err(VaultError::Damaged(_))));
}

#[test]
fn a_truncated_or_changed_key_file_is_said_and_left() {
    let whole = Office::new().close();
    let keys = fs::read_to_string(whole.file("vault.keys")).unwrap();
    let cases = [
        (String::new(), "vault.keys cannot be read"),
        (keys[..keys.len() / 2].to_owned(), "vault.keys cannot be read"),
        (keys.replace("Okafor", "Mallory"), "vault.keys was changed by another program"),
        (
            keys.replace("\"memory_kib\": 64", "\"memory_kib\": 4000000000"),
            "vault.keys has impossible parameters",
        ),
    ];
    for (text, reason) in cases {
        assert_ne!(text, keys);
        fs::write(whole.file("vault.keys"), text).unwrap();
        assert_eq!(damaged(&whole), reason);
    }
    fs::remove_file(whole.file("vault.keys")).unwrap();
    assert_eq!(damaged(&whole), "vault.keys is missing");
    fs::write(whole.file("vault.keys"), keys).unwrap();
    whole.open().unwrap();
}

#[test]
fn a_slot_cannot_be_taken_to_another_vault_or_user() {
    let one = Office::new().close();
    let other = Office::new().close();
    fs::copy(one.file("vault.keys"), other.file("vault.keys")).unwrap();
    assert_eq!(damaged(&other), "the database cannot be read", "the key opens, but it is another vault's");

    let keys = fs::read_to_string(one.file("vault.keys")).unwrap();
    fs::write(one.file("vault.keys"), keys.replace(&one.doctor.id.to_string(), &UserId::new().to_string()))
        .unwrap();
    assert!(matches!(one.open(), Err(VaultError::WrongPassphrase)));
}

#[test]
fn sealed_values_cannot_be_exchanged() {
    let office = Office::new();
    let (one, other) = (office.encounter(), office.encounter());
    office.tamper(&format!(
        "UPDATE encounters SET sealed = (SELECT sealed FROM encounters WHERE id = '{}') WHERE id = '{}'",
        one.id, other.id
    ));
    assert!(matches!(office.vault.encounter(other.id), Err(VaultError::Damaged(_))));
    assert_eq!(office.vault.encounter(one.id).unwrap(), one);
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    let limit = |pages: u32| {
        let connection = office.vault.store.connection();
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
    };
    limit(1); // SQLite takes it as "no more than there are".
    let large = AudioChunk { bytes: vec![1; 1 << 20], ..chunk(1) };
    assert!(matches!(office.vault.append_audio(id, &large), Err(VaultError::DiskFull)));
    let events = office.vault.audit_events(0, 1000).unwrap().len();
    let long = note(&"word ".repeat(200_000));
    let saved = office.save(id, &long, &by("extractive"), office.doctor.id);
    assert!(matches!(saved, Err(VaultError::DiskFull)));
    assert_eq!(office.vault.audit_events(0, 1000).unwrap().len(), events);
    assert_eq!(office.vault.audio_extent(id).unwrap(), AudioExtent { chunks: 1, duration_ms: 1000 });
    assert!(office.vault.latest_note(id).unwrap().is_none());

    limit(u32::MAX / 2);
    office.vault.append_audio(id, &large).unwrap();
    assert_eq!(office.vault.verify().unwrap().problem(), None);
}

#[test]
fn every_error_has_a_code_and_the_ones_to_act_on_have_advice() {
    let errors = [
        VaultError::WrongPassphrase,
        VaultError::DiskFull,
        VaultError::AlreadyOpen,
        VaultError::DeviceSecretMissing,
    ];
    for error in errors {
        assert!(error.advice().is_some(), "{}", error.code());
    }
    let full: VaultError = std::io::Error::from(std::io::ErrorKind::StorageFull).into();
    assert_eq!(full.code(), "disk_full");
}
