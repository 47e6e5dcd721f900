//! The device secret in the operating system's keyring: Secret Service, Keychain or Windows Credential Manager.
//!
//! Every call runs on a thread of its own: on Linux the keyring speaks D-Bus through a runtime of its own, which panics
//! when it is started from inside another. And a service that waits for a password nobody is there to type never answers.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::crypto::random;
use crate::error::{Result, VaultError};

const SERVICE: &str = "org.dictum.Dictum";
const SECRET_BYTES: usize = 32;
/// Long enough to type the password of a keyring that asks for it.
const PATIENCE: Duration = Duration::from_secs(90);

/// 32 random bytes that never leave this device.
pub(crate) type DeviceSecret = Zeroizing<[u8; SECRET_BYTES]>;

/// Whether the operating system's keyring can store, give back and delete a secret. Nothing is left in it.
pub fn keyring_available() -> Result<()> {
    let account = format!("probe-{}", uuid::Uuid::now_v7());
    let stored = create(&account)?;
    let read = find(&account);
    forget(&account)?;
    match read? {
        Some(read) if read == stored => Ok(()),
        _ => Err(VaultError::KeyringUnavailable("it does not keep what it is given".into())),
    }
}

/// The secret stored for this account; none where there is no such entry.
pub(crate) fn find(account: &str) -> Result<Option<DeviceSecret>> {
    let found = on_own_thread(account, |entry| match entry.get_secret() {
        Ok(secret) => Ok(Some(Zeroizing::new(secret))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })?;
    let Some(found) = found else { return Ok(None) };
    let secret = <[u8; SECRET_BYTES]>::try_from(found.as_slice())
        .map_err(|_| VaultError::KeyringUnavailable("its entry for this vault is not in its form".into()))?;
    Ok(Some(Zeroizing::new(secret)))
}

/// Makes a new secret and stores it for this account.
pub(crate) fn create(account: &str) -> Result<DeviceSecret> {
    let secret = Zeroizing::new(random::<SECRET_BYTES>()?);
    let stored = secret.clone();
    on_own_thread(account, move |entry| entry.set_secret(stored.as_slice()))?;
    Ok(secret)
}

/// Deletes the secret of this account, where there is one.
pub(crate) fn forget(account: &str) -> Result<()> {
    on_own_thread(account, |entry| match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    })
}

fn on_own_thread<T: Send + 'static>(
    account: &str,
    work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T> {
    let account = account.to_owned();
    let (answer, answered) = channel();
    thread::Builder::new().name("keyring".into()).spawn(move || {
        // Nobody waits any longer for an answer that comes too late.
        let _ = answer.send(Entry::new(SERVICE, &account).and_then(|entry| work(&entry)));
    })?;
    let problem = match answered.recv_timeout(PATIENCE) {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(error)) => reason(&error),
        Err(RecvTimeoutError::Timeout) => "it does not answer; it may be waiting for its password",
        Err(RecvTimeoutError::Disconnected) => "its client failed",
    };
    Err(VaultError::KeyringUnavailable(problem.into()))
}

/// The kind of failure without the platform's own text, which may quote what was stored.
fn reason(error: &Error) -> &'static str {
    match error {
        Error::NoDefaultStore => "no keyring service is running",
        Error::NoStorageAccess(_) => "it is locked",
        Error::PlatformFailure(_) => "its service does not answer",
        _ => "it refused the request",
    }
}
