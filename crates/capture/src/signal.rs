//! Whether the sound of a microphone that works can be used: a muted one gives perfect silence, one that stands too far
//! away a whisper, one that is turned up too far a clipped wave. All three look like a recording.

use std::collections::VecDeque;

use earshot::Detector;

use crate::{Audio, SAMPLE_RATE};

/// What makes the sound of a microphone useless, or worse than it need be; the gravest comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignalFault {
    /// Nothing but zeros: it is muted, or not the one that is spoken into.
    Silent,
    /// There is a voice, far too quiet to be recognised well.
    TooQuiet,
    /// The loudest parts are cut off.
    Clipping,
}

/// One of two microphones on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOfTwo {
    /// That of the first, or left, channel.
    First,
    /// That of the second, or right, channel.
    Second,
}

/// A fault, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoorSignal {
    /// What is wrong.
    pub fault: SignalFault,
    /// The one of two microphones whose fault it is; none where there is but one, or it is that of both.
    pub only: Option<OneOfTwo>,
}

/// The sound is judged in parts of half a second, over the last two and a half.
const PART: usize = SAMPLE_RATE as usize / 2;
const PARTS: usize = 5;
/// The voice detector's frame, 16 ms.
const FRAME: usize = 256;
/// A converter's dither may move the last bit of digital silence.
const NEARLY_ZERO: u16 = 1;
/// Samples this near to full scale, -0.2 dBFS, were cut off, when there are many.
const CUT_OFF: u16 = 32_000;
const CUT_OFF_SAMPLES: usize = 20;
const CLIPPED_PARTS: usize = 2;
/// The detector's score from which a frame is voice.
const VOICE: f32 = 0.5;
/// So many frames of voice, 0.4 s in 2.5, are somebody who speaks.
const VOICE_FRAMES: usize = 25;
/// A voice below this, dBFS, is too quiet. Speech at arm's length from a laptop is at -35 to -20.
const QUIET_DBFS: f64 = -50.0;
/// What the voice detector is given is brought to this peak, so that it knows a quiet voice for a voice.
const DETECTED_AT: f32 = 8_000.0;
/// No more amplification than this: the noise of a good converter is no voice.
const MOST_GAIN: f32 = 300.0;

#[derive(Clone)]
struct Part {
    silent: bool,
    clipped: bool,
    voice_frames: usize,
    /// Sum of squares over the frames of voice, full scale 1.
    voice_energy: f64,
}

/// Watches the sound of a device: of one microphone, or of each of two.
#[derive(Default)]
pub(crate) struct SignalWatch {
    first: ChannelWatch,
    /// From when on two heard different things.
    second: Option<ChannelWatch>,
    told: Option<PoorSignal>,
}

impl SignalWatch {
    /// Takes what was heard next; gives what is wrong whenever that changes, none when all is well again.
    pub(crate) fn push(&mut self, sound: &Audio) -> Vec<Option<PoorSignal>> {
        let mono = sound.mono();
        let (first, second) = sound.two().unwrap_or((&mono[..], &mono[..]));
        if sound.two().is_some() && self.second.is_none() {
            self.second = Some(self.first.twin());
        }
        let mut changes = Vec::new();
        let mut at = 0;
        while at < first.len() {
            let until = first.len().min(at + self.first.lacking());
            let judged = self.first.push(&first[at..until]);
            if let Some(watch) = &mut self.second {
                watch.push(&second[at..until]);
            }
            at = until;
            let now = self.judge();
            if judged && now != self.told {
                self.told = now;
                changes.push(now);
            }
        }
        changes
    }

    fn judge(&self) -> Option<PoorSignal> {
        let first = self.first.fault;
        match self.second.as_ref().map_or(first, |watch| watch.fault) {
            second if second == first => first.map(|fault| PoorSignal { fault, only: None }),
            second => {
                let each = [(first, OneOfTwo::First), (second, OneOfTwo::Second)].into_iter();
                // A voice that one of the two hears well is heard well: in the other it is across the room.
                let own = each.filter_map(|(fault, only)| {
                    let fault = fault.filter(|fault| *fault != SignalFault::TooQuiet)?;
                    Some(PoorSignal { fault, only: Some(only) })
                });
                own.min_by_key(|poor| poor.fault)
            }
        }
    }
}

/// Watches the sound of one microphone.
struct ChannelWatch {
    waiting: Vec<i16>,
    parts: VecDeque<Part>,
    detector: Box<Detector>,
    fault: Option<SignalFault>,
}

impl Default for ChannelWatch {
    fn default() -> Self {
        Self {
            waiting: Vec::with_capacity(PART),
            parts: VecDeque::with_capacity(PARTS),
            detector: Box::default(),
            fault: None,
        }
    }
}

impl ChannelWatch {
    /// Another that has heard the same.
    fn twin(&self) -> Self {
        Self {
            waiting: self.waiting.clone(),
            parts: self.parts.clone(),
            detector: Box::default(),
            fault: self.fault,
        }
    }

    /// Samples until the next part is whole.
    fn lacking(&self) -> usize {
        PART - self.waiting.len()
    }

    /// Takes 16 kHz samples, no more than are lacking; whether they made a part whole, which then is judged.
    fn push(&mut self, samples: &[i16]) -> bool {
        self.waiting.extend_from_slice(samples);
        let whole = self.lacking() == 0;
        if whole {
            self.judge_part();
            self.fault = self.judge();
        }
        whole
    }

    fn judge_part(&mut self) {
        let peak = self.waiting.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
        let cut_off = self.waiting.iter().filter(|sample| sample.unsigned_abs() >= CUT_OFF).count();
        let mut part = Part {
            silent: peak <= NEARLY_ZERO,
            clipped: cut_off >= CUT_OFF_SAMPLES,
            voice_frames: 0,
            voice_energy: 0.0,
        };
        if !part.silent {
            let gain = (DETECTED_AT / f32::from(peak)).clamp(1.0, MOST_GAIN);
            let mut louder = [0; FRAME];
            for frame in self.waiting.chunks_exact(FRAME) {
                for (out, sample) in louder.iter_mut().zip(frame) {
                    *out = (f32::from(*sample) * gain) as i16;
                }
                if self.detector.predict_i16(&louder) >= VOICE {
                    part.voice_frames += 1;
                    part.voice_energy +=
                        frame.iter().map(|&sample| (f64::from(sample) / 32_768.0).powi(2)).sum::<f64>();
                }
            }
        }
        self.waiting.clear();
        if self.parts.len() == PARTS {
            self.parts.pop_front();
        }
        self.parts.push_back(part);
    }

    fn judge(&self) -> Option<SignalFault> {
        let whole = self.parts.len() == PARTS;
        if whole && self.parts.iter().all(|part| part.silent) {
            return Some(SignalFault::Silent);
        }
        if self.parts.iter().filter(|part| part.clipped).count() >= CLIPPED_PARTS {
            return Some(SignalFault::Clipping);
        }
        let frames: usize = self.parts.iter().map(|part| part.voice_frames).sum();
        let energy: f64 = self.parts.iter().map(|part| part.voice_energy).sum();
        let dbfs = 10.0 * (energy / (frames * FRAME) as f64).log10();
        // What was said of a quiet voice stays while nobody speaks.
        let quiet = if frames >= VOICE_FRAMES {
            dbfs < QUIET_DBFS
        } else {
            self.fault == Some(SignalFault::TooQuiet)
        };
        quiet.then_some(SignalFault::TooQuiet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample_consult() -> Vec<i16> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/sample/consult.flac");
        crate::decode_file(&path).unwrap().flat_map(|block| block.unwrap().mono().into_owned()).collect()
    }

    fn scaled(samples: &[i16], decibels: f32) -> Vec<i16> {
        let factor = 10f32.powf(decibels / 20.0);
        samples.iter().map(|&sample| (f32::from(sample) * factor).clamp(-32_768.0, 32_767.0) as i16).collect()
    }

    fn hiss(samples: usize, peak: i32) -> Vec<i16> {
        let mut state = 7_u32;
        (0..samples)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ((state >> 8) as i32 % (2 * peak + 1) - peak) as i16
            })
            .collect()
    }

    /// What is said of one microphone, and after how many seconds.
    fn said(samples: &[i16]) -> Vec<(Option<SignalFault>, f32)> {
        let said = said_of(samples.chunks(1_600).map(|block| block.to_vec().into()));
        let of_both = |poor: PoorSignal| {
            assert_eq!(poor.only, None);
            poor.fault
        };
        said.into_iter().map(|(poor, at)| (poor.map(of_both), at)).collect()
    }

    /// What is said of two.
    fn said_of_two(first: &[i16], second: &[i16]) -> Vec<(Option<PoorSignal>, f32)> {
        let blocks = first.chunks(1_600).zip(second.chunks(1_600));
        said_of(blocks.map(|(first, second)| Audio::of_two(first.to_vec(), second.to_vec())))
    }

    fn said_of(blocks: impl Iterator<Item = Audio>) -> Vec<(Option<PoorSignal>, f32)> {
        let mut watch = SignalWatch::default();
        let at = |tenths: i32| tenths as f32 / 10.0;
        let said = |(block, tenths): (Audio, i32)| {
            watch.push(&block).into_iter().map(|poor| (poor, at(tenths))).collect::<Vec<_>>()
        };
        blocks.zip(1..).flat_map(said).collect()
    }

    #[test]
    fn a_muted_microphone_is_noticed_within_three_seconds_and_so_is_its_end() {
        let heard = said(&[vec![0; 16_000 * 6], hiss(16_000 * 3, 60)].concat());
        assert_eq!(heard.len(), 2, "{heard:?}");
        assert_eq!(heard[0].0, Some(SignalFault::Silent));
        assert!(heard[0].1 <= 3.0, "{heard:?}");
        assert_eq!(heard[1].0, None);
        assert!(heard[1].1 <= 7.0, "{heard:?}");
    }

    #[test]
    fn a_clipped_voice_is_noticed_within_three_seconds() {
        let voice = sample_consult();
        let heard = said(&scaled(&voice[..16_000 * 10], 24.0));
        assert_eq!(heard.first().map(|first| first.0), Some(Some(SignalFault::Clipping)), "{heard:?}");
        let first_word =
            voice.iter().position(|sample| sample.unsigned_abs() > 1_000).unwrap() as f32 / 16_000.0;
        assert!(heard[0].1 - first_word <= 3.0, "{heard:?}");
    }

    #[test]
    fn a_voice_that_is_too_quiet_is_noticed_within_three_seconds_and_stays_so_in_pauses() {
        let voice = scaled(&sample_consult()[..16_000 * 20], -40.0);
        let with_noise: Vec<i16> = voice.iter().zip(hiss(voice.len(), 2)).map(|(a, b)| a + b).collect();
        let heard = said(&with_noise);
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert_eq!(heard[0].0, Some(SignalFault::TooQuiet));
        assert!(heard[0].1 <= 3.5, "{heard:?}");
    }

    #[test]
    fn a_good_voice_and_a_quiet_room_are_well() {
        assert_eq!(said(&sample_consult()), []);
        for peak in [2, 6, 30, 300] {
            assert_eq!(said(&hiss(16_000 * 30, peak)), [], "hiss of {peak}");
        }
    }

    #[test]
    fn one_of_two_that_is_muted_or_clips_is_told_and_which_one() {
        let voice = &sample_consult()[..16_000 * 10];
        for (fault, poor) in
            [(SignalFault::Silent, vec![0; voice.len()]), (SignalFault::Clipping, scaled(voice, 24.0))]
        {
            for (only, said) in
                [(OneOfTwo::First, said_of_two(&poor, voice)), (OneOfTwo::Second, said_of_two(voice, &poor))]
            {
                assert_eq!(said[0].0, Some(PoorSignal { fault, only: Some(only) }), "{said:?}");
                assert!(said[0].1 <= 4.0, "{said:?}");
            }
        }
        let muted = said_of_two(&vec![0; voice.len()], &vec![0; voice.len()]);
        assert_eq!(muted[0].0, Some(PoorSignal { fault: SignalFault::Silent, only: None }));
    }

    #[test]
    fn a_voice_that_one_of_two_hears_well_is_not_too_quiet() {
        let voice = &sample_consult()[..16_000 * 20];
        let across: Vec<i16> =
            scaled(voice, -40.0).iter().zip(hiss(voice.len(), 2)).map(|(a, b)| a + b).collect();
        assert_eq!(said_of_two(voice, &across), []);
        let nearly: Vec<i16> = across.iter().map(|sample| sample + 1).collect();
        let both = said_of_two(&across, &nearly);
        assert_eq!(both[0].0, Some(PoorSignal { fault: SignalFault::TooQuiet, only: None }), "{both:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn how_the_samples_are_divided_makes_no_difference(block in 1_usize..30_000) {
            let sound = [vec![0; 50_000], hiss(40_000, 32_767), vec![0; 60_000]].concat();
            let mut watch = SignalWatch::default();
            let whole = watch.push(&sound.clone().into());
            let mut watch = SignalWatch::default();
            let parts: Vec<_> = sound.chunks(block).flat_map(|part| watch.push(&part.to_vec().into())).collect();
            prop_assert_eq!(whole, parts);
        }
    }
}
