"""Answers to tap: the ones a patient most often gives to a question of this kind."""

from __future__ import annotations

from collections.abc import Mapping

from app.text.locale import locale
from app.values import Language

_YES_NO = ("yes", "no", "unsure")
_BY_SLOT: Mapping[str, tuple[str, ...]] = {
    "onset": ("today", "yesterday", "week", "month", "sudden", "gradual", "unsure"),
    "duration": ("hour", "day", "days", "week", "month", "unsure"),
    "sex": ("female", "male"),
    "age": (),
    "chief_complaint": (),
    "site": ("unsure",),
    "character": ("sharp", "dull", "burning", "pressing", "throbbing", "unsure"),
    "timing": ("constant", "comes-goes", "night", "unsure"),
    "exacerbating": ("nothing", "movement", "effort", "food", "unsure"),
    "relieving": ("nothing", "rest", "medicine", "unsure"),
    "associated": ("nothing-else", "unsure"),
    "medications": ("none", "unsure"),
    "allergies": ("none-known", "unsure"),
    "past_history": ("none", "unsure"),
    "surgical_history": ("none", "unsure"),
    "family_history": ("none", "unsure"),
    "concerns": ("no-concern",),
}


def quick_replies(slot: str | None, language: Language) -> tuple[tuple[str, str], ...]:
    """What can be tapped for a question about `slot`: (what is shown, what is said), in the question's language.

    Severity is tapped as a number from 0 to 10; a slot of a protocol's own is asked with yes or no.
    """
    if slot == "severity":
        return tuple((f"{grade}", f"{grade}/10") for grade in range(11))
    say = locale(language, isolate=False)
    return tuple((say(f"ui-reply-{name}"),) * 2 for name in _BY_SLOT.get(slot or "", _YES_NO))
