//! The note as plain text.

#![allow(clippy::unwrap_used)]

mod signed;

#[test]
fn the_text_has_a_banner_the_note_and_the_signature_in_words() {
    assert_eq!(
        interop::text(&signed::note(1)),
        "\
PROGRESS NOTE

Patient: Margaret Jane Ellis, born 1959-03-12 (67 years), female, MRN MRN-40772
Allergies: penicillin (rash)
Visit: 2026-11-03 09:30 UTC, ambulatory, Knee pain
Sample patient: not a real person.

SUBJECTIVE

Chief complaint
Knee pain.

History of present illness
Right knee pain for 5 days, pain < 4 at rest & > 6 on stairs. Denies fever.

Allergies
Not documented.

OBJECTIVE

Vital signs
- Blood pressure 142/88.

ASSESSMENT

Primary diagnosis
Knee sprain.

Differential
- Meniscal tear.
- Gout.

PLAN

Medications
- Ibuprofen 400 mg twice daily.

Follow-up
In 2 weeks.

Electronically signed by Dr A. Okafor on 2026-11-03 10:01 UTC.
I have reviewed this note and attest that it is accurate.
Note 01900000-0000-7000-8000-000000000004, version 1.
"
    );
}
