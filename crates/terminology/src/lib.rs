//! Names that a clinic knows: its formulary, what was probably misheard for one of its names, and the words that bias the
//! recogniser towards them; and the words of the field.
//!
//! Nothing here changes a transcript. A [`Suggestion`] is for a person to take or leave, with what was heard kept.

mod common;
mod formulary;
mod lines;
mod list;
mod medical;
mod prompt;
mod rxnorm;
mod sound;
mod stored;
mod suggest;
mod surroundings;
mod vocabulary;
mod words;

pub use formulary::{Formulary, ImportError, Imported, Kind, Name, Skipped};
pub use medical::medical_terms;
pub use prompt::prompt;
pub use suggest::{Reason, Suggestion};
pub use vocabulary::Vocabulary;
