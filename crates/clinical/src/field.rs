//! Fields in a text: what is still to be filled in, written `{{duration}}` or `{{side: left|right}}`.

/// What a field begins with.
pub const FIELD_OPEN: &str = "{{";

/// What a field ends with.
pub const FIELD_CLOSE: &str = "}}";

/// Whether a field, or what is left of one, still stands in a text.
pub fn has_open_field(text: &str) -> bool {
    text.contains(FIELD_OPEN) || text.contains(FIELD_CLOSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_open_until_both_of_its_ends_are_gone() {
        for open in ["{{side: left|right}} knee", "Rest for {{duration}}.", "{{side knee", "right}} knee"] {
            assert!(has_open_field(open), "{open}");
        }
        assert!(!has_open_field("Right knee {stable}: flexion 110."));
    }
}
