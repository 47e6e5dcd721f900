//! Who may keep, flag and clear the flag of a statement, and what the audit log says of it.

use clinical::{Mark, Marking, Note, Role, User, UserId};
use serde_json::{Value, json};

/// Whether it is this user's to do.
pub(crate) fn is_permitted(marking: &Marking<'_>, user: &User) -> bool {
    let is_clinician = user.role == Role::Clinician;
    match marking.mark {
        Mark::Kept(_) => is_clinician && marking.by() == Some(user.id),
        Mark::Flagged => marking.by() == Some(user.id),
        Mark::FlagCleared => {
            is_clinician || marking.statement.flag.as_ref().is_some_and(|flag| flag.by == user.id)
        }
    }
}

/// Whether one of these versions had the mark already: what was there can be had back.
pub(crate) fn is_restored(marking: &Marking<'_>, versions: &[Note]) -> bool {
    let statement = marking.statement;
    let mut before = versions.iter().filter_map(|note| note.statement(statement.id));
    match marking.mark {
        Mark::Kept(_) => before.any(|old| statement.is_kept_as(old)),
        Mark::Flagged => before.any(|old| old.flag == statement.flag),
        Mark::FlagCleared => false,
    }
}

/// Why it is refused.
pub(crate) fn rule(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept(_) => "only a clinician keeps a statement that nothing said supports",
        Mark::Flagged => "a flag is set in one's own name",
        Mark::FlagCleared => "only a clinician, or who set it, clears a flag",
    }
}

/// What the audit log calls it.
pub(crate) fn action(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept(_) => "statement.kept",
        Mark::Flagged => "statement.flagged",
        Mark::FlagCleared => "flag.cleared",
    }
}

/// What the audit log says of it: which statement, never its words nor the flag's; and whose mark it is, where the author of the
/// version had another's back.
pub(crate) fn detail(marking: &Marking<'_>, version: u32, author: UserId) -> Value {
    let mut detail = json!({ "version": version, "statement": marking.statement.id });
    if let Some(by) = marking.by().filter(|by| *by != author) {
        detail["restored_of"] = json!(by);
    }
    if let Mark::Kept(reason) = marking.mark {
        detail["reason"] = json!(reason);
    }
    detail
}
