"""What the phrases of slots.toml tell unasked, each from its words to the end of the clause."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.answers import NO_ALLERGY
from app.intake.knowledge import Knowledge
from app.intake.matcher import Match
from app.intake.medicines import medicines
from app.intake.patterns import Stretch
from app.intake.reading import Said
from app.intake.told import Ground, Told, clause, fact, inside
from app.values import SLOTS, FindingStatus

_NOT_OWN = ("family", "other", "supposed", "wondered")
_AFTER_ITS_CAUSE = ("exacerbating", "relieving")
"""Slots whose words may come after what they tell of: "light makes it worse", "a dark room helps"."""
FAMILY = "family_history"
_SINCE = frozenset({"since", "from", "من", "منذ"})
_NONE_AT_ALL = ("medications", "past_history")
"""Slots that a first message settles where it says that there is nothing of the kind."""

_NONE = (NO_ALLERGY,)
_NOT_PREGNANT = ("contraception_pill", "iud", "infertility", "trying_to_conceive")
"""Findings that have the word in their name: حبوب منع الحمل are no pregnancy."""


def by_phrase(ground: Ground, knowledge: Knowledge) -> Iterator[Told]:
    """The facts that the phrases of slots tell in a message, one a slot."""
    one = ground.said
    doses = [where for where, _ in medicines(one)]
    done: set[str] = set()
    for match in one.of("slot"):
        slot = match.key[1]
        if slot in done or not ground.takes(slot) or _misplaced(one, match, doses):
            continue
        done.add(slot)
        where = _told_by(one, slot, match)
        status = "denied" if _takes_none(one, match) else denial(one, match.tokens)
        none = status == "denied" and slot in _NONE_AT_ALL and not _names_one(one, where)
        settles = ground.settles(where, none or knowledge.lexicon.telling[slot].opening)
        yield Told(fact(one, slot, where, status), settles=settles, corrects=ground.corrects)


def _takes_none(one: Said, match: Match) -> bool:
    """Whether a denial follows at once what it denies: "I take no tablets at all"."""
    following = (cue.first for kind in ("negate", "nothing") for cue in one.cues(kind))
    return match.key[1] in _NONE_AT_ALL and match.last + 1 in following


def _names_one(one: Said, where: Stretch) -> bool:
    """Whether a denial is of one medicine or one illness, and so leaves the others open."""
    named = (*one.of("drug"), *one.of("concept"))
    return any(set(match.tokens) & set(where.tokens) and match.key[1] not in _NONE for match in named)


def denial(one: Said, tokens: tuple[int, ...]) -> FindingStatus:
    """Whether words deny: in reach of a denial, or with one among them (NKDA, "not on any")."""
    if any(match.key == ("concept", NO_ALLERGY) and set(match.tokens) & set(tokens) for match in one.matches):
        return "denied"
    own = any(set(cue.tokens) & set(tokens) for cue in one.cues("negate"))
    own = own or any(set(cue.tokens) <= set(tokens) for cue in one.cues("nothing"))
    return "denied" if own or one.scopes.any("denied", tokens) else "present"


def _told_by(one: Said, slot: str, match: Match) -> Stretch:
    """The words that tell it: from the phrase on, or from before it where what it is said of comes first."""
    if slot == FAMILY:
        return of_relative(one, clause(one, match.first, match.last))
    after = clause(one, match.first, match.last)
    first, end = next(piece for piece in one.scopes.pieces if piece[0] <= match.first < piece[1])
    if slot in _AFTER_ITS_CAUSE and first < match.first and match.last == end - 1:
        return _from(one, first, after)
    return after


def of_relative(one: Said, where: Stretch) -> Stretch:
    """What is told of a relative, his name before it included: "my father had a heart attack"."""
    sentence = one.text.tokens[where.first].sentence
    before = [
        cue.first
        for kind in ("family", "distant")
        for cue in one.cues(kind)
        if cue.first < where.first and one.text.tokens[cue.first].sentence == sentence
    ]
    return _from(one, max(before), where) if before else where


def _from(one: Said, first: int, where: Stretch) -> Stretch:
    quote = one.text.quote(first, where.last)
    return Stretch(quote, " ".join(quote.split()), first, where.last)


def _misplaced(one: Said, match: Match, doses: list[Stretch]) -> bool:
    """Whether a phrase is not the patient's own, or only how often a medicine is taken."""
    if match.key[1] == FAMILY:
        charge = {token for cue in one.cues("charge") for token in cue.tokens}
        return bool(charge & set(match.tokens)) or not (one.scopes.family or one.cues("family"))
    if any(one.scopes.any(kind, match.tokens) for kind in _NOT_OWN):
        return True
    if match.key[1] == "pregnancy" and _is_within_another(one, match):
        return True
    if match.key[1] == "radiation" and not (one.opening or one.asked in SLOTS):
        return True
    return match.key[1] == "timing" and (
        _is_since(one, match) or inside(Stretch("", "", match.first, match.last), doses)
    )


def _is_since(one: Said, match: Match) -> bool:
    """Whether a part of the day only tells since when: من الصبح, "since the evening"."""
    return match.first > 0 and one.text.tokens[match.first - 1].text in _SINCE


def _is_within_another(one: Said, match: Match) -> bool:
    """Whether a word of pregnancy is part of what somebody takes or does about one."""
    return any(other.key[1] in _NOT_PREGNANT and set(match.tokens) < set(other.tokens) for other in one.of("concept"))
