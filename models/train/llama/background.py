"""What else belongs to a history: illnesses, family, habits, medicines, allergies."""

import re

import medicines
import words
from words import choices, listed

HISTORY, FAMILY, SOCIAL = "past_medical_history", "family_history", "social_history"

SURGERIES = choices(
    "a knee replacement;a hip replacement;a hernia repair;a hysterectomy;a heart bypass;"
    "gallbladder surgery;back surgery;cataract surgery;a C-section;an appendectomy;a stent;"
    "a tonsillectomy"
)
RELATIVES = choices("father;mother;brother;sister;grandmother;grandfather;uncle;aunt;son;daughter")
FAMILY_ILLNESSES = choices(
    "a heart attack;a stroke;diabetes;breast cancer;colon cancer;high blood pressure;gout;migraines;"
    "asthma;arthritis;glaucoma;thyroid disease;kidney stones;depression;dementia;lung cancer"
)
FAMILY_ASKED = choices("heart disease;cancer;diabetes;high blood pressure;similar problems;arthritis;migraines")
JOBS = choices(
    "a teacher;a nurse;a truck driver;an accountant;a carpenter;a waiter;a farmer;an electrician;"
    "a cook;a police officer;a cleaner;a programmer;a plumber;a hairdresser;a bus driver;a mechanic;"
    "a lawyer;a cashier;a librarian;a painter"
)
PLACES = choices(
    "in an office;at a bank;in construction;in a warehouse;at a restaurant;from home;in a factory;"
    "at a school;at the airport;in a hospital"
)
DRINKS = choices(
    "a glass of wine with dinner;a beer on weekends;2 beers a week;a glass of wine on weekends;"
    "3 drinks a week;a couple of beers a night;a drink now and then;a bottle of wine a week"
)
HOMES = choices(
    "alone;with my wife;with my husband;with my parents;with my daughter;with my two kids;"
    "with a roommate;with my partner"
)


def illnesses(consult, visit):
    rng = consult.rng
    visit.acknowledge(0.15)
    asked = consult.doctor(
        "[Do you have any [medical|health] problems?|Do you have any other [medical conditions|conditions|"
        "health problems]?|Any [medical problems|other medical problems|medical conditions|"
        "past medical history]?|What about your medical history?|Are you being treated for anything else?|"
        "Anything in your medical history?]"
    )
    if "problems" in consult.sentences[asked[-1]][1] and consult.chance(0.4):
        told = consult.patient("[No.|No, nothing.|No, I'm healthy.|No, I am healthy.|None.|Nothing, really.|No, none.]")
        consult.note(HISTORY, "no other medical problems", asked, told)
        return
    chosen = rng.sample(medicines.CONDITIONS, rng.choice([1, 1, 1, 2, 2, 3]))
    visit.conditions = chosen
    since = ""
    if len(chosen) == 1 and consult.chance(0.2):
        since = consult.vary("[ since {0}| for {1} years]").format(rng.randint(1985, 2024), consult.number(2, 30))
    told = consult.patient(
        "[I have {0}|Yes, I have {0}|Just {0}|Only {0}|Yes, {0}|I have {0}|I've had {0}|Well, I have {0}].".replace(
            "{0}", listed(chosen) + since
        ).replace("].", "]")
        + "."
    )
    for name in chosen:
        consult.note(HISTORY, name + since, told)
    if consult.chance(0.5):
        say_taken(consult, visit)


def operations(consult, visit):
    asked = consult.doctor(
        "[Any surgeries?|Have you had any surgeries?|Have you had any operations?|"
        "Any operations in the past?|Have you ever had surgery?]"
    )
    if consult.chance(0.35):
        consult.note(
            HISTORY,
            "no surgeries" if "surger" in consult.sentences[asked[-1]][1] else "no operations",
            asked,
            consult.patient("[No.|No, never.|None.|No, none.|Never.]"),
        )
        return
    name = consult.rng.choice(SURGERIES)
    when = consult.vary("[in {0}|in {0}|{1} years ago|last year|as a child|when I was {2}]").format(
        consult.rng.randint(1975, 2024), consult.number(2, 30), consult.rng.randint(5, 60)
    )
    told = consult.patient(f"[I had|Yes, I had|Just|Yes,] {name} {when}.")
    consult.note(HISTORY, re.sub(r"^an? ", "", name) + " " + when.replace("when I was", "at age"), told)


def family(consult, visit):
    rng = consult.rng
    asked_for = rng.choice(FAMILY_ASKED)
    asked = consult.doctor(
        f"[Any {asked_for} in the family?|Any {asked_for} in your family?|"
        f"Does anyone in your family have {asked_for}?|Is there a family history of {asked_for}?|"
        f"Any family history of {asked_for}?]"
    )
    if consult.chance(0.35):
        told = consult.patient("[No.|Not that I know of.|No, nobody.|No, not that I know of.|I don't think so.]")
        consult.note(FAMILY, f"no family history of {asked_for}", asked, told)
        return
    for relative in rng.sample(RELATIVES, rng.choice([1, 1, 2])):
        illness = rng.choice(FAMILY_ILLNESSES)
        age = f" at {rng.randint(35, 90)}" if illness.startswith("a ") and consult.chance(0.5) else ""
        told = consult.patient(
            f"[My {relative} had {illness}{age}.|Yes, my {relative} had {illness}{age}.|My {relative} has {illness}.]"
            if not age
            else f"[|Yes, ]my {relative} had {illness}{age}."
        )
        consult.note(FAMILY, f"{relative}: {re.sub('^an? ', '', illness)}{age}", told)


def smoking(consult, visit):
    asked = consult.doctor("[Do you smoke?|Are you a smoker?|Any smoking?|Do you smoke at all?]")
    form = consult.rng.random()
    if form < 0.4:
        consult.note(
            SOCIAL,
            "does not smoke",
            asked,
            consult.patient("[No.|No, never.|No, I don't.|I don't smoke.|Never.|No, I do not.]"),
        )
    elif form < 0.7:
        much = consult.vary(
            "[a pack a day|half a pack a day|{0} cigarettes a day|a few cigarettes a day|2 packs a day|a pack a week]"
        ).format(consult.number(2, 30))
        consult.note(
            SOCIAL,
            f"smokes {much}",
            consult.patient(f"[Yes, {much}.|I smoke {much}.|Yes, I smoke {much}.|Yes, about {much}.]"),
        )
    else:
        when = consult.vary("[{0} years ago|in {1}|last year|a few months ago]").format(
            consult.number(2, 30), consult.rng.randint(1985, 2024)
        )
        consult.note(
            SOCIAL,
            f"quit smoking {when}",
            consult.patient(f"[I quit|I stopped|I quit smoking|I used to, but I quit] {when}."),
        )


def drinking(consult, visit):
    asked = consult.doctor(
        "[Do you drink alcohol?|Any alcohol?|How much do you drink?|Do you drink?|What about alcohol?]"
    )
    if consult.chance(0.4):
        consult.note(
            SOCIAL,
            "does not drink alcohol",
            asked,
            consult.patient("[No.|No, never.|I don't drink.|No, not at all.|Never.]"),
        )
        return
    much = consult.rng.choice(DRINKS)
    consult.note(
        SOCIAL,
        f"alcohol: {much}",
        asked,
        consult.patient(f"[Just {much}.|I have {much}.|Maybe {much}.|{much}.|Yes, {much}.|Only {much}.]"),
    )


def work(consult, visit):
    consult.doctor(
        "[What do you do for work?|What kind of work do you do?|Do you work?|What is your job?|"
        "What do you do for a living?]"
    )
    form = consult.rng.random()
    if form < 0.5:
        job = consult.rng.choice(JOBS)
        consult.note(SOCIAL, f"works as {job}", consult.patient(f"[I am|I'm|I work as] {job}."))
    elif form < 0.8:
        place = consult.rng.choice(PLACES)
        consult.note(SOCIAL, f"works {place}", consult.patient(f"I work {place}."))
    else:
        state = consult.rng.choice(["retired", "a student", "unemployed", "on disability"])
        consult.note(SOCIAL, state.removeprefix("a "), consult.patient(f"[I am|I'm] {state}[| now]."))


def home(consult, visit):
    consult.doctor("[Who do you live with?|Do you live alone?|Who is at home with you?|What is your living situation?]")
    place = consult.rng.choice(HOMES)
    consult.note(SOCIAL, f"lives {place.replace('my ', '')}", consult.patient(f"I live {place}."))


def taken(consult, visit):
    if visit.has_taken:
        return
    asked = consult.doctor(
        "[Do you take any [medications|medicines|pills]?|Are you on any [medications|medicine]?|"
        "What medications do you take?|What [medicines|medications] are you on?|"
        "Are you taking any medications?|Any medications?|Do you take anything regularly?]"
    )
    if consult.chance(0.2):
        told = consult.patient("[No.|No, nothing.|None.|No, I don't.|Nothing.|No, none.]")
        consult.note("medications", "no regular medications", asked, told)
        visit.has_taken = True
        return
    say_taken(consult, visit)


def say_taken(consult, visit):
    """One to three medicines in one sentence or several; each is a statement."""
    rng = consult.rng
    visit.has_taken = True
    pool = [
        drug
        for name in (visit.conditions or rng.sample(medicines.CONDITIONS, 3))
        for drug in medicines.FOR_CONDITION[name]
    ]
    told = []
    many = rng.choice([1, 1, 1, 2, 2, 3])
    for index in range(many):
        name, dose = medicines.drug(rng, pool)
        if name in visit.medicines:
            continue
        visit.medicines.append(name)
        if dose and rng.random() < 0.12:
            dose = None
        often = rng.choice(medicines.DAILY) if dose and rng.random() < 0.9 or rng.random() < 0.3 else None
        if often and dose and "daily" in often and rng.random() < 0.08:
            often += f" {rng.choice(medicines.MEALS)}"
        route = "by mouth" if dose and dose.endswith("mg") and rng.random() < 0.06 else None
        told.append((name, dose, route, often))
    if not told:
        return
    spoken = [" ".join(part for part in one if part) for one in told]
    lead = consult.vary("[I take|I am on|I'm on|I take|Yes, I take|I'm taking|I am taking]")
    purpose = consult.vary("[|||||||| for my blood pressure| for that| for it]")
    if len(told) == 1 or consult.chance(0.55):
        numbers = [consult.patient(f"{lead} {listed(spoken)}{purpose}.")] * len(told)
    else:
        numbers = [consult.patient(f"{lead} {spoken[0]}{purpose}.")]
        for one in spoken[1:]:
            numbers.append(consult.patient(f"[And|I also take|Also|And I take|Then] {one}."))
    for (name, dose, route, often), one, said in zip(told, spoken, numbers):
        detail = {"name": name, "dose": medicines.noted(dose), "route": route, "frequency": often, "duration": None}
        consult.note("medications", medicines.noted(one), said, detail=detail)


def allergies(consult, visit):
    rng = consult.rng
    asked = consult.doctor(
        "[Any allergies?|Are you allergic to any medicines?|Do you have any allergies?|"
        "Any drug allergies?|Are you allergic to anything?|Any allergies to medications?|"
        "Do you have any drug allergies?|What about allergies?]"
    )
    if consult.chance(0.4):
        told = consult.patient(
            "[No.|None.|Not that I know of.|No, no allergies.|No, none that I know of.|No, nothing.|I don't have any.]"
        )
        consult.note("allergies", "no known drug allergies", asked, told, detail={"substance": None, "reaction": None})
        return
    for index in range(rng.choice([1, 1, 1, 2])):
        name = words.drug_name(rng) if consult.chance(0.25) else rng.choice(medicines.ALLERGENS)
        if name in visit.medicines:
            continue
        visit.medicines.append(name)
        lead = consult.vary("[|Yes, |Yes, ]") if index == 0 else consult.vary("[And |Also, |And ]")
        verb = "give" if name.endswith("s") and name != "ibuprofens" and name in medicines.ALLERGENS else "gives"
        if consult.chance(0.65):
            reaction = rng.choice(medicines.REACTIONS)
            told = consult.patient(
                f"{lead}[{name} {verb} me {reaction}.|I get {reaction} from {name}.|{name}, I get {reaction}.|"
                f"I got {reaction} from {name}.|I am allergic to {name}, I get {reaction}.|"
                f"{name}, it {verb.rstrip('s')}s me {reaction}.]"
            )
            plain = re.sub(r"^(?:an?) ", "", reaction)
            consult.note("allergies", f"{name}: {plain}", told, detail={"substance": name, "reaction": plain})
        else:
            told = consult.patient(
                f"{lead}[I am allergic to {name}.|I'm allergic to {name}.|{name}.|just {name}.|only {name}.|to {name}.]"
            )
            consult.note("allergies", name, told, detail={"substance": name, "reaction": None})
