//! The use cases: start, stop, draft, review, sign, export.
