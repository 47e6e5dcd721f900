//! Which words are commands, and where they are none.

use super::sections::section_at;
use super::{SectionChange, Word};

/// What the one who dictates wants done.
pub(super) enum Command {
    /// A mark behind what was said.
    Mark(&'static str),
    /// An opening parenthesis.
    Open,
    /// A closing parenthesis.
    Close,
    /// A line break or two.
    Break(&'static str),
    /// Another section.
    Section(SectionChange),
}

/// The words of a command, with what it does and with what may stand before or after it where it is none.
struct Spoken {
    words: &'static [&'static str],
    command: fn() -> Command,
    /// Besides [`DETERMINERS`].
    not_after: &'static [&'static str],
    not_before: &'static [&'static str],
}

/// Whatever stands behind one of these is spoken of.
const DETERMINERS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their",
    "each", "every", "any", "no", "some", "another", "word", "per",
];

/// What goes with a period of time or of a cycle.
const PERIODS: &[&str] = &[
    "last",
    "first",
    "next",
    "previous",
    "menstrual",
    "long",
    "longer",
    "short",
    "shorter",
    "brief",
    "time",
    "trial",
    "recovery",
    "waiting",
    "observation",
    "incubation",
    "refractory",
    "postpartum",
    "perioperative",
    "postoperative",
    "preoperative",
    "heavy",
    "heavier",
    "light",
    "regular",
    "irregular",
    "missed",
    "late",
    "painful",
    "same",
    "whole",
    "entire",
    "grace",
    "neonatal",
    "prolonged",
    "washout",
    "extended",
    "of",
    "week",
    "month",
    "day",
    "hour",
    "year",
];
const WITH_PERIOD: &[&str] =
    &["of", "pain", "pains", "cramp", "cramps", "cramping", "products", "tracker", "prevalence", "bleeding"];

const COLONS: &[&str] = &[
    "sigmoid",
    "ascending",
    "descending",
    "transverse",
    "right",
    "left",
    "distal",
    "proximal",
    "spastic",
    "redundant",
    "entire",
    "whole",
    "toxic",
    "irritable",
    "of",
    "remaining",
    "large",
    "and",
    "mid",
    "splenic",
    "normal",
];
const WITH_COLON: &[&str] = &[
    "cancer",
    "cancers",
    "polyp",
    "polyps",
    "carcinoma",
    "adenocarcinoma",
    "resection",
    "biopsy",
    "biopsies",
    "screening",
    "mass",
    "surgery",
    "wall",
    "mucosa",
    "prep",
    "tumor",
    "tumour",
    "tumors",
    "resections",
    "perforation",
    "ischemia",
    "obstruction",
    "is",
    "was",
    "has",
    "and",
    "or",
    "adenoma",
    "neoplasm",
    "diverticula",
    "diverticulosis",
    "lesion",
];

const COMMANDS: &[Spoken] = &[
    mark(&["comma"], || Command::Mark(","), &["inverted", "oxford"], &["splice", "shaped"]),
    mark(&["full", "stop"], || Command::Mark("."), &[], &[]),
    mark(&["period"], || Command::Mark("."), PERIODS, WITH_PERIOD),
    mark(&["question", "mark"], || Command::Mark("?"), &[], &[]),
    mark(&["exclamation", "mark"], || Command::Mark("!"), &[], &[]),
    mark(&["exclamation", "point"], || Command::Mark("!"), &[], &[]),
    mark(&["semicolon"], || Command::Mark(";"), &[], &[]),
    mark(&["semi", "colon"], || Command::Mark(";"), &[], &[]),
    mark(&["colon"], || Command::Mark(":"), COLONS, WITH_COLON),
    mark(
        &["new", "line"],
        || Command::Break("\n"),
        &["whole", "completely"],
        &["of", "was", "is", "infection"],
    ),
    mark(&["newline"], || Command::Break("\n"), &[], &[]),
    mark(&["next", "line"], || Command::Break("\n"), &[], &["of", "treatment", "therapy"]),
    mark(&["new", "paragraph"], || Command::Break("\n\n"), &[], &[]),
    mark(&["next", "paragraph"], || Command::Break("\n\n"), &[], &[]),
    mark(&["open", "parenthesis"], || Command::Open, &[], &[]),
    mark(&["open", "parentheses"], || Command::Open, &[], &[]),
    mark(&["open", "paren"], || Command::Open, &[], &[]),
    mark(&["open", "bracket"], || Command::Open, &[], &[]),
    mark(&["open", "brackets"], || Command::Open, &[], &[]),
    mark(&["close", "parenthesis"], || Command::Close, &[], &[]),
    mark(&["close", "parentheses"], || Command::Close, &[], &[]),
    mark(&["close", "paren"], || Command::Close, &[], &[]),
    mark(&["close", "bracket"], || Command::Close, &[], &[]),
    mark(&["close", "brackets"], || Command::Close, &[], &[]),
    mark(&["next", "section"], || Command::Section(SectionChange::Next), &["in", "to"], &["of", "in"]),
    mark(
        &["previous", "section"],
        || Command::Section(SectionChange::Previous),
        &["in", "to", "with"],
        &["of", "in"],
    ),
];

const fn mark(
    words: &'static [&'static str],
    command: fn() -> Command,
    not_after: &'static [&'static str],
    not_before: &'static [&'static str],
) -> Spoken {
    Spoken { words, command, not_after, not_before }
}

/// The command at word `at`, and the word after it. `commanded`: whether a command stands directly before.
pub(super) fn command_at(words: &[Word], at: usize, commanded: bool) -> Option<(Command, usize)> {
    if let Some((change, next)) = section_at(words, at, commanded) {
        return Some((Command::Section(change), next));
    }
    plain_command_at(words, at)
}

/// The command at word `at` that names no section, and the word after it.
pub(super) fn plain_command_at(words: &[Word], at: usize) -> Option<(Command, usize)> {
    COMMANDS.iter().find_map(|spoken| {
        let next = said_at(words, at, spoken.words)?;
        let before = at.checked_sub(1).map(|before| &words[before]).filter(|before| !before.before_mark);
        let after = words.get(next).filter(|_| !words[next - 1].before_mark);
        let is_thing = before.is_some_and(|before| {
            let word = before.bare.as_str();
            DETERMINERS.contains(&word) || word.ends_with("'s") || spoken.not_after.contains(&word)
        }) || after.is_some_and(|after| spoken.not_before.contains(&after.bare.as_str()));
        (!is_thing).then(|| ((spoken.command)(), next))
    })
}

/// The word behind `wanted`, if those words stand at `at` without a mark between them.
pub(super) fn said_at(words: &[Word], at: usize, wanted: &[&str]) -> Option<usize> {
    let here = words.get(at..at + wanted.len())?;
    let together = here.iter().skip(1).all(|word| !word.after_mark);
    (together && here.iter().zip(wanted).all(|(word, wanted)| word.bare == *wanted))
        .then_some(at + wanted.len())
}
