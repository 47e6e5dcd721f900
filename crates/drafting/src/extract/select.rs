//! What the note keeps: nothing twice, and no more than can be read at a glance.

use std::collections::HashSet;

use clinical::SectionCode;

use super::Candidate;
use super::words::bare;

/// The candidates that become statements, in the order in which they were said within each section.
pub(super) fn select(mut candidates: Vec<Candidate>, words_said: usize) -> Vec<Candidate> {
    candidates.retain(|candidate| !candidate.text.is_empty() && !candidate.evidence.is_empty());
    candidates.sort_by_key(|candidate| candidate.place);
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        match kept.iter().position(|earlier| repeats(earlier, &candidate)) {
            // Of two that say the same, the one that says more; it takes the other's place.
            Some(at) if says_more(&candidate, &kept[at]) => {
                kept[at] = Candidate { place: kept[at].place, ..candidate }
            }
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    for (section, most) in limits(words_said) {
        shorten(&mut kept, section, most);
    }
    kept
}

/// The most words of a section, for a consult of this many words.
fn limits(words_said: usize) -> [(SectionCode, usize); 14] {
    use SectionCode::*;
    let part =
        |share: f32, least: usize, most: usize| ((words_said as f32 * share) as usize).clamp(least, most);
    [
        (HistoryOfPresentIllness, part(0.15, 60, 240)),
        (ReviewOfSystems, part(0.05, 30, 80)),
        (PastMedicalHistory, part(0.02, 20, 40)),
        (FamilyHistory, 30),
        (SocialHistory, part(0.02, 20, 40)),
        (Medications, 50),
        (PhysicalExam, part(0.08, 50, 130)),
        (Results, part(0.025, 25, 60)),
        (DifferentialDiagnoses, 40),
        (Problems, 40),
        (PlanMedications, part(0.05, 40, 90)),
        (PlanTests, part(0.025, 25, 50)),
        (PlanEducation, part(0.05, 40, 90)),
        (PlanFollowUp, part(0.02, 25, 50)),
    ]
}

/// Leaves out the lightest statements of a section until it is short enough; the first always stays.
fn shorten(kept: &mut Vec<Candidate>, section: SectionCode, most: usize) {
    loop {
        let of_section: Vec<usize> = (0..kept.len()).filter(|at| kept[*at].section == section).collect();
        let words: usize = of_section.iter().map(|at| kept[*at].text.split(' ').count()).sum();
        if words <= most || of_section.len() < 2 {
            return;
        }
        let lightest =
            of_section.into_iter().min_by(|a, b| kept[*a].weight.total_cmp(&kept[*b].weight).then(b.cmp(a)));
        let Some(lightest) = lightest else { return };
        kept.remove(lightest);
    }
}

fn says_more(candidate: &Candidate, earlier: &Candidate) -> bool {
    candidate.section == earlier.section
        && (candidate.detail.is_some(), content(&candidate.text).len())
            > (earlier.detail.is_some(), content(&earlier.text).len())
}

/// Whether two candidates say nearly the same.
fn repeats(earlier: &Candidate, candidate: &Candidate) -> bool {
    let (a, b) = (content(&earlier.text), content(&candidate.text));
    let both = a.intersection(&b).count() as f32;
    let smaller = a.len().min(b.len()) as f32;
    if smaller == 0.0 {
        return earlier.text == candidate.text;
    }
    // Told and found are different things even in the same words.
    if earlier.section.part() != candidate.section.part() {
        return false;
    }
    let all = a.union(&b).count() as f32;
    both / all >= 0.7
        || (earlier.section == candidate.section && both / smaller >= 0.85 && smaller >= 2.0)
        || (earlier.section == candidate.section && smaller == 1.0 && both == 1.0)
}

const EMPTY_WORDS: &[&str] = &[
    "the", "a", "an", "and", "or", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "be", "been", "has", "have", "had", "he", "she", "they", "it", "it's", "that", "this", "his", "her",
    "their", "him", "them", "patient", "some", "any", "just", "also", "so", "but", "as", "by", "from",
    "about", "does", "do", "did", "there", "very", "really", "will", "would", "can", "could", "get", "got",
    "than", "then", "like", "bit",
];

/// The words that carry meaning; "no" and "not" do.
fn content(text: &str) -> HashSet<String> {
    text.split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty() && !EMPTY_WORDS.contains(&word.as_str()))
        .map(|word| word.strip_suffix('s').map(str::to_owned).unwrap_or(word))
        .collect()
}
