"""Train by the clock, from nothing or from a model file: train.py DATA CHECKPOINT --minutes 90 [--from FILE.bin]

DATA is synthesise.py's OUT.

The decoder learns to write, as every Whisper does. What makes an hour or two enough are guides that use espeak-ng's event
times and fade out: the encoder names each frame's phoneme, current and next token, and one cross-attention head of each
decoder layer is shown where the word lies (the first two layers: the word just written; the others: the word to write).
That a name is copied from the prompt is shown as well: head 0 of the first layer looks at the word before, that of the last
two at the place in the prompt where what is to be written next stands.
"""

import argparse
import collections
import pathlib
import pickle
import time

import numpy as np
import torch
import torch.nn.functional as F

import drugs
import export
import model
import speech
import text

# Clips are grouped by length: encoder frames -> the most decoder positions such a clip may need, without a prompt.
GROUPS = {120: 26, 184: 34, 256: 44, 352: 60, 512: 86, 784: 130, 1100: 180, 1500: 240}
TAIL_FRAMES = 16
WARM_UP_STEPS = 200
GUIDES_END = 0.9  # share of the run after which the guides weigh nothing
SHORT_CLIPS_FIRST = 0.08  # share of the run that sees clips up to 5 s only: word positions are learnt sooner
NAMED_FRAMES = 384  # how many frames of a batch are asked for their tokens
WEIGHT_DECAY = 0.01
TIMESTAMP_STEP = 10  # a segment's end is written to the nearest 0.2 s (steps of 20 ms)
LATEST_START = 50  # encoder frames: whisper.cpp lets the first segment begin within 1 s
STAMPED_SHARE = 0.5  # clips taught with timestamps
PROMPT_SHARE, PROMPT_SHARE_WITH_DRUGS = 0.1, 0.6  # clips taught with a prompt
LENGTH_STEP = 16  # decoder positions of a batch come in multiples: few shapes, so that few kernels are prepared
LONGEST_PROMPT = 208  # tokens; the application sends up to 200
MOST_NAMES = 50  # of a prompt, beside those of the clip; small numbers are as likely as large ones
JUST_WRITTEN = 2  # decoder layers that are shown the word just written; the others are shown the word to write
COPYING = 2  # last decoder layers that are shown where in the prompt it stands
COMMA = text.encode(",")[0]
SPECIAL = [text.END, text.START, text.NO_TIMESTAMPS, text.NEWLINE, text.PREVIOUS, COMMA]


def read_index(path):
    first = 0
    with open(path + ".pickle", "rb") as file:
        while file.peek(1):
            entry = pickle.load(file)
            yield entry | {"first": first}
            first += entry["count"]


class Clips(torch.utils.data.IterableDataset):
    """Batches without end. Tokens and phonemes are rows of the model's own small tables."""

    def __init__(self, path, frames_a_step, seed, used=None, phonemes=None):
        """used, phonemes: the tables of a checkpoint to go on from; clips with other tokens are left out."""
        self.frames_a_step, self.seed = frames_a_step, seed
        index = list(read_index(path))
        self.mel = np.memmap(path + ".mel", np.float16, "r").reshape(-1, model.MELS)
        stamps = range(text.FIRST_TIMESTAMP, text.FIRST_TIMESTAMP + max(GROUPS) + 1, TIMESTAMP_STEP)
        self.used = used or sorted(drugs.TOKENS.union(SPECIAL, stamps, *(e["tokens"].tolist() for e in index)))
        counts = collections.Counter(name for e in index for _, name in e["phonemes"])
        # index 0 is silence; espeak's own pauses begin with "_"
        self.phonemes = phonemes or [""] + sorted(
            name for name, n in counts.items() if n >= 30 and not name.startswith("_")
        )
        self.row = {token: i for i, token in enumerate(self.used)}
        rows = {name: i for i, name in enumerate(self.phonemes)}
        self.groups = {frames: [] for frames in GROUPS}
        self.clips = []
        for e in index:
            needed = (e["count"] + 1) // 2 + 4  # at least 80 ms of the silence that follows
            group = next((g for g, length in GROUPS.items() if g >= needed and len(e["tokens"]) + 4 <= length), None)
            if group is None or not all(int(token) in self.row for token in e["tokens"]):
                continue
            e["rows"] = [self.row[int(token)] for token in e["tokens"]]
            frames = np.zeros(group, np.uint8)
            starts = [at for at, _ in e["phonemes"]] + [group]
            for (start, name), end in zip(e["phonemes"], starts[1:]):
                frames[start:end] = rows.get(name, 0)
            e["frames"] = frames
            del e["phonemes"], e["tokens"]
            self.groups[group].append(len(self.clips))
            self.clips.append(e)

    def padded_mel(self, clip, length):
        mel = self.mel[clip["first"] : clip["first"] + min(clip["count"], length)]
        padded = np.full((length, model.MELS), speech.silence_level(mel), np.float16)
        padded[: len(mel)] = mel
        return padded

    def prompt(self, clip, longest, rng):
        """A list of words to expect, as rows: drugs, mostly those of the clip among others. And where each token of the clip
        stands in it: a place, or -1."""
        rows, nowhere = clip["rows"], np.full(len(clip["rows"]), -1)
        share = PROMPT_SHARE_WITH_DRUGS if clip["drugs"] else PROMPT_SHARE
        if rng.random() >= share:
            return [], nowhere
        hints = [name for name in clip["drugs"] if rng.random() < 0.85]
        others = int(np.exp(rng.uniform(0, np.log(MOST_NAMES + 1))))
        names = list(dict.fromkeys(hints + rng.choice(drugs.NAMES, others).tolist()))
        while len(text.encode(" " + ", ".join(names))) > longest:
            names.pop()
        rng.shuffle(names)
        made, places = [self.row[text.PREVIOUS]], nowhere
        for number, name in enumerate(names):
            own = [self.row[token] for token in text.encode(" " + name)]
            for first in range(len(rows) - len(own) + 1) if name in hints else ():
                if rows[first : first + len(own)] == own:
                    places[first : first + len(own)] = range(len(made), len(made) + len(own))
            made += own + [self.row[COMMA]] * (number + 1 < len(names))
        # A word outside the small vocabulary is a row that export.py bars; the model learns to pass over it.
        shown = set(places.tolist())
        made = [row if place in shown or rng.random() > 0.02 else len(self.used) for place, row in enumerate(made)]
        return made, places

    def target(self, clip, group, stamped, rng):
        """(sequence of rows, of each target its span in encoder frames and its place in the prompt, first target that counts)"""
        start, end, plain, first = (
            self.row[t] for t in (text.START, text.END, text.NO_TIMESTAMPS, text.FIRST_TIMESTAMP)
        )
        rows = clip["rows"]
        room = model.TEXT_CONTEXT - len(rows) - 2 * len(clip["sentences"]) - 4
        prompt, copied = self.prompt(clip, min(LONGEST_PROMPT, room), rng)
        nowhere = [0, 0, -1]
        head, places = [*prompt, start], [nowhere] * len(prompt)
        if not rows:
            # whisper.cpp never lets the end be the first token without timestamps, so a line feed is taught as well
            empty = [self.row[text.NEWLINE]] * int(not stamped and rng.random() < 0.5)
            sequence = [*head, first if stamped else plain, *empty, end]
            return sequence, [*places, *[nowhere] * (2 + len(empty))], len(prompt) + (not stamped)
        spans = np.column_stack([clip["spans"], copied]).tolist()
        finish = [max(0, spans[-1][1] - 3), group, -1]
        if not stamped:
            return [*head, plain, *rows, end], [*places, nowhere, *spans, finish], len(prompt) + 1

        def stamp(frame):
            return self.row[text.FIRST_TIMESTAMP + TIMESTAMP_STEP * round(frame / TIMESTAMP_STEP)]

        sequence = head
        for begin, until in zip(clip["sentences"], [*clip["sentences"][1:], len(rows)]):
            opens, closes = spans[begin][0], min(spans[until - 1][1], group)
            opens = opens if begin else min(opens, LATEST_START)
            sequence = [*sequence, stamp(opens), *rows[begin:until], stamp(closes)]
            after = [max(0, closes - 3), min(closes + 10, group), -1]
            places = [*places, [max(0, opens - 10), opens + 5, -1], *spans[begin:until], after]
        return [*sequence, end], [*places, finish], len(prompt)

    def frame_tokens(self, clip, group):
        """[group / 2, 2]: current and next token of each 40 ms, -1 where none; a word's tokens share its time evenly."""
        labels = np.full((group // 2, 2), -1, np.int32)
        rows, spans = clip["rows"], clip["spans"].tolist()
        following = rows[1:] + [self.row[text.END]]
        first = 0
        while first < len(rows):
            last = first
            while last + 1 < len(rows) and spans[last + 1] == spans[first]:
                last += 1
            edges = np.linspace(spans[first][0] / 2, spans[first][1] / 2, last - first + 2).round().astype(int)
            for k in range(first, last + 1):
                labels[edges[k - first] : edges[k - first + 1]] = rows[k], following[k]
            first = last + 1
        return labels

    def batch(self, group, chosen, rng):
        size = len(chosen)
        made = [self.target(self.clips[i], group, rng.random() < STAMPED_SHARE, rng) for i in chosen]
        longest = max(len(sequence) for sequence, _, _ in made) - 1
        length = -(-longest // LENGTH_STEP) * LENGTH_STEP
        out = dict(
            mel=np.empty((size, 2 * group, model.MELS), np.float16),
            phonemes=np.stack([self.clips[i]["frames"] for i in chosen]).astype(np.int64),
            tokens=np.full((size, length), self.row[text.END], np.int64),
            spans=np.zeros((size, length, 2), np.int64),
            copied=np.full((size, length), -1, np.int64),
            frame_tokens=np.stack([self.frame_tokens(self.clips[i], group) for i in chosen]),
        )
        targets = np.full((size, length), -1, np.int64)
        for j, (i, (sequence, places, counted)) in enumerate(zip(chosen, made)):
            out["mel"][j] = self.padded_mel(self.clips[i], 2 * group)
            n = len(sequence) - 1
            out["tokens"][j, :n] = sequence[:-1]
            targets[j, counted:n] = sequence[1 + counted :]
            out["spans"][j, :n] = np.array(places)[:, :2]
            out["copied"][j, :n] = np.array(places)[:, 2]
        # Where is worked out here: to ask the tensor for it would make a graphics card wait.
        out["counted"] = np.flatnonzero(targets >= 0)
        out["targets"] = targets.flatten()[out["counted"]]
        named = np.argwhere(out["frame_tokens"][..., 0] >= 0)
        chosen = named[rng.permutation(len(named))[:NAMED_FRAMES]]
        out["named"] = np.concatenate([chosen, out["frame_tokens"][chosen[:, 0], chosen[:, 1]]], 1)
        del out["frame_tokens"]
        return {name: torch.from_numpy(array) for name, array in out.items()}

    def __iter__(self):
        feeder = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, feeder.id])
        while True:
            plan = []
            for group, members in self.groups.items():
                size = max(2, self.frames_a_step // group)
                order = rng.permutation(members)
                plan += [(group, order[k : k + size]) for k in range(0, len(order) - size + 1, size)]
            for k in rng.permutation(len(plan)):
                yield self.batch(*plan[k], rng)


def loss(whisper, guides, batch, tail, phantoms, phoneme_weight, guide_weight, guides_follow=False):
    """guides_follow: the guides learn from the encoder, and not it from them."""
    states, bias = whisper.encoder(batch["mel"], tail, phantoms)
    frames = batch["phonemes"].shape[1]
    real = states[:, :frames].detach() if guides_follow else states[:, :frames]
    phoneme = F.cross_entropy(guides.phoneme(real).float().flatten(0, 1), batch["phonemes"].flatten())
    table = whisper.decoder.table()
    clip, half, *labels = batch["named"].T
    named = real[clip, 2 * half]
    token, next_token = (
        F.cross_entropy((head(named) @ table.T).float(), label, reduction="sum") / max(1, len(label))
        for head, label in zip((guides.token, guides.next_token), labels)
    )
    last, own, crossed = whisper.decoder(batch["tokens"], states, bias, guide_weight > 0)
    logits = (last.flatten(0, 1)[batch["counted"]] @ table.T).float()
    words = F.cross_entropy(logits, batch["targets"])
    right = logits.argmax(-1) == batch["targets"]
    copied = batch["copied"].flatten()[batch["counted"]] >= 0
    copied_right = (right & copied).sum() / copied.sum().clamp(min=1)
    guides_shown = _shown(batch, own, crossed, frames) if guide_weight > 0 else torch.zeros(4, device=table.device)
    total = words + phoneme_weight * phoneme + guide_weight * (guides_shown.sum() + 2 * token + next_token)
    figures = torch.stack([words, right.float().mean(), copied_right, phoneme, token, next_token, *guides_shown])
    return total, figures.detach()


def _shown(batch, own, crossed, frames):
    """How far the guided heads are from where they should look (mean negative logarithm of the share that they spend there): at
    the word before, at the place to copy from, at the sound just written, at the sound to write."""
    tokens, spans, keys = batch["tokens"], batch["spans"], crossed[0].shape[-1]
    counted = torch.zeros(tokens.numel(), device=tokens.device)
    counted[batch["counted"]] = 1
    counted = counted.view(tokens.shape)

    def mean(shares, rows):
        return -((shares + 1e-6).log() * rows).sum() / rows.sum().clamp(min=1)

    def at(look, places):
        return look.gather(2, places.clamp(min=0)[..., None])[..., 0]

    position = torch.arange(keys, device=tokens.device)

    def heard(look, spans):
        start, end = spans[..., :1], spans[..., 1:]
        tails = (end >= frames) & (position >= frames) & (position < keys - 1)
        inside = (position >= start - 2) & (position < torch.where(end >= frames, frames, end + 3)) | tails
        return mean((look * inside).sum(-1), counted * (spans[..., 1] > 0))

    def average(values):
        return sum(values) / len(values)

    before = torch.arange(-1, tokens.shape[1] - 1, device=tokens.device).expand(tokens.shape)
    written = F.pad(spans[:, :-1], (0, 0, 1, 0))
    return torch.stack(
        [
            mean(at(own[0], before), (before >= 0).float()),
            average([mean(at(look, batch["copied"]), (batch["copied"] >= 0).float()) for look in own[-COPYING:]]),
            average([heard(look, written) for look in crossed[:JUST_WRITTEN]]),
            average([heard(look, spans) for look in crossed[JUST_WRITTEN:]]),
        ]
    )


LOGGED = "words right copied phoneme token next before copy written to-write".split()


def save(path, **state):
    part = pathlib.Path(str(path) + ".part")
    torch.save(state, part)
    part.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data")
    parser.add_argument("checkpoint")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument(
        "--rate", type=float, default=2e-3, help="highest learning rate; falls linearly to 0 over the run"
    )
    parser.add_argument("--of", type=float, help="stop at --minutes of a run of this many, to go on with other data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--frames", type=int, default=4096, help="encoder frames of a step")
    parser.add_argument("--feeders", type=int, default=1, help="processes that make batches")
    parser.add_argument("--save-every", type=float, default=5, help="minutes between checkpoints")
    parser.add_argument(
        "--resume", action="store_true", help="go on from CHECKPOINT, its minutes counted; DATA may have grown"
    )
    parser.add_argument(
        "--from", dest="origin", help="a model file of export.py's; clips with other tokens are left out"
    )
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    state = torch.load(options.checkpoint, weights_only=True, map_location="cpu") if options.resume else {}
    known, used, _ = export.read(options.origin) if options.origin else (None, state.get("used"), None)
    clips = Clips(options.data, options.frames, options.seed + state.get("step", 0), used, state.get("phonemes"))
    whisper = model.Whisper(len(clips.used), **model.SIZES).to(options.device)
    if known:
        whisper.load_state_dict(known)
    guides = model.Guides(model.SIZES["width"], len(clips.phonemes)).to(options.device)
    parameters = [*whisper.parameters(), *guides.parameters()]
    groups = [
        dict(params=[p for p in parameters if p.ndim > 1], weight_decay=WEIGHT_DECAY),
        dict(params=[p for p in parameters if p.ndim == 1], weight_decay=0.0),
    ]
    adam = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98), fused=True)
    spent, step = state.get("seconds", 0.0), state.get("step", 0)
    if state:
        whisper.load_state_dict(state["params"])
        guides.load_state_dict(state["guides"])
        adam.load_state_dict(state["adam"])

    def store():
        save(
            options.checkpoint,
            params=whisper.state_dict(),
            guides=guides.state_dict(),
            adam=adam.state_dict(),
            seconds=spent,
            step=step,
            used=clips.used,
            phonemes=clips.phonemes,
            sizes=model.SIZES,
        )

    is_card = options.device != "cpu"
    batches = iter(
        torch.utils.data.DataLoader(
            clips, batch_size=None, num_workers=options.feeders, prefetch_factor=6, pin_memory=is_card
        )
    )
    rng = np.random.default_rng(options.seed + step)
    weights = sum(p.numel() for p in whisper.parameters())
    print(f"{weights:,} parameters, {len(clips.used)} tokens, {len(clips.phonemes)} phonemes,", end=" ")
    print("clips:", {group: len(members) for group, members in clips.groups.items()}, flush=True)
    seen, logged, saved = 0, [], spent
    clock = time.time()
    while spent < 60 * options.minutes:
        progress = spent / (60 * (options.of or options.minutes))
        batch = {name: part.to(options.device, non_blocking=True) for name, part in next(batches).items()}
        group = batch["phonemes"].shape[1]
        if progress < SHORT_CLIPS_FIRST and group > 256 and not known:
            continue
        batch["mel"] = batch["mel"].to(torch.bfloat16).transpose(1, 2).contiguous()
        edges = np.linspace(group, model.CONTEXT, TAIL_FRAMES + 1)
        tail = np.floor(edges[:-1] + rng.random(TAIL_FRAMES) * np.diff(edges)).astype(np.int64)
        tail = torch.from_numpy(tail.clip(max=model.CONTEXT - 1)).to(options.device)
        rate = options.rate * (1 - progress) * min(1, (step + 1) / WARM_UP_STEPS)
        for part in adam.param_groups:
            part["lr"] = rate
        with torch.autocast(options.device, torch.bfloat16):
            total, figures = loss(
                whisper,
                guides,
                batch,
                tail,
                phantoms=model.PHANTOMS if rng.random() < 0.6 else 0,
                phoneme_weight=1.0 if progress < 0.3 else 0.5,
                guide_weight=0.5 * max(0, 1 - progress / GUIDES_END),
                guides_follow=known is not None and step < WARM_UP_STEPS,  # a file has no guides: these are new
            )
        total.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        adam.step()
        adam.zero_grad()
        logged.append(figures)
        step, seen = step + 1, seen + len(batch["mel"])
        now = time.time()
        spent, clock = spent + now - clock, now
        if step % 100 == 0:
            means = " ".join(
                f"{name} {value:.3f}" for name, value in zip(LOGGED, torch.stack(logged).mean(0).tolist(), strict=True)
            )
            print(f"{spent / 60:.1f} min, step {step}, clips {seen}, rate {rate:.5f}: {means}", flush=True)
            logged = []
        if spent - saved > 60 * options.save_every:
            saved = spent
            store()
    store()


if __name__ == "__main__":
    main()
