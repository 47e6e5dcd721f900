//! Brings a quiet voice to the level at which the voice detector knows it for one: a voice far from the microphone, in the hiss of a
//! converter, is none to it. What is recognised is the sound as it was.

/// The loudest of the last seconds is brought to this peak, full scale 32,768.
const TARGET: f32 = 8_000.0;
/// No more amplification than this, 40 dB: the hiss of an empty room is no voice.
const MOST: f32 = 100.0;
/// Frames after which what was loud counts half, 5 s: a voice keeps its gain through a pause.
const HALF_LIFE: f32 = 312.0;
/// The peak of a frame counts for no more than so many times what was loud before it: a door that slams, some frames long, leaves
/// the gain nearly as it was, and a voice a hundred times as loud as the one before has its own within a second.
const ATTACK: f32 = 1.1;
/// The gain of a frame over that of the one before, at most: the detector takes sound that swells at once for a voice.
const RISE: f32 = 1.1;

/// What the frames of a stream are amplified by, one after the other. A loud voice stays as it is.
pub(crate) struct Gain {
    gain: f32,
    /// The peak of what was heard lately.
    peak: f32,
}

impl Default for Gain {
    fn default() -> Self {
        Self { gain: 1.0, peak: 0.0 }
    }
}

impl Gain {
    /// The next frame, louder. Digital silence tells nothing of how loud the voice is, and changes nothing.
    pub(crate) fn louder<const N: usize>(&mut self, frame: &[i16; N]) -> [i16; N] {
        let peak = frame.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
        if peak > 0 {
            let peak = f32::from(peak);
            let believed = if self.peak > 0.0 { peak.min(self.peak * ATTACK) } else { peak };
            self.peak = (self.peak * 0.5_f32.powf(1.0 / HALF_LIFE)).max(believed);
            self.gain = (TARGET / self.peak).clamp(1.0, MOST).min(self.gain * RISE);
        }
        frame.map(|sample| (f32::from(sample) * self.gain) as i16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(gain: &mut Gain, frames: usize, peak: i16) -> i16 {
        (0..frames).map(|_| gain.louder(&[peak, -peak])[0]).last().unwrap()
    }

    #[test]
    fn a_quiet_voice_is_amplified_and_a_loud_one_is_not() {
        assert_eq!(after(&mut Gain::default(), 100, 200), 8_000);
        assert_eq!(after(&mut Gain::default(), 100, 3), 300);
        assert_eq!(after(&mut Gain::default(), 100, 20_000), 20_000);
        assert_eq!(after(&mut Gain::default(), 1, i16::MIN + 1), i16::MIN + 1);
    }

    #[test]
    fn silence_keeps_the_gain_and_a_loud_noise_is_forgotten() {
        let mut gain = Gain::default();
        after(&mut gain, 100, 200);
        assert_eq!(after(&mut gain, 10_000, 0), 0);
        assert_eq!(after(&mut gain, 1, 200), 8_000);
        assert_eq!(after(&mut gain, 60, 30_000), 30_000);
        assert_eq!(after(&mut gain, 100, 200), 200);
        assert_eq!(after(&mut gain, 5_000, 200), 8_000);
    }

    #[test]
    fn a_door_that_slams_does_not_make_the_voice_after_it_a_whisper() {
        let mut gain = Gain::default();
        after(&mut gain, 100, 200);
        assert_eq!(after(&mut gain, 6, 30_000), i16::MAX, "as loud as can be");
        assert!(after(&mut gain, 1, 200) > 2_000);
    }
}
