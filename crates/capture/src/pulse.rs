//! Recording from a PulseAudio server, or PipeWire in its place, past cpal.
//!
//! cpal 0.18 finds the sources, but its stream loses sound: for prompt delivery it limits the server's queue to a single
//! fragment, and the server then throws away whatever arrives while a fragment waits (a quarter of a tone, measured).
//! Here the queue is as long as the server allows and the fragments are short.

use futures_executor::block_on;
use pulseaudio::protocol::{
    ChannelMap, RecordStreamParams, SampleFormat, SampleSpec,
    stream::{BufferAttr, StreamFlags},
};
use pulseaudio::{Client, ClientError, RecordStream};

/// Fragments a second.
const FRAGMENTS: u32 = 20;

/// Records until it is dropped.
pub(crate) struct PulseStream {
    _stream: RecordStream,
    _client: Client,
}

/// Records from the source of this name at `rate` Hz, mixed to mono by the server, and hands each fragment over.
pub(crate) fn record(
    source: &str,
    rate: u32,
    mut hand_over: impl FnMut(&mut dyn ExactSizeIterator<Item = f32>) + Send + 'static,
) -> Result<PulseStream, ClientError> {
    let name = std::ffi::CString::new(source).map_err(std::io::Error::from)?;
    let client = Client::from_env(c"Dictum")?;
    let format =
        if cfg!(target_endian = "little") { SampleFormat::Float32Le } else { SampleFormat::Float32Be };
    let params = RecordStreamParams {
        sample_spec: SampleSpec { format, channels: 1, sample_rate: rate },
        channel_map: ChannelMap::mono(),
        source_name: Some(name),
        buffer_attr: BufferAttr { fragment_size: rate / FRAGMENTS * 4, ..BufferAttr::default() },
        // The source itself must be prompt too, not only the queue.
        flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
        ..RecordStreamParams::default()
    };
    let on_bytes = move |bytes: &[u8]| {
        let mut samples =
            bytes.chunks_exact(4).map(|bytes| f32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
        hand_over(&mut samples);
    };
    let stream = block_on(client.create_record_stream(params, on_bytes))?;
    Ok(PulseStream { _stream: stream, _client: client })
}
