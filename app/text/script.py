"""Which letters a text is written in. Unicode blocks decide; nothing here knows words."""

from __future__ import annotations

import re

SAMPLE = 4000
"""Characters looked at. More says nothing new about a language, and a pasted file must not hold up the desk."""

_ARABIC_RANGES = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdcf\ufdf0-\ufdfc\ufe70-\ufefc"
)
_LATIN_RANGES = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"

ARABIC_LETTER = re.compile(f"[{_ARABIC_RANGES}]")
LETTER = re.compile(r"[^\W\d_]")
ARABIC_WORD = re.compile(f"[{_ARABIC_RANGES}][{_ARABIC_RANGES}\u0640\u064b-\u065f\u0670]*")
LATIN_WORD = re.compile(f"[0-9]*[{_LATIN_RANGES}](?:['’0-9{_LATIN_RANGES}]|-(?=[{_LATIN_RANGES}]))*")


def sample(text: str) -> str:
    """The part of `text` that is judged: its beginning, or what follows its first letter where the beginning
    has none; a hundred thousand characters without a letter are taken to have none at all."""
    head = text[:SAMPLE]
    if len(text) <= SAMPLE or LETTER.search(head):
        return head
    first = LETTER.search(text, SAMPLE, 25 * SAMPLE)
    return text[first.start() : first.start() + SAMPLE] if first else head


def arabic_words(text: str) -> list[str]:
    """The runs of Arabic letters, with their vowel marks, in the order of the text."""
    return ARABIC_WORD.findall(text)


def latin_words(text: str) -> list[str]:
    """The runs of Latin letters with the digits and apostrophes that belong to them (`B12`, `3andi`, `don't`)."""
    return LATIN_WORD.findall(text)
