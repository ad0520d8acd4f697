"""Multiple-choice sets: PubMedQA, MedMCQA, MedQA, and the medical subjects of MMLU in one language or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.dataset.importers.rows import Row, RowFault
from models.dataset.record import LETTERS, Content, Record, Source, Split, Translation

DECISIONS = ("yes", "no", "maybe")
"""PubMedQA's answers, the options of every question."""


def pubmedqa(row: Row, source: Source) -> Iterator[Record]:
    """PQA-L and PQA-A (`ori_pqal.json`, keyed by PubMed id) or lines with the same content in small letters."""
    name = row.local_id("pmid")
    contexts = row.texts("CONTEXTS" if "CONTEXTS" in row.values else "contexts")
    decision = (row.maybe("final_decision") or row.text("answer")).lower()
    if decision not in DECISIONS:
        raise RowFault(f"the answer {decision!r} is none of {', '.join(DECISIONS)}")
    content = Content(
        question=row.maybe("QUESTION") or row.text("question"),
        context="\n".join(contexts),
        options=DECISIONS,
        answer=row.maybe("LONG_ANSWER"),
    )
    yield _question(f"{source.name}:{name}", source, content, DECISIONS.index(decision), _published(row))


def medmcqa(row: Row, source: Source) -> Iterator[Record]:
    """`train.json` and the like: opa to opd, the right one as `cop`, counted from 1, an explanation that may be null.

    The copy with a `cop` counted from 0 is known by a field `cop_from` = 0 that the run's settings add.
    """
    options = tuple(row.text(f"op{letter}") for letter in "abcd")
    correct = int(row.text("cop")) - int(row.maybe("cop_from") or 1)
    content = Content(row.text("question"), options=options, answer=row.maybe("exp"))
    yield _question(f"{source.name}:{row.local_id('id')}", source, content, correct, None)


def medqa(row: Row, source: Source) -> Iterator[Record]:
    """`US/train.jsonl` and the like: options under their letters, the right one as `answer_idx`.

    MediQ's rows are the same questions with the case as a list of sentences in `context`.
    """
    options = row.values.get("options")
    if not isinstance(options, Mapping):
        raise RowFault("no options")
    letters = sorted(options)
    wanted = row.text("answer_idx")
    if wanted not in letters:
        raise RowFault(f"the answer {wanted!r} is no option")
    case = " ".join(row.texts("context")) if "context" in row.values else ""
    content = Content(row.text("question"), case, tuple(str(options[letter]).strip() for letter in letters))
    yield _question(f"{source.name}:{row.local_id('id')}", source, content, letters.index(wanted), None)


MMLU_COLUMNS = ("question", "A", "B", "C", "D", "answer")


def mmlu(row: Row, source: Source) -> Iterator[Record]:
    """`anatomy_test.csv` without a heading, rows with `choices` and a number, or rows with both languages."""
    name = f"{source.name}:{row.local_id('id')}"
    if "question_en" in row.values:
        yield _aligned(row, source, name)
        return
    options = row.texts("choices") if "choices" in row.values else tuple(row.text(letter) for letter in "ABCD")
    content = Content(row.text("question"), options=options)
    yield _question(name, source, content, option_number(row.text("answer"), options), _published(row))


def _aligned(row: Row, source: Source, name: str) -> Record:
    en = Content(row.text("question_en"), options=row.texts("options_en"))
    ar = Content(row.text("question_ar"), options=row.texts("options_ar"))
    correct = option_number(row.text("answer"), en.options)
    return Record(
        name, name, "multiple_choice", source, "en", en=en, ar=ar, correct=correct, translation=Translation("model")
    )


def option_number(answer: str, options: Sequence[str]) -> int:
    """The option's number, from a letter or a number counted from 0."""
    number = int(answer) if answer.isdigit() else LETTERS["en"].find(answer.upper())
    if not 0 <= number < len(options):
        raise RowFault(f"the answer {answer!r} is no option")
    return number


def _published(row: Row) -> Split | None:
    """The side on which the publisher put the row; None where there is none."""
    side = row.maybe("split")
    return "test" if side == "test" else "train" if side == "train" else None


def _question(name: str, source: Source, content: Content, correct: int, split: Split | None) -> Record:
    return Record(name, name, "multiple_choice", source, "en", en=content, correct=correct, split=split)
