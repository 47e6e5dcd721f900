//! The use cases: start a consult, stop it, draft, review, sign, export. The one crate that joins the others; the window
//! and the command line are two faces of it.

mod batch;
mod card;
mod carried;
mod checking;
mod deletion;
mod demo;
mod draft;
mod drafts;
mod error;
mod evaluate;
mod events;
mod export;
mod flags;
mod follow;
mod formulary;
mod history;
mod import;
mod installing;
mod jobs;
mod jottings;
mod language;
mod listen;
mod machine;
mod measure;
mod overlooked;
mod people;
mod places;
mod practice;
mod recommend;
mod recording;
mod review;
mod sample;
mod sections;
mod session;
mod shelf;
mod snippets;
mod stage;
mod stopping;
mod templates;
mod transcripts;
mod unheard;
mod unlock;
mod unnamed;
mod warm;
mod worklist;
mod written;

pub use batch::{BatchError, StatementIn, batch_check, batch_draft, check_statements, note_json};
pub use capture::{OneOfTwo, PoorSignal, SignalFault, input_devices};
pub use demo::{DemoReport, run_demo};
pub use draft::{Draft, Engine, EngineChoice};
pub use drafting::evaluation::Rouge;
pub use drafting::prompt::Background;
pub use drafting::{
    Field, Filled, FromNote, LeftOut, NAME_ADVICE, Outline, Snippet, SnippetError, Template, TemplateError,
    Why, is_name,
};
pub use error::Error;
pub use evaluate::{
    Caught, CheckEvaluation, DraftEvaluation, EvaluatedDraft, EvaluatedFile, Silence, SpeechEvaluation,
    SpeechManifest, evaluate_checks, evaluate_drafts, evaluate_speech,
};
pub use events::{Event, Events};
pub use export::{ExportFormat, render, write_export};
pub use flags::Flagged;
pub use formulary::{
    FormularyImport, FormularySize, formulary, formulary_size, import_formulary, remove_formulary,
};
pub use grounding::Heard;
pub use history::{Marked, Version};
pub use installing::{CHECK, IMPORT};
pub use jobs::Stoppable;
pub use listen::{FileTranscript, Hearing, require_languages, transcribe_file, whisper_for};
pub use machine::Machine;
pub use measure::Speed;
pub use models::Error as ModelError;
pub use models::{Cancel, InstalledModel, Progress, Spoken, Task, Verdict};
pub use overlooked::Overlooked;
pub use places::Places;
pub use recommend::{Candidate, Fit, Recommendation, recommend};
pub use recording::{ActiveRecording, RecordingState, RecordingStatus};
pub use review::ATTESTATION;
pub use sample::{sample_audio, sample_patient};
pub use session::Session;
pub use shelf::{
    ModelCheck, ModelRow, ModelState, default_model, find_model, import_model, install_model, list_models,
    remove_model, verify_models,
};
pub use snippets::{import_snippets, remove_snippet, save_snippet, snippet, snippets};
pub use speech::evaluation::{Missed, Score, WordErrors};
pub use stage::Stage;
pub use templates::{
    TemplateRow, copy_template, import_template, list_templates, remove_template, save_template, template,
    template_from_note, template_from_note_file, template_text,
};
pub use terminology::{Formulary, Skipped, Suggestion, Vocabulary};
pub use unheard::Lack;
pub use unlock::{Scribe, Strength, VaultState, passphrase_strength};
pub use unnamed::read_transcript;
pub use warm::warm_up;
pub use worker::{RunsOn, leave_no_words};
pub use worklist::{WhichPatient, WorklistRow};
pub use written::statements_of_text;
