//! Microphone or audio file to 16 kHz mono frames.
