"""Western and Arabic-Indic digits."""

from __future__ import annotations

_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC = str.maketrans("0123456789۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩")


def to_western(text: str) -> str:
    """`text` with Arabic-Indic and Persian digits as 0-9. Same length, so offsets hold."""
    return text.translate(_WESTERN)


def to_arabic(text: str) -> str:
    """`text` with Western and Persian digits as Arabic-Indic ones. Same length, so offsets hold."""
    return text.translate(_ARABIC)
