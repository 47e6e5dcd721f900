//! What the clinician makes of it and what will be done: diagnoses, medications, tests, procedures, referrals, advice,
//! follow-up.

use clinical::drugs::drugs_in;
use clinical::{Detail, SectionCode, SegmentId};

use super::dose;
use super::lexicon::{BODY, CONDITION, PROCEDURE, REFERRAL, SYMPTOM, TEST, patterns};
use super::sentences::Sentence;
use super::speakers::By;
use super::{Candidate, Consult};

patterns! {
    CONDITIONAL = r"^(?:(?:in the meantime|but|because|and|i'll admit|obviously|again|however),? )*(?:if|in case|unless) .*(?:\b(?:call|ring|come|see|book|let (?:me|us)|go to|give|contact|take|taking|try|start|speak|return|emergency|999|911|ambulance)\b)";
    BEFORE_CONDITION = r"^(?:(?:but|because|and|i'll admit|obviously|again|however),? )+";
    ASKED_OF_PATIENT = r"(,| or| and) (?:then )?(?:i(?:'d| would) (?:like|want|advise|recommend|suggest|say)(?: that)?(?: you)?(?: to)?|i want you to|you (?:should|can|could|need to|must|will need to|may)(?: also| always| just)?|we(?:'ll| will| can| could)(?: always)?|i(?:'ll| will)|just|please|do|feel free to) ";
    LEADING = r"^(?:(?:this|that|the|a|an|with|probably) )+";
    NEGATES = r"^(?:not|be not|be able|have to|be fine|be okay|be good) ";
    REPORTS = r"\b(?:revealed|showed|was|were)\b.*\b(?:low|high|normal|elevated|negative|positive|stable)\b";
    INTRODUCES = r"\b(?:\d+[ -]year[ -]old|has been diagnosed|have been diagnosed|you were diagnosed|been diagnosed|history of)\b";
    DANGLES = r" (?:the|a|an|of|my|and|is|for|with|that|or|but|at|was|were|because|when|like|really|very|their|it's|have|been|as|from|about|than|not|into|get|be|avoid|based|your|to|just|at that time|maybe|hopefully|since|well|are)$";
    ACTS = r"\b(?:call|come|let the|see|return|go to|follow|consider|will|can|should|start|stop|take|refer)\b";
    CONDITION_ONLY = r"^(?:if|when|once|as|unless|in case)\b";
    PROBLEM_WORD = r"^(?:(?:first|second|third|next|last|other|primary) )?(?:problem|issue|concern|diagnosis) (?:of |is )?(?:the |your |a |an )?";
    OPINES = r"\b(?:i think|consistent with|most likely|due to|suspect|suggest\w*|looks like|sounds like|caused by)\b";
    ANNOUNCES = r"\b(?:my (?:assessment|plan|impression|recommendation)|assessment and plan|plan for you|for your (?:first|1st)|first problem|i think|what i(?:'d| would) like|going to (?:order|prescribe|start|refer|put you)|consistent with|prescribe|refer you|diagnosis)\b";
    INTENT = r"^(?:(?:and|so|then|also|but|now|okay|lastly|first|second|finally|as for (?:the|your) \w+|for now|at this point|in the meantime|today|what|number 1|number 2|number 3|number one|number two|i think|i do think|if it's okay|so what|please|just|meanwhile|right now|in terms of treatment)[, ]+)*(?:i(?:'m| am) (?:just |also )?going to(?: go ahead and)?|i (?:certainly |really |definitely |also |just |do )*(?:want|need|would like|recommend|would recommend|suggest|would suggest|would advise|advise|encourage)(?: for)?(?: you)? to(?: go ahead and)?|i(?:'d| would) (?:also |really |just )?(?:like|recommend|suggest|advise|want|encourage)(?: for)?(?: you)?(?: to)?(?: go ahead and)?|(?:what|the (?:first|second|other|last) thing(?: that)?) (?:i|we)(?:'d| would|'ll| will| was going to| want to)? (?:like|recommend|suggest|do|want)(?: you)?(?: for you)?(?: to do| to try and do)?(?: is|,)*(?: just)?(?: we(?:'ll)?| you| that we| i'll)?(?: to)?|(?:number (?:\d|one|two|three|four)|(?:the|my) (?:first|second|third|next|other|last|main|best|most important) (?:thing|advice)|my advice)(?: (?:i|we|you)(?:'d| would| will|'ll)? (?:need|have|want|like)(?: you)? to do)? (?:is|would be)(?: just)?(?: to)?|what i think we(?:'ll| will| can| could|'re going to)? do is,?(?: maybe)?(?: if)?(?: we(?:'ll)?)?|(?:i|we)(?:'d| would)(?: probably| also| quite| really)* like to|(?:i|we)(?:'ll| would|'d) (?:certainly |strongly |definitely |always )?(?:advise|recommend|suggest)(?: you)?(?: to)?|i (?:will )?(?:certainly|strongly|definitely) (?:advise|recommend|suggest)(?: you)?(?: to)?|(?:so )?it(?:'s| is| may| might| would)(?: be)? (?:certainly |probably |definitely |also )?(?:worth|advisable|sensible)(?: to)?|i(?:'ll| will)(?: also| just| be)*(?: go ahead and)?|we(?:'re| are) (?:also |just )?going to(?: go ahead and)?|we(?:'ll| will)(?: also| just| be)*(?: go ahead and)?|let's(?: just| also)?(?: go ahead and)?|let me(?: just)?(?: go ahead and)?|you (?:should|can|need to|will need to|may|might want to|could|want to|must)(?: also| just| certainly)?|we (?:can|should|could|need to|want to|may)(?: also| just)?(?: go ahead and)?|i (?:recommend|suggest|advise|would recommend|would suggest)|you(?:'re| are) going to(?: need to)?|you(?:'ll| will)(?: need to| want to)?|you don't need to|my (?:recommendation|plan) (?:is|would be)(?: to)?|i(?:'d| would) say(?: that)?|it(?:'s| is) (?:really just|just about|really about|all about|just)|there(?:'s| are) (?:things|something|medicines|tablets) like|i think we (?:can|could|should|need to)|we(?:'ll| will) (?:have to|need to)|go ahead and|i want|i'd like) ";
    IMPERATIVE = r"^(?:maybe |please |feel free,? (?:to )?|just |also |then |and |really |it's really )*(?:making sure|taking|drinking|having|keeping|trying|avoiding|using|resting|giving|doing|getting|start|stop|continue|increase|decrease|take|avoid|keep|make sure|try|drink|rest|ice|elevate|use|apply|wear|come back|return|follow up|call|go to|see me|schedule|order|limit|don't|do not|eat|reduce|monitor|check|weigh|record|stay|get plenty|refrain|finish|complete|push|refer|give (?:me|us) a call|be careful|watch (?:out )?for|ask)\b";
    DRUG_ACTION = r"\b(?:start|continue|keep|increase|decrease|prescri\w+|put you|take|taking|add|adding|change|switch|stop|refill\w*|order|send|sending|give|giving|use|try|stay|trial|recommend|go (?:up|down)|bump|double|resume|hold|course|on)\b";
    TEST_ACTION = r"\b(?:order\w*|get|getting|check\w*|schedule|do|repeat|obtain|run|send\w*|need|recommend|draw|arrange|have|book|perform|request|organise|want|additional|sample)\b";
    REFER = r"\b(?:refer\w*|referral|consult\w*|see (?:a|an|the|our|your)|send you (?:to|over)|get you (?:in|into|set up)|set you up|appointment with|in touch with|work with|meet with|order|start|get you)\b";
    FOLLOW = r"\b(?:follow[ -]?up|come back|see me|see you (?:back|again|in)|return|call (?:me|us|the office|my office|our office|if|back)|let me know if|back in|in touch|feel free|give (?:me|us) a call|emergency (?:room|department)|if (?:it|you|your|the|things|symptoms|there)\b.*\b(?:worse\w*|not better|don't (?:get|improve)|develop|notice|get any|persist\w*)|check in with|book you in|face[- ]to[- ]face|(?:ring|contact) (?:us|me|the|back)|ring(?:ing)? (?:us|me)|another appointment|see (?:me|us) (?:again|sooner)|999|next (?:visit|appointment)|appointment in)\b";
    ADVICE = r"\b(?:diet|exercise|avoid|salt|sodium|water|fluids|hydrat\w+|rest|ice|heat|elevat\w+|weigh|monitor|record|portal|smok\w+|alcohol|food|eat|sleep|weight|keep|make sure|wear|stretch\w*|lift\w*|activit\w+|log|diary|counter|compress\w*|wash|shower|caffeine|sunscreen|stay|healthy|running|work|crutch\w*|boot|splint|sling|brace|pillow|insulin|blood (?:pressure|sugar)s?|watch|educat\w+|time off|week off|self-certify|hygiene|leaflet|link|read (?:about|up|through)|dioralyte|rehydrat\w+|pharmacy|pharmacist|ambulance|emergency|hospital|prescription|script)\b";
    OPINION = r"\b(?:i think (?:that )?(?:you(?:'ve| have|'re| are| may have| might have| probably have)?|this (?:is|may be|might be|could be)|it(?:'s| is| may be| might be| could be)|what(?:'s| is) (?:going on|happening) is)|consistent with|my (?:impression|diagnosis) (?:is|of)|diagnos(?:is|ed) (?:is|of|with)|this (?:is|sounds like|looks like|seems (?:like|to be)) (?:probably |likely |most likely |called |what we call )?(?:a|an)?|you (?:probably |likely |most likely |do )?have(?: got| developed)?(?: a| an| what we call| what's called| some)?|it (?:sounds|looks|seems) like|suspect|likely|suggest(?:s|ive)|signs of|due to|caused by|we call|it(?:'s| is) (?:probably|most likely|likely|just|more likely)|(?:could|might|may)(?: just| well| also)? (?:be|have)|what you (?:\w+ )?have is|possibilit(?:y|ies))\b";
    /// Words by which a diagnosis is introduced to a patient.
    CALLED = r",? ?\b(?:what (?:we|i|you|doctors)(?:'d| would)? (?:say|call)|what's called|something called|something like|what's known as|called)\b,?";
    /// What it is in the patient's words.
    EXPLAINED = r",? because .*$|,? which (?:is |basically |essentially |just |means )+.*$";
    /// What may be, without who thinks so.
    MAY_BE = r"^.*?\b((?:could|might|may)(?: just| well| also)? (?:be|have)\b.*|possib(?:ly|le) .*)$";
    OPINION_LEAD = r"^.*?\b(?:i (?:do )?think (?:that )?(?:what you (?:\w+ )?have is |this is |it's |it is |you(?:'ve| have)(?: got)? |you're |you are |you )?|consistent with |my (?:impression|diagnosis) (?:is|of)(?: that)? |diagnosis (?:is|of) |you have (?:what we call |what's called )?|this (?:is|sounds like|looks like|seems like) |it (?:sounds|looks|seems) like (?:you,? )*(?:probably |likely )?(?:have (?:got )?|it's |this is )?|what we call |it(?:'s| is) (?:probably |most likely |more likely |just )+|what you (?:\w+ )?have is |possibility is )(?:(?:probably|likely|most likely|just|called) )*(?:a |an |some )?";
    PROBLEM = r"\b(?:for|regarding|as far as|in terms of|with regards? to|as for) (?:your|the|her|his) (?:(?:(?:first|second|third|fourth|next|last|1st|2nd|3rd|4th|other) )?(?:problem|issue|concern|diagnosis|complaint)(?:,| of| is| which is| being| the)*|)[, ]*(?:your |of |the |that |a |an |is |,)*([\w'-]+(?: [\w'-]+){0,5}?)(?:,| i | i'm | we | we're | it | it's | you | you're | go | let's | let | continue | that | this | so | everything | again | looks | seems | is | right | what | at | and |$)";
    ORDINAL = r"\b(?:first|second|third|fourth|next|last|1st|2nd|3rd|4th|other) (?:problem|issue|concern|diagnosis|complaint)";
    UNSURE = r"\b(?:could be|might be|may be|differential|might have|may have|possib\w+|rule out|also consider|other (?:causes|potential)|versus|or maybe|i don't think)\b";
    HYPOTHETICAL = r"\b(?:most of the time|these (?:infections|things)|make sure|anytime|tell them|say that|if|when you|some people|people|usually|typically|can cause|can be|risk|sometimes|often|patients|do you|any questions|just means|what that means)\b";
    NOT_PLAN = r"\b(?:nurse|educational materials|check[ -]?out|front desk|take a (?:look|listen)|have a (?:look|listen)|look at (?:your|you|some|that|the)|examine|ask you|calling out|talk(?: a little| a bit)? (?:about|to you)|go over|review|walk you|be right back|any questions|finalize|tell dax|dragon|show me|listen to|press|push on|take a deep|see what|explain|physical exam|step out|pull up|have you|make sense|let you know what i find|start (?:with|by)|run through|move on|start again|work out|figure out|find out|fingers?|squeeze|how quickly|feel the pulse|counting|camera|mouth|put you on the|do a quick|do you)\b";
    CLOSE_TAG = r"(?:, (?:actually|because i|because we|i know|but i would|but i know|as i)\b .*|,? (?:and )?(?:so )?(?:hopefully|that way|which (?:will|is|can|should)|and (?:i think )?(?:that|it)(?: will|'ll| can)) .*|,? (?:if that's okay with you|does that sound good|and see how (?:that|you) (?:works|does|do|go)|and (?:then )?we(?:'ll| will) (?:go from there|see how)|and go from there|sound good|sounds good|what do you think).*|,? (?:okay|ok|all right|alright|for you|as well|too|at this time|and|so|but|you know|because|or|then)|, (?:right|there))+$";
    YOU_OBJECT = r"\b(refer|start|get|put|give|send|schedule|call|prescribe|set|prescribing|giving|sending|starting|referring|place|treat|keep|order|bring|switch|advise|book|recommend|ask|encourage|offer|make|take|teach|provide|leave|see) you( |,|$)";
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
        if let Some(dosage) = spoken_of.dosage(text, sentence.segment, place) {
            candidates.push(dosage);
            continue;
        }
        if let Some(problem) = problem(text) {
            let section = if diagnosed { SectionCode::Problems } else { SectionCode::PrimaryDiagnosis };
            diagnosed = true;
            current = section;
            candidates.push(Candidate::new(section, &problem, &[sentence.segment], place));
        }
        if !(2..=45).contains(&words) {
            continue;
        }
        if CONDITIONAL.is_match(text) {
            candidates.extend(plan(&conditional(text), sentence.segment, place));
            continue;
        }
        if is_plan(after_problem(text)) {
            candidates.extend(plan(after_problem(text), sentence.segment, place));
            continue;
        }
        if let Some((section, diagnosis)) = diagnosis(after_problem(text), current) {
            diagnosed |= section == SectionCode::PrimaryDiagnosis;
            candidates.push(Candidate::new(section, &diagnosis, &[sentence.segment], place));
        } else if FOLLOW.is_match(text) && !NOT_PLAN.is_match(text) {
            candidates.extend(plan(text, sentence.segment, place));
        }
    }
    candidates
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
            [one] => {
                let name = &sentence.text[one.start..one.end];
                self.drug = Some((name.to_owned(), sentence.segment, place));
            }
            // Of which of several a dosage is, nobody can tell.
            _ => self.drug = None,
        }
    }

    /// A dosage whose drug was named in a sentence before: "Amoxicillin: 1 tablet 3 times a day."
    fn dosage(&self, text: &str, segment: SegmentId, place: usize) -> Option<Candidate> {
        let (drug, named_in, named_at) = self.drug.as_ref()?;
        let near = place > *named_at && place <= named_at + SPOKEN_OF_FOR;
        let body = INTENT.find(text).map_or(text, |found| &text[found.end()..]);
        let alone =
            body.split(' ').count() <= LONGEST_DOSAGE && !GROUP.is_match(body) && !TEST.is_match(body);
        if !(near && alone && dose::gives_amount(body) && drugs_in(body).is_empty()) {
            return None;
        }
        let text = format!("{drug}: {}", impersonal(body)?);
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

/// "Congestive heart failure" of "for your first problem, your congestive heart failure, I think ...".
pub(super) fn problem(text: &str) -> Option<String> {
    let found = PROBLEM.captures(text)?.get(1)?.as_str();
    let ordinal = ORDINAL.is_match(text);
    let named = CONDITION.is_match(found) || SYMPTOM.is_match(found);
    let talk = found.split(' ').any(|word| {
        matches!(
            word,
            "visit" | "appointment" | "plan" | "you" | "your" | "medication" | "medications" | "now"
        )
    });
    let found = PROBLEM_WORD.replace(found, "");
    let found = LEADING.replace(&found, "");
    (found.len() > 2 && !talk && (named || (ordinal && found.split(' ').count() <= 4)))
        .then(|| found.into_owned())
}

/// What follows the problem's name.
fn after_problem(text: &str) -> &str {
    match PROBLEM.captures(text).and_then(|found| found.get(1)) {
        Some(name) => text[name.end()..].trim_start_matches([',', ' ']),
        None => text,
    }
}

fn diagnosis(text: &str, current: SectionCode) -> Option<(SectionCode, String)> {
    if !OPINION.is_match(text)
        || !(CONDITION.is_match(text)
            || (OPINES.is_match(text) && SYMPTOM.is_match(text) && !TEST.is_match(text)))
        || (HYPOTHETICAL.is_match(text) && !text.contains("I think") && !text.contains("i think"))
    {
        return None;
    }
    if INTRODUCES.is_match(text) {
        return None;
    }
    let text = CALLED.replace_all(text, "").replace("  ", " ");
    let text = text.as_str();
    let unsure = UNSURE.is_match(text);
    let lead = OPINION_LEAD.find(text);
    let rest = match lead {
        Some(lead) if !unsure && CONDITION.is_match(&text[lead.end()..]) => &text[lead.end()..],
        _ => MAY_BE
            .captures(text)
            .and_then(|found| found.get(1))
            .filter(|may_be| unsure && CONDITION.is_match(may_be.as_str()))
            .map_or(text, |may_be| may_be.as_str()),
    };
    let rest = CLOSE_TAG.replace(rest, "");
    let rest = EXPLAINED.replace(&rest, "");
    let rest = impersonal(&rest)?;
    let rest = LEADING.replace(&rest, "").into_owned();
    let section = if unsure { SectionCode::DifferentialDiagnoses } else { current };
    (rest.split(' ').count() <= 25).then_some((section, rest))
}

fn plan(text: &str, segment: SegmentId, place: usize) -> Option<Candidate> {
    let intent = INTENT.find(text);
    let refused = intent.is_some_and(|found| found.as_str().contains("don't need"));
    let body = match intent {
        Some(found) if !refused => &text[found.end()..],
        _ => text,
    };
    let section = kind(body, text)?;
    let body = CLOSE_TAG.replace(body, "");
    let body = impersonal(&body)?;
    let words = body.split(' ').count();
    if !(2..=40).contains(&words)
        || (CONDITION_ONLY.is_match(&body) && !ACTS.is_match(&body))
        || DANGLES.is_match(&body)
    {
        return None;
    }
    let detail = (section == SectionCode::PlanMedications)
        .then(|| dose::medication(&body).map(Detail::Medication))
        .flatten();
    Some(Candidate::new(section, &body, &[segment], place).with(detail))
}

/// To which part of the plan it belongs.
fn kind(body: &str, whole: &str) -> Option<SectionCode> {
    let drugs = !drugs_in(body).is_empty()
        || GROUP.is_match(body)
        || (dose::names_amount(body) && !TEST.is_match(body));
    if REPORTS.is_match(whole) || NEGATES.is_match(body) {
        return None;
    }
    Some(if FOLLOW.is_match(whole) && (!drugs || whole.contains("follow")) {
        SectionCode::PlanFollowUp
    } else if drugs && (DRUG_ACTION.is_match(body) || RECOMMENDS.is_match(whole)) {
        SectionCode::PlanMedications
    } else if REFERRAL.is_match(body) && REFER.is_match(body) {
        SectionCode::PlanReferrals
    } else if TEST.is_match(body) && TEST_ACTION.is_match(body) {
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

patterns! {
    GROUP = r"\b(?:antibiotics?|steroids?|medications?|inhaler|painkillers?|anti-inflammator\w+|nsaids?|statin|insulin|cream|ointment|supplements?|multivitamins?|eye drops|nasal spray|beta blocker|antihistamines?|tylenol|ibuprofen|paracetamol)\b";
    RECOMMENDS = r"\b(?:recommend|suggest|prescribe|like you to|want you to)\b";
    GIVES_US = r"\b(giv(?:e|ing)|ring(?:ing)?|send(?:ing)?) (?:us|me)\b";
    SEE_YOU = r"\bcome and see you again\b";
    SEE_ME = r"\b(?:and see me|see me back|and see us)\b";
    LET_ME_KNOW = r"\b(?:let (?:me|us) know|give (?:me|us) a call|call (?:me|us)|(?:see|come and see|contact) me)\b";
}

/// Without address to the patient: "refer you to" is "refer to", "your" is "the"; none where "you" or "I" remain in a way
/// that cannot stand in a note.
fn impersonal(text: &str) -> Option<String> {
    let text = SEE_YOU.replace_all(text, "return").into_owned();
    let text = YOU_OBJECT.replace_all(&text, "$1$2").into_owned();
    let text = SEE_ME.replace_all(&text, "").into_owned();

    let text = LET_ME_KNOW
        .replace_all(&text, |found: &regex::Captures<'_>| {
            let said = found.get(0).map_or("", |m| m.as_str());
            if said.starts_with("let") {
                "let the clinic know"
            } else if said.contains("see") {
                "return"
            } else {
                "call"
            }
            .to_owned()
        })
        .into_owned();
    let text = GIVES_US.replace_all(&text, "$1").into_owned();
    let mut words: Vec<String> = Vec::new();
    // Where "the patient" was put last; an adverb may stand between it and its verb.
    let mut after_patient = usize::MAX;
    for word in text.split_whitespace() {
        let plain = super::words::bare(word);
        let tail = &word[word.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..];
        match plain.as_str() {
            "your" | "our" => words.push("the".into()),
            "you" => {
                after_patient = words.len();
                words.push(format!("the patient{tail}"));
            }
            "you're" => words.push("the patient is".into()),
            "you've" => words.push("the patient has".into()),
            "you'll" => words.push("the patient will".into()),
            "have" | "are" | "were" | "do" | "don't" | "get" | "need" | "feel" | "notice" | "want"
            | "start" | "develop" | "see" | "experience" | "take"
                if words.last().is_some_and(|last| {
                    last == "the patient"
                        || (last.ends_with("ly") && after_patient.saturating_add(2) == words.len())
                }) =>
            {
                words.push(match plain.as_str() {
                    "have" => "has".into(),
                    "were" => "was".into(),
                    "are" => "is".into(),
                    "do" => "does".into(),
                    "don't" => "does not".into(),
                    verb => format!("{verb}s"),
                });
            }
            "i" | "i'm" | "i'll" | "i've" | "i'd" | "we" | "we're" | "we'll" | "we've" | "my" | "me"
            | "us" | "myself" | "let's" | "we'd" => return None,
            _ => words.push(word.to_owned()),
        }
    }
    let text = words.join(" ").replace(" ,", ",");
    let text = text.trim_start_matches("is ").trim_start_matches("on ").trim_start_matches("to ");
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned_as(text: &str) -> Option<(SectionCode, String)> {
        plan(text, SegmentId(0), 0).map(|candidate| (candidate.section, candidate.text))
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
    fn an_opinion_becomes_a_diagnosis() {
        assert_eq!(
            diagnosis("I think this is a sprain of the left knee", SectionCode::PrimaryDiagnosis),
            Some((SectionCode::PrimaryDiagnosis, "sprain of the left knee".to_owned()))
        );
        assert_eq!(
            problem("for your first problem, your congestive heart failure, I think").as_deref(),
            Some("congestive heart failure")
        );
    }
}
