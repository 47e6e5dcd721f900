"""What the patient tells and is asked, up to the examination: the subjective part of a note."""

import background
import story


def tell(consult, visit):
    """Everything that belongs to the history, in an order that a consult might have."""
    story.complaint(consult, visit)
    told = [
        story.onset,
        story.feeling,
        story.course,
        story.worse_and_better,
        story.tried,
        story.effect,
        story.volunteered,
        story.before,
    ]
    chosen = consult.rng.sample(
        told,
        consult.rng.choice({"brief": [0, 1, 1, 2], "usual": [1, 2, 3, 3, 4, 5], "thorough": [4, 5, 6]}[visit.length]),
    )
    for part in sorted(chosen, key=told.index):
        part(consult, visit)
        visit.pause(0.08)
    for _ in range(consult.rng.choice([0, 0, 1] if visit.length == "brief" else [0, 1, 1, 2, 3])):
        story.symptoms(consult, visit)
    others = [
        background.illnesses,
        background.operations,
        background.family,
        background.smoking,
        background.drinking,
        background.work,
        background.home,
        background.taken,
        background.taken,
        background.allergies,
        background.allergies,
    ]
    seen = set()
    for part in consult.rng.sample(
        others,
        consult.rng.choice({"brief": [0, 1, 1, 2], "usual": [1, 2, 3, 4, 5, 6], "thorough": [5, 6, 8]}[visit.length]),
    ):
        if part not in seen:
            seen.add(part)
            part(consult, visit)
            visit.pause(0.06)
