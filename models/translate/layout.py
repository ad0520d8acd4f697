"""An item as a text to translate, and back: parts on lines of their own, options with their letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.values import Language
from models.dataset.record import LETTERS, Content

LABELS: dict[Language, dict[str, str]] = {
    "en": {"context": "Context", "question": "Question", "answer": "Answer", "user": "User", "assistant": "Assistant"},
    "ar": {"context": "السياق", "question": "السؤال", "answer": "الإجابة", "user": "المستخدم", "assistant": "المساعد"},
}


def written(content: Content, language: Language) -> str:
    """An item as text. One that is a single sentence stands bare; others have a label or letter on each line."""
    marks, texts = _marks(content, language), parts(content)
    if len(texts) == 1 and not content.options:
        return texts[0]
    return "\n".join(f"{mark} {text}" for mark, text in zip(marks, texts, strict=True))


def read(text: str, like: Content, language: Language) -> Content | None:
    """The item that a translation of `written(like)` is; None where its parts are not those of `like`."""
    texts, marks = parts(like), _marks(like, language)
    if len(texts) == 1 and not like.options:
        return rebuilt(like, [" ".join(text.split())], language)
    lines = _joined([line.strip() for line in text.splitlines() if line.strip()], marks)
    if len(lines) != len(marks):
        return None
    found = [_after(mark, line) for mark, line in zip(marks, lines, strict=True)]
    return rebuilt(like, [one for one in found if one], language) if all(found) else None


def parts(content: Content) -> list[str]:
    """Every text of an item in reading order, each on one line."""
    return [" ".join(text.split()) for text in content.texts()]


def rebuilt(like: Content, texts: Sequence[str], language: Language) -> Content:
    """An item with the structure of `like` and these texts. Raises ValueError where their number differs."""
    given = iter(texts)
    if len(texts) != len(parts(like)):
        raise ValueError("the parts do not match")
    return Content(
        context=next(given) if like.context else "",
        question=next(given) if like.question else "",
        options=tuple(next(given) for _ in like.options),
        answer=next(given) if like.answer else "",
        turns=tuple(replace(turn, text=next(given), language=language) for turn in like.turns),
    )


def _marks(content: Content, language: Language) -> list[str]:
    """The labels of an item's lines, in the order of its texts."""
    label = LABELS[language]
    marks = [f"{label[name]}:" for name in ("context", "question") if getattr(content, name)]
    marks += [f"{LETTERS[language][at]}." for at in range(len(content.options))]
    marks += [f"{label['answer']}:"] if content.answer else []
    return marks + [f"{label[turn.role]}:" for turn in content.turns]


def _joined(lines: list[str], marks: Sequence[str]) -> list[str]:
    """Lines without a mark belong to the line before."""
    joined: list[str] = []
    for line in lines:
        if joined and not any(_after(mark, line) for mark in marks):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def _after(mark: str, line: str) -> str:
    """What stands behind a mark; "" where the line has another. `أ)` and `أ-` are as good as `أ.`."""
    name = re.escape(mark[:-1])
    found = re.match(rf"[(\[]?{name}ـ?\s*[.):\-\]：]\s*(.+)", line)
    return found[1].strip() if found else ""
