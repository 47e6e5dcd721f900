//! Doses far from what is given.
//!
//! The doses are those that product information (US labels, the British formulary) gives adults for one time, from general
//! knowledge and rounded outwards: they are to catch slips of the tongue and the hand, not to guide treatment.

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::concepts;
use crate::numbers::Amount;
use crate::units::may_be_dose;
use crate::vitals::written;

/// A drug, its smallest and its largest single dose.
type Dose = (&'static str, f64, f64);

/// Single adult doses in milligrams, the smallest and the largest that are usual. A small dose taken ten times may
/// still lie within them.
const DOSES: &[Dose] = &[
    ("acetaminophen", 80.0, 1300.0),
    ("ibuprofen", 100.0, 800.0),
    ("naproxen", 220.0, 1000.0),
    ("aspirin", 25.0, 1000.0),
    ("meloxicam", 5.0, 15.0),
    ("tramadol", 25.0, 300.0),
    ("oxycodone", 2.5, 80.0),
    ("lisinopril", 2.5, 80.0),
    ("losartan", 12.5, 100.0),
    ("valsartan", 40.0, 320.0),
    ("amlodipine", 2.5, 10.0),
    ("metoprolol", 12.5, 400.0),
    ("atenolol", 12.5, 200.0),
    ("carvedilol", 3.125, 80.0),
    ("hydrochlorothiazide", 12.5, 100.0),
    ("furosemide", 10.0, 600.0),
    ("spironolactone", 12.5, 400.0),
    ("atorvastatin", 10.0, 80.0),
    ("simvastatin", 5.0, 80.0),
    ("rosuvastatin", 5.0, 40.0),
    ("metformin", 250.0, 2000.0),
    ("glipizide", 2.5, 20.0),
    ("sitagliptin", 25.0, 100.0),
    ("sertraline", 12.5, 200.0),
    ("fluoxetine", 10.0, 90.0),
    ("citalopram", 10.0, 40.0),
    ("escitalopram", 5.0, 20.0),
    ("duloxetine", 20.0, 120.0),
    ("bupropion", 75.0, 450.0),
    ("trazodone", 25.0, 400.0),
    ("omeprazole", 10.0, 80.0),
    ("pantoprazole", 20.0, 80.0),
    ("famotidine", 10.0, 40.0),
    ("amoxicillin", 125.0, 2000.0),
    ("azithromycin", 250.0, 2000.0),
    ("doxycycline", 20.0, 200.0),
    ("cephalexin", 125.0, 1000.0),
    ("ciprofloxacin", 100.0, 1000.0),
    ("nitrofurantoin", 25.0, 100.0),
    ("prednisone", 1.0, 100.0),
    ("gabapentin", 100.0, 1200.0),
    ("pregabalin", 25.0, 300.0),
    ("cyclobenzaprine", 5.0, 30.0),
    ("levothyroxine", 0.0125, 0.3),
    ("warfarin", 1.0, 15.0),
    ("clopidogrel", 75.0, 600.0),
    ("apixaban", 2.5, 10.0),
    ("allopurinol", 50.0, 800.0),
    ("colchicine", 0.3, 1.8),
    ("cetirizine", 2.5, 10.0),
    ("loratadine", 5.0, 10.0),
    ("montelukast", 4.0, 10.0),
    ("methotrexate", 2.5, 30.0),
    ("zolpidem", 1.75, 12.5),
    ("sumatriptan", 4.0, 100.0),
    ("digoxin", 0.0625, 0.5),
    ("hydroxychloroquine", 100.0, 400.0),
    ("alendronate", 5.0, 70.0),
    ("propranolol", 10.0, 160.0),
    ("donepezil", 5.0, 23.0),
    ("memantine", 5.0, 28.0),
    ("empagliflozin", 10.0, 25.0),
    ("dapagliflozin", 5.0, 10.0),
    ("ticagrelor", 60.0, 180.0),
    ("rivaroxaban", 2.5, 20.0),
    ("ramipril", 1.25, 10.0),
    ("perindopril", 2.0, 10.0),
    ("bisoprolol", 1.25, 20.0),
    ("candesartan", 2.0, 32.0),
    ("pravastatin", 10.0, 80.0),
    ("venlafaxine", 37.5, 225.0),
    ("mirtazapine", 7.5, 45.0),
    ("amitriptyline", 5.0, 150.0),
    ("quetiapine", 12.5, 400.0),
    ("lorazepam", 0.5, 4.0),
    ("clonazepam", 0.125, 4.0),
    ("diazepam", 1.0, 20.0),
    ("tamsulosin", 0.4, 0.8),
    ("finasteride", 1.0, 5.0),
    ("sildenafil", 20.0, 100.0),
    ("prednisolone", 1.0, 100.0),
    ("dexamethasone", 0.5, 40.0),
    ("esomeprazole", 10.0, 80.0),
    ("lansoprazole", 15.0, 60.0),
    ("ondansetron", 4.0, 16.0),
    ("topiramate", 15.0, 400.0),
    ("lamotrigine", 5.0, 400.0),
    ("levetiracetam", 250.0, 1500.0),
    ("tizanidine", 2.0, 12.0),
    ("celecoxib", 50.0, 400.0),
    ("diclofenac", 25.0, 150.0),
    ("codeine", 8.0, 60.0),
    ("hydrocodone", 2.5, 30.0),
    ("clindamycin", 150.0, 900.0),
    ("levofloxacin", 250.0, 1000.0),
    ("metronidazole", 200.0, 2000.0),
    ("valacyclovir", 500.0, 2000.0),
    ("fexofenadine", 30.0, 180.0),
    ("morphine", 1.0, 200.0),
    ("hydromorphone", 0.5, 32.0),
    ("fentanyl", 0.0125, 1.6),
    ("methadone", 1.0, 120.0),
    ("buprenorphine", 0.07, 32.0),
    ("tapentadol", 50.0, 250.0),
    ("dihydrocodeine", 10.0, 120.0),
    ("oxymorphone", 5.0, 40.0),
    ("ketorolac", 10.0, 60.0),
    ("enoxaparin", 20.0, 200.0),
    ("fondaparinux", 1.5, 10.0),
    ("dabigatran", 75.0, 150.0),
    ("edoxaban", 15.0, 60.0),
    ("prasugrel", 5.0, 60.0),
    ("lithium", 150.0, 1200.0),
    ("tacrolimus", 0.5, 20.0),
    ("cyclosporine", 25.0, 500.0),
    ("azathioprine", 25.0, 250.0),
    ("mycophenolate", 250.0, 1500.0),
    ("phenytoin", 30.0, 1500.0),
    ("carbamazepine", 100.0, 800.0),
    ("valproate", 125.0, 2000.0),
    ("theophylline", 100.0, 600.0),
    ("liothyronine", 0.005, 0.1),
    ("amiodarone", 100.0, 900.0),
    ("flecainide", 50.0, 300.0),
    ("sotalol", 40.0, 320.0),
    ("diltiazem", 30.0, 480.0),
    ("verapamil", 40.0, 480.0),
    ("nifedipine", 10.0, 120.0),
    ("clonidine", 0.025, 0.6),
    ("hydralazine", 10.0, 100.0),
    ("doxazosin", 1.0, 16.0),
    ("nitroglycerin", 0.3, 9.0),
    ("labetalol", 10.0, 800.0),
    ("nebivolol", 1.25, 40.0),
    ("enalapril", 2.5, 40.0),
    ("benazepril", 5.0, 80.0),
    ("captopril", 6.25, 150.0),
    ("quinapril", 5.0, 80.0),
    ("irbesartan", 75.0, 300.0),
    ("olmesartan", 5.0, 40.0),
    ("telmisartan", 20.0, 80.0),
    ("torsemide", 5.0, 200.0),
    ("bumetanide", 0.5, 10.0),
    ("chlorthalidone", 12.5, 100.0),
    ("indapamide", 1.25, 5.0),
    ("eplerenone", 25.0, 100.0),
    ("ezetimibe", 10.0, 10.0),
    ("glyburide", 1.25, 20.0),
    ("gliclazide", 30.0, 320.0),
    ("glimepiride", 1.0, 8.0),
    ("pioglitazone", 15.0, 45.0),
    ("semaglutide", 0.25, 14.0),
    ("liraglutide", 0.6, 3.0),
    ("dulaglutide", 0.75, 4.5),
    ("tirzepatide", 2.5, 15.0),
    ("linagliptin", 5.0, 5.0),
    ("haloperidol", 0.5, 20.0),
    ("risperidone", 0.25, 50.0),
    ("clozapine", 12.5, 450.0),
    ("midazolam", 0.5, 15.0),
    ("alprazolam", 0.25, 4.0),
    ("temazepam", 7.5, 30.0),
    ("paroxetine", 10.0, 62.5),
    ("nortriptyline", 10.0, 150.0),
    ("buspirone", 5.0, 60.0),
    ("methimazole", 2.5, 60.0),
    ("carbimazole", 5.0, 60.0),
    ("propylthiouracil", 50.0, 400.0),
    ("folic acid", 0.4, 5.0),
    ("cyanocobalamin", 0.05, 5.0),
    ("methylprednisolone", 4.0, 1000.0),
    ("hydrocortisone", 5.0, 200.0),
    ("epinephrine", 0.1, 1.0),
    ("naloxone", 0.04, 8.0),
    ("baclofen", 5.0, 40.0),
    ("fluconazole", 50.0, 800.0),
    ("trimethoprim", 100.0, 400.0),
    ("flucloxacillin", 250.0, 2000.0),
    ("erythromycin", 250.0, 1000.0),
    ("clarithromycin", 250.0, 1000.0),
    ("vancomycin", 125.0, 2500.0),
    ("ceftriaxone", 250.0, 4000.0),
    ("diphenhydramine", 12.5, 100.0),
    ("tranexamic acid", 500.0, 1500.0),
];
/// How many times the largest dose is no dose.
const ROOM: f64 = 3.0;

/// Single adult doses in international units.
const DOSES_IN_UNITS: &[Dose] = &[
    ("insulin", 1.0, 200.0),
    ("heparin", 1000.0, 40_000.0),
    ("dalteparin", 2500.0, 18_000.0),
    ("tinzaparin", 2500.0, 20_000.0),
    ("cholecalciferol", 200.0, 60_000.0),
    ("ergocalciferol", 400.0, 60_000.0),
];
/// And in milliequivalents.
const DOSES_IN_MEQ: &[Dose] = &[("potassium chloride", 8.0, 80.0)];
/// What is more than a single dose of anything that is not in the lists, as it is written: of a powder grams are taken, but nobody
/// writes ten thousand milligrams.
const MOST: &[(Unit, f64)] = &[(Unit::Mcg, 10_000.0), (Unit::Mg, 6000.0), (Unit::G, 120.0)];

/// Forms of a drug of which the dose is not that of its tablets.
const NOT_SWALLOWED: &[&str] = &[
    "gel",
    "cream",
    "ointment",
    "lotion",
    "patch",
    "patches",
    "enema",
    "enemas",
    "suppository",
    "drops",
    "topical",
    "topically",
    "flush",
    "flushes",
    // By weight, and of food.
    "kg",
    "kilo",
    "kilogram",
    "hour",
    "carb",
    "carbs",
    "carbohydrate",
    "carbohydrates",
    "glucose",
    "sugar",
];

/// "Morphine 5000 mg", "insulin 900 units": a dose that nobody is given.
pub(crate) fn of_dose(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Number(value) = amount.value else { return None };
    let unit = amount.unit?;
    if !may_be_dose(amount) {
        return None;
    }
    // "5000 mg of morphine"
    let of = |at: usize| at > amount.at && at - amount.at <= 3 && claim.words[at - 1].text == "of";
    let before = |at: usize| at < amount.at && amount.at - at <= 6;
    let drugs = || claim.drugs_at.iter().rev();
    let (at, drug) = drugs().find(|(at, _)| of(*at)).or_else(|| drugs().find(|(at, _)| before(*at)))?;
    // Of a gel it is the gel that is weighed.
    let near = at.saturating_sub(3)..(amount.at + 6).min(claim.words.len());
    if claim.words[near].iter().any(|word| NOT_SWALLOWED.contains(&word.text.as_str())) {
        return None;
    }
    // A powder for the bowel is drunk by the bottle.
    if *drug == "polyethylene glycol" {
        return None;
    }
    let name = if concepts::is_of_class(drug, "insulin") { "insulin" } else { drug };
    let listed = |list: &[Dose]| list.iter().find(|(own, ..)| *own == name).copied();
    let milligrams = |value: f64| listed(DOSES).map(|(_, least, most)| (value, least, most));
    let found = match unit {
        Unit::Mcg => milligrams(value / 1000.0),
        Unit::Mg => milligrams(value),
        Unit::G => milligrams(value * 1000.0),
        Unit::Units => listed(DOSES_IN_UNITS).map(|(_, least, most)| (value, least, most)),
        Unit::Meq => listed(DOSES_IN_MEQ).map(|(_, least, most)| (value, least, most)),
        _ => return None,
    };
    let wrong = match found {
        Some((value, least, most)) => value > most * ROOM || value < least / ROOM,
        // Insulin is not weighed.
        None if name == "insulin" => matches!(unit, Unit::Mg | Unit::G),
        None => MOST.iter().any(|(own, most)| *own == unit && value > *most),
    };
    wrong.then(|| {
        format!("{} is no usual dose of {drug}: is the number or the unit wrong?", written(claim, amount))
    })
}
