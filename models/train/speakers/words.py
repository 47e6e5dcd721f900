"""A turn's words and what is looked at in them. `crates/speech/src/speakers/words.rs` does the same, each feature."""

import re

# Spellings that mean the same; the tokenised text of ACI-BENCH has "gon na" and "wan na".
SAME = {
    "ok": "okay",
    "k": "okay",
    "yep": "yeah",
    "yup": "yeah",
    "aye": "yeah",
    "mmhmm": "mm-hmm",
    "mhm": "mm-hmm",
    "mm-hm": "mm-hmm",
    "mmm": "mm",
    "hmm": "mm",
    "hm": "mm",
    "ohh": "oh",
    "er": "uh",
    "erm": "um",
    "mum": "mom",
    "tummy": "stomach",
    "alright": "all-right",
    "all right": "all-right",
    "thanks": "thank-you",
    "thank you": "thank-you",
    "gonna": "going-to",
    "gon na": "going-to",
    "wanna": "want-to",
    "wan na": "want-to",
}

# Words that do the same work in a sentence. What is learnt of a class holds for its rare words too.
CLASSES = {
    "YOU": "you your you're you've you'll you'd yourself yours",
    "ME": "i my i'm i've i'd me myself mine i'll am",
    "WE": "we we'll we're we've let's us our we'd",
    "THEY": "he she his her him he's she's they their them they're",
    "WH": "what where when how which who why what's how's",
    "AUX": "do does did is are was were have has can could would will any",
    "ACK": "okay all-right right yeah yes mm-hmm mm uh-huh sure great good perfect",
    "NEG": "no not nope nothing never don't haven't didn't isn't can't doesn't wasn't",
    "BODY": "head neck chest stomach belly back knee leg arm shoulder foot ankle elbow hip hand heart lungs throat ear"
    " eye eyes skin",
    "TIME": "days weeks months years day week month year ago yesterday morning night since last",
    "FAMILY": "wife husband partner boyfriend girlfriend mom mother dad father son daughter brother sister kids friend"
    " friends",
}
CLASS_OF = {word: name for name, words in CLASSES.items() for word in words.split()}

# One person tells of another with these; a companion does so more than a patient.
THIRD = "he she his her him he's she's he'll she'll he'd she'd himself herself hers"
FIRST = "i my i'm i've i'd i'll me myself mine"
SECOND = "you your you're you've you'll you'd yourself"

HESITATIONS = {"uh", "um"}
SPLIT_ENDING = re.compile(r" (n't|'(?:s|re|ve|ll|d|m)\b)", re.ASCII)
TOKEN = re.compile(r"[a-z]+(?:['-][a-z]+)*|[0-9]+(?:[.,:/][0-9]+)*|\?")
UPPER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)} | {ord("’"): "'"}


def tokens(text: str) -> list[str]:
    """Words in lower case and one spelling, "#" for a number, and question marks."""
    text = SPLIT_ENDING.sub(r"\1", text.translate(UPPER))
    out: list[str] = []
    for token in TOKEN.findall(text):
        pair = f"{out[-1]} {token}" if out else ""
        if pair in SAME:
            out[-1] = SAME[pair]
        else:
            out.append("#" if token[0].isdigit() else SAME.get(token, token))
    return out


def magnitude(count: int) -> int:
    return (count + 1).bit_length() - 1


def kind(said: list[str]) -> str:
    """How long a turn is, and whether it asks: all that the chain knows of it."""
    if not said:
        return "none"
    if "?" in said:
        return "ask" if len(said) <= 4 else "asks"
    return f"say{min(4, magnitude(len(said)))}"


def features(said: list[str]) -> set[str]:
    """What is looked at in a turn, each once."""
    words = [token for token in said if token != "?"]
    found = {f"u {word}" for word in words}
    words = [word for word in words if word not in HESITATIONS]
    pairs = list(zip(words, words[1:]))
    classes = [CLASS_OF.get(word) for word in words]
    found |= {f"b {a} {b}" for a, b in pairs}
    found |= {f"c {a}" for a in classes if a}
    found |= {f"cb {a} {b}" for a, b in zip(classes, classes[1:]) if a and b}
    if words:
        found |= {f"f {words[0]}", f"l {words[-1]}"}
        if classes[0]:
            found.add(f"cf {classes[0]}")
    if pairs:
        found |= {"ff {} {}".format(*pairs[0]), "ll {} {}".format(*pairs[-1])}
    you, me = "YOU" in classes, "ME" in classes
    if you or me:
        found.add("c both" if you and me else "c YOU only" if you else "c ME only")
    if "?" in said:
        found.add("asks")
        if said[-1] == "?":
            found.add("ends asking")
    found.add(f"length {min(6, magnitude(len(words)))}")
    return found
