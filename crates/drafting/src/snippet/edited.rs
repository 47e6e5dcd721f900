//! Changing a file of snippets: what is not changed in it stays as it was written, comments too.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::{Snippet, SnippetError};

impl Snippet {
    /// The text of a file without the snippet of this name, nor the comment right above it. None where there is no such
    /// snippet.
    ///
    /// # Errors
    /// As [`Self::parse_all`].
    pub fn removed(toml: &str, name: &str) -> Result<Option<String>, SnippetError> {
        let Some((mut file, at)) = with(toml, name)? else { return Ok(None) };
        let tables = tables(&mut file)?;
        let stays = tables.get(at).map(detached_comment).unwrap_or_default();
        tables.remove(at);
        match tables.get_mut(at) {
            Some(next) => {
                let own = prefix(next);
                next.decor_mut().set_prefix(stays + &own);
            }
            None => {
                let trailing = file.trailing().as_str().unwrap_or_default();
                let trailing = format!("{stays}{trailing}");
                file.set_trailing(trailing);
            }
        }
        Ok(Some(file.to_string()))
    }

    /// The text of a file with `new` in place of the snippet of this name. None where there is no such snippet.
    ///
    /// # Errors
    /// As [`Self::parse_all`].
    pub fn replaced(toml: &str, name: &str, new: &Self) -> Result<Option<String>, SnippetError> {
        let Some((mut file, at)) = with(toml, name)? else { return Ok(None) };
        if let Some(table) = tables(&mut file)?.get_mut(at) {
            for (key, text) in [("name", &new.name), ("text", &new.text)] {
                if let Some(before) = table.get_mut(key).and_then(Item::as_value_mut) {
                    let mut after = Value::from(text.as_str());
                    *after.decor_mut() = before.decor().clone();
                    *before = after;
                }
            }
        }
        Ok(Some(file.to_string()))
    }

    /// The text of a file with these snippets behind those that it has.
    ///
    /// # Errors
    /// As [`Self::parse_all`].
    pub fn added(toml: &str, new: &[Self]) -> Result<String, SnippetError> {
        let mut file = read(toml)?;
        // Comments at the end stay above what comes behind them.
        let mut above = file.trailing().as_str().unwrap_or_default().to_owned();
        if !new.is_empty() {
            file.set_trailing("");
        }
        let tables = tables(&mut file)?;
        for one in new {
            let mut table = Table::new();
            table.insert("name", value(one.name.as_str()));
            table.insert("text", value(one.text.as_str()));
            if !above.is_empty() || !tables.is_empty() {
                above.push('\n');
            }
            table.decor_mut().set_prefix(std::mem::take(&mut above));
            tables.push(table);
        }
        Ok(file.to_string())
    }
}

/// The file, and the place in it of the snippet of this name.
fn with(toml: &str, name: &str) -> Result<Option<(DocumentMut, usize)>, SnippetError> {
    let file = read(toml)?;
    let at = Snippet::parse_all(toml)?.iter().position(|one| one.name == name);
    Ok(at.map(|at| (file, at)))
}

fn read(toml: &str) -> Result<DocumentMut, SnippetError> {
    Snippet::parse_all(toml)?;
    toml.parse().map_err(|error: toml_edit::TomlError| not_toml(error.message()))
}

/// The tables of a file's snippets. A list in one line is taken apart into tables.
fn tables(file: &mut DocumentMut) -> Result<&mut ArrayOfTables, SnippetError> {
    let item = file.entry("snippets").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if !item.is_array_of_tables() {
        let list = std::mem::take(item);
        *item = Item::ArrayOfTables(list.into_array_of_tables().unwrap_or_default());
    }
    item.as_array_of_tables_mut().ok_or_else(|| not_toml("snippets is not a list"))
}

fn not_toml(problem: &str) -> SnippetError {
    SnippetError {
        line: 1,
        problem: problem.to_owned(),
        advice: "Give each snippet a [[snippets]] table with a name and a text.".to_owned(),
    }
}

/// What stands above a table.
fn prefix(table: &Table) -> String {
    table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned()
}

/// What stands above a table and belongs to no table: up to the last empty line.
fn detached_comment(table: &Table) -> String {
    let above = prefix(table);
    let end = above.rfind("\n\n").map_or(usize::from(above.starts_with('\n')), |at| at + 2);
    above[..end].to_owned()
}
