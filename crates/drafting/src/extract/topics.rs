//! What a question is about, by the words in it.

use super::lexicon::{SYMPTOM, patterns};

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

patterns! {
    ALLERGY = r"\ballerg(?:y|ies|ic)\b";
    MEDICATION = r"\b(?:taking|take|on) (?:anything|any other|other|regular)\b|\b(?:medications?|medicines?|tablets|meds|over the counter|supplements)\b";
    FAMILY = r"\b(?:family|runs? in|mother|father|parents|siblings|relatives)\b";
    TOBACCO = r"\b(?:smok\w+|tobacco|cigarettes?|vap\w+)\b";
    ALCOHOL = r"\b(?:alcohol|drink(?:er|ing)?|wine|beer)\b";
    NOT_ALCOHOL = r"\b(?:water|fluids?|eating|enough|coffee|caffeine|plenty|tea|milk|juice)\b";
    DRUGS = r"\b(?:recreational|illicit|street) drugs?|\bdrug use|\bdrugs\b|\bmarijuana\b";
    SOCIAL = r"\b(?:for (?:a living|work)|your (?:job|occupation)|what do you do|live with|lives? (?:with|alone)|at home with you|married|occupation|kids|children|travel\w*|who do you live|who(?:'s| is| lives) (?:there |at home )?with you|at home with you|home situation|(?:currently |still )working|working at the moment|do you work|what (?:work|are you studying)|live (?:by yourself|alone|on your own)|lives at home)\b";
    SURGERY = r"\b(?:surger(?:y|ies)|operations?|hospitali[sz]\w+)\b";
    HISTORY = r"\b(?:medical (?:problems?|conditions?|history|issues?)|past history|health (?:problems?|conditions?|issues)|other (?:conditions?|problems|illness\w*)|medically|other (?:illness\w*|diagnos\w+)|fit and well|fit and healthy|otherwise (?:well|healthy)|ever been diagnosed)\b";
    DURATION = r"\bhow (?:long|many (?:days|weeks|months))\b";
    FREQUENCY = r"\bhow (?:often|frequent\w*|many times|regularly)\b|\btimes (?:a|per) (?:day|week|night)\b";
    COURSE = r"\b(?:comes? and goe?s?|all the time|on and off|constant|continuous\w*)\b";
    ONSET = r"\bwhen did (?:it|this|that|these|those|they|the|your|all|you (?:first|start|notice|begin))\b|\bwhen (?:was|were) (?:it|this|that|the (?:first|pain|injury|accident)|you first)\b|\bhow did (?:it|this|that|you) (?:start|begin|happen|come|hurt|injure)";
    LOCATION = r"\b(?:where(?:abouts)?(?: exactly| about)?(?: is| are| does| do|'s) |show me where|point to|(?:what|which) (?:side|part|knee|shoulder|foot|hand|arm|leg|ear|eye|hip))";
    SEVERITY = r"\b(?:scale|how bad|how severe|how painful|(?:out of|(?:0|1|zero|one) to) (?:10|ten)|severity|rate (?:the|your))\b";
    CHARACTER = r"\b(?:what kind of pain|feels? like|describe|type of pain|sharp|dull|what sort of)\b";
    BETTER = r"\b(?:better|help(?:s|ed|ing)?|relie\w+|taken anything|tried anything|have you tried)\b";
    WORSE = r"\b(?:worse|aggravat\w+|trigger\w*|brings? it on)\b";
    OPENING = r"\b(?:brings? you|help you (?:today|this|with)|can i help|can i do for you|going on|how are you (?:doing|feeling)|tell me (?:about|what|a bit|a little|more)|what (?:happened|seems|has been|can i)|what's (?:happening|the problem|been)|the matter)\b";
}

impl Topic {
    /// The first of these that the question has words of; a question about an illness in the family is about the family.
    pub(super) fn of(question: &str) -> Option<Self> {
        let is = |pattern: &regex::Regex| pattern.is_match(question);
        Some(if is(&ALLERGY) {
            Self::Allergies
        } else if is(&FAMILY) {
            Self::Family
        } else if is(&TOBACCO) {
            Self::Tobacco
        } else if is(&ALCOHOL) && !is(&NOT_ALCOHOL) {
            Self::Alcohol
        } else if is(&SEVERITY) {
            Self::Severity
        } else if is(&FREQUENCY) {
            Self::Frequency
        } else if is(&COURSE) {
            Self::Course
        } else if is(&DURATION) {
            Self::Duration
        } else if is(&ONSET) {
            Self::Onset
        } else if is(&LOCATION) {
            Self::Location
        } else if is(&WORSE) {
            Self::Worse
        } else if is(&BETTER) {
            Self::Better
        } else if is(&CHARACTER) {
            Self::Character
        } else if is(&DRUGS) {
            Self::Drugs
        } else if is(&MEDICATION) {
            Self::Medications
        } else if is(&SURGERY) {
            Self::Surgery
        } else if is(&HISTORY) {
            Self::History
        } else if is(&SOCIAL) {
            Self::Social
        } else if SYMPTOM.is_match(question) {
            Self::Symptoms
        } else if is(&OPENING) {
            Self::Opening
        } else {
            return None;
        })
    }
}
