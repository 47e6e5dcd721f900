"""Complaints of joints, back, skin, eyes and ears."""

from complaint import Complaint
from words import choices

_HURTS = (
    ("my {part} [hurts|has been hurting|has been aching|is really sore|aches|has been bothering me]", "{part} pain"),
    ("I [have|have had|have been having|keep getting] [some pain|pain|a lot of pain] in my {part}", "{part} pain"),
    ("I have been having {part} pain", "{part} pain"),
    ("[there is|I have got] this pain in my {part}", "{part} pain"),
    ("my {part} [is|has been] swollen", "{part} swelling"),
    ("my {part} [is|has been|feels|gets] stiff", "{part} stiffness"),
)

JOINT = Complaint(
    weight=5,
    opening=_HURTS,
    parts=choices("knee;knee;knee;ankle;shoulder;elbow;wrist;hip;foot;hand;thumb;heel;calf"),
    sided=True,
    causes=choices(
        "[slipped|tripped|fell] on the [stairs|ice|kitchen floor|wet floor|curb|rug|bus steps|sidewalk|"
        "back steps|bathroom floor] [|at home|at work|outside|at the store|at school] and [fell on|"
        "landed on|twisted|hit|banged] my {bare};"
        "twisted it [getting out of the car|playing soccer|playing tennis|running|stepping off a curb|dancing|hiking];"
        "fell off [my bike|a ladder|a chair|a horse] and [landed on|hurt|hit] my {bare};"
        "bumped it [on the table|on a door|at work];"
        "was [lifting boxes|moving furniture|painting the ceiling|working in the garden|shoveling snow|"
        "playing basketball|carrying groceries] when it started;"
        "felt a pop [while running|while skiing|when I jumped|during a game]"
    ),
    feels=choices("dull ache;sharp pain;burning pain;throbbing pain;constant ache;stabbing pain;dull pain;deep ache"),
    sharper=(
        ("I twist my leg", "twisting the leg"),
        ("I bend it", "bending it"),
        ("I stand up", "standing up"),
        ("I lift my arm", "lifting the arm"),
        ("I put weight on it", "putting weight on it"),
        ("I turn my foot", "turning the foot"),
        ("I make a fist", "making a fist"),
        ("I reach up", "reaching up"),
        ("I walk downhill", "walking downhill"),
        ("I kneel down", "kneeling down"),
        ("I twist it", "twisting it"),
        ("I move my leg", "moving the leg"),
    ),
    worse=choices(
        "climbing stairs;walking;going down stairs;running;bending it;standing for a long time;kneeling;"
        "lifting things;cold weather;driving;typing;gripping things;going up stairs;sleeping on that side;"
        "exercise;standing"
    ),
    better=choices(
        "rest;ice;heat;elevation;stretching;a brace;a warm bath;massage;sitting down;an elastic bandage;"
        "ibuprofen;keeping it still"
    ),
    along=choices(
        "numbness;tingling;fever;locking;weakness;swelling;redness;stiffness;bruising;clicking;chills;"
        "catching;giving way"
    ),
    found=(
        ("[there is|I see|you have] {grade} swelling of the {part}", None),
        ("[there is|you have] {grade} tenderness over the {spot}", None),
        ("[there is|I feel] tenderness over the {spot}", None),
        ("the {part} [is|feels] {look}", None),
        ("[there is|I see] some bruising [around|over] the {part}", None),
        ("[there is|I feel] a little fluid in the {part}", None),
        ("you cannot bend the {part} all the way", "cannot bend the {part} all the way"),
        ("you cannot straighten the {part}", "cannot straighten the {part}"),
    ),
    clear=(
        ("[there is|I see] no {sign}", None),
        ("I [do not see|don't see|do not find|don't find] any {sign}", "no {sign}"),
        ("the ligaments [are|feel] stable", None),
        ("the pulses are [good|normal]", None),
        ("[your strength|strength] is normal", None),
        ("[sensation|the feeling] is [normal|intact]", None),
        ("[your|the] range of motion is [full|normal]", None),
        ("you can move it [fully|normally]", "moves fully"),
    ),
    pressed=choices(
        "on the inside;on the outside;at the back;in front;over the bone;just below the kneecap;on top;"
        "underneath;right there in the middle;on the side"
    ),
    results=(
        ("[the|your] X-ray [shows|showed] no fracture", None),
        ("[the|your] X-ray [shows|showed] {grade} arthritis", None),
        ("[the|your] MRI [shows|showed] a small tear", None),
    ),
    diagnoses=choices(
        "a sprain of the {part};tendonitis of the {part};bursitis of the {part};arthritis of the {part};"
        "a strain of the {part};a bruise of the {part};a sprained {bare};gout of the {part};"
        "a torn ligament;a pinched nerve;overuse of the {part}"
    ),
    others=choices(
        "a fracture;gout;arthritis;an infection;a torn ligament;a blood clot;a pinched nerve;a stress fracture"
    ),
    drugs=(
        ("ibuprofen", "200 400 600 800"),
        ("naproxen", "250 500"),
        ("acetaminophen", "500 650 1000"),
        ("diclofenac", "50 75"),
        ("meloxicam", "7.5 15"),
        ("celecoxib", "100 200"),
        ("prednisone", "10 20"),
    ),
    tests=choices(
        "an X-ray of the {part};an X-ray of the {bare};an MRI of the {part};an ultrasound of the {part};"
        "a blood test for gout;a uric acid level;a CT scan of the {part}"
    ),
    procedures=choices(
        "a steroid injection in the {part};a splint for the {part};an injection in the {part};a drainage of the {part}"
    ),
    referrals=choices(
        "physical therapy;orthopedics;a hand surgeon;sports medicine;rheumatology;an orthopedic surgeon;"
        "occupational therapy"
    ),
    advice=choices(
        "running;heavy lifting;climbing ladders;kneeling;jumping;contact sports;long walks;high heels;"
        "stairs;squatting;football"
    ),
    danger=choices(
        "the swelling gets worse;the pain gets worse;you get a fever;you cannot walk on it;"
        "your {bare} turns red;it goes numb;you cannot move it;the redness spreads"
    ),
)

BACK = Complaint(
    weight=2,
    opening=(
        ("my {part} [hurts|has been hurting|has been killing me|has been aching]", "{part} pain"),
        ("I [have|have had] {part} pain", "{part} pain"),
        ("I [have|have had|have got] [pain|a lot of pain] in my {part}", "{part} pain"),
        ("my {part} [is|has been] stiff", "{part} stiffness"),
        ("I threw out my {part}", "{part} pain"),
    ),
    parts=choices("back;lower back;neck;upper back;lower back"),
    causes=choices(
        "was [lifting boxes|moving furniture|shoveling snow|working in the garden|lifting my son|"
        "picking up a suitcase] when it started;"
        "slept in a bad position;had a car accident;sat in the car for [8|6|10|12] hours;"
        "bent down to [tie my shoes|pick up a bag] and felt it"
    ),
    feels=choices("dull ache;sharp pain;burning pain;shooting pain;stabbing pain;cramping pain;constant ache"),
    sharper=(
        ("I bend over", "bending over"),
        ("I cough", "coughing"),
        ("I turn my head", "turning the head"),
        ("I get out of bed", "getting out of bed"),
        ("I stand up", "standing up"),
        ("I sneeze", "sneezing"),
    ),
    worse=choices(
        "sitting;bending over;lifting;driving;standing;coughing;sitting for a long time;lying flat;"
        "turning my head;twisting"
    ),
    better=choices("rest;heat;lying down;walking around;a hot shower;stretching;a heating pad;massage;ibuprofen"),
    along=choices(
        "numbness;tingling;weakness;fever;leg pain;weight loss;trouble urinating;headache;night sweats;"
        "chills;loss of bladder control"
    ),
    found=(
        ("[there is|you have] {grade} tenderness over the {spot}", None),
        ("the muscles [are|feel] tight", None),
        ("[there is|I feel] some muscle spasm", None),
        ("raising your {side} leg [causes|gives you] pain", None),
    ),
    clear=(
        ("your reflexes are [normal|good|the same on both sides]", None),
        ("[your strength|strength] is normal in both legs", None),
        ("[there is|I find] no tenderness over the spine", None),
        ("[sensation|the feeling] is normal", None),
        ("[there is|I see] no {sign}", None),
    ),
    pressed=choices("on the left side;on the right side;in the middle;down low;between the shoulder blades"),
    results=(
        ("[the|your] X-ray [shows|showed] no fracture", None),
        ("[the|your] MRI [shows|showed] a bulging disc", None),
    ),
    diagnoses=choices(
        "a muscle strain;a herniated disc;sciatica;a pinched nerve;arthritis of the spine;a muscle spasm;"
        "mechanical back pain"
    ),
    others=choices("a herniated disc;a kidney stone;a compression fracture;an infection;sciatica;spinal stenosis"),
    drugs=(
        ("ibuprofen", "400 600 800"),
        ("naproxen", "250 500"),
        ("cyclobenzaprine", "5 10"),
        ("acetaminophen", "500 1000"),
        ("gabapentin", "100 300"),
        ("methocarbamol", "500 750"),
        ("prednisone", "20 40"),
    ),
    tests=choices(
        "an X-ray of the lower back;an MRI of the spine;an MRI of the lower back;an X-ray of the neck;a urine test"
    ),
    procedures=choices("a trigger point injection;an epidural injection"),
    referrals=choices("physical therapy;a spine surgeon;a pain clinic;neurosurgery;a chiropractor;acupuncture"),
    advice=choices("heavy lifting;bending;sitting for long;twisting;bed rest;driving long distances;running"),
    danger=choices(
        "your legs go numb;you cannot urinate;the pain gets worse;you get a fever;"
        "you lose control of your bladder;your leg gets weak"
    ),
)

SKIN = Complaint(
    weight=2,
    opening=(
        ("I [have|have had|have got] [a rash|an itchy rash|this rash] on my {part}", "rash on the {part}"),
        ("my {part} [is|has been] [itchy|itching]", "itchy {part}"),
        ("I [have|noticed|found] [a mole|a lump|a spot|a bump] on my {part}", "spot on the {part}"),
        ("I [cut|burned|scraped] my {part}", "injury of the {part}"),
    ),
    parts=choices("arm;leg;back;face;chest;neck;forearm;scalp;cheek;hand"),
    causes=choices(
        "used a new [soap|cream|detergent|shampoo];was working in the [garden|yard|kitchen|woods];"
        "got bitten by [a tick|a bug|a spider|my cat];was out in the sun [|all day];touched [a hot pan|"
        "some poison ivy|a broken glass]"
    ),
    feels=choices("itchy feeling;burning feeling;dull ache;stinging pain;throbbing pain"),
    sharper=(("I touch it", "touching it"), ("I scratch it", "scratching it"), ("I sweat", "sweating")),
    worse=choices("heat;sweating;scratching;hot showers;sunlight;soap;wool clothes;touching it"),
    better=choices("cool water;lotion;calamine;ice;aloe;an antihistamine;a bandage;hydrocortisone cream"),
    along=choices("fever;itching;pain;bleeding;discharge;joint pain;swelling;blisters;hair loss;chills;weight loss"),
    found=(
        (
            (
                "[there is|I see] [a red rash|a scaly rash|a raised rash|a dry patch|some redness|"
                "a small blister] on [the|your] {part}"
            ),
            None,
        ),
        ("the [wound|cut|spot|rash] is [{size} cm|about {size} cm] [wide|long|across]", None),
        ("the skin [is|feels] [warm|dry|scaly|red|swollen]", None),
        ("the edges are [irregular|uneven]", None),
    ),
    clear=(
        ("[there is|I see] no {sign}", None),
        ("the wound [is|looks] clean", None),
        ("the edges are [smooth|regular]", None),
        ("[there are|I feel] no swollen glands", None),
        ("the rest of your skin [is|looks] [clear|normal]", None),
    ),
    diagnoses=choices(
        "eczema;contact dermatitis;psoriasis;a skin infection;ringworm;shingles;poison ivy;"
        "a harmless mole;hives;a second degree burn;cellulitis;an allergic reaction"
    ),
    others=choices("psoriasis;a fungal infection;skin cancer;scabies;lyme disease;an allergic reaction"),
    drugs=(
        ("hydrocortisone", ""),
        ("cephalexin", "250 500"),
        ("valacyclovir", "1000"),
        ("cetirizine", "10"),
        ("triamcinolone", ""),
        ("clotrimazole", ""),
        ("doxycycline", "100"),
        ("prednisone", "20 40"),
        ("mupirocin", ""),
    ),
    tests=choices("a skin biopsy;a skin scraping;a lyme test;an allergy test;a wound culture"),
    procedures=choices("a biopsy of the spot;stitches for the cut;a tetanus shot;removal of the mole"),
    referrals=choices("dermatology;a skin specialist;an allergist;a wound clinic"),
    advice=choices("scratching;hot showers;scented soap;sun exposure;tight clothes;the new detergent;swimming"),
    danger=choices(
        "it spreads;you get a fever;it starts to bleed;you see pus;your face swells;it gets more painful;"
        "the spot changes color"
    ),
)

EYES_EARS = Complaint(
    weight=2,
    opening=(
        ("my {part} [hurts|has been hurting|is painful]", "{part} pain"),
        ("I [have|have had] [pain|pressure] in my {part}", "{part} pain"),
        ("my {part} [itches|is itchy|has been itching]", "itchy {part}"),
        ("my {part} [is|has been] red", "red {part}"),
    ),
    parts=choices("eye;ear;eye;ear"),
    sided=True,
    causes=choices(
        "went swimming [in a lake|in the pool];got [some dust|soap|sand] in it;had a cold last week;"
        "wore my contacts overnight;flew back from a trip;used a cotton swab;was at a loud concert"
    ),
    feels=choices("sharp pain;dull ache;burning feeling;gritty feeling;throbbing pain;full feeling"),
    sharper=(
        ("I blink", "blinking"),
        ("I chew", "chewing"),
        ("I pull on it", "pulling on it"),
        ("I swallow", "swallowing"),
    ),
    worse=choices("bright light;lying down;reading;chewing;cold air;wind;loud noise;water"),
    better=choices("warm compresses;eye drops;rest;closing my eyes;ear drops;acetaminophen;a cold cloth"),
    along=choices(
        "discharge;fever;blurred vision;itching;hearing loss;dizziness;headache;ringing in the ears;"
        "sensitivity to light;runny nose;sore throat;double vision"
    ),
    found=(
        ("[the|your] {part} is [red|swollen|irritated]", None),
        ("[there is|I see] [some|a little] [discharge|wax|fluid|pus] in the {part}", None),
        ("your {side} eardrum is [red|bulging]", None),
        ("[there is|I see] a small scratch on the cornea", None),
    ),
    clear=(
        ("your pupils are [equal|normal]", None),
        ("[your vision|vision] is normal", None),
        ("[there is|I see] no {sign}", None),
        ("the other side [is|looks] normal", None),
        ("[there is|I see] no discharge", None),
    ),
    diagnoses=choices(
        "pink eye;an ear infection;swimmer's ear;a stye;dry eyes;an ear wax blockage;a corneal scratch;"
        "allergic conjunctivitis;a ruptured eardrum"
    ),
    others=choices("glaucoma;an infection;allergies;a foreign body;shingles;a tooth problem"),
    drugs=(
        ("ofloxacin drops", "2_drops 4_drops 5_drops"),
        ("erythromycin ointment", ""),
        ("amoxicillin", "500 875"),
        ("ciprofloxacin drops", "3_drops 4_drops"),
        ("olopatadine drops", "1_drop"),
        ("ibuprofen", "400 600"),
    ),
    meals=False,
    tests=choices("a hearing test;an eye exam;an eye pressure test;a culture of the discharge"),
    procedures=choices("removal of the ear wax;rinsing of the {part}"),
    referrals=choices("an eye doctor;an ear, nose and throat specialist;ophthalmology;audiology"),
    advice=choices("contact lenses;swimming;rubbing your eyes;cotton swabs;loud noise;eye makeup;flying"),
    danger=choices(
        "your vision gets worse;the pain gets worse;you get a fever;your hearing gets worse;you see flashes of light"
    ),
)
