//! Whose story it is: the patient's, a relative's, or that of who came along.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn whose_illness_it_is_is_kept_apart() {
    let heard = heard(
        "Doctor: Any illnesses in the family?\nPatient: My mother has diabetes.\nPatient: I have asthma, and I am allergic to cats.",
    );
    assert_eq!(found(&heard, "Her mother has diabetes.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "The patient has diabetes."),
        (Verdict::Contradicted, "Diabetes was said of the mother, not of the patient.".into())
    );
    assert_eq!(
        found(&heard, "Her brother has diabetes."),
        (Verdict::Unsupported, "Nobody spoke of the patient's brother.".into())
    );
}

#[test]
fn who_came_along_may_tell_the_patients_story() {
    let talk = "Doctor: Hello, you must be Sam's family?\n\
                Patient: I'm his dad. He has had a cough and a fever since Monday.\n\
                Doctor: Any vomiting?\n\
                Patient: No, no vomiting.\n";
    assert_all(
        talk,
        &["The patient's father reports a cough since Monday.", "His father denies vomiting."],
        &["The patient's sister reports a cough since Monday."],
    );
}

#[test]
fn a_relatives_story_goes_on_in_he_and_she() {
    let talk = "Doctor: And your family?\n\
                Patient: My brother... he needed a stent put in. They have him on warfarin. My aunt died of a stroke.\n\
                Doctor: How old was he then?\n\
                Patient: Forty. I take lisinopril myself.\n\
                Doctor: Have you ever had gout?\n\
                Patient: Not me, my husband has gout.\n";
    assert_all(
        talk,
        &[
            "Her brother needed a stent and takes warfarin.",
            "The patient takes lisinopril.",
            "Her aunt died of a stroke.",
            "Her husband has gout.",
        ],
        &[
            "The patient needed a stent.",
            "The patient takes warfarin.",
            "Her brother died of a stroke.",
            "The patient has gout.",
        ],
    );
}

#[test]
fn whose_illness_it_is_does_not_depend_on_who_came_along() {
    let talk = "Doctor: How can I help?\nPatient: It's my daughter's cough, my daughter is eight. His father had seizures as a \
                kid.\nDoctor: And you?\nPatient: My mother had breast cancer and my father had a stroke.\n";
    assert_all(
        talk,
        &[
            "Her mother had breast cancer.",
            "Family history: stroke in her father and breast cancer in her mother.",
        ],
        &[
            "Past medical history: seizures.",
            "Her father had breast cancer.",
            "Family history: breast cancer in her father.",
        ],
    );
}

#[test]
fn relatives_who_tell_or_are_spoken_to_have_no_illness() {
    let talk = "Doctor: So mom, he has an ear infection on the left.\n\
                Patient: My wife says I snore, and my mom's brother has a pacemaker.\n\
                Doctor: Diabetes?\nPatient: That's my mother.\n";
    assert_all(
        talk,
        &["Ear infection on the left.", "His wife reports snoring.", "Uncle with a pacemaker."],
        &["Past medical history: Diabetes."],
    );
}

#[test]
fn what_only_the_family_denies_is_no_denial_of_ones_own() {
    let talk = "Doctor: Any family history of stroke?\nPatient: No, nobody.\n\
                Doctor: Have you ever had a clot yourself?\nPatient: No, never.\n";
    assert_all(
        talk,
        &["No family history of stroke.", "Denies a personal history of clots."],
        &["No personal history of stroke."],
    );
}

#[test]
fn an_illness_that_only_the_family_denies_may_be_the_patients_and_one_that_a_relative_has_is_not() {
    let talk = "Doctor: Any melanoma in the family?\nPatient: No. My brother had testicular cancer.\n\
                Doctor: And cancer otherwise?\nPatient: No.\n\
                Doctor: I want a biopsy, because I think this could be an early melanoma on your back.\n";
    assert_all(
        talk,
        &["Biopsy for a possible early melanoma on the back.", "Brother had testicular cancer."],
        &["The patient has a history of testicular cancer."],
    );
}

#[test]
fn what_a_parent_tells_of_the_child_is_not_the_parents() {
    let talk = "Doctor: So you're mum. How is your daughter?\n\
                Patient: My daughter sleeps well. She has eight wet nappies a day. I had asthma as a child.\n\
                Doctor: The cardiologist said your daughter has a hole in the heart.\n";
    assert_all(
        talk,
        &[
            "Has 8 wet nappies a day.",
            "Mother had asthma.",
            "The cardiologist informed her mother that she has a hole in the heart.",
        ],
        &["The patient's mother has 8 wet nappies a day."],
    );
}

#[test]
fn each_relative_has_their_own_illness() {
    let talk = "Doctor: Anything in the family?\n\
                Patient: Mum had fibroids, she had a hysterectomy for it at forty-five. And my grandad had bowel cancer.\n";
    assert_all(
        talk,
        &["FH: Mother fibroids, hysterectomy at 45, grandfather bowel cancer."],
        &["PMH: fibroids.", "History of hysterectomy."],
    );
}

#[test]
fn who_is_told_what_to_do_has_no_illness() {
    let talk = "Doctor: If he can't speak for breathlessness, or his lips go blue, you dial 999, mum. He probably doesn't have \
                pneumonia, that's unlikely. Check the dates on the pens.\n\
                Other: I will. My sister had pneumonia.\n";
    assert_all(
        talk,
        &[
            "Mum was told to dial 999 if he cannot speak for breathlessness.",
            "Mum to check dates on pens.",
            "Pneumonia is unlikely.",
        ],
        &["The patient has pneumonia."],
    );
}

#[test]
fn what_a_relative_was_told_they_have_is_theirs() {
    let talk = "Patient: My mum was told she had breast cancer at fifty. My dad was given a diagnosis of Parkinson's. My \
                sister should be on tablets for her epilepsy.\n";
    assert_all(
        talk,
        &["Mother had breast cancer."],
        &["Patient has breast cancer.", "PMH: Parkinson's disease.", "PMH: epilepsy."],
    );
}

#[test]
fn a_stepmother_speaks_of_herself_as_any_relative_who_came_along_does() {
    let talk = "Doctor: What brings you in?\n\
                Patient: I have a cough.\n\
                Stepmother: I have asthma, too.\n\
                Patient: My stepfather smokes. He has emphysema.\n";
    let heard = heard(talk);
    assert_eq!(
        found(&heard, "The patient has asthma."),
        (Verdict::Contradicted, "Asthma was said of the stepmother, not of the patient.".into())
    );
    assert_eq!(found(&heard, "The patient has emphysema.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "His stepfather has emphysema.").0, Verdict::Supported);
    assert_ne!(found(&heard, "Family history: father has emphysema.").0, Verdict::Supported, "not by birth");
}
