//! Narrative: the part of a FHIR resource that people read, as XHTML.

use clinical::{Layout, Section};
use serde_json::{Value, json};

/// The narrative of a section; none where it is empty and its template leaves it out.
pub(crate) fn of_section(section: &Section) -> Option<Value> {
    let texts: Vec<&str> = section.statements.iter().map(|statement| statement.text.as_str()).collect();
    let body = match section.layout {
        _ if texts.is_empty() => format!("<p>{}</p>", section.empty_text()?),
        Layout::Paragraph => format!("<p>{}</p>", escaped(&texts.join(" "))),
        Layout::List => {
            let items: String = texts.iter().map(|text| format!("<li>{}</li>", escaped(text))).collect();
            format!("<ul>{items}</ul>")
        }
    };
    Some(json!({
        "status": "generated",
        "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{body}</div>"),
    }))
}

/// Text for XHTML. Characters that XML 1.0 cannot hold become U+FFFD.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(c),
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::escaped;

    /// What an XML reader makes of escaped text.
    fn read_back(text: &str) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .iter()
            .fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
    }

    #[test]
    fn markup_in_a_statement_stays_text() {
        assert_eq!(
            escaped("<script>a && \"b\"</script>"),
            "&lt;script&gt;a &amp;&amp; &quot;b&quot;&lt;/script&gt;"
        );
        assert_eq!(escaped("a\u{0}b\u{1b}\n"), "a\u{fffd}b\u{fffd}\n");
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in "([&<>\"';]|&amp;|&lt;|\\PC|\n){0,40}") {
            let written = escaped(&text);
            prop_assert!(!written.contains(['<', '>', '"', '\'']));
            prop_assert_eq!(read_back(&written), text);
        }

        #[test]
        fn no_character_is_left_that_xml_cannot_hold(text in any::<String>()) {
            let written = escaped(&text);
            let unfit = |c: char| c < ' ' && !c.is_ascii_whitespace() || c == '\u{c}' || c == '\u{fffe}' || c == '\u{ffff}';
            prop_assert!(!written.chars().any(unfit));
        }
    }
}
