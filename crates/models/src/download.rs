//! Fetching a file: resuming, patience with what passes, and an end where trying again does not help.

use std::fs::File;
use std::io::{Read, Write};
use std::time::Duration;

use crate::answer::{Coming, Linked, Setback, coming, strong_etag};
use crate::digest::BLOCK;
use crate::incoming::{Incoming, PartNote};
use crate::task::MAGIC_BYTES;
use crate::web::{Reply, Web, stopped};
use crate::{Address, Cancel, CatalogEntry, Content, Error, Record, Task, room};

/// What an installation puts up with, and what it leaves alone.
#[derive(Clone, Debug)]
pub struct Terms {
    /// How long it waits for a connection.
    pub connect: Duration,
    /// How long a server may be silent.
    pub stall: Duration,
    /// The pauses after one failure, two in a row, and so on; there are as many tries and one.
    pub pauses: Vec<Duration>,
    /// Bytes that must have come for failures to be counted anew.
    pub counts_as_progress: u64,
    /// Bytes of the disk that are left free for recordings and notes.
    pub spare: u64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            stall: Duration::from_secs(30),
            pauses: [1, 2, 5, 10, 20].map(Duration::from_secs).into(),
            counts_as_progress: 8 << 20,
            spare: 512 << 20,
        }
    }
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The file is coming, or being copied.
    Fetching {
        /// Bytes here.
        done: u64,
        /// Bytes of the whole file, where that is known.
        total: Option<u64>,
    },
    /// It failed, and is tried again after a pause.
    Waiting {
        /// The pause.
        pause: Duration,
        /// What happened, as a sentence.
        why: String,
    },
    /// What came is being checked.
    Checking {
        /// Bytes checked.
        done: u64,
        /// Bytes of the file.
        total: u64,
    },
}

/// One installation.
pub(crate) struct Download<'a> {
    pub(crate) entry: &'a CatalogEntry,
    pub(crate) address: &'a Address,
    pub(crate) incoming: &'a Incoming,
    pub(crate) terms: &'a Terms,
    pub(crate) cancel: &'a Cancel,
    pub(crate) progress: &'a mut dyn FnMut(Progress),
}

impl Download<'_> {
    /// Leaves the whole file, checked, in the part. Where it fails, what came is kept for going on, unless it is of no use.
    pub(crate) fn fetch(&mut self) -> Result<Record, Error> {
        let web = Web::new(self.address, self.terms, self.cancel)?;
        let mut failures = 0;
        let mut came = 0;
        loop {
            let before = self.so_far().map_or(0, |(have, _)| have);
            let error = match self.try_once(&web) {
                Ok(()) => break,
                // Closing the connections makes all kinds of errors.
                Err(_) if self.cancel.is_cancelled() => return Err(Error::Cancelled),
                Err(Setback::Final(error)) => return Err(error),
                Err(Setback::Restart(error)) => {
                    self.incoming.discard();
                    error
                }
                Err(Setback::Passing(error)) => error,
            };
            let gained = self.so_far().map_or(0, |(have, _)| have).saturating_sub(before);
            came += gained;
            if matches!(error, Error::NoNetwork { .. }) && came == 0 {
                return Err(error);
            }
            if gained >= self.terms.counts_as_progress {
                failures = 0;
            }
            let Some(pause) = self.terms.pauses.get(failures) else { return Err(error) };
            failures += 1;
            tracing::info!(model = self.entry.id, %error, "a download is tried again");
            (self.progress)(Progress::Waiting { pause: *pause, why: error.to_string() });
            self.cancel.sleep(*pause)?;
        }
        self.check()
    }

    /// The part, where it is one of this file and there is a way to tell whether it still is.
    fn so_far(&self) -> Option<(u64, PartNote)> {
        self.incoming.so_far().filter(|(_, note)| {
            note.address == *self.address
                && (note.etag.is_some() || note.sha256.is_some() || self.entry.has_digest())
        })
    }

    fn try_once(&mut self, web: &Web) -> Result<(), Setback> {
        self.cancel.check()?;
        let so_far = self.so_far();
        let have = so_far.as_ref().map_or(0, |(have, _)| *have);
        let before = so_far.map(|(_, note)| note);
        let etag = before.as_ref().and_then(|note| note.etag.clone());
        let reply = web.get(self.address, have, etag.as_deref())?;
        let coming = coming(reply.status, &reply.headers, have)?;
        let note = self.note_of(&reply, coming, before.as_ref())?;
        let (start, total) = match coming {
            Coming::Nothing => return Ok(()),
            Coming::Rest { .. } => (have, note.bytes),
            Coming::Whole { .. } => (0, note.bytes),
        };
        let size = total.or(self.entry.size()).unwrap_or(0);
        room::make_sure(self.incoming.folder(), size.saturating_sub(start), self.terms.spare)?;
        let part = self.incoming.open(start)?;
        self.incoming.note(&note)?;
        self.receive(reply, part, start, total)
    }

    /// What is known of the file after this answer, where it is still the same file and can be checked.
    fn note_of(&self, reply: &Reply, coming: Coming, before: Option<&PartNote>) -> Result<PartNote, Setback> {
        let Linked { sha256, bytes: linked_bytes } = reply.linked;
        let etag = strong_etag(&reply.headers);
        if let (Some(before), Coming::Rest { .. } | Coming::Nothing) = (before, coming) {
            let differs = before.sha256.is_some() && sha256.is_some() && before.sha256 != sha256
                || coming != Coming::Nothing
                    && before.etag.is_some()
                    && etag.is_some()
                    && before.etag != etag;
            if differs {
                return Err(Setback::Restart(Error::Confused("the file changed meanwhile".to_owned())));
            }
        }
        let said = match coming {
            Coming::Whole { total } | Coming::Rest { total } => total,
            Coming::Nothing => before.and_then(|note| note.bytes),
        };
        let bytes = said.or(linked_bytes).or(self.entry.bytes);
        let other_size = || Error::Confused("the file has another size than it should".to_owned());
        if self.entry.bytes.is_some() && bytes != self.entry.bytes {
            return Err(Setback::Final(other_size()));
        }
        if linked_bytes.is_some() && bytes != linked_bytes {
            return Err(Setback::Restart(other_size()));
        }
        if !self.entry.has_digest() && sha256.is_none() {
            return Err(Setback::Final(Error::Uncheckable));
        }
        Ok(PartNote { address: self.address.clone(), etag, sha256, bytes })
    }

    fn receive(
        &mut self,
        reply: Reply,
        mut part: File,
        start: u64,
        total: Option<u64>,
    ) -> Result<(), Setback> {
        let writing = |error| {
            let error = Error::writing(&self.incoming.part(), error);
            if matches!(error, Error::NoRoom { .. }) {
                // What is being recorded needs the room more.
                self.incoming.discard();
            }
            error
        };
        // Where nobody says how long it is, it is at least no longer than something of the published size.
        let most = total.or(self.entry.size().map(|size| size + size / 8 + BLOCK as u64)).unwrap_or(u64::MAX);
        let mut done = start;
        let mut body = reply.body.into_reader();
        let mut block = vec![0; BLOCK];
        (self.progress)(Progress::Fetching { done, total });
        let ended = loop {
            match read_some(&mut body, &mut block) {
                Ok(0) => break Ok(()),
                Ok(read) => {
                    if done + read as u64 > most {
                        return Err(Setback::Restart(Error::Confused("more than the file has".to_owned())));
                    }
                    if done == 0 && not_a_model(&block[..read], self.entry.task) {
                        self.incoming.discard();
                        return Err(Setback::Final(self.what_came(&block[..read])));
                    }
                    part.write_all(&block[..read]).map_err(writing)?;
                    done += read as u64;
                }
                Err(error) => break Err(stopped(&error)),
            }
            (self.progress)(Progress::Fetching { done, total });
            self.cancel.check()?;
        };
        part.sync_data().map_err(writing)?;
        ended?;
        match total {
            Some(total) if done < total => Err(stopped(&std::io::ErrorKind::UnexpectedEof.into())),
            _ => Ok(()),
        }
    }

    fn what_came(&self, beginning: &[u8]) -> Error {
        let text =
            String::from_utf8_lossy(&beginning[..beginning.len().min(256)]).trim_start().to_lowercase();
        if text.starts_with("<!doctype") || text.starts_with("<html") {
            Error::WebPage
        } else {
            Error::NotAModel("What the server sent".to_owned())
        }
    }

    /// Checks the part against all that is known of the file; what is not the file is deleted.
    fn check(&mut self) -> Result<Record, Error> {
        let (total, linked) = self.so_far().map_or((0, None), |(bytes, note)| (bytes, note.sha256));
        let progress = &mut self.progress;
        let content = Content::of(&self.incoming.part(), self.cancel, |done| {
            progress(Progress::Checking { done, total });
        })?;
        if !self.entry.agrees(&content) || linked.is_some_and(|sha256| sha256 != content.sha256) {
            self.incoming.discard();
            return Err(Error::WrongDigest);
        }
        Ok(Record::new(content, Some(self.address.clone())))
    }
}

fn not_a_model(beginning: &[u8], task: Task) -> bool {
    let magic = beginning.first_chunk::<MAGIC_BYTES>();
    magic.and_then(|magic| Task::of_magic(*magic)) != Some(task)
}

/// Fills the block as far as it goes without waiting long for little: at least the magic of a file is read at once.
fn read_some(body: &mut impl Read, block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < MAGIC_BYTES {
        match body.read(&mut block[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}
