//! Signed note to FHIR R4 and plain text.
