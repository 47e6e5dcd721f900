//! `dictum templates` and `dictum snippets`: what users keep of their own.

use std::fs;
use std::path::Path;

use dictum_tests::{dictum, json, project, stderr, stdout};

fn run(home: &Path, arguments: &[&str]) -> std::process::Output {
    dictum(&home.join("home")).args(arguments).output().unwrap()
}

#[test]
fn a_template_is_copied_edited_and_drafted_by() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(home.path(), arguments);
    let listed = json(&run(&["--json", "templates", "list"]));
    assert_eq!(listed["templates"].as_array().unwrap().len(), 10);

    let copied = json(&run(&["--json", "templates", "copy", "patient-instructions", "ours"]));
    let file = Path::new(copied["file"].as_str().unwrap());
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text.replacen("What you can do", "At home", 1)).unwrap();
    let sample = project().join("models/sample/consult.txt");
    let sample = sample.to_str().unwrap();
    let drafted = run(&["draft", sample, "--engine", "extractive", "--template", "ours"]);
    assert!(
        stdout(&drafted).contains("At home\n- Avoid running"),
        "{}{}",
        stdout(&drafted),
        stderr(&drafted)
    );

    fs::write(file, text.replacen("\"list\"", "\"poem\"", 1)).unwrap();
    let broken = run(&["draft", sample, "--template", "ours"]);
    assert_eq!(broken.status.code(), Some(3));
    assert!(stderr(&broken).contains("line 10"), "{}", stderr(&broken));
    assert!(stdout(&run(&["templates", "list"])).contains("line 10"));

    assert_eq!(run(&["templates", "remove", "ours"]).status.code(), Some(0));
    assert_eq!(run(&["templates", "show", "ours"]).status.code(), Some(3));
    assert_eq!(run(&["templates", "remove", "soap"]).status.code(), Some(3));
}

#[test]
fn a_template_is_made_from_a_note_and_imported_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(home.path(), arguments);
    let note = home.path().join("note.txt");
    fs::write(&note, "CC: cough\n\nImplants:\nZeb Quaxley has none.\n\nImp: bronchitis\n").unwrap();
    let made = run(&["templates", "from-note", note.to_str().unwrap(), "--name", "ours"]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    assert!(stderr(&made).contains("line 3: \"Implants\" is no section"), "{}", stderr(&made));
    let shown = stdout(&run(&["templates", "show", "ours"]));
    assert!(shown.contains("title = \"Imp\"") && !shown.contains("Quaxley"), "{shown}");

    let file = home.path().join("any.toml");
    fs::write(&file, &shown).unwrap();
    assert_eq!(
        run(&["templates", "import", file.to_str().unwrap()]).status.code(),
        Some(3),
        "it is there already"
    );
    assert_eq!(run(&["templates", "remove", "ours"]).status.code(), Some(0));
    let imported = run(&["--json", "templates", "import", file.to_str().unwrap()]);
    assert_eq!(json(&imported)["name"], "ours");
    fs::write(&file, shown.replacen("\"Imp\"", "\"Impression\"", 1)).unwrap();
    let replaced = run(&["templates", "import", file.to_str().unwrap(), "--replace"]);
    assert_eq!(replaced.status.code(), Some(0), "{}", stderr(&replaced));
    assert!(stdout(&run(&["templates", "show", "ours"])).contains("\"Impression\""));
    fs::write(&file, shown.replacen("\"list\"", "\"poem\"", 1)).unwrap();
    assert_eq!(run(&["templates", "import", file.to_str().unwrap(), "--replace"]).status.code(), Some(3));
    assert!(stdout(&run(&["templates", "show", "ours"])).contains("\"Impression\""), "it stays as it was");
}

#[test]
fn snippets_are_imported_filled_in_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(home.path(), arguments);
    let file = home.path().join("any.toml");
    fs::write(&file, "[[snippets]]\nname = \"knee\"\ntext = \"{{side: left|right}} knee, {{duration}}.\"\n")
        .unwrap();
    assert_eq!(json(&run(&["--json", "snippets", "import", file.to_str().unwrap()]))["imported"], 1);
    let filled = run(&["snippets", "fill", "knee", "side=left"]);
    assert_eq!(stdout(&filled), "left knee, {{duration}}.\n");
    assert!(stderr(&filled).contains("Still open: duration"));
    let refused = run(&["snippets", "fill", "knee", "side=middle"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(
        !stderr(&refused).contains("middle") && stderr(&refused).contains("left, right"),
        "{}",
        stderr(&refused)
    );
    fs::write(&file, "[[snippets]]\nname = \"hip\"\ntext = \"{{side\"\n").unwrap();
    let broken = run(&["snippets", "import", file.to_str().unwrap()]);
    assert_eq!(broken.status.code(), Some(3));
    assert!(stderr(&broken).contains("line 3"), "{}", stderr(&broken));
    assert_eq!(run(&["snippets", "set", "hip", "{{side"]).status.code(), Some(3));
    for text in ["Hip free.", "{{side: left|right}} hip free."] {
        assert_eq!(run(&["snippets", "set", "hip", text]).status.code(), Some(0));
    }
    assert_eq!(stdout(&run(&["snippets", "fill", "hip", "side=left"])), "left hip free.\n");
    assert_eq!(run(&["snippets", "remove", "knee"]).status.code(), Some(0));
    assert_eq!(run(&["snippets", "show", "knee"]).status.code(), Some(3));
}
