"""The conversation itself: sending, the answer as it grows, and what steers the interview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.chat import Wish
from app.errors import DeskError
from app.live import LiveTurn
from app.ui import parts, render_top
from app.ui.here import Here
from app.ui.parts import Changes
from app.ui.streams import heard, slices
from app.values import Mode


def send(here: Here, draft: str, mode: Mode) -> Changes:
    """A message is sent; the draft is emptied once it is on record. An empty message does nothing."""
    if not draft.strip():
        return {}
    new = not here.conversation
    if new:
        here = replace(here, conversation=here.desk.begin(here.view.language, mode).id)
    try:
        return {"draft": "", **_begun(here, here.desk.say(here.conversation, draft, Wish(mode=mode)))}
    except DeskError:
        if new and not here.desk.record.messages(here.conversation):
            here.desk.record.delete(here.conversation)  # nothing was said: the list shows nothing of it
        raise


def skip(here: Here) -> Changes:
    """The question that stands is not asked again; the next one comes."""
    last = next((one for one in reversed(here.desk.record.messages(here.conversation)) if one.slot), None)
    if last is None or last.slot is None:
        return {}
    here.desk.record.skip_slot(here.conversation, last.slot)
    return _begun(here, here.desk.go_on(here.conversation))


def jump(here: Here, slot: str) -> Changes:
    """A question is chosen in the history: it is asked now."""
    return _begun(here, here.desk.go_on(here.conversation, Wish(jump=slot, mode="interview")))


def again(here: Here, mode: Mode) -> Changes:
    """The last question is put in other words, or the last answer tried anew; what was said stays on record."""
    last = next(
        (one for one in reversed(here.desk.record.messages(here.conversation)) if one.role == "assistant"), None
    )
    slot = last.slot if last else None
    return _begun(here, here.desk.go_on(here.conversation, Wish(jump=slot, mode="interview" if slot else mode)))


def finish(here: Here) -> Changes:
    """The interview ends here, with its summary."""
    return _begun(here, here.desk.go_on(here.conversation, Wish(mode="interview", finish=True)))


def follow(here: Here) -> Iterator[Changes]:
    """The answer being written, as it grows; its end is marked, and the script then asks for everything anew."""
    here.desk.record.get(here.conversation)
    turn = here.desk.live.current(here.conversation)
    bubble = ""
    try:
        for bubble in _grow(turn, here) if turn else ():
            yield {"live": parts.owned(bubble, here.conversation)}
    except DeskError as error:
        yield {"notice": render_top.notice(here.view.explain(error), here.view)}
    yield {"live": parts.ended(bubble, here.conversation)}


def stop(here: Here) -> None:
    """Ask the answer being written to end."""
    here.desk.record.get(here.conversation)
    turn = here.desk.live.current(here.conversation)
    if turn is not None:
        turn.stop()


def acknowledge(here: Here, rule: str, reason: str, who: str) -> Changes:
    """An alarm was seen; why the clinician goes on is kept with it."""
    here.desk.record.acknowledge(here.conversation, rule, reason, here.desk.record.access.owner or who)
    return parts.opened(here)


def _begun(here: Here, turn: LiveTurn) -> Changes:
    """The page once a turn has begun: the message in its place, the alarms judged."""
    heard(turn)
    return {"notice": "", **parts.opened(here)}


def _grow(turn: LiveTurn, here: Here) -> Iterator[str]:
    """The reply's bubble, slice by slice. Raises the DeskError that ends it."""
    view, said = here.view, here.desk.record.messages(here.conversation)
    return (parts.live(said, text, view, here.desk) for text in slices(turn.follow()))
