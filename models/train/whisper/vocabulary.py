"""The words that a training set teaches: vocabulary.py DATA OUT.txt (DATA is synthesise.py's OUT), one a line, lower case.

Names of drugs that none but the drug sentences have are left out: they are learnt by their sound, and for the prompt."""

import collections
import pathlib
import pickle
import sys

import drugs
import sentences
import text

LEAST = 8  # occurrences


def main():
    counts = collections.Counter()
    with open(sys.argv[1] + ".pickle", "rb") as file:
        while file.peek(1):
            counts.update(text.normalise(pickle.load(file)["text"]))
    common = {word for entries in sentences.SLOTS.values() for entry in entries for word in text.normalise(entry)}
    rare = {name.lower() for name in drugs.NAMES} - common
    words = sorted(word for word, count in counts.items() if count >= LEAST and word[0].isalpha() and word not in rare)
    pathlib.Path(sys.argv[2]).write_text("".join(f"{word}\n" for word in words))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
