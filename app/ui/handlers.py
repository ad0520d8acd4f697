"""What happens when something on the page is used: each handler reads the desk and says what changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.desk import Desk
from app.errors import DeskError
from app.live import LiveTurn
from app.ui import parts, render_top
from app.ui.labels import Labels
from app.ui.parts import Changes
from app.ui.streams import slices
from app.ui.view import View
from app.values import Mode


@dataclass(frozen=True, slots=True)
class Handlers:
    """The page's handlers on one desk. They keep nothing: a page tells which conversation it shows, and how."""

    desk: Desk
    labels: Labels

    def arrive(self, conversation: str, language: str) -> Changes:
        """A page opens, or is loaded again: everything in its place."""
        view = parts.view_of(self.desk, language)
        known = conversation if self._exists(conversation) else ""
        return {
            "conversation": known,
            "language": view.language,
            **parts.frame(self.desk, known, view),
            **self.labels.updates(view),
            **self._opened(known, view),
        }

    def open(self, conversation: str, language: str) -> Changes:
        """Another conversation is chosen at the side."""
        view = parts.view_of(self.desk, language)
        return {"conversation": conversation, **self._opened(conversation, view), "notice": ""}

    def new(self, language: str) -> Changes:
        """An empty page; the conversation is made with its first message."""
        return self.open("", language)

    def search(self, search: str, conversation: str, language: str) -> Changes:
        """Words are typed into the search box."""
        return {"rows": parts.rows(self.desk, conversation, parts.view_of(self.desk, language), search)}

    def swap(self, conversation: str, language: str) -> Changes:
        """The other language, everywhere at once."""
        return self.arrive(conversation, parts.view_of(self.desk, language).other)

    def send(self, draft: str, conversation: str, language: str, mode: Mode) -> Iterator[Changes]:
        """A message is sent, and its answer followed to its end. An empty one does nothing."""
        if not draft.strip():
            return
        view = parts.view_of(self.desk, language)
        if not conversation:
            conversation = self.desk.begin(view.language, mode).id
        turn = self.desk.say(conversation, draft)
        yield {"conversation": conversation, "notice": "", **parts.buttons(True)}
        yield from self._follow(turn, conversation, view, heard={"draft": ""})

    def follow(self, conversation: str, language: str) -> Iterator[Changes]:
        """Join an answer that is being written, as after a reload."""
        turn = self.desk.live.current(conversation) if conversation else None
        if turn is not None:
            yield from self._follow(turn, conversation, parts.view_of(self.desk, language))

    def stop(self, conversation: str) -> None:
        """Ask the answer being written to end."""
        turn = self.desk.live.current(conversation)
        if turn is not None:
            turn.stop()

    def pulse(self, conversation: str, language: str, seen: str) -> Changes:
        """Every other second: how the model stands, and what another page changed meanwhile."""
        view = parts.view_of(self.desk, language)
        chip = {"chip": render_top.model_chip(self.desk.engines.state, view)}
        if seen == parts.FOLLOWING or seen == parts.revision(self.desk, conversation):
            return chip
        return {**chip, **self._opened(conversation, view)}

    def _follow(self, turn: LiveTurn, conversation: str, view: View, heard: Changes | None = None) -> Iterator[Changes]:
        """The answer as it grows, then everything as it stands at its end. `heard` goes with the first news of it."""
        said = None
        try:
            for part in slices(turn.follow()):
                if part.fresh:
                    yield {"seen": parts.FOLLOWING, **parts.talk(self.desk, conversation, view), **(heard or {})}
                elif part.done is None:
                    said = said or self.desk.record.messages(conversation)
                    yield {"live": parts.live(said, part.text, view, self.desk)}
        except DeskError as error:
            yield {"notice": render_top.notice(view.explain(error))}
        yield self._opened(conversation, view)

    def _opened(self, conversation: str, view: View) -> Changes:
        return {
            **parts.talk(self.desk, conversation, view),
            "rows": parts.rows(self.desk, conversation, view),
            "document": parts.document(self.desk, conversation, view),
            "seen": parts.revision(self.desk, conversation),
        }

    def _exists(self, conversation: str) -> bool:
        try:
            return bool(conversation) and self.desk.record.get(conversation).deleted is None
        except DeskError:
            return False
