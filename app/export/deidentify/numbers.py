"""Numbers and addresses of the net that belong to one person: e-mail, telephone, identity, passport, record.

Sources of the forms: the Emirates ID (784, year of birth, seven digits, check digit), the Saudi
identity and residence numbers (ten digits from 1 or 2 with a Luhn check digit), the Egyptian national
number (century, date of birth, governorate, five digits), and the E.164 length of telephone numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.export.deidentify.found import Found, Kind
from app.text.numerals import to_western

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_EMIRATES = re.compile(r"(?<!\d)784[- ]?\d{4}[- ]?\d{7}[- ]?\d(?!\d)")
_EGYPT = re.compile(r"(?<!\d)[23]\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{7}(?!\d)")
_SAUDI = re.compile(r"(?<!\d)[12]\d{9}(?!\d)")
_WORDS = r"(?:[^\W\d_]+[ \t]+){0,3}"
_GAP = r"[\s:.#=،,-]{0,4}(?:(?:is|number|no|num|nr|رقم|هو|هي)\b[\s:.#،-]{0,3}){0,2}"
_RECORD_CUE = (
    r"\bMRN\b|\bmedical record\b|\b(?:hospital|chart|file|record|case)\s+(?:number|no\b|#)|"
    r"رقم\s+ال?ملف(?:\s+الطبي)?|(?:ال)?ملفي?\s+(?:الطبي\s+)?رقم|رقم\s+السجل(?:\s+الطبي)?|السجل\s+الطبي|رقم\s+المريضة?"
)
_PASSPORT_CUE = r"\bpassport\b|جواز(?:\s+ال?سفر\w*)?|\bjawaz\b"
_ID_CUE = (
    r"\b(?:emirates\s+id|eid|national\s+(?:id|number)|civil\s+(?:id|number)|identity(?:\s+card)?|iqama|qid|cpr|ssn|id)\b|"
    r"\bid\s+(?:card|number|no)\b|\b(?:insurance|policy|membership)(?:\s+(?:card|policy|number))*\b|"
    r"هوي(?:ة|تي|ته|تها)(?:\s+(?:الوطنية|الإماراتية|الاماراتية))?|[إا]قام(?:ة|تي)|بطاق(?:ة|تي|ته)(?:\s+\w+)?|"
    r"الرقم\s+(?:القومي|المدني|الوطني)|رقم\s+(?:قومي|مدني|وطني)|الت[أا]مين|بوليصة"
)
_PHONE_CUE = (
    r"\b(?:phone|mobile|cell|tel|telephone|whatsapp|contact|call|reach|sms|number|raqmi|ra2mi|rakmi|telefon)\b|"
    r"رقم|رقمي|جوال|موبايل|تلفون|تليفون|هاتف|واتس|[اأ]تصل|كلم|محمول|خلوي"
)
_CODE = r"(?P<code>[A-Z]{0,3}[- ]?\d[\dA-Z]*(?:[-/ ]\d[\dA-Z]*){0,5})"
_DIALLED = r"(?P<code>\(?\d(?:[ ().-]{0,2}\d){6,12})(?!\d)"
_BY_CUE: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    ("passport", re.compile(rf"(?:{_PASSPORT_CUE}){_GAP}(?P<code>[A-Z]{{0,2}}\d{{6,9}})\b", re.IGNORECASE), 6),
    ("record", re.compile(rf"(?:{_RECORD_CUE}){_GAP}(?P<code>[A-Z]{{0,3}}-?\d{{3,}}(?:-\d+)*)", re.IGNORECASE), 3),
    ("id", re.compile(rf"(?:{_ID_CUE}){_GAP}{_CODE}", re.IGNORECASE), 6),
    ("phone", re.compile(rf"(?:{_PHONE_CUE})\w*[\s:.،-]*{_WORDS}{_DIALLED}", re.IGNORECASE), 7),
)  # fmt: skip
_INTERNATIONAL = re.compile(r"(?<![\w.])(?:\+|00)[ (]?\d(?:[ ().-]{0,2}\d){7,13}(?!\d)")
_NATIONAL = re.compile(r"(?<![\w./-])\(?0\d{1,2}\)?(?:[ -]?\d){6,8}(?![\d/.])")


def find_numbers(text: str) -> Iterator[Found]:
    """Every number in `text` that belongs to one person, whichever digits it is written in."""
    western = to_western(text)
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("email", _EMAIL), ("id", _EMIRATES), ("id", _EGYPT), ("phone", _INTERNATIONAL), ("phone", _NATIONAL),
    )  # fmt: skip
    for kind, pattern in kinds:
        yield from (Found(*match.span(), kind) for match in pattern.finditer(western))
    yield from (Found(*match.span(), "id") for match in _SAUDI.finditer(western) if luhn(match[0]))
    for kind, pattern, digits in _BY_CUE:
        for match in pattern.finditer(western):
            if sum(map(str.isdigit, match["code"])) >= digits:
                yield Found(*match.span("code"), kind)


def luhn(number: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it (ISO/IEC 7812-1, annex B)."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
