"""A clinician's note as the measure of what the drafter considers: how much of a statement stands in it, and where."""

import re
from collections import Counter

HEADINGS = [
    (r"chief complaint|cc", "chief_complaint"),
    (r"history of present illness|hpi|subjective", "history_of_present_illness"),
    (r"review of systems", "review_of_systems"),
    (r"(?:past |medical |surgical |past medical )+history", "past_medical_history"),
    (r"social history", "social_history"),
    (r"family history", "family_history"),
    (r"(?:current )?medications", "medications"),
    (r"allergies", "allergies"),
    (r"vitals.*", "vital_signs"),
    (r"physical exam(?:ination)?|exam", "physical_exam"),
    (r"(?:lab |imaging )?results", "results"),
    (r"assessment and plan", "plan"),
    (r"assessment|impression", "problems"),
    (r"plan|instructions", "plan_education"),
]
LABELS = [
    (r"medical reasoning", "problems"),
    (r"medical treatment|additional testing|specialist referrals|patient education|procedures", "plan_education"),
]
TOKEN = re.compile(r"[a-z0-9]+")
SENTENCE_END = re.compile(r"(?<=[.?!]) +")
EMPTY = set(
    "the a an and or of to in on at for with is are was were be been has have had he she they it that this his her their"
    " patient will would i we as by from also".split()
)


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text.lower())


def section_of(line: str) -> str | None:
    name = line.strip().strip(":.").lower()
    return next((section for pattern, section in HEADINGS if re.fullmatch(pattern, name)), None)


class Note:
    def __init__(self, text: str):
        words = tokens(text)
        self.words = Counter(words)
        self.pairs = Counter(zip(words, words[1:]))
        self.sentences: list[tuple[set[str], str]] = []
        here, plan = "", False
        for line in text.splitlines():
            if not line.strip():
                continue
            heading = section_of(line)
            if heading:
                plan, here = heading == "plan", "problems" if heading == "plan" else heading
                continue
            if plan:
                label = line.strip("•- ").lower()
                here = next((section for pattern, section in LABELS if re.match(pattern, label)), here)
            for sentence in SENTENCE_END.split(line.strip()):
                said = set(tokens(sentence)) - EMPTY
                if said:
                    self.sentences.append((said, here))

    def worth(self, statement: str) -> float:
        """How much of a statement's words with meaning, and of its pairs of words, the note has: 0 to 1."""
        words = tokens(statement)
        if not words:
            return 0.0
        meant = [word for word in words if word not in EMPTY] or words
        of_words = sum(word in self.words for word in meant) / len(meant)
        pairs = [pair for pair in zip(words, words[1:]) if not EMPTY.issuperset(pair)]
        of_pairs = sum(pair in self.pairs for pair in pairs) / max(1, len(pairs))
        return (of_words + 2 * of_pairs) / 3

    def section(self, statement: str) -> str:
        """Where the note has its most alike sentence; none where it has none."""
        said = set(tokens(statement)) - EMPTY
        if not said or not self.sentences:
            return ""
        alike, section = max((2 * len(said & other) / (len(said) + len(other)), where) for other, where in self.sentences)
        return section if alike >= 0.25 else ""
