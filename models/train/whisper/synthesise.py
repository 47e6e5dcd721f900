"""Make a set of clips: synthesise.py OUT COUNT SEED {train,finish,test} [PROCESSES]

OUT.mel    float16 [mel frames of all clips, 80]
OUT.pickle one pickled dict a clip, one after the other: count (rows of OUT.mel, in order), text, tokens, spans ([tokens, 2],
           encoder frames of each token's word), phonemes [(encoder frame, mnemonic)], kind ("turn", "joined", "silence"),
           voice, speed

"finish" is for the last part of training: less word salad. Sets of different seeds can be joined with cat.
"""

import json
import multiprocessing
import pathlib
import pickle
import random
import sys
import zlib

import numpy as np

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
SPEEDS = {"train": [*range(130, 149), *range(153, 168), *range(173, 191)], "test": [150, 151, 170, 194]}
SPEEDS["finish"] = SPEEDS["train"]
NATURAL = {"train": 0.5, "finish": 0.8, "test": 1.0}  # share of sentences that are consult language
LONGEST = 15.5  # seconds
SILENCE_SHARE = {"train": 0.03, "finish": 0.03, "test": 0.0}
JOINED_SHARE = {"train": 0.14, "finish": 0.14, "test": 0.0}
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / "sample" / "consult.json"


def split_sentences(written):
    return written.replace("? ", "?|").replace(". ", ".|").split("|")


def sample_sentences():
    """The shipped consult's sentences; those of four words and more are kept out of training."""
    turns = json.loads(SAMPLE.read_text())["turns"]
    every = [sentence for turn in turns for sentence in split_sentences(turn["written"])]
    return {sentence for sentence in every if len(sentence.split()) >= 4}


SAMPLE_SENTENCES = sample_sentences()


def belongs_to_test(written):
    """One text in 32 is never trained on."""
    return zlib.crc32(written.encode()) % 32 == 0


def make_turn(rng, split):
    """One to three sentences by one voice, as pieces."""
    while True:
        count = rng.choices([1, 2, 3], [58, 30, 12])[0]
        made = [sentences.sentence(rng, NATURAL[split]) for _ in range(count)]
        if split != "test" and any(sentences.written(one) in SAMPLE_SENTENCES for one in made):
            continue
        pieces = [piece for one in made for piece in one]
        if belongs_to_test(sentences.written(pieces)) == (split == "test"):
            return pieces


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
    length = int(rng.uniform(0.3, 12) * speech.RATE)
    if rng.random() < 0.3:
        return np.zeros(length, np.float32)
    hiss = noise.normal(0, 1, length + 1)
    hiss = hiss[1:] + rng.uniform(-0.5, 0.98) * hiss[:-1]
    swell = 1 + 0.5 * np.sin(np.arange(length) * rng.uniform(0, 3) / speech.RATE)
    return (hiss * swell * 10 ** rng.uniform(-5, -1.7)).astype(np.float32)


def lead_in(rng):
    """Seconds of silence before the first word: mostly little, sometimes up to 3.2."""
    return rng.choices([0, rng.random() * 0.4, rng.random() * 1.2, rng.random() * 3.2], [25, 35, 25, 15])[0]


def make_clip(job):
    seed, split = job
    rng, noise = random.Random(seed), np.random.default_rng(seed)
    chance = rng.random()
    if chance < SILENCE_SHARE[split]:
        return finish_clip(silence(rng, noise), [], [], [], "silence", "", 0)
    joined = chance < SILENCE_SHARE[split] + JOINED_SHARE[split]
    while True:
        parts, pieces, times, phonemes = [pause(lead_in(rng))], [], [], []
        for turn in range(2 if joined else 1):
            voice = rng.choice(LANGUAGES) + rng.choice(VARIANTS[split])
            speed, pitch = rng.choice(SPEEDS[split]), rng.choice([50, rng.randint(35, 65)])
            made = make_turn(rng, split)
            utterance = speech.espeak().say(sentences.spoken(made), voice, speed, pitch)
            at = sum(map(len, parts)) * 1000 / speech.RATE
            pieces += made
            times += [(start + at, end + at) for start, end in word_times(made, utterance)]
            phonemes += [(start + at, name) for start, name in utterance.phonemes]
            level = 1 if turn == 0 else 10 ** rng.uniform(-0.4, 0.3)
            parts += [utterance.audio * np.float32(level), pause(rng.random() * (1.3 if joined and turn == 0 else 0.5))]
        audio = np.concatenate(parts)
        if len(audio) < LONGEST * speech.RATE:
            break
    return finish_clip(
        disturb(audio, rng, noise), pieces, times, phonemes, "joined" if joined else "turn", voice, speed
    )


def finish_clip(audio, pieces, times, phonemes, kind, voice, speed):
    mel = speech.log_mel(audio).astype(np.float16)
    frames = (len(mel) + 1) // 2
    tokens, spans = [], []
    for (_, shown), (start, end) in zip(pieces, times):
        for token in text.encode(" " + shown):
            tokens.append(token)
            spans.append((int(start / 20), min(frames, int(np.ceil(end / 20)) + 1)))
    entry = dict(
        count=len(mel),
        text=sentences.written(pieces),
        tokens=np.array(tokens, np.uint16),
        spans=np.array(spans, np.int16).reshape(-1, 2),
        phonemes=[(int(at / 20), name.split("\0")[0]) for at, name in phonemes],
        kind=kind,
        voice=voice,
        speed=speed,
    )
    return mel, entry


def main():
    out, count, seed, split = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    processes = int(sys.argv[5]) if len(sys.argv) > 5 else 2
    jobs = ((seed * 10**7 + i, split) for i in range(count))
    texts, frames = set(), 0
    with (
        multiprocessing.Pool(processes) as pool,
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
