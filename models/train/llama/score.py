"""How many statements came out right: score.py CONSULTS ANSWERS [--errors N]. CONSULTS is what consult.py printed, ANSWERS
what `cargo run -p llama-worker --example llama-notes` printed for it.

A statement is right when its text and all its citations are those of the reference. Numbers, drugs, sides and negations
are looked at in the statement that stands for the reference's: the same text, or else of the same section the one of the
most words in common. Whatever was written beyond the reference counts as an addition."""

import argparse
import collections
import json
import re

import consult

_NUMBER, _SIDE = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"\b(left|right|both)\b", re.I)
_NEGATION = re.compile(r"^(?:Denies|No|Does not|Never|Cannot|Not)\b|\b(?:not|no|unable|negative)\b")
_TRIED = re.compile(r"^(?:Tried|Took) (.+?)(?: [\d.]+ \w+)?,")


class Score:
    def __init__(self):
        self.counts, self.errors = collections.defaultdict(lambda: [0, 0]), []

    def count(self, what, is_right):
        self.counts[what][0] += bool(is_right)
        self.counts[what][1] += 1

    def add(self, reference, answers):
        try:
            written = {section: statements for answer in answers for section, statements in json.loads(answer).items()}
        except json.JSONDecodeError:
            written = {}
            self.errors.append(("not JSON", answers))
        self.count("parts readable", written)
        exact = True
        for section in consult.SECTIONS:
            wanted, got = reference[section], written.get(section, [])
            exact &= [_essence(one) for one in wanted] == [_essence(one) for one in got]
            for statement in wanted:
                self._statement(section, statement, got)
            texts = {one["text"] for one in wanted}
            for statement in got:
                self.count("not added", statement["text"] in texts)
                if statement["text"] not in texts:
                    self.errors.append((section, "added", statement["text"], statement["evidence"]))
        self.count("whole notes", exact)

    def _statement(self, section, statement, got):
        text = statement["text"]
        same = next((one for one in got if one["text"] == text), None)
        cited = same is not None and same["evidence"] == statement["evidence"]
        self.count("statements", same)
        self.count("statements with citation", cited)
        self.counts[f"  {section}"][0] += cited
        self.counts[f"  {section}"][1] += 1
        if not cited:
            self.errors.append((section, "wanted", text, statement["evidence"], same and same["evidence"]))
        stands = same or max(got, key=lambda one: _alike(one["text"], text), default=None)
        other = stands["text"] if stands else ""
        if _NUMBER.search(text):
            self.count("numbers", _NUMBER.findall(text) == _NUMBER.findall(other))
        if _SIDE.search(text):
            self.count("sides", _SIDE.findall(text.lower()) == _SIDE.findall(other.lower()))
        if _NEGATION.search(text):
            self.count("negations", _NEGATION.search(other))
        drug = _drug(statement)
        if drug:
            self.count("drugs", drug.lower() in other.lower())
        if statement.get("detail"):
            self.count("details", stands and stands.get("detail") == statement["detail"])


def _essence(statement):
    return statement["text"], statement["evidence"]


def _alike(one, other):
    one, other = set(one.lower().split()), set(other.lower().split())
    return len(one & other) / len(one | other)


def _drug(statement):
    detail = statement.get("detail") or {}
    tried = _TRIED.match(statement["text"])
    return detail.get("name") or detail.get("substance") or (tried and tried[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("consults")
    parser.add_argument("answers")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    notes = {one["id"]: one["note"] for one in map(json.loads, open(options.consults))}
    score, times = Score(), []
    for line in open(options.answers):
        answer = json.loads(line)
        score.add(notes[answer["id"]], answer["answers"])
        times.append(answer["ms"])
    for what, (right, all_) in score.counts.items():
        print(f"{what:30} {right:6} of {all_:6}  {100 * right / all_:5.1f} %")
    print(f"{sorted(times)[len(times) // 2]:.0f} ms a note (median of {len(times)})")
    for error in score.errors[: options.errors]:
        print(*error, sep=" | ")


if __name__ == "__main__":
    main()
