//! Stored audio to chunks worth recognising, and recognised text to segments.
