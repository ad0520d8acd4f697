"""Where it is and what it feels like, told unasked."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.patterns import Stretch
from app.intake.reading import Said

_SIDE = frozenset({"side", "sided"})
_TOWARDS = frozenset({"جهه", "بجهه", "ناحيه", "الجهه", "الناحيه", "jehat", "jihat"})
REACH = 3
"""Words between a side and the part of the body that it belongs to."""


def sites(one: Said) -> Iterator[Stretch]:
    """A part of the body with its side or place: "the left knee", "behind the breastbone", "اسفل البطن يمين".

    Where a pain goes to is not where it is. Each side once, in the order in which they are named.
    """
    found = False
    reached = _reached(one)
    parts = [match for match in one.of("word") if match.key[1] == "body" and match.first not in reached]
    for side in one.cues("side"):
        near = [part for part in parts if -REACH <= part.first - side.last <= REACH]
        near = [part for part in near if one.text.tokens[part.first].sentence == one.text.tokens[side.first].sentence]
        if near:
            part = min(near, key=lambda part: (abs(part.first - side.last), part.first < side.last))
            first, last = min(side.first, part.first), max(side.last, part.last)
            yield _stretch(one, first, last)
            found = True
    if not found:
        yield from _sides(one)


def _reached(one: Said) -> set[int]:
    """The tokens that tell where a pain goes to: "spreads" and what follows in its clause."""
    goes = [match for match in one.of("slot") if match.key[1] == "radiation"]
    pieces = one.scopes.pieces
    clauses = [range(match.first, end) for match in goes for start, end in pieces if start <= match.first < end]
    return {token for match in goes for token in match.tokens}.union(*clauses)


def _sides(one: Said) -> Iterator[Stretch]:
    """A side alone beside a pain: "a headache on the right side", "راسي يعورني جهة اليسار"."""
    tokens = one.text.tokens
    for side in one.cues("side"):
        following = tokens[side.last + 1] if side.last + 1 < len(tokens) else None
        if following and following.text in _SIDE and following.sentence == tokens[side.last].sentence:
            yield _stretch(one, side.first, side.last + 1)
            return
        if tokens[side.first].text in _TOWARDS and following and following.sentence == tokens[side.first].sentence:
            yield _stretch(one, side.first, side.last + 1)
            return


def characters(one: Said) -> Iterator[Stretch]:
    """The quality of a pain, beside a pain or a part of the body: crushing, burning, حارق."""
    tokens = one.text.tokens
    painful = {tokens[match.first].sentence for match in one.of("word") if match.key[1] in ("pain", "body")}
    for match in one.of("word"):
        if match.key[1] == "character" and tokens[match.first].sentence in painful:
            yield _stretch(one, match.first, match.last)
            return


def _stretch(one: Said, first: int, last: int) -> Stretch:
    quote = one.text.quote(first, last)
    return Stretch(quote, quote, first, last)
