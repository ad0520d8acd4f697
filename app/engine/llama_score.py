"""The log-likelihood of given continuations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np

from app.engine.base import Likelihood
from app.engine.llama_batch import Batch
from app.engine.llama_context import WANTED_ROWS, Context, Outcome
from app.engine.llama_sequences import Sequence as Slot
from app.engine.llama_sequences import Sequences, common
from app.engine.llama_vocabulary import Vocabulary
from app.errors import EngineProblem

_CHUNK = 64
SCORES = "\0scores"
"""The conversation under which scored prompts stay warm: evaluations ask again and again with the same beginning."""


@dataclass(slots=True, eq=False)
class Score:
    """A question for likelihoods. `prompts` and `endings` are token ids, one pair for each continuation."""

    prompt: str
    continuations: Sequence[str]
    answer: Future[list[Likelihood]] = field(default_factory=Future)
    prompts: list[list[int]] = field(default_factory=list)
    endings: list[list[int]] = field(default_factory=list)

    def tokenise(self, vocabulary: Vocabulary, context: int) -> None:
        """Prompt and continuation are one text to the model, so they are tokenised as one.

        The continuation then begins at the first token in which both differ from the prompt alone.
        Raises EngineProblem for what is empty or too long.
        """
        start = [] if vocabulary.bos is None else [vocabulary.bos]
        alone = start + vocabulary.tokenise(self.prompt, True)
        for text in self.continuations[len(self.prompts) :]:
            whole = start + vocabulary.tokenise(self.prompt + text, True)
            split = common(whole, alone, len(whole))
            if not 0 < split < len(whole):
                raise EngineProblem("engine-score-empty")
            if len(whole) > context:
                raise EngineProblem("engine-prompt-too-long", tokens=len(whole), context=context)
            self.prompts.append(whole[:split])
            self.endings.append(whole[split:])

    @property
    def need(self) -> int:
        """Cells of memory this takes."""
        pairs = zip(self.prompts, self.endings, strict=True)
        return max((len(prompt) + len(ending) for prompt, ending in pairs), default=0)


class Scorer:
    """Reads a Score's texts step by step, so that replies can go on in between."""

    def __init__(self, context: Context, batch: Batch, sequences: Sequences) -> None:
        self._context = context
        self._batch = batch
        self._sequences = sequences

    def run(self, score: Score) -> Iterator[None]:
        """Answer the score's future at the end; yields after every step."""
        found = []
        for prompt, ending in zip(score.prompts, score.endings, strict=True):
            sequence = self._sequences.lease([*prompt, *ending], SCORES)
            try:
                # The last prompt token is read again if need be: its logits are wanted.
                self._sequences.shorten(sequence, len(prompt) - 1)
                yield from self._read(sequence, prompt[:-1])
                rows: list[tuple[float, bool]] = []
                yield from self._judge(sequence, [prompt[-1], *ending], rows)
            finally:
                self._sequences.release(sequence)
            found.append(Likelihood(sum(value for value, _ in rows), len(rows), all(best for _, best in rows)))
        score.answer.set_result(found)

    def _read(self, sequence: Slot, tokens: list[int]) -> Iterator[None]:
        while len(sequence.tokens) < len(tokens):
            at = len(sequence.tokens)
            self._step(sequence, tokens[at : at + _CHUNK], wanted=0)
            yield

    def _judge(self, sequence: Slot, tokens: list[int], rows: list[tuple[float, bool]]) -> Iterator[None]:
        """Read all of `tokens` but the last, each telling how likely the next one is."""
        for at in range(0, len(tokens) - 1, WANTED_ROWS):
            part = tokens[at : min(at + WANTED_ROWS, len(tokens) - 1)]
            self._step(sequence, part, wanted=len(part))
            rows += [_judged(self._context.logits(row), tokens[at + row + 1]) for row in range(len(part))]
            yield

    def _step(self, sequence: Slot, tokens: list[int], wanted: int) -> None:
        self._sequences.make_room(len(tokens))
        self._batch.clear()
        self._batch.add(tokens, len(sequence.tokens), sequence.id, wanted)
        self._context.resume()
        outcome = self._context.decode(self._batch)
        while outcome is Outcome.INTERRUPTED:
            self._context.resume()
            outcome = self._context.decode(self._batch)
        if outcome is Outcome.NO_ROOM:
            raise EngineProblem("engine-context-full", context=self._context.cells)
        self._sequences.extend(sequence, tokens)


def _judged(logits: np.ndarray, token: int) -> tuple[float, bool]:
    """The log-probability of `token`, and whether it is the likeliest."""
    best = int(logits.argmax())
    total = np.exp(logits - logits[best]).sum(dtype=np.float64)
    return float(logits[token]) - float(logits[best]) - float(np.log(total)), token == best
