"""How one reader sees the page: the language, the digits and the calendar that were chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from hijridate import Gregorian

from app.config import Settings
from app.errors import DeskError
from app.text.locale import locale
from app.values import Direction, Language, direction_of

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_])\d+(?:[.,:]\d+)*(?![A-Za-z0-9_])")


@dataclass(frozen=True, slots=True)
class View:
    """A reader's language and what else decides how the desk's own sentences look.

    Digits and calendar only change what the desk itself says; what was said in a conversation is
    shown as it was written. `hijri` sets the Hijri date (Umm al-Qura) beside the Gregorian one.
    """

    language: Language
    digits: str = "western"
    hijri: bool = False

    @classmethod
    def of(cls, settings: Settings, language: Language | None = None) -> View:
        """The view that `settings` asks for, in the page's own `language` where it differs."""
        return cls(language or settings.language, settings.digits, settings.hijri)

    @property
    def direction(self) -> Direction:
        """The direction in which the page runs."""
        return direction_of(self.language)

    @property
    def other(self) -> Language:
        """The language to which the switch leads."""
        return "en" if self.language == "ar" else "ar"

    def say(self, key: str, **fields: object) -> str:
        """The desk's sentence `key`. Raises KeyError for a key that does not exist."""
        return self._figures(locale(self.language)(key, **fields))

    def explain(self, error: DeskError) -> str:
        """An error's one sentence and its remedy."""
        return self._figures(locale(self.language).explain(error))

    def number(self, value: int) -> str:
        """A whole number in the chosen digits."""
        return self._figures(str(value))

    def clock(self, moment: datetime) -> str:
        """The time of day here, such as 10:42."""
        return self._figures(f"{moment.astimezone():%H:%M}")

    def weekday(self, moment: datetime) -> str:
        """The short name of the day of the week, such as Tue."""
        return str(format_date(moment.astimezone().date(), "EEE", locale=self.language))

    def day(self, moment: datetime) -> str:
        """The date, such as 22 Nov 2026; in Arabic with the Hijri date beside it where that was chosen."""
        here = moment.astimezone().date()
        text = str(format_date(here, "d MMM y", locale=self.language))
        if self.hijri and self.language == "ar":
            text = f"{text} ({_hijri(here)})"
        return self._figures(text)

    def _figures(self, text: str) -> str:
        if self.language != "ar" or self.digits != "arabic":
            return text
        return _NUMBER.sub(lambda found: found.group().translate(_ARABIC_DIGITS), text)


def _hijri(day: date) -> str:
    """A date of the Umm al-Qura calendar, or the Gregorian year alone where that calendar has no table."""
    try:
        hijri = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return str(day.year)
    return f"{hijri.day} {hijri.month_name('ar')} {hijri.year} {hijri.notation('ar')}"
