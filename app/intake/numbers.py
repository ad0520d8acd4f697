"""Numbers as people say them: digits of every set (folded to 0-9), English and Arabic words, fractions and duals."""

from __future__ import annotations

import re

_EN = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a": 1, "an": 1, "couple": 2, "few": 3,
    "several": 4, "half": 0.5, "once": 1, "twice": 2,
}  # fmt: skip
_AR = {
    "صفر": 0, "واحد": 1, "واحده": 1, "اثنين": 2, "اثنان": 2, "اثنتين": 2, "اتنين": 2, "تنتين": 2, "ثنتين": 2,
    "ثلاث": 3, "ثلاثه": 3, "تلات": 3, "تلاته": 3, "تلت": 3, "ثلاثة": 3, "اربع": 4, "اربعه": 4, "خمس": 5, "خمسه": 5,
    "ست": 6, "سته": 6, "سبع": 7, "سبعه": 7, "ثمان": 8, "ثمانيه": 8, "ثماني": 8, "تمن": 8, "تمانيه": 8, "تمنيه": 8,
    "ثمنيه": 8, "تماني": 8,
    "تسع": 9, "تسعه": 9, "عشر": 10, "عشره": 10, "احدعش": 11, "حداشر": 11, "اثنعش": 12, "اطناشر": 12, "اتناشر": 12,
    "احدعشر": 11, "احداشر": 11, "حداعش": 11, "حدعش": 11, "حضاش": 11, "حداش": 11, "اتنعش": 12, "تنعش": 12, "طناش": 12,
    "طنعش": 12, "اطنعش": 12, "ثنعش": 12, "اثناعش": 12, "اثنعشر": 12, "تناشر": 12,
    "تنين": 2, "جوج": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2, "ربعه": 4, "تسعود": 9, "ربعين": 40, "ثمنين": 80,
    "عشرين": 20, "عشرون": 20, "ثلاثين": 30, "ثلاثون": 30, "تلاتين": 30, "اربعين": 40, "اربعون": 40, "خمسين": 50,
    "خمسون": 50, "ستين": 60, "ستون": 60, "سبعين": 70, "سبعون": 70, "ثمانين": 80, "ثمانون": 80, "تمانين": 80,
    "تسعين": 90, "تسعون": 90, "ميه": 100, "مايه": 100, "نص": 0.5, "نصف": 0.5, "كم": 3, "كام": 3, "عده": 3,
    "بضعه": 4, "بضع": 4,
}  # fmt: skip
_TEEN_STEMS = {
    13: "ثلاث ثلث ثلا ثل تلات تلت تلا تل", 14: "اربع ربع", 15: "خمس خمص", 16: "ست س", 17: "سبع",
    18: "ثمان ثمن تمان تمن", 19: "تسع",
}  # fmt: skip
_TEEN_ENDINGS = ["طعش", "تعش", "طاش", "تاش", "طاشر", "تاشر", "طعشر"]
_TEENS = {f"{stem}{end}": n for n, stems in _TEEN_STEMS.items() for stem in stems.split() for end in _TEEN_ENDINGS}
"""Thirteen to nineteen as the Gulf, the Levant, Egypt and the Maghreb run them into one word."""

_ORDINALS = {
    "حاديه": 1, "واحده": 1, "ثانيه": 2, "تانيه": 2, "ثالثه": 3, "تالته": 3, "رابعه": 4, "خامسه": 5, "سادسه": 6,
    "سابعه": 7, "ثامنه": 8, "تامنه": 8, "تاسعه": 9,
}  # fmt: skip
_LATN = {
    "wahad": 1, "wa7ed": 1, "wa7ad": 1, "etnen": 2, "itnein": 2, "tnen": 2, "talata": 3, "talat": 3, "thalatha": 3,
    "tlat": 3, "tlata": 3, "arba3": 4, "arba3a": 4, "khams": 5, "khamsa": 5, "5amsa": 5, "sitta": 6, "sette": 6,
    "sab3a": 7, "saba3": 7, "tamanya": 8, "thamanya": 8, "tes3a": 9, "tis3a": 9, "3ashra": 10, "3ashara": 10,
}  # fmt: skip
_WORDS = {**_EN, **_AR, **_TEENS, **_LATN}
_VALUES = {**_ORDINALS, **_WORDS, "ثلث": 3, "احد": 1, "احدي": 1}
_ELEVEN = r"احدي?\s+عشره?"
_PLURAL = r"(?:سنين|سنوات|سنه|شهور|اشهر|سيمانات|ايام)"
_TENS = frozenset(word for word, value in _EN.items() if 20 <= value <= 90)

_word = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_ten = "|".join(word for word, value in _AR.items() if 20 <= value <= 90)
_SPECIAL = rf"{_ELEVEN}|احدي?\s+و\s?(?:{_ten})|ثلث(?=\s+{_PLURAL})"
NUMBER = rf"(?:\d+(?:\.\d+)?|{_SPECIAL}|(?:(?:{_word})(?:[\s-]+(?:و\s?)?(?:{_word}))?))"
"""A regular expression, without groups, for a number in digits or words, in folded text.

A third (ثلث) is a Maghrebi three before a plural.
"""

ORDINAL = rf"(?:ال(?:{'|'.join(_ORDINALS)})\s+(?:عشره?|و\s?ال(?:{_ten})))"
"""As above for an Arabic ordinal of a year of life, eleven to ninety-nine: السابعة والعشرين, الخامسة عشرة."""


def number(text: str) -> float | None:
    """The value of a folded number, or None: `38.5`, `twenty-three`, `خمسه وعشرين`, `a couple`."""
    text = text.strip().replace(",", ".")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    text = re.sub(_ELEVEN, "احدعش", text)
    values = [_value(word) for word in re.split(r"[\s-]+", text) if word]
    known = [value for value in values if value is not None]
    if not known or len(known) < len([word for word in re.split(r"[\s-]+", text) if word not in ("of", "and", "و")]):
        return None
    if len(known) == 2 and 100 in known:
        return known[0] * known[1] if known[1] == 100 else sum(known)
    return known[1] if len(known) == 2 and text.startswith(("a ", "an ")) else float(sum(known))


def _value(word: str) -> float | None:
    bare = word.removeprefix("و")
    return next((_VALUES[form] for form in (word, bare, bare.removeprefix("ال")) if form in _VALUES), None)
