//! What the patient tells: sorted by what it is about, in the third person.

use clinical::drugs::drugs_in;
use clinical::{SectionCode, SegmentId};

use super::complaint::chief_complaint;
use super::exchange::{Exchange, Polarity, exchanges, names_asked};
use super::lexicon::{BODY, CONDITION, PROCEDURE, SYMPTOM, patterns};
use super::person::{denial_at, telegraphic, third_person};
use super::safety::{answered, asked_about, denies_again, is_of_safety, refers_to_asked};
use super::said::CONDITION_ALONE;
use super::sentences::lower_first;
use super::speakers::By;
use super::symptoms::{NEUTRAL, VAGUE, decapitalised, nominal, symptoms};
use super::telling::{is_clinical, is_talk};
use super::topics::Topic;
use super::words::without_links;
use super::{Candidate, Consult, allergies, taking};

patterns! {
    /// Of somebody who is named in no statement.
    OF_ANOTHER = r"^(?:he|she|he's|she's|he'll|she'll|he'd|she'd|they said|they say)\b";
    /// Points at what was said before, and names nothing itself.
    POINTS = r"^(?:that|that's|that'd|those|these|this one|that one|them)\b";
    /// Who somebody is, and whether the line is good, belongs in no note.
    ASKS_WHO = r"\b(?:your (?:full |first |last )?(?:name|address|date of birth|age|postcode|e-?mail)|how old are you|how old you are|hear me|private place|confidential|happy to (?:continue|proceed))\b";
    OTHERS = r"\b(?:friends?|co-?workers?|colleagues?|cousins?|neighbou?rs?|boss|roommates?|wife|husband|son|daughter|kids?|children|partner|boyfriend|girlfriend) (?:\w+ ){0,4}(?:has|had|have|said|says|does|did|is|was|got|who|also)\b";
    SMOKES = r"\b(?:smok\w+|cigar\w*|packs?)\b";
    DRINKS = r"\b(?:drink\w*|alcohol|wine|beers?)\b";
    AMOUNT_OF_ALCOHOL = r"\b(?:\d|couple|few|one|two|occasional\w*|social\w*|rare\w*|moderate\w*|never|weekends?|week|night|glass\w*|pints?|units?|bottles?|cans|a can|gin|vodka|whisk\w+|sherry|cider|lager|normal amount|not (?:much|really|often))\b";
    TAKES_BACK = r"\b(?:but|except|until|although|other than|just|only|if|unless)\b";
    /// A "no" before these answered what came before.
    CLAUSE = r"^(?:not|no|none|nothing|well|because|it|i|that|the|they|there|this|those|a|an|one|anything|of|please|do|does|quite|much)\b|,|\b(?:not|n't|no)\b";
    UNSURE = r"\b(?:maybe|not sure|don't know|no idea|i guess|perhaps)\b";
    CHATTER = r"\b(?:my name|e-?mail|date of birth|was born|phone number|post ?code|thank|thanks|sounds good|nice to|good to see|how are you|i don't know what|i hope|makes sense|i understand|i see|i'll do|i will do|i wonder|wondering|i was just|that's good|that's great|oh my|oh lord|my god|my goodness|believe it|exactly|what should|should i|can i|could i|do i|am i|is it|are there|hear me|see you|sorry|weekend plans|appreciate it|let me know|to hear that|guess what|no questions|question|pardon|hopefully|tell you|i wish|touch wood|knock on wood|excited|joke|awesome|pretty good|doing well|doing good|doing okay)\b";
    ENDS_OPEN = r" (?:the|a|an|to|of|my|and|is|in|for|with|that|or|but|so|at|on|was|were|because|i|it's|i'm|just|if|when|like|really|very|their|his|her|it|been|have|had|as|from|about|do|did|are|they|there's|than|not|into|get|got|be|again|where|what|how|which|some|any|up to|who|that's|he's|she's|think|going)$";
    TIME = r"\b(?:\d+|few|couple|several|last|past|since|ago|yesterday|today|morning|night|week|weeks|month|months|day|days|year|years|hours?|minutes?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|constant\w*|intermittent\w*|comes and goes|daily|sudden\w*|gradual\w*)\b";
    RELATIVE = r"\b(?:my|his|her|their|caregiver's) (?:\w+ )?(?:mother|mom|mum|father|dad|brother|sister|grandm\w+|grandf\w+|grandpa|uncle|aunt|cousin|grandparents|parents|great grand\w+|family)\b|^(?:and )?(?:mom|mum|dad|grandma|grandpa)\b";
    TOLD_OF_RELATIVE = r"\b(?:has|had|have|died|passed|diagnosed|history|healthy|with|runs|got|both|broke)\b";
    /// What a relative does is no part of the story.
    OF_RELATIVE = r"^(?:my|his|her|their) (?:\w+ )?(?:sister|brother|cousin|aunt|uncle|mother|mom|mum|father|dad) (?:\w+ly )?(?:is|does|has|had|did|was|goes|went|takes|took|got|uses|used)\b";
    RELATIVE_TAKES = r"\b(?:takes?|took|uses|says?|said|told|made|think\w*)\b";
    /// A time rather than an illness of the family: "after my dad died".
    AT_A_DEATH = r"\b(?:after|since|when|before|until|once) (?:my|his|her|their|the)\b";
    DIED = r"\b(?:died|passed away|suicide)\b";
    POINTS_BACK = r"\b(?:has|have|had|got|with) (?:it|them|that|one|those|the same)\b";
    SOCIAL = r"\b(?:smok\w+|cigarettes?|cigars?|packs? (?:a|per) day|alcohol|beers?|wine|drinks? (?:a|per) (?:day|night|week)|drinker|marijuana|cannabis|vape|i live|lives? alone|retired|married|divorced|i work (?:as|in|at|for|from)|my job|for a living|(?:i'm|i am) an? (?:\w+ ){0,2}(?:teacher|accountant|nurse|engineer|student|driver|manager|cook|chef|lawyer|farmer|carpenter|mechanic|server|secretary|builder|plumber|electrician|designer|consultant|analyst|developer|worker))\b";
    TAKES = r"\b(?:i(?:'m| am)? (?:\w+ )?(?:take|taking|use|using|on)|i(?:'ve| have) been (?:taking|on|using)|started me on|put me on|i(?:'ve| have) got|something called|is the other one|prescribed|still (?:on|taking)|(?:it's|that's|they're) (?:the )?)\b";
    TRIED = r"\b(?:tried|was on|was taking|were on|took|helps?|helped|help|stopped|used to|for (?:it|that|this|the pain)|didn't|doesn't|not|don't|haven't|can't|cannot|couldn't|forget|missed|ran out|relief|run out|before|ever since|refill)\b";
    OF_PAST = r"\b(?:tried|taken anything|have you (?:had|taken|used|ever)|were you|did you|allerg\w+|for (?:it|that|this|the pain))\b";
    HISTORY = r"\b(?:i have|i've had|i(?:'ve)? got|diagnosed|history of|had (?:a|an|my|some)|i was told|i had|suffer from|removed|took (?:my|out))\b";
    RECENT = r"\b(?:days?|weeks?|yesterday|today|morning|pain|started|feel|feeling|hurt\w*|worse|noticed)\b";
    LEADS_ANSWER = r"^(?:(?:it's|it is|it was|it's been|it has been|they're|probably|just|like|i think|i'd say|i would say) )+(?:there )?";
    PLACES = r"^(?:on|in|at|around|behind|under|over|down|across) ";
    OF_COURSE = r"^(?:it|they|that) (?:just )?(comes?|goes) ";
    COUNTED = r"\b(?:times?|once|twice|every) (?:a|an|per|or|each|other|day|week|\d+|few|couple|night|morning|hours?)\b|\btimes$";
    /// Counted, and no stretch of time.
    OCCASIONS = r"^(?:just |only |about |maybe )*(?:a few|a couple(?: of)?|several|many|some|\d+|one|two|three) times?\b";
    ASKS_LASTING = r"\bhow long (?:do|does|did|would) (?:\w+ ){1,4}?(?:last|hang around|go on|stay)\b";
    ASKS_TAKING = r"\bhow long (?:do|does|did|would|will) (?:\w+ ){1,3}?(?:take|need)\b";
    SINCE = r"^(?:(?:about|probably|maybe|for|since|almost|nearly|just|like) )*(?:(?:a |the )?(?:\d+|few|couple(?: of)?|last|past|this) (?:\w+ )?(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|spring|summer|autumn|fall|winter)|(?:a |the )?(?:week|month)|yesterday|(?:last |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b.{0,25}$";
    /// "Duration of hurting" reads as nobody writes.
    OF_COURSE_ITSELF = r"^(?:hurt|hurts|hurting|ache|aching|stress|sick|been sick|unwell|tired|bad)$";
    /// When or what for, without what.
    FRAGMENT = r"^(?:in|at|for|on|since|when) ";
    NOT_QUITE = r"^(?:not|no|nothing|well)\b";
    LAST = r"\bwhen (?:was|were|did) (?:your|the) last (\w+(?: (?:period|test|smear|check|appointment|dose|tablet))?)";
    SIDE = r"\b(?:left|right|both|sides?|front|top|bottom|middle|all over|lower|upper|inside|outside|general|everywhere)\b";
    MEASURED = r"\b\d|\b(?:very|quite|really|mild|moderate|severe|bad|not too)\b";
    CONSTANCY = r"\b(?:comes? and goes?|constant\w*|all the time|on and off|intermittent\w*|continuous\w*|always|throughout|every|now and (?:then|again)|comes)\b";
    /// Begun and given up: "I'm not, I mean".
    BROKEN_OFF = r"^(?:i'm|i am|it's|he's|she's|they're) (?:not|just|like|the|a|so|very),";
    /// Of the one who came along, and not of the patient.
    OF_WHO_CAME_ALONG = r"^(?:i'm|i am) (?:the|his|her|their) (?:\w+ )?(?:daughter|son|wife|husband|mother|mom|mum|father|dad|partner|sister|brother|carer|caregiver|neighbou?r|friend)\b|^the caregiver (?:is|was|gets?|got|lives?|works?|did not refill) [^.]{0,40}$";
    PLAIN_ANSWER = r"^(?:(?:yes|yeah|yep|no|nope|not|never|okay|sure|i (?:do|have|did)|not really|none|nothing)[,. ]*)+$";
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
        let question = asked.map(|exchange| consult.sentences[exchange.last_question()].segment);
        let asks = asked.map(|exchange| consult.sentences[exchange.last_question()].text.as_str());
        let first = asked.is_some_and(|exchange| exchange.answer == place);
        let text = without_links(&sentence.text).to_owned();
        let mut evidence = vec![sentence.segment];
        let about_asked =
            POINTS_BACK.is_match(&text) || asks.is_some_and(|asked| names_asked(asked, &text, false));
        if first || about_asked {
            evidence.extend(question);
        }
        let named = asked
            .filter(|exchange| exchange.polarity != Some(Polarity::No))
            .map(|exchange| symptoms(&consult.sentences[exchange.last_question()].text));
        let topic = asked.and_then(|exchange| exchange.topic);
        if asks.is_some_and(|question| ASKS_WHO.is_match(question)) {
            continue;
        }
        let told = Told {
            text: &text,
            question: asks,
            asked_in: question,
            topic,
            first,
            asked: named,
            affirmed: asked.and_then(|exchange| affirmed_before(consult, &exchanges, exchange)),
            settled: asked.and_then(|exchange| exchange.polarity),
            evidence,
            place,
            for_patient: consult.for_patient || sentence.for_patient,
        };
        candidates.extend(told.sorted(consult));
    }
    candidates
}

/// The question before an exchange to which the patient said yes, where nothing else was said between.
fn affirmed_before<'a>(
    consult: &'a Consult,
    exchanges: &[Exchange],
    exchange: &Exchange,
) -> Option<(&'a str, SegmentId)> {
    let before = exchanges.iter().rfind(|one| one.answer < exchange.questions[0])?;
    let near = exchange.questions[0] <= before.answer + 2 && before.polarity == Some(Polarity::Yes);
    let question = &consult.sentences[before.last_question()];
    near.then_some((question.text.as_str(), question.segment))
}

fn same_turn(consult: &Consult, answer: usize, place: usize) -> bool {
    consult.sentences[answer..=place].iter().all(|sentence| sentence.by == By::Patient)
}

/// Words of an answer to whether it comes and goes; more is a story.
const LONGEST_COURSE: usize = 8;

/// Bytes before the symptom that an answer itself names: "a bit of a cough".
const NEAR: usize = 12;

/// Letters; "is" and "do" are all that is left of "I am" and "I do".
const LEAST_OF_A_LIST: usize = 3;

struct Told<'a> {
    text: &'a str,
    /// The question that it answers.
    question: Option<&'a str>,
    asked_in: Option<SegmentId>,
    topic: Option<Topic>,
    /// Whether it is the first sentence of an answer.
    first: bool,
    /// The symptoms that the question asked about.
    asked: Option<Vec<String>>,
    /// The question that was answered with yes just before this one was put.
    affirmed: Option<(&'a str, SegmentId)>,
    /// Whether the answer as a whole is yes or no.
    settled: Option<Polarity>,
    evidence: Vec<SegmentId>,
    place: usize,
    /// Whether somebody says it who speaks for the patient.
    for_patient: bool,
}

/// Whether "chest pain" is about "pain", and more than that.
fn has_more_than(asked: &str, named: &str) -> bool {
    asked.len() > named.len() && asked.split([' ', ',']).any(|word| word == named)
}

impl Told<'_> {
    fn sorted(&self, consult: &Consult) -> Vec<Candidate> {
        let text = self.text;
        let words = text.split(' ').count();
        let asked_of_allergies = self.topic == Some(Topic::Allergies);
        // One word is enough to name what one takes or does not bear.
        let named = words == 1
            && (self.first && self.topic == Some(Topic::Medications) && !drugs_in(text).is_empty()
                || asked_of_allergies && (self.first || allergies::is_list(text)));
        if let Some(question) = self.question.filter(|question| is_of_safety(question)) {
            // What follows a "no" and says nothing of the thoughts is about something else.
            let denied = self.settled == Some(Polarity::No);
            if !denied || self.first || refers_to_asked(text) {
                return self.of_safety(question, consult);
            }
        }
        if is_of_safety(text) {
            return self.story(consult);
        }
        if !(2..=40).contains(&words) && !named
            || OF_WHO_CAME_ALONG.is_match(text)
            || BROKEN_OFF.is_match(text)
            || CHATTER.is_match(text)
            || OF_ANOTHER.is_match(text) && !self.for_patient
            || POINTS.is_match(text) && !self.first && !is_clinical(text)
            || is_talk(text)
            || ENDS_OPEN.is_match(text)
        {
            return Vec::new();
        }
        let of_allergies = (asked_of_allergies, asked_of_allergies && self.first);
        let allergies = allergies::told(consult, text, of_allergies, &self.evidence, self.place);
        if !allergies.is_empty() {
            return allergies;
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
        if DIED.is_match(text)
            && !AT_A_DEATH.is_match(text)
            && (RELATIVE.is_match(text) || self.topic == Some(Topic::Family))
        {
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
        if OTHERS.is_match(text) || OF_RELATIVE.is_match(text) && !RELATIVE_TAKES.is_match(text) {
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

    /// The sentence in the third person, as a part of the story.
    fn story(&self, consult: &Consult) -> Vec<Candidate> {
        let turned = third_person(self.text, consult.pronouns);
        let of = |text: &String| {
            Candidate::new(SectionCode::HistoryOfPresentIllness, text, &self.evidence, self.place)
        };
        turned.iter().map(of).collect()
    }

    /// What is answered to a question about thoughts of death or harm, with what was asked before it.
    fn of_safety(&self, question: &str, consult: &Consult) -> Vec<Candidate> {
        let denied = self.settled == Some(Polarity::No);
        // A "no" alone is a link between sentences elsewhere; here it is what was said.
        let said = &consult.sentences[self.place].text;
        let plain = self.first && PLAIN_ANSWER.is_match(said);
        if self.settled.is_some() && plain || denied && (self.first || denies_again(self.text)) {
            return Vec::new();
        }
        let said = if plain { said } else { self.text };
        let Some(turned) = third_person(said, consult.pronouns) else { return Vec::new() };
        let reported =
            self.settled.filter(|_| self.first).and_then(|yes| answered(question, yes, consult.pronouns));
        let asked = reported.unwrap_or_else(|| {
            let asked = asked_about(question, consult.pronouns);
            // Not the thoughts themselves, where nothing says that they are there.
            let away =
                plain || !self.first && (denied || self.settled.is_none() && !refers_to_asked(self.text));
            if away && !asked.starts_with("asked") { format!("asked about {asked}") } else { asked }
        });
        let text = format!("{asked}: {}", lower_first(&turned));
        let mut evidence = self.evidence.clone();
        evidence.extend(self.asked_in);
        vec![Candidate::new(SectionCode::HistoryOfPresentIllness, &text, &evidence, self.place)]
    }

    /// The sentence in the third person, for a list without its subject.
    fn turned(&self, consult: &Consult, section: SectionCode) -> Vec<Candidate> {
        let Some(turned) = third_person(self.text, consult.pronouns) else { return Vec::new() };
        let listed = telegraphic(&turned);
        let fragment = section == SectionCode::PastMedicalHistory
            && FRAGMENT.is_match(&listed)
            && !listed.contains("patient");
        if fragment || !listed.contains(' ') && listed.len() < LEAST_OF_A_LIST {
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

    /// The drugs that the patient says to take.
    fn medications(&self) -> Vec<Candidate> {
        let mentions = drugs_in(self.text);
        let listed = matches!(self.topic, Some(Topic::Medications | Topic::Social | Topic::History));
        let asked_of = |pattern: &regex::Regex| self.question.is_some_and(|asked| pattern.is_match(asked));
        let says = TAKES.is_match(self.text)
            || listed && self.first
            || taking::is_list(self.text) && !asked_of(&TRIED) && !asked_of(&OF_PAST);
        if mentions.is_empty() || !says || TRIED.is_match(self.text) {
            return Vec::new();
        }
        taking::named(self.text, &self.evidence, self.place)
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
            return denied;
        }
        let label = self.label();
        let mut evidence = self.evidence.clone();
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
            if let (Some(Topic::Symptoms), Some([asked]), "") = (self.topic, asked, label) {
                // "Not so much", "not the throat": neither yes nor no to what was asked.
                if NOT_QUITE.is_match(text) {
                    return Vec::new();
                }
                // "Clots? Cramping?" "Clots, yes": says itself what it is of.
                if !self.names_its_own(consult, asked) {
                    turned = format!("{asked}: {turned}");
                }
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
                let of = self.of_asked();
                turned = format!("{label}{of}: {}", lower_first(&turned));
                let cited = self.affirmed.filter(|_| !of.is_empty()).map(|(_, segment)| segment);
                evidence.extend(cited);
            } else if !clinical || text.split(' ').count() < 3 {
                return Vec::new();
            }
        }
        vec![Candidate::new(SectionCode::HistoryOfPresentIllness, &turned, &evidence, self.place).open()]
    }

    /// Whether the answer names something that was asked about in the same turn, and is of that rather than of `asked`.
    fn names_its_own(&self, consult: &Consult, asked: &str) -> bool {
        let said = self.text.to_lowercase();
        let first = said.split([' ', ',']).next().unwrap_or_default();
        let turn = consult.sentences[..self.place].iter().rev();
        let questions =
            turn.skip_while(|one| one.by == By::Patient).take_while(|one| one.by == By::Clinician);
        let questions: Vec<String> = questions.map(|one| one.text.to_lowercase()).collect();
        let named: usize = questions.iter().map(|one| SYMPTOM.find_iter(one).count().max(1)).sum();
        let mut words = questions.iter().flat_map(|one| one.split([' ', ',']));
        named > 1
            && (asked.contains(',')
                || SYMPTOM.find(&said).is_some_and(|own| own.start() <= NEAR)
                || first.len() >= LEAST_OF_A_LIST && words.any(|word| word == first))
    }

    /// What the answer to the question at hand tells of the complaint; empty where it tells nothing that has a name.
    fn label(&self) -> &'static str {
        let asks = |pattern: &regex::Regex| self.question.is_some_and(|question| pattern.is_match(question));
        match self.topic {
            // "How often, and for how long?": the answer says which of the two it is about.
            Some(Topic::Duration | Topic::Frequency) if COUNTED.is_match(self.text) => "Frequency",
            Some(Topic::Duration) if asks(&ASKS_LASTING) => "Lasts",
            Some(Topic::Duration) if OCCASIONS.is_match(self.text) => "Frequency",
            Some(Topic::Duration) if asks(&ASKS_TAKING) => "",
            Some(Topic::Duration) => "Duration",
            Some(Topic::Frequency) => "Frequency",
            Some(Topic::Course) => "Course",
            Some(Topic::Onset) => "Onset",
            Some(Topic::Location) => "Location",
            Some(Topic::Severity) => "Severity",
            Some(Topic::Character) => "Character",
            Some(Topic::Symptoms) if SINCE.is_match(self.text) && !SYMPTOM.is_match(self.text) => "Duration",
            _ => "",
        }
    }

    /// " of cough" where the question named one symptom, or the one before it that was affirmed did: "Any weakness?" "Yes."
    /// "Which side?"
    fn of_asked(&self) -> String {
        let named_in =
            |asked: &'_ str| SYMPTOM.find_iter(asked).map(|one| one.as_str().to_owned()).collect::<Vec<_>>();
        let here = self.question.map(named_in).unwrap_or_default();
        let named = if here.is_empty() {
            self.affirmed.map(|(asked, _)| named_in(asked)).unwrap_or_default()
        } else {
            here
        };
        match &named[..] {
            [one] if !NEUTRAL.is_match(one.as_str()) && !OF_COURSE_ITSELF.is_match(one.as_str()) => {
                format!(" of {}", one.as_str().to_lowercase())
            }
            _ => String::new(),
        }
    }

    /// "I haven't had any fever" is "Denies fever"; what is no symptom is denied in the patient's words. Nothing comes of "no
    /// pain" where no pain was asked about: a note says which.
    fn denied(&self, consult: &Consult) -> Option<Vec<Candidate>> {
        let start = denial_at(self.text)?;
        let rest = &self.text[start..];
        if let [named] = &symptoms(rest)[..]
            && rest.split(' ').count() <= named.split(' ').count() + 1
        {
            let mut evidence = self.evidence.clone();
            let mut named = named.clone();
            // "No pain" after "any chest pain?" denies that pain.
            if VAGUE.is_match(&named) || NEUTRAL.is_match(&named) {
                let asked = self.question.map(symptoms).unwrap_or_default();
                let Some(asked) = asked.into_iter().find(|asked| has_more_than(asked, &named)) else {
                    return Some(Vec::new());
                };
                evidence.extend(self.asked_in);
                named = asked;
            }
            let text = format!("Denies {}", nominal(&decapitalised(&named)));
            return Some(vec![Candidate::new(SectionCode::ReviewOfSystems, &text, &evidence, self.place)]);
        }
        let names = SYMPTOM.is_match(rest) || CONDITION.is_match(rest) || PROCEDURE.is_match(rest);
        if !names || TAKES_BACK.is_match(rest) || CLAUSE.is_match(rest) || rest.split(' ').count() > 14 {
            return None;
        }
        let text = format!("the patient denies {}", third_person(rest, consult.pronouns)?);
        let section = SectionCode::HistoryOfPresentIllness;
        Some(vec![Candidate::new(section, &text, &self.evidence, self.place).open()])
    }
}
