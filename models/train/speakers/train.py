"""Learns who says what from a file of consults, and writes the weights: train.py TRAIN.jsonl WEIGHTS.tsv"""

import random
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

import chain
import words
from consults import CLINICIAN, FORMS, Consult, deliver, load, told_by_a_companion
from weights import UNIT, Weights, link, persons

SEED = 1
ROUNDS_OF_FORMS = 2
FOLDS = 6
# In how many consults a feature must occur, so that nobody's name is one.
CONSULTS = 3
# Penalties on the squares of the weights, for each form of the consults.
RIDGE_WORDS, RIDGE_CHAIN = 2.0, 1.0
# A run of so many turns whose words all speak for the other speaker has its tags put right.
SWAPPED = 4
# One consult in so many is had with a companion, as a guess.
COMPANIONS = 20


def columns(rows: list[set[str]], vocabulary: dict[str, int]) -> sp.csr_matrix:
    found = [sorted(vocabulary[name] for name in row if name in vocabulary) for row in rows]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in found])])
    indices = np.concatenate([np.array(row, int) for row in found])
    return sp.csr_matrix((np.ones(len(indices)), indices, ends), shape=(len(rows), len(vocabulary)))


def numbered(names: set[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(sorted(names))}


def vocabulary_of(rows: list[set[str]], origins: list[int]) -> dict[str, int]:
    """What is found in enough consults."""
    found = {(name, origin) for row, origin in zip(rows, origins) for name in row}
    consults = Counter(name for name, _ in found)
    return numbered({name for name in consults if consults[name] >= CONSULTS})


class Turns:
    """The turns of all forms of all consults, with what is looked at in them; `origin` is the consult of each turn."""

    def __init__(self, consults: list[Consult], origins: list[int]):
        self.batch = chain.Batch([len(consult) for consult in consults])
        self.said = [[words.tokens(turn.text) for turn in consult] for consult in consults]
        rows = [words.features(turn) for consult in self.said for turn in consult]
        self.origin = self.batch.by_turn(np.array(origins))
        self.vocabulary = vocabulary_of(rows, self.origin.tolist())
        self.own = columns(rows, self.vocabulary)
        self.clinician = np.array([turn.speaker == CLINICIAN for consult in consults for turn in consult])

    def held_out_odds(self, ridge: float) -> np.ndarray:
        """The odds of each turn, as learnt from other consults."""
        odds = np.zeros(len(self.clinician))
        for fold in range(FOLDS):
            out = self.origin % FOLDS == fold
            odds[out] = self.own[out] @ chain.fit_alone(self.own[~out], self.clinician[~out], ridge)
        return odds


def put_right(consults: list[Consult]) -> list[Consult]:
    """The consults with the tags changed where a run of turns sounds like the other speaker: in a few consults of
    ACI-BENCH the tags are swapped from some turn on."""
    right = consults
    for _ in range(2):
        turns = Turns(right, list(range(len(right))))
        odds = turns.held_out_odds(RIDGE_WORDS / 2)
        _, clinician, _ = turns.batch.sums(0.7 * odds, np.full(len(odds), -1.2))
        right = []
        for consult, start in zip(consults, turns.batch.starts):
            heard = [likely > 0.5 for likely in clinician[start : start + len(consult)]]
            doubted = [(turn.speaker == CLINICIAN) != other for turn, other in zip(consult, heard)]
            swapped = {turn for run in runs(doubted) if len(run) >= SWAPPED for turn in run}
            right.append([replace(t, speaker=1 - t.speaker) if n in swapped else t for n, t in enumerate(consult)])
    return right


def runs(doubted: list[bool]) -> list[range]:
    """The runs of doubted turns; a single turn between two and more does not end one."""
    found, turn = [], 0
    while turn < len(doubted):
        end = turn
        while end < len(doubted) and (doubted[end] or (end > turn and doubted[end + 1 : end + 3] == [True, True])):
            end += 1
        if end > turn:
            found.append(range(turn, end))
        turn = end + 1
    return found


def learn_chain(turns: Turns, forms: list[Consult], odds: np.ndarray, ridge: float) -> tuple[float, dict[str, float]]:
    """How far the odds of the words are to be trusted, and the odds that a speaker goes on."""
    links = [
        {link(said, consult, turn)} if turn else set()
        for said, consult in zip(turns.said, forms)
        for turn in range(len(consult))
    ]
    names = numbered(set().union(*links))
    first = np.zeros(len(odds))
    first[turns.batch.starts[:-1]] = 1
    # Pairs of kinds that are rare in training lean on what holds for all of them.
    paused = np.array([bool(row) and row != {"touches"} for row in links], float)
    stay = sp.hstack([columns(links, names), sp.csr_matrix(paused[:, None])]).tocsr()
    own = sp.csr_matrix(np.stack([odds, first], 1))
    trust, opening, *rest = chain.fit(turns.batch, own, stay, turns.clinician, ridge)
    pause = rest.pop()
    kinds = ["none", "ask", "asks"] + [f"say{size}" for size in range(1, 5)]
    pairs = {
        f"{a} {b}": pause + rest[names[f"{a} {b}"]] if f"{a} {b}" in names else pause for a in kinds for b in kinds
    }
    return trust, {"first": opening, "touches": rest[names["touches"]], **pairs}


def learn_companion(consults: list[Consult]) -> dict[str, float]:
    """How to tell a companion from the patient."""

    def of(consult: Consult) -> tuple[float, float]:
        return persons(consult, [turn.speaker == CLINICIAN for turn in consult])

    chance = random.Random(SEED)
    told = [(*of(told_by_a_companion(consult, chance)), 1.0) for consult in consults]
    own = sp.csr_matrix(np.array([(*of(consult), 1.0) for consult in consults] + told))
    companion = np.array([False] * len(consults) + [True] * len(told))
    by_told, by_asked, bias = chain.fit_alone(own, companion, 0.1)
    return {"told": by_told, "asked": by_asked, "bias": bias - np.log(COMPANIONS)}


def in_units(weights: dict[str, float]) -> dict[str, int]:
    return {name: round(weight * UNIT) for name, weight in weights.items()}


def main(data: str, out: str) -> None:
    consults = put_right(load(data))
    forms, origins = [], []
    for seed in range(ROUNDS_OF_FORMS):
        for number, form in enumerate(FORMS):
            for origin, consult in enumerate(consults):
                forms.append(deliver(consult, form, random.Random(f"{SEED + seed} {number} {origin}")))
                origins.append(origin)
    copies = ROUNDS_OF_FORMS * len(FORMS)
    turns = Turns(forms, origins)
    print(f"{len(consults)} consults, {len(turns.clinician)} turns of {copies} forms, {len(turns.vocabulary)} features")
    trust, links = learn_chain(turns, forms, turns.held_out_odds(RIDGE_WORDS * copies), RIDGE_CHAIN * copies)
    own = chain.fit_alone(turns.own, turns.clinician, RIDGE_WORDS * copies)
    by_name = {name: trust * own[place] for name, place in turns.vocabulary.items()}
    kept = {name: weight for name, weight in in_units(by_name).items() if weight}
    Weights(kept, in_units(links), in_units(learn_companion(consults))).write(out)
    print(f"words trusted {trust:.2f}, {len(kept)} weights written")


if __name__ == "__main__":
    main(*sys.argv[1:])
