"""What happens when something on the page is used: each handler reads the desk and says what changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.desk import Desk
from app.errors import DeskError
from app.live import LiveTurn
from app.ui import parts, render_top
from app.ui.here import Here
from app.ui.labels import Labels
from app.ui.parts import Changes
from app.ui.streams import heard, slices
from app.values import Mode


@dataclass(frozen=True, slots=True)
class Handlers:
    """The page's handlers on one desk. They keep nothing: a page tells which conversation it shows, and how."""

    desk: Desk
    labels: Labels

    def arrive(self, here: Here) -> Changes:
        """A page opens, or is loaded again: everything in its place."""
        here = here if self._exists(here.conversation) else replace(here, conversation="")
        view = here.view(self.desk)
        return {
            "language": view.language,
            **parts.frame(self.desk, view),
            **self.labels.updates(view),
            **parts.opened(self.desk, here),
        }

    def open(self, here: Here) -> Changes:
        """Another conversation is chosen at the side."""
        return {"notice": "", **parts.opened(self.desk, here)}

    def new(self, here: Here) -> Changes:
        """An empty page; the conversation is made with its first message."""
        return self.open(replace(here, conversation=""))

    def search(self, here: Here) -> Changes:
        """Words are typed into the search box."""
        return {"rows": parts.rows(self.desk, here)}

    def swap(self, here: Here) -> Changes:
        """The other language, everywhere at once."""
        return self.arrive(replace(here, language=here.view(self.desk).other))

    def send(self, here: Here, draft: str, mode: Mode) -> Changes:
        """A message is sent; the draft is emptied once it is on record. An empty message does nothing."""
        if not draft.strip():
            return {}
        if not here.conversation:
            begun = self.desk.begin(here.view(self.desk).language, mode)
            here = replace(here, conversation=begun.id)
        heard(self.desk.say(here.conversation, draft))
        return {"draft": "", **self.open(here)}

    def follow(self, here: Here) -> Iterator[Changes]:
        """The answer being written, as it grows, then everything as it stands at its end."""
        turn = self.desk.live.current(here.conversation) if here.conversation else None
        view = here.view(self.desk)
        try:
            yield from self._grow(turn, here) if turn else ()
        except DeskError as error:
            yield {"notice": render_top.notice(view.explain(error))}
        yield parts.opened(self.desk, here)

    def stop(self, here: Here) -> None:
        """Ask the answer being written to end."""
        turn = self.desk.live.current(here.conversation)
        if turn is not None:
            turn.stop()

    def refresh(self, here: Here) -> Changes:
        """Another page has changed something that this one shows."""
        return parts.opened(self.desk, here)

    def pulse(self, here: Here) -> Changes:
        """Every other second: how the model stands, and whether there is news for this page."""
        chip = render_top.model_chip(self.desk.engines.state, here.view(self.desk))
        return {
            "chip": chip,
            "stamp": render_top.stamp(here.conversation, parts.revision(self.desk, here.conversation)),
        }

    def _grow(self, turn: LiveTurn, here: Here) -> Iterator[Changes]:
        view, said = here.view(self.desk), self.desk.record.messages(here.conversation)
        for text in slices(turn.follow()):
            yield {"live": parts.owned(parts.live(said, text, view, self.desk), here.conversation)}

    def _exists(self, conversation: str) -> bool:
        try:
            return bool(conversation) and self.desk.record.get(conversation).deleted is None
        except DeskError:
            return False
