use proptest::prelude::*;

use super::*;

const KNEE: &str = r#"# Ours.
[[snippets]]
name = "knee-normal"
text = """
{{side: left|right}} knee: no effusion,
stable, for {{duration}}.
The other {{side}} knee..."""

[[snippets]]
name = "rest"
text = "Rest for {{duration}}."
"#;

fn knee() -> Snippet {
    Snippet::parse_all(KNEE).unwrap().remove(0)
}

fn error(toml: &str) -> SnippetError {
    Snippet::parse_all(toml).unwrap_err()
}

fn of(text: &str) -> Result<Vec<Snippet>, SnippetError> {
    Snippet::parse_all(&format!("[[snippets]]\nname = \"x\"\ntext = {}\n", quoted(text)))
}

#[test]
fn fields_come_once_in_their_order_with_their_choices() {
    let field = |name: &str, choices: &[&str]| Field {
        name: name.into(),
        choices: choices.iter().map(|choice| (*choice).into()).collect(),
    };
    assert_eq!(knee().fields(), [field("side", &["left", "right"]), field("duration", &[])]);
}

#[test]
fn values_stand_wherever_their_field_comes() {
    let filled = knee().fill([("side", "left".into()), ("duration", "2 weeks".into())]).unwrap();
    assert_eq!(filled.text.as_str(), "left knee: no effusion,\nstable, for 2 weeks.\nThe other left knee...");
    assert!(filled.open.is_empty());
}

#[test]
fn a_field_without_a_value_stays_as_it_is_written_and_is_told() {
    let filled = knee().fill([("duration", "a day".into())]).unwrap();
    assert!(filled.text.starts_with("{{side: left|right}} knee"), "{}", filled.text.as_str());
    assert!(filled.text.ends_with("The other {{side}} knee..."));
    assert_eq!(filled.open.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["side"]);
}

#[test]
fn what_does_not_fit_is_told_without_the_value() {
    let error = knee().fill([("side", "Zeb Quaxley".into())]).unwrap_err();
    assert_eq!(error.to_string(), "The field \"side\" takes one of: left, right.");
    let error = knee().fill([("sid", "left".into())]).unwrap_err();
    assert_eq!(error.to_string(), "The snippet has no such field. Its fields are: side, duration.");
}

#[test]
fn what_is_wrong_in_a_field_is_found_on_its_line() {
    for (from, to, line, problem) in [
        ("{{duration}}.\nThe", "{{duration.\nThe", 6, "not closed"),
        ("{{duration}}.\nThe", "{{ }}.\nThe", 6, "no name"),
        ("left|right", "left||right", 5, "empty"),
        ("{{side}}", "{{side: one|two}}", 7, "other choices"),
        ("{{side}}", "side}}", 7, "closes no field"),
        ("Rest for {{duration}}.", " ", 11, "empty"),
        ("\"rest\"", "\"knee-normal\"", 10, "second time"),
        ("\"rest\"", "\"At rest\"", 10, "cannot be"),
        ("name = \"rest\"\n", "", 9, "name"),
        ("name = \"rest\"", "name = ", 10, ""),
    ] {
        let error = error(&KNEE.replace(from, to));
        assert_eq!(error.line, line, "{to}: {error}");
        assert!(error.problem.contains(problem), "{error}");
    }
}

#[test]
fn a_removed_snippet_takes_its_comment_along_and_leaves_the_others_as_they_are() {
    let two = format!("{KNEE}\n# For backs.\n[[snippets]]\nname = \"back\"\ntext = \"Straight.\"\n");
    assert_eq!(Snippet::removed(&two, "back").unwrap(), Some(format!("{KNEE}\n")));
    let left = Snippet::removed(&two, "rest").unwrap().unwrap();
    assert_eq!(
        left,
        two.replace("[[snippets]]\nname = \"rest\"\ntext = \"Rest for {{duration}}.\"\n\n", "\n")
    );
    assert_eq!(Snippet::removed(&two, "none"), Ok(None));
    let tricky = KNEE.replace("stable, for", "[[snippets]]\nfor");
    let left = Snippet::removed(&tricky, "knee-normal").unwrap().unwrap();
    assert_eq!(Snippet::parse_all(&left).unwrap(), Snippet::parse_all(KNEE).unwrap()[1..]);
}

#[test]
fn comments_that_belong_to_no_snippet_outlive_all_of_them() {
    let file = format!("# Mine.\n\n{}\n# --- Rest ---\n\n# Gone with it.\n{}\n# The end.\n", head(), tail());
    let first = Snippet::removed(&file, "knee-normal").unwrap().unwrap();
    let none = Snippet::removed(&first, "rest").unwrap().unwrap();
    for stays in ["# Mine.\n", "# --- Rest ---\n", "# The end.\n"] {
        assert!(none.contains(stays), "{stays}: {none}");
    }
    assert!(!none.contains("Gone") && !none.contains("Ours"), "{none}");
    assert_eq!(Snippet::parse_all(&none).unwrap(), []);
    let again = Snippet::added(&none, &[knee()]).unwrap();
    assert!(again.find("# The end.").unwrap() < again.find("[[snippets]]").unwrap(), "{again}");
    assert_eq!(Snippet::parse_all(&again).unwrap(), [knee()]);
}

fn head() -> &'static str {
    &KNEE[..KNEE.rfind("\n[[snippets]]").unwrap()]
}

fn tail() -> &'static str {
    &KNEE[KNEE.rfind("[[snippets]]").unwrap()..]
}

#[test]
fn a_changed_snippet_leaves_the_comments_and_the_others_as_they_are() {
    let new = Snippet::new("knee", "{{side}} knee\nstable.").unwrap();
    let commented = KNEE.replace("\"knee-normal\"", "\"knee-normal\" # as we say");
    let changed = Snippet::replaced(&commented, "knee-normal", &new).unwrap().unwrap();
    let (comment, rest) = KNEE.split_once("[[snippets]]").unwrap();
    let rest = &rest[rest.find("[[snippets]]").unwrap()..];
    let written =
        "[[snippets]]\nname = \"knee\" # as we say\ntext = \"\"\"\n{{side}} knee\nstable.\"\"\"\n\n";
    assert_eq!(changed, format!("{comment}{written}{rest}"));
    let last = Snippet::replaced(KNEE, "rest", &new).unwrap().unwrap();
    assert_eq!(Snippet::parse_all(&last).unwrap(), [knee(), new.clone()]);
    assert_eq!(Snippet::replaced(KNEE, "none", &new), Ok(None));
    let tricky = KNEE.replace("stable, for", "[[snippets]]\nfor");
    let changed = Snippet::replaced(&tricky, "knee-normal", &new).unwrap().unwrap();
    assert_eq!(Snippet::parse_all(&changed).unwrap()[0], new);
}

#[test]
fn a_snippet_is_added_however_the_others_are_written() {
    let inline =
        "snippets = [{ name = \"rest\", text = \"Rest.\" }, { name = \"back\", text = \"Straight.\" }]\n";
    for (file, before) in [("", 0), ("# nothing yet", 0), ("snippets = []\n", 0), (inline, 2), (KNEE, 2)] {
        let added = Snippet::added(file, &[Snippet::new("new", "{{a}}\nb").unwrap()]).unwrap();
        let read = Snippet::parse_all(&added).unwrap();
        assert_eq!((read.len(), read[before].text()), (before + 1, "{{a}}\nb"), "{added}");
        let left = Snippet::removed(&added, "new").unwrap().unwrap();
        assert_eq!(Snippet::parse_all(&left).unwrap(), Snippet::parse_all(file).unwrap());
    }
    let changed =
        Snippet::replaced(inline, "back", &Snippet::new("back", "Bent.").unwrap()).unwrap().unwrap();
    assert_eq!(Snippet::parse_all(&changed).unwrap()[1].text(), "Bent.");
    assert!(Snippet::added(KNEE, &[]).unwrap() == KNEE && Snippet::added("[[", &[knee()]).is_err());
}

#[test]
fn a_snippet_by_itself_has_its_faults_on_the_lines_of_its_text() {
    assert_eq!(Snippet::new("knee-normal", knee().text()), Ok(knee()));
    for (name, text, line) in
        [("x", "One.\nTwo {{side.", 2), ("x", " ", 1), ("At rest", "Rest.", 1), ("x", "{{a}}\n}}", 2)]
    {
        assert_eq!(Snippet::new(name, text).unwrap_err().line, line, "{text}");
    }
}

#[test]
fn a_file_without_snippets_has_none() {
    assert_eq!(Snippet::parse_all("# nothing yet\n").unwrap(), []);
    assert_eq!(Snippet::to_toml(&[]), "");
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "(\\PC|\n|\\{\\{|\\}\\}|\\||:){0,60}", cut in 0usize..300) {
        let _ = of(&text);
        let _ = Snippet::parse_all(&text);
        let _ = Snippet::parse_all(&KNEE[..cut.min(KNEE.len())]);
    }

    #[test]
    fn what_is_written_is_read_back(text in "(\\PC|\n|\"|'|\\{\\{a\\}\\}|\\{\\{b: x\\|y\\}\\}){0,40}") {
        if let Ok(snippets) = of(&text) {
            prop_assert_eq!(&snippets[0].text, &text);
            prop_assert_eq!(Snippet::parse_all(&Snippet::to_toml(&snippets)).unwrap(), snippets.clone());
            let added = Snippet::added(KNEE, &snippets).unwrap();
            prop_assert_eq!(&Snippet::parse_all(&added).unwrap()[2..], &snippets[..]);
        }
    }

    #[test]
    fn filling_changes_the_fields_alone(
        pieces in prop::collection::vec(("[a-z .]{0,8}", 0usize..3), 1..6),
        value in "\\PC{0,12}",
        give in prop::bool::ANY,
    ) {
        let names = ["a", "b", "c"];
        let write = |value: &dyn Fn(&str) -> String| -> String {
            pieces.iter().map(|(text, field)| format!("{text}x{}", value(names[*field]))).collect()
        };
        let snippet = of(&write(&|name| format!("{{{{{name}}}}}"))).unwrap().remove(0);
        let values = snippet.fields().iter().map(|field| (field.name.as_str(), Phi::from(value.as_str())));
        let filled = snippet.fill(values.filter(|(name, _)| give || *name != "b")).unwrap();
        let shown = |name: &str| if give || name != "b" { value.clone() } else { "{{b}}".into() };
        prop_assert_eq!(filled.text.as_str(), write(&shown));
        let open = !give && snippet.fields().iter().any(|field| field.name == "b");
        prop_assert_eq!(filled.open.len(), usize::from(open));
    }
}
