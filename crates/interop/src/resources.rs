//! The people and the encounter of a note as FHIR R4 resources, and the parts that resources share.

use clinical::{Encounter, Gender, Patient, SignedNote, User};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

pub(crate) const LOINC: &str = "http://loinc.org";
const URI: &str = "urn:ietf:rfc:3986";

/// An RFC 3339 instant in UTC, to the millisecond.
pub(crate) fn instant(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// The identifier of the note, so that sending it twice makes no second document. A note is signed once: the versions
/// before its signature were drafts that nobody else has seen, and what comes after is an addendum of its own.
pub(crate) fn note_identifier(note: &SignedNote) -> Value {
    json!({ "system": URI, "value": urn(note.attested().note_id) })
}

/// The type of the document with LOINC's name for it.
pub(crate) fn document_type(note: &SignedNote) -> Value {
    let code = &note.note().document_type;
    let mut coding = object(json!({ "system": LOINC, "code": code }));
    insert(&mut coding, "display", document_name(code).map(Value::from));
    json!({ "coding": [coding], "text": title(note) })
}

fn document_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "11506-3" => "Progress note",
        "11488-4" => "Consult note",
        "34117-2" => "History and physical note",
        "18842-5" => "Discharge summary",
        "57133-1" => "Referral note",
        "59283-2" => "Well child visit note",
        "34904-3" => "Mental health Progress note",
        "28570-0" => "Procedure note",
        "69730-0" => "Instructions",
        _ => return None,
    })
}

/// What people call the document.
pub(crate) fn title(note: &SignedNote) -> &'static str {
    document_name(&note.note().document_type).unwrap_or("Clinical note")
}

/// A Patient.
pub(crate) fn patient(patient: &Patient) -> Value {
    let mut resource = object(json!({
        "resourceType": "Patient",
        "id": patient.id.to_string(),
        "identifier": [patient_identifier(patient)],
        "gender": match patient.gender {
            Gender::Female => "female",
            Gender::Male => "male",
            Gender::Other => "other",
            Gender::Unknown => "unknown",
        },
    }));
    let mut name = object(json!({ "use": "official" }));
    insert(&mut name, "family", filled(&patient.family_name));
    let given: Vec<&str> = patient.given_name.split_whitespace().collect();
    insert(&mut name, "given", (!given.is_empty()).then(|| given.into()));
    insert(&mut resource, "name", (name.len() > 1).then(|| json!([name])));
    insert(&mut resource, "birthDate", patient.birth_date.map(|date| date.to_string().into()));
    if patient.sample {
        let tag = json!({
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
            "code": "HTEST",
            "display": "test health data",
        });
        resource.insert("meta".into(), json!({ "tag": [tag] }));
    }
    resource.into()
}

/// The medical record number where it is known, else our own id.
pub(crate) fn patient_identifier(patient: &Patient) -> Value {
    match patient.mrn.as_ref().and_then(|mrn| filled(mrn)) {
        Some(mrn) => json!({
            "use": "usual",
            "type": { "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v2-0203",
                "code": "MR",
                "display": "Medical record number",
            }] },
            "value": mrn,
        }),
        None => json!({ "system": URI, "value": urn(patient.id) }),
    }
}

/// A Practitioner.
pub(crate) fn practitioner(user: &User) -> Value {
    let mut name = object(json!({ "text": user.name }));
    insert(&mut name, "family", user.name.split_whitespace().next_back().map(Value::from));
    json!({
        "resourceType": "Practitioner",
        "id": user.id.to_string(),
        "identifier": [{ "system": URI, "value": urn(user.id) }],
        "name": [name],
    })
}

/// An Encounter that refers to its patient and clinician as given.
pub(crate) fn encounter(encounter: &Encounter, patient: &Value, clinician: &Value) -> Value {
    let (code, display) = encounter.class.code();
    let mut resource = object(json!({
        "resourceType": "Encounter",
        "id": encounter.id.to_string(),
        "identifier": [{ "system": URI, "value": urn(encounter.id) }],
        "status": encounter.status.code(),
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": code,
            "display": display,
        },
        "subject": patient,
        "participant": [{ "individual": clinician }],
        "period": period(encounter),
    }));
    let reason = filled(&encounter.reason).map(|reason| json!([{ "text": reason }]));
    insert(&mut resource, "reasonCode", reason);
    resource.into()
}

/// When the encounter took place.
pub(crate) fn period(encounter: &Encounter) -> Value {
    let mut period = object(json!({ "start": instant(encounter.start) }));
    let end = encounter.end.filter(|end| *end >= encounter.start);
    insert(&mut period, "end", end.map(|end| instant(end).into()));
    period.into()
}

/// "Margaret Ellis"
pub(crate) fn full_name(patient: &Patient) -> String {
    [patient.given_name.as_str(), patient.family_name.as_str()].join(" ").trim().to_owned()
}

/// The URN of one of our ids.
pub(crate) fn urn(id: impl std::fmt::Display) -> String {
    format!("urn:uuid:{id}")
}

/// FHIR knows no empty strings: an element without content is left out.
pub(crate) fn filled(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

pub(crate) fn insert(object: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.insert(key.into(), value);
    }
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
