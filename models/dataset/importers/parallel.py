"""Sentence pairs: TICO-19 and others become a translation asked for in one direction."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

from models.dataset.importers.rows import Row
from models.dataset.record import Content, Record, Source, Translation

TO_ARABIC = "Translate into Arabic:"
TO_ENGLISH = "ترجم إلى الإنجليزية:"


def tico19(row: Row, source: Source) -> Iterator[Record]:
    """Units of `all.en-ar.tmx`, or lines with id, en, ar. Every other pair, by a hash, is asked for into English."""
    name = f"{source.name}:{row.local_id('id')}"
    en, ar = row.text("en"), row.text("ar")
    into_arabic = blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 0
    asked, given, answer = (TO_ARABIC, en, ar) if into_arabic else (TO_ENGLISH, ar, en)
    content = Content(question=f"{asked}\n{given}", answer=answer)
    yield Record(
        name,
        name,
        "open_question",
        source,
        "en",
        mixed=content,
        translation=Translation("professional"),
        tags=("translation",),
    )
