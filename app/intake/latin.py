"""Arabic words in Latin letters by their Arabic spelling: "men yomein" is read as من يومين.

Only the commonest words are known so (assets/lexicon/arabizi.toml). Every other one is compared by its
consonants (skeleton.py), which tells نفسي from نفاس no better than the typist did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.intake.content import Content, Filled, checked, read
from app.text.fold import fold

_SOUNDS = (
    ("kh", "5"), ("gh", "8"), ("3'", "8"), ("7'", "5"), ("ch", "sh"), ("th", "t"), ("dh", "d"), ("'", ""), ("’", ""),
)  # fmt: skip
_LETTERS = str.maketrans({"e": "i", "y": "i", "o": "u", "w": "u", "9": "s", "6": "t"})
_DOUBLED = re.compile(r"(.)\1+")
_BEFORE = {
    "uil": "وال", "bil": "بال", "fil": "فال", "lil": "لل", "il": "ال", "al": "ال", "bi": "ب", "ui": "و", "ua": "و",
}  # fmt: skip
_AFTER = {"ni": "ني", "i": "ي", "ak": "ك", "ik": "ك", "ha": "ها", "u": "ه", "na": "نا", "hum": "هم"}
_SHORTEST = 3
"""Letters of a word's key that must be left between what stands before and after it."""


class _Spelt(Content):
    """The file: a group of words each, an Arabic word with its Latin spellings."""

    source: Filled
    date: Filled
    people: dict[Filled, tuple[Filled, ...]]
    body: dict[Filled, tuple[Filled, ...]]
    complaints: dict[Filled, tuple[Filled, ...]]
    verbs: dict[Filled, tuple[Filled, ...]]
    time: dict[Filled, tuple[Filled, ...]]
    answers: dict[Filled, tuple[Filled, ...]]
    everyday: dict[Filled, tuple[Filled, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Spellings:
    """Folded Arabic words under the keys of their Latin spellings; `bound` ones only before a pronoun."""

    words: Mapping[str, str]
    bound: Mapping[str, str]

    def arabic(self, word: str) -> str | None:
        """The Arabic spelling of a Latin-letter word, with its article, preposition and pronoun, if it is known."""
        whole = key(word)
        if whole in self.words:
            return self.words[whole]
        return next((found for front, rest in _fronts(whole) if (found := self._stem(rest, front))), None)

    def _stem(self, rest: str, front: str) -> str | None:
        if rest in self.words and front:
            return front + self.words[rest]
        for ending, pronoun in _AFTER.items():
            stem = rest.removesuffix(ending)
            known = self.bound.get(stem) or self.words.get(stem)
            if stem != rest and len(stem) >= _SHORTEST and known:
                return front + known + pronoun
        return None


def key(word: str) -> str:
    """What the many Latin spellings of a word have in common: shwayya, shwaia and shouaya share theirs."""
    word = word.lower()
    for spelt, sound in _SOUNDS:
        word = word.replace(spelt, sound)
    plain = _DOUBLED.sub(r"\1", word.translate(_LETTERS))
    return plain[:-1] if len(plain) > 2 and plain.endswith(("ah", "ih")) else plain


def load_spellings(path: Path) -> Spellings:
    """Read the file of spellings. Raises ContentProblem naming file and fault."""
    file = checked(_Spelt, read(path), path, "")
    groups = (file.people, file.body, file.complaints, file.verbs, file.time, file.answers, file.everyday)
    listed = [(key(latin), fold(arabic)) for group in groups for arabic, row in group.items() for latin in row]
    bound = {stem: word[:-1] + "ت" for latin, word in listed if word.endswith("ه") for stem in _before_pronoun(latin)}
    return Spellings(dict(listed), bound)


def _before_pronoun(latin: str) -> tuple[str, ...]:
    """A feminine word as a pronoun joins it: rokba, rokbet-i, rokbt-i."""
    core = latin.removesuffix("a")
    return (core + "it", core + "t") if core != latin else ()


def _fronts(whole: str) -> Iterator[tuple[str, str]]:
    """What may stand before a word, in Arabic letters, with the rest of its key."""
    yield "", whole
    for latin, arabic in _BEFORE.items():
        rest = whole.removeprefix(latin)
        if rest != whole and len(rest) >= _SHORTEST:
            yield arabic, rest
