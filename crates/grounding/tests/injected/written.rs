//! Errors, and true statements, that somebody wrote by hand of the consults that `FURTHER` names. `WRITTEN` names files of them,
//! as a `PATH` does: a line of JSON each, `{"consult": id, "broken": statement, "kind": name}`; "true" is the kind without an error.

use std::collections::BTreeMap;

use clinical::Verdict;
use serde_json::Value;

use crate::checked;
use crate::consults::Consult;

/// Prints how many of each kind are flagged.
pub fn print(consults: &[Consult], show: bool) {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in std::env::var_os("WRITTEN").iter().flat_map(std::env::split_paths) {
        let text = std::fs::read_to_string(file).unwrap();
        for line in text.lines() {
            let one: Value = serde_json::from_str(line).unwrap();
            let [id, text, kind] = ["consult", "broken", "kind"].map(|key| one[key].as_str().unwrap());
            let consult = consults.iter().find(|consult| consult.name == id).unwrap();
            let check = checked(consult, text);
            let flagged = check.verdict != Verdict::Supported;
            if show && flagged == (kind == "true") {
                let why: Vec<&str> = check.reasons.iter().map(|reason| reason.message.as_str()).collect();
                println!("Written\t{kind}\t{id}\t{text}\t{why:?}");
            }
            let count = counts.entry(kind.to_owned()).or_default();
            *count = (count.0 + usize::from(flagged), count.1 + 1);
        }
    }
    for (kind, (flagged, of)) in counts {
        println!("by hand: {kind:<14} {flagged}/{of} {:.1} %", flagged as f64 * 100.0 / of as f64);
    }
}
