//! Concepts with several names: what patients say ("high blood pressure") and what notes say ("hypertension").

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::words::{Gap, Word, stem, words};

/// A concept's place in the list.
pub(crate) type ConceptId = usize;

/// A concept named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) concept: ConceptId,
    /// Its first word.
    pub(crate) start: usize,
    /// The word after it.
    pub(crate) end: usize,
}

impl Mention {
    /// Whether it is of a finding, which can be reported or denied.
    pub(crate) fn finding(&self) -> bool {
        is_finding(self.concept)
    }
}

struct Concept {
    name: &'static str,
    finding: bool,
    common: bool,
}

/// A name of a concept.
struct Name {
    stems: Vec<String>,
    /// Its words, where other words with these stems name something else.
    exact: Option<Vec<String>>,
    concept: ConceptId,
}

impl Name {
    /// Whether these words, of these stems, begin with the name.
    fn begins(&self, words: &[Word], stems: &[String]) -> bool {
        let is = |(own, word): (&String, &Word)| {
            let word = word.text.strip_suffix("'s").unwrap_or(&word.text);
            word == own || word.strip_suffix('s') == Some(own)
        };
        // "Possible pregnancy; test planned" names no pregnancy test.
        let together = || words[1..self.stems.len()].iter().all(|word| word.gap < Gap::Stop);
        stems.starts_with(&self.stems)
            && together()
            && self.exact.iter().all(|exact| exact.iter().zip(words).all(is))
    }
}

struct List {
    concepts: Vec<Concept>,
    ids: HashMap<&'static str, ConceptId>,
    /// By first stem, longer names first.
    names: HashMap<String, Vec<Name>>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let mut list = List { concepts: Vec::new(), ids: HashMap::new(), names: HashMap::new() };
    let lines = include_str!("../data/concepts.txt").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, others) = line.split_once(':').unwrap_or((line, ""));
        let (name, common) = name.strip_prefix('~').map_or((name, false), |name| (name, true));
        let (name, finding) = name.strip_prefix('!').map_or((name, false), |name| (name, true));
        let concept = list.concepts.len();
        let bare = name.trim_start_matches('=');
        list.concepts.push(Concept { name: bare, finding, common });
        list.ids.insert(bare, concept);
        for name in
            std::iter::once(name).chain(others.split(',').map(str::trim).filter(|name| !name.is_empty()))
        {
            let (name, exact) = name.strip_prefix('=').map_or((name, false), |name| (name, true));
            let words = words(name);
            let stems: Vec<String> = words.iter().map(|word| stem(&word.text)).collect();
            if let Some(first) = stems.first() {
                let exact = exact.then(|| words.into_iter().map(|word| word.text).collect());
                list.names.entry(first.clone()).or_default().push(Name { stems, exact, concept });
            }
        }
    }
    for names in list.names.values_mut() {
        names.sort_by_key(|name| (std::cmp::Reverse(name.stems.len()), name.exact.is_none()));
    }
    list
});

/// What a clinician calls it.
pub(crate) fn name(concept: ConceptId) -> &'static str {
    LIST.concepts.get(concept).map_or("", |concept| concept.name)
}

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let named =
        LIST.concepts.iter().filter(|concept| concept.common).map(|concept| format!("#{}", concept.name));
    let words =
        LIST.names.values().flatten().filter(|name| {
            name.stems.len() == 1 && name.exact.is_none() && LIST.concepts[name.concept].common
        });
    named
        .chain(words.map(|name| name.stems[0].clone()))
        .chain(include_str!("../data/common.txt").split_whitespace().map(stem))
        .collect()
});

/// Whether a stem or concept says little of what happened, for it occurs in every consult.
pub(crate) fn is_common(stem: &str) -> bool {
    COMMON.contains(stem)
}

/// The name of the finding that a stem or concept of a claim's content is, if it is one.
pub(crate) fn finding(stem: &str) -> Option<&'static str> {
    let name = stem.strip_prefix('#')?;
    let concept = &LIST.concepts[*LIST.ids.get(name)?];
    concept.finding.then_some(concept.name)
}

/// Whether it is a finding, which can be reported or denied.
fn is_finding(concept: ConceptId) -> bool {
    LIST.concepts.get(concept).is_some_and(|concept| concept.finding)
}

/// A name at the beginning of a sentence, as it is written.
pub(crate) fn capital(text: &str) -> String {
    const ACRONYMS: &[&str] = &["mri", "ecg", "ct", "copd", "tia", "adhd", "ptsd"];
    let first = text.split(' ').next().unwrap_or_default();
    if ACRONYMS.contains(&first) {
        return format!("{}{}", first.to_uppercase(), &text[first.len()..]);
    }
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The concepts that these words name; of overlapping names the longest counts. `stems` are those of `words`.
pub(crate) fn mentions(words: &[Word], stems: &[String]) -> Vec<Mention> {
    debug_assert_eq!(words.len(), stems.len());
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < stems.len() {
        let named = LIST
            .names
            .get(&stems[at])
            .and_then(|names| names.iter().find(|name| name.begins(&words[at..], &stems[at..])));
        // "Shingles vaccine", "depression screen", "a diabetes drug": nobody has what these are for.
        let is_for = |end: usize| {
            const FOR: &[&str] = &[
                "vaccine",
                "vaccines",
                "vaccination",
                "vaccinations",
                "jab",
                "jabs",
                "shot",
                "shots",
                "screen",
                "screening",
                "drug",
                "drugs",
                "panel",
                "serology",
                "antibody",
                "antibodies",
                "titer",
                "titers",
                "risk",
                "scan",
                "scans",
            ];
            words.get(end).is_some_and(|word| word.gap == Gap::Space && FOR.contains(&word.text.as_str()))
        };
        match named.filter(|name| !is_finding(name.concept) || !is_for(at + name.stems.len())) {
            Some(Name { stems, concept, .. }) => {
                mentions.push(Mention { concept: *concept, start: at, end: at + stems.len() });
                at += stems.len();
            }
            None => at += 1,
        }
    }
    let pains = pains(words, stems, &mentions);
    mentions.extend(pains);
    mentions
}

/// What follows from what: by a stem or concept of a claim's content, those from which it is understood.
#[derive(Default)]
struct Implied {
    /// Where it is absent: what was examined.
    absent: HashMap<String, Vec<String>>,
    /// Where it is present.
    present: HashMap<String, Vec<String>>,
    /// Classes of drugs.
    classes: HashSet<String>,
}

static IMPLIED: LazyLock<Implied> = LazyLock::new(|| {
    let mut implied = Implied::default();
    let lines = include_str!("../data/implied.txt").lines().filter(|line| !line.starts_with('#'));
    for (examined, follows) in lines.filter_map(|line| line.split_once(':')) {
        for follows in follows.split(',').map(str::trim) {
            let (map, follows) = match follows.strip_prefix('+') {
                Some(present) => (&mut implied.present, present),
                None => (&mut implied.absent, follows),
            };
            map.entry(as_content(follows)).or_default().push(as_content(examined.trim()));
        }
    }
    let classes = include_str!("../data/classes.txt").lines().filter(|line| !line.starts_with('#'));
    for (class, drugs) in classes.filter_map(|line| line.split_once(':')) {
        let drugs = drugs.split(',').map(|drug| format!("@{}", drug.trim()));
        implied.classes.insert(as_content(class));
        implied.present.entry(as_content(class)).or_default().extend(drugs);
    }
    implied
});

/// What must have been examined for `stem` to be known as absent.
pub(crate) fn examined_for(stem: &str) -> &'static [String] {
    IMPLIED.absent.get(stem).map_or(&[], Vec::as_slice)
}

/// What must have been spoken of for `stem` to be understood as present.
pub(crate) fn understood_from(stem: &str) -> &'static [String] {
    IMPLIED.present.get(stem).map_or(&[], Vec::as_slice)
}

/// Whether a stem or concept of a claim's content is a class of drugs.
pub(crate) fn is_class(stem: &str) -> bool {
    IMPLIED.classes.contains(stem)
}

/// Whether a drug is of a class, by the name that the list of classes has for it.
pub(crate) fn is_of_class(drug: &str, class: &str) -> bool {
    understood_from(&as_content(class)).iter().any(|own| own.strip_prefix('@') == Some(drug))
}

/// A name as it stands in a claim's content.
fn as_content(text: &str) -> String {
    let words = words(text);
    let stems: Vec<String> = words.iter().map(|word| stem(&word.text)).collect();
    match mentions(&words, &stems).first() {
        Some(mention) => format!("#{}", name(mention.concept)),
        None => stems.join(" "),
    }
}

/// Pains that are called by a part of the body and "pain" near it: "pain on the right side of my belly".
const PAINS: &[(&str, &str)] = &[
    ("#abdomen", "abdominal pain"),
    ("chest", "chest pain"),
    ("back", "back pain"),
    ("neck", "neck pain"),
    ("joint", "joint pain"),
    ("throat", "sore throat"),
    ("ear", "ear pain"),
    ("head", "headache"),
    ("muscl", "myalgia"),
];

/// How far the part may stand from the pain.
const PART_REACH: usize = 8;

fn pains(words: &[Word], stems: &[String], mentions: &[Mention]) -> Vec<Mention> {
    let named = |name: &str| LIST.ids.get(name).copied();
    let (Some(pain), abdomen) = (named("pain"), named("abdomen")) else { return Vec::new() };
    let mut found = Vec::new();
    for ache in mentions.iter().filter(|mention| mention.concept == pain) {
        let near = ache.start.saturating_sub(PART_REACH)..(ache.start + PART_REACH).min(words.len());
        for at in near {
            let (from, to) = (at.min(ache.start), at.max(ache.start));
            if words[from + 1..=to].iter().any(|word| word.gap >= crate::words::Gap::Stop) {
                continue;
            }
            let at_abdomen =
                mentions.iter().any(|mention| Some(mention.concept) == abdomen && mention.start == at);
            let part = if at_abdomen { "#abdomen" } else { stems[at].as_str() };
            let Some((_, pain)) = PAINS.iter().find(|(own, _)| *own == part) else { continue };
            if let Some(concept) = named(pain) {
                found.push(Mention { concept, start: ache.start, end: ache.end });
            }
        }
    }
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<&'static str> {
        let words = words(text);
        let stems: Vec<_> = words.iter().map(|word| stem(&word.text)).collect();
        mentions(&words, &stems).into_iter().map(|mention| name(mention.concept)).collect()
    }

    #[test]
    fn lay_and_clinical_words_name_the_same() {
        assert_eq!(named("I have high blood pressure"), named("Hypertension."));
        assert_eq!(named("short of breath"), named("dyspnea"));
        assert_eq!(named("throwing up"), ["vomiting"]);
    }

    #[test]
    fn no_name_stands_for_two_concepts() {
        let mut seen = HashMap::new();
        let mut twice = Vec::new();
        for Name { stems, exact, concept } in LIST.names.values().flatten() {
            if let Some(other) = seen.insert((stems, exact), *concept).filter(|other| other != concept) {
                twice.push((stems, name(other), name(*concept)));
            }
        }
        assert!(twice.is_empty(), "{twice:?}");
    }
}
