"""A consult being made: what is said, sentence by sentence, and the note that follows from it. A statement refers to
sentences; which segment a sentence stands in is settled at the end, when turns are cut into segments."""

import json
import pathlib
import re

import words

SECTIONS = (
    "chief_complaint history_of_present_illness review_of_systems past_medical_history family_history social_history "
    "medications allergies vital_signs physical_exam results primary_diagnosis differential_diagnoses problems "
    "plan_medications plan_tests plan_procedures plan_referrals plan_education plan_follow_up"
).split()
CLINICIAN, PATIENT, UNKNOWN = "Clinician", "Patient", "Speaker"
_STRETCHES = words.choices(
    "a week;a month;a year;a day;a couple of days;a couple of weeks;a few days;a few weeks;a few months"
)
_UNITS = "days days weeks weeks months years hours".split()
_SENTENCES = re.compile(r"(?<=[.?!]) ")
_SAMPLE = pathlib.Path(__file__).parents[2] / "sample" / "consult.txt"


def _plain(sentence):
    return re.sub(r"[^a-z0-9 ]", "", sentence.lower()).strip()


def _kept_out():
    turns = (line.split(": ", 1)[1] for line in _SAMPLE.read_text().splitlines())
    sentences = {_plain(sentence) for turn in turns for sentence in _SENTENCES.split(turn)}
    return {sentence for sentence in sentences if len(sentence.split()) >= 4}


KEPT_OUT = _kept_out()


class KeptOut(Exception):
    """A sentence of the sample consult came about: this consult is not used."""


class Consult:
    def __init__(self, rng):
        self.rng = rng
        self.sentences = []  # (speaker, text, whether it may only stand in the segment of the one before it)
        self.notes = []  # (section, text, sentences, detail)
        self.in_words = False  # whether small numbers are written as words
        self.background = {}  # what the record has: it is never to be written down
        self.told = set()  # symptoms that were spoken of

    def vary(self, text, **fill):
        text = words.vary(self.rng, text)
        return text.format(**fill) if fill else text

    def chance(self, share):
        return self.rng.random() < share

    def number(self, least, most):
        """A number as a recogniser writes it, or as people type it."""
        value = self.rng.randint(least, most)
        return words.NUMBER_WORDS[value] if self.in_words and value in words.NUMBER_WORDS else str(value)

    def stretch(self):
        """For how long: "2 weeks", "a few days"."""
        if self.chance(0.12):
            return self.rng.choice(_STRETCHES)
        return f"{self.number(2, 14)} {self.rng.choice(_UNITS)}"

    def say(self, speaker, text, **fill):
        """Adds one sentence, or several; -> the numbers of the sentences."""
        first = len(self.sentences)
        for sentence in _SENTENCES.split(words.capital(self.vary(text, **fill).strip())):
            if _plain(sentence) in KEPT_OUT:
                raise KeptOut
            self.sentences.append((speaker, sentence))
        return list(range(first, len(self.sentences)))

    def doctor(self, text, **fill):
        return self.say(CLINICIAN, text, **fill)

    def patient(self, text, **fill):
        return self.say(PATIENT, text, **fill)

    def note(self, section, text, *evidence, detail=None):
        text = words.capital(text.strip())
        rests_on = sorted({number for numbers in evidence for number in numbers})
        self.notes.append((section, text if text.endswith(".") else text + ".", rests_on, detail))

    def fresh(self, symptoms, count):
        """Symptoms that nobody has spoken of yet."""
        left = [symptom for symptom in symptoms if symptom not in self.told]
        chosen = self.rng.sample(left, min(count, len(left)))
        self.told.update(chosen)
        return chosen

    def finish(self):
        """-> {"transcript": [{"speaker", "text"}], "background", "note": {section: [{"text", "evidence", "
        ""detail"?}]}}"""
        rng = self.rng
        segments, where = [], []
        by_sentence = self.chance(0.06)  # a recogniser that cuts at every pause
        nobody_known = self.chance(0.1)
        for speaker, text in self.sentences:
            cut = by_sentence or rng.random() < 0.08
            if segments and segments[-1][0] == speaker and not cut:
                segments[-1][1] += " " + _misheard(rng, text)
            else:
                segments.append([speaker, _misheard(rng, text)])
            where.append(len(segments) - 1)
        transcript = [
            {"speaker": UNKNOWN if nobody_known or rng.random() < 0.01 else speaker, "text": text}
            for speaker, text in segments
        ]
        note = {section: [] for section in SECTIONS}
        for section, text, rests_on, detail in sorted(self.notes, key=lambda one: one[2][0]):
            statement = {"text": text, "evidence": sorted({where[number] for number in rests_on})}
            if detail is not None:
                statement["detail"] = detail
            if not any(text == other["text"] for other in note[section]):
                note[section].append(statement)
        return {"transcript": transcript, "note": note, "background": self.background}


def _misheard(rng, sentence):
    """Now and then what a recogniser leaves out or adds: a capital, a mark, a hesitation."""
    chance = rng.random()
    if chance < 0.02:
        return sentence.rstrip(".?!")
    if chance < 0.04 and not sentence.startswith("I "):
        return sentence[0].lower() + sentence[1:]
    if chance < 0.06:
        return rng.choice(["Um, ", "Uh, ", "Well, ", "So, "]) + (
            sentence if sentence.startswith("I") else sentence[0].lower() + sentence[1:]
        )
    return sentence


def consult(rng):
    """One consult with its note."""
    import visit  # the parts of a visit are built on this module

    while True:
        made = Consult(rng)
        try:
            visit.hold(made)
        except KeptOut:
            continue
        return made.finish()


if __name__ == "__main__":
    import argparse
    import random

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    for number in range(options.count):
        print(json.dumps({"id": f"{options.seed}-{number}"} | consult(chance)))
