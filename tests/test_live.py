"""Turns under way: several readers, late readers, stops, failures, and no two turns in one conversation."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from app.errors import BadInput, DeskError, EngineProblem
from app.live import Live
from app.values import Delta, Done, Flags
from app.values import Event as TurnEvent


def done(text: str) -> Done:
    """How a turn that went well ends."""
    return Done(text, "en", "ltr", None, False, "complete")


class Talk:
    """A reply that goes on word by word when it is told to."""

    def __init__(self, words: str) -> None:
        self.words = words.split()
        self.go = Event()

    def __call__(self, cancel: Event) -> Iterator[TurnEvent]:
        """Flags, a word, then the rest once `go` is set."""
        yield Flags(())
        for number, word in enumerate(self.words):
            if number:
                while not self.go.wait(0.01):
                    if cancel.is_set():
                        return
            yield Delta(word + " ")
        yield done(" ".join(self.words))


def test_every_reader_gets_every_event_also_one_who_comes_late() -> None:
    talk, live = Talk("when did it start"), Live()
    turn = live.start("a", talk)
    first: list[TurnEvent] = []
    reader = Thread(target=lambda: first.extend(turn.follow()))
    reader.start()
    assert live.current("a") is turn
    talk.go.set()
    assert turn.wait(5)
    reader.join(5)
    assert first == list(turn.follow())
    assert turn.text == "when did it start " and turn.done == first[-1] and turn.flags == Flags(())
    assert live.current("a") is None


def test_one_turn_a_conversation_and_none_crosses() -> None:
    here, there, live = Talk("this one here"), Talk("that one there"), Live()
    one, two = live.start("a", here), live.start("b", there)
    with pytest.raises(BadInput):
        live.start("a", there)
    here.go.set()
    there.go.set()
    assert one.wait(5) and two.wait(5)
    assert (one.text, two.text) == ("this one here ", "that one there ")


def test_stop_ends_a_turn_and_the_next_can_begin() -> None:
    live = Live()
    turn = live.start("a", Talk("never said to the end"))
    turn.stop()
    assert turn.wait(5)
    ready = Talk("next")
    assert live.start("a", ready).wait(5)


def test_a_failed_turn_tells_every_reader_why() -> None:
    def broken(_: Event) -> Iterator[TurnEvent]:
        yield Flags(())
        raise EngineProblem("error-engine")

    turn = Live().start("a", broken)
    for _ in range(2):
        with pytest.raises(EngineProblem):
            list(turn.follow())
    assert isinstance(turn.error, EngineProblem) and turn.done is None


def test_a_turn_without_an_end_is_an_error_not_a_hang() -> None:
    turn = Live().start("a", lambda _: iter([Flags(())]))
    with pytest.raises(DeskError):
        list(turn.follow())


def test_closing_the_desk_stops_what_runs() -> None:
    live = Live()
    turns = [live.start(name, Talk("a long story")) for name in "abc"]
    live.stop_all()
    assert not any(turn.running for turn in turns)
