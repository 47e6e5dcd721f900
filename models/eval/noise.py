"""What noise suppression does for a speech model: noise.py DICTUM CONSULTS.jsonl WORDS.txt

Turns of the consults whose words all are in WORDS.txt are spoken by espeak-ng, mixed with noise of so many dB below the speech, and
heard by `DICTUM eval speech` without and with `--suppress-noise`. Prints word errors over reference words. Noise has the seed 1:
the same turns give the same sounds.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import wave

import numpy as np

RATE = 16_000
TURNS = 60
VOICES = ["en-us+f3", "en-gb+m5", "en-us+m7", "en-gb+f3"]
SPACED = [" .", " ,", " ?", " !", " '", " n't"]


def turns(consults: pathlib.Path, words: pathlib.Path) -> list[str]:
    known = set(words.read_text(encoding="utf-8").split())
    found = []
    for consult in map(json.loads, consults.read_text(encoding="utf-8").splitlines()):
        for turn in consult["transcript"]:
            text = turn["text"]
            for spaced in SPACED:
                text = text.replace(spaced, spaced.strip())
            spoken = re.findall(r"[a-z0-9'-]+", text.lower())
            if 4 <= len(spoken) <= 40 and known.issuperset(spoken):
                found.append(text)
    return found[:: max(1, len(found) // TURNS)][:TURNS]


def speak(text: str, voice: str, folder: pathlib.Path) -> np.ndarray:
    """Samples of 16 kHz between -1 and 1, half a second of silence around them."""
    spoken, told = folder / "spoken.wav", folder / "told.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", spoken, text], check=True)
    subprocess.run(["sox", "-q", spoken, "-r", str(RATE), "-c", "1", told, "pad", "0.5", "0.5"], check=True)
    with wave.open(str(told)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32768


def loudness(sound: np.ndarray) -> float:
    """Root mean square of what is not silence."""
    return float(np.sqrt(np.mean(np.square(sound[np.abs(sound) > 0.01]))))


def fan(length: int, chance: np.random.Generator) -> np.ndarray:
    """A hum of 120 Hz and its overtones in noise that falls by 6 dB an octave."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1 / RATE)
    rush = np.fft.irfft(spectrum / np.maximum(frequencies, 50), length)
    at = np.arange(length) / RATE
    hum = sum(np.sin(2 * np.pi * 120 * n * at + n) / n for n in range(1, 5))
    return rush / rush.std() + hum / hum.std()


def voices(length: int, others: list[np.ndarray], chance: np.random.Generator) -> np.ndarray:
    """Six others at once."""
    babble = np.zeros(length)
    for other in chance.choice(len(others), 6, replace=False):
        babble += np.resize(np.roll(others[other], int(chance.integers(RATE))), length)
    return babble


def heard(dictum: str, manifest: pathlib.Path, *options: str) -> float:
    report = subprocess.run([dictum, "--json", "eval", "speech", manifest, *options], check=True, capture_output=True)
    return 100 * json.loads(report.stdout)["wer"]


def main(dictum: str, consults: str, words: str) -> None:
    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        texts = turns(pathlib.Path(consults), pathlib.Path(words))
        sounds = [speak(text, VOICES[i % len(VOICES)], folder) for i, text in enumerate(texts)]
        noises = [
            ("none", None, lambda length: np.zeros(length)),
            ("fan", 10, lambda length: fan(length, chance)),
            ("fan", 5, lambda length: fan(length, chance)),
            ("white", 10, chance.standard_normal),
            ("voices", 10, lambda length: voices(length, sounds, chance)),
        ]
        print(f"{len(texts)} turns, {sum(len(text.split()) for text in texts)} words")
        print("| noise | dB below speech | errors, % | with suppression |")
        print("| --- | --- | --- | --- |")
        for name, below, make in noises:
            lines = []
            for i, (text, sound) in enumerate(zip(texts, sounds)):
                noise = make(len(sound))
                if below is not None:
                    sound = sound + noise / noise.std() * loudness(sound) * 10 ** (-below / 20)
                mixed = (np.clip(sound, -1, 1) * 32767).astype("<i2")
                with wave.open(str(folder / f"{i}.wav"), "wb") as file:
                    file.setparams((1, 2, RATE, len(mixed), "NONE", ""))
                    file.writeframes(mixed.tobytes())
                lines.append(json.dumps({"audio": f"{i}.wav", "text": text}))
            manifest = folder / "manifest.jsonl"
            manifest.write_text("\n".join(lines), encoding="utf-8")
            plain, suppressed = heard(dictum, manifest), heard(dictum, manifest, "--suppress-noise")
            print(f"| {name} | {below or ''} | {plain:.1f} | {suppressed:.1f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
