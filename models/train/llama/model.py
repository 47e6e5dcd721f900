"""Llama's architecture as llama.cpp computes it (RMS norm, rotary places, SwiGLU, tied embeddings), for sequences that share
a prefix: it is computed once for a whole batch."""

import dataclasses

import torch
import torch.nn.functional as F
from torch import nn

EPSILON, ROPE_BASE = 1e-5, 10_000.0


@dataclasses.dataclass(frozen=True)
class Shape:
    vocabulary: int
    width: int = 256
    heads: int = 4
    layers: int = 6
    hidden: int = 704

    @property
    def head(self):
        return self.width // self.heads


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return F.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), EPSILON)


def rotary(places, head):
    """cos and sin for each place: [..., head / 2]."""
    angles = places[..., None].float() * ROPE_BASE ** (-torch.arange(0, head, 2, device=places.device) / head)
    return angles.cos(), angles.sin()


def rotate(x, turn):
    """x: [B, heads, L, head]. A number's partner is half a head away, which is quick; llama.cpp has it next to it, so export.py
    reorders the rows of the matrices."""
    cos, sin = turn
    one, other = x.chunk(2, -1)
    return torch.cat([one * cos - other * sin, one * sin + other * cos], -1)


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.attn_norm, self.ffn_norm = RmsNorm(shape.width), RmsNorm(shape.width)
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(shape.width, shape.width, bias=False) for _ in range(4)
        )
        self.ffn_gate, self.ffn_up = (nn.Linear(shape.width, shape.hidden, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(shape.hidden, shape.width, bias=False)

    def _split(self, x):
        return x.view(*x.shape[:2], self.shape.heads, self.shape.head).transpose(1, 2)

    def project(self, x, turn):
        x = self.attn_norm(x)
        query, key = (rotate(self._split(layer(x)), turn) for layer in (self.attn_q, self.attn_k))
        return query, key, self._split(self.attn_v(x))

    def finish(self, x, mixed):
        x = x + self.attn_output(mixed.transpose(1, 2).flatten(2))
        y = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(y)) * self.ffn_up(y))


class Llama(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.output_norm = RmsNorm(shape.width)
        nn.init.normal_(self.token_embd.weight, std=shape.width**-0.5)
        for layer in self.blk:
            for name in ("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up"):
                nn.init.normal_(getattr(layer, name).weight, std=shape.width**-0.5)
            nn.init.normal_(layer.attn_output.weight, std=0.5 * shape.width**-0.5)
            nn.init.normal_(layer.ffn_down.weight, std=0.5 * shape.hidden**-0.5)

    def forward(self, prefix, ids, places, mask, looks=None):
        """prefix: [P]; ids, places (counted from the end of the prefix): [B, L]; mask: [B, 1, L, P + L], 0 or -inf.
        -> (states [B, L, width], for each layer the scores of its first head at the rows `looks` [B, R]: [B, R, P + L])"""
        batch = len(ids)
        before, x = self.token_embd(prefix)[None], self.token_embd(ids)
        if torch.is_autocast_enabled(ids.device.type):
            before, x = before.bfloat16(), x.bfloat16()
        turn_before = tuple(
            part.to(x.dtype) for part in rotary(torch.arange(len(prefix), device=ids.device), self.shape.head)
        )
        turn = tuple(part[:, None].to(x.dtype) for part in rotary(places + len(prefix), self.shape.head))
        mask = mask.to(x.dtype)
        scores = []
        for layer in self.blk:
            query_before, key_before, value_before = layer.project(before, turn_before)
            query, key, value = layer.project(x, turn)
            key, value = (
                torch.cat([old.expand(batch, -1, -1, -1), new], 2)
                for old, new in ((key_before, key), (value_before, value))
            )
            if looks is not None:
                rows = query[:, 0].gather(1, looks[..., None].expand(-1, -1, self.shape.head))
                scores.append(rows @ key[:, 0].transpose(1, 2) * self.shape.head**-0.5)
            x = layer.finish(x, F.scaled_dot_product_attention(query, key, value, attn_mask=mask))
            before = layer.finish(
                before, F.scaled_dot_product_attention(query_before, key_before, value_before, is_causal=True)
            )
        return self.output_norm(x), scores

    @torch.no_grad()
    def continue_greedily(self, ids, most, end):
        """ids: a list of tokens; -> the tokens that follow, without grammar (to compare with llama.cpp)."""
        made, keys = [], [None] * len(self.blk)
        fresh, at = torch.tensor([ids]), 0
        while len(made) < most:
            x = self.token_embd(fresh)
            turn = rotary(torch.arange(at, at + fresh.shape[1]), self.shape.head)
            for number, layer in enumerate(self.blk):
                query, key, value = layer.project(x, turn)
                if keys[number] is not None:
                    key, value = (torch.cat([old, new], 2) for old, new in zip(keys[number], (key, value)))
                keys[number] = key, value
                x = layer.finish(x, F.scaled_dot_product_attention(query, key, value, is_causal=at == 0))
            at += fresh.shape[1]
            token = int((self.output_norm(x[:, -1]) @ self.token_embd.weight.T).argmax())
            if token == end:
                break
            made.append(token)
            fresh = torch.tensor([[token]])
        return made
