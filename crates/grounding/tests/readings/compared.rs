//! What is compared between left and right.

use super::assert_all;

#[test]
fn each_value_has_the_side_that_it_was_said_of() {
    let talk = "Doctor: The calf measures 36 centimeters on the left and 39 on the right. You repeated 44 percent of the words \
                on the left, and 100 percent on the right.\n";
    assert_all(
        talk,
        &["Calf 36 cm on the left and 39 cm on the right.", "Word recognition 100% right and 44% left."],
        &[
            "Calf 36 cm on the right and 39 cm on the left.",
            "Calf 36 cm on the left and 39 cm on the left.",
            "Word recognition 44% right and 100% right.",
        ],
    );
}

#[test]
fn one_side_does_not_have_a_finding_and_none() {
    let talk = "Doctor: There is a rest tremor of the left hand, nothing on the right.\n";
    assert_all(
        talk,
        &["Rest tremor of the left hand, none on the right."],
        &["Rest tremor of the left hand, none on the left."],
    );
}

#[test]
fn each_finding_has_the_side_of_its_clause() {
    let talk = "Doctor: Just a few crackles at the right base, the left is clear. The thumb is a touch weak on the right, four plus \
                out of five, full on the left. The left knee is stiff.\n";
    assert_all(
        talk,
        &[
            "A few crackles at the right base, with the left side clear.",
            "Thumb slightly weak on the right at 4+/5 and full on the left.",
            "Stiff left knee.",
        ],
        &[
            "A few crackles at the left base, with the right side clear.",
            "Thumb slightly weak on the left at 4+/5 and full on the right.",
        ],
    );
}
