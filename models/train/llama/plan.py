"""What the clinician thinks and decides: assessment and plan."""

import re

import medicines
from words import choices, listed, third_person

DO = choices(
    "drink plenty of [water|fluids];get [plenty of|some|enough] rest;ice it for [10|15|20] minutes [3|"
    "4] times a day;keep the {bare} elevated;keep it clean and dry;use a heating pad;"
    "do gentle stretching every day;walk for [20|30] minutes a day;"
    "eat more [vegetables|fiber|fruit];lose some weight;wear a brace;wear comfortable shoes;"
    "use crutches for a few days;check your blood pressure [at home|every day|every morning];"
    "check your sugar every morning;go to bed at the same time every night;"
    "gargle with salt water;take a warm bath;use a humidifier at night;keep a headache diary;"
    "keep a food diary;eat small meals;cut down on [coffee|alcohol|salt];try [yoga|meditation];"
    "use sunscreen;finish all the pills;sleep with your head raised"
)
STATE = (
    "[well controlled|under good control|stable|doing well|improving|not well controlled|"
    "under control|getting worse|unchanged]"
)
WHY = (" for an evaluation", " for further treatment", " for a second opinion", " for exercises", " for testing")


def assess(consult, visit):
    rng = consult.rng
    diagnosis = visit.fill(rng.choice(visit.kind.diagnoses))
    plain = re.sub(r"^an? ", "", diagnosis)
    prefix = ""
    if consult.chance(0.12):
        consult.patient(
            "[Do you think it's serious?|Is it broken?|What do you think it is?|So what is it?|"
            "What is wrong with me?|Is it bad?]"
        )
        prefix = consult.vary("[No, |Well, |No, |]")
    form = rng.random()
    if form < 0.45:
        said = consult.doctor(
            f"{prefix}[I think [this is|it is|it's|you have]|I believe this is|this is most likely|"
            f"this is probably|this looks like|it looks like|you probably have|it is most likely|"
            f"I suspect] {diagnosis}."
        )
        consult.note("primary_diagnosis", f"likely {plain}", said)
    elif form < 0.75:
        said = consult.doctor(f"{prefix}[this is|you have|it is|you have got|what you have is|that is] {diagnosis}.")
        consult.note("primary_diagnosis", plain, said)
    else:
        said = consult.doctor(
            f"{prefix}[this could be|this might be|it could be|it may be|this may be|maybe this is|"
            f"perhaps it is] {diagnosis}."
        )
        consult.note("primary_diagnosis", f"possible {plain}", said)
    others = [other for other in visit.kind.others if plain not in other and re.sub("^an? ", "", other) not in plain]
    if others and consult.chance(0.3):
        chosen = rng.sample(others, rng.choice([1, 1, 2]) if len(others) > 1 else 1)
        bare = [re.sub(r"^an? ", "", other) for other in chosen]
        if consult.chance(0.55) or len(chosen) > 1:
            said = consult.doctor(
                f"[It could also be|It might also be|Another possibility is|We should also think of|"
                f"I also want to rule out|I am also thinking about] {listed(chosen, 'or')}."
            )
            for other in bare:
                consult.note("differential_diagnoses", f"possible {other}", said)
        else:
            said = consult.doctor(f"[I don't think|I do not think] [it is|this is|it's] {chosen[0]}.")
            consult.note("differential_diagnoses", f"no {bare[0]} suspected", said)
    for problem in rng.sample(visit.conditions, min(len(visit.conditions), rng.choice([0, 0, 1]))):
        state = consult.vary(STATE)
        said = consult.doctor(f"[Your {problem} is|And your {problem} is|The {problem} is] {state}.")
        consult.note("problems", f"{problem}, {state}", said)


def decide(consult, visit):
    rng = consult.rng
    steps = [prescribe, prescribe, change, test, procedure, refer, avoid, do]
    chosen = [step for step, share in zip(steps, (0.65, 0.12, 0.2, 0.4, 0.12, 0.25, 0.3, 0.3)) if rng.random() < share]
    if consult.chance(0.25):
        rng.shuffle(chosen)
    for step in chosen:
        step(consult, visit)
        if consult.chance(0.12):
            consult.patient(
                "[Okay.|All right.|Will it help?|Fine.|Sounds good.|Do I have to?|Okay, I will.|How long will it take?]"
            )
        visit.pause(0.04)
    if consult.chance(0.12):
        work_again(consult, visit)
    if consult.chance(0.75):
        come_back(consult, visit)


def directions(consult, visit):
    """(how often, how long) a medicine is to be taken, as said; either may be None."""
    rng = consult.rng
    often = rng.choice(medicines.OFTEN) if rng.random() < 0.9 else None
    if often and visit.kind.meals and rng.random() < 0.25:
        often += f" {rng.choice(medicines.MEALS)}"
    length = None
    if rng.random() < 0.5:
        length = (
            rng.choice(["a week", "a month", "a few days"])
            if rng.random() < 0.15
            else f"{consult.number(2, 14)} {rng.choice(['days', 'days', 'days', 'weeks', 'months'])}"
        )
    return often, length


def prescribe(consult, visit):
    rng = consult.rng
    name, dose = medicines.drug(rng, visit.kind.drugs)
    if name in visit.medicines:
        return
    visit.medicines.append(name)
    often, length = directions(consult, visit)
    route = "by mouth" if dose and dose.endswith("mg") and rng.random() < 0.08 else None
    parts = [name, dose, route, often, f"for {length}" if length else None]
    order = " ".join(part for part in parts if part)
    said = consult.doctor(
        f"[Start|Take|I will give you|I'll give you|I am prescribing|I'm going to prescribe|"
        f"I'm prescribing|We'll start|We will start|Let's start|Let's try|I would like you to take|"
        f"You can take|I want you to start|I'll start you on|Start taking|Please take|Try] {order}."
    )
    consult.note(
        "plan_medications",
        f"start {medicines.noted(order)}",
        said,
        detail={"name": name, "dose": medicines.noted(dose), "route": route, "frequency": often, "duration": length},
    )


def change(consult, visit):
    rng = consult.rng
    known = [one[3] for one in consult.notes if one[0] == "medications" and one[3]]
    if known and consult.chance(0.85):
        name = rng.choice(known)["name"]
    else:
        name, _ = medicines.drug(rng, [drug for pairs in medicines.FOR_CONDITION.values() for drug in pairs])
        if name in visit.medicines:
            return
        visit.medicines.append(name)
    detail = {"name": name, "dose": None, "route": None, "frequency": None, "duration": None}
    form = rng.random()
    if form < 0.4:
        said = consult.doctor(
            f"[Keep taking|Continue|Continue taking|Stay on|Keep taking|Please continue] [|the|your] {name}."
        )
        consult.note("plan_medications", f"continue {name}", said, detail=detail)
    elif form < 0.65:
        said = consult.doctor(f"[Stop|Please stop|Stop taking|You should stop|I want you to stop] [|the|your] {name}.")
        consult.note("plan_medications", f"stop {name}", said, detail=detail)
    else:
        verb = rng.choice(["increase", "increase", "reduce", "lower"])
        often = rng.choice(medicines.DAILY) if rng.random() < 0.4 else None
        dose = medicines.any_amount(rng)
        order = f"to {dose}" + (f" {often}" if often else "")
        said = consult.doctor(
            f"[{verb}|We will {verb}|Let's {verb}|I will {verb}|We'll {verb}] [the|your] {name} {order}."
        )
        consult.note(
            "plan_medications",
            f"{verb} {name} {medicines.noted(order)}",
            said,
            detail=detail | {"dose": medicines.noted(dose), "frequency": often},
        )


def test(consult, visit):
    """Sometimes with a referral in the same breath."""
    chosen = [visit.fill(one) for one in consult.rng.sample(visit.kind.tests, consult.rng.choice([1, 1, 2]))]
    when = consult.vary("[||||| today| this week| tomorrow| next week| before you leave]")
    order = (
        f"[We'll get|We will get|I will order|I'll order|I want to get|Let's get|I would like|We need|"
        f"I'm ordering|We'll do|We will do|Let's do] {listed(chosen)}{when}"
    )
    to = consult.rng.choice(visit.kind.referrals) if not visit.is_referred and consult.chance(0.25) else None
    if to:
        visit.is_referred = True
        order += f"[, and|, then| and] {_refer(consult)} {to}"
    said = consult.doctor(order + ".")
    for one in chosen:
        consult.note("plan_tests", re.sub(r"^an? ", "", one) + when, said)
    if to:
        consult.note("plan_referrals", f"referral to {to}", said)


def _refer(consult):
    return consult.vary(
        "[I'll refer you to|I will refer you to|I am referring you to|I'm going to send you to|"
        "I'm sending you to|I will send you to|I want you to see|I'd like you to see|you should see|"
        "let's refer you to]"
    )


def procedure(consult, visit):
    if not visit.kind.procedures:
        return
    chosen = visit.fill(consult.rng.choice(visit.kind.procedures))
    when = consult.vary("[||| today| next week| now]")
    said = consult.doctor(
        f"[We'll do|We will do|I will do|I'll schedule|We will schedule|I recommend|I would recommend|"
        f"We can do] {chosen}{when}."
    )
    consult.note("plan_procedures", re.sub(r"^an? ", "", chosen) + when, said)


def refer(consult, visit):
    if visit.is_referred:
        return
    chosen = consult.rng.choice(visit.kind.referrals)
    why = consult.rng.choice(WHY) if consult.chance(0.25) else ""
    said = consult.doctor(f"{_refer(consult)} {chosen}{why}.")
    consult.note("plan_referrals", f"referral to {chosen}{why}", said)


def avoid(consult, visit):
    chosen = consult.rng.sample(visit.kind.advice, consult.rng.choice([1, 1, 2, 2]))
    names = listed(chosen, consult.rng.choice(["and", "or"]) if len(chosen) > 1 else "and")
    length = f" for {consult.number(2, 8)} {consult.rng.choice(['days', 'weeks'])}" if consult.chance(0.3) else ""
    said = consult.doctor(
        f"[Avoid|Please avoid|Try to avoid|You should avoid|Stay away from|Avoid|I want you to avoid|"
        f"Make sure you avoid] {names}{length}."
    )
    consult.note("plan_education", f"avoid {third_person(names)}{length}", said)


def do(consult, visit):
    for text in consult.rng.sample(DO, consult.rng.choice([1, 1, 2])):
        if "{bare}" in text and not visit.bare:
            continue
        text = visit.fill(text)
        said = consult.doctor(f"[Please|You should|Try to|Make sure to|I want you to|You need to|Remember to|] {text}.")
        consult.note("plan_education", third_person(text), said)


def work_again(consult, visit):
    """Asked and answered; an answer may go on with advice."""
    consult.patient(
        "[Can I [go back to work|drive|exercise|go to school|travel|keep working]?|Is it okay to [work|"
        "drive|exercise|travel]?]"
    )
    answer = consult.vary("[Yes,|Yes, that's fine,|That is okay,|Sure,]")
    chosen = consult.rng.sample(visit.kind.advice, consult.rng.choice([1, 2]))
    said = consult.doctor(f"{answer} but avoid {listed(chosen)}.")
    consult.note("plan_education", f"avoid {third_person(listed(chosen))}", said)


def condition(text):
    """ "you get a fever" -> "fever", "you cannot walk on it" -> "unable to walk on it"."""
    text = re.sub(r"\byour\b", "the", text)
    text = re.sub(r"^you (?:get|have) (?:an? )?", "", text)
    text = re.sub(r"^you cannot ", "unable to ", text)
    for verb, noun in (
        ("faint", "fainting"),
        ("vomit", "vomiting"),
        ("see", "seeing"),
        ("cough", "coughing"),
        ("lose", "losing"),
        ("feel", "feeling"),
        ("start", "starting"),
    ):
        text = re.sub(rf"^you {verb}\b", noun, text)
    return text


def come_back(consult, visit):
    rng = consult.rng
    danger = visit.fill(rng.choice(visit.kind.danger))
    when = (
        rng.choice(
            [
                "tomorrow",
                "next week",
                "next month",
                "on Monday",
                "on Friday",
                "in a week",
                "in a month",
                "in a few days",
            ]
        )
        if rng.random() < 0.2
        else f"in {consult.number(2, 12)} {rng.choice(['days', 'weeks', 'weeks', 'weeks', 'months'])}"
    )
    form = rng.random()
    if form < 0.85:
        tail = (
            consult.vary("[, or sooner if|, sooner if|, or come back sooner if]") + f" {danger}" if form < 0.35 else ""
        )
        said = consult.doctor(
            f"[Come back and see me|Come back|See me again|I want to see you again|Follow up with me|"
            f"Let's see you back|I'll see you again|I will see you|Please come back|Follow up|"
            f"Make an appointment] {when}{tail}."
        )
        consult.note("plan_follow_up", f"follow up {when}", said)
        if tail:
            consult.note("plan_follow_up", f"return sooner if {condition(danger)}", said)
            return
    if consult.chance(0.45):
        warn = rng.random()
        if warn < 0.4:
            said = consult.doctor(f"[Come back sooner if|Come back if|Come back right away if] {danger}.")
            consult.note("plan_follow_up", f"return sooner if {condition(danger)}", said)
        elif warn < 0.75:
            said = consult.doctor(
                f"[Call me if|Call us if|Call the office if|Please call if|Call right away if] {danger}."
            )
            consult.note("plan_follow_up", f"call if {condition(danger)}", said)
        else:
            said = consult.doctor(f"[Go to the emergency room if|Go straight to the emergency room if] {danger}.")
            consult.note("plan_follow_up", f"go to the emergency room if {condition(danger)}", said)
