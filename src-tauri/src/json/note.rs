//! Notes, signatures and exports.

use clinical::{EncounterId, KeptReason, Layout, Note, Origin, Phi, Redraft, SignedNote, Statement, Verdict};
use scribe::{Flagged, Overlooked};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::StoredNote;

use super::details::{DetailJson, details};
use super::mirror;

mirror!(/// Outcome of a check.
    VerdictJson "Verdict" = Verdict { Supported, Unsupported, Contradicted });
mirror!(/// Who wrote a statement.
    OriginJson "Origin" = Origin { Model, Extractive, Scribe, Clinician });
mirror!(/// Why an unsupported statement was kept.
    KeptReasonJson "KeptReason" = KeptReason { Examined, KnownToMe });
mirror!(/// How a section is laid out.
    LayoutJson "Layout" = Layout { Paragraph, List });

/// A statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "StatementView")]
pub struct StatementJson {
    id: String,
    text: String,
    /// The text by who wrote it, in order.
    pieces: Vec<PieceJson>,
    evidence: Vec<u32>,
    /// What it says, field by field.
    details: Vec<DetailJson>,
    origin: OriginJson,
    verdict: Option<VerdictJson>,
    reasons: Vec<String>,
    kept: Option<KeptReasonJson>,
    flag: Option<FlagJson>,
    /// Whether it is unchecked, unsupported or contradicted, and not kept.
    in_doubt: bool,
    /// Whether it is in doubt or flagged, or a field in it is open.
    needs_resolution: bool,
    /// Whether a field in it is still to be filled in, so that it cannot be kept.
    has_open_field: bool,
}

/// What is asked of the clinician about a statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "FlagView")]
pub struct FlagJson {
    remark: Option<String>,
    /// Who set it, by name.
    by: String,
    /// Whether who is using Dictum may clear it.
    may_clear: bool,
}

/// Some words of a statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "PieceView")]
pub struct PieceJson {
    by: OriginJson,
    text: String,
}

impl From<&Statement> for StatementJson {
    fn from(statement: &Statement) -> Self {
        let check = statement.check.as_ref();
        Self {
            id: statement.id.to_string(),
            text: statement.text.to_string(),
            pieces: statement
                .pieces()
                .into_iter()
                .map(|(by, text)| PieceJson { by: by.into(), text: text.to_owned() })
                .collect(),
            evidence: statement.evidence.iter().map(|id| id.0).collect(),
            details: statement.detail.as_ref().map(details).unwrap_or_default(),
            origin: statement.origin.into(),
            verdict: check.map(|check| check.verdict.into()),
            reasons: check
                .into_iter()
                .flat_map(|c| &c.reasons)
                .map(|reason| reason.message.to_string())
                .collect(),
            kept: statement.kept.as_ref().map(|kept| kept.reason.into()),
            flag: None,
            in_doubt: statement.is_in_doubt(),
            needs_resolution: statement.needs_resolution(),
            has_open_field: statement.has_open_field(),
        }
    }
}

/// How a section is to be drafted again.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(tag = "how", rename_all = "snake_case")]
#[serde(rename = "Redraft")]
pub enum RedraftJson {
    /// As before.
    Again,
    /// At more length.
    Longer,
    /// With less.
    Shorter,
    /// As the user asks.
    Instruction {
        /// In a sentence.
        text: String,
    },
}

impl From<RedraftJson> for Redraft {
    fn from(json: RedraftJson) -> Self {
        match json {
            RedraftJson::Again => Self::Again,
            RedraftJson::Longer => Self::Longer,
            RedraftJson::Shorter => Self::Shorter,
            RedraftJson::Instruction { text } => Self::Instruction(text.into()),
        }
    }
}

impl From<Redraft> for RedraftJson {
    fn from(redraft: Redraft) -> Self {
        match redraft {
            Redraft::Again => Self::Again,
            Redraft::Longer => Self::Longer,
            Redraft::Shorter => Self::Shorter,
            Redraft::Instruction(text) => Self::Instruction { text: text.into_string() },
        }
    }
}

/// A section of a note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SectionView")]
pub struct SectionJson {
    code: String,
    title: String,
    /// The part of SOAP that it belongs to, in a note that has these parts in their order.
    part: Option<String>,
    layout: LayoutJson,
    empty_text: Option<String>,
    statements: Vec<StatementJson>,
}

/// A signature, in words.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SignatureView")]
pub struct SignatureJson {
    signer: String,
    signed_at: String,
    valid: bool,
    words: String,
}

/// Something that was said and is not in the note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "OmissionView")]
pub struct OmissionJson {
    message: String,
    /// Where it was said.
    evidence: Vec<u32>,
}

/// Two statements that contradict each other, or one that the patient's record speaks against.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ConflictView")]
pub struct ConflictJson {
    /// The statement that stands first.
    first: String,
    /// The other; none: the record.
    second: Option<String>,
    message: String,
}

/// A note with all that the review screen shows.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "NoteView")]
pub struct NoteJson {
    encounter_id: String,
    version: u32,
    /// The name of the template that it was drafted by.
    template: String,
    engine: String,
    sections: Vec<SectionJson>,
    unresolved: u32,
    supported: u32,
    unsupported: u32,
    contradicted: u32,
    /// What was said and is not in the note.
    omissions: Vec<OmissionJson>,
    /// Statements that contradict each other, or the patient's record.
    conflicts: Vec<ConflictJson>,
    signature: Option<SignatureJson>,
    attestation: String,
}

impl NoteJson {
    /// A draft, as stored.
    pub fn draft(
        encounter: EncounterId,
        stored: &StoredNote,
        overlooked: Overlooked,
        flags: Vec<Flagged>,
    ) -> Self {
        let omissions = overlooked.omissions.into_iter().map(|omission| OmissionJson {
            message: omission.message.into_string(),
            evidence: omission.evidence.iter().map(|id| id.0).collect(),
        });
        let conflicts = overlooked.conflicts.into_iter().map(|(first, second, message)| ConflictJson {
            first: first.to_string(),
            second: Some(second.to_string()),
            message: message.into_string(),
        });
        let against_record = overlooked.against_record.into_iter().map(|(one, message)| ConflictJson {
            first: one.to_string(),
            second: None,
            message: message.into_string(),
        });
        let mut draft = Self {
            omissions: omissions.collect(),
            conflicts: conflicts.chain(against_record).collect(),
            ..Self::new(encounter, stored.version, &stored.source.engine, &stored.note, None)
        };
        for Flagged { statement, remark, by, may_clear } in flags {
            let id = statement.to_string();
            let mut statements = draft.sections.iter_mut().flat_map(|section| &mut section.statements);
            if let Some(flagged) = statements.find(|one| one.id == id) {
                flagged.flag = Some(FlagJson { remark: remark.map(Phi::into_string), by, may_clear });
            }
        }
        draft
    }

    /// A signed note, whose signature the vault has verified.
    pub fn signed(signed: &SignedNote, engine: &str) -> Self {
        let attested = signed.attested();
        let signature = SignatureJson {
            signer: attested.author.name.clone(),
            signed_at: attested.signed_at.to_string(),
            valid: true,
            words: format!(
                "Signed by {}. The signature is valid: the note has not changed since.",
                attested.author.name
            ),
        };
        Self::new(attested.encounter, attested.version, engine, signed.note(), Some(signature))
    }

    fn new(
        encounter: EncounterId,
        version: u32,
        engine: &str,
        note: &Note,
        signature: Option<SignatureJson>,
    ) -> Self {
        let count = |wanted: Verdict| {
            let of = |statement: &&Statement| {
                statement.check.as_ref().is_some_and(|check| check.verdict == wanted)
            };
            u32::try_from(note.statements().filter(of).count()).unwrap_or(u32::MAX)
        };
        let unresolved = note.statements().filter(|statement| statement.needs_resolution()).count();
        let in_parts = note.is_soap();
        Self {
            encounter_id: encounter.to_string(),
            version,
            template: note.template.clone(),
            engine: engine.to_owned(),
            sections: note
                .sections
                .iter()
                .map(|section| SectionJson {
                    code: section.code.as_str().to_owned(),
                    title: section.title.clone(),
                    part: in_parts.then(|| section.code.part().title().to_owned()),
                    layout: section.layout.into(),
                    empty_text: section.empty_text().map(Into::into),
                    statements: section.statements.iter().map(Into::into).collect(),
                })
                .collect(),
            unresolved: u32::try_from(unresolved).unwrap_or(u32::MAX),
            supported: count(Verdict::Supported),
            unsupported: count(Verdict::Unsupported),
            contradicted: count(Verdict::Contradicted),
            omissions: Vec::new(),
            conflicts: Vec::new(),
            signature,
            attestation: scribe::ATTESTATION.to_owned(),
        }
    }
}

/// Export formats that the window offers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "ExportFormat")]
pub enum ExportFormatJson {
    /// A FHIR R4 document.
    Fhir,
    /// Plain text.
    Text,
}

/// An exported note.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Exported {
    /// As what.
    pub format: ExportFormatJson,
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u32,
}
