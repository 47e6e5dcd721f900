//! The draft of a note: by which template and which drafter it is written, and what a model reads of the consult before.

use std::time::Duration;

use clinical::{EncounterId, Sound, TranscriptId};
use drafting::Template;
use jiff::Timestamp;
use tokio::task::JoinHandle;
use vault::NoteSource;

use crate::draft::{Engine, EngineChoice};
use crate::follow::{Making, NO_MODEL};
use crate::session::lock;
use crate::templates::template;
use crate::{Error, Session};

/// A consult is first drafted as this.
const FIRST_TEMPLATE: &str = "soap";
/// A language model that takes longer over a draft that nobody asked it for leaves it to the rules: the clinician waits for a note,
/// not for a model.
pub(crate) const UNASKED_DRAFT_WITHIN: Duration = Duration::from_secs(180);

/// What the model that will draft has been asked to read.
#[derive(Default)]
pub(crate) struct Reading {
    /// Whether all that is settled has been handed to it.
    pub(crate) is_current: bool,
    task: Option<JoinHandle<()>>,
    /// Whether it once took longer than [`SHORT_READ`].
    is_slow: bool,
}

/// So long the transcript waits for a model that reads along. One that takes longer reads beside it from then on.
const SHORT_READ: Duration = Duration::from_millis(500);

impl Reading {
    /// Lets the model read what was handed over, if it is quick.
    pub(crate) async fn give_way(&mut self) {
        if self.is_slow {
            return;
        }
        if let Some(mut task) = self.task.take()
            && tokio::time::timeout(SHORT_READ, &mut task).await.is_err()
        {
            self.is_slow = true;
            self.task = Some(task);
        }
    }
}

impl Session {
    /// Drafts the note anew from the transcript (without a recording, from the jottings alone) and saves it as a new
    /// version.
    ///
    /// # Errors
    /// [`Error::Vault`], also where the note is signed.
    pub async fn draft(&self, id: EncounterId) -> Result<(), Error> {
        self.draft_by(id, &self.template_of(id)?).await
    }

    /// The same by this template.
    pub(crate) async fn draft_by(&self, id: EncounterId, template: &Template) -> Result<(), Error> {
        if self.vault.current_transcript(id)?.is_none() {
            let transcript = self.vault.start_transcript(id, NO_MODEL, Timestamp::now())?;
            self.close_transcript(id, transcript)?;
        }
        match self.vault.current_transcript(id)? {
            Some((transcript, _)) => {
                // Who asks for another draft waits for it as long as they like.
                let is_first = self.vault.latest_note(id)?.is_none();
                let within = if is_first { UNASKED_DRAFT_WITHIN } else { Duration::MAX };
                self.draft_from(id, transcript, template, within).await
            }
            None => Err(Error::NotFound("There is no transcript yet.")),
        }
    }

    /// The template by which the note is drafted: that of the draft there is, and before there is one that of a SOAP note. One
    /// of the user's own that is gone counts as none.
    pub(crate) fn template_of(&self, id: EncounterId) -> Result<Template, Error> {
        let before =
            self.vault.latest_note(id)?.and_then(|stored| template(&self.places, &stored.note.template).ok());
        before.map_or_else(|| template(&self.places, FIRST_TEMPLATE), Ok)
    }

    /// Drafts the note from this transcript, by rule where the model takes longer than it may, and saves it as a new version, which
    /// cites it. What people wrote, changed, kept or flagged in the one before stands in it, too, and that one can be had back.
    pub(crate) async fn draft_from(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
        template: &Template,
        within: Duration,
    ) -> Result<(), Error> {
        let said = self.vault.transcript(transcript)?.in_english();
        let engine = self.drafter_of(id, template)?;
        let background = self.background(id)?;
        let before = self.vault.latest_note(id)?;
        let mut draft = engine.draft_or_extract(template, &background, &said, within).await;
        // While it was written, the transcript may have been corrected: it is checked against what that says now. What was changed
        // in the note meanwhile is not written over.
        let mut undo = lock(&self.undo);
        let grounds = self.grounds(id, &self.vault.transcript(transcript)?)?;
        self.take_in(&grounds, &mut draft.note);
        let version = before.as_ref().map(|stored| stored.version);
        if let Some(mut before) = before {
            if before.source.transcript != Some(transcript) {
                // What it rests on there is looked for in this one.
                before.note.statements_mut().for_each(|one| one.evidence.clear());
            }
            self.check_again(&grounds, &mut before.note);
            self.carry(&before, &mut draft.note)?;
        }
        let source = NoteSource { engine: draft.by, transcript: Some(transcript), card: Some(draft.card) };
        let after = version.unwrap_or(0);
        self.vault.save_note(id, after, &draft.note, &source, self.user.id, Timestamp::now())?;
        undo.entry(id).or_default().extend(version);
        Ok(())
    }

    /// What drafts this consult: where it is still the one to be used, that which has read it. It stays at hand until the note
    /// is signed or another consult is drafted, for a section of it may be drafted again.
    pub(crate) fn drafter_of(&self, id: EncounterId, template: &Template) -> Result<Engine, Error> {
        let chosen = self.choose_engine(id, template)?;
        let recorded = self.recording_status().map(|status| status.encounter);
        let mut at_hand = lock(&self.drafter);
        match at_hand.as_ref() {
            Some((of, engine)) if *of == id && engine.is_as(&chosen) => return Ok(engine.clone()),
            // It reads along with another consult.
            Some((of, _)) if *of != id && recorded == Some(*of) => {}
            _ => *at_hand = Some((id, chosen.clone())),
        }
        Ok(chosen)
    }

    fn choose_engine(&self, id: EncounterId, template: &Template) -> Result<Engine, Error> {
        match self.vault.encounter(id)?.sound {
            Sound::Dictation => Engine::choose(&self.places, EngineChoice::Dictation, None),
            Sound::Sample if template.name() == FIRST_TEMPLATE => Engine::of_the_sample(&self.places),
            Sound::Visit | Sound::Sample => Engine::choose(&self.places, EngineChoice::Auto, None),
        }
    }

    /// Has the language model that will draft the note read what is settled, if it has nothing else to do.
    pub(crate) fn read_ahead(&self, making: &Making<'_>, reading: &mut Reading) -> Result<(), Error> {
        if reading.is_current || reading.task.as_ref().is_some_and(|task| !task.is_finished()) {
            return Ok(());
        }
        reading.is_current = true;
        let id = making.encounter;
        let template = self.template_of(id)?;
        let known =
            lock(&self.drafter).as_ref().filter(|(of, _)| *of == id).map(|(_, engine)| engine.clone());
        let engine = match known {
            Some(engine) => engine,
            None => {
                let engine = self.choose_engine(id, &template)?;
                *lock(&self.drafter) = Some((id, engine.clone()));
                engine
            }
        };
        if matches!(engine, Engine::Language { .. }) {
            let said = self.vault.transcript(making.transcript)?.in_english();
            let background = self.background(id)?;
            reading.task = Some(tokio::spawn(async move {
                // What fails here fails again when the note is drafted, and is told then.
                let _ = engine.read(&template, &background, &said).await;
            }));
        }
        Ok(())
    }
}
