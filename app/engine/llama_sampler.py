"""Chooses the next token."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import numpy as np

from app.engine.base import Sampling
from app.engine.llama_candidates import Candidates, likeliest
from app.engine.llama_grammar import Grammar, grammar_of
from app.engine.llama_library import llama_cpp
from app.engine.llama_vocabulary import Vocabulary

_PENALISED = 64
"""How many of the last tokens the repeat penalty looks at (llama.cpp's own default)."""
_MOST = 4096
"""Tokens beyond the 4096 likeliest are never drawn, also where top-k is off."""
_GRAMMAR_HEAD = 256


class Sampler:
    """Draws tokens as a Sampling says. Must be closed.

    The order is llama.cpp's: penalties, top-k, top-p, min-p, temperature. A grammar is asked first
    about the token that would be drawn without it, which is nearly always right and costs little;
    only where that one is not allowed are the others looked through.
    """

    def __init__(self, sampling: Sampling, vocabulary: Vocabulary, before: Iterable[int] = ()) -> None:
        """`before` are the prompt's last tokens, which the repeat penalty counts as well."""
        self._ends = np.array(sorted(vocabulary.ends), np.int32)
        self._greedy = not sampling.temperature
        self._penalises = sampling.repeat_penalty not in (None, 1.0)
        self._head = min(sampling.top_k or _MOST, _MOST) if not self._greedy else 1
        grammar = grammar_of(sampling)
        self._grammar = Grammar(grammar, vocabulary) if grammar else None
        self._chain: int | None = _chain(sampling, vocabulary.size, self._greedy)
        for token in list(before)[-_PENALISED:] if self._penalises else ():
            llama_cpp.llama_sampler_accept(self._chain, token)

    def choose(self, logits: np.ndarray) -> int | None:
        """The next token; None where the grammar allows none any more."""
        token: int | None = self._draw(logits)
        if self._grammar:
            token = self._allowed(self._grammar, token, logits)
            if token is not None:
                self._grammar.accept(token)
        if token is not None and self._penalises:
            llama_cpp.llama_sampler_accept(self._chain, token)
        return token

    def close(self) -> None:
        """Free the memory."""
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None
        if self._grammar:
            self._grammar.close()

    def _draw(self, logits: np.ndarray) -> int:
        if self._greedy and not self._penalises:
            return int(logits.argmax())
        head = self._head + (_PENALISED if self._penalises else 0)  # penalised ones may fall behind
        return self._apply(Candidates(likeliest(logits, head), logits))

    def _allowed(self, grammar: Grammar, token: int | None, logits: np.ndarray) -> int | None:
        if token is not None and grammar.restrict(Candidates(np.array([token], np.int32), logits)):
            return token
        for ids in (np.union1d(likeliest(logits, _GRAMMAR_HEAD), self._ends), np.arange(logits.size, dtype=np.int32)):
            candidates = Candidates(ids, logits)
            if grammar.restrict(candidates):
                return self._apply(candidates)
        return None

    def _apply(self, candidates: Candidates) -> int:
        llama_cpp.llama_sampler_apply(self._chain, candidates.pointer)
        return candidates.selected


def _chain(sampling: Sampling, vocabulary: int, greedy: bool) -> int | None:
    chain: int | None = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
    for sampler in _samplers(sampling, vocabulary, greedy):
        llama_cpp.llama_sampler_chain_add(chain, sampler)
    return chain


def _samplers(sampling: Sampling, vocabulary: int, greedy: bool) -> list:
    made = []
    if sampling.repeat_penalty not in (None, 1.0):
        made.append(llama_cpp.llama_sampler_init_penalties(vocabulary, _PENALISED, sampling.repeat_penalty, 0.0, 0.0))
    if greedy:
        return [*made, llama_cpp.llama_sampler_init_greedy()]
    if sampling.top_k:
        made.append(llama_cpp.llama_sampler_init_top_k(sampling.top_k))
    if sampling.top_p is not None:
        made.append(llama_cpp.llama_sampler_init_top_p(sampling.top_p, 1))
    if sampling.min_p is not None:
        made.append(llama_cpp.llama_sampler_init_min_p(sampling.min_p, 1))
    made.append(llama_cpp.llama_sampler_init_temp(sampling.temperature))
    seed = secrets.randbits(32) if sampling.seed is None else sampling.seed & 0xFFFFFFFF
    return [*made, llama_cpp.llama_sampler_init_dist(seed)]
