"""espeak-ng with its event times, resampling to 16 kHz, and Whisper's log-mel spectrogram.

Audio is float32 in [-1, 1], mono. A mel frame is 10 ms, an encoder frame 20 ms.
"""

import ctypes
import dataclasses
import functools

import numpy as np
from scipy.signal import resample_poly

import text

RATE = 16000
HOP = 160
_FFT = 400
_ESPEAK_RATE = 22050
_WORD_EVENT, _PHONEME_EVENT = 1, 7
FILTERS = np.load(text.ASSETS / "mel_filters.npz")["mel_80"].astype(np.float32)
_WINDOW = (0.5 * (1 - np.cos(2 * np.pi * np.arange(_FFT) / _FFT))).astype(np.float32)


class _EventId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


@dataclasses.dataclass
class Utterance:
    audio: np.ndarray  # 16 kHz
    phonemes: list  # (start in ms, espeak mnemonic), in order of time
    words: list  # (offset of the word in the spoken text, start in ms)


class Espeak:
    """libespeak-ng. The library has one state to a process: get it from espeak()."""

    def __init__(self):
        self._lib = ctypes.CDLL("libespeak-ng.so.1")
        synchronous, phoneme_events = 2, 1
        if self._lib.espeak_Initialize(synchronous, 0, None, phoneme_events) != _ESPEAK_RATE:
            raise RuntimeError("espeak-ng did not start at 22,050 Hz")
        self._audio, self._events = [], []
        signature = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))
        self._callback = signature(self._receive)  # kept: the library holds only its address
        self._lib.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count, events):
        if samples and count > 0:
            array = np.ctypeslib.as_array(ctypes.cast(samples, ctypes.POINTER(ctypes.c_short)), (count,))
            self._audio.append(array.copy())
        i = 0
        while events[i].type != 0:
            e = events[i]
            name = e.id.string.decode("latin1") if e.type == _PHONEME_EVENT else ""
            self._events.append((e.type, e.text_position, e.audio_position, name))
            i += 1
        return 0

    def say(self, spoken, voice, words_per_minute, pitch=50):
        """voice is an espeak name such as en-us+f2; "en-gb" is called gmw/en in the C interface."""
        language, plus, variant = voice.partition("+")
        name = ("gmw/en" if language == "en-gb" else language) + plus + variant
        self._audio.clear()
        self._events.clear()
        if self._lib.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(f"no such voice: {voice}")
        self._lib.espeak_SetParameter(1, words_per_minute, 0)
        self._lib.espeak_SetParameter(3, pitch, 0)
        data = spoken.encode() + b"\0"
        utf8 = 1
        self._lib.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 0, 0, utf8, None, None)
        self._lib.espeak_Synchronize()
        wave = np.concatenate(self._audio).astype(np.float32) / 32768
        return Utterance(
            audio=resample_poly(wave, 320, 441).astype(np.float32),
            phonemes=[(at, name) for kind, _, at, name in self._events if kind == _PHONEME_EVENT],
            # late events with position 0 do occur; they belong to no word
            words=sorted(
                {(position - 1, at) for kind, position, at, _ in self._events if kind == _WORD_EVENT and position > 0}
            ),
        )


@functools.cache
def espeak():
    return Espeak()


def log_mel(audio):
    """[len(audio) // 160 + 1, 80], as whisper.cpp computes it (reflected start, 8 decades of range)."""
    frames = len(audio) // HOP + 1
    padded = np.zeros(_FFT // 2 + frames * HOP + _FFT, np.float32)
    padded[_FFT // 2 : _FFT // 2 + len(audio)] = audio
    padded[: _FFT // 2] = audio[1 : _FFT // 2 + 1][::-1]
    windows = np.lib.stride_tricks.as_strided(padded, (frames, _FFT), (HOP * 4, 4))
    power = np.abs(np.fft.rfft(windows * _WINDOW, axis=1)).astype(np.float32) ** 2
    mel = np.log10(np.maximum(power @ FILTERS.T, 1e-10))
    return (np.maximum(mel, mel.max() - 8) + 4) / 4


def silence_level(mel):
    """What digital silence after the clip looks like on the clip's own log_mel scale."""
    return max(float(mel.max()) - 2.0, -1.5)
