"""Dates in texts, and the same dates some days earlier or later, written as they were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from app.export.deidentify.found import Found, settle
from app.text.numerals import to_arabic, to_western

_ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"]  # fmt: skip
_SHORT = [name[:3] for name in _ENGLISH]
_GULF = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
_LEVANT = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
           "تشرين الثاني", "كانون الأول"]  # fmt: skip
_MAGHREB = ["جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", *_GULF[8:]]
_HIJRI = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
          "ذو القعدة", "ذو الحجة"]  # fmt: skip
_SOLAR = (_ENGLISH, _SHORT, _GULF, _LEVANT, _MAGHREB)


def _loose(name: str) -> str:
    """A pattern for a name as people write it: any alif, any case."""
    return re.sub("[اأإآ]", "[اأإآ]", re.escape(name)).replace(r"\ ", r"\s+")


def _names(lists: tuple[list[str], ...]) -> str:
    return "|".join(sorted({_loose(name) for names in lists for name in names}, key=len, reverse=True))


_MONTH = rf"(?P<month>{_names(_SOLAR)})\b\.?"
_LUNAR = rf"(?P<month>{_names((_HIJRI,))})"
_DAY = r"(?<![\d.,/])(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[349]|20)\d\d)(?!\d)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d.]){_YEAR}(?P<a>[-/.])(?P<month>\d{{1,2}})(?P=a)(?P<day>\d{{1,2}})(?![\d/])",
        rf"{_DAY}(?P<a>[-/.])(?P<month>\d{{1,2}})(?P=a)(?P<year>(?:1[349]|20)\d\d|\d\d)(?![\d/%])",
        rf"{_DAY}\s*(?:of\s+|من\s+)?{_MONTH},?\s*(?:سنة\s+|عام\s+)?{_YEAR}",
        rf"{_DAY}\s+(?:of\s+|من\s+)?{_MONTH}",
        rf"\b{_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?(?![\d:%])",
        rf"\b{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}\s+(?:من\s+)?{_LUNAR}\s+{_YEAR}",
    )
)


def find_dates(text: str, days: int, year: int) -> list[Found]:
    """Every date in `text`, with the date `days` later in its own form. `year` is meant where none is written."""
    return settle(_dates(text, days, year))


def _dates(text: str, days: int, year: int) -> Iterator[Found]:
    western = to_western(text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(western):
            shifted = _shift(match, days, year)
            if shifted:
                original = text[match.start() : match.end()]
                yield Found(*match.span(), "date", to_arabic(shifted) if original != match[0] else shifted)


def _shift(match: re.Match[str], days: int, year: int) -> str:
    """The match's text with its date moved; empty where it is no date."""
    parts = match.groupdict()
    month, names = _month(parts["month"])
    day = int(parts["day"]) if parts.get("day") else 15
    written = int(parts["year"]) if parts.get("year") else year
    full = written if written > 99 else 2000 + written if written < 50 else 1900 + written
    swapped = names is None and month > 12 >= day
    if swapped:
        day, month = month, day
    lunar = names is _HIJRI or 1300 <= full < 1500
    try:
        solar = Hijri(full, month, day).to_gregorian() if lunar else date(full, month, day)
        moved = date(solar.year, solar.month, solar.day) + timedelta(days=days)
        new = Gregorian.fromdate(moved).to_hijri() if lunar else moved
    except (ValueError, OverflowError):
        return ""
    values = {"day": new.month if swapped else new.day, "month": new.day if swapped else new.month, "year": new.year}
    return _rewrite(match, values, names)


def _month(written: str) -> tuple[int, list[str] | None]:
    """A month's number, and the list that its name is from; None for a month in digits."""
    if written.isdigit():
        return int(written), None
    for names in (*_SOLAR, _HIJRI):
        for number, name in enumerate(names, 1):
            if re.fullmatch(_loose(name), written, re.IGNORECASE):
                return number, names
    return 0, None


def _rewrite(match: re.Match[str], values: dict[str, int], names: list[str] | None) -> str:
    """The match's text with new values in the places of the old, as many digits wide."""
    text, base = match[0], match.start()
    places = [(match.span(group), group) for group in ("day", "month", "year") if match.groupdict().get(group)]
    for (start, end), group in sorted(places, reverse=True):
        old, value = match[group], values[group]
        if group == "month" and names is not None:
            new = names[value - 1]
        elif group == "year" and len(old) == 2:
            new = f"{value % 100:02d}"
        else:
            new = f"{value:0{len(old)}d}" if old.startswith("0") or len(old) > 1 else str(value)
        text = text[: start - base] + new + text[end - base :]
    return re.sub(r"(\d+)(?:st|nd|rd|th)\b", lambda found: found[1] + _ordinal(int(found[1])), text)


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
