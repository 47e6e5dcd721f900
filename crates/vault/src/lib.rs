//! Everything at rest: keys, records, audio, signatures, audit.
