//! A note as an attachment for an EHR: the US Core DocumentReference.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clinical::SignedNote;
use serde_json::{Value, json};

use crate::resources::{
    document_type, full_name, insert, instant, note_identifier, object, patient_identifier, period, title,
};
use crate::text::text;

/// The note as a US Core DocumentReference with its text as a plain-text attachment (UTF-8, Base64). People and the
/// encounter are referred to by our ids, the patient by medical record number too; a sender that knows the EHR's own ids
/// puts those in their place. The identifier is for a conditional create.
pub fn document_reference(note: &SignedNote) -> Value {
    let attested = note.attested();
    let signed_at = instant(attested.signed_at);
    let author = json!({
        "reference": format!("Practitioner/{}", attested.author.id),
        "display": attested.author.name,
    });
    let mut subject = object(json!({
        "reference": format!("Patient/{}", note.patient().id),
        "identifier": patient_identifier(note.patient()),
    }));
    let name = full_name(note.patient());
    insert(&mut subject, "display", (!name.is_empty()).then(|| name.into()));
    json!({
        "resourceType": "DocumentReference",
        "identifier": [note_identifier(note)],
        "status": "current",
        "docStatus": "final",
        "type": document_type(note),
        "category": [{ "coding": [{
            "system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
            "code": "clinical-note",
            "display": "Clinical Note",
        }] }],
        "subject": subject,
        "date": signed_at,
        "author": [author],
        "authenticator": author,
        "content": [{
            "attachment": {
                "contentType": "text/plain",
                "data": STANDARD.encode(text(note)),
                "title": title(note),
                "creation": signed_at,
            },
            "format": {
                "system": "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode",
                "code": "urn:ihe:iti:xds:2017:mimeTypeSufficient",
                "display": "mimeType Sufficient",
            },
        }],
        "context": {
            "encounter": [{ "reference": format!("Encounter/{}", note.encounter().id) }],
            "period": period(note.encounter()),
        },
    })
}
