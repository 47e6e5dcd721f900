"""Consults as turns, and the other forms in which a recogniser could deliver them."""

import json
import random
import re
from dataclasses import dataclass, replace

from words import tokens

PATIENT, CLINICIAN, OTHER = 0, 1, 2
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
# Where text without punctuation may be cut.
OPENERS = {"so", "and", "but", "okay", "alright", "because", "well", "now", "or", "then", "yeah", "no", "yes"}
ANSWERS = {"okay", "yeah", "yes", "no", "alright", "right"}


@dataclass
class Turn:
    text: str
    speaker: int
    # It goes on where the one before it ended.
    touches: bool = False


Consult = list[Turn]


def load(path: str, with_times: bool = False) -> list[Consult]:
    """A file with a consult on each line; who is neither doctor nor patient is another."""
    speakers = {"doctor": CLINICIAN, "patient": PATIENT}
    consults = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            consult, end = [], None
            for turn in json.loads(line)["transcript"]:
                touches = with_times and end is not None and turn.get("start") == end
                consult.append(Turn(turn["text"], speakers.get(turn["speaker"], OTHER), touches))
                end = turn.get("end")
            consults.append(consult)
    return consults


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(text.strip()) if re.search("[A-Za-z]", part)] or [text]


def in_sentences(consult: Consult) -> Consult:
    """Each sentence on its own; those of a turn touch."""
    return [
        Turn(part, turn.speaker, turn.touches if first else True)
        for turn in consult
        for first, part in zip([True] + [False] * len(turn.text), sentences(turn.text))
    ]


def bare(text: str) -> str:
    """In lower case and without punctuation."""
    return " ".join(re.sub("[^a-z0-9' -]", " ", text.lower()).split())


def in_bare_words(consult: Consult) -> Consult:
    return [replace(turn, text=bare(turn.text)) for turn in consult]


def parts(text: str) -> list[str]:
    """Where a turn may be cut: at the ends of sentences, or before an opening word where there is no punctuation."""
    if re.search("[.?!]", text):
        return sentences(text)
    pieces: list[list[str]] = [[]]
    for word in text.split():
        last = pieces[-1]
        if last and (word in OPENERS and len(last) > 3 or len(last) == 1 and last[0] in ANSWERS):
            pieces.append([])
        pieces[-1].append(word)
    return [" ".join(piece) for piece in pieces]


@dataclass
class Form:
    """How likely a turn is cut at each place, a cut has no pause, and a turn of up to three words goes unheard;
    whether a companion tells it, and whether it has neither capitals nor punctuation."""

    cut: float = 0.0
    touch: float = 0.0
    lose: float = 0.0
    companion: bool = False
    bare: bool = False


# A pause is missed between two speakers now and then, where pauses are known at all.
MISSED_PAUSE = 0.03

FORMS = [
    Form(),
    Form(lose=0.4),
    Form(cut=0.25, lose=0.2),
    Form(cut=0.3, touch=0.5, lose=0.2),
    Form(cut=1, touch=0.9),
    Form(cut=0.5, touch=0.3, lose=0.1, bare=True),
    Form(bare=True),
    Form(cut=0.25, lose=0.2, companion=True),
    Form(cut=0.5, companion=True, bare=True),
]


def deliver(consult: Consult, form: Form, chance: random.Random) -> Consult:
    """A consult in this form."""
    if form.companion:
        consult = told_by_a_companion(consult, chance)
    out: Consult = []
    for turn in consult:
        if form.lose and out and len(tokens(turn.text)) <= 3 and chance.random() < form.lose:
            continue
        pieces: list[str] = []
        for part in parts(turn.text):
            if pieces and chance.random() >= form.cut:
                pieces[-1] += " " + part
            else:
                pieces.append(part)
        for place, piece in enumerate(pieces):
            touch = form.touch if place else MISSED_PAUSE if form.touch else 0
            touches = bool(out) and chance.random() < touch
            out.append(Turn(bare(piece) if form.bare else piece, turn.speaker, touches))
    return out


# From the first person to the third and from the second to the third, for consults in which a companion tells of the
# patient. The verbs are left as they are.
TOLD_BY_ANOTHER = {
    "i": "{she}",
    "i'm": "{she}'s",
    "i've": "{she}'s",
    "i'd": "{she}'d",
    "i'll": "{she}'ll",
    "me": "{her}",
    "my": "{hers}",
    "myself": "{her}self",
}
ASKED_OF_ANOTHER = {"you": "{she}", "you're": "{she}'s", "you've": "{she}'s", "your": "{hers}", "yourself": "{her}self"}
PERSON = re.compile(r"\b(?:i|you|my|your|me|myself|yourself)(?:'[a-z]+)?\b")


def told_by_a_companion(consult: Consult, chance: random.Random) -> Consult:
    """The consult as a companion could have had it with the clinician."""
    forms = chance.choice([{"she": "she", "her": "her", "hers": "her"}, {"she": "he", "her": "him", "hers": "his"}])
    share = chance.uniform(0.5, 1.0)

    def change(turn: Turn) -> Turn:
        table = ASKED_OF_ANOTHER if turn.speaker == CLINICIAN else TOLD_BY_ANOTHER

        def swap(found: re.Match[str]) -> str:
            word = found[0]
            # The clinician still speaks to somebody.
            often = share * (0.6 if turn.speaker == CLINICIAN else 1.0)
            return table[word].format(**forms) if word in table and chance.random() < often else word

        return replace(turn, text=PERSON.sub(swap, turn.text.lower()))

    return [change(turn) for turn in consult]
