//! RxNorm's RXNCONSO.RRF, as the National Library of Medicine documents it: eighteen columns between vertical bars, one
//! name on each line.

use std::io::BufRead;

use crate::formulary::{Formulary, ImportError, Imported, Kind, Name};
use crate::lines::{Line, import};

const COLUMNS: usize = 18;
const LANGUAGE: usize = 1;
const SOURCE: usize = 11;
const TERM_TYPE: usize = 12;
const STRING: usize = 14;
const SUPPRESS: usize = 16;

/// So many lines without a good one among them, and the file is something else.
const LINES_TO_KNOW_IT_BY: u64 = 50;

impl Formulary {
    /// Reads RXNCONSO.RRF line by line: RxNorm's own English names of ingredients and brands that are not suppressed. A
    /// line that cannot be read is left out and reported.
    pub fn from_rxnorm(reader: impl BufRead) -> Result<Imported, ImportError> {
        let mut good = 0;
        let imported = import(reader, |formulary, line, text| {
            if text.is_empty() {
                return Ok(Line::Read);
            }
            let Some(columns) = columns(text) else {
                return match good == 0 && line >= LINES_TO_KNOW_IT_BY {
                    true => Err(ImportError::NotRxnorm),
                    false => Ok(Line::Malformed("it has not the eighteen columns of RXNCONSO.RRF")),
                };
            };
            good += 1;
            let Some(kind) = kind(&columns) else { return Ok(Line::Read) };
            let name = columns[STRING].trim();
            if name.is_empty() || name.chars().any(char::is_control) {
                return Ok(Line::Malformed("its name is empty or no text"));
            }
            formulary.add(Name { text: name.to_owned(), kind, generic: None });
            Ok(Line::Read)
        })?;
        if good == 0 {
            return Err(ImportError::NotRxnorm);
        }
        if imported.formulary.names().is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(imported)
    }
}

/// The columns of a line; the last is followed by a bar too. The concept's number tells it from other files of that width.
fn columns(line: &str) -> Option<[&str; COLUMNS]> {
    let mut columns = [""; COLUMNS];
    let mut parts = line.strip_suffix('|').unwrap_or(line).split('|');
    for column in &mut columns {
        *column = parts.next()?;
    }
    let numbered = !columns[0].is_empty() && columns[0].bytes().all(|byte| byte.is_ascii_digit());
    (parts.next().is_none() && numbered && columns[LANGUAGE].len() == 3).then_some(columns)
}

/// What a line names, if it is one that is taken.
fn kind(columns: &[&str; COLUMNS]) -> Option<Kind> {
    let taken = columns[LANGUAGE] == "ENG" && columns[SOURCE] == "RXNORM" && columns[SUPPRESS] == "N";
    match columns[TERM_TYPE] {
        _ if !taken => None,
        "IN" => Some(Kind::Ingredient),
        "PIN" => Some(Kind::PreciseIngredient),
        "MIN" => Some(Kind::MultipleIngredients),
        "BN" => Some(Kind::Brand),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(source: &str, kind: &str, name: &str, suppress: &str) -> String {
        format!("6809|ENG||||||829|829|6809||{source}|{kind}|6809|{name}||{suppress}|4096|")
    }

    fn read(text: &str) -> Result<Imported, ImportError> {
        Formulary::from_rxnorm(text.as_bytes())
    }

    #[test]
    fn ingredients_and_brands_of_rxnorm_are_taken() {
        let text = [
            line("RXNORM", "IN", "metformin", "N"),
            line("RXNORM", "PIN", "metformin hydrochloride", "N"),
            line("RXNORM", "MIN", "glipizide / metformin", "N"),
            line("RXNORM", "BN", "Glucophage", "N"),
            line("RXNORM", "SCD", "metformin 500 MG Oral Tablet", "N"),
            line("MTHSPL", "IN", "elsewhere", "N"),
            line("RXNORM", "BN", "Withdrawn", "O"),
            line("RXNORM", "IN", "metformina", "N").replace("ENG", "SPA"),
        ]
        .join("\r\n");
        let imported = read(&text).unwrap();
        let names: Vec<_> =
            imported.formulary.names().iter().map(|name| (name.text.as_str(), name.kind)).collect();
        assert_eq!(
            names,
            [
                ("metformin", Kind::Ingredient),
                ("metformin hydrochloride", Kind::PreciseIngredient),
                ("glipizide / metformin", Kind::MultipleIngredients),
                ("Glucophage", Kind::Brand),
            ]
        );
        assert_eq!(imported.skipped_lines, 0);
    }

    #[test]
    fn a_malformed_line_is_told_by_its_number_and_stops_nothing() {
        let mut text = line("RXNORM", "IN", "metformin", "N").into_bytes();
        text.extend_from_slice(b"\n6809|ENG|cut off\n\xff\xfe\n");
        text.extend_from_slice(line("RXNORM", "IN", "lisinopril", "N").as_bytes());
        let imported = Formulary::from_rxnorm(text.as_slice()).unwrap();
        assert_eq!(imported.formulary.names().len(), 2);
        let lines: Vec<u64> = imported.skipped.iter().map(|skipped| skipped.line).collect();
        assert_eq!((lines, imported.skipped_lines), (vec![2, 3], 2));
    }

    #[test]
    fn another_file_is_refused() {
        for text in ["", "metformin\nlisinopril\n", "a|b|c\n", "%PDF-1.7\n\n", &"x\n".repeat(1_000)] {
            assert!(matches!(read(text), Err(ImportError::NotRxnorm)), "{text:.20}");
        }
        // RXNREL.RRF and RXNSAT.RRF have other widths; a file without a name that is taken is told apart.
        let other = line("MTHSPL", "SU", "metformin", "N");
        assert!(matches!(read(&other), Err(ImportError::Empty)));
    }

    #[test]
    fn a_line_without_end_takes_no_memory_and_is_told() {
        let mut text = line("RXNORM", "IN", "metformin", "N");
        text.push('\n');
        text.push_str(&"x".repeat(1 << 20));
        let imported = read(&text).unwrap();
        assert_eq!((imported.formulary.names().len(), imported.skipped_lines), (1, 1));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = Formulary::from_rxnorm(bytes.as_slice());
        }

        #[test]
        fn a_damaged_file_gives_every_line_that_is_whole(
            damage in prop::collection::vec((0usize..6, "[|\\n\\r\\PC]{0,20}"), 0..8),
        ) {
            let mut lines: Vec<String> = Vec::new();
            for at in 0..6 {
                lines.extend(damage.iter().filter(|(place, _)| *place == at).map(|(_, junk)| junk.clone()));
                lines.push(line("RXNORM", "IN", &format!("name {at}"), "N"));
            }
            let imported = read(&lines.join("\n")).unwrap();
            for at in 0..6 {
                let name = format!("name {at}");
                prop_assert!(imported.formulary.get(&name).is_some());
            }
        }
    }
}
