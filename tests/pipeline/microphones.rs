//! Two microphones on one device, or a channel for each speaker in a file: they tell who speaks, whatever is said.

use std::path::Path;
use std::process::Command;

use dictum_tests::{dictum, json};

/// Turns by turns, the clinician's first. The fourth and the fifth are what the other would rather say.
const TURNS: [&str; 8] = [
    "Good morning. What brings you in today?",
    "My left knee hurts.",
    "Does it hurt when you walk?",
    "Does it hurt when I press here?",
    "I have a headache.",
    "Yes, it does.",
    "Let me look at the knee.",
    "Thank you, doctor.",
];

const RATE: u32 = 22_050;
/// How much of a voice is heard in the microphone of the other: 14 dB less.
const ACROSS: f32 = 0.2;

fn spoken(folder: &Path, turn: usize) -> Vec<i16> {
    let file = folder.join("turn.wav");
    let voice = ["en-us+m3", "en-us+f2"][turn % 2];
    let status =
        Command::new("espeak-ng").args(["-v", voice, "-s", "165", "-w"]).arg(&file).arg(TURNS[turn]).status();
    assert!(status.unwrap().success());
    let mut wav = hound::WavReader::open(&file).unwrap();
    assert_eq!((wav.spec().sample_rate, wav.spec().channels), (RATE, 1));
    wav.samples::<i16>().map(Result::unwrap).collect()
}

#[test]
fn each_speaker_s_own_microphone_tells_who_speaks() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("two.wav");
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(&file, spec).unwrap();
    let pause = vec![0; RATE as usize];
    for turn in 0..TURNS.len() {
        let near = [[1.0, ACROSS], [ACROSS, 1.0]][turn % 2];
        for sample in spoken(home.path(), turn).into_iter().chain(pause.iter().copied()) {
            for gain in near {
                wav.write_sample((f32::from(sample) * gain) as i16).unwrap();
            }
        }
    }
    wav.finalize().unwrap();

    let transcribed = dictum(home.path()).args(["--json", "transcribe"]).arg(&file).output().unwrap();
    let transcript = json(&transcribed)["transcript"].clone();
    let turns = transcript.as_array().unwrap();
    let of = |speaker: &str| {
        let turns = turns.iter().filter(|turn| turn["speaker"] == speaker);
        turns.map(|turn| turn["text"].as_str().unwrap().to_lowercase()).collect::<Vec<_>>().join(" ")
    };
    let (clinician, patient) = (of("Clinician"), of("Patient"));
    assert!(clinician.contains("headache") && !patient.contains("headache"), "{transcript}");
    assert!(patient.contains("press") && !clinician.contains("press"), "{transcript}");
    assert!(clinician.contains("brings you in") && patient.contains("left knee"), "{transcript}");
}
