"""What is prescribed for what: names with doses that fit, frequencies, reactions."""

import words

# condition: ((drug, doses in mg unless a unit is given), ...)
FOR_CONDITION = {
    "high blood pressure": (
        ("lisinopril", "5 10 20 40"),
        ("amlodipine", "5 10"),
        ("losartan", "25 50 100"),
        ("ramipril", "5 10"),
        ("hydrochlorothiazide", "25"),
    ),
    "high cholesterol": (
        ("atorvastatin", "10 20 40 80"),
        ("simvastatin", "20 40"),
        ("rosuvastatin", "5 10 20"),
        ("pravastatin", "40"),
    ),
    "diabetes": (
        ("metformin", "500 850 1000"),
        ("glipizide", "5 10"),
        ("sitagliptin", "100"),
        ("empagliflozin", "10 25"),
    ),
    "asthma": (("montelukast", "10"), ("albuterol", "2_puffs"), ("salbutamol", "2_puffs")),
    "hypothyroidism": (("levothyroxine", "25_mcg 50_mcg 75_mcg 100_mcg 125_mcg"),),
    "reflux": (("omeprazole", "20 40"), ("pantoprazole", "40"), ("famotidine", "20 40")),
    "depression": (
        ("sertraline", "25 50 100"),
        ("citalopram", "10 20 40"),
        ("fluoxetine", "20"),
        ("mirtazapine", "15 30"),
    ),
    "anxiety": (("escitalopram", "5 10 20"), ("sertraline", "50"), ("propranolol", "10 40")),
    "gout": (("allopurinol", "100 300"),),
    "atrial fibrillation": (("apixaban", "5"), ("metoprolol", "25 50 100"), ("warfarin", "5"), ("bisoprolol", "5")),
    "osteoarthritis": (("acetaminophen", "500 1000"), ("celecoxib", "100 200"), ("meloxicam", "15")),
    "migraines": (("sumatriptan", "50 100"), ("topiramate", "25 50"), ("propranolol", "40 80")),
    "heart failure": (("furosemide", "20 40"), ("carvedilol", "12.5 25"), ("spironolactone", "25")),
    "epilepsy": (("lamotrigine", "100 200"), ("levetiracetam", "500 1000")),
    "osteoporosis": (("alendronate", "70"), ("vitamin D", "1000_units 2000_units")),
    "hay fever": (("cetirizine", "10"), ("loratadine", "10")),
    "anemia": (("ferrous sulfate", "325"), ("folic acid", "5")),
    "sleep apnea": (),
    "kidney stones": (("tamsulosin", "0.4"),),
    "eczema": (("hydrocortisone", ""),),
}
CONDITIONS = tuple(FOR_CONDITION)
DAILY = words.choices(
    ("once a day;every day;daily;every morning;at night;at bedtime;twice a day;once daily;in the morning")
)
OFTEN = words.choices(
    "twice a day;3 times a day;4 times a day;every 6 hours;every 8 hours;every 12 hours;as needed;"
    "every 4 hours as needed;once a day;at bedtime;twice daily;3 times daily"
)
MEALS = words.choices("with food;after meals;before meals;with breakfast;with plenty of water;on an empty stomach")
# no drug of the treatments alone: patients name them as what they are allergic to
ALLERGENS = words.choices(
    "penicillin;sulfa;amoxicillin;codeine;aspirin;ibuprofen;latex;peanuts;shellfish;morphine;"
    "erythromycin;iodine;cephalexin;naproxen;eggs;contrast dye;doxycycline;bee stings"
)
REACTIONS = words.choices(
    "a rash;hives;swelling;nausea;vomiting;itching;trouble breathing;stomach cramps;a headache;"
    "diarrhea;dizziness;swollen lips;a swollen face"
)
INVENTED = 0.3  # share of names that nobody makes


def noted(text):
    """As the instructions want it: what can be misread is written out."""
    return text and text.replace(" mcg", " micrograms")


def amount(rng, doses):
    """A dose as it is written: "20 mg", "2 puffs"; None where there is none."""
    if not doses:
        return None
    dose = rng.choice(doses.split())
    return dose.replace("_", " ") if "_" in dose else f"{dose} mg"


def any_amount(rng):
    number = rng.choice([rng.randint(1, 20) * 5, rng.randint(1, 40) * 25, rng.randint(1, 999), rng.randint(1, 9)])
    return f"{number} {rng.choice(['mg', 'mg', 'mg', 'mg', 'mcg', 'micrograms', 'units'])}"


def drug(rng, choices):
    """(name, dose) of one that fits, or of an invented one with any dose."""
    if rng.random() < INVENTED or not choices:
        return words.drug_name(rng), any_amount(rng)
    name, doses = rng.choice(choices)
    if rng.random() < 0.1 and doses:
        return name, any_amount(rng)
    return name, amount(rng, doses)
