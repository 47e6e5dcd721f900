//! What the patient is allergic to, told by the patient or read out by the clinician, with what it does.

use clinical::drugs::drugs_in;
use clinical::{Allergy, Detail, SectionCode, SegmentId};

use super::asked::OF_DRUGS;
use super::corrected::is_denied;
use super::kin::is_of_kin;
use super::lexicon::{ALLERGEN, BODY, CONDITION, patterns};
use super::person::third_person;
use super::speakers::By;
use super::{Candidate, Consult};

patterns! {
    ALLERGY = r"\b(?:allerg(?:y|ic|ies)|gives? me (?:a |an )?(?:\w+ )?(?:rash|hives|swelling)|break out|anaphyl\w+|can't (?:have|take))\b";
    NO_ALLERGIES = r"^(?:i have |i've got |i've )?no (?:known )?(?:\w+ )?allergies(?: at all| to (?:anything|any medications?|medications?))?$";
    NOTHING = r"^(?:any|anything|nothing|none)\b";
    SEASONAL = r"\b(?:seasonal|pollen|hay fever|test\w*)\b";
    GIVES = r"^(?:to )?(.+?),? (?:(?:it|they|which|both|that) )?(?:always |just |really |once )?(?:(?:gives?|gave|causes?|caused) me (?:(?:a|an) )?(.+)|(m(?:akes?|ade) me .+))$";
    /// Why nobody would take it again.
    HARMS = r"\b(?:rash\w*|hives|swell\w*|swollen|itch\w*|sick|ill|vomit\w*|throw\w*|threw|puk\w+|heave|diarrh\w*|the runs|anaphyl\w*|wheez\w*|blister\w*|nause\w*|dizzy|faint|pass out|breathless|cough|cramps?|ach\w+|break out|come (?:up|out)|hallucinat\w*)\b";
    /// It is taken all the same, or was then only.
    BORNE = r"\b(?:still|keep|at first|a bit|a little|used to|so i take|with food|but i)\b";
    CANNOT_TAKE = r"^(?:(?:and|but|well|also|no,?) )*(?:i |the patient |he |she )?(?:can't|cannot|can not|couldn't|could not|am not (?:able|allowed|supposed) to|'m not (?:able|allowed|supposed) to|i'm not (?:able|allowed|supposed) to|mustn't|must not) (?:take|have|tolerate|be on|be given|eat|use) (?:any |the |that )?(.+)$";
    /// At one time only, which may have been for any reason.
    COULD_NOT = r"\bcould(?:n't| not) (?:take|have|be on|be given|eat|use)\b";
    REASON_OF = r"\b(?:because of|due to|with) (?:my|his|her|their|the)\b";
    IS_ALLERGIC = r"\b(?:allerg\w+|intoleran\w+|react\w*|not with)\b";
    GIVES_REASON = r"\b(?:because|since|as|due to|with|while|when|until|till|before|during|yet|right now|today|tonight|this \w+)\b";
    /// That it did harm, rather than that there was one of the harms: "because I was sick".
    DID = r"\b(?:of|due to|with|from|(?:it|they|that|which) \w+|makes?|made|gives?|gave|causes?|caused|i (?:always |just |then )?(?:get|got|come|came|break|broke|throw|threw|swell|swelled|react\w*))\b";
    BECAUSE = r"^,? (?:anymore|any more|either|at all)?,?(?: ?(?:because|since|as|with|due to|not with|they|it|that|she|he|the doctor|my doctor|i (?:get|got|come|came|throw|threw|swell|react)|makes?|gives?)\b.*)?$";
    OF_KIN_AFTER = r"\b(?:that's|that is|it's|that was|is|was) (?:actually |only |just )?(?:my|his|her|their) (?:\w+ )?(?:mother|mom|mum|father|dad|brother|sister|son|daughter|husband|wife|partner|kids?|children)$";
    ALLERGIC_TO = r"\b(?:allergic|allergy) to (?:the )?(.+)$";
    /// Of an allergy of the patient that the clinician reads out.
    READ_OUT = r"\b(?:you(?:'re| are|'ve got| have)|got you down as|(?:i|he|she|we) ha(?:ve|s)|i see|i've got) (?:an? |here )*(?:allergic|allergy) to (?:the )?(.+)$";
    /// What came of it, in a sentence about nothing else.
    REACTION = r"\b(?:gave|gives?|caused?) (?:me|him|her) (?:a |an )?((?:\w+ ){0,2}?(?:rash|hives|swelling|diarrh\w+|itching|anaphyl\w+)\b.*)$|\b(?:got|had|came (?:up|out) in|broke out in) (?:a |an )?((?:\w+ )?(?:rash|hives)\b.*)$|\bm(?:ade|akes) (?:me|him|her) (sick.*|vomit.*|itch.*)$|^(?:my|his|her) ((?:lips?|face|throat|tongue|eyes) (?:swelled|swells|swell|closed|closes)(?: up)?)$";
    TELLS_REACTION = r"^(?:it|they|he|she|the patient) (?:just )?(?:gave|gives?|got|came|had|broke|made|caused) .*\b(?:rash|hives|swelling|itch\w*|sick|vomit\w*)\b";
    /// What stands before, between and behind the substances of a list.
    BESIDE = r"^(?:[, ]+|(?:i'm|i am|and|or|to|the|just|only|my|yeah|yes|also|mainly|mostly|some|certain|all|any kind of|most|as well as|as well|too|plus)(?:[, ]+|$))+";
    /// What a substance does, behind a list of them: ", I get hives".
    DOES = r"^[, ]*(?:(?:and|which|that|it|they|both|all|i|just|usually|always) )+(?:gives?|gave|makes?|made|causes?|caused|gets?|got|come (?:up|out)|came (?:up|out)|break out|broke out) (?:me )?(?:(?:a|an|in) )*((?:[\w-]+ ){0,3}?(?:rash\w*|hives|swell\w*|itch\w*|sick|vomit\w*|diarrh\w*|anaphyl\w*|wheez\w*|blister\w*|nause\w*|dizz\w*|breathless|short of breath)\b.*)$";
    /// Another sentence behind a list: " and I have asthma".
    GOES_ON = r"^[, ]*(?:and|but|so|because|which|since|when) (?:.* )?(?:i|i'm|i've|me|my|he|she|they|it|it's|that|that's)\b";
}

/// What a sentence of the patient says of allergies; `asked` is whether a question about them was put, and `first` whether the
/// answer begins with it.
pub(super) fn told(
    consult: &Consult,
    text: &str,
    (asked, first): (bool, bool),
    evidence: &[SegmentId],
    place: usize,
) -> Vec<Candidate> {
    if NO_ALLERGIES.is_match(text) {
        let of_drugs = if OF_DRUGS.is_match(text) { "drug " } else { "" };
        let none = Detail::Allergy(Allergy::default());
        let text = format!("No known {of_drugs}allergies");
        return vec![Candidate::new(SectionCode::Allergies, &text, evidence, place).with(Some(none))];
    }
    // "And peanuts." goes on with the answer.
    let goes_on = asked && is_list(text);
    let tells = ALLERGY.find(text).filter(|_| !SEASONAL.is_match(text));
    // "My sister is allergic to latex", "Latex, but that's my sister."
    let whose = tells.map_or(text.len(), |found| found.start());
    if is_of_kin(text, whose) || OF_KIN_AFTER.is_match(text) {
        return Vec::new();
    }
    if CANNOT_TAKE
        .captures(text)
        .and_then(|found| found.get(1))
        .is_some_and(|what| !is_for_good(text, what.as_str()))
    {
        return Vec::new();
    }
    if let Some(cannot) = cannot_take(consult, text, evidence, place) {
        return vec![cannot];
    }
    let Some(named) = Named::in_sentence(text, first || goes_on) else { return Vec::new() };
    if tells.is_none() && !(first || goes_on) && !named.is_harmful(text) {
        return Vec::new();
    }
    if third_person(named.phrase, consult.pronouns).as_deref() != Some(named.phrase) {
        return Vec::new();
    }
    of(consult, &named, evidence, place)
}

fn names_substance(text: &str) -> bool {
    !drugs_in(text).is_empty() || ALLERGEN.is_match(text)
}

/// "I can't take codeine, it makes me throw up": borne no better than an allergy, and told with its reason.
fn cannot_take(consult: &Consult, text: &str, evidence: &[SegmentId], place: usize) -> Option<Candidate> {
    let what = CANNOT_TAKE.captures(text)?.get(1)?;
    let (substances, reason) = leading(what.as_str());
    let (first, last) = (substances.first()?, substances.last()?);
    if !BECAUSE.is_match(reason) && !reason.is_empty() {
        return None;
    }
    let substance = &what.as_str()[first.0..last.1];
    let turned = third_person(text, consult.pronouns)?;
    let does = GIVES.captures(what.as_str()).and_then(|found| found.get(2).or(found.get(3)));
    let reaction = does.and_then(|does| third_person(does.as_str(), consult.pronouns));
    let detail = Allergy { substance: Some(substance.into()), reaction: reaction.map(Into::into) };
    Some(Candidate::new(SectionCode::Allergies, &turned, evidence, place).with(Some(Detail::Allergy(detail))))
}

/// Whether what is not taken is not borne: for good, and for no other reason than what it does or where it would do harm.
fn is_for_good(text: &str, what: &str) -> bool {
    let (_, reason) = leading(what);
    let harms = HARMS.is_match(reason) && DID.is_match(reason);
    let would_harm = REASON_OF.is_match(reason) && (BODY.is_match(reason) || CONDITION.is_match(reason));
    let reasoned = harms || would_harm || IS_ALLERGIC.is_match(reason);
    reasoned || !COULD_NOT.is_match(text) && !GIVES_REASON.is_match(reason)
}

/// What somebody is allergic to.
struct Named<'a> {
    /// As it was said, all of it where it is a list.
    phrase: &'a str,
    /// One by one.
    substances: Vec<&'a str>,
    /// What came of it, where the same sentence tells.
    reaction: Option<&'a str>,
}

impl<'a> Named<'a> {
    /// Of a sentence about allergies; `answers` is whether it answers a question about them, and may be a list alone.
    fn in_sentence(text: &'a str, answers: bool) -> Option<Self> {
        if let Some(found) = ALLERGIC_TO.captures(text) {
            // "He isn't allergic to anything."
            if NOTHING.is_match(found.get(1)?.as_str()) {
                return None;
            }
            return Some(Self::of_phrase(found.get(1)?.as_str()));
        }
        if let Some(found) = GIVES.captures(text) {
            let reaction = found.get(2).or(found.get(3)).map(|found| found.as_str());
            return Some(Self { reaction, ..Self::of_phrase(found.get(1)?.as_str()) });
        }
        if answers && let Some(listed) = Self::of_list(text) {
            return Some(listed);
        }
        let [drug] = drugs_in(text)[..] else { return None };
        Some(Self::of_phrase(&text[drug.start..drug.end]))
    }

    /// Whether it is a known substance that does what nobody bears: "amoxicillin made me throw up".
    fn is_harmful(&self, text: &str) -> bool {
        names_substance(self.phrase)
            && self.reaction.is_some_and(|does| HARMS.is_match(does))
            && !BORNE.is_match(text)
    }

    /// A list, or else one substance whatever it is.
    fn of_phrase(phrase: &'a str) -> Self {
        Self::of_list(phrase).unwrap_or_else(|| Self { phrase, substances: vec![phrase], reaction: None })
    }

    /// Of a text that names substances, and behind them nothing but what came of them, or another sentence.
    fn of_list(text: &'a str) -> Option<Self> {
        let (substances, rest) = leading(text);
        let (first, last) = (substances.first()?, substances.last()?);
        let reaction = DOES.captures(rest).and_then(|found| found.get(1)).map(|found| found.as_str());
        if reaction.is_none() && !rest.is_empty() && !GOES_ON.is_match(rest) {
            return None;
        }
        let phrase = &text[first.0..last.1];
        let substances = substances.iter().map(|(from, to)| &text[*from..*to]).collect();
        Some(Self { phrase, substances, reaction })
    }
}

/// Whether a text names substances that are no drugs, and nothing else.
pub(super) fn is_list(text: &str) -> bool {
    let (substances, rest) = leading(text);
    !substances.is_empty() && rest.is_empty() && drugs_in(text).is_empty()
}

/// The substances with which a text begins, from where to where each, and what stands behind them.
fn leading(text: &str) -> (Vec<(usize, usize)>, &str) {
    let drugs = drugs_in(text).into_iter().map(|drug| (drug.start, drug.end));
    let mut known: Vec<_> =
        drugs.chain(ALLERGEN.find_iter(text).map(|found| (found.start(), found.end()))).collect();
    known.sort_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
    let mut substances = Vec::new();
    let mut at = 0;
    loop {
        let beside = BESIDE.find(&text[at..]).map_or(0, |found| found.end());
        let Some(next) = known.iter().find(|(from, _)| *from == at + beside) else {
            // "And I get hives" begins with what may stand between two substances.
            let rest = &text[at..];
            return (substances, if beside == rest.len() { "" } else { rest });
        };
        substances.push(*next);
        at = next.1;
    }
}

/// The allergies that the clinician reads out of the record.
pub(super) fn read_out(consult: &Consult) -> Vec<Candidate> {
    let by_clinician = consult.sentences.iter().enumerate().filter(|(_, one)| one.by == By::Clinician);
    by_clinician
        .filter_map(|(place, sentence)| {
            let substance = READ_OUT.captures(&sentence.text)?.get(1)?.as_str();
            let next = consult.sentences.get(place + 1)?;
            let denied = is_denied(consult, place) || sentence.asks && next.by != By::Patient;
            if denied || OF_DRUGS.is_match(substance) || substance.contains("any") {
                return None;
            }
            Some(of(consult, &Named::of_phrase(substance), &[sentence.segment], place))
        })
        .flatten()
        .collect()
}

/// The allergies, each by itself. A reaction, told in the sentence or by the patient right behind it, is that of the one
/// substance that is named with it, or of the list as it was said.
fn of(consult: &Consult, named: &Named<'_>, evidence: &[SegmentId], place: usize) -> Vec<Candidate> {
    if named.substances.iter().any(|one| one.split(' ').count() > LONGEST_SUBSTANCE) {
        return Vec::new();
    }
    let told = |reaction: &&str| reaction.split(' ').count() <= LONGEST_REACTION;
    let here = named.reaction.filter(told).and_then(|does| third_person(does, consult.pronouns));
    let next = || {
        let next = consult.sentences.get(place + 1).filter(|next| next.by == By::Patient)?;
        let found = REACTION.captures(&next.text)?;
        let reaction = found.iter().skip(1).flatten().next()?.as_str();
        let turned = third_person(reaction, consult.pronouns).as_deref() == Some(reaction);
        (told(&reaction) && turned).then_some((reaction, next))
    };
    let here = here.as_deref();
    let behind = if here.is_none() { next() } else { None };
    let mut cited = evidence.to_vec();
    cited.extend(behind.map(|(_, next)| next.segment));
    let by_itself = |substance: &&str| statement(substance, None, evidence, place);
    let Some(reaction) = here.or(behind.map(|(reaction, _)| reaction)) else {
        return named.substances.iter().map(by_itself).collect();
    };
    let of_one = behind.and_then(|(_, next)| {
        named.substances.iter().find(|one| next.text.to_lowercase().contains(&one.to_lowercase()))
    });
    let Some(one) = of_one else {
        return vec![statement(named.phrase, Some(reaction), &cited, place)];
    };
    let of_each = |substance: &&str| match substance == one {
        true => statement(substance, Some(reaction), &cited, place),
        false => by_itself(substance),
    };
    named.substances.iter().map(of_each).collect()
}

fn statement(substance: &str, reaction: Option<&str>, evidence: &[SegmentId], place: usize) -> Candidate {
    let text = reaction.map_or_else(|| substance.to_owned(), |reaction| format!("{substance}: {reaction}"));
    let detail =
        Detail::Allergy(Allergy { substance: Some(substance.into()), reaction: reaction.map(Into::into) });
    Candidate::new(SectionCode::Allergies, &text, evidence, place).with(Some(detail))
}

/// Without the reaction told a second time as a part of the story.
pub(super) fn once(candidates: &mut Vec<Candidate>) {
    let cited: Vec<SegmentId> = candidates
        .iter()
        .filter(|one| one.section == SectionCode::Allergies)
        .flat_map(|one| one.evidence.iter().copied())
        .collect();
    candidates.retain(|one| {
        let told_again = one.open
            && TELLS_REACTION.is_match(&one.text)
            && one.evidence.iter().any(|segment| cited.contains(segment));
        !told_again
    });
}

const LONGEST_SUBSTANCE: usize = 4;
const LONGEST_REACTION: usize = 7;
