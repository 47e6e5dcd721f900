//! A plain list of names: one a line, `#` begins a comment, and other names of a medicine may follow it behind a colon,
//! separated by commas ("acetaminophen: Tylenol, paracetamol").

use std::io::BufRead;

use crate::formulary::{Formulary, ImportError, Imported};
use crate::lines::{Line, import};

/// No name of a medicine is longer.
const LONGEST_NAME: usize = 200;

impl Formulary {
    /// Reads a plain list. A line that cannot be a name is left out and reported; a file that is mostly such lines is
    /// refused.
    pub fn from_list(reader: impl BufRead) -> Result<Imported, ImportError> {
        let mut good = 0;
        let imported = import(reader, |formulary, _, text| {
            let text = text.split_once('#').map_or(text, |(before, _)| before).trim();
            if text.is_empty() {
                return Ok(Line::Read);
            }
            let (generic, others) = text.split_once(':').unwrap_or((text, ""));
            let generic = generic.trim();
            let names = others.split(',').map(str::trim).filter(|name| !name.is_empty());
            if !is_name(generic) || !names.clone().all(is_name) {
                return Ok(Line::Malformed("it is no name"));
            }
            good += 1;
            formulary.add_with_generic(generic, generic);
            names.for_each(|name| formulary.add_with_generic(name, generic));
            Ok(Line::Read)
        })?;
        if imported.skipped_lines > good {
            return Err(ImportError::NotAList);
        }
        if imported.formulary.names().is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(imported)
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_control() || matches!(c, '|' | '<' | '>' | '{' | '}' | '\t'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Kind;

    fn read(text: &str) -> Result<Imported, ImportError> {
        Formulary::from_list(text.as_bytes())
    }

    #[test]
    fn names_and_other_names_are_taken() {
        let imported = read("\u{feff}# ours\nmetformin: Glucophage, Fortamet # long\n\nLantus\r\n").unwrap();
        let formulary = imported.formulary;
        assert_eq!(formulary.names().len(), 4);
        assert_eq!(formulary.get("fortamet").map(|name| name.kind), Some(Kind::Brand));
        assert_eq!(formulary.get("lantus").map(|name| name.kind), Some(Kind::Ingredient));
    }

    #[test]
    fn what_is_no_name_is_told_by_its_number() {
        let imported = read("metformin\n12345\nlisinopril\naspirin\n").unwrap();
        assert_eq!(imported.skipped.iter().map(|skipped| skipped.line).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn another_file_is_refused() {
        assert!(matches!(read("{\n\"a\": 1\n}\n"), Err(ImportError::NotAList)));
        assert!(matches!(read("\u{1}\u{2}\u{3}\n\u{4}\n"), Err(ImportError::NotAList)));
        assert!(matches!(read("# nothing\n"), Err(ImportError::Empty)));
    }

    #[test]
    fn the_starter_list_is_such_a_list() {
        let imported = read(include_str!("../../clinical/data/drugs.txt")).unwrap();
        assert_eq!(imported.skipped_lines, 0);
        assert_eq!(imported.formulary.names(), Formulary::starter().names());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Formulary::from_list(bytes.as_slice());
        }

        #[test]
        fn every_name_that_is_read_is_found(names in prop::collection::vec("[a-zéA-Z][a-z -]{0,12}", 1..10)) {
            let imported = read(&names.join("\n")).unwrap();
            for name in &names {
                prop_assert!(imported.formulary.get(name).is_some(), "{}", name);
            }
        }
    }
}
