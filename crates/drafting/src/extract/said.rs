//! What the clinician says that no rule has taken: findings in passing, reasons, explanations. Whether it belongs in the
//! note, and where, is for the weights to say.

use super::address::of_patient;
use super::lexicon::{SYMPTOM, patterns};
use super::looks::{DICTATED, Looks};
use super::planned::is_plan;
use super::speakers::By;
use super::{Candidate, Consult};
use clinical::SectionCode;

patterns! {
    /// Said to get through the visit, to a machine or to pass the time.
    TALK = r"\b(?:(?:have|take|grab|pull up) (?:a|the) (?:seat|pew|chair)|come (?:on )?in\b|come sit|ringing back|calling back|welcome)\b|^(?:can you|take (?:a|some|another)(?: few| big| nice)? (?:deep )?breaths?|could you|go ahead|tell me|show me|lift|push|deep|breathe|open (?:your|up)|turn (?:your|to)|lie|squeeze|hop|let me|let's|hi|hello|bye|welcome|nice|thanks?|see you|any questions|here is|here's|don't worry|in reviewing|all right|i'm (?:dr|doctor|one of|sorry|more of)|my name|i know|i see|i hear|that's (?:what|why|how|good|great|okay|fine|right|it|all)|just (?:so|to let)|what i(?:'m| am)|those are|this is (?:just )?(?:to|what|why)|on (?:your|the|that|my) (?:\w+ ){0,3}exam\w*$|for (?:your|the) (?:\w+ ){0,3}exam\w*$|from (?:a|your) (?:\w+ ){0,3}standpoint$)\b|\b(?:(?:i'm|i am|we're) (?:just )?(?:going to|gonna) (?:lie|lay|roll|tip|turn|tilt|get you|pop|stretch|pull|push|squeeze)|dragon|dax|how are you|nice to (?:see|meet)|good to (?:see|meet)|thank you|sorry to|any (?:other )?questions|sound good|make sense|awesome|congratulations|you're welcome|take care|good for you|i hope|hopefully|i know (?:you|it|that)|i understand|believe it|i remember|the nurse|my nurse|front desk|recording|i told you|you told me|(?:i'm|i am) (?:just )?(?:going to|gonna) (?:check|do (?:a|some|my|that)|take|have|ask|just|reach|tell|talk|step|press|feel|listen|look|examine|move|bend|review|be|put|go over)|(?:i'd|would) like to do a|right here|hear me|guess|bet|glad|proud|pleased|excited|physical exam as|take a (?:quick )?(?:look|listen)|have a look|look at (?:your|some|the|that|this)|great job|good job|go from there|we'll see|talk (?:about|to you|a little|real)|get you out|checked out|out of (?:the room|time)|worry about|quick exam|focused exam|some maneuvers|pronounce|landscape|vacation|weather|weekend|birthday|football|the game|concerned about that|run out of|finali[sz]e|summari[sz]e|(?:we|procedures) discussed|appreciate (?:you|it|that you)|signed out|how about|when i press|have a (?:good|nice|great)|i want to do a|(?:that's|that is) (?:really )?(?:good|great|fine)|have you|do you|did you|are you|can you|is that (?:painful|okay|right)|does (?:it|that|this|\w+ \w+) hurt|can i)\b";
    /// Talk about the talk, the line and the way of the appointment, and reasons without what they are for.
    ASIDE = r"\b(?:based on your|your story|wonder\w*|not saying|options|room for|next time|reason i say|remind me|moving (?:on|forward)s?|i'm asking|important to ask|have to ask|just need to ask|in the notes|support team|admin team|forgotten|reassess|touch base|examine you|been able to (?:examine|see)|the screen|camera|guidelines|any ideas|i'm reassured|history is very|what i mean|is that okay|bear with|run through|good job|sensible|as you can|we don't know|can't give you|some people|some patients|it depends on|find out what|going on there|ball rolling|to the bottom of|feel the pulse|keeping your|at this stage|background|out of the question|more worrying|put your mind|first thing|last thing|from what you(?:'re|'ve)|glad)\b|^(?:the )?(?:fact|reason)\b";
    /// The clinician tells the story once more, in order.
    RECAPS = r"^[\w ',]{0,60}?\b(?:recap|summari[sz]e)\b(?: then| again|,)* |^you(?:'ve| have)(?: mentioned| said| had| been having| got)+ ";
    ENDS_OPEN = r" (?:the|a|an|to|of|my|and|is|in|for|with|that|or|but|so|at|on|was|were|because|i|it|just|if|when|like|really|very|their|his|her|been|have|had|as|from|about|do|did|are|than|not|into|get|be|your|you|what|how|we|by|this|any|some|can|will|put|there is|whether|shows?|showed|reveals?|revealed)$";
    OPENS_WRONG = r"^(?:would|things like|likely|our|normally|yeah|yes|yep|well|no (?:that|it|this|you|i)|no because|because|explains|much|also i|just when|in touch|risk|on that|from here|of|than|that|which|who|what|how|is|are|was|were|and|or|do|does|did|have you|why|where|as|with|to|by)\b";
    /// A condition without what follows from it.
    CONDITION_ALONE = r"^(?:if|when|as|once|since|while|until|whether|unless)\b[^,]{0,60}$";
    /// Of these nobody can tell what they speak of once they stand alone.
    POINTS = r"^(?:it|it's|that|that's|this|this is|they|they're|he|she|he's|she's|there|those|these|so|we|we're|you) (?:just |also |really |can |could |may |will |would |might )?(?:is|was|are|were|be|looks?|seems?|does|did|do|has|had|have|can|will|would|helps?|goes|makes?|means?|go|see|\w+)(?: \w+)?$|^(?:it|that|this|that's|it's|they|they're)\b";
    /// A sentence has one of these; what has none is a piece of one.
    VERB = r"\b(?:is|are|was|were|be|been|am|has|have|had|do|does|did|will|would|can|can't|could|should|may|might|must|need|needs|want|like|recommend|shows?|showed|think|feels?|looks?|appears?|seems?|reveals?|revealed|demonstrates?|continue|take|took|get|got|put|start|stop|presents?|presented|denie[sd]|reports?|reported|complain\w*|states?|underwent|advise|suggest|reviewed|agree|explained|discussed)\b|'(?:s|re|ve|ll|d|m)\b|n't\b";
    RECAP_LEAD = r"^[\w ',]{0,60}?\b(?:recap|summari[sz]e)\b(?: then| again|,)* ";
    WILL = r"^(?:(?:and|so|then|now|also),? )*(?:i'll|i will|i'm going to|i am going to|i'd like to|i would like to|i want to)(?: also| just| then| probably)* (put|order|refer|send|start|give|prescribe|get|check|book|arrange|increase|decrease|ask|text|ring|add|stop|change|write|do|try|switch|bring) ";
    SAYS = r"^(?:you (?:mentioned|said|were saying)(?: that)? |i (?:do )?think (?:that )?|i (?:do )?believe (?:that )?|it (?:looks|sounds|seems) like |you know |i mean |i would say )";
}

/// Each such sentence, said of the patient; `taken` tells at which sentences a rule found something. While the patient still
/// tells the story, the clinician only repeats it, unless this is dictation, in the third person, or the whole once more.
pub(super) fn said(consult: &Consult, looks: &Looks, taken: &[bool]) -> Vec<Candidate> {
    consult
        .sentences
        .iter()
        .enumerate()
        .filter(|(place, sentence)| sentence.by == By::Clinician && !sentence.asks && !taken[*place])
        .filter(|(_, sentence)| {
            (4..=40).contains(&sentence.words())
                && (!TALK.is_match(&sentence.text) || RECAPS.is_match(&sentence.text))
                && !ASIDE.is_match(&sentence.text)
                && !ENDS_OPEN.is_match(&sentence.text)
                && !OPENS_WRONG.is_match(&sentence.text)
                && !POINTS.is_match(&sentence.text)
                && !CONDITION_ALONE.is_match(&sentence.text)
                && VERB.is_match(&sentence.text)
        })
        .filter(|(place, sentence)| {
            !looks.in_history(*place)
                || DICTATED.is_match(&sentence.text)
                || RECAP_LEAD.is_match(&sentence.text)
        })
        .map(|(place, sentence)| {
            let recaps = RECAPS.is_match(&sentence.text) && SYMPTOM.is_match(&sentence.text);
            let text = if recaps {
                RECAP_LEAD.replace(&sentence.text, "")
            } else if is_plan(&sentence.text) {
                // "I'll also put the dose up" is "put the dose up".
                WILL.replace(&sentence.text, "$1 ")
            } else {
                SAYS.replace(&sentence.text, "")
            };
            let text = of_patient(&text, consult.pronouns);
            let section = if recaps { SectionCode::HistoryOfPresentIllness } else { SectionCode::Problems };
            let candidate = Candidate::new(section, &text, &[sentence.segment], place);
            if recaps { candidate } else { candidate.open() }
        })
        .collect()
}
