//! Which models exist, which are here, and getting one here.
//!
//! [`Catalog`] is the list of models that can be had, [`Library`] the models folder with what lies in it. A model comes
//! from the network by [`Library::install`] or from a file by [`Library::bring_in`]; either way it appears in the folder
//! at once and whole, after its content was checked, or not at all. Nothing is sent but the request for the file.

mod address;
mod answer;
mod arrival;
mod cancel;
mod catalog;
mod digest;
mod digests;
mod download;
mod error;
mod incoming;
mod library;
mod record;
mod room;
mod task;
mod web;
mod whisper;

pub use address::Address;
pub use arrival::Arrival;
pub use cancel::Cancel;
pub use catalog::{Catalog, CatalogEntry, SHIPPED_DRAFTING_MODEL, SHIPPED_SPEECH_MODEL, Spoken};
pub use digest::{Content, Digest, Sha1, Sha256};
pub use digests::Digests;
pub use download::{Progress, Terms};
pub use error::Error;
pub use library::{InstalledModel, Library, Listed, Origin, Verdict};
pub use record::Record;
pub use task::Task;
