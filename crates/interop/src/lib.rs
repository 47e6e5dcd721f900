//! Signed note to FHIR R4 and plain text.
//!
//! Everything here takes a [`clinical::SignedNote`], which only a vault makes, and only after it has verified the
//! signature: there is no way to write down the export of an unsigned note.

mod document;
mod narrative;
mod reference;
mod resources;
mod text;

pub use document::fhir_document;
pub use reference::document_reference;
pub use text::text;
