"""Turns that go on by themselves: each on its own thread, followed by as many readers as there are pages.

A page that is reloaded in the middle of an answer loses nothing: the turn goes on being recorded,
and a new reader gets its events from the beginning.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Condition, Event, Lock, Thread

from app.errors import BadInput, DeskError
from app.values import Delta, Done, Flags
from app.values import Event as TurnEvent

Reply = Callable[[Event], Iterator[TurnEvent]]
"""Runs one turn; looks at the event it is given to know when to stop."""

log = logging.getLogger(__name__)


class LiveTurn:
    """One turn under way, or just ended."""

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self._cancel = Event()
        self._events: list[TurnEvent] = []
        self._changed = Condition(Lock())
        self._ended = False
        self._error: DeskError | None = None

    @property
    def running(self) -> bool:
        """Whether the turn has not ended yet."""
        with self._changed:
            return not self._ended

    @property
    def text(self) -> str:
        """The reply's text so far."""
        with self._changed:
            return "".join(event.text for event in self._events if isinstance(event, Delta))

    @property
    def flags(self) -> Flags | None:
        """The turn's alarms, once they are known."""
        with self._changed:
            return next((event for event in self._events if isinstance(event, Flags)), None)

    @property
    def done(self) -> Done | None:
        """How the turn ended; None while it runs, and when it failed."""
        with self._changed:
            return next((event for event in self._events if isinstance(event, Done)), None)

    @property
    def error(self) -> DeskError | None:
        """Why the turn failed, if it did."""
        with self._changed:
            return self._error

    def stop(self) -> None:
        """Ask the turn to end; what it said so far stays on record as stopped."""
        self._cancel.set()

    def follow(self) -> Iterator[TurnEvent]:
        """Every event from the first on, waiting for those to come. Raises the turn's DeskError if it failed."""
        position = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda at=position: len(self._events) > at or self._ended)  # type: ignore[misc]
                fresh, ended, error = self._events[position:], self._ended, self._error
            yield from fresh
            position += len(fresh)
            if ended and error:
                raise error
            if ended:
                return

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until the turn has ended; False if it still runs after `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ended, timeout)

    def run(self, reply: Reply) -> None:
        """Run the turn to its end on this thread."""
        try:
            for event in reply(self._cancel):
                with self._changed:
                    self._events.append(event)
                    self._changed.notify_all()
        except DeskError as error:
            self._error = error
        finally:
            with self._changed:
                if not self._error and not any(isinstance(event, Done) for event in self._events):
                    self._error = DeskError("error-turn-broke")
                    log.error("turn_broke conversation=%s", self.conversation)
                self._ended = True
                self._changed.notify_all()


class Live:
    """The turns under way on this desk: at most one a conversation."""

    def __init__(self) -> None:
        self._turns: dict[str, LiveTurn] = {}
        self._lock = Lock()

    def start(self, conversation: str, reply: Reply) -> LiveTurn:
        """Begin a turn. Raises BadInput while this conversation's last one still runs."""
        turn = LiveTurn(conversation)
        with self._lock:
            self._turns = {key: other for key, other in self._turns.items() if other.running}
            if conversation in self._turns:
                raise BadInput("error-turn-running")
            self._turns[conversation] = turn
        Thread(target=turn.run, args=(reply,), name="turn", daemon=True).start()
        return turn

    def current(self, conversation: str) -> LiveTurn | None:
        """The turn under way in this conversation."""
        with self._lock:
            turn = self._turns.get(conversation)
        return turn if turn and turn.running else None

    @property
    def busy(self) -> bool:
        """Whether any turn is under way."""
        with self._lock:
            turns = list(self._turns.values())
        return any(turn.running for turn in turns)

    def stop_all(self, timeout: float = 2.0) -> None:
        """Ask every turn to stop, and wait for them, `timeout` seconds each at most."""
        with self._lock:
            turns = list(self._turns.values())
        for turn in turns:
            turn.stop()
        for turn in turns:
            turn.wait(timeout)
