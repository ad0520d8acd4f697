"""Small tokenizers for tiny models: SentencePiece as Llama 2 and Mixtral have it, byte-level BPE as Jais."""

from __future__ import annotations

from typing import Any

_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىئؤ"
_OTHER = "0123456789.,:;?!'\"()[]/-<>_|#؟،"
_WORDS = ("th", "he", "the", "in", "er", "pain", "ai", "pa", "لا", "ال", "الم", "ما")
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6


def sentencepiece() -> dict[str, Any]:
    """A SentencePiece vocabulary with byte fallback: metadata by GGUF key."""
    pieces = ["▁", *_LATIN, *_ARABIC, *_OTHER]
    pieces += ["▁" + letter for letter in (*_LATIN, *_ARABIC)] + list(_WORDS) + ["▁the", "▁pain"]
    tokens = ["<unk>", "<s>", "</s>", *[f"<0x{byte:02X}>" for byte in range(256)], *pieces]
    kinds = [_UNKNOWN, _CONTROL, _CONTROL, *[_BYTE] * 256, *[_NORMAL] * len(pieces)]
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [0.0] * 259 + [-float(rank) for rank in range(len(pieces))],
        "tokenizer.ggml.token_type": kinds,
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
    }


def byte_pairs(pre: str = "jais") -> dict[str, Any]:
    """A byte-level BPE vocabulary as GPT-2's, with a few merges: metadata by GGUF key."""
    letters = [_byte_letter(byte) for byte in range(256)]
    merges = ["t h", "th e", "i n", "e r", "Ġ t", "Ġ th", "p a", "i n", "pa in"]
    merged = list(dict.fromkeys(merge.replace(" ", "") for merge in merges))
    tokens = ["<|endoftext|>", *letters, *merged]
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": pre,
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [_CONTROL, *[_NORMAL] * (len(tokens) - 1)],
        "tokenizer.ggml.merges": list(dict.fromkeys(merges)),
        "tokenizer.ggml.bos_token_id": 0,
        "tokenizer.ggml.eos_token_id": 0,
    }


def _byte_letter(byte: int) -> str:
    """The printable character by which byte-level BPE writes a byte (GPT-2's `bytes_to_unicode`)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in printable:
        return chr(byte)
    return chr(256 + [other for other in range(256) if other not in printable].index(byte))
