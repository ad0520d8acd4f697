"""Dates and times as a reader of either language expects them."""

from __future__ import annotations

from datetime import datetime, tzinfo

from babel.dates import format_date
from hijridate import Gregorian

from app.values import Language


def date_text(moment: datetime, language: Language, zone: tzinfo | None = None, hijri: bool = False) -> str:
    """The day in words ("22 November 2026"); `hijri` adds the Umm al-Qura date where its calendar reaches."""
    day = moment.astimezone(zone).date()
    text = format_date(day, "d MMMM y", locale="ar_001" if language == "ar" else "en_GB")
    if not hijri:
        return text
    try:
        other = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return text
    era = "هـ" if language == "ar" else "AH"
    return f"{text} ({other.day} {other.month_name(language)} {other.year} {era})"


def clock_text(moment: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, "14:05"."""
    return moment.astimezone(zone).strftime("%H:%M")


def zone_text(moment: datetime, zone: tzinfo | None = None) -> str:
    """The zone's distance from UTC, "UTC+04:00"."""
    offset = moment.astimezone(zone).strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
