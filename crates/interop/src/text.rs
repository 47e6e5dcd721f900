//! A note as plain text, to paste or print.

use clinical::{Gender, SignedNote};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::resources::{full_name, title};

/// The note with a banner for the patient and visit above it and the signature in words below it. Times are in UTC.
pub fn text(note: &SignedNote) -> String {
    format!("{}\n{}\n{}", banner(note), note.note().to_text(), signature(note))
}

fn banner(note: &SignedNote) -> String {
    let patient = note.patient();
    let encounter = note.encounter();
    let visit = encounter.start.to_zoned(TimeZone::UTC).date();
    let mut who = vec![full_name(patient)];
    if let Some(born) = patient.birth_date {
        let age = patient.age_on(visit).map(|age| format!(" ({age} years)")).unwrap_or_default();
        who.push(format!("born {born}{age}"));
    }
    who.extend(match patient.gender {
        Gender::Female => Some("female".to_owned()),
        Gender::Male => Some("male".to_owned()),
        Gender::Other => Some("other gender".to_owned()),
        Gender::Unknown => None,
    });
    who.extend(patient.mrn.as_ref().map(|mrn| format!("MRN {}", mrn.as_str())));
    let mut banner = format!("{}\n\nPatient: {}\n", title(note).to_uppercase(), who.join(", "));
    if !patient.allergies.is_empty() {
        let allergies: Vec<&str> = patient.allergies.iter().map(|allergy| allergy.as_str()).collect();
        banner.push_str(&format!("Allergies: {}\n", allergies.join(", ")));
    }
    let reason = match encounter.reason.trim() {
        "" => String::new(),
        reason => format!(", {reason}"),
    };
    banner.push_str(&format!("Visit: {}, {}{reason}\n", minute(encounter.start), encounter.class.code().1));
    if patient.sample {
        banner.push_str("Sample patient: not a real person.\n");
    }
    banner
}

fn signature(note: &SignedNote) -> String {
    let attested = note.attested();
    format!(
        "Electronically signed by {} on {}.\n{}\nNote {}, version {}.\n",
        attested.author.name,
        minute(attested.signed_at),
        attested.statement.trim(),
        attested.note_id,
        attested.version,
    )
}

fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
