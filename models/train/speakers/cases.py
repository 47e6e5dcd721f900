"""What the weights make of some turns, so that a test can compare: cases.py WEIGHTS.tsv CASES.json"""

import json
import sys

import words
from consults import PATIENT, Turn
from weights import Weights

CONSULTS = [
    [
        ("Good morning. How can I help you today?", False),
        ("Um, I've had this pain in my tummy for 3 days.", False),
        ("It's worse at night.", True),
        ("OK.", False),
        ("Any fever, or weight loss?", False),
        ("No. No fever.", False),
        ("Let's have a look at you, then.", False),
    ],
    [
        ("hey dragon , show me the x-ray .", False),
        ("i do n't think she 's gon na need it , all right ?", False),
        ("thank you , doctor", True),
        ("", False),
        ("?", False),
    ],
    [
        ("You’re taking 2.5 mg, aren't you? And 1/2 at 10:30?", False),
        ("Über-Mut's Ärzte: naïve café — ’tis ÉCOLE K İ ſ ß.", False),
        ("'quoted' -dashed- co-operate's  mm-hm  uh, um er erm", False),
        ("all", False),
        ("right thank", True),
        ("you what? 100,000,000 ... 5.", True),
    ],
    [("yes", False)],
]


def main(path: str, out: str) -> None:
    weights = Weights.read(path)
    cases = []
    for turns in CONSULTS:
        consult = [Turn(text, PATIENT, touches) for text, touches in turns]
        said = [words.tokens(turn.text) for turn in consult]
        turns_out = [
            {
                "text": turn.text,
                "touches": turn.touches,
                "features": sorted(words.features(words_said)),
                "odds": weights.odds(words_said),
                "clinician": round(likely, 9),
            }
            for turn, words_said, likely in zip(consult, said, weights.probabilities(consult))
        ]
        cases.append({"turns": turns_out})
    with open(out, "w", encoding="utf-8") as file:
        json.dump(cases, file, ensure_ascii=False, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
