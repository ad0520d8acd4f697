"""Arabic in Latin letters ("3andi soda3") compared with Arabic words through their consonants.

Both sides are brought to one row of consonant classes: vowels and doubling go, letters that people
write alike become one (ص س -> s, ح ه -> h, ط ت -> t ...), and an initial vowel stays as A. A word
of the lexicon may have several skeletons where a letter is spelt in several ways (ج as j or g).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

SHORTEST = 3
"""Fewest classes that count as a match by themselves; two are enough only for short words without a look-alike."""

_ARABIC: dict[str, tuple[str, ...]] = {
    "ب": ("b",), "ت": ("t",), "ث": ("t", "s"), "ج": ("j", "g"), "ح": ("h",), "خ": ("x",), "د": ("d",),
    "ذ": ("z", "d"), "ر": ("r",), "ز": ("z",), "س": ("s",), "ش": ("S",), "ص": ("s",), "ض": ("d",), "ط": ("t",),
    "ظ": ("z", "d"), "ع": ("3",), "غ": ("G",), "ف": ("f",), "ق": ("q", "g", "k", "2"), "ك": ("k",), "ل": ("l",),
    "م": ("m",), "ن": ("n",), "ه": ("h",), "گ": ("g",), "چ": ("S",), "پ": ("b",), "ڤ": ("f",),
}  # fmt: skip
_LATIN_PAIRS = {
    "sh": "S", "ch": "S", "kh": "x", "gh": "G", "th": "t", "dh": "d", "ph": "f", "3'": "G", "7'": "x", "9'": "d",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "6": "t", "j": "j", "g": "g", "7": "h", "h": "h", "5": "x", "d": "d", "r": "r",
    "z": "z", "s": "s", "9": "s", "4": "S", "3": "3", "f": "f", "v": "f", "q": "q", "8": "q", "k": "k", "c": "k",
    "l": "l", "m": "m", "n": "n", "x": "ks", "2": "2",
}  # fmt: skip
_SPLIT = "."


@lru_cache(maxsize=4096)
def skeletons(word: str) -> frozenset[str]:
    """Every skeleton of a folded Arabic word."""
    core = word[:-1] if len(word) > 2 and word.endswith("ه") else word
    choices = [_ARABIC.get(letter, (_SPLIT,)) for letter in core]
    rows = {_squeeze("".join(row)) for row in product(*choices)} if len(core) <= 12 else set()
    if core[:1] == "ا":
        return frozenset("A" + row for row in rows)
    return frozenset(rows)


def skeleton(word: str) -> str:
    """The skeleton of a Latin-letter word."""
    out, position = ["A"] if word[:1] in "aeiou" else [], 0
    core = word[:-1] if len(word) > 3 and word[-1] == "h" and word[-2] in "aeiou" else word
    while position < len(core):
        pair = core[position : position + 2]
        if pair in _LATIN_PAIRS:
            out.append(_LATIN_PAIRS[pair])
            position += 2
            continue
        out.append(_LATIN.get(core[position], _SPLIT))
        position += 1
    return _squeeze("".join(out))


def variants(bones: str) -> frozenset[str]:
    """A Latin word's skeleton with and without what Arabic writes as proclitics and pronouns."""
    found = {bones, bones.replace("2", "")} | ({"A" + bones[1:]} if bones.startswith("2") else set())
    for start in ("Al", "bl", "fl", "l", "b", "f"):
        if bones.startswith(start) and len(bones) - len(start) >= SHORTEST - 1:
            found.add(bones[len(start) :])
    for row in tuple(found):
        for end in ("h", "k", "n", "S", "t"):
            if row.endswith(end) and len(row) >= SHORTEST:
                found.add(row[:-1])
    return frozenset(found)


def consistent(word: str, latin: str) -> bool:
    """Whether each w and y that is spelt out in Latin letters has its letter in the Arabic word; a last y is a vowel."""
    return latin.count("w") <= word.count("و") and latin[1:-1].count("y") <= word.count("ي")


def _squeeze(row: str) -> str:
    """Doubled letters once, unless a vowel stands between them."""
    kept = (letter for index, letter in enumerate(row) if index == 0 or row[index - 1] != letter)
    return "".join(kept).replace(_SPLIT, "")
