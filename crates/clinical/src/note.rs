//! A note: statements grouped by section, each with its evidence, its author and its check.

use serde::{Deserialize, Serialize};

use crate::{Detail, Phi, Run, SectionCode, SegmentId, SoapPart, StatementId, UserId, has_open_field};

/// A note as it is being written. It can change until it is signed; see [`crate::SignedNote`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Name of the template it was drafted by, for example "soap".
    pub template: String,
    /// LOINC code of the document type, for example "11506-3" (progress note).
    pub document_type: String,
    /// The template's sections, in its order; a section of which nothing is written has no statements.
    pub sections: Vec<Section>,
}

/// A section of a note.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// What it is.
    pub code: SectionCode,
    /// Its heading.
    pub title: String,
    /// How it is laid out as text.
    pub layout: Layout,
    /// What stands in it while it has no statement.
    pub when_empty: WhenEmpty,
    /// Its statements, in order.
    pub statements: Vec<Statement>,
}

/// How the statements of a section are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// One after another, as prose.
    Paragraph,
    /// One a line.
    List,
}

/// How a section without a statement is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenEmpty {
    /// Not at all.
    Omit,
    /// As "Not documented.": an empty section does not show that nothing was said of it. Notes and templates have it as
    /// `not_discussed`, and signatures rest on that.
    #[serde(rename = "not_discussed")]
    NotDocumented,
}

/// One assertion of a note: the unit of evidence, checking, authorship and editing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// The same from version to version.
    pub id: StatementId,
    /// A sentence.
    pub text: Phi,
    /// Structured content, where there is any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
    /// The segments that it rests on.
    pub evidence: Vec<SegmentId>,
    /// Who wrote it, or changed it last.
    pub origin: Origin,
    /// Whether a drafter took it over from what a person typed or dictated, and nobody has changed it since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copied: bool,
    /// Who wrote which words, where it was changed; what is beyond them is the origin's. [`Statement::pieces`] reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
    /// What checking it against its evidence found; none while it has not been checked as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Check>,
    /// Why a clinician kept it although the transcript does not support it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// What a person asks the clinician about it; it cannot be signed until that is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<Flag>,
}

impl Statement {
    /// A statement that has not been checked yet.
    pub fn new(text: impl Into<Phi>, evidence: Vec<SegmentId>, origin: Origin) -> Self {
        Self {
            id: StatementId::new(),
            text: text.into(),
            detail: None,
            evidence,
            origin,
            copied: false,
            runs: Vec::new(),
            check: None,
            kept: None,
            flag: None,
        }
    }

    /// Sets what checking it found. A reason to keep it was given for what was known then: it does not outlast a worse outcome,
    /// nor one that speaks against something else in it.
    pub fn set_check(&mut self, check: Check) {
        let is_worse = match &self.check {
            Some(before) => check.is_worse_than(before),
            None => check.verdict > Verdict::Unsupported,
        };
        self.kept.take_if(|_| is_worse);
        self.check = Some(check);
    }

    /// Whether a person has had a say in it, by writing, changing, keeping or flagging it: no drafter may put anything in its
    /// place.
    pub fn is_settled(&self) -> bool {
        let by_a_person = matches!(self.origin, Origin::Scribe | Origin::Clinician);
        by_a_person || self.kept.is_some() || self.flag.is_some()
    }

    /// Whether it stands in the next draft of the whole note, too. What a person only typed or dictated for the drafter is drafted
    /// again.
    pub fn outlives_drafts(&self) -> bool {
        self.is_settled() && !(self.copied && self.kept.is_none() && self.flag.is_none())
    }

    /// Whether a field in it is still to be filled in. No reason to keep it can make up for that.
    pub fn has_open_field(&self) -> bool {
        has_open_field(&self.text)
    }

    /// Whether it is unchecked, unsupported or contradicted, and nobody has kept it with a reason. Who wrote it makes no
    /// difference: what a person types is checked as well.
    pub fn is_in_doubt(&self) -> bool {
        self.kept.is_none() && self.is_unsupported()
    }

    /// Whether no check has found it borne out, whatever anybody says of it.
    pub fn is_unsupported(&self) -> bool {
        self.check.as_ref().is_none_or(|check| check.verdict != Verdict::Supported)
    }

    /// Whether a clinician must still decide about it before the note can be signed: it is in doubt, flagged, or has a field
    /// that is open.
    pub fn needs_resolution(&self) -> bool {
        self.is_in_doubt() || self.flag.is_some() || self.has_open_field()
    }
}

/// Who wrote a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A language model.
    Model,
    /// The extractive drafter, which copies and rewords by rule.
    Extractive,
    /// A scribe.
    Scribe,
    /// A clinician.
    Clinician,
}

/// The outcome of checking a statement against the transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The outcome.
    pub verdict: Verdict,
    /// Why, for a verdict other than supported; in the order of their weight.
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

impl Check {
    /// Whether more speaks against the statement than did before: the verdict is worse, or there is a reason beside those of then.
    pub fn is_worse_than(&self, before: &Self) -> bool {
        self.verdict > before.verdict || self.reasons.iter().any(|reason| !before.reasons.contains(reason))
    }
}

/// Whether what was said bears a statement out, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It does.
    Supported,
    /// It does not.
    Unsupported,
    /// It says otherwise.
    Contradicted,
}

/// Why a statement is not supported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// For programs.
    pub code: ReasonCode,
    /// For clinicians: a sentence. It may quote the statement.
    pub message: Phi,
}

/// What is wrong with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// It cites nothing, or nothing that exists.
    NoEvidence,
    /// Its words do not occur in what it cites.
    NotSaid,
    /// A number, with its unit, that the evidence does not have.
    Number,
    /// A drug that the evidence does not name.
    Drug,
    /// Left for right, or the other way.
    Side,
    /// Denied for reported, or the other way.
    Negation,
    /// The patient's for a relative's, or the other way.
    Person,
    /// Past, present or planned in another's place: started for stopped, done for ordered.
    Time,
    /// A field of it is not filled in.
    Field,
    /// A value that cannot be, or a dose that is not given: misheard or mistyped, though it may have been said.
    Implausible,
}

/// A clinician's reason for keeping a statement that the transcript does not support.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Why.
    pub reason: KeptReason,
    /// Who kept it.
    pub by: UserId,
}

/// Why a clinician keeps a statement that nothing said supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptReason {
    /// Seen or done at the visit without being spoken of.
    Examined,
    /// Known from the record or an earlier visit.
    KnownToMe,
}

/// A statement set aside for the clinician, by a scribe or by the clinician for later. It is not a verdict: a statement that
/// the checks found nothing wrong with can be flagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag {
    /// What is asked, in a line: "left or right?"
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Phi>,
    /// Who set it.
    pub by: UserId,
}

impl Note {
    /// All statements, in reading order.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.sections.iter().flat_map(|section| &section.statements)
    }

    /// All statements, in reading order, to change them.
    pub fn statements_mut(&mut self) -> impl Iterator<Item = &mut Statement> {
        self.sections.iter_mut().flat_map(|section| &mut section.statements)
    }

    /// All statements with what their section is, in reading order, to change them.
    pub fn placed_mut(&mut self) -> impl Iterator<Item = (SectionCode, &mut Statement)> {
        self.sections.iter_mut().flat_map(|section| {
            let code = section.code;
            section.statements.iter_mut().map(move |statement| (code, statement))
        })
    }

    /// The section with this code.
    pub fn section(&self, code: SectionCode) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// Whether it goes through the parts of SOAP in their order, from what the patient says on. A letter or what a patient
    /// takes home does not.
    pub fn is_soap(&self) -> bool {
        let mut parts = self.sections.iter().map(|section| section.code.part());
        parts.clone().is_sorted() && parts.next() == Some(SoapPart::Subjective)
    }

    /// The note as plain text: each section under its title, and those of a SOAP note under a heading in capitals for each
    /// part.
    pub fn to_text(&self) -> String {
        let in_parts = self.is_soap();
        let mut text = String::new();
        let mut part = None;
        for section in &self.sections {
            let Some(body) = section.body() else { continue };
            if !text.is_empty() {
                text.push('\n');
            }
            if in_parts && part != Some(section.code.part()) {
                part = Some(section.code.part());
                text.push_str(&section.code.part().title().to_uppercase());
                text.push_str("\n\n");
            }
            text.push_str(&section.title);
            text.push('\n');
            text.push_str(&body);
            text.push('\n');
        }
        text
    }
}

impl Section {
    /// What stands in its place while it has no statement; none where its template leaves it out then.
    pub fn empty_text(&self) -> Option<&'static str> {
        match self.when_empty {
            WhenEmpty::Omit => None,
            WhenEmpty::NotDocumented => Some("Not documented."),
        }
    }

    /// The section's text without its title; none where it is empty and its template leaves it out.
    pub fn body(&self) -> Option<String> {
        if self.statements.is_empty() {
            return self.empty_text().map(Into::into);
        }
        let texts: Vec<&str> = self.statements.iter().map(|statement| statement.text.as_str()).collect();
        Some(match self.layout {
            Layout::Paragraph => texts.join(" "),
            Layout::List => texts.iter().map(|text| format!("- {text}")).collect::<Vec<_>>().join("\n"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(code: SectionCode, layout: Layout, when_empty: WhenEmpty, texts: &[&str]) -> Section {
        let statements = texts.iter().map(|t| Statement::new(*t, vec![], Origin::Extractive)).collect();
        Section { code, title: code.as_str().replace('_', " "), layout, when_empty, statements }
    }

    #[test]
    fn text_has_headings_and_says_of_an_empty_section_what_its_template_wants() {
        let note = Note {
            template: "soap".into(),
            document_type: "11506-3".into(),
            sections: vec![
                section(
                    SectionCode::ChiefComplaint,
                    Layout::Paragraph,
                    WhenEmpty::Omit,
                    &["Knee pain.", "Cough."],
                ),
                section(SectionCode::FamilyHistory, Layout::List, WhenEmpty::Omit, &[]),
                section(SectionCode::Allergies, Layout::List, WhenEmpty::NotDocumented, &[]),
                section(SectionCode::PlanTests, Layout::List, WhenEmpty::Omit, &["X-ray.", "Blood count."]),
            ],
        };
        assert_eq!(
            note.to_text(),
            "SUBJECTIVE\n\nchief complaint\nKnee pain. Cough.\n\nallergies\nNot documented.\n\nPLAN\n\nplan tests\n- X-ray.\n- Blood count.\n"
        );
    }

    #[test]
    fn an_empty_section_is_stored_as_it_was_when_older_notes_were_signed() {
        assert_eq!(serde_json::to_value(WhenEmpty::NotDocumented).unwrap(), "not_discussed");
    }

    #[test]
    fn a_letter_has_its_sections_in_their_order_without_the_parts_of_soap() {
        let of = |code, text| section(code, Layout::List, WhenEmpty::Omit, &[text]);
        let mut note = Note {
            template: "referral".into(),
            document_type: "57133-1".into(),
            sections: vec![
                of(SectionCode::PlanReferrals, "To surgery."),
                of(SectionCode::Results, "X-ray normal."),
            ],
        };
        assert_eq!(note.to_text(), "plan referrals\n- To surgery.\n\nresults\n- X-ray normal.\n");
        note.sections.reverse();
        assert!(!note.is_soap(), "it does not begin with what the patient says");
    }

    #[test]
    fn only_supported_or_kept_statements_need_no_resolution() {
        let mut statement = Statement::new("Lungs clear.", vec![], Origin::Model);
        assert!(statement.needs_resolution());
        statement.check = Some(Check { verdict: Verdict::Unsupported, reasons: vec![] });
        assert!(statement.needs_resolution());
        statement.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        assert!(!statement.needs_resolution());
        statement.kept = None;
        statement.check = Some(Check { verdict: Verdict::Supported, reasons: vec![] });
        assert!(!statement.needs_resolution());
    }

    #[test]
    fn a_reason_to_keep_it_does_not_outlast_a_worse_outcome() {
        let found = |verdict| Check { verdict, reasons: vec![] };
        let mut statement = Statement::new("Lungs clear.", vec![], Origin::Model);
        statement.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        for verdict in [Verdict::Unsupported, Verdict::Supported] {
            statement.set_check(found(verdict));
            assert!(statement.kept.is_some());
        }
        statement.set_check(found(Verdict::Contradicted));
        assert!(statement.kept.is_none() && statement.is_in_doubt());
    }

    #[test]
    fn a_reason_to_keep_it_does_not_cover_what_was_found_afterwards() {
        let reason = |code| Reason { code, message: "".into() };
        let found = |codes: &[ReasonCode]| Check {
            verdict: Verdict::Contradicted,
            reasons: codes.iter().copied().map(reason).collect(),
        };
        let mut statement = Statement::new("Pain in the left knee for 3 weeks.", vec![], Origin::Model);
        statement.set_check(found(&[ReasonCode::Number]));
        statement.kept = Some(Kept { reason: KeptReason::KnownToMe, by: UserId::new() });
        statement.set_check(found(&[ReasonCode::Number]));
        assert!(statement.kept.is_some(), "nothing has changed");
        statement.set_check(found(&[ReasonCode::Number, ReasonCode::Side]));
        assert!(statement.kept.is_none(), "of its side nobody has decided");
        statement.kept = Some(Kept { reason: KeptReason::KnownToMe, by: UserId::new() });
        statement.set_check(found(&[ReasonCode::Side]));
        assert!(statement.kept.is_some(), "less speaks against it");
        statement.set_check(found(&[ReasonCode::Number]));
        assert!(statement.kept.is_none());
    }

    #[test]
    fn a_field_that_is_not_filled_in_cannot_be_kept() {
        let mut statement = Statement::new("{{side: left|right}} knee stable.", vec![], Origin::Clinician);
        statement.check = Some(Check { verdict: Verdict::Supported, reasons: vec![] });
        statement.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        assert!(statement.needs_resolution());
    }

    #[test]
    fn a_flag_needs_an_answer_though_the_statement_is_supported_or_kept() {
        let mut statement = Statement::new("Lungs clear.", vec![], Origin::Model);
        statement.check = Some(Check { verdict: Verdict::Supported, reasons: vec![] });
        statement.flag = Some(Flag { remark: Some("left or right?".into()), by: UserId::new() });
        assert!(statement.needs_resolution() && !statement.is_in_doubt() && statement.is_settled());
        statement.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        assert!(statement.needs_resolution());
        statement.flag = None;
        assert!(!statement.needs_resolution());
    }

    #[test]
    fn a_statement_of_before_there_were_flags_has_none_and_reads_back_as_it_was() {
        let written = serde_json::to_string(&Statement::new("Lungs clear.", vec![], Origin::Model)).unwrap();
        assert!(!written.contains("flag"));
        let read: Statement = serde_json::from_str(&written).unwrap();
        assert_eq!(read.flag, None);
        assert_eq!(serde_json::to_string(&read).unwrap(), written);
    }
}
