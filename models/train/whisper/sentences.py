"""What the voices say: sentences of a primary-care consult, made from templates and chance.

A sentence is a list of (spoken, written) words: ("four hundred", "400"), ("milligrams", "mg"). In the lists below
"spoken~written" marks a word that is written otherwise than it is said, "_" joins the words of one unit, {name} is a slot.
"""

import random
import re

import drugs

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def _list(block):
    return [entry.strip() for entry in re.split(r"[|\n]", block) if entry.strip()]


SLOTS = {
    "symptom": _list("""
        chest pain|shortness of breath|headaches|a headache|back pain|belly pain|abdominal pain|nausea|vomiting|diarrhea
        constipation|dizziness|fatigue|a fever|fevers|chills|a dry cough|a wet cough|a cough|a sore throat|joint pain|knee pain
        shoulder pain|neck pain|hip pain|blurry vision|palpitations|swelling in both legs|swelling|a rash|itching|night sweats
        weight loss|weight gain|loss of appetite|trouble sleeping|burning when I pee|numbness|tingling|weakness|heartburn
        ear pain|a runny nose|a stuffy nose|congestion|muscle cramps|wheezing|anxiety|a low mood|bleeding|blood in the urine
        blood in the stool|bloating|cramping|stiffness|chest tightness|ringing in the ears|hearing loss|sinus pressure
        swollen glands|redness|discharge|bruising|a limp|muscle aches|body aches|hot flashes|double vision|trouble breathing
        trouble swallowing|sneezing|itchy eyes|a cold|the flu|pain when swallowing|stomach cramps|leg cramps|memory loss"""),
    "part": _list("""
        knee|shoulder|ankle|wrist|elbow|hip|foot|hand|leg|arm|ear|eye|thumb|heel|calf|thigh|breast|big toe|index finger|side"""),
    "area": _list("""
        chest|abdomen|neck|back|lower back|upper back|throat|head|stomach|belly|face|forehead|jaw|skin|groin|scalp|tongue
        left {part}|right {part}|left {part}|right {part}|left {part}|right {part}|left lower leg|right lower quadrant
        right upper quadrant|left upper arm|lumbar spine|cervical spine"""),
    "side": _list("left|right|left|right|left|right|both sides|inside|outside|front|back|top"),
    "quality": _list("""
        sharp|dull|aching|burning|throbbing|stabbing|cramping|crushing|tight|constant|shooting|sore|heavy|numb|stiff|tender"""),
    "grade": _list("mild|moderate|severe|slight|minimal|significant|worsening|chronic|acute|sudden|bad|terrible|awful"),
    "onset": _list("""
        it started {ago}|it came on suddenly|it started slowly|it began {ago}|it started after {event}|since {event}
        it has been going on for {span}|for about {span}|for the past {span}|maybe {span}|since last {weekday}|since yesterday
        since this morning|it started {weekday} night|it woke me up|about {span} now|I first noticed it {ago}"""),
    "event": _list("""
        a fall|I fell down the stairs|I lifted a heavy box|a car accident|playing soccer|playing basketball|a long flight|dinner
        I twisted my {part}|I slipped on the ice|the surgery|a cold|work|a long walk|running|moving furniture|gardening|I ate|lunch
        I hit my {part}|a bike ride|a vaccine|I started the new medicine|I changed jobs|exercise|a trip|I slipped|the injury"""),
    "worse": _list("""
        walking|lying down|climbing stairs|eating|deep breathing|exercise|bending over|standing|coughing|cold weather|movement
        sitting|lifting|running|stress|spicy food|bright lights|turning my head|going up stairs|twisting|touch|kneeling|alcohol
        moving around|stairs|caffeine|loud noise|dust|using my phone|driving|swallowing|heavy lifting|going down stairs"""),
    "better": _list("""
        rest|sitting up|ice|heat|sleep|drinking water|stretching|Tylenol|ibuprofen|lying still|antacids|massage|fresh air|a hot shower
        leaning forward|a warm bath|the inhaler|lying down|not moving|a dark room|eating|elevation|physical therapy|a brace"""),
    "drug": _list("""
        metformin|lisinopril|amlodipine|atorvastatin|omeprazole|ibuprofen|acetaminophen|paracetamol|amoxicillin|aspirin|warfarin
        albuterol|prednisone|levothyroxine|insulin|gabapentin|sertraline|furosemide|metoprolol|losartan|simvastatin|penicillin
        pantoprazole|azithromycin|doxycycline|ciprofloxacin|tramadol|cetirizine|naproxen|meloxicam|hydrochlorothiazide|Tylenol
        fluoxetine|citalopram|ramipril|nitrofurantoin|cephalexin|fluticasone|montelukast|loratadine|famotidine|tamsulosin
        clopidogrel|allopurinol|colchicine|cyclobenzaprine|sumatriptan|propranolol|rosuvastatin|Lasix|Advil|Motrin|Benadryl
        codeine|morphine|folic acid|iron|vitamin D|vitamin B twelve~12|estrogen|salbutamol|diclofenac gel|lidocaine|Prozac|Lipitor"""),
    "amount": _list("""
        {dose} milligrams~mg|{dose} milligrams~mg|{dose} milligrams~mg|{dose} milligrams~mg|{dose} milligrams~mg|{low} tablets
        {dose} micrograms|{dose} units|{low} puffs|{low} capsules|{low} pills|one~1 tablet|one~1 pill|{low} drops|{dose} milliliters~mL"""),
    "often": _list("""
        once a day|twice a day|three~3 times a day|four~4 times a day|once daily|twice daily|daily|every day|every morning
        every six~6 hours|every eight~8 hours|every four~4 hours|every twelve~12 hours|at bedtime|at night|in the morning
        with food|with meals|as needed|once a week|weekly|every other day|before breakfast|after meals|by mouth daily|every evening"""),
    "reaction": _list("""
        a rash|hives|swelling of the face|swelling of the lips|trouble breathing|an upset stomach|itching|nausea|a bad cough
        anaphylaxis|diarrhea|vomiting|dizziness|a skin rash|wheezing|headaches"""),
    "allergen": _list(
        "penicillin|sulfa drugs|peanuts|shellfish|latex|aspirin|codeine|eggs|bee stings|pollen|cats|dust|{drug}|nuts|milk"
    ),
    "disease": _list("""
        high blood pressure|hypertension|type two~2 diabetes|diabetes|asthma|pneumonia|bronchitis|migraines|gastritis|acid reflux
        reflux|a urinary tract infection|anemia|heart failure|congestive heart failure|atrial fibrillation|coronary artery disease
        chronic kidney disease|arthritis|osteoarthritis|depression|anxiety|sinusitis|cellulitis|hypothyroidism|sciatica
        a viral infection|high cholesterol|hay fever|a muscle strain|gout|a sprain|a kidney stone|kidney stones|an ear infection
        strep throat|a sinus infection|eczema|psoriasis|a tension headache|vertigo|plantar fasciitis|carpal tunnel syndrome
        a rotator cuff tear|tendonitis|a meniscus tear|a stroke|a heart attack|C_O_P_D~COPD|sleep apnea|a blood clot|shingles|lupus
        irritable bowel syndrome|appendicitis|gallstones|a hernia|costochondritis|a concussion|Lyme disease|breast cancer|cancer
        skin cancer|colon cancer|osteoporosis|a stomach ulcer|a thyroid problem|an allergic reaction|a panic attack|influenza|COVID
        a sprain of the {area}|a strain of the {area}|an infection of the {area}|arthritis of the {area}|a fracture of the {area}
        a stress fracture|bursitis|a stomach bug|dehydration|hemorrhoids|low iron|a pulled muscle|tonsillitis|a concussion"""),
    "procedure": _list("""
        my appendix out|my gallbladder removed|a knee replacement|a hip replacement|a hernia repair|a bypass|a colonoscopy|a C section
        my tonsils out|knee surgery|back surgery|heart surgery|a hysterectomy|a biopsy|shoulder surgery|a stent placed|cataract surgery"""),
    "test": _list("""
        an x_ray~x-ray|a chest x_ray~x-ray|an x_ray~x-ray of the {area}|an E_K_G~EKG|a complete blood count|a metabolic panel|blood work
        liver function tests|a urine culture|an ultrasound|an ultrasound of the {area}|a CT scan|a CT scan of the {area}|an MRI
        an MRI of the {area}|a lipid panel|thyroid function tests|a urine test|an echocardiogram|a stool sample|a strep test
        a hemoglobin A_one_C~A1c|a colonoscopy|a mammogram|a stress test|a flu test|blood tests|a pregnancy test|some labs
        an endoscopy|a urinalysis|a sleep study|a vitamin D level|an iron level|a throat swab|kidney function tests|a COVID test"""),
    "service": _list("""
        physical therapy|cardiology|neurology|dermatology|orthopedics|gastroenterology|urology|a therapist|a dietitian|psychiatry
        a surgeon|an eye doctor|a specialist|rheumatology|podiatry|occupational therapy|a counselor|E_N_T~ENT|a sports medicine doctor"""),
    "relative": _list(
        "mother|father|brother|sister|grandmother|grandfather|aunt|uncle|wife|husband|daughter|son|mom|dad|partner|friend"
    ),
    "job": _list("""
        teacher|nurse|truck driver|builder|student|lawyer|farmer|waiter|cleaner|chef|plumber|manager|writer|police officer|carpenter
        mechanic|secretary|dentist|gardener|artist|electrician|cashier|software engineer|bus driver|office worker|retired teacher"""),
    "hobby": _list(
        "gardening|swimming|hiking|reading|cooking|golf|tennis|yoga|running|fishing|knitting|dancing|cycling|bowling|painting"
    ),
    "weekday": _list("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
    "month": _list("January|February|March|April|May|June|July|August|September|October|November|December"),
    "name": _list("""
        Hall|Smith|Jones|Brown|Taylor|Wilson|Davis|Clark|Lewis|Walker|Young|King|Green|Baker|Adams|Nelson|Carter|Parker|Evans|Cook
        Morgan|Cooper|Reed|Bailey|Murphy|Gray|James|Price|Foster|Khan|Patel|Garcia|Lopez|Martin|Anderson|Miller|Thompson"""),
    "first": _list("""
        Mary|John|Anna|David|Susan|Michael|Linda|Robert|Karen|Peter|Emma|Tom|Sarah|Daniel|Laura|Kevin|Alice|Paul|Julia|George|Helen
        Brian|Maria|Steven|Rachel|Andrew|Nancy|Edward|Diane|Christine"""),
    "finding": _list("""
        your lungs are clear|the lungs are clear bilaterally|the heart sounds normal with no murmurs|heart is regular with no murmur
        the abdomen is soft and non tender|there is no rebound or guarding|there is {mild} tenderness over the {area}
        bowel sounds are normal|the throat is red with no exudate|there is no swelling in the legs|the pupils are equal and reactive
        reflexes are normal|there is {mild} swelling of the {area}|range of motion is limited|range of motion is full
        I hear some crackles at the {side} base|I hear a little wheezing|the skin is warm and dry|you look well today
        there are no swollen lymph nodes|strength is five~5 out of five~5|gait is normal|the ear drums look normal
        the {side} ear drum is red and bulging|there is tenderness over the medial joint line|there is tenderness over the lateral joint line
        the ligaments are stable|there is no redness or warmth|there is no redness|there is a {size} bruise on the {area}
        there is {mild} pitting edema|sensation is intact|pulses are normal|the neck is supple|there is a {size} effusion
        I feel a {size} lump in the {area}|the calf is soft and non tender|the rash is red and raised|the tonsils are swollen
        the straight leg raise is positive|there is no bony tenderness|the murmur is still there|there is pain with flexion and extension
        there is pain with rotation|the mucous membranes are moist|capillary refill is normal|no signs of infection
        the wound is healing well|there is muscle spasm in the {area}|there is bruising over the {area}|grip strength is normal"""),
    "mild": _list("mild|moderate|some|no|slight|severe|diffuse|a little|significant|minimal"),
    "size": _list("small|large|tiny|big|medium sized"),
    "advice": _list("""
        drink plenty of water|get some rest|keep the {part} elevated|put ice on it|avoid heavy lifting|avoid alcohol|cut down on salt
        eat more vegetables|try to lose some weight|stop smoking|wear a brace|use a heating pad|take it easy|finish all the antibiotics
        wash your hands often|check your blood pressure at home|check your blood sugar|keep the wound clean and dry|stay home from work
        avoid spicy food|stretch every day|walk for twenty~20 minutes a day|use sunscreen|drink more fluids|avoid caffeine|use crutches
        avoid {worse}|do the exercises at home|wear comfortable shoes|keep a headache diary|get enough sleep|use warm salt water"""),
    "thing": _list("""
        the pain|the cough|the headache|the rash|the swelling|your breathing|the fever|it|your blood pressure|your sugar|the dizziness
        your {part}|the infection|your mood|the numbness|your weight|the itching|your sleep|the bleeding|your appetite|the stiffness"""),
    "unit": _list("day|week|month|year|day|week|month|year|hour|minute"),
}

# Each line a part of the visit; | separates templates.
TEMPLATES = _list("""
    good morning, I am Doctor {name}|good morning, how are you today?|good afternoon, what can I do for you?|hello {first}, come on in
    hi {first}, nice to see you again|hello, my name is Doctor {name}|my name is Doctor {name}, how can I help you?|please have a seat
    what brings you in today?|what brings you here?|what seems to be the problem?|how have you been since the last visit?
    how have you been feeling?|can you confirm your name and date of birth?|I am {first} {name}, born in {month} {year}|how can I help?
    it's nice to meet you, mister~Mr {name}|good to see you, missus~Mrs {name}|hey there, doctor|I'm doing well, thanks|not too good, doctor
    I'm okay, but {thing} is bothering me|I'm fine, thank you, and you?|sorry to keep you waiting|so tell me what happened|hi, doctor

    I've had {symptom} for {span}|I have {symptom} and {symptom}|I've been having {symptom} for the last {span}|I have been feeling tired
    my {area} hurts|my {area} has been hurting for {span}|my {area} is killing me|I hurt my {area} {ago}|it hurts in my {area}
    I have a {quality} pain in my {area}|there's a {quality} pain on the {side} of my {area}|I fell and hurt my {area}|I think I have {disease}
    I've got {symptom} and I feel {feel}|I feel {feel} all the time|I came in because of {symptom}|I'm here for my yearly physical
    I'm here to follow up on my {area}|I need a refill of my {drug}|I'm worried about {thing}|I slipped at home and fell on my {part}
    I've been {feel} for {span}|my {relative} told me to come in|I've been coughing a lot|I threw up {low} times last night
    I can't sleep because of {thing}|I have pain in my {area} when I walk|my {part} is swollen and {quality}|it's just swollen and sore
    I fell on the stairs {ago}|I twisted it on the stairs|I landed on my {part}|I fell at home {ago}|I was {doing} when it happened

    when did it start?|when did {thing} start?|how long have you had {symptom}?|how long has this been going on?|how did it happen?
    how did it start?|did it start suddenly?|what were you doing when it started?|{onset}|{onset}|{onset}|I'm not sure exactly when
    where does it hurt?|can you show me where it hurts?|does the pain go anywhere else?|it goes down my {part}|it stays in one place
    it spreads to my {area}|what does the pain feel like?|can you describe the pain?|it feels {quality}|it's a {quality} pain|it's {quality}
    it's more of a {quality} ache|it's a {quality} ache, about a {ten}|it comes and goes|it's there all the time|is it {quality} or {quality}?
    on a scale of one~1 to ten~10, how bad is it?|how bad is the pain from zero~0 to ten~10?|how bad is it from one~1 to ten~10?
    I would say a {ten}|about a {ten} out of ten~10|it's a {ten} at worst|maybe a {ten} or a {ten}|it's {grade}, a {ten} out of ten~10
    does anything make it worse?|does anything make it better?|what makes it better?|what makes it worse?|what makes it better or worse?
    {worse} makes it worse|{better} makes it better|it's worse with {worse}|it gets worse with {worse}|it gets better with {better}
    {better} helps a little|{better} and {better} help a little|{better} doesn't help much|it hurts more when I {do}|it hurts when I {do}
    is it worse at night?|it's worse in the morning|it's worse at night|nothing seems to help|have you tried anything for it?
    have you taken anything for the pain?|I tried {drug} but it didn't help|I took some {drug} and it helped a bit|I've been taking {drug}
    have you had this before?|has this happened before?|no, this is the first time|yes, I had it {ago}|is it getting better or worse?
    it's getting worse|it's about the same|it's a little better now|it feels {quality} when I {do}|it's been up and down|does it wake you up?

    any {symptom} or {symptom}?|any {symptom}, {symptom}, or {symptom}?|any {symptom}?|have you had any {symptom}?|do you have {symptom}?
    have you noticed any {symptom}?|do you have any {symptom} or {symptom}?|are you having {symptom}?|any locking or giving way?|any clicking?
    no, nothing like that|no, I don't think so|no {symptom} and no {symptom}|no, no {symptom}|yes, a little|yes, sometimes|yes, I have {symptom}
    no, not really|not that I know of|yeah, a bit of {symptom}|no, but I have {symptom}|I don't have any {symptom}|just some {symptom}
    I haven't had any {symptom}|I haven't noticed any {symptom}|yes, at night|maybe a little {symptom}|no, I'm okay|yes, that's right
    any changes in your vision?|any changes in your weight?|any problems with your bowels or bladder?|any recent travel?|any sick contacts?
    how is your appetite?|how is your sleep?|how is your mood?|are you eating and drinking okay?|my appetite is {ok}|I've lost some weight
    have you lost any weight?|did you hit your head?|did you hear a pop?|could you walk on it?|I heard a pop|I could walk on it|I can't bend it
    do you feel safe at home?|are you sleeping well?|could you be pregnant?|when was your last period?|how many pads do you use?

    do you have any medical problems?|do you have any other medical problems?|any past medical history?|any other health problems?
    I have {disease}|I have {disease} and {disease}|I was diagnosed with {disease} {ago}|I have a history of {disease}|I had {disease} as a child
    have you ever had surgery?|any surgeries in the past?|I had {procedure} {ago}|I had {procedure} in {year}|no surgeries|I've never had surgery
    have you been in the hospital?|I was in the hospital for {disease}|no, I'm pretty healthy|how is your {disease} doing?|is your {disease} under control?

    are you taking any medications?|what medications do you take?|are you still taking your {drug}?|do you take anything every day?
    I take {drug} {amount} {often}|I take {drug} {often}|I take {drug} {amount} {often} for {disease}|I'm on {drug} {amount} {often}|I use {drug} {often}
    just {drug} and {drug}|I stopped taking {drug} {ago}|I ran out of {drug} {ago}|I take {drug} for {disease}|I take a daily {drug}|I forgot my {drug}
    do you take any vitamins or supplements?|any over the counter medicines?|have you missed any doses?|sometimes I forget|I never miss a dose
    do you have any side effects?|the {drug} makes me {feel}|how much {drug} do you take?|what dose?|I take it {often}|only {drug} when I need it

    do you have any allergies?|any allergies?|any allergies to medications?|are you allergic to anything?|are you allergic to any medications?
    I'm allergic to {allergen}|yes, {allergen} gives me {reaction}|{allergen} gives me {reaction}|I get {reaction} from {allergen}|no known allergies
    no allergies|what happens when you take {allergen}?|I broke out in hives|it gave me {reaction}|I had {reaction} with {allergen}|no drug allergies

    does anyone in your family have {disease}?|any family history of {disease}?|any family history?|my {relative} had {disease}|my {relative} has {disease}
    my {relative} died of {disease} at {age}|both my parents have {disease}|no, not in my family|do you smoke?|do you drink alcohol?|do you use any drugs?
    I quit smoking {ago}|I smoke {low} packs a day|I smoke about {ten} cigarettes a day|I never smoked|I have a glass of wine with dinner|I don't drink
    I drink {low} beers on the weekend|how much do you drink?|what do you do for work?|I work as a {job}|I'm a {job}|I work in an office
    I live with my {relative}|who do you live with?|I live alone|I'm married with {low} kids|do you exercise?|I like {hobby}|I go {hobby} on {weekday}
    I'm under a lot of stress at work|do you have any pets?|I have {low} cats and a dog|how is your {relative} doing?|my {relative} is doing great
    how is work going?|did you have a good weekend?|it was a nice weekend|the weather is lovely today|the traffic was terrible|how are the kids?
    are you still {hobby}?|I've been busy with {hobby}|we went on vacation in {month}|that sounds fun|have you done any traveling lately?

    let me take a look|let me examine your {area}|I'm going to look at your {area}|let me look at the {part}|let me listen to your heart and lungs
    take a deep breath|take a deep breath in and out|open your mouth and say ah|does it hurt when I press here?|does this hurt?|tell me if this hurts
    can you bend your {part}?|can you lift your {part}?|push against my hand|squeeze my fingers|follow my finger|please lie down|you can sit up now
    ouch, that hurts|ouch, yes, right there|yes, on the {side}|yes, that's the spot|a little bit|it hurts right here|no, that's fine|can you stand up for me?
    {finding}|{finding}|{finding}|{finding}|{finding}|{finding}|{finding}|{finding}, and {finding}|{finding}, and {finding}|on exam, {finding}|okay, {finding}
    your blood pressure is {bp}|your blood pressure is {bp}|blood pressure today is {bp}|blood pressure is {bp}, heart rate is {hr}|your pulse is {hr}
    your heart rate is {hr}|heart rate is {hr} and temperature is {temp}|your blood pressure is {bp}, heart rate is {hr}, and temperature is {temp}
    temperature is {temp}|your temperature is {temp}|your temperature is {temp} degrees|your oxygen is {percent}|oxygen level is {percent} on room air
    respiratory rate is {rr}|your weight is {weight} pounds|you weigh {weight} kilograms~kg|your BMI is {bmi}|your vital signs are normal|your vitals look good
    I checked it at home and it was {bp}|it was {temp} last night|my sugar was {glucose} this morning|my sugars run about {glucose}|vitals are stable

    your {test_result} {shows}|your hemoglobin is {hb}|your hemoglobin A_one_C~A1c is {hb}|your A_one_C~A1c was {hb}|your creatinine is {cr}|your LDL is {glucose}
    your cholesterol is {glucose}|your potassium is {cr}|your blood sugar is {glucose}|I have your results|the results are back|the x_ray~x-ray shows no fracture
    the x_ray~x-ray was normal|your labs look good|everything looks normal|your ejection fraction is {percent}|the strep test is negative|the MRI shows {disease}
    the urine test shows an infection|{test} was normal|we got the results of your {test_result}|your kidney function is stable|your iron is low

    I think this is {disease}|I think this is {disease}|I think this is {disease}|I think you have {disease}|it looks like {disease}|this is most likely {disease}
    I think it's {disease}|this could be {disease}|I don't think this is {disease}|I'm not worried about {disease}|it sounds like {disease}
    for your {disease}, continue {drug}|your {disease} is well controlled|your {disease} is stable|your {disease} is not well controlled|it's probably {disease}
    no, I think this is {disease}|what do you think it is?|is it serious?|do you think it's broken?|do you think it's {disease}?|what's wrong with me?|is that normal?
    it's nothing serious|nothing is broken|that's good news|that's a relief|I was worried about {disease}|we should rule out {disease}|that makes sense

    start {drug} {amount} {often}|start {drug} {amount} {often} for {span}|I'll start you on {drug} {amount} {often}|I want you to take {drug} {amount} {often}
    take {drug} {amount} {often} for {span}|take {drug} {amount} {often} with food for {span}|continue {drug} {amount} {often}|let's increase {drug} to {amount}
    let's increase the {drug} to {amount} {often}|let's decrease {drug} to {amount}|stop {drug}|stop taking {drug} for now|I'll prescribe {drug} {amount} for {span}
    I'm going to give you {drug} {amount} {often}|we can switch from {drug} to {drug}|I'll refill your {drug}|you can take {drug} as needed|use {drug} {often}
    let's get {test}|we'll get {test} today|I'd like to order {test}|we'll get {test} and {test}|I'm going to order {test}|we need {test}|let's check {test}
    I'll refer you to {service}|I'd like you to see {service}|I'll send a referral to {service}|do I need any tests?|do I need {test}?|do I need antibiotics?
    {advice}|{advice}|{advice} and {advice}|please {advice}|you should {advice}|I want you to {advice}|make sure you {advice}|{advice} for {span}|try to {advice}
    avoid {worse} for {span}|avoid {worse} and {worse} for now|no {worse} for {span}|can I still {go}?|can I take it with {drug}?|yes, but avoid {worse}
    yes, you can {go}|you can go back to work in {span}|are there any side effects?|it can make you {feel}|it can cause {symptom}|how long will it take?
    it should get better in {span}|that usually takes {span}|the pharmacy is on {name} street|I'll send it to your pharmacy|here is your prescription
    come back in {span}|come back and see me in {span}|I'll see you in {span}|let's follow up in {span}|follow up in {span}|come back in {span} if it's not better
    or sooner if {thing} gets worse|come back in {span}, or sooner if {thing} gets worse|call me if you have {symptom}|go to the emergency room if {thing} gets worse
    come back sooner if you have {symptom}|if you get {symptom}, call us right away|call nine_one_one~911 if you have {symptom}|do you have any questions?
    any other questions?|anything else today?|is there anything else?|no, that's all|no, I think that's everything|does that sound okay?|that sounds good|sounds like a plan
    that sounds good, doctor|sounds good to me|okay, thank you|okay, that's good|I understand|I appreciate it|thank you so much|thank you, doctor|thanks for your help
    you're welcome|take care|have a good day|have a nice day|see you next time|see you in {span}|goodbye, doctor|feel better soon|bye now|all right, take care
    okay|yes|no|sure|of course|all right|great|I see|got it|right|absolutely|exactly|perfect|good|okay, great|yes, please|no, thank you|I'm sorry to hear that
    that must be hard|don't worry|we'll figure it out|let me explain|does that make sense?|I have a few questions|tell me more about it|go ahead|one moment, please
""")

SLOTS |= {
    "feel": _list("""
        tired|dizzy|weak|sick|nauseous|anxious|depressed|terrible|awful|sleepy|hot|cold|worried|stressed|lightheaded|much better|sad
        short of breath|bloated|itchy|exhausted|restless|confused|shaky|fine"""),
    "doing": _list(
        "walking|running|sleeping|eating|working|driving|playing soccer|lifting a box|cooking|cleaning|watching TV|exercising"
    ),
    "do": _list("""
        walk|run|bend over|twist|twist my {part}|breathe|cough|swallow|eat|lie down|stand up|climb stairs|move|sit down|turn my head|kneel
        lift my arm|take a deep breath|press on it|touch it|raise my {part}|squat|sneeze|chew|go up stairs|bend my {part}|stretch"""),
    "go": _list(
        "go to work|exercise|drive|go running|play tennis|travel|swim|walk|go to school|fly|take a bath|eat normally|run|drink coffee"
    ),
    "ok": _list("good|okay|fine|poor|normal|great|not great|the same|low|better|terrible"),
    "shows": _list(
        "was normal|looks good|is a little high|is low|shows {disease}|came back negative|came back positive|is pending|is elevated"
    ),
    "test_result": _list(
        "chest x_ray~x-ray|E_K_G~EKG|blood count|MRI|CT scan|ultrasound|urine culture|blood work|echocardiogram|mammogram|biopsy|stress test"
    ),
}

# Words of consults that the templates lack. They occur in the word salad and as substitutes only.
EXTRA = """
a about above across actually addition affect after afternoon again agree ahead alcohol almost alone along already
also although always am ambulance amount an and another answer anterior anybody anymore anyone anyway apart appears
appointment are aren't around artery as aside ask asleep assess assistant associated at attention aware away baby
bacteria bacterial balance based bathroom be beating beautiful because become bed been before behind believe below
best between bilateral bite blanket blister blockage bone book both bottom bowel brain bright bring but by call came
camera can can't car card careful carry case catch catheter center certain certainly chance change chart chemotherapy
choice cholesterol circulation class clear clinic close clothes college color common complete computer concern
condition consider consult consultation contact control coronary correct could couldn't count couple course cramp
crazy cream damage dark date deal decide deficiency definitely degree desk develop diagnosis dialysis diastolic did
diet difference different difficult discomfort discuss disease distal do doctors document does doesn't done door
dosage dropped during early easy either else email end endocrine energy enjoy enough esophagus especially estrogen
even evening ever evidence examination example excellent except excited exertion expect experience exposure extra eyes
fact fair fall familiar far fast favorite feeling feet female fever few field fight figure finally find finger firm
fit flare fluid follow food for forget form forward found frequent from front fruit full funny future gain game gave
getting girl given glad glasses glucose gone grade gradually ground guess habit had hadn't hair half happen happy hard
has hasn't hate have he he'll he's head heal healthy hear heart heavy height held help helpful hemoglobin hepatitis
her here's him his history hold honest hope hopefully hormone hour house how's however I'd idea if imagine imaging
immediately impact implant important improve improving in incision include increase inflammation information inhaler
injection injured instead insurance interested into intravenous is isn't issue it it'll itself joint juice keep kept
key kick kidney kidneys kind knees knew lab lack last late lately later lead least leave left lesion lesions less let
level lie life ligament light likely line lips list listen little live liver location look loose lose lost love low
lower lucky lungs lymph mainly major male malignant manage many may maybe me meal mean measure medical meniscus
menopause mention message metabolic middle might mind minute miss mobility moment monitor mood morning most mostly
mouth move much muscle must my near need needle negative nerve nervous neuropathy never nice night nobody normally
notes nothing notice number obvious obviously occasionally of off office often older on once only onset onto open
optic option or order ordinary otherwise our out outcome over overall own oxygen painful palpation paper particular
party passed patch patient pelvis people perhaps person phone physician pink place play pneumonia point polyp positive
possible possibly post posterior potassium potato pregnant prescribe present pressure pretty prevent previous primary
private probably procedure process prognosis proper properly prostate protein provide proximal pull pulmonary push
question quick quickly quite radiation raise rarely rate rather reach reaction ready real really reason receive
recently recheck recommend record rectal red reduce refer reflex regimen regularly related remember remind remove
renal repeat report require respiratory rest restaurant result return review rheumatoid ride ring risk road room round
routine rule safe said salt same saw say schedule school sclerosis screen screening season second sedation see seizure
seizures send sense sensitive several share she she'll she's sheet shock shoes shop short shot should shouldn't show
sick sign simple since sinus situation skin slow slowly smell snow so social sodium soft solution somebody someone
something sometimes somewhere soon sound space speak specific spend spoke sprained spring stage stairs stay step
steroid steroids stick stiffness still stone store story straight strength strong struggle study stuff subtle such
sudden suddenly suffer sugar suggest summer support suppose sweet swell symptomatic syndrome system systolic talk tear
tell tend tendon terms than thank that that'll the their them then therapeutic there these they they'll they're
they've thing think third this those though thought thousand through thyroid time tissue to today together toilet told
tolerance tomorrow too took topical total touch tough town toxic track transplant trauma treat treatment trigger
trouble try tumor turn twice type typical ulcer ulcers unable under unfortunately unless until unusual up upper urgent
urinate urine us usual usually valve vascular ventricular very viral virus visit visual vitamin vomit wait wake walk
want warm was wasn't watch water we we're we've weather weekend went were weren't what what's when whenever where
where's whether which while white who who's whole why wide wife will wish with within without woke won't wonder
wonderful work worse worst worth would wouldn't wound write wrong yard year yesterday yet you you'd you'll you've
young your yourself
""".split()  # fmt: skip


# Sound like a commoner word: only a sentence's sense tells them apart, so salad leaves them out.
HOMOPHONES = set(
    "B bee C Doctor ate eight bye hay hey he'll heal heel hear hi hour knew know passed past threw wait weigh weak wear "
    "weather you're their write to too two four for May Young Brown King Cook Green Price Reed Walker Gray".split()
)


def in_words(number):
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (" " + ONES[number % 10] if number % 10 else "")
    high, unit, rest = (
        (number // 100, " hundred", number % 100) if number < 1000 else (number // 1000, " thousand", number % 1000)
    )
    return in_words(high) + unit + (" " + in_words(rest) if rest else "")


def in_pairs(number):
    """118 -> one eighteen, 104 -> one oh four, 2015 -> twenty fifteen: how vitals and years are read out."""
    head, rest = divmod(number, 100)
    if not head or not rest or (number >= 1000 and rest < 10):
        return in_words(number)
    return in_words(head) + (" oh " if rest < 10 else " ") + in_words(rest)


def _unit(spoken, written):
    return f"{spoken}~{written}".replace(" ", "_")


def _number(number, style=in_words):
    return _unit(style(number), number)


def _decimal(rng, low, high):
    whole, tenth = rng.randint(low, high), rng.randint(0, 9)
    if rng.random() < 0.15:
        return _number(whole)
    return _unit(f"{in_words(whole)} point {in_words(tenth)}", f"{whole}.{tenth}")


DOSES = [1, 2, 4, 5, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 80, 81, 88, 100, 112, 120, 125, 150, 200, 250, 300]
DOSES += [325, 400, 500, 600, 650, 750, 800, 850, 875, 1000, 1200, 2000]
COUNTS = [1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 24, 25, 30, 40, 45, 48, 60, 90]


def _span(rng):
    unit, count = rng.choice(SLOTS["unit"]), rng.choice(COUNTS)
    if rng.random() < 0.12:
        return rng.choice(
            [f"a few {unit}s", f"a couple of {unit}s", f"several {unit}s", f"a {unit}" if unit != "hour" else "an hour"]
        )
    return f"{_number(count)} {unit}{'s' if count > 1 else ''}"


def _vital_style(rng):
    return in_pairs if rng.random() < 0.7 else in_words


NUMBER_SLOTS = {
    "span": _span,
    "ago": lambda rng: _span(rng) + " ago",
    "dose": lambda rng: _number(rng.choice(DOSES)),
    "low": lambda rng: _number(rng.randint(2, 5)),
    "ten": lambda rng: _number(rng.randint(1, 10)),
    "age": lambda rng: _number(rng.randint(18, 99)),
    "year": lambda rng: _number(rng.randint(1940, 2026), in_pairs),
    "bp": lambda rng: _unit(
        f"{_vital_style(rng)(top := rng.randint(85, 210))} over {in_words(bottom := rng.randint(45, 120))}",
        f"{top}/{bottom}",
    ),
    "hr": lambda rng: _number(rng.randint(40, 160), _vital_style(rng)),
    "temp": lambda rng: _decimal(rng, 96, 104) if rng.random() < 0.65 else _decimal(rng, 35, 40),
    "percent": lambda rng: _unit(f"{in_words(n := rng.randint(20, 100))} percent", f"{n}%"),
    "rr": lambda rng: _number(rng.randint(8, 40)),
    "weight": lambda rng: _number(rng.randint(40, 320), _vital_style(rng)),
    "bmi": lambda rng: _decimal(rng, 17, 45),
    "glucose": lambda rng: _number(rng.randint(60, 400), _vital_style(rng)),
    "hb": lambda rng: _decimal(rng, 4, 18),
    "cr": lambda rng: _decimal(rng, 0, 9),
}
_SLOT = re.compile(r"\{(\w+)\}")


def _fill(rng, template, slots=SLOTS):
    while found := _SLOT.search(template):
        name = found[1]
        value = NUMBER_SLOTS[name](rng) if name in NUMBER_SLOTS else rng.choice(slots[name])
        template = template[: found.start()] + value + template[found.end() :]
    return template


def _vocabulary():
    words = set(EXTRA)
    for template in TEMPLATES + [entry for entries in SLOTS.values() for entry in entries]:
        words.update(word.strip(",?") for word in _SLOT.sub("", template).split())
    for unit in SLOTS["unit"]:
        words.update((unit, unit + "s"))
    return sorted(
        word for word in words if word and word not in HOMOPHONES and word.partition("~")[0].split("_")[0] not in ONES
    )


VOCABULARY = _vocabulary()


def _natural(rng, templates=TEMPLATES, slots=SLOTS):
    text = _fill(rng, rng.choice(templates), slots)
    return text if text.endswith("?") else text + "."


ANY_DRUG = SLOTS | {"drug": drugs.NAMES}
DRUG_TEMPLATES = [template for template in TEMPLATES if re.search(r"\{(drug|allergen)\}", template)]


def _drug_names(rng):
    """A sentence about drugs, of which there are many more names than in the other sentences; sometimes names alone."""
    if rng.random() < 0.25:
        return ", ".join(rng.sample(drugs.NAMES, rng.randint(1, 3))) + "."
    return _natural(rng, DRUG_TEMPLATES, ANY_DRUG)


def _salad(rng):
    words = []
    for _ in range(rng.randint(3, 9)):
        chance = rng.random()
        if chance < 0.10 and not (words and "~" in words[-1]):
            words.append(NUMBER_SLOTS[rng.choice(list(NUMBER_SLOTS))](rng))
        elif chance < 0.24:
            name = rng.choice(["symptom", "drug", "disease", "area", "often", "amount", "quality", "finding", "drug"])
            words.append(_fill(rng, rng.choice(SLOTS[name])))
        else:
            words.append(rng.choice(VOCABULARY))
        if rng.random() < 0.05:
            words[-1] += ","
    return " ".join(words).rstrip(",") + "."


def _disturbed(rng):
    """A template sentence with a third of its plain words replaced, or the halves of two sentences."""
    words = _natural(rng).split()
    if rng.random() < 0.35 and len(words) > 3:
        other = _natural(rng).split()
        return " ".join([word.rstrip(".?") for word in words[: rng.randint(2, len(words))]] + other[len(other) // 2 :])
    for i, word in enumerate(words):
        if rng.random() < 0.3 and "~" not in word:
            mark = word[-1] if word[-1] in ",.?" else ""
            words[i] = rng.choice(VOCABULARY) + mark
    return " ".join(words)


def _starters():
    """Words that template sentences begin with."""

    def first_words(template):
        word = template.split()[0]
        slot = _SLOT.fullmatch(word)
        if slot and slot[1] in SLOTS:
            return {first for entry in SLOTS[slot[1]] for first in first_words(entry)}
        return {word.strip(",?")}

    return {word for template in TEMPLATES for word in first_words(template)}


STARTERS = _starters()
PROPER = {name.lower(): name for name in SLOTS["weekday"] + SLOTS["month"] if name not in ("March", "May")}


def _talked(rng, talk):
    """A sentence of conversation.Talk in this file's notation."""
    words = talk.sentence(rng)
    line = []
    for position, word in enumerate(words):
        if word in (",", ".", "?"):
            line[-1] += word
        elif word == "{number}":
            number = rng.randint(2, 12) if rng.random() < 0.6 else rng.randint(13, 400)
            line.append(_number(number, _vital_style(rng)))
        elif word == "{years}":
            number = rng.randint(18, 95)
            line.append(_unit(f"{in_words(number)} year old", f"{number}-year-old"))
        elif position == 0 and word in talk.starters:
            line.append(word.capitalize())
        else:
            line.append("I" + word[1:] if word == "i" or word.startswith("i'") else PROPER.get(word, word))
    return " ".join(line)


def _pieces(sentence):
    """Only words that do begin sentences get a capital: others would cost each a token of its own."""
    pieces = []
    for position, token in enumerate(sentence.split()):
        word, marks = re.fullmatch(r"(.*?)([,.?]*)", token).groups()
        spoken, _, written = word.partition("~")
        spoken, written = spoken.replace("_", " "), written or spoken
        if position == 0 and word in STARTERS:
            written = written[:1].upper() + written[1:]
        pieces.append((spoken + marks, written + marks))
    return pieces


def sentence(rng, mix, talk=None):
    """One sentence of a kind drawn by mix, {"consult", "talk", "drugs", "disturbed", "salad"} -> weight."""
    kind = rng.choices(list(mix), list(mix.values()))[0]
    made = {
        "consult": lambda: _natural(rng),
        "talk": lambda: _talked(rng, talk),
        "drugs": lambda: _drug_names(rng),
        "disturbed": lambda: _disturbed(rng),
        "salad": lambda: _salad(rng),
    }[kind]()
    return _pieces(made)


def written(pieces):
    return " ".join(text for _, text in pieces)


def spoken(pieces):
    return " ".join(text for text, _ in pieces)


if __name__ == "__main__":
    generator = random.Random(0)
    print(len(TEMPLATES), "templates,", len(VOCABULARY), "words")
    for _ in range(30):
        made = sentence(generator, {"consult": 5, "drugs": 2, "disturbed": 2, "salad": 1})
        print(f"{spoken(made)}  =>  {written(made)}")
