"""Consults to what the model is trained on: examples.py CONSULTS PROMPTS OUT [--vocabulary FILE]. PROMPTS is what
`cargo run -p drafting --example prompts` prints for CONSULTS, so that the model reads what the application sends.

Of each consult one sequence: the transcript, and behind it the four parts of the note side by side, each with its ask. OUT
also holds where each token was copied from, for the guides of train.py."""

import argparse
import collections
import json
import pickle
import re

import numpy as np

import tokenizer

FEWEST = 8  # times a word must be met to be a token of its own
LONGEST = 1400  # tokens of a consult with its note
CLOSING = f"{tokenizer.END}\n{tokenizer.BEGIN}assistant\n"
CONSULT = "The consult:\n"
NOWHERE = -1
_MINOR = {"", "a", "an", "the", "and", "or", "of", "in", "to", "for", "with", "on", "at", ".", ",", ":"}
_ANSWERED = {"denies", "reports", "no", "does"}  # begin a statement that turns on how the answer begins


def chat(tokens, text):
    """The pieces of the chat template, whose control tokens are single ones."""
    made = []
    for piece in re.split(r"(<\|[a-z_]+\|>)", text):
        made += [tokens.ids[piece]] if piece in tokenizer.SPECIAL else tokens.encode(piece)
    return made


def prefix(tokens, system):
    """What stands before every consult."""
    opened = [tokens.ids[tokenizer.BOS]] + chat(tokens, f"{tokenizer.BEGIN}system\n") + tokens.encode(system)
    return opened + chat(tokens, f"{tokenizer.END}\n{tokenizer.BEGIN}user\n")


class Sequence:
    """The tokens of a consult; for each its place, its part (0: the transcript), whether it is to be learnt, the token it
    was copied from, and the number of the segment that it stands in."""

    def __init__(self, tokens, user, asks, note):
        self.tokens = tokens
        self.ids, self.places, self.parts, self.learnt, self.source, self.number = [], [], [], [], [], []
        self.spans, self.plain = {}, []
        background, begins, consult = user.partition(CONSULT)
        self._add(tokens.encode(background) + tokens.encode(begins), 0, False)
        for line in consult.splitlines(keepends=True):
            self._read(line)
        read = len(self.ids)
        for part, ask in enumerate(asks, 1):
            self.place = read
            self._add(tokens.encode(ask["text"]) + chat(tokens, CLOSING), part, False)
            self._write(tokenizer.answer(ask["sections"], note), part)
            self._add([tokens.ids[tokenizer.EOS]], part, True)

    def _add(self, ids, part, is_learnt, source=None, number=NOWHERE):
        for index, token in enumerate(ids):
            self.ids.append(token)
            self.places.append(len(self.places) if part == 0 else self.place)
            self.parts.append(part)
            self.learnt.append(is_learnt)
            self.source.append(source[index] if source else NOWHERE)
            self.number.append(number)
            piece = self.tokens.tokens[token]
            self.plain.append((piece.decode("latin1") if isinstance(piece, bytes) else piece).strip().lower())
            if part:
                self.place += 1

    def _read(self, line):
        cited = line[1 : line.index("]")]
        head = self.tokens.encode(f"[{cited}]")
        ids = self.tokens.encode(line)
        assert ids[: len(head)] == head
        first = len(self.ids)
        where = first + 1
        self._add(ids[: len(head)], 0, False)
        self._add(ids[len(head) :], 0, False, number=where)
        # behind "[", the number, "]", the speaker and the colon
        self.spans[cited] = (first + len(head), len(self.ids), where)

    def _write(self, pieces, part):
        for index, (kind, text) in enumerate(pieces):
            if kind == "fixed":
                self._add([self.tokens.ids[text]], part, True)
            elif kind == "id":
                ids = self.tokens.encode(text)
                where = self.spans[text][2]
                self._add(ids, part, True, source=[where + offset for offset in range(len(ids))])
            else:
                if kind == "words":
                    cited = []
                    for following in pieces[index + 2 :]:
                        if following[0] == "id":
                            cited.append(following[1])
                        elif following[1] != tokenizer.NEXT_ID:
                            break
                ids = self.tokens.encode(text)
                self._add(ids, part, True, source=self._copied(ids, cited, kind == "words"))

    def _copied(self, ids, cited, is_statement):
        """For each token the place in the cited segments that it most likely is a copy of."""
        words = [
            (piece.decode("latin1") if isinstance(piece, bytes) else piece).strip().lower()
            for piece in (self.tokens.tokens[token] for token in ids)
        ]
        places = [place for number in cited for place in range(*self.spans[number][:2])]
        last, found = NOWHERE, []
        for index, word in enumerate(words):
            candidates = [place for place in places if self.plain[place] == word]
            here = NOWHERE
            if last >= 0 and last + 1 in candidates:
                here = last + 1
            elif last >= 0 and last + 2 in candidates:
                here = last + 2
            elif candidates and word not in _MINOR:
                here = max(
                    candidates,
                    key=lambda place: (
                        self._run(words[index:], place),
                        place > last,
                        -abs(place - last) if last >= 0 else 0,
                    ),
                )
            elif index == 0 and is_statement and word in _ANSWERED and places:
                here = self.spans[cited[-1]][0] + 2
            found.append(here)
            if here >= 0 and self.plain[here] == word:
                last = here
        return found

    def _run(self, words, place):
        length = 0
        while (
            length < min(len(words), 12)
            and place + length < len(self.plain)
            and self.plain[place + length] == words[length]
        ):
            length += 1
        return length

    def arrays(self):
        return {
            "ids": np.array(self.ids, np.int32),
            "places": np.array(self.places, np.int32),
            "parts": np.array(self.parts, np.int8),
            "learnt": np.array(self.learnt, bool),
            "source": np.array(self.source, np.int32),
            "number": np.array(self.number, np.int32),
        }


def count_words(consults, prompts, system, asks):
    counts = collections.Counter(
        tokenizer.pre_tokens(system) * FEWEST
        + tokenizer.pre_tokens(CLOSING + f"{tokenizer.BEGIN}system\n{tokenizer.BEGIN}user\n") * FEWEST
    )
    counts.update({word: FEWEST for ask in asks for word in tokenizer.pre_tokens(ask["text"])})
    for consult, prompt in zip(consults, prompts):
        counts.update(tokenizer.pre_tokens(prompt["user"]))
        for ask in asks:
            for kind, text in tokenizer.answer(ask["sections"], consult["note"]):
                if kind != "fixed":
                    counts.update(tokenizer.pre_tokens(text))
    for word in tokenizer.SPECIAL:
        for piece in tokenizer.pre_tokens(word):
            counts.pop(piece, None)
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("consults")
    parser.add_argument("prompts")
    parser.add_argument("out")
    parser.add_argument("--vocabulary", help="an earlier OUT, whose tokens are used")
    options = parser.parse_args()
    consults = [json.loads(line) for line in open(options.consults)]
    fixed, *prompts = [json.loads(line) for line in open(options.prompts)]
    assert len(consults) == len(prompts)
    asks = fixed["asks"]
    if options.vocabulary:
        with open(options.vocabulary, "rb") as file:
            tokens = tokenizer.Tokenizer(pickle.load(file)["tokens"])
    else:
        sections = [section for ask in asks for section in ask["sections"]]
        tokens = tokenizer.Tokenizer(
            tokenizer.vocabulary(sections, count_words(consults, prompts, fixed["system"], asks), FEWEST)
        )
    made = []
    for consult, prompt in zip(consults, prompts):
        sequence = Sequence(tokens, prompt["user"], asks, consult["note"])
        if len(sequence.ids) <= LONGEST:
            made.append(sequence.arrays())
    lengths = [len(one["ids"]) for one in made]
    out = {"tokens": tokens.tokens, "prefix": prefix(tokens, fixed["system"]), "examples": made}
    print(
        f"{len(made)} of {len(consults)} consults, {len(tokens.tokens)} tokens, prefix "
        f"{len(out['prefix'])}, lengths {np.percentile(lengths, [0, 10, 50, 90, 100])}"
    )
    with open(options.out, "wb") as file:
        pickle.dump(out, file, protocol=5)


if __name__ == "__main__":
    main()
