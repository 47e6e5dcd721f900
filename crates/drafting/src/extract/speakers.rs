//! Whose words these are. Labels are trusted unless the words themselves say otherwise: recognisers swap speakers, and
//! many do not name them.

use clinical::{Speaker, Transcript};

use super::lexicon::patterns;

/// On which side of the consult a sentence was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Clinician,
    /// The patient, or someone who speaks for the patient.
    Patient,
}

impl By {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Clinician => Self::Patient,
            Self::Patient => Self::Clinician,
        }
    }
}

patterns! {
    STRONG_PATIENT = r"\b(?:i saw my doctor|i feel (?:like|sick|nause\w+|tired|dizzy|pain)|i (?:have|'ve) taken|i took|my (?:father|mother|dad|mom|mum|wife|husband|brother|sister|job)|my (?:lower |left |right |upper )?(?:abdomen|knee|back|chest|stomach|shoulder|foot|leg|head|throat|arm|groin)|i'm not vomiting|hurts me)\b";
    CLINICIAN = r"\b(?:i(?:'m| am) going to (?:go ahead and )?(?:order|prescribe|refer|start|put|send|check|take a (?:look|listen)|get you|give you)|i (?:want|need|would like|recommend|'d like) (?:for )?you to|i'd like you to|i(?:'d| would) recommend|on (?:your|the) (?:\w+ ){0,3}exam\w*|(?:do|did|have|are) you (?:have|had|had any|taken|taking|noticed|having|feel|feeling|been|ever|smoke|drink|allergic|get)|any (?:other )?(?:history|allergies|surgeries|fever|chest|nausea|numbness|shortness|pain|problems|weight|family)|how long (?:have|has)|your (?:lungs|heart|abdomen|blood pressure|vital|vitals|exam|x-ray|labs|mri|results|examination)|you have (?:a|an|some)|we(?:'re| are) going to (?:go ahead|order|start|get)|physical exam\w*|vital signs|hey,? dragon|prescribe|follow up with me|let me (?:examine|look|take|have a look)|there is (?:no|mild|some|tenderness|swelling)|(?:we'll|i'll) (?:get|refer|order|send|start|also)|refer you|come back (?:and see|in)|see me in|start (?:taking )?\w+ \d+ mg|avoid \w+ing|what (?:does|makes) (?:it|the)|you're welcome|take care|is there any|\d+/\d+|what brings you|how can i help|for your (?:first|second|third|next|last)|i don't (?:appreciate|see any|hear)|i do appreciate|my (?:assessment|impression|plan))\b";
    PATIENT = r"\b(?:my (?:\w+ )?(?:pain|back|chest|knee|head|stomach|throat|doctor|husband|wife|mom|mother|dad|father|mum|son|daughter|job|leg|foot|shoulder|symptoms|sister|brother|neck|arm|hip|eye|eyes|ankle|pcp|medication|medications)|i(?:'ve| have) been (?:having|feeling|taking|getting|trying)|i (?:feel|felt|take|took|hurt|noticed|smoke|drink|work|live|had|was having|can't|couldn't|get|got|woke|fell|slipped)|i haven't|gives me|hurts? when|yes,? doctor|thank you,? doctor|(?:it|that) (?:hurts|started))\b";
    TELLS_PATIENT = r"(?:^|[.?!] )(?:start|avoid|come back|take|continue|stop|yes, but|no, (?:i think|it's not)) ";
    STRONG_CLINICIAN = r"\b(?:i (?:want|need|would like) you to|i'd like you to|i(?:'m| am) going to (?:go ahead and )?(?:order|prescribe|refer)|your lungs|on (?:your|the) (?:\w+ ){0,3}exam\b|i do appreciate|hey,? dragon)";
}

/// How much a text sounds like the clinician (positive) or the patient (negative).
fn leaning(text: &str) -> i32 {
    let count =
        |pattern: &regex::Regex| i32::try_from(pattern.find_iter(text).count()).unwrap_or(i32::MAX / 2);
    2 * count(&CLINICIAN) + 2 * count(&TELLS_PATIENT) - 2 * count(&PATIENT)
}

/// The speaker of every segment; `cleaned` are the words of each.
pub(super) fn turns(transcript: &Transcript, cleaned: &[Vec<String>]) -> Vec<By> {
    let texts: Vec<String> = cleaned.iter().map(|words| words.join(" ")).collect();
    let leanings: Vec<i32> = texts.iter().map(|text| leaning(text)).collect();
    let of = |wanted: fn(&Speaker) -> bool| -> i32 {
        transcript.segments().iter().zip(&leanings).filter(|(s, _)| wanted(&s.speaker)).map(|(_, l)| l).sum()
    };
    let clinician = of(|speaker| *speaker == Speaker::Clinician);
    let others = of(|speaker| matches!(speaker, Speaker::Patient | Speaker::Other(_)));
    let swapped = others > clinician + 6;
    let mut before = By::Patient;
    transcript
        .segments()
        .iter()
        .zip(&texts)
        .zip(&leanings)
        .map(|((segment, text), leaning)| {
            let labelled = match segment.speaker {
                Speaker::Clinician => Some(By::Clinician),
                Speaker::Patient | Speaker::Other(_) => Some(By::Patient),
                Speaker::Unknown => None,
            };
            let by = match labelled {
                Some(by) if swapped => by.other(),
                Some(by) => by,
                None if text.ends_with('?') && *leaning >= 0 => By::Clinician,
                None if *leaning > 0 => By::Clinician,
                None if *leaning < 0 => By::Patient,
                None => before.other(),
            };
            before = by;
            by
        })
        .collect()
}

/// The speaker of a sentence within a turn of `turn`: the turn's, unless only the other would say it.
pub(super) fn sentence_by(text: &str, turn: By) -> By {
    if STRONG_CLINICIAN.is_match(text) {
        By::Clinician
    } else if STRONG_PATIENT.is_match(text) {
        By::Patient
    } else {
        turn
    }
}
