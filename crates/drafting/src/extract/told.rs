//! What the patient tells: sorted by what it is about, in the third person.

use clinical::drugs::drugs_in;
use clinical::{Allergy, Detail, SectionCode, SegmentId};

use super::asked::{OF_DRUGS, Topic, exchanges, names_asked, symptoms};
use super::dose;
use super::lexicon::{BODY, CONDITION, PROCEDURE, SYMPTOM, patterns};
use super::person::{denial_at, telegraphic, third_person};
use super::said::CONDITION_ALONE;
use super::speakers::By;
use super::telling::is_talk;
use super::words::without_links;
use super::{Candidate, Consult};

patterns! {
    /// Who somebody is, and whether the line is good, belongs in no note.
    ASKS_WHO = r"\b(?:your (?:full |first |last )?(?:name|address|date of birth|age|postcode|e-?mail)|how old are you|how old you are|hear me|private place|confidential|happy to (?:continue|proceed))\b";
    OTHERS = r"\b(?:friends?|co-?workers?|colleagues?|cousins?|neighbou?rs?|boss|roommates?|wife|husband|son|daughter|kids?|children|partner|boyfriend|girlfriend) (?:\w+ ){0,4}(?:has|had|have|said|says|does|did|is|was|got|who|also)\b";
    SMOKES = r"\b(?:smok\w+|cigar\w*|packs?)\b";
    DRINKS = r"\b(?:drink\w*|alcohol|wine|beers?)\b";
    AMOUNT_OF_ALCOHOL = r"\b(?:\d|couple|few|one|two|occasional\w*|social\w*|rare\w*|moderate\w*|never|weekends?|week|night|glass\w*|pints?|units?|bottles?|cans?|gin|vodka|whisk\w+|sherry|cider|lager|normal amount|not (?:much|really|often))\b";
    TAKES_BACK = r"\b(?:but|except|until|although|other than|just|only|if|unless)\b";
    /// A "no" before these answered what came before.
    CLAUSE = r"^(?:not|no|none|nothing|well|because|it|i|that|the|they|there|this|those|a|an|one|anything|of|please|do|does|quite|much)\b|,|\b(?:not|n't|no)\b";
    UNSURE = r"\b(?:maybe|not sure|don't know|no idea|i guess|perhaps)\b";
    AMOUNT_BEFORE = r"(?:\b\d[\d.,-]*(?: (?:mg|mcg|units?|tablets?|puffs?|ml|of))* |\b(?:extra strength|baby|low[ -]dose|liquid) )+$";
    ADDRESSES = r"\b(?:you|your|i|i'm)\b";
    FOLLOWS = r"\b(?:follow[ -]?up|check|exam|physical|results|evaluation|abnormal|low|high|elevated|visit|consult\w*)\b";
    END_OF_REASON = r",? (?:in (?:the|your) notes?|so|she was|he was|is that|and (?:i|you|we)|can you|tell me|how|what|that's) .*$|,? (?:today|right)$";
    WHOSE = r"^(?:his|her|their) ";
    OF_YOURS = r"\byour\b";
    INTRODUCES = r"\b(?:\d+[ -]year[ -]old|past medical history)\b";
    ASIDE = r"\b(?:aside from|except for|besides|other than) (?:this |the |some |my )?(.+?)(?: that| which)?(?: i've been having| i have| i've had| that i've got)?$";
    HEARD = r"\b(?:told me|i (?:see|understand|heard|saw|hear)|says|looks like|referred)(?: here)?(?: that| from .*? that)? you(?:'re| are|'ve| were| had| have| hurt| got| came| went)?(?: been| having| here| in| today| some| an?| this| for| with| experiencing| because| of| got| to the (?:er|emergency room|emergency department))+ (.+)$";
    CHATTER = r"\b(?:my name|e-?mail|date of birth|was born|phone number|post ?code|thank|thanks|sounds good|nice to|good to see|how are you|i don't know what|i hope|makes sense|i understand|i see|i'll do|i will do|i wonder|wondering|i was just|that's good|that's great|oh my|my goodness|believe it|exactly|what should|should i|can i|could i|do i|am i|is it|are there|hear me|see you|sorry|weekend plans|appreciate it|let me know|to hear that|guess what|no questions|question|pardon|hopefully|tell you|excited|joke|awesome|pretty good|doing well|doing good|doing okay)\b";
    ENDS_OPEN = r" (?:the|a|an|to|of|my|and|is|in|for|with|that|or|but|so|at|on|was|were|because|i|it's|i'm|just|if|when|like|really|very|their|his|her|it|been|have|had|as|from|about|do|did|are|they|there's|than|not|into|get|got|be|again|where|what|how|which|some|any|up to|who|that's|he's|she's|think|going)$";
    TIME = r"\b(?:\d+|few|couple|several|last|past|since|ago|yesterday|today|morning|night|week|weeks|month|months|day|days|year|years|hours?|minutes?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|constant\w*|intermittent\w*|comes and goes|daily|sudden\w*|gradual\w*)\b";
    COURSE = r"\b(?:worse|better|improv\w+|started|began|noticed|helps?|helped|relie\w+|sharp|dull|stabbing|severe|mild|moderate|radiat\w+|spread\w*|worsen\w*|persist\w*|swallow\w*|breath\w*|sleep\w*|walk\w*|fell|slipped|twisted|hit|injur\w+|emergency|hospital|eat\w*|drink\w*|urinat\w+|climb\w*|stairs|exercise|ice|rest|iced|dry|clear|blood\w*|watery|green|yellow|vomit\w*|medication|diet|weight|tablets)\b";
    ALLERGY = r"\b(?:allerg(?:y|ic|ies)|gives? me (?:a |an )?(?:\w+ )?(?:rash|hives|swelling)|break out|anaphyl\w+)\b";
    NO_ALLERGIES = r"^(?:i have |i've got |i've )?no (?:known )?(?:\w+ )?allergies(?: at all| to (?:anything|any medications?|medications?))?$";
    SEASONAL = r"\b(?:seasonal|pollen|hay fever|test\w*)\b";
    GIVES = r"^(?:to )?(.+?),? (?:it )?(?:gives?|makes|causes?) me (?:(?:a|an) )?(.+)$";
    ALLERGIC_TO = r"\ballergic to (?:the )?(.+)$";
    RELATIVE = r"\b(?:my|his|her) (?:\w+ )?(?:mother|mom|mum|father|dad|brother|sister|grandm\w+|grandf\w+|grandpa|uncle|aunt|cousin|grandparents|parents|great grand\w+|family)\b";
    TOLD_OF_RELATIVE = r"\b(?:has|had|have|died|passed|diagnosed|history|healthy|with|runs|got|both)\b";
    RELATIVE_TAKES = r"\b(?:takes?|took|uses|says?|said|told|made|think\w*)\b";
    DIED = r"\b(?:died|passed away|suicide)\b";
    POINTS_BACK = r"\b(?:has|have|had|got|with) (?:it|them|that|one|those|the same)\b";
    SOCIAL = r"\b(?:smok\w+|cigarettes?|cigars?|packs? (?:a|per) day|alcohol|beers?|wine|drinks? (?:a|per) (?:day|night|week)|drinker|marijuana|cannabis|vape|i live|lives? alone|retired|married|divorced|i work (?:as|in|at|for|from)|my job|for a living|(?:i'm|i am) an? (?:\w+ ){0,2}(?:teacher|accountant|nurse|engineer|student|driver|manager|cook|chef|lawyer|farmer|carpenter|mechanic|server|secretary|builder|plumber|electrician|designer|consultant|analyst|developer|worker))\b";
    TAKES = r"\b(?:i(?:'m| am)? (?:\w+ )?(?:take|taking|use|using|on)|i(?:'ve| have) been (?:taking|on|using)|started me on|put me on|something called|is the other one|prescribed|still (?:on|taking)|(?:it's|that's|they're) (?:the )?)\b";
    TRIED = r"\b(?:tried|took|helps?|helped|help|stopped|used to|for (?:it|that|this|the pain)|didn't|doesn't|not|don't|haven't|forget|missed|ran out|relief|run out|before|ever since|refill)\b";
    HISTORY = r"\b(?:i have|i've had|i(?:'ve)? got|diagnosed|history of|had (?:a|an|my|some)|i was told|i had|suffer from|removed|took (?:my|out))\b";
    RECENT = r"\b(?:days?|weeks?|yesterday|today|morning|pain|started|feel|feeling|hurt\w*|worse|noticed)\b";
    LEADS_ANSWER = r"^(?:(?:it's|it is|it was|it's been|it has been|they're|probably|just|like|i think|i'd say|i would say) )+(?:there )?";
    PLACES = r"^(?:on|in|at|around|behind|under|over|down|across) ";
    OF_COURSE = r"^(?:it|they|that) (?:just )?(comes?|goes) ";
    NOT_QUITE = r"^(?:not|no|nothing|well)\b";
    LAST = r"\bwhen (?:was|were|did) (?:your|the) last (\w+(?: (?:period|test|smear|check|appointment|dose|tablet))?)";
    SIDE = r"\b(?:left|right|both|sides?|front|top|bottom|middle|all over|lower|upper|inside|outside|general|everywhere)\b";
    MEASURED = r"\b\d|\b(?:very|quite|really|mild|moderate|severe|bad|not too)\b";
    CONSTANCY = r"\b(?:comes? and goes?|constant\w*|all the time|on and off|intermittent\w*|continuous\w*|always|throughout|every|now and (?:then|again)|comes)\b";
    SUBJECT = r"^(?:i|i'm|i've|it|it's|they|he|she|that|that's|there|there's|we|my|the|this|these|those|when|if|sometimes|at|some|his|her|their|both|after|before|since|whenever|every|climbing|rest|sitting|standing|walking|lying|in the|on the|as|mostly|just|mainly|over|during)\b";
}

/// Candidates from everything the patient says that is more than a yes or no.
pub(super) fn told(consult: &Consult) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let exchanges = exchanges(consult);
    let complaint = chief_complaint(consult, &mut candidates);
    for (place, sentence) in consult.sentences.iter().enumerate() {
        if sentence.by != By::Patient || sentence.asks || Some(place) == complaint {
            continue;
        }
        // The first words after a question are about what was asked.
        let asked = exchanges.iter().find(|exchange| {
            exchange.answer <= place
                && place <= exchange.answer + 2
                && same_turn(consult, exchange.answer, place)
        });
        let question =
            asked.map(|exchange| consult.sentences[exchange.questions[exchange.questions.len() - 1]].segment);
        let asks = asked.map(|exchange| {
            consult.sentences[exchange.questions[exchange.questions.len() - 1]].text.as_str()
        });
        let first = asked.is_some_and(|exchange| exchange.answer == place);
        let text = without_links(&sentence.text).to_owned();
        let mut evidence = vec![sentence.segment];
        let about_asked =
            POINTS_BACK.is_match(&text) || asks.is_some_and(|asked| names_asked(asked, &text, false));
        if first || about_asked {
            evidence.extend(question);
        }
        let named = asked.filter(|exchange| exchange.polarity.is_none()).map(|exchange| {
            symptoms(&consult.sentences[exchange.questions[exchange.questions.len() - 1]].text)
        });
        let topic = asked.and_then(|exchange| exchange.topic);
        if asks.is_some_and(|question| ASKS_WHO.is_match(question)) {
            continue;
        }
        let told = Told { text: &text, question: asks, topic, first, asked: named, evidence, place };
        candidates.extend(told.sorted(consult));
    }
    candidates
}

fn same_turn(consult: &Consult, answer: usize, place: usize) -> bool {
    consult.sentences[answer..=place].iter().all(|sentence| sentence.by == By::Patient)
}

/// Words of an answer to whether it comes and goes; more is a story.
const LONGEST_COURSE: usize = 8;

/// Letters; "is" and "do" are all that is left of "I am" and "I do".
const LEAST_OF_A_LIST: usize = 3;

struct Told<'a> {
    text: &'a str,
    /// The question that it answers.
    question: Option<&'a str>,
    topic: Option<Topic>,
    /// Whether it is the first sentence of an answer.
    first: bool,
    /// The symptoms that the question asked about.
    asked: Option<Vec<String>>,
    evidence: Vec<SegmentId>,
    place: usize,
}

impl Told<'_> {
    fn sorted(&self, consult: &Consult) -> Vec<Candidate> {
        let text = self.text;
        let words = text.split(' ').count();
        // One word is enough to name what one takes or does not bear.
        let named = words == 1
            && self.first
            && matches!(self.topic, Some(Topic::Medications | Topic::Allergies))
            && !drugs_in(text).is_empty();
        if !(2..=40).contains(&words) && !named
            || CHATTER.is_match(text)
            || is_talk(text)
            || ENDS_OPEN.is_match(text)
        {
            return Vec::new();
        }
        if let Some(allergy) = self.allergy(consult) {
            return vec![allergy];
        }
        if RELATIVE.is_match(text)
            && !RELATIVE_TAKES.is_match(text)
            && (TOLD_OF_RELATIVE.is_match(text)
                && (CONDITION.is_match(text)
                    || self.topic == Some(Topic::Family)
                    || POINTS_BACK.is_match(text)
                        && self.question.is_some_and(|asked| CONDITION.is_match(asked))))
        {
            return self.family(consult);
        }
        if DIED.is_match(text) && (RELATIVE.is_match(text) || self.topic == Some(Topic::Family)) {
            return self.turned(consult, SectionCode::FamilyHistory);
        }
        if self.first && self.topic == Some(Topic::Family) && CONDITION.is_match(text) {
            return self.turned(consult, SectionCode::FamilyHistory);
        }
        let medications = self.medications();
        if !medications.is_empty() {
            return medications;
        }
        if SOCIAL.is_match(text) && !SYMPTOM.is_match(text) {
            return self.turned(consult, SectionCode::SocialHistory);
        }
        let of_habit = || SMOKES.is_match(text) || DRINKS.is_match(text) || AMOUNT_OF_ALCOHOL.is_match(text);
        if self.first
            && (matches!(self.topic, Some(Topic::Drugs | Topic::Social))
                || matches!(self.topic, Some(Topic::Tobacco | Topic::Alcohol)) && of_habit())
        {
            return self.social_fragment(consult);
        }
        if OTHERS.is_match(text) {
            return Vec::new();
        }
        let past = CONDITION.is_match(text) || PROCEDURE.is_match(text);
        if past && HISTORY.is_match(text) && !RECENT.is_match(text)
            || past && matches!(self.topic, Some(Topic::History | Topic::Surgery))
        {
            return self.turned(consult, SectionCode::PastMedicalHistory);
        }
        self.history(consult)
    }

    /// The sentence in the third person, for a list without its subject.
    fn turned(&self, consult: &Consult, section: SectionCode) -> Vec<Candidate> {
        let Some(turned) = third_person(self.text, consult.pronouns) else { return Vec::new() };
        let listed = telegraphic(&turned);
        if !listed.contains(' ') && listed.len() < LEAST_OF_A_LIST {
            return Vec::new();
        }
        vec![Candidate::new(section, &listed, &self.evidence, self.place)]
    }

    /// "My father had them" is about what was asked: "Kidney stones: their father had them."
    fn family(&self, consult: &Consult) -> Vec<Candidate> {
        if CONDITION.is_match(self.text) {
            return self.turned(consult, SectionCode::FamilyHistory);
        }
        let about_asked = self.first || POINTS_BACK.is_match(self.text);
        let Some(asked) = self.question.and_then(|question| CONDITION.find(question)).filter(|_| about_asked)
        else {
            return Vec::new();
        };
        let Some(turned) = third_person(self.text, consult.pronouns) else { return Vec::new() };
        let text = format!("{}: {turned}", asked.as_str());
        vec![Candidate::new(SectionCode::FamilyHistory, &text, &self.evidence, self.place)]
    }

    fn allergy(&self, consult: &Consult) -> Option<Candidate> {
        if NO_ALLERGIES.is_match(self.text) {
            let of_drugs = if OF_DRUGS.is_match(self.text) { "drug " } else { "" };
            let text = format!("No known {of_drugs}allergies");
            let none = Detail::Allergy(Allergy::default());
            return Some(
                Candidate::new(SectionCode::Allergies, &text, &self.evidence, self.place).with(Some(none)),
            );
        }
        let about = ALLERGY.is_match(self.text) && !SEASONAL.is_match(self.text)
            || (self.topic == Some(Topic::Allergies) && self.first);
        if !about {
            return None;
        }
        let (substance, reaction) = if let Some(found) = GIVES.captures(self.text) {
            (found.get(1)?.as_str(), found.get(2).map(|m| m.as_str()))
        } else if let Some(found) = ALLERGIC_TO.captures(self.text) {
            (found.get(1)?.as_str(), None)
        } else if let [drug] = drugs_in(self.text)[..] {
            (&self.text[drug.start..drug.end], None)
        } else {
            return None;
        };
        if substance.split(' ').count() > 4
            || third_person(substance, consult.pronouns).as_deref() != Some(substance)
        {
            return None;
        }
        let reaction = reaction.filter(|reaction| reaction.split(' ').count() <= 6);
        let text =
            reaction.map_or_else(|| substance.to_owned(), |reaction| format!("{substance}: {reaction}"));
        let detail = Detail::Allergy(Allergy {
            substance: Some(substance.into()),
            reaction: reaction.map(Into::into),
        });
        Some(Candidate::new(SectionCode::Allergies, &text, &self.evidence, self.place).with(Some(detail)))
    }

    /// One statement for each drug that the patient says to take, with the dosage that stands behind its name.
    fn medications(&self) -> Vec<Candidate> {
        let mentions = drugs_in(self.text);
        let listed = matches!(self.topic, Some(Topic::Medications | Topic::Social | Topic::History));
        let says = TAKES.is_match(self.text) || (listed && self.first);
        if mentions.is_empty() || !says || TRIED.is_match(self.text) {
            return Vec::new();
        }
        let ends: Vec<usize> =
            mentions.iter().skip(1).map(|next| next.start).chain([self.text.len()]).collect();
        mentions
            .iter()
            .zip(ends)
            .map(|(mention, limit)| {
                let part = &self.text[..limit];
                let start =
                    AMOUNT_BEFORE.find(&part[..mention.start]).map_or(mention.start, |found| found.start());
                let end = dose::phrase_end(part, mention.end);
                let phrase = &self.text[start..end];
                let detail = dose::medication(phrase).map(Detail::Medication);
                Candidate::new(SectionCode::Medications, phrase, &self.evidence, self.place).with(detail)
            })
            .collect()
    }

    /// "About two packs a day" after "do you smoke?" is "Smoking: about two packs a day."
    fn social_fragment(&self, consult: &Consult) -> Vec<Candidate> {
        let of_alcohol = DRINKS.is_match(self.text);
        let label = match self.topic {
            Some(Topic::Tobacco) if !of_alcohol => "Tobacco",
            Some(Topic::Alcohol | Topic::Tobacco)
                if !SMOKES.is_match(self.text) && (of_alcohol || AMOUNT_OF_ALCOHOL.is_match(self.text)) =>
            {
                "Alcohol"
            }
            _ => {
                return if SUBJECT.is_match(self.text) {
                    self.turned(consult, SectionCode::SocialHistory)
                } else {
                    Vec::new()
                };
            }
        };
        let Some(turned) = third_person(self.text, consult.pronouns) else { return Vec::new() };
        let text = format!("{label}: {}", telegraphic(&turned));
        vec![Candidate::new(SectionCode::SocialHistory, &text, &self.evidence, self.place)]
    }

    /// The story of the complaint: what has clinical words in it, as a sentence or as the labelled answer to what was asked.
    fn history(&self, consult: &Consult) -> Vec<Candidate> {
        let text = self.text;
        if let Some(denied) = self.denied(consult) {
            return vec![denied];
        }
        let label = match self.topic {
            Some(Topic::Duration) => "Duration",
            Some(Topic::Frequency) => "Frequency",
            Some(Topic::Course) => "Course",
            Some(Topic::Onset) => "Onset",
            Some(Topic::Location) => "Location",
            Some(Topic::Severity) => "Severity",
            Some(Topic::Character) => "Character",
            _ => "",
        };
        // "It's probably an 8" answers as "an 8" does.
        let bare_answer = LEADS_ANSWER.replace(text, "");
        let bare_answer = if label == "Course" {
            OF_COURSE.replace(&bare_answer, "$1 ")
        } else {
            bare_answer.as_ref().into()
        };
        let text = if self.first
            && !label.is_empty()
            && (PLACES.is_match(&bare_answer) || !SUBJECT.is_match(&bare_answer))
        {
            bare_answer.as_ref()
        } else {
            text
        };
        let Some(mut turned) = third_person(text, consult.pronouns) else { return Vec::new() };
        if CONDITION_ALONE.is_match(text) {
            return Vec::new();
        }
        let places = PLACES.is_match(text) && self.first && matches!(self.topic, Some(Topic::Location));
        if !SUBJECT.is_match(text) || places {
            let clinical = SYMPTOM.is_match(text) || CONDITION.is_match(text);
            let asked = self.asked.as_deref().filter(|_| self.first && !UNSURE.is_match(text));
            if let (Some(Topic::Symptoms), Some([asked])) = (self.topic, asked) {
                // "Not so much", "not the throat": neither yes nor no to what was asked.
                if NOT_QUITE.is_match(text) {
                    return Vec::new();
                }
                turned = format!("{asked}: {turned}");
            } else if let Some(last) = self
                .question
                .and_then(|asked| LAST.captures(asked))
                .filter(|_| self.first && TIME.is_match(text))
            {
                turned = format!("Last {}: {turned}", &last[1]);
            } else if self.first && !label.is_empty() {
                let measured = match label {
                    "Location" => BODY.is_match(text) || SIDE.is_match(text),
                    "Character" => true,
                    "Severity" => MEASURED.is_match(text) || clinical,
                    "Course" => CONSTANCY.is_match(text) && text.split(' ').count() <= LONGEST_COURSE,
                    _ => TIME.is_match(text) || clinical,
                };
                if !measured {
                    return Vec::new();
                }
                turned = format!("{label}: {turned}");
            } else if !clinical || text.split(' ').count() < 3 {
                return Vec::new();
            }
        }
        vec![Candidate::new(SectionCode::HistoryOfPresentIllness, &turned, &self.evidence, self.place).open()]
    }

    /// "I haven't had any fever" is "Denies fever"; what is no symptom is denied in the patient's words.
    fn denied(&self, consult: &Consult) -> Option<Candidate> {
        let start = denial_at(self.text)?;
        let rest = &self.text[start..];
        if let [named] = &symptoms(rest)[..]
            && rest.split(' ').count() <= named.split(' ').count() + 1
        {
            let text = format!("Denies {named}");
            return Some(Candidate::new(SectionCode::ReviewOfSystems, &text, &self.evidence, self.place));
        }
        let names = SYMPTOM.is_match(rest) || CONDITION.is_match(rest) || PROCEDURE.is_match(rest);
        if !names || TAKES_BACK.is_match(rest) || CLAUSE.is_match(rest) || rest.split(' ').count() > 14 {
            return None;
        }
        let text = format!("the patient denies {}", third_person(rest, consult.pronouns)?);
        Some(Candidate::new(SectionCode::HistoryOfPresentIllness, &text, &self.evidence, self.place).open())
    }
}

patterns! {
    COMES_FOR = r"\b(?:who )?(?:presents?|comes? in|came in|is here|here today|here|coming in|in today|seen|referred)(?: today| to the (?:clinic|office)(?: today)?| in)?(?: today)?,? (?:for|with|because of|complaining of|due to)(?: a| an| evaluation of| some| the)? (.+)$";
    HERE_PERSONAL = r"\b(?:you|i|your|my|me|we|let|that|this|it)\b";
    COMPLAINT = r"\b(?:i(?:'ve| have) been|i(?:'ve| have)|i(?:'m| am)|my|it's|i was|i had|i just|there's|i got|i feel|i hurt|i fell|i noticed|i keep|i don't|i'm not|i haven't|i can't|i couldn't|i woke|it (?:really |quite )?hurts|it's been|having|feeling|a bit of|she's|he's|(?:my|our) (?:son|daughter|baby))\b";
    /// What the patient is known to come with, before the patient tells it: "You mentioned you've had some trouble hearing".
    MENTIONED = r"\byou(?:'ve| have|'re|were)?(?: been)? (?:mention\w*|said|saying|put)(?: that)? (?:you(?:'re| are|'ve| have| had| were|'ve been)|there(?:'s| is| was))(?: got| having| had| been| some| a bit| an?)* (.+)$";
}

/// Why the patient came: as the clinician introduces it, else the first complaint of the patient. Gives the sentence that
/// it took whole.
fn chief_complaint(consult: &Consult, candidates: &mut Vec<Candidate>) -> Option<usize> {
    let early = consult.sentences.len().min(40);
    for (place, sentence) in consult.sentences[..early].iter().enumerate() {
        if sentence.by != By::Clinician || sentence.asks {
            continue;
        }
        if INTRODUCES.is_match(&sentence.text) && !ADDRESSES.is_match(&sentence.text) && sentence.words() >= 6
        {
            let introduced = Candidate::new(
                SectionCode::HistoryOfPresentIllness,
                &sentence.text,
                &[sentence.segment],
                place,
            );
            candidates.push(introduced);
        }

        let found = COMES_FOR.captures(&sentence.text).or_else(|| HEARD.captures(&sentence.text));
        if let Some(reason) = found.and_then(|found| found.get(1)) {
            let reason = OF_YOURS.replace_all(reason.as_str(), "the");
            let reason = WHOSE.replace(&reason, "");
            let reason = END_OF_REASON.replace(&reason, "").into_owned();
            let clinical = SYMPTOM.is_match(&reason)
                || CONDITION.is_match(&reason)
                || BODY.is_match(&reason)
                || FOLLOWS.is_match(&reason);
            let reason = reason.as_str();
            if clinical && !HERE_PERSONAL.is_match(reason) && reason.split(' ').count() <= 16 {
                candidates.push(Candidate::new(
                    SectionCode::ChiefComplaint,
                    reason,
                    &[sentence.segment],
                    place,
                ));
                return None;
            }
        }
    }
    let complaint = consult.sentences[..early].iter().enumerate().find_map(|(place, sentence)| {
        if sentence.by != By::Patient || sentence.asks {
            return None;
        }
        let text = without_links(&sentence.text).to_owned();
        let words = text.split(' ').count();
        let complains = (SYMPTOM.is_match(&text)
            || CONDITION.is_match(&text)
            || (BODY.is_match(&text) && COURSE.is_match(&text)))
            && COMPLAINT.is_match(&text)
            && !text.to_lowercase().starts_with("no ");
        ((3..=35).contains(&words) && complains && !CHATTER.is_match(&text) && !ENDS_OPEN.is_match(&text))
            .then_some((place, text))
    });
    let before = complaint.as_ref().map_or(early, |(place, _)| *place);
    let mentioned = consult.sentences[..before].iter().enumerate().find_map(|(place, sentence)| {
        let found =
            MENTIONED.captures(&sentence.text).filter(|_| sentence.by == By::Clinician)?.get(1)?.as_str();
        let reason = OF_YOURS.replace_all(found, "the");
        let reason = END_OF_REASON.replace(&reason, "");
        let clear =
            SYMPTOM.is_match(&reason) && !HERE_PERSONAL.is_match(&reason) && reason.split(' ').count() <= 10;
        clear.then(|| Candidate::new(SectionCode::ChiefComplaint, &reason, &[sentence.segment], place))
    });
    if mentioned.is_some() {
        candidates.extend(mentioned);
        return None;
    }
    let (place, text) = complaint?;
    let aside = ASIDE.captures(&text).and_then(|found| found.get(1)).map(|found| found.as_str().to_owned());
    let text = aside.filter(|named| SYMPTOM.is_match(named)).unwrap_or(text);
    let turned = third_person(&text, consult.pronouns)?;
    let evidence = [consult.sentences[place].segment];
    candidates.push(Candidate::new(SectionCode::ChiefComplaint, &telegraphic(&turned), &evidence, place));
    Some(place)
}
