//! Exported resources, read by a validator that is not ours (medplum's) and by eye.

#![allow(clippy::unwrap_used)]

mod signed;

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use clinical::{Gender, Layout, Note, SectionCode, SignedNote, WhenEmpty};
use interop::{document_reference, fhir_document, text};
use serde_json::{Value, json};

/// What the validator says of each resource, or none where it is not installed (`npm ci` in tests/interop).
fn problems(resources: &[Value]) -> Option<Vec<Vec<String>>> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/interop");
    if !folder.join("node_modules").is_dir() {
        eprintln!("skipped: run `npm ci` in tests/interop to validate against FHIR R4");
        return None;
    }
    let files = tempfile::tempdir().unwrap();
    let mut validator = Command::new("node");
    validator.arg(folder.join("validate.mjs"));
    for (i, resource) in resources.iter().enumerate() {
        let file = files.path().join(format!("{i}.json"));
        std::fs::write(&file, resource.to_string()).unwrap();
        validator.arg(file);
    }
    let output = validator.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.success(), said.is_empty(), "{said}");
    let of = |i: usize| {
        said.lines().filter(|line| line.starts_with(&format!("{i}.json: "))).map(str::to_owned).collect()
    };
    Some((0..resources.len()).map(of).collect())
}

/// A note with every section that there is, each with a statement.
fn of_every_section() -> SignedNote {
    let of = |code: SectionCode| {
        signed::section(code, code.as_str(), Layout::List, WhenEmpty::Omit, &["Something."])
    };
    let sections = SectionCode::ALL.map(of).to_vec();
    let note = Note { template: "all".into(), document_type: "59283-2".into(), sections };
    signed::signed(1, signed::patient(), note)
}

fn assert_valid(resources: &[Value]) {
    if let Some(found) = problems(resources) {
        assert!(found.iter().all(Vec::is_empty), "{found:#?}");
    }
}

#[test]
fn exported_resources_are_valid_fhir() {
    let mut nobody = signed::patient();
    (nobody.family_name, nobody.given_name) = ("".into(), " ".into());
    (nobody.birth_date, nobody.mrn, nobody.gender) = (None, None, Gender::Unknown);
    let notes = [signed::note(1), signed::note(2), signed::with(1, nobody), of_every_section()];
    assert_valid(
        &notes.iter().flat_map(|note| [fhir_document(note), document_reference(note)]).collect::<Vec<_>>(),
    );
}

#[test]
fn the_validator_reports_what_is_missing_unknown_or_wrong() {
    let breaks: [&dyn Fn(&mut Value); 4] = [
        &|document| _ = document["entry"][0]["resource"].as_object_mut().unwrap().remove("title"),
        &|document| document["entry"][1]["resource"]["nickname"] = json!("Maggie"),
        &|document| document["timestamp"] = json!("yesterday"),
        &|document| document["entry"][0]["resource"]["section"][0] = json!({ "title": "Empty" }),
    ];
    let broken = breaks.map(|break_it| {
        let mut document = fhir_document(&signed::note(1));
        break_it(&mut document);
        document
    });
    if let Some(found) = problems(&broken) {
        assert!(found.iter().all(|found| found.len() == 1), "{found:#?}");
    }
}

#[test]
fn the_composition_comes_first_and_every_reference_has_its_entry() {
    let document = fhir_document(&signed::note(1));
    let types: Vec<_> = document["entry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["resource"]["resourceType"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["Composition", "Patient", "Practitioner", "Encounter"]);
    let urls: Vec<_> =
        document["entry"].as_array().unwrap().iter().map(|e| e["fullUrl"].as_str().unwrap()).collect();
    let composition = &document["entry"][0]["resource"];
    for reference in [&composition["subject"], &composition["author"][0], &composition["encounter"]] {
        assert!(urls.contains(&reference["reference"].as_str().unwrap()));
    }
    assert_eq!(document["timestamp"], "2026-11-03T10:01:02.123Z");
    assert_eq!(composition["attester"][0]["mode"], "legal");
    assert_eq!(composition["attester"][0]["party"], composition["author"][0]);
}

#[test]
fn sections_have_their_loinc_codes_and_parts_share_one() {
    let document = fhir_document(&signed::note(1));
    let sections = document["entry"][0]["resource"]["section"].as_array().unwrap();
    let codes: Vec<_> = sections.iter().map(|s| s["code"]["coding"][0]["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["10154-3", "10164-2", "48765-2", "8716-3", "51848-0", "18776-5"]);
    assert_eq!(
        sections[1]["text"]["div"],
        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Right knee pain for 5 days, pain &lt; 4 at rest &amp; &gt; 6 on \
         stairs. Denies fever.</p></div>"
    );
    assert_eq!(sections[2]["emptyReason"], json!({ "text": "Not documented" }));
    let parts: Vec<_> =
        sections[5]["section"].as_array().unwrap().iter().map(|s| s["title"].as_str().unwrap()).collect();
    assert_eq!(parts, ["Medications", "Follow-up"]);
}

#[test]
fn every_section_but_those_of_assessment_and_plan_has_a_code_of_its_own() {
    let document = fhir_document(&of_every_section());
    let composition = &document["entry"][0]["resource"];
    let sections = composition["section"].as_array().unwrap();
    let codes: Vec<_> = sections.iter().map(|s| s["code"]["coding"][0]["code"].as_str().unwrap()).collect();
    let expected = SectionCode::ALL.map(|code| code.loinc().0);
    let mut expected = expected.to_vec();
    expected.dedup();
    assert_eq!(codes, expected);
    assert!(["11369-6", "8648-8", "10190-7", "29554-3", "71482-4"].iter().all(|code| codes.contains(code)));
    assert_eq!(composition["title"], "Well child visit note");
}

#[test]
fn the_document_reference_has_what_us_core_requires() {
    let note = signed::note(1);
    let reference = document_reference(&note);
    assert_eq!(reference["status"], "current");
    assert_eq!(reference["type"]["coding"][0]["code"], "11506-3");
    assert_eq!(reference["category"][0]["coding"][0]["code"], "clinical-note");
    assert_eq!(reference["subject"]["identifier"]["value"], "MRN-40772");
    assert_eq!(reference["context"]["encounter"].as_array().unwrap().len(), 1);
    let attachment = &reference["content"][0]["attachment"];
    assert_eq!(attachment["contentType"], "text/plain");
    let data =
        base64::engine::general_purpose::STANDARD.decode(attachment["data"].as_str().unwrap()).unwrap();
    assert_eq!(String::from_utf8(data).unwrap(), text(&note));
}

#[test]
fn drafts_before_the_signature_do_not_make_the_note_an_amended_one() {
    let (first, third) = (document_reference(&signed::note(1)), document_reference(&signed::note(3)));
    assert_eq!(first["identifier"], third["identifier"]);
    assert_eq!(third["docStatus"], "final");
    assert!(third.get("relatesTo").is_none());
}
