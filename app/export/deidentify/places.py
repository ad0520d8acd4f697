"""Addresses: what follows "I live at" or "عنواني", streets, buildings and post boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.export.deidentify.found import Found
from app.text.numerals import to_western

_NAMED = r"(?:Al|El|As|Ar|[A-Z][\w'’-]*|\d{1,5}[A-Za-z]?)"
_LINE = rf"{_NAMED}(?:[ ,]+(?:of\s+|and\s+)?{_NAMED}){{0,10}}"
_STREET = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Highway|Corniche|Square)\b\.?"
_HOUSE = r"(?:Villa|Flat|Apartment|Apt|Building|Bldg|House|Block|Tower)\b\.?"
_ENGLISH = (
    re.compile(rf"\b(?i:address(?:\s+(?:is|to))?|resid(?:e|es|ing|ent)\s+(?:at|in|of))[\s:]+(?P<place>{_LINE})"),
    re.compile(rf"\b(?i:liv(?:e|es|ed|ing)|stay(?:s|ing)?)\s+(?:at|in|on)\s+(?P<place>{_LINE})"),
    re.compile(rf"(?P<place>\b\d{{1,5}},?\s+(?:{_NAMED}\s+){{0,4}}{_STREET}(?:,\s*{_LINE})?)"),
    re.compile(rf"(?P<place>\b{_HOUSE}\s*(?:no\.?|number|#)?\s*\d+[A-Z]?(?:,\s*{_LINE})?)"),
    re.compile(rf"\bP\.?\s?O\.?\s*Box:?\s*(?P<place>\d+(?:,?\s*{_LINE})?)", re.IGNORECASE),
)
_END = r"[^\n.؟?؛;!]"
_ENDS_BEFORE = r"(?=\s+(?:مع|و(?:أ|ا)?(?:عند|عمر|رقم|هاتف|أعمل|اعمل)\w*|منذ|من\s+\d|لكن|عشان|لأن|لان)\b|[\n.؟?؛;!]|$)"
_STREET_AR = r"(?:شارع|طريق|حي|حارة|زقاق|ميدان|دوار|منطقة|ضاحية)"
_HOUSE_AR = r"(?:فيلا|شقة|شقه|بناية|بنايه|عمارة|عماره|برج|مبنى|مجمع|قطعة|بلوك|منزل)"
_ARABIC = (
    re.compile(rf"(?:العنوان|عنوان(?:ي|ه|ها)|عنوان\s+(?:السكن|المنزل|البيت))(?:\s+هو)?[\s:]+(?P<place>{_END}{{3,90}}?){_ENDS_BEFORE}"),
    re.compile(
        rf"(?:[أاين]?[سي]?سكن|ساكن(?:ة|ه|ين)?|مقيم(?:ة|ه)?|[أا]عيش|يعيش|تعيش|عايش(?:ة|ه)?)\s+(?:في|ب|بـ|فى)\s*(?P<place>(?!ال?(?:بيت|قلق|ألم|الم|خوف|توتر)\b){_END}{{3,90}}?){_ENDS_BEFORE}"
    ),
    re.compile(rf"{_HOUSE_AR}\s*(?:رقم\s*)?(?P<place>\d+{_END}{{0,80}}?){_ENDS_BEFORE}"),
    re.compile(rf"(?P<place>(?:(?<!\d)\d{{1,5}}\s+)?{_STREET_AR}\s+(?:ال|\w{{3,}}){_END}{{0,60}}?){_ENDS_BEFORE}"),
    re.compile(r"ص\.?\s?ب\.?:?\s*(?P<place>\d+(?:[\s،,]+[^\W\d_]+){0,2})"),
)  # fmt: skip


def find_places(text: str) -> Iterator[Found]:
    """Every address in `text`; what only looks like one ("I live in pain") is left where no name or number follows."""
    western = to_western(text)
    for pattern in (*_ENGLISH, *_ARABIC):
        for match in pattern.finditer(western):
            start, end = match.span("place")
            place = western[start:end].rstrip(" ,،:")
            yield Found(start, start + len(place), "address")
