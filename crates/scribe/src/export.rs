//! Writing a signed note to a file, because the user asked for it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clinical::SignedNote;

use crate::Error;

/// What a signed note can be exported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// A FHIR R4 document: a Bundle with the Composition first.
    Fhir,
    /// A US Core DocumentReference with the note as plain text.
    DocumentReference,
    /// Plain text with headings.
    Text,
}

impl ExportFormat {
    /// As commands and the record of exports name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fhir => "fhir",
            Self::DocumentReference => "document-reference",
            Self::Text => "text",
        }
    }

    fn file_name(self, signed: &SignedNote) -> String {
        // The encounter's id and not the patient's name: file names travel further than files.
        let id = signed.encounter().id;
        match self {
            Self::Fhir => format!("{id}.fhir.json"),
            Self::DocumentReference => format!("{id}.document-reference.json"),
            Self::Text => format!("{id}.txt"),
        }
    }
}

/// The note in this format.
///
/// # Errors
/// [`Error::Internal`] where it cannot be serialised.
pub fn render(signed: &SignedNote, format: ExportFormat) -> Result<String, Error> {
    let json = match format {
        ExportFormat::Text => return Ok(interop::text(signed)),
        ExportFormat::Fhir => interop::fhir_document(signed),
        ExportFormat::DocumentReference => interop::document_reference(signed),
    };
    serde_json::to_string_pretty(&json).map_err(|error| Error::Internal(error.to_string()))
}

/// Writes the note into `folder`, completely or not at all, and gives the file's path.
///
/// # Errors
/// [`Error::File`] where the folder or the file cannot be written.
pub fn write_export(signed: &SignedNote, format: ExportFormat, folder: &Path) -> Result<PathBuf, Error> {
    let text = render(signed, format)?;
    let path = folder.join(format.file_name(signed));
    let writing = |error| Error::file("The exported note could not be written", error);
    fs::create_dir_all(folder).map_err(writing)?;
    let partial = path.with_extension("partial");
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(&partial)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&partial, &path)
    };
    write().map_err(|error| {
        // What could not be finished must not stay behind.
        let _ = fs::remove_file(&partial);
        writing(error)
    })?;
    Ok(path)
}
