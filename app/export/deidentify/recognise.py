"""Everything in a text that tells who somebody is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.export.deidentify.calendar import find_dates
from app.export.deidentify.found import Found, settle
from app.export.deidentify.names import find_names
from app.export.deidentify.numbers import find_numbers
from app.export.deidentify.places import find_places


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beforehand: the patient's label and the clinician's name, each as its words; how far dates move."""

    patient: tuple[str, ...] = ()
    clinician: tuple[str, ...] = ()
    days: int = 0
    year: int = 2024


def recognise(text: str, known: Known) -> list[Found]:
    """What is to be replaced in `text`, in order, none overlapping."""
    found = [
        *find_numbers(text),
        *find_places(text),
        *find_dates(text, known.days, known.year),
        *find_names(text),
    ]
    found += [Found(*match.span(), "patient") for word in known.patient for match in whole(word).finditer(text)]
    found += [Found(*match.span(), "clinician") for word in known.clinician for match in whole(word).finditer(text)]
    return settle(found)


def whole(word: str) -> re.Pattern[str]:
    """A pattern for a literal, not inside another word."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
