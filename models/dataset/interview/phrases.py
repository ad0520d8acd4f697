"""The written phrases beside this file: what patients say and how the desk takes it up, by register."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal, get_args

from app.values import Language

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Register = Literal["en", "msa", "egyptian", "gulf", "levantine", "arabizi", "mixed"]
REGISTERS: tuple[Register, ...] = get_args(Register)
Tables = Mapping[str, Mapping[str, list[str]]]

_ANSWERED_IN: dict[Register, Register] = {"arabizi": "egyptian", "mixed": "msa"}
_FILLER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Tables of phrases: the name of a table, then the register, then the phrases."""

    answers: Tables
    openings: Tables
    replies: Tables
    fillers: Tables
    openers: Mapping[str, Mapping[str, str]]
    function_words: Mapping[str, Mapping[str, str]]

    def answer(self, slot: str, register: Register, random: Random) -> str:
        """What a patient answers when asked for a fixed slot, or `yes`, `no`, `unsure`."""
        return self.filled(random.choice(self.answers[slot][register]), register, random)

    def opening(self, kind: str, register: Register, random: Random, **given: str) -> str:
        """What a visit begins with, or what a patient says that is no answer."""
        return self.filled(random.choice(self.openings[kind][register]), register, random, **given)

    def reply(self, mood: str, register: Register, random: Random) -> str:
        """How the desk takes up what was said; "" for nothing."""
        return random.choice(self.replies[mood][answered_in(register)])

    def filled(self, text: str, register: Register, random: Random, **given: str) -> str:
        """`text` with its braces filled, by `given` first."""

        def fill(match: re.Match[str]) -> str:
            name = match[1]
            table = self.fillers.get(name, {})
            return given.get(name) or random.choice(table.get("any") or table[register])

        return _FILLER.sub(fill, text)


def answered_in(register: Register) -> Register:
    """The register in which the desk replies."""
    return _ANSWERED_IN.get(register, register)


def language_of(register: Register) -> Language:
    """The language in which the desk replies."""
    return "en" if register == "en" else "ar"


def load_phrases(folder: Path = Path(__file__).parent) -> Phrases:
    """Read the phrase files."""
    replies = _read(folder / "replies.toml")
    openers, function_words = replies.pop("openers"), replies.pop("function_words")
    answers, openings, fillers = (_read(folder / f"{name}.toml") for name in ("answers", "openings", "fillers"))
    return Phrases(answers, openings, replies, fillers, openers, function_words)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
