"""How much of the reference notes drafted notes have, in ROUGE: rouge.py DRAFTS.jsonl CONSULTS.jsonl [DRAFTS CONSULTS ...]

DRAFTS has {"id", "text"} a line, as `draft_jsonl` prints them; CONSULTS has {"id", "note"}. The whole note counts, headings
and all, as ACI-BENCH's own evaluation does: words unstemmed, each sentence a line for ROUGE-Lsum.
"""

import json
import re
import sys

from rouge_score import rouge_scorer

SENTENCE_END = re.compile(r"(?<=[.?!]) +(?=[A-Z0-9\"'(-])")


def lines(note: str) -> str:
    """Each sentence on a line of its own."""
    return "\n".join(s for line in note.splitlines() for s in SENTENCE_END.split(line.strip()) if s)


def read(path: str, field: str) -> dict[str, str]:
    with open(path, encoding="utf-8") as file:
        return {consult["id"]: consult[field] for consult in map(json.loads, file)}


def table(drafts: dict[str, str], notes: dict[str, str]) -> list[float]:
    """ROUGE-1, ROUGE-2 and ROUGE-Lsum (F, in hundredths), and the mean number of words drafted and of the reference."""
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=False)
    scores = [scorer.score(lines(notes[name]), lines(drafts[name])) for name in notes]
    of = [100 * sum(score[kind].fmeasure for score in scores) / len(scores) for kind in ("rouge1", "rouge2", "rougeLsum")]
    return [*of, *(sum(len(text[name].split()) for name in notes) / len(notes) for text in (drafts, notes))]


def main(arguments: list[str]) -> None:
    print("| drafts | notes | ROUGE-1 | ROUGE-2 | ROUGE-Lsum | words | words of the reference |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for drafted, consults in zip(arguments[::2], arguments[1::2]):
        drafts, notes = read(drafted, "text"), read(consults, "note")
        figures = table(drafts, notes)
        cells = [f"{figure:.1f}" for figure in figures[:3]] + [f"{words:.0f}" for words in figures[3:]]
        print(f"| {drafted} | {len(notes)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
