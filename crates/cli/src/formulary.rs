//! The commands about the names of medicines.

use std::process::ExitCode;

use scribe::{FormularySize, Places};
use serde_json::{Value, json};

use crate::args::FormularyCommand;
use crate::outcome::Failure;

/// How many lines that could not be read are told one by one.
const LINES_TOLD: usize = 10;

/// Does what was asked for.
pub fn run(places: &Places, command: FormularyCommand, json: bool) -> Result<ExitCode, Failure> {
    match command {
        FormularyCommand::Import { file } => {
            let import = scribe::import_formulary(places, &file)?;
            for skipped in import.skipped.iter().take(LINES_TOLD) {
                eprintln!("line {}: left out, {}", skipped.line, skipped.why);
            }
            if json {
                let mut report = counts(import.size);
                report["names"] = json!(import.names);
                report["skipped_lines"] = json!(import.skipped_lines);
                println!("{report}");
            } else {
                println!("{} names read, {} lines left out.", import.names, import.skipped_lines);
                tell(import.size);
            }
        }
        FormularyCommand::Show => show(scribe::formulary_size(places)?, json),
        FormularyCommand::Remove => {
            scribe::remove_formulary(places)?;
            show(scribe::formulary_size(places)?, json);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(size: FormularySize, json: bool) {
    if json { println!("{}", counts(size)) } else { tell(size) }
}

fn counts(size: FormularySize) -> Value {
    json!({ "starter": size.starter, "imported": size.imported })
}

fn tell(size: FormularySize) {
    println!("{} names come with Dictum, {} are imported besides.", size.starter, size.imported);
}
