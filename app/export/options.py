"""What a person may choose about an export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from app.values import Language

Languages = Literal["ar", "en", "both"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """`language` None takes the conversation's. `isolates` None leaves Unicode direction marks to the format.

    `hijri` adds the Umm al-Qura date. `password` protects a PDF or a zip. `zone` None shows times in
    this machine's zone.
    """

    language: Languages | None = None
    hijri: bool = False
    isolates: bool | None = None
    password: str | None = None
    zone: tzinfo | None = None

    def languages(self, default: Language) -> tuple[Language, ...]:
        """The languages to write in, in order; `default` is the conversation's."""
        if self.language == "both":
            return ("en", "ar")
        return (self.language or default,)
