"""Whisper's encoder and decoder in PyTorch. Parameters bear their ggml names.

Two departures make short clips cheap, and vanish when whisper.cpp runs the exported file:

Silent tail. Whisper always sees 30 s: 1,500 encoder frames, for us mostly silence. We encode the T real frames and a few
"tail" frames (the convolutions' constant answer to silence, at positions drawn from the rest), and add
log((1500 - T) / tail frames) to their attention logits, so that the few weigh as much as all would.

Phantom keys. whisper.cpp's flash attention pads 1,500 keys to 1,536 with zeros and does not mask them: 36 keys of
logit 0 and value 0. One such key with log(phantoms) added to its logit weighs as much.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

CONTEXT = 1500  # encoder frames of 20 ms
TEXT_CONTEXT = 448
MELS = 80
PHANTOMS = 36
BARRED = -60.0  # export.py's logit of every word that is not in use; column 0 of its embedding
SIZES = dict(width=128, heads=2, encoder_layers=6, decoder_layers=5)  # heads of 64, as in every Whisper


def sinusoids(length, width):
    rates = torch.exp(-math.log(10000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def _split(self, y):
        return y.unflatten(-1, (self.heads, -1)).transpose(1, 2)

    def forward(self, x, source, bias=None, causal=False):
        """x [clips, queries, width]; bias [keys (+ 1)] is added to the logits, its last for one key of zeros."""
        query, key, value = self._split(self.query(x)), self._split(self.key(source)), self._split(self.value(source))
        if bias is not None:
            key, value = F.pad(key, (0, 0, 0, 1)), F.pad(value, (0, 0, 0, 1))
            bias = bias.to(query.dtype).expand(query.shape[2], -1)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=bias, is_causal=causal)
        return self.out(mixed.transpose(1, 2).flatten(2))

    def look(self, x, source, bias=None):
        """Where head 0 looks: [clips, queries, keys + 1], or of a decoder's own words, without bias, [clips, words, words]."""
        size = self.out.in_features // self.heads
        query = F.linear(x, self.query.weight[:size], self.query.bias[:size])
        key = F.linear(source, self.key.weight[:size])
        if bias is None:
            bias = torch.full((x.shape[1], x.shape[1]), float("-inf"), device=x.device).triu(1)
        else:
            key = F.pad(key, (0, 0, 0, 1))
        return (query @ key.transpose(1, 2) * size**-0.5 + bias).float().softmax(-1)


class Block(nn.Module):
    def __init__(self, width, heads, crossed):
        super().__init__()
        self.attn, self.attn_ln = Attention(width, heads), nn.LayerNorm(width)
        if crossed:
            self.cross_attn, self.cross_attn_ln = Attention(width, heads), nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU("tanh"), nn.Linear(4 * width, width))
        self.mlp_ln = nn.LayerNorm(width)


class Encoder(nn.Module):
    def __init__(self, width, heads, layers):
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, width, 3, padding=1)
        self.conv2 = nn.Conv1d(width, width, 3, stride=2, padding=1)
        self.blocks = nn.ModuleList(Block(width, heads, False) for _ in range(layers))
        self.ln_post = nn.LayerNorm(width)
        self.register_buffer("positions", sinusoids(CONTEXT, width), persistent=False)

    def forward(self, mel, tail, phantoms):
        """mel [clips, 80, 2T], tail [K] positions in T..1499 -> (states [clips, T + K, width], key bias [T + K + 1])"""
        x = F.gelu(self.conv2(F.gelu(self.conv1(mel), approximate="tanh")), approximate="tanh").transpose(1, 2)
        frames, extra = x.shape[1], len(tail)
        silent = x[:, frames - 2 : frames - 1]  # clips are padded with silence; the last frame sees the edge
        x = torch.cat([x + self.positions[:frames], silent + self.positions[tail]], 1)
        rest = math.log((CONTEXT - frames) / extra) if frames < CONTEXT else -1e4
        bias = torch.zeros(frames + extra + 1, device=x.device)
        bias[frames:-1] = rest
        bias[-1] = math.log(phantoms) if phantoms else -1e4
        for block in self.blocks:
            y = block.attn_ln(x)
            x = x + block.attn(y, y, bias)
            x = x + block.mlp(block.mlp_ln(x))
        return self.ln_post(x), bias


class Decoder(nn.Module):
    def __init__(self, width, heads, layers, rows):
        super().__init__()
        self.token_embedding = nn.Embedding(rows, width)
        self.positional_embedding = nn.Parameter(torch.randn(TEXT_CONTEXT, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, heads, True) for _ in range(layers))
        self.ln = nn.LayerNorm(width)
        free, barred = torch.ones(width), torch.zeros(1, width)
        free[0], barred[0, 0] = 0, BARRED
        self.register_buffer("free", free, persistent=False)
        self.register_buffer("barred", barred, persistent=False)

    def table(self):
        """The embedding; column 0 is kept free: export.py uses it to bar the unused vocabulary."""
        return self.token_embedding.weight * self.free

    def forward(self, tokens, states, bias, looking):
        """tokens [clips, length] (embedding rows, `rows` for an unused word of the vocabulary) -> (last states, and if looking,
        where head 0 of each layer looks: its attention to the words, its attention to the sound)"""
        x = F.embedding(tokens, torch.cat([self.table(), self.barred])) + self.positional_embedding[: tokens.shape[1]]
        own, crossed = [], []
        for block in self.blocks:
            y = block.attn_ln(x)
            if looking:
                own.append(block.attn.look(y, y))
            x = x + block.attn(y, y, causal=True)
            y = block.cross_attn_ln(x)
            if looking:
                crossed.append(block.cross_attn.look(y, states, bias))
            x = x + block.cross_attn(y, states, bias)
            x = x + block.mlp(block.mlp_ln(x))
        return self.ln(x), own, crossed


class Whisper(nn.Module):
    """rows: how many vocabulary entries are in use; only those have an embedding while training."""

    def __init__(self, rows, width, heads, encoder_layers, decoder_layers):
        super().__init__()
        self.encoder = Encoder(width, heads, encoder_layers)
        self.decoder = Decoder(width, heads, decoder_layers, rows)
        for name, parameter in self.named_parameters():
            if parameter.ndim > 1 and "positional" not in name:
                fan_in = parameter[0].numel()
                last = name.endswith(("out.weight", "mlp.2.weight"))
                nn.init.normal_(parameter, std=(0.5 if last else 1.0) / math.sqrt(fan_in))
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)


class Guides(nn.Module):
    """Heads for training only, on the encoder's states: each frame's phoneme, its token and the one after."""

    def __init__(self, width, phonemes):
        super().__init__()
        self.phoneme = nn.Linear(width, phonemes)
        self.token = nn.Linear(width, width)
        self.next_token = nn.Linear(width, width)
