//! The sentences of a statement, and what it joins by semicolons: "Dix-Hallpike positive on the right; negative on the left". A side,
//! a number or a denial of the one says nothing of the other.

use crate::claim::Claim;
use crate::measured::drug_of;

/// The parts of a statement, each under its heading; none where it is one, or where a part alone would say something else: a dose
/// stands apart from its drug, an illness from the relative who had it, a number from what it is of.
pub(crate) fn parts(claim: &Claim) -> Vec<Claim> {
    let words = &claim.words;
    let begins = |at: &usize| {
        let before = &claim.text[..words[*at].start];
        let ended = before.trim_end();
        *at == claim.heading || ended.ends_with([';', '.', '!']) && ended.len() < before.len()
    };
    let starts: Vec<usize> = (claim.heading..words.len()).filter(begins).collect();
    if starts.len() < 2 {
        return Vec::new();
    }
    let heading = if claim.heading > 0 { &claim.text[..words[claim.heading].start] } else { "" };
    let bounds: Vec<usize> = starts.iter().map(|at| words[*at].start).chain([claim.text.len()]).collect();
    let read = |two: &[usize]| Claim::read(&format!("{heading}{}", &claim.text[two[0]..two[1]]));
    let parts: Vec<Claim> = bounds.windows(2).map(read).collect();
    let says_the_same = starts.iter().zip(&parts).all(|(start, part)| reads_alike(claim, *start, part));
    if says_the_same { parts } else { Vec::new() }
}

/// Whether what begins with the word `start` says alone what it says within the statement.
fn reads_alike(whole: &Claim, start: usize, part: &Claim) -> bool {
    let own = part.heading..part.words.len();
    let within = |at: usize| start + at - part.heading;
    if part.only_frame || own.is_empty() || within(own.end) > whole.words.len() {
        return false;
    }
    let same = |at: usize| {
        part.polarities[at] == whole.polarities[within(at)] && part.persons[at] == whole.persons[within(at)]
    };
    let dose = |at: usize| whole.amounts.iter().find(|amount| amount.at == within(at));
    let dosed_apart = |at: usize| {
        dose(at).and_then(|amount| drug_of(whole, amount)).is_some_and(|drug| !part.drugs.contains(&drug))
    };
    own.clone().all(same) && !own.into_iter().any(dosed_apart)
}
