"""Any JSON lines, CSV or Parquet with a field map from the run's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast, get_args

from app.text.language import detect
from app.values import Language
from models.dataset.importers.questions import option_number
from models.dataset.importers.rows import Row, RowFault
from models.dataset.record import Content, Method, Record, Source, Task, Translation

FIELDS = ("id", "item", "question", "context", "options", "answer", "correct", "language")
"""What a field map may name. `_ar` behind question, context, options or answer names the Arabic twin's field."""


def mapped(row: Row, source: Source, fields: Mapping[str, str], task: Task, translated: Method) -> Iterator[Record]:
    """A question of either kind. `correct` is a letter or a number counted from 0; `translated`: a twin's origin."""
    name = f"{source.name}:{row.local_id(fields.get('id', 'id'))}"
    first = _content(row, fields, "")
    second = _content(row, fields, "_ar") if "question_ar" in fields else None
    language = "en" if second else _language(row, fields, first)
    correct = option_number(row.text(fields["correct"]), first.options) if task == "multiple_choice" else None
    item = f"{source.name}:{row.text(fields['item'])}" if "item" in fields else name
    yield Record(
        name,
        item,
        task,
        source,
        language,
        en=first if language == "en" else None,
        ar=second if language == "en" else first,
        correct=correct,
        translation=Translation(translated) if second else None,
    )


def _content(row: Row, fields: Mapping[str, str], ending: str) -> Content:
    def maybe(part: str) -> str:
        return row.maybe(fields[part + ending]) if part + ending in fields else ""

    options = row.texts(fields["options" + ending]) if "options" + ending in fields else ()
    return Content(row.text(fields["question" + ending]), maybe("context"), options, maybe("answer"))


def _language(row: Row, fields: Mapping[str, str], content: Content) -> Language:
    if "language" not in fields:
        return detect(content.question, "en").language or "en"
    written = row.text(fields["language"]).lower()[:2]
    if written not in get_args(Language):
        raise RowFault(f"the language {written!r} is none of {', '.join(get_args(Language))}")
    return cast(Language, written)
