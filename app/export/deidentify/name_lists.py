"""Names common in Arabic-speaking countries, and the words around them, read from `assets/text` on first use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.text.fold import fold
from app.text.words import sections_of, words


@dataclass(frozen=True, slots=True)
class NameLists:
    """Folded names. `doubtful` ones are everyday words too and count only beside a cue or another name.

    `ends` are words that end a name.
    """

    names: frozenset[str]
    doubtful: frozenset[str]
    ends: frozenset[str]

    def knows(self, token: str) -> bool:
        """Whether a word is a name that stands alone."""
        folded = fold(token)
        return folded in self.names or folded.startswith("عبدال")

    def may_be(self, token: str) -> bool:
        """Whether a word is a name, doubtful or not."""
        return self.knows(token) or fold(token) in self.doubtful

    def stops(self, token: str) -> bool:
        """Whether a word ends a name: a word of the language, not a name."""
        folded = fold(token)
        if self.may_be(token):
            return False
        return folded in self.ends or folded in words().english or token in words().arabic_grammar


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """The lists, read once. Raises ContentProblem where the file is missing."""
    sections = sections_of("names.txt")
    listed = sections["arabic"] + sections["latin"]
    sure = frozenset(fold(name) for name in listed if not name.endswith("?"))
    doubtful = frozenset(fold(name[:-1]) for name in listed if name.endswith("?")) - sure
    return NameLists(sure, doubtful, frozenset(map(fold, sections["ends"])))
