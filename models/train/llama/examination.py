"""What is measured and found today: the objective part of a note."""

import re

EXAM = "physical_exam"
_LEADS = re.compile(r"^(?:[Tt]here (?:is|are)|I (?:see|hear|feel|find)|[Yy]ou (?:have|look|seem)) ")
_IS = re.compile(
    r" (?:is|are|was|were|looks|look|feels|feel|sounds|sound|seems|came back at|came back)(?: (?=[a-z0-9]))"
)


def noted(said):
    """ "your throat is red" -> "throat red", "there is some wheezing" -> "some wheezing"."""
    text = re.sub(r" show(?:s|ed) (?:an? )?", ": ", _LEADS.sub("", said))
    if text == said:
        text = _IS.sub(" ", said, count=1)
    text = re.sub(r"^(?:your|the) ", "", text)
    return re.sub(r"^an? ", "", re.sub(r"\byour\b", "the", text))


def measure(consult, visit):
    """Blood pressure and the like, in one sentence or in several."""
    rng = consult.rng
    high, low, beats = rng.randint(88, 196), rng.randint(48, 112), rng.randint(44, 136)
    warm = rng.random() < 0.7
    degrees = round(rng.uniform(96.8, 103.9), 1) if warm else round(rng.uniform(35.8, 40.2), 1)
    unit = "fahrenheit" if warm else "celsius"
    oxygen, breaths = rng.randint(86, 100), rng.randint(10, 28)
    pounds = rng.random() < 0.7
    weight = rng.randint(98, 310) if pounds else rng.randint(42, 140)
    word = rng.choice(["pulse", "heart rate", "heart rate"])
    hot = consult.vary("[temperature|temperature|temp]")
    percent = consult.vary("[%| percent]")
    slash = consult.vary("[/|/| over ]")
    signs = {
        "pressure": (
            "blood pressure",
            f"{high}{slash}{low}",
            f"blood pressure {high}/{low}",
            {"sign": "blood_pressure", "systolic": high, "diastolic": low},
        ),
        "beats": (word, f"{beats}", f"{word} {beats}", {"sign": "heart_rate", "per_minute": beats}),
        "heat": (
            hot,
            f"{degrees}{consult.vary('[|| degrees]')}",
            f"{hot} {degrees}",
            {"sign": "temperature", "value": degrees, "unit": unit},
        ),
        "oxygen": (
            consult.vary("[oxygen|oxygen level|oxygen saturation]"),
            f"{oxygen}{percent}",
            f"oxygen saturation {oxygen}{percent}",
            {"sign": "oxygen_saturation", "percent": oxygen},
        ),
        "breaths": (
            consult.vary("[respiratory rate|breathing rate]"),
            f"{breaths}",
            f"respiratory rate {breaths}",
            {"sign": "respiratory_rate", "per_minute": breaths},
        ),
        "weight": (
            "weight",
            f"{weight} {'pounds' if pounds else 'kilograms'}",
            f"weight {weight} {'pounds' if pounds else 'kilograms'}",
            {"sign": "weight", "value": weight, "unit": "pounds" if pounds else "kilograms"},
        ),
    }
    chosen = [
        name
        for name, share in (
            ("pressure", 0.8),
            ("beats", 0.55),
            ("heat", 0.5),
            ("oxygen", 0.35),
            ("breaths", 0.12),
            ("weight", 0.15),
        )
        if rng.random() < share
    ]
    if rng.random() < 0.2:
        rng.shuffle(chosen)
    if not chosen:
        return
    lead = consult.vary("[Your|Your|Your|The|Okay, your|Today your|So your]")
    if consult.chance(0.6) or len(chosen) == 1:
        clauses = []
        bare = consult.chance(0.35)
        for index, name in enumerate(chosen):
            what, value, _, _ = signs[name]
            verb = " " if bare and index else " is "
            clauses.append(f"{'your ' if index and not bare and rng.random() < 0.2 else ''}{what}{verb}{value}")
        text = (
            clauses[0] if len(clauses) == 1 else ", ".join(clauses[:-1]) + rng.choice([", and ", " and "]) + clauses[-1]
        )
        said = [consult.doctor(f"{lead} {text}.")] * len(chosen)
    else:
        said = []
        for index, name in enumerate(chosen):
            what, value, _, _ = signs[name]
            said.append(consult.doctor(f"{lead if index == 0 else consult.vary('[Your|Your|The]')} {what} is {value}."))
    for name, numbers in zip(chosen, said):
        consult.note("vital_signs", signs[name][2], numbers, detail=signs[name][3])
    if consult.chance(0.3):
        consult.patient(
            "[Is that okay?|Okay.|Is that good?|That's good.|That is high for me.|Good to know.|Okay, good.]"
        )
    elif consult.chance(0.2):
        consult.doctor("[That is good.|That is a little high.|That looks fine.|All normal.]")


def examine(consult, visit):
    rng = consult.rng
    kind = visit.kind
    if consult.chance(0.5):
        consult.doctor(
            visit.fill(
                (
                    "[Let me [examine you|take a look|have a look|have a look at it]|I'm going to [examine you|"
                    "take a look] now|Let's [have|take] a look|Let me look at [it|that]|Now I will examine you]."
                ).replace("|Now", "|Okay, now")
            )
        )
        visit.pause(0.1)
    if kind.pressed and consult.chance(0.4):
        press(consult, visit)
    found = rng.sample(kind.found, min(len(kind.found), rng.choice([0, 1, 1, 2])))
    clear = rng.sample(kind.clear, min(len(kind.clear), rng.choice([0, 1, 1, 2, 3])))
    pairs = [finding(visit, pair) for pair in found + clear]
    if consult.chance(0.3):
        rng.shuffle(pairs)
    while pairs:
        together = pairs[: 2 if consult.chance(0.45) else 1]
        del pairs[: len(together)]
        texts = [text for text, _ in together]
        if (
            len(texts) == 2
            and texts[0].startswith("there is ")
            and texts[1].startswith("there is ")
            and consult.chance(0.5)
        ):
            texts[1] = texts[1].removeprefix("there is ")
        said = consult.doctor(
            rng.choice(["{}", "{}", "{}", "Okay, {}", "So {}"]).replace(
                "{}", rng.choice([", and ", ", and ", " and ", ", but "]).join(texts)
            )
            + "."
        )
        for _, note in together:
            consult.note(EXAM, note, said)
        if consult.chance(0.1):
            consult.patient("[Okay.|Ouch.|That hurts.|Is that normal?|Okay, good.]")


def finding(visit, pair):
    """What is said, and what is noted with the same words in the blanks."""
    said, note = pair
    state = visit.consult.rng.getstate()
    text = visit.fill(said)
    if note is None:
        return text, noted(text)
    # The blanks of both are filled by the same chances, after the alternatives of what is said.
    visit.consult.rng.setstate(state)
    visit.consult.vary(said)
    return text, visit.fill(note)


def press(consult, visit):
    where = consult.rng.choice(visit.kind.pressed)
    asked = consult.doctor(
        "[Does it hurt when I [push|touch you|push on it|press on this] here?|Does this hurt?|"
        "Does it hurt here?|Any pain when I press here?|Tell me if this hurts.]"
    )
    if consult.chance(0.3):
        consult.note(
            EXAM,
            "does not hurt when pressed",
            asked,
            consult.patient("[No.|No, not really.|No, that's fine.|Not there.|No, it doesn't.]"),
        )
    elif consult.chance(0.8):
        told = consult.patient(
            f"[Yes, {where}.|Ouch, yes, a lot, {where}.|Ow, yes, {where}.|A little, {where}.|"
            f"Yes, it hurts {where}.|Yes, right there, {where}.|Ouch. Yes, {where}.|It hurts {where}.]"
        )
        consult.note(EXAM, f"hurts when pressed {where}", asked, told[-1:])
    else:
        consult.note(
            EXAM, "hurts when pressed", asked, consult.patient("[Yes.|Ouch.|Yes, a little.|Ow, yes.|Yes, that hurts.]")
        )


def results(consult, visit):
    rng = consult.rng
    if not visit.kind.results:
        return
    told = set()
    for pair in rng.sample(visit.kind.results, min(len(visit.kind.results), rng.choice([1, 1, 2]))):
        said, note = finding(visit, pair)
        if note.split()[0] in told:
            continue
        told.add(note.split()[0])
        consult.note(
            "results",
            note,
            consult.doctor(
                rng.choice(["{}", "{}", "Okay, {}", "I looked at your results, and {}"]).replace("{}", said) + "."
            ),
        )
