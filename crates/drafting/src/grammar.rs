//! The form of a model's answer, as GBNF (the grammar notation of llama.cpp): the sections asked for as fixed keys in
//! order, statements of bounded number and length, and only segments that exist as evidence.

use clinical::{Section, SectionCode, Segment};

/// Characters of a statement, statements of a section, segments of a statement: enough for a long note, little enough
/// that a model that repeats itself comes to an end.
const LONGEST_TEXT: usize = 400;
const MOST_STATEMENTS: usize = 16;
const MOST_EVIDENCE: usize = 6;

/// Whether a model wrote as much of this section as the grammar lets it, in statements or in one of them: it may have had more
/// to say.
pub fn is_full(drafted: &Section) -> bool {
    let is_long = |text: &str| text.chars().count() >= LONGEST_TEXT;
    drafted.statements.len() >= MOST_STATEMENTS || drafted.statements.iter().any(|one| is_long(&one.text))
}

/// The grammar for these sections of a draft of a stretch of the transcript. Where nothing was said, every section is an empty
/// list.
pub fn grammar(sections: &[SectionCode], stretch: &[Segment]) -> String {
    let count = stretch.len();
    let keys: Vec<String> = sections
        .iter()
        .map(|code| {
            let list = if count == 0 { "\"[]\"" } else { list_rule(*code) };
            format!("\"\\\"{}\\\":\" {list}", code.as_str())
        })
        .collect();
    let mut text = format!("root ::= \"{{\" {} \"}}\"\n", keys.join(" \",\" "));
    if count == 0 {
        return text;
    }
    for (name, detail) in [
        ("plain", None),
        ("drug", Some("medication")),
        ("allergy", Some("substance")),
        ("vital", Some("sign")),
    ] {
        let detail =
            detail.map_or(String::new(), |rule| format!(" \",\\\"detail\\\":\" ({rule} | \"null\")"));
        text.push_str(&format!(
            "{name}-list ::= \"[\" ({name} (\",\" {name}){{0,{}}})? \"]\"\n\
             {name} ::= \"{{\\\"text\\\":\" sentence \",\\\"evidence\\\":[\" id (\",\" id){{0,{}}} \"]\"{detail} \"}}\"\n",
            MOST_STATEMENTS - 1,
            MOST_EVIDENCE - 1,
        ));
    }
    let first = stretch[0].id.0 as usize;
    text.push_str(&format!("id ::= {}\n", ids(first, first + count - 1)));
    text.push_str(&format!("sentence ::= \"\\\"\" char{{2,{LONGEST_TEXT}}} \"\\\"\"\n"));
    text.push_str(FIXED);
    text
}

/// The rules that do not depend on the consult.
const FIXED: &str = r#"char ::= [^"\\\x00-\x1F\x7F] | "\\\""
part ::= "\"" char{1,80} "\"" | "null"
medication ::= "{\"name\":\"" char{1,80} "\",\"dose\":" part ",\"route\":" part ",\"frequency\":" part ",\"duration\":" part "}"
substance ::= "{\"substance\":" part ",\"reaction\":" part "}"
sign ::= "{\"sign\":\"blood_pressure\",\"systolic\":" number ",\"diastolic\":" number "}" | "{\"sign\":\"heart_rate\",\"per_minute\":" number "}" | "{\"sign\":\"respiratory_rate\",\"per_minute\":" number "}" | "{\"sign\":\"temperature\",\"value\":" number ",\"unit\":" ("\"celsius\"" | "\"fahrenheit\"") "}" | "{\"sign\":\"oxygen_saturation\",\"percent\":" number "}" | "{\"sign\":\"weight\",\"value\":" number ",\"unit\":" ("\"kilograms\"" | "\"pounds\"") "}"
number ::= [1-9] [0-9]{0,2} ("." [0-9]{1,2})?
"#;

fn list_rule(code: SectionCode) -> &'static str {
    match code {
        SectionCode::Medications | SectionCode::PlanMedications => "drug-list",
        SectionCode::Allergies => "allergy-list",
        SectionCode::VitalSigns => "vital-list",
        _ => "plain-list",
    }
}

/// The decimal numbers from `first` to `last`, without leading zeros, as alternatives by digit. Written out one by one, a
/// consult of 150 segments would make the sampler follow 150 paths for every token; this way it follows a dozen.
fn ids(first: usize, last: usize) -> String {
    let mut alternatives = Vec::new();
    let mut from = first;
    while from <= last {
        // The longest stretch from here on whose last digits run through all values.
        let mut free = 0;
        while from.is_multiple_of(power(free + 1)) && from + power(free + 1) - 1 <= last && from != 0 {
            free += 1;
        }
        let step = power(free);
        let digit = from / step % 10;
        let mut to = digit;
        while to < 9 && from + (to - digit + 2) * step - 1 <= last {
            to += 1;
        }
        let prefix = from / step / 10;
        let prefix = if prefix == 0 { String::new() } else { format!("\"{prefix}\" ") };
        alternatives.push(format!("{prefix}[{digit}-{to}]{}", " [0-9]".repeat(free as usize)));
        from += (to - digit + 1) * step;
    }
    alternatives.join(" | ")
}

fn power(of_ten: u32) -> usize {
    10usize.pow(of_ten)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Template;
    use clinical::{ALL_SECTIONS, Origin, Speaker, Statement, Transcript};
    use proptest::prelude::*;

    fn consult(segments: usize) -> Transcript {
        let mut transcript = Transcript::default();
        for _ in 0..segments {
            transcript.push(Speaker::Unknown, "Hello.", None);
        }
        transcript
    }

    fn rule<'a>(grammar: &'a str, name: &str) -> &'a str {
        let start = format!("{name} ::= ");
        grammar.lines().find_map(|line| line.strip_prefix(start.as_str())).unwrap()
    }

    #[test]
    fn a_section_is_full_where_the_grammar_ends_it() {
        let of = |statements: usize, characters: usize| {
            let mut section = Template::built_in("soap").unwrap().empty_note().sections.remove(0);
            let statement = Statement::new("ä".repeat(characters), Vec::new(), Origin::Model);
            section.statements = vec![statement; statements];
            section
        };
        let grammar = grammar(&ALL_SECTIONS, consult(2).segments());
        assert!(
            rule(&grammar, "plain-list").contains("{0,15}") && rule(&grammar, "sentence").contains("{2,400}")
        );
        assert!(is_full(&of(16, 20)) && is_full(&of(1, 400)));
        assert!(!is_full(&of(15, 399)) && !is_full(&of(0, 0)));
    }

    #[test]
    fn every_rule_that_is_used_is_defined_once() {
        let grammar = grammar(&ALL_SECTIONS, consult(7).segments());
        let defined: Vec<&str> = grammar.lines().map(|line| line.split(" ::= ").next().unwrap()).collect();
        let literal = regex::Regex::new(r#""(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|\{[0-9,]+\}"#).unwrap();
        for line in grammar.lines() {
            let body = line.split_once(" ::= ").unwrap().1;
            for word in literal.replace_all(body, " ").split(|c: char| !(c.is_ascii_lowercase() || c == '-'))
            {
                assert!(word.is_empty() || defined.contains(&word), "{word} in {line}");
            }
        }
        let mut once = defined.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), defined.len());
    }

    #[test]
    fn sections_come_as_keys_in_their_order() {
        let sections = [SectionCode::Results, SectionCode::PhysicalExam, SectionCode::Problems];
        let text = grammar(&sections, consult(3).segments());
        let root = rule(&text, "root");
        let places: Vec<usize> = sections
            .iter()
            .map(|code| root.find(&format!("\"\\\"{}\\\":\"", code.as_str())).unwrap())
            .collect();
        assert!(places.is_sorted());
        assert!(!root.contains("family_history"));
    }

    #[test]
    fn nothing_said_leaves_only_empty_lists() {
        let grammar = grammar(&ALL_SECTIONS, &[]);
        assert_eq!(grammar.lines().count(), 1);
        assert_eq!(grammar.matches("\"[]\"").count(), 20);
    }

    proptest! {
        #[test]
        fn the_ids_of_the_grammar_are_exactly_those_of_the_stretch(first in 0usize..1200, count in 1usize..1200) {
            let last = first + count - 1;
            let text = grammar(&ALL_SECTIONS, &consult(last + 1).segments()[first..]);
            let pattern = rule(&text, "id").replace(['"', ' '], "");
            let matches = regex::Regex::new(&format!("^(?:{pattern})$")).unwrap();
            for id in 0..last + 1200 {
                prop_assert_eq!(matches.is_match(&id.to_string()), (first..=last).contains(&id), "{}", id);
            }
            prop_assert!(!matches.is_match("00") && !matches.is_match("01") && !matches.is_match(""));
        }
    }
}
