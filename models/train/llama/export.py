"""Write a checkpoint as a GGUF file of stock llama architecture: export.py CHECKPOINT OUT.gguf [f32]

Matrices become q8_0 unless f32 is asked for. llama.cpp turns neighbouring numbers by a place's angle, the trainer those half
a head apart: the rows of queries and keys are reordered. The tokenizer is of the kind "gpt2" with Llama 3's pre-tokens,
for which a pre-token in the vocabulary is one token without any merges; one merge that never fires is written, because
llama.cpp wants a list of them."""

import argparse

import gguf
import numpy as np
import torch

import model
import tokenizer

NAME = "Dictum Draft Micro"
CONTEXT = 4096
CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + "
    "'<|im_end|>' + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def characters_of_bytes():
    """How a tokenizer of the kind "gpt2" writes each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return dict(zip(plain, map(chr, plain))) | {byte: chr(256 + number) for number, byte in enumerate(others)}


def neighbours(weight, shape):
    """Rows of a head from "all ones, then all others" to one and other in turn."""
    rows = weight.reshape(shape.heads, 2, shape.head // 2, -1)
    return rows.transpose(0, 2, 1, 3).reshape(shape.width, -1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("kind", nargs="?", default="q8_0", choices=["q8_0", "f32"])
    options = parser.parse_args()
    held = torch.load(options.checkpoint, weights_only=False, map_location="cpu")
    shape, tokens = held["shape"], held["tokens"]
    writer = gguf.GGUFWriter(options.out, "llama")
    writer.add_name(NAME)
    writer.add_license("MIT OR Apache-2.0")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(model.EPSILON)
    writer.add_rope_dimension_count(shape.head)
    writer.add_rope_freq_base(model.ROPE_BASE)
    writer.add_vocab_size(len(tokens))
    quantised = options.kind == "q8_0"
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if quantised else gguf.LlamaFileType.ALL_F32)

    characters = characters_of_bytes()
    special = len(tokenizer.SPECIAL)
    written = [
        token
        if number < special
        else "".join(characters[byte] for byte in (token if isinstance(token, bytes) else token.encode()))
        for number, token in enumerate(tokens)
    ]
    assert len(set(written)) == len(written)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(written)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if number < special else gguf.TokenType.NORMAL for number in range(len(written))]
    )
    writer.add_token_merges(["Ġ Ġ"])
    for add, token in (
        (writer.add_bos_token_id, tokenizer.BOS),
        (writer.add_eos_token_id, tokenizer.EOS),
        (writer.add_pad_token_id, tokenizer.EOS),
    ):
        add(tokens.index(token))
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_chat_template(CHAT)

    for name, weight in held["mean"].items():
        weight = weight.float().numpy()
        if name.endswith(("attn_q.weight", "attn_k.weight")):
            weight = neighbours(weight, shape)
        kind = gguf.GGMLQuantizationType.Q8_0 if quantised and weight.ndim == 2 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(name, gguf.quants.quantize(np.ascontiguousarray(weight), kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
