"""Folding for search and matching: spellings that a reader takes for the same word become the same text.

FTS5's own `remove_diacritics` does not bring ألم to أَلَم, nor مرتفعه to مرتفعة; this does. Arabic:
hamza carriers to their bare letter, the lone hamza away, ta marbuta to ه, alif maqsura to ي, vowel
marks and tatweel away. Digits of every set to 0-9, Latin accents away, upper case to lower,
presentation forms to letters, Arabic punctuation to its Latin twin.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAME = {
    "ء": "", "ـ": "", "ة": "ه", "ى": "ي", "ٱ": "ا", "ی": "ي", "ے": "ي", "ک": "ك", "گ": "ك", "ہ": "ه", "ھ": "ه",
    "ە": "ه", "چ": "ج", "پ": "ب", "ڤ": "ف", "؟": "?", "،": ",", "؛": ";", "٪": "%", "٫": ".", "٬": ",",
    "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-",
}  # fmt: skip
_LEADING = ("وال", "فال", "بال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_TRAILING = ("ها", "نا", "كم", "هم", "هن", "كن", "ني", "ي", "ك", "ه")
SHORTEST = 3
"""Letters that must be left of a word: below that, what looks like a clitic is mostly the word itself."""


def fold(text: str) -> str:
    """`text` folded. Characters fold one by one, so fold(a + b) == fold(a) + fold(b)."""
    return "".join(map(_fold_character, text))


def fold_map(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text and, for each of its characters, the offset in `text` that it comes from."""
    folded = list(map(_fold_character, text))
    offsets = [at for at, piece in enumerate(folded) if piece for _ in piece]
    return "".join(folded), tuple(offsets)


@lru_cache(maxsize=16384)
def stems(word: str) -> frozenset[str]:
    """Every reading of a folded Arabic word: itself, without prefixes (two at most), without a pronoun ending."""
    fronts = {word} | _without_prefix(word)
    fronts |= {rest for front in tuple(fronts) for rest in _without_prefix(front)}
    bare = {
        front[: -len(ending)]
        for front in fronts
        for ending in _TRAILING
        if front.endswith(ending) and len(front) - len(ending) >= SHORTEST
    }
    return frozenset(fronts | bare | {stem[:-1] + "ه" for stem in bare if stem.endswith("ت") and len(stem) > SHORTEST})


def _without_prefix(word: str) -> set[str]:
    return {word[len(part) :] for part in _LEADING if word.startswith(part) and len(word) - len(part) >= SHORTEST - 1}


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """One character, folded to none, one or a few."""
    if character in _SAME:
        return _SAME[character]
    pieces = []
    for piece in unicodedata.normalize("NFKD", character):
        if piece in _SAME:
            pieces.append(_SAME[piece])
        elif unicodedata.category(piece) not in ("Mn", "Me", "Cf"):
            digit = unicodedata.digit(piece, None)
            pieces.append(piece.casefold() if digit is None else str(digit))
    return "".join(pieces)
