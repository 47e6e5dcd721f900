//! Sides, denials, persons and times turned round.

use crate::chance::Chance;

/// What may stand in a statement, and what is put in its place. A capital at its beginning is kept.
type Turns<'a> = &'a [(&'static str, &'static str)];

const SIDES: Turns<'static> =
    &[("left", "right"), ("right", "left"), ("left-sided", "right-sided"), ("right-sided", "left-sided")];

const NEGATIONS: Turns<'static> = &[
    ("denies any", "reports"),
    ("denies", "reports"),
    ("denied any", "reported"),
    ("denied", "reported"),
    ("endorses", "denies"),
    ("reports having", "denies having"),
    ("reports no", "reports"),
    ("reports", "denies"),
    ("there is no", "there is"),
    ("there are no", "there are"),
    ("there is a", "there is no"),
    ("there is some", "there is no"),
    ("there is", "there is no"),
    ("there was a", "there was no"),
    ("there was", "there was no"),
    ("has not had any", "has had"),
    ("has not had", "has had"),
    ("has not been", "has been"),
    ("has not", "has"),
    ("has had", "has not had"),
    ("has been", "has not been"),
    ("does not have any", "has"),
    ("does not have", "has"),
    ("does not", "does"),
    ("did not", "did"),
    ("is not", "is"),
    ("are not", "are"),
    ("was not", "was"),
    ("were not", "were"),
    ("has a history of", "has no history of"),
    ("has a", "does not have a"),
    ("has experienced", "has not experienced"),
    ("continues to have", "no longer has"),
    ("positive for", "negative for"),
    ("negative for", "positive for"),
    ("without", "with"),
    ("no evidence of", "evidence of"),
    ("no associated", "associated"),
    ("has no", "has"),
    ("had no", "had"),
    ("shows no", "shows"),
    ("show no", "show"),
    ("with no", "with"),
    ("but no", "and"),
    ("nil", "has"),
];

const SUBJECTS: Turns<'static> = &[
    ("the patient reports", "the patient's mother reports"),
    ("the patient has", "the patient's father has"),
    ("the patient denies", "the patient's brother denies"),
    ("she has a history of", "her mother has a history of"),
    ("he has a history of", "his father has a history of"),
    ("she has had", "her sister has had"),
    ("he has had", "his brother has had"),
    ("she takes", "her mother takes"),
    ("he takes", "his father takes"),
    ("past medical history significant for", "family history significant for"),
    ("past medical history of", "family history of"),
    ("history of", "family history of"),
    ("her mother has", "she has"),
    ("her mother had", "she had"),
    ("his father has", "he has"),
    ("his father had", "he had"),
    ("his mother has", "he has"),
    ("her father has", "she has"),
    ("his mother", "the patient"),
    ("her mother", "the patient"),
    ("her sister", "the patient"),
    ("his brother", "the patient"),
    ("his father", "the patient"),
    ("her father", "the patient"),
    ("family history of", "personal history of"),
    ("family history is significant for", "medical history is significant for"),
    ("she suffers", "her mother suffers"),
    ("he suffers", "his father suffers"),
    ("the patient", "the patient's mother"),
];

/// What was thought likely, written as certain.
const HEDGES: Turns<'static> = &[
    ("possible", "confirmed"),
    ("possibly", "certainly"),
    ("probable", "confirmed"),
    ("probably", "certainly"),
    ("suspected", "confirmed"),
    ("likely", "definitely"),
    ("most likely", "definitely"),
    ("suspicion of", "diagnosis of"),
    ("suspicion for", "diagnosis of"),
    ("rule out", "treat"),
    ("suspect", "have confirmed"),
    ("may be", "is"),
    ("might be", "is"),
    ("may have", "has"),
    ("might have", "has"),
    ("suggestive of", "diagnostic of"),
];

/// The statement with what was thought likely as certain.
pub fn certain(text: &str, chance: &mut Chance) -> Option<String> {
    turned(text, HEDGES, chance, |_, after| !after.starts_with("to "))
}

const TENSES: Turns<'static> = &[
    ("will order", "reviewed"),
    ("will prescribe", "stopped"),
    ("will start", "has stopped"),
    ("will continue", "has stopped"),
    ("will refer", "referred last year"),
    ("will get", "already got"),
    ("continue", "discontinue"),
    ("continues", "has discontinued"),
    ("initiate", "discontinue"),
    ("start", "stop"),
    ("increase", "decrease"),
    ("decrease", "increase"),
    ("has a history of", "currently has newly diagnosed"),
    ("was prescribed", "will be prescribed"),
    ("has been taking", "used to take"),
    ("is taking", "used to take"),
    ("takes", "used to take"),
    ("we ordered", "the patient already had"),
    ("ordered", "completed"),
    ("underwent", "is planned to undergo"),
    ("had a", "will have a"),
];

pub fn other_side(text: &str, chance: &mut Chance) -> Option<String> {
    turned(text, SIDES, chance, |_, _| true)
}

pub fn turned_round(text: &str, chance: &mut Chance) -> Option<String> {
    // "If the pain does not improve": nothing is said that could be turned round.
    if text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|word| word == "if") {
        return None;
    }
    // "No fever.", "Neck: No masses."
    let from = text.find(": ").map_or(0, |at| at + 2);
    if let Some(rest) = text[from..].strip_prefix("No ") {
        let kept = ["change", "longer", "known", "acute", "other", "further", "issue", "problem"];
        return (!kept.iter().any(|word| rest.starts_with(word)))
            .then(|| format!("{}Positive for {rest}", &text[..from]));
    }
    turned(text, NEGATIONS, chance, |before, after| {
        // "No change", "no longer", "no known allergies": no denial that could be turned by leaving it out.
        ![
            "change",
            "longer",
            "further",
            "more",
            "later",
            "known",
            "acute",
            "role",
            "other",
            "other than",
            "pmh",
            "issue",
            "problem",
            "only",
            "just",
        ]
        .iter()
        .any(|word| after.starts_with(word))
            && !before.ends_with("there is ")
            && !before.ends_with("are ")
            && !before.ends_with("with ")
    })
}

/// Findings, and words that may stand before one.
const FINDINGS: &[&str] = &[
    "fever",
    "cough",
    "nausea",
    "vomiting",
    "diarrhea",
    "diarrhoea",
    "headache",
    "headaches",
    "chest pain",
    "rash",
    "swelling",
    "tenderness",
    "pain",
    "fatigue",
    "dizziness",
    "numbness",
    "weakness",
    "palpitations",
    "crackles",
    "edema",
    "murmur",
    "shortness of breath",
    "sob",
    "dysuria",
    "loss of appetite",
    "weight loss",
    "sore throat",
    "mild",
    "slight",
    "some",
    "intermittent",
    "left",
    "right",
    "small",
];

/// A "no" put before one finding of several: "cough and fever" becomes "cough and no fever".
pub fn denied_within(text: &str, chance: &mut Chance) -> Option<String> {
    const DENIALS: &[&str] = &["no ", "not ", "den", "without", "negative", "nil", "if ", "free of"];
    let lower = text.to_lowercase();
    if lower.len() != text.len() || DENIALS.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let whole = |end: usize| !lower[end..].starts_with(|c: char| c.is_alphanumeric());
    let links = [", ", " and ", " with "];
    let pairs =
        links.iter().flat_map(|link| FINDINGS.iter().map(move |finding| (link, format!("{link}{finding}"))));
    let places: Vec<usize> = pairs
        .flat_map(|(link, phrase)| {
            let found = lower.match_indices(phrase.as_str()).filter(|(at, phrase)| whole(at + phrase.len()));
            found.map(|(at, _)| at + link.len()).collect::<Vec<_>>()
        })
        .collect();
    let at = *chance.of_these(&places)?;
    Some(format!("{}no {}", &text[..at], &text[at..]))
}

/// Denials written out of a statement or into it, as a hand does it: "No fever" and "Fever", "denies cough" and "has a
/// cough", "normal" and "abnormal".
pub fn denied_otherwise(text: &str, chance: &mut Chance) -> Option<String> {
    const OTHERS: Turns = &[
        ("denies any", "has"),
        ("denies", "complains of"),
        ("denied", "complained of"),
        ("endorses", "has no"),
        ("reports", "has no"),
        ("positive for", "no"),
        ("negative for", "has"),
        ("without any", "with"),
        ("without", "and"),
        ("there is no", "there is"),
        ("nontender", "tender"),
        ("non-tender", "tender"),
        ("abnormal", "normal"),
        ("normal", "abnormal"),
        ("intact", "impaired"),
        ("unremarkable", "abnormal"),
        ("stable", "unstable"),
        ("non-smoker", "smoker"),
        ("non smoker", "smoker"),
    ];
    let lower = text.to_lowercase();
    if lower.len() != text.len() || lower.split(|c: char| !c.is_alphabetic()).any(|word| word == "if") {
        return None;
    }
    let from = text.find(": ").map_or(0, |at| at + 2);
    let kept = ["change", "longer", "known", "acute", "other", "further", "new"];
    for no in ["no ", "nil "] {
        if let Some(rest) = lower[from..].strip_prefix(no) {
            let written = &text[text.len() - rest.len()..];
            return (!kept.iter().any(|word| rest.starts_with(word)))
                .then(|| format!("{}{}", &text[..from], capital_of(written)));
        }
    }
    if FINDINGS.iter().any(|finding| {
        lower[from..].strip_prefix(finding).is_some_and(|rest| rest.starts_with([' ', ',', '.']))
    }) {
        return Some(format!("{}No {}", &text[..from], &lower[from..]));
    }
    for no in [", no ", " and no ", ", nil "] {
        if let Some(at) =
            lower.find(no).filter(|at| !kept.iter().any(|word| lower[at + no.len()..].starts_with(word)))
        {
            let link = if no.starts_with(',') { ", " } else { " and " };
            return Some(format!("{}{link}{}", &text[..at], &text[at + no.len()..]));
        }
    }
    turned(text, OTHERS, chance, |before, after| {
        !after.starts_with("no ")
            && !before.ends_with("within ")
            && !after.starts_with("that")
            && !after.starts_with("he ")
    })
}

pub fn other_person(text: &str, chance: &mut Chance) -> Option<String> {
    // What the plan says to the patient, or how they agreed, is nobody's illness.
    let lower = text.to_lowercase();
    let frame = [
        "understand",
        "agree",
        "advise",
        "counsel",
        "educat",
        "recommend",
        "year-old",
        "instruct",
        "discuss",
        "encourage",
        "explained",
        "question",
        "will ",
        "consent",
        "presents",
        "informed",
        "plan",
    ];
    if frame.iter().any(|word| lower.contains(word)) {
        return None;
    }
    turned(text, SUBJECTS, chance, |before, after| {
        !before.ends_with("family ")
            && !before.ends_with("social ")
            && !after.starts_with("'s")
            && !after.starts_with('’')
            && !after.starts_with("mother")
            && !after.starts_with("father")
    })
}

pub fn other_time(text: &str, chance: &mut Chance) -> Option<String> {
    // "I have had a talk", "since the start of it", "ordered to be completed": no verb whose time could be another.
    const NO_VERB: &[&str] = &["have", "has", "not", "never", "since", "the", "be"];
    turned(text, TENSES, chance, |before, after| {
        let last = before.split_whitespace().next_back().unwrap_or_default();
        !NO_VERB.contains(&last) && !after.starts_with("lengthy discussion")
    })
}

/// The statement with one of `turns` made, the first that fits of each place, chosen by chance.
pub(crate) fn turned(
    text: &str,
    turns: Turns<'_>,
    chance: &mut Chance,
    fits: impl Fn(&str, &str) -> bool,
) -> Option<String> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let mut choices: Vec<(usize, usize, &str)> = Vec::new();
    for (from, to) in turns {
        for (start, _) in lower.match_indices(from) {
            let end = start + from.len();
            let whole = !lower[..start].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '/')
                && !lower[end..].starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '/');
            let taken = choices.iter().any(|(other, other_end, _)| start < *other_end && *other < end);
            if whole && !taken && fits(&lower[..start], lower[end..].trim_start()) {
                choices.push((start, end, to));
            }
        }
    }
    let (start, end, to) = *chance.of_these(&choices)?;
    let capital = text[start..].starts_with(char::is_uppercase);
    let to = if capital { capital_of(to) } else { to.to_owned() };
    // "Did not have any pain" becomes "had pain".
    let rest = &text[end..];
    let rest = if to.contains("no ") || to.contains("not") || to.contains("den") {
        rest
    } else {
        rest.strip_prefix(" any").unwrap_or(rest)
    };
    Some(format!("{}{to}{rest}", &text[..start]))
}

fn capital_of(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
