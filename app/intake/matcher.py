"""Finds every phrase of the content in a message in one pass.

The words of all phrases are filed once under their forms. A message's words then name the phrase
elements that occur in it; a phrase is looked at only if its rarest element is among them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.intake.morphology import exactly, forms, is_arabic, keys
from app.intake.phrase import Choice, Element, Part, Phrase, Word
from app.intake.skeleton import SHORTEST, bare, consistent, same, skeletons, variants
from app.intake.spelling import Speller
from app.intake.tokens import Text, Token

REACH = 6
"""Other words that may stand between two parts joined by `+`."""
_LONGEST_RUN = 40
"""Tokens that one part of a phrase takes at most, by far."""

_PRONOUN_REST = frozenset({"", "ي", "ك", "ه", "ها", "نا", "ني", "هم", "كم", "ات", "ين", "ون"})

_BUTS = frozenset({"but", "however", "بس", "لكن", "ولكن", "لاكن", "although"})
_ANSWERS = frozenset({"no", "not", "yes", "لا", "نعم"})
"""Words that a comma makes an answer of their own."""

_DENIALS = frozenset({"no", "not", "never", "dont", "doesnt", "didnt", "لا", "ما", "مش", "مو", "مب", "لم", "ولا"})
"""Words that never stand for "any word": they turn round what is said."""

_ANDS = frozenset({"and", "or", "nor", "plus", "او", "ولا"})

Key = tuple[str, str]
"""What a phrase stands for: its kind ("concept", "cue", "drug", ...) and its id."""

Place = tuple[int, int]
"""First and last token of what filled an element."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: what it stands for, and the numbers of the tokens that its words took."""

    key: Key
    tokens: tuple[int, ...]

    @property
    def first(self) -> int:
        """Number of the first token."""
        return self.tokens[0]

    @property
    def last(self) -> int:
        """Number of the last token."""
        return self.tokens[-1]


@dataclass(frozen=True, slots=True)
class _Filed:
    """An alternative of an element, filed under its first word."""

    element: int
    choice: Choice


class Matcher:
    """An index over phrases. Built once; never changes; safe to share between threads."""

    def __init__(self, entries: Iterable[tuple[Key, Phrase]]) -> None:
        self._elements: dict[Element, int] = {}
        self._exact: dict[str, list[_Filed]] = defaultdict(list)
        self._prefix: dict[str, list[_Filed]] = defaultdict(list)
        self._bones: dict[str, list[_Filed]] = defaultdict(list)
        self._phrases: list[tuple[Key, Phrase, tuple[tuple[int, ...], ...]]] = []
        uses: dict[int, int] = defaultdict(int)
        for key, phrase in entries:
            numbers = tuple(tuple(self._number(element) for element in part.elements) for part in phrase.parts)
            self._phrases.append((key, phrase, numbers))
            for number in {number for part in numbers for number in part}:
                uses[number] += 1
        self._by_element: dict[int, list[int]] = defaultdict(list)
        for index, (_, _, numbers) in enumerate(self._phrases):
            rarest = min((number for part in numbers for number in part), key=lambda number: uses[number])
            self._by_element[rarest].append(index)
        self._longest = max(map(len, self._prefix), default=0)
        written = (word.text for _, phrase, _ in self._phrases for word in phrase.words())
        self._speller = Speller({word for word in written if not is_arabic(word)})
        named = (word.text for key, phrase, _ in self._phrases if key[0] == "drug" for word in phrase.words())
        self._names = frozenset(word for word in named if not is_arabic(word))

    def find(self, text: Text) -> list[Match]:
        """Every match, in the order of the text. One phrase may match several times, never twice at one place."""
        tokens = tuple(map(self._mended, text.tokens))
        places = self._places(tokens)
        found: dict[Match, None] = {}
        for number in places:
            for index in self._by_element.get(number, ()):
                key, phrase, numbers = self._phrases[index]
                if all(one in places for part in numbers for one in part):
                    for taken in _matches(phrase, numbers, places, tokens):
                        if len(taken) > 1 or not _is_thin(phrase.parts[0].elements[0], taken[0], tokens):
                            found[Match(key, taken)] = None
        return sorted(found, key=lambda match: (match.first, match.last, match.key))

    def is_name(self, word: str) -> bool:
        """Whether a word in Latin letters is the name of a medicine as it stands."""
        return word in self._names

    def _mended(self, token: Token) -> Token:
        """A word that nothing is filed under, with the forms of what it is a misspelling of.

        The name of a medicine is the same in every language: it is not compared by its consonants.
        """
        if token.skeleton and token.text in self._names:
            return replace(token, skeleton="")
        if token.skeleton or any(form in self._exact for form in token.forms):
            return token
        meant = self._speller.meant(token.text)
        return replace(token, forms=token.forms.union(*map(forms, meant))) if meant else token

    def _number(self, element: Element) -> int:
        if element in self._elements:
            return self._elements[element]
        number = self._elements[element] = len(self._elements)
        for choice in element.choices:
            self._file(_Filed(number, choice))
        return number

    def _file(self, filed: _Filed) -> None:
        word = filed.choice[0]
        for key in _keys(word):
            (self._prefix if word.prefix else self._exact)[key].append(filed)
        if word.text and is_arabic(word.text) and not word.exact:
            for bones in {bare(row) for row in skeletons(word.text)}:
                self._bones[bones].append(filed)

    def _places(self, tokens: tuple[Token, ...]) -> dict[int, list[Place]]:
        places: dict[int, set[Place]] = defaultdict(set)
        for index in range(len(tokens)):
            for filed in self._candidates(tokens[index]):
                last = _fits(filed.choice, tokens, index)
                if last >= 0:
                    places[filed.element].add((index, last))
        return {number: sorted(found) for number, found in places.items()}

    def _candidates(self, token: Token) -> Iterator[_Filed]:
        yield from self._prefix.get("", ())
        for form in token.forms:
            yield from self._exact.get(form, ())
            for length in range(1, min(len(form), self._longest) + 1):
                yield from self._prefix.get(form[:length], ())
        if token.skeleton:
            for bones in {bare(row) for row in variants(token.skeleton)}:
                yield from self._bones.get(bones, ())


def _is_thin(element: Element, taken: int, tokens: tuple[Token, ...]) -> bool:
    """Whether a lone word of three letters was found by its consonants, which is too little to go by."""
    if not tokens[taken].skeleton or len(tokens[taken].text) > SHORTEST:
        return False
    written = (*tokens[:taken], replace(tokens[taken], skeleton=""))
    return not any(_fits(choice, written, taken) == taken for choice in element.choices)


def _fits(choice: Choice, tokens: tuple[Token, ...], first: int) -> int:
    """The number of the last token if the choice's words stand at `first` and after, else -1."""
    last = first + len(choice) - 1
    if last >= len(tokens) or tokens[last].sentence != tokens[first].sentence:
        return -1
    fitting = all(_same(word, tokens[first + offset]) for offset, word in enumerate(choice))
    return last if fitting else -1


def _keys(word: Word) -> tuple[str, ...]:
    return (exactly(word.text),) if word.exact else keys(word.text) if word.text else ("",)


def _same(word: Word, token: Token) -> bool:
    """Whether a word of a phrase is this word of the message."""
    if word.prefix:
        if not word.text:
            return token.text not in _DENIALS
        if any(_begins(form, key) for key in keys(word.text) for form in token.forms):
            return True
    elif any(key in token.forms for key in _keys(word)):
        return True
    return bool(token.skeleton) and not word.exact and is_arabic(word.text) and _same_bones(word.text, token)


def _begins(form: str, prefix: str) -> bool:
    """Whether `form` begins with `prefix`; one that itself begins like the article takes pronoun endings only."""
    if not form.startswith(prefix):
        return False
    return not prefix.startswith("ال") or form[len(prefix) :] in _PRONOUN_REST


def _same_bones(word: str, token: Token) -> bool:
    """A long skeleton may lose its proclitics and pronouns; a short one must be the whole word, or spell a w or y."""
    if not consistent(word, token.text):
        return False
    spelt_out = "w" in token.text or "y" in token.text
    for row in variants(token.skeleton):
        whole = spelt_out or (row == token.skeleton and len(token.text) <= 2 * SHORTEST)
        if (whole or len(bare(row)) >= SHORTEST) and any(same(bones, row) for bones in skeletons(word)):
            return True
    return False


def _matches(
    phrase: Phrase, numbers: tuple[tuple[int, ...], ...], places: dict[int, list[Place]], tokens: tuple[Token, ...]
) -> Iterator[tuple[int, ...]]:
    """The token numbers of each occurrence of a phrase."""
    found: list[list[tuple[int, ...]]] = [
        list(_runs(part, row, places, tokens)) for part, row in zip(phrase.parts, numbers, strict=True)
    ]
    for start in found[0]:
        joined = _join(start, found[1:], tokens)
        if joined:
            yield joined


def _runs(
    part: Part, numbers: tuple[int, ...], places: dict[int, list[Place]], tokens: tuple[Token, ...]
) -> Iterator[tuple[int, ...]]:
    for first in places[numbers[0]]:
        run: list[int] | None = list(range(first[0], first[1] + 1))
        for number, gap in zip(numbers[1:], part.gaps[1:], strict=True):
            run = _extend(run, places[number], gap, tokens) if run else None
        if run:
            yield tuple(run)


def _extend(run: list[int], places: list[Place], gap: int, tokens: tuple[Token, ...]) -> list[int] | None:
    last = run[-1]
    following = bisect_left(places, (last + 1, 0))
    if following == len(places):
        return None
    first, end = places[following]
    if first > last + 1 + gap or tokens[first].sentence != tokens[last].sentence:
        return None
    if tokens[last].text in _ANSWERS and "," in tokens[last + 1].before:
        return None
    return [*run, *range(first, end + 1)]


def _join(
    start: tuple[int, ...], others: list[list[tuple[int, ...]]], tokens: tuple[Token, ...]
) -> tuple[int, ...] | None:
    """The nearest choice of the other parts around the first, or None where one is out of reach."""
    taken = list(start)
    for runs in others:
        near = [run for run in _around(taken, runs) if _near(taken, run, tokens)]
        if not near:
            return None
        taken = sorted({*taken, *min(near, key=lambda run: _distance(taken, run))})
    return tuple(taken)


def _around(taken: list[int], runs: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Those of the runs (in order of their first tokens) that may be within reach."""
    furthest = REACH + 1 + _LONGEST_RUN
    return runs[bisect_left(runs, (min(taken) - furthest,)) : bisect_left(runs, (max(taken) + furthest,))]


def _near(taken: list[int], run: tuple[int, ...], tokens: tuple[Token, ...]) -> bool:
    if tokens[run[0]].sentence != tokens[taken[0]].sentence or set(run) & set(taken):
        return False
    return _distance(taken, run) <= REACH and not _apart(taken, run, tokens)


def _apart(taken: list[int], run: tuple[int, ...], tokens: tuple[Token, ...]) -> bool:
    """Whether a "but", or a list of more than two things stands between what is taken and a run."""
    first, last = (taken[-1], run[0]) if run[0] > taken[-1] else (run[-1], taken[0])
    breaks = 0
    for token in tokens[first + 1 : last + 1]:
        if token.text in _BUTS:
            return True
        breaks += "," in token.before or token.text in _ANDS
    return breaks > 1


def _distance(taken: list[int], run: tuple[int, ...]) -> int:
    """Other words between what is taken and a run."""
    return max(run[0] - max(taken) - 1, min(taken) - run[-1] - 1, 0)
