//! The symptoms that a question or a denial names, as it names them: "chest pain or palpitations".

use super::lexicon::{SYMPTOM, patterns};
use super::topics::Topic;

patterns! {
    /// Of these one has more or less, so that nobody denies them: "And your appetite?" "No."
    NEUTRAL = r"^(?:the )?(?:appetite|energy|mood|hearing|swallowing|sex drive|libido|breathing|sleep|bowels?|passing urine|pass urine|thirst|stress|hearing|vision|weight)$";
    /// What one is rather than has, and what one has done.
    IS = r"^(?:and |or )?(?:feverish|dizzy|sick|tired|nauseous|nauseated|congested|anxious|weak|short of breath|breathless|faint|lethargic|shaky|shivery|stressed|depressed|unwell|light-?headed|hot and cold|sweaty|wheezy|bloated|panicky|tearful|itchy|unstable|confused|out of breath|winded|thirsty|hoarse|numb|constipated|fatigued|clammy|pale|off balance|suicidal|run[ -]down)\b";
    HAS = r"^(?:and |or )?(?:blacked out|passed out|fainted|collapsed|vomited|threw up|been sick|lost (?:any )?weight|gained weight|felt sick)\b";
    LISTS = r"(?:, ?(?:or |and )?| or | and )";
    VAGUE = r"^(?:pain|painful|hurts?|hurting|aches?|sore|bumps?|lumps?|tired|burning|discomfort|uncomfortable|weak|popping|clicking|injur\w+|lesions?|discharge)$";
    ABOUT = r"\b(?:since (?:the|your|this|that|it|you)|caus\w+|when|why|where|which|how (?:long|often|bad|many|much)|the pain|that pain|this pain|help\w*|worse|better|think|remember|while|before|after|if|bring\w*|medication\w*|family|measur\w+|checked)\b";
    EXISTS = r"^(?:\w+ ){0,5}?(?:any|do you (?:have|get|feel|notice|suffer)|have you (?:had|noticed|been|experienced|felt|got|ever)|are you (?:having|feeling|experiencing|getting)|did you (?:have|notice|get|experience|feel)|is there|were you having|how about|what about|nausea|fevers?|chills|vomiting|do you|are you|have you|no|feeling|or)\b";
    CLOSES_QUESTION = r"(?:,? (?:at all|or anything|anything|things?) ?(?:like that|else|of that sort)?| at all| recently| lately| at the moment| right now| today| with (?:that|this|it)| associated with (?:that|this|it)| along with (?:that|this)| or anything(?: like that)?| or not| or no| since then)+$";
    OPENS_SYMPTOM = r"(?:\b(?:left|right|left-sided|right-sided|bilateral|severe|new|recent|significant|unexplained|blood|pain and|joint|muscle|lower|upper|back|leg|eye|ear|calf|chest|nasal|night|increased|any of the|visual|problems with|trouble with|changes in|change in|difficulty|abdominal|stomach|belly|urinary|general|generalised|facial|hand|knee|neck|hip|shoulder|wrist|foot|arm)[, ]+)+$";
    SYMPTOM_TAIL = r"^ (?:in|on|with|when|after|during|around|while|radiating|down|going down|behind|of) [^,]+$";
    QUESTION_GOES_ON = r"\b(?:i|that|this|it|what|how|do|did|have|is|okay|any|your symptoms|we)\b";
    ASKS_FROM = r"\b(?:any|have you (?:had|noticed|ever)|have you|do you (?:have|get|feel)|are you|did you)\b";
    JOINS = r"^(?:[,/]? ?(?:or|and|any|a|an|no|some|like|having|the|feeling|even|you|your|been|are|,|/)? ?){0,6}$";
    EXAM_QUESTION = r"\b(?:tender\w*|when i|here|press|push|move|touch|tap|if i)\b";
}

/// Whether a question asks if symptoms are there at all, rather than something about them.
pub(super) fn asks_for_symptoms(question: &str) -> bool {
    (EXISTS.is_match(question) || SYMPTOM.find(question).is_some_and(|found| found.start() < 12))
        && !ABOUT.is_match(question)
        && Topic::of(question) == Some(Topic::Symptoms)
}

/// The symptoms that a question asks about, as it names them: "chest pain or palpitations".
pub(super) fn symptoms(question: &str) -> Vec<String> {
    let question = CLOSES_QUESTION.replace(question, "").into_owned();
    // "With those headaches, any problems with your eyes?" asks about the eyes.
    let asks_from = ASKS_FROM.find(&question).map_or(0, |found| found.start());
    let question = question[asks_from..].to_owned();
    if EXAM_QUESTION.is_match(&question) {
        return Vec::new();
    }
    let found: Vec<(usize, usize)> =
        SYMPTOM.find_iter(&question).map(|found| (found.start(), found.end())).collect();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        let start = OPENS_SYMPTOM.find(&question[..start]).map_or(start, |before| before.start());
        match groups.last_mut() {
            Some(group) if start <= group.1 || JOINS.is_match(&question[group.1..start]) => group.1 = end,
            _ => groups.push((start, end)),
        }
    }
    groups
        .into_iter()
        .map(|(start, end)| {
            let tail = SYMPTOM_TAIL
                .find(&question[end..])
                .filter(|tail| {
                    tail.as_str().split(' ').count() <= 8 && !QUESTION_GOES_ON.is_match(tail.as_str())
                })
                .map_or(0, |tail| tail.end());
            tidy_symptoms(&question[start..end + tail])
        })
        .filter(|named| !named.is_empty())
        .collect()
}

/// What can stand after "denies": "dizzy or chest pain" is "feeling dizzy or chest pain", "blacked out" is "having blacked out".
pub(super) fn nominal(named: &str) -> String {
    let mut whole = String::with_capacity(named.len() + 16);
    let mut from = 0;
    let mut feels = false;
    let ends = LISTS.find_iter(named).map(|link| link.end()).chain([named.len()]);
    for end in ends {
        let part = &named[from..end];
        let (is, has) = (IS.is_match(part), HAS.is_match(part));
        // "Feeling dizzy or faint": said once for both.
        whole.push_str(if has {
            "having "
        } else if is && !feels {
            "feeling "
        } else if part.starts_with("temperature") && !part.starts_with("temperatures") {
            "a "
        } else {
            ""
        });
        whole.push_str(part);
        (from, feels) = (end, is);
    }
    whole
}

/// "Nausea, Vomiting" is "nausea, vomiting"; initials stay.
pub(super) fn decapitalised(named: &str) -> String {
    let lower = |word: &str| {
        let rest_is_lower = word.chars().skip(1).all(|c| !c.is_uppercase());
        if rest_is_lower { word.to_lowercase() } else { word.to_owned() }
    };
    named.split(' ').map(lower).collect::<Vec<_>>().join(" ")
}

fn tidy_symptoms(named: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in named.split(' ') {
        match word.trim_end_matches(',') {
            "any" | "a" | "an" | "like" | "some" | "been" | "having" | "even" | "you" | "are"
                if !words.is_empty() || word != "like" =>
            {
                if word.ends_with(',')
                    && let Some(last) = words.last_mut()
                {
                    *last = last.trim_end_matches(',');
                }
            }
            "your" | "my" => words.push("the"),
            _ => words.push(word),
        }
    }
    words.join(" ").trim_matches([',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_is_and_what_one_did_can_be_denied() {
        for (named, written) in [
            ("chest pain", "chest pain"),
            ("dizzy or faint", "feeling dizzy or faint"),
            ("fever, tired, blacked out", "fever, feeling tired, having blacked out"),
            ("temperature or shivery", "a temperature or feeling shivery"),
            ("weakness", "weakness"),
        ] {
            assert_eq!(nominal(named), written);
        }
    }

    #[test]
    fn what_only_tells_when_is_not_asked_for() {
        assert!(asks_for_symptoms("have you had a rash"));
        assert!(!asks_for_symptoms("have you seen her since the rash came up"));
    }

    #[test]
    fn symptoms_are_taken_as_the_question_names_them() {
        for (question, named) in [
            ("have you had a fever or chills", vec!["fever or chills"]),
            ("any pain in your ears at all", vec!["pain in the ears"]),
            ("Any numbness, fever, or locking of the knee", vec!["numbness, fever, or locking of the knee"]),
            ("does it hurt when I press here", vec![]),
        ] {
            assert_eq!(symptoms(question), named, "{question}");
        }
    }
}
