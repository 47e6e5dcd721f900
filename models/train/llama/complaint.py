"""What belongs to a complaint. {part} is the part of the body with its side where it has one ("left knee"), {bare} the same
without; visit.py fills these and the other blanks."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Complaint:
    """Pairs are what is said and what is noted. A cause is said by the patient with "I" before it."""

    opening: tuple
    parts: tuple = ("",)
    sided: bool = False
    causes: tuple = ()
    feels: tuple = ()
    sharper: tuple = ()
    worse: tuple = ()
    better: tuple = ()
    along: tuple = ()
    found: tuple = ()
    clear: tuple = ()
    pressed: tuple = ()
    results: tuple = ()
    diagnoses: tuple = ()
    others: tuple = ()
    drugs: tuple = ()
    meals: bool = True
    tests: tuple = ()
    procedures: tuple = ()
    referrals: tuple = ()
    advice: tuple = ()
    danger: tuple = ()
    weight: int = 1
