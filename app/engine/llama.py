"""Runs a GGUF model through llama.cpp's low-level functions, several conversations at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Empty
from threading import Event
from typing import TypeVar

from app.engine.base import EngineInfo, Likelihood, Request, Sampling, StreamEvent, Usage
from app.engine.llama_batch import Batch
from app.engine.llama_context import Context
from app.engine.llama_job import Job
from app.engine.llama_load import Model, Progress
from app.engine.llama_options import LlamaOptions
from app.engine.llama_prompt import Prompter
from app.engine.llama_score import Score
from app.engine.llama_sequences import Sequences
from app.engine.llama_stats import Stats
from app.engine.llama_steps import Stepper
from app.engine.llama_version import check_version
from app.engine.llama_vocabulary import Vocabulary
from app.engine.llama_worker import Worker
from app.engine.templates import Template
from app.errors import DeskError

_LOOK_S = 0.05
"""How often a waiting reader looks whether it was cancelled."""
_MIB = 1024**2
_Number = TypeVar("_Number", int, float)
_HELPERS = 1  # the sequence that collects unused cells


class LlamaEngine:
    """An Engine over one model file. Its methods may be called from any thread."""

    def __init__(
        self,
        path: Path,
        options: LlamaOptions,
        template: Template,
        *,
        info: EngineInfo | None = None,
        defaults: Sampling | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Load the model; `progress` is told how far that is, from 0 to 1.

        `defaults` stand in for what a request's sampling leaves open. Raises EngineProblem for another
        llama-cpp-python than this engine was written for, ModelProblem where the file cannot be loaded.
        """
        check_version()
        self._model = Model(path, options, progress)
        try:
            context = Context(self._model, options, options.sequences + _HELPERS)
        except DeskError:
            self._model.close()
            raise
        self._vocabulary = Vocabulary(self._model)
        self._limit = min(context.cells, context.trained or context.cells)
        self._defaults = defaults or Sampling()
        self._seed = options.seed
        most = min(options.batch, context.cells)
        batch = Batch(most, options.sequences + _HELPERS)
        sequences = Sequences(context, options.sequences, options.state_budget_mb * _MIB)
        prompter = Prompter(self._vocabulary, template, self._limit)
        steps = Stepper(context, sequences, batch, most)
        self._worker = Worker(context, self._vocabulary, prompter, sequences, steps)
        known = info or EngineInfo(name=path.stem)
        description = known.description or self._model.describe()
        self._info = replace(known, description=description, context=self._limit)

    @property
    def info(self) -> EngineInfo:
        """What runs here."""
        return self._info

    def stats(self) -> Stats:
        """How busy the engine is just now."""
        return self._worker.stats

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """See Engine. Raises EngineProblem for a prompt that is too long, a faulty grammar, or a closed engine."""
        job = Job(replace(request, sampling=self._settled(request.sampling)), cancel)
        self._worker.send(job)
        try:
            yield from self._answers(job)
        finally:
            self._worker.abandon(job)

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """See Engine. The texts are tokenised with the vocabulary's control tokens recognised."""
        if not continuations:
            return []
        score = Score(prompt, tuple(continuations))
        self._worker.send(score)
        return score.answer.result()

    def forget(self, conversation: str) -> None:
        """See Engine."""
        self._worker.send(lambda: self._worker.forget(conversation))

    def close(self) -> None:
        """See Engine. Replies under way end with an EngineProblem."""
        self._worker.close()
        self._model.close()

    def _answers(self, job: Job) -> Iterator[StreamEvent]:
        while not job.cancel.is_set():
            try:
                answer = job.answers.get(timeout=_LOOK_S)
            except Empty:
                continue
            if isinstance(answer, DeskError):
                raise answer
            yield answer
            if isinstance(answer, Usage):
                return
        yield job.usage("cancelled")

    def _settled(self, sampling: Sampling) -> Sampling:
        """A request's sampling with the model's own defaults for what it leaves open."""
        defaults = self._defaults
        return replace(
            sampling,
            temperature=_first(sampling.temperature, defaults.temperature),
            top_k=_first(sampling.top_k, defaults.top_k),
            top_p=_first(sampling.top_p, defaults.top_p),
            min_p=_first(sampling.min_p, defaults.min_p),
            repeat_penalty=_first(sampling.repeat_penalty, defaults.repeat_penalty),
            seed=_first(sampling.seed, defaults.seed, self._seed),
        )


def _first(*values: _Number | None) -> _Number | None:
    return next((value for value in values if value is not None), None)
