//! What a language model is sent, for the training of one: first a line with what is the same for every consult
//! ({"system", "asks": [{"text", "sections"}]}), then for each consult of a JSON lines file ({"transcript": [{"speaker",
//! "text"}]}) a line {"user"}: `cargo run -p drafting --example prompts -- FILE [TEMPLATE]`.

use std::io::{BufRead, BufReader, BufWriter, Write};

use clinical::{Speaker, Transcript};
use drafting::prompt::Background;
use drafting::{Template, prompt};
use serde_json::json;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give the name of a JSON lines file")?;
    let template = arguments.next().unwrap_or_else(|| "soap".into());
    let template = Template::built_in(&template).ok_or("there is no such template")?;
    let mut out = BufWriter::new(std::io::stdout().lock());

    let [system, _] = contents(&template, &Background::default(), &Transcript::default())?;
    let asks: Vec<_> = prompt::asks(&template)
        .into_iter()
        .map(|ask| {
            let sections: Vec<&str> = ask.sections.iter().map(|code| code.as_str()).collect();
            json!({"text": ask.text, "sections": sections})
        })
        .collect();
    writeln!(out, "{}", json!({"system": system, "asks": asks}))?;
    for line in BufReader::new(std::fs::File::open(file)?).lines() {
        let consult: serde_json::Value = serde_json::from_str(&line?)?;
        let mut transcript = Transcript::default();
        for turn in consult["transcript"].as_array().into_iter().flatten() {
            let text = turn["text"].as_str().unwrap_or_default();
            transcript.push(Speaker::from_label(turn["speaker"].as_str().unwrap_or_default()), text, None);
        }
        let [_, user] = contents(&template, &background(&consult["background"]), &transcript)?;
        writeln!(out, "{}", json!({"user": user}))?;
    }
    Ok(out.flush()?)
}

/// The instructions and what is to be worked on.
fn contents(
    template: &Template,
    background: &Background,
    transcript: &Transcript,
) -> Result<[String; 2], &'static str> {
    let contents: Vec<String> = prompt::messages(template, background, transcript.segments())
        .into_iter()
        .map(|message| message.content)
        .collect();
    contents.try_into().map_err(|_| "a prompt is no longer a message of the system and one of the user")
}

/// {"age"?, "sex"?, "problems"?, "medications"?, "allergies"?}, lists of words.
fn background(known: &serde_json::Value) -> Background {
    let list = |key: &str| {
        let words = known[key].as_array().into_iter().flatten();
        words.filter_map(|one| one.as_str()).map(Into::into).collect()
    };
    Background {
        age: known["age"].as_u64().and_then(|age| age.try_into().ok()),
        sex: ["female", "male", "other"].into_iter().find(|sex| known["sex"] == *sex),
        problems: list("problems"),
        medications: list("medications"),
        allergies: list("allergies"),
        ..Background::default()
    }
}
