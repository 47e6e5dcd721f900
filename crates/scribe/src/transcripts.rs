//! What is done to transcripts once they are made: corrected, attributed, made again by another model.

use std::sync::Arc;

use clinical::{
    ENGLISH, EncounterId, EncounterStatus, Reassigned, Segment, SegmentId, Speaker, Transcript, TranscriptId,
    language_name,
};
use drafting::Template;
use jiff::Timestamp;
use terminology::Suggestion;
use vault::TranscriptRecord;

use crate::drafts::IfModelFails;
use crate::follow::Making;
use crate::jobs::{AtWork, Kind, Stoppable};
use crate::listen::whisper_for;
use crate::session::{Versions, lock};
use crate::{Error, InstalledModel, Session, Stage, find_model};

impl Session {
    /// All transcripts of the encounter, the oldest first.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn transcripts(&self, id: EncounterId) -> Result<Vec<TranscriptRecord>, Error> {
        Ok(self.vault.transcripts(id)?)
    }

    /// One of them, as far as it is.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn transcript_by(&self, id: TranscriptId) -> Result<Transcript, Error> {
        Ok(self.vault.transcript(id)?)
    }

    /// Names that were probably misheard in a passage of English, but for those that this user or a clinician has left. Nothing is
    /// changed by them.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn suggestions(&self, id: EncounterId) -> Result<Vec<(SegmentId, Suggestion)>, Error> {
        let vocabulary = self.vocabulary(id)?;
        let formulary = self.formulary();
        let Some((current, transcript)) = self.vault.current_transcript(id)? else { return Ok(Vec::new()) };
        if self.language_of(id, current)?.is_some_and(|code| code != ENGLISH) {
            return Ok(Vec::new());
        }
        let mut suggestions = Vec::new();
        for segment in transcript.segments().iter().filter(|segment| !segment.typed) {
            for suggestion in formulary.suggest(&segment.text, &vocabulary) {
                if !self.is_left(segment, &suggestion.heard)? {
                    suggestions.push((segment.id, suggestion));
                }
            }
        }
        Ok(suggestions)
    }

    /// Whether a name that looks misheard is looked at no more: what a scribe leaves is still the clinician's to decide.
    fn is_left(&self, segment: &Segment, heard: &str) -> Result<bool, Error> {
        for left in segment.left.iter().filter(|left| left.words.as_str() == heard) {
            if left.by == self.user.id || !self.is_scribe(left.by)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Leaves a name that looks misheard in a passage as it was heard.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Busy`] while the transcript is made, [`Error::Vault`], also where the note is signed.
    pub fn leave_words(&self, id: EncounterId, segment: SegmentId, heard: &str) -> Result<(), Error> {
        let (transcript, _) = self.settled_transcript(id)?;
        Ok(self.vault.leave_words(transcript, segment, heard, self.user.id, Timestamp::now())?)
    }

    /// Puts other words in place of what was heard. What was heard stays with them, and every statement of the draft is
    /// checked again. One that only a scribe's words bear out is flagged for the clinician.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidInput`] for an empty text, [`Error::Busy`] while the transcript is made,
    /// [`Error::Vault`], also where the note is signed.
    pub fn correct_passage(&self, id: EncounterId, segment: SegmentId, text: &str) -> Result<(), Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::InvalidInput("A passage cannot be empty.".into()));
        }
        let mut versions = lock(&self.undo);
        let (transcript, _) = self.settled_transcript(id)?;
        self.vault.correct_segment(transcript, segment, text, self.user.id, Timestamp::now())?;
        self.check_draft(&mut versions, id)
    }

    /// Gives a passage to the next of clinician, patient and, where it was taken for that of somebody else such as a companion, them.
    /// With none all passages change between clinician and patient; those of others only where there is no patient whom they could
    /// stand beside. It is a correction like that of the words: whom it was taken for stays with it, the draft is checked again, and
    /// what only a scribe's change bears out is flagged.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Busy`] while the transcript is made and once the note is signed, [`Error::Vault`].
    pub fn flip_speaker(&self, id: EncounterId, only: Option<SegmentId>) -> Result<(), Error> {
        if self.vault.encounter(id)?.status == EncounterStatus::Finished {
            return Err(Error::Busy("This note is signed."));
        }
        let mut versions = lock(&self.undo);
        let (transcript, said) = self.settled_transcript(id)?;
        if only.is_some_and(|only| said.get(only).is_none()) {
            return Err(Error::NotFound("There is no such passage."));
        }
        let beside_patient = said.segments().iter().any(|segment| segment.speaker == Speaker::Patient);
        let speaker = |segment: &Segment| match only {
            _ if segment.typed => segment.speaker.clone(),
            Some(only) if only != segment.id => segment.speaker.clone(),
            Some(_) => next_speaker(segment),
            None if beside_patient && matches!(segment.speaker, Speaker::Other(_)) => segment.speaker.clone(),
            None => other_side(&segment.speaker),
        };
        let speakers: Vec<Speaker> = said.segments().iter().map(speaker).collect();
        self.vault.reassign_speakers(transcript, &speakers, self.user.id, Timestamp::now())?;
        self.check_draft(&mut versions, id)
    }

    /// The transcript in use, which takes no more.
    fn settled_transcript(&self, id: EncounterId) -> Result<(TranscriptId, Transcript), Error> {
        let current = self.vault.current_transcript(id)?;
        let (transcript, said) = current.ok_or(Error::NotFound("There is no transcript yet."))?;
        if !self.vault.is_transcript_finished(transcript)? {
            return Err(Error::Busy("The transcript is still being made."));
        }
        Ok((transcript, said))
    }

    /// Checks the draft against the transcript as it now is.
    fn check_draft(&self, versions: &mut Versions, id: EncounterId) -> Result<(), Error> {
        if self.vault.latest_note(id)?.is_none() {
            return Ok(());
        }
        let grounds = self.current_grounds(id)?;
        self.change_holding(versions, id, |note| {
            self.check_again(&grounds, note);
            Ok(())
        })
    }

    /// Begins to transcribe the recording once more, by this model and in this language (its code; with none, as the settings
    /// say), and to draft the note from it, as long as a first draft may take and until [`Session::stop_work`]; the transcripts
    /// there are stay, and [`Session::undo`] brings the note before back with the transcript that it cites. A signed note stays as it
    /// is: of its recording there is one more transcript to read. The outcome is told by events and stands in the vault. A
    /// transcript that a crash or a stop cuts short goes on when it is asked for again in its language; one that was whole before its
    /// draft was stopped is made anew, and so is one whose language was recognised, where that may have been another, unless a crash
    /// cut it short and the language is still among those of the settings.
    ///
    /// # Errors
    /// [`Error::Busy`] while the consult is recorded or worked on, [`Error::NotFound`] where its recording is gone,
    /// [`Error::InvalidInput`] for a scribe where others have flagged something, or, as [`Error::Template`], for a template of the
    /// note's that cannot be used any more, [`Error::Models`], [`Error::Vault`].
    pub fn transcribe_again(
        self: &Arc<Self>,
        id: EncounterId,
        model: &str,
        language: Option<&str>,
    ) -> Result<(), Error> {
        if language.is_some_and(|code| language_name(code).is_none()) {
            return Err(Error::InvalidInput("Choose one of the languages that are offered.".into()));
        }
        // What is dictated is English.
        let language = if self.is_dictated(id)? { None } else { language };
        let template = self.template_to_draft_again(id)?;
        if self.vault.audio_extent(id)?.chunks == 0 {
            return Err(Error::NotFound("There is no recording of this consult."));
        }
        let model = find_model(&self.places, model)?;
        let library = self.places.library()?;
        if let Some(code) = language
            && library.catalog.entry(&model.id).is_some_and(|entry| !entry.understands(&[code.to_owned()]))
        {
            return Err(Error::InvalidInput(
                "This model does not know that language. Choose another model.".into(),
            ));
        }
        let mut spoken = self.spoken()?;
        if let Some(code) = language {
            spoken.languages = vec![code.to_owned()];
        }
        if spoken.is_foreign() && !model.translates && !self.is_dictated(id)? {
            return Err(Error::NotTranslating);
        }
        let kind = self.kind_of_another(id)?;
        let cut_short = self.cut_short(id)?.filter(|record| language.is_none() && self.may_be_spoken(record));
        let job = self.begin_job(id, kind)?;
        let goes_on = |record: &TranscriptRecord| {
            let is_of_model = !record.finished && record.model == model.id;
            is_of_model && (cut_short.as_ref() == Some(record) || self.goes_on_in(record, language))
        };
        let transcript = match self.vault.transcripts(id)?.into_iter().rfind(goes_on) {
            Some(record) if !self.heard_nothing(id, record.id)? => record.id,
            _ => self.vault.start_transcript(id, &model.id, Timestamp::now())?,
        };
        if let Some(code) = language {
            self.vault.set_transcript_language(transcript, code)?;
        }
        self.make_in_background(transcript, model, template, kind, job)
    }

    /// The other transcript of this consult that a crash cut short, where there is one that nobody is at work on.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn cut_short(&self, id: EncounterId) -> Result<Option<TranscriptRecord>, Error> {
        if self.jobs.stage(id).is_some() {
            return Ok(None);
        }
        let left = self.vault.interrupted_transcripts()?.into_iter().find(|(of, _)| *of == id);
        let Some((_, left)) = left else { return Ok(None) };
        Ok(self.vault.transcripts(id)?.into_iter().find(|record| record.id == left))
    }

    /// The same where it can be gone on with: the note is not signed, and its model is still there.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn offered_again(&self, id: EncounterId) -> Result<Option<TranscriptRecord>, Error> {
        let Some(record) = self.cut_short(id)? else { return Ok(None) };
        let is_signed = self.vault.encounter(id)?.status == EncounterStatus::Finished;
        Ok(Some(record).filter(|record| !is_signed && find_model(&self.places, &record.model).is_ok()))
    }

    /// Goes on with another transcript that a crash cut short: where it stands, by its model, in its language if that is known.
    ///
    /// # Errors
    /// As [`Session::transcribe_again`].
    pub(crate) fn take_up_again(
        self: &Arc<Self>,
        record: &TranscriptRecord,
        kind: Kind,
        job: AtWork,
    ) -> Result<(), Error> {
        let template = self.template_to_draft_again(job.encounter())?;
        let model = find_model(&self.places, &record.model)?;
        self.make_in_background(record.id, model, template, kind, job)
    }

    /// As what another transcript of the consult is made: where there is no note yet, its first one follows.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn kind_of_another(&self, id: EncounterId) -> Result<Kind, Error> {
        Ok(match self.vault.latest_note(id)? {
            Some(_) => Kind::Again,
            None => Kind::Finish,
        })
    }

    /// By which template the note is drafted from another transcript; none where it is signed.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a scribe where others have flagged something, or, as [`Error::Template`], for a template that cannot
    /// be used any more, [`Error::Vault`].
    fn template_to_draft_again(&self, id: EncounterId) -> Result<Option<Template>, Error> {
        if self.vault.encounter(id)?.status == EncounterStatus::Finished {
            return Ok(None);
        }
        self.require_no_flag_of_others(id)?;
        self.template_of(id).map(Some)
    }

    fn make_in_background(
        self: &Arc<Self>,
        transcript: TranscriptId,
        model: InstalledModel,
        template: Option<Template>,
        kind: Kind,
        job: AtWork,
    ) -> Result<(), Error> {
        let id = job.encounter();
        self.vault.take_up_transcript(transcript)?;
        let session = self.clone();
        tokio::spawn(async move {
            let whisper = whisper_for(&model);
            let drafted = template.is_some();
            let gives_way = kind == Kind::Again;
            let making = Making {
                encounter: id,
                transcript,
                model: &model,
                whisper: &whisper,
                drafted,
                gives_way,
                closes: true,
            };
            let outcome = session.make_again(&making, template.as_ref(), kind, &job).await;
            if let Err(error) = session.vault.leave_transcript(transcript) {
                tracing::warn!(code = error.code(), "a transcript could not be left");
            }
            whisper.shut_down().await;
            drop(job);
            let stage = session.worklist_row(id).map_or(Stage::NeedsAttention, |row| row.stage);
            match outcome {
                Ok(()) if template.is_none() => {
                    session.progress(
                        id,
                        stage,
                        Some(1.0),
                        "Transcribed again. The signed note stays as it is.",
                    );
                }
                Ok(()) => session.progress(id, stage, Some(1.0), "The draft is ready."),
                Err(error) => session.ended_by(id, stage, &error),
            }
        });
        Ok(())
    }

    /// The code of a transcript's language, where it is known.
    pub(crate) fn language_of(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
    ) -> Result<Option<String>, Error> {
        let mut records = self.vault.transcripts(id)?.into_iter();
        Ok(records.find(|record| record.id == transcript).and_then(|record| record.language))
    }

    /// Whether an unfinished transcript is one that goes on where this language is asked for; none: that it is recognised, or the
    /// only one in the settings.
    fn goes_on_in(&self, record: &TranscriptRecord, language: Option<&str>) -> bool {
        match (&record.language, language) {
            (None, None) => true,
            (Some(known), None) => self.settings().is_ok_and(|now| now.languages == [known.as_str()]),
            (known, Some(code)) => known.as_deref() == Some(code),
        }
    }

    /// Whether a transcript's language is among those of the settings, or not known yet.
    fn may_be_spoken(&self, record: &TranscriptRecord) -> bool {
        let is_among = |code| self.settings().is_ok_and(|now| now.languages.contains(code));
        record.language.as_ref().is_none_or(is_among)
    }

    /// Stops this work on the consult and waits until that is over; where it is over already, nothing happens, also to what follows it.
    /// What [`Stoppable`] says is left, and always the recording.
    pub async fn stop_work(&self, id: EncounterId, what: Stoppable) {
        if what == Stoppable::Transcript {
            self.stop_following(id);
        }
        self.jobs.stop(id, what).await;
    }

    /// What [`Session::stop_work`] can stop now.
    pub fn stoppable_work(&self, id: EncounterId) -> Option<Stoppable> {
        self.jobs.stoppable(id)
    }

    async fn make_again(
        &self,
        making: &Making<'_>,
        template: Option<&Template>,
        kind: Kind,
        job: &AtWork,
    ) -> Result<(), Error> {
        let id = making.encounter;
        self.progress(id, Stage::Transcribing, None, "Transcribing the recording again.");
        let makes = async {
            let _turn = self.turn_to_transcribe(id).await;
            self.make(making, || false).await?;
            self.require_something_heard(id, making.transcript)
        };
        tokio::select! {
            made = makes => made?,
            () = job.stopped() => {
                return Err(if kind == Kind::Again { Error::Stopped } else { Error::TranscriptWaits });
            }
        }
        let Some(template) = template else { return Ok(()) };
        job.drafts();
        self.progress(id, Stage::Drafting, None, "Drafting the note.");
        let if_model_fails = IfModelFails::ByRule(Some(job).filter(|_| kind == Kind::Finish));
        let drafting = self.stoppable(id, self.draft_from(id, making.transcript, template, if_model_fails));
        match kind {
            Kind::Finish => drafting.await,
            Kind::Again => tokio::select! {
                drafted = drafting => drafted,
                () = job.stopped() => Err(Error::Stopped),
            },
        }
    }
}

fn other_side(speaker: &Speaker) -> Speaker {
    match speaker {
        Speaker::Clinician => Speaker::Patient,
        Speaker::Patient | Speaker::Unknown | Speaker::Other(_) => Speaker::Clinician,
    }
}

/// The other side; after both, whoever else it was taken for.
fn next_speaker(segment: &Segment) -> Speaker {
    match &segment.reassigned {
        Some(Reassigned { from: other @ Speaker::Other(_), .. }) if segment.speaker == Speaker::Patient => {
            other.clone()
        }
        _ => other_side(&segment.speaker),
    }
}
