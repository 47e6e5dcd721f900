"""Complaints of head and mind, and visits without a complaint."""

from complaint import Complaint
from words import choices

HEAD = Complaint(
    weight=2,
    opening=(
        (
            (
                "I [have|have had|keep getting|have been getting] [headaches|bad headaches|these headaches|"
                "terrible headaches]"
            ),
            "headaches",
        ),
        ("I [have|have had] [a headache|a bad headache]", "headache"),
        ("my head [hurts|has been hurting]", "headache"),
        ("I [feel|have been feeling|have been|get] dizzy", "dizziness"),
        ("I [have|have had|get] [migraines|bad migraines]", "migraines"),
    ),
    causes=choices(
        "have been under a lot of stress;have not been sleeping well;hit my head on [a cupboard|a shelf|"
        "the car door];started a new job;changed my glasses;stopped drinking coffee"
    ),
    feels=choices("throbbing pain;dull ache;tight feeling;stabbing pain;pressure;spinning feeling;pounding pain"),
    sharper=(
        ("I bend over", "bending over"),
        ("I stand up", "standing up"),
        ("I turn my head", "turning the head"),
        ("I cough", "coughing"),
        ("I look at a screen", "looking at a screen"),
    ),
    worse=choices(
        "bright light;noise;stress;reading;looking at a screen;lack of sleep;standing up quickly;"
        "turning my head;red wine;exercise"
    ),
    better=choices("a dark room;sleep;lying down;coffee;water;a cold cloth;ibuprofen;rest;sitting still;fresh air"),
    along=choices(
        "nausea;vomiting;blurred vision;fever;neck stiffness;weakness;numbness;double vision;"
        "ringing in the ears;fainting;hearing loss;trouble speaking;sensitivity to light;confusion"
    ),
    found=(
        ("[there is|I find] [some|{grade}] tenderness [over the temples|over the scalp|at the back of the neck]", None),
        ("your neck muscles are [tight|tense]", None),
        ("your eyes flicker when you look to the {side}", "eyes flicker on looking to the {side}"),
    ),
    clear=(
        ("your pupils are [equal|normal]", None),
        ("your neck is [supple|not stiff]", None),
        ("your reflexes are normal", None),
        ("your balance is [normal|good]", None),
        ("your eyes move normally", "eyes move normally"),
        ("[your strength|strength] is the same on both sides", None),
        ("[there is|I see] no weakness", None),
        ("your ears [are|look] normal", None),
    ),
    results=(("[the|your] CT scan [is|was] normal", None), ("[the|your] MRI [is|was] normal", None)),
    diagnoses=choices(
        "a tension headache;migraine;vertigo;a concussion;a cluster headache;an inner ear problem;"
        "dehydration;a sinus headache;a rebound headache"
    ),
    others=choices("migraine;a sinus infection;a concussion;high blood pressure;low blood sugar;a stroke;an aneurysm"),
    drugs=(
        ("sumatriptan", "50 100"),
        ("ibuprofen", "400 600"),
        ("topiramate", "25 50"),
        ("meclizine", "12.5 25"),
        ("propranolol", "40 80"),
        ("amitriptyline", "10 25"),
        ("naproxen", "500"),
        ("acetaminophen", "500 1000"),
    ),
    tests=choices("an MRI of the brain;a CT scan of the head;an eye exam;a blood count;a thyroid test;a hearing test"),
    procedures=choices("a nerve block;an Epley maneuver"),
    referrals=choices("neurology;an eye doctor;an ear, nose and throat specialist;physical therapy;a headache clinic"),
    advice=choices("caffeine;red wine;skipping meals;bright lights;screens at night;driving;alcohol;loud music"),
    danger=choices(
        "you get a sudden bad headache;your vision changes;you faint;you get a stiff neck;"
        "you get weak on one side;you cannot speak"
    ),
)

MIND = Complaint(
    weight=2,
    opening=(
        ("I [have not been|haven't been|am not] sleeping well", "poor sleep"),
        ("I [cannot|can't] sleep", "poor sleep"),
        ("I [feel|have been feeling|have felt] sad", "feeling sad"),
        ("I [feel|have been feeling|have felt] down", "feeling down"),
        ("I [feel|have been feeling|have felt] depressed", "feeling depressed"),
        ("I [feel|have been feeling|have been] [anxious|very anxious|nervous]", "anxiety"),
        ("I [feel|have been feeling|have been|am] tired all the time", "tiredness"),
        ("I [keep getting|have|have been having] panic attacks", "panic attacks"),
        ("I [have no|do not have any] energy", "no energy"),
    ),
    causes=choices(
        "lost my [job|mother|father|dog];broke up with my [girlfriend|boyfriend];"
        "have been under a lot of stress at work;started working nights;had a baby;moved to a new city"
    ),
    feels=choices("heavy feeling;empty feeling;tight feeling;restless feeling"),
    sharper=(("I am alone", "being alone"), ("I lie down", "lying down"), ("I am at work", "being at work")),
    worse=choices("work;being alone;stress;coffee;the evenings;bad news;winter;crowds"),
    better=choices("exercise;talking to friends;walking;music;reading;being outside;yoga;time with my family"),
    along=choices(
        "trouble concentrating;weight loss;loss of appetite;palpitations;panic attacks;crying;weight gain;"
        "headache;thoughts of self-harm;nightmares;snoring;hair loss;night sweats"
    ),
    found=(("you [look|seem] [tired|tearful|anxious|sad]", None),),
    clear=(
        ("your thyroid [is|feels] normal", None),
        ("your heart [is|sounds] normal", None),
        ("[your speech|speech] is [clear|normal]", None),
    ),
    results=(
        ("your thyroid test [is|was|came back] [normal|a little low]", None),
        ("your score on the [depression|anxiety] form is {score}", None),
        ("your hemoglobin [is|was] {hemoglobin}", None),
        ("your vitamin D [is|was] [low|normal]", None),
    ),
    diagnoses=choices(
        "depression;anxiety;insomnia;a panic disorder;burnout;sleep apnea;an adjustment disorder;anemia;"
        "grief;an underactive thyroid"
    ),
    others=choices("a thyroid problem;anemia;sleep apnea;bipolar disorder;low iron;depression"),
    drugs=(
        ("sertraline", "25 50"),
        ("escitalopram", "5 10"),
        ("trazodone", "50 100"),
        ("melatonin", "3 5"),
        ("fluoxetine", "10 20"),
        ("hydroxyzine", "10 25"),
        ("bupropion", "150"),
        ("mirtazapine", "15"),
    ),
    tests=choices("a thyroid test;a blood count;a sleep study;a vitamin D level;iron levels;a B12 level"),
    referrals=choices("a therapist;psychiatry;a counselor;a sleep clinic;a psychologist;a support group"),
    advice=choices("caffeine;alcohol;screens before bed;long naps;working late;energy drinks;checking the news"),
    danger=choices(
        "you have thoughts of self-harm;you feel worse;you cannot sleep at all;"
        "the panic attacks come back;you feel hopeless"
    ),
)

CHECK_UP = Complaint(
    weight=2,
    opening=(
        ("I am here for [a check-up|my check-up]", "check-up"),
        ("I am here for my [yearly check-up|annual check-up]", "{asked}"),
        ("I [am here|came] for [my annual physical|a physical]", "{asked}"),
        ("I [am here|came] for my [blood pressure|diabetes|cholesterol|thyroid|asthma]", "{asked}"),
        ("I [am here|came] for a follow-up of my [blood pressure|diabetes|cholesterol|thyroid|asthma]", "{asked}"),
        ("I need a refill of my [medicine|pills|inhaler]", "refill of {asked}"),
        ("I [came|am here] for my [test|lab|blood] results", "{asked}"),
    ),
    along=choices(
        "chest pain;shortness of breath;dizziness;headache;blurred vision;leg swelling;weight loss;"
        "numbness;frequent urination;palpitations;tiredness;low blood sugars;cough"
    ),
    found=(
        ("[there is|I hear] a [soft|faint] murmur", None),
        ("your weight is [up|down] [a little|since last time]", None),
        ("[there is|you have] {grade} swelling of [both ankles|the {side} ankle]", None),
    ),
    clear=(
        ("your heart [is|sounds] [regular|normal]", None),
        ("your lungs [are|sound] clear", None),
        ("your feet [are|look] [good|normal]", None),
        ("your abdomen is soft", None),
        ("[there is|I see] no swelling in your legs", None),
        ("your thyroid [is|feels] normal", None),
    ),
    results=(
        ("your A1c [is|was|came back at] {a1c}", None),
        ("your [LDL|cholesterol|total cholesterol] [is|was|came back at] {lipid}", None),
        ("your kidney function [is|was] [normal|stable]", None),
        ("your potassium [is|was] {potassium}", None),
        ("your blood sugar [was|is] {sugar}", None),
        ("your hemoglobin [is|was] {hemoglobin}", None),
        ("your TSH [is|was] {tsh}", None),
    ),
    diagnoses=choices(
        "high blood pressure;type 2 diabetes;high cholesterol;prediabetes;an underactive thyroid;"
        "a healthy check-up;high blood pressure that is not well controlled"
    ),
    others=choices("white coat hypertension;a thyroid problem;sleep apnea;anemia"),
    drugs=(
        ("lisinopril", "10 20 40"),
        ("metformin", "500 1000"),
        ("atorvastatin", "20 40 80"),
        ("amlodipine", "5 10"),
        ("levothyroxine", "50_mcg 75_mcg 100_mcg"),
        ("losartan", "50 100"),
        ("glipizide", "5 10"),
        ("empagliflozin", "10 25"),
    ),
    tests=choices(
        "an A1c;a lipid panel;a kidney function test;a urine test for protein;an EKG;a mammogram;"
        "a colonoscopy;a bone density scan;a thyroid test;a fasting glucose"
    ),
    procedures=choices("a flu shot;a tetanus shot;a foot exam;a pneumonia vaccine;a pap smear"),
    referrals=choices("an eye doctor;a dietitian;diabetes education;podiatry;endocrinology;cardiology"),
    advice=choices("salt;sugary drinks;fast food;white bread;smoking;alcohol;late night snacks"),
    danger=choices(
        "you get chest pain;your sugar goes below 70;your blood pressure goes above 160;you feel dizzy;"
        "your feet get sores;you get short of breath"
    ),
)
