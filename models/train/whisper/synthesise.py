"""Make a set of clips: synthesise.py OUT COUNT SEED {train,finish,test} TALK.jsonl [PROCESSES]

OUT.mel    float16 [mel frames of all clips, 80]
OUT.pickle one pickled dict a clip, one after the other: count (rows of OUT.mel, in order), text, tokens, spans ([tokens, 2],
           encoder frames of each token's word), sentences (each one's first token), drugs (names in the text), phonemes
           [(encoder frame, mnemonic)], kind ("turn", "joined", "silence"), voice, speed

TALK.jsonl is the corpus of conversation.py. "finish" is for the last part of training: less word salad. Sets of different
seeds can be joined with cat.
"""

import json
import multiprocessing
import pathlib
import pickle
import random
import re
import sys
import zlib

import numpy as np

import conversation
import drugs
import sentences
import speech
import text

LANGUAGES = ["en-us"] * 5 + ["en-gb"] * 4 + ["en-gb-x-rp"] * 2 + ["en-gb-scotland", "en-029"]
VARIANTS = {
    "train": [""] * 5 + "+m1 +m2 +m3 +m3 +m4 +m6 +f1 +f2 +f2 +f4 +f5".split(),
    "test": ["+m5", "+m7", "+f3"],
}
VARIANTS["finish"] = VARIANTS["train"]
# words a minute: what the test set uses lies between and beyond what training uses
SPEEDS = {"train": [*range(125, 149), *range(153, 168), *range(173, 191)], "test": [150, 151, 170, 194]}
SPEEDS["finish"] = SPEEDS["train"]
MIX = {  # kinds of sentences
    "train": {"consult": 0.36, "talk": 0.30, "drugs": 0.14, "disturbed": 0.10, "salad": 0.10},
    "finish": {"consult": 0.43, "talk": 0.34, "drugs": 0.15, "disturbed": 0.04, "salad": 0.04},
    "test": {"consult": 1.0},
}
LONGEST = 29.5  # seconds
SILENCE_SHARE = 0.03
# Turns are added until a clip is this long (seconds), or would be longer than LONGEST; 0 is a single turn.
LENGTHS, LENGTH_SHARES = [0, 9, 18, 29], [0.52, 0.27, 0.13, 0.08]
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample" / "consult.json"


def split_sentences(written):
    return written.replace("? ", "?|").replace(". ", ".|").split("|")


def sample_sentences():
    """The shipped consult's sentences; those of four words and more are kept out of training."""
    turns = json.loads(SAMPLE.read_text())["turns"]
    every = [sentence for turn in turns for sentence in split_sentences(turn["written"])]
    return {sentence for sentence in every if len(sentence.split()) >= 4}


SAMPLE_SENTENCES = sample_sentences()
KNOWN_DRUGS = set(drugs.NAMES)


def belongs_to_test(written):
    """One text in 32 is never trained on."""
    return zlib.crc32(written.encode()) % 32 == 0


def make_turn(rng, split, talk=None):
    """One to three sentences by one voice, each a list of pieces."""
    while True:
        count = rng.choices([1, 2, 3], [58, 30, 12])[0]
        made = [sentences.sentence(rng, MIX[split], talk) for _ in range(count)]
        if split != "test" and any(sentences.written(one) in SAMPLE_SENTENCES for one in made):
            continue
        if belongs_to_test(sentences.written(sum(made, []))) == (split == "test"):
            return made


def word_times(pieces, utterance):
    """(start, end) in ms of each piece; a piece ends with its last sound, before the pause that may follow."""
    starts = utterance.words
    finish = utterance.phonemes[-1][0]
    following = utterance.phonemes[1:] + [(finish + 1000, "")]
    pauses = [
        at for (at, name), (after, _) in zip(utterance.phonemes, following) if name.startswith("_") and after - at > 80
    ]
    times, position = [], 0
    for said, _ in pieces:
        here = [at for offset, at in starts if offset <= position]
        later = [at for offset, at in starts if offset >= position + len(said)]
        start, end = (here[-1] if here else 0), (later[0] if later else finish)
        times.append((start, min([at for at in pauses if start < at < end], default=end)))
        position += len(said) + 1
    return times


def disturb(audio, rng, noise):
    """Level, colour of the microphone, background noise."""
    if rng.random() < 0.4:
        tilt = rng.uniform(-0.3, 0.5)
        audio = audio - tilt * np.concatenate([[0], audio[:-1]])
    audio = audio / (np.abs(audio).max() + 1e-6) * 10 ** rng.uniform(-1.5, 0)
    if rng.random() < 0.6:
        hiss = noise.normal(0, 1, len(audio) + 1)
        hiss = hiss[1:] + rng.uniform(-0.5, 0.95) * hiss[:-1]
        audio = audio + hiss * audio.std() * 10 ** (-rng.uniform(18, 60) / 20)
    return audio.astype(np.float32)


def pause(seconds):
    """Silence of whole encoder frames."""
    return np.zeros(int(seconds * 50) * 2 * speech.HOP, np.float32)


def silence(rng, noise):
    """Nothing, hiss of any colour, or hum."""
    length = int(rng.uniform(0.3, 25) * speech.RATE)
    if rng.random() < 0.25:
        return np.zeros(length, np.float32)
    hiss = noise.normal(0, 1, length + 1)
    hiss = hiss[1:] + rng.uniform(-0.5, 0.98) * hiss[:-1]
    if rng.random() < 0.3:
        at = np.arange(length) / speech.RATE
        hiss += rng.uniform(1, 20) * np.sin(2 * np.pi * rng.uniform(40, 400) * at)
    swell = 1 + 0.5 * np.sin(np.arange(length) * rng.uniform(0, 3) / speech.RATE)
    return (hiss * swell * 10 ** rng.uniform(-5, -1.7)).astype(np.float32)


def lead_in(rng):
    """Seconds of silence before the first word: mostly little, sometimes up to 5."""
    return rng.choices([0, rng.random() * 0.4, rng.random() * 1.2, rng.random() * 5], [25, 35, 25, 15])[0]


def make_clip(job):
    seed, split = job
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    if rng.random() < SILENCE_SHARE:
        return finish_clip(silence(rng, noise), [], [], [], "silence", "", 0)
    wanted = rng.choices(LENGTHS, LENGTH_SHARES)[0] * rng.uniform(0.6, 1) * speech.RATE
    voices = [rng.choice(LANGUAGES) + rng.choice(VARIANTS[split]) for _ in range(2)]
    length, parts, made, times, phonemes, turns = 0, [], [], [], [], 0
    while True:
        turn = make_turn(rng, split, TALK)
        pieces = sum(turn, [])
        voice, speed, pitch = rng.choice(voices), rng.choice(SPEEDS[split]), rng.choice([50, rng.randint(35, 65)])
        utterance = speech.espeak().say(sentences.spoken(pieces), voice, speed, pitch)
        before = pause(rng.random() * 1.3 if turns else lead_in(rng))
        if length + len(before) + len(utterance.audio) > LONGEST * speech.RATE:
            if turns:
                break
            continue
        at = (length + len(before)) * 1000 / speech.RATE
        made += turn
        times += [(start + at, end + at) for start, end in word_times(pieces, utterance)]
        phonemes += [(start + at, name) for start, name in utterance.phonemes]
        level = 10 ** rng.uniform(-0.4, 0.3) if turns else 1
        parts += [before, utterance.audio * np.float32(level)]
        length, turns = length + len(before) + len(utterance.audio), turns + 1
        if length >= wanted:
            break
    audio = np.concatenate([*parts, pause(rng.random() * 0.5)])
    return finish_clip(
        disturb(audio, rng, noise), made, times, phonemes, "turn" if turns == 1 else "joined", voice, speed
    )


def finish_clip(audio, made, times, phonemes, kind, voice, speed):
    mel = speech.log_mel(audio).astype(np.float16)
    frames = (len(mel) + 1) // 2
    tokens, spans, starts, words = [], [], [], iter(times)
    for pieces in made:
        starts.append(len(tokens))
        for _, shown in pieces:
            start, end = next(words)
            for token in text.encode(" " + shown):
                tokens.append(token)
                spans.append((int(start / 20), min(frames, int(np.ceil(end / 20)) + 1)))
    shown = " ".join(map(sentences.written, made))
    entry = dict(
        count=len(mel),
        text=shown,
        tokens=np.array(tokens, np.uint16),
        spans=np.array(spans, np.int16).reshape(-1, 2),
        sentences=starts,
        drugs=[word for word in re.findall(r"\w+", shown) if word in KNOWN_DRUGS],
        phonemes=[(int(at / 20), name.split("\0")[0]) for at, name in phonemes],
        kind=kind,
        voice=voice,
        speed=speed,
    )
    return mel, entry


def begin(path):
    global TALK
    TALK = conversation.Talk(path)


def main():
    out, count, seed, split, talk = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
    processes = int(sys.argv[6]) if len(sys.argv) > 6 else 2
    jobs = ((seed * 10**7 + i, split) for i in range(count))
    texts, frames = set(), 0
    with (
        multiprocessing.Pool(processes, begin, [talk]) as pool,
        open(out + ".mel", "wb") as mels,
        open(out + ".pickle", "wb") as index,
    ):
        for mel, entry in pool.imap(make_clip, jobs, chunksize=32):
            mels.write(mel.tobytes())
            pickle.dump(entry, index)
            texts.add(entry["text"])
            frames += len(mel)
    print(f"{count} clips, {frames / 360000:.1f} h, {len(texts)} different texts")


if __name__ == "__main__":
    main()
