"""Learns what belongs in a note: train.py WEIGHTS.tsv CONSULTS.jsonl LOOKS.jsonl [LOOKS.jsonl ...]

CONSULTS has {"id", "note"} a line; each LOOKS is what `note_looks` prints of the same consults in one form.
"""

import json
import re
import sys
from collections import Counter, defaultdict

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, Ridge

import reference

# In how many consults a look must occur, so that nobody's name is one.
CONSULTS = 3
RIDGE = 60.0
PENALTY = 0.1
UNIT = 1000

# The sections among which the weights choose, in the order of crates/drafting/src/extract/weights.rs.
SECTIONS = [
    "history_of_present_illness", "past_medical_history", "social_history", "medications", "physical_exam", "results",
    "problems", "plan_education",
]

HEADER = """\
# What belongs in a note, and where: a look, its worth and its odds for each section, in thousandths. See dictum-note-en.md.
# look\tworth\t{}
"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Examples:
    """All that is considered in all forms of all consults, with what it would be worth."""

    def __init__(self, consults, forms):
        notes = {consult["id"]: reference.Note(consult["note"]) for consult in consults}
        number = {name: place for place, name in enumerate(notes)}
        self.rows, self.origin, worth, section = [], [], [], []
        for form in forms:
            for consult in form:
                note = notes[consult["id"]]
                for one in consult["considered"]:
                    self.rows.append(set(one["looks"]) | {"always"})
                    self.origin.append(number[consult["id"]])
                    worth.append(note.worth(one["text"]))
                    section.append(note.section(one["text"]))
        self.origin, self.worth = np.array(self.origin), np.array(worth)
        self.section = np.array([SECTIONS.index(s) if s in SECTIONS else -1 for s in section])

    def vocabulary(self, among):
        seen = defaultdict(set)
        for row, origin in zip(self.rows, self.origin):
            if among[origin]:
                for look in row:
                    seen[look].add(origin)
        return {look: n for n, look in enumerate(sorted(l for l, where in seen.items() if len(where) >= CONSULTS))}

    def matrix(self, vocabulary, chosen):
        indices, ends = [], [0]
        for at in chosen:
            indices += sorted(vocabulary[look] for look in self.rows[at] if look in vocabulary)
            ends.append(len(indices))
        return sp.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(chosen), len(vocabulary)))


def fit(examples, among):
    """The vocabulary, the worth of each look, and its odds for each section."""
    vocabulary = examples.vocabulary(among)
    chosen = np.flatnonzero(among[examples.origin])
    looks = examples.matrix(vocabulary, chosen)
    worth = Ridge(RIDGE, fit_intercept=False, solver="lsqr").fit(looks, examples.worth[chosen]).coef_
    sorted_ = chosen[examples.section[chosen] >= 0]
    classes = LogisticRegression(C=PENALTY, max_iter=60, fit_intercept=False).fit(
        examples.matrix(vocabulary, sorted_), examples.section[sorted_]
    )
    odds = np.zeros((len(vocabulary), len(SECTIONS)))
    odds[:, classes.classes_] = classes.coef_.T
    return vocabulary, worth, odds


def write(path, vocabulary, worth, odds):
    rows = np.rint(np.column_stack([worth, odds]) * UNIT).astype(int)
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEADER.format("\t".join(SECTIONS)))
        for look, place in vocabulary.items():
            if np.abs(rows[place]).max() >= 3:
                out.write("\t".join([look, *map(str, rows[place])]) + "\n")


def main(out, consults, *forms):
    examples = Examples(read(consults), [read(form) for form in forms])
    count = examples.origin.max() + 1
    held_out = []
    for fold in range(4):
        among = np.arange(count) % 4 != fold
        vocabulary, worth, odds = fit(examples, among)
        rest = np.flatnonzero(~among[examples.origin])
        looks = examples.matrix(vocabulary, rest)
        guess = looks @ worth
        known = examples.section[rest] >= 0
        right = (looks @ odds).argmax(1)[known] == examples.section[rest][known]
        held_out.append((np.corrcoef(guess, examples.worth[rest])[0, 1], right.mean()))
    print("correlation of worth and share of sections right, held out:", np.mean(held_out, axis=0).round(3))
    vocabulary, worth, odds = fit(examples, np.ones(count, bool))
    write(out, vocabulary, worth, odds)
    print(f"{count} consults, {len(examples.rows)} considered, {len(vocabulary)} looks")


if __name__ == "__main__":
    main(*sys.argv[1:])
