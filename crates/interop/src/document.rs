//! A note as a FHIR R4 document: a Bundle that stands for itself, with everybody it refers to.

use clinical::{Section, SectionCode, SignedNote};
use serde_json::{Value, json};

use crate::narrative;
use crate::resources::{
    LOINC, document_type, encounter, insert, instant, note_identifier, object, patient, practitioner, title,
    urn,
};

/// The note as a document Bundle: the Composition first, then Patient, Practitioner and Encounter. The clinician attests
/// it legally, at the time of signing.
pub fn fhir_document(note: &SignedNote) -> Value {
    let attested = note.attested();
    let subject = json!({ "reference": urn(note.patient().id) });
    let author = json!({ "reference": urn(attested.author.id), "display": attested.author.name });
    let entry = |id: String, resource: Value| json!({ "fullUrl": id, "resource": resource });
    json!({
        "resourceType": "Bundle",
        "identifier": note_identifier(note),
        "type": "document",
        "timestamp": instant(attested.signed_at),
        "entry": [
            entry(urn(attested.note_id), composition(note, &subject, &author)),
            entry(urn(note.patient().id), patient(note.patient())),
            entry(urn(attested.author.id), practitioner(&attested.author)),
            entry(urn(note.encounter().id), encounter(note.encounter(), &subject, &author)),
        ],
    })
}

fn composition(note: &SignedNote, subject: &Value, author: &Value) -> Value {
    let attested = note.attested();
    let signed_at = instant(attested.signed_at);
    let mut composition = object(json!({
        "resourceType": "Composition",
        "id": attested.note_id.to_string(),
        "identifier": note_identifier(note),
        "status": "final",
        "type": document_type(note),
        "subject": subject,
        "encounter": { "reference": urn(note.encounter().id) },
        "date": signed_at,
        "author": [author],
        "title": title(note),
        "attester": [{ "mode": "legal", "time": signed_at, "party": author }],
    }));
    let sections = sections(&note.note().sections);
    insert(&mut composition, "section", (!sections.is_empty()).then(|| sections.into()));
    composition.into()
}

/// Sections with codes of their own; those that share one become parts of a section that has it.
fn sections(sections: &[Section]) -> Vec<Value> {
    sections
        .chunk_by(|a, b| shares_code(a.code) && a.code.loinc() == b.code.loinc())
        .filter_map(|group| {
            let first = group.first()?.code;
            if !shares_code(first) {
                return section(group.first()?, true);
            }
            let parts: Vec<Value> = group.iter().filter_map(|part| section(part, false)).collect();
            (!parts.is_empty())
                .then(|| json!({ "title": first.part().title(), "code": code(first), "section": parts }))
        })
        .collect()
}

/// LOINC has one code for the whole assessment and one for the whole plan.
fn shares_code(code: SectionCode) -> bool {
    SectionCode::ALL.iter().filter(|other| other.loinc() == code.loinc()).count() > 1
}

fn section(section: &Section, coded: bool) -> Option<Value> {
    let text = narrative::of_section(section)?;
    let mut value = object(json!({ "title": section.title, "text": text }));
    insert(&mut value, "code", coded.then(|| code(section.code)));
    if section.statements.is_empty() {
        // Of HL7's codes each says more than is known: "notasked" that nobody asked, "nilknown" that there is nothing.
        value.insert("emptyReason".into(), json!({ "text": "Not documented" }));
    }
    Some(value.into())
}

fn code(section: SectionCode) -> Value {
    let (code, display) = section.loinc();
    json!({ "coding": [{ "system": LOINC, "code": code, "display": display }] })
}
