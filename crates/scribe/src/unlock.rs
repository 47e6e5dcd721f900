//! The program before and around an open vault: first run, unlock, lock, recovery, microphone check.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::{CaptureEvent, DeviceId, Level, Microphone};
use clinical::EncounterId;
use jiff::Timestamp;
use tokio::sync::broadcast;
use vault::{DeviceBinding, KeyParameters, NewUser, Passphrase, RecoveryCode, SlotOwner, Vault};

use crate::installing::Installations;
use crate::session::lock;
use crate::{Error, Event, Events, Places, RecordingState, RecordingStatus, Session};

/// Whether there is a vault, and whether it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultState {
    /// First run.
    Absent,
    /// It wants a passphrase.
    Locked,
    /// A user is at work.
    Open,
}

/// The program: its places, and the session while there is one.
pub struct Scribe {
    places: Places,
    events: Events,
    session: Mutex<Option<Arc<Session>>>,
    /// A session that was locked while it was at work: the work goes on.
    behind_the_lock: Mutex<Option<Arc<Session>>>,
    failures: Mutex<Failures>,
    microphone_check: Mutex<Option<MicrophoneCheck>>,
    installations: Installations,
}

/// Wrong passphrases in a row, and when the next try is allowed.
#[derive(Default)]
struct Failures {
    count: u32,
    wait_until: Option<Instant>,
}

impl Scribe {
    /// The program on these places. Nothing is opened or created.
    pub fn new(places: Places) -> Self {
        Self {
            places,
            events: Events::new(),
            session: Mutex::default(),
            behind_the_lock: Mutex::default(),
            failures: Mutex::default(),
            microphone_check: Mutex::default(),
            installations: Installations::default(),
        }
    }

    pub(crate) fn installations(&self) -> &Installations {
        &self.installations
    }

    pub(crate) fn events(&self) -> &Events {
        &self.events
    }

    /// Where things are kept.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// What happens by itself from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Whether there is a vault, and whether it is open.
    pub fn state(&self) -> VaultState {
        if lock(&self.session).is_some() {
            VaultState::Open
        } else if Vault::exists(&self.places.vault) {
            VaultState::Locked
        } else {
            VaultState::Absent
        }
    }

    /// Who can unlock the vault.
    ///
    /// # Errors
    /// [`Error::Vault`] where its key file cannot be read.
    pub fn owners(&self) -> Result<Vec<SlotOwner>, Error> {
        Ok(Vault::users(&self.places.vault)?)
    }

    /// The open session.
    ///
    /// # Errors
    /// [`Error::Locked`].
    pub fn session(&self) -> Result<Arc<Session>, Error> {
        lock(&self.session).clone().ok_or(Error::Locked)
    }

    /// First run: makes the vault and opens it. The recovery code is shown to the user once and kept nowhere.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a missing name or a weak passphrase, [`Error::Vault`].
    pub fn create_vault(
        &self,
        user: NewUser,
        passphrase: &Passphrase,
        binding: DeviceBinding,
    ) -> Result<RecoveryCode, Error> {
        require_name(&user)?;
        require_strength(passphrase)?;
        let (vault, user, code) = Vault::create(
            &self.places.vault,
            user,
            passphrase,
            binding,
            KeyParameters::default(),
            Timestamp::now(),
        )?;
        self.open_session(vault, user);
        Ok(code)
    }

    /// Opens the vault for the user whose passphrase this is. After each wrong passphrase the next try has to wait, twice as long
    /// as the one before.
    ///
    /// # Errors
    /// [`Error::Vault`] with a wrong passphrase, [`Error::InvalidInput`] while a try has to wait, [`Error::Busy`] while the work of
    /// another user goes on behind the lock.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<(), Error> {
        let now = Instant::now();
        if let Some(until) = lock(&self.failures).wait_until.filter(|until| *until > now) {
            let seconds = (until - now).as_secs() + 1;
            return Err(Error::InvalidInput(format!("Wait {seconds} seconds before the next try.")));
        }
        let outcome = self.try_unlock(passphrase);
        let mut failures = lock(&self.failures);
        match &outcome {
            Ok(()) => *failures = Failures::default(),
            Err(Error::Vault(vault::VaultError::WrongPassphrase)) => {
                failures.count += 1;
                let wait = Duration::from_secs(1 << failures.count.saturating_sub(2).min(8));
                failures.wait_until = (failures.count > 1).then(|| Instant::now() + wait);
            }
            Err(_) => {}
        }
        outcome
    }

    fn try_unlock(&self, passphrase: &Passphrase) -> Result<(), Error> {
        let mut behind = lock(&self.behind_the_lock);
        if let Some(session) = behind.as_ref() {
            let user = Vault::check_passphrase(&self.places.vault, passphrase)?;
            if user == session.user.id {
                *lock(&self.session) = behind.take();
                return Ok(());
            }
            // Nobody goes on in another's name.
            if session.is_at_work() {
                return Err(Error::Busy(
                    "A consult of another user is still being recorded or transcribed. Only they can unlock Dictum until that \
                     is done.",
                ));
            }
            *behind = None;
        }
        let (vault, user) = Vault::open(&self.places.vault, passphrase, Timestamp::now())?;
        self.open_session(vault, user);
        Ok(())
    }

    /// Opens the vault with the recovery code and sets a new passphrase. Whether the keyring is needed besides stays as it
    /// was chosen when the vault was made.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a weak passphrase, [`Error::Vault`] for a code that does not fit, and where the keyring
    /// is needed and cannot be used.
    pub fn recover(&self, code: &RecoveryCode, new: &Passphrase) -> Result<(), Error> {
        require_strength(new)?;
        let binding = Vault::binding(&self.places.vault)?;
        let (vault, user) = Vault::recover(
            &self.places.vault,
            code,
            new,
            binding,
            KeyParameters::default(),
            Timestamp::now(),
        )?;
        self.open_session(vault, user);
        Ok(())
    }

    fn open_session(&self, vault: Vault, user: clinical::User) {
        let session = Session::new(self.places.clone(), vault, user, self.events.clone());
        session.let_recordings_go();
        *lock(&self.session) = Some(session);
    }

    /// Locks the screen. The vault closes, unless a recording runs, or a transcript or a draft is being made: those go on behind
    /// the lock. Locking what is locked changes nothing.
    pub fn lock(&self) {
        if let Some(session) = lock(&self.session).take() {
            *lock(&self.behind_the_lock) = Some(session).filter(|session| session.is_at_work());
        }
    }

    /// The recording under way, also behind a locked screen.
    pub fn recording_status(&self) -> Option<RecordingStatus> {
        self.recording_session().and_then(|session| session.recording_status())
    }

    /// Ends the recording, also behind a locked screen: stopping needs no passphrase.
    ///
    /// # Errors
    /// [`Error::NotFound`] where this consult is not being recorded, [`Error::Vault`].
    pub fn stop_recording(&self, id: EncounterId) -> Result<(), Error> {
        self.recording_session().ok_or(Error::Locked)?.stop_recording(id)
    }

    /// Whether the program may end by a click: a recording has to be stopped first.
    ///
    /// # Errors
    /// [`Error::Busy`] while one runs, [`Error::NotSaved`] while its end is held in memory only.
    pub fn may_close(&self) -> Result<(), Error> {
        match self.recording_status() {
            None => Ok(()),
            Some(status) if status.state == RecordingState::Saving => Err(status.not_saved()),
            Some(_) => Err(Error::Busy("A consult is being recorded. Stop it before you close Dictum.")),
        }
    }

    fn recording_session(&self) -> Option<Arc<Session>> {
        lock(&self.session).clone().or_else(|| lock(&self.behind_the_lock).clone())
    }

    /// Opens a microphone only to show its level, as [`Event::Level`].
    ///
    /// # Errors
    /// [`Error::Capture`] without a usable microphone.
    pub fn start_microphone_check(&self, device: Option<&str>) -> Result<(), Error> {
        let mut slot = lock(&self.microphone_check);
        // The old one lets go of its device first.
        drop(slot.take());
        *slot = Some(MicrophoneCheck::start(device, self.events.clone())?);
        Ok(())
    }

    /// Ends the microphone check.
    pub fn stop_microphone_check(&self) {
        drop(lock(&self.microphone_check).take());
    }
}

pub(crate) fn require_name(user: &NewUser) -> Result<(), Error> {
    if user.name.trim().is_empty() {
        return Err(Error::InvalidInput("Enter the name as it should stand under a note.".into()));
    }
    Ok(())
}

pub(crate) fn require_strength(passphrase: &Passphrase) -> Result<(), Error> {
    if passphrase_strength(passphrase).acceptable {
        return Ok(());
    }
    Err(Error::InvalidInput("Choose a longer passphrase: three or four unrelated words.".into()))
}

/// How hard a passphrase is to guess.
#[derive(Clone, Debug)]
pub struct Strength {
    /// From 0, found at once, to 4.
    pub score: u8,
    /// What would make it better.
    pub advice: Option<String>,
    /// Whether a vault may be made with it.
    pub acceptable: bool,
}

/// Rates a passphrase as zxcvbn does (Wheeler, USENIX Security 2016); 3 of 4 is asked for.
pub fn passphrase_strength(passphrase: &Passphrase) -> Strength {
    let estimate = zxcvbn::zxcvbn(passphrase.reveal(), &["dictum"]);
    let score = u8::from(estimate.score());
    let advice = estimate.feedback().and_then(|feedback| {
        let warning = feedback.warning().map(|warning| warning.to_string());
        warning.or_else(|| feedback.suggestions().first().map(|suggestion| suggestion.to_string()))
    });
    Strength { score, advice, acceptable: score >= 3 }
}

/// A microphone that is open only to show its level.
struct MicrophoneCheck {
    microphone: Option<Microphone>,
    thread: Option<JoinHandle<()>>,
}

impl MicrophoneCheck {
    fn start(device: Option<&str>, events: Events) -> Result<Self, Error> {
        let device = device.map(|id| DeviceId::from(id.to_owned()));
        let (microphone, heard) = Microphone::open(device.as_ref())?;
        let thread = std::thread::spawn(move || {
            // Ends when the microphone is dropped, which closes the channel.
            for event in heard {
                match event {
                    CaptureEvent::Level(level) => events.send(Event::Level(level)),
                    CaptureEvent::Lost { .. } => events.send(Event::Level(Level::NONE)),
                    _ => {}
                }
            }
        });
        Ok(Self { microphone: Some(microphone), thread: Some(thread) })
    }
}

impl Drop for MicrophoneCheck {
    fn drop(&mut self) {
        drop(self.microphone.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
