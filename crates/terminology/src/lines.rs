//! Lines of a file of any size, one at a time; what is no text is told by its number.

use std::io::BufRead;

use crate::formulary::{Formulary, ImportError, Imported, Skipped};

/// A longer line is in none of the files that are read here.
const LONGEST_LINE: usize = 16 * 1024;

/// What a line was.
pub(crate) enum Line {
    /// Read, or none of our business.
    Read,
    /// Not to be read.
    Malformed(&'static str),
}

/// Reads `lines` one by one into a formulary. `take` is given each as text.
pub(crate) fn import(
    mut reader: impl BufRead,
    mut take: impl FnMut(&mut Formulary, u64, &str) -> Result<Line, ImportError>,
) -> Result<Imported, ImportError> {
    let mut imported = Imported { formulary: Formulary::default(), skipped: Vec::new(), skipped_lines: 0 };
    let mut buffer = Vec::new();
    let mut line = 0;
    while let Some(whole) = next_line(&mut reader, &mut buffer)? {
        line += 1;
        let text = std::str::from_utf8(&buffer).map(|text| text.trim_start_matches('\u{feff}').trim_end());
        let read = match (whole, text) {
            (false, _) => Line::Malformed("it is far too long"),
            (true, Err(_)) => Line::Malformed("it is not UTF-8"),
            (true, Ok(text)) => take(&mut imported.formulary, line, text)?,
        };
        if let Line::Malformed(why) = read {
            imported.skipped_lines += 1;
            if imported.skipped.len() < Skipped::KEPT {
                imported.skipped.push(Skipped { line, why });
            }
        }
    }
    Ok(imported)
}

/// Puts the next line into `buffer` and says whether it fits there; none at the end.
fn next_line(reader: &mut impl BufRead, buffer: &mut Vec<u8>) -> Result<Option<bool>, ImportError> {
    buffer.clear();
    let mut whole = true;
    let mut any = false;
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            return Ok(any.then_some(whole));
        }
        any = true;
        let newline = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..newline.unwrap_or(available.len())];
        if buffer.len() + part.len() <= LONGEST_LINE {
            buffer.extend_from_slice(part);
        } else {
            whole = false;
        }
        let used = part.len() + usize::from(newline.is_some());
        reader.consume(used);
        if newline.is_some() {
            return Ok(Some(whole));
        }
    }
}
