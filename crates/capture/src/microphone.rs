//! The microphone: what the device gives, as events of 16 kHz sound and levels.
//!
//! Three threads take part. The sound system's own thread copies samples into buffers made beforehand and never waits.
//! A thread of ours owns the stream (on some systems it may not change threads), converts, measures and sends events.
//! The caller receives them when it likes: the event channel has no bound, so a slow reader loses nothing.

use std::fmt;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, StreamTrait};
use cpal::{
    BufferSize, ErrorKind, FromSample, SampleFormat, SizedSample, Stream, StreamConfig, SupportedBufferSize,
    SupportedStreamConfig,
};

use crate::continuity::{Continuity, since_boot};
use crate::device::Device;
use crate::level::Meter;
#[cfg(target_os = "linux")]
use crate::pulse;
use crate::signal::{PoorSignal, SignalWatch};
use crate::{Audio, CaptureError, DeviceId, Level, Resampler, device};

/// A sound system that needs longer to open a device hangs.
const OPENS_WITHIN: Duration = Duration::from_secs(15);
/// A device may take its time to begin: a wireless headset first changes its mode.
const BEGINS_WITHIN: Duration = Duration::from_secs(5);
/// One that gives nothing for so long may give no more: it is time to look for another one. Where it is stopped then, that is missing.
const LATE_AFTER: Duration = Duration::from_millis(500);
/// One that has begun and gives nothing for so long is gone, whether or not it says so.
const STALLED_AFTER: Duration = Duration::from_secs(2);
/// Why one that was given up is gone.
const STALLED: &str = "the microphone stopped sending sound";
/// Buffers between the device and the worker; together more than a second even at 192 kHz with two channels.
const BUFFERS: usize = 128;
const BUFFER_SAMPLES: usize = 4_096;

/// What a microphone tells.
#[derive(Clone, PartialEq)]
pub enum CaptureEvent {
    /// What was heard next.
    Audio {
        /// The sound.
        sound: Audio,
        /// When its last sample arrived; it was heard a few ms before.
        until: Instant,
    },
    /// How loud it was, ten times a second.
    Level(Level),
    /// The sound can no longer be used well, for this reason, or can be again. What it was at the start is none.
    Signal(Option<PoorSignal>),
    /// So much sound before the samples that follow, or before now where none follow, is missing: the computer was asleep, or
    /// too busy to take it.
    Missed(Duration),
    /// It has given nothing for half a second. It may go on, or be lost: another one that is opened now misses the least.
    Late,
    /// The microphone is gone: it was unplugged, taken by another program, or gives nothing. It is the last event; open a
    /// microphone again to go on.
    Lost {
        /// The sound system's words.
        reason: String,
        /// How long ago its last sound came.
        silent_for: Duration,
    },
}

impl fmt::Debug for CaptureEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Audio { sound, .. } => sound.fmt(f),
            Self::Level(level) => level.fmt(f),
            Self::Signal(poor) => write!(f, "Signal({poor:?})"),
            Self::Missed(length) => write!(f, "Missed({length:?})"),
            Self::Late => f.write_str("Late"),
            Self::Lost { reason, silent_for } => write!(f, "Lost({reason:?}, {silent_for:?})"),
        }
    }
}

/// An open microphone. Dropping it stops the capture; what it heard until then still arrives, then the channel closes.
pub struct Microphone {
    name: String,
    id: Option<DeviceId>,
    to_worker: SyncSender<Message>,
    worker: Option<JoinHandle<()>>,
}

enum Message {
    Heard(Block),
    Failed(String),
    Stop,
}

/// Interleaved samples as they came.
struct Block {
    samples: Vec<f32>,
    /// Samples before these that found no free buffer.
    missed: usize,
    /// When they came, and how many came with them behind them.
    arrived: Instant,
    behind: usize,
}

/// What records until it is dropped.
#[expect(dead_code, reason = "held for its end")]
enum Recording {
    Cpal(Stream),
    #[cfg(target_os = "linux")]
    Pulse(pulse::PulseStream),
}

/// What the worker knows once the stream runs.
struct Opened {
    recording: Recording,
    resampler: Resampler,
    /// Interleaved samples a second.
    samples_a_second: u32,
    name: String,
    id: Option<DeviceId>,
}

impl Microphone {
    /// Opens the chosen microphone, or the default one, at the rate, channels and format it prefers, and starts.
    ///
    /// # Errors
    /// [`CaptureError::NoMicrophone`], [`MicrophoneNotConnected`](CaptureError::MicrophoneNotConnected),
    /// [`MicrophoneBusy`](CaptureError::MicrophoneBusy), [`PermissionDenied`](CaptureError::PermissionDenied) or
    /// [`Microphone`](CaptureError::Microphone).
    pub fn open(device: Option<&DeviceId>) -> Result<(Self, Receiver<CaptureEvent>), CaptureError> {
        let chosen = device.cloned();
        let (to_worker, heard) = mpsc::sync_channel(BUFFERS);
        let (events, receiver) = mpsc::channel();
        let (answer, answered) = mpsc::channel();
        let to_stream = to_worker.clone();
        let worker = thread::Builder::new()
            .name("microphone".into())
            .spawn(move || {
                let (recycle, free) = mpsc::sync_channel(BUFFERS);
                match open_stream(chosen.as_ref(), to_stream, free, &recycle) {
                    Ok(opened) => {
                        // Whoever waited in vain wants it no more.
                        if answer.send(Ok((opened.name.clone(), opened.id.clone()))).is_ok() {
                            work(opened, &heard, &recycle, &events);
                        }
                    }
                    Err(error) => {
                        let _ = answer.send(Err(error));
                    }
                }
            })
            .map_err(|error| CaptureError::Microphone(error.to_string()))?;
        let (name, id) = answered.recv_timeout(OPENS_WITHIN).unwrap_or_else(|error| {
            let why = match error {
                RecvTimeoutError::Timeout => "the sound system does not answer",
                RecvTimeoutError::Disconnected => "the sound system failed while opening it",
            };
            Err(CaptureError::Microphone(why.into()))
        })?;
        Ok((Self { name, id, to_worker, worker: Some(worker) }, receiver))
    }

    /// As the system names it.
    pub fn device_name(&self) -> &str {
        &self.name
    }

    /// What it is chosen by; none where the system has nothing of the kind.
    pub fn id(&self) -> Option<&DeviceId> {
        self.id.as_ref()
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        // An error means that the worker has ended already, with the microphone lost.
        let _ = self.to_worker.send(Message::Stop);
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

fn open_stream(
    chosen: Option<&DeviceId>,
    to_worker: SyncSender<Message>,
    free: Receiver<Vec<f32>>,
    recycle: &SyncSender<Vec<f32>>,
) -> Result<Opened, CaptureError> {
    let absent = || match chosen {
        None => CaptureError::NoMicrophone,
        Some(_) => CaptureError::MicrophoneNotConnected,
    };
    let device = device::find(chosen)?;
    for _ in 0..BUFFERS {
        let _ = recycle.try_send(Vec::with_capacity(BUFFER_SAMPLES));
    }
    let mut intake = Intake { to_worker, free, missed: 0, buffer_samples: BUFFER_SAMPLES };
    match device {
        Device::Cpal(device) => {
            let offer = device.default_input_config().map_err(|error| device::explain(&error, absent()))?;
            let name =
                device.description().map_or_else(|_| "microphone".into(), |text| text.name().to_owned());
            let channels = usize::from(offer.channels());
            let resampler = Resampler::new(offer.sample_rate(), channels)?;
            intake.buffer_samples = BUFFER_SAMPLES / channels * channels;
            let stream = build(&device, prompt(&offer), offer.sample_format(), intake, absent)?;
            stream.play().map_err(|error| device::explain(&error, absent()))?;
            let samples_a_second = offer.sample_rate() * u32::from(offer.channels());
            let id = device.id().ok().map(|id| DeviceId::from(id.to_string()));
            Ok(Opened { recording: Recording::Cpal(stream), resampler, samples_a_second, name, id })
        }
        #[cfg(target_os = "linux")]
        Device::Pulse(server, source) => {
            let channels = source.channels.count();
            let resampler = Resampler::new(source.rate, channels)?;
            let samples_a_second = source.rate * channels as u32;
            let stream = server.record(&source, move |bytes| intake.take(pulse::samples(bytes)))?;
            let recording = Recording::Pulse(stream);
            let id = Some(device::pulse_id(&source));
            Ok(Opened { recording, resampler, samples_a_second, name: source.description, id })
        }
    }
}

/// The offered shape, with a fifth of a second between the device and us. What ALSA chooses by itself can be seconds:
/// the level meter would stand still, and a crash would lose as much. Other systems choose well.
fn prompt(offer: &SupportedStreamConfig) -> StreamConfig {
    let mut config = offer.config();
    if let (true, SupportedBufferSize::Range { min, max }) = (cfg!(target_os = "linux"), offer.buffer_size())
    {
        config.buffer_size = BufferSize::Fixed((offer.sample_rate() / 5).clamp(*min, *max));
    }
    config
}

/// Builds the stream for the format that the device has.
fn build(
    device: &cpal::Device,
    config: StreamConfig,
    format: SampleFormat,
    intake: Intake,
    absent: impl Fn() -> CaptureError,
) -> Result<Stream, CaptureError> {
    let built = match format {
        SampleFormat::I8 => build_for::<i8>(device, config, intake),
        SampleFormat::I16 => build_for::<i16>(device, config, intake),
        SampleFormat::I24 => build_for::<cpal::I24>(device, config, intake),
        SampleFormat::I32 => build_for::<i32>(device, config, intake),
        SampleFormat::I64 => build_for::<i64>(device, config, intake),
        SampleFormat::U8 => build_for::<u8>(device, config, intake),
        SampleFormat::U16 => build_for::<u16>(device, config, intake),
        SampleFormat::U24 => build_for::<cpal::U24>(device, config, intake),
        SampleFormat::U32 => build_for::<u32>(device, config, intake),
        SampleFormat::U64 => build_for::<u64>(device, config, intake),
        SampleFormat::F32 => build_for::<f32>(device, config, intake),
        SampleFormat::F64 => build_for::<f64>(device, config, intake),
        other => return Err(CaptureError::Microphone(format!("its sample format {other} cannot be used"))),
    };
    built.map_err(|error| device::explain(&error, absent()))
}

fn build_for<T>(
    device: &cpal::Device,
    config: StreamConfig,
    mut intake: Intake,
) -> Result<Stream, cpal::Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let to_worker = intake.to_worker.clone();
    let on_samples = move |samples: &[T], _: &cpal::InputCallbackInfo| {
        intake.take(samples.iter().map(|&sample| f32::from_sample_(sample)));
    };
    let on_error = move |error: cpal::Error| match error.kind() {
        ErrorKind::DeviceChanged | ErrorKind::Xrun | ErrorKind::RealtimeDenied => {
            tracing::debug!(kind = ?error.kind(), "the microphone hiccuped");
        }
        // Waiting here could stop the stream from being dropped. If there is no room, the worker notices the silence.
        _ => drop(to_worker.try_send(Message::Failed(reason(&error)))),
    };
    device.build_input_stream(config, on_samples, on_error, None)
}

fn reason(error: &cpal::Error) -> String {
    match error.kind() {
        ErrorKind::DeviceNotAvailable => "the microphone was disconnected".into(),
        ErrorKind::HostUnavailable | ErrorKind::StreamInvalidated => {
            format!("the sound system closed the microphone ({error})")
        }
        _ => error.to_string(),
    }
}

/// The sound system's side: copies into free buffers, neither waits nor allocates.
struct Intake {
    to_worker: SyncSender<Message>,
    free: Receiver<Vec<f32>>,
    missed: usize,
    /// Most samples in a buffer: whole frames.
    buffer_samples: usize,
}

impl Intake {
    fn take(&mut self, mut samples: impl ExactSizeIterator<Item = f32>) {
        let arrived = Instant::now();
        while samples.len() > 0 {
            let count = samples.len().min(self.buffer_samples);
            let part = samples.by_ref().take(count);
            let Ok(mut buffer) = self.free.try_recv() else {
                self.missed += part.count();
                continue;
            };
            buffer.clear();
            buffer.extend(part);
            let block = Block { samples: buffer, missed: self.missed, arrived, behind: samples.len() };
            match self.to_worker.try_send(Message::Heard(block)) {
                Ok(()) => self.missed = 0,
                Err(_) => self.missed += count,
            }
        }
    }
}

/// The worker's side: until the microphone is dropped or lost.
fn work(
    opened: Opened,
    heard: &Receiver<Message>,
    recycle: &SyncSender<Vec<f32>>,
    events: &Sender<CaptureEvent>,
) {
    let Opened { recording, resampler, samples_a_second, .. } = opened;
    let mut outlet = Outlet {
        resampler,
        samples_a_second,
        continuity: Continuity::default(),
        meter: Meter::default(),
        signal: SignalWatch::default(),
        last_until: Instant::now(),
        events,
    };
    let mut patience = BEGINS_WITHIN;
    let mut last_sound = since_boot();
    let mut is_late = false;
    let lost = loop {
        match heard.recv_timeout(if is_late { patience - LATE_AFTER } else { LATE_AFTER }) {
            Ok(Message::Heard(block)) => {
                patience = STALLED_AFTER;
                last_sound = since_boot();
                is_late = false;
                match outlet.pass(&block) {
                    Ok(()) => drop(recycle.try_send(block.samples)),
                    Err(error) => break Some(error.to_string()),
                }
            }
            Ok(Message::Failed(reason)) => break Some(reason),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) if is_late => break Some(STALLED.into()),
            Err(RecvTimeoutError::Timeout) => {
                is_late = true;
                let _ = events.send(CaptureEvent::Late);
            }
        }
    };
    let silent_for = since_boot().saturating_sub(last_sound);
    drop(recording);
    let last_words = outlet.drain(heard);
    if let Some(length) = outlet.continuity.end() {
        let _ = events.send(CaptureEvent::Missed(length));
    }
    let last = match lost.or(last_words.err().map(|error| error.to_string())) {
        Some(reason) => CaptureEvent::Lost { reason, silent_for },
        None if silent_for > LATE_AFTER => CaptureEvent::Missed(silent_for),
        None => return,
    };
    let _ = events.send(last);
}

/// Converts and measures what was heard, and sends it on. A receiver that is gone is no error: nobody listens.
struct Outlet<'a> {
    resampler: Resampler,
    samples_a_second: u32,
    continuity: Continuity,
    meter: Meter,
    signal: SignalWatch,
    /// When the last sample that was passed on arrived.
    last_until: Instant,
    events: &'a Sender<CaptureEvent>,
}

impl Outlet<'_> {
    fn pass(&mut self, block: &Block) -> Result<(), CaptureError> {
        let missed = self.length(block.missed);
        let slept = self.continuity.arrived(since_boot(), missed + self.length(block.samples.len()));
        for length in slept.into_iter().chain((block.missed > 0).then_some(missed)) {
            tracing::warn!(ms = length.as_millis(), "sound was missed: the computer was asleep or too busy");
            let before = self.resampler.flush()?;
            self.send(before, self.last_until);
            let _ = self.events.send(CaptureEvent::Missed(length));
        }
        let sound = self.resampler.push(&block.samples)?;
        let later = self.length(block.behind);
        self.last_until = block.arrived.checked_sub(later).unwrap_or(block.arrived);
        self.send(sound, self.last_until);
        Ok(())
    }

    fn length(&self, samples: usize) -> Duration {
        Duration::from_secs_f64(samples as f64 / f64::from(self.samples_a_second))
    }

    /// What was heard before the end but not yet passed on, and the tail of the converter.
    fn drain(&mut self, heard: &Receiver<Message>) -> Result<(), CaptureError> {
        while let Ok(message) = heard.try_recv() {
            if let Message::Heard(block) = message {
                self.pass(&block)?;
            }
        }
        let tail = self.resampler.flush()?;
        self.send(tail, self.last_until);
        Ok(())
    }

    fn send(&mut self, sound: Audio, until: Instant) {
        if sound.is_empty() {
            return;
        }
        let changes = self.signal.push(&sound);
        let sound = self.signal.without_dead(sound);
        let levels = self.meter.push(&sound.mono());
        let _ = self.events.send(CaptureEvent::Audio { sound, until });
        for poor in changes {
            let _ = self.events.send(CaptureEvent::Signal(poor));
        }
        for level in levels {
            let _ = self.events.send(CaptureEvent::Level(level));
        }
    }
}
