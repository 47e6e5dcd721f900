//! Who wrote which words of a statement, and what differs between two versions of a note, word by word.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, ChangeTag, capture_diff_slices};

use crate::{Note, Origin, Phi, SectionCode, Statement, StatementId};

/// So many characters of a text, one after another, are by the same author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Who wrote them.
    pub by: Origin,
    /// How many there are, in Unicode scalar values.
    pub chars: u32,
}

impl Statement {
    /// Its words by who wrote them, in order.
    pub fn pieces(&self) -> Vec<(Origin, &str)> {
        let mut rest = self.text.as_str();
        let mut pieces = Vec::new();
        for run in &self.runs {
            let end = rest.char_indices().nth(run.chars as usize).map_or(rest.len(), |(at, _)| at);
            let (piece, later) = rest.split_at(end);
            pieces.push((run.by, piece));
            rest = later;
        }
        if !rest.is_empty() {
            pieces.push((self.origin, rest));
        }
        pieces.retain(|(_, piece)| !piece.is_empty());
        pieces
    }

    /// Has `by` write another text in its place. The words that stay are still those of who wrote them; what was known of the
    /// old text, its check, detail and being kept, is gone. A clinician's words answer a flag, a scribe's do not. The same text
    /// again changes nothing.
    pub fn rewrite(&mut self, text: impl Into<Phi>, by: Origin) {
        let text = text.into();
        if text == self.text {
            return;
        }
        let old: Vec<(Origin, &str)> = self
            .pieces()
            .into_iter()
            .flat_map(|(by, piece)| tokens(piece).map(move |token| (by, token)))
            .collect();
        let old_tokens: Vec<&str> = old.iter().map(|(_, token)| *token).collect();
        let new: Vec<&str> = tokens(&text).collect();
        let mut runs: Vec<Run> = Vec::new();
        for (tag, from, to) in changes(&old_tokens, &new) {
            let (by, token) = match tag {
                ChangeTag::Equal => (old[from].0, new[to]),
                ChangeTag::Insert => (by, new[to]),
                ChangeTag::Delete => continue,
            };
            let chars = token.chars().count() as u32;
            match runs.last_mut() {
                Some(last) if last.by == by => last.chars += chars,
                _ => runs.push(Run { by, chars }),
            }
        }
        self.runs = runs;
        self.text = text;
        self.origin = by;
        self.copied = false;
        self.detail = None;
        self.kept = None;
        self.check = None;
        self.flag.take_if(|_| by == Origin::Clinician);
    }
}

/// What became of words between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They stayed.
    Same,
    /// They are only in the version before.
    Removed,
    /// They are only in the version after.
    Added,
}

/// A statement that is not the same in two versions of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its section.
    pub section: SectionCode,
    /// Which statement.
    pub statement: StatementId,
    /// Its words, in order; all added or all removed where it is in one version only.
    pub words: Vec<(Fate, Phi)>,
}

/// What differs between two versions of a note, section by section in the order of the later one; what was removed stands behind
/// what stayed.
pub fn differences(before: &Note, after: &Note) -> Vec<Difference> {
    let in_before = |id| before.statements().find(|statement| statement.id == id);
    let mut found = Vec::new();
    for section in &after.sections {
        for statement in &section.statements {
            let old = in_before(statement.id).map_or("", |old| old.text.as_str());
            found.extend(difference(section.code, statement.id, old, &statement.text));
        }
        found.extend(removed(before, after, section.code));
    }
    let is_gone = |code| after.sections.iter().all(|section| section.code != code);
    for section in before.sections.iter().filter(|section| is_gone(section.code)) {
        found.extend(removed(before, after, section.code));
    }
    found
}

/// The statements of a section that are no longer in the note.
fn removed(before: &Note, after: &Note, code: SectionCode) -> Vec<Difference> {
    let was = before.sections.iter().filter(|section| section.code == code);
    let gone = was
        .flat_map(|section| &section.statements)
        .filter(|statement| after.statements().all(|other| other.id != statement.id));
    gone.filter_map(|statement| difference(code, statement.id, &statement.text, "")).collect()
}

fn difference(section: SectionCode, statement: StatementId, before: &str, after: &str) -> Option<Difference> {
    (before != after).then(|| Difference { section, statement, words: words(before, after) })
}

/// The words of two texts, those that stayed once.
pub fn words(before: &str, after: &str) -> Vec<(Fate, Phi)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (tokens(before).collect(), tokens(after).collect());
    let mut parts: Vec<(Fate, String)> = Vec::new();
    for (tag, from, to) in changes(&old, &new) {
        let (fate, token) = match tag {
            ChangeTag::Equal => (Fate::Same, new[to]),
            ChangeTag::Insert => (Fate::Added, new[to]),
            ChangeTag::Delete => (Fate::Removed, old[from]),
        };
        match parts.last_mut() {
            Some((last, text)) if *last == fate => text.push_str(token),
            _ => parts.push((fate, token.to_owned())),
        }
    }
    parts.into_iter().map(|(fate, text)| (fate, Phi::from(text))).collect()
}

/// What leads from one to the other, with the places in both (0 where there is none).
fn changes(old: &[&str], new: &[&str]) -> Vec<(ChangeTag, usize, usize)> {
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    ops.iter()
        .flat_map(|op| op.iter_changes(old, new))
        .map(|change| (change.tag(), change.old_index().unwrap_or(0), change.new_index().unwrap_or(0)))
        .collect()
}

/// A text cut into words, numbers ("118/76", "98.4", "follow-up") and the single characters between them.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices().peekable();
        let (_, first) = chars.next()?;
        let mut end = first.len_utf8();
        if first.is_alphanumeric() {
            while let Some((at, next)) = chars.next() {
                let joins =
                    JOINS.contains(&next) && chars.peek().is_some_and(|(_, then)| then.is_alphanumeric());
                if !next.is_alphanumeric() && !joins {
                    break;
                }
                end = at + next.len_utf8();
            }
        }
        let (token, later) = rest.split_at(end);
        rest = later;
        Some(token)
    })
}

/// What holds a word or a number together from within.
const JOINS: [char; 6] = ['.', ',', '/', '-', '\'', '’'];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Flag, Layout, Section, UserId, WhenEmpty};

    fn statement(text: &str, origin: Origin) -> Statement {
        Statement::new(text, Vec::new(), origin)
    }

    #[test]
    fn the_words_that_stay_are_still_the_model_s() {
        let mut statement = statement("Takes lisinopril 10 mg daily.", Origin::Model);
        statement.rewrite("Takes lisinopril 20 mg daily.", Origin::Scribe);
        statement.rewrite("Takes lisinopril 20 mg every day.", Origin::Clinician);
        let expected = [
            (Origin::Model, "Takes lisinopril "),
            (Origin::Scribe, "20"),
            (Origin::Model, " mg "),
            (Origin::Clinician, "every day"),
            (Origin::Model, "."),
        ];
        assert_eq!(statement.pieces(), expected);
        assert_eq!(statement.origin, Origin::Clinician);
    }

    #[test]
    fn the_same_text_again_is_no_change() {
        let mut statement = statement("Denies fever.", Origin::Model);
        statement.flag = Some(Flag { remark: None, by: UserId::new() });
        let before = statement.clone();
        statement.rewrite("Denies fever.", Origin::Clinician);
        assert_eq!(statement, before);
    }

    #[test]
    fn a_clinician_s_words_answer_a_flag_and_a_scribe_s_do_not() {
        let mut statement = statement("Right knee.", Origin::Model);
        statement.flag = Some(Flag { remark: None, by: UserId::new() });
        statement.rewrite("The right knee.", Origin::Scribe);
        assert!(statement.flag.is_some() && statement.needs_resolution());
        statement.rewrite("The left knee.", Origin::Clinician);
        assert_eq!(statement.flag, None);
    }

    #[test]
    fn a_statement_nobody_edited_is_all_by_its_author_and_stored_as_before() {
        let statement = statement("Denies fever.", Origin::Extractive);
        assert_eq!(statement.pieces(), [(Origin::Extractive, "Denies fever.")]);
        assert!(!serde_json::to_string(&statement).unwrap().contains("runs"));
    }

    #[test]
    fn numbers_are_one_word() {
        let marked = words("BP 118/76, 98.4 F", "BP 118/78, 98.6 F");
        let text: Vec<(Fate, &str)> = marked.iter().map(|(fate, text)| (*fate, text.as_str())).collect();
        use Fate::{Added, Removed, Same};
        assert_eq!(
            text,
            [
                (Same, "BP "),
                (Removed, "118/76"),
                (Added, "118/78"),
                (Same, ", "),
                (Removed, "98.4"),
                (Added, "98.6"),
                (Same, " F")
            ]
        );
    }

    fn note(sections: &[(SectionCode, &[&Statement])]) -> Note {
        let section = |(code, statements): &(SectionCode, &[&Statement])| Section {
            code: *code,
            title: "Title".into(),
            layout: Layout::List,
            when_empty: WhenEmpty::Omit,
            statements: statements.iter().map(|one| (*one).clone()).collect(),
        };
        Note {
            template: "soap".into(),
            document_type: "11506-3".into(),
            sections: sections.iter().map(section).collect(),
        }
    }

    #[test]
    fn versions_differ_in_what_was_added_removed_and_reworded() {
        let [kept, gone, added] = ["Cough.", "Fever.", "Rest."].map(|text| statement(text, Origin::Model));
        let mut reworded = kept.clone();
        reworded.rewrite("Dry cough.", Origin::Clinician);
        let history = SectionCode::HistoryOfPresentIllness;
        let before = note(&[(history, &[&kept, &gone]), (SectionCode::Results, &[])]);
        let after = note(&[(history, &[&reworded]), (SectionCode::PlanEducation, &[&added])]);
        let found = differences(&before, &after);
        let ids: Vec<StatementId> = found.iter().map(|difference| difference.statement).collect();
        assert_eq!(ids, [kept.id, gone.id, added.id]);
        assert_eq!(found[1].words, [(Fate::Removed, "Fever.".into())]);
        assert_eq!(found[2].words, [(Fate::Added, "Rest.".into())]);
        assert_eq!(differences(&after, &after), []);
    }

    /// A change at a place of a text of unlike words: (place, whether a word is put in there, else it is taken out).
    fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, bool, u8)>> {
        prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 0u8..3), 1..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn through_any_edits_each_word_stays_its_author_s(edits in edits()) {
            let by = |who: u8| [Origin::Model, Origin::Scribe, Origin::Clinician][usize::from(who)];
            let mut words: Vec<(Origin, String)> = (0..12).map(|i| (Origin::Model, format!("word{i}"))).collect();
            let text = |words: &[(Origin, String)]| words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ");
            let mut statement = statement(&text(&words), Origin::Model);
            for (count, (place, puts_in, who)) in edits.into_iter().enumerate() {
                if puts_in || words.len() < 2 {
                    words.insert(place.index(words.len() + 1), (by(who), format!("new{count}")));
                } else {
                    words.remove(place.index(words.len()));
                }
                statement.rewrite(text(&words), by(who));
                let mut written = Vec::new();
                for (by, piece) in statement.pieces() {
                    written.extend(piece.split_whitespace().map(|word| (by, word.to_owned())));
                }
                prop_assert_eq!(&written, &words);
            }
        }

        #[test]
        fn any_two_texts_can_be_told_apart_and_put_together_again(before in any::<String>(), after in any::<String>()) {
            let parts = words(&before, &after);
            let without = |fate| parts.iter().filter(|(other, _)| *other != fate).map(|(_, text)| text.as_str()).collect::<String>();
            prop_assert_eq!(without(Fate::Added), before.clone());
            prop_assert_eq!(without(Fate::Removed), after.clone());
            let mut statement = statement(&before, Origin::Model);
            statement.rewrite(after.as_str(), Origin::Clinician);
            prop_assert_eq!(statement.pieces().iter().map(|(_, piece)| *piece).collect::<String>(), after);
        }
    }
}
