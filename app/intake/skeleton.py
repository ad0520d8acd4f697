"""Arabic in Latin letters ("3andi soda3") compared with Arabic words through their consonants.

Both sides are brought to one row of consonant classes: vowels and doubling go, letters that people
write alike become one (ص س -> s, ح ه -> h, ط ت -> t ...), and an initial vowel stays as A. A word
of the lexicon may have several skeletons where a letter is spelt in several ways (ج as j or g).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

SHORTEST = 3
"""Fewest classes that count as a match by themselves; two are enough only for short words without a look-alike."""

_ARABIC: dict[str, tuple[str, ...]] = {
    "ب": ("b",), "ت": ("t",), "ث": ("t", "s"), "ج": ("j", "g"), "ح": ("H", "h"), "خ": ("x",), "د": ("d",),
    "ذ": ("z", "d"), "ر": ("r",), "ز": ("z",), "س": ("s",), "ش": ("S",), "ص": ("s",), "ض": ("d",), "ط": ("T", "t"),
    "ظ": ("z", "d"), "ع": ("3",), "غ": ("G",), "ف": ("f",), "ق": ("q", "g", "2"), "ك": ("k",), "ل": ("l",),
    "م": ("m",), "ن": ("n",), "ه": ("h",), "گ": ("g",), "چ": ("S",), "پ": ("b",), "ڤ": ("f",),
}  # fmt: skip
_LATIN_PAIRS = {
    "sh": "S", "ch": "S", "kh": "x", "gh": "G", "th": "t", "dh": "d", "ph": "f", "3'": "G", "7'": "x", "9'": "d",
}  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "6": "T", "j": "j", "g": "g", "7": "H", "h": "h", "5": "x", "d": "d", "r": "r",
    "z": "z", "s": "s", "9": "s", "4": "S", "3": "3", "f": "f", "v": "f", "q": "q", "8": "q", "k": "k", "c": "k",
    "l": "l", "m": "m", "n": "n", "x": "ks", "2": "2",
}  # fmt: skip
_VOWEL = "."
_OPENING = (_VOWEL, "A")
_PROCLITIC = re.compile(r"^(?:A\.?l|b\.?l|f\.?l|l|b|f)\.?(?=\w)")
_PRONOUN = re.compile(r"(?:h|k|n|S|t)\.?$")
LONGEST = 12
"""Letters of an Arabic word beyond which it is not compared."""


_NOT_AS_G = frozenset({"وقع", "وقعت", "وقعه"})
"""Words whose ق is not taken for a g: spelt so they are other words ("wag3" is a pain, not a fall)."""


@lru_cache(maxsize=8192)
def skeletons(word: str) -> frozenset[str]:
    """Every skeleton of a folded Arabic word, long vowels as dots: صداع -> sd.3."""
    if word in _NOT_AS_G:
        return frozenset(row for row in _skeletons(word) if "g" not in row)
    return _skeletons(word)


def _skeletons(word: str) -> frozenset[str]:
    core = word[:-1] if len(word) > 2 and word.endswith("ه") else word
    if len(core) > LONGEST:
        return frozenset()
    start, letters = ("A", core[1:]) if core[:1] == "ا" else ("", core)
    choices = [_ARABIC.get(letter, (_VOWEL,)) for letter in letters]
    rows = ["".join(row) for row in product(*choices)]
    doubled = {_squeeze(start + row[0] + _VOWEL + row[1:]) for row in rows if len(row) > 3 and row[0] == row[1]}
    return frozenset(_squeeze(start + row) for row in rows) | doubled


def skeleton(word: str) -> str:
    """The skeleton of a Latin-letter word, every vowel as a dot: soda3 -> s.d.3."""
    core = word[:-1] if len(word) > 3 and word[-1] == "h" and word[-2] in "aeiou" else word
    out, position = (["A"], 1) if core[:1] in tuple("aeiou") else ([], 0)
    while position < len(core):
        pair = core[position : position + 2]
        out.append(_LATIN_PAIRS.get(pair) or _LATIN.get(core[position], _VOWEL))
        position += 2 if pair in _LATIN_PAIRS else 1
    return _squeeze("".join(out))


def bare(bones: str) -> str:
    """A skeleton without its vowels."""
    return bones.replace(_VOWEL, "")


@lru_cache(maxsize=2048)
def variants(bones: str) -> frozenset[str]:
    """A Latin word's skeleton with and without what Arabic writes as proclitics, pronouns and a glottal stop."""
    found = {bones, bones.replace("2", "")} | ({"A" + bones[1:]} if bones.startswith("2") else set())
    found |= {_PROCLITIC.sub("", row) for row in tuple(found)}
    found |= {_PRONOUN.sub("", row) for row in tuple(found)}
    return frozenset(row for row in found if len(bare(row)) >= SHORTEST - 1)


def same(arabic: str, latin: str) -> bool:
    """Whether two skeletons are one word: the same consonants, and a vowel wherever Arabic writes a long one.

    Two consonants alone are too little: then a vowel that Arabic begins or ends with is in Latin too ("tool" is not
    يتلوى).
    """
    written, spelt = _vowels(arabic), _vowels(latin)
    if bare(arabic) != bare(latin) or not written - {len(bare(arabic))} <= spelt:
        return False
    return len(bare(arabic)) >= SHORTEST or _bounded_alike(arabic, latin)


def _bounded_alike(arabic: str, latin: str) -> bool:
    """Whether the Latin word begins, and ends, with a vowel where the Arabic one does."""
    opens = arabic[0] not in _OPENING or latin[0] in _OPENING
    return opens and (not arabic.endswith(_VOWEL) or latin.endswith(_VOWEL))


def consistent(word: str, latin: str) -> bool:
    """Whether each w and y spelt out in Latin letters has its letter in the Arabic word; a last y is a vowel."""
    return latin.count("w") <= word.count("و") and latin[1:-1].count("y") <= word.count("ي")


def _vowels(bones: str) -> set[int]:
    """After how many consonants each vowel stands."""
    places, consonants = set(), 0
    for letter in bones:
        if letter == _VOWEL:
            places.add(consonants)
        else:
            consonants += 1
    return places - {0}


def _squeeze(row: str) -> str:
    """Doubled letters once, unless a vowel stands between them."""
    return "".join(letter for index, letter in enumerate(row) if index == 0 or row[index - 1] != letter)
