"""Tokens as llama.cpp makes them from the model's file: pre-tokens by Llama 3's pattern; one that is in the vocabulary is a
token, any other falls apart into its letters. So every known word, and every number up to 999, is one token, and a name
that the model never saw is copied letter by letter. What the grammar fixes in an answer is written in long tokens."""

import json
import re

BOS, EOS, BEGIN, END = "<|bos|>", "<|im_end|>", "<|im_start|>", "<|im_end|>"
SPECIAL = [BOS, END, BEGIN]
# Llama 3's pattern for ASCII, which is all that is trained.
_PRE_TOKENS = re.compile(
    r"'(?:[sdmtSDMT]|re|ve|ll)|[^\r\nA-Za-z0-9]?[A-Za-z]+|[0-9]{1,3}| ?[^\sA-Za-z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

TEXT, NEXT_TEXT, EVIDENCE, NEXT_ID, CLOSE = '{"text":"', ',{"text":"', '","evidence":[', ",", "]}"
NO_DETAIL, QUOTE, CLOSE_DETAIL = '],"detail":null}', '"', "}}"
NO_ALLERGY = '],"detail":{"substance":null,"reaction":null}}'
_MEDICATION, _ALLERGY = ("name", "dose", "route", "frequency", "duration"), ("substance", "reaction")
_SIGNS = {
    "blood_pressure": ("systolic", "diastolic"),
    "heart_rate": ("per_minute",),
    "respiratory_rate": ("per_minute",),
    "temperature": ("value",),
    "oxygen_saturation": ("percent",),
    "weight": ("value",),
}
_UNITS = ("fahrenheit", "celsius", "pounds", "kilograms")
WITH_DETAIL = ("medications", "plan_medications", "allergies", "vital_signs")


def pre_tokens(text):
    return _PRE_TOKENS.findall(text)


def opening(section, is_first):
    return ('{"' if is_first else '],"') + section + '":['


def structure(sections):
    """Every long token of an answer."""
    tokens = [TEXT, NEXT_TEXT, EVIDENCE, CLOSE, NO_DETAIL, CLOSE_DETAIL, NO_ALLERGY]
    tokens += [opening(section, is_first) for section in sections for is_first in (True, False)]
    for fields in (_MEDICATION, _ALLERGY):
        tokens.append(f'],"detail":{{"{fields[0]}":"')
        tokens += [f',"{field}":{end}' for field in fields[1:] for end in ('"', "null")]
    for sign, fields in _SIGNS.items():
        tokens.append(f'],"detail":{{"sign":"{sign}","{fields[0]}":')
        tokens += [f',"{field}":' for field in fields[1:]]
    tokens += [f',"unit":"{unit}"}}}}' for unit in _UNITS]
    return list(dict.fromkeys(tokens))


def vocabulary(sections, counts, least):
    """Tokens in order of their ids; `counts`: pre-token -> how often it was met."""
    letters = [bytes([byte]) for byte in range(256)]
    known = [word for word, count in counts.items() if count >= least or word.isdigit()]
    whole = dict.fromkeys([str(number) for number in range(1000)] + sorted(known) + structure(sections))
    return SPECIAL + letters + [word for word in whole if len(word.encode()) > 1]


class Tokenizer:
    def __init__(self, tokens):
        self.tokens = tokens
        self.ids = {token: number for number, token in enumerate(tokens) if isinstance(token, str)}
        self.letters = {token[0]: number for number, token in enumerate(tokens) if isinstance(token, bytes)}
        self.ids.update({chr(byte): number for byte, number in self.letters.items() if byte < 128})

    def encode(self, text):
        made = []
        for word in pre_tokens(text):
            if word in self.ids:
                made.append(self.ids[word])
            else:
                made += [self.letters[byte] for byte in word.encode()]
        return made

    def text(self, ids):
        pieces = (self.tokens[number] for number in ids if number >= len(SPECIAL))
        return b"".join(piece if isinstance(piece, bytes) else piece.encode() for piece in pieces).decode(
            "utf8", "replace"
        )


def answer(sections, note):
    """A part of the note as pieces: ("fixed", long token), ("words", text), ("id", number), ("value", text)."""
    pieces = []
    for place, section in enumerate(sections):
        pieces.append(("fixed", opening(section, place == 0)))
        for index, statement in enumerate(note[section]):
            pieces += [("fixed", NEXT_TEXT if index else TEXT), ("words", statement["text"]), ("fixed", EVIDENCE)]
            for number, cited in enumerate(statement["evidence"]):
                pieces += [("fixed", NEXT_ID)] * (number > 0) + [("id", str(cited))]
            pieces += _detail(statement.get("detail")) if section in WITH_DETAIL else [("fixed", CLOSE)]
    return pieces + [("fixed", CLOSE)]


def _detail(detail):
    if detail is None:
        return [("fixed", NO_DETAIL)]
    if "sign" in detail:
        fields = _SIGNS[detail["sign"]]
        pieces = [
            ("fixed", f'],"detail":{{"sign":"{detail["sign"]}","{fields[0]}":'),
            ("value", _number(detail[fields[0]])),
        ]
        for field in fields[1:]:
            pieces += [("fixed", f',"{field}":'), ("value", _number(detail[field]))]
        return pieces + [("fixed", f',"unit":"{detail["unit"]}"}}}}' if "unit" in detail else CLOSE_DETAIL)]
    fields = list(detail)
    if detail[fields[0]] is None:
        return [("fixed", NO_ALLERGY)]
    pieces = [("fixed", f'],"detail":{{"{fields[0]}":"'), ("value", detail[fields[0]]), ("fixed", QUOTE)]
    for field in fields[1:]:
        if detail[field] is None:
            pieces.append(("fixed", f',"{field}":null'))
        else:
            pieces += [("fixed", f',"{field}":"'), ("value", detail[field]), ("fixed", QUOTE)]
    return pieces + [("fixed", CLOSE_DETAIL)]


def _number(value):
    return str(value)


def written(pieces):
    """The answer as it stands in the end."""
    return "".join(text for _, text in pieces)


if __name__ == "__main__":
    sample = {"a": [{"text": "Pulse 70.", "evidence": [1]}]}
    assert json.loads(written(answer(["a"], sample))) == sample
