//! Orders that are taken back before the visit is over: "I'd give you clopidogrel. Actually no, with the ulcer let's not." What
//! is not going to be done has no place in a plan.

use std::collections::HashSet;

use clinical::drugs::drugs_in;

use super::Consult;
use super::lexicon::patterns;
use super::sentences::Sentence;
use super::speakers::By;

patterns! {
    /// Said of what was ordered just before.
    TAKES_BACK = r"\b(?:let's|let us|we'd better|i'd better|better|i'd rather|we'd rather) not(?:$|[,.]| (?:do|take|use|start|give|go (?:with|for|there)) (?:that|it|this|there)\b| (?:yet|now|today|for now|at this|just|with|because|after all)\b)|\b(?:let's|let us|we'd better|i'd better|better|i'd rather|we'd rather|we'll|i'll) (?:hold off|wait\b|leave (?:it|that|this)(?:$|[,.]| (?:for (?:now|today|the moment)|at that|there(?: for (?:now|today))?(?:$|[,.]))(?:\b|$))|skip (?:it|that)|forget (?:it|that)|scrap (?:it|that))|\b(?:actually|hmm|hm|wait|sorry|well|in fact|hang on|hold on)[, ]+no(?:[,.]| (?:let's|not|don't|we|i|it's|that's|leave|with)\b|$)|\b(?:scratch|forget|scrap|cancel|ignore) (?:that|it)\b|\bon second thoughts?\b|\b(?:no|don't),? (?:don't|do not) (?:do|take|start|use) (?:that|it)\b";
    /// Before what would take back: "don't ignore it".
    BARRED = r"\b(?:don't|do not|never|not|not to|mustn't|must not|shouldn't|should not|can't|cannot|won't)(?: (?:ever|just|simply|you))?[, ]*$";
    /// What to do if it gets worse is always to be written.
    SAFETY_NET = r"(?:\bif|^should)\b.*\b(?:call|ring|phone|dial|999|911|112|111|a&e|emergency|ambulance|come (?:straight )?back|come in|get (?:seen|help)|(?:see|contact) (?:me|us|a|your|the))\b";
    /// Within one sentence: "thinking of adding mirtazapine but let's wait".
    OFF_AGAIN = r"\b(?:but|though|although|actually|only),? .*\b(?:let's (?:not|wait|hold|leave|see)|(?:i'd|we'd|i would|we would) rather (?:not|wait)|not (?:just )?(?:yet|now|today)|hold off|we'll (?:wait|leave|hold)|i (?:won't|will not))\b|\b(?:won't|will not|not going to|wouldn't|would not|don't (?:want|need) to|no need to) .*\b(?:just )?(?:yet|for now|today|at the moment)\b";
    INSTEAD = r"\binstead\b|\brather than\b|\bswap (?:it|that|them)\b";
    DECLINES = r"^(?:(?:oh|um|well|er|hmm|honestly|sorry|to be honest)[, ]+)*(?:no,? (?:thanks|thank you|i'd rather|i don't|not)\b|i'd rather (?:not|wait)|i would rather not|i'd prefer not|i don't (?:want|fancy|like)|not (?:just |really )?(?:yet|keen|now)|rather not|can (?:i|we) (?:not|wait|leave)|could (?:i|we) (?:not|wait|leave)|i'm not keen|absolutely not|no way)\b";
    /// The clinician holds to it all the same.
    INSISTS = r"\b(?:i(?:'d| would)? (?:still|really|do|strongly)|but|need to|have to|important|without (?:it|them)|it's only|it is only|try (?:it|them)|give (?:it|them) a|worth|you should|the risk)\b";
    /// What may have been ordered: all that is not only told.
    ORDERS = r"\b(?:start\w*|giv\w+|prescri\w+|add\w*|tak\w+|try|use|put you|increas\w+|decreas\w+|go (?:up|down)|order\w*|refer\w*|send|get|switch\w*|stop\w*|book|arrang\w+|do)\b";
}

/// Clinician's sentences between an order and its taking back.
const WITHIN: usize = 3;

/// The sentences of the clinician, by index, that are not to be written: orders that are taken back, and the words that do so.
pub(super) fn places(consult: &Consult) -> HashSet<usize> {
    let sentences = &consult.sentences;
    let mut void = HashSet::new();
    for (place, sentence) in sentences.iter().enumerate() {
        if sentence.by != By::Clinician || sentence.asks || SAFETY_NET.is_match(&sentence.text) {
            continue;
        }
        if OFF_AGAIN.is_match(&sentence.text) {
            void.insert(place);
        } else if takes_back(&sentence.text) {
            let taken = ordered_before(sentences, place, |order| same_drugs(order, &sentence.text));
            if let Some(order) = taken {
                void.insert(order);
                void.extend(drugs_in(&sentence.text).is_empty().then_some(place));
            }
        }
        if INSTEAD.is_match(&sentence.text) {
            void.extend(ordered_before(sentences, place, |order| replaced(order, &sentence.text)));
        }
        if is_declined(sentences, place) {
            void.insert(place);
        }
    }
    void
}

fn takes_back(text: &str) -> bool {
    TAKES_BACK.find_iter(text).any(|found| !BARRED.is_match(&text[..found.start()]))
}

/// The last order before a sentence that fits.
fn ordered_before(sentences: &[Sentence], place: usize, fits: impl Fn(&str) -> bool) -> Option<usize> {
    let before = sentences[..place].iter().enumerate().rev();
    before
        .filter(|(_, one)| one.by == By::Clinician && !one.asks && !SAFETY_NET.is_match(&one.text))
        .take(WITHIN)
        .find(|(_, one)| (ORDERS.is_match(&one.text) || !drugs_in(&one.text).is_empty()) && fits(&one.text))
        .map(|(at, _)| at)
}

fn generics(text: &str) -> HashSet<&'static str> {
    drugs_in(text).into_iter().map(|drug| drug.generic).collect()
}

/// Whether what takes back names no drug, or one that was ordered.
fn same_drugs(order: &str, taking_back: &str) -> bool {
    let named = generics(taking_back);
    named.is_empty() || !named.is_disjoint(&generics(order))
}

/// Whether another drug takes the place of the one that was ordered: "let's use clarithromycin instead".
fn replaced(order: &str, replacing: &str) -> bool {
    let (ordered, named) = (generics(order), generics(replacing));
    let behind = INSTEAD.find(replacing).map_or("", |found| &replacing[found.start()..]);
    let in_place_of = generics(behind);
    let fits =
        if in_place_of.is_empty() { ordered.is_disjoint(&named) } else { !ordered.is_disjoint(&in_place_of) };
    !ordered.is_empty() && !named.is_empty() && fits
}

/// Whether the patient will not have it, and the clinician leaves it at that.
fn is_declined(sentences: &[Sentence], place: usize) -> bool {
    let ordered = ORDERS.is_match(&sentences[place].text);
    let declines =
        |next: &Sentence| next.by == By::Patient && !next.after_no && DECLINES.is_match(&next.text);
    let after = sentences.get(place + 2).filter(|after| after.by == By::Clinician);
    ordered
        && sentences.get(place + 1).is_some_and(declines)
        && !after.is_some_and(|after| INSISTS.is_match(&after.text) || !drugs_in(&after.text).is_empty())
}
