"""Words by chance: alternatives in a sentence, numbers, durations, and names that do not exist but could."""

import re

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_ONSETS = "b c d f g h l m n p r s t v z br cl cr dr fl gl pr tr st".split()
_VOWELS = "a e i o u a e i o ia io".split()
_CODAS = ["", "", "", "l", "n", "r", "s", "x", "m"]
_DRUG_ENDS = (
    "mab pril olol azole statin ine ide ate mycin cillin pam one in ol il an ax ex ium ix am afil oxin etine sartan"
).split()
_NAME_ENDS = ["son", "man", "er", "ley", "ton", "s", "ez", "i", "ak", "ford", "well"]
NUMBER_WORDS = dict(zip(range(1, 13), "one two three four five six seven eight nine ten eleven twelve".split()))


def vary(rng, text):
    """Takes one of each [group|of|alternatives], from the inside out."""
    while True:
        text, changed = _CHOICE.subn(lambda group: rng.choice(group[1].split("|")), text)
        if not changed:
            return re.sub(r" +", " ", text)


def capital(text):
    return text[:1].upper() + text[1:]


def choices(text):
    return tuple(part.strip() for part in text.split(";") if part.strip())


def listed(words, last="and"):
    """a, b and c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} {words[-1]}"


def _syllables(rng, count):
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(count))


def drug_name(rng):
    """A drug that nobody makes: it can only be copied, letter by letter."""
    return _syllables(rng, rng.choice([1, 2, 2, 3])) + rng.choice(_DRUG_ENDS)


def surname(rng):
    return capital(_syllables(rng, rng.choice([1, 1, 2])) + rng.choice(_NAME_ENDS))


def word(rng):
    """A word that is in no dictionary."""
    return _syllables(rng, rng.choice([2, 2, 3]))


def third_person(text):
    """ "I slipped and fell on my knee" -> "slipped and fell on the knee"."""
    text = re.sub(r"^I (?:have |am )?", "", text)
    text = re.sub(r"\b(?:my|your)\b", "the", text)
    return (
        text.replace("can't", "cannot")
        .replace("couldn't", "could not")
        .replace("didn't", "did not")
        .replace("don't", "do not")
    )
