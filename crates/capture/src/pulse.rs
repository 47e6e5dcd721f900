//! A PulseAudio server, or PipeWire in its place, past cpal.
//!
//! cpal 0.18 loses sound there: for prompt delivery it limits the server's queue to a single fragment, and the server then
//! throws away whatever arrives while a fragment waits (a quarter of a tone, measured). Here the queue is as long as the
//! server allows and the fragments are short. And it never ends a connection, of which a server allows a user 64.

use std::ffi::CString;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use futures_executor::block_on;
use pulseaudio::protocol::{
    ChannelMap, DEFAULT_SOURCE, PulseError, RecordStreamParams, SampleFormat, SampleSpec, SourceInfo,
    stream::{BufferAttr, StreamFlags},
};
use pulseaudio::{Client, ClientError, RecordStream};

use crate::CaptureError;

/// Fragments a second: as many as levels are told. Each costs, for pulseaudio 0.3 clears a MiB at every read.
const FRAGMENTS: u32 = 10;
/// A server that greets a new connection later does not answer.
const GREETS_WITHIN: Duration = Duration::from_secs(5);

/// What hears, as the server knows it.
#[derive(Debug)]
pub(crate) struct Source {
    /// To open it with.
    pub(crate) name: String,
    /// For people.
    pub(crate) description: String,
    /// Hz.
    pub(crate) rate: u32,
    /// As it is recorded.
    pub(crate) channels: Channels,
    /// Whether it hears what goes to a loudspeaker.
    pub(crate) is_monitor: bool,
}

/// A source of exactly two channels may be two microphones; of any other the server makes one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Channels {
    One,
    Two,
}

impl Channels {
    pub(crate) fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    fn map(self) -> ChannelMap {
        match self {
            Self::One => ChannelMap::mono(),
            Self::Two => ChannelMap::stereo(),
        }
    }
}

impl From<SourceInfo> for Source {
    fn from(info: SourceInfo) -> Self {
        let name = info.name.to_string_lossy().into_owned();
        let description = info.description.map(|text| text.to_string_lossy().into_owned());
        Self {
            description: description.unwrap_or_else(|| name.clone()),
            name,
            rate: info.sample_spec.sample_rate,
            channels: if info.sample_spec.channels == 2 { Channels::Two } else { Channels::One },
            is_monitor: info.monitor_of_sink_index.is_some(),
        }
    }
}

/// A connection to the server, which ends when this is dropped. The library's client alone would leave it open.
pub(crate) struct Server {
    client: Client,
    socket: UnixStream,
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have ended it before.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

impl Server {
    /// The server of this user; none where there is none.
    ///
    /// # Errors
    /// [`CaptureError::Microphone`] if it is there and refuses or does not answer.
    pub(crate) fn of_this_user() -> Result<Option<Self>, CaptureError> {
        let Some(path) = pulseaudio::socket_path_from_env() else { return Ok(None) };
        let Ok(socket) = UnixStream::connect(path) else { return Ok(None) };
        let connected = || {
            let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
            socket.set_read_timeout(Some(GREETS_WITHIN))?;
            Client::new_unix(c"Dictum", socket.try_clone()?, cookie)
        };
        let client = connected().map_err(|error| said(&error))?;
        Ok(Some(Self { client, socket }))
    }

    /// All of its sources.
    pub(crate) fn sources(&self) -> Result<Vec<Source>, CaptureError> {
        let sources = block_on(self.client.list_sources()).map_err(|error| said(&error))?;
        Ok(sources.into_iter().map(Source::from).collect())
    }

    /// The source of this name, or the default one; none where there is none.
    pub(crate) fn source(&self, name: Option<&str>) -> Result<Option<Source>, CaptureError> {
        let name = match name {
            None => DEFAULT_SOURCE.to_owned(),
            Some(name) => match CString::new(name) {
                Ok(name) => name,
                Err(_) => return Ok(None),
            },
        };
        match block_on(self.client.source_info_by_name(name)) {
            Ok(info) => Ok(Some(info.into())),
            Err(ClientError::ServerError(PulseError::NoEntity | PulseError::Invalid)) => Ok(None),
            Err(error) => Err(said(&error)),
        }
    }

    /// Records from the source at its rate and hands the bytes of each fragment over, for [`samples`].
    pub(crate) fn record(
        self,
        source: &Source,
        hand_over: impl FnMut(&[u8]) + Send + 'static,
    ) -> Result<PulseStream, CaptureError> {
        let format =
            if cfg!(target_endian = "little") { SampleFormat::Float32Le } else { SampleFormat::Float32Be };
        let channels = source.channels.count() as u8;
        let frame = 4 * u32::from(channels);
        let params = RecordStreamParams {
            sample_spec: SampleSpec { format, channels, sample_rate: source.rate },
            channel_map: source.channels.map(),
            source_name: CString::new(source.name.as_str()).ok(),
            buffer_attr: BufferAttr {
                fragment_size: source.rate / FRAGMENTS * frame,
                ..BufferAttr::default()
            },
            // The source itself must be prompt too, not only the queue. And one that goes must not be replaced unseen: the
            // server would go on with any other, and the library does not hear of it.
            flags: StreamFlags { adjust_latency: true, no_move: true, ..StreamFlags::default() },
            ..RecordStreamParams::default()
        };
        let stream =
            block_on(self.client.create_record_stream(params, hand_over)).map_err(|error| said(&error))?;
        Ok(PulseStream { _stream: stream, _server: self })
    }
}

/// The samples in the bytes of a fragment, its channels interleaved.
pub(crate) fn samples(bytes: &[u8]) -> impl ExactSizeIterator<Item = f32> {
    bytes.chunks_exact(4).map(|bytes| f32::from_ne_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// Records until it is dropped.
pub(crate) struct PulseStream {
    _stream: RecordStream,
    _server: Server,
}

fn said(error: &ClientError) -> CaptureError {
    CaptureError::Microphone(error.to_string())
}
