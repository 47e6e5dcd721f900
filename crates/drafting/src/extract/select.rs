//! What the note keeps: nothing twice, and no more than can be read at a glance.

use std::collections::HashSet;

use clinical::drugs::drugs_in;
use clinical::{SectionCode, SoapPart};

use super::Candidate;
use super::lexicon::SYMPTOM;
use super::safety::is_of_safety;
use super::telling::tells;
use super::words::bare;

/// The candidates that become statements, in the order in which they were said within each section. Where nobody was `examined`,
/// only what tells something has a place.
pub(super) fn select(mut candidates: Vec<Candidate>, words_said: usize, examined: bool) -> Vec<Candidate> {
    candidates.retain(|candidate| !candidate.text.is_empty() && !candidate.evidence.is_empty());
    without_less_told(&mut candidates);
    let interview = !examined && candidates.iter().filter(|one| is_found(one)).count() < 2;
    if interview {
        for candidate in &mut candidates {
            candidate.weight += in_an_interview(candidate);
        }
    }
    let complaint = |one: &Candidate| one.section == SectionCode::ChiefComplaint;
    candidates.sort_by(|a, b| {
        complaint(b).cmp(&complaint(a)).then(b.weight.total_cmp(&a.weight)).then(a.place.cmp(&b.place))
    });
    let mut room = room(words_said, interview);
    let mut kept: Vec<(Candidate, HashSet<String>)> = Vec::new();
    for candidate in candidates {
        let said = content(&candidate.text);
        let words = candidate.text.split(' ').count();
        let fact = candidate.detail.is_some()
            || candidate.section == SectionCode::ChiefComplaint
            || candidate.section == SectionCode::PlanMedications && !drugs_in(&candidate.text).is_empty()
            || is_of_safety(&candidate.text);
        let told = said.iter().filter(|word| !VAGUE_WORDS.contains(&word.as_str())).count();
        let empty = candidate.open && told < 2;
        let clinical = !candidate.open || SYMPTOM.is_match(&candidate.text);
        let least = if clinical { LEAST_OF_CLINICAL } else { LEAST };
        let beside = interview && candidate.open && !tells(&candidate.text);
        if !fact && (candidate.weight < least || words > room || empty || beside) {
            continue;
        }
        // What is told of such thoughts shares its words with the question, and is not said before for that.
        let of_safety = is_of_safety(&candidate.text);
        let said_before = |(earlier, content): &(Candidate, HashSet<String>)| match of_safety {
            true => earlier.text == candidate.text,
            false => repeats(earlier, content, &candidate, &said),
        };
        if kept.iter().any(said_before) {
            continue;
        }
        room = room.saturating_sub(words);
        kept.push((candidate, said));
    }
    kept.sort_by_key(|(candidate, _)| candidate.place);
    kept.into_iter().map(|(candidate, _)| candidate).collect()
}

/// Of what was said of thoughts of death, the whole: "reports thoughts of ending it: at night" and not that once more without
/// when.
fn without_less_told(candidates: &mut Vec<Candidate>) {
    let told: Vec<String> =
        candidates.iter().map(|one| one.text.clone()).filter(|text| is_of_safety(text)).collect();
    candidates.retain(|one| {
        let begins = one.text.trim_end_matches('.');
        !is_of_safety(&one.text)
            || !told.iter().any(|more| more.len() > one.text.len() && more.starts_with(begins))
    });
}

/// What is worth less than this is left out however much room there is. A symptom, or what a rule has taken,
/// is seldom beside the point.
const LEAST: f32 = 0.2;
const LEAST_OF_CLINICAL: f32 = 0.1;

/// Whether a rule took it for a finding or a result.
fn is_found(candidate: &Candidate) -> bool {
    !candidate.open && candidate.section.part() == SoapPart::Objective
}

/// How much more a candidate is worth in an interview than what was told in passing: what a rule took for an opinion or a plan,
/// what a rule took otherwise or what answers a question.
fn in_an_interview(candidate: &Candidate) -> f32 {
    let concludes = matches!(candidate.section.part(), SoapPart::Assessment | SoapPart::Plan);
    match (candidate.open, concludes) {
        (false, true) => 0.3,
        (false, false) => 0.2,
        (true, _) if candidate.evidence.len() > 1 => 0.2,
        (true, _) => 0.0,
    }
}

/// How much of the room a note has where nothing was examined, as on the telephone, in hundredths. What is told there is told in
/// questions and short answers, and the note of it is short.
const OF_AN_INTERVIEW: usize = 40;

/// Words that a short interview has room for: the shorter the talk, the less of it is beside the point.
const LEAST_ROOM: usize = 150;

/// The most words of a note on a consult of this many words: what clinicians write, as ACI-BENCH's training notes have it.
fn room(words_said: usize, interview: bool) -> usize {
    let share = if interview { OF_AN_INTERVIEW } else { 100 };
    let least = if interview { (words_said / 2).min(LEAST_ROOM) } else { 0 };
    ((200 + words_said * 15 / 100) * share / 100).max(least).min(words_said / 2 + 40)
}

/// Whether two candidates say nearly the same.
fn repeats(earlier: &Candidate, a: &HashSet<String>, candidate: &Candidate, b: &HashSet<String>) -> bool {
    let both = a.intersection(b).count() as f32;
    let smaller = a.len().min(b.len()) as f32;
    if smaller == 0.0 {
        return earlier.text == candidate.text;
    }
    // Of one sentence, one wording.
    if (earlier.open || candidate.open) && earlier.place == candidate.place && both / smaller >= 0.6 {
        return true;
    }
    // Told and found are different things even in the same words.
    if earlier.section.part() != candidate.section.part() {
        return false;
    }
    if earlier.section == SectionCode::ChiefComplaint && b.len() == 1 && both == 1.0 {
        return true;
    }
    let all = (a.len() + b.len()) as f32 - both;
    both / all >= 0.7
        || (earlier.section == candidate.section && both / smaller >= 0.85 && smaller >= 2.0)
        || (earlier.section == candidate.section && smaller == 1.0 && both == 1.0)
}

const EMPTY_WORDS: &[&str] = &[
    "the", "a", "an", "and", "or", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "he", "she", "they", "it", "it's", "that", "this", "his", "her",
    "their", "him", "them", "patient", "some", "any", "just", "also", "so", "but", "as", "by", "from",
    "about", "does", "do", "did", "there", "very", "really", "will", "would", "can", "could", "get", "got",
    "than", "then", "like", "bit", "reports", "feels",
];

/// Words that carry none by themselves: "the patient is not doing much" says nothing.
const VAGUE_WORDS: &[&str] = &[
    "not",
    "no",
    "never",
    "one",
    "thing",
    "something",
    "nothing",
    "anything",
    "everything",
    "doing",
    "done",
    "think",
    "know",
    "knew",
    "want",
    "see",
    "look",
    "going",
    "go",
    "say",
    "said",
    "told",
    "tell",
    "little",
    "lot",
    "those",
    "these",
    "them",
    "they're",
    "way",
    "time",
    "sure",
    "good",
    "better",
    "fine",
    "okay",
    "well",
    "great",
    "anymore",
    "since",
    "after",
    "before",
    "if",
    "when",
    "because",
    "now",
    "here",
    "there",
    "back",
    "up",
    "down",
    "out",
    "again",
    "i",
    "we",
    "am",
    "result",
    "test",
    "order",
    "review",
    "reviewed",
    "concerned",
    "still",
    "maybe",
    "probably",
    "actually",
    "come",
    "take",
    "make",
    "had",
    "even",
    "though",
    "much",
    "more",
    "only",
    "day",
    "left",
    "symptom",
];

/// The words that carry meaning; "no" and "not" do.
fn content(text: &str) -> HashSet<String> {
    text.split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str()))
        .map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word))
        .collect()
}
