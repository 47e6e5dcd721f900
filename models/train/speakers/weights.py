"""The file of weights, and what follows from it. The program in Rust must come to the same."""

import numpy as np

import chain
import words
from consults import CLINICIAN, OTHER, PATIENT, Consult

# Weights are log-odds in hundredths.
UNIT = 100

HEADER = """\
# Who says what in a consult: log-odds in hundredths, positive for the clinician. See dictum-speakers-en.md.
# A name and a value on each line, a tab between them.
"""


class Weights:
    def __init__(self, own: dict[str, int], links: dict[str, int], companion: dict[str, int]):
        self.own, self.links, self.companion = own, links, companion

    @staticmethod
    def read(path: str) -> "Weights":
        sections: dict[str, dict[str, int]] = {}
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                name, _, value = line.rstrip("\n").partition("\t")
                if name.startswith("["):
                    section = sections.setdefault(name.strip("[]"), {})
                elif value.lstrip("-").isdigit():
                    section[name] = int(value)
        return Weights(sections["words"], sections["chain"], sections["companion"])

    def write(self, path: str) -> None:
        sections: dict[str, dict[str, object]] = {
            "spellings": words.SAME,
            "classes": words.CLASSES,
            "persons": {"third": words.THIRD, "first": words.FIRST, "second": words.SECOND},
            "companion": self.companion,
            "chain": self.links,
            "words": self.own,
        }
        with open(path, "w", encoding="utf-8") as out:
            out.write(HEADER)
            for name, section in sections.items():
                out.write(f"[{name}]\n")
                out.writelines(f"{key}\t{value}\n" for key, value in sorted(section.items()))

    def odds(self, said: list[str]) -> int:
        return sum(self.own.get(feature, 0) for feature in words.features(said))

    def probabilities(self, consult: Consult) -> list[float]:
        """How likely each turn is the clinician's."""
        if not consult:
            return []
        said = [words.tokens(turn.text) for turn in consult]
        odds = np.array([self.odds(turn) for turn in said], float)
        odds[0] += self.links.get("first", 0)
        stay = np.array([0] + [self.links.get(link(said, consult, turn), 0) for turn in range(1, len(said))], float)
        batch = chain.Batch([len(consult)])
        shifted = np.array([not turn.touches for turn in consult], float)
        return chain.probabilities(batch, odds / UNIT, stay / UNIT, shifted).tolist()

    def speakers(self, consult: Consult) -> list[int]:
        clinician = [likely > 0.5 for likely in self.probabilities(consult)]
        third, doctors_third = persons(consult, clinician)
        told = self.companion["bias"] + self.companion["told"] * third + self.companion["asked"] * doctors_third
        other = OTHER if told > 0 else PATIENT
        return [CLINICIAN if yes else other for yes in clinician]


def link(said: list[list[str]], consult: Consult, turn: int) -> str:
    """The name of the chance that the speaker of the turn before goes on."""
    if consult[turn].touches:
        return "touches"
    return f"{words.kind(said[turn - 1])} {words.kind(said[turn])}"


def persons(consult: Consult, clinician: list[bool]) -> tuple[float, float]:
    """How much of the talk of persons is in the third: of those who are not the clinician, as against the first, and of
    the clinician, as against the second. A few words are no evidence."""
    third, first, second = (set(text.split()) for text in (words.THIRD, words.FIRST, words.SECOND))

    def share(of_clinician: bool, near: set[str]) -> float:
        said = [w for t, yes in zip(consult, clinician) if yes == of_clinician for w in words.tokens(t.text)]
        far = sum(word in third for word in said)
        return far / (far + sum(word in near for word in said) + 5)

    return share(False, first), share(True, second)
