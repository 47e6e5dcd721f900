//! What the clinician makes of it and what will be done: diagnoses, medications, tests, procedures, referrals, advice,
//! follow-up.

use clinical::drugs::drugs_in;
use clinical::{Detail, SectionCode, SegmentId, SoapPart};

use super::diagnosed::{CALLED, after_problem, diagnosis, problem};
use super::dose;
use super::impersonal::impersonal;
use super::lexicon::{BODY, CONDITION, PROCEDURE, REFERRAL, SYMPTOM, TEST, patterns};
use super::person::Pronouns;
use super::sentences::{FEELS, Sentence};
use super::speakers::By;
use super::{Candidate, Consult};

patterns! {
    CONDITIONAL = r"^(?:(?:in the meantime|but|because|and|now|then|so|i'll admit|obviously|again|however),? )*(?:if|in case|unless) .*(?:\b(?:call|ring|come|see|book|let (?:me|us)|go to|give|contact|take|taking|try|start|speak|return|emergency|999|911|ambulance)\b)";
    AIM = r"^(?:to|because|since|as|for|so that) [^.]{3,80}? (i'll|i will|i'm going to|i'd like to|i'd like you to|i want you to|we'll|we're going to|let's) ";
    LEADS = r"^(?:(?:sorry|meantime|in the meantime|then|plus|otherwise|meanwhile|right|well|first|second|next|and|also|so)\b,? )+";
    /// A wish, which a test alone fulfils: "I'd like a chest x-ray".
    WISHES = r"\b(?:i(?:'d| would) like|i want|we need|you need|let's (?:get|do|have|check)|i(?:'ll| will) (?:do|get|have|ask for))\b";
    YOU_ACT = r"^(?:(?:then|so|and|now|just),? )*you (put|take|use|apply|start|stop|wear|rub|spray|go|ring|call|dial) ";
    I_WOULD = r"^(?:(?:then|so|and|now|but),? )*(?:i'd|i would)(?: also| probably| just)* (start|use|try|give|keep|add|stop|continue|avoid|carry|knock|go|put|increase|decrease|raise|lower|cut|switch|change|double|hold|repeat|check|order|get|send|refer) ";
    /// "At 58 we start with amlodipine", "so we stop that".
    WE_ACT = r"^(?:(?:at \d+|for that|with that|then|so|and|now|okay|in that case),? )*we (?:normally |usually |just |can )?(start|stop|begin|add|switch|go up|increase|reduce|hold|continue) ";
    NEEDED = r"^(?:(?:so|and|then|now|also),? )*(?:we|you)(?:'ll| will)?(?: also| just)? need (a|an|some|another) ";
    THINKS = r"^(?:(?:then|so|and|now|but),? )*i (?:do )?think (?:that )?";
    ORDERING = r"^(?:(?:then|so|and|now),? )*(?:i|we)(?:'m| am|'re| are|'ll be| will be| would be) (?:also |just )?((?:order|start|stopp|referr|send|prescrib|refill|increas|decreas|add|switch|chang|continu|book|arrang|request|add|ask|giv|putt)ing)\b";
    /// "I want you to" in the middle of run-on speech, and "you call" after a condition.
    WANTED = r"(?:,? (?:then )?i(?:'d like| want| would like|'ll need| need) you to|, (?:then )?you) (call|go|come|ring|stop|skip|get|head|contact|see|speak|dial) ";
    NOT_ME = r",? (?:and )?(?:do not|don't) (?:wait for|call|ring) me\b.*$";
    BEFORE_CONDITION = r"^(?:(?:but|because|and|now|then|so|i'll admit|obviously|again|however),? )+";
    ASKED_OF_PATIENT = r"(,| or| and) (?:then )?(?:i(?:'d| would) (?:like|want|advise|recommend|suggest|say)(?: that)?(?: you)?(?: to)?|i want you to|you (?:should|can|could|need to|must|will need to|may)(?: also| always| just)?|we(?:'ll| will| can| could)(?: always)?|i(?:'ll| will)|just|please|do|feel free to) ";
    IT_IS = r"^(?:(?:and|so|then|well),? )*(?:it's|that's|they're|that'll be|it'll be) (?:just |about )?";
    BEGINS_DOSAGE = r"^(?:\d|one |two |half |once |twice |every |take (?:it|them|one|two|\d)|at night|in the morning)";
    /// A drug of which the dosage may follow, and one that is only spoken of: "it's nothing to do with penicillin".
    GIVEN = r"\b(?:called|start\w*|giv\w+|prescri\w+|add\w*|take|taking|try|use|using|switch\w*|course|recommend|suggest|put you on|have you on|order|refill|increase|decrease|continue|for your)\b";
    NOT_GIVEN = r"\b(?:nothing to do|allerg\w+|avoid|stop\w*|instead of|rather than|not|never|had|were|was|on top|along with)\b|n't\b";
    TELLS_OF = r"\b(?:is|are|can|could|may|might|will|would|does|do|has|have|makes?|helps?|causes?|works?|said|should|comes?|calms?|i|you|he|she|they|we|that's|it's)\b";
    OF_BEFORE = r"\b(?:was|were|had|been|you're (?:on|taking)|you are (?:on|taking)|you take|still|already|last|ago|can (?:cause|rarely|make|drop)|side effects?)\b";
    NEGATES = r"^(?:(?:do not|don't) (?:ring|call|wait)|not|be not|be able|have to|be fine|be okay|be good) ";
    REPORTS = r"\b(?:revealed|showed|was|were)\b.*\b(?:low|high|normal|elevated|negative|positive|stable)\b";
    DANGLES = r" (?:the|a|an|of|my|and|is|for|with|that|or|but|at|was|were|because|when|like|really|very|their|it's|have|been|as|from|about|than|not|into|get|be|avoid|based|your|to|just|at that time|maybe|hopefully|since|well|are)$";
    ACTS = r"\b(?:call|come|let the|see|return|go to|go straight|ring|dial|follow|consider|will|can|should|start|stop|take|refer)\b";
    CONDITION_ONLY = r"^(?:if|when|once|as|unless|in case)\b";
    ANNOUNCES = r"\b(?:my (?:assessment|plan|impression|recommendation)|assessment and plan|plan for you|for your (?:first|1st)|first problem|i think|what i(?:'d| would) like|going to (?:order|prescribe|start|refer|put you)|consistent with|prescribe|refer you|diagnosis)\b";
    INTENT = r"^(?:(?:and|so|then|also|but|now|okay|lastly|first|second|finally|as for (?:the|your) \w+|for now|at this point|in the meantime|today|what|number 1|number 2|number 3|number one|number two|i think|i do think|if it's okay|so what|please|just|meanwhile|right now|in terms of treatment)[, ]+)*(?:i(?:'m| am) (?:just |also )?going to(?: go ahead and)?|i (?:certainly |really |definitely |also |just |do )*(?:want|need|would like|recommend|would recommend|suggest|would suggest|would advise|advise|encourage)(?: for)?(?: you)? to(?: go ahead and)?|i(?:'d| would) (?:also |really |just )?(?:like|recommend|suggest|advise|want|encourage)(?: for)?(?: you)?(?: to)?(?: go ahead and)?|(?:what|the (?:first|second|other|last) thing(?: that)?) (?:i|we)(?:'d| would|'ll| will| was going to| want to)? (?:like|recommend|suggest|do|want)(?: you)?(?: for you)?(?: to do| to try and do)?(?: is|,)*(?: just)?(?: we(?:'ll)?| you| that we| i'll)?(?: to)?|(?:number (?:\d|one|two|three|four)|(?:the|my) (?:first|second|third|next|other|last|main|best|most important) (?:thing|advice)|my advice)(?: (?:i|we|you)(?:'d| would| will|'ll)? (?:need|have|want|like)(?: you)? to do)? (?:is|would be)(?: just)?(?: to)?|what i think we(?:'ll| will| can| could|'re going to)? do is,?(?: maybe)?(?: if)?(?: we(?:'ll)?)?|(?:i|we)(?:'d| would)(?: probably| also| quite| really)* like to|(?:i|we)(?:'ll| would|'d) (?:certainly |strongly |definitely |always )?(?:advise|recommend|suggest)(?: you)?(?: to)?|i (?:will )?(?:certainly|strongly|definitely) (?:advise|recommend|suggest)(?: you)?(?: to)?|(?:so )?it(?:'s| is| may| might| would)(?: be)? (?:certainly |probably |definitely |also )?(?:worth|advisable|sensible)(?: to)?|i(?:'ll| will)(?: also| just| be)*(?: go ahead and)?|we(?:'re| are) (?:also |just )?going to(?: go ahead and)?|we(?:'ll| will)(?: also| just| be)*(?: go ahead and)?|let's(?: just| also)?(?: go ahead and)?|let me(?: just)?(?: go ahead and)?|you (?:should|can|need to|will need to|may|might want to|could|want to|must)(?: also| just| certainly)?|we (?:can|should|could|need to|want to|may)(?: also| just)?(?: go ahead and)?|i (?:recommend|suggest|advise|would recommend|would suggest)|you(?:'re| are) going to(?: need to)?|you(?:'ll| will)(?: need to| want to)?|you don't need to|my (?:recommendation|plan) (?:is|would be)(?: to)?|i(?:'d| would) say(?: that)?|it(?:'s| is) (?:really just|just about|really about|all about|just)|there(?:'s| are) (?:things|something|medicines|tablets) like|i think we (?:can|could|should|need to)|we(?:'ll| will) (?:have to|need to)|go ahead and|i want|i'd like) ";
    IMPERATIVE = r"^(?:maybe |please |feel free,? (?:to )?|just |also |then |and |really |it's really )*(?:making sure|taking|drinking|having|keeping|trying|avoiding|using|resting|giving|doing|getting|(?:order|start|stopp|referr|send|prescrib|refill|increas|decreas|add|switch|chang|continu|book|arrang|request)ing|start|stop|continue|increase|decrease|take|avoid|keep|make sure|try|drink|rest|ice|elevate|use|apply|wear|come back|return|follow up|call|go to|see me|schedule|order|limit|don't|do not|eat|reduce|monitor|check|weigh|record|stay|restart|carry on|go back|keep up|hold|no more|get plenty|refrain|finish|complete|push|refer|give (?:me|us) a call|be careful|watch (?:out )?for|ask|get an?|get another|repeat|book|arrange|double|swap|switch)\b";
    DRUG_ACTION = r"\b(?:restart|swap|up|increasing|back on|back to|start|continue|keep|increase|decrease|prescri\w+|put you|take|taking|add|adding|change|switch|stop|refill\w*|order|send|sending|give|giving|use|try|stay|trial|recommend|go (?:up|down)|bump|double|resume|hold|course|on|no more|carry on|restart|worth|go back)\b";
    TEST_ACTION = r"\b(?:order\w*|get|getting|check\w*|schedule|do|repeat|obtain|run|send\w*|need|recommend|draw|arrange|have|book|perform|request|organise|want|additional|sample)\b";
    REFER = r"\b(?:refer\w*|referral|consult\w*|see (?:a|an|the|our|your)|send(?:ing)?(?: you)? (?:to|over)|get you (?:in|into|set up)|set you up|appointment with|in touch with|work with|meet with|order|start|get you)\b";
    FOLLOW = r"\b(?:follow[ -]?up|come back|see me|see you (?:back|again|in)|return|call (?:me|us|the office|my office|our office|if|back)|let me know if|(?:you|be|come|him|her|here) back in|in touch|feel free|give (?:me|us) a call|emergency (?:room|department)|if (?:it|you|your|the|things|symptoms|there)\b.*\b(?:worse\w*|not better|don't (?:get|improve)|develop|notice|get any|persist\w*)|check in with|book you in|face[- ]to[- ]face|(?:ring|contact) (?:us|me|the|back)|(?:call|ring|dial) (?:111|911|999|an ambulance)|ring(?:ing)? (?:us|me)|another appointment|see (?:me|us) (?:again|sooner)|999|next (?:visit|appointment)|appointment in)\b";
    ADVICE = r"\b(?:diet|exercise|avoid|salt|sodium|water|fluids|hydrat\w+|rest|ice|heat|elevat\w+|weigh|monitor|record|portal|smok\w+|alcohol|food|eat|sleep|weight|keep|make sure|wear|stretch\w*|lift\w*|activit\w+|log|diary|counter|compress\w*|wash|shower|caffeine|sunscreen|stay|healthy|running|work|crutch\w*|boot|splint|sling|brace|pillow|insulin|blood (?:pressure|sugar)s?|watch|educat\w+|time off|week off|self-certify|hygiene|leaflet|link|read (?:about|up|through)|dioralyte|rehydrat\w+|pharmacy|pharmacist|ambulance|emergency|hospital|prescription|script)\b";
    NOT_PLAN = r"\b(?:nurse(?:'s| is| will| has| can| may| should| told| said| took)|educational materials|check[ -]?out|front desk|take a (?:look|listen)|have a (?:look|listen)|look at (?:your|you|some|that|the)|examine|ask you|calling out|talk(?: a little| a bit)? (?:about|to you)|go over|review|walk you|be right back|any questions|finalize|tell dax|dragon|show me|listen to|press|push on|take a deep|see what|explain|physical exam|step out|pull up|have you|make sense|let you know what i find|start by|start with (?:your|the|that|this|some)|run through|move on|start again|work out|figure out|find out|fingers?|squeeze|how quickly|feel the pulse|counting|camera|mouth|put you on the|do a quick|do you)\b";
    CLOSE_TAG = r"(?:, (?:actually|because i|because we|i know|but i would|but i know|as i)\b .*|,? (?:and )?(?:so )?(?:hopefully|that way|which (?:will|is|can|should)|and (?:i think )?(?:that|it)(?: will|'ll| can)) .*|,? (?:if that's okay with you|does that sound good|and see how (?:that|you) (?:works|does|do|go)|and (?:then )?we(?:'ll| will) (?:go from there|see how)|and go from there|sound good|sounds good|what do you think).*|,? (?:okay|ok|all right|alright|for you|as well|too|at this time|and|so|but|you know|because|or|then)|, (?:right|there))+$";
    GROUP = r"\b(?:antibiotics?|antivirals?|antiviral tablets|steroids?|medications?|inhaler|painkillers?|anti-inflammator\w+|nsaids?|statin|insulin|cream|ointment|supplements?|multivitamins?|eye drops|nasal spray|beta blocker|antihistamines?|tylenol|ibuprofen|paracetamol)\b";
    RECOMMENDS = r"\b(?:recommend|suggest|prescribe|like you to|want you to)\b";
}

/// Without what is said only to close; "even if you feel okay" is none of that.
pub(super) fn without_close(text: &str) -> &str {
    let close = CLOSE_TAG.find(text).filter(|close| !FEELS.is_match(&text[..close.start()]));
    close.map_or(text, |close| &text[..close.start()])
}

/// The sentence without what stands before the order: "sorry, then", "to get you going, I'll give you", "you take", "I'm ordering".
fn ordered(text: &str) -> String {
    let text = LEADS.replace(text, "");
    let text = text.as_ref();
    let text = AIM.replace(text, "$1 ");
    let text = YOU_ACT.replace(&text, "$1 ");
    let text = I_WOULD.replace(&text, "$1 ");
    let text = WE_ACT.replace(&text, "$1 ");
    let text = NEEDED.replace(&text, "get $1 ");
    let text = ORDERING.replace(&text, "$1").into_owned();
    // What the clinician thinks of is an order only with a drug and its dosage.
    match THINKS.find(&text) {
        Some(thinks) if prescribes(&text) => text[thinks.end()..].to_owned(),
        _ => text,
    }
}

/// Whether the clinician says what will be done.
pub(super) fn is_plan(text: &str) -> bool {
    (INTENT.is_match(text) || IMPERATIVE.is_match(text)) && !NOT_PLAN.is_match(text)
}

/// Diagnoses and plans.
pub(super) fn planned(consult: &Consult) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let start = plans_from(consult);
    let mut diagnosed = false;
    // Where what is said about a problem belongs: with the problem named last.
    let mut current = SectionCode::PrimaryDiagnosis;
    let mut spoken_of = SpokenOf::default();
    for (place, sentence) in consult.sentences.iter().enumerate() {
        if sentence.by != By::Clinician || sentence.asks || place < start {
            continue;
        }
        let text = sentence.text.as_str();
        let words = sentence.words();
        spoken_of.hear(sentence, place);
        if let Some(dosage) = spoken_of.dosage(text, consult.pronouns, sentence.segment, place) {
            candidates.push(dosage);
            continue;
        }
        if let Some(problem) = problem(text) {
            let section = if diagnosed { SectionCode::Problems } else { SectionCode::PrimaryDiagnosis };
            diagnosed = true;
            current = section;
            candidates.push(Candidate::new(section, &problem, &[sentence.segment], place));
        }
        if CONDITIONAL.is_match(text) && words <= LONGEST_CONDITIONAL {
            candidates.extend(plan(&conditional(text), consult.pronouns, sentence.segment, place));
            continue;
        }
        if !(2..=45).contains(&words) {
            continue;
        }
        let order = ordered(after_problem(text));
        if is_plan(&order) || prescribes(&order) {
            candidates.extend(plan(&order, consult.pronouns, sentence.segment, place));
            continue;
        }
        let ordered_before = candidates.iter().any(|one: &Candidate| one.section.part() == SoapPart::Plan);
        if ordered_before && names_drug_only(&order) {
            let detail = dose::medication(&order).map(Detail::Medication);
            let listed = Candidate::new(SectionCode::PlanMedications, &order, &[sentence.segment], place);
            candidates.push(listed.with(detail));
            continue;
        }
        if let Some((section, diagnosis)) = diagnosis(after_problem(text), current, consult.pronouns) {
            diagnosed |= section == SectionCode::PrimaryDiagnosis;
            candidates.push(Candidate::new(section, &diagnosis, &[sentence.segment], place));
        } else if FOLLOW.is_match(text) && !NOT_PLAN.is_match(text) {
            candidates.extend(plan(text, consult.pronouns, sentence.segment, place));
        }
    }
    candidates
}

/// Words of a condition with all that shall be done then.
const LONGEST_CONDITIONAL: usize = 60;

/// Whether a drug is named with how much or how often, of now on: "metformin 500 mg twice a day".
fn prescribes(text: &str) -> bool {
    !drugs_in(text).is_empty()
        && dose::has_dosage(text)
        && !OF_BEFORE.is_match(text)
        && !NOT_PLAN.is_match(text)
}

/// Words of an order that is a drug and when it is taken.
const LONGEST_LISTED: usize = 14;

/// Whether a drug begins it and nothing is told of it: "albuterol before recess", in a list of orders.
fn names_drug_only(text: &str) -> bool {
    drugs_in(text).first().is_some_and(|drug| drug.start == 0)
        && (2..=LONGEST_LISTED).contains(&text.split(' ').count())
        && !TELLS_OF.is_match(text)
        && !NOT_GIVEN.is_match(text)
        && !OF_BEFORE.is_match(text)
        && !NOT_PLAN.is_match(text)
}

/// The one drug that the clinician spoke of last.
#[derive(Default)]
struct SpokenOf {
    drug: Option<(String, SegmentId, usize)>,
}

/// How many sentences a drug is still spoken of after it was named.
const SPOKEN_OF_FOR: usize = 3;

/// Words of a dosage by itself: "one tablet, three times a day".
const LONGEST_DOSAGE: usize = 14;

impl SpokenOf {
    fn hear(&mut self, sentence: &Sentence, place: usize) {
        match drugs_in(&sentence.text)[..] {
            [] => {}
            [one] if GIVEN.is_match(&sentence.text) && !NOT_GIVEN.is_match(&sentence.text) => {
                let name = &sentence.text[one.start..one.end];
                self.drug = Some((name.to_owned(), sentence.segment, place));
            }
            // Of which of several a dosage is, nobody can tell, and it is of none that is only spoken of.
            _ => self.drug = None,
        }
    }

    /// A dosage whose drug was named in a sentence before: "Amoxicillin: 1 tablet 3 times a day."
    fn dosage(&self, text: &str, pronouns: Pronouns, segment: SegmentId, place: usize) -> Option<Candidate> {
        let (drug, named_in, named_at) = self.drug.as_ref()?;
        let order = ordered(text);
        let text = order.as_str();
        let near = place > *named_at && place <= named_at + SPOKEN_OF_FOR;
        let body = INTENT.find(text).map_or(text, |found| &text[found.end()..]);
        let body = IT_IS.find(body).map_or(body, |found| &body[found.end()..]);
        let alone =
            body.split(' ').count() <= LONGEST_DOSAGE && !GROUP.is_match(body) && !TEST.is_match(body);
        if !(near
            && alone
            && (dose::gives_amount(body) || dose::has_dosage(body) && BEGINS_DOSAGE.is_match(body))
            && drugs_in(body).is_empty())
        {
            return None;
        }
        let text = format!("{drug}: {}", impersonal(body, pronouns)?);
        let medication = dose::medication(&text).map(Detail::Medication);
        Some(
            Candidate::new(SectionCode::PlanMedications, &text, &[*named_in, segment], place)
                .with(medication),
        )
    }
}

/// "If it gets worse, I'd like you to call" is "if it gets worse, call".
fn conditional(text: &str) -> String {
    let text = BEFORE_CONDITION.replace(text, "");
    let text = NOT_ME.replace(&text, "");
    let text = WANTED.replace(&text, ", $1 ");
    ASKED_OF_PATIENT.replace(&text, "$1 ").into_owned()
}

/// The sentence from which the clinician says what it is and what will be done: announced in the later part of the consult,
/// or else its last half.
fn plans_from(consult: &Consult) -> usize {
    let count = consult.sentences.len();
    let announced = consult.sentences.iter().enumerate().position(|(place, sentence)| {
        place * 10 >= count * 3
            && sentence.by == By::Clinician
            && !sentence.asks
            && ANNOUNCES.is_match(&sentence.text)
    });
    announced.unwrap_or(count / 2).min(count / 2)
}

fn plan(text: &str, pronouns: Pronouns, segment: SegmentId, place: usize) -> Option<Candidate> {
    let intent = INTENT.find(text);
    let refused = intent.is_some_and(|found| found.as_str().contains("don't need"));
    let body = match intent {
        Some(found) if !refused => &text[found.end()..],
        _ => text,
    };
    let section = kind(body, text)?;
    let body = without_close(body);
    let body = CALLED.replace_all(body, "").replace("  ", " ");
    let body = impersonal(&body, pronouns)?;
    let words = body.split(' ').count();
    if !(2..=LONGEST_CONDITIONAL).contains(&words)
        || (CONDITION_ONLY.is_match(&body) && !ACTS.is_match(&body))
        || dangles(&body)
    {
        return None;
    }
    let detail = (section == SectionCode::PlanMedications)
        .then(|| dose::medication(&body).map(Detail::Medication))
        .flatten();
    Some(Candidate::new(section, &body, &[segment], place).with(detail))
}

/// Whether it ends where nobody would; "even when she is well" ends.
fn dangles(body: &str) -> bool {
    DANGLES.find(body).is_some_and(|end| end.as_str() != " well" || !FEELS.is_match(&body[..end.start()]))
}

/// To which part of the plan it belongs.
fn kind(body: &str, whole: &str) -> Option<SectionCode> {
    let drugs = !drugs_in(body).is_empty()
        || GROUP.is_match(body)
        || (dose::names_amount(body) && !TEST.is_match(body));
    if REPORTS.is_match(whole) || NEGATES.is_match(body) {
        return None;
    }
    Some(if FOLLOW.is_match(whole) && (!drugs || whole.contains("follow") || CONDITIONAL.is_match(whole)) {
        SectionCode::PlanFollowUp
    } else if drugs && (DRUG_ACTION.is_match(body) || RECOMMENDS.is_match(whole) || prescribes(whole)) {
        SectionCode::PlanMedications
    } else if REFERRAL.is_match(body) && REFER.is_match(body) {
        SectionCode::PlanReferrals
    } else if TEST.is_match(body) && (TEST_ACTION.is_match(body) || WISHES.is_match(whole)) {
        SectionCode::PlanTests
    } else if PROCEDURE.is_match(body) {
        SectionCode::PlanProcedures
    } else if ADVICE.is_match(body)
        || (IMPERATIVE.is_match(body)
            && (BODY.is_match(body) || SYMPTOM.is_match(body) || CONDITION.is_match(body)))
    {
        SectionCode::PlanEducation
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned_as(text: &str) -> Option<(SectionCode, String)> {
        plan(text, Pronouns::They, SegmentId(0), 0).map(|candidate| (candidate.section, candidate.text))
    }

    #[test]
    fn plans_lose_their_address_and_keep_the_dose() {
        for (said, section, written) in [
            (
                "I'd like you to take ibuprofen 400 mg twice a day with food for 5 days",
                SectionCode::PlanMedications,
                "Take ibuprofen 400 mg twice a day with food for 5 days.",
            ),
            ("I'll refer you to physical therapy", SectionCode::PlanReferrals, "Refer to physical therapy."),
            (
                "We'll get an x-ray of the left knee today",
                SectionCode::PlanTests,
                "Get an x-ray of the left knee today.",
            ),
            (
                "avoid running and heavy lifting",
                SectionCode::PlanEducation,
                "Avoid running and heavy lifting.",
            ),
            (
                "Come back and see me in 3 weeks, or sooner if the swelling gets worse",
                SectionCode::PlanFollowUp,
                "Come back in 3 weeks, or sooner if the swelling gets worse.",
            ),
        ] {
            assert_eq!(planned_as(said), Some((section, written.to_owned())), "{said}");
        }
    }

    #[test]
    fn a_dosage_is_of_no_drug_that_is_only_spoken_of() {
        let said = |text: &str| Sentence {
            segment: SegmentId(0),
            rest: Vec::new(),
            by: By::Clinician,
            text: text.to_owned(),
            asks: false,
            after_no: false,
            for_patient: false,
            after_yes: false,
        };
        let dosage_after = |before: &str| {
            let mut spoken_of = SpokenOf::default();
            spoken_of.hear(&said(before), 0);
            let dosage = spoken_of.dosage("take it twice a day with food", Pronouns::They, SegmentId(1), 1);
            dosage.map(|dosage| dosage.text)
        };
        assert_eq!(
            dosage_after("it's called nitrofurantoin").as_deref(),
            Some("Nitrofurantoin: take it twice a day with food.")
        );
        assert_eq!(dosage_after("it's nothing to do with penicillin"), None);
        let mut spoken_of = SpokenOf::default();
        spoken_of.hear(&said("there's one called sertraline"), 0);
        let text = "I'd start with 50 mg, once a day";
        let dosage = spoken_of.dosage(text, Pronouns::They, SegmentId(1), 1);
        assert_eq!(dosage.unwrap().text, "Sertraline: start with 50 mg, once a day.");
    }

    #[test]
    fn an_order_is_found_behind_its_aim() {
        for (said, ordered_as) in [
            ("to get you over this, I'll give you prednisone", "I'll give you prednisone"),
            ("you put a drop in each eye", "put a drop in each eye"),
            ("I'm also ordering a sleep study", "ordering a sleep study"),
        ] {
            assert_eq!(ordered(said), ordered_as);
        }
    }

    #[test]
    fn what_to_do_if_it_gets_worse_is_kept_with_when() {
        for (said, written) in [
            (
                "But if you get chest pain, you pass out, or you have any trouble speaking, you call 911, don't call me",
                "If the patient gets chest pain, they pass out, or they have any trouble speaking, call 911.",
            ),
            (
                "if he gets a fever or he won't eat I want you to go straight to the emergency room",
                "If he gets a fever or he won't eat, go straight to the emergency room.",
            ),
        ] {
            let written = (SectionCode::PlanFollowUp, written.replace("won't", "will not"));
            assert_eq!(planned_as(&conditional(said)), Some(written), "{said}");
        }
    }
}
