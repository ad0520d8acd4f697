"""How the words of a message are meant: denied, a relative's, long ago, only supposed, asked about, unsure.

After NegEx and ConText (Chapman 2001, Harkema 2009), with the cues of assets/lexicon/context.toml.
A cue that is itself part of a finding ("can't breathe") has no reach of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.intake.matcher import Match
from app.intake.tokens import Text, Token

_EMPTY: frozenset[int] = frozenset()
_COMMAS = re.compile(r"[,،:()\-–—/]")
_COMMA = re.compile(r"[,،()–—]|\s-\s")
_CIRCUMFIX = re.compile(
    r"^(?:و|ف)?(?!مشمش|مغشوش|مرتعش|مشوش|مغبش|منكمش|متكرمش|منعش|مدهش|مفتش|معاش|موحش|متوحش|مطنش)ما?\w{2,}ش$"
)
_OR = frozenset({"or", "nor", "ولا", "او", "وبدون", "ومن", "ان"})
_RESUMES = frozenset(
    [
        "i",
        "my",
        "he",
        "she",
        "his",
        "her",
        "it",
        "there",
        "a",
        "an",
        "the",
        "some",
        "severe",
        "now",
        "then",
        "also",
        "has",
        "have",
        "had",
        "is",
        "am",
        "we",
        "they",
        "this",
        "just",
        "only",
    ]
)
LIST_ITEM = 3
"""A piece between commas up to this many words still belongs to the list that a denial opened."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """The numbers of the tokens that stand in each kind of reach.

    `pieces` are the clauses, each its first token and its end; `denials` the cues that deny something.
    """

    denied: frozenset[int] = _EMPTY
    family: frozenset[int] = _EMPTY
    other: frozenset[int] = _EMPTY
    died: frozenset[int] = _EMPTY
    past: frozenset[int] = _EMPTY
    ongoing: frozenset[int] = _EMPTY
    supposed: frozenset[int] = _EMPTY
    wondered: frozenset[int] = _EMPTY
    feared: frozenset[int] = _EMPTY
    unsure: frozenset[int] = _EMPTY
    pieces: tuple[tuple[int, int], ...] = ()
    denials: tuple[tuple[int, ...], ...] = ()

    def any(self, kind: str, tokens: Iterable[int]) -> bool:
        """Whether one of the tokens stands in reach of `kind`."""
        reach: frozenset[int] = getattr(self, kind)
        return any(token in reach for token in tokens)


def scopes(text: Text, matches: Sequence[Match]) -> Scopes:
    """The reaches of every cue in a message. `matches` are all matches of the content in it."""
    cues = _Cues(text, matches)
    return Scopes(
        denied=frozenset(_denied(cues)),
        family=frozenset(_person(cues, "family")),
        other=frozenset(_person(cues, "other")),
        died=cues.sentences_with("died"),
        past=frozenset(_past(cues)),
        ongoing=frozenset(_pieces_with(cues, "ongoing")),
        supposed=frozenset(_supposed(cues)),
        wondered=frozenset(_wondered(cues)),
        feared=frozenset(_forward(cues, "worry")),
        unsure=frozenset(_forward(cues, "uncertain")),
        pieces=tuple((piece[0], piece[-1] + 1) for piece in cues.pieces()),
        denials=tuple(cues.negations),
    )


class _Cues:
    """The cue matches of one message by kind, and where its clauses break."""

    def __init__(self, text: Text, matches: Sequence[Match]) -> None:
        self.tokens = text.tokens
        self.asking = text.asking
        self.findings = [match for match in matches if match.key[0] in ("concept", "drug")]
        self._swallowed = {token for match in self.findings if match.key[0] == "concept" for token in match.tokens}
        self._by_kind: dict[str, list[Match]] = {}
        for match in matches:
            if match.key[0] == "cue":
                self._by_kind.setdefault(match.key[1], []).append(match)
        kept = {token for match in self.of("keep") for token in match.tokens}
        self.negations = [cue for cue in self._negations() if not set(cue) & (kept | self._swallowed)]
        self.denying = {token for cue in self.negations for token in cue}
        self.starts = {cue.first for cue in self.of("assert") if not self.inside(cue)}
        self.ends = {cue.first for cue in self.of("end")} - self.denying - self._swallowed

    def of(self, kind: str) -> list[Match]:
        return self._by_kind.get(kind, [])

    def same_sentence(self, first: int) -> range:
        """The tokens from `first` to the end of its sentence."""
        last = first
        while last < len(self.tokens) and self.tokens[last].sentence == self.tokens[first].sentence:
            last += 1
        return range(first, last)

    def comma(self, index: int) -> bool:
        """Whether a comma stands before token `index`."""
        return bool(_COMMA.search(self.tokens[index].before))

    def found(self, tokens: Collection[int]) -> bool:
        """Whether a finding stands wholly in `tokens`."""
        return any(all(token in tokens for token in match.tokens) for match in self.findings)

    def sentences_with(self, kind: str) -> frozenset[int]:
        """All tokens of the sentences that hold a cue of `kind`."""
        sentences = {self.tokens[cue.first].sentence for cue in self.of(kind)}
        return frozenset(index for index, token in enumerate(self.tokens) if token.sentence in sentences)

    def pieces(self) -> list[list[int]]:
        """The message cut at sentences, commas, `end` cues and, before a speaker, at "and"."""
        pieces: list[list[int]] = []
        for index, token in enumerate(self.tokens):
            new = index == 0 or token.sentence != self.tokens[index - 1].sentence
            if new or self.comma(index) or index in self.ends or _resumes(self, index):
                pieces.append([])
            pieces[-1].append(index)
        return pieces

    def _negations(self) -> Iterator[tuple[int, ...]]:
        for match in self.of("negate"):
            yield match.tokens
        for index, token in enumerate(self.tokens):
            if _CIRCUMFIX.match(token.text):
                yield (index,)

    def inside(self, cue: Match) -> bool:
        """Whether a denial stands within a cue: "i don't have" affirms nothing."""
        return any(index in self.denying for index in range(cue.first, cue.last + 1))


def _denied(cues: _Cues) -> Iterator[int]:
    for cue in cues.negations:
        ahead = list(_reach(cues, cue[-1]))
        if _CIRCUMFIX.match(cues.tokens[cue[-1]].text):
            yield cue[-1]
        if ahead and not all(_governed(cues, cue[-1], index) for index in ahead):
            yield from ahead
        else:
            yield from _behind(cues, cue[0])


def _reach(cues: _Cues, last: int) -> Iterator[int]:
    """The tokens that a denial ending at `last` governs."""
    passed: set[int] = set()
    for index in cues.same_sentence(last)[1:]:
        if index in cues.ends or (index in cues.denying and passed and _resumes(cues, index)):
            return
        if index in cues.starts and (cues.comma(index) or cues.found(passed)):
            return
        if cues.comma(index) and not (passed and _list_goes_on(cues, index)):
            return
        if passed and _resumes(cues, index):
            return
        passed.add(index)
        yield index


def _governed(cues: _Cues, last: int, index: int) -> bool:
    """Whether a token is only the verb of the denial (ما عندي), not what is denied."""
    asserted = (cue for cue in cues.of("assert") if not cues.inside(cue))
    return index - last <= 2 and any(index in cue.tokens for cue in asserted)


def _behind(cues: _Cues, first: int) -> Iterator[int]:
    """The tokens before a denial that nothing follows: "fever: no", "حرارة ما عندي"."""
    index = first - 1
    while index >= 0 and cues.tokens[index].sentence == cues.tokens[first].sentence:
        following = index + 1
        if cues.comma(following) or following in cues.ends or index in cues.denying:
            return
        if cues.tokens[index].text in ("and", "و"):
            return
        yield index
        index -= 1


def _list_goes_on(cues: _Cues, index: int) -> bool:
    """Whether the piece after a comma is one more item of a denied list."""
    piece: list[Token] = []
    for place in cues.same_sentence(index):
        if piece and (cues.comma(place) or place in cues.ends):
            break
        piece.append(cues.tokens[place])
    if piece[0].text in _OR or piece[0].text.startswith("ولا"):
        return True
    if any(char.isdigit() for token in piece for char in token.text):
        return False
    rest = [cues.tokens[place].text for place in cues.same_sentence(index)]
    longest = LIST_ITEM + 2 if any(word in _OR for word in rest) else LIST_ITEM
    return len(piece) <= longest and piece[0].text not in _RESUMES


def _resumes(cues: _Cues, index: int) -> bool:
    """Whether "and" before this token begins a new statement: "no fever and I cough", "ما عندي حرارة ورقبتي متيبسة"."""
    text = cues.tokens[index].text
    if text == "and":
        after = index + 1
        return after < len(cues.tokens) and (cues.tokens[after].text in _RESUMES or after in cues.starts)
    if len(text) > 3 and text.startswith("و") and not text.startswith("ولا"):
        return index in cues.starts or (text.endswith("ي") and len(text) > 4)
    return False


def _person(cues: _Cues, kind: str) -> Iterator[int]:
    """From somebody else's name to the end of the sentence or to the speaker; the whole sentence where he is not in it."""
    named = {token for cue in (*cues.of("family"), *cues.of("other")) for token in cue.tokens}
    own = {cue.first for cue in cues.of("self") if not set(cue.tokens) & named}
    charges = {token for cue in cues.of("patient") for token in cue.tokens}
    for cue in cues.of(kind):
        if set(cue.tokens) <= charges and kind == "family":
            continue
        sentence = cues.tokens[cue.first].sentence
        whole = [index for index, token in enumerate(cues.tokens) if token.sentence == sentence]
        if not own & set(whole) and not charges & set(whole):
            yield from whole
            continue
        for index in cues.same_sentence(cue.first):
            if index in own and index > cue.last and not _reported(cues, index, cue):
                break
            yield index


def _reported(cues: _Cues, index: int, cue: Match) -> bool:
    """Whether an "I" is only that of "when I was ten, my father ..."."""
    return index - cue.last <= 0


def _pieces_with(cues: _Cues, kind: str) -> Iterator[int]:
    marked = {cue.first for cue in cues.of(kind)}
    for piece in cues.pieces():
        if marked & set(piece):
            yield from piece


def _past(cues: _Cues) -> Iterator[int]:
    """The pieces with a date long ago, and the piece beside one that holds nothing but the date."""
    pieces = cues.pieces()
    marked = {cue.first for cue in cues.of("past")}
    now = {cue.first for cue in cues.of("ongoing")}
    for number, piece in enumerate(pieces):
        if not marked & set(piece) or now & set(piece):
            continue
        yield from piece
        if cues.found(piece):
            continue
        same = cues.tokens[piece[0]].sentence
        for beside in (number + 1, number - 1):
            if 0 <= beside < len(pieces) and cues.tokens[pieces[beside][0]].sentence == same:
                if not now & set(pieces[beside]):
                    yield from pieces[beside]
                    break


def _supposed(cues: _Cues) -> Iterator[int]:
    """What follows "if" and its like; after "if I walk" only what is walked, not the pain that comes."""
    experiences = [cue.first for cue in cues.of("experience")]
    for cue in cues.of("suppose"):
        here = list(cues.same_sentence(cue.last))[1:]
        bare = cues.tokens[cue.first].text in ("if", "اذا", "لو", "iza", "eza", "law", "lw")
        if bare and not (here and here[0] in experiences):
            continue
        for index in here:
            if cues.comma(index) or (index in cues.ends and cues.tokens[index].text != "just"):
                break
            yield index


def _wondered(cues: _Cues) -> Iterator[int]:
    """Questions about medicine in general: asked, opened by a question word, and without the speaker."""
    own = {cue.first for cue in cues.of("self")} | {cue.first for cue in cues.of("patient")}
    openings = {cue.first for cue in cues.of("wonder")}
    for piece in cues.pieces():
        if cues.tokens[piece[0]].sentence not in cues.asking or own & set(piece):
            continue
        if openings & set(piece[:2]):
            yield from piece


def _forward(cues: _Cues, kind: str) -> Iterator[int]:
    """From a cue to the end of its clause."""
    for cue in cues.of(kind):
        for index in list(cues.same_sentence(cue.last))[1:]:
            if cues.comma(index) or index in cues.ends:
                break
            yield index
