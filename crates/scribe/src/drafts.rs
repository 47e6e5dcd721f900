//! The draft of a note: by which template and which drafter it is written, and what a model reads of the consult before.

use std::time::Duration;

use clinical::{EncounterId, Sound, TranscriptId};
use drafting::Template;
use jiff::Timestamp;
use tokio::task::JoinHandle;
use vault::NoteSource;

use crate::draft::{Engine, EngineChoice, too_late};
use crate::follow::{Making, NO_MODEL};
use crate::jobs::AtWork;
use crate::jottings::{add_left_out, without_what_was_drafted_of};
use crate::session::lock;
use crate::templates::template;
use crate::{Error, Session};

/// A consult is first drafted as this, unless the settings say otherwise; the sample always, for which the model that ships was made.
const FIRST_TEMPLATE: &str = "soap";
/// A language model that takes longer over a draft that nobody asked it for leaves it to the rules: the clinician waits for a note,
/// not for a model.
const UNASKED_DRAFT_WITHIN: Duration = Duration::from_secs(180);

/// What becomes of a draft whose model fails.
#[derive(Clone, Copy)]
pub(crate) enum IfModelFails<'a> {
    /// There is none. It is waited for as long as it takes.
    NoDraft,
    /// The rules draft, also where the model takes longer than a draft may that nobody asked for, and as soon as this work is
    /// stopped.
    ByRule(Option<&'a AtWork>),
}

/// Why a model is not waited for any longer, as soon as that is so.
async fn given_up(work: Option<&AtWork>) -> String {
    let stopped = async {
        match work {
            Some(work) => work.stopped().await,
            None => std::future::pending().await,
        }
    };
    match tokio::time::timeout(UNASKED_DRAFT_WITHIN, stopped).await {
        Ok(()) => "was stopped. Draft again to wait for it.".into(),
        Err(_) => too_late(UNASKED_DRAFT_WITHIN),
    }
}

/// What the model that will draft has been asked to read. Dropped, it reads no more; see [`Reading::goes_on`].
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
        let Some(task) = &mut self.task else { return };
        match tokio::time::timeout(SHORT_READ, task).await {
            Ok(_) => self.task = None,
            Err(_) => self.is_slow = true,
        }
    }

    /// Lets the model read to the end what the draft will be written from.
    pub(crate) fn goes_on(mut self) {
        self.task = None;
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
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
        self.draft_by(id, &self.template_of(id)?, IfModelFails::ByRule(None)).await
    }

    /// The same by this template.
    pub(crate) async fn draft_by(
        &self,
        id: EncounterId,
        template: &Template,
        if_model_fails: IfModelFails<'_>,
    ) -> Result<(), Error> {
        if self.vault.current_transcript(id)?.is_none() {
            let transcript = self.vault.start_transcript(id, NO_MODEL, Timestamp::now())?;
            self.take_in_jottings(id, transcript)?;
        }
        match self.vault.current_transcript(id)? {
            Some((transcript, _)) => self.draft_from(id, transcript, template, if_model_fails).await,
            None => Err(Error::NotFound("There is no transcript yet.")),
        }
    }

    /// The template by which the note is drafted: that of the draft there is, and before there is one that of the settings; where that
    /// one is gone or cannot be used any more, that of a SOAP note, for a consult shall not wait for a template.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] or [`Error::Template`] where that of the draft there is is one of the user's own that is gone or cannot
    /// be used any more.
    pub(crate) fn template_of(&self, id: EncounterId) -> Result<Template, Error> {
        if let Some(stored) = self.vault.latest_note(id)? {
            return template(&self.places, &stored.note.template);
        }
        let is_sample = self.vault.encounter(id)?.sound == Sound::Sample;
        if let Some(name) = self.settings()?.first_template.filter(|_| !is_sample) {
            match template(&self.places, &name) {
                Ok(usable) => return Ok(usable),
                Err(error) => {
                    tracing::warn!(code = error.code(), "the first template of the settings cannot be used");
                }
            }
        }
        template(&self.places, FIRST_TEMPLATE)
    }

    /// Drafts the note from this transcript and saves it as a new version, which cites it. What people wrote, changed, kept or flagged
    /// in the one before stands in it, too, and that one can be had back.
    pub(crate) async fn draft_from(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
        template: &Template,
        if_model_fails: IfModelFails<'_>,
    ) -> Result<(), Error> {
        let said = self.vault.transcript(transcript)?.in_english();
        let engine = self.drafter_of(id, template)?;
        let background = self.background(id)?;
        let before = self.vault.latest_note(id)?;
        let mut draft = match if_model_fails {
            IfModelFails::NoDraft => engine.draft(template, &background, &said).await?,
            IfModelFails::ByRule(work) => {
                engine.draft_until(given_up(work), template, &background, &said).await
            }
        };
        // While it was written, the transcript may have been corrected: it is checked against what that says now. What was changed
        // in the note meanwhile is not written over.
        let mut undo = lock(&self.undo);
        // What was jotted down meanwhile, and what the drafter passed over.
        let late = self.take_in_jottings(id, transcript)?;
        let said = self.vault.transcript(transcript)?;
        without_what_was_drafted_of(&late, &mut draft.note);
        add_left_out(&draft.note.clone(), &mut draft.note, &said, &late, |_| true);
        let grounds = self.grounds(id, &said)?;
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
        if !making.drafted
            || reading.is_current
            || reading.task.as_ref().is_some_and(|task| !task.is_finished())
        {
            return Ok(());
        }
        reading.is_current = true;
        let id = making.encounter;
        // One that cannot be used is told when the note is drafted; the transcript does without it.
        let Ok(template) = self.template_of(id) else { return Ok(()) };
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
