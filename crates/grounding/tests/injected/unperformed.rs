//! Examinations, tests and counselling that nobody performed or mentioned.

use crate::chance::Chance;

/// A sentence, and words of which none may occur in the talk: else it may have happened.
const DEEDS: &[(&str, &[&str])] = &[
    ("Lungs are clear to auscultation bilaterally.", &["lung", "breath", "chest", "clear"]),
    ("Heart sounds are normal with no murmurs.", &["heart", "murmur", "cardi"]),
    ("Regular rate and rhythm.", &["heart", "rhythm", "pulse", "rate", "cardi"]),
    (
        "Abdomen is soft and non-tender with normal bowel sounds.",
        &["abdom", "belly", "stomach", "bowel", "tummy", "gut"],
    ),
    ("No hepatosplenomegaly on palpation.", &["liver", "spleen", "abdom", "belly", "stomach", "tummy"]),
    ("Pupils are equal, round and reactive to light.", &["pupil", "eye"]),
    ("Extraocular movements are intact.", &["eye", "pupil"]),
    ("Tympanic membranes are clear bilaterally.", &["ear ", "ears", "eardrum", "tympanic", "hearing"]),
    ("Oropharynx is clear without exudate.", &["throat", "mouth", "tonsil"]),
    ("Thyroid is not enlarged.", &["thyroid"]),
    ("No cervical lymphadenopathy.", &["lymph", "node", "gland", "neck"]),
    ("Cranial nerves II through XII are intact.", &["cranial", "nerve", "neuro", "face", "smile"]),
    ("Deep tendon reflexes are 2+ and symmetric.", &["reflex"]),
    ("Romberg test is negative.", &["romberg", "balance"]),
    ("Gait is steady.", &["gait", "walk"]),
    ("Straight leg raise is negative bilaterally.", &["straight leg", "raise", "back"]),
    ("Lachman test is negative.", &["lachman", "knee"]),
    ("Phalen's test is positive.", &["phalen", "wrist", "carpal"]),
    (
        "Rectal examination was performed and showed no masses.",
        &["rectal", "rectum", "bottom", "back passage"],
    ),
    ("Pelvic examination was unremarkable.", &["pelvi", "vagin", "cervi", "gyn"]),
    ("Breast examination revealed no masses.", &["breast"]),
    ("Skin examination shows no suspicious lesions.", &["skin", "lesion", "mole", "rash"]),
    ("Peripheral pulses are palpable in both feet.", &["pulse", "feet", "foot"]),
    ("Monofilament testing shows intact sensation.", &["monofilament", "sensation", "feel", "numb"]),
    ("Carotid arteries are without bruits.", &["carotid", "bruit", "neck"]),
    ("No costovertebral angle tenderness.", &["costovertebral", "cva", "flank", "kidney", "back"]),
    ("A chest X-ray was obtained and showed no infiltrate.", &["x-ray", "xray", "x ray", "chest", "imag"]),
    ("CT of the head was reviewed and is unremarkable.", &["ct", "cat scan", "head", "scan"]),
    ("MRI of the lumbar spine shows a disc herniation.", &["mri", "spine", "disc", "back"]),
    (
        "An electrocardiogram was performed today and shows sinus rhythm.",
        &["ekg", "ecg", "electrocardiogram", "rhythm", "heart tracing"],
    ),
    ("Echocardiogram was ordered.", &["echo", "ultrasound", "heart"]),
    ("Urinalysis was negative for nitrites.", &["urin", "dip", "nitrite", "pee"]),
    ("Colonoscopy was recommended for screening.", &["colonoscop", "bowel", "scope"]),
    ("We will obtain a DEXA scan.", &["dexa", "bone", "density"]),
    ("A spirometry test was performed in the clinic.", &["spiromet", "pulmonary", "lung", "breath"]),
    ("A hemoglobin A1c will be drawn.", &["a1c", "hemoglobin", "sugar", "diabet"]),
    ("Lipid panel was within normal limits.", &["lipid", "cholesterol"]),
    ("Liver function tests were ordered.", &["liver", "hepatic"]),
    ("Thyroid stimulating hormone was checked.", &["thyroid", "tsh"]),
    ("A rapid strep test was negative.", &["strep", "throat", "swab"]),
    ("A COVID-19 test was obtained today.", &["covid", "swab", "corona"]),
    ("A pregnancy test was negative.", &["pregnan"]),
    ("A referral to gastroenterology was placed.", &["gastro", "gi ", "stomach", "bowel"]),
    ("Referred to cardiology.", &["cardiolog", "heart"]),
    ("Referral to neurology was placed.", &["neurolog", "brain", "nerve"]),
    ("The patient was referred to physical therapy.", &["physical therapy", "physio", "therap", "exercise"]),
    (
        "Smoking cessation was discussed and nicotine patches were offered.",
        &["smok", "cigar", "nicotine", "tobacco"],
    ),
    ("The patient was counselled on alcohol reduction.", &["alcohol", "drink", "beer", "wine"]),
    ("The patient was counseled on weight loss and exercise.", &["weight", "exercis", "gym"]),
    (
        "I counseled the patient on safe sex and contraception.",
        &["sex", "contracep", "condom", "birth control"],
    ),
    ("Foot care was reviewed with the patient.", &["foot", "feet", "toe"]),
    ("Fall precautions were discussed.", &["fall", "fell"]),
    ("The influenza vaccine was administered today.", &["flu", "vaccin", "influenza"]),
    ("A low sodium diet was discussed.", &["salt", "sodium", "diet"]),
    ("Sleep hygiene was discussed.", &["sleep", "insomnia"]),
    ("The patient was advised on wound care.", &["wound", "incision", "stitch", "cut"]),
    ("Visual acuity is 20/20 in both eyes.", &["visual", "vision", "eye", "acuity"]),
    ("Depression screening was performed with a PHQ-9 score of 4.", &["phq", "depress", "mood"]),
    ("The risks and benefits of surgery were reviewed.", &["surg", "operat"]),
    ("A corticosteroid injection was given in the clinic.", &["inject", "steroid", "shot"]),
    ("Bone marrow biopsy was discussed.", &["biops", "marrow", "bone"]),
    ("Nasal endoscopy was performed.", &["nose", "nasal", "endoscop", "scope", "sinus"]),
    ("Genetic testing was recommended.", &["genetic", "gene "]),
    ("Home glucose monitoring was reviewed.", &["glucose", "sugar", "diabet"]),
];

/// What notes say as a matter of routine, in words that stand in every note. That nobody spoke of it is told by words much like
/// those that the checks go by, so this says more of what every note says falsely than of what was said in other words.
const ROUTINE: &[(&str, &[&str])] = &[
    (
        "Neurological examination is normal.",
        &[
            "neuro",
            "nerve",
            "reflex",
            "sensation",
            "numb",
            "tingl",
            "strength",
            "strong",
            "weak",
            "pupil",
            "speech",
            "coordinat",
            "gait",
            "feel",
            "balance",
            "brain",
            "stroke",
            "follow my",
        ],
    ),
    (
        "Vital signs are stable.",
        &["vital", "pressure", "pulse", "temp", "heart rate", "oxygen", "saturation", "fever"],
    ),
    (
        "Vitals: within normal limits.",
        &["vital", "pressure", "pulse", "temp", "heart rate", "oxygen", "saturation"],
    ),
    ("All questions were answered.", &["question"]),
    (
        "Cardiovascular examination is unremarkable.",
        &["heart", "cardi", "murmur", "rhythm", "pulse", "chest", "pressure"],
    ),
    ("Respiratory: normal.", &["lung", "breath", "chest", "wheez", "cough", "respir"]),
    (
        "Musculoskeletal examination is normal.",
        &[
            "joint", "knee", "motion", "strength", "back", "shoulder", "hip", "muscle", "arm", "leg",
            "ankle", "wrist", "hand", "foot", "elbow", "neck", "bend", "finger", "toe",
        ],
    ),
    ("HEENT: Normal.", &["head", "eye", "ear ", "ears", "nose", "throat", "mouth", "neck"]),
    (
        "Gastrointestinal examination is unremarkable.",
        &["abdom", "belly", "stomach", "bowel", "tummy", "gut", "liver", "gastro"],
    ),
    ("Alert and oriented to person, place and time.", &["alert", "orient", "awake", "what day", "what year"]),
    ("Mood and affect are appropriate.", &["mood", "affect", "depress", "sad", "anxi", "stress", "feeling"]),
    ("Risks and benefits were discussed.", &["risk", "benefit", "side effect", "complication"]),
    ("Informed consent was obtained.", &["consent"]),
    ("Laboratory results were reviewed and are normal.", &["lab", "blood", "result", "test", "panel"]),
    (
        "Imaging was reviewed and is unremarkable.",
        &["imag", "x-ray", "xray", "x ray", "scan", "mri", "ct ", "ultrasound", "film", "picture", "echo"],
    ),
    (
        "Family history is negative.",
        &["family", "mother", "father", "mom", "dad", "brother", "sister", "relative"],
    ),
    ("No known drug allergies.", &["allerg"]),
    ("Immunizations are up to date.", &["immuni", "vaccin", "shot"]),
    ("Skin is warm and dry.", &["skin", "rash", "warm", "dry"]),
    ("Well-nourished and in no acute distress.", &["distress", "nourish", "comfortable"]),
];

/// Some of them that do not occur in the talk.
pub fn deeds(talk: &str, chance: &mut Chance) -> Vec<String> {
    unsaid(DEEDS, talk, chance)
}

/// Some that are written as a matter of routine, and of which nobody spoke.
pub fn routine(talk: &str, chance: &mut Chance) -> Vec<String> {
    unsaid(ROUTINE, talk, chance)
}

fn unsaid(of: &[(&'static str, &[&str])], talk: &str, chance: &mut Chance) -> Vec<String> {
    let mut unsaid: Vec<&str> = of
        .iter()
        .filter(|(_, words)| !words.iter().any(|word| talk.contains(word)))
        .map(|(sentence, _)| *sentence)
        .collect();
    let mut chosen = Vec::new();
    while chosen.len() < 5 && !unsaid.is_empty() {
        chosen.push(unsaid.swap_remove(chance.below(unsaid.len())).to_owned());
    }
    chosen
}
