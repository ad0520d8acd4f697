"""From the bytes of tokens to text that may be shown."""

from __future__ import annotations

import codecs
from collections.abc import Sequence


class TextStream:
    """Lets whole characters through, and nothing of a stop text.

    Bytes that are only a part of a character wait for the rest. So does text that may be the
    beginning of a stop text. `stopped` becomes true when one was seen.
    """

    def __init__(self, stops: Sequence[str] = ()) -> None:
        self._stops = tuple(dict.fromkeys(stop for stop in stops if stop))
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self.stopped = False

    def push(self, data: bytes) -> str:
        """The text that can be shown after these further bytes."""
        text = self._held + self._decoder.decode(data)
        if not self._stops:
            return text
        found = [at for at in map(text.find, self._stops) if at >= 0]
        if found:
            self.stopped = True
            self._held = ""
            return text[: min(found)]
        shown = len(text) - max(_overlap(text, stop) for stop in self._stops)
        self._held = text[shown:]
        return text[:shown]

    def finish(self) -> str:
        """What was held and is no stop text after all. Half a character is dropped."""
        text, self._held = ("" if self.stopped else self._held), ""
        return text


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of `text` are the beginning of `stop`."""
    for length in range(min(len(text), len(stop) - 1), 0, -1):
        if stop.startswith(text[-length:]):
            return length
    return 0
