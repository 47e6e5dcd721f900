//! The commands about templates.

use std::path::Path;
use std::process::ExitCode;

use scribe::{LeftOut, Places, Template, TemplateRow, Why};
use serde_json::{Value, json};

use crate::args::TemplatesCommand;
use crate::input;
use crate::outcome::Failure;

/// Does what was asked for.
pub fn run(places: &Places, command: TemplatesCommand, json: bool) -> Result<ExitCode, Failure> {
    match command {
        TemplatesCommand::List => list(&scribe::list_templates(places)?, json),
        TemplatesCommand::Show { name } => {
            let text = scribe::template_text(places, &name)?;
            if json { println!("{}", json!({ "template": text })) } else { print!("{text}") }
        }
        TemplatesCommand::Copy { name, new } => {
            let file = scribe::copy_template(places, &name, &new)?;
            if json {
                println!("{}", json!({ "name": new, "file": file.display().to_string() }));
            } else {
                println!("{new} is a copy of {name}. Edit it in {}.", file.display());
            }
        }
        TemplatesCommand::Import { file, replace } => {
            let name = if replace { replaced(places, &file)? } else { imported(places, &file)? };
            if json {
                println!("{}", json!({ "name": name }));
            } else {
                println!("{name} can be used: --template {name}.");
            }
        }
        TemplatesCommand::Remove { name } => {
            scribe::remove_template(places, &name)?;
            if json { println!("{}", json!({ "name": name })) } else { println!("{name} is removed.") }
        }
        TemplatesCommand::FromNote { note, name } => {
            let (file, made) = scribe::template_from_note_file(places, &note, &name)?;
            if json {
                let left_out: Vec<Value> = made.left_out.iter().map(left_out_json).collect();
                let sections: Vec<&str> =
                    made.template.sections().iter().map(|section| section.code.as_str()).collect();
                println!(
                    "{}",
                    json!({ "name": name, "file": file.display().to_string(), "sections": sections, "left_out": left_out })
                );
            } else {
                for one in &made.left_out {
                    eprintln!("line {}: \"{}\" {}.", one.line, one.heading.as_str(), why(one));
                }
                let count = made.template.sections().len();
                println!("{name} has {count} sections. Look at it, and edit it, in {}.", file.display());
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn imported(places: &Places, file: &Path) -> Result<String, Failure> {
    Ok(scribe::import_template(places, file)?.name().to_owned())
}

fn replaced(places: &Places, file: &Path) -> Result<String, Failure> {
    let text = input::text(file)?;
    let name = Template::parse(&text).map_err(scribe::Error::from)?.name().to_owned();
    scribe::save_template(places, &name, &text)?;
    Ok(name)
}

fn list(rows: &[TemplateRow], json: bool) {
    if json {
        let row = |row: &TemplateRow| json!({ "name": row.name, "title": row.title, "built_in": row.built_in, "problem": row.problem });
        println!("{}", json!({ "templates": rows.iter().map(row).collect::<Vec<_>>() }));
        return;
    }
    for row in rows {
        let whose = if row.built_in { "" } else { " (your own)" };
        println!("{:<22}  {}{whose}", row.name, row.problem.as_deref().unwrap_or(&row.title));
    }
}

fn left_out_json(one: &LeftOut) -> Value {
    let why = match one.why {
        Why::Unknown => "unknown",
        Why::Repeated => "repeated",
        Why::Several => "several",
    };
    json!({ "line": one.line, "heading": one.heading, "why": why })
}

fn why(one: &LeftOut) -> &'static str {
    match one.why {
        Why::Unknown => "is no section that Dictum knows, and is left out",
        Why::Repeated => "is a section that comes earlier, and is left out",
        Why::Several => "stands for several sections, which are in its place",
    }
}
