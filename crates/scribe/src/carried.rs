//! What people wrote, changed, kept or flagged in a note stands in the next draft of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use clinical::{Note, Origin, Phi, Section, SectionCode, Statement, StatementId};
use vault::StoredNote;

use crate::{Error, Session};

/// What a person removed, by the section that it stood in and its wording: its text.
pub(crate) type Removed = BTreeMap<(SectionCode, String), Phi>;

impl Session {
    /// Every wording that these statements of a note have had. A drafter that writes an earlier one again says what a person has
    /// corrected.
    pub(crate) fn wordings_of(
        &self,
        now: &StoredNote,
        statements: &[&Statement],
    ) -> Result<HashSet<String>, Error> {
        let mut wordings: HashSet<String> = statements.iter().copied().map(wording).collect();
        if statements.is_empty() {
            return Ok(wordings);
        }
        for version in 1..now.version {
            let earlier = self.vault.note_version(now.note_id, version)?;
            let same = |one: &&Statement| statements.iter().any(|statement| statement.id == one.id);
            wordings.extend(earlier.note.statements().filter(same).map(wording));
        }
        Ok(wordings)
    }

    /// Every wording of what a drafter wrote and a person removed, up to this version, with the section that it stood in, unless it is
    /// there again: what undoes a removal, or types the same, takes it back.
    pub(crate) fn removed_wordings(&self, now: &StoredNote) -> Result<Removed, Error> {
        let mut removed = Removed::new();
        // Of what a drafter once wrote; what was only ever typed may be drafted as well.
        let mut drafted: HashMap<StatementId, Removed> = HashMap::new();
        let mut earlier: Vec<(StoredNote, Removed)> = Vec::new();
        for version in 1..=now.version {
            let next = self.vault.note_version(now.note_id, version)?;
            let before = earlier.last().map(|(before, _)| removed_by_a_person(before, &next));
            let gone = before.unwrap_or_default().into_iter().filter_map(|id| drafted.get(&id).cloned());
            let gone: Removed = gone.flatten().collect();
            removed.extend(gone.clone());
            let placed = next.note.sections.iter();
            let placed =
                placed.flat_map(|one| one.statements.iter().map(move |statement| (one.code, statement)));
            for (section, statement) in placed {
                let wording = (section, wording(statement));
                removed.remove(&wording);
                if is_drafted(statement) || drafted.contains_key(&statement.id) {
                    drafted.entry(statement.id).or_default().insert(wording, statement.text.clone());
                }
            }
            // What undo brings back has removed from it what it had then, and what it takes away.
            if let Some((_, then)) = earlier.iter().rev().find(|(one, _)| is_same(one, &next)) {
                removed.clone_from(then);
                removed.extend(gone);
            }
            earlier.push((next, removed.clone()));
        }
        Ok(removed)
    }

    /// Has what outlives drafts stand in this one of the same note, word for word; what it says is not said once more, nor what a
    /// person removed.
    pub(crate) fn carry(&self, before: &StoredNote, draft: &mut Note) -> Result<(), Error> {
        let stays: Vec<&Statement> =
            before.note.statements().filter(|statement| statement.outlives_drafts()).collect();
        let taken = self.wordings_of(before, &stays)?;
        let removed = self.removed_wordings(before)?;
        for section in &mut draft.sections {
            let code = section.code;
            section.statements.retain(|one| {
                let wording = wording(one);
                !taken.contains(&wording) && !removed.contains_key(&(code, wording))
            });
        }
        for section in &before.note.sections {
            carry_section(section, draft);
        }
        Ok(())
    }
}

/// What is gone from one version to the next by the hand of a person. A draft takes away, too: it has a card of its own, or brings
/// something new.
fn removed_by_a_person(before: &StoredNote, after: &StoredNote) -> Vec<StatementId> {
    let is_new = |one: &Statement| before.note.statement(one.id).is_none();
    if before.source != after.source || after.note.statements().any(|one| is_drafted(one) && is_new(one)) {
        return Vec::new();
    }
    let gone = before.note.statements().filter(|one| after.note.statement(one.id).is_none());
    gone.map(|one| one.id).collect()
}

/// Whether two versions have the same statements of the same draft, whatever was found of them.
fn is_same(one: &StoredNote, other: &StoredNote) -> bool {
    let words = |of: &'_ Statement| (of.id, of.text.clone());
    one.source == other.source && one.note.statements().map(words).eq(other.note.statements().map(words))
}

/// Whether it stands as a drafter wrote it.
fn is_drafted(statement: &Statement) -> bool {
    statement.copied || matches!(statement.origin, Origin::Model | Origin::Extractive)
}

/// Puts what stays of a section into the same one of the draft or, where its template has none, into one of the same part.
fn carry_section(before: &Section, draft: &mut Note) {
    let old = before.statements.clone();
    let place = |fits: &dyn Fn(SectionCode) -> bool| draft.sections.iter().position(|one| fits(one.code));
    if let Some(same) = place(&|code| code == before.code) {
        let section = &mut draft.sections[same];
        let new = std::mem::take(&mut section.statements);
        section.statements = merged(old, new, HashSet::new(), Statement::outlives_drafts);
    } else {
        let place = place(&|code| code.part() == before.code.part()).unwrap_or(0);
        if let Some(section) = draft.sections.get_mut(place) {
            section.statements.extend(old.into_iter().filter(Statement::outlives_drafts));
        }
    }
}

/// The statements of a section that was drafted again: those that stay where they were, in the places of the others the new
/// ones, what is more of them behind the last such place. No wording that is `taken` is written once more. A statement that
/// comes out as it was is still the same.
pub(crate) fn merged(
    old: Vec<Statement>,
    new: Vec<Statement>,
    mut taken: HashSet<String>,
    stays: impl Fn(&Statement) -> bool,
) -> Vec<Statement> {
    let mut new: Vec<Statement> =
        new.into_iter().filter(|statement| taken.insert(wording(statement))).collect();
    for statement in &mut new {
        let same = old.iter().find(|one| !stays(one) && one.text == statement.text);
        statement.id = same.map_or(statement.id, |one| one.id);
    }
    let mut new = new.into_iter();
    let mut places = old.iter().filter(|statement| !stays(statement)).count();
    let mut merged = Vec::new();
    for statement in old {
        if stays(&statement) {
            merged.push(statement);
            continue;
        }
        places -= 1;
        match places {
            0 => merged.extend(new.by_ref()),
            _ => merged.extend(new.next()),
        }
    }
    merged.extend(new);
    merged
}

/// The words of a statement, by which two that say the same in the same words are told.
pub(crate) fn wording(statement: &Statement) -> String {
    let words = statement.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use clinical::{Flag, Kept, KeptReason, UserId};
    use drafting::Template;

    use super::*;

    fn by(origin: Origin, text: &str) -> Statement {
        Statement::new(text, Vec::new(), origin)
    }

    fn drafted(texts: &[&str]) -> Vec<Statement> {
        texts.iter().map(|text| by(Origin::Model, text)).collect()
    }

    fn texts(statements: &[Statement]) -> Vec<&str> {
        statements.iter().map(|statement| statement.text.as_str()).collect()
    }

    /// Of one section alone.
    fn note(code: SectionCode, statements: Vec<Statement>) -> Note {
        let mut note = Template::built_in("soap").unwrap().empty_note();
        note.sections.retain(|section| section.code == code);
        note.sections[0].statements = statements;
        note
    }

    #[test]
    fn what_a_person_wrote_changed_or_kept_stays_in_its_place() {
        let mut kept = by(Origin::Model, "Lungs clear.");
        kept.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        let old = vec![
            by(Origin::Model, "A."),
            by(Origin::Clinician, "Mine."),
            by(Origin::Extractive, "B."),
            kept,
            by(Origin::Scribe, "Typed."),
        ];
        let stays: Vec<Statement> = old.iter().filter(|one| one.is_settled()).cloned().collect();
        for (new, expected) in [
            (&["X.", "Y.", "Z."][..], &["X.", "Mine.", "Y.", "Z.", "Lungs clear.", "Typed."][..]),
            (&["X."], &["X.", "Mine.", "Lungs clear.", "Typed."]),
            (&[], &["Mine.", "Lungs clear.", "Typed."]),
        ] {
            let merged = merged(old.clone(), drafted(new), HashSet::new(), Statement::is_settled);
            assert_eq!(texts(&merged), expected);
            let still: Vec<Statement> = merged.into_iter().filter(Statement::is_settled).collect();
            assert_eq!(still, stays, "unchanged to the last field");
        }
        let all_settled = vec![by(Origin::Clinician, "Mine.")];
        assert_eq!(
            texts(&merged(all_settled, drafted(&["X."]), HashSet::new(), Statement::is_settled)),
            ["Mine.", "X."]
        );
    }

    #[test]
    fn what_a_person_has_corrected_is_not_written_again_beside_it_nor_anything_twice() {
        let old = vec![by(Origin::Clinician, "Pain for 3 weeks.")];
        let taken = HashSet::from(["pain for 3 weeks".to_owned(), "pain for 2 weeks".to_owned()]);
        let new = drafted(&["Pain for 2 weeks", "Denies fever.", "denies fever"]);
        assert_eq!(
            texts(&merged(old, new, taken, Statement::is_settled)),
            ["Pain for 3 weeks.", "Denies fever."]
        );
    }

    #[test]
    fn a_statement_that_comes_out_as_it_was_is_the_same_one() {
        let old = drafted(&["A.", "B."]);
        let ids: Vec<_> = old.iter().map(|statement| statement.id).collect();
        let merged = merged(old, drafted(&["B.", "C."]), HashSet::new(), Statement::is_settled);
        assert_eq!(merged[0].id, ids[1]);
        assert!(!ids.contains(&merged[1].id));
    }

    #[test]
    fn another_template_s_draft_has_what_stays_in_a_section_of_the_same_part() {
        let flagged = Statement {
            flag: Some(Flag { remark: None, by: UserId::new() }),
            ..by(Origin::Model, "Right knee swollen.")
        };
        let dictated = Statement { copied: true, ..by(Origin::Clinician, "Gait normal.") };
        let exam = vec![flagged.clone(), by(Origin::Model, "Lungs clear."), dictated];
        let before = note(SectionCode::PhysicalExam, exam);
        let results = by(Origin::Model, "X-ray normal.");
        let mut draft = note(SectionCode::Results, vec![results.clone()]);
        let complaint = note(SectionCode::ChiefComplaint, Vec::new());
        draft.sections.splice(0..0, complaint.sections);
        carry_section(&before.sections[0], &mut draft);
        assert!(draft.sections[0].statements.is_empty());
        assert_eq!(
            draft.sections[1].statements,
            [results, flagged],
            "what was only dictated is drafted again"
        );
    }
}
