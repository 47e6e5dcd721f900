//! The real keyring of the operating system. Runs only where `DICTUM_TEST_KEYRING=1` says that there is one to try:
//! `dbus-run-session -- sh -c 'printf pw | gnome-keyring-daemon --unlock --components=secrets; exec cargo test'`.

// The lint knows tests by their attribute, not the functions that they share.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use clinical::{Role, User};
use jiff::Timestamp;
use vault::{
    DeviceBinding, KeyParameters, NewUser, Passphrase, RecoveryCode, Vault, VaultError, keyring_available,
};

fn skipped() -> bool {
    let skip = std::env::var("DICTUM_TEST_KEYRING").as_deref() != Ok("1");
    if skip {
        eprintln!("skipped: set DICTUM_TEST_KEYRING=1 inside a session with a keyring");
    }
    skip
}

fn now() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}

fn create(dir: &Path, passphrase: &Passphrase) -> (User, RecoveryCode) {
    let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
    let params = KeyParameters::for_tests();
    let (_, user, code) =
        Vault::create(dir, user, passphrase, DeviceBinding::Keyring, params, now()).unwrap();
    (user, code)
}

/// The account of the vault's device secret: the vault's id.
fn entry(dir: &Path) -> keyring::Entry {
    let keys: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.join("vault.keys")).unwrap()).unwrap();
    keyring::Entry::new("org.dictum.Dictum", keys["vault"].as_str().unwrap()).unwrap()
}

#[test]
fn the_keyring_can_be_probed() {
    if skipped() {
        return;
    }
    keyring_available().unwrap();
}

#[test]
fn a_bound_vault_opens_only_with_the_secret_of_this_device() {
    if skipped() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let passphrase = Passphrase::from("seven quiet herons");
    let (user, code) = create(dir, &passphrase);
    assert_eq!(Vault::open(dir, &passphrase, now()).unwrap().1, user);
    assert!(matches!(Vault::open(dir, &"wrong".into(), now()), Err(VaultError::WrongPassphrase)));

    // Another machine: the folder is there, the secret is not.
    let secret = entry(dir).get_secret().unwrap();
    assert_eq!(secret.len(), 32);
    entry(dir).delete_credential().unwrap();
    assert!(matches!(Vault::open(dir, &passphrase, now()), Err(VaultError::DeviceSecretMissing)));
    entry(dir).set_secret(&[0; 32]).unwrap();
    assert!(matches!(Vault::open(dir, &passphrase, now()), Err(VaultError::WrongPassphrase)));
    entry(dir).delete_credential().unwrap();

    let new = Passphrase::from("a lantern under the pier");
    let params = KeyParameters::for_tests();
    Vault::recover(dir, &code, &new, DeviceBinding::Keyring, params, now()).unwrap();
    assert_eq!(Vault::open(dir, &new, now()).unwrap().1, user);
    assert_ne!(entry(dir).get_secret().unwrap(), secret);
    entry(dir).delete_credential().unwrap();
}

#[test]
fn the_keyring_can_be_used_inside_an_async_runtime() {
    if skipped() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { keyring_available() }).unwrap();
}
