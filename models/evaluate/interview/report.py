"""The interview benchmark's figures, for people and for scripts."""

from __future__ import annotations

from collections.abc import Mapping

from models.evaluate.interview.measures import Measures

ROWS: tuple[tuple[str, str, str], ...] = (
    ("must", "must-ask recall", "0.97 or more"),
    ("captured", "facts captured", "0.97 or more"),
    ("protocol", "right protocol", ""),
    ("repeats", "repeats a turn", "0"),
    ("one_question", "one question a turn", "0.99 or more"),
    ("wrong_language", "wrong language", "0"),
    ("finished", "interviews that end", "1"),
    ("alarmed", "expected alarm raised", ""),
    ("calm", "no emergency where none is", ""),
    ("guarded", "guard stepped in", ""),
    ("turns", "turns an interview", ""),
    ("turns_to_flag", "turns to the alarm", ""),
)
"""A measure's name, what people call it, and its target."""


def table(by_tongue: Mapping[str, Measures]) -> str:
    """One row a measure, one column a language, and the gap between Arabic and English in points."""
    heads = [*by_tongue, *(["ar-en"] if {"ar", "en"} <= set(by_tongue) else [])]
    lines = [f"| {'measure':26} | {' | '.join(f'{head:>14}' for head in heads)} | target |"]
    lines.append(f"| {'-' * 26} | {' | '.join('-' * 14 for _ in heads)} | ------ |")
    for name, label, target in ROWS:
        cells = [_cell(measures, name) for measures in by_tongue.values()]
        if len(heads) > len(by_tongue):
            cells.append(f"{_share(by_tongue['ar'], name) - _share(by_tongue['en'], name):+.3f}")
        lines.append(f"| {label:26} | {' | '.join(f'{cell:>14}' for cell in cells)} | {target} |")
    return "\n".join(lines)


def as_json(by_tongue: Mapping[str, Measures]) -> dict[str, dict[str, object]]:
    """The same, as one object a language."""
    return {
        tongue: {
            **{
                name: {"share": round(_share(measures, name), 4), "of": getattr(measures, name).of} for name, *_ in ROWS
            },
            "missed": list(measures.missed),
        }
        for tongue, measures in by_tongue.items()
    }


def _share(measures: Measures, name: str) -> float:
    return float(getattr(measures, name).share)


def _cell(measures: Measures, name: str) -> str:
    tally = getattr(measures, name)
    return f"{tally.share:.3f} ({tally.of})" if tally.of else "-"
