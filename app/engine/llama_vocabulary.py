"""A model's vocabulary: text to token ids and back."""

from __future__ import annotations

import ctypes
from functools import lru_cache

from app.engine.llama_library import llama_cpp
from app.engine.llama_load import Model

_REMEMBERED = 8192


class Vocabulary:
    """Tokenises and spells. `size` counts tokens; `bos` is the token a prompt begins with, or None.

    `adds_space` says that the vocabulary puts a space before every text by itself. Texts are
    remembered, since a dialogue brings the same ones again at every turn.
    """

    def __init__(self, model: Model) -> None:
        self._pointer = model.vocabulary
        self.size = llama_cpp.llama_vocab_n_tokens(self._pointer)
        starts = llama_cpp.llama_vocab_get_add_bos(self._pointer)
        self.bos: int | None = llama_cpp.llama_vocab_bos(self._pointer) if starts else None
        spaced = model.metadata("tokenizer.ggml.add_space_prefix")
        self.adds_space = spaced == "true" if spaced else model.metadata("tokenizer.ggml.model") == "llama"
        self.ends = frozenset(token for token in range(self.size) if llama_cpp.llama_vocab_is_eog(self._pointer, token))
        self._tokenise = lru_cache(_REMEMBERED)(self._tokenise_anew)
        self.spell = lru_cache(None)(self._spell_anew)

    @property
    def pointer(self) -> int:
        """llama.cpp's own object, for samplers."""
        return self._pointer

    def tokenise(self, text: str, special: bool) -> list[int]:
        """The token ids of `text`, without a beginning-of-sequence token. `special` recognises control tokens."""
        return list(self._tokenise(text, special))

    def forget_texts(self) -> None:
        """Remember no text any longer."""
        self._tokenise.cache_clear()

    def _tokenise_anew(self, text: str, special: bool) -> tuple[int, ...]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 8
        buffer = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._pointer, data, len(data), buffer, room, False, special)
        return tuple(buffer[: max(count, 0)])

    def _spell_anew(self, token: int) -> bytes:
        """The bytes a token stands for; control tokens stand for none. They may be a part of a character."""
        buffer = ctypes.create_string_buffer(64)
        length = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, len(buffer), 0, False)
        if length < 0:
            buffer = ctypes.create_string_buffer(-length)
            length = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, len(buffer), 0, False)
        return buffer.raw[:length]
