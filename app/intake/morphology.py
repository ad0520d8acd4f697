"""The forms under which one written word is compared: regular English endings, Arabic clitics and inflection.

Words arrive folded (`app.text.fold`). The forms are deliberately generous, since the words of the
lexicon are few and clinical; what keeps precision is that phrases join several words.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ARABIC = re.compile("[\u0621-\u06ff]")
_CONTRACTION = re.compile(r"^(\w+)'(?:ll|re|ve|d|s|m)$")
_ARTICLES = ("وال", "فال", "بال", "كال", "ولل", "فلل", "عال", "هال", "لل", "ال")
_PARTICLES = ("و", "ف", "ب", "ل", "ك")
_FUTURE = ("ح", "ه", "س", "ب")
_PERSONS = "يتنا"
_PRONOUNS = ("هما", "كما", "هم", "هن", "كم", "كن", "نا", "ها", "ني", "وا", "ي", "ك", "ه", "و", "ا")
_ENDINGS = ("تين", "ات", "ين", "ون", "ان", "تو", "ت")
_PERSON_MARK = "~"
_EXACT_MARK = "="
_SHORT_WORDS = frozenset({"مش", "مو", "مب", "ما", "لا", "لم", "لن", "دم", "قي"})
"""Words of two letters that "and" is written together with."""
_WHOLE = frozenset({"وايد", "كبير", "كبيره", "كبيرين"})
"""Words that only look as if a particle stood before them: in the Gulf وايد is "very", and كبيرة is no "like beer"."""
_LIFE = ("حياتي", "حياته", "حياتها", "حياتهم", "حياتك", "حياتنا")
""""My life" is no "will come"."""
_UNDIVIDED = frozenset(
    {
        "متي", "سمك", "بنك", "شباك", "سلك", "شوك", "مسك", "كعك", "ديك", "ملك", "قوه", "بقوه", "بني", "حياه", "مساء",
        "شركه", "حميه", "جيران",
    }
)  # fmt: skip
"""Words whose last letter only looks like a pronoun: متى is when and no "my death", سمك fish and no "your poison"."""
_FOUND = "لقي"
"""The beginning of "I found", which is no "for" with a "vomit" (قيء) after it."""
_NO_PLURALS = frozenset({"does", "goes", "this", "thus", "plus", "minus", "always", "sometimes", "perhaps", "besides"})


def is_arabic(word: str) -> bool:
    """Whether the word is written in Arabic letters."""
    return _ARABIC.search(word) is not None


def plain(word: str) -> str:
    """A Latin word without its contraction: he's -> he, can't -> cant."""
    return _CONTRACTION.sub(r"\1", word).replace("'", "")


def forms(word: str) -> frozenset[str]:
    """Every form under which a folded word of a message is looked up, the word itself included."""
    return frozenset(_arabic(word) | _as_written(word) if is_arabic(word) else _latin(word))


def exactly(word: str) -> str:
    """The form under which a word is filed that takes no inflection."""
    return _EXACT_MARK + word


@lru_cache(maxsize=65536)
def keys(word: str) -> tuple[str, ...]:
    """The forms under which a folded word of the lexicon is filed: itself and, for a verb, its person-neutral form."""
    if not is_arabic(word):
        return (plain(word),)
    return (word, *_neutral(word))


def _latin(word: str) -> set[str]:
    """`coughing` -> coughing, cough, coughe; `vomited`, `swollen's`, `allergies` alike."""
    base = plain(word)
    found = {base}
    if len(base) > 3 and base.endswith("s") and not base.endswith("ss") and base not in _NO_PLURALS:
        found.add(base[:-1])
        if base.endswith("ies"):
            found.add(base[:-3] + "y")
        elif base.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            found.add(base[:-2])
    for ending in ("ed", "ing"):
        stem = base[: -len(ending)]
        if base.endswith(ending) and len(stem) >= 3:
            found |= {stem, stem + "e"}
            if stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return found


def _arabic(word: str) -> set[str]:
    """The word without its proclitics, pronouns and endings, in every plausible combination."""
    stems = _without_proclitics(word)
    if "ظ" in word:  # many write ض and ظ alike: ظهر is ضهر, and the content has the one or the other
        stems |= _without_proclitics(word.replace("ظ", "ض"))
    if "ض" in word:
        stems |= _without_proclitics(word.replace("ض", "ظ"))
    found = set(stems)
    for stem in stems:
        found |= _neutral(stem) if len(stem) > 3 else set()
        for bare in _without_pronoun(stem):
            found.add(bare)
            found |= _neutral(bare)
    return found


def _as_written(word: str) -> set[str]:
    """The word itself, and without "and"; a longer one also without the prepositions of one letter."""
    found = {exactly(word)}
    if word[0] == "و" and len(word) > 2:
        found.add(exactly(word[1:]))
    if word[0] == "ف" and word[1:] in _SHORT_WORDS:
        found.add(exactly(word[1:]))
    if word[0] in _PARTICLES and len(word) > 4:
        found.add(exactly(word[1:]))
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) > 3:
            found.add(exactly(word[len(article) :]))
    return found


def _without_proclitics(word: str) -> set[str]:
    stems = {word}
    if word in _WHOLE or word.startswith(_FOUND):
        return stems
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            stems.add(word[len(article) :])
            return stems
    if word[0] in _PARTICLES and (len(word) > 3 or (word[0] in "وف" and word[1:] in _SHORT_WORDS)):
        stems |= _without_proclitics(word[1:])
    if word[0] in _FUTURE and len(word) > 4 and word[1] in _PERSONS and not word.startswith(_LIFE):
        stems.add(word[1:])
    if word[0] in "ما" and word.endswith("ش") and len(word) > 4:
        stems |= _unnegated(word)
    return stems


def _unnegated(word: str) -> set[str]:
    """Egyptian ما...ش around a verb: مبحسش -> بحس, حس."""
    inner = (word[2:] if word.startswith("ما") else word[1:])[:-1]
    stems = {inner}
    if inner[:1] == "ب" and len(inner) > 2:
        stems.add(inner[1:])
    return {stem for stem in stems if len(stem) >= 2}


def _without_pronoun(stem: str) -> set[str]:
    found: set[str] = set()
    if stem in _UNDIVIDED:
        return found
    for ending in (*_PRONOUNS, *_ENDINGS):
        bare = stem[: -len(ending)]
        if not stem.endswith(ending) or len(bare) < 2:
            continue
        if len(bare) < 3 and ending in ("ت", "و", "ا", "تو", "وا"):
            continue
        found.add(bare)
        if bare.endswith("ت") and len(bare) > 2:
            found |= {bare[:-1] + "ه", bare[:-1]}
        if ending in ("ات", "تين") or (ending == "ت" and len(bare) > 2):
            found.add(bare + "ه")
    return found


def _neutral(word: str) -> set[str]:
    """A verb without its person: يوجع, توجع, نوجع, اوجع are one. Too short a rest is left alone (نوم is not يوم)."""
    if word[0] in _PERSONS and len(word) > 3 and not word.startswith("ال"):
        return {_PERSON_MARK + word[1:]}
    return set()
