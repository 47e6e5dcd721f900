use super::*;
use proptest::prelude::*;

const SMALL: &str = r#"name = "small"
title = "Small"
document_type = "11506-3"
language = "en"

[[sections]]
code = "chief_complaint"
title = "Chief complaint"
layout = "paragraph"
when_empty = "omit"
guidance = "Why the patient came."
"#;

fn error(toml: &str) -> TemplateError {
    Template::parse(toml).unwrap_err()
}

#[test]
fn every_template_that_comes_with_dictum_can_be_used() {
    for name in Template::built_in_names() {
        assert_eq!(Template::built_in(name).map(|t| t.name().to_owned()).as_deref(), Some(name));
    }
    assert_eq!(Template::built_in("no such template"), None);
}

#[test]
fn the_soap_template_has_every_section_in_order() {
    let soap = Template::built_in("soap").unwrap();
    let codes: Vec<_> = soap.sections().iter().map(|section| section.code).collect();
    assert_eq!(codes, clinical::ALL_SECTIONS);
}

#[test]
fn an_unknown_section_is_named_with_its_line_and_the_choices() {
    let error = error(&SMALL.replace("\"chief_complaint\"", "\"horoscope\""));
    assert_eq!(error.line, 7);
    assert!(error.to_string().contains("horoscope") && error.advice.contains("plan_follow_up"), "{error}");
}

#[test]
fn a_section_that_comes_twice_is_found_where_it_comes_again() {
    let sections = SMALL.find("[[sections]]").unwrap();
    let error = error(&format!("{SMALL}\n{}", &SMALL[sections..]));
    assert_eq!(error.line, 14);
    assert!(error.problem.contains("second time"), "{error}");
}

#[test]
fn a_missing_field_is_named_with_the_line_of_its_section() {
    let error = error(&SMALL.replace("layout = \"paragraph\"\n", ""));
    assert_eq!(error.line, 6);
    assert!(error.problem.contains("layout"), "{error}");
}

#[test]
fn an_unknown_layout_a_broken_line_and_a_wrong_code_are_found_on_their_lines() {
    assert_eq!(error(&SMALL.replace("\"paragraph\"", "\"poem\"")).line, 9);
    assert_eq!(error(&SMALL.replace("language = \"en\"", "language = ")).line, 4);
    assert_eq!(error(&SMALL.replace("11506-3", "progress")).line, 3);
    assert_eq!(error(&SMALL.replace("\"Small\"", "\" \"")).line, 2);
}

#[test]
fn a_template_without_sections_is_refused() {
    let head = &SMALL[..SMALL.find("[[sections]]").unwrap()];
    assert!(error(head).problem.contains("sections"));
    assert!(error(&format!("sections = []\n{head}")).problem.contains("no sections"));
}

#[test]
fn an_empty_note_has_the_template_s_sections_and_no_statements() {
    let note = Template::built_in("soap").unwrap().empty_note();
    assert_eq!(note.sections.len(), 20);
    assert_eq!(note.statements().count(), 0);
    assert_eq!((note.template.as_str(), note.document_type.as_str()), ("soap", "11506-3"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC*", cut in 0usize..400) {
        let _ = Template::parse(&text);
        let _ = Template::parse(&SMALL[..cut.min(SMALL.len())]);
    }
}

#[test]
fn names_are_those_of_files() {
    for name in ["soap", "my-soap_2", "2nd"] {
        assert!(is_name(name), "{name}");
    }
    for name in ["", "My SOAP", "../soap", "-soap", "söap", "soap.toml", &"a".repeat(41)] {
        assert!(!is_name(name), "{name}");
    }
    let error = error(&SMALL.replace("\"small\"", "\"Our Small\""));
    assert_eq!(error.line, 1);
    assert!(error.advice.contains("my-soap"), "{error}");
}

#[test]
fn a_copy_has_another_name_and_every_other_word() {
    for name in Template::built_in_names() {
        let text = Template::built_in_text(name).unwrap();
        let copy = Template::renamed(text, "ours").unwrap();
        assert_eq!(Template::parse(&copy).unwrap().name(), "ours");
        assert_eq!(copy.replacen("\"ours\"", &format!("\"{name}\""), 1), text);
        assert_eq!(Template::renamed(text, "not a name").unwrap_err().line, 2);
    }
    assert_eq!(Template::renamed("name = \"x\"", "y").unwrap_err().line, 1);
}

#[test]
fn what_is_written_is_read_back() {
    for template in Template::built_in_names().filter_map(Template::built_in) {
        assert_eq!(Template::parse(&template.to_toml()).unwrap(), template);
    }
}

#[test]
fn every_template_says_of_each_section_what_belongs_in_it() {
    for template in Template::built_in_names().filter_map(Template::built_in) {
        for section in template.sections() {
            assert!(section.guidance.ends_with('.'), "{} {:?}", template.name(), section.code);
        }
    }
}

#[test]
fn each_kind_of_note_has_its_document_type() {
    let types: Vec<(&str, String)> = Template::built_in_names()
        .map(|name| (name, Template::built_in(name).unwrap().document_type().to_owned()))
        .collect();
    for (name, code) in [
        ("history-and-physical", "34117-2"),
        ("referral", "57133-1"),
        ("discharge-summary", "18842-5"),
        ("well-child", "59283-2"),
        ("mental-health", "34904-3"),
        ("procedure", "28570-0"),
        ("patient-instructions", "69730-0"),
    ] {
        assert!(types.contains(&(name, code.into())), "{name}");
    }
}

proptest! {
    #[test]
    fn any_title_and_guidance_is_read_back(title in "\\PC{1,30}", guidance in "(\\PC|\n|\"|'){0,60}") {
        let mut template = Template::parse(SMALL).unwrap();
        template.sections[0].title = format!("x{title}");
        template.sections[0].guidance = guidance;
        prop_assert_eq!(Template::parse(&template.to_toml()), Ok(template));
    }
}
