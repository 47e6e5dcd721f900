//! Symptoms that may mean danger: whether the patient reported one, and whether a note tells of it. Which they are follows the
//! lists that guidelines for headache, back pain, suspected cancer, sepsis and stroke have in common.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts;
use crate::cues::{any_denies, heads_warnings, is_not};
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words, in_one_sentence};

/// A symptom that a note must not lose once it is reported.
pub(crate) struct RedFlag {
    /// What a clinician calls it.
    pub(crate) name: &'static str,
    /// What says so, any of which is enough.
    signs: &'static [Sign],
    /// The finding without which it is no danger.
    with: Option<&'static str>,
}

/// A concept, and words of which some must stand near it; none where the concept says enough.
struct Sign(&'static str, &'static [&'static str]);

/// A red flag that one concept of its name says.
const fn plain(name: &'static str, sign: &'static [Sign]) -> RedFlag {
    RedFlag { name, signs: sign, with: None }
}

pub(crate) const RED_FLAGS: &[RedFlag] = &[
    plain("chest pain", &[Sign("chest pain", &[])]),
    plain("shortness of breath", &[Sign("shortness of breath", &[])]),
    plain("syncope", &[Sign("syncope", &[])]),
    plain("hemoptysis", &[Sign("hemoptysis", &[]), Sign("cough", BLOOD), Sign("on coughing", BLOOD)]),
    plain("hematemesis", &[Sign("hematemesis", &[]), Sign("vomiting", BLOOD)]),
    plain("blood in stool", &[Sign("blood in stool", &[])]),
    plain("hematuria", &[Sign("hematuria", &[])]),
    plain("seizure", &[Sign("seizure", &[])]),
    plain("weight loss", &[Sign("weight loss", &[])]),
    plain("night sweat", &[Sign("night sweat", &[])]),
    plain("confusion", &[Sign("confusion", &[])]),
    plain("neck stiffness", &[Sign("neck stiffness", &[]), Sign("stiffness", STIFF)]),
    plain("jaundice", &[Sign("jaundice", &[])]),
    plain("hallucination", &[Sign("hallucination", &[])]),
    plain("vaginal bleeding", &[Sign("vaginal bleeding", &[])]),
    plain("postmenopausal bleeding", &[Sign("postmenopausal bleeding", &[])]),
    plain("reduced fetal movement", &[Sign("reduced fetal movement", &[])]),
    plain("postcoital bleeding", &[Sign("postcoital bleeding", &[])]),
    plain("a sudden or worst headache", &[Sign("thunderclap headache", &[]), Sign("headache", WORST)]),
    plain(
        "vision loss",
        &[Sign("vision loss", &[]), Sign("blurred vision", &["one eye", "left eye", "right eye"])],
    ),
    plain("double vision", &[Sign("diplopia", &[])]),
    plain("facial droop", &[Sign("facial droop", &[])]),
    plain("speech difficulty", &[Sign("speech difficulty", &[])]),
    plain(
        "weakness on one side",
        &[
            Sign("unilateral weakness", &[]),
            Sign("hemiplegia", &[]),
            Sign("weakness", ONE_SIDE),
            Sign("paralysis", ONE_SIDE),
            Sign("numbness", HALF),
        ],
    ),
    plain("foot drop", &[Sign("foot drop", &[])]),
    plain("saddle anesthesia", &[Sign("saddle anesthesia", &[]), Sign("numbness", SADDLE)]),
    plain("bowel incontinence", &[Sign("bowel incontinence", &[])]),
    RedFlag {
        name: "incontinence",
        signs: &[Sign("incontinence", &[]), Sign("urgency", &["can't hold", "cannot hold", "couldn't hold"])],
        with: Some("back pain"),
    },
    plain("urinary retention", &[Sign("urinary retention", &[])]),
    plain("dysphagia", &[Sign("dysphagia", &[])]),
    plain("breast lump", &[Sign("breast lump", &[])]),
    plain("testicular lump", &[Sign("testicular lump", &[])]),
    plain("testicular pain", &[Sign("testicular pain", &[])]),
    plain("stridor", &[Sign("stridor", &[])]),
    plain("swelling of the throat or tongue", &[Sign("angioedema", &[]), Sign("swelling", AIRWAY)]),
    plain("swelling of one calf", &[Sign("swelling", CALF)]),
    plain("a rash that does not fade", &[Sign("non-blanching rash", &[]), Sign("rash", LASTING)]),
    plain("thoughts of harming others", &[Sign("homicidal ideation", &[])]),
];

/// "Coughing and there was blood", but not "the blood test".
const BLOOD: &[&str] = &[
    "up blood",
    "some blood",
    "bit of blood",
    "little blood",
    "little bit of blood",
    "specks of blood",
    "streaks of blood",
    "streak of blood",
    "flecks of blood",
    "spots of blood",
    "clots of blood",
    "blood in it",
    "was blood",
    "fresh blood",
    "red blood",
    "with blood",
    "bloody",
    "blood stained",
    "blood streaked",
];
/// "The worst headache of my life", "it came on suddenly".
const WORST: &[&str] = &[
    "worst headache",
    "worst ever",
    "worst of my life",
    "worst pain",
    "worst i've",
    "worst i have",
    "worst one i've",
    "of my life",
    "of your life",
    "of his life",
    "of her life",
    "of life",
    "i've ever had",
    "you've ever had",
    "thunderclap",
    "sudden onset",
    "sudden severe",
    "severe sudden",
    "sudden and severe",
    "came on suddenly",
    "came on all of a sudden",
    "came out of nowhere",
    "hit me suddenly",
    "hit on the head",
    "hit over the head",
    "hit with a hammer",
    "kicked in the head",
];
const ONE_SIDE: &[&str] = &[
    "one side",
    "left side",
    "right side",
    "left arm",
    "right arm",
    "left leg",
    "right leg",
    "one arm",
    "one leg",
    "left hand",
    "right hand",
    "left upper",
    "right upper",
    "left lower",
    "right lower",
    "left sided",
    "right sided",
    "leftsided",
    "rightsided",
    "one sided",
    "unilateral",
];
/// "Numb down one side": of half the body, for an arm or a leg goes numb in many ways.
const HALF: &[&str] = &[
    "down one side",
    "down my left side",
    "down my right side",
    "down the left side",
    "down the right side",
    "left side of my face",
    "right side of my face",
    "left side of the face",
    "right side of the face",
    "face and arm",
    "arm and face",
    "arm and leg",
    "leg and arm",
];
/// "Numb between my legs", "can't feel it when I wipe".
const SADDLE: &[&str] = &[
    "between my legs",
    "between your legs",
    "between the legs",
    "between her legs",
    "between his legs",
    "down below",
    "down there",
    "my bottom",
    "my bum",
    "my butt",
    "my behind",
    "my groin",
    "my genitals",
    "genital",
    "my privates",
    "private parts",
    "private area",
    "back passage",
    "saddle",
    "perineum",
    "perineal",
    "perianal",
    "i wipe",
];
const AIRWAY: &[&str] = &["tongue", "throat", "lips and face", "face and lips"];
/// "One calf is swollen"; that both legs swell is of the heart.
const CALF: &[&str] = &[
    "my calf",
    "your calf",
    "his calf",
    "her calf",
    "the calf",
    "in calf",
    "left calf",
    "right calf",
    "one calf",
    "one leg",
];
/// "My neck is really stiff", where "tight" is of the muscles.
const STIFF: &[&str] = &[
    "neck is really stiff",
    "neck is very stiff",
    "neck is so stiff",
    "neck is too stiff",
    "neck is quite stiff",
    "neck's stiff",
    "neck's really stiff",
    "neck's so stiff",
    "neck's very stiff",
    "neck feels really stiff",
    "neck got stiff",
    "neck has gone stiff",
    "stiff in the neck",
];
/// "It doesn't fade under a glass", "purple spots that do not blanch".
const LASTING: &[&str] = &[
    "fade",
    "fades",
    "fading",
    "blanch",
    "blanching",
    "nonblanching",
    "purple",
    "petechial",
    "purpuric",
    "glass",
    "tumbler",
];

/// How many words may lie between a concept and the words near it.
const NEAR: usize = 8;

impl RedFlag {
    /// The segments in which the patient reports it.
    pub(crate) fn reported(&self, heard: &Heard) -> Vec<usize> {
        let with = |name: &str| heard.places(&format!("#{name}")).iter().any(|at| is_reported(heard, *at));
        if self.with.is_some_and(|name| !with(name)) {
            return Vec::new();
        }
        let mut segments = Vec::new();
        for sign in self.signs {
            let places = heard.places(&format!("#{}", sign.0));
            let denied = places.iter().any(|place| heard.polarity(*place) == Polarity::Negated);
            let told = places.iter().filter(|place| {
                let said = &heard.segments[place.segment];
                // What causes a symptom that the patient denies a clinician may well explain.
                let own = said.speaker != Speaker::Clinician || said.asked(place.at) || !denied;
                own && is_reported(heard, **place) && sign.is_near(&said.claim, place.at)
            });
            segments.extend(told.map(|place| place.segment));
        }
        segments
    }

    /// Whether a statement tells that it was reported.
    pub(crate) fn is_told(&self, claim: &Claim) -> bool {
        self.signs.iter().any(|sign| {
            let mut mentions = claim.mentions.iter();
            mentions.any(|mention| {
                concepts::name(mention.concept) == sign.0
                    && sign.is_near(claim, mention.start)
                    && tells(claim, mention.start)
            })
        })
    }
}

impl Sign {
    /// Whether some of the words that make the danger stand near the concept at `at`.
    fn is_near(&self, claim: &Claim, at: usize) -> bool {
        let near = &claim.words[at.saturating_sub(NEAR)..(at + NEAR + 1).min(claim.words.len())];
        let texts: Vec<&str> = near.iter().map(|word| word.text.as_str()).collect();
        let text = format!(" {} ", texts.join(" "));
        self.1.is_empty() || self.1.iter().any(|words| text.contains(&format!(" {words} ")))
    }
}

/// Whether the finding at a place is said to be there, of the patient.
pub(crate) fn is_reported(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    // "I wish I had some weight loss", "you don't think he had a seizure"
    let lead = &words[place.at.saturating_sub(NEAR)..place.at];
    let unreal = (0..lead.len())
        .any(|at| lead.text(at) == "wish" || is_not(lead.text(at)) && lead.text(at + 1) == "think");
    // "Have you lost any weight?" "I wish."
    let answer = heard.answer_to(place.segment).filter(|_| heard.segments[place.segment].asked(place.at));
    let wished = answer
        .is_some_and(|answer| heard.segments[answer].claim.words.iter().any(|word| word.text == "wish"));
    heard.polarity(place) == Polarity::Affirmed && heard.person(place).is_none() && !unreal && !wished
}

/// Whether a statement tells that the finding at `at` is or was there, of the patient: "denies chest pain" and "return if chest
/// pain" do not, "evaluated for chest pain" and "the chest pain has resolved" do.
pub(crate) fn tells(claim: &Claim, at: usize) -> bool {
    let (heading, said) = claim.words.split_at(claim.heading);
    if claim.persons[at].is_some() || heads_warnings(heading) {
        return false;
    }
    if at < claim.heading {
        // "Chest pain: since yesterday."
        let denied = said.len() <= SHORT && any_denies(said);
        return !denied && !warns(claim, at, false);
    }
    match claim.polarities[at] {
        Polarity::Affirmed | Polarity::Possible => !warns(claim, at, false),
        Polarity::Open => !warns(claim, at, true),
        Polarity::Negated => is_over(claim, at),
    }
}

/// How many words a heading's answer has at most: "Chest pain: denied currently."
const SHORT: usize = 4;

/// Whether the sentence around `at` is about what may come: "return if", "safety net", and, where the finding is `supposed`
/// already, "call for", "risk of".
fn warns(claim: &Claim, at: usize, supposed: bool) -> bool {
    const BEFORE: &[&str] = &[
        "if",
        "precautions",
        "safety",
        "netted",
        "netting",
        "warned",
        "advised",
        "instructed",
        "counseled",
        "counselled",
        "educated",
    ];
    const SUPPOSED: &[&str] = &[
        "return", "call", "contact", "seek", "watch", "monitor", "go", "attend", "come", "rule", "ruled",
        "screen", "risk", "risks", "any", "should", "prevent", "avoid", "report", "999", "911", "111",
    ];
    // "Should chest pain come back", "Return with chest pain"
    const FIRST: &[&str] = &["should", "return", "call", "seek", "attend", "come", "ring"];
    const BEHIND: &[&str] = &["develops", "develop", "occurs", "occur", "recurs", "recur"];
    let text = |i: usize| claim.words[i].text.as_str();
    let begins = |i: usize| i == 0 || claim.words[i].gap >= Gap::Stop;
    let of_sentence = |i: &usize| in_one_sentence(&claim.words, *i, at);
    let before = (0..at).filter(of_sentence).any(|i| {
        BEFORE.contains(&text(i))
            || supposed && SUPPOSED.contains(&text(i))
            || FIRST.contains(&text(i)) && begins(i)
    });
    before || (at..claim.words.len()).filter(of_sentence).any(|i| BEHIND.contains(&text(i)))
}

/// "Chest pain has resolved", "the headache went away": over, and so it was there.
fn is_over(claim: &Claim, at: usize) -> bool {
    let over = |word: &Word| matches!(word.text.as_str(), "resolved" | "gone" | "away" | "settled");
    let behind = (at + 1..(at + NEAR).min(claim.words.len())).take_while(|i| claim.words[*i].gap < Gap::Stop);
    behind.into_iter().any(|i| over(&claim.words[i]))
}
