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
_merged = {}


def _merge(piece):
    """Byte-pair encoding: join the neighbours of the lowest rank until none can be joined."""
    if piece not in _merged:
        parts = [bytes([byte]) for byte in piece.encode()]
        while len(parts) > 1:
            rank, at = min((RANKS.get(parts[i] + parts[i + 1], 10**9), i) for i in range(len(parts) - 1))
            if rank == 10**9:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        _merged[piece] = [RANKS[part] for part in parts]
    return _merged[piece]


def encode(text):
    return [token for piece in _PIECES.findall(text) for token in _merge(piece)]


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
