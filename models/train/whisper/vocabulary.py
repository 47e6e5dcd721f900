"""The words that a training set teaches: vocabulary.py DATA OUT.txt (DATA is synthesise.py's OUT), one a line, lower case."""

import collections
import pathlib
import pickle
import sys

import text

LEAST = 8  # occurrences


def main():
    counts = collections.Counter()
    with open(sys.argv[1] + ".pickle", "rb") as file:
        while file.peek(1):
            counts.update(text.normalise(pickle.load(file)["text"]))
    words = sorted(word for word, count in counts.items() if count >= LEAST and word[0].isalpha())
    pathlib.Path(sys.argv[2]).write_text("".join(f"{word}\n" for word in words))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
