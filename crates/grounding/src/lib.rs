//! Draft and transcript to a checked draft.
