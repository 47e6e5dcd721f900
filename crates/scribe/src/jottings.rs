//! What is jotted beside a consult. Its lines are evidence like what is said: they come into the transcript when that is closed, and
//! those that are written later into it and into the note.

use clinical::{
    EncounterId, EncounterStatus, Note, Phi, Segment, SegmentId, Speaker, Statement, Transcript, TranscriptId,
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
        // Not between what a draft takes in and its note, nor while it is signed.
        let mut undo = lock(&self.undo);
        if self.vault.encounter(id)?.status == EncounterStatus::Finished {
            return Err(VaultError::AlreadySigned.into());
        }
        self.vault.save_jottings(id, text, self.user.id, Timestamp::now())?;
        let Some(stored) = self.vault.latest_note(id)? else { return Ok(()) };
        let Some(transcript) = stored.source.transcript else { return Ok(()) };
        let late = self.take_in_jottings(id, transcript)?;
        if late.is_empty() {
            return Ok(());
        }
        let said = self.vault.transcript(transcript)?;
        let grounds = self.grounds(id, &said)?;
        let removed = self.removed_wordings(&stored)?;
        let mut note = stored.note;
        without_what_was_drafted_of(&late, &mut note);
        let mut new = note.clone();
        new.sections.iter_mut().for_each(|section| section.statements.clear());
        add_left_out(&note, &mut new, &said, &late, |id| late.contains(&id));
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

    /// Adds the jotted lines that a transcript does not have yet, and has those that were gone on with say what they say now; gives
    /// both.
    pub(crate) fn take_in_jottings(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
    ) -> Result<Vec<SegmentId>, Error> {
        let mut so_far = self.vault.transcript(transcript)?;
        let first_new = so_far.segments().len();
        let mut there: Vec<Segment> = so_far.segments().iter().filter(|one| one.typed).cloned().collect();
        let mut lines = self.vault.jotted_lines(id)?;
        lines.retain(|line| {
            let known = there.iter().position(|one| as_typed(one).trim() == line.text.trim());
            known.map(|at| there.remove(at)).is_none() && !line.text.trim().is_empty()
        });
        let mut gone_on_with = Vec::new();
        for line in lines {
            let text = line.text.trim();
            let begun = there.iter().position(|one| one.corrected_by.is_none() && goes_on(&one.text, text));
            if let Some(at) = begun {
                gone_on_with.push(Segment { text: text.into(), author: line.by, ..there.remove(at) });
            } else {
                let segment = Segment::new(Speaker::Clinician, text, None);
                so_far.add(Segment { typed: true, author: line.by, ..segment });
            }
        }
        let new = &so_far.segments()[first_new..];
        self.vault.retype(transcript, &gone_on_with)?;
        self.vault.finish_transcript(transcript, new)?;
        Ok(new.iter().chain(&gone_on_with).map(|one| one.id).collect())
    }
}

/// Whether a line is one that was typed before, gone on with or changed a little: the window saves what is typed in the middle of a word.
fn goes_on(before: &str, line: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    let (before, line) = (words(before), words(line));
    let shared = before.iter().filter(|word| line.contains(word)).count();
    line.join(" ").starts_with(&before.join(" ")) || shared * 2 >= before.len().max(line.len())
}

/// Takes what a drafter has from these lines alone out of a note: they say something else by now. What somebody kept, flagged or wrote
/// stays.
pub(crate) fn without_what_was_drafted_of(lines: &[SegmentId], note: &mut Note) {
    let of_these =
        |one: &Statement| !one.evidence.is_empty() && one.evidence.iter().all(|id| lines.contains(id));
    for section in &mut note.sections {
        section.statements.retain(|one| one.outlives_drafts() || !of_these(one));
    }
}

/// Adds to `to` what was typed in these segments and `note` does not have; of `late` lines it must have all.
pub(crate) fn add_left_out(
    note: &Note,
    to: &mut Note,
    said: &Transcript,
    late: &[SegmentId],
    typed_in: impl Fn(SegmentId) -> bool,
) {
    for (code, statement) in drafting::left_out(note, said, |id| late.contains(&id)) {
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
