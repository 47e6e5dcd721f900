//! The same consults in the forms in which they can arrive: written with capitals and punctuation, in lower case with spaced
//! punctuation, cut into sentences, without speakers, with speakers swapped now and then, hesitating, broken by the other's
//! "mm-hmm". The draft must be about equally good, by the pairs of words that it shares with a note written by hand.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;

use clinical::{Speaker, Transcript};
use drafting::{Template, extract};

/// A consult of "D: ..." and "P: ..." lines, and the note of it.
struct Consult {
    said: &'static str,
    note: &'static str,
}

const CONSULTS: [Consult; 3] = [
    Consult {
        said: "D: What brings you in today?
P: I've had a cough for about 3 weeks. It's worse at night.
D: Are you bringing anything up?
P: Um, a bit of yellow phlegm in the mornings.
D: Have you had any fever or chest pain?
P: No, nothing like that.
D: Do you smoke?
P: I smoke about 10 cigarettes a day.
D: Are you still taking your lisinopril?
P: Yes. I take lisinopril 10 mg once a day.
D: Any allergies to medications?
P: Penicillin gives me a rash.
D: Let me listen to your chest. Your blood pressure is 134/82, and your heart rate is 78. On your lung exam, there are a few \
crackles at the right base. There is no wheezing.
D: I reviewed your chest x-ray, and it shows a small infiltrate in the right lower lobe.
D: For your first problem, your pneumonia, start doxycycline 100 mg twice a day for 7 days. I want you to drink plenty of fluids.
D: For your second problem, your hypertension, continue the lisinopril 10 mg a day. Come back in 2 weeks, or sooner if you get \
short of breath.
P: Okay, thank you, doctor.",
        note: "Cough for about 3 weeks. It is worse at night. Yellow phlegm in the mornings. Denies fever or chest pain. \
The patient smokes about 10 cigarettes a day. Lisinopril 10 mg once a day. Penicillin: rash. Blood pressure 134/82. Heart \
rate 78. Few crackles at the right base. No wheezing. Chest x-ray shows a small infiltrate in the right lower lobe. \
Pneumonia. Start doxycycline 100 mg twice a day for 7 days. Drink plenty of fluids. Hypertension. Continue the lisinopril \
10 mg a day. Come back in 2 weeks, or sooner if the patient gets short of breath.",
    },
    Consult {
        said: "D: How can I help you?
P: My right shoulder has been hurting since I fell off my bike 5 days ago.
D: Did you hear a pop?
P: No.
D: Where does it hurt?
P: On the outside of the shoulder, mostly when I lift my arm.
D: Have you taken anything for it?
P: I took some ibuprofen, but it didn't really help.
D: Any numbness or tingling in your arm?
P: No, none.
D: Do you have any other medical problems?
P: I have type 2 diabetes. I take metformin 500 mg twice a day.
D: Okay, let me take a look. On your shoulder exam, there is tenderness over the rotator cuff. You have limited range of motion. \
There is no swelling.
D: I think you have a rotator cuff strain. I'm going to refer you to physical therapy. I'd like to order an MRI of the right \
shoulder. Avoid heavy lifting.
D: Follow up with me in 4 weeks.
P: Sounds good.",
        note: "Right shoulder has been hurting since the patient fell off the bike 5 days ago. The patient did not hear a pop. \
On the outside of the shoulder, mostly when the patient lifts the arm. The patient took some ibuprofen, but it did not really \
help. Denies numbness or tingling in the arm. Type 2 diabetes. Metformin 500 mg twice a day. Tenderness over the rotator \
cuff. Limited range of motion. No swelling. Rotator cuff strain. Refer to physical therapy. Order an MRI of the right \
shoulder. Avoid heavy lifting. Follow up in 4 weeks.",
    },
    Consult {
        said: "D: Hello, how can I help you this morning?
P: I've had a really sore throat for about 4 days.
D: Have you had any cough or runny nose?
P: No, none of that.
D: Are you able to swallow?
P: It's painful to swallow, but I can drink.
D: How many times a day do you take paracetamol?
P: About 3 times a day.
D: Any rash on your skin?
P: No.
D: Do you have any other illnesses?
P: I have asthma. I take salbutamol when I need it.
D: Do you smoke?
P: No.
D: Are you allergic to any medications?
P: No.
D: I think this is tonsillitis.
D: I'm going to prescribe penicillin 500 mg 4 times a day for 10 days. You should drink plenty of fluids.
D: If you can't swallow at all, go to the emergency department. If it isn't better in a week, give me a call.
P: Okay, thank you.",
        note: "Really sore throat for about 4 days. Denies cough or runny nose. It is painful to swallow, but the patient can \
drink. Frequency: about 3 times a day. Denies rash on the skin. Asthma. Salbutamol. Does not smoke. No known drug allergies. \
Tonsillitis. Prescribe penicillin 500 mg 4 times a day for 10 days. Drink plenty of fluids. If the patient cannot swallow at \
all, go to the emergency department. If it is not better in a week, call.",
    },
];

type Turn = (Speaker, String);

fn turns(consult: &Consult) -> Vec<Turn> {
    let turn = |line: &str| match line.split_once(": ") {
        Some(("D", text)) => (Speaker::Clinician, text.to_owned()),
        Some((_, text)) => (Speaker::Patient, text.to_owned()),
        None => unreachable!("a line has a speaker"),
    };
    consult.said.lines().map(turn).collect()
}

/// Lower case, punctuation and contractions apart, as collections of transcripts have it.
fn spaced(turns: Vec<Turn>) -> Vec<Turn> {
    let apart = |text: &str| {
        let text = text.to_lowercase().replace("n't", " n't");
        text.split(' ')
            .map(|word| match word.strip_suffix([',', '.', '?']) {
                Some(bare) => format!("{bare} {}", &word[bare.len()..]),
                None => word.to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    turns.into_iter().map(|(speaker, text)| (speaker, apart(&text))).collect()
}

/// Each sentence a turn.
fn cut(turns: Vec<Turn>) -> Vec<Turn> {
    let sentences = |(speaker, text): Turn| {
        let parts: Vec<Turn> = text
            .split_inclusive(['.', '?'])
            .map(|sentence| (speaker.clone(), sentence.trim().to_owned()))
            .filter(|(_, sentence)| !sentence.is_empty())
            .collect();
        parts
    };
    turns.into_iter().flat_map(sentences).collect()
}

fn unnamed(turns: Vec<Turn>) -> Vec<Turn> {
    turns.into_iter().map(|(_, text)| (Speaker::Unknown, text)).collect()
}

/// Two tags in the middle the wrong way round.
fn swapped(mut turns: Vec<Turn>) -> Vec<Turn> {
    for at in [4, 5] {
        turns[at].0 = if turns[at].0 == Speaker::Clinician { Speaker::Patient } else { Speaker::Clinician };
    }
    turns
}

/// As people talk: "I, I've had, um, a cough".
fn hesitating(turns: Vec<Turn>) -> Vec<Turn> {
    let hesitate = |sentence: &str| {
        let words: Vec<&str> = sentence.split_whitespace().collect();
        match &words[..] {
            [first, .., last] if words.len() > 4 && first.chars().all(char::is_alphabetic) => {
                format!("{first}, {} um, {last}", words[..words.len() - 1].join(" "))
            }
            _ => words.join(" "),
        }
    };
    turns
        .into_iter()
        .map(|(speaker, text)| {
            let sentences: Vec<String> = text.split_inclusive(['.', '?']).map(hesitate).collect();
            (speaker, sentences.join(" "))
        })
        .collect()
}

/// With a "mm-hmm" of the other in the middle of each longer turn.
fn listened_to(turns: Vec<Turn>) -> Vec<Turn> {
    let mut broken = Vec::new();
    for (speaker, text) in turns {
        let words: Vec<&str> = text.split(' ').collect();
        if words.len() < 8 {
            broken.push((speaker, text));
            continue;
        }
        let (begins, ends) = words.split_at(words.len() / 2);
        let other = if speaker == Speaker::Clinician { Speaker::Patient } else { Speaker::Clinician };
        broken.extend([
            (speaker.clone(), begins.join(" ")),
            (other, "Mm-hmm.".to_owned()),
            (speaker, ends.join(" ")),
        ]);
    }
    broken
}

fn pairs(text: &str) -> HashMap<(String, String), usize> {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut pairs = HashMap::new();
    for pair in words.windows(2) {
        *pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
    }
    pairs
}

/// The share of pairs of words that a draft and the note have in common (F).
fn shared(turns: Vec<Turn>, note: &str) -> f64 {
    let mut transcript = Transcript::default();
    for (speaker, text) in turns {
        transcript.push(speaker, text, None);
    }
    let draft = extract(&Template::built_in("soap").unwrap(), &transcript);
    let texts: Vec<&str> = draft.statements().map(|statement| statement.text.as_str()).collect();
    let (draft, note) = (pairs(&texts.join(" ")), pairs(note));
    let common: usize =
        draft.iter().map(|(pair, count)| (*count).min(note.get(pair).copied().unwrap_or(0))).sum();
    2.0 * common as f64 / (draft.values().sum::<usize>() + note.values().sum::<usize>()) as f64
}

#[test]
fn a_consult_is_drafted_about_equally_well_in_every_form() {
    let mean = |form: &dyn Fn(Vec<Turn>) -> Vec<Turn>| {
        CONSULTS.iter().map(|consult| shared(form(turns(consult)), consult.note)).sum::<f64>()
            / CONSULTS.len() as f64
    };
    let forms: [(&str, f64); 8] = [
        ("as written", mean(&|turns| turns)),
        ("lower case, spaced", mean(&spaced)),
        ("cut into sentences", mean(&cut)),
        ("cut, without speakers", mean(&|turns| unnamed(cut(turns)))),
        ("without speakers", mean(&unnamed)),
        ("two turns swapped", mean(&swapped)),
        ("hesitating", mean(&hesitating)),
        ("listened to", mean(&listened_to)),
    ];
    println!("{forms:?}");
    let written = forms[0].1;
    assert!(written > 0.6, "{forms:?}");
    for (form, share) in forms {
        assert!(share > written - 0.1, "{form}: {forms:?}");
    }
}
