//! What people mark statements with, a reason to keep them or a flag, from one version of a note to the next.

use crate::{KeptReason, Note, SectionCode, Statement, StatementId, UserId};

/// A mark that a version of a note sets or clears.
#[derive(Clone, Copy, Debug)]
pub struct Marking<'a> {
    /// What is done.
    pub mark: Mark,
    /// The section of the statement.
    pub section: SectionCode,
    /// The statement, as it is in the version that has the mark.
    pub statement: &'a Statement,
}

impl Marking<'_> {
    /// In whose name the mark is set; of one that is cleared nobody's.
    pub fn by(&self) -> Option<UserId> {
        match self.mark {
            Mark::Kept(_) => self.statement.kept.as_ref().map(|kept| kept.by),
            Mark::Flagged => self.statement.flag.as_ref().map(|flag| flag.by),
            Mark::FlagCleared => None,
        }
    }
}

/// What is done to a statement beside its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is kept, for this reason.
    Kept(KeptReason),
    /// It is flagged.
    Flagged,
    /// Its flag is cleared, or gone with it.
    FlagCleared,
}

/// What a version does to the marks of the one before it. A reason to keep a statement is one for its words: it counts as set anew
/// where the words are others.
pub fn markings<'a>(before: Option<&'a Note>, after: &'a Note) -> Vec<Marking<'a>> {
    let mut found = Vec::new();
    for (section, statement) in statements(after) {
        let old = before.and_then(|before| before.statement(statement.id));
        if let Some(kept) = &statement.kept
            && !old.is_some_and(|old| statement.is_kept_as(old))
        {
            found.push(Marking { mark: Mark::Kept(kept.reason), section, statement });
        }
        if statement.flag.is_some() && old.is_none_or(|old| old.flag != statement.flag) {
            found.push(Marking { mark: Mark::Flagged, section, statement });
        }
    }
    for (section, statement) in before.into_iter().flat_map(statements).filter(|(_, one)| one.flag.is_some())
    {
        if after.statement(statement.id).is_none_or(|new| new.flag != statement.flag) {
            found.push(Marking { mark: Mark::FlagCleared, section, statement });
        }
    }
    found
}

fn statements(note: &Note) -> impl Iterator<Item = (SectionCode, &Statement)> {
    note.sections.iter().flat_map(|section| section.statements.iter().map(move |one| (section.code, one)))
}

impl Note {
    /// The statement with this id.
    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.statements().find(|statement| statement.id == id)
    }
}

impl Statement {
    /// Whether both are kept by the same person for the same reason, and say the same; or neither is kept.
    pub fn is_kept_as(&self, other: &Self) -> bool {
        self.kept == other.kept && self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flag, Kept, Layout, Origin, Section, WhenEmpty};

    fn note(statements: &[&Statement]) -> Note {
        Note {
            template: "soap".into(),
            document_type: "11506-3".into(),
            sections: vec![Section {
                code: SectionCode::PhysicalExam,
                title: "Examination".into(),
                layout: Layout::List,
                when_empty: WhenEmpty::Omit,
                statements: statements.iter().map(|one| (*one).clone()).collect(),
            }],
        }
    }

    fn between(before: &Note, after: &Note) -> Vec<Mark> {
        markings(Some(before), after).into_iter().map(|marking| marking.mark).collect()
    }

    #[test]
    fn marks_are_told_where_they_are_set_and_cleared_and_not_while_they_stay() {
        let plain = Statement::new("Lungs clear.", vec![], Origin::Model);
        let by = UserId::new();
        let kept = Statement { kept: Some(Kept { reason: KeptReason::Examined, by }), ..plain.clone() };
        let flagged = Statement { flag: Some(Flag { remark: None, by }), ..plain.clone() };
        let asked = Statement { flag: Some(Flag { remark: Some("when?".into()), by }), ..plain.clone() };
        let (none, plain, kept, flagged, asked) =
            (note(&[]), note(&[&plain]), note(&[&kept]), note(&[&flagged]), note(&[&asked]));
        let is_kept = Mark::Kept(KeptReason::Examined);
        for (before, after, expected) in [
            (&plain, &kept, &[is_kept][..]),
            (&kept, &kept, &[]),
            (&kept, &plain, &[]),
            (&plain, &flagged, &[Mark::Flagged]),
            (&flagged, &flagged, &[]),
            (&flagged, &asked, &[Mark::Flagged, Mark::FlagCleared]),
            (&flagged, &kept, &[is_kept, Mark::FlagCleared]),
            (&flagged, &none, &[Mark::FlagCleared]),
            (&none, &asked, &[Mark::Flagged]),
        ] {
            assert_eq!(between(before, after), expected);
        }
        assert_eq!(markings(None, &kept).len(), 1);
        let mut reworded = kept.clone();
        reworded.sections[0].statements[0].text = "Lungs not clear.".into();
        assert_eq!(between(&kept, &reworded), [is_kept], "other words are kept anew");
    }
}
