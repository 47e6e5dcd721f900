"""Train from nothing: train.py DATA... CHECKPOINT --minutes 60 (DATA is what examples.py wrote, with one vocabulary).

Only the answers are learnt. What makes so few steps enough are guides that fade out: the first head of a layer is shown
where to look, at the token before (layer 0), from a word to the number of its segment (1), from what was just copied to
where it was said (2), and from what is to be copied next to where it was said (last). The run begins with short
consults, and until late most steps have only the end of the instructions: they are the same each time, and easy to pass
over. A running mean of the weights is kept beside them; it is what is exported, and is of use long before the end."""

import argparse
import os
import pickle
import queue
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F

import model

LENGTH_STEP = 64  # sequences of a batch are padded to a multiple: few shapes, so that few kernels are prepared
WARM_UP_STEPS = 100
GUIDES_END, GUIDE_WEIGHT = 0.7, 0.5  # share of the run; weight at its beginning
LOOKS = 96  # rows of a sequence that the guides are shown
WHOLE_PREFIX_FROM, WHOLE_PREFIX = 0.7, 0.2  # share of the run from which on all steps have it, and of those before
MEAN_STEPS = 100  # over which the weights are averaged
SHORT_PREFIX = 6  # tokens: the end of the instructions and the beginning of the user's turn
SHORT_CONSULTS, SHORT_CONSULT = 0.25, 512  # share of the run that has only consults of at most so many tokens
WEIGHT_DECAY = 0.01
PADDING = -1  # in the place of a token's part
LOGGED = ("loss", "right", "copied right", "guides")


class Examples:
    def __init__(self, paths, tokens_a_step, seed):
        self.examples = []
        for path in paths:
            with open(path, "rb") as file:
                data = pickle.load(file)
            self.tokens, self.prefix = data["tokens"], data["prefix"]
            self.examples += data["examples"]
        self.a_step, self.rng = tokens_a_step, np.random.default_rng(seed)

    def batches(self, at_most):
        """`at_most`: what gives the length that a consult may have now."""
        order = np.array([len(one["ids"]) for one in self.examples])
        while True:
            limit = at_most()
            ordered = np.argsort(order + self.rng.uniform(0, LENGTH_STEP, len(order)))
            ordered = ordered[order[ordered] <= limit]
            plan, first = [], 0
            while first < len(ordered):
                length = self._padded(order[ordered[first]])
                count = max(1, self.a_step // length)
                while (
                    count > 1
                    and first + count <= len(ordered)
                    and self._padded(order[ordered[first + count - 1]]) * count > self.a_step
                ):
                    count -= 1
                plan.append(ordered[first : first + count])
                first += count
            for index in self.rng.permutation(len(plan)):
                if at_most() != limit:
                    break
                yield self.batch([self.examples[number] for number in plan[index]])

    @staticmethod
    def _padded(length):
        return -(-int(length) // LENGTH_STEP) * LENGTH_STEP

    def batch(self, chosen):
        size, length = len(chosen), self._padded(max(len(one["ids"]) for one in chosen))
        ids, places = np.zeros((2, size, length), np.int64)
        targets = np.full((size, length), -1, np.int64)
        parts = np.full((size, length), PADDING, np.int8)
        looks = np.zeros((size, LOOKS), np.int64)
        seen = np.full((4, size, LOOKS), -1, np.int64)
        for row, one in enumerate(chosen):
            n = len(one["ids"])
            ids[row, :n], places[row, :n] = one["ids"], one["places"]
            # The token behind is the next of the same part.
            follows = np.flatnonzero(one["learnt"][1:])
            targets[row, follows] = one["ids"][follows + 1]
            part = parts[row, :n] = one["parts"]
            looks[row] = self.rng.choice(n, LOOKS, replace=n < LOOKS)
            at = looks[row]
            begins = np.flatnonzero(np.diff(part)) + 1
            seen[0, row] = np.where(np.isin(at, begins), -1, at - 1)
            seen[1, row] = one["number"][at]
            seen[2, row] = one["source"][at]
            following = np.minimum(at + 1, n - 1)
            seen[3, row] = np.where(part[following] == part[at], one["source"][following], -1)
        copied = np.full((size, length), False)
        for row, one in enumerate(chosen):
            copied[row, : len(one["ids"]) - 1] = (one["source"][1:] >= 0) & one["learnt"][1:]
        # Where is worked out here: to ask the tensor for it would make a graphics card wait.
        counted = np.flatnonzero(targets >= 0)
        targets, copied = targets.flatten()[counted], copied.flatten()[counted]
        made = dict(
            ids=ids, places=places, parts=parts, counted=counted, targets=targets, copied=copied, looks=looks, seen=seen
        )
        return {name: torch.from_numpy(array) for name, array in made.items()}


def loss(llama, prefix, batch, guide_weight):
    size, length = batch["ids"].shape
    parts = batch["parts"]
    allowed = ((parts[:, :, None] == parts[:, None]) | (parts[:, None] == 0)).tril()
    allowed |= torch.eye(length, dtype=bool, device=parts.device)
    mask = torch.zeros(size, 1, length, len(prefix) + length, dtype=torch.bfloat16, device=parts.device)
    mask[:, 0, :, len(prefix) :].masked_fill_(~allowed, float("-inf"))
    states, scores = llama(prefix, batch["ids"], batch["places"], mask, batch["looks"] if guide_weight > 0 else None)
    logits = (states.flatten(0, 1)[batch["counted"]] @ llama.token_embd.weight.T).float()
    words = F.cross_entropy(logits, batch["targets"])
    # A tenth of the tokens tells how many are right.
    right = logits.detach()[::10].argmax(-1) == batch["targets"][::10]
    copied = batch["copied"][::10]
    copied_right = (right & copied).sum() / copied.sum().clamp(min=1)
    total, guides = words, torch.zeros((), device=parts.device)
    if scores:
        rows = mask[:, 0].gather(1, batch["looks"][..., None].expand(-1, -1, mask.shape[-1]))
        last = len(scores) - 1
        guides = (
            sum(
                _guide(scores[min(index, last) if index < 3 else last] + rows, batch["seen"][index], len(prefix))
                for index in range(4)
            )
            / 4
        )
        total = words + guide_weight * guides
    return total, torch.stack([words.detach(), right.float().mean(), copied_right, guides.detach()])


def _guide(scores, seen, before):
    targets = torch.where(seen >= 0, seen + before, -1).flatten()
    total = F.cross_entropy(scores.flatten(0, 1).float(), targets, ignore_index=-1, reduction="sum")
    return total / (targets >= 0).sum().clamp(min=1)


def optimizers(llama, rate):
    """Muon for the matrices of the layers, Adam for the rest."""
    matrices = [weight for weight in llama.blk.parameters() if weight.ndim == 2]
    others = [weight for name, weight in llama.named_parameters() if not (name.startswith("blk.") and weight.ndim == 2)]
    return (
        torch.optim.Muon(matrices, lr=rate, weight_decay=WEIGHT_DECAY, momentum=0.95, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+")
    parser.add_argument("checkpoint")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--tokens", type=int, default=4000, help="tokens of a step, without the prefix")
    parser.add_argument("--save-every", type=float, default=5, help="minutes")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    examples = Examples(options.data, options.tokens, options.seed)
    shape = model.Shape(vocabulary=len(examples.tokens))
    llama = model.Llama(shape).to(options.device)
    steps = optimizers(llama, options.rate)
    mean = {name: weight.detach().clone() for name, weight in llama.state_dict().items()}
    step, spent = 0, 0.0
    if options.resume:
        held = torch.load(options.checkpoint, weights_only=False, map_location=options.device)
        assert held["tokens"] == examples.tokens
        llama.load_state_dict(held["weights"])
        mean = held["mean"]
        for one, state in zip(steps, held["optimizers"]):
            one.load_state_dict(state)
        step, spent = held["step"], held["spent"]

    def store():
        held = dict(
            shape=shape,
            weights=llama.state_dict(),
            mean=mean,
            optimizers=[one.state_dict() for one in steps],
            tokens=examples.tokens,
            prefix=examples.prefix,
            step=step,
            spent=spent,
        )
        torch.save(held, options.checkpoint + ".part")
        os.replace(options.checkpoint + ".part", options.checkpoint)

    ready = queue.Queue(4)

    def progress():
        return spent / (60 * options.minutes)

    def at_most():
        return SHORT_CONSULT if progress() < SHORT_CONSULTS else 1 << 30

    def feed():
        for batch in examples.batches(at_most):
            ready.put(batch)

    threading.Thread(target=feed, daemon=True).start()
    whole = torch.tensor(examples.prefix, device=options.device)
    short = torch.cat([whole[:1], whole[-SHORT_PREFIX:]])
    weights = sum(weight.numel() for weight in llama.parameters())
    print(f"{weights:,} parameters, {len(examples.tokens)} tokens, {len(examples.examples)} consults", flush=True)
    logged, seen, saved, clock = [], 0, spent, time.time()
    chance = np.random.default_rng(options.seed + step)
    while (done := progress()) < 1:
        batch = {name: part.to(options.device) for name, part in ready.get().items()}
        rate = options.rate * (1 - done) * min(1, (step + 1) / WARM_UP_STEPS)
        for one in steps:
            for group in one.param_groups:
                group["lr"] = rate
        with torch.autocast(options.device, torch.bfloat16):
            is_whole = done >= WHOLE_PREFIX_FROM or chance.random() < WHOLE_PREFIX
            prefix = whole if is_whole else short
            total, figures = loss(llama, prefix, batch, GUIDE_WEIGHT * max(0, 1 - done / GUIDES_END))
        total.backward()
        torch.nn.utils.clip_grad_norm_(llama.parameters(), 1.0)
        for one in steps:
            one.step()
            one.zero_grad()
        pull = 1 / min(MEAN_STEPS, step + 1)
        torch._foreach_lerp_(list(mean.values()), [weight.detach() for weight in llama.state_dict().values()], pull)
        logged.append(figures)
        step, seen = step + 1, seen + len(batch["ids"])
        now = time.time()
        spent, clock = spent + now - clock, now
        if step % 50 == 0:
            means = " ".join(
                f"{name} {value:.3f}" for name, value in zip(LOGGED, torch.stack(logged).nanmean(0).tolist())
            )
            print(f"{spent / 60:.1f} min, step {step}, consults {seen}, rate {rate:.5f}: {means}", flush=True)
            logged = []
        if spent - saved > 60 * options.save_every:
            saved = spent
            store()
    store()


if __name__ == "__main__":
    main()
