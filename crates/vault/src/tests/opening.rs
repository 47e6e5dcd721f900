//! Making, opening, recovering; what the folder gives away.

use super::*;

#[test]
fn a_vault_opens_with_its_passphrase_and_knows_its_user() {
    let office = Office::new();
    assert_eq!(Vault::users(office.dir()).unwrap(), [SlotOwner::from(&office.doctor)]);
    let doctor = office.doctor.clone();
    let closed = office.close();
    let (vault, user) = closed.open().unwrap();
    assert_eq!(user, doctor);
    assert_eq!(vault.user(user.id).unwrap(), doctor);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let closed = Office::new().close();
    let before = closed.contents();
    assert!(matches!(
        Vault::open(closed.dir(), &"seven quiet herons".into(), now()),
        Err(VaultError::WrongPassphrase)
    ));
    assert!(matches!(Vault::check_passphrase(closed.dir(), &"".into()), Err(VaultError::WrongPassphrase)));
    Vault::check_passphrase(closed.dir(), &PASSPHRASE.into()).unwrap();
    assert!(before == closed.contents());
}

#[test]
fn an_empty_passphrase_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
    let params = KeyParameters::for_tests();
    let made = Vault::create(folder.path(), user, &"".into(), DeviceBinding::PassphraseOnly, params, now());
    assert!(matches!(made, Err(VaultError::EmptyPassphrase)));
    assert!(!Vault::exists(folder.path()));
}

#[test]
fn a_scribe_makes_no_vault_for_nobody_could_sign_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let scribe = NewUser { name: "Sam Scribe".into(), role: Role::Scribe };
    let binding = DeviceBinding::PassphraseOnly;
    let made =
        Vault::create(folder.path(), scribe, &PASSPHRASE.into(), binding, KeyParameters::for_tests(), now());
    assert!(matches!(made, Err(VaultError::NotAllowed(_))));
    assert_eq!(files_of(folder.path()).len(), 0);
}

#[test]
fn there_is_no_vault_in_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!Vault::exists(folder.path()));
    assert!(matches!(Vault::open(folder.path(), &PASSPHRASE.into(), now()), Err(VaultError::Missing)));
    assert!(matches!(Vault::users(folder.path()), Err(VaultError::Missing)));
    assert_eq!(files_of(folder.path()).len(), 0);
}

#[test]
fn a_second_vault_is_not_made_over_the_first() {
    let closed = Office::new().close();
    let before = closed.contents();
    let user = NewUser { name: "Somebody".into(), role: Role::Clinician };
    let params = KeyParameters::for_tests();
    let again = Vault::create(closed.dir(), user, &"x".into(), DeviceBinding::PassphraseOnly, params, now());
    assert!(matches!(again, Err(VaultError::AlreadyExists)));
    assert!(before == closed.contents());
}

#[test]
fn what_an_interrupted_creation_left_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("vault.db.new"), b"half").unwrap();
    fs::write(folder.path().join("vault.keys"), b"{}").unwrap();
    assert!(!Vault::exists(folder.path()));
    let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
    let params = KeyParameters::for_tests();
    let (vault, ..) =
        Vault::create(folder.path(), user, &"x".into(), DeviceBinding::PassphraseOnly, params, now())
            .unwrap();
    assert_eq!(vault.verify().unwrap().problem(), None);
}

#[test]
fn a_vault_opens_once_at_a_time() {
    let office = Office::new();
    let again = Vault::open(office.dir(), &PASSPHRASE.into(), now());
    assert!(matches!(again, Err(VaultError::AlreadyOpen)));
    let clone = office.vault.clone();
    let closed = office.close();
    assert!(matches!(closed.open(), Err(VaultError::AlreadyOpen)), "a clone still holds it");
    drop(clone);
    closed.open().unwrap();
}

#[test]
fn the_recovery_code_sets_a_new_passphrase_and_old_signatures_stay_valid() {
    let office = Office::new();
    let before = office.signed();
    let closed = office.close();
    let code: RecoveryCode = closed.code.to_groups().to_lowercase().parse().unwrap();
    let new: Passphrase = "a lantern under the pier".into();
    let params = KeyParameters::for_tests();
    let (vault, user) =
        Vault::recover(closed.dir(), &code, &new, DeviceBinding::PassphraseOnly, params, now()).unwrap();
    assert_eq!(user, closed.doctor);
    assert!(vault.signed_note(before).unwrap().is_some());
    drop(vault);
    assert!(matches!(closed.open(), Err(VaultError::WrongPassphrase)));

    let (vault, doctor) = Vault::open(closed.dir(), &new, now()).unwrap();
    let office = Office { vault, doctor, code, folder: closed.folder };
    let after = office.drafted();
    office.vault.sign(after, 1, &office.doctor, &new, "I attest.", now()).unwrap();
    let verification = office.vault.verify().unwrap();
    assert_eq!((verification.valid_signatures, verification.problem()), (2, None));
    let keys = |id| office.vault.signed_note(id).unwrap().unwrap().signature().public_key.clone();
    assert_ne!(keys(before), keys(after));
}

#[test]
fn a_code_of_another_vault_recovers_nothing() {
    let closed = Office::new().close();
    let before = closed.contents();
    let other = Office::new().code;
    let params = KeyParameters::for_tests();
    let recovered =
        Vault::recover(closed.dir(), &other, &"x".into(), DeviceBinding::PassphraseOnly, params, now());
    assert!(matches!(recovered, Err(VaultError::WrongRecoveryCode)));
    assert!(before == closed.contents());
}

#[test]
fn a_renewed_recovery_code_replaces_the_old_one() {
    let office = Office::new();
    let new = office.vault.renew_recovery_code(KeyParameters::for_tests(), office.doctor.id, now()).unwrap();
    let closed = office.close();
    let recover = |code: &RecoveryCode| {
        let params = KeyParameters::for_tests();
        Vault::recover(closed.dir(), code, &"x".into(), DeviceBinding::PassphraseOnly, params, now())
            .map(|_| ())
    };
    assert!(matches!(recover(&closed.code), Err(VaultError::WrongRecoveryCode)));
    recover(&new).unwrap();
}

#[test]
fn each_user_has_a_passphrase_of_their_own() {
    let office = Office::new();
    let scribe = NewUser { name: "Sam Scribe".into(), role: Role::Scribe };
    let add = |user: NewUser, passphrase: &str, actor| {
        let params = KeyParameters::for_tests();
        office.vault.add_user(user, &passphrase.into(), DeviceBinding::PassphraseOnly, params, actor, now())
    };
    let scribe = add(scribe, "paper boats", office.doctor.id).unwrap();
    let another = NewUser { name: "Another".into(), role: Role::Clinician };
    assert!(matches!(add(another, "y", scribe.id), Err(VaultError::NotAllowed(_))));
    let closed = office.close();
    assert_eq!(Vault::open(closed.dir(), &"paper boats".into(), now()).unwrap().1, scribe);
    assert_eq!(closed.open().unwrap().1, closed.doctor);
    let as_scribe =
        |passphrase: &str| Vault::open_as(closed.dir(), scribe.id, &passphrase.into(), now()).map(|_| ());
    assert!(matches!(as_scribe(PASSPHRASE), Err(VaultError::WrongPassphrase)));
    as_scribe("paper boats").unwrap();
    let nobody = Vault::open_as(closed.dir(), UserId::new(), &PASSPHRASE.into(), now());
    assert!(matches!(nobody, Err(VaultError::NotFound("user"))));
}

#[test]
fn no_file_of_the_folder_gives_anything_away() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.vault.save_jottings(id, "ask about the xylophone", office.doctor.id, now()).unwrap();
    office.signed();
    let secrets = [
        "Zweigenthal",
        "Margarethe",
        "MRN-774411",
        "1959-03-12",
        "penicillinoid",
        "gastrocnemius",
        "Quimby",
        "xylophone",
        "marmalade",
        "throb",
        "SOUND-OF-A-VOICE",
        PASSPHRASE,
    ];
    let code = office.code.to_groups();
    let given_away = |dir: &Path| {
        for path in files_of(dir) {
            let bytes = fs::read(&path).unwrap();
            for secret in secrets.into_iter().chain([code.as_str(), &code.replace('-', "")[..27]]) {
                let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} stands in {}", path.display());
            }
        }
    };
    assert!(office.dir().join("vault.db-wal").metadata().unwrap().len() > 0, "the log is looked at as well");
    given_away(office.dir());
    let closed = office.close();
    given_away(closed.dir());
    // The same search finds them where they are not sealed, so it can find.
    assert!(fs::read(closed.file("vault.keys")).unwrap().windows(9).any(|window| window == b"Dr A. Oka"));
}

#[test]
fn the_database_is_no_database_without_its_key() {
    let closed = Office::new().close();
    let plain = Connection::open(closed.file("vault.db")).unwrap();
    let read = plain.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, u32>(0));
    assert_eq!(read.unwrap_err().sqlite_error_code(), Some(rusqlite::ErrorCode::NotADatabase));
    assert!(!fs::read(closed.file("vault.db")).unwrap().starts_with(b"SQLite format 3"));
}

#[test]
fn inside_the_database_patients_are_sealed_once_more() {
    let office = Office::new();
    office.signed();
    let connection = office.vault.store.connection();
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|name| name.unwrap())
        .collect();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let value =
                    format!("{:?}", row.get_ref(column).unwrap().as_bytes().map(String::from_utf8_lossy));
                for secret in ["Zweigenthal", "marmalade", "gastrocnemius", "MRN-774411"] {
                    assert!(!value.contains(secret), "{secret} stands in {table}");
                }
            }
        }
    }
}

#[test]
fn only_the_owner_may_read_the_files() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let office = Office::new();
        office.patient();
        for path in files_of(office.dir()) {
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
}

#[test]
fn a_vault_of_a_newer_version_is_left_alone() {
    let closed = Office::new().close();
    closed.raw().pragma_update(None, "user_version", 99).unwrap();
    let before = closed.contents();
    assert!(matches!(closed.open(), Err(VaultError::NewerSchema { found: 99, known: 7 })));
    assert!(before == closed.contents());

    let closed = Office::new().close();
    let keys = fs::read_to_string(closed.file("vault.keys")).unwrap();
    fs::write(closed.file("vault.keys"), keys.replace("\"format\": 1", "\"format\": 7")).unwrap();
    assert!(matches!(closed.open(), Err(VaultError::NewerSchema { found: 7, known: 1 })));
}

#[test]
fn a_vault_that_was_closed_can_be_opened_while_other_threads_start_programs() {
    let mut closed = Office::new().close();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..200 {
                    std::process::Command::new("true").status().unwrap();
                }
            });
        }
        for _ in 0..60 {
            closed = closed.reopen().close();
        }
    });
}
