//! What the checks see in a note as a whole: what was said and is not in it, and statements that cannot both be true.

use clinical::{EncounterId, Phi, StatementId};
use grounding::{Heard, Omission};
use serde_json::{Value, json};

use crate::{Error, Session, StatementIn};

/// What a clinician should look at besides the single statements. None of it keeps a note from being signed.
#[derive(Clone, Debug, Default)]
pub struct Overlooked {
    /// What was said and is not in the note.
    pub omissions: Vec<Omission>,
    /// Two statements that contradict each other, and how.
    pub conflicts: Vec<(StatementId, StatementId, Phi)>,
    /// Statements that the patient's record speaks against, and how: what is given and is recorded as an allergy.
    pub against_record: Vec<(StatementId, Phi)>,
}

impl Session {
    /// What the newest version of the note overlooks.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no note yet, [`Error::Vault`].
    pub fn overlooked(&self, id: EncounterId) -> Result<Overlooked, Error> {
        let note = self.note(id)?.note;
        let headed = note.sections.iter().flat_map(|section| {
            let statements = section.statements.iter();
            statements.map(|one| (one.id, grounding::under_its_heading(section.code, &one.text)))
        });
        let (ids, headed): (Vec<StatementId>, Vec<_>) = headed.unzip();
        let texts = || headed.iter().map(|text| text.as_ref());
        let omissions = self.heard(id)?.omissions(texts());
        let conflicts = grounding::conflicts(texts()).into_iter();
        let conflicts = conflicts.map(|conflict| {
            let (first, second) = conflict.between;
            (ids[first], ids[second], conflict.message)
        });
        let patient = self.vault.patient(self.vault.encounter(id)?.patient)?;
        let allergies = patient.allergies.iter().map(Phi::as_str);
        let against_record = grounding::against_record(texts(), allergies).into_iter();
        let against_record = against_record.map(|(at, message)| (ids[at], message)).collect();
        Ok(Overlooked { omissions, conflicts: conflicts.collect(), against_record })
    }
}

/// The same for statements outside a note, added to what was found of each of them: `{"statements", "omissions": [{"kind",
/// "message", "evidence"}], "conflicts": [{"between": [id, id], "message"}]}`.
pub(crate) fn with_overlooked(checked: Vec<Value>, statements: &[StatementIn], heard: &Heard) -> Value {
    let headed: Vec<_> = statements.iter().map(StatementIn::under_its_heading).collect();
    let texts = || headed.iter().map(|text| text.as_ref());
    let omissions = heard.omissions(texts()).into_iter().map(|omission| {
        json!({ "kind": omission.kind.as_str(), "message": omission.message, "evidence": omission.evidence })
    });
    let conflicts = grounding::conflicts(texts()).into_iter().map(|conflict| {
        let (first, second) = conflict.between;
        json!({ "between": [statements[first].id, statements[second].id], "message": conflict.message })
    });
    json!({ "statements": checked, "omissions": omissions.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>() })
}
