//! Answers to questions of one kind, one after the other, are one line: "Location: in the belly." and "Location: on the left."
//! is "Location: in the belly, on the left.", resting on both.

use clinical::SectionCode;

use super::Candidate;

/// The labels under which answers stand.
const LABELS: [&str; 8] =
    ["Lasts", "Location", "Duration", "Onset", "Severity", "Character", "Frequency", "Course"];

/// Joins what stands under the same label with nothing else of the story between.
pub(super) fn join(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut joined: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let rest = labelled(&candidate).map(|(label, rest)| (label, rest.to_owned()));
        let before = joined.iter_mut().rfind(|one| one.section == SectionCode::HistoryOfPresentIllness);
        match (rest, before) {
            (Some((label, rest)), Some(before))
                if labelled(before).is_some_and(|(of_before, _)| of_before == label) =>
            {
                before.text = format!("{}, {rest}", before.text.trim_end_matches('.'));
                before.evidence.extend(candidate.evidence);
                before.evidence.sort_unstable();
                before.evidence.dedup();
            }
            _ => joined.push(candidate),
        }
    }
    joined
}

fn labelled(candidate: &Candidate) -> Option<(&'static str, &str)> {
    let (label, rest) = candidate.text.split_once(": ")?;
    let kind = label.split(" of ").next()?;
    let label = LABELS.into_iter().find(|one| *one == kind)?;
    (candidate.section == SectionCode::HistoryOfPresentIllness).then_some((label, rest))
}

#[cfg(test)]
mod tests {
    use clinical::SegmentId;

    use super::*;

    #[test]
    fn two_answers_to_where_are_one_line_that_rests_on_both() {
        let of = |text: &str, segment| {
            Candidate::new(SectionCode::HistoryOfPresentIllness, text, &[SegmentId(segment)], 0)
        };
        let joined = join(vec![
            of("Location of pain: in the belly", 1),
            of("Location: on the left", 3),
            of("Onset: Monday", 5),
        ]);
        let texts: Vec<&str> = joined.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["Location of pain: in the belly, on the left.", "Onset: Monday."]);
        assert_eq!(joined[0].evidence, [SegmentId(1), SegmentId(3)]);
    }
}
