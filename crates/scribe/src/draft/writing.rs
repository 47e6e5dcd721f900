//! Writing a draft and checking it, and doing without the model where that fails or is late.

use std::time::{Duration, Instant};

use ::models::Sha256;
use clinical::{CheckCounts, DraftTimes, ModelCard, Note, Redraft, Section, SectionAgain, Transcript};
use drafting::Template;
use drafting::prompt::{Ask, Background, SoFar, ask_again};
use grounding::Heard;

use super::author::{Author, Written, request};
use super::{Draft, Engine};
use crate::Error;
use crate::card::{FileDigest, draft_card, model_card, prompt_digest};

impl Engine {
    /// Drafts a note and checks every statement of it.
    ///
    /// # Errors
    /// [`Error::Worker`] where the model's process failed, [`Error::Draft`] where it wrote something else than a note.
    pub async fn draft(
        &self,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        match self {
            Self::Extractive { .. } => Ok(self.by_rule(drafting::extract, template, background, transcript)),
            Self::Dictation => Ok(self.by_rule(drafting::dictation::note, template, background, transcript)),
            Self::Language { .. } => {
                let asks = drafting::prompt::asks(template);
                let prompt = prompt_digest(template, &asks);
                self.by_model(&asks, prompt, template, background, transcript).await
            }
        }
    }

    /// Drafts one section alone, again, and checks it; the other sections of the draft are empty. `removed` are the texts that a
    /// person removed from it. Without a language model it is drafted as with the whole note.
    ///
    /// # Errors
    /// As [`Engine::draft`].
    pub(crate) async fn draft_section(
        &self,
        section: &Section,
        removed: Vec<&str>,
        how: &Redraft,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        let code = section.code;
        let mut draft = match self {
            Self::Extractive { .. } | Self::Dictation => {
                let mut whole = self.draft(template, background, transcript).await?;
                let others = whole.note.sections.iter_mut().filter(|one| one.code != code);
                others.for_each(|other| other.statements.clear());
                whole.card.checks = CheckCounts::of(&whole.note);
                whole
            }
            Self::Language { .. } => {
                let texts = |is_settled| {
                    let those = section.statements.iter().filter(move |one| one.is_settled() == is_settled);
                    those.map(|one| one.text.as_str()).collect::<Vec<_>>()
                };
                let so_far = SoFar { settled: texts(true), replaced: texts(false), removed };
                let ask = ask_again(code, how, &so_far);
                let prompt = prompt_digest(template, &[ask_again(code, how, &so_far.without_words())]);
                self.by_model(&[ask], prompt, template, background, transcript).await?
            }
        };
        draft.card.again = Some(SectionAgain { section: code, how: how.clone() });
        Ok(draft)
    }

    /// Drafts with the language model, which answers each of `asks`.
    async fn by_model(
        &self,
        asks: &[Ask],
        prompt: Sha256,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        let Self::Language { worker, model, digests } = self else {
            return Err(Error::Internal("a drafter without a model was asked to prompt one".into()));
        };
        let began = Instant::now();
        let digest = FileDigest::of(digests, model.path.clone());
        let author = Author { worker, template, background, transcript, asks };
        let Written { note, stretches, full, reading } = author.write().await?;
        let writing = began.elapsed().saturating_sub(reading);
        let card = model_card(worker, model, digest, prompt, stretches).await;
        let heard = heard(transcript, background);
        let draft = self.checked(note, template, &heard, (reading, writing), Some(card));
        Ok(Draft { by: with_limits(draft.by, &full), ..draft })
    }

    /// Drafts without a model.
    fn by_rule(
        &self,
        rule: impl FnOnce(&Template, &Transcript) -> Note,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Draft {
        let began = Instant::now();
        let note = rule(template, transcript);
        let times = (Duration::ZERO, began.elapsed());
        self.checked(note, template, &heard(transcript, background), times, None)
    }

    /// The draft that this engine read and wrote in so long a time, with its checks and its card.
    fn checked(
        &self,
        mut note: Note,
        template: &Template,
        heard: &Heard,
        (reading, writing): (Duration, Duration),
        model: Option<ModelCard>,
    ) -> Draft {
        let began = Instant::now();
        grounding::check(&mut note, heard);
        let ms = |took: Duration| u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let times =
            DraftTimes { reading_ms: ms(reading), writing_ms: ms(writing), checking_ms: ms(began.elapsed()) };
        let by = match (self, model.as_ref().map_or(1, |model| model.stretches)) {
            (Self::Extractive { instead: Some(why) }, _) => format!("{}, because {why}", self.name()),
            (_, 1) => self.name(),
            (_, parts) => format!(
                "{}, in {parts} parts put together, because the consult is longer than it can read at once",
                self.name()
            ),
        };
        let card = draft_card(self.name(), template, model, times, CheckCounts::of(&note));
        Draft { note, by, card }
    }

    /// Reads a consult as far as it is settled, so that a draft of it begins sooner; only a language model gains by it.
    ///
    /// # Errors
    /// [`Error::Worker`].
    pub async fn read(
        &self,
        template: &Template,
        background: &Background,
        so_far: &Transcript,
    ) -> Result<(), Error> {
        if let Self::Language { worker, .. } = self {
            let request = request(template, background, so_far.segments(), Vec::new());
            worker.generate(request).await?.texts().await?;
        }
        Ok(())
    }

    /// Drafts with this engine, and with the extractive drafter where it fails or takes longer than it may: there is always a
    /// draft.
    pub async fn draft_or_extract(
        &self,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
        within: Duration,
    ) -> Draft {
        let late = async {
            tokio::time::sleep(within).await;
            too_late(within)
        };
        self.draft_until(late, template, background, transcript).await
    }

    /// The same, with the extractive drafter as soon as `given_up` says why this engine is waited for no longer.
    pub(crate) async fn draft_until(
        &self,
        given_up: impl Future<Output = String>,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Draft {
        let why = tokio::select! {
            biased;
            drafted = self.draft(template, background, transcript) => match drafted {
                Ok(draft) => return draft,
                Err(error) => format!("failed: {error}"),
            },
            why = given_up => why,
        };
        let by_rule = Self::Extractive { instead: Some(format!("{} {why}", self.name())) };
        by_rule.by_rule(drafting::extract, template, background, transcript)
    }
}

/// What the checks hold a note against.
fn heard(transcript: &Transcript, background: &Background) -> Heard {
    Heard::of(transcript).of_age(background.age).on(background.day)
}

/// Names a drafter, and the sections in which it wrote as much as it may: what came after that is not in them.
fn with_limits(by: String, full: &[String]) -> String {
    match full {
        [] => by,
        _ => format!(
            "{by}, which wrote as much as it may in {}: look for what is missing there",
            full.join(", ")
        ),
    }
}

/// Why a model that took longer than this is waited for no longer.
pub(crate) fn too_late(within: Duration) -> String {
    format!("was not done within {} s. Draft again to wait for it.", within.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_in_which_sections_its_model_came_to_the_end_of_what_it_may_write() {
        assert_eq!(with_limits("Some Model".into(), &[]), "Some Model");
        assert_eq!(
            with_limits("Some Model".into(), &["Plan".into(), "Advice".into()]),
            "Some Model, which wrote as much as it may in Plan, Advice: look for what is missing there"
        );
    }
}
