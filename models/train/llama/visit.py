"""A whole visit, from the greeting to goodbye: what it is about, and its parts in order with talk between them."""

import complaints
import examination
import head
import history
import limbs
import medicines
import plan
import words

GREETINGS = (
    (
        "[Good morning|Good afternoon|Hello|Hi][, my name is Doctor {name}|, I'm Doctor {name}|"
        ", I am Doctor {name}|, nice to meet you|, come in|, have a seat||||]."
    ),
    (
        "[Hi|Hello|Good morning|Welcome|Good afternoon][, come on in| there|, how are you|"
        ", good to see you|, thanks for waiting]!"
    ),
    "Nice to [see|meet] you.",
    "Sorry [to keep you waiting|for the wait].",
    "",
)
OPENINGS = (
    (
        "What [brings you in|brings you here|can I do for you|can I help you with|seems to be the problem|"
        "is the matter|is going on|is bothering you][ today||]?"
    ),
    "How can I help[ you|][ today|]?",
    "What happened?",
    "What's going on[ today|]?",
    "Tell me what [is going on|happened|is wrong].",
    "What's the problem?",
)
THANKS = (
    "Thank you[, doctor|| so much|, I appreciate it|, bye].",
    "Okay, thank you[, doctor|].",
    "Great, thanks.",
    "That sounds good[, thank you|].",
    "All right, bye.",
    "Thanks[, doctor|, see you then|].",
    "Have a [nice|good] day.",
)
GOODBYES = (
    "[You're welcome|Take care|Goodbye|Bye|See you then|Feel better|Get well soon|Have a good day].",
    "You're welcome. [Get some rest|Feel better soon|Bye now|All the best].",
)
ACKNOWLEDGED = (
    "Okay.",
    "I see.",
    "All right.",
    "I'm sorry to hear about that.",
    "That sounds [painful|tough|hard|awful].",
    "Got it.",
    "Oh no.",
    "Right.",
    "I understand.",
    "Sorry to hear that.",
    "Good.",
    "Okay, good to know.",
    "Thanks for telling me.",
)
# Talk that belongs in no note, with drugs, numbers and sides in it that nobody is to write down
SMALL_TALK = (
    (
        "c",
        (
            "[The traffic was terrible|It is cold outside|The weather is lovely|We are running late][ today|"
            " this morning]."
        ),
    ),
    (
        "p",
        (
            "[Sorry I am late, the bus did not come|It took me {n} minutes to get here|"
            "Parking was hard to find|I had to wait {n} minutes]."
        ),
    ),
    ("p", "My [neighbor|friend|sister|coworker|cousin] [takes|is on|swears by] {drug}[ for that|]."),
    (
        "p",
        (
            "My [wife|husband|daughter|son|mother] [said I should come|told me to come|made the appointment|"
            "is in the waiting room]."
        ),
    ),
    ("c", "How is the [family|new job|house|dog|garden]?"),
    ("p", "[They are all fine|It is going well|We just moved|She turned {n} last week|We have {n} grandchildren now]."),
    ("c", "Let me [write that down|type this in|pull up your chart|wash my hands|close the door|find my pen]."),
    ("p", "I read [about it online|something about {drug} online|that it could be serious]."),
    ("c", "The computer is slow today."),
    (
        "p",
        (
            "[Is it serious|Will it go away|Can I drive|Should I be worried|How long will it take|"
            "Does that hurt|Is that bad|Do I need surgery]?"
        ),
    ),
    (
        "c",
        (
            "[I don't think so|We will see|Let us see|Don't worry|We will figure it out|"
            "That is a good question|It should be fine]."
        ),
    ),
    ("p", "[I was worried about it|I almost did not come|I hope it is nothing|I looked it up|I don't like doctors]."),
    ("c", "Take your time."),
    ("p", "Okay."),
    ("p", "I [drove|walked|took the bus] here."),
    ("p", "My [brother|aunt|boss] had the same thing in [his|her] {side} {bare}."),
    ("c", "I had a patient with that yesterday."),
    ("p", "The holiday was [nice|great|too short]."),
    ("p", "Room {n} was [full|cold]."),
    ("c", "You can [hang your coat on the {side}|sit down over there|put your bag down]."),
)


class Visit:
    """What this visit is about, and what has come up in it so far."""

    def __init__(self, consult):
        self.consult = consult
        rng = consult.rng
        self.kind = rng.choices(complaints.ALL, [kind.weight for kind in complaints.ALL])[0]
        self.is_check_up = self.kind is head.CHECK_UP
        self.side = rng.choice(["left", "right"])
        self.bare = rng.choice(self.kind.parts)
        self.part = f"{self.side} {self.bare}" if self.kind.sided else self.bare
        self.sore = self.kind in (limbs.JOINT, limbs.BACK)
        self.length = rng.choices(["brief", "usual", "thorough"], [0.4, 0.35, 0.25])[0]
        self.writes_x_ray = consult.chance(0.5)
        self.medicines, self.conditions, self.has_taken, self.is_referred = [], [], False, False

    def fill(self, text):
        """Alternatives chosen, and the blanks of complaints.py filled."""
        consult, rng = self.consult, self.consult.rng
        text = consult.vary(text)
        for _ in range(2):
            text = text.format(
                part=self.part,
                bare=self.bare,
                side=self.side,
                grade=rng.choice(complaints.GRADES),
                spot=rng.choice(complaints.SPOTS),
                look=rng.choice(complaints.LOOKS),
                sign=rng.choice(complaints.SIGNS),
                seen=rng.choice(["red", "swollen", "irritated"]),
                size=round(rng.uniform(0.5, 6), 1),
                score=rng.randint(3, 24),
                a1c=round(rng.uniform(5.1, 11), 1),
                lipid=rng.randint(90, 290),
                potassium=round(rng.uniform(3.1, 5.6), 1),
                sugar=rng.randint(80, 320),
                hemoglobin=round(rng.uniform(8, 16), 1),
                tsh=round(rng.uniform(0.4, 9), 1),
            )
        return text.replace("X-ray", "x-ray") if self.writes_x_ray else text

    def acknowledge(self, share=0.25):
        if self.consult.chance(share):
            self.consult.doctor(self.consult.rng.choice(ACKNOWLEDGED))

    def pause(self, share):
        """Talk about something else."""
        if self.consult.chance(share):
            rng = self.consult.rng
            who, text = rng.choice(SMALL_TALK)
            drug = (
                words.drug_name(rng)
                if rng.random() < 0.4
                else rng.choice([name for pairs in medicines.FOR_CONDITION.values() for name, _ in pairs])
            )
            self.consult.say(
                "Clinician" if who == "c" else "Patient",
                text,
                n=rng.randint(2, 60),
                drug=drug,
                side=rng.choice(["left", "right"]),
                bare=self.bare or "hand",
            )


def record(consult):
    """What is known of the patient from before, often nothing; some of it comes up again, most of it does not."""
    rng = consult.rng
    known = {}
    if rng.random() < 0.45:
        return known
    if rng.random() < 0.9:
        known["age"] = rng.randint(1, 99)
    if rng.random() < 0.9:
        known["sex"] = rng.choice(["female", "male"])
    full_stop = rng.choice(["", "."])
    if rng.random() < 0.3:
        known["problems"] = [
            words.capital(name) + full_stop for name in rng.sample(medicines.CONDITIONS, rng.choice([1, 1, 2, 3]))
        ]
    if rng.random() < 0.3:
        pool = [drug for pairs in medicines.FOR_CONDITION.values() for drug in pairs]
        taken = [medicines.drug(rng, pool) for _ in range(rng.choice([1, 1, 2]))]
        known["medications"] = [
            words.capital(" ".join(part for part in (*one, rng.choice(medicines.DAILY)) if part)) + full_stop
            for one in taken
        ]
    if rng.random() < 0.25:
        known["allergies"] = [words.capital(rng.choice(medicines.ALLERGENS)) + full_stop]
    return known


def hold(consult):
    rng = consult.rng
    consult.background = record(consult)
    consult.in_words = consult.chance(0.12)
    visit = Visit(consult)
    greeting = consult.vary(
        rng.choice(GREETINGS),
        name=rng.choice(["Hall", "Smith", "Lee", "Brown", words.surname(rng), words.surname(rng)]),
    )
    opening = rng.choice(OPENINGS)
    consult.doctor(f"{greeting} {opening}")
    visit.pause(0.05)
    history.tell(consult, visit)
    visit.pause(0.15)
    for share, part in ((0.7, examination.measure), (0.75, examination.examine), (0.3, examination.results)):
        if consult.chance({"brief": 0.5, "usual": 1, "thorough": 1.3}[visit.length] * share):
            part(consult, visit)
            visit.pause(0.1)
    if consult.chance(0.85):
        plan.assess(consult, visit)
        visit.pause(0.1)
    if consult.chance(0.92):
        plan.decide(consult, visit)
    if consult.chance(0.6):
        consult.patient(rng.choice(THANKS))
        if consult.chance(0.6):
            consult.doctor(rng.choice(GOODBYES))
