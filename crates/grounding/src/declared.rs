//! What a clinician declares in the talk: what they find and what they decide. What they ask is left out, and what they recount of
//! before ("so you take ten of it", "it was ten last year").

use clinical::{Segment, Speaker};

use crate::actions::Action;
use crate::claim::Claim;
use crate::words::{Gap, Word, Words};

/// A clinician's segment with only what it declares; none where it declares nothing.
pub(crate) fn declared(segment: &Segment) -> Option<Segment> {
    if segment.speaker != Speaker::Clinician {
        return None;
    }
    let claim = Claim::said(&segment.text);
    let words = &claim.words;
    let starts: Vec<usize> = (0..words.len()).filter(|at| *at == 0 || words[*at].gap >= Gap::Stop).collect();
    let ends = starts.iter().skip(1).copied().chain([words.len()]);
    let mut text = String::new();
    for (from, to) in starts.iter().copied().zip(ends) {
        // "I want to go up on it, okay?" only asks for agreement.
        let asks = (from..to).filter(|at| claim.is_asked(*at)).count() * 2 > to - from;
        if !asks && !recounts(&words[from..to]) {
            let end = words.get(to).map_or(claim.text.len(), |next| next.start);
            text.push_str(claim.text.get(words[from].start..end).unwrap_or_default());
        }
    }
    (!text.is_empty()).then(|| Segment { text: text.into(), ..segment.clone() })
}

/// Whether a sentence tells of what is so already, or was, and not of what is found or decided now.
fn recounts(sentence: &[Word]) -> bool {
    const PAST: &[&str] = &[
        "was",
        "were",
        "had",
        "been",
        "last",
        "previously",
        "prior",
        "before",
        "ago",
        "used",
        "originally",
        "initially",
        "currently",
        "already",
        "still",
        "list",
        "records",
        "chart",
    ];
    const TO_COME: &[&str] = &[
        "will", "'ll", "won't", "going", "gon", "gonna", "wan", "wanna", "let's", "let", "should", "want",
        "need", "would", "'d",
    ];
    let is_to_come = |word: &Word| {
        TO_COME.contains(&word.text.as_str()) || word.text.ends_with("'ll") || word.text.ends_with("'d")
    };
    if sentence.iter().any(is_to_come) {
        return false;
    }
    let past = |word: &Word| PAST.contains(&word.text.as_str());
    sentence.iter().any(past) || (0..sentence.len()).any(|at| is_of_you(sentence, at))
}

/// "You take", "you're on", "she's been taking": what the patient does, and not what is done with them ("I'm starting you on").
fn is_of_you(sentence: &[Word], at: usize) -> bool {
    let supposed = matches!(sentence.text_before(at, 1), "if" | "when" | "once" | "until" | "unless");
    let takes = |word: &str| matches!(Action::of(word), Some(Action::Take | Action::Continue));
    match sentence.text(at) {
        "you're" | "you've" => !supposed,
        "you" => {
            let next = sentence.text(at + 1);
            let has = matches!(
                next,
                "are" | "'re" | "'ve" | "have" | "said" | "told" | "mentioned" | "got" | "get" | "do" | "did"
            );
            !supposed && (has || takes(next))
        }
        "he" | "she" | "they" => takes(sentence.text(at + 1)),
        "he's" | "she's" | "they're" => true,
        _ => false,
    }
}
