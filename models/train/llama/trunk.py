"""Complaints of airways, belly, urine and heart."""

from complaint import Complaint
from words import choices

CHEST = Complaint(
    weight=3,
    opening=(
        ("I [have|have had|have got] [a cough|a bad cough|a dry cough|this cough]", "cough"),
        ("I [have been|keep] coughing [|a lot|all night]", "cough"),
        ("I [have|have had|have got] [a cold|a bad cold]", "cold symptoms"),
        ("I [have been|am|get] short of breath", "shortness of breath"),
        ("I [have been|keep] wheezing", "wheezing"),
        ("I [have|have had] [a sore throat|a really sore throat]", "sore throat"),
        ("my throat [hurts|has been hurting]", "sore throat"),
        ("I have had a fever", "fever"),
    ),
    causes=choices(
        "caught it from [my son|my daughter|my wife|my husband|a coworker|the kids];"
        "came back from a trip [|to the mountains|to the coast|abroad];was around [a lot of smoke|"
        "someone with the flu|a sick coworker]"
    ),
    feels=choices("dry cough;wet cough;tight feeling;deep cough;barking cough;scratchy feeling;burning feeling"),
    sharper=(
        ("I swallow", "swallowing"),
        ("I take a deep breath", "taking a deep breath"),
        ("I cough", "coughing"),
        ("I lie down", "lying down"),
    ),
    worse=choices("lying down;cold air;exercise;talking;climbing stairs;dust;smoke;walking;swallowing"),
    better=choices("rest;warm tea;steam;honey;cough drops;sitting up;my inhaler;cough syrup;warm water;acetaminophen"),
    along=choices(
        "fever;chills;chest pain;shortness of breath;wheezing;runny nose;sore throat;headache;"
        "night sweats;ear pain;body aches;phlegm;loss of smell;hoarseness;leg swelling;vomiting;"
        "blood in the phlegm"
    ),
    found=(
        ("[there is|I hear] some [wheezing|crackling] [in both lungs|on the {side} side|at the {side} base]", None),
        ("your throat [is|looks] [red|a little red|very red|swollen]", None),
        ("your tonsils are [swollen|enlarged|red]", None),
        ("your {side} eardrum is [red|bulging]", None),
        ("[there are|I feel] swollen glands in [the|your] neck", None),
        ("your nose [is|looks] [congested|blocked]", None),
    ),
    clear=(
        ("your lungs [are|sound] clear", None),
        ("your heart [is|sounds] [regular|normal]", None),
        ("your ears [are|look] normal", None),
        ("[there is|I hear] no wheezing", None),
        ("your throat [is|looks] normal", None),
        ("[there is|I see] no swelling in your legs", None),
        ("[there are|I feel] no swollen glands", None),
    ),
    results=(
        ("[the|your] chest X-ray [is|was|looks] [clear|normal]", None),
        ("[the|your] chest X-ray [shows|showed] pneumonia [on the {side} side|in the {side} lung]", None),
        ("[the|your] strep test [is|was|came back] [positive|negative]", None),
        ("[the|your] COVID test [is|was|came back] [positive|negative]", None),
        ("[the|your] flu test [is|was|came back] [positive|negative]", None),
    ),
    diagnoses=choices(
        "bronchitis;pneumonia;strep throat;a sinus infection;a viral infection;the flu;asthma;a cold;"
        "tonsillitis;laryngitis;an upper respiratory infection;a flare of your asthma"
    ),
    others=choices("pneumonia;asthma;whooping cough;reflux;the flu;a blood clot;allergies;mono"),
    drugs=(
        ("amoxicillin", "500 875"),
        ("azithromycin", "250 500"),
        ("doxycycline", "100"),
        ("prednisone", "20 40"),
        ("albuterol", "2_puffs"),
        ("benzonatate", "100 200"),
        ("guaifenesin", "400 600"),
        ("cetirizine", "10"),
        ("acetaminophen", "500 1000"),
    ),
    tests=choices(
        "a chest X-ray;a strep test;a COVID test;a flu test;a blood count;a throat culture;"
        "a sputum culture;a breathing test;a mono test"
    ),
    procedures=choices("a nebulizer treatment;a throat swab"),
    referrals=choices("a lung specialist;an ear, nose and throat specialist;an allergist;pulmonology"),
    advice=choices("smoking;cold air;dust;alcohol;strenuous exercise;going to work;sharing cups"),
    danger=choices(
        "you get short of breath;the fever comes back;you cough up blood;you get chest pain;"
        "the cough gets worse;you cannot swallow;your fever goes above 102"
    ),
)

BELLY = Complaint(
    weight=3,
    opening=(
        ("my stomach [hurts|has been hurting|has been upset]", "stomach pain"),
        ("I [have|have had|keep getting] [stomach pain|stomach cramps|abdominal pain]", "abdominal pain"),
        ("I [have|have had|keep getting] [heartburn|bad heartburn]", "heartburn"),
        ("I [have|have had] diarrhea", "diarrhea"),
        ("I [have been|keep] throwing up", "vomiting"),
        ("I [have been|am] constipated", "constipation"),
        ("I [feel|have been feeling|have been] nauseous", "nausea"),
    ),
    causes=choices(
        "ate [some bad fish|at a new restaurant|a big meal|leftover chicken|at a barbecue];"
        "started a new [medicine|diet|job];came back from a trip [|to the coast|abroad];"
        "have been under a lot of stress"
    ),
    feels=choices("burning pain;cramping pain;dull ache;sharp pain;bloated feeling;gnawing pain"),
    sharper=(("I eat", "eating"), ("I lie down", "lying down"), ("I bend over", "bending over"), ("I move", "moving")),
    worse=choices("eating;spicy food;coffee;fatty food;lying down;stress;milk;alcohol;greasy food;tomato sauce"),
    better=choices("antacids;rest;water;milk;going to the bathroom;small meals;tea;sitting up;crackers;not eating"),
    along=choices(
        "nausea;vomiting;fever;diarrhea;constipation;blood in the stool;weight loss;heartburn;"
        "trouble swallowing;bloating;loss of appetite;chills;black stools;yellow skin;pain on urination"
    ),
    found=(
        (
            (
                "[there is|you have|I find] {grade} tenderness in the [upper abdomen|lower abdomen|"
                "{side} lower abdomen|{side} upper abdomen|middle]"
            ),
            None,
        ),
        ("your abdomen is [a little swollen|bloated|tender]", None),
        ("your mouth is [dry|a little dry]", None),
    ),
    clear=(
        ("your abdomen is soft", None),
        ("your belly is soft", None),
        ("[there is|I find] no guarding", None),
        ("[there is|I feel] no mass", None),
        ("your bowel sounds are normal", "bowel sounds normal"),
        ("[there is|I see] no yellowing of the skin", None),
        ("your liver [is|feels] normal", None),
        ("your abdomen is not tender", None),
    ),
    pressed=choices("on the right side;on the left side;up here;right below the ribs;down low;in the middle"),
    results=(
        ("[the|your] ultrasound [shows|showed] [gallstones|no gallstones]", None),
        ("[the|your] stool test [is|was|came back] [positive|negative|normal]", None),
        ("your liver tests [are|were] [normal|a little high]", None),
        ("your hemoglobin [is|was] {hemoglobin}", None),
    ),
    diagnoses=choices(
        "gastritis;reflux;gastroenteritis;a stomach virus;food poisoning;gallstones;"
        "irritable bowel syndrome;appendicitis;an ulcer;constipation;diverticulitis"
    ),
    others=choices(
        "an ulcer;gallstones;appendicitis;pancreatitis;celiac disease;lactose intolerance;an infection;colitis"
    ),
    drugs=(
        ("omeprazole", "20 40"),
        ("famotidine", "20 40"),
        ("pantoprazole", "20 40"),
        ("ondansetron", "4 8"),
        ("loperamide", "2"),
        ("dicyclomine", "10 20"),
        ("simethicone", "80 125"),
        ("metronidazole", "500"),
    ),
    tests=choices(
        "an ultrasound of the abdomen;a stool test;a blood count;liver tests;a test for H pylori;"
        "a CT scan of the abdomen;a celiac test;a urine test"
    ),
    procedures=choices("an endoscopy;a colonoscopy"),
    referrals=choices("gastroenterology;a dietitian;a surgeon;a stomach specialist"),
    advice=choices("spicy food;coffee;alcohol;fatty food;late meals;dairy;soda;big meals;chocolate;ibuprofen"),
    danger=choices(
        "you see blood in your stool;you cannot keep fluids down;the pain gets worse;you get a fever;"
        "you vomit blood;your stools turn black"
    ),
)

URINE = Complaint(
    weight=2,
    opening=(
        ("it burns when I [pee|urinate]", "burning on urination"),
        ("I [have|have had] burning when I [pee|urinate]", "burning on urination"),
        ("I [have|have had] pain when I [pee|urinate]", "pain on urination"),
        ("I [have been|keep] urinating all the time", "urinating all the time"),
        ("I [have|have had|saw] [blood in my urine|some blood in my urine]", "blood in the urine"),
        ("I [have|have had] pain in my {side} side", "{side} flank pain"),
    ),
    causes=choices(
        "have not been drinking enough water;came back from a trip;started a new [job|relationship];"
        "went swimming [in a lake|in the ocean]"
    ),
    feels=choices("burning pain;sharp pain;dull ache;cramping pain;stabbing pain"),
    sharper=(("I pee", "urinating"), ("I move", "moving")),
    worse=choices("coffee;holding it;sitting;moving;night time;alcohol"),
    better=choices("drinking water;cranberry juice;heat;rest;a warm bath;a heating pad"),
    along=choices(
        "fever;chills;back pain;nausea;vomiting;blood in the urine;discharge;itching;urgency;leaking;"
        "weight loss;pelvic pain"
    ),
    found=(("[there is|you have|I find] {grade} tenderness over the [bladder|{side} kidney|{side} flank]", None),),
    clear=(
        ("your abdomen is soft", None),
        ("[there is|I find] no tenderness over the kidneys", None),
        ("[there is|I see] no swelling", None),
    ),
    results=(
        ("[the|your] urine test [is|was|came back] [positive|negative|positive for infection|normal]", None),
        ("[the|your] urine test [shows|showed] [blood|white cells|an infection]", None),
    ),
    diagnoses=choices(
        "a urinary tract infection;a bladder infection;a kidney stone;a kidney infection;"
        "an enlarged prostate;an overactive bladder;cystitis"
    ),
    others=choices("a kidney stone;a yeast infection;a kidney infection;diabetes;prostatitis"),
    drugs=(
        ("nitrofurantoin", "100"),
        ("trimethoprim", "100 200"),
        ("ciprofloxacin", "250 500"),
        ("tamsulosin", "0.4"),
        ("phenazopyridine", "100 200"),
        ("cephalexin", "500"),
        ("oxybutynin", "5"),
    ),
    tests=choices(
        "a urine culture;a urine test;an ultrasound of the kidneys;a CT scan of the abdomen;"
        "a kidney function test;a PSA test"
    ),
    procedures=choices("a catheter;a bladder scan"),
    referrals=choices("urology;a kidney specialist;gynecology"),
    advice=choices("coffee;alcohol;holding your urine;bubble baths;soda;spicy food"),
    danger=choices(
        "you get a fever;you get back pain;you cannot urinate;you see blood;you start vomiting;the pain gets worse"
    ),
)

HEART = Complaint(
    weight=2,
    opening=(
        (
            "I [have|have had|keep getting|have been having] [chest pain|pain in my chest|tightness in my chest]",
            "chest pain",
        ),
        ("my chest [hurts|has been hurting|feels tight]", "chest pain"),
        ("my heart [races|has been racing|is racing|keeps pounding]", "palpitations"),
        ("I [have|have had|keep getting] palpitations", "palpitations"),
        ("my [legs|ankles|feet] [are|have been] swollen", "leg swelling"),
        ("I [passed out|fainted]", "fainting"),
    ),
    causes=choices(
        "was [shoveling snow|climbing the stairs|running for the bus|mowing the lawn|sitting at my desk|"
        "watching TV] when it started;have been under a lot of stress;have been drinking a lot of coffee"
    ),
    feels=choices("tight feeling;sharp pain;pressure;burning pain;squeezing pain;fluttering feeling;dull ache"),
    sharper=(
        ("I take a deep breath", "taking a deep breath"),
        ("I walk uphill", "walking uphill"),
        ("I lie down", "lying down"),
    ),
    worse=choices("walking uphill;exercise;stress;coffee;climbing stairs;lying flat;cold weather;deep breaths;eating"),
    better=choices("rest;sitting down;deep breathing;antacids;lying down;nitroglycerin;sitting up"),
    along=choices(
        "shortness of breath;sweating;nausea;dizziness;palpitations;fainting;leg swelling;arm pain;"
        "jaw pain;cough;fever;heartburn;tiredness"
    ),
    found=(
        ("[there is|I hear] a [soft|loud|faint] murmur", None),
        ("your heart rate is [irregular|fast]", None),
        ("[there is|you have] {grade} swelling of [both ankles|the {side} ankle|both legs|the {side} leg]", None),
        ("[there is|you have] tenderness over the [ribs|breastbone|{side} ribs]", None),
    ),
    clear=(
        ("your heart [is|sounds] [regular|normal]", None),
        ("[there is|I hear] no murmur", None),
        ("your lungs [are|sound] clear", None),
        ("[there is|I see] no swelling in your legs", None),
        ("your pulses are [good|normal]", None),
    ),
    results=(
        ("[the|your] EKG [is|was|looks] normal", None),
        ("[the|your] EKG [shows|showed] [atrial fibrillation|extra beats|a fast rhythm]", None),
        ("[the|your] echo [shows|showed] a weak heart muscle", None),
        ("your troponin [is|was] [normal|negative]", None),
    ),
    diagnoses=choices(
        "angina;a panic attack;reflux;costochondritis;atrial fibrillation;heart failure;a muscle strain;"
        "pericarditis;extra heartbeats;anxiety"
    ),
    others=choices("a heart attack;a blood clot in the lung;reflux;anxiety;angina;anemia;a thyroid problem"),
    drugs=(
        ("metoprolol", "25 50"),
        ("aspirin", "81 325"),
        ("nitroglycerin", "0.4"),
        ("furosemide", "20 40"),
        ("apixaban", "5"),
        ("omeprazole", "20 40"),
        ("ibuprofen", "400 600"),
        ("atorvastatin", "40 80"),
    ),
    tests=choices(
        "an EKG;an echocardiogram;a stress test;a chest X-ray;a troponin level;a Holter monitor;"
        "a thyroid test;a blood count"
    ),
    procedures=choices("a cardioversion;a heart catheterization"),
    referrals=choices("cardiology;the emergency room;a heart specialist;cardiac rehab"),
    advice=choices("caffeine;heavy exercise;smoking;salty food;energy drinks;alcohol;shoveling snow"),
    danger=choices(
        "the pain comes back;you faint;you get short of breath;the pain spreads to your arm;"
        "your heart races again;your legs swell more"
    ),
)
