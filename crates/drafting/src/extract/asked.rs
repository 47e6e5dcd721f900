//! Questions with their answers: "Any fevers?" and "No." is "Denies fevers.", resting on both. A question without a clear
//! answer gives nothing.

use clinical::{Allergy, Detail, SectionCode};

use super::affirmed::affirmed;
use super::lexicon::{CONDITION, SYMPTOM, patterns};
use super::sentences::Sentence;
use super::speakers::By;
use super::words::bare;
use super::{Candidate, Consult};

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Allergies,
    Medications,
    Family,
    Tobacco,
    Alcohol,
    Drugs,
    Social,
    History,
    Surgery,
    Duration,
    Frequency,
    Course,
    Onset,
    Location,
    Severity,
    Character,
    Better,
    Worse,
    Opening,
    Symptoms,
}

/// Yes or no, where it is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Polarity {
    Yes,
    No,
}

/// A question of the clinician with the first sentence of its answer.
pub(super) struct Exchange {
    /// Sentences that ask, by index, in order.
    pub(super) questions: Vec<usize>,
    pub(super) answer: usize,
    pub(super) topic: Option<Topic>,
    pub(super) polarity: Option<Polarity>,
    /// "No, just a cough.": the symptom that is there in place of those asked about.
    other: Option<String>,
}

patterns! {
    TAKES_BACK = r"^(?:\w+ ){0,2}(?:yes|yeah|occasionally|sometimes|but|except|well|actually|only|just|apart|maybe|a little|a bit)\b";
    GENERIC = r"^(?:and |or )?(?:anything|any of|nothing|none of) (?:like )?(?:that|those|this)|^anything else$|^none$";
    ABOUT = r"\b(?:caus\w+|when|why|where|which|how (?:long|often|bad|many|much)|the pain|that pain|this pain|help\w*|worse|better|think|remember|while|before|after|if|bring\w*|medication\w*|family|measur\w+|checked)\b";
    EXISTS = r"^(?:\w+ ){0,5}?(?:any|do you (?:have|get|feel|notice|suffer)|have you (?:had|noticed|been|experienced|felt|got|ever)|are you (?:having|feeling|experiencing|getting)|did you (?:have|notice|get|experience|feel)|is there|were you having|how about|what about|nausea|fevers?|chills|vomiting|do you|are you|have you|no|feeling|or)\b";
    VAGUE = r"^(?:pain|painful|hurts?|hurting|aches?|sore|bumps?|lumps?|tired|burning|discomfort|uncomfortable|weak|popping|clicking|injur\w+|lesions?|discharge)$";
    NO = r"^(?:(?:oh|well|so|okay|i mean|actually)[, ]+)*(?:no|nope|nah|none|never|not really|not at all|not that i|i (?:don't think so|do not think so|haven't|have not|don't|did not|didn't)|nothing|neither|not (?:that|any|so far|recently|to my))\b";
    YES = r"^(?:(?:oh|well|so|okay|i mean|actually)[, ]+)*(?:yes|yeah|yep|yup|i do\b|i have\b|i am\b|i did\b|correct|definitely|absolutely|sometimes|occasionally|a little|a bit|uh-huh|mm-hmm|that's (?:right|correct)|it (?:does|is)\b|there is)\b";
    WANTS_WORDS = r"^(?:(?:and|so|but|okay|ok|now|just)[, ]+)*(?:how (?:long|often|many|much|bad|would|did|does|is|are|has)|what|when|where\w*|which|who|can you (?:describe|tell)|tell me)\b|\b(?:whereabouts|how long|how many|what (?:side|kind|sort|type))\b";
    ECHO = r"^(?:(?:yes|yeah|yep|okay|ok|right|sure|hello|hi|aye|mm-hmm)[,. ]*)+$";
    /// "No, no blood": the no once more, with its name.
    NAMED_NO = r"^(?:(?:no|nope|nah|well|not really)[,. ]+)*no (\w+)[^,]*";
    TAKES_BACK_CLEARLY = r"\b(?:but|except|sometimes|occasionally|apart|other than|until|used to|although|though)\b";
    WAVERS = r"\b(?:but|except|sometimes|occasionally|maybe|although|though|only|just|until|apart|other than|besides|once|a little|a bit|slight\w*|if|yes|yeah|not sure|used to|unless|however|mild\w*|every once)\b";
    ONLY = r"^[,.]? *(?:it's |i have |i've got |i've had |i had |there's )?(?:just|only) (?:a |an |some |the |my |this |that )*";
    NEGATIVE_QUESTION = r"\b(?:no|not|haven't|don't|didn't|hasn't|isn't|without|aren't)\b";
    TOPICS_ALLERGY = r"\ballerg(?:y|ies|ic)\b";
    TOPICS_MEDICATION = r"\b(?:taking|take|on) (?:anything|any other|other|regular)\b|\b(?:medications?|medicines?|tablets|meds|over the counter|supplements)\b";
    TOPICS_FAMILY = r"\b(?:family|runs? in|mother|father|parents|siblings|relatives)\b";
    TOPICS_TOBACCO = r"\b(?:smok\w+|tobacco|cigarettes?|vap\w+)\b";
    TOPICS_ALCOHOL = r"\b(?:alcohol|drink(?:er|ing)?|wine|beer)\b";
    NOT_ALCOHOL = r"\b(?:water|fluids?|eating|enough|coffee|caffeine|plenty|tea|milk|juice)\b";
    TOPICS_DRUGS = r"\b(?:recreational|illicit|street) drugs?|\bdrug use|\bdrugs\b|\bmarijuana\b";
    TOPICS_SOCIAL = r"\b(?:for (?:a living|work)|your (?:job|occupation)|what do you do|live with|lives? (?:with|alone)|at home with you|married|occupation|kids|children|travel\w*|who do you live|who(?:'s| is| lives) (?:there |at home )?with you|at home with you|home situation|(?:currently |still )working|working at the moment|do you work|what (?:work|are you studying)|live (?:by yourself|alone|on your own)|lives at home)\b";
    TOPICS_SURGERY = r"\b(?:surger(?:y|ies)|operations?|hospitali[sz]\w+)\b";
    TOPICS_HISTORY = r"\b(?:medical (?:problems?|conditions?|history|issues?)|past history|health (?:problems?|conditions?|issues)|other (?:conditions?|problems|illness\w*)|medically|other (?:illness\w*|diagnos\w+)|fit and well|fit and healthy|otherwise (?:well|healthy)|ever been diagnosed)\b";
    TOPICS_DURATION = r"\bhow (?:long|many (?:days|weeks|months))\b";
    TOPICS_FREQUENCY = r"\bhow (?:often|frequent\w*|many times|regularly)\b|\btimes (?:a|per) (?:day|week|night)\b";
    TOPICS_COURSE = r"\b(?:comes? and goe?s?|all the time|on and off|constant|continuous\w*)\b";
    TOPICS_ONSET = r"\bwhen did (?:it|this|that|these|those|they|the|your|all|you (?:first|start|notice|begin))\b|\bwhen (?:was|were) (?:it|this|that|the (?:first|pain|injury|accident)|you first)\b|\bhow did (?:it|this|that|you) (?:start|begin|happen|come|hurt|injure)";
    TOPICS_LOCATION = r"\b(?:where(?:abouts)?(?: exactly| about)?(?: is| are| does| do|'s) |show me where|point to|(?:what|which) (?:side|part|knee|shoulder|foot|hand|arm|leg|ear|eye|hip))";
    TOPICS_SEVERITY = r"\b(?:scale|how bad|how severe|how painful|(?:out of|(?:0|1|zero|one) to) (?:10|ten)|severity|rate (?:the|your))\b";
    TOPICS_CHARACTER = r"\b(?:what kind of pain|feels? like|describe|type of pain|sharp|dull|what sort of)\b";
    TOPICS_BETTER = r"\b(?:better|help(?:s|ed|ing)?|relie\w+|taken anything|tried anything|have you tried)\b";
    TOPICS_WORSE = r"\b(?:worse|aggravat\w+|trigger\w*|brings? it on)\b";
    TOPICS_OPENING = r"\b(?:brings? you|help you (?:today|this|with)|can i help|can i do for you|going on|how are you (?:doing|feeling)|tell me (?:about|what|a bit|a little|more)|what (?:happened|seems|has been|can i)|what's (?:happening|the problem|been)|the matter)\b";
    GENERAL_MEDICATION = r"\b(?:any|anything|other|regular)\b";
    CLOSES_QUESTION = r"(?:,? (?:at all|or anything|anything|things?) ?(?:like that|else|of that sort)?| at all| recently| lately| at the moment| right now| today| with (?:that|this|it)| associated with (?:that|this|it)| along with (?:that|this)| or anything(?: like that)?| or not| or no| since then)+$";
    OPENS_SYMPTOM = r"(?:\b(?:left|right|left-sided|right-sided|bilateral|severe|new|recent|significant|unexplained|blood|pain and|joint|muscle|lower|upper|back|leg|eye|ear|calf|chest|nasal|night|increased|any of the|visual|problems with|trouble with|changes in|change in|difficulty|abdominal|stomach|belly|urinary|general|generalised|facial|hand|knee|neck|hip|shoulder|wrist|foot|arm)[, ]+)+$";
    SYMPTOM_TAIL = r"^ (?:in|on|with|when|after|during|around|while|radiating|down|going down|behind|of) [^,]+$";
    QUESTION_GOES_ON = r"\b(?:i|that|this|it|what|how|do|did|have|is|okay|any|your symptoms|we)\b";
    ASKS_FROM = r"\b(?:any|have you (?:had|noticed|ever)|have you|do you (?:have|get|feel)|are you|did you)\b";
    JOINS = r"^(?:[,/]? ?(?:or|and|any|a|an|no|some|like|having|the|feeling|even|you|your|been|are|,|/)? ?){0,6}$";
}

/// All questions of the clinician that the patient answers.
pub(super) fn exchanges(consult: &Consult) -> Vec<Exchange> {
    let sentences = &consult.sentences;
    let mut exchanges = Vec::new();
    let mut at = 0;
    while at < sentences.len() {
        if !(sentences[at].by == By::Clinician && sentences[at].asks) {
            at += 1;
            continue;
        }
        let mut questions = vec![at];
        let mut next = at + 1;
        while next < sentences.len() && sentences[next].by == By::Clinician && next < at + 5 {
            if sentences[next].asks {
                questions.push(next);
            } else if sentences[next].words() > 4 {
                break;
            }
            next += 1;
        }
        let last = &sentences[questions[questions.len() - 1]];
        // "Yep" is no answer to "where?": it was said to what came before.
        if WANTS_WORDS.is_match(&last.text) {
            while sentences.get(next).is_some_and(|one| one.by == By::Patient && ECHO.is_match(&one.text))
                && sentences.get(next + 1).is_some_and(|one| one.by == By::Patient)
            {
                next += 1;
            }
        }
        if sentences.get(next).is_some_and(|answer| answer.by == By::Patient && !answer.asks) {
            let topic =
                topic(&last.text).or_else(|| questions.iter().rev().find_map(|q| topic(&sentences[*q].text)));
            let (polarity, other) = polarity(&last.text, &sentences[next..]);
            exchanges.push(Exchange { questions, answer: next, topic, polarity, other });
        }
        at = next.max(at + 1);
    }
    exchanges
}

/// Yes or no, where the first sentence of the answer says so and the next does not take it back; with a no, the symptom that is
/// there instead.
fn polarity(question: &str, answers: &[Sentence]) -> (Option<Polarity>, Option<String>) {
    let Some((answer, following)) = answers.split_first() else { return (None, None) };
    let following = following
        .iter()
        .take_while(|sentence| sentence.by == By::Patient || (!sentence.asks && sentence.words() <= 2))
        .filter(|sentence| sentence.by == By::Patient)
        .take(2);
    let mut other = None;
    let (mut taken_back, mut denied) = (false, false);
    for sentence in following {
        denied |= names_asked(question, &sentence.text, true);
        match only_other(question, &sentence.text.to_lowercase()) {
            Some(named) => other = Some(named),
            None => {
                taken_back |=
                    TAKES_BACK.is_match(&sentence.text) || names_asked(question, &sentence.text, false)
            }
        }
    }
    let lower = answer.text.to_lowercase();
    if answer.after_no
        && !taken_back
        && let Some(here) = only_other(question, &lower)
    {
        return (Some(Polarity::No), Some(here));
    }
    let negative_question = NEGATIVE_QUESTION.is_match(question);
    if let Some(no) = NO.find(&lower) {
        let rest = &lower[no.end()..];
        let named = NAMED_NO.captures(&lower).filter(|found| {
            found.get(1).is_some_and(|word| asks_by_name(question, word.as_str()))
                && !TAKES_BACK_CLEARLY.is_match(&lower)
        });
        let behind = named.as_ref().and_then(|found| found.get(0)).map_or(rest, |no| &lower[no.end()..]);
        let here = only_other(question, behind);
        let clear = !taken_back && (named.is_some() || here.is_some() || !WAVERS.is_match(rest));
        return if clear { (Some(Polarity::No), here.or(other)) } else { (None, None) };
    }
    if YES.is_match(&lower) {
        // "Yes" to "no chest pain?" may mean either.
        let doubtful = lower.contains(" no ")
            || lower.ends_with(" no")
            || lower.contains(" not ")
            || lower.contains("n't")
            || denied;
        return ((!negative_question && !doubtful).then_some(Polarity::Yes), None);
    }
    (None, None)
}

fn asks_by_name(question: &str, word: &str) -> bool {
    word.len() > 3 && question.split(' ').any(|asked| bare(asked) == word)
}

/// "Any vomiting?" "No. I vomited at first, but ...": a symptom that was asked about is there after all; where it is `denied`,
/// it is not: "Yeah. I haven't had a fever."
pub(super) fn names_asked(question: &str, sentence: &str, denied: bool) -> bool {
    const STEM: usize = 5;
    let sentence = sentence.to_lowercase();
    NEGATIVE_QUESTION.is_match(&sentence) == denied
        && SYMPTOM
            .find_iter(&question.to_lowercase())
            .filter_map(|asked| asked.as_str().get(..STEM))
            .any(|stem| sentence.contains(stem))
}

/// "Any fever?" "No, just a cough.": the symptom that is there in place of those asked about, from what follows the no.
fn only_other(question: &str, rest: &str) -> Option<String> {
    let rest = &rest[ONLY.find(rest)?.end()..];
    let found = SYMPTOM.find(rest).filter(|found| found.start() < 12)?;
    let is_asked = question.to_lowercase().contains(found.as_str());
    let named = symptoms(rest).into_iter().next()?;
    (!is_asked && !VAGUE.is_match(&named) && rest.split(' ').count() <= 8).then_some(named)
}

fn topic(question: &str) -> Option<Topic> {
    let is = |pattern: &regex::Regex| pattern.is_match(question);
    Some(if is(&TOPICS_ALLERGY) {
        Topic::Allergies
    } else if is(&TOPICS_FAMILY) {
        Topic::Family
    } else if is(&TOPICS_TOBACCO) {
        Topic::Tobacco
    } else if is(&TOPICS_ALCOHOL) && !is(&NOT_ALCOHOL) {
        Topic::Alcohol
    } else if is(&TOPICS_SEVERITY) {
        Topic::Severity
    } else if is(&TOPICS_FREQUENCY) {
        Topic::Frequency
    } else if is(&TOPICS_COURSE) {
        Topic::Course
    } else if is(&TOPICS_DURATION) {
        Topic::Duration
    } else if is(&TOPICS_ONSET) {
        Topic::Onset
    } else if is(&TOPICS_LOCATION) {
        Topic::Location
    } else if is(&TOPICS_WORSE) {
        Topic::Worse
    } else if is(&TOPICS_BETTER) {
        Topic::Better
    } else if is(&TOPICS_CHARACTER) {
        Topic::Character
    } else if is(&TOPICS_DRUGS) {
        Topic::Drugs
    } else if is(&TOPICS_MEDICATION) {
        Topic::Medications
    } else if is(&TOPICS_SURGERY) {
        Topic::Surgery
    } else if is(&TOPICS_HISTORY) {
        Topic::History
    } else if is(&TOPICS_SOCIAL) {
        Topic::Social
    } else if is(&SYMPTOM) {
        Topic::Symptoms
    } else if is(&TOPICS_OPENING) {
        Topic::Opening
    } else {
        return None;
    })
}

/// What questions and short answers establish together.
pub(super) fn answers(consult: &Consult) -> Vec<Candidate> {
    let sentences = &consult.sentences;
    let mut candidates = Vec::new();
    for exchange in exchanges(consult) {
        let Some(polarity) = exchange.polarity else { continue };
        let last = &sentences[exchange.questions[exchange.questions.len() - 1]];
        let mut evidence = vec![last.segment, sentences[exchange.answer].segment];
        let fact = match (exchange.topic.unwrap_or(Topic::Opening), polarity) {
            (Topic::Symptoms, _) => {
                // "Problems breathing? Do you feel short of breath?": one answer to all that was asked in a breath.
                let of_turn: Vec<&Sentence> = exchange
                    .questions
                    .iter()
                    .map(|q| &sentences[*q])
                    .filter(|q| {
                        polarity == Polarity::No && q.segment == last.segment && asks_for_symptoms(&q.text)
                    })
                    .collect();
                let of_turn_is_empty = of_turn.is_empty();
                let named: Vec<String> = if of_turn.is_empty() || of_turn.len() > 2 {
                    vec![&last.text]
                } else {
                    of_turn.iter().map(|q| &q.text).collect()
                }
                .into_iter()
                .flat_map(|question| symptoms(question))
                .collect();
                // What follows a "yes" to several symptoms says which; "yes" alone does not.
                let about_them =
                    asks_for_symptoms(&last.text) || (GENERIC.is_match(&last.text) && !of_turn_is_empty);
                let clear = about_them
                    && !named.is_empty()
                    && !VAGUE.is_match(&named.join(" "))
                    && (polarity == Polarity::No || (named.len() == 1 && single(&named[0])));
                clear.then(|| {
                    let named = decapitalised(&named.join(", "));
                    let felt = FELT.captures(&named).and_then(|found| found.get(1)).map(|felt| felt.as_str());
                    let text = match (polarity, felt) {
                        (Polarity::No, Some(felt)) => format!("Denies feeling {felt}"),
                        (Polarity::No, None) => format!("Denies {named}"),
                        (Polarity::Yes, Some(felt)) => format!("Feels {felt}"),
                        (Polarity::Yes, None) => format!("Reports {named}"),
                    };
                    (SectionCode::ReviewOfSystems, text, None)
                })
            }
            (Topic::Allergies, Polarity::No) => {
                evidence.extend(exchange.questions.iter().map(|q| sentences[*q].segment));
                let of_drugs = regex_drug(&last.text);
                let text = if of_drugs { "No known drug allergies" } else { "No known allergies" };
                let none = Detail::Allergy(Allergy::default());
                Some((SectionCode::Allergies, text.to_owned(), Some(none)))
            }
            (Topic::Medications, Polarity::No) if GENERAL_MEDICATION.is_match(&last.text) => {
                (SYMPTOM.find(&last.text).is_none()).then(|| {
                    let other = if last.text.contains("other") { "other " } else { "" };
                    (SectionCode::Medications, format!("No {other}current medications"), None)
                })
            }
            (Topic::Family, Polarity::No) => family_history(&last.text)
                .map(|of| (SectionCode::FamilyHistory, format!("No family history{of}"), None)),
            (Topic::Tobacco, Polarity::No) if last.text.contains("smok") => {
                let both = TOPICS_ALCOHOL.is_match(&last.text);
                let text = if both {
                    "Does not smoke or drink alcohol"
                } else if last.text.contains("ever") {
                    "Has never smoked"
                } else {
                    "Does not smoke"
                };
                Some((SectionCode::SocialHistory, text.to_owned(), None))
            }
            (Topic::Alcohol, Polarity::No) => {
                Some((SectionCode::SocialHistory, "Does not drink alcohol".to_owned(), None))
            }
            (Topic::Drugs, Polarity::No) => {
                Some((SectionCode::SocialHistory, "Denies drug use".to_owned(), None))
            }
            (Topic::History, Polarity::No) if last.text.contains("other") || last.text.contains("any") => {
                let noun = ["problems", "conditions", "issues", "history", "condition", "problem"]
                    .into_iter()
                    .find(|n| last.text.contains(n));
                let illnesses = last
                    .text
                    .contains("other illnesses")
                    .then(|| (SectionCode::PastMedicalHistory, "No other illnesses".to_owned(), None));
                illnesses.or(noun
                    .map(|noun| {
                        let noun = if noun == "history" { "problems" } else { noun };
                        let other = if last.text.contains("other") { "other " } else { "" };
                        (SectionCode::PastMedicalHistory, format!("No {other}medical {noun}"), None)
                    })
                    .filter(|_| last.text.contains("medical") || last.text.contains("health")))
            }
            (Topic::Surgery, Polarity::No) => ["surgeries", "surgery", "operations", "operation"]
                .into_iter()
                .find(|noun| last.text.contains(noun) && last.text.contains("any"))
                .map(|noun| (SectionCode::PastMedicalHistory, format!("No {noun}"), None)),
            _ => None,
        };
        if let (Some(other), Some(_)) = (exchange.other, &fact) {
            let text = format!("Reports {}", decapitalised(&other));
            candidates.push(Candidate::new(SectionCode::ReviewOfSystems, &text, &evidence, exchange.answer));
        }
        if let Some((section, text, detail)) = fact {
            candidates.push(Candidate::new(section, &text, &evidence, exchange.answer).with(detail));
        } else if let Some(text) = affirmed(&last.text, polarity, consult.pronouns) {
            let section = match exchange.topic {
                Some(Topic::Social | Topic::Tobacco | Topic::Alcohol | Topic::Drugs) => {
                    SectionCode::SocialHistory
                }
                Some(Topic::History | Topic::Surgery) => SectionCode::PastMedicalHistory,
                Some(Topic::Family) => SectionCode::FamilyHistory,
                _ => SectionCode::HistoryOfPresentIllness,
            };
            let candidate = Candidate::new(section, &text, &evidence, exchange.answer);
            let sorted = section != SectionCode::HistoryOfPresentIllness;
            candidates.push(if sorted { candidate } else { candidate.open() });
        }
    }
    candidates
}

/// "No current medications" is left out where a drug is named that the patient takes, and "no known allergies" where one is
/// named that the patient does not bear: one of the two was about something else.
pub(super) fn without_contradicted(candidates: &mut Vec<Candidate>) {
    let takes = candidates.iter().any(|one| {
        one.section == SectionCode::Medications && matches!(one.detail, Some(Detail::Medication(_)))
    });
    let bears_not = candidates.iter().any(|one| names_allergy(one) == Some(true));
    candidates.retain(|one| {
        let no_medications = one.section == SectionCode::Medications && one.text == NO_MEDICATIONS;
        !(takes && no_medications || bears_not && names_allergy(one) == Some(false))
    });
}

/// Of an allergy, whether it names what the patient is allergic to.
fn names_allergy(candidate: &Candidate) -> Option<bool> {
    match &candidate.detail {
        Some(Detail::Allergy(allergy)) => Some(allergy.substance.is_some()),
        _ => None,
    }
}

const NO_MEDICATIONS: &str = "No current medications.";

/// Whether a question asks if symptoms are there at all, rather than something about them.
fn asks_for_symptoms(question: &str) -> bool {
    (EXISTS.is_match(question) || SYMPTOM.find(question).is_some_and(|found| found.start() < 12))
        && !ABOUT.is_match(question)
        && topic(question) == Some(Topic::Symptoms)
}

patterns! {
    /// What one is rather than has.
    FELT = r"^(?:feel |felt |feeling )?((?:(?:more|quite|very|a bit) )?(?:feverish|dizzy|sick|tired|nauseous|congested|anxious|weak|short of breath|breathless|faint|lethargic|shaky|shivery|stressed|depressed|unwell|light-?headed|hot and cold|sweaty|wheezy|bloated|panicky|tearful|itchy|unstable|confused|out of breath))$";
    OF_DRUGS = r"\b(?:medications?|medicines?|drugs?|tablets|antibiotics)\b";
    FAMILY_OF = r"(?:family|history) (?:history )?(?:of|with) (?:any )?(.+)$";
    MANY = r",| or | and ";
    EXAM_QUESTION = r"\b(?:tender\w*|when i|here|press|push|move|touch|tap|if i)\b";
}

fn regex_drug(question: &str) -> bool {
    OF_DRUGS.is_match(question)
}

fn single(symptom: &str) -> bool {
    !MANY.is_match(symptom)
}

/// " of heart disease" of a question about the family; empty where it asks for anything at all.
fn family_history(question: &str) -> Option<String> {
    let question = CLOSES_QUESTION.replace(question, "");
    if let Some(of) = FAMILY_OF.captures(&question).and_then(|found| found.get(1)) {
        let named = of.as_str();
        let specific = CONDITION.is_match(named)
            || SYMPTOM.is_match(named)
            || named.ends_with("problems")
            || named.ends_with("disease");
        return (specific && !named.contains("your") && named.split(' ').count() <= 10)
            .then(|| format!(" of {named}"));
    }
    None
}

/// The symptoms that a question asks about, as it names them: "chest pain or palpitations".
pub(super) fn symptoms(question: &str) -> Vec<String> {
    let question = CLOSES_QUESTION.replace(question, "").into_owned();
    // "With those headaches, any problems with your eyes?" asks about the eyes.
    let asks_from = ASKS_FROM.find(&question).map_or(0, |found| found.start());
    let question = question[asks_from..].to_owned();
    if EXAM_QUESTION.is_match(&question) {
        return Vec::new();
    }
    let found: Vec<(usize, usize)> = SYMPTOM.find_iter(&question).map(|m| (m.start(), m.end())).collect();
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        let start = OPENS_SYMPTOM.find(&question[..start]).map_or(start, |before| before.start());
        match groups.last_mut() {
            Some(group) if start <= group.1 || JOINS.is_match(&question[group.1..start]) => group.1 = end,
            _ => groups.push((start, end)),
        }
    }
    groups
        .into_iter()
        .map(|(start, end)| {
            let tail = SYMPTOM_TAIL
                .find(&question[end..])
                .filter(|tail| {
                    tail.as_str().split(' ').count() <= 8 && !QUESTION_GOES_ON.is_match(tail.as_str())
                })
                .map_or(0, |tail| tail.end());
            tidy_symptoms(&question[start..end + tail])
        })
        .filter(|named| !named.is_empty())
        .collect()
}

/// "Nausea, Vomiting" is "nausea, vomiting"; initials stay.
fn decapitalised(named: &str) -> String {
    let lower = |word: &str| {
        let rest_is_lower = word.chars().skip(1).all(|c| !c.is_uppercase());
        if rest_is_lower { word.to_lowercase() } else { word.to_owned() }
    };
    named.split(' ').map(lower).collect::<Vec<_>>().join(" ")
}

fn tidy_symptoms(named: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in named.split(' ') {
        match word.trim_end_matches(',') {
            "any" | "a" | "an" | "like" | "some" | "been" | "having" | "even" | "you" | "are"
                if !words.is_empty() || word != "like" =>
            {
                if word.ends_with(',')
                    && let Some(last) = words.last_mut()
                {
                    *last = last.trim_end_matches(',');
                }
            }
            "your" | "my" => words.push("the"),
            _ => words.push(word),
        }
    }
    words.join(" ").trim_matches([',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symptoms_are_taken_as_the_question_names_them() {
        for (question, named) in [
            ("have you had a fever or chills", vec!["fever or chills"]),
            ("any pain in your ears at all", vec!["pain in the ears"]),
            ("Any numbness, fever, or locking of the knee", vec!["numbness, fever, or locking of the knee"]),
            ("does it hurt when I press here", vec![]),
        ] {
            assert_eq!(symptoms(question), named, "{question}");
        }
    }
}
