"""Train from nothing by the clock: train.py DATA CHECKPOINT --minutes 50 (DATA is synthesise.py's OUT).

The decoder learns to write, as every Whisper does. What makes an hour enough are guides that use espeak-ng's event times
and fade out: the encoder names each frame's phoneme, current and next token, and one cross-attention head of each decoder
layer is shown where the word lies (first layer: the word just written; last layer: the word to write).
"""

import argparse
import collections
import functools
import pathlib
import pickle
import queue
import threading
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

import model
import speech
import text

# Clips are grouped by length: encoder frames -> the most decoder positions such a clip may need.
GROUPS = {120: 24, 184: 30, 256: 40, 352: 52, 512: 72, 784: 100}
FRAMES_A_STEP = 2048
TAIL_FRAMES = 16
WARM_UP_STEPS = 200
GUIDES_END = 0.9  # share of the run after which the guides weigh nothing
SHORT_CLIPS_FIRST = 0.08  # share of the run that sees clips up to 5 s only: word positions are learnt sooner
WEIGHT_DECAY = 0.01
TIMESTAMP_STEP = 10  # a segment's end is written to the nearest 0.2 s (steps of 20 ms)
SPECIAL = [text.END, text.START, text.NO_TIMESTAMPS, text.NEWLINE]


def read_index(path):
    first = 0
    with open(path + ".pickle", "rb") as file:
        while file.peek(1):
            entry = pickle.load(file)
            yield entry | {"first": first}
            first += entry["count"]


class Clips:
    """Everything a batch needs, with tokens and phonemes as rows of the model's own small tables."""

    def __init__(self, path, used=None, phonemes=None):
        """used, phonemes: the tables of a checkpoint to go on from; clips with other tokens are left out."""
        index = list(read_index(path))
        self.mel = np.memmap(path + ".mel", np.float16, "r").reshape(-1, model.MELS)
        last = max(GROUPS) * 20 // (20 * TIMESTAMP_STEP)
        stamps = [text.FIRST_TIMESTAMP + TIMESTAMP_STEP * i for i in range(last + 1)]
        self.used = used or sorted({int(t) for e in index for t in e["tokens"]} | {*SPECIAL, *stamps})
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
        mel = self.mel[clip["first"] : clip["first"] + clip["count"]].astype(np.float32)
        padded = np.full((length, model.MELS), speech.silence_level(mel), np.float32)
        padded[: len(mel)] = mel
        return padded

    def target(self, clip, group, stamped, rng):
        """(sequence of rows, span of each target in encoder frames, first target that counts)"""
        start, end, plain, first = (
            self.row[t] for t in (text.START, text.END, text.NO_TIMESTAMPS, text.FIRST_TIMESTAMP)
        )
        rows, spans = clip["rows"], clip["spans"].tolist()
        if not rows:
            # whisper.cpp never lets the end be the first token without timestamps, so a line feed is taught as well
            if stamped:
                return [start, first, end], [[0, 0]] * 2, 0
            empty = [self.row[text.NEWLINE]] * int(rng.random() < 0.5)
            return [start, plain, *empty, end], [[0, 0]] * (2 + len(empty)), 1
        finish = spans[-1][1]
        after = [max(0, finish - 3), group]
        if stamped:
            stamp = self.row[text.FIRST_TIMESTAMP + TIMESTAMP_STEP * round(finish / TIMESTAMP_STEP)]
            return [start, first, *rows, stamp, end], [[0, 8], *spans, after, after], 0
        return [start, plain, *rows, end], [[0, 0], *spans, after], 1

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
        size, length = len(chosen), GROUPS[group]
        out = dict(
            mel=np.empty((size, 2 * group, model.MELS), np.float32),
            phonemes=np.stack([self.clips[i]["frames"] for i in chosen]).astype(np.int32),
            tokens=np.full((size, length), self.row[text.END], np.int32),
            targets=np.full((size, length), -1, np.int32),
            spans=np.zeros((size, length, 2), np.int32),
            frame_tokens=np.empty((size, group // 2, 2), np.int32),
        )
        for j, i in enumerate(chosen):
            clip = self.clips[i]
            out["mel"][j] = self.padded_mel(clip, 2 * group)
            out["frame_tokens"][j] = self.frame_tokens(clip, group)
            sequence, spans, counted = self.target(clip, group, rng.random() < 0.5, rng)
            n = len(sequence) - 1
            out["tokens"][j, :n] = sequence[:-1]
            out["targets"][j, counted:n] = sequence[1 + counted :]
            out["spans"][j, :n] = spans
        return out

    def batches(self, seed):
        rng = np.random.default_rng(seed)
        while True:
            plan = []
            for group, members in self.groups.items():
                size = max(2, FRAMES_A_STEP // group)
                order = rng.permutation(members)
                plan += [(group, order[k : k + size]) for k in range(0, len(order) - size + 1, size)]
            for k in rng.permutation(len(plan)):
                yield plan[k][0], self.batch(*plan[k], rng)


def cross_entropy(logits, labels, counted):
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), jnp.maximum(labels, 0)[..., None], -1)[..., 0]
    return -(picked * counted).sum() / jnp.maximum(counted.sum(), 1)


def loss(params, batch, tail, phantoms, phoneme_weight, guide_weight, sizes):
    states, bias = model.encode(params, batch["mel"], tail, sizes, phantoms)
    frames = batch["phonemes"].shape[1]
    real = states[:, :frames]
    phoneme = cross_entropy(model.linear(params, "train.phoneme", real), batch["phonemes"], jnp.ones(real.shape[:2]))
    table, halved, named = model.embedding(params), real[:, ::2], batch["frame_tokens"]
    token, next_token = (
        cross_entropy(model.linear(params, head, halved) @ table.T, named[..., k], named[..., k] >= 0)
        for k, head in enumerate(("train.token", "train.next_token"))
    )
    logits, looks = model.decode(params, batch["tokens"], states, bias, sizes, phantoms)
    targets = batch["targets"]
    counted = targets >= 0
    words = cross_entropy(logits, targets, counted)
    right = ((logits.argmax(-1) == targets) & counted).sum() / counted.sum()

    position = jnp.arange(states.shape[1])

    def guide(look, spans):
        start, end = spans[..., :1], spans[..., 1:]
        inside = (position >= start - 2) & (position < end + 3) | (end >= frames) & (position >= frames)
        guided = counted & (spans[..., 1] > 0)
        return -(jnp.log((look * inside).sum(-1) + 1e-6) * guided).sum() / jnp.maximum(guided.sum(), 1)

    written = jnp.pad(batch["spans"][:, :-1], ((0, 0), (1, 0), (0, 0)))
    guides = [guide(look, written) for look in looks[:-1]] + [guide(looks[-1], batch["spans"])]
    total = words + phoneme_weight * phoneme + guide_weight * (sum(guides) / len(guides) + 2 * token + next_token)
    return total, jnp.stack([words, right, phoneme, token, next_token, guides[0], guides[-1]])


LOGGED = "words right phoneme token next guide0 guide1".split()


def save(path, **state):
    part = pathlib.Path(str(path) + ".part")
    part.write_bytes(pickle.dumps(state))
    part.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data")
    parser.add_argument("checkpoint")
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument(
        "--rate", type=float, default=2e-3, help="highest learning rate; falls linearly to 0 over the run"
    )
    parser.add_argument("--of", type=float, help="stop at --minutes of a run of this many, to go on with other data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save-every", type=float, default=5, help="minutes between checkpoints")
    parser.add_argument(
        "--resume", action="store_true", help="go on from CHECKPOINT, its minutes counted; DATA may have grown"
    )
    options = parser.parse_args()

    sizes = model.SIZES
    adam = optax.chain(optax.clip_by_global_norm(1.0), optax.scale_by_adam(b2=0.98))
    if options.resume:
        state = pickle.loads(pathlib.Path(options.checkpoint).read_bytes())
        clips = Clips(options.data, state["used"], state["phonemes"])
        params, moments, spent, step = state["params"], state["moments"], state["seconds"], state["step"]
    else:
        clips = Clips(options.data)
        params = model.initialise(options.seed, len(clips.used), len(clips.phonemes), **sizes)
        moments, spent, step = adam.init(params), 0.0, 0
    params = jax.tree.map(jnp.asarray, params)
    moments = jax.tree.map(jnp.asarray, moments)

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def update(params, moments, rate, batch, tail, phantoms, phoneme_weight, guide_weight):
        slope, figures = jax.grad(loss, has_aux=True)(
            params, batch, tail, phantoms, phoneme_weight, guide_weight, sizes
        )
        change, moments = adam.update(slope, moments, params)
        params = jax.tree.map(lambda p, c: p - rate * (c + (WEIGHT_DECAY * p if p.ndim > 1 else 0)), params, change)
        return params, moments, figures

    def store():
        arrays = jax.tree.map(np.asarray, (params, moments))
        save(
            pathlib.Path(options.checkpoint),
            params=arrays[0],
            moments=arrays[1],
            seconds=spent,
            step=step,
            used=clips.used,
            phonemes=clips.phonemes,
            sizes=sizes,
        )

    ready = queue.Queue(6)

    def feed():
        for item in clips.batches(options.seed + step):
            ready.put(item)

    threading.Thread(target=feed, daemon=True).start()
    rng = np.random.default_rng(options.seed + step)
    weights = sum(p.size for name, p in params.items() if not name.startswith("train."))
    print(f"{weights:,} parameters, {len(clips.used)} tokens, {len(clips.phonemes)} phonemes,", end=" ")
    print("clips:", {group: len(members) for group, members in clips.groups.items()}, flush=True)
    seen, logged, saved = 0, [], spent
    clock = time.time()
    while spent < 60 * options.minutes:
        progress = spent / (60 * (options.of or options.minutes))
        group, batch = ready.get()
        if progress < SHORT_CLIPS_FIRST and group > 256:
            continue
        edges = np.linspace(group, model.CONTEXT, TAIL_FRAMES + 1)
        tail = (
            np.floor(edges[:-1] + rng.random(TAIL_FRAMES) * np.diff(edges))
            .astype(np.int32)
            .clip(group, model.CONTEXT - 1)
        )
        schedule = dict(
            rate=options.rate * (1 - progress) * min(1, (step + 1) / WARM_UP_STEPS),
            phantoms=model.PHANTOMS if rng.random() < 0.6 else 0,
            phoneme_weight=1.0 if progress < 0.3 else 0.5,
            guide_weight=0.5 * max(0, 1 - progress / GUIDES_END),
        )
        schedule = {name: jnp.float32(value) for name, value in schedule.items()}
        params, moments, figures = update(params, moments, batch=batch, tail=tail, **schedule)
        logged.append(np.asarray(figures))
        step, seen = step + 1, seen + len(batch["mel"])
        now = time.time()
        spent, clock = spent + now - clock, now
        if step % 100 == 0:
            means = " ".join(f"{name} {value:.3f}" for name, value in zip(LOGGED, np.mean(logged, 0)))
            print(
                f"{spent / 60:.1f} min, step {step}, clips {seen}, rate {float(schedule['rate']):.5f}: {means}",
                flush=True,
            )
            logged = []
        if spent - saved > 60 * options.save_every:
            saved = spent
            store()
    store()


if __name__ == "__main__":
    main()
