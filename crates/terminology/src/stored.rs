//! A formulary that was imported, as it is kept: a name on each line, before it its kind, behind it the generic name where
//! one is known, with tabs between them.

use std::io::{self, BufRead, Write};

use crate::formulary::{Formulary, ImportError, Imported, Kind, Name};
use crate::lines::{Line, import};

const KINDS: [(&str, Kind); 4] = [
    ("ingredient", Kind::Ingredient),
    ("precise ingredient", Kind::PreciseIngredient),
    ("multiple ingredients", Kind::MultipleIngredients),
    ("brand", Kind::Brand),
];

impl Formulary {
    /// Writes every name, for [`Formulary::from_stored`].
    ///
    /// # Errors
    /// Whatever `out` fails with.
    pub fn store(&self, mut out: impl Write) -> io::Result<()> {
        for name in self.names() {
            let kind = KINDS.iter().find(|(_, kind)| *kind == name.kind).map_or("", |(word, _)| word);
            writeln!(out, "{kind}\t{}\t{}", name.text, name.generic.as_deref().unwrap_or_default())?;
        }
        out.flush()
    }

    /// Reads what [`Formulary::store`] wrote.
    ///
    /// # Errors
    /// [`ImportError::Read`]; [`ImportError::Damaged`] for another file, or one that somebody changed.
    pub fn from_stored(reader: impl BufRead) -> Result<Self, ImportError> {
        let Imported { formulary, skipped_lines, .. } = import(reader, |formulary, _, text| {
            let mut columns = text.split('\t');
            let kind = columns.next().and_then(|word| KINDS.iter().find(|(known, _)| *known == word));
            let (Some((_, kind)), Some(name)) = (kind, columns.next().filter(|name| !name.is_empty())) else {
                return Ok(Line::Malformed("it is no name"));
            };
            let generic = columns.next().filter(|generic| !generic.is_empty()).map(str::to_owned);
            formulary.add(Name { text: name.to_owned(), kind: *kind, generic });
            Ok(Line::Read)
        })?;
        if skipped_lines > 0 { Err(ImportError::Damaged) } else { Ok(formulary) }
    }

    /// Reads a file that somebody chose: RxNorm's RXNCONSO.RRF, known by its bars, or else a plain list.
    ///
    /// # Errors
    /// As [`Formulary::from_rxnorm`] and [`Formulary::from_list`].
    pub fn from_file(mut reader: impl BufRead) -> Result<Imported, ImportError> {
        let beginning = reader.fill_buf()?;
        let first_line = beginning.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty());
        match first_line.is_some_and(|line| line.contains(&b'|')) {
            true => Self::from_rxnorm(reader),
            false => Self::from_list(reader),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stored(formulary: &Formulary) -> Vec<u8> {
        let mut bytes = Vec::new();
        formulary.store(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let starter = Formulary::starter();
        let again = Formulary::from_stored(stored(starter).as_slice()).unwrap();
        assert_eq!(again.names(), starter.names());
    }

    #[test]
    fn a_damaged_file_is_refused() {
        for text in ["metformin\n", "ingredient\n", "ingredient\t\tx\n", "brand\tGlucophage\t\nnonsense\n"] {
            assert!(matches!(Formulary::from_stored(text.as_bytes()), Err(ImportError::Damaged)), "{text}");
        }
        assert!(Formulary::from_stored(&b""[..]).unwrap().names().is_empty());
    }

    #[test]
    fn a_file_is_known_by_its_first_line() {
        let rxnorm = "6809|ENG||||||829|829|6809||RXNORM|IN|6809|metformin||N|4096|\n";
        let list = "# ours\nmetformin: Glucophage\n";
        for (text, names) in [(rxnorm, 1), (list, 2)] {
            let imported = Formulary::from_file(text.as_bytes()).unwrap();
            assert_eq!(imported.formulary.names().len(), names, "{text}");
        }
        assert!(matches!(Formulary::from_file(&b"a|b\n"[..]), Err(ImportError::NotRxnorm)));
        assert!(matches!(Formulary::from_file(&b""[..]), Err(ImportError::Empty)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Formulary::from_stored(bytes.as_slice());
            let _ = Formulary::from_file(bytes.as_slice());
        }

        #[test]
        fn any_list_is_stored_and_read_again(lines in prop::collection::vec("\\PC{1,20}(: ?\\PC{1,9}(, \\PC{1,9})?)?", 1..8)) {
            if let Ok(imported) = Formulary::from_list(lines.join("\n").as_bytes()) {
                let again = Formulary::from_stored(stored(&imported.formulary).as_slice()).unwrap();
                prop_assert_eq!(again.names(), imported.formulary.names());
            }
        }
    }
}
