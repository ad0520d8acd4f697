"""A question put to the person at hand: the forms of address filled in.

In English `{to the person|about another}` with `[who]` and `[their]`; in Arabic `{to a man|to a woman|
about a male|about a female}` with `[من]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.intake.content import Sex
from app.intake.kin import Kin
from app.values import Language

Relation = Literal["self", "child", "relative", "patient"]

_BRACES = re.compile(r"\{([^{}]*)\}")
_WHO = {"child": ("your child", "طفلك", "طفلتك"), "patient": ("the patient", "المريض", "المريضة")}


@dataclass(frozen=True, slots=True)
class Address:
    """Who is asked about, and their sex (None unknown); `kin` is the relative where it is one."""

    relation: Relation = "self"
    sex: Sex | None = None
    kin: Kin | None = None

    def named(self, language: Language) -> str:
        """What the person who answers calls the one who is asked about: "your mother", "المريضة"."""
        if self.kin:
            return f"your {self.kin.en}" if language == "en" else self.kin.ar
        english, male, female = _WHO[self.relation]
        if language == "en":
            return english
        return female if self.sex == "female" else male


def spoken(wording: str, language: Language, to: Address) -> str:
    """A wording with its forms of address filled in."""
    return _arabic(wording, to) if language == "ar" else _english(wording, to)


def _english(wording: str, to: Address) -> str:
    def choose(match: re.Match[str]) -> str:
        return _pick(match[1].split("|"), 0 if to.relation == "self" else 1)

    filled = _BRACES.sub(choose, wording)
    filled = filled.replace("[who]", "you" if to.relation == "self" else to.named("en"))
    return _upper_first(filled.replace("[their]", "your" if to.relation == "self" else "their"))


def _arabic(wording: str, to: Address) -> str:
    female = to.sex == "female"
    form = (1 if female else 0) if to.relation == "self" else (3 if female else 2)
    filled = _BRACES.sub(lambda match: _pick(match[1].split("|"), form), wording)
    if to.relation == "self":
        return filled.replace("[من]", "").replace("  ", " ")
    return filled.replace("[من]", to.named("ar"))


def _pick(forms: Sequence[str], number: int) -> str:
    return forms[min(number, len(forms) - 1)]


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
