//! A language model at work on a consult: what it is asked, in how many stretches and parts, and what it answers.

use std::time::{Duration, Instant};

use clinical::{Note, Section, SectionCode, Segment, Transcript};
use drafting::prompt::{Ask, Background};
use drafting::{Answers, Template};
use worker::{ChatMessage, GenerateRequest, GeneratedText, LlamaWorker, Stopped, TextRequest, WorkerError};

use super::CONTEXT_TOKENS;
use crate::Error;

/// Tokens that a part of a note may have.
pub(crate) const MAX_PART_TOKENS: u32 = 2_048;
/// Always the likeliest words, so that the same consult gives the same draft.
pub(crate) const TEMPERATURE: f32 = 0.0;
/// Of the choice of words, were the temperature above 0.
pub(crate) const SEED: u32 = 0;

/// A language model at work on a consult.
pub(super) struct Author<'a> {
    pub(super) worker: &'a LlamaWorker,
    pub(super) template: &'a Template,
    pub(super) background: &'a Background,
    pub(super) transcript: &'a Transcript,
    pub(super) asks: &'a [Ask],
}

/// What it wrote.
pub(super) struct Written {
    pub(super) note: Note,
    /// In how many stretches the consult was read.
    pub(super) stretches: usize,
    /// Titles of the sections in which it wrote as much as it may.
    pub(super) full: Vec<String>,
    /// How long it took until the first words of each stretch.
    pub(super) reading: Duration,
}

impl Author<'_> {
    /// Writes the note. What does not fit the model's context, with room for the note, is read in halves, and these in halves
    /// again.
    pub(super) async fn write(&self) -> Result<Written, Error> {
        let mut note = self.template.empty_note();
        let (mut stretches, mut full, mut reading) = (0, Vec::new(), Duration::ZERO);
        let mut waiting = vec![self.transcript.segments()];
        while let Some(stretch) = waiting.pop() {
            match self.note_of(stretch).await {
                Ok((next, cut, read)) => {
                    stretches += 1;
                    reading += read;
                    let is_full =
                        |section: &&Section| drafting::is_full(section) || cut.contains(&section.code);
                    for section in next.sections.iter().filter(is_full) {
                        if !full.contains(&section.title) {
                            full.push(section.title.clone());
                        }
                    }
                    add(&mut note, next);
                }
                Err(Error::Worker(WorkerError::TooLong { .. })) if stretch.len() > 1 => {
                    let (first, second) = stretch.split_at(stretch.len() / 2);
                    waiting.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Written { note, stretches, full, reading })
    }

    /// The note of a stretch, the sections of it that a whole answer has no room for, and how long it took to read it.
    async fn note_of(&self, stretch: &[Segment]) -> Result<(Note, Vec<SectionCode>, Duration), Error> {
        let mut note = self.template.empty_note();
        let (mut cut, mut reading) = (Vec::new(), Duration::ZERO);
        let mut asks = self.asks.to_vec();
        while !asks.is_empty() {
            let (answers, read) = self.answers(stretch, &asks).await?;
            let Answers { note: mut next, whole } = answers;
            let broken_off = asks.into_iter().zip(whole).filter_map(|(ask, whole)| Some((ask, whole?)));
            asks = broken_off.filter_map(|(ask, whole)| left_of(&ask, whole, &mut next, &mut cut)).collect();
            add(&mut note, next);
            reading += read;
        }
        Ok((note, cut, reading))
    }

    /// What the model writes of a stretch when it is asked this, and how long it took to read it.
    async fn answers(&self, stretch: &[Segment], asks: &[Ask]) -> Result<(Answers, Duration), Error> {
        let texts = asks.iter().map(|ask| TextRequest {
            grammar: Some(drafting::grammar(&ask.sections, stretch)),
            ask: ask.text.clone(),
            max_tokens: MAX_PART_TOKENS,
        });
        let request = request(self.template, self.background, stretch, texts.collect());
        let began = Instant::now();
        let mut generation = self.worker.generate(request).await?;
        generation.next().await.transpose()?;
        let reading = began.elapsed();
        let generated = generation.texts().await?;
        let ran_out =
            |text: &GeneratedText| text.stopped == Stopped::MaxTokens && text.tokens < MAX_PART_TOKENS;
        if generated.texts.iter().any(ran_out) {
            let tokens = generated.prompt_tokens;
            return Err(WorkerError::TooLong { tokens, context: CONTEXT_TOKENS }.into());
        }
        let texts = generated.texts.iter().map(|text| text.text.as_str());
        Ok((drafting::parse(self.template, self.transcript, texts)?, reading))
    }
}

/// What is still to be asked of a part whose answer broke off behind so many whole sections. The next one gets the room of a whole
/// answer; where it had that already, what it has of it stays and it is `cut`.
fn left_of(ask: &Ask, whole: usize, answer: &mut Note, cut: &mut Vec<SectionCode>) -> Option<Ask> {
    let begun = *ask.sections.get(whole)?;
    if whole == 0 {
        cut.push(begun);
        return ask.without_first(1);
    }
    let begun = answer.sections.iter_mut().find(|section| section.code == begun);
    begun.into_iter().for_each(|section| section.statements.clear());
    ask.without_first(whole)
}

/// Adds the statements of the next stretch of a consult, each wording once, with all that any stretch has for it.
fn add(note: &mut Note, next: Note) {
    for (section, more) in note.sections.iter_mut().zip(next.sections) {
        for statement in more.statements {
            let there =
                section.statements.iter_mut().find(|there| there.text.eq_ignore_ascii_case(&statement.text));
            match there {
                Some(there) => {
                    there.evidence.extend(statement.evidence);
                    there.evidence.sort_unstable();
                    there.evidence.dedup();
                }
                None => section.statements.push(statement),
            }
        }
    }
}

/// What a model is asked.
pub(super) fn request(
    template: &Template,
    background: &Background,
    stretch: &[Segment],
    texts: Vec<TextRequest>,
) -> GenerateRequest {
    let messages = drafting::prompt::messages(template, background, stretch);
    let messages = messages.into_iter().map(chat_message).collect();
    GenerateRequest { messages, texts, temperature: TEMPERATURE, seed: SEED }
}

fn chat_message(message: drafting::prompt::Message) -> ChatMessage {
    let role = match message.role {
        drafting::prompt::Role::System => "system",
        drafting::prompt::Role::User => "user",
    };
    ChatMessage { role: role.to_owned(), content: message.content }
}

#[cfg(test)]
mod tests {
    use clinical::{Origin, SegmentId, Statement};

    use super::*;

    #[test]
    fn a_part_that_breaks_off_is_asked_for_again_from_the_section_on_that_is_not_whole() {
        use SectionCode::{Allergies, ChiefComplaint, HistoryOfPresentIllness};
        let ask = |sections: &[SectionCode]| Ask { sections: sections.to_vec(), text: "Write it.".into() };
        let note = || {
            let mut note = Template::built_in("soap").unwrap().empty_note();
            note.sections.iter_mut().for_each(|one| {
                one.statements.push(Statement::new("Said.", Vec::new(), Origin::Model));
            });
            note
        };
        let all = [ChiefComplaint, HistoryOfPresentIllness, Allergies];
        let has = |note: &Note, code| !note.section(code).unwrap().statements.is_empty();

        let (mut answer, mut cut, all) = (note(), Vec::new(), ask(&all));
        let second = left_of(&all, 1, &mut answer, &mut cut).unwrap();
        assert_eq!(second.sections, all.sections[1..]);
        assert!(has(&answer, ChiefComplaint) && !has(&answer, HistoryOfPresentIllness) && cut.is_empty());

        let mut answer = note();
        let third = left_of(&second, 0, &mut answer, &mut cut).unwrap();
        assert_eq!((third.sections.as_slice(), cut.as_slice()), (&all.sections[2..], &all.sections[1..2]));
        assert!(has(&answer, HistoryOfPresentIllness), "what it has of it stays");

        assert_eq!(left_of(&third, 0, &mut answer, &mut cut), None);
        assert_eq!(left_of(&all, 3, &mut answer, &mut cut), None, "all but the last bracket is there");
        assert_eq!(cut, all.sections[1..]);
    }

    #[test]
    fn stretches_of_a_consult_make_one_note_with_each_wording_once_and_all_its_evidence() {
        let of = |statements: &[(&str, &[u32])]| {
            let mut note = Template::built_in("soap").unwrap().empty_note();
            let section = note
                .sections
                .iter_mut()
                .find(|one| one.code == SectionCode::HistoryOfPresentIllness)
                .unwrap();
            let statement = |(text, cited): &(&str, &[u32])| {
                Statement::new(*text, cited.iter().copied().map(SegmentId).collect(), Origin::Model)
            };
            section.statements.extend(statements.iter().map(statement));
            note
        };
        let mut note = of(&[("Cough for 3 weeks.", &[3, 5])]);
        add(&mut note, of(&[("cough for 3 weeks.", &[9, 5, 4]), ("Denies fever.", &[12])]));
        let found: Vec<(&str, Vec<u32>)> = note
            .statements()
            .map(|one| (one.text.as_str(), one.evidence.iter().map(|id| id.0).collect()))
            .collect();
        assert_eq!(found, [("Cough for 3 weeks.", vec![3, 4, 5, 9]), ("Denies fever.", vec![12])]);
    }
}
