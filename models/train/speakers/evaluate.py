"""The card's table: evaluate.py WEIGHTS.tsv VALID.jsonl [MORE.jsonl ...]"""

import sys
from pathlib import Path

from consults import OTHER, Consult, in_bare_words, in_sentences, load
from weights import Weights


def right(weights: Weights, consults: list[Consult]) -> tuple[int, int, int, int]:
    """Right turns and all turns, and the same without those of others than clinician and patient."""
    pairs = [
        (turn.speaker, speaker) for consult in consults for turn, speaker in zip(consult, weights.speakers(consult))
    ]
    known = [(tagged, speaker) for tagged, speaker in pairs if tagged != OTHER]
    return sum(a == b for a, b in pairs), len(pairs), sum(a == b for a, b in known), len(known)


def main(path: str, *files: str) -> None:
    weights = Weights.read(path)
    print("| consults | turns | right | right of clinician's and patient's |\n| --- | --- | --- | --- |")
    for file in files:
        consults, timed = load(file), load(file, with_times=True)
        name = "/".join(Path(file).parts[-2:])
        rows = {name: consults}
        if any(turn.touches for consult in timed for turn in consult):
            rows[f"{name} with its times"] = timed
        rows[f"{name} sentence by sentence"] = [in_sentences(consult) for consult in consults]
        rows[f"{name} in lower case, no punctuation"] = [in_bare_words(consult) for consult in consults]
        for row, form in rows.items():
            good, turns, good_known, known = right(weights, form)
            print(f"| {row} | {turns} | {good / turns:.1%} | {good_known / known:.1%} |", flush=True)
        for number, consult in enumerate(consults):
            good, turns, *_ = right(weights, [consult])
            if good < 0.8 * turns:
                print(f"  consult {number + 1}: {good} of {turns}", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
