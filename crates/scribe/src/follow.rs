//! The transcript follows the recording: it reads what the vault has stored, while it is being recorded and after, so it
//! can lag, fail, stop and be taken up again without touching the recording.

mod guesses;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use capture::{Audio, Recorder, SAMPLE_RATE};
use clinical::{EncounterId, Gap, Phi, Segment, Sound, Speaker, TranscriptId, UserId};
use jiff::Timestamp;
use speech::Balance;
use vault::{AudioChunk, TranscriptRecord};
use worker::WhisperWorker;

use self::guesses::{Guesses, LONGEST_GUESS};
use crate::drafts::{IfModelFails, Reading};
use crate::jobs::{AtWork, Kind};
use crate::listen::{HeardSoFar, Hearing, Listener, speakers};
use crate::recording::stored_form;
use crate::session::lock;
use crate::unheard::lacks;
use crate::{Error, Event, InstalledModel, Session, Stage};

/// How often the vault is asked for new sound while a recording runs.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// What a transcript without a recording names as its model.
pub(crate) const NO_MODEL: &str = "none";
/// Chunks read from the vault at once: half a minute.
const READ_AT_ONCE: usize = 30;
/// The length of a chunk that nothing cut short.
const WHOLE_CHUNK_MS: u32 = 1_000;

/// How long a live transcript that failed waits before it goes on where it stood.
const TRY_AGAIN: Duration = Duration::from_secs(3);
/// How often it is told how much waits while nothing is settled, and from how much on, in ms: no chunk of speech is as long.
const TELL_EVERY: Duration = Duration::from_secs(5);
const WAITING_MS: u64 = 45_000;

/// A transcript in the making.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    /// Of what.
    pub(crate) encounter: EncounterId,
    /// Which.
    pub(crate) transcript: TranscriptId,
    /// By what.
    pub(crate) model: &'a InstalledModel,
    /// The process that runs it.
    pub(crate) whisper: &'a WhisperWorker,
    /// Whether a note is drafted from it: the model that drafts reads along.
    pub(crate) drafted: bool,
}

impl Session {
    /// Transcribes while the recording runs. What it leaves open is done by [`Session::finish_in_background`].
    pub(crate) fn follow(self: &Arc<Self>, id: EncounterId) {
        let session = self.clone();
        let following = tokio::spawn(async move {
            let live = || session.recording_goes_on(id);
            let follows = async {
                while let Err(error) = session.transcribe_stored(id, live).await {
                    tracing::warn!(code = error.code(), "the live transcript failed");
                    let waits = format!("Recording goes on; the transcript waits: {error}");
                    session.progress(id, Stage::Recording, None, waits);
                    tokio::time::sleep(TRY_AGAIN).await;
                    if !live() {
                        break;
                    }
                }
            };
            // A recogniser that hangs tells nothing.
            let tells = async {
                loop {
                    tokio::time::sleep(TELL_EVERY).await;
                    if let Err(error) = session.tell_waiting(id) {
                        tracing::warn!(code = error.code(), "how much waits could not be told");
                    }
                }
            };
            tokio::select! {
                () = follows => {}
                () = tells => {}
            }
            // Another recording of the consult may be followed by now.
            lock(&session.following).retain(|_, other| Some(other.id()) != tokio::task::try_id());
        });
        lock(&self.following).insert(id, following.abort_handle());
    }

    /// Follows a recording that has ended no longer: its transcript waits where it stands.
    pub(crate) fn stop_following(&self, id: EncounterId) {
        if !self.recording_goes_on(id)
            && let Some(following) = lock(&self.following).remove(&id)
        {
            following.abort();
        }
    }

    /// Transcribes what is left and drafts the note. The outcome is told by events and stands in the vault.
    pub(crate) fn finish_in_background(self: &Arc<Self>, id: EncounterId, job: AtWork) {
        let session = self.clone();
        tokio::spawn(async move {
            if let Err(error) = session.finish_as(id, job).await {
                session.ended_by(id, Stage::NeedsAttention, &error);
            }
        });
    }

    /// Transcribes what is left, drafts the note and saves it as its first version.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is being recorded or finished, [`Error::Worker`] or [`Error::Models`] where the transcript cannot be
    /// made, [`Error::NothingHeard`] where there is nothing to draft from because the recogniser failed on everything,
    /// [`Error::Vault`]. The recording and what was transcribed stay as they are.
    pub async fn finish(&self, id: EncounterId) -> Result<(), Error> {
        self.finish_as(id, self.begin_job(id, Kind::Finish)?).await
    }

    async fn finish_as(&self, id: EncounterId, job: AtWork) -> Result<(), Error> {
        let outcome = self.finish_stages(id, &job).await;
        drop(job);
        outcome?;
        let row = self.worklist_row(id)?;
        self.progress(id, row.stage, Some(1.0), "The draft is ready.");
        Ok(())
    }

    async fn finish_stages(&self, id: EncounterId, job: &AtWork) -> Result<(), Error> {
        self.progress(id, Stage::Transcribing, None, "Finishing the transcript.");
        tokio::select! {
            done = self.transcribe(id) => done?,
            () = job.stopped() => return Err(Error::TranscriptWaits),
        }
        if let Some((transcript, _)) = self.vault.current_transcript(id)? {
            self.require_something_heard(id, transcript)?;
        }
        job.drafts();
        self.progress(id, Stage::Drafting, None, "Drafting the note.");
        self.draft_by(id, &self.template_of(id)?, IfModelFails::ByRule(Some(job))).await
    }

    /// Stores an audio file as the recording of an encounter, in the same one-second chunks as a microphone's.
    ///
    /// # Errors
    /// [`Error::Capture`] for a file that cannot be read as audio: nothing is stored then. [`Error::Vault`].
    pub fn import_audio(&self, id: EncounterId, path: &Path) -> Result<(), Error> {
        let blocks = capture::decode_file(path)?.collect::<Result<Vec<_>, _>>()?;
        let extent = self.vault.audio_extent(id)?;
        let mut recorder = Recorder::continuing(u64::from(extent.chunks), extent.duration_ms);
        self.vault.begin_recording(id, self.user.id, Timestamp::now())?;
        for block in blocks {
            for chunk in recorder.push(block) {
                self.vault.append_audio(id, &stored_form(&chunk)?)?;
            }
        }
        if let Some(chunk) = recorder.finish() {
            self.vault.append_audio(id, &stored_form(&chunk)?)?;
        }
        Ok(self.vault.end_recording(id, Timestamp::now())?)
    }

    /// Transcribes what is stored of a recording that has ended.
    ///
    /// # Errors
    /// As [`Session::finish`].
    pub async fn transcribe(&self, id: EncounterId) -> Result<(), Error> {
        self.transcribe_stored(id, || false).await
    }

    /// Reads stored sound from where the transcript stands and appends what is heard, until there is no more and `live`
    /// says that no more will come.
    async fn transcribe_stored(&self, id: EncounterId, live: impl Fn() -> bool) -> Result<(), Error> {
        let _turn = self.turn_to_transcribe(id).await;
        let (model, whisper) = self.whisper()?;
        let current = self.vault.current_transcript(id)?.map(|(transcript, _)| transcript);
        let records = self.vault.transcripts(id)?;
        // What one model could not finish another one does not go on with: it makes a transcript of its own.
        let is_others = |one: &TranscriptRecord| !one.finished && one.model != model.id;
        let transcript = match records.iter().find(|one| current == Some(one.id)) {
            Some(record) if !is_others(record) => record.id,
            _ => self.begin_transcript(id, &model)?,
        };
        self.make(
            &Making { encounter: id, transcript, model: &model, whisper: &whisper, drafted: true },
            live,
        )
        .await
    }

    /// Goes on with a transcript until there is no more sound and `live` says that no more will come.
    pub(crate) async fn make(&self, making: &Making<'_>, live: impl Fn() -> bool) -> Result<(), Error> {
        let Making { encounter: id, transcript, model, whisper, .. } = *making;
        if self.vault.is_transcript_finished(transcript)? {
            return Ok(());
        }
        let from_ms = self.vault.transcribed_to(transcript)?;
        let hearing = self.hearing(making)?;
        let mut listener = Listener::new(model, whisper.clone(), from_ms, hearing.clone())?;
        // No chunk is longer than a second, so none before this one reaches past `from_ms`.
        let mut next_seq = u32::try_from(from_ms / 1000).unwrap_or(u32::MAX);
        let mut balance = self.balance_before(id, next_seq)?;
        let mut guesses = Guesses::default();
        let mut reading = Reading::default();
        // A chunk is cut short by a pause, and by the end of a recording that may go on.
        let mut after_pause = false;
        loop {
            let more_may_come = live();
            let chunks = self.vault.audio_chunks(id, next_seq, READ_AT_ONCE)?;
            if chunks.is_empty() {
                if !more_may_come {
                    break;
                }
                // What waited for more to be heard with it waits no longer: a pause may be long.
                let heard = self.listening(listener.hear(&[])).await?;
                if heard.is_news() {
                    self.append(making, listener.language(), &balance, heard)?;
                    reading.is_current = false;
                    self.tell_backlog(id, self.vault.audio_extent(id)?.duration_ms)?;
                }
                // Everything stored has been listened to: there is time to read, and for what is not settled.
                self.read_ahead(making, &mut reading)?;
                if let Ok(_turn) = self.listening.try_lock()
                    && let Some(text) = next_guess(&mut guesses, &listener).await
                {
                    self.tell_open_words(id, text, 0);
                }
                tokio::time::sleep(LOOK_EVERY).await;
                continue;
            }
            let gaps = self.vault.gaps(id)?;
            for chunk in &chunks {
                next_seq = chunk.seq + 1;
                let after_gap = gaps.iter().any(|gap| gap.at_ms == chunk.start_ms);
                if chunk.start_ms > from_ms && (after_gap || after_pause) {
                    // What was said before and after it is not one sentence.
                    let heard = self.listening(listener.break_off()).await?;
                    self.append(making, listener.language(), &balance, heard)?;
                    let languages = match listener.language() {
                        Some(known) => vec![known.to_owned()],
                        None => hearing.languages.clone(),
                    };
                    let hearing = Hearing { languages, ..hearing.clone() };
                    listener = Listener::new(model, whisper.clone(), chunk.start_ms, hearing)?;
                }
                let audio = unpacked(chunk, &mut balance)?;
                let sound = after(chunk, audio, from_ms);
                after_pause = chunk.duration_ms < WHOLE_CHUNK_MS;
                let heard = if chunks.len() == READ_AT_ONCE {
                    self.listening(listener.hear_stored(&sound.mono())).await?
                } else {
                    self.listening(listener.hear(&sound.mono())).await?
                };
                let settled_some = heard.is_news();
                self.append(making, listener.language(), &balance, heard)?;
                if settled_some {
                    reading.is_current = false;
                    guesses.settled();
                    self.tell_backlog(id, chunk.start_ms + u64::from(chunk.duration_ms))?;
                    if !more_may_come {
                        // In turn with listening: the models would wait for each other's threads.
                        self.read_ahead(making, &mut reading)?;
                        reading.give_way().await;
                    }
                }
            }
            self.report(id, next_seq)?;
        }
        let heard = self.listening(listener.finish()).await?;
        self.append(making, listener.language(), &balance, heard)?;
        if self.vault.audio_extent(id)?.chunks < next_seq {
            return Err(Error::NotFound("The recording was deleted while it was transcribed."));
        }
        // One that has nothing in it is left open: another model, or the same one, begins anew.
        if !self.recording_goes_on(id) && !self.heard_nothing(id, transcript)? {
            self.close_transcript(id, transcript)?;
        }
        reading.goes_on();
        Ok(())
    }

    /// Waits for the turn to listen: nobody's backlog keeps a consult that is being recorded from its transcript.
    async fn listening<T>(&self, listens: impl Future<Output = T>) -> T {
        let _turn = self.listening.lock().await;
        listens.await
    }

    /// Adds the jottings, which are evidence like what was said, and lets nothing more in.
    pub(crate) fn close_transcript(&self, id: EncounterId, transcript: TranscriptId) -> Result<(), Error> {
        let mut so_far = self.vault.transcript(transcript)?;
        let first_new = so_far.segments().len();
        for line in self.vault.jotted_lines(id)? {
            let text = line.text.trim();
            if !text.is_empty() {
                let segment = Segment::new(Speaker::Clinician, text, None);
                so_far.add(Segment { typed: true, author: line.by, ..segment });
            }
        }
        Ok(self.vault.finish_transcript(transcript, &so_far.segments()[first_new..])?)
    }

    /// The open words are settled now; tells how much is left to listen to.
    fn tell_backlog(&self, id: EncounterId, heard_to_ms: u64) -> Result<(), Error> {
        if self.recording_goes_on(id) {
            let behind_ms = self.vault.audio_extent(id)?.duration_ms.saturating_sub(heard_to_ms);
            self.tell_open_words(id, Phi::default(), behind_ms);
        }
        Ok(())
    }

    fn tell_open_words(&self, id: EncounterId, text: Phi, behind_ms: u64) {
        let without_graphics = self.without_graphics(id);
        self.events.send(Event::Tentative { encounter: id, text, behind_ms, without_graphics });
    }

    /// Tells how much is left to listen to where that is more than can be speech without a pause.
    fn tell_waiting(&self, id: EncounterId) -> Result<(), Error> {
        let heard_to_ms = match self.vault.current_transcript(id)? {
            Some((transcript, _)) => self.vault.transcribed_to(transcript)?,
            None => 0,
        };
        match self.vault.audio_extent(id)?.duration_ms.saturating_sub(heard_to_ms) >= WAITING_MS {
            true => self.tell_backlog(id, heard_to_ms),
            false => Ok(()),
        }
    }

    pub(crate) fn recording_goes_on(&self, id: EncounterId) -> bool {
        self.recording_status().is_some_and(|status| status.encounter == id)
    }

    fn report(&self, id: EncounterId, next_seq: u32) -> Result<(), Error> {
        if self.recording_goes_on(id) {
            return Ok(());
        }
        let chunks = self.vault.audio_extent(id)?.chunks;
        let fraction = f64::from(next_seq) / f64::from(chunks.max(1));
        self.progress(id, Stage::Transcribing, Some(fraction.min(1.0)), "Finishing the transcript.");
        Ok(())
    }

    /// How the consult is listened to: in its language where that is known, with the words that may come.
    fn hearing(&self, making: &Making<'_>) -> Result<Hearing, Error> {
        let settings = self.settings()?;
        let known = self.language_of(making.encounter, making.transcript)?;
        let languages = known.map_or(settings.languages, |known| vec![known]);
        let vocabulary = self.vocabulary(making.encounter)?;
        let hearing =
            Hearing::new(making.model, languages, settings.translate, &vocabulary, &self.formulary())?;
        let hearing = Hearing { suppress_noise: settings.suppress_noise, ..hearing };
        Ok(if self.is_dictated(making.encounter)? { hearing.of_dictation() } else { hearing })
    }

    pub(crate) fn is_dictated(&self, id: EncounterId) -> Result<bool, Error> {
        Ok(self.vault.encounter(id)?.sound == Sound::Dictation)
    }

    /// Who dictates, where it is dictated; of several a scribe, for then not all of it is a clinician's word.
    fn dictated_by(&self, id: EncounterId) -> Result<Option<UserId>, Error> {
        if !self.is_dictated(id)? {
            return Ok(None);
        }
        let people = self.vault.recorded_by(id)?;
        for person in &people {
            if self.is_scribe(*person)? {
                return Ok(Some(*person));
            }
        }
        Ok(people.last().copied())
    }

    /// How loud it was in each of two microphones before this chunk, for a transcript that is taken up again.
    fn balance_before(&self, id: EncounterId, seq: u32) -> Result<Balance, Error> {
        let mut balance = Balance::default();
        let mut next_seq = 0;
        while next_seq < seq {
            let chunks = self.vault.audio_chunks(id, next_seq, READ_AT_ONCE)?;
            let Some(last) = chunks.last() else { break };
            next_seq = last.seq + 1;
            for chunk in chunks.iter().filter(|chunk| chunk.seq < seq) {
                unpacked(chunk, &mut balance)?;
            }
        }
        Ok(balance)
    }

    fn append(
        &self,
        making: &Making<'_>,
        language: Option<&str>,
        balance: &Balance,
        heard: HeardSoFar,
    ) -> Result<(), Error> {
        let Making { encounter: id, transcript, .. } = *making;
        let mut so_far = self.vault.transcript(transcript)?;
        let first_new = so_far.segments().len();
        let author = self.dictated_by(id)?;
        for piece in heard.pieces {
            so_far.add(Segment { author, ..piece });
        }
        let new = &so_far.segments()[first_new..];
        if let Some(language) = language.filter(|_| !new.is_empty())
            && self.language_of(id, transcript)?.is_none()
        {
            self.vault.set_transcript_language(transcript, language)?;
        }
        let before = self.vault.untranscribed(transcript)?.pop();
        let lacks = lacks(&so_far, before, heard.passed_over);
        let gaps: Vec<Gap> = lacks.iter().map(|lack| lack.gap).collect();
        self.vault.extend_transcript(transcript, new, &gaps, heard.settled_ms)?;
        lacks.into_iter().for_each(|lack| self.tell_lack(id, lack));
        if new.is_empty() {
            return Ok(());
        }
        let speakers = speakers(so_far.segments(), balance, self.is_dictated(id)?);
        self.vault.set_speakers(transcript, &speakers)?;
        for (place, (segment, speaker)) in so_far.segments().iter().zip(speakers).enumerate() {
            // What comes later tells who spoke before.
            if place >= first_new || segment.speaker != speaker {
                let segment = Segment { speaker, ..segment.clone() };
                self.events.send(Event::Segment { encounter: id, segment });
            }
        }
        Ok(())
    }
}

/// A new guess at the speech that is going on, if one is due; empty where that took too long.
async fn next_guess(guesses: &mut Guesses, listener: &Listener) -> Option<Phi> {
    let (open, began) = (listener.open()?, Instant::now());
    if !guesses.is_due(open, began) {
        return None;
    }
    let guess = tokio::time::timeout(LONGEST_GUESS, listener.guess()).await;
    guesses.took(open, began.elapsed(), Instant::now());
    match guess {
        // What fails here fails again when the piece is to be settled, and is told then.
        Ok(guess) => guess.ok(),
        Err(_) => Some(Phi::default()),
    }
}

/// The sound of a chunk; how loud it was in each of two microphones is noted.
fn unpacked(chunk: &AudioChunk, balance: &mut Balance) -> Result<Audio, Error> {
    let audio = capture::chunk::decode_chunk(&chunk.bytes)?;
    if let Some((first, second)) = audio.two() {
        balance.hear(chunk.start_ms, first, second);
    }
    Ok(audio)
}

/// The part of a chunk's sound that lies at or after `from_ms`.
fn after(chunk: &AudioChunk, mut audio: Audio, from_ms: u64) -> Audio {
    let skip_ms = from_ms.saturating_sub(chunk.start_ms);
    audio.split_off(usize::try_from(skip_ms * u64::from(SAMPLE_RATE) / 1000).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests;
