"""The one thread that drives the model: takes requests in, reads and writes for all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Union

from app.engine.base import FinishReason
from app.engine.llama_context import Context
from app.engine.llama_job import Job
from app.engine.llama_prompt import Prompter, reply_of
from app.engine.llama_replies import Dialogues
from app.engine.llama_sampler import Sampler
from app.engine.llama_score import Score, Scorer
from app.engine.llama_sequences import Sequences
from app.engine.llama_stats import Rate, Stats
from app.engine.llama_steps import Stepper
from app.engine.llama_text import TextStream
from app.engine.llama_vocabulary import Vocabulary
from app.errors import EngineProblem

Order = Callable[[], object]
Message = Union[Job, Score, Order, None]


class Worker:
    """Owns the context, the sequences and the dialogues; everything else comes to it as a message.

    Each round it takes messages in, starts what fits, lets the stepper do one step for all running
    replies, and one for a question for likelihoods.
    """

    def __init__(
        self, context: Context, vocabulary: Vocabulary, prompter: Prompter, sequences: Sequences, steps: Stepper
    ) -> None:
        self._context = context
        self._vocabulary = vocabulary
        self._prompter = prompter
        self._sequences = sequences
        self._steps = steps
        self._scorer = Scorer(context, steps.batch, sequences)
        self._dialogues = Dialogues()
        self._inbox: SimpleQueue[Message] = SimpleQueue()
        self._waiting: list[Job | Score] = []
        self._running: list[Job] = []
        self._scoring: tuple[Score, Iterator[None]] | None = None
        self._rate = Rate()
        self._ended: EngineProblem | None = None
        self._door = Lock()
        self.stats = Stats(cells=context.cells)
        self._thread = Thread(target=self._run, name="llama", daemon=True)
        self._thread.start()

    def send(self, message: Job | Score | Order) -> None:
        """Hand in work. Raises EngineProblem where the worker has ended."""
        with self._door:
            if self._ended:
                raise self._ended
            self._inbox.put(message)

    def abandon(self, job: Job) -> None:
        """Nobody wants the rest of a reply. From any thread; the reply's step is broken off where that saves time."""
        job.gone = True
        if not job.finished and (job.reading or len(self._running) == 1):
            self._context.interrupt()

    def close(self) -> None:
        """End the thread; what runs and waits is told so."""
        with self._door:
            if not self._ended:
                self._inbox.put(None)
        self._thread.join()

    def forget(self, conversation: str) -> None:
        """Drop what is kept of a conversation, at the latest when its reply under way is over."""
        self._dialogues.drop(conversation)
        self._sequences.forget(conversation)
        self._vocabulary.forget_texts()
        for job in self._running:
            job.keep = job.keep and job.request.conversation != conversation

    def _run(self) -> None:
        reason = EngineProblem("engine-failed")
        try:
            while self._take_in():
                self._start()
                self._round()
                self._publish()
            reason = EngineProblem("engine-closed")
        finally:
            self._end(reason)

    def _take_in(self) -> bool:
        """Messages that have come, waiting for one where there is nothing else to do. False to end."""
        while True:
            idle = not (self._running or self._waiting or self._scoring)
            try:
                message = self._inbox.get(block=idle)
            except Empty:
                return True
            if message is None:
                return False
            if isinstance(message, (Job, Score)):
                self._waiting.append(message)
            else:
                message()
                self._publish()

    def _start(self) -> None:
        """Let in what waits, first come first, as long as there is room for it to its end."""
        for entry in list(self._waiting):
            if not (self._ready(entry) if isinstance(entry, Job) else self._askable(entry)):
                continue
            if isinstance(entry, Score) and self._scoring:
                continue
            if not self._fits(entry):
                break
            self._waiting.remove(entry)
            if isinstance(entry, Score):
                self._scoring = entry, self._scorer.run(entry)
            else:
                self._begin(entry)

    def _ready(self, job: Job) -> bool:
        """Whether a reply can begin: its conversation is not speaking, and its prompt can be made."""
        request = job.request
        if job.unwanted:
            self._waiting.remove(job)
            self._finish(job, "cancelled")
            return False
        if request.conversation and not request.background and self._speaks(request.conversation):
            return False
        if job.prompt:
            return True
        dialogue = self._dialogues.get(request.conversation)
        try:
            job.prompt = self._prompter.prompt(request, copy(dialogue) if request.background else dialogue)
            job.sampler = Sampler(request.sampling, self._vocabulary, job.prompt.ids)
        except EngineProblem as problem:
            self._waiting.remove(job)
            self._fail(job, problem)
            return False
        return True

    def _askable(self, score: Score) -> bool:
        """Whether a question for likelihoods has an answer."""
        try:
            score.tokenise(self._vocabulary, self._prompter.context)
        except EngineProblem as problem:
            self._waiting.remove(score)
            score.answer.set_exception(problem)
            return False
        return True

    def _fits(self, entry: Job | Score) -> bool:
        others = [job.need for job in self._running] + ([self._scoring[0].need] if self._scoring else [])
        return len(others) < self._sequences.count and sum(others) + entry.need <= self._context.cells

    def _speaks(self, conversation: str) -> bool:
        return any(job.request.conversation == conversation and not job.request.background for job in self._running)

    def _begin(self, job: Job) -> None:
        assert job.prompt
        job.ids = list(job.prompt.ids)
        job.text = TextStream(job.prompt.stops)
        job.sequence = self._sequences.lease(job.ids, job.request.conversation, fork=job.request.background)
        job.cached = len(job.sequence.tokens)
        self._running.append(job)

    def _round(self) -> None:
        for job in [each for each in self._running if each.unwanted]:
            self._finish(job, "cancelled")
        if self._running:
            try:
                for job, token in self._steps.step(self._running, in_company=bool(self._waiting)):
                    self._go_on(job, token)
            except EngineProblem as problem:
                for job in list(self._running):
                    self._fail(job, problem)
        if self._scoring:
            self._score()

    def _go_on(self, job: Job, token: int | None) -> None:
        """A reply got its next token; None where its grammar knows no further one."""
        if token is None or token in self._vocabulary.ends:
            self._finish(job, "stop")
            return
        assert job.prompt
        job.ids.append(token)
        self._rate.tick()
        job.say(job.text.push(self._vocabulary.spell(token)))
        if job.text.stopped:
            self._finish(job, "stop")
        elif len(job.ids) - len(job.prompt.ids) >= job.prompt.reply_room:
            self._finish(job, "length")

    def _finish(self, job: Job, reason: FinishReason) -> None:
        if reason != "cancelled":
            job.say(job.text.finish())
        request = job.request
        if job.prompt and job.keep and request.conversation and not request.background:
            self._dialogues.get(request.conversation).add(reply_of(job.prompt, job.generated, self._vocabulary))
        self._let_go(job)
        job.answers.put(job.usage(reason))

    def _fail(self, job: Job, problem: EngineProblem) -> None:
        job.keep = False
        self._let_go(job)
        job.answers.put(problem)

    def _let_go(self, job: Job) -> None:
        job.finished = True
        if job in self._running:
            self._running.remove(job)
        if job.sequence:
            self._sequences.release(job.sequence, job.keep)
        if job.sampler:
            job.sampler.close()

    def _score(self) -> None:
        assert self._scoring
        score, steps = self._scoring
        try:
            next(steps)
        except StopIteration:
            self._scoring = None
        except EngineProblem as problem:
            self._scoring = None
            score.answer.set_exception(problem)

    def _publish(self) -> None:
        queue = tuple(entry.request.conversation for entry in self._waiting if isinstance(entry, Job))
        rows, states = self._sequences, self._sequences.states
        self.stats = Stats(
            queue=queue,
            running=len(self._running),
            tokens_per_second=self._rate.now() if self._running else 0.0,
            kept=rows.live,
            saved=len(states),
            saved_bytes=states.size,
            used=rows.used,
            cells=self._context.cells,
        )

    def _end(self, reason: EngineProblem) -> None:
        """Nobody may wait for an answer that never comes, whatever ended the thread."""
        with self._door:
            self._ended = reason
        while not self._inbox.empty():
            message = self._inbox.get()
            if isinstance(message, (Job, Score)):
                self._waiting.append(message)
        for entry in [*self._running, *self._waiting, *([self._scoring[0]] if self._scoring else [])]:
            if isinstance(entry, Score):
                entry.answer.set_exception(reason)
            else:
                self._fail(entry, reason)
        self._context.close()
