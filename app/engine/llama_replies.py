"""What the model itself said, token by token, so that it is never tokenised differently afterwards."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import accumulate

_KEPT_REPLIES = 256
_KEPT_CONVERSATIONS = 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply's tokens, the bytes they stand for together, and where in them each token ends."""

    ids: tuple[int, ...]
    data: bytes
    ends: tuple[int, ...]

    @classmethod
    def of(cls, ids: Iterable[int], spell: Callable[[int], bytes]) -> Reply:
        """From the tokens and what each is spelled."""
        ids = tuple(ids)
        spelled = [spell(token) for token in ids]
        return cls(ids, b"".join(spelled), tuple(accumulate(map(len, spelled))))

    def match(self, text: bytes) -> int:
        """How many tokens spell the beginning of `text`, where `text` is this reply or where this was cut off.

        0 where it is another text. What these tokens leave over of `text` is whole characters.
        """
        if not text or not self.data.startswith(text):
            return 0
        count = sum(1 for end in self.ends if end <= len(text))
        while count and not _begins_character(text, self.ends[count - 1]):
            count -= 1
        return count


@dataclass(slots=True)
class Dialogue:
    """What is known of one conversation: its replies, and the turns that gave way when the context was full."""

    replies: list[Reply] = field(default_factory=list)
    dropped: int = 0
    summary: str = ""

    def add(self, reply: Reply) -> None:
        """Keep a reply."""
        if reply.ids:
            self.replies.append(reply)
            del self.replies[:-_KEPT_REPLIES]

    def find(self, text: str) -> tuple[tuple[int, ...], str]:
        """The tokens of a reply that spell most of `text` from its beginning, and the rest of it."""
        data = text.encode("utf-8", "replace")
        best, count, end = None, 0, 0
        for reply in reversed(self.replies):
            matched = reply.match(data)
            if matched and reply.ends[matched - 1] > end:
                best, count, end = reply, matched, reply.ends[matched - 1]
        if best is None:
            return (), text
        return best.ids[:count], data[end:].decode("utf-8")


class Dialogues:
    """Dialogues by conversation; the one used longest ago is forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Dialogue] = OrderedDict()

    def get(self, conversation: str) -> Dialogue:
        """A conversation's dialogue, new if need be. That of "" is kept nowhere."""
        if not conversation:
            return Dialogue()
        dialogue = self._kept.setdefault(conversation, Dialogue())
        self._kept.move_to_end(conversation)
        while len(self._kept) > _KEPT_CONVERSATIONS:
            self._kept.popitem(last=False)
        return dialogue

    def drop(self, conversation: str) -> None:
        """Forget a conversation."""
        self._kept.pop(conversation, None)


def _begins_character(data: bytes, at: int) -> bool:
    """Whether a character begins at `at` in UTF-8 text, or the text ends there."""
    return at >= len(data) or data[at] & 0xC0 != 0x80
