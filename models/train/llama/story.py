"""The present problem as the patient tells it, and the symptoms that are asked about."""

import re

import medicines
from words import capital, choices, listed, third_person

HPI, ROS = "history_of_present_illness", "review_of_systems"

EFFECTS = choices(
    "can't sleep because of it;could not go to work [today|yesterday|this week];can't do my [job|"
    "housework|shopping];had to stop [running|playing tennis|working|driving];can't eat much;"
    "can't lie on that side;missed [2|3|4] days of work;can't concentrate"
)
COURSES = choices(
    "getting worse;getting a little better;getting better;about the same;worse in the morning;"
    "worse at night;worse in the evening;coming and going;worse after meals;constant"
)
SINCE = choices(
    "yesterday;Monday;Tuesday;Wednesday;Thursday;Friday;Saturday;Sunday;last week;last night;"
    "this morning;last month;Christmas;the weekend;January;April;July;September;November;last summer"
)


def complaint(consult, visit):
    said, noted = consult.rng.choice(visit.kind.opening)
    said = consult.vary(said, part=visit.part, side=visit.side)
    asked = re.sub(
        r"^(?:an?|my) ",
        "",
        re.split(r" (?:for|of my) ", said)[-1] if "follow-up" not in said else said.split(" for a ")[1],
    )
    noted = noted.format(part=visit.part, side=visit.side, asked=asked.replace("my ", "the "))
    greeting = consult.vary(
        "[||||Hi, doctor.|Good morning, doctor.|Hello.|Thank you for seeing me.|Well,|So,|Good morning.|Hi.]"
    )
    if greeting.endswith(",") and not said.startswith("I"):
        said = said[0].lower() + said[1:]
    elif not greeting.endswith(","):
        said = capital(said)
    lead = f"{greeting} {said}".strip()
    if visit.is_check_up:
        consult.note("chief_complaint", noted, consult.patient(lead + ".")[-1:])
        return
    form = consult.rng.random()
    if form < 0.5:
        length = consult.stretch()
        tail = consult.vary(
            "[for {0}|for about {0}|for {0} now|for the last {0}|for the past {0}|for around {0}]"
        ).format(length)
        consult.note("chief_complaint", f"{noted} for {length}", consult.patient(f"{lead} {tail}.")[-1:])
    elif form < 0.65:
        since = consult.rng.choice(SINCE)
        consult.note("chief_complaint", f"{noted} since {since}", consult.patient(f"{lead} since {since}.")[-1:])
    elif form < 0.75:
        length = consult.stretch()
        consult.note(
            "chief_complaint",
            f"{noted} for {length}",
            consult.patient(f"{lead}, it [started|began] {length} ago.")[-1:],
        )
    else:
        told = consult.patient(f"{lead}.")[-1:]
        if consult.chance(0.12):
            consult.note("chief_complaint", noted, told)
            return
        visit.acknowledge()
        consult.doctor(
            "[How long have you had it?|How long has this been going on?|Since when?|For how long?|"
            "When did it start?|When did this start?|How long has it been going on?]"
        )
        if consult.chance(0.3):
            since = consult.rng.choice(SINCE)
            told += consult.patient(
                "[Since|It started|I think since] {since}.".replace("It started", "It has been there since"),
                since=since,
            )
            consult.note("chief_complaint", f"{noted} since {since}", told)
        else:
            length = consult.stretch()
            told += consult.patient(
                (
                    "[About {0}.|For {0}.|For about {0}.|{0}, I think.|Maybe {0}.|It started {0} ago.|"
                    "It has been {0}.|I would say {0}.|It started about {0} ago.]"
                ).replace("{0}", length)
            )
            consult.note("chief_complaint", f"{noted} for {length}", told)


def onset(consult, visit):
    if not visit.kind.causes:
        return
    if consult.chance(0.6):
        visit.acknowledge()
        consult.doctor(
            "[How did it start?|How did it happen?|What happened?|Did anything happen?|"
            "Did anything bring it on?|What were you doing when it started?|Do you know what caused it?|"
            "Was there an injury?]"
        )
    if consult.chance(0.15):
        said = consult.vary(
            "[It came on gradually.|It came on slowly.|It came on suddenly.|It just started by itself.|"
            "It started overnight.]"
        )
        consult.note(HPI, re.sub(r"^It (just )?", "", said), consult.patient(said))
        return
    cause = consult.vary(consult.rng.choice(visit.kind.causes)).format(bare=visit.bare)
    cause = cause.replace("  ", " ")
    said = consult.patient(f"[I|I|I|I think I|Well, I|I guess I|Yes, I] {cause}.")
    consult.note(HPI, third_person(cause), said)


def feeling(consult, visit):
    feel = consult.rng.choice(visit.kind.feels) if visit.kind.feels else None
    if feel is None:
        return
    if "pain" in feel and consult.chance(0.4):
        score = consult.number(1, 10)
        asked = consult.doctor(
            "[How bad is the pain from 1 to 10?|On a scale of 1 to 10, how bad is the pain?|"
            "How bad is the pain out of 10?|How would you rate the pain from 1 to 10?]"
        )
        told = consult.patient(
            "[About a {0}.|A {0}.|Maybe a {0}.|I would say a {0}.|{0}.|It is a {0}.|{0} out of 10.|About {0}.]".replace(
                "{0}", score
            )
        )
        consult.note(HPI, f"pain {score}/10", asked, told)
        return
    rated = consult.chance(0.55)
    article = "an" if feel[0] in "aeiou" else "a"
    it_is = (
        "[It's|It is|It feels like|It's like|It is more of|I would call it] "
        + ("a kind of " if consult.chance(0.05) else "")
        + (feel if feel == "pressure" else f"{article} {feel}")
    )
    asked = []
    if consult.chance(0.75) or rated:
        visit.acknowledge()
        if rated:
            asked = consult.doctor(
                "[What does it feel like, and how bad is it from 1 to 10?|"
                "Can you describe it, and rate it from 1 to 10?|What is it like? And how bad is it from 1 to 10?|"
                "What does the pain feel like? How bad is it from 1 to 10?|"
                "What kind of pain is it, and how bad from 1 to 10?|"
                "Describe it for me, and how bad is it out of 10?]"
            )[-1:]
        else:
            consult.doctor(
                "[What does it feel like?|Can you describe it?|What is it like?|What kind of pain is it?|"
                "How would you describe it?]"
            )
    tail, noted = "", feel
    if rated:
        score = consult.number(1, 10)
        tail = consult.vary(
            "[, about a {0}|, maybe a {0}|, a {0}|, I would say a {0}|, around a {0}|, {0} out of 10|"
            ", and about a {0}|, probably a {0}]"
        ).replace("{0}", score)
        noted = f"{feel}, {score}/10"
    but = consult.rng.choice(visit.kind.sharper) if visit.kind.sharper and consult.chance(0.4) else None
    if but and consult.chance(0.6):
        how = consult.rng.choice(["sharp", "sharp", "worse", "stabbing", "really bad", "sore"])
        said = consult.patient(f"{it_is}{tail}[, but it|, but it|, and it] [feels|gets|is] {how} when {but[0]}.")
        consult.note(HPI, noted, asked, said)
        consult.note(HPI, f"{how} when {but[1]}", said)
        return
    consult.note(HPI, noted, asked, consult.patient(f"{it_is}{tail}."))
    if but:
        how = consult.rng.choice(["sharp", "worse", "hurts"])
        said = consult.patient(
            f"It [hurts|really hurts] when {but[0]}." if how == "hurts" else f"It [gets|feels|is] {how} when {but[0]}."
        )
        consult.note(HPI, f"{how} when {but[1]}", said)


def course(consult, visit):
    state = consult.rng.choice(COURSES)
    if consult.chance(0.5):
        consult.doctor(
            "[Is it getting better or worse?|Has it changed?|Is it there all the time?|How has it been since then?]"
        )
    consult.note(HPI, state, consult.patient(f"[It is|It's|I think it is|I think it's] {state}."))


def worse_and_better(consult, visit):
    rng = consult.rng
    worse, better = list(visit.kind.worse), list(visit.kind.better)
    if not worse:
        return
    both = consult.chance(0.4)
    makes_worse = both or consult.chance(0.5)
    makes_better = both or not makes_worse
    what = (
        "worse or better"
        if both and consult.chance(0.5)
        else "better or worse"
        if both
        else "worse"
        if makes_worse
        else "better"
    )
    asked = []
    if consult.chance(0.85):
        visit.acknowledge()
        extra = "|Does anything help?|What helps?|Is there anything that helps?" if what == "better" else ""
        asked = consult.doctor(
            f"[What makes it {what}?|Does anything make it {what}?|Is there anything that makes it {what}?|"
            f"What seems to make it {what}?{extra}]"
        )
    if makes_worse:
        chosen = rng.sample(worse, rng.choice([1, 1, 2]))
        verb = "makes" if len(chosen) == 1 else "make"
        if not both and asked and consult.chance(0.3):
            said = asked + consult.patient(
                "[Mostly {0}.|{0}, mostly.|{0}.|{0}, I think.|Usually {0}.]".replace("{0}", listed(chosen))
            )
        else:
            said = consult.patient(
                (
                    f"[{{0}} {verb} it worse.|It [is|gets] worse with {{0}}.|It [hurts|is] more with {{0}}.|"
                    f"{{0}} [really|always|definitely] {verb} it worse.|{{0}} [is|are] the worst.]"
                )
                .replace("[is|are]", "is" if len(chosen) == 1 else "are")
                .replace("{0}", listed(chosen))
            )
        consult.note(HPI, f"worse with {third_person(listed(chosen))}", said)
    if makes_better:
        if consult.chance(0.12):
            said = consult.vary("[Nothing helps.|Nothing really helps.|Nothing makes it better.]")
            consult.note(HPI, said, consult.patient(said))
            return
        chosen = rng.sample(better, rng.choice([1, 1, 2]))
        verb = "helps" if len(chosen) == 1 else "help"
        if not both and asked and consult.chance(0.3):
            said = asked + consult.patient(
                "[Mostly {0}.|{0}, a little.|{0}.|{0}, I think.|Usually {0}.|Just {0}.]".replace("{0}", listed(chosen))
            )
        else:
            said = consult.patient(
                (
                    f"[{{0}} {verb} [|a little|a bit|some|a lot|somewhat].|{{0}} [seems|seem] to help.|It [is|gets|"
                    f"feels] better with {{0}}.|"
                    f"{{0}} {verb[:-1] if len(chosen) > 1 else verb}{'' if len(chosen) == 1 else 'p'} some.]"
                )
                .replace("[seems|seem]", "seems" if len(chosen) == 1 else "seem")
                .replace("{0}", listed(chosen))
            )
        consult.note(HPI, f"better with {third_person(listed(chosen))}", said)


def tried(consult, visit):
    name, dose = medicines.drug(consult.rng, visit.kind.drugs)
    taken = name if dose is None or consult.chance(0.6) else f"{name} {dose}"
    if consult.chance(0.6):
        visit.acknowledge()
        consult.doctor(
            "[Have you tried anything for it?|Did you take anything for it?|What have you tried?|"
            "Have you taken anything?]"
        )
    verb, lead = ("tried", "[tried|have tried]") if consult.chance(0.5) else ("took", "[took|took some|have taken]")
    if consult.chance(0.5):
        outcome, tail = (
            "did not help",
            "[, but it did not help|, but it didn't help|, but that didn't help|, but that did not help]",
        )
    else:
        outcome, tail = "helped", "[, and it helped|, and it helped a little|, and that helped|, which helped a bit]"
    said = consult.patient(f"[I|Yes, I|Well, I] {lead} {taken}{tail}.")
    consult.note(HPI, f"{verb} {medicines.noted(taken)}, {outcome}", said)


def effect(consult, visit):
    if consult.chance(0.4):
        consult.doctor(
            "[How does it affect you?|Does it keep you from doing things?|How are you managing?|"
            "Does it bother you at night?]"
        )
    text = consult.vary(consult.rng.choice(EFFECTS))
    consult.note(HPI, third_person(f"I {text}"), consult.patient(f"I {text}."))


def volunteered(consult, visit):
    chosen = consult.fresh(visit.kind.along, consult.rng.choice([1, 1, 2]))
    if not chosen:
        return
    if consult.chance(0.5):
        consult.doctor(
            "[Anything else?|Have you noticed anything else?|Any other symptoms?|Is there anything else?|"
            "Anything that goes with it?]"
        )
    names = listed(chosen)
    said = consult.patient(
        (
            "[I also have {0}.|I have had {0} too.|I also get {0}.|I have some {0} as well.|"
            "There is some {0} too.|I also noticed {0}.|And I have had {0}.]"
        ).replace("{0}", names)
    )
    consult.note(HPI, f"also has {names}", said)


def before(consult, visit):
    if consult.chance(0.7):
        consult.doctor(
            "[Have you had this before?|Has this happened before?|Did you ever have this before?|"
            "Is this the first time?]"
        )
    if consult.chance(0.5):
        consult.note(
            HPI,
            "never happened before",
            consult.patient(
                "[This has never happened before.|It has never happened before.|"
                "No, this has never happened before.|That never happened before.]"
            ),
        )
    else:
        when = consult.vary("[last year|a few years ago|last summer|in college|in {0}|{1} years ago]").format(
            consult.rng.randint(1990, 2024), consult.number(2, 12)
        )
        consult.note(
            HPI,
            f"had this {when}",
            consult.patient(f"[I had this|I had it|I had the same thing|Yes, I had this] {when}."),
        )


def symptoms(consult, visit):
    """Asked one by one or several at once; the answer may be short, or for each."""
    rng = consult.rng
    common = (
        "fever",
        "chills",
        "nausea",
        "chest pain",
        "shortness of breath",
        "weight loss",
        "cough",
        "headache",
        "dizziness",
    )
    chosen = consult.fresh(visit.kind.along + (common if consult.chance(0.3) else ()), rng.choice([1, 1, 2, 2, 3]))
    if not chosen:
        return
    asked_for = listed(chosen, "or").replace(" or ", ", or " if len(chosen) > 2 else " or ")
    where = f" [of|in] the {visit.bare}" if visit.bare and len(chosen) > 1 and consult.chance(0.15) else ""
    if consult.chance(0.3):
        visit.acknowledge()
    asked = consult.doctor(
        (
            f"[Any {{0}}{where}?|Have you had any {{0}}?|Do you have any {{0}}?|Have you noticed any {{0}}?|"
            f"What about {{0}}?|Any {{0}}?|How about {{0}}?|Do you have {{0}}?|And any {{0}}?]"
        ).replace("{0}", asked_for)
    )
    denied = listed(chosen, "or")
    form = rng.random()
    if form < 0.5:
        told = consult.patient(
            (
                "[No.|Nothing like that.|No, nothing of that sort.|No, none of that.|Not at all.|No, I don't.|"
                "No, not really.|None.|No, none.|Nope.|No, no [{0}].]"
            ).replace("[{0}]", denied)
        )
        consult.note(ROS, f"denies {denied}", asked, told[:1])
    elif form < 0.72 or len(chosen) == 1:
        names = listed(chosen)
        both = (
            "|Yes, both.|Both, yes."
            if len(chosen) == 2
            else "|Yes, all of that."
            if len(chosen) == 3
            else "|Yes, a little {0}.|Yes, some {0}."
        )
        told = consult.patient(
            f"[Yes.|Yes, I do.|Yes, a little.|Yes, sometimes.|A bit, yes.|Yeah.{both}]".replace("{0}", names)
        )
        consult.note(ROS, f"reports {names}", asked, told[:1])
    else:
        rng.shuffle(chosen)
        cut = rng.randint(1, len(chosen) - 1)
        has, has_not = chosen[:cut], chosen[cut:]
        told = consult.patient(
            (
                "[Some {0}, but no {1}.|Yes, {0}, but no {1}.|I have had {0}, but no {1}.|A little {0}. No {1}.|"
                "{0}, yes, but no {1}.|Only {0}, no {1}.]"
            )
            .replace("{0}", listed(has))
            .replace("{1}", listed(has_not, "or"))
        )
        consult.note(ROS, f"reports {listed(has)}", told)
        consult.note(ROS, f"denies {listed(has_not, 'or')}", told)
        return
    if form < 0.5 and visit.sore and consult.chance(0.4) and not {"swelling", "stiffness", "weakness"} & set(chosen):
        look = consult.vary(
            "[swollen|stiff|sore|tired|weak|uncomfortable|swollen and stiff|stiff and sore|a little sore|"
            "very stiff|sore and swollen]"
        )
        consult.note(
            HPI, look, consult.patient(f"[It's just|It is just|It's only|Just] {look}.".replace("|Just]", "]"))
        )
