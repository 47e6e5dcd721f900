//! The commands about snippets.

use std::process::ExitCode;

use clinical::Phi;
use scribe::{Places, Snippet};
use serde_json::{Value, json};

use crate::args::SnippetsCommand;
use crate::outcome::Failure;

/// Does what was asked for.
pub fn run(places: &Places, command: SnippetsCommand, json: bool) -> Result<ExitCode, Failure> {
    match command {
        SnippetsCommand::List => {
            let snippets = scribe::snippets(places)?;
            if json {
                println!("{}", json!({ "snippets": snippets.iter().map(snippet_json).collect::<Vec<_>>() }));
            } else {
                for one in snippets {
                    let fields: Vec<&str> = one.fields().iter().map(|field| field.name.as_str()).collect();
                    println!("{:<22}  {}", one.name(), fields.join(", "));
                }
            }
        }
        SnippetsCommand::Show { name } => {
            let snippet = scribe::snippet(places, &name)?;
            if json { println!("{}", snippet_json(&snippet)) } else { println!("{}", snippet.text()) }
        }
        SnippetsCommand::Fill { name, values } => fill(&scribe::snippet(places, &name)?, values, json)?,
        SnippetsCommand::Set { name, text } => {
            let snippet = Snippet::new(&name, &text).map_err(scribe::Error::from)?;
            let known = scribe::snippets(places)?.iter().any(|one| one.name() == name);
            scribe::save_snippet(places, known.then_some(name.as_str()), &snippet)?;
            if json { println!("{}", snippet_json(&snippet)) } else { println!("{name} is kept.") }
        }
        SnippetsCommand::Import { file } => {
            let count = scribe::import_snippets(places, &file)?;
            if json {
                println!("{}", json!({ "imported": count }))
            } else {
                println!("{count} snippets are new.")
            }
        }
        SnippetsCommand::Remove { name } => {
            scribe::remove_snippet(places, &name)?;
            if json { println!("{}", json!({ "name": name })) } else { println!("{name} is removed.") }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn fill(snippet: &Snippet, values: Vec<(String, Phi)>, json: bool) -> Result<(), Failure> {
    let filled = snippet
        .fill(values.iter().map(|(name, value)| (name.as_str(), value.clone())))
        .map_err(|error| Failure::input(error.to_string()))?;
    let open: Vec<&str> = filled.open.iter().map(|field| field.name.as_str()).collect();
    if json {
        println!("{}", json!({ "text": filled.text, "open": open }));
        return Ok(());
    }
    println!("{}", filled.text.as_str());
    if !open.is_empty() {
        eprintln!("Still open: {}.", open.join(", "));
    }
    Ok(())
}

fn snippet_json(snippet: &Snippet) -> Value {
    let fields: Vec<Value> = snippet
        .fields()
        .iter()
        .map(|field| json!({ "name": field.name, "choices": field.choices }))
        .collect();
    json!({ "name": snippet.name(), "text": snippet.text(), "fields": fields })
}
