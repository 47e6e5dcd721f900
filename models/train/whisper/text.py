"""Written text <-> Whisper token ids (the English-only vocabulary of 51,864 entries).

The vocabulary file and the mel filters are read from the PyPI package `openai-whisper`; none of its code is imported.
"""

import base64
import importlib.util
import pathlib
import re

ASSETS = pathlib.Path(importlib.util.find_spec("whisper").origin).parent / "assets"

VOCABULARY_SIZE = 51864  # whisper.cpp derives the special ids from this number
END = 50256  # <|endoftext|>
START = 50257  # <|startoftranscript|>
NO_TIMESTAMPS = 50362
PREVIOUS = 50360  # <|startofprev|>: a prompt follows
FIRST_TIMESTAMP = 50363  # <|0.00|>; one id more for each 20 ms
NEWLINE = 198  # the text of a silent clip, see train.py

# Words, apostrophe endings, single digits (so that a number needs no token of its own), single marks.
_PIECES = re.compile(r"'(?:s|t|re|ve|m|ll|d)\b| ?[A-Za-z]+| ?[0-9]|[^\sA-Za-z0-9]")


def _load_ranks():
    ranks = {}
    with open(ASSETS / "gpt2.tiktoken") as lines:
        for line in lines:
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
    return ranks


RANKS = _load_ranks()
TOKENS = sorted(RANKS, key=RANKS.get) + [b"<|endoftext|>"]
_split = {}
_LONGEST_TOKEN = 32  # bytes


def _longest_first(piece):
    """Always the longest token that fits, as whisper.cpp cuts a prompt: so a name has one spelling, asked for or heard."""
    if piece not in _split:
        rest, tokens = piece.encode(), []
        while rest:
            length = next(n for n in range(min(len(rest), _LONGEST_TOKEN), 0, -1) if rest[:n] in RANKS)
            tokens.append(RANKS[rest[:length]])
            rest = rest[length:]
        _split[piece] = tokens
    return _split[piece]


def encode(text):
    return [token for piece in _PIECES.findall(text) for token in _longest_first(piece)]


def decode(ids):
    return b"".join(TOKENS[i] for i in ids if i < END).decode("utf-8", "replace")


def normalise(text):
    """The words that a word error rate counts: lower case, without punctuation except inside numbers and words."""
    return re.findall(r"[a-z0-9][a-z0-9'/.%-]*", re.sub(r"[.,?!]+(?=\s|$)", " ", text.lower()))


def word_errors(reference, hypothesis):
    """(substitutions + insertions + deletions, reference words) between two texts."""
    want, got = normalise(reference), normalise(hypothesis)
    row = list(range(len(got) + 1))
    for i, word in enumerate(want, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1], len(want)
