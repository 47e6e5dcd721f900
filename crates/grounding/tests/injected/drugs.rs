//! A drug in another's place: one of the same class, or another of the same consult.

use clinical::drugs::drugs_in;

use crate::assertions::turned;
use crate::chance::Chance;

/// Drugs that are taken for one another: each line a class.
const CLASSES: &[&[&str]] = &[
    &["ibuprofen", "naproxen", "meloxicam", "diclofenac", "celecoxib", "indomethacin", "ketorolac"],
    &["acetaminophen", "aspirin", "tramadol", "ibuprofen"],
    &["oxycodone", "hydrocodone", "morphine", "tramadol", "codeine", "acetaminophen/oxycodone"],
    &["lisinopril", "enalapril", "ramipril", "losartan", "valsartan", "benazepril"],
    &["amlodipine", "diltiazem", "nifedipine", "verapamil"],
    &["metoprolol", "atenolol", "carvedilol", "bisoprolol", "propranolol"],
    &["furosemide", "hydrochlorothiazide", "torsemide", "bumetanide", "spironolactone", "chlorthalidone"],
    &["atorvastatin", "simvastatin", "rosuvastatin", "pravastatin"],
    &["metformin", "glipizide", "glyburide", "sitagliptin", "empagliflozin", "glimepiride"],
    &["insulin", "insulin glargine", "insulin lispro", "semaglutide", "liraglutide"],
    &["sertraline", "fluoxetine", "citalopram", "escitalopram", "venlafaxine", "duloxetine", "bupropion"],
    &["omeprazole", "pantoprazole", "famotidine", "esomeprazole", "lansoprazole"],
    &[
        "amoxicillin",
        "amoxicillin/clavulanate",
        "azithromycin",
        "cephalexin",
        "doxycycline",
        "clindamycin",
        "ciprofloxacin",
        "levofloxacin",
        "nitrofurantoin",
        "penicillin",
    ],
    &["prednisone", "methylprednisolone", "dexamethasone", "hydrocortisone"],
    &["albuterol", "fluticasone", "budesonide", "tiotropium", "montelukast"],
    &["cetirizine", "loratadine", "fexofenadine", "diphenhydramine"],
    &["warfarin", "apixaban", "rivaroxaban", "clopidogrel", "enoxaparin"],
    &["gabapentin", "pregabalin", "amitriptyline", "carbamazepine", "topiramate"],
    &["levothyroxine", "methimazole", "liothyronine"],
    &["methotrexate", "hydroxychloroquine", "sulfasalazine", "azathioprine"],
    &["sumatriptan", "rizatriptan", "topiramate", "propranolol"],
    &["allopurinol", "colchicine", "febuxostat"],
    &["lorazepam", "alprazolam", "diazepam", "zolpidem", "trazodone"],
];

/// The statement with another drug, which nobody named in the consult.
pub fn other_drug(text: &str, talk: &str, chance: &mut Chance) -> Option<String> {
    let mentions = drugs_in(text);
    let drug = chance.of_these(&mentions)?;
    let said: Vec<&str> = drugs_in(talk).into_iter().map(|said| said.generic).collect();
    let alike = CLASSES.iter().filter(|class| class.contains(&drug.generic)).flat_map(|class| class.iter());
    let mut choices: Vec<&str> = alike.copied().collect();
    if choices.is_empty() {
        choices = CLASSES.iter().flat_map(|class| class.iter()).copied().collect();
    }
    choices.retain(|name| {
        !name.contains('/') && !drugs_in(name).iter().any(|other| said.contains(&other.generic))
    });
    let other = chance.of_these(&choices)?;
    Some(format!("{}{other}{}", &text[..drug.start], &text[drug.end..]))
}

/// The statement with a drug of the same consult in another's place, where the statement has a dose.
pub fn swapped_drug(text: &str, talk: &str, chance: &mut Chance) -> Option<String> {
    let mentions = drugs_in(text);
    let drug = chance.of_these(&mentions)?;
    let lower = text.to_lowercase();
    if !lower.contains(" mg") && !lower.contains("milligram") {
        return None;
    }
    let own: Vec<&str> = mentions.iter().map(|mention| mention.generic).collect();
    let others: Vec<&str> =
        drugs_in(talk).into_iter().map(|said| said.generic).filter(|said| !own.contains(said)).collect();
    let other = chance.of_these(&others)?;
    Some(format!("{}{other}{}", &text[..drug.start], &text[drug.end..]))
}

const FREQUENCIES: &[(&str, &str)] = &[
    ("once daily", "twice daily"),
    ("once a day", "twice a day"),
    ("twice daily", "once daily"),
    ("twice a day", "once a day"),
    ("2 times daily", "once daily"),
    ("3 times daily", "twice daily"),
    ("3 times a day", "twice a day"),
    ("three times a day", "once a day"),
    ("every 6 hours", "once daily"),
    ("every 8 hours", "once daily"),
    ("daily", "three times daily"),
    ("weekly", "daily"),
];

/// The statement with a drug taken more often, or less.
pub fn other_frequency(text: &str, chance: &mut Chance) -> Option<String> {
    if drugs_in(text).is_empty() {
        return None;
    }
    turned(text, FREQUENCIES, chance, |_, after| {
        !["activities", "living", "weight", "life", "blood", "basis", "routine"]
            .iter()
            .any(|word| after.starts_with(word))
    })
}

/// What is said of taking a drug where a statement says nothing of it, with the words that tell the same.
const REGIMENS: &[(&str, &[&str])] = &[
    ("three times daily", &["three times", "3 times", "tid", "every eight", "thrice", "t.i.d"]),
    ("four times a day", &["four times", "4 times", "qid", "every six", "q.6", "q6"]),
    ("twice a week", &["twice a week", "two times a week", "twice weekly"]),
    ("intramuscularly", &["muscle", "intramuscular", "shot", "inject"]),
    ("intravenously", &["vein", "iv", "intravenous", "infusion", "drip"]),
    ("rectally", &["rectal", "suppositor"]),
];

/// The statement with a frequency or way of a drug of which nobody spoke.
pub fn invented_regimen(text: &str, talk: &str, chance: &mut Chance) -> Option<String> {
    let drug = drugs_in(text).into_iter().next()?;
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["daily", "day", "every", "twice", "times", "denies", "allerg", "nightly", "weekly"]) {
        return None;
    }
    let unsaid: Vec<&str> = REGIMENS
        .iter()
        .filter(|(_, same)| !same.iter().any(|word| talk.contains(word)))
        .map(|(regimen, _)| *regimen)
        .collect();
    let regimen = chance.of_these(&unsaid)?;
    Some(format!("{} {regimen}{}", &text[..drug.end], &text[drug.end..]))
}

/// A drug that is taken, given as an allergy: of consults in which nobody spoke of allergies.
pub fn taken_as_allergy(text: &str, talk: &str, chance: &mut Chance) -> Option<String> {
    const NAMED: &[&str] = &["allerg", "reaction", "rash", "hives", "swell", "itch"];
    if NAMED.iter().any(|word| talk.contains(word)) || drugs_in(text).is_empty() {
        return None;
    }
    let said = drugs_in(talk);
    let drug = chance.of_these(&said)?.generic;
    let forms = [
        format!("Allergies: {drug}."),
        format!("The patient is allergic to {drug}."),
        format!("{drug} allergy."),
    ];
    chance.of_these(&forms).cloned()
}
