//! Flags: what a scribe, or the clinician for later, sets aside for the clinician to answer before the note is signed.

use clinical::{EncounterId, Flag, Note, Phi, SectionCode, Statement, StatementId, UserId};
use vault::VaultError;

use crate::checking::Grounds;
use crate::review::find;
use crate::{Error, Session};

/// Characters of a remark: a line, such as "left or right?".
const LONGEST_REMARK: usize = 200;

/// A flag as it is shown to who is using Dictum.
#[derive(Clone, Debug, PartialEq)]
pub struct Flagged {
    /// The statement that it is on.
    pub statement: StatementId,
    /// What is asked.
    pub remark: Option<Phi>,
    /// Who set it, by name.
    pub by: String,
    /// Whether the user may clear it: a clinician may, and who set it where it is not about a scribe's own words.
    pub may_clear: bool,
}

impl Session {
    /// Flags a statement for the clinician, with a remark or without one ("").
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidInput`] for a long remark, [`Error::Vault`], also where a scribe would replace
    /// another's flag and where the note is signed.
    pub fn flag_statement(&self, id: EncounterId, statement: StatementId, remark: &str) -> Result<(), Error> {
        let remark = remark.trim();
        if remark.chars().count() > LONGEST_REMARK {
            let limit = format!("The remark is too long. Say it in {LONGEST_REMARK} characters.");
            return Err(Error::InvalidInput(limit));
        }
        let flag = Flag { remark: (!remark.is_empty()).then(|| remark.into()), by: self.user.id };
        self.change(id, |note| {
            find(note, statement)?.1.flag = Some(flag);
            Ok(())
        })
    }

    /// Clears the flag of a statement: it is answered.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the statement is gone or has no flag, [`Error::Vault`], also for a scribe who did not set it, or
    /// where only what a scribe put into the transcript bears the statement out.
    pub fn clear_flag(&self, id: EncounterId, statement: StatementId) -> Result<(), Error> {
        self.change(id, |note| {
            let (section, statement) = find(note, statement)?;
            let flag = statement.flag.take();
            flag.map(drop).ok_or(Error::NotFound("This statement has no flag any more."))?;
            if self.is_clinician() || !self.current_grounds(id)?.only_a_scribe_bears_out(section, statement) {
                return Ok(());
            }
            Err(VaultError::NotAllowed("only a clinician answers for what a scribe put into the transcript")
                .into())
        })
    }

    /// The flags of a note of this encounter, in reading order.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn flags(&self, id: EncounterId, note: &Note) -> Result<Vec<Flagged>, Error> {
        let grounds = (!self.is_clinician()).then(|| self.current_grounds(id)).transpose()?;
        let scribe_s = |section: SectionCode, statement: &Statement| {
            grounds.as_ref().is_some_and(|one| one.only_a_scribe_bears_out(section, statement))
        };
        let placed = note.sections.iter().flat_map(|one| one.statements.iter().map(|each| (one.code, each)));
        let flagged = placed.filter_map(|(section, one)| Some((section, one, one.flag.clone()?)));
        let seen = flagged.map(|(section, statement, Flag { remark, by })| {
            let may_clear = self.is_own_or_clinician(by) && !scribe_s(section, statement);
            Ok(Flagged { statement: statement.id, remark, by: self.vault.user(by)?.name, may_clear })
        });
        seen.collect()
    }

    /// Refuses a scribe to put another draft in the place of one where others have flagged something.
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::Vault`].
    pub(crate) fn require_no_flag_of_others(&self, id: EncounterId) -> Result<(), Error> {
        let latest = self.vault.latest_note(id)?;
        let mut flags =
            latest.iter().flat_map(|stored| stored.note.statements()).filter_map(|one| one.flag.as_ref());
        if flags.all(|flag| self.is_own_or_clinician(flag.by)) {
            return Ok(());
        }
        Err(Error::InvalidInput(
            "Somebody else has flagged a statement of this note. It can be drafted anew once that is answered.".into(),
        ))
    }

    /// Flags for a clinician what only a scribe bears out, where it is a scribe who writes: otherwise a doubt could be settled
    /// without a clinician. What a clinician writes or corrects is decided by that.
    pub(crate) fn flag_own_word(&self, grounds: &Grounds, section: SectionCode, statement: &mut Statement) {
        if !self.is_clinician() {
            self.flag_scribe_s_word(grounds, section, statement);
        }
    }

    /// The same whoever writes, for what a drafter made of it.
    pub(crate) fn flag_scribe_s_word(
        &self,
        grounds: &Grounds,
        section: SectionCode,
        statement: &mut Statement,
    ) {
        if statement.flag.is_none() && grounds.only_a_scribe_bears_out(section, statement) {
            let remark = Some("Rests only on what a scribe put into the transcript.".into());
            statement.flag = Some(Flag { remark, by: self.user.id });
        }
    }

    fn is_own_or_clinician(&self, set_by: UserId) -> bool {
        self.user.id == set_by || self.is_clinician()
    }
}
