//! Which question which answer belongs to, what it is about, and whether the answer is yes or no.

use super::Consult;
use super::lexicon::{SYMPTOM, patterns};
use super::safety::is_of_safety;
use super::sentences::Sentence;
use super::speakers::By;
use super::symptoms::{VAGUE, symptoms};
use super::topics::Topic;
use super::words::bare;

/// Yes or no, where it is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Polarity {
    Yes,
    No,
}

/// A question of the clinician with the first sentence of its answer.
pub(super) struct Exchange {
    /// Sentences that ask, by index, in order.
    pub(super) questions: Vec<usize>,
    pub(super) answer: usize,
    pub(super) topic: Option<Topic>,
    pub(super) polarity: Option<Polarity>,
    /// "No, just a cough.": the symptom that is there in place of those asked about.
    pub(super) other: Option<String>,
}

patterns! {
    TAKES_BACK = r"^(?:\w+ ){0,2}(?:yes|yeah|occasionally|sometimes|but|except|actually|only|just|apart|maybe|a little|a bit)\b|^(?:(?:no|oh|yes|yeah),? )?well\b";
    /// "God no", "absolutely not": how strongly it is denied is no answer of its own.
    NO = r"^(?:(?:oh|well|so|okay|i mean|actually|(?:(?:my|good|dear) )*(?:god|goodness|gosh|lord|heavens?|hell)|absolutely|definitely|certainly|of course)[, ]+)*(?:no|nope|nah|none|never|not really|not at all|not that i|i (?:don't think so|do not think so|haven't|have not|don't|did not|didn't)|nothing|neither|(?:(?:absolutely|definitely|certainly|of course|god|heavens?|hell),? )?not(?:$|[,.])|not (?:that|any|so far|recently|to my))\b";
    YES = r"^(?:(?:oh|well|so|okay|i mean|actually)[, ]+)*(?:yes|yeah|yep|yup|i do\b|i have\b|i am\b|i did\b|correct|definitely|absolutely|sometimes|occasionally|a little|a bit|uh-huh|mm-hmm|that's (?:right|correct)|it (?:does|is)\b|there is)\b";
    WANTS_WORDS = r"^(?:(?:and|so|but|okay|ok|now|just)[, ]+)*(?:how (?:long|often|many|much|bad|would|did|does|is|are|has)|what|when|where\w*|which|who|can you (?:describe|tell)|tell me)\b|\b(?:whereabouts|how long|how many|what (?:side|kind|sort|type))\b";
    ECHO = r"^(?:(?:yes|yeah|yep|okay|ok|right|sure|hello|hi|aye|mm-hmm)[,. ]*)+$";
    /// "No, no blood": the no once more, with its name.
    NAMED_NO = r"^(?:(?:no|nope|nah|well|not really)[,. ]+)*no (\w+)[^,]*";
    TAKES_BACK_CLEARLY = r"\b(?:but|except|sometimes|occasionally|apart|other than|until|used to|although|though)\b";
    WAVERS = r"\b(?:but|except|sometimes|occasionally|maybe|although|though|only|just|until|apart|other than|besides|once|a little|a bit|slight\w*|if|yes|yeah|not sure|used to|unless|however|mild\w*|every once)\b";
    ONLY = r"^[,.]? *(?:it's |i have |i've got |i've had |i had |there's )?(?:just|only) (?:a |an |some |the |my |this |that )*";
    NEGATIVE_QUESTION = r"\b(?:no|not|haven't|don't|didn't|hasn't|isn't|without|aren't)\b";
}

impl Exchange {
    /// The question that stands before the answer.
    pub(super) fn last_question(&self) -> usize {
        self.questions[self.questions.len() - 1]
    }
}

/// All questions of the clinician that the patient answers.
pub(super) fn exchanges(consult: &Consult) -> Vec<Exchange> {
    let sentences = &consult.sentences;
    let mut exchanges = Vec::new();
    let mut at = 0;
    while at < sentences.len() {
        if !(sentences[at].by == By::Clinician && sentences[at].asks) {
            at += 1;
            continue;
        }
        let mut questions = vec![at];
        let mut next = at + 1;
        while next < sentences.len() && sentences[next].by == By::Clinician && next < at + 5 {
            if sentences[next].asks {
                questions.push(next);
            } else if sentences[next].words() > 4 {
                break;
            }
            next += 1;
        }
        let last = &sentences[questions[questions.len() - 1]];
        // "Yep" is no answer to "where?": it was said to what came before.
        if WANTS_WORDS.is_match(&last.text) {
            while sentences.get(next).is_some_and(|one| one.by == By::Patient && ECHO.is_match(&one.text))
                && sentences.get(next + 1).is_some_and(|one| one.by == By::Patient)
            {
                next += 1;
            }
        }
        if sentences.get(next).is_some_and(|answer| answer.by == By::Patient && !answer.asks) {
            let topic = Topic::of(&last.text)
                .or_else(|| questions.iter().rev().find_map(|q| Topic::of(&sentences[*q].text)));
            let (polarity, other) = polarity(&last.text, &sentences[next..]);
            exchanges.push(Exchange { questions, answer: next, topic, polarity, other });
        }
        at = next.max(at + 1);
    }
    exchanges
}

/// Yes or no, where the first sentence of the answer says so and the next does not take it back; with a no, the symptom that is
/// there instead.
fn polarity(question: &str, answers: &[Sentence]) -> (Option<Polarity>, Option<String>) {
    let Some((answer, following)) = answers.split_first() else { return (None, None) };
    let following = following
        .iter()
        .take_while(|sentence| sentence.by == By::Patient || (!sentence.asks && sentence.words() <= 2))
        .filter(|sentence| sentence.by == By::Patient)
        .take(2);
    let mut other = None;
    let (mut taken_back, mut denied) = (false, false);
    for sentence in following {
        denied |= names_asked(question, &sentence.text, true);
        match only_other(question, &sentence.text.to_lowercase()) {
            Some(named) => other = Some(named),
            None => {
                taken_back |=
                    TAKES_BACK.is_match(&sentence.text) || names_asked(question, &sentence.text, false)
            }
        }
    }
    let lower = answer.text.to_lowercase();
    if answer.after_no
        && !taken_back
        && let Some(here) = only_other(question, &lower)
    {
        return (Some(Polarity::No), Some(here));
    }
    // "Thoughts that life's not worth living" are there or not.
    let negative_question = NEGATIVE_QUESTION.is_match(question) && !is_of_safety(question);
    if let Some(no) = NO.find(&lower) {
        let rest = &lower[no.end()..];
        let named = NAMED_NO.captures(&lower).filter(|found| {
            found.get(1).is_some_and(|word| asks_by_name(question, word.as_str()))
                && !TAKES_BACK_CLEARLY.is_match(&lower)
        });
        let behind = named.as_ref().and_then(|found| found.get(0)).map_or(rest, |no| &lower[no.end()..]);
        let here = only_other(question, behind);
        let clear = !taken_back && (named.is_some() || here.is_some() || !WAVERS.is_match(rest));
        return if clear { (Some(Polarity::No), here.or(other)) } else { (None, None) };
    }
    if YES.is_match(&lower) || answer.after_yes && !WAVERS.is_match(&lower) {
        // "Yes" to "no chest pain?" may mean either.
        let doubtful = lower.contains(" no ")
            || lower.ends_with(" no")
            || lower.contains(" not ")
            || lower.contains("n't")
            || denied;
        return ((!negative_question && !doubtful).then_some(Polarity::Yes), None);
    }
    (None, None)
}

fn asks_by_name(question: &str, word: &str) -> bool {
    word.len() > 3 && question.split(' ').any(|asked| bare(asked) == word)
}

/// "Any vomiting?" "No. I vomited at first, but ...": a symptom that was asked about is there after all; where it is `denied`,
/// it is not: "Yeah. I haven't had a fever."
pub(super) fn names_asked(question: &str, sentence: &str, denied: bool) -> bool {
    const STEM: usize = 5;
    let sentence = sentence.to_lowercase();
    NEGATIVE_QUESTION.is_match(&sentence) == denied
        && SYMPTOM
            .find_iter(&question.to_lowercase())
            .filter_map(|asked| asked.as_str().get(..STEM))
            .any(|stem| sentence.contains(stem))
}

/// "Any fever?" "No, just a cough.": the symptom that is there in place of those asked about, from what follows the no.
fn only_other(question: &str, rest: &str) -> Option<String> {
    let rest = &rest[ONLY.find(rest)?.end()..];
    let found = SYMPTOM.find(rest).filter(|found| found.start() < 12)?;
    let is_asked = question.to_lowercase().contains(found.as_str());
    let named = symptoms(rest).into_iter().next()?;
    (!is_asked && !VAGUE.is_match(&named) && rest.split(' ').count() <= 8).then_some(named)
}
