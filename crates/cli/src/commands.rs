//! Each command.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clinical::{Role, Transcript};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use scribe::{
    Background, BatchError, Draft, Engine, EngineChoice, ExportFormat, FileTranscript, Formulary, Heard,
    Hearing, InstalledModel, Lack, Places, Spoken, Task, Vocabulary,
};
use serde_json::{Value, json};
use vault::{DeviceBinding, KeyParameters, NewUser, Vault};

use crate::args::{Args, Batch, Command, Drafting, EngineName, EvalCommand, Format, Listening, VaultCommand};
use crate::input;
use crate::outcome::{Failure, bad_lines, lack_in_words, say_why_without_graphics, unheard};

/// Does what was asked for.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let places = args.home.as_deref().map_or_else(Places::of_this_user, Places::under);
    let json = args.json;
    match args.command {
        Command::Demo { out } => demo(&places, &out, json).await,
        Command::Transcribe { audio, model, listening, dictation } => {
            transcribe(&places, &audio, model.as_deref(), listening, dictation, json).await
        }
        Command::Draft { transcript, drafting } => draft(&places, &transcript, &drafting, json).await,
        Command::Check { note, transcript, age } => check(&note, &transcript, age, json),
        Command::Batch { command: Batch::Draft { input, out, drafting } } => {
            batch_draft(&places, &input, &out, &drafting, json).await
        }
        Command::Batch { command: Batch::Check { input, out } } => {
            let errors = scribe::batch_check(input::lines(&input)?, create(&out)?)?;
            Ok(batch_outcome(&errors, &out, json))
        }
        Command::Eval { command: EvalCommand::Speech { manifest, model, listening, limit, texts } } => {
            let model = speech_model(&places, model.as_deref(), &listening)?;
            let formulary = scribe::formulary(&places)?;
            let hearing = hearing(&formulary, &model, listening)?;
            crate::evaluate::speech(&manifest, &model, hearing, &formulary, limit, texts, json).await
        }
        Command::Eval { command: EvalCommand::Draft { consults, drafting, limit } } => {
            let engine = engine(&places, &drafting)?;
            let template = scribe::template(&places, &drafting.template)?;
            crate::evaluate_notes::draft(&consults, &engine, &template, limit, json).await
        }
        Command::Eval { command: EvalCommand::Check { consults, limit } } => {
            crate::evaluate_notes::check(&consults, limit, json)
        }
        Command::Vault { command: VaultCommand::Init { name, passphrase_only } } => {
            vault_init(&places, name, passphrase_only, json)
        }
        Command::Vault { command: VaultCommand::Verify } => vault_verify(&places, json),
        Command::Formulary { command } => crate::formulary::run(&places, command, json),
        Command::Templates { command } => crate::templates::run(&places, command, json),
        Command::Snippets { command } => crate::snippets::run(&places, command, json),
        Command::Models { command } => crate::models::run(&places, command, json).await,
        Command::Worklist => crate::notes::worklist(&places, json),
        Command::Redraft(args) => crate::notes::redraft(&places, args, json).await,
        Command::Export { encounter, format, out } => {
            export(&places, &encounter, format, out.as_deref(), json)
        }
    }
}

async fn demo(places: &Places, out: &Path, json: bool) -> Result<ExitCode, Failure> {
    eprintln!(
        "Dictum demo: the sample consult, from sound to signed note. Two synthetic voices, invented people."
    );
    let report = scribe::run_demo(places, out, |stage, took, detail| {
        eprintln!("{stage:>18}  {:>8.0} ms  {detail}", took.as_secs_f64() * 1000.0);
    })
    .await?;
    let exports: Vec<String> = report.exports.iter().map(|path| path.display().to_string()).collect();
    if json {
        let stages: Vec<Value> = report
            .stages
            .iter()
            .map(|(stage, took)| json!({ "stage": stage, "ms": took.as_secs_f64() * 1000.0 }))
            .collect();
        let (speech_model, test_only) = &report.speech_model;
        println!(
            "{}",
            json!({ "stages": stages, "transcript": report.transcript, "note": report.note, "drafter": report.drafter,
                "speech_model": { "name": speech_model, "test_only": test_only }, "removed": report.removed,
                "exports": exports, "audit_events": report.audit_events })
        );
    } else {
        println!("\n{}", report.note);
        for path in exports {
            println!("Exported: {path}");
        }
        if report.speech_model.1 {
            println!("\nSpeech model: {}. It is for trying Dictum, not for patients.", report.speech_model.0);
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn transcribe(
    places: &Places,
    audio: &Path,
    model: Option<&str>,
    listening: Listening,
    dictation: bool,
    json: bool,
) -> Result<ExitCode, Failure> {
    let model = speech_model(places, model, &listening)?;
    let hearing = hearing(&scribe::formulary(places)?, &model, listening)?;
    let hearing = if dictation { hearing.of_dictation() } else { hearing };
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("{wide_bar} {pos} of {len} s")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let heard = scribe::transcribe_file(audio, &model, hearing, |done, total| {
        bar.set_length(total.unwrap_or(done).ceil() as u64);
        bar.set_position(done as u64);
    })
    .await?;
    bar.finish_and_clear();
    say_why_without_graphics(heard.runs_on.as_ref());
    let FileTranscript { transcript, lacks, language, .. } = heard;
    if json {
        println!(
            "{}",
            json!({ "model": model.id, "language": language, "transcript": transcript_json(&transcript),
                "lacks": lacks.iter().map(lack_json).collect::<Vec<_>>() })
        );
    } else {
        print_transcript(&transcript, &lacks);
    }
    Ok(unheard(&lacks))
}

/// A turn a line, and in its place what is lacking; it is read as said by nobody.
fn print_transcript(transcript: &Transcript, lacks: &[Lack]) {
    let mut lacks = lacks.iter().peekable();
    for segment in transcript.segments() {
        let begins = segment.span.map_or(0, |span| span.start_ms);
        while let Some(lack) = lacks.next_if(|lack| lack.gap.at_ms <= begins) {
            println!("[not transcribed: {}]", lack_in_words(lack));
        }
        println!("{}: {}", segment.speaker.label(), segment.text.as_str());
        if let Some(translation) = &segment.translation {
            println!("    ({})", translation.as_str());
        }
    }
    for lack in lacks {
        println!("[not transcribed: {}]", lack_in_words(lack));
    }
}

/// Where it begins, and how many seconds of speech it is: pauses in it are not counted.
fn lack_json(lack: &Lack) -> Value {
    let seconds = |ms: u64| ms as f64 / 1000.0;
    json!({ "start": seconds(lack.gap.at_ms), "seconds": lack.gap.length_ms.map(seconds) })
}

/// The speech model that is asked for, or else the one in use.
fn speech_model(
    places: &Places,
    model: Option<&str>,
    listening: &Listening,
) -> Result<InstalledModel, Failure> {
    let model = match model {
        Some(model) => scribe::find_model(places, model)?,
        None => {
            let languages = input::languages(&listening.language)?;
            scribe::default_model(
                places,
                Task::Speech,
                &Spoken { languages, translated: listening.translate },
            )?
        }
    };
    if model.test_only {
        eprintln!("dictum: {} is for trying Dictum with synthetic voices, not for patients.", model.name);
    }
    Ok(model)
}

/// How the model is asked to listen.
fn hearing(formulary: &Formulary, model: &InstalledModel, listening: Listening) -> Result<Hearing, Failure> {
    let vocabulary = Vocabulary { clinic_words: listening.names, ..Vocabulary::default() };
    let languages = if listening.language == ["any"] { Vec::new() } else { listening.language };
    let hearing = Hearing::new(model, languages, listening.translate, &vocabulary, formulary)?;
    Ok(Hearing { suppress_noise: listening.suppress_noise, ..hearing })
}

/// In the shape that `draft` and `batch` read.
fn transcript_json(transcript: &Transcript) -> Vec<Value> {
    transcript
        .segments()
        .iter()
        .map(|segment| {
            let mut turn = json!({ "speaker": segment.speaker.label(), "text": segment.text });
            if let Some(spoken) = &segment.spoken {
                turn["spoken"] = json!(spoken);
            }
            if let Some(translation) = &segment.translation {
                turn["translation"] = json!(translation);
            }
            if let Some(span) = segment.span {
                turn["start"] = json!(span.start_ms as f64 / 1000.0);
                turn["end"] = json!(span.end_ms as f64 / 1000.0);
            }
            turn
        })
        .collect()
}

fn engine(places: &Places, drafting: &Drafting) -> Result<Engine, Failure> {
    let choice = match drafting.engine {
        EngineName::Auto => EngineChoice::Auto,
        EngineName::Llm => EngineChoice::Llm,
        EngineName::Extractive => EngineChoice::Extractive,
        EngineName::Dictation => EngineChoice::Dictation,
    };
    let engine = Engine::choose(places, choice, drafting.model.as_deref())?;
    if let Engine::Language { model, .. } = &engine
        && model.test_only
    {
        eprintln!("dictum: {} knows only its own sample consults. It makes up the rest.", model.name);
    }
    Ok(engine)
}

async fn draft(places: &Places, path: &Path, drafting: &Drafting, json: bool) -> Result<ExitCode, Failure> {
    let transcript = input::transcript(path)?;
    let template = scribe::template(places, &drafting.template)?;
    let engine = engine(places, drafting)?;
    let background = Background::default();
    // A drafter that was asked for by name is not replaced by another.
    let is_free = drafting.engine == EngineName::Auto && drafting.model.is_none();
    let draft = match is_free {
        true => Ok(engine.draft_or_extract(&template, &background, &transcript, Duration::MAX).await),
        false => engine.draft(&template, &background, &transcript).await,
    };
    say_why_without_graphics(engine.runs_on().as_ref());
    let Draft { note, by, card } = draft?;
    if json {
        let note_json = scribe::note_json(&note);
        println!("{}", json!({ "engine": by, "note": note_json, "text": note.to_text(), "card": card }));
    } else {
        print!("{}", note.to_text());
        let unresolved = note.statements().filter(|statement| statement.needs_resolution()).count();
        eprintln!("\nDrafted by the {by}. Statements to resolve before signing: {unresolved}.");
    }
    Ok(ExitCode::SUCCESS)
}

fn check(note: &Path, transcript: &Path, age: Option<u16>, json: bool) -> Result<ExitCode, Failure> {
    let transcript = input::transcript(transcript)?;
    let statements = input::statements(note)?;
    let checked = scribe::check_statements(&statements, &Heard::of(&transcript).of_age(age));
    if json {
        println!("{checked}");
        return Ok(ExitCode::SUCCESS);
    }
    let list = |of: &str| checked[of].as_array().into_iter().flatten();
    for (statement, outcome) in statements.iter().zip(list("statements")) {
        let evidence: Vec<String> =
            outcome["evidence"].as_array().into_iter().flatten().map(|id| format!("[{id}]")).collect();
        println!(
            "{:>12}  {} {}",
            outcome["verdict"].as_str().unwrap_or_default(),
            statement.text,
            evidence.join("")
        );
        for reason in outcome["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            println!("{:>12}  {reason}", "");
        }
    }
    for (what, of) in [("missing", "omissions"), ("conflict", "conflicts")] {
        for message in list(of).filter_map(|one| one["message"].as_str()) {
            println!("{what:>12}  {message}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn batch_draft(
    places: &Places,
    path: &Path,
    out: &Path,
    drafting: &Drafting,
    json: bool,
) -> Result<ExitCode, Failure> {
    let template = scribe::template(places, &drafting.template)?;
    let engine = engine(places, drafting)?;
    let errors = scribe::batch_draft(input::lines(path)?, create(out)?, &engine, &template).await?;
    say_why_without_graphics(engine.runs_on().as_ref());
    Ok(batch_outcome(&errors, out, json))
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    let file = File::create(path)
        .map_err(|error| Failure::input(format!("{} cannot be written: {error}.", path.display())))?;
    Ok(BufWriter::new(file))
}

fn batch_outcome(errors: &[BatchError], out: &Path, json: bool) -> ExitCode {
    if json {
        println!("{}", json!({ "out": out.display().to_string(), "bad_lines": errors }));
    }
    bad_lines(errors)
}

fn vault_init(places: &Places, name: String, passphrase_only: bool, json: bool) -> Result<ExitCode, Failure> {
    let passphrase = input::passphrase("New passphrase: ")?;
    if !scribe::passphrase_strength(&passphrase).acceptable {
        return Err(Failure::input(
            "This passphrase is too easy to guess. Use three or four unrelated words.",
        ));
    }
    let binding = if passphrase_only { DeviceBinding::PassphraseOnly } else { DeviceBinding::Keyring };
    let user = NewUser { name, role: Role::Clinician };
    let (_, user, code) =
        Vault::create(&places.vault, user, &passphrase, binding, KeyParameters::default(), Timestamp::now())?;
    if json {
        println!("{}", json!({ "user": user, "recovery_code": code.to_groups() }));
    } else {
        println!(
            "The vault is made. Recovery code, shown this once: keep it on paper, away from this computer."
        );
        println!("\n    {}\n", code.to_groups());
    }
    Ok(ExitCode::SUCCESS)
}

fn vault_verify(places: &Places, json: bool) -> Result<ExitCode, Failure> {
    let (vault, _) = Vault::open(&places.vault, &input::passphrase("Passphrase: ")?, Timestamp::now())?;
    let verification = vault.verify()?;
    let problem = verification.problem();
    if json {
        println!(
            "{}",
            json!({ "whole": problem.is_none(), "problem": problem, "audit_events": verification.audit_events,
                "signatures": verification.valid_signatures })
        );
    } else {
        match &problem {
            None => println!(
                "The vault is whole: {} audit events in an unbroken chain, {} valid signatures.",
                verification.audit_events, verification.valid_signatures
            ),
            Some(problem) => println!("The vault is not whole: {problem}"),
        }
    }
    Ok(if problem.is_none() { ExitCode::SUCCESS } else { ExitCode::from(5) })
}

fn export(
    places: &Places,
    encounter: &str,
    format: Format,
    out: Option<&Path>,
    json: bool,
) -> Result<ExitCode, Failure> {
    let id = crate::notes::encounter_id(encounter)?;
    let format = match format {
        Format::Fhir => ExportFormat::Fhir,
        Format::DocumentReference => ExportFormat::DocumentReference,
        Format::Text => ExportFormat::Text,
    };
    let (vault, user) = Vault::open(&places.vault, &input::passphrase("Passphrase: ")?, Timestamp::now())?;
    let signed = vault.signed_note(id)?.ok_or(scribe::Error::NotSigned)?;
    match out {
        Some(folder) => {
            let path: PathBuf = scribe::write_export(&signed, format, folder)?;
            if json {
                println!("{}", json!({ "path": path.display().to_string() }));
            } else {
                println!("{}", path.display());
            }
        }
        None => {
            let text = scribe::render(&signed, format)?;
            if json && matches!(format, ExportFormat::Text) {
                println!("{}", json!({ "text": text }));
            } else {
                println!("{text}");
            }
        }
    }
    vault.record_export(id, format.name(), user.id, Timestamp::now())?;
    Ok(ExitCode::SUCCESS)
}
