"""Make models/sample/consult.flac and consult.txt from consult.json (needs espeak-ng and flac).

consult.json holds each turn twice: as it is spoken (numbers in words) and as it is written in a transcript.
"""

import json
import pathlib
import subprocess
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "whisper"))
import speech  # noqa: E402

SAMPLE = HERE.parent / "sample"
VOICES = {"clinician": ("en-us+m3", 174, 45), "patient": ("en-us+f2", 182, 52)}  # espeak voice, words/minute, pitch
LABELS = {"clinician": "Doctor", "patient": "Patient"}
LEVEL = 0.18  # peak of the whole recording: an ordinary microphone level
NOISE = 5e-5  # standard deviation of the room noise, about -86 dBFS


def render(turns, seed=7):
    """The consult as one recording, and each turn's (start, end) in seconds."""
    espeak = speech.espeak()
    random = np.random.default_rng(seed)
    parts, spans, at = [np.zeros(speech.RATE // 2, np.float32)], [], speech.RATE // 2
    for turn in turns:
        audio = trim(espeak.say(turn["spoken"], *VOICES[turn["speaker"]]).audio)
        pause = np.zeros(int(random.uniform(0.6, 0.9) * speech.RATE), np.float32)
        spans.append((at / speech.RATE, (at + len(audio)) / speech.RATE))
        parts += [audio, pause]
        at += len(audio) + len(pause)
    recording = np.concatenate(parts)
    recording *= LEVEL / np.abs(recording).max()
    return recording + random.normal(0, NOISE, len(recording)).astype(np.float32), spans


def trim(audio):
    """Without the silence that espeak-ng puts at the end of a sentence."""
    return audio[: np.flatnonzero(np.abs(audio) > 1e-3)[-1] + 1]


def main():
    consult = json.loads((SAMPLE / "consult.json").read_text())
    recording, spans = render(consult["turns"])
    pcm = (np.clip(recording, -1, 1) * 32767).astype("<i2").tobytes()
    raw = "--force-raw-format --endian=little --sign=signed --channels=1 --bps=16 --sample-rate=16000".split()
    flac = ["flac", "--best", "--silent", "--force", "--no-seektable", "--no-padding"]
    subprocess.run([*flac, *raw, "-o", str(SAMPLE / "consult.flac"), "-"], input=pcm, check=True)
    lines = [f"{LABELS[turn['speaker']]}: {turn['written']}\n" for turn in consult["turns"]]
    (SAMPLE / "consult.txt").write_text("".join(lines))
    print(f"{len(spans)} turns, {len(recording) / speech.RATE:.1f} s")


if __name__ == "__main__":
    main()
