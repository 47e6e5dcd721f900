"""Drug names: the product's own list, and names that do not exist but could, so that spelling is learnt by ear."""

import pathlib
import random
import re

import text

LIST = pathlib.Path(__file__).resolve().parents[3] / "crates" / "clinical" / "data" / "drugs.txt"
INVENTED = 12_000  # so many that their spelling cannot be learnt by heart: a prompt has to be read


def _listed():
    names = set()
    for line in LIST.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            names.update(name.strip() for name in re.split("[:,]", line))
    return sorted(name for name in names if re.fullmatch(r"[A-Za-z]{4,16}", name))


LISTED = _listed()
TOKENS = {token for name in LISTED for token in text.encode(" " + name)}


def _invented(count):
    """The front of one name with the end of another, written with the tokens of real ones."""
    rng, made = random.Random(5), set()
    generics = [name for name in LISTED if name.islower() and len(name) >= 7]
    while len(made) < count:
        front, end = rng.sample(generics, 2)
        name = front[: rng.randint(3, len(front) - 3)] + end[-rng.randint(3, 6) :]
        plausible = re.fullmatch(r"(?!.*[aeiouy]{3})(?!.*[^aeiouy]{4})[a-z]{6,13}", name)
        if plausible and name not in LISTED and TOKENS.issuperset(text.encode(" " + name)):
            made.add(name)
    return sorted(made)


# Half of what is drawn from here is listed.
NAMES = LISTED * round(INVENTED / len(LISTED)) + _invented(INVENTED)
