"""One step of all running replies: their next tokens, and a piece of the prompts still to be read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from app.engine.llama_batch import Batch
from app.engine.llama_context import Context, Outcome
from app.engine.llama_job import Job
from app.engine.llama_pace import Pace, shares
from app.engine.llama_sequences import Sequences
from app.errors import EngineProblem


class Stepper:
    """Evaluates one batch for several jobs and chooses the next token of those whose prompt is read."""

    def __init__(self, context: Context, sequences: Sequences, batch: Batch, most: int) -> None:
        """`most` tokens fit into a step."""
        self.batch = batch
        self._context = context
        self._sequences = sequences
        self._most = most
        self._pace = Pace(most)

    def step(self, jobs: Sequence[Job], in_company: bool) -> Iterator[tuple[Job, int | None]]:
        """Yield (job, next token) for each job that has one after this step; None where its grammar has none left.

        `in_company` says that further requests wait. A step that was interrupted yields nothing.
        Raises EngineProblem where llama.cpp fails or memory is short.
        """
        self._context.resume()
        wanted = sum(job.pending for job in jobs)
        self._sequences.make_room(min(self._most, wanted))
        counts = self._counts(jobs, in_company)
        rows = self._fill(jobs, counts)
        started = time.perf_counter()
        outcome = self._context.decode(self.batch)
        for job in jobs:
            job.reading = False
        if outcome is Outcome.INTERRUPTED:
            return
        if outcome is Outcome.NO_ROOM:
            raise EngineProblem("engine-context-full", context=self._context.cells)
        self._note(jobs, counts, time.perf_counter() - started)
        for job, row in rows:
            assert job.sampler
            yield job, job.sampler.choose(self._context.logits(row))

    def _counts(self, jobs: Sequence[Job], in_company: bool) -> list[int]:
        """How many tokens of each job to read: one where it only needs the next, else its share of the chunk."""
        pending = [job.pending for job in jobs]
        writers = sum(1 for count in pending if count == 1)
        chunk = min(self._pace.chunk(in_company or writers > 0), self._most - writers)
        dealt = iter(shares(chunk, [count for count in pending if count > 1]))
        return [1 if count == 1 else next(dealt) for count in pending]

    def _fill(self, jobs: Sequence[Job], counts: Sequence[int]) -> list[tuple[Job, int]]:
        """Lay out the batch. Returns the jobs that get logits, and their rows."""
        rows = []
        self.batch.clear()
        for job, count in zip(jobs, counts, strict=True):
            if not count or not job.sequence:
                continue
            at = len(job.sequence.tokens)
            tokens = job.ids[at : at + count]
            complete = at + count == len(job.ids)
            first = self.batch.add(tokens, at, job.sequence.id, wanted=int(complete))
            job.reading = count > 1
            if complete:
                rows.append((job, first + count - 1))
        return rows

    def _note(self, jobs: Sequence[Job], counts: Sequence[int], seconds: float) -> None:
        for job, count in zip(jobs, counts, strict=True):
            if count and job.sequence:
                at = len(job.sequence.tokens)
                self._sequences.extend(job.sequence, job.ids[at : at + count])
        self._pace.learn(sum(counts), seconds)
