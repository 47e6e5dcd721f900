//! What is jotted beside a consult. Its lines are evidence like what is said: they come into the transcript when that is closed, and
//! those that are written later into it and into the note.

use clinical::{
    EncounterId, EncounterStatus, Note, Phi, Segment, SegmentId, Speaker, Transcript, TranscriptId,
};
use jiff::Timestamp;
use vault::VaultError;

use crate::carried::wording;
use crate::session::lock;
use crate::{Error, Session};

impl Session {
    /// What was jotted down beside the consult.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn jottings(&self, id: EncounterId) -> Result<Phi, Error> {
        Ok(self.vault.jottings(id)?)
    }

    /// Keeps what was jotted down. Each line is the word of who wrote it: a scribe's waits for the clinician in the note. Where there is
    /// a note already, a new line comes into a new version of it.
    ///
    /// # Errors
    /// [`Error::Vault`], also where the note is signed.
    pub fn save_jottings(&self, id: EncounterId, text: &str) -> Result<(), Error> {
        if self.vault.encounter(id)?.status == EncounterStatus::Finished {
            return Err(VaultError::AlreadySigned.into());
        }
        // Not between what a draft takes in and its note.
        let mut undo = lock(&self.undo);
        self.vault.save_jottings(id, text, self.user.id, Timestamp::now())?;
        let Some(stored) = self.vault.latest_note(id)? else { return Ok(()) };
        let Some(transcript) = stored.source.transcript else { return Ok(()) };
        let late = self.take_in_jottings(id, transcript)?;
        if late.is_empty() {
            return Ok(());
        }
        let grounds = self.grounds(id, &self.vault.transcript(transcript)?)?;
        let said = self.vault.transcript(transcript)?;
        let removed = self.removed_wordings(&stored)?;
        let mut note = stored.note;
        let mut new = note.clone();
        new.sections.iter_mut().for_each(|section| section.statements.clear());
        add_left_out(&note, &mut new, &said, |id| late.contains(&id));
        self.take_in(&grounds, &mut new);
        for (section, more) in note.sections.iter_mut().zip(new.sections) {
            let stays = more.statements.into_iter();
            section.statements.extend(stays.filter(|one| !removed.contains_key(&(more.code, wording(one)))));
        }
        self.check_again(&grounds, &mut note);
        self.vault.save_note(id, stored.version, &note, &stored.source, self.user.id, Timestamp::now())?;
        undo.entry(id).or_default().push(stored.version);
        Ok(())
    }

    /// Adds the jotted lines that a transcript does not have yet, and gives them.
    pub(crate) fn take_in_jottings(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
    ) -> Result<Vec<SegmentId>, Error> {
        let mut so_far = self.vault.transcript(transcript)?;
        let first_new = so_far.segments().len();
        let mut there: Vec<Phi> = so_far.segments().iter().filter(|one| one.typed).map(as_typed).collect();
        for line in self.vault.jotted_lines(id)? {
            let text = line.text.trim();
            if let Some(at) = there.iter().position(|one| one.trim() == text) {
                there.swap_remove(at);
            } else if !text.is_empty() {
                let segment = Segment::new(Speaker::Clinician, text, None);
                so_far.add(Segment { typed: true, author: line.by, ..segment });
            }
        }
        let new = &so_far.segments()[first_new..];
        self.vault.finish_transcript(transcript, new)?;
        Ok(new.iter().map(|one| one.id).collect())
    }
}

/// Adds to `to` what was typed in these segments and `note` does not have.
pub(crate) fn add_left_out(
    note: &Note,
    to: &mut Note,
    said: &Transcript,
    typed_in: impl Fn(SegmentId) -> bool,
) {
    for (code, statement) in drafting::left_out(note, said) {
        let section = to.sections.iter_mut().find(|one| one.code == code);
        if let Some(section) = section.filter(|_| statement.evidence.iter().any(|id| typed_in(*id))) {
            section.statements.push(statement);
        }
    }
}

/// A line as it was typed, before somebody corrected it in the transcript.
fn as_typed(segment: &Segment) -> Phi {
    segment.spoken.as_ref().filter(|_| segment.corrected_by.is_some()).unwrap_or(&segment.text).clone()
}
