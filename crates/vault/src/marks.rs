//! Who may keep, flag and clear the flag of a statement, and what the audit log says of it.

use clinical::{Mark, Marking, Note, Role, User};
use serde_json::{Value, json};

/// Whether it is this user's to do.
pub(crate) fn is_permitted(marking: &Marking<'_>, user: &User) -> bool {
    let is_clinician = user.role == Role::Clinician;
    let kept_by = marking.statement.kept.as_ref().map(|kept| kept.by);
    let flagged_by = marking.statement.flag.as_ref().map(|flag| flag.by);
    match marking.mark {
        Mark::Kept(_) => is_clinician && kept_by == Some(user.id),
        Mark::Flagged => flagged_by == Some(user.id),
        Mark::FlagCleared => is_clinician || flagged_by == Some(user.id),
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

/// What the audit log says of it: which statement, never its words nor the flag's.
pub(crate) fn detail(marking: &Marking<'_>, version: u32) -> Value {
    let mut detail = json!({ "version": version, "statement": marking.statement.id });
    if let Mark::Kept(reason) = marking.mark {
        detail["reason"] = json!(reason);
    }
    detail
}
