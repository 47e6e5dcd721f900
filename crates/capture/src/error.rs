//! What can go wrong with sound, said so that a clinician knows what to do. No error names a file or a device's
//! owner: file names often contain a patient's name.

use thiserror::Error;

/// Why sound could not be captured, read or stored.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// The machine has no microphone that can be used.
    #[error(
        "No microphone was found. Connect one, or switch it on in the system's sound settings, and try again."
    )]
    NoMicrophone,
    /// The microphone that was chosen is not there.
    #[error(
        "The chosen microphone is not connected. Connect it again, or choose another one in the settings."
    )]
    MicrophoneNotConnected,
    /// Another program has the microphone.
    #[error("The microphone is in use by another program. Close that program and try again.")]
    MicrophoneBusy,
    /// The system refuses access.
    #[error(
        "Dictum may not use the microphone. Allow it in the system's privacy settings, then start the recording again."
    )]
    PermissionDenied,
    /// The microphone failed in another way; the sound system's own words.
    #[error(
        "The microphone could not be started ({0}). Reconnect it, or choose another one in the settings."
    )]
    Microphone(String),

    /// There is no such file.
    #[error("The audio file does not exist. Check its place and name, then choose it again.")]
    FileMissing,
    /// The file is there and cannot be read.
    #[error("The audio file could not be read ({0}). Check that you may open it, then choose it again.")]
    FileUnreadable(std::io::ErrorKind),
    /// The file holds no sound.
    #[error("The audio file is empty: it holds no sound. Choose another recording.")]
    FileEmpty,
    /// The file is not audio of a kind that can be read.
    #[error(
        "This is not an audio file that Dictum can read. Use WAV, FLAC, MP3, M4A (AAC or ALAC) or OGG (Vorbis)."
    )]
    NotAudio,
    /// The container is known, what is inside is not.
    #[error(
        "The sound in this file is stored in a way that Dictum cannot read. Convert it to WAV, FLAC, MP3, M4A (AAC or ALAC) or OGG (Vorbis)."
    )]
    UnsupportedCodec,
    /// The file is damaged.
    #[error(
        "The audio file is damaged and cannot be read to its end. Copy it again from where it was recorded."
    )]
    FileDamaged,
    /// The file ends before its own header says it does.
    #[error(
        "The audio file is cut off: {read_ms} of {expected_ms} milliseconds could be read. Copy it again from where it was recorded."
    )]
    FileTruncated {
        /// What could be read, ms.
        read_ms: u64,
        /// What the header announces, ms.
        expected_ms: u64,
    },
    /// A rate or channel count that no real recording has.
    #[error(
        "Sound at {rate} Hz with {channels} channels cannot be used. Choose another microphone or recording."
    )]
    UnsupportedShape {
        /// Samples per second and channel, Hz.
        rate: u32,
        /// Channels.
        channels: usize,
    },
    /// The rate conversion failed, which a supported shape never causes.
    #[error("The sound could not be converted to 16 kHz ({0}).")]
    Resampling(String),
    /// A chunk of audio could not be packed.
    #[error("A second of audio could not be packed for storage ({0}).")]
    ChunkEncoding(String),
    /// A stored chunk of audio is not what was written.
    #[error("A stored second of audio is damaged and cannot be played ({0}).")]
    ChunkDamaged(String),
}
