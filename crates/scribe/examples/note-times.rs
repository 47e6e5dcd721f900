//! How long drafting by rule and checking take on a consult of about 1,300 words:
//! `cargo run --release -p scribe --example note-times`.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use clinical::{Note, Segment, Speaker, Transcript};
use grounding::Heard;

fn main() {
    let transcript = consult();
    println!("consult of {} words in {} turns", transcript.word_count(), transcript.segments().len());
    let template = scribe::Template::built_in("soap").unwrap();
    let draft = || drafting::extract(&template, &transcript);
    once("warming up", scribe::warm_up);
    once("first draft", || drop(draft()));
    once("first checks", || drop(checked(draft(), &transcript)));
    measure("extractive draft", || drop(draft()));
    let note = draft();
    println!("{} statements", note.statements().count());
    measure("checks", || drop(checked(note.clone(), &transcript)));
    let jotted = with_jottings(transcript.clone());
    let note = drafting::extract(&template, &jotted);
    measure("checks, with jottings", || drop(checked(note.clone(), &jotted)));
}

/// What was typed beside the talk is also read alone, and the talk without it.
fn with_jottings(mut transcript: Transcript) -> Transcript {
    for line in ["BP 128/82, HR 72", "Left knee: effusion, no warmth", "Start naproxen 500 mg twice daily"] {
        transcript.add(Segment { typed: true, ..Segment::new(Speaker::Clinician, line, None) });
    }
    transcript
}

/// All that is looked for in a note before it is shown: whether its statements were said, and what it overlooks. Each of the two
/// reads the transcript for itself, as in a session.
fn checked(mut note: Note, transcript: &Transcript) -> impl Sized {
    grounding::check(&mut note, &Heard::of(transcript));
    let headed: Vec<_> = note
        .sections
        .iter()
        .flat_map(|section| {
            let statements = section.statements.iter();
            statements.map(|one| grounding::under_its_heading(section.code, &one.text).into_owned())
        })
        .collect();
    let texts = || headed.iter().map(String::as_str);
    let omissions = Heard::of(transcript).omissions(texts());
    (omissions, grounding::conflicts(texts()), grounding::against_record(texts(), RECORDED), note)
}

/// Allergies of the patient's record.
const RECORDED: [&str; 3] = ["Penicillin (rash)", "Latex", "Sulfa drugs"];

/// What a clinician waits for who drafts right after the application has started.
fn once(name: &str, work: impl FnOnce()) {
    let began = Instant::now();
    work();
    println!("{name:<20} {:7.2} ms", began.elapsed().as_secs_f64() * 1_000.0);
}

fn measure(name: &str, mut work: impl FnMut()) {
    work();
    let mut took: Vec<Duration> = (0..101)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    took.sort();
    let ms = |index: usize| took[index].as_secs_f64() * 1_000.0;
    println!("{name:<22} p50 {:7.2} ms   p99 {:7.2} ms   goal 50 ms", ms(50), ms(99));
}

/// The sample consult, over and over with other numbers, until it has 1,300 words.
fn consult() -> Transcript {
    let sample = include_str!("../../../models/sample/consult.txt");
    let mut transcript = Transcript::default();
    let mut round = 0;
    while transcript.word_count() < 1_300 {
        round += 1;
        for line in sample.lines() {
            let (speaker, text) = line.split_once(": ").unwrap();
            let text = text
                .replace("400", &format!("{}", 400 + round))
                .replace("knee", ["knee", "hip", "ankle", "wrist", "elbow"][round % 5]);
            transcript.push(Speaker::from_label(speaker), text, None);
        }
    }
    transcript
}
