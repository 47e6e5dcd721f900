"""A chain over the turns of consults with two speakers: what each turn says, and whether the speaker stays."""

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

# How much likelier than in training the speaker may stay, in log-odds, in one consult: people differ, and so do
# recognisers. A consult takes the mean over these by how well they explain it.
SHIFTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
SPREAD = 1.0


class Batch:
    """Consults laid side by side. `turns` says how many each has."""

    def __init__(self, turns: list[int]):
        self.turns = turns
        self.starts = np.concatenate([[0], np.cumsum(turns)])
        self.place = np.full((max(turns), len(turns)), -1)
        for consult, length in enumerate(turns):
            self.place[:length, consult] = np.arange(length) + self.starts[consult]
        self.there = self.place >= 0

    def sums(self, odds: np.ndarray, stay: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The log of the sum over all ways to give the turns to two speakers, for each consult; for each turn how
        likely it is the clinician's, and how likely the speaker stayed. `odds` and `stay` are log-odds by turn."""
        depth, width = self.place.shape
        own = np.zeros((depth, width, 2))
        own[..., 1] = np.where(self.there, odds[self.place], 0)
        keep = np.where(self.there, stay[self.place], 0)

        def step(scores: np.ndarray, keep: np.ndarray) -> np.ndarray:
            patient = np.logaddexp(scores[:, 0] + keep, scores[:, 1])
            clinician = np.logaddexp(scores[:, 1] + keep, scores[:, 0])
            return np.stack([patient, clinician], 1)

        before, after = np.empty_like(own), np.zeros_like(own)
        before[0] = own[0]
        for turn in range(1, depth):
            there = self.there[turn][:, None]
            before[turn] = np.where(there, step(before[turn - 1], keep[turn]) + own[turn], before[turn - 1])
        for turn in range(depth - 2, -1, -1):
            there = self.there[turn + 1][:, None]
            after[turn] = np.where(there, step(after[turn + 1] + own[turn + 1], keep[turn + 1]), 0)
        whole = np.logaddexp(before[-1, :, 0], before[-1, :, 1])
        clinician = np.exp(before[..., 1] + after[..., 1] - whole)
        following = after[1:] + own[1:] + keep[1:, :, None]
        stayed = np.zeros((depth, width))
        stayed[1:] = np.exp(np.logaddexp.reduce(before[:-1] + following, axis=2) - whole)
        flat = np.empty((2, self.starts[-1]))
        flat[:, self.place[self.there]] = clinician[self.there], stayed[self.there]
        flat[1, self.starts[:-1]] = 0
        return whole, flat[0], flat[1]

    def by_turn(self, of_consults: np.ndarray) -> np.ndarray:
        return np.repeat(of_consults, self.turns, axis=-1)


def fit(batch: Batch, own: sp.csr_matrix, stay: sp.csr_matrix, clinician: np.ndarray, ridge: float) -> np.ndarray:
    """The weights of the columns of `own` and of `stay` that make the known speakers likeliest, each consult form
    weighing as much as its turns, with a penalty of `ridge` on their squares."""
    clinician = clinician.astype(float)
    stayed = np.concatenate([[0], clinician[1:] == clinician[:-1]])
    stayed[batch.starts[:-1]] = 0
    columns = own.shape[1]
    own_columns, stay_columns = own.T.tocsr(), stay.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds, keep = own @ weights[:columns], stay @ weights[columns:]
        whole, likely, kept = batch.sums(odds, keep)
        likelihood = clinician @ odds + stayed @ keep - whole.sum()
        slope = np.concatenate([own_columns @ (likely - clinician), stay_columns @ (kept - stayed)])
        return ridge / 2 * weights @ weights - likelihood, slope + ridge * weights

    start = np.zeros(columns + stay.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def fit_alone(own: sp.csr_matrix, clinician: np.ndarray, ridge: float) -> np.ndarray:
    """The same for turns on their own."""
    signs = 2.0 * clinician - 1
    columns = own.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (own @ weights)
        slope = columns @ (-signs * np.exp(-np.logaddexp(0, margin)))
        return np.logaddexp(0, -margin).sum() + ridge / 2 * weights @ weights, slope + ridge * weights

    start = np.zeros(own.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x


def probabilities(batch: Batch, odds: np.ndarray, stay: np.ndarray, shifted: np.ndarray) -> np.ndarray:
    """How likely each turn is the clinician's. `shifted` marks the turns before which the shifts apply."""
    fits, likely = [], []
    for shift in SHIFTS:
        keep = stay + shift * shifted
        whole, clinician, _ = batch.sums(odds, keep)
        without_words, _, _ = batch.sums(np.zeros_like(odds), keep)
        fits.append(whole - without_words - shift**2 / (2 * SPREAD**2))
        likely.append(clinician)
    share = np.exp(np.array(fits) - np.max(fits, axis=0))
    return (batch.by_turn(share / share.sum(axis=0)) * likely).sum(axis=0)
