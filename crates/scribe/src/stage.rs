//! How far an encounter has come, as the worklist shows it.

/// How far an encounter has come. It is derived from what the vault holds and from what runs just now; it is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has happened yet.
    Planned,
    /// Being recorded.
    Recording,
    /// Recording, paused.
    Paused,
    /// A recording ended without being stopped; what it had stored is safe.
    Interrupted,
    /// Stopped, but the end of the recording is not in the vault yet.
    Saving,
    /// The rest of the recording is being transcribed.
    Transcribing,
    /// A note is being drafted.
    Drafting,
    /// A draft is there, with statements to resolve.
    Drafted,
    /// A draft is there and nothing is left to resolve.
    ReadyToSign,
    /// Signed.
    Signed,
    /// Signed, and exported at least once.
    Exported,
    /// Recorded, but the transcript or the draft could not be finished.
    NeedsAttention,
}
