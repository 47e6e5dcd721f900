//! Making a transcript: stored sound is read in order, what is heard in it is added, and beside it what the transcript lacks.

use std::time::{Duration, Instant};

use capture::{Audio, SAMPLE_RATE};
use clinical::{EncounterId, Gap, Phi, Segment, Sound, Transcript, TranscriptId, UserId};
use speech::Balance;
use vault::AudioChunk;
use worker::WhisperWorker;

use super::guesses::{Guesses, LONGEST_GUESS};
use crate::drafts::Reading;
use crate::listen::{HeardSoFar, Hearing, Listener, speakers};
use crate::unheard::lacks;
use crate::{Error, Event, InstalledModel, RecordingState, Session, Stage};

/// How often the vault is asked for new sound while a recording runs.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(200);
/// Chunks read from the vault at once: half a minute.
const READ_AT_ONCE: usize = 30;
/// The length of a chunk that nothing cut short.
pub(super) const WHOLE_CHUNK_MS: u32 = 1_000;

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
    /// Whether it waits while another consult is recorded, whose words somebody is looking at.
    pub(crate) gives_way: bool,
    /// Whether it is whole when there is no more sound. While it follows a recording that is for somebody else to say.
    pub(crate) closes: bool,
}

impl Session {
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
        let (mut after_pause, mut read_to_ms) = (false, from_ms);
        loop {
            if making.gives_way {
                self.give_way_to_recording(id).await;
            }
            let more_may_come = live();
            let chunks = self.vault.audio_chunks(id, next_seq, READ_AT_ONCE)?;
            if chunks.is_empty() {
                if !more_may_come {
                    break;
                }
                // What waited for more to be heard with it, or for its end, waits no longer: a pause may be long.
                let heard = if after_pause && listener.open().is_some() {
                    let heard = self.listening(listener.break_off()).await?;
                    listener = listener.anew(read_to_ms)?;
                    if !heard.is_news() {
                        self.tell_open_words(id, Phi::default(), 0);
                    }
                    heard
                } else {
                    self.listening(listener.hear(&[])).await?
                };
                if heard.is_news() {
                    self.append(making, listener.language(), &balance, heard)?;
                    reading.is_current = false;
                    self.tell_backlog(id, self.vault.audio_extent(id)?.duration_ms)?;
                }
                // Everything stored has been listened to: there is time to read, and for what is not settled.
                self.read_ahead(making, &mut reading)?;
                // A guess that is given up would take a process that still loads the model with it.
                if whisper.pid().is_some()
                    && let Ok(_turn) = self.listening.try_lock()
                    && let Some(text) = next_guess(&mut guesses, &mut listener).await
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
                    listener = listener.anew(chunk.start_ms)?;
                }
                let audio = unpacked(chunk, &mut balance)?;
                let sound = after(chunk, audio, from_ms);
                after_pause = chunk.duration_ms < WHOLE_CHUNK_MS;
                read_to_ms = chunk.start_ms + u64::from(chunk.duration_ms);
                // Loading the model says nothing of how long a guess takes.
                let is_loaded = whisper.pid().is_some();
                let sound = sound.mono();
                let (heard, took) = if chunks.len() == READ_AT_ONCE {
                    self.listening(timed(listener.hear_stored(&sound))).await
                } else {
                    self.listening(timed(listener.hear(&sound))).await
                };
                let heard = heard?;
                let settled_some = heard.is_news();
                self.append(making, listener.language(), &balance, heard)?;
                if settled_some {
                    reading.is_current = false;
                    guesses.settled(if is_loaded { took } else { Duration::ZERO });
                    self.tell_backlog(id, read_to_ms)?;
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
        // A crash may have come between words and who spoke them.
        self.place_speakers(making, &balance, &self.vault.transcript(transcript)?, usize::MAX)?;
        // One that has nothing in it is left open: another model, or the same one, begins anew.
        if making.closes && !self.recording_goes_on(id) && !self.heard_nothing(id, transcript)? {
            // A guess alone, of which nothing was settled, tells no language.
            if let Some(code) = listener.likely_language()
                && self.language_of(id, transcript)?.is_none()
                && !self.vault.transcript(transcript)?.segments().is_empty()
            {
                self.vault.set_transcript_language(transcript, code)?;
            }
            self.take_in_jottings(id, transcript)?;
        }
        reading.goes_on();
        Ok(())
    }

    /// Waits until no other consult is recorded.
    async fn give_way_to_recording(&self, id: EncounterId) {
        let records_another = || {
            let status = self.recording_status();
            status.is_some_and(|now| now.encounter != id && now.state == RecordingState::Recording)
        };
        if records_another() {
            self.progress(id, Stage::Transcribing, None, "Waits while another consult is recorded.");
        }
        while records_another() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits for the turn to listen: nobody's backlog keeps a consult that is being recorded from its transcript.
    async fn listening<T>(&self, listens: impl Future<Output = T>) -> T {
        let _turn = self.listening.lock().await;
        listens.await
    }

    /// How the consult is listened to: in its language where that is known, with the words that may come.
    fn hearing(&self, making: &Making<'_>) -> Result<Hearing, Error> {
        let settings = self.settings()?;
        let known = self.language_of(making.encounter, making.transcript)?;
        let languages = known.map_or(settings.languages, |known| vec![known]);
        let vocabulary = self.vocabulary(making.encounter)?;
        let dictated = self.is_dictated(making.encounter)?;
        let translate = settings.translate && !dictated;
        let hearing = Hearing::new(making.model, languages, translate, &vocabulary, &self.formulary())?;
        let hearing = Hearing { suppress_noise: settings.suppress_noise, ..hearing };
        Ok(if dictated { hearing.of_dictation() } else { hearing })
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
            let of_two = |chunk: &&AudioChunk| chunk.seq < seq && capture::chunk::is_of_two(&chunk.bytes);
            for chunk in chunks.iter().filter(of_two) {
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
        self.place_speakers(making, balance, &so_far, first_new)
    }

    /// Tells who spoke each passage, by all that was said, and tells of those from `first_new` on and of those that change: what comes
    /// later tells who spoke before.
    fn place_speakers(
        &self,
        making: &Making<'_>,
        balance: &Balance,
        so_far: &Transcript,
        first_new: usize,
    ) -> Result<(), Error> {
        let Making { encounter: id, transcript, .. } = *making;
        let speakers = speakers(so_far.segments(), balance, self.is_dictated(id)?);
        self.vault.set_speakers(transcript, &speakers)?;
        for (place, (segment, speaker)) in so_far.segments().iter().zip(speakers).enumerate() {
            if place >= first_new || segment.speaker != speaker {
                let segment = Segment { speaker, ..segment.clone() };
                self.events.send(Event::Segment { encounter: id, segment });
            }
        }
        Ok(())
    }
}

/// What comes of work, and how long it took.
async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let began = Instant::now();
    (work.await, began.elapsed())
}

/// A new guess at the speech that is going on, if one is due; empty where that took too long.
async fn next_guess(guesses: &mut Guesses, listener: &mut Listener) -> Option<Phi> {
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
