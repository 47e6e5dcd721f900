//! Whose the voices are that a file tells apart without saying so ("Speaker 1", "Speaker 2"): each is one person throughout, so
//! all that it says is weighed together.

use clinical::{Phi, Speaker};

use super::COMPANION;
use super::weights::WEIGHTS;
use super::words::Said;

/// The speaker of each turn, in order: that of the file where it says who that is, and for an unnamed voice
/// ([`Speaker::is_unnamed_voice`]) the clinician, the patient or, where it tells of a third person throughout, a companion, who keeps
/// the file's label where there are several. Of two unnamed voices among which nobody is named one is taken for the clinician.
pub fn name_voices<'a>(turns: impl IntoIterator<Item = (&'a Speaker, &'a str)>) -> Vec<Speaker> {
    let (speakers, said): (Vec<&Speaker>, Vec<Said>) =
        turns.into_iter().map(|(speaker, text)| (speaker, Said::new(text))).unzip();
    let mut voices: Vec<Voice> = Vec::new();
    for (speaker, said) in speakers.iter().zip(&said).filter(|(speaker, _)| speaker.is_unnamed_voice()) {
        let odds = i64::from(WEIGHTS.of_words(said));
        match voices.iter_mut().find(|voice| voice.label == *speaker) {
            Some(voice) => voice.odds += odds,
            None => voices.push(Voice { label: speaker, odds, is_clinician: false }),
        }
    }
    tell_clinicians(&mut voices, &speakers);
    let is_clinician = |speaker: &Speaker| {
        *speaker == Speaker::Clinician || voices.iter().any(|one| one.is_clinician && one.label == speaker)
    };
    let others = voices.iter().filter(|voice| !voice.is_clinician);
    let companions: Vec<&Speaker> = others
        .filter(|voice| {
            let told = speakers.iter().zip(&said);
            let told = told.filter(|(speaker, _)| is_clinician(speaker) || **speaker == voice.label);
            let (clinician, said): (Vec<bool>, Vec<&Said>) =
                told.map(|(speaker, said)| (is_clinician(speaker), said)).unzip();
            WEIGHTS.companion.tells(&said, &clinician)
        })
        .map(|voice| voice.label)
        .collect();
    let name = |speaker: &Speaker| match companions[..] {
        _ if !speaker.is_unnamed_voice() => speaker.clone(),
        _ if is_clinician(speaker) => Speaker::Clinician,
        [only] if only == speaker => Speaker::Other(Phi::from(COMPANION)),
        _ if companions.contains(&speaker) => speaker.clone(),
        _ => Speaker::Patient,
    };
    speakers.into_iter().map(name).collect()
}

struct Voice<'a> {
    label: &'a Speaker,
    /// That it is the clinician's, by all that it says; log-odds in hundredths.
    odds: i64,
    is_clinician: bool,
}

/// Each voice by its odds; but where several speak and none is named, not all of them are the clinician, nor none, and beside a
/// clinician who is named at least one is the patient.
fn tell_clinicians(voices: &mut [Voice], speakers: &[&Speaker]) {
    voices.sort_by_key(|voice| std::cmp::Reverse(voice.odds));
    for voice in voices.iter_mut() {
        voice.is_clinician = voice.odds > 0;
    }
    let named = speakers.iter().any(|one| !one.is_unnamed_voice() && **one != Speaker::Unknown);
    let doctor_alone = speakers.contains(&&Speaker::Clinician) && !speakers.contains(&&Speaker::Patient);
    match voices {
        [first, .., last] if !named => (first.is_clinician, last.is_clinician) = (true, false),
        [.., last] if doctor_alone => last.is_clinician = false,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Speaker::{Clinician, Patient};

    fn voice(label: &str) -> Speaker {
        Speaker::Other(label.into())
    }

    fn named(turns: &[(&str, &str)]) -> Vec<Speaker> {
        let turns: Vec<(Speaker, &str)> =
            turns.iter().map(|(label, text)| (Speaker::from_label(label), *text)).collect();
        name_voices(turns.iter().map(|(speaker, text)| (speaker, *text)))
    }

    #[test]
    fn a_voice_is_one_person_whatever_one_of_its_turns_sounds_like() {
        let said = named(&[
            ("Speaker 2", "Good morning, what brings you in today?"),
            ("Speaker 1", "My elbow has been hurting for two weeks."),
            ("Speaker 2", "I have had that, too."),
            ("Speaker 1", "Do you have any idea what it is?"),
            ("Speaker 2", "Does it hurt when you lift things? Let me take a look at your elbow."),
            ("Speaker 1", "Yes, it does."),
        ]);
        assert_eq!(said, [Clinician, Patient, Clinician, Patient, Clinician, Patient]);
    }

    #[test]
    fn of_two_voices_that_sound_alike_one_is_the_clinician() {
        for text in ["How are you today?", "I'm tired."] {
            let said = named(&[("A", text), ("B", text), ("B", text)]);
            assert!(said[1] == said[2] && said[0] != said[1], "{said:?}");
        }
    }

    #[test]
    fn who_is_named_stays_and_the_rest_is_told_by_itself() {
        let said = named(&[
            ("Doctor", "What brings you in today?"),
            ("Speaker 1", "I've had a cough, and I feel tired."),
            ("Mother", "He coughs all night."),
            ("unknown", "Okay."),
        ]);
        assert_eq!(said, [Clinician, Patient, voice("Mother"), Speaker::Unknown]);
    }

    #[test]
    fn beside_a_clinician_who_is_named_whoever_asks_is_the_patient_too() {
        let said = named(&[
            ("Doctor", "Take one tablet in the morning."),
            ("Speaker 1", "Do I take it with food? How long do I take it?"),
            ("Speaker 1", "Are there any side effects?"),
        ]);
        assert_eq!(said, [Clinician, Patient, Patient]);
    }

    #[test]
    fn the_voice_that_tells_of_somebody_else_throughout_is_a_companion() {
        let said = named(&[
            ("S1", "What brings the two of you in today?"),
            ("S2", "She has had a cough since Sunday, and last night she was hot."),
            ("S1", "Did she eat anything?"),
            ("S2", "No, she did not want her milk. She cried, and then she slept."),
            ("S1", "Does she pull at her ears?"),
            ("S2", "Her left ear, yes. He had that too, her brother, when he was two."),
            ("S1", "Has she had her vaccinations?"),
            ("S2", "Yes, she has had all of hers."),
        ]);
        assert_eq!(said[1], voice(COMPANION));
        assert_eq!((&said[0], &said[7]), (&Clinician, &voice(COMPANION)));
    }

    #[test]
    fn a_voice_alone_is_whose_words_it_has() {
        assert_eq!(named(&[("Speaker 1", "I've had a cough for a week, and my chest hurts.")]), [Patient]);
        assert_eq!(
            named(&[("Speaker 1", "Do you have any fever? Let me listen to your lungs.")]),
            [Clinician]
        );
    }
}
