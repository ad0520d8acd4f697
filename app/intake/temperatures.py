"""Degrees that are told without the word for temperature: "hot since noon, 38.6", "39 and a half", in Fahrenheit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.intake.patterns import WORD_END, WORD_START, Stretch, any_of, find_all
from app.intake.tokens import Text

_FAHRENHEIT = re.compile(r"(?<![\d/.])(9[4-9]|10[0-9])(?:[.,](\d))?\s*(?:°\s*f?|degrees?|f\b|fahrenheit|فهرنهايت)?")
_FEVERISH = re.compile(r"temp|fever|fahrenheit|°|degrees|\d\s*f\b|فهرنهايت")
_SPAN = r"years?|yrs?|days?|weeks?|hours?|%|سنه|سنين|يوم|ايام|اسبوع|ساعه"
_HOT = re.compile(
    r"\b(?:hot|chemo\w*|shiver\w*|rigors?|calpol|paracetamol|thermometer|baby|newborn|infant|kimawi|kimo|s5oon\w*|sokhn\w*)\b"
    rf"|(?<!\w)[وفب]?(?:ال)?{any_of('سخن سخنه سخنان سخنانه ساخن حار حاره دافي كيماوي كيمو رضيع~ مولود~')}"
    rf"{WORD_END}"
)
_DEGREES = re.compile(r"(?<![\d./])((?:3[5-9]|4[0-2])[.,]\d)(?![\d/]|\s*(?:kg|mg|cm|%|weeks?|wks?|كجم|كيلو|اسبوع))")
_FEVER_ALONE = re.compile(
    r"(?<![\d./£$€<>=+-])((?:3[89]|4[01])[.,]\d)"
    r"(?![\d/:-]|\s*(?:k|kgs?|kilos?|lbs?|mgs?|mcg|g|grams?|cms?|mm|m|km|miles?|mls?|l|lit\w*|%|per|to|weeks?|wks?"
    rf"|months?|years?|yrs?|hours?|hrs?|mins?|pounds?|quid|dollars?"
    rf"|{any_of('كجم كغ كغم كيلو~ كلغ سم متر ملغ مجم جرام غرام لتر')}"
    rf"|{any_of('ريال درهم جنيه دينار ليره دولار اسبوع~ سنه شهر بالميه بالمئه في_الميه')})\b)"
)
"""Degrees told as a bare number, which hardly anything else in a message about health is: "39.4 and shaking"."""

_OTHER_THAN_DEGREES = re.compile(
    r"\b(?:bmi|weigh\w*|weight|size|ferritin|crp|hba1c|a1c|haemoglobin|hb|vitamin|vit|cholesterol|creatinine|tsh|waist|km"
    r"|price|cost\w*|wazn\w*|centile|length|height|volume|psa|albumin|sodium|haematocrit|hct)\b"
    rf"|{any_of('وزن~ مقاس كتله مخزون فيتامين السعر سعر تراكمي التراكمي طول الهيموجلوبين هيموغلوبين البومين مبلغ')}"
)
"""What else the bare number may be, in the thirty characters before it."""

_HALVES = {"نص": 0.5, "نصف": 0.5, "نصها": 0.5, "ربع": 0.2, "خمس": 0.5, "خمسه": 0.5, "ست": 0.6, "سته": 0.6, "سبع": 0.7,
           "سبعه": 0.7, "ثمان": 0.8, "ثمانيه": 0.8, "تمانيه": 0.8, "تسع": 0.9, "تسعه": 0.9, "اربع": 0.4, "اربعه": 0.4,
           "ثلاث": 0.3, "ثلاثه": 0.3, "تلات": 0.3, "تلاته": 0.3}  # fmt: skip
_AND_A_HALF = re.compile(rf"(?<![\d./])(3[89]|4[01])\s+و\s?({'|'.join(_HALVES)}){WORD_END}")
_WHOLE = re.compile(
    rf"(?:\bburning(?: up)?|\bboiling|\b(?:so5n|sokhn|s5n|skhon|skhoun|s5oun|sa5en|sakhen|skhana)\w*"
    rf"|{WORD_START}و?(?:ال)?{any_of('سخن سخنه سخنت سخنان سخنانه سخنانين ساخن ساخنه محموم محمومه السخانه سخانه')})"
    rf"[\s:,]*(?:at|{any_of('وصلت وصلات وصل طلعت عند حوالي')}\s+)?\s*(3[89]|4[01])(?![\d/.,:]|\s*(?:{_SPAN}))"
)
"""A whole number of degrees right after the word for hot."""

_OUT_OF_TEN = re.compile(r"\s*/\s*\d|\s*(?:out of|من)\s*(?:10|عشره)|\d")


def degrees(text: Text) -> Iterator[tuple[float, Stretch]]:
    """Temperatures in degrees Celsius that stand without their name, each with where it was said."""
    yield from _bare(text)
    yield from _fahrenheit(text)


def _bare(text: Text) -> Iterator[tuple[float, Stretch]]:
    """A temperature that is told without its name: "he's been hot since this morning, 38.6", "39.4 and shaking"."""
    for match, where in find_all(_DEGREES if _HOT.search(text.folded) else _FEVER_ALONE, text):
        if not _OTHER_THAN_DEGREES.search(text.folded, max(match.start() - 30, 0), match.start()):
            yield float(match[1].replace(",", ".")), where
    for match, where in find_all(_AND_A_HALF, text):
        if not _OTHER_THAN_DEGREES.search(text.folded, max(match.start() - 30, 0), match.start()):
            yield float(match[1]) + _HALVES[match[2]], where
    for match, where in find_all(_WHOLE, text):
        yield float(match[1]), where


def _fahrenheit(text: Text) -> Iterator[tuple[float, Stretch]]:
    if not _FEVERISH.search(text.folded):
        return
    for match, where in find_all(_FAHRENHEIT, text):
        value = float(match[1]) + float(match[2] or 0) / 10
        if not _OUT_OF_TEN.match(text.folded, match.end()):
            yield round((value - 32) / 1.8, 1), where
