//! `dictum formulary`: names of medicines from RxNorm's file and from a plain list.

use std::fs;

use dictum_tests::{dictum, json, stderr};
use serde_json::Value;

fn line(kind: &str, name: &str, source: &str) -> String {
    format!("6809|ENG||||||829|829|6809||{source}|{kind}|6809|{name}||N|4096|\n")
}

#[test]
fn names_are_imported_from_rxnorm_and_from_a_list_and_forgotten_again() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        dictum(&home.path().join("home")).args(["--json", "formulary"]).args(arguments).output().unwrap()
    };
    let before = json(&run(&["show"]));
    assert_eq!(before["imported"], 0);

    let rxnorm = home.path().join("RXNCONSO.RRF");
    let rows = [
        line("IN", "zorblaxin", "RXNORM"),
        line("BN", "Zorbla", "RXNORM"),
        "cut|off\n".into(),
        line("IN", "metformin", "RXNORM"),
        line("BN", "Elsewhere", "MTHSPL"),
    ];
    fs::write(&rxnorm, rows.concat()).unwrap();
    let import = run(&["import", rxnorm.to_str().unwrap()]);
    let report = json(&import);
    let counts =
        |report: &Value| ["names", "imported", "skipped_lines"].map(|key| report[key].as_u64().unwrap());
    assert_eq!(counts(&report), [3, 2, 1]);
    assert_eq!(report["starter"], before["starter"]);
    assert!(stderr(&import).contains("line 3: left out"));

    let list = home.path().join("ours.txt");
    fs::write(&list, "quaxifen: Quaxi, Quaxa\n").unwrap();
    assert_eq!(
        counts(&json(&run(&["import", list.to_str().unwrap()]))),
        [3, 3, 0],
        "in place of those before"
    );

    fs::write(&list, "%PDF-1.7\n\u{1}\n\u{2}\n").unwrap();
    let refused = run(&["import", list.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(stderr(&refused).contains("Choose a text file"), "{}", stderr(&refused));
    assert_eq!(json(&run(&["show"]))["imported"], 3, "what was there stays");

    assert_eq!(json(&run(&["remove"])), before);
    assert_eq!(run(&["remove"]).status.code(), Some(3));
}
