"""Whisper's encoder and decoder in JAX. Parameters are a flat dict under their ggml names, weights [out, in].

Two departures make short clips cheap, and vanish when whisper.cpp runs the exported file:

Silent tail. Whisper always sees 30 s: 1,500 encoder frames, for us mostly silence. We encode the T real frames and a few
"tail" frames (the convolutions' constant answer to silence, at positions drawn from the rest), and add
log((1500 - T) / tail frames) to their attention logits, so that the few weigh as much as all would.

Phantom keys. whisper.cpp's flash attention pads 1,500 keys to 1,536 with zeros and does not mask them: 36 keys of
logit 0 and value 0. `phantoms` is how many of them the softmax counts.
"""

import jax
import jax.numpy as jnp
import numpy as np

CONTEXT = 1500  # encoder frames of 20 ms
TEXT_CONTEXT = 448
MELS = 80
PHANTOMS = 36
SIZES = dict(width=128, heads=2, encoder_layers=4, decoder_layers=2)  # heads of 64, as in every Whisper


def sinusoids(length, width):
    rates = np.exp(-np.log(10000) / (width // 2 - 1) * np.arange(width // 2))
    angles = np.arange(length)[:, None] * rates[None]
    return np.concatenate([np.sin(angles), np.cos(angles)], 1).astype(np.float32)


def initialise(seed, rows, phonemes, width, encoder_layers, decoder_layers, **_):
    """rows: how many vocabulary entries are in use; only those have an embedding while training."""
    rng = np.random.default_rng(seed)
    params = {}

    def normal(name, *shape, scale):
        params[name] = rng.normal(0, scale, shape).astype(np.float32)

    def linear(name, fan_in, fan_out, bias=True, gain=1.0):
        normal(name + ".weight", fan_out, fan_in, scale=gain / np.sqrt(fan_in))
        if bias:
            params[name + ".bias"] = np.zeros(fan_out, np.float32)

    def norm(name):
        params[name + ".weight"] = np.ones(width, np.float32)
        params[name + ".bias"] = np.zeros(width, np.float32)

    def attention(name):
        linear(name + ".query", width, width)
        linear(name + ".key", width, width, bias=False)
        linear(name + ".value", width, width)
        linear(name + ".out", width, width, gain=0.5)
        norm(name + "_ln")

    for name, channels in (("encoder.conv1", MELS), ("encoder.conv2", width)):
        normal(name + ".weight", width, channels, 3, scale=1 / np.sqrt(3 * channels))
        params[name + ".bias"] = np.zeros(width, np.float32)
    for side, layers in (("encoder", encoder_layers), ("decoder", decoder_layers)):
        for layer in range(layers):
            block = f"{side}.blocks.{layer}"
            attention(block + ".attn")
            if side == "decoder":
                attention(block + ".cross_attn")
            linear(block + ".mlp.0", width, 4 * width)
            linear(block + ".mlp.2", 4 * width, width, gain=0.5)
            norm(block + ".mlp_ln")
    norm("encoder.ln_post")
    norm("decoder.ln")
    normal("decoder.positional_embedding", TEXT_CONTEXT, width, scale=0.02)
    normal("embedding", rows, width, scale=width**-0.5)
    # heads for training only; export drops them
    linear("train.phoneme", width, phonemes)
    linear("train.token", width, width)
    linear("train.next_token", width, width)
    return params


def embedding(params):
    """Column 0 is kept free: export.py uses it to bar the unused vocabulary."""
    return params["embedding"].at[:, 0].set(0.0)


def linear(params, name, x):
    y = x @ params[name + ".weight"].T
    bias = params.get(name + ".bias")
    return y if bias is None else y + bias


def _norm(params, name, x):
    x = x - x.mean(-1, keepdims=True)
    scale = jax.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5)
    return x * scale * params[name + ".weight"] + params[name + ".bias"]


def _gelu(x):
    return jax.nn.gelu(x, approximate=True)


def _attention(params, name, x, source, heads, bias, phantoms=0.0):
    """x [clips, queries, width], bias broadcasts to [clips, heads, queries, keys] -> (output, weights)"""
    clips, _, width = x.shape

    def split(projection, y):
        y = linear(params, f"{name}.{projection}", y)
        return y.reshape(clips, -1, heads, width // heads).transpose(0, 2, 1, 3)

    query, key, value = split("query", x) * (width // heads) ** -0.5, split("key", source), split("value", source)
    logits = query @ key.transpose(0, 1, 3, 2) + bias
    top = jnp.maximum(jax.lax.stop_gradient(logits.max(-1, keepdims=True)), 0.0)
    weights = jnp.exp(logits - top)
    weights = weights / (weights.sum(-1, keepdims=True) + phantoms * jnp.exp(-top))
    mixed = (weights @ value).transpose(0, 2, 1, 3).reshape(x.shape)
    return linear(params, name + ".out", mixed), weights


def _mlp(params, block, x):
    hidden = _gelu(linear(params, block + ".mlp.0", _norm(params, block + ".mlp_ln", x)))
    return linear(params, block + ".mlp.2", hidden)


def _convolve(params, name, x, stride):
    length = x.shape[1]
    padded = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
    taps = jnp.concatenate([padded[:, tap : tap + length : stride] for tap in range(3)], -1)
    kernel = params[name + ".weight"].transpose(2, 1, 0).reshape(taps.shape[-1], -1)
    return _gelu(taps @ kernel + params[name + ".bias"])


def encode(params, mel, tail, sizes, phantoms):
    """mel [clips, 2T, 80], tail [K] positions in T..1499 -> (states [clips, T + K, width], key bias [T + K])"""
    x = _convolve(params, "encoder.conv2", _convolve(params, "encoder.conv1", mel, 1), 2)
    frames, extra = x.shape[1], tail.shape[0]
    positions = jnp.asarray(sinusoids(CONTEXT, sizes["width"]))
    silent = x[:, frames - 2 : frames - 1]  # clips are padded with silence; the last frame sees the edge
    x = jnp.concatenate([x + positions[:frames], silent + positions[tail]], 1)
    bias = jnp.concatenate([jnp.zeros(frames), jnp.full(extra, np.log((CONTEXT - frames) / extra))])
    for layer in range(sizes["encoder_layers"]):
        block = f"encoder.blocks.{layer}"
        y = _norm(params, block + ".attn_ln", x)
        x = x + _attention(params, block + ".attn", y, y, sizes["heads"], bias, phantoms)[0]
        x = x + _mlp(params, block, x)
    return _norm(params, "encoder.ln_post", x), bias


def decode(params, tokens, states, bias, sizes, phantoms):
    """tokens [clips, length] (embedding rows) -> (logits, each layer's cross-attention weights of head 0)"""
    length = tokens.shape[1]
    table = embedding(params)
    x = table[tokens] + params["decoder.positional_embedding"][:length]
    causal = jnp.where(np.tri(length, dtype=bool), 0.0, -1e9)
    looks = []
    for layer in range(sizes["decoder_layers"]):
        block = f"decoder.blocks.{layer}"
        y = _norm(params, block + ".attn_ln", x)
        x = x + _attention(params, block + ".attn", y, y, sizes["heads"], causal)[0]
        y = _norm(params, block + ".cross_attn_ln", x)
        out, weights = _attention(params, block + ".cross_attn", y, states, sizes["heads"], bias, phantoms)
        looks.append(weights[:, 0])
        x = x + out
        x = x + _mlp(params, block, x)
    return _norm(params, "decoder.ln", x) @ table.T, looks
