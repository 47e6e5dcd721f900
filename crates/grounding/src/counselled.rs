//! Advice that a statement says was given, a team it says was asked, a follow-up it says was arranged, where nobody did so.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts;
use crate::evidence::bears;
use crate::heard::{Heard, Said};
use crate::polarity::Polarity;
use crate::words::{Word, Words};

/// Words by which a statement says that somebody was advised.
const ADVISED: &[&str] = &[
    "counselled",
    "counseled",
    "counselling",
    "counseling",
    "advised",
    "advice",
    "encouraged",
    "educated",
    "education",
];
/// Words by which a clinician advises, or speaks of what to do.
const ADVISING: &[&str] = &[
    "should",
    "shouldn't",
    "need",
    "try",
    "avoid",
    "stop",
    "stopping",
    "quit",
    "quitting",
    "cut",
    "cutting",
    "help",
    "helps",
    "recommend",
    "advise",
    "advice",
    "suggest",
    "want",
    "important",
    "best",
    "better",
    "must",
    "don't",
    "keep",
    "make",
    "can",
    "could",
    "let's",
    "if",
    "please",
    "worth",
    "consider",
    "reduce",
    "less",
    "more",
    "use",
    "take",
    "risk",
    "good",
    "bad",
    "lose",
    "losing",
    "ideally",
    "would",
    "you'll",
    "i'd",
    "limit",
    "drink",
    "eat",
    "do",
    "get",
    "put",
];
/// Words that tell that a clinician asked others.
const ASKED: &[&str] = &[
    "spoke",
    "speak",
    "talk",
    "talked",
    "discuss",
    "discussed",
    "call",
    "called",
    "ask",
    "asked",
    "rang",
    "ring",
    "phone",
    "phoned",
    "message",
    "refer",
    "team",
    "send",
    "contact",
    "contacted",
    "consult",
    "consulted",
    "colleague",
    "run",
    "agree",
    "agreed",
    "see",
    "meeting",
];
/// How far from where it was spoken of a clinician advises, in segments.
const NEAR: usize = 2;

/// The word for what nobody did.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    advised(heard, claim).or_else(|| discussed(heard, claim)).or_else(|| arranged(heard, claim))
}

fn is(words: &[Word], list: &[&str]) -> Option<usize> {
    words.iter().position(|word| list.contains(&word.text.as_str()))
}

/// Advice on what only the patient spoke of.
fn advised<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let at = is(&claim.words, ADVISED).filter(|at| claim.polarities[*at] == Polarity::Affirmed)?;
    let topics: Vec<&str> = claim
        .placed()
        .filter(|(stem, i)| *i != at && !concepts::is_common(stem))
        .map(|(stem, _)| stem)
        .filter(|stem| heard.segments.iter().any(|said| bears(&said.claim, claim, stem)))
        .collect();
    let advises = |said: &Said| {
        said.speaker != Speaker::Patient
            && said
                .claim
                .words
                .iter()
                .enumerate()
                .any(|(at, word)| !said.asked(at) && ADVISING.contains(&word.text.as_str()))
    };
    let near = |segment: usize| {
        let from = segment.saturating_sub(NEAR);
        heard.segments[from..heard.segments.len().min(segment + NEAR + 1)].iter().any(advises)
    };
    let spoken = |stem: &&str| {
        (0..heard.segments.len())
            .any(|segment| bears(&heard.segments[segment].claim, claim, stem) && near(segment))
    };
    (!topics.is_empty() && !topics.iter().any(spoken)).then(|| claim.words.text(at))
}

/// "Discussed with the respiratory team"
fn discussed<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let at = (0..claim.words.len()).find(|at| {
        matches!(claim.words.text(*at), "discussed" | "discussion" | "liaised" | "consulted")
            && claim.words.text(at + 1) == "with"
            && claim.polarities[*at] == Polarity::Affirmed
    })?;
    let whom = &claim.words[at + 2..claim.words.len().min(at + 7)];
    is(
        whom,
        &[
            "team",
            "consultant",
            "registrar",
            "specialist",
            "colleague",
            "ward",
            "radiology",
            "surgeon",
            "surgeons",
        ],
    )?;
    let asked = heard
        .segments
        .iter()
        .any(|said| said.speaker != Speaker::Patient && is(&said.claim.words, ASKED).is_some());
    (!asked).then(|| claim.words.text(at))
}

/// "Follow-up arranged", where nobody need come back.
fn arranged<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let follow = claim.names("follow up").filter(|at| claim.polarities[*at] == Polarity::Affirmed)?;
    let at = is(&claim.words, &["arranged", "booked", "scheduled"])?;
    if is(&claim.words, &["if", "needed", "unless", "necessary", "required", "prn"]).is_some() {
        return None;
    }
    let places = heard.places("#follow up");
    let denied = |said: Polarity| matches!(said, Polarity::Negated);
    (!places.is_empty() && follow != at && places.iter().all(|place| denied(heard.polarity(*place))))
        .then(|| claim.words.text(at))
}
