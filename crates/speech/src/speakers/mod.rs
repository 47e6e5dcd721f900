//! Who says what, by what is said: a model of words gives each turn odds, a chain over the turns weighs them against how
//! seldom a speaker goes on after a pause. The weights are learnt from recorded consults by models/train/speakers; it
//! hears no voices, and some passages will be wrong. Where two microphones heard the consult, they tell ([`Balance`]).

mod balance;
mod chain;
mod voices;
mod weights;
mod words;

use clinical::{Phi, Span, Speaker};

pub use balance::Balance;
use chain::Turn;
pub use voices::name_voices;
use weights::WEIGHTS;
use words::Said;

/// What a transcript calls someone who speaks in the patient's place.
const COMPANION: &str = "Companion";

/// The likelier speaker for each passage of a consult between a clinician and one other person, in order. The other is the
/// patient, or, where the talk is of a third person throughout, a companion ([`Speaker::Other`]). Passages without times
/// are turns, each after a pause.
pub fn assign_speakers<'a>(
    passages: impl IntoIterator<Item = (Option<Span>, &'a str)>,
    balance: &Balance,
) -> Vec<Speaker> {
    let (spans, texts): (Vec<Option<Span>>, Vec<&str>) = passages.into_iter().unzip();
    let (said, touches): (Vec<Said>, Vec<bool>) = read(spans.iter().copied().zip(texts)).unzip();
    let likely = probabilities(&said, &touches);
    let told = balance.tells(&spans, &likely).unwrap_or_default();
    let told = told.into_iter().chain(std::iter::repeat(None));
    let clinician: Vec<bool> =
        likely.iter().zip(told).map(|(likely, told)| told.unwrap_or(*likely > 0.5)).collect();
    let other = match WEIGHTS.companion.tells(&said.iter().collect::<Vec<_>>(), &clinician) {
        true => Speaker::Other(Phi::from(COMPANION)),
        false => Speaker::Patient,
    };
    clinician.into_iter().map(|yes| if yes { Speaker::Clinician } else { other.clone() }).collect()
}

/// The words of each passage, and whether it goes on where the one before it ended.
fn read<'a>(
    passages: impl IntoIterator<Item = (Option<Span>, &'a str)>,
) -> impl Iterator<Item = (Said, bool)> {
    let mut end_ms = None;
    passages.into_iter().map(move |(span, text)| {
        let touches = span.is_some_and(|span| end_ms == Some(span.start_ms));
        end_ms = span.map(|span| span.end_ms);
        (Said::new(text), touches)
    })
}

/// How much likelier one speaker is than two before it counts, in log-odds: twenty to one.
const ONE_SPEAKER: f64 = 3.0;
/// And so much of all that speaks for either speaker may speak for the other one.
const OTHER_SHARE: f64 = 0.15;
/// One passage in so many may ask where one person speaks.
const FEW_QUESTIONS: usize = 10;

/// Who says all of it, where nothing is asked and answered and the words are far likelier one person's than two people's: a dictation, or
/// what one person tells. No whole consult that was at hand is taken for one, in turns, in sentences or without punctuation; a few
/// passages, and notes in shorthand, are not enough to say so. Passages are as for [`assign_speakers`].
pub fn only_speaker<'a>(passages: impl IntoIterator<Item = (Option<Span>, &'a str)>) -> Option<Speaker> {
    let (said, touches): (Vec<Said>, Vec<bool>) = read(passages).unzip();
    let asking = said.iter().filter(|said| said.asks()).count();
    let turns = turns(&said, &touches);
    let sum = |sign: f64| turns.iter().map(|turn| (sign * turn.odds).max(0.0)).sum::<f64>();
    let (clinician, patient) = (sum(1.0), sum(-1.0));
    let is_one = asking * FEW_QUESTIONS <= said.len()
        && clinician.min(patient) < OTHER_SHARE * (clinician + patient)
        && chain::one_speaker(&turns) > ONE_SPEAKER;
    is_one.then_some(if clinician > patient { Speaker::Clinician } else { Speaker::Patient })
}

/// How likely each turn is the clinician's.
fn probabilities(said: &[Said], touches: &[bool]) -> Vec<f64> {
    chain::probabilities(&turns(said, touches))
}

fn turns(said: &[Said], touches: &[bool]) -> Vec<Turn> {
    let mut before: Option<&Said> = None;
    said.iter()
        .zip(touches)
        .map(|(said, &touches)| {
            let opening = if before.is_none() { WEIGHTS.opening } else { 0 };
            let stay = match before.replace(said) {
                None => 0,
                Some(_) if touches => WEIGHTS.touching,
                Some(before) => WEIGHTS.goes_on(before.kind(), said.kind()),
            };
            let odds = opening + WEIGHTS.of_words(said);
            Turn { odds: weights::log_odds(odds), stay: weights::log_odds(stay), pause: !touches }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use proptest::prelude::*;

    use super::*;
    use Speaker::{Clinician, Patient};

    #[test]
    fn questions_are_the_clinicians_and_answers_the_patients() {
        let turns = [
            "Good morning, what brings you in today?",
            "My knee has been hurting for two weeks.",
            "Do you have any fever?",
            "No.",
            "Okay, let me examine your knee.",
            "Thank you, doctor.",
        ];
        let roles = assign_speakers(turns.map(|text| (None, text)), &Balance::default());
        assert_eq!(roles, [Clinician, Patient, Clinician, Patient, Clinician, Patient]);
    }

    #[test]
    fn a_sentence_that_goes_on_without_a_pause_is_the_same_persons() {
        let at = |start_ms, end_ms| Some(Span { start_ms, end_ms });
        let passages = [
            (at(0, 2_000), "Does it hurt when I press here?"),
            (at(2_600, 4_000), "Yes, it does."),
            (at(4_000, 6_000), "My knee is stiff in the morning."),
            (at(6_700, 8_000), "Yes, but rest it."),
            (at(8_000, 9_000), "Come back and see me if your knee gets worse."),
        ];
        assert_eq!(
            assign_speakers(passages, &Balance::default()),
            [Clinician, Patient, Patient, Clinician, Clinician]
        );
    }

    #[test]
    fn who_tells_of_a_child_is_a_companion() {
        let turns = [
            "What brings the two of you in today?",
            "She has had a cough since Sunday, and last night she was hot.",
            "Did she eat anything?",
            "No, she did not want her milk. She cried, and then she slept.",
            "Does she pull at her ears?",
            "Her left ear, yes. He had that too, her brother, when he was two.",
            "Has she had her vaccinations?",
            "Yes, she has had all of hers.",
        ];
        let roles = assign_speakers(turns.map(|text| (None, text)), &Balance::default());
        assert!(roles.contains(&Speaker::Other(COMPANION.into())), "{roles:?}");
        assert!(!roles.contains(&Patient));
    }

    #[test]
    fn no_turns_have_no_speakers() {
        assert!(assign_speakers([], &Balance::default()).is_empty());
    }

    /// The script that trained the weights wrote down what it makes of some turns.
    #[test]
    fn it_comes_to_the_same_as_the_training_script() {
        let cases: serde_json::Value = serde_json::from_str(include_str!("cases.json")).unwrap();
        for case in cases.as_array().unwrap() {
            let turns = case["turns"].as_array().unwrap();
            let (said, touches): (Vec<Said>, Vec<bool>) = turns
                .iter()
                .map(|turn| (Said::new(turn["text"].as_str().unwrap()), turn["touches"].as_bool().unwrap()))
                .unzip();
            for (said, turn) in said.iter().zip(turns) {
                let mut features: Vec<String> = said.features().into_iter().collect();
                features.sort_unstable();
                let expected: Vec<&str> =
                    turn["features"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
                assert_eq!(features, expected, "{turn}");
                assert_eq!(i64::from(WEIGHTS.of_words(said)), turn["odds"].as_i64().unwrap(), "{turn}");
            }
            for (likely, turn) in probabilities(&said, &touches).iter().zip(turns) {
                assert!((likely - turn["clinician"].as_f64().unwrap()).abs() < 1e-6, "{likely} for {turn}");
            }
        }
    }

    #[test]
    fn a_consult_takes_a_few_milliseconds() {
        let turn = "Yes, I have been taking the tablets that you gave me, and is that the right dose?";
        let consult = [turn; 80];
        assign_speakers(consult.map(|text| (None, text)), &Balance::default()); // reads the weights
        let best = (0..10).map(|_| {
            let start = Instant::now();
            assign_speakers(consult.map(|text| (None, text)), &Balance::default());
            start.elapsed()
        });
        let best = best.min().unwrap();
        eprintln!("1,300 words in {best:?}");
        // A build for tests is slower than what users get, and so is a busy machine.
        assert!(best < Duration::from_millis(100), "{best:?}");
    }

    proptest! {
        #[test]
        fn any_text_gets_a_speaker(
            passages in prop::collection::vec((prop::option::of((0u64..50, 0u64..50)), any::<String>()), 0..30),
        ) {
            let passages = passages.iter().map(|(span, text)| {
                (span.map(|(start_ms, end_ms)| Span { start_ms, end_ms }), text.as_str())
            });
            let count = passages.len();
            let speakers = assign_speakers(passages, &Balance::default());
            prop_assert_eq!(speakers.len(), count);
            prop_assert!(!speakers.contains(&Speaker::Unknown));
        }

        #[test]
        fn odds_stay_finite_however_long_a_turn_is(text in "([a-z]{1,3}[ ?'’.]){0,2000}") {
            let said = [Said::new(&text), Said::new("yes"), Said::new(&text)];
            for likely in probabilities(&said, &[false, true, false]) {
                prop_assert!((0.0..=1.0).contains(&likely));
            }
        }
    }
}
