//! The commands about the notes in the vault that are not signed yet.

use std::process::ExitCode;
use std::sync::Arc;

use clinical::{EncounterId, Note, Redraft, Section};
use jiff::tz::TimeZone;
use scribe::{Places, Scribe, Session, Stage, WorklistRow};
use serde_json::{Value, json};

use crate::args::RedraftArgs;
use crate::input;
use crate::outcome::Failure;

/// The id of an encounter, as the worklist has it.
pub fn encounter_id(text: &str) -> Result<EncounterId, Failure> {
    text.parse().map_err(|_| Failure::input("This is not an encounter's id. Copy it from `dictum worklist`."))
}

/// Lists the encounters to see to.
pub fn worklist(places: &Places, json: bool) -> Result<ExitCode, Failure> {
    let rows = unlocked(places)?.worklist()?;
    if json {
        println!("{}", json!({ "encounters": rows.iter().map(row_json).collect::<Vec<_>>() }));
        return Ok(ExitCode::SUCCESS);
    }
    for row in rows {
        let WorklistRow { encounter, patient, stage, unresolved, flagged, .. } = row;
        let start = encounter.start.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M");
        let name = format!("{} {}", patient.given_name.as_str(), patient.family_name.as_str());
        let open = match (unresolved, flagged) {
            (0, _) => String::new(),
            (unresolved, 0) => format!(", {unresolved} to resolve"),
            (unresolved, flagged) => format!(", {unresolved} to resolve, {flagged} flagged"),
        };
        println!("{}  {start}  {name:<24}  {}{open}", encounter.id, words(stage));
    }
    Ok(ExitCode::SUCCESS)
}

fn row_json(row: &WorklistRow) -> Value {
    json!({ "id": row.encounter.id, "start": row.encounter.start, "given_name": row.patient.given_name,
        "family_name": row.patient.family_name, "reason": row.encounter.reason, "stage": words(row.stage),
        "unresolved": row.unresolved, "flagged": row.flagged })
}

fn words(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => "planned",
        Stage::Recording => "recording",
        Stage::Paused => "paused",
        Stage::Interrupted => "interrupted",
        Stage::Saving => "not all saved",
        Stage::Transcribing => "transcribing",
        Stage::Drafting => "drafting",
        Stage::Drafted => "drafted",
        Stage::ReadyToSign => "ready to sign",
        Stage::Signed => "signed",
        Stage::Exported => "exported",
        Stage::NeedsAttention => "needs attention",
    }
}

/// Drafts one section of a note again.
pub async fn redraft(places: &Places, args: RedraftArgs, json: bool) -> Result<ExitCode, Failure> {
    let RedraftArgs { encounter, section, longer, shorter, instruction } = args;
    let id = encounter_id(&encounter)?;
    let how = match instruction {
        Some(instruction) => Redraft::Instruction(instruction.into()),
        None if longer => Redraft::Longer,
        None if shorter => Redraft::Shorter,
        None => Redraft::Again,
    };
    let session = unlocked(places)?;
    let code = section_of(&session.note(id)?.note, &section)?.code;
    session.redraft_section(id, code, how).await?;
    let stored = session.note(id)?;
    let redrafted = section_of(&stored.note, code.as_str())?;
    let text = redrafted.body().unwrap_or_default();
    if json {
        println!("{}", json!({ "version": stored.version, "section": code.as_str(), "text": text }));
    } else {
        println!("{}\n{text}", redrafted.title);
        let unresolved = redrafted.statements.iter().filter(|one| one.needs_resolution()).count();
        eprintln!("\nVersion {}. Statements to resolve in it before signing: {unresolved}.", stored.version);
    }
    Ok(ExitCode::SUCCESS)
}

/// The section of this code or heading.
fn section_of<'a>(note: &'a Note, name: &str) -> Result<&'a Section, Failure> {
    // The heading of one section may read like the code of another: medications that are taken, and those of the plan.
    let by_code = note.sections.iter().find(|one| one.code.as_str() == name);
    let by_heading = || note.sections.iter().find(|one| one.title.eq_ignore_ascii_case(name));
    by_code.or_else(by_heading).ok_or_else(|| {
        let codes: Vec<&str> = note.sections.iter().map(|one| one.code.as_str()).collect();
        Failure::input(format!("This note has no such section. It has {}.", codes.join(", ")))
    })
}

fn unlocked(places: &Places) -> Result<Arc<Session>, Failure> {
    let scribe = Scribe::new(places.clone());
    scribe.unlock(&input::passphrase("Passphrase: ")?)?;
    Ok(scribe.session()?)
}
