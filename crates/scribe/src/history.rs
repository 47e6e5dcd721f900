//! How a note came to be what it is: its versions, who saved each, and what each changed, word by word.

use clinical::{
    Difference, DraftCard, EncounterId, Mark, Marking, Phi, SectionCode, UserId, differences, markings,
};
use jiff::Timestamp;

use crate::{Error, Session};

/// A version of a note.
#[derive(Clone, Debug)]
pub struct Version {
    /// Counted from 1.
    pub number: u32,
    /// Who saved it, by name.
    pub author: String,
    /// When.
    pub saved_at: Timestamp,
    /// What drafted it.
    pub engine: String,
    /// How the draft was made that it goes back to, where that is known.
    pub card: Option<DraftCard>,
    /// What differs from the version before; of the first, from an empty note.
    pub changes: Vec<Difference>,
    /// What was kept, flagged and cleared in it.
    pub marks: Vec<Marked>,
}

/// A mark that a version sets or clears.
#[derive(Clone, Debug)]
pub struct Marked {
    /// What was done.
    pub mark: Mark,
    /// The section of the statement.
    pub section: SectionCode,
    /// What the statement says.
    pub text: Phi,
    /// What is asked by the flag that was set or cleared.
    pub remark: Option<Phi>,
    /// Whose mark it is, by name, where the version's author had another's back.
    pub restored_of: Option<String>,
}

impl Session {
    /// All versions of the note, the newest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none yet, [`Error::Vault`].
    pub fn history(&self, id: EncounterId) -> Result<Vec<Version>, Error> {
        let newest = self.note(id)?;
        let mut versions = Vec::new();
        let mut before = None;
        for number in 1..=newest.version {
            let stored = self.vault.note_version(newest.note_id, number)?;
            let before = before.replace(stored.note.clone());
            let marks = markings(before.as_ref(), &stored.note);
            let marks = marks.into_iter().map(|marking| self.marked(&marking, stored.author));
            let empty = || clinical::Note { sections: Vec::new(), ..stored.note.clone() };
            versions.push(Version {
                number,
                author: self.vault.user(stored.author)?.name,
                saved_at: stored.saved_at,
                marks: marks.collect::<Result<_, Error>>()?,
                changes: differences(&before.unwrap_or_else(empty), &stored.note),
                engine: stored.source.engine,
                card: stored.source.card,
            });
        }
        versions.reverse();
        Ok(versions)
    }

    fn marked(&self, marking: &Marking<'_>, author: UserId) -> Result<Marked, Error> {
        let Marking { mark, section, statement } = marking;
        let flag = statement.flag.as_ref().filter(|_| !matches!(mark, Mark::Kept(_)));
        let restored_of = marking.by().filter(|by| *by != author);
        Ok(Marked {
            mark: *mark,
            section: *section,
            text: statement.text.clone(),
            remark: flag.and_then(|flag| flag.remark.clone()),
            restored_of: restored_of.map(|by| self.vault.user(by).map(|user| user.name)).transpose()?,
        })
    }
}
