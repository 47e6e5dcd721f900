//! What the clinician finds: vital signs, examination, results.

use clinical::quantity::quantities;
use clinical::{Detail, SectionCode, SegmentId};

use super::lexicon::{BODY, CONDITION, SYMPTOM, TEST, patterns};
use super::planned::is_plan;
use super::speakers::By;
use super::vitals::vital_signs;
use super::{Candidate, Consult};

patterns! {
    VAGUE = r"^(?:it|it's|they|they're|on exam,? everything|and|only way)\b|\b(?:listen to|listening to|looking at the|listening|feeling (?:of|the)|exam is the)\b";
    TEST_NAME = r"\b(?:(?:chest|knee|shoulder|ankle|foot|hand|hip|back|wrist|elbow|neck|left|right|leg) )*(?:x-ray|x ray|mri|ct scan|ct|ultrasound|ekg|ecg|echocardiogram|stress test|pulmonary function tests?|mammogram|lab work|labs|blood work)\b";
    LINKS_TEST = r"\b(?:look|looking|review|reviewed|results|show me|hey)\b";
    CONTINUES = r"^(?:and )?(?:it|this|that|they|which)(?: also| does| do)? (?:shows?|showed|look|looks?|demonstrates?|reveal\w*|indicate\w*|came back|is|was|were|are)(?: also| that| like| really)* (.+)$|^(?:and )?there(?:'s| is| are| was| were) (no .+|.*(?:fracture|normal|effusion|mass|tear|nodule|evidence).*)$";
    TEST_FRAME = r"^(?:(?:so|and|now|in|by|i am|i'm|well)[, ]+)*(?:look(?:ing)? (?:here )?(?:at )?|review(?:ing|ed)? (?:of )?|this is |here is |here's |the results? (?:of|for|from) )?(?:the results? (?:of|for|from) )?(?:your |the )((?:\w+ ){0,2}(?:x-ray|x ray|mri|ct(?: scan)?|ultrasound|ekg|ecg|echocardiogram|echo|labs?|lab work|blood work|blood tests?|hemoglobin a1c|a1c|hemoglobin|stress test|pulmonary function tests?|mammogram|biopsy|urinalysis|results))\b(?: results?| of (?:your|the) \w+(?: \w+)?| here| today| that (?:we|you) (?:did|had|got|took)[^,]*| from [^,]*)*,? (?:(?:and|so|now|you can see(?: that)?|it|this|that|which|they|does|do|here|we|also|like|look|looks|appears?|seems?|to|there(?:'s| is| are)|you (?:do )?have|shows?|showed|show|see|demonstrates?|revealed?|indicates?|that you have)[, ]+)*(.+)$";
    VITAL_NOW = r"\b(?:today|here|in the office|right now|vitals?)\b";
    VITAL_STATE = r"(?:\b(?:is|was|are|look|looks|looked|sounds|were)|'s) (?:\w+ ){0,4}(?:good|normal|fine|high|low|elevated|stable|great|within|okay|perfect)\b";
    VITAL_WORD = r"\b(?:vitals?|blood pressure|heart rate|pulse|oxygenation|temperature|oxygen saturation|pulse ox)\b";
    VITALS_FRAME = r"^(?:i (?:did )?review(?:ed)? |looking at )?(?:your |the )?(vitals?(?: signs)?)(?: here| today| in the office| were| and)*,? ((?:everything|they|all|it|look|overall|those)\b.*)$";
    ELSEWHERE = r"\b(?:(?:pressure|rate|temperature|saturation) (?:was|were)|looks like they|at home|emergency|er|last (?:time|visit|week|month|year)|when you (?:went|were|came)|used to|usually|has been|goal|should be|under|below|above|get it|if your|if the)\b";
    FINDING = r"\b(?:tender\w*|swelling|swollen|edema|erythema|ecchymosis|bruising|murmurs?|clear|crackles|rales|rhonchi|wheez\w+|regular (?:rate|rhythm)|rate and rhythm|range of motion|strength|grip|reflexes|sensation|pulses?|intact|soft|distention|distended|bruits?|lymphadenopathy|nodes?|thyromegaly|normal|abnormal|stable|positive|negative|pain (?:with|on|to)|effusion|warmth|redness|rash|lesions?|deformity|crepitus|laxity|alert|oriented|cranial|gait|tonsils?|exudate\w*|palpation|palpable|guarding|rebound|bowel sounds|masses?|bilaterally|symmetric\w*|scar|incision|wound|ulcer|healed|enlarged|good|decreased|limited|full|flexion|extension|abduction|inflam\w+|injected|moist|dry|atrophy|tremor|numbness|sounds|jugular|plantar|dorsiflexion|straight leg|spurling|tinel|phalen|discharge|polyps?|turbinates?|sinus\w*|pitting|systolic|thickening|lumps?|bumps?|spurs?|sore|calcifications?|cysts?|red|bulging|pink|pale|puffy|irregular|retractions?|plaques?|scale|scaly|pus|wax|loose|lax|effusions?|brisk|nodules?|clubbing|cyanosis|oedema|boggy|ruptured|perforat\w+|discolou?r\w*|dull|unremarkable|goitre|goiter|jaundiced?|icterus|velvety|coarse|regular|gallop|sluggish|noisy|hot|warm|cool|brown|notched|raised|moles?|rough)\b";
    /// A finding without a frame, as one tells what one sees: "right eardrum is red", "crackles at the base".
    PART_FIRST = r"^(?:(?:the|your|his|her|both|right|left|upper|lower|and|of|on|in|at|over|back|front|rest|sides?) ){0,5}$";
    SIGN_FIRST = r"^(?:(?:no|some|lots|of|a|an|few|bit|little|mild|moderate|slight|good|fine|coarse|bilateral|bibasal|scattered|faint|soft|full|normal|obvious|there's|there is|there are|the|still|quite|very|also) )*(?:wheez\w+|crackles|crepitations|tender\w*|swelling|swollen|effusion|murmurs?|edema|oedema|bruits?|pulses|reflexes|rashes|range of|guarding|rebound|retractions?|goitre|goiter|lymph|nodes|straight leg|drawer|exudate|redness|warmth|bruising|laxity|masses|strength|sensation|power|tone|gait|pitting)\b";
    NOT_FINDING = r"\b(?:grumble|side effects?|common\w*|normal for|usual|until|till|come|call|ring|return|straight to|driving|er|hospital|drops|dose|you|you're|you've|your (?:mother|father)|yourself|i|i'm|i'd|i'll|we|we'll|me|should|will|would|if|when|can|could|may|might|because|means|usually|often|cause\w*|help\w*|later|tomorrow|next|last (?:week|month|year|time)|ago|pharmacy|scan|mri|x-ray|since|take|use|keep|tablets?)\b";
    EXAM_FRAME = r"\b(?:on (?:your|the|my) (?:\w+ ){0,5}exam\w*|on (?:examination|palpation|auscultation|inspection)|i (?:do )?(?:appreciate|hear|feel|see|note|notice|palpate)|i (?:don't|do not) (?:appreciate|hear|see|feel|really appreciate|notice)|there(?:'s| is| are)|you (?:do )?have|you(?:'ve| have) got|your|looking at your|the|no|it(?:'s| is| looks)|positive|negative|\w+ exam)\b";
    STARTS_EXAM = r"\b(?:(?:flip|roll|turn|hop|lie|lay|sit|stand) (?:back|over|up|down|onto|on to|flat)|deep breaths?|(?:hurt|sore|tender)(?: at all)? when i|tell me if (?:this|it|that)(?:'s| is| hurts)|follow my (?:finger|light|pen)|(?:push|pull) (?:against|up|down|toward) |squeeze my|open (?:up )?wide|i'm (?:squeezing|pressing|pushing)|let me (?:feel|bend|move) |physical exam\w*|examin(?:e|ation)|let me (?:look|take a look|have a look|listen|check)|take a listen|take a (?:quick )?look at (?:you|your|the|that)|calling out|on exam|vital signs|have a (?:quick |little |good |proper )?(?:look|listen|feel)|let's (?:peek|see (?:your|the|that|this|his|her)|look at|listen)|gown|sleeve|hop (?:up|on)|pop (?:up|your|yourself|that)|big breath|breathe in|let me (?:see|press|get|take (?:it|that))|look (?:up|straight)|open wide|say ah+|weight's|temp's)\b";
    STARTS_PLAN = r"\b(?:my (?:assessment|plan|impression|recommendation)|assessment and (?:my )?plan|plan for you|for your (?:first|1st)|first problem|so what (?:does all that|do i think)|i think|what i(?:'d| would) like|let's talk about)\b";
    /// "It was 22" is about one of them, and nobody can tell which.
    MANY_TESTS = r"^(?:labs|lab work|blood work|results)$";
    IT_WAS = r"^(?:and )?(?:it|that) ";
    RESULT = r"\b(?:show(?:s|ed|ing)?|demonstrate[sd]?|reveal(?:s|ed)?|normal|negative|positive|elevated|high|low|decreased|reduced|came back|come back|consistent|looks?|unremarkable|within|is|was|were|are|stable|increased|indicat\w+)\b";
    /// What a test can come to, besides a number, a condition and what an examination finds.
    COMES_TO = r"\b(?:show(?:s|ed)?|reveal(?:s|ed)?|demonstrate[sd]?) (?:an?|some|signs)\b|\b(?:no|none|nothing|without|free of|fine|great|better|worse|normal\w*|abnormal\w*|unremarkable|appropriate|acceptable|borderline|low|lower|high|higher|elevat\w+|rais\w+|increas\w+|decreas\w+|reduc\w+|improv\w+|deficien\w+|stable|unchanged|changes?|within|consistent with|suggest\w*|preserved|maintained|aligned|alignment|lined up|fractur\w+|broken|break|dislocat\w+|tears?|torn|rupture\w*|fluid|infiltrat\w*|consolidation|opacit\w+|mass|shadow\w*|tumou?rs?|cancer\w*|malignan\w*|carcinoma|metasta\w+|stones?|narrow\w*|stenosis|herniat\w+|bulg\w+|degenerat\w+|arthr\w+|infect\w+|bleed\w*|blood in|clots?|block\w*|dilat\w+|regurgitat\w+|hypertroph\w+|evidence|scarr\w+|rhythm|protein|bacteria|grew|grade|stage|ischemi\w+)\b";
    NOT_RESULT = r"\b(?:come in|tomorrow|i(?:'ve| have) sent|sending|no antibiotics?|risks?|idea|including|options?|order|going to|will|we'll|i'd (?:also |really )?like|i want|if|schedule|recommend|repeat|get (?:a|an|some|you|your)|did they|do you|need|should|would|could|can|when you|call you|let's|once|after|show me|waiting|before we|until)\b";
    OPENING = r"^(?:(?:sorry|so|and|now|okay|then|also|but|here|again|i can see(?: that)?|looking (?:here )?at (?:your|the) (?:results|x-ray|mri|labs|ct|ekg|echo)[\w '-]{2,40}?,|looking here|looking at you|as you can see|you know|it (?:does )?(?:look|looks|appears) like (?:you have|there(?:'s| is)|there are)?|it does look like you have|i (?:do|can)? ?(?:appreciate|hear|feel|see|note|notice|palpate)(?: that)?|there(?:'s| is| are)|you (?:do )?have|you(?:'ve| have) got|you've|i do have|it(?:'s| is) (?:just )?|this (?:is )?shows?(?: that)?|that shows|we see|on (?:your|the) (?:physical )?exam(?:ination)?,?|on physical exam(?:ination)?,?)[, ]+)+";
    REGION = r"^on (?:your|the) ([\w -]{2,40}?) (?:exam(?:ination)?|evaluation),? (?:of (?:your|the) ([\w -]{2,30}?)[, ]+)?(?:(?:you know|so|now|and)[, ]+)*(.+)$";
    NO_FINDING = r"^i (?:don't|do not) (?:really )?(?:appreciate|hear|see|feel|note|notice)(?: any| an?)? ";
    ANYTHING = r"^anything\b";
    /// "Your legs, you've got swelling".
    OF_PART = r"^(?:and )?(?:your|the|his|her) ([\w ]{2,25}), (?:you(?:'ve| have)(?: got)?|there(?:'s| is| are)|it(?:'s| is)|they(?:'re| are)) ";
    /// "On the left I feel a thickening", "the heart is regular, I don't hear a murmur": who perceives it goes.
    PERCEIVES = r"^((?:over |down )?on (?:the|your) [\w ]{3,20}?),? i (?:do )?(?:feel|see|hear|note|notice|appreciate|palpate) ";
    PERCEIVES_NONE = r"(,)(?: and| but)? i (?:don't|do not) (?:really )?(?:hear|feel|see|appreciate|notice)(?: any| an?)? ";
    CUT = r"(?:,? (?:which (?:we've|is (?:what|good|really good|really great|pretty|not surprising|great|normal for)|means|you)|so that's|that's|like we|as we|so we|which i|so i|meaning|what does|okay|just from|and that can|from what i can) .*|,? so that's .*)$";
    ARTICLES = r"^(?:(?:a|an|some|the|that|this|any|is|are) )+";
    ADDRESS = r"\b(?:you're|you|yourself|we|me|i'm|i|let's|us)\b";
    TELLS = r"^(?:let|can you|could you|go ahead|i'm going to|i want|i'd like|we|tell|show|lift|push|take|deep|breathe|open|look|turn|lie|sit|stand|follow|squeeze|hop|does|do|is it|any|how|if|when|what)\b";
}

/// Vital signs, findings and results.
pub(super) fn found(consult: &Consult) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let (mut examines, mut plans) = (false, false);
    // The test that the clinician speaks of, and where it was named.
    let mut test: Option<(String, SegmentId, usize)> = None;
    for (place, sentence) in consult.sentences.iter().enumerate() {
        if sentence.by != By::Clinician {
            continue;
        }
        // What the clinician adds about a finding is no part of it.
        let text = CUT.replace(&sentence.text, "");
        let text = text.as_ref();
        if STARTS_EXAM.is_match(text) {
            (examines, plans) = (true, false);
        } else if STARTS_PLAN.is_match(text) && place * 2 > consult.sentences.len() {
            plans = true;
        }
        if !ELSEWHERE.is_match(text) {
            let signs = vital_signs(text);
            for (written, sign) in &signs {
                let mut candidate = Candidate::new(SectionCode::VitalSigns, "", &[sentence.segment], place)
                    .with(Some(Detail::VitalSign(*sign)));
                candidate.text.clone_from(written);
                candidates.push(candidate);
            }
            if !signs.is_empty() {
                continue;
            }
        }
        if LINKS_TEST.is_match(text)
            && let Some(named) = TEST_NAME.find(text)
        {
            test = Some((named.as_str().to_owned(), sentence.segment, place));
        }
        if sentence.asks || TELLS.is_match(text) || is_plan(text) {
            continue;
        }
        let words = sentence.words();
        if !(3..=45).contains(&words) {
            continue;
        }
        if let Some(found) = VITALS_FRAME.captures(text) {
            let written = format!("{}: {}", &found[1], &found[2]);
            candidates.extend(stated(SectionCode::VitalSigns, &written).map(|written| {
                Candidate::new(SectionCode::VitalSigns, &written, &[sentence.segment], place)
            }));
            continue;
        }
        if (examines || VITAL_NOW.is_match(text))
            && VITAL_WORD.is_match(text)
            && VITAL_STATE.is_match(text)
            && !plans
            && !NOT_RESULT.is_match(text)
            && !ELSEWHERE.is_match(text)
        {
            candidates.extend(stated(SectionCode::VitalSigns, text).map(|written| {
                Candidate::new(SectionCode::VitalSigns, &written, &[sentence.segment], place)
            }));
            continue;
        }
        if let Some((name, named_in, at)) = &test
            && place <= at + 3
            && words >= 4
            && !REGION.is_match(text)
            && !NOT_RESULT.is_match(text)
            && !(MANY_TESTS.is_match(name) && IT_WAS.is_match(text))
            && let Some(found) = CONTINUES.captures(text)
            && let Some(rest) = found.get(1).or_else(|| found.get(2))
        {
            candidates.extend(
                stated(SectionCode::Results, &format!("{name}: {}", ARTICLES.replace(rest.as_str(), "")))
                    .map(|written| {
                        Candidate::new(SectionCode::Results, &written, &[*named_in, sentence.segment], place)
                    }),
            );
            continue;
        }
        if let Some(found) =
            TEST_FRAME.captures(text).filter(|_| !NOT_RESULT.is_match(text) && RESULT.is_match(text))
        {
            test = Some((found[1].to_owned(), sentence.segment, place));
            let written = format!("{}: {}", &found[1], ARTICLES.replace(&found[2], ""));
            if let Some(written) = stated(SectionCode::Results, &written) {
                candidates.push(Candidate::new(SectionCode::Results, &written, &[sentence.segment], place));
                continue;
            }
        }
        if TEST.is_match(text) && RESULT.is_match(text) && !NOT_RESULT.is_match(text) {
            candidates.extend(
                stated(SectionCode::Results, text).map(|written| {
                    Candidate::new(SectionCode::Results, &written, &[sentence.segment], place)
                }),
            );
            continue;
        }
        let framed = EXAM_FRAME.is_match(text);
        let named = FINDING.is_match(text)
            || BODY.is_match(text)
            || SYMPTOM.is_match(text)
            || CONDITION.is_match(text);
        let later = examines || place * 10 >= consult.sentences.len() * 3;
        let plain = later && !plans && is_plain_finding(text);
        let region = (REGION.is_match(text) || NO_FINDING.is_match(text)) && named;
        let finding = FINDING.is_match(text)
            && (BODY.is_match(text) || SYMPTOM.is_match(text) || CONDITION.is_match(text) || examines);
        if (region || plain || (examines && !plans && framed && finding)) && !NOT_RESULT.is_match(text) {
            candidates.extend(stated(SectionCode::PhysicalExam, text).map(|written| {
                Candidate::new(SectionCode::PhysicalExam, &written, &[sentence.segment], place)
            }));
        }
    }
    candidates
}

/// Words of the longest finding that is told without a frame.
const LONGEST_PLAIN: usize = 24;

/// Whether a text tells a finding as one sees it, and speaks to nobody.
pub(super) fn is_plain_finding(text: &str) -> bool {
    let part_first = || BODY.find(text).is_some_and(|part| PART_FIRST.is_match(&text[..part.start()]));
    text.split(' ').count() <= LONGEST_PLAIN
        && !NOT_FINDING.is_match(text)
        && FINDING.is_match(text)
        && (SIGN_FIRST.is_match(text) || part_first())
}

/// Whether a text says what a test came to, and not only that it was done or looked at.
pub(super) fn tells_result(text: &str) -> bool {
    COMES_TO.is_match(text)
        || FINDING.is_match(text)
        || CONDITION.is_match(text)
        || SYMPTOM.is_match(text)
        || quantities(text).iter().any(|one| !one.unit.is_some_and(|unit| unit.is_time()))
}

/// The finding without its address to the patient; none where what remains still speaks to somebody.
fn stated(section: SectionCode, text: &str) -> Option<String> {
    let text = OF_PART.replace(text, "$1: ");
    let text = PERCEIVES_NONE.replace_all(&text, "$1 no ");
    let text: &str = &PERCEIVES.replace(&text, "$1 ");
    let (region, rest) = if section == SectionCode::PhysicalExam
        && let Some(found) = REGION.captures(text)
    {
        let part = found.get(2).or_else(|| found.get(1)).map(|m| m.as_str().to_owned());
        (
            part.filter(|part| !matches!(part.as_str(), "physical" | "quick" | "")),
            found.get(3).map_or(String::new(), |m| m.as_str().to_owned()),
        )
    } else {
        (None, text.to_owned())
    };
    let rest = match NO_FINDING.find(&rest) {
        Some(found) if ANYTHING.is_match(&rest[found.end()..]) => {
            ANYTHING.replace(&rest[found.end()..], "nothing").into_owned()
        }
        Some(found) if !rest[found.end()..].starts_with([',', ' ']) => format!("no {}", &rest[found.end()..]),
        Some(found) => {
            OPENING.replace(rest[found.end()..].trim_start_matches([',', ' ']), "").trim().to_owned()
        }
        None => OPENING.replace(&format!("{rest} "), "").trim().to_owned(),
    };
    let mut words: Vec<&str> = Vec::new();
    for word in rest.split(' ') {
        match word.to_lowercase().as_str() {
            "your" if words.is_empty() => {}
            "your" => words.push("the"),
            _ => words.push(word),
        }
    }
    let mut rest = words.join(" ");
    rest = ARTICLES.replace(&rest, "").into_owned();
    if rest.split(' ').count() < 2
        || ADDRESS.is_match(&rest)
        || VAGUE.is_match(&rest)
        || section == SectionCode::Results && !tells_result(&rest)
    {
        return None;
    }
    Some(region.map_or(rest.clone(), |region| format!("{region}: {rest}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_lose_their_address_and_keep_their_words() {
        let exam = |text| stated(SectionCode::PhysicalExam, &CUT.replace(text, ""));
        assert_eq!(
            exam("on your heart exam, I do appreciate a 3/6 systolic ejection murmur, which we've heard in the past").as_deref(),
            Some("heart: 3/6 systolic ejection murmur")
        );
        assert_eq!(exam("I don't appreciate any carotid bruits").as_deref(), Some("no carotid bruits"));
        assert_eq!(exam("your lungs are clear").as_deref(), Some("lungs are clear"));
        assert_eq!(exam("I don't appreciate a murmur").as_deref(), Some("no murmur"));
        assert_eq!(exam("your legs, you've got a trace of edema").as_deref(), Some("legs: a trace of edema"));
        assert_eq!(exam("you make me laugh"), None);
    }

    #[test]
    fn a_result_says_what_the_test_came_to() {
        for result in [
            "Chest x-ray: no infiltrate",
            "Hemoglobin A1C is 7.2",
            "The MRI shows a torn ligament",
            "Labs look stable",
            "The chest x-ray shows a pneumothorax",
        ] {
            assert!(tells_result(result), "{result}");
        }
        for none in [
            "Spirometry: interesting",
            "I reviewed the results of the CT of the head",
            "We did an x-ray of the wrist 2 weeks ago",
            "The A1c was taken on 4/12/2024",
            "Blood work was drawn yesterday",
        ] {
            assert!(!tells_result(none), "{none}");
        }
    }
}
