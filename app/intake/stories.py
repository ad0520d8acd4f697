"""What is told of a story, a lesson or a plan, and where it turns to what is happening to somebody at hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from app.intake.cues import Cues
from app.intake.patterns import find_all

_OWN_TROUBLE = re.compile(
    r"\b(?:i (?:have|had|feel|felt|got|get|cant|cannot|can't|woke|keep|took|fainted|collapsed)"
    r"|i'?ve (?:got|had|been)|im having|my (?:chest|head|heart|arm|leg|back|neck|eye|face|belly|throat|breath\w*)"
    r"|he has|she has|he's|she's)\b|(?<!\w)(?<!كاد )و?(?:عندي|احس|احسست|شعرت|حسيت|بحس|حاسس|حاسه|اشعر|معي|فيني|صدري|راسي"
    r"|قلبي|بطني|يوجعني|توجعني|بيوجعني|بتوجعني|يعورني)(?!\w)"
)
"""Words in which one who learns tells of a trouble of his own, or of somebody's."""

_CHARGES = ("patient", "charge")
_NEAR = (*_CHARGES, "family", "distant", "acquaintance")
_MINE = frozenset({"my", "our", "بابا", "ماما"})
_MY = re.compile(r"[\u0600-\u06ff]{2,}(?:ي|نا|يا)$")
"""An Arabic word with "my" or "our" at its end."""

_MEANWHILE = frozenset({"was", "were", "while", "during", "كنت", "كنا", "وانا", "وهو", "وهي", "واحنا", "kont", "konna"})
"""What makes of reading, watching or teaching only what was going on meanwhile."""

_WHEN = frozenset({"when", "لما", "ولما", "لمن", "lamma", "lama"})
_I = frozenset({"i", "im", "ive", "انا", "وانا", "ana"})
_SPEAKER = _I | {"me", "myself"}
_ASKING = frozenset({"should", "shall", "can", "could", "would", "will", "must", "do", "did", "am", "هل"})
"""Words that make a question of the "I" after them."""

_STRAIGHT = 5
"""Words after an "I" among which its finding begins."""

_ABOUT = frozenset(
    {
        "who", "he", "she", "they", "him", "her", "them", "about", "how", "whether", "what", "when", "describe",
        "write", "learn", "know", "ask", "explain", "scene", "character", "story", "patient", "someone",
        "somebody", "people",
        "عن", "كيف", "شلون", "ازاي", "اعرف", "اكتب", "اتعلم", "اسال", "مشهد", "شخصيه", "البطل", "واحد", "شخص", "حد",
    }
)  # fmt: skip
"""Words by which an "I" only speaks of what somebody has: "I need to know how she collapses"."""


def told(cues: Cues) -> Iterator[int]:
    """The sentences of stories, lessons and plans, each up to where it turns to what is happening.

    "We were watching a film and my husband suddenly slumped": the film ends before the husband.
    """
    reach = cues.sentences_with("story")
    for sentence in {cues.tokens[index].sentence for index in reach}:
        here = [index for index in reach if cues.tokens[index].sentence == sentence]
        turn = _turn(cues, here)
        yield from (index for index in here if index < turn)


def _turn(cues: Cues, here: Collection[int]) -> int:
    """Where a sentence with a story in it turns to somebody at hand, else its end."""
    first = min((cue for cue in cues.of("story") if cue.first in here), key=lambda cue: cue.last)
    meanwhile = any(cues.tokens[index].text in _MEANWHILE for index in range(max(first.first - 3, 0), first.last))
    for piece in cues.pieces():
        rest = [index for index in piece if index in here and index > first.last]
        if rest and (_happens(cues, rest) or (meanwhile and _breaks_in(cues, rest, rest == piece))):
            return rest[0]
    return max(here) + 1


def _breaks_in(cues: Cues, rest: Collection[int], anew: bool) -> bool:
    """Whether something comes in between while a story was read: "... and suddenly couldn't speak"."""
    asked = any(cues.tokens[index].sentence in cues.asking for index in rest)
    when = any(cues.tokens[index].text in _WHEN for index in rest)
    return when or _stands(cues, "ongoing", rest) or (anew and not asked)


def _happens(cues: Cues, rest: Sequence[int]) -> bool:
    """Whether words tell of the speaker or his own people: suddenly or today, or else in no question."""
    today = _stands(cues, "ongoing", rest)
    asked = cues.tokens[rest[0]].sentence in cues.asking
    own = any(cue.first in rest and cues.tokens[cue.first].text not in _SPEAKER for cue in cues.of("self"))
    if own and (today or (not asked and _troubled(cues, rest))):
        return True
    if not asked and _says_of_himself(cues, rest):
        return True
    near = any(_is_mine(cues, cue.first) for kind in _NEAR for cue in cues.of(kind) if cue.first in rest)
    return (not asked and _stands(cues, "real", rest)) or (near and (today or not asked))


def _says_of_himself(cues: Cues, rest: Sequence[int]) -> bool:
    """Whether a clause comes from "I" straight to a finding, or to what is like it: "because I want to die"."""
    for place in (index for index in rest if cues.tokens[index].text in _I):
        if cues.tokens[place - 1].text in _ASKING:
            continue
        near = range(place + 1, min(place + _STRAIGHT, rest[-1]) + 1)
        if not any(cues.tokens[index].text in _ABOUT for index in near) and cues.begins_finding(near):
            return True
    return False


def _stands(cues: Cues, kind: str, rest: Collection[int]) -> bool:
    return any(cue.first in rest for cue in cues.of(kind))


def _is_mine(cues: Cues, index: int) -> bool:
    """Whether a person is the speaker's: "my husband", زوجي; not "the father", أبوه."""
    words = {cues.tokens[place].text for place in range(max(index - 1, 0), index + 1)}
    return bool(_MINE & words) or bool(_MY.match(cues.tokens[index].text))


def _troubled(cues: Cues, rest: Collection[int]) -> bool:
    return any(where.first in rest for _, where in find_all(_OWN_TROUBLE, cues.text))


def studied(cues: Cues) -> Iterator[int]:
    """Everything in the message of one who learns, but for what tells of a trouble, of a patient or of today."""
    if not cues.of("study"):
        return
    people = {cues.tokens[cue.first].sentence for kind in _CHARGES for cue in cues.of(kind)}
    people |= {cues.tokens[cue.first].sentence for cue in cues.of("ongoing")}
    troubled = {cues.tokens[where.first].sentence for _, where in find_all(_OWN_TROUBLE, cues.text)} | people
    yield from (index for index, token in enumerate(cues.tokens) if token.sentence not in troubled)
