//! How loud it is: what the level meter on the screen shows.

use crate::SAMPLE_RATE;

/// Loudness of a tenth of a second, in dB relative to full scale: 0 is the loudest, -120 the floor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Root mean square, dBFS.
    pub rms_dbfs: f32,
    /// The loudest single sample, dBFS.
    pub peak_dbfs: f32,
}

impl Level {
    /// That of nothing, as a microphone gives it that is gone.
    pub const NONE: Self = Self { rms_dbfs: FLOOR_DBFS, peak_dbfs: FLOOR_DBFS };
}

const FLOOR_DBFS: f32 = -120.0;
const WINDOW: usize = SAMPLE_RATE as usize / 10;

/// Gathers samples and gives a level for each tenth of a second.
#[derive(Default)]
pub(crate) struct Meter {
    energy: f64,
    peak: f64,
    count: usize,
}

impl Meter {
    /// Takes 16 kHz samples; gives the levels of the windows that they complete, in order.
    pub(crate) fn push(&mut self, samples: &[i16]) -> Vec<Level> {
        let mut levels = Vec::new();
        for &sample in samples {
            let value = f64::from(sample) / 32_768.0;
            self.energy += value * value;
            self.peak = self.peak.max(value.abs());
            self.count += 1;
            if self.count == WINDOW {
                let rms = (self.energy / WINDOW as f64).sqrt();
                levels.push(Level { rms_dbfs: dbfs(rms), peak_dbfs: dbfs(self.peak) });
                *self = Self::default();
            }
        }
        levels
    }
}

fn dbfs(amplitude: f64) -> f32 {
    (20.0 * amplitude.log10() as f32).max(FLOOR_DBFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_at_the_floor() {
        let levels = Meter::default().push(&[0; WINDOW]);
        assert_eq!(levels, [Level { rms_dbfs: -120.0, peak_dbfs: -120.0 }]);
    }

    #[test]
    fn a_full_scale_square_wave_is_at_zero() {
        let levels = Meter::default().push(&[i16::MIN; WINDOW]);
        assert_eq!(levels, [Level { rms_dbfs: 0.0, peak_dbfs: 0.0 }]);
    }

    #[test]
    fn a_sine_is_three_decibels_below_its_peak() {
        let sine: Vec<i16> =
            (0..WINDOW).map(|i| ((i as f64 * 0.1 * std::f64::consts::TAU).sin() * 16_384.0) as i16).collect();
        let level = Meter::default().push(&sine)[0];
        assert!((level.peak_dbfs - level.rms_dbfs - 3.01).abs() < 0.5, "{level:?}");
    }

    #[test]
    fn ten_levels_come_each_second_whatever_the_block_size() {
        let mut meter = Meter::default();
        let levels: usize = (0..1_000).map(|_| meter.push(&[1; 16]).len()).sum();
        assert_eq!(levels, 10);
    }
}
