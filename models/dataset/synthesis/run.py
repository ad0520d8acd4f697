"""Synthesis over many questions: several at once, tried a few times each, kept in a journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from app.config import find_home
from app.engine.base import Engine, Request, Usage
from app.errors import EngineProblem
from app.loading import Choice, loader
from app.values import Language
from models.dataset.record import Content, Record, Spoken
from models.dataset.settings import SynthesisSettings
from models.dataset.synthesis.journal import Journal
from models.dataset.synthesis.prompt import request
from models.dataset.synthesis.verdict import judge
from models.dataset.synthesis.vignette import Vignette, vignette

SAY_EVERY = 50
SILENT = "no answer"

Job = tuple[Record, Vignette]


def synthesised(
    questions: Iterable[Record],
    settings: SynthesisSettings,
    journal: Path,
    say: Callable[[str], None],
    engine: Engine | None = None,
) -> Iterator[Record]:
    """A chat for each question of which the model made a good one, in the order of the questions.

    `journal` holds what was finished before; `engine` is loaded as the settings say where none is given.
    Raises DeskError where the model or server is not there.
    """
    jobs = list(islice(_jobs(questions, settings), settings.count))
    kept = Journal(journal)
    try:
        missing = [job for job in jobs if _key(job) not in kept]
        if missing:
            _run(missing, settings, kept, engine or _load(settings), say)
        say(f"synthesis: {summary(kept, jobs)}")
        for job in jobs:
            row = kept[_key(job)]
            if row["turns"]:
                yield _chat(*job, row["turns"], settings.model)
    finally:
        kept.close()


def summary(kept: Journal, jobs: Iterable[Job]) -> str:
    """How many were taken and for what the attempts of all were refused."""
    rows = [kept[_key(job)] for job in jobs]
    faults = Counter(fault for row in rows for attempt in row["faults"] for fault in attempt)
    taken = sum(bool(row["turns"]) for row in rows)
    refused = ", ".join(f"{fault} {count}" for fault, count in faults.most_common())
    return f"{taken} of {len(rows)} chats taken; refused attempts: {refused or 'none'}"


def _jobs(questions: Iterable[Record], settings: SynthesisSettings) -> Iterator[Job]:
    for record in questions:
        if settings.sources and record.source.name not in settings.sources:
            continue
        for language in settings.languages:
            case = vignette(record, language)
            if case:
                yield record, case


def _run(
    jobs: list[Job], settings: SynthesisSettings, kept: Journal, engine: Engine, say: Callable[[str], None]
) -> None:
    """Work through the jobs with a few requests under way; whatever ends it, the started ones are stopped first."""
    cancel, left = Event(), iter(jobs)
    with ThreadPoolExecutor(settings.concurrency) as pool:

        def started(count: int) -> set[Future[None]]:
            return {pool.submit(_one, job, settings, kept, engine, cancel) for job in islice(left, count)}

        running, finished = started(settings.concurrency), 0
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for each in done:
                    each.result()
                    finished += 1
                    if finished % SAY_EVERY == 0:
                        say(f"synthesis: {finished} of {len(jobs)}")
                running |= started(len(done))
        finally:
            cancel.set()
    engine.close()


def _one(job: Job, settings: SynthesisSettings, kept: Journal, engine: Engine, cancel: Event) -> None:
    """Try one question until a chat is good or the attempts are used up, and write down what came of it."""
    faults: list[list[str]] = []
    turns: list[dict[str, str]] = []
    for attempt in range(settings.attempts):
        try:
            text, finished = _reply(engine, request(job[1], settings, attempt), cancel)
        except EngineProblem:
            if attempt + 1 == settings.attempts and all(fault == [SILENT] for fault in faults):
                raise  # nobody answers at all: end here, and go on from the journal when somebody does
            faults.append([SILENT])
            continue
        if cancel.is_set():
            return
        verdict = judge(text, job[1], finished)
        if not verdict.faults:
            turns = [{"role": turn.role, "text": turn.text} for turn in verdict.turns]
            break
        faults.append(list(verdict.faults))
    kept.add(_key(job), {"turns": turns, "faults": faults})


def _reply(engine: Engine, asked: Request, cancel: Event) -> tuple[str, bool]:
    pieces: list[str] = []
    finished = False
    for event in engine.stream(asked, cancel):
        if isinstance(event, Usage):
            finished = event.reason == "stop"
        else:
            pieces.append(event.text)
    return "".join(pieces), finished


def _key(job: Job) -> str:
    return f"{job[0].id} {job[1].language}"


def _chat(record: Record, case: Vignette, turns: list[dict[str, Any]], model: str) -> Record:
    """The chat as a record beside its question: the same item, so the same side."""
    language: Language = case.language
    content = Content(turns=tuple(Spoken(turn["role"], language, turn["text"]) for turn in turns))
    made = Record(
        id=f"{record.id}:chat-{language}",
        item=record.item,
        task="chat",
        source=record.source,
        original=language,
        split=record.split,
        tags=("synthesised", f"model:{model}"),
    )
    return made.having(language, content)


def _load(settings: SynthesisSettings) -> Engine:
    return loader(Choice(settings.model, settings.server), find_home(None).ready())(lambda _: None)
