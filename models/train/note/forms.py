"""The forms in which a consult can reach the drafter: forms.py CONSULTS.jsonl FORM > CONSULTS_IN_THAT_FORM.jsonl

as-is       as the corpus has it
cased       with capitals and ordinary punctuation, each sentence a turn of its own, as a recogniser delivers it
bare        cased, and nobody named as the speaker
run-on      in lower case, without punctuation
"""

import json
import re
import sys

FORMS = ("as-is", "cased", "bare", "run-on")
SENTENCE_END = re.compile(r"(?<=[.?!]) +")


def joined(text: str) -> str:
    """Punctuation and the halves of contractions back at their words."""
    text = re.sub(r" (n't|'(?:s|re|ve|ll|d|m)\b)", r"\1", text)
    text = re.sub(r" +([.,?!;:])", r"\1", text)
    text = re.sub(r"\b(gon|wan) na\b", r"\1na", text)
    return re.sub(r"^[.,\s]+", "", text)


def cased(text: str) -> list[str]:
    """The sentences of a turn as they are written."""
    out = []
    for sentence in SENTENCE_END.split(joined(text)):
        sentence = re.sub(r"\bi\b(?!\.)", "I", sentence.strip())
        if re.search(r"[A-Za-z0-9]", sentence):
            sentence = sentence[0].upper() + sentence[1:]
            out.append(sentence if sentence[-1] in ".?!" else sentence + ".")
    return out


def run_on(text: str) -> str:
    return " ".join(re.sub(r"(?<![0-9])[.,?!;:]|[.,?!;:](?![0-9])", " ", joined(text).lower()).split())


def deliver(turns: list[dict], form: str) -> list[dict]:
    if form == "as-is":
        return turns
    if form == "run-on":
        said = [(turn["speaker"], run_on(turn["text"])) for turn in turns]
    else:
        said = [(turn["speaker"], sentence) for turn in turns for sentence in cased(turn["text"])]
    return [{"speaker": "" if form == "bare" else speaker, "text": text} for speaker, text in said if text]


def main(path: str, form: str) -> None:
    with open(path, encoding="utf-8") as file:
        for consult in map(json.loads, file):
            consult["transcript"] = deliver(consult["transcript"], form)
            print(json.dumps(consult, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
