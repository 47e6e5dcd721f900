//! Holding a note against what was said, again whenever either has changed.

use clinical::{
    EncounterId, Note, Origin, Role, SectionCode, Segment, SegmentId, Statement, Transcript, UserId,
};
use grounding::Heard;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use vault::NoteSource;

use crate::session::Versions;
use crate::{Error, Session};

/// What a note is held against.
pub(crate) struct Grounds {
    /// What was said.
    pub(crate) heard: Heard,
    /// The same without what scribes put into the transcript, where they did.
    without_scribes: Option<Heard>,
    /// Into which segments they did.
    by_scribes: Vec<SegmentId>,
    /// In which nothing is left without that.
    silent: Vec<SegmentId>,
}

impl Grounds {
    /// Whether a statement is borne out only by what a scribe put into the transcript: no clinician has decided about that.
    pub(crate) fn only_a_scribe_bears_out(&self, section: SectionCode, statement: &Statement) -> bool {
        let Some(without_scribes) = &self.without_scribes else { return false };
        let mut without = statement.clone();
        grounding::recheck(&mut without, section, without_scribes);
        let rests_on_silence = without.evidence.iter().all(|id| self.silent.contains(id));
        !statement.is_unsupported() && (without.is_unsupported() || rests_on_silence)
    }

    /// Has what a drafter took over from a segment that a scribe typed, dictated or corrected be the scribe's.
    fn attribute(&self, drafted: &mut Note) {
        let is_scribe_s = |one: &&mut Statement| one.evidence.iter().any(|id| self.by_scribes.contains(id));
        let of_people = drafted.statements_mut().filter(|one| one.origin == Origin::Clinician);
        of_people.filter(is_scribe_s).for_each(|one| one.origin = Origin::Scribe);
    }
}

impl Session {
    /// What the consult's transcript says, with the patient's age as the record has it and the day of the consult.
    pub(crate) fn heard(&self, id: EncounterId) -> Result<Heard, Error> {
        self.heard_in(id, &self.transcript(id)?)
    }

    /// The same of this transcript.
    pub(crate) fn heard_in(&self, id: EncounterId, said: &Transcript) -> Result<Heard, Error> {
        let encounter = self.vault.encounter(id)?;
        let day = encounter.start.to_zoned(TimeZone::system()).date();
        let age = self.vault.patient(encounter.patient)?.age_on(day);
        Ok(Heard::of(&said.in_english()).of_age(age).on(Some(day)))
    }

    /// What the newest version of the note is held against.
    pub(crate) fn current_grounds(&self, id: EncounterId) -> Result<Grounds, Error> {
        self.grounds(id, &self.transcript(id)?)
    }

    /// What a note of this transcript is held against.
    pub(crate) fn grounds(&self, id: EncounterId, said: &Transcript) -> Result<Grounds, Error> {
        let mut scribes = Vec::new();
        for person in said.contributors() {
            if self.is_scribe(person)? {
                scribes.push(person);
            }
        }
        let heard = self.heard_in(id, said)?;
        if scribes.is_empty() {
            return Ok(Grounds { heard, without_scribes: None, by_scribes: Vec::new(), silent: Vec::new() });
        }
        let is_by_one = |one: &&Segment| one.contributors().any(|person| scribes.contains(&person));
        let by_scribes = said.segments().iter().filter(is_by_one).map(|one| one.id).collect();
        let without = said.without(&scribes);
        let is_silent = |one: &&Segment| one.text.is_empty();
        let silent = without.segments().iter().filter(is_silent).map(|one| one.id).collect();
        let without_scribes = Some(self.heard_in(id, &without)?);
        Ok(Grounds { heard, without_scribes, by_scribes, silent })
    }

    pub(crate) fn is_scribe(&self, person: UserId) -> Result<bool, Error> {
        Ok(self.vault.user(person)?.role == Role::Scribe)
    }

    /// The transcript that a version of the note cites, as it now is.
    pub(crate) fn cited_by(&self, id: EncounterId, source: &NoteSource) -> Result<Transcript, Error> {
        let first = || Ok::<_, Error>(self.vault.transcripts(id)?.first().map(|record| record.id));
        let cited = source.transcript.map_or_else(first, |cited| Ok(Some(cited)))?;
        Ok(cited.map(|cited| self.vault.transcript(cited)).transpose()?.unwrap_or_default())
    }

    /// Checks a note again. What was in doubt and is borne out now by what a scribe put into the transcript is flagged, unless
    /// it is a clinician who changed something.
    pub(crate) fn check_again(&self, grounds: &Grounds, note: &mut Note) {
        for (section, statement) in note.placed_mut() {
            let was_in_doubt = statement.is_in_doubt();
            grounding::recheck(statement, section, &grounds.heard);
            if was_in_doubt {
                self.flag_own_word(grounds, section, statement);
            }
        }
    }

    /// Checks a draft, and leaves to a clinician what it has only from a scribe, whoever had it drafted.
    pub(crate) fn take_in(&self, grounds: &Grounds, draft: &mut Note) {
        grounds.attribute(draft);
        grounding::check(draft, &grounds.heard);
        draft.placed_mut().for_each(|(section, one)| self.flag_scribe_s_word(grounds, section, one));
    }

    /// Refuses a version whose checks say more for it than they would now; it is then saved as it is checked now.
    ///
    /// # Errors
    /// [`Error::ChecksChanged`], [`Error::Vault`].
    pub(crate) fn refuse_stale(
        &self,
        versions: &mut Versions,
        id: EncounterId,
        version: u32,
    ) -> Result<(), Error> {
        let stored = self.note(id)?;
        if stored.version != version {
            return Ok(());
        }
        let mut note = stored.note.clone();
        self.check_again(&self.grounds(id, &self.cited_by(id, &stored.source)?)?, &mut note);
        if !stored.note.statements().zip(note.statements()).any(|(old, new)| is_worse(old, new)) {
            return Ok(());
        }
        self.vault.save_note(id, version, &note, &stored.source, self.user.id, Timestamp::now())?;
        versions.entry(id).or_default().push(version);
        Err(Error::ChecksChanged)
    }
}

fn is_worse(old: &Statement, new: &Statement) -> bool {
    old.check.as_ref().zip(new.check.as_ref()).is_some_and(|(old, new)| new.is_worse_than(old))
}
