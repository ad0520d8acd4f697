"""What patterns tell unasked: times, degrees, places, qualities, weeks of pregnancy and medicines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.intake.corrections import corrected, is_correction
from app.intake.durations import Time, bare_times, manners, times
from app.intake.leads import SHORT
from app.intake.measures import gestations, measures
from app.intake.medicines import medicines
from app.intake.patterns import Stretch
from app.intake.protocols import Protocol
from app.intake.reading import Said
from app.intake.severity import severities, words
from app.intake.sites import characters, sites
from app.intake.told import Ground, Told, allergy_clauses, fact, inside, is_aside

_BACKGROUND = frozenset(
    {
        "past_history", "surgical_history", "medications", "allergies", "family_history", "social_history",
        "review_of_systems", "concerns", "pregnancy", "age", "sex",
    }
)  # fmt: skip
"""Slots in whose answers a time or a degree is not the complaint's."""

_OF_COMPLAINT = ("site", "onset", "duration", "character", "radiation", "severity", "timing")
"""Slots in whose answers a place or a quality is the complaint's: "in the middle, a burning pain"."""

_LOOKS = ("site", "character")
_WHEN = ("onset", "duration", "timing")
"""Slots in whose answers a time belongs to the answer."""

_TRIED = frozenset(
    {
        "took", "taken", "tried", "gave", "given", "had", "خدت", "اخدت", "اخذت", "خذيت", "جربت", "عطيته", "اعطيته",
        "اديته", "اديتها", "عطيتها", "اعطيتها", "شربت", "تناولت",
    }
)  # fmt: skip
_ANSWERED_BY_MEDICINE = ("medications", "allergies", "relieving")


def by_pattern(ground: Ground) -> Iterator[Told]:
    """The facts that patterns find in a message."""
    one = ground.said
    taken = [where for where, _ in medicines(one)]
    if is_correction(one) and not one.opening:
        yield from _corrections(ground)
        yield from _medicines(ground)
        return
    about = one.opening or one.asked in _OF_COMPLAINT
    if one.asked not in _BACKGROUND or ground.corrects:
        told: dict[str, Stretch] = {}
        for slot, where, in_opening in _of_complaint(ground):
            if not about and slot in _LOOKS:
                continue
            at_once = slot in told and _takes_back(one, told[slot], where)
            if ground.takes(slot) and (at_once or not is_aside(one, where)) and not inside(where, taken):
                settles = ground.settles(where, in_opening) and (one.opening or _is_to_the_point(one, slot, where))
                told.setdefault(slot, where)
                yield Told(fact(one, slot, where), "", settles, ground.corrects, at_once)
    yield from _medicines(ground)


def _takes_back(one: Said, earlier: Stretch, later: Stretch) -> bool:
    """Whether the speaker corrects himself between two stretches: "8/10, sorry, I mean 6/10"."""
    return any(earlier.last < cue.first and cue.last < later.first <= cue.last + 3 for cue in one.cues("correct"))


def _corrections(ground: Ground) -> Iterator[Told]:
    """What is put right of what was told before."""
    for slot, where in corrected(ground.said):
        if slot in ground.known and slot != ground.said.asked:
            yield Told(fact(ground.said, slot, where), corrects=True)
        if slot == "duration" and "onset" in ground.known and any(times(ground.said.text)):
            yield Told(fact(ground.said, "onset", where), corrects=True)


def _is_to_the_point(one: Said, slot: str, where: Stretch) -> bool:
    """Whether a fact beside an answer is surely the complaint's: a number of ten, a time where one was asked for."""
    if slot in _WHEN:
        return one.asked in _WHEN
    return slot == "severity" and any(map(str.isdigit, where.value))


def _of_complaint(ground: Ground) -> Iterator[tuple[str, Stretch, bool]]:
    """Stretches with their slot, and whether they settle it even in the opening."""
    text = ground.said.text
    asked_when = ground.said.asked in _WHEN
    for time in _times(ground):
        if time.kind in ("start", "since"):
            yield "onset", time.where, False
        yield "duration", time.where, not (asked_when or _begins_clause(ground.said, time.where))
    if ground.said.asked == "onset" and len(text.tokens) <= SHORT and not any(times(text)):
        yield from (("duration", where, False) for where in bare_times(text))
    for where in manners(text):
        yield "onset", where, True
    for where in severities(text):
        yield "severity", where, True
    for where in words(text):
        yield "severity", where, False
    for where in characters(ground.said):
        yield "character", where, True
    stays = ground.said.asked != "radiation" or any(ground.said.cues("stays"))
    for where in sites(ground.said) if stays else ():
        yield "site", where, True


def _times(ground: Ground) -> Sequence[Time]:
    """The times of a message; where the speaker takes one back in it, in his order and with what he says instead."""
    said = ground.said
    found = times(said.text)
    if not found or not said.cues("correct"):
        return found
    bare = [Time("length", where) for where in bare_times(said.text)]
    instead = [one for one in bare if any(0 < one.where.first - cue.last <= 2 for cue in said.cues("correct"))]
    known = {token for time in found for token in time.where.tokens}
    added = [one for one in instead if not known & set(one.where.tokens)]
    return sorted([*found, *added], key=lambda time: time.where.first)


def _begins_clause(one: Said, where: Stretch) -> bool:
    """Whether a time opens a later clause and so belongs to what follows: "my back hurts and since yesterday I ..."."""
    tokens = one.text.tokens
    if where.first and tokens[where.first].text.startswith("وم") and where.last + 2 < len(tokens):
        return True
    return any(0 < first <= where.first <= first + 1 and where.last < end - 2 for first, end in one.scopes.pieces)


def by_gestation(ground: Ground) -> Iterator[Told]:
    """How far a pregnancy is."""
    for found in gestations(ground.said.text):
        if ground.takes("pregnancy") and not is_aside(ground.said, found.where):
            settles = ground.settles(found.where, in_opening=True)
            yield Told(fact(ground.said, "pregnancy", found.where), settles=settles, corrects=ground.corrects)


def by_reading(ground: Ground, protocol: Protocol) -> Iterator[Told]:
    """The readings that answer a question of the protocol's own: "my sugar was 420"."""
    for ask in protocol.ask:
        if ask.measures and ground.takes(ask.slot):
            for measured in measures(ground.said.text):
                if measured.name in ask.measures and not is_aside(ground.said, measured.where):
                    yield Told(fact(ground.said, ask.slot, measured.where), str(measured.value))


def _medicines(ground: Ground) -> Iterator[Told]:
    one = ground.said
    if one.asked in _ANSWERED_BY_MEDICINE:
        return
    allergic = allergy_clauses(one)
    for where, is_current in medicines(one):
        if is_current and not inside(where, allergic):
            regular = any(map(str.isdigit, where.quote)) and not _was_tried(one, where)
            settles = regular and ground.settles(where, in_opening=True)
            yield Told(fact(one, "medications", where), where.value.casefold(), settles)


def _was_tried(one: Said, where: Stretch) -> bool:
    """Whether a medicine was taken for the trouble itself, which tells nothing of those that are taken regularly."""
    before = one.text.tokens[max(where.first - 4, 0) : where.first]
    return any(token.text in _TRIED for token in before)
