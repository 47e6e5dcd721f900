//! What can be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clinical::Phi;

/// Dictum on the command line.
#[derive(Parser)]
#[command(
    name = "dictum",
    version,
    about = "Record, transcribe, draft, check, sign and export clinical notes, on this computer alone.",
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 unusable input, 4 model missing or unusable, 5 the vault refused, 6 finished but for bad lines of a batch or what a model failed on."
)]
pub struct Args {
    /// Print the result as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Folder of the vault, models and settings, in place of this user's own.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How sound is listened to.
#[derive(ClapArgs)]
pub struct Listening {
    /// Codes of the languages that may be spoken ("en", or "de,fr"): of several the spoken one is recognised. "any" is all.
    #[arg(long, value_delimiter = ',', default_value = "en")]
    pub language: Vec<String>,
    /// Give an English translation beside what was said in another language.
    #[arg(long)]
    pub translate: bool,
    /// Names that the model shall rather hear, separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    pub names: Vec<String>,
    /// Take noise out before listening.
    #[arg(long)]
    pub suppress_noise: bool,
}

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Do the whole job on the sample consult: sound to signed, exported, verified note.
    Demo {
        /// Where the exported note goes.
        #[arg(long, default_value = "out")]
        out: PathBuf,
    },
    /// Transcribe an audio file (WAV, FLAC, MP3, M4A, OGG).
    Transcribe {
        /// The file.
        audio: PathBuf,
        /// A speech model: an id of the catalogue, or a ggml Whisper file.
        #[arg(long)]
        model: Option<String>,
        /// How it is listened to.
        #[command(flatten)]
        listening: Listening,
        /// One clinician dictates, in English: spoken marks become marks, and sections stand on lines of their own.
        #[arg(long, conflicts_with_all = ["language", "translate"])]
        dictation: bool,
    },
    /// Draft a note from a transcript and check it.
    Draft {
        /// Text turns, JSON, WebVTT or SRT; `-` reads standard input.
        transcript: PathBuf,
        /// How it is drafted.
        #[command(flatten)]
        drafting: Drafting,
    },
    /// Check a note against the transcript of its visit.
    Check {
        /// Text, or JSON with "statements" or "sections".
        note: PathBuf,
        /// The transcript.
        #[arg(long)]
        transcript: PathBuf,
        /// The patient's age in years, which nobody says and the note may.
        #[arg(long)]
        age: Option<u16>,
    },
    /// Work on many transcripts: JSON lines in, JSON lines out.
    Batch {
        /// On what.
        #[command(subcommand)]
        command: Batch,
    },
    /// Measure on recordings of your own how well Dictum works.
    Eval {
        /// What to measure.
        #[command(subcommand)]
        command: EvalCommand,
    },
    /// Make or verify the vault.
    Vault {
        /// Which.
        #[command(subcommand)]
        command: VaultCommand,
    },
    /// List, install, import, remove, verify or recommend models.
    Models {
        /// What to do.
        #[command(subcommand)]
        command: ModelsCommand,
    },
    /// Import the names of medicines that this practice uses, or forget them.
    Formulary {
        /// What to do.
        #[command(subcommand)]
        command: FormularyCommand,
    },
    /// List, show, copy, import or remove templates, or make one from an example note.
    Templates {
        /// What to do.
        #[command(subcommand)]
        command: TemplatesCommand,
    },
    /// Keep pieces of text with fields, and fill them in.
    Snippets {
        /// What to do.
        #[command(subcommand)]
        command: SnippetsCommand,
    },
    /// List the encounters of the vault that are to be seen to, each with its id.
    Worklist,
    /// Draft one section of a note that is not signed yet again. What people wrote, kept or flagged in it stays.
    Redraft(RedraftArgs),
    /// Export a signed note.
    Export {
        /// The encounter's id.
        encounter: String,
        /// As what.
        #[arg(long, value_enum)]
        format: Format,
        /// Folder to write to; standard output where it is left out.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// A section to be drafted again.
#[derive(ClapArgs)]
pub struct RedraftArgs {
    /// The encounter's id.
    pub encounter: String,
    /// The section: its code (plan_medications) or its heading in the note.
    pub section: String,
    /// At more length.
    #[arg(long, conflicts_with_all = ["shorter", "instruction"])]
    pub longer: bool,
    /// With less.
    #[arg(long, conflicts_with = "instruction")]
    pub shorter: bool,
    /// As is asked here, in a sentence.
    #[arg(long, value_name = "TEXT")]
    pub instruction: Option<String>,
}

/// How a note is drafted.
#[derive(ClapArgs)]
pub struct Drafting {
    /// The drafter.
    #[arg(long, value_enum, default_value = "auto")]
    pub engine: EngineName,
    /// A language model: an id of the catalogue, or a GGUF file.
    #[arg(long)]
    pub model: Option<String>,
    /// The template: a name (see `dictum templates list`), or a file.
    #[arg(long, default_value = "soap")]
    pub template: String,
}

/// Batches.
#[derive(Subcommand)]
pub enum Batch {
    /// Draft a note for each line.
    Draft {
        /// Lines of {"id", "transcript": [{"speaker", "text", "start"?, "end"?}]}.
        input: PathBuf,
        /// Lines of {"id", "note", "text", "card"}: the card says how the draft was made.
        #[arg(long)]
        out: PathBuf,
        /// How they are drafted.
        #[command(flatten)]
        drafting: Drafting,
    },
    /// Check the statements of each line.
    Check {
        /// Lines of {"id", "transcript": [...], "age"?, "statements": [{"id", "text", "section"?, "evidence"?}]}.
        input: PathBuf,
        /// Lines of {"id", "statements": [{"id", "verdict", "evidence", "reasons"}]}.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Measurements.
#[derive(Subcommand)]
pub enum EvalCommand {
    /// Count the words that a speech model gets wrong, medical terms and drug names by themselves.
    ///
    /// Case, punctuation and the way a number is written make no error. The word error rate is substitutions, deletions and
    /// insertions for each word that was said, all files taken together. Of medical terms and drug names it is the share of
    /// their words that were not heard.
    Speech {
        /// Lines of {"audio", "text"}: a file, where its path is relative in the manifest's folder, and what was said in
        /// it; "" where nothing was.
        manifest: PathBuf,
        /// A speech model: an id of the catalogue, or a ggml Whisper file.
        #[arg(long)]
        model: Option<String>,
        /// How the recordings are listened to.
        #[command(flatten)]
        listening: Listening,
        /// Take so many lines of the manifest, from its beginning.
        #[arg(long)]
        limit: Option<NonZeroUsize>,
        /// Print what was said and what was heard in each file, too. The output is then as confidential as the recordings.
        #[arg(long)]
        texts: bool,
    },
    /// Compare drafted notes with those that clinicians wrote: ROUGE-1, ROUGE-2 and ROUGE-Lsum, without stemming, and what the
    /// checks say of the drafts.
    Draft {
        /// Lines of {"id", "transcript": [{"speaker", "text"}], "note"}.
        consults: PathBuf,
        /// How they are drafted.
        #[command(flatten)]
        drafting: Drafting,
        /// Take so many lines, from the beginning.
        #[arg(long)]
        limit: Option<NonZeroUsize>,
    },
    /// Count the false statements that the checks catch, by kind, and the true ones that they flag.
    Check {
        /// Lines of {"id", "transcript", "age"?, "statements": [{"text", "supported", "kind"?, "section"?}]}, or with a
        /// clinician's "note" as text in place of the statements, all of which is taken for true.
        consults: PathBuf,
        /// Take so many lines, from the beginning.
        #[arg(long)]
        limit: Option<NonZeroUsize>,
    },
}

/// The names of medicines.
#[derive(Subcommand)]
pub enum FormularyCommand {
    /// Take the names of a file besides those that come with Dictum: RXNCONSO.RRF of an RxNorm release, or a text file with
    /// one name a line ("acetaminophen: Tylenol, paracetamol"). They replace what was imported before.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Say how many names are known.
    Show,
    /// Forget what was imported.
    Remove,
}

/// Templates.
#[derive(Subcommand)]
pub enum TemplatesCommand {
    /// Which there are, your own included.
    List,
    /// Print one as it is written (TOML).
    Show {
        /// Its name.
        name: String,
    },
    /// Copy one under a new name, to edit it.
    Copy {
        /// The name of the one to copy.
        name: String,
        /// The name of the copy: small letters, digits, - and _.
        new: String,
    },
    /// Take a template's file, under the name in it.
    Import {
        /// The file (TOML).
        file: PathBuf,
        /// Put it in the place of your own of this name.
        #[arg(long)]
        replace: bool,
    },
    /// Delete one of your own.
    Remove {
        /// Its name.
        name: String,
    },
    /// Make one from the headings of a note; nothing else of the note is kept.
    FromNote {
        /// The note, as text.
        note: PathBuf,
        /// The name of the template: small letters, digits, - and _.
        #[arg(long)]
        name: String,
    },
}

/// Snippets.
#[derive(Subcommand)]
pub enum SnippetsCommand {
    /// Which there are, each with its fields.
    List,
    /// Print one as it is written.
    Show {
        /// Its name.
        name: String,
    },
    /// Print one with values in its fields.
    Fill {
        /// Its name.
        name: String,
        /// Values, such as side=left.
        #[arg(value_name = "FIELD=VALUE", value_parser = value)]
        values: Vec<(String, Phi)>,
    },
    /// Write one, or change it.
    Set {
        /// Its name: small letters, digits, - and _.
        name: String,
        /// Its text, with fields as {{duration}} or {{side: left|right}}.
        text: String,
    },
    /// Take the snippets of a file besides those that there are: [[snippets]] tables with "name" and "text" (TOML), fields in
    /// the text as {{duration}} or {{side: left|right}}.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Delete one.
    Remove {
        /// Its name.
        name: String,
    },
}

fn value(written: &str) -> Result<(String, Phi), &'static str> {
    let (name, value) = written.split_once('=').ok_or("write FIELD=VALUE")?;
    Ok((name.to_owned(), value.into()))
}

/// The vault.
#[derive(Subcommand)]
pub enum VaultCommand {
    /// Make the vault; prints the recovery code once.
    Init {
        /// Your name, as it stands under a signature.
        #[arg(long)]
        name: String,
        /// Do not bind the vault to this computer's keyring (for a machine without one). A stolen disk is then protected
        /// by the passphrase alone.
        #[arg(long)]
        passphrase_only: bool,
    },
    /// Check the database, every signature and the audit chain.
    Verify,
}

/// Models.
#[derive(Subcommand)]
pub enum ModelsCommand {
    /// Which there are, what they understand, and which are here.
    List {
        /// Codes of the languages that are spoken ("en", or "de,fr"): the star is at the speech model that is used for all of them. No
        /// model is left out. "any" is all.
        #[arg(long, value_delimiter = ',', default_value = "en")]
        language: Vec<String>,
    },
    /// Fetch a model of the catalogue, or go on where an earlier try stopped.
    Install {
        /// Its id in the catalogue.
        id: String,
    },
    /// Take a model's file from elsewhere, such as a USB stick, after trying that it loads.
    Import {
        /// A ggml Whisper file or a GGUF file.
        file: PathBuf,
    },
    /// Delete an installed model, or what came of it so far.
    Remove {
        /// Its id.
        id: String,
    },
    /// Check that models are whole and load.
    Verify {
        /// Which; all that are here where it is left out.
        id: Option<String>,
    },
    /// Say which model this computer should run; measures those that are installed.
    Recommend {
        /// For what.
        #[arg(long, value_enum, default_value = "speech")]
        task: TaskName,
        /// Codes of the languages that are spoken ("en", or "de,fr"), all of which a speech model has to understand. "any" is all.
        #[arg(long, value_delimiter = ',', default_value = "en")]
        language: Vec<String>,
    },
}

/// What a model does.
#[derive(Clone, Copy, ValueEnum)]
pub enum TaskName {
    /// Speech to text.
    Speech,
    /// Text to note.
    Drafting,
}

/// Export formats.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// A FHIR R4 document Bundle.
    Fhir,
    /// A US Core DocumentReference with the text attached.
    DocumentReference,
    /// Plain text with headings.
    Text,
}

/// Drafters.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// A language model where one is installed, else extractive.
    Auto,
    /// A language model.
    Llm,
    /// By rule, without a model.
    Extractive,
    /// None: the transcript is a dictated note, whose commands and headings say where each sentence goes.
    Dictation,
}
