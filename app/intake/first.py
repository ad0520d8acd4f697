"""An answer in several clauses: what is told first stands, whatever else is denied afterwards.

"Pollen. No medicine, though." tells of an allergy; "Walking. Food makes no difference." of what makes it worse.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from app.intake.leads import FILLERS, GRAMMAR
from app.intake.matcher import Match
from app.intake.reading import Said
from app.intake.tokens import is_content

_PLAIN = ("no", "nothing", "negate", "unknown", "maybe", "patient", "yes")
_ASIDE = (*_PLAIN, "normal")
"""Cues that answer by themselves, or name only who is spoken of: a clause with one of them does not tell first."""

_MANNER = re.compile(r"\w{3,}ly$|thanks?$|thank$|شكرا$|لحسن$|بفضل$")
"""Words that go before an answer and are none: "luckily, I take nothing"."""

_TRIED = re.compile(
    r"(?:tried|took|taken|taking|had|used|put|gave|given|trying|جرب\w*|حاول\w*|خد\w|خذ\w+|اخد|اخذ|\w{2,}ت)$"
)
"""Verbs of what was done about it; an Arabic one in the past ends in a ت."""

_BUTS = frozenset({"but", "except", "though", "although", "بس", "لكن", "ولكن", "لاكن", "الا", "ماعدا", "عدا", "غير"})


def tells_first(one: Said) -> bool:
    """Whether the first clause tells something and denies nothing, a later one of its own being the denial.

    "Penicillin, no" and "Allergies: none" name only what is denied, and a question tells nothing.
    """
    pieces = [range(*piece) for piece in one.scopes.pieces]
    if len(pieces) < 2 or one.text.tokens[0].sentence in one.text.asking or _is_bare(one, pieces[1]):
        return False
    first = pieces[0]
    topics = {token for match in one.of("slot") for token in match.tokens if match.key[1] == one.asked}
    if (_aside(one) | one.scopes.denied) & set(first):
        return False
    return any(_tells(one, token) and (token not in topics or len(first) > 1) for token in first)


def in_vain(one: Said, kinds: Collection[str]) -> bool:
    """Whether what was tried or done is said to change nothing (cues of `kinds`), and nothing else to change it."""
    cues = [cue for kind in kinds for cue in one.cues(kind)]
    if not cues:
        return False
    vain = {token for cue in cues for token in cue.tokens}
    if any(match.key[1] == one.asked and not _is_vain(one, match, vain) for match in one.of("slot")):
        return False
    tokens = one.text.tokens
    for first, end in one.scopes.pieces:
        piece = range(first, end)
        if (vain | _aside(one, _PLAIN)) & set(piece) or not any(_tells(one, token) for token in piece):
            continue
        after = first > min(vain) and tokens[first].text in _BUTS
        if (after or _is_before_another(one, piece, cues)) and not one.scopes.any("denied", piece):
            return False
    return True


def _aside(one: Said, kinds: Collection[str] = _ASIDE) -> set[int]:
    return {token for kind in kinds for cue in one.cues(kind) for token in cue.tokens}


def _is_vain(one: Said, match: Match, vain: set[int]) -> bool:
    """Whether what would make it better or worse is part of what is said to be in vain: "nothing helps"."""
    return bool(vain & set(match.tokens)) or one.scopes.any("denied", match.tokens)


def _is_before_another(one: Said, piece: range, cues: Collection[Match]) -> bool:
    """Whether a clause before the vain one tells of itself: "lying flat; tablets don't help", not "ice: no use"."""
    begins = next((one.text.tokens[token].text for token in piece if _tells(one, token)), "")
    if any(_TRIED.match(one.text.tokens[token].text) for token in piece[:3]) or _TRIED.match(begins):
        return False
    held = {token for cue in cues for token in cue.tokens}
    own = [range(first, end) for first, end in one.scopes.pieces if held & set(range(first, end))]
    return (
        bool(own)
        and piece.stop <= own[0].start
        and any(_tells(one, token) for token in own[0] if token < min(held) and token not in held)
    )


def _tells(one: Said, token: int) -> bool:
    word = one.text.tokens[token]
    return is_content(word) and word.text not in FILLERS | GRAMMAR and not _MANNER.match(word.text)


def _is_bare(one: Said, piece: range) -> bool:
    """Whether a clause is a single word of denial: "penicillin, no"."""
    said = {token for kind in ("no", "nothing", "negate") for cue in one.cues(kind) for token in cue.tokens}
    tokens = one.text.tokens[piece.start : piece.stop + 1]
    alone = len(tokens) == 1 or tokens[0].sentence != tokens[1].sentence or "," in tokens[1].before
    return len(piece) == 1 and piece[0] in said and alone
