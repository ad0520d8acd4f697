"""Judges how the embedded model asks: base against tuned, on protocols that no training saw.

    python -m models.finetune.judge LESSONS.jsonl [--adapter FILE.gguf] [--most 200] [--ways held,base,tuned]
        [--output FILE.json]

Each question is put through `app.engine` in three ways: `held`, the base in the desk's transcript form,
whose grammar leaves only the protocol's wordings; `base`, the base asked as the taught model is, with
nothing to hold it; and `tuned`, the same with the adapter. Every reply is judged by the protocol's own
words and by the desk's guard. The `written` replies are judged too: they show the most that these
measures can give.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from threading import Event

from app.catalogue.files import ensure_embedded
from app.config import ROOT, find_home
from app.engine.base import Engine, Piece, Request
from app.engine.llama import LlamaEngine
from app.engine.llama_options import Adapter, LlamaOptions
from app.engine.templates import template, text_of
from app.export.files import encode, write_whole
from app.intake.knowledge import Knowledge, load_knowledge
from app.intake.prompt import Form, sampling, turns
from app.values import History, Message, Plan, direction_of
from models.command import command
from models.dataset.interview.lesson import Lesson, read_lessons
from models.dataset.interview.questions import LONG_AGO
from models.finetune.judging import Figures, Judge, Judged, figures

SHIPPED = ROOT / "assets" / "adapters" / "mini.gguf"
CONTEXT, AT_ONCE = 4096, 8


@dataclass(frozen=True, slots=True)
class Way:
    """A way of asking: its name, the prompt's form, and whether the adapter is on."""

    name: str
    form: Form
    tuned: bool


WAYS = (
    Way("held", "transcript", False),
    Way("base", "taught", False),
    Way("tuned", "taught", True),
)


def answered(engine: Engine, lesson: Lesson, form: Form, knowledge: Knowledge) -> str:
    """What the engine says to a lesson's turn."""
    plan = Plan("ask", lesson.language, lesson.slot, lesson.question, (lesson.question,))
    history = History(lesson.protocol, lesson.protocol)
    shown = lesson.turns if form == "taught" else turns(_messages(lesson), plan, history, knowledge, form)
    polite = knowledge.common.phrases.acknowledge.texts(lesson.language)
    chosen = replace(sampling(plan, form, polite), seed=int(lesson.id[1:]))
    pieces = engine.stream(Request("", shown, chosen), Event())
    return "".join(event.text for event in pieces if isinstance(event, Piece)).strip()


def all_answered(engine: Engine, lessons: Sequence[Lesson], form: Form, knowledge: Knowledge) -> list[str]:
    """What it says to each; several are written side by side, which is quicker."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda lesson: answered(engine, lesson, form, knowledge), lessons))


def reference_scores(engine: Engine, lessons: Sequence[Lesson]) -> Iterator[tuple[float, int]]:
    """Log-likelihood and token count of each written reply, asked in the taught form."""
    for lesson in lessons:
        prompt = text_of(template("transcript").render(lesson.turns))
        score = engine.score(prompt, [f" {lesson.reply}\n"])[0]
        yield score.logprob, score.tokens


def judged_ways(
    lessons: Sequence[Lesson], adapter: Path, ways: Sequence[Way] = WAYS, threads: int = 0
) -> Iterator[tuple[str, Figures, list[Judged]]]:
    """The figures of each way, the written replies first."""
    knowledge = load_knowledge()
    judge = Judge(knowledge)
    written = [judge.judge(lesson, lesson.reply) for lesson in lessons]
    yield "written", figures(written), written
    for way in ways:
        engine = open_engine(adapter if way.tuned else None, threads)
        try:
            said = all_answered(engine, lessons, way.form, knowledge)
            replies = [judge.judge(lesson, reply) for lesson, reply in zip(lessons, said, strict=True)]
            scores = reference_scores(engine, lessons) if way.form == "taught" else ()
            yield way.name, figures(replies, scores), replies
        finally:
            engine.close()


def main(arguments: Sequence[str]) -> int:
    """Judge and print a table."""
    chosen = _parser().parse_args(arguments)
    questions = [lesson for lesson in read_lessons(chosen.lessons) if lesson.task == "question"]
    lessons = Random(chosen.seed).sample(questions, min(chosen.most, len(questions)))
    ways = [way for way in WAYS if way.name in chosen.ways.split(",")]
    table: dict[str, dict[str, object]] = {}
    replies: dict[str, list[dict[str, str]]] = {}
    for name, found, judged in judged_ways(lessons, chosen.adapter, ways, chosen.threads):
        table[name] = asdict(found)
        replies[name] = [{"id": each.lesson.id, "reply": each.reply, "guard": each.guard} for each in judged]
        sys.stdout.write(f"{name}: {_line(found)}\n")
        for each in [each for each in judged if not each.right_slot or each.guard][: chosen.show]:
            sys.stdout.write(f"  {each.guard or 'slot'} | {each.lesson.question} | {each.reply}\n")
        sys.stdout.flush()
    if chosen.output:
        values = {"lessons": len(lessons), "seed": chosen.seed, "ways": table, "replies": replies}
        write_whole(chosen.output, encode(json.dumps(values, ensure_ascii=False, indent=1) + "\n"))
    return 0


def open_engine(adapter: Path | None, threads: int) -> LlamaEngine:
    """The embedded model in the desk's engine, with an adapter or without."""
    adapters = (Adapter(adapter),) if adapter else ()
    options = LlamaOptions(context=CONTEXT, adapters=adapters, sequences=AT_ONCE, threads=threads)
    return LlamaEngine(ensure_embedded(find_home(None).ready()), options, template("transcript"))


def _messages(lesson: Lesson) -> tuple[Message, ...]:
    said = next(turn.text for turn in lesson.turns if turn.role == "user")
    return (Message(1, "", "user", said, lesson.language, direction_of(lesson.language), LONG_AGO),)


def _line(found: Figures) -> str:
    shares = (
        f"right slot {found.right_slot:.3f}, right language {found.right_language:.3f}, "
        f"one question {found.one_question:.3f}, guard {found.guarded:.3f} of {found.replies}"
    )
    return shares + (f", perplexity of written replies {found.perplexity:.2f}" if found.perplexity else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m models.finetune.judge", description=__doc__)
    parser.add_argument("lessons", type=Path)
    parser.add_argument("--adapter", type=Path, default=SHIPPED)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--show", type=int, default=5, help="how many faulty replies of each way are shown")
    parser.add_argument("--ways", default=",".join(way.name for way in WAYS))
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--output", type=Path)
    return parser


if __name__ == "__main__":
    command(main)
