use proptest::prelude::*;

use super::*;
use crate::{SegmentId, Span};

fn read(text: &str, format: Format) -> Vec<(Speaker, String)> {
    let transcript = Transcript::parse(text, format).unwrap();
    transcript.segments().iter().map(|s| (s.speaker.clone(), s.text.as_str().to_owned())).collect()
}

fn turns(text: &str) -> Vec<(Speaker, String)> {
    read(text, Format::Text)
}

fn said(speaker: Speaker, text: &str) -> (Speaker, String) {
    (speaker, text.into())
}

#[test]
fn bracketed_and_colon_turns_are_read() {
    let expected = [said(Speaker::Clinician, "How are you?"), said(Speaker::Patient, "Tired.")];
    assert_eq!(turns("[doctor] How are you?\n[patient] Tired."), expected);
    assert_eq!(turns("\u{feff}Doctor: How are you?\r\n\r\nPatient: Tired.\r\n"), expected);
    assert_eq!(turns("D: How are you?\nP: Tired."), expected);
    assert_eq!(turns("[00:10] Dr. Lee: How are you?\n10:32 Patient: Tired."), expected);
}

#[test]
fn names_are_speakers_and_lines_without_one_go_on() {
    assert_eq!(
        turns("Jane Lee: I fell\nand hurt my knee.\nNote: it still hurts.\nSam: Where?"),
        [
            said(Speaker::Other("Jane Lee".into()), "I fell and hurt my knee. Note: it still hurts."),
            said(Speaker::Other("Sam".into()), "Where?")
        ]
    );
    assert_eq!(turns("Doctor:\nHello.\n\nPatient:\nHi.")[1], said(Speaker::Patient, "Hi."));
}

#[test]
fn a_stage_direction_on_a_line_of_its_own_is_said_by_nobody() {
    let expected = [said(Speaker::Clinician, "How are you?"), said(Speaker::Patient, "[laughs] Tired.")];
    let text = "Doctor: How are you?\n[not transcribed: 4.2 s of speech from 0:12 on]\nPatient: [laughs] Tired.\n\
                [inaudible]";
    assert_eq!(turns(text), expected);
    assert_eq!(Transcript::parse("[inaudible]", Format::Text), Err(TranscriptError::Empty));
    assert_eq!(Transcript::parse("[coughing fit]", Format::Text), Err(TranscriptError::Empty));
}

#[test]
fn a_line_in_brackets_that_says_more_than_a_sound_stays() {
    for line in [
        "[cough for three weeks, worse at night]",
        "[pauses in breathing at night]",
        "[noise in the left ear]",
    ] {
        assert_eq!(turns(line), [said(Speaker::Unknown, line)]);
        let behind = turns(&format!("Doctor: How are you?\n{line}"));
        assert_eq!(behind, [said(Speaker::Clinician, &format!("How are you? {line}"))]);
    }
}

#[test]
fn text_without_speakers_is_one_segment_a_line() {
    assert_eq!(
        turns("10:32 was when it began.\n\nNote: she fell.\nEllis: fell."),
        [
            said(Speaker::Unknown, "10:32 was when it began."),
            said(Speaker::Unknown, "Note: she fell."),
            said(Speaker::Unknown, "Ellis: fell."),
        ]
    );
}

#[test]
fn json_is_read_in_all_its_shapes() {
    let list = r#"[{"speaker":"doctor","text":"Hello.","start":1.25,"end":2},{"text":""},{"speaker":"Mother","text":"Hi."}]"#;
    for text in
        [list.to_owned(), format!(r#"{{"transcript":{list}}}"#), format!(r#"{{"id":"x","segments":{list}}}"#)]
    {
        let transcript = Transcript::parse(&text, Format::Json).unwrap();
        assert_eq!(transcript.segments()[0].span, Some(Span { start_ms: 1250, end_ms: 2000 }));
        assert_eq!(transcript.get(SegmentId(2)).unwrap().speaker, Speaker::Other("Mother".into()));
    }
}

#[test]
fn voices_without_a_name_are_told_apart() {
    let voices = |text: &str, format| -> Vec<(bool, String)> {
        let read = read(text, format);
        read.iter().map(|(speaker, _)| (speaker.is_unnamed_voice(), speaker.label().to_owned())).collect()
    };
    let expected = |labels: [&str; 2]| labels.map(|label| (true, label.to_owned()));
    assert_eq!(
        voices(r#"[{"speaker":0,"text":"Hello."},{"speaker":1,"text":"Hi."}]"#, Format::Json),
        expected(["0", "1"])
    );
    assert_eq!(voices("spk_0: Hello.\nspk_1: Hi.", Format::Text), expected(["spk_0", "spk_1"]));
    assert_eq!(voices("A: Hello.\nB: Hi.", Format::Text), expected(["A", "B"]));
    assert_eq!(turns("S1: loud, without a murmur."), [said(Speaker::Unknown, "S1: loud, without a murmur.")]);
}

#[test]
fn our_own_json_is_read_back() {
    let mut transcript = Transcript::default();
    transcript.push(Speaker::Clinician, "Hello.", Some(Span { start_ms: 5, end_ms: 900 }));
    transcript.push(Speaker::Other("Mother".into()), "Hi.", None);
    transcript.push(Speaker::Unknown, "Yes.", None);
    let json = serde_json::to_string(&transcript).unwrap();
    assert_eq!(Transcript::parse(&json, Format::Json).unwrap(), transcript);
}

#[test]
fn webvtt_voices_tags_and_blocks_are_understood() {
    let text = "WEBVTT - consult\n\nNOTE\nsecret --> remark\n\nSTYLE\n::cue { color: red }\n\n1\n00:01.000 --> 00:02.500 align:start\n\
                <v.loud Dr. Lee>How <i>are</i> you?</v>\n<v Patient>Tired &amp; cold, sats < 90.\n\n01:00:00.000 --> 01:00:01.000\nDoctor: I see.\n";
    let transcript = Transcript::parse(text, Format::Vtt).unwrap();
    let segments: Vec<_> =
        transcript.segments().iter().map(|s| (s.speaker.clone(), s.text.as_str())).collect();
    assert_eq!(
        segments,
        [
            (Speaker::Clinician, "How are you?"),
            (Speaker::Patient, "Tired & cold, sats < 90."),
            (Speaker::Clinician, "I see.")
        ]
    );
    assert_eq!(transcript.segments()[1].span, Some(Span { start_ms: 1000, end_ms: 2500 }));
    assert_eq!(transcript.segments()[2].span.unwrap().start_ms, 3_600_000);
}

#[test]
fn srt_is_read() {
    let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\n[patient] It hurts\r\nhere.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n<b>Where?</b>\r\n";
    assert_eq!(
        read(text, Format::Srt),
        [said(Speaker::Patient, "It hurts here."), said(Speaker::Unknown, "Where?")]
    );
}

#[test]
fn the_format_is_guessed_by_name_and_then_by_content() {
    assert_eq!(Format::guess("a.VTT", ""), Format::Vtt);
    assert_eq!(Format::guess("a.json", "[doctor] Hi"), Format::Json);
    assert_eq!(Format::guess("a.txt", "[doctor] Hi"), Format::Text);
    assert_eq!(Format::guess("-", "\u{feff} [ {\"text\""), Format::Json);
    assert_eq!(Format::guess("-", "{}"), Format::Json);
    assert_eq!(Format::guess("-", "WEBVTT\n"), Format::Vtt);
    assert_eq!(Format::guess("-", "1\n00:00:01,000 --> 00:00:02,000\nx"), Format::Srt);
    assert_eq!(Format::guess("-", "1\nHello"), Format::Text);
}

#[test]
fn errors_say_where_and_what_to_do_without_the_text() {
    let error = |text: &str, format| Transcript::parse(text, format).unwrap_err();
    assert_eq!(error(" \n", Format::Text), TranscriptError::Empty);
    assert_eq!(error("[{\"text\":\" \"}]", Format::Json), TranscriptError::Empty);
    assert_eq!(error("[\n{\"text\": Ellis}]", Format::Json), TranscriptError::Json { line: 2 });
    assert_eq!(error("{\"turns\":[]}", Format::Json), TranscriptError::NoSegments);
    assert_eq!(error("WEBVTT\n\nhello", Format::Vtt), TranscriptError::NoCues);
    assert_eq!(error("WEBVTT\n\n1 --> Ellis\nhello", Format::Vtt), TranscriptError::Time { line: 3 });
    for text in [r#"[{"text":"a"},{"text":7}]"#, r#"[{"text":"a"},{"text":"Ellis","start":-1}]"#] {
        let error = error(text, Format::Json);
        assert!(matches!(error, TranscriptError::Segment { number: 2, .. }));
        assert!(!error.to_string().contains("Ellis"));
    }
}

fn speaker() -> impl Strategy<Value = Speaker> {
    prop_oneof![
        Just(Speaker::Clinician),
        Just(Speaker::Patient),
        Just(Speaker::Unknown),
        "[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?"
            .prop_filter("a name", |name| matches!(Speaker::from_label(name), Speaker::Other(_))
                && !turns::is_stage_direction(name))
            .prop_map(|name| Speaker::Other(name.into()))
    ]
}

proptest! {
    #[test]
    fn text_written_is_text_read(segments in prop::collection::vec((speaker(), "[^\\s\\p{C}][^\\p{C}]{0,40}"), 1..8)) {
        let mut transcript = Transcript::default();
        for (speaker, words) in segments {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            transcript.push(speaker, words, None);
        }
        prop_assert_eq!(Transcript::parse(&transcript.to_text(), Format::Text).unwrap(), transcript);
    }

    #[test]
    fn any_input_gives_a_transcript_or_an_error(
        text in "(\\PC|\n|\r|-->|<v |>|00:01\\.000|[0-9]|\\[|\\]|: |Doctor|WEBVTT|\\{|\"text\"|,){0,60}",
        format in prop::sample::select(vec![Format::Text, Format::Json, Format::Vtt, Format::Srt]),
    ) {
        if let Ok(transcript) = Transcript::parse(&text, format) {
            prop_assert!(transcript.word_count() > 0);
        }
        Format::guess("x", &text);
    }
}
