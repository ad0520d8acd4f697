"""Reads a question out of a row, whichever of the known shapes it has.

Shapes: MMLU (question, choices, answer as an index or a letter; or a line of six columns), MedMCQA (opa to opd,
cop), MedQA (options by letter, answer_idx), PubMedQA (contexts, final_decision), and the aligned shape in
which one row holds both languages (question_en, options_en, question_ar, ...).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.text.numerals import to_western
from app.values import Language
from models.evaluate.benchmark.questions import Row
from models.evaluate.benchmark.tasks import VERDICTS, Task

LATIN = "ABCDEFGHIJ"
ARABIC = ("أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي")

Raw = Mapping[str, Any]


def read_rows(raw: Sequence[Raw], task: Task, language: Language) -> tuple[Row, ...]:
    """The rows of one task in one language. Rows of other subjects, or without that language, are passed over.

    MedMCQA's own files count the right option from 1 and the hub's from 0: 4 occurs in the former only.
    """
    mine = [row for row in raw if row.get("subject", task.name) == task.name] if task.family == "mmlu" else raw
    start = 1 if any(row.get("cop") == 4 for row in mine) else 0
    found = []
    for number, row in enumerate(mine):
        read = _read(row, f"{task.name}-{number}", task, language, start)
        if read:
            found.append(read)
    return tuple(found)


def _read(row: Raw, name: str, task: Task, language: Language, start: int) -> Row | None:
    if task.kind == "verdict":
        return _verdict(row, name, language)
    if f"question_{language}" in row:
        options = tuple(map(str, row[f"options_{language}"]))
        return Row(_id(row, name), str(row[f"question_{language}"]), options, _index(row.get("answer"), options))
    if "question_en" in row or "question_ar" in row:
        return None
    if "opa" in row:
        options = tuple(str(row.get(f"op{letter}") or "") for letter in "abcd")
        place = row.get("cop")
        return Row(_id(row, name), str(row["question"]), options, _counted(place, start))
    options = _options(row)
    answer = next((row[key] for key in ("answer_idx", "answer", "label") if row.get(key) not in (None, "")), None)
    return Row(_id(row, name), str(row.get("question", "")), options, _index(answer, options))


def _verdict(row: Raw, name: str, language: Language) -> Row:
    """A PubMedQA row; the hub keeps the passages one level deeper than the original file."""
    contexts = row.get("contexts") or row.get("CONTEXTS") or row.get("context") or ()
    if isinstance(contexts, Mapping):
        contexts = contexts.get("contexts") or ()
    passage = contexts if isinstance(contexts, str) else "\n".join(map(str, contexts))
    words = VERDICTS[language]
    said = str(row.get("answer") or row.get("final_decision") or "").strip().lower()
    text = str(row.get(f"question_{language}") or row.get("question") or row.get("QUESTION") or "")
    return Row(_id(row, name), text, words, _word(said, words), passage)


def _word(said: str, words: Sequence[str]) -> int | None:
    """The place of yes, no or maybe, in either language; a place past the end for any other word."""
    for known in (words, *VERDICTS.values()):
        if said in known:
            return known.index(said)
    return len(words) if said else None


def _options(row: Raw) -> tuple[str, ...]:
    options = row.get("options") or row.get("choices") or [row[letter] for letter in LATIN if letter in row]
    if isinstance(options, Mapping):
        options = [options[key] for key in sorted(options)]
    return tuple(str(option.get("value", "")) if isinstance(option, Mapping) else str(option) for option in options)


def _index(answer: object, options: Sequence[str]) -> int | None:
    """An option's place from its number, its letter in either alphabet, or its very text.

    What is none of them is a place past the end, so that the check tells of it.
    """
    if answer is None or answer == "":
        return None
    if isinstance(answer, int):
        return answer
    said = to_western(str(answer)).strip().rstrip(".):")
    if said.upper() in LATIN and len(said) == 1:
        return LATIN.index(said.upper())
    if said in ARABIC:
        return ARABIC.index(said)
    if said in options:
        return options.index(said)
    return int(said) if said.isdigit() else len(options)


def _counted(place: object, start: int) -> int | None:
    return place - start if isinstance(place, int) and place >= start else None


def _id(row: Raw, name: str) -> str:
    known = next((row[key] for key in ("id", "pmid", "pubid", "qid") if row.get(key) not in (None, "")), name)
    return str(known)
