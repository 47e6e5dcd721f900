"""Write a checkpoint as whisper.cpp's ggml file: export.py CHECKPOINT OUT.bin [--f16]. Read such a file back.

Matrices become q8_0 as whisper.cpp's own quantize tool makes them: blocks of 32 numbers, one float16 scale (largest
magnitude / 127) and 32 int8. Vectors and positions stay float32, convolution kernels float16.

The file must hold all of Whisper's vocabulary, of which we trained a few rows. The decoder's last layer norm is made to
give exactly 1 in dimension 0, where used embedding rows hold 0 and all others model.BARRED: their logits are -60 or so.
"""

import pathlib
import struct
import sys

import numpy as np
import torch

import model
import speech
import text

MAGIC = 0x67676D6C
BLOCK = 32
PACKED = np.dtype([("scale", "<f2"), ("values", "i1", BLOCK)])
F32, F16, Q8_0 = 0, 1, 8  # ggml_type
FILE_TYPES = {F16: 1, Q8_0: 2007}  # ftype 7 (mostly q8_0) + 1000 * quantisation version 2


def whisper_tensors(params, used):
    tensors = {name: value.numpy().copy() for name, value in params.items()}
    rows = tensors["decoder.token_embedding.weight"]
    rows[:, 0] = 0
    table = np.zeros((text.VOCABULARY_SIZE, rows.shape[1]), np.float32)
    table[:, 0] = model.BARRED
    table[used] = rows
    tensors["decoder.token_embedding.weight"] = table
    tensors["decoder.ln.weight"][0] = 0
    tensors["decoder.ln.bias"][0] = 1
    tensors["encoder.positional_embedding"] = model.sinusoids(model.CONTEXT, rows.shape[1]).numpy()
    for name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        tensors[name] = tensors[name].reshape(-1, 1)
    return tensors


def q8_0(matrix):
    blocks = matrix.astype(np.float32).reshape(-1, BLOCK)
    scale = np.abs(blocks).max(1, keepdims=True) / 127
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    packed = np.empty(len(blocks), PACKED)
    packed["scale"] = scale[:, 0]
    packed["values"] = np.rint(blocks * inverse)
    return packed.tobytes()


def tensor_type(name, tensor, matrices):
    if tensor.ndim == 3:
        return F16
    if tensor.ndim == 1 or name.endswith(("positional_embedding", "conv1.bias", "conv2.bias")):
        return F32
    return matrices


def write(path, params, used, sizes, matrices=Q8_0):
    width, heads = sizes["width"], sizes["heads"]
    with open(path, "wb") as file:

        def integers(*values):
            file.write(struct.pack(f"<{len(values)}i", *values))

        integers(MAGIC, text.VOCABULARY_SIZE)
        integers(model.CONTEXT, width, heads, sizes["encoder_layers"])
        integers(model.TEXT_CONTEXT, width, heads, sizes["decoder_layers"])
        integers(model.MELS, FILE_TYPES[matrices])
        integers(*speech.FILTERS.shape)
        file.write(speech.FILTERS.astype("<f4").tobytes())
        integers(len(text.TOKENS))
        for token in text.TOKENS:
            integers(len(token))
            file.write(token)
        for name, tensor in whisper_tensors(params, used).items():
            kind = tensor_type(name, tensor, matrices)
            integers(tensor.ndim, len(name), kind, *tensor.shape[::-1])
            file.write(name.encode())
            file.write(q8_0(tensor) if kind == Q8_0 else tensor.astype("<f2" if kind == F16 else "<f4").tobytes())


def read(path):
    """(params, used, sizes) of a file that write() made: what a checkpoint holds, to the precision of the file."""
    data, at = memoryview(pathlib.Path(path).read_bytes()), 0

    def take(kind, count):
        nonlocal at
        values = np.frombuffer(data, kind, count, at)
        at += values.nbytes
        return values

    magic, _, _, width, heads, encoder_layers, _, _, _, decoder_layers, _, _ = take("<i4", 12).tolist()
    assert magic == MAGIC, path
    take("<f4", int(np.prod(take("<i4", 2))))
    for _ in range(take("<i4", 1)[0]):
        take("u1", take("<i4", 1)[0])
    params = {}
    while at < len(data):
        dimensions, length, kind = take("<i4", 3).tolist()
        shape = take("<i4", dimensions).tolist()[::-1]
        name, count = bytes(take("u1", length)).decode(), int(np.prod(shape))
        if kind == Q8_0:
            packed = take(PACKED, count // BLOCK)
            tensor = packed["scale"].astype(np.float32)[:, None] * packed["values"]
        else:
            tensor = take("<f2" if kind == F16 else "<f4", count).astype(np.float32)
        shape = shape[:1] if name.endswith(("conv1.bias", "conv2.bias")) else shape
        params[name] = torch.from_numpy(tensor.reshape(shape).copy())
    del params["encoder.positional_embedding"]
    table = params["decoder.token_embedding.weight"]
    used = torch.nonzero(table[:, 0] > model.BARRED / 2).flatten()
    params["decoder.token_embedding.weight"] = table[used]
    sizes = dict(width=width, heads=heads, encoder_layers=encoder_layers, decoder_layers=decoder_layers)
    return params, used.tolist(), sizes


def main():
    checkpoint, out = sys.argv[1:3]
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    part = pathlib.Path(out + ".part")
    write(part, state["params"], state["used"], state["sizes"], F16 if "--f16" in sys.argv else Q8_0)
    part.rename(out)
    print(f"{out}: {pathlib.Path(out).stat().st_size / 1e6:.1f} MB, {state['seconds'] / 60:.0f} minutes of training")


if __name__ == "__main__":
    main()
