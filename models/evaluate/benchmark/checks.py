"""Which rows of a set can be scored. What cannot is told, never silently left out or scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.text.direction import direction
from app.values import Language
from models.evaluate.benchmark.questions import Fault, FaultKind, Question, Row
from models.evaluate.benchmark.tasks import Task


def check(rows: Sequence[Row], task: Task, language: Language) -> tuple[tuple[Question, ...], tuple[Fault, ...]]:
    """The questions that can be scored, in their order, and the faults of the rest.

    Of rows that say the same and have the same answer the first is kept; where their answers differ,
    none is. Ids that occur twice are told apart by their place.
    """
    answers = defaultdict(set)
    for row in rows:
        answers[_said(row)].add(_right(row))
    questions: dict[tuple[str, ...], Question] = {}
    faults: list[Fault] = []
    taken: set[str] = set()
    for number, row in enumerate(rows):
        kind, detail = _fault(row, language)
        said = _said(row)
        if not kind and len(answers[said]) > 1:
            kind, detail = "contradiction", "the same question has another answer elsewhere"
        elif not kind and said in questions:
            kind, detail = "duplicate", f"of {questions[said].id}"
        if kind:
            faults.append(Fault(row.id, kind, detail))
            continue
        name = row.id if row.id not in taken else f"{row.id}#{number}"
        taken.add(name)
        assert row.answer is not None
        questions[said] = Question(name, task.name, language, row.text, row.options, row.answer, row.passage)
    return tuple(questions.values()), tuple(faults)


def _fault(row: Row, language: Language) -> tuple[FaultKind | None, str]:
    """What is wrong with a row by itself."""
    if not row.text.strip():
        return "no question", ""
    empty = [number for number, option in enumerate(row.options) if not option.strip()]
    if empty or not row.options:
        return "empty option", f"option {empty[0] + 1}" if empty else "no options"
    if row.answer is None:
        return "missing answer", ""
    if _right(row) is None:
        return "wrong letter", f"answer {row.answer + 1} of {len(row.options)} options"
    if len({option.strip() for option in row.options}) < len(row.options):
        return "repeated option", ""
    if language == "ar" and direction(row.text) != "rtl":
        return "not Arabic", row.text[:60]
    return None, ""


def _right(row: Row) -> str | None:
    """The right option's words; None where there is no such option."""
    return row.options[row.answer] if row.answer is not None and 0 <= row.answer < len(row.options) else None


def _said(row: Row) -> tuple[str, ...]:
    """What makes two rows the same: the words of passage, question and options, whatever the options' order."""
    return (row.passage.strip(), " ".join(row.text.split()), *sorted(option.strip() for option in row.options))
