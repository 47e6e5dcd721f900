"""Sentences as people talk, by a trigram model: its counts come from the turns of a consult corpus.

The corpus is ACI-BENCH's training split (CC BY 4.0): JSON lines with {"transcript": [{"text"}]}, in lower case, marks set
off by spaces. No sentence is kept; what is sampled goes on after any two words as some speaker did.
"""

import collections
import json
import re

LEAST = 2  # occurrences of a word that the model is to know
LONGEST = 26  # words
# How often the next word looks at two words before it, at one, at none: more chance than the corpus has.
LOOK_BACK = [0.80, 0.15, 0.05]
_SPLIT_OFF = re.compile(r" (?='(?:s|re|ve|ll|d|m)\b|n't\b)")
_TOKEN = re.compile(r"\d+-year-old|[a-z]+(?:[-'][a-z]+)*'?|\d+|[.,?]")
_NUMBER_WORDS = set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand".split()
)
NUMBER, AGE, START = "{number}", "{years}", "<s>"


def _sentences(path):
    with open(path) as lines:
        for line in lines:
            for turn in json.loads(line)["transcript"]:
                sentence = []
                for token in _TOKEN.findall(_SPLIT_OFF.sub("", turn["text"].lower())):
                    if token in ".?":
                        if sentence:
                            yield sentence + [token]
                        sentence = []
                        continue
                    if token.endswith("-year-old"):
                        token = AGE
                    elif token.isdigit() or token in _NUMBER_WORDS:
                        token = NUMBER
                    if not (token == NUMBER and sentence[-1:] == [NUMBER]) and not (token == "," and not sentence):
                        sentence.append(token)


class Talk:
    def __init__(self, path):
        sentences = list(_sentences(path))
        counts = collections.Counter(token for sentence in sentences for token in sentence)
        self.words = {word for word, count in counts.items() if count >= LEAST and re.match(r"[a-z]", word)}
        known = self.words | {NUMBER, AGE, ",", ".", "?"}
        self.any = [token for sentence in sentences for token in sentence if token in self.words]
        self.after = collections.defaultdict(list)
        for sentence in sentences:
            first, second = START, START
            for token in sentence:
                if token not in known:
                    first, second = "", ""  # nothing is learnt across a word that is too rare
                    continue
                if second:
                    self.after[second].append(token)
                if first and second:
                    self.after[first, second].append(token)
                first, second = second, token
        starts = collections.Counter(sentence[0] for sentence in sentences)
        self.starters = {word for word, count in starts.items() if count >= 5 and word in self.words}

    def sentence(self, rng):
        """Words and marks: "any", "pain", ",", "{number}", "?"."""
        made, first, second = [], START, START
        while len(made) < LONGEST:
            look = rng.choices([2, 1, 0], LOOK_BACK)[0]
            options = (look == 2 and self.after.get((first, second))) or (look and self.after.get(second)) or self.any
            token = rng.choice(options)
            if token in ".?" and made and made[-1] != ",":
                return made + [token]
            if token not in ".,?" or (token == "," and made and made[-1] != ","):
                made.append(token)
                first, second = second, token
        while made and made[-1] == ",":
            made.pop()
        return made + ["."]
