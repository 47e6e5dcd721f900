//! Whether the sound of a microphone that works can be used: a muted one gives perfect silence, one that stands too far
//! away a whisper, one that is turned up too far a clipped wave. All three look like a recording.

use std::collections::VecDeque;
use std::time::Duration;

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

/// Silence is looked for in steps of a tenth of a second.
const STEP: usize = SAMPLE_RATE as usize / 10;
/// So many steps of it are no pause.
const SILENT_STEPS: usize = 25;
/// Silence is told when it has lasted so long.
pub const SILENCE_TOLD_AFTER: Duration = Duration::from_millis(100 * SILENT_STEPS as u64);
/// A channel that has given nothing for so many steps since the device was opened, three seconds, is left out of the sound,
const DEAD_STEPS: usize = 30;
/// and after these, twenty seconds, in which it could be unmuted, it is no microphone: nothing is said of it any more.
const NO_MICROPHONE_STEPS: usize = 200;
/// All else is judged in parts of half a second, over the last two and a half.
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

    /// The sound without a channel that has given nothing since the device was opened, some seconds ago: the mean with it would be
    /// half as loud.
    pub(crate) fn without_dead(&self, sound: Audio) -> Audio {
        let Some(((first, second), watch)) = sound.two().zip(self.second.as_ref()) else { return sound };
        match (self.first.is_dead() && is_silent(first), watch.is_dead() && is_silent(second)) {
            (true, false) => second.to_vec().into(),
            (false, true) => first.to_vec().into(),
            _ => sound,
        }
    }

    fn judge(&self) -> Option<PoorSignal> {
        let microphones = [Some(&self.first), self.second.as_ref()].into_iter().flatten();
        let mut faults = microphones.filter(|watch| !watch.is_no_microphone()).map(|watch| watch.fault);
        let Some(first) = faults.next() else {
            return Some(PoorSignal { fault: SignalFault::Silent, only: None });
        };
        match faults.next().unwrap_or(first) {
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
    /// How many of the last steps were silent.
    silent_steps: usize,
    /// Whether it ever gave sound.
    sounded: bool,
    detector: Box<Detector>,
    fault: Option<SignalFault>,
}

impl Default for ChannelWatch {
    fn default() -> Self {
        Self {
            waiting: Vec::with_capacity(PART),
            parts: VecDeque::with_capacity(PARTS),
            silent_steps: 0,
            sounded: false,
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
            silent_steps: self.silent_steps,
            sounded: self.sounded,
            detector: Box::default(),
            fault: self.fault,
        }
    }

    /// Samples until the next step is whole.
    fn lacking(&self) -> usize {
        STEP - self.waiting.len() % STEP
    }

    /// Takes 16 kHz samples, no more than are lacking; whether they made a step whole, after which the channel is judged.
    fn push(&mut self, samples: &[i16]) -> bool {
        let whole = samples.len() == self.lacking();
        self.waiting.extend_from_slice(samples);
        if whole {
            let silent = is_silent(&self.waiting[self.waiting.len() - STEP..]);
            self.silent_steps = if silent { self.silent_steps + 1 } else { 0 };
            self.sounded |= !silent;
            if self.waiting.len() == PART {
                self.judge_part();
            }
            self.fault = self.judge();
        }
        whole
    }

    fn is_dead(&self) -> bool {
        !self.sounded && self.silent_steps >= DEAD_STEPS
    }

    fn is_no_microphone(&self) -> bool {
        !self.sounded && self.silent_steps >= NO_MICROPHONE_STEPS
    }

    fn judge_part(&mut self) {
        let peak = self.waiting.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
        let cut_off = self.waiting.iter().filter(|sample| sample.unsigned_abs() >= CUT_OFF).count();
        let mut part = Part { clipped: cut_off >= CUT_OFF_SAMPLES, voice_frames: 0, voice_energy: 0.0 };
        if peak > NEARLY_ZERO {
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
        if self.silent_steps >= SILENT_STEPS {
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

fn is_silent(samples: &[i16]) -> bool {
    samples.iter().all(|sample| sample.unsigned_abs() <= NEARLY_ZERO)
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

    /// In seconds.
    fn first_word(voice: &[i16]) -> f32 {
        voice.iter().position(|sample| sample.unsigned_abs() > 1_000).unwrap() as f32 / 16_000.0
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
        for offset in (0..8_000).step_by(700) {
            let heard = said(&[hiss(16_000 + offset, 60), vec![0; 16_000 * 3]].concat());
            let after = heard[0].1 - (16_000 + offset) as f32 / 16_000.0;
            assert_eq!((heard.len(), heard[0].0), (1, Some(SignalFault::Silent)));
            assert!(after <= 2.8, "{after} s, where the sound ended {offset} samples into a second");
        }
    }

    #[test]
    fn one_of_two_that_never_gave_sound_is_left_out_and_told_of_only_for_a_while() {
        let voice = &sample_consult()[..16_000 * 30];
        let silence = vec![0; voice.len()];
        for (first, second) in [(&silence[..], voice), (voice, &silence[..])] {
            let told = said_of_two(first, second);
            assert_eq!(told.len(), 2, "{told:?}");
            assert!(told[0].0.is_some_and(|poor| poor.fault == SignalFault::Silent), "{told:?}");
            assert_eq!(told[1], (None, 20.0));

            let mut watch = SignalWatch::default();
            let mut kept = Audio::default();
            for (first, second) in first.chunks(1_000).zip(second.chunks(1_000)) {
                let block = Audio::of_two(first.to_vec(), second.to_vec());
                watch.push(&block);
                kept.append(watch.without_dead(block));
            }
            let late = kept.split_off(4 * 16_000);
            assert!(*late.mono() == voice[4 * 16_000..], "it is as loud as it was");
        }
        let late = [vec![0; 16_000 * 25], hiss(16_000 * 5, 60)].concat();
        let told = said_of_two(&late, voice);
        let mut watch = SignalWatch::default();
        watch.push(&Audio::of_two(late.clone(), voice.to_vec()));
        assert_eq!(told.last().unwrap().0, None, "{told:?}");
        let both = Audio::of_two(vec![40; 1_000], vec![30; 1_000]);
        assert!(watch.without_dead(both).two().is_some(), "a microphone that was unmuted is heard");
    }

    #[test]
    fn a_clipped_voice_is_noticed_within_three_seconds() {
        let voice = sample_consult();
        let heard = said(&scaled(&voice[..16_000 * 10], 24.0));
        assert_eq!(heard.first().map(|first| first.0), Some(Some(SignalFault::Clipping)), "{heard:?}");
        assert!(heard[0].1 - first_word(&voice) <= 3.0, "{heard:?}");
    }

    #[test]
    fn a_voice_that_is_too_quiet_is_noticed_within_three_seconds_and_stays_so_in_pauses() {
        let voice = scaled(&sample_consult()[..16_000 * 20], -40.0);
        let with_noise: Vec<i16> = voice.iter().zip(hiss(voice.len(), 2)).map(|(a, b)| a + b).collect();
        let heard = said(&with_noise);
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert_eq!(heard[0].0, Some(SignalFault::TooQuiet));
        assert!(heard[0].1 - first_word(&sample_consult()) <= 3.0, "{heard:?}");
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
                let since = if fault == SignalFault::Silent { 0.0 } else { first_word(voice) };
                assert!(said[0].1 - since <= 3.0, "{said:?}");
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
