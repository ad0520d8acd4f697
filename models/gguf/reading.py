"""One GGUF file in memory, read text by text: what it thinks of every next token, and how fast it is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from app.engine.llama_batch import Batch
from app.engine.llama_context import WANTED_ROWS, Context, Outcome
from app.engine.llama_load import Model
from app.engine.llama_options import LlamaOptions
from app.engine.llama_vocabulary import Vocabulary
from models.command import WorkshopError

WINDOW = 256
"""Tokens that are read together; a text is cut into windows, each read from an empty memory."""


class Reading:
    """A loaded model with one sequence. Close it before the next one is loaded."""

    def __init__(self, path: Path, gpu_layers: int = 0, threads: int = 0) -> None:
        """Load. Raises ModelProblem for a file of no use."""
        options = LlamaOptions(context=2 * WINDOW, batch=WINDOW, sequences=1, threads=threads, gpu_layers=gpu_layers)
        self._model = Model(path, options)
        self._context = Context(self._model, options, 1)
        self._batch = Batch(WINDOW, 1)
        self._vocabulary = Vocabulary(self._model)
        self.size = self._vocabulary.size

    def windows(self, text: str, most: int) -> list[list[int]]:
        """The text's tokens in windows, each with the token that begins a text; `most` tokens in all."""
        tokens = self._vocabulary.tokenise(text, False)[:most]
        start = [] if self._vocabulary.bos is None else [self._vocabulary.bos]
        room = WINDOW - len(start)
        return [start + tokens[at : at + room] for at in range(0, len(tokens), room)]

    def log_probabilities(self, tokens: Sequence[int]) -> Iterator[np.ndarray]:
        """For every token but the first, the log-probability of each possible one in its place (float32)."""
        self._context.clear()
        for at in range(0, len(tokens) - 1, WANTED_ROWS):
            part = tokens[at : min(at + WANTED_ROWS, len(tokens) - 1)]
            self._step(part, at, len(part))
            for row in range(len(part)):
                yield log_softmax(self._context.logits(row))

    def greedy(self, prompt: str, count: int) -> tuple[list[int], float]:
        """The likeliest `count` tokens after `prompt`, one by one, and the tokens a second after the first."""
        tokens = self.windows(prompt, WINDOW // 2)[0]
        self._context.clear()
        self._step(tokens, 0, 1)
        made = [int(self._context.logits(len(tokens) - 1).argmax())]
        began = time.perf_counter()
        while len(made) < count:
            self._step(made[-1:], len(tokens) + len(made) - 1, 1)
            made.append(int(self._context.logits(0).argmax()))
        return made, (count - 1) / (time.perf_counter() - began)

    def read(self, count: int) -> float:
        """Tokens a second at which a prompt of `count` tokens (at most a window) is read."""
        tokens = [7 + index % 200 for index in range(min(count, WINDOW))]
        self._context.clear()
        began = time.perf_counter()
        self._step(tokens, 0, 1)
        self._context.logits(len(tokens) - 1)  # waits for the result
        return len(tokens) / (time.perf_counter() - began)

    def spell(self, tokens: Sequence[int]) -> str:
        """The text of some tokens."""
        return b"".join(map(self._vocabulary.spell, tokens)).decode("utf-8", "replace")

    def close(self) -> None:
        """Free the memory."""
        self._context.close()
        self._model.close()

    def _step(self, tokens: Sequence[int], start: int, wanted: int) -> None:
        self._batch.clear()
        self._batch.add(list(tokens), start, 0, wanted)
        if self._context.decode(self._batch) is not Outcome.DONE:
            raise WorkshopError("llama.cpp had no room for a window of text.")


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Logits as log-probabilities, in float32; the sum is taken in float64."""
    shifted = logits - logits.max()
    total = np.log(np.exp(shifted).sum(dtype=np.float64))
    return np.asarray(shifted - np.float32(total), np.float32)
