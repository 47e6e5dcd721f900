"""Measure a model file with whisper.cpp itself (pywhispercpp), greedy: evaluate.py MODEL.bin [TURNS.jsonl]

Prints the table of the model card: word error rates, errors over reference words.
Words are compared in lower case and without punctuation; "118/76", "98.4" and "x-ray" are one word each. Of TURNS.jsonl
(a consult corpus that training has not seen) those turns are spoken whose words all are in MODEL.words.txt.
"""

import json
import pathlib
import random
import re
import sys
import time
import zlib

import numpy as np
from pywhispercpp.model import Model

import drugs
import sentences
import speech
import synthesise
import text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import sample  # noqa: E402

# What an application should use for this model, see the card. pywhispercpp keeps options from call to call: all are named.
TIMES = dict(no_timestamps=False, single_segment=False)
NO_TIMES = dict(no_timestamps=True, single_segment=True)
NO_PROMPT = dict(initial_prompt="", n_max_text_ctx=0)
GREEDY = dict(
    no_context=True,
    temperature=0.0,
    temperature_inc=0.0,
    print_progress=False,
    print_timestamps=False,
    greedy={"best_of": 1},
)

NUMBER_WORDS = set("one two three four five six seven eight nine ten".split()) | set(sentences.ONES + sentences.TENS)

# Sentences that no template makes; most of their words are in the vocabulary.
BY_HAND = """
The pain in my shoulder keeps me awake at night.
My son has had an ear infection since Friday.
She should take the antibiotic with food.
I was driving home when the headache started.
We need to check your kidney function again.
Can you lift your left arm above your head?
He stopped taking his blood pressure medicine last month.
Your cholesterol is higher than we would like.
I don't want to have surgery if I can avoid it.
There is a small wound on the right foot that is not healing.
Please call the office tomorrow morning for your results.
My wife thinks that I should see a specialist.
I had two glasses of water and then I felt sick.
The cough is better but I still feel weak.
Do you want me to send it to the pharmacy?
His breathing gets worse when he lies down.
I think we should wait for the blood tests.
The swelling went down after I put ice on it.
You may feel a little dizzy in the first week.
Let's talk about your diet and exercise.
"""


def noisy(audio, rng, decibels):
    return audio + rng.normal(0, audio.std() * 10 ** (-decibels / 20), len(audio)).astype(np.float32)


def quiet(seconds):
    return np.zeros(int(seconds * speech.RATE), np.float32)


def held_out(espeak, count, seed=77):
    """Sentences, voices and speeds that training never used; each text once."""
    rng, seen = random.Random(seed), set()
    while len(seen) < count:
        pieces = sum(synthesise.make_turn(rng, "test"), [])
        written = sentences.written(pieces)
        if written in seen:
            continue
        seen.add(written)
        voice = rng.choice(synthesise.LANGUAGES) + rng.choice(synthesise.VARIANTS["test"])
        utterance = espeak.say(sentences.spoken(pieces), voice, rng.choice(synthesise.SPEEDS["test"]))
        yield utterance.audio, written


def joined(clips, count, seed=5):
    """Held-out clips with pauses between them, 6 to 28 s."""
    rng, made = random.Random(seed), 0
    while made < count:
        chosen = rng.sample(clips, rng.randint(2, 6))
        audio = np.concatenate(
            [part for sound, _ in chosen for part in (sample.trim(sound), quiet(rng.uniform(0.3, 1.2)))]
        )
        if 6 < len(audio) / speech.RATE < 28:
            made += 1
            yield audio, " ".join(written for _, written in chosen)


def in_vocabulary(espeak, turns, vocabulary, count, seed=9):
    """Turns of people's consults whose words training has met, 4 to 40 words, spoken by held-out voices and speeds."""
    known = set(vocabulary.read_text().split())
    spoken = []
    with open(turns) as lines:
        for line in lines:
            for turn in json.loads(line)["transcript"]:
                said = re.sub(r"\s+([.,?!]|'\w|n't\b)", r"\1", turn["text"])
                words = text.normalise(said)
                if 4 <= len(words) <= 40 and known.issuperset(words) and not NUMBER_WORDS.intersection(words):
                    spoken.append(said)
    rng = random.Random(seed)
    for said in rng.sample(spoken, min(count, len(spoken))):
        voice = rng.choice(synthesise.LANGUAGES) + rng.choice(synthesise.VARIANTS["test"])
        yield espeak.say(said, voice, rng.choice(synthesise.SPEEDS["test"])).audio, said


def drug_sentences(espeak, count, seed=21):
    """Names from the whole list, each in a sentence: (audio, name, others)."""
    rng = random.Random(seed)
    for _ in range(count):
        name, *others = rng.sample(drugs.LISTED, max(PROMPTS))
        yield espeak.say(f"I take {name} every morning.", "en-us+f3", 150).audio, name, others


def consult():
    """The shipped consult's turns, each cut a quarter of a second outside its first and last sound."""
    turns = json.loads(synthesise.SAMPLE.read_text())["turns"]
    recording, spans = sample.render(turns)
    margin = 0.25
    for turn, (start, end) in zip(turns, spans):
        yield recording[int((start - margin) * speech.RATE) : int((end + margin) * speech.RATE)], turn["written"]


def by_hand(espeak):
    voices = ["en-us", "en-gb+m3", "en-us+f2", "en-gb", "en-us+m1", "en-gb+f4", "en-us+m7"]
    for i, written in enumerate(BY_HAND.strip().split("\n")):
        yield espeak.say(written, voices[i % len(voices)], 140 + 10 * (i % 5)).audio, written.replace("two", "2")


def silences():
    rng = np.random.default_rng(3)
    for seconds in (1, 2, 3, 5, 7, 10):
        yield quiet(seconds), ""
        for level in (1e-4, 1e-3, 5e-3):
            yield rng.normal(0, level, int(seconds * speech.RATE)).astype(np.float32), ""


WITH_TIMES = "the same with timestamps"
WITH_NAMES = "the same with 40 drug names in the prompt, whoever says them"
PROMPTS = (6, 40)  # how many names; the application's prompts have about 40


def prompted(names):
    return dict(initial_prompt=" " + ", ".join(names), n_max_text_ctx=224)


OPTIONS = {WITH_TIMES: TIMES, WITH_NAMES: prompted(random.Random(4).sample(drugs.LISTED, 40))}


def suites(vocabulary, turns):
    espeak, rng = speech.espeak(), np.random.default_rng(11)
    clips = list(held_out(espeak, 100))
    some = clips[:30]
    yield "held-out sentences, voices and speeds", clips
    yield WITH_TIMES, clips
    yield WITH_NAMES, clips
    yield "the same, white noise 25 dB below", [(noisy(audio, rng, 25), words) for audio, words in some]
    for seconds in (1, 2, 3):
        yield (
            f"the same after {seconds} s of silence",
            [(np.concatenate([quiet(seconds), a]), words) for a, words in some],
        )
    yield "the same after 5 s of silence", [(np.concatenate([quiet(5), a]), words) for a, words in some]
    yield "clips joined, 6 to 28 s", list(joined(clips, 25))
    yield "sample consult, turn by turn", list(consult())
    yield "sentences written by hand", list(by_hand(espeak))
    if turns:
        yield "turns of real consults within the vocabulary", list(in_vocabulary(espeak, turns, vocabulary, 120))


def transcribe(model, audio, **options):
    chosen = GREEDY | NO_TIMES | NO_PROMPT | options
    return " ".join(segment.text.strip() for segment in model.transcribe(audio, **chosen)).strip()


def named(model):
    """How many drug names are written right without a prompt, and with each of PROMPTS; of how many."""
    clips = list(drug_sentences(speech.espeak(), 60))
    right = [0] * (1 + len(PROMPTS))
    for audio, name, others in clips:
        hints = [prompted(sorted([name, *others[: count - 1]])) for count in PROMPTS]
        for i, options in enumerate([NO_PROMPT, *hints]):
            right[i] += name.lower() in transcribe(model, audio, **options).lower()
    return right, len(clips)


def main():
    path, *turns = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    path, turns = pathlib.Path(path), turns[0] if turns else None
    model = Model(str(path), n_threads=2, redirect_whispercpp_logs_to=False)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, CRC-32 {zlib.crc32(path.read_bytes()):08x}")
    print("\n| check | clips | words | WER | all words right |")
    print("| --- | --- | --- | --- | --- |")
    wrong, took, heard = [], 0.0, 0
    for name, clips in suites(path.with_suffix(".words.txt"), turns):
        errors = words = right = 0
        for audio, written in clips:
            began = time.perf_counter()
            got = transcribe(model, audio, **OPTIONS.get(name, {}))
            took, heard = took + time.perf_counter() - began, heard + 1
            missed, length = text.word_errors(written, got)
            errors, words, right = errors + missed, words + length, right + (missed == 0)
            if missed:
                wrong.append(f"{name}\n  said  {written}\n  heard {got}")
        rate, exact = f"{errors / words:.1%}", f"{right / len(clips):.0%}"
        print(f"| {name} | {len(clips)} | {words} | {rate} | {exact} |", flush=True)
    texts = [transcribe(model, audio) for audio, _ in silences()]
    some = [shown for shown in texts if shown]
    print(f"\nSilence and faint noise, 1 to 10 s: {len(texts) - len(some)} of {len(texts)} give no text.", *some)
    (unasked, *asked), of = named(model)
    print(f"\nDrug names of the list: {unasked} of {of} right without a prompt,", end=" ")
    print(*(f"{right} with the name among {count} in it" for right, count in zip(asked, PROMPTS)), sep=", ", end=".\n")
    print(f"\n{took / heard:.2f} s a clip on two threads.")
    if "--errors" in sys.argv:
        print("\n".join(wrong))


if __name__ == "__main__":
    main()
