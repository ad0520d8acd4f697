"""How the words of a message are meant: denied, a relative's, long ago, only supposed, asked about, unsure.

After NegEx and ConText (Chapman 2001, Harkema 2009), with the cues of assets/lexicon/context.toml.
A cue that is itself part of a finding ("can't breathe") has no reach of its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.intake.cues import Cues
from app.intake.denial import denied
from app.intake.matcher import Match
from app.intake.numbers import number
from app.intake.patterns import find_all
from app.intake.stories import studied, told
from app.intake.tokens import Text, is_content

_EMPTY: frozenset[int] = frozenset()
_PEOPLE = ("family", "distant", "other")
_CHARGES = ("patient", "charge")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_YEAR = re.compile(r"[5-9]\d")
_SINCE = frozenset({"since", "من", "منذ", "from"})
_DECADES = frozenset({"fifties", "sixties", "seventies", "eighties", "nineties", "noughties", "80s", "90s"})
_DECADES_AR = frozenset({"السبعينات", "السبعينيات", "الثمانينات", "الثمانينيات", "التسعينات", "التسعينيات"})
_READINGS = frozenset(
    {"sats", "sat", "oxygen", "pressure", "bp", "pulse", "rate", "sugar", "glucose", "spo2", "saturation"}
)
"""What is read "in the nineties" today."""

_TELLS = frozenset(
    {
        "says", "said", "reports", "reported", "states", "stated", "noticed", "tells", "told", "thinks", "describes",
        "adds", "denies", "يقول", "تقول", "لاحظ", "لاحظت", "ذكر", "ذكرت", "تذكر", "بتقول", "بيقول", "قالت", "قال",
    }
)  # fmt: skip
_PLEASE = frozenset({"سمحت", "سمحتي", "سمحتم", "سمحتوا", "تكرمت", "تكرمتي", "تكرمتم", "possible", "sama7t", "sama7ti"})
"""What makes of "if" a "please"."""

_ADVICE = re.compile(
    r"\bwhat (?:should|do|would|can|must) (?:i|we|one)\b|\bshould i (?:call|go|come|worry|see|take)\b|\bwhat to do\b"
    r"|(?<!\w)(?:وش|ايش|شو|ايه|ماذا|شنو|اش) (?:ا|ن|ب|ت|لازم )?(?:سوي|عمل|فعل|ساوي|نسوي)\w*|اعمل ايه|اسوي ايش|اعمل شو"
    r"|a3mel eh|sho a3mel|wesh asawi|shu a3mil"
)
"""A question for advice: what stands in an "if" of the same message has not happened."""

_DEFINITION = 5
"""Words of the longest sentence that asks for a meaning."""

_WHAT_IS = frozenset(
    {"what is", "what are", "whats a", "define a", "ما هو", "ما هي", "ايه هو", "ايه هي", "شو هو", "شو هي"}
)
_POINTED = frozenset({"this", "that", "these", "wrong", "happening", "my", "his", "her", "هذا", "هذه", "ده", "دي"})

_WOULD = re.compile(
    r"(?<!\w)(?:هل )?(?:ممكن|يمكن|معقول) (?:ان )?(?:ي|ت)(?:صير|صيب|جي|حصل|حدث|جيب|سبب|ودي)\w*"
    r"|\b(?:could|can|might|would|will) (?:i|it|this|that|they|she|he) "
    r"(?:get|cause|lead|develop|turn|become|give|bring)\b"
)
"""A question whether something may come yet."""

_AGE_AND_SEX = re.compile(r"\d{1,3}(?:f|m|yo)$")
_IF = frozenset({"if", "اذا", "لو", "iza", "eza", "itha", "law", "lw"})


@dataclass(frozen=True, slots=True)
class Scopes:
    """The numbers of the tokens that stand in each kind of reach.

    `pieces` are the clauses, each its first token and its end; `denials` the cues that deny something.
    """

    denied: frozenset[int] = _EMPTY
    family: frozenset[int] = _EMPTY
    distant: frozenset[int] = _EMPTY
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


def scopes(text: Text, matches: Sequence[Match], fused: Collection[tuple[str, str]] = (), year: int = 0) -> Scopes:
    """The reaches of every cue in a message, said in `year`. `matches` are all matches of the content in it.

    `fused` are concepts with the denied verbs that say them as they stand (مبيتنفسش, does not breathe).
    """
    cues = Cues(text, matches, fused, year)
    return Scopes(
        denied=frozenset(denied(cues)),
        family=frozenset(_person(cues, "family", "distant")),
        distant=frozenset(_person(cues, "distant")),
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


def _person(cues: Cues, *kinds: str) -> Iterator[int]:
    """From somebody else's name to the end of the sentence or to the speaker; all of it where he is not in it."""
    named = {token for kind in _PEOPLE for cue in cues.of(kind) for token in cue.tokens}
    own = {cue.first for cue in cues.of("self") if not set(cue.tokens) & named}
    charges = {token for kind in _CHARGES for cue in cues.of(kind) for token in cue.tokens}
    called = {cue.first for cue in cues.of("patient")}
    for cue in (cue for kind in kinds for cue in cues.of(kind)):
        if set(cue.tokens) <= charges or _is_informant(cues, cue) or _is_part_of_a_finding(cues, cue):
            continue
        sentence = cues.tokens[cue.first].sentence
        whole = [index for index, token in enumerate(cues.tokens) if token.sentence == sentence]
        if not own & set(whole) and not charges & set(whole) and not _opens_with_age(cues, whole[0]):
            yield from whole
            continue
        for index in cues.same_sentence(cue.first):
            if index > cue.last and (index in own or index in called):
                break
            yield index


def _opens_with_age(cues: Cues, first: int) -> bool:
    """Whether a sentence begins as a clinician writes of his patient: "45F, ..., mother RA"."""
    return bool(_AGE_AND_SEX.match(cues.tokens[first].text))


def _is_part_of_a_finding(cues: Cues, cue: Match) -> bool:
    """Whether strangers only stand in what is believed: "the neighbours are sending rays"."""
    if cue.key != ("cue", "other"):
        return False
    findings = [match for match in cues.findings if match.key[0] == "concept" and len(match.tokens) > len(cue.tokens)]
    return any(match.first <= cue.first and cue.last <= match.last for match in findings)


def _is_informant(cues: Cues, cue: Match) -> bool:
    """Whether somebody is only who brings or tells: "brought in by her mother", "my wife says I snore"."""
    near = [token.text for token in cues.tokens[max(cue.first - 3, 0) : cue.first]]
    after = cues.tokens[cue.last + 1].text if cue.last + 1 < len(cues.tokens) else ""
    return "by" in near or after in _TELLS


def _pieces_with(cues: Cues, kind: str) -> Iterator[int]:
    marked = {cue.first for cue in cues.of(kind)}
    for piece in cues.pieces():
        if marked & set(piece):
            yield from piece


def _past(cues: Cues) -> Iterator[int]:
    """The pieces with a date long ago, and the piece beside one that holds nothing but the date."""
    pieces = cues.pieces()
    marked = {cue.first for cue in cues.of("past")} | set(_years(cues))
    now = {cue.first for cue in cues.of("ongoing")}
    yield from _recovered(cues, marked, now)
    for place, piece in enumerate(pieces):
        if not marked & set(piece) or now & set(piece):
            continue
        yield from piece
        if not _is_bare_date(cues, piece):
            continue
        same = cues.tokens[piece[0]].sentence
        for beside in (place + 1, place - 1):
            inside = 0 <= beside < len(pieces) and cues.tokens[pieces[beside][0]].sentence == same
            if inside and not now & set(pieces[beside]):
                yield from pieces[beside]
                break


def _recovered(cues: Cues, dates: Collection[int], now: Collection[int]) -> Iterator[int]:
    """What lies between a date long ago and the word that all has been well since, but for what is of today."""
    ends = [cue.first for cue in cues.of("recovered")]
    if not ends or not dates:
        return
    first, last = (cues.tokens[index].sentence for index in (min(dates), max(ends)))
    for piece in cues.pieces():
        if first <= cues.tokens[piece[0]].sentence <= last and not set(now) & set(piece):
            yield from piece


def _is_bare_date(cues: Cues, piece: Sequence[int]) -> bool:
    """Whether a piece says when and nothing else, so that it dates its neighbour: "five years ago, I had a fit"."""
    if cues.found(piece):
        return False
    dating = {token for cue in cues.of("past") for token in cue.tokens} | set(_years(cues))
    rest = (cues.tokens[index] for index in piece if index not in dating)
    return all(number(token.text) is not None or not is_content(token) for token in rest)


def _years(cues: Cues) -> Iterator[int]:
    """Years by their number ("in 2012", "in '98") and decades, unless it has lasted since."""
    for index, token in enumerate(cues.tokens):
        before = cues.tokens[index - 1].text if index else ""
        if index and _is_year(cues, index) and before not in _SINCE:
            yield index
        elif token.text in _DECADES_AR or (token.text in _DECADES and before in ("the", "early", "late", "mid")):
            sentence = {each.text for each in cues.tokens if each.sentence == token.sentence}
            if not sentence & _READINGS:
                yield index


def _is_year(cues: Cues, index: int) -> bool:
    token = cues.tokens[index]
    if _YEAR.fullmatch(token.text):
        return int(token.text) != cues.year
    short = _SHORT_YEAR.fullmatch(token.text) and cues.tokens[index - 1].text in ("in", "of")
    return bool(short) and token.before[-1:] in ("'", "’")


def _supposed(cues: Cues) -> Iterator[int]:
    """What follows "if" and its like; after "if I walk" only what is walked, not the pain that comes.

    Of what nearly happened the words alone: who almost fell may have hurt himself all the same.
    """
    experiences = [cue.first for cue in cues.of("experience")]
    for cue in cues.of("suppose"):
        here = list(cues.same_sentence(cue.last))[1:]
        bare = cues.tokens[cue.first].text in _IF
        if bare and here and cues.tokens[here[0]].text in _PLEASE:
            continue
        if bare and not (here and here[0] in experiences) and not _ADVICE.search(cues.text.folded):
            continue
        for index in here:
            if cues.comma(index) or (index in cues.ends and cues.tokens[index].text != "just"):
                break
            yield index
    yield from (token for cue in cues.of("nearly") for token in cue.tokens)
    yield from _possible(cues)


def _possible(cues: Cues) -> Iterator[int]:
    """What a question asks to be possible: "could it cause a stroke?", "هل ممكن يصير عندي إغماء؟"."""
    for _, where in find_all(_WOULD, cues.text):
        if cues.tokens[where.last].sentence not in cues.asking:
            continue
        for index in list(cues.same_sentence(where.last))[1:]:
            if cues.comma(index) or index in cues.ends:
                break
            yield index


def _wondered(cues: Cues) -> Iterator[int]:
    """Questions about medicine in general: asked, opened by a question word, and without the speaker.

    What is told of a story or for a lesson is wondered about too.
    """
    yield from told(cues)
    yield from studied(cues)
    own = {cue.first for kind in ("self", *_CHARGES) for cue in cues.of(kind)}
    openings = {cue.first for cue in cues.of("wonder")}
    asked: set[int] = set()
    for piece in cues.pieces():
        sentence = cues.tokens[piece[0]].sentence
        if (sentence not in cues.asking and not _asks_what_it_is(cues, piece[0])) or own & set(piece):
            asked.discard(sentence)
            continue
        if openings & set(piece[:2]) or sentence in asked:
            asked.add(sentence)
            yield from piece


def _asks_what_it_is(cues: Cues, first: int) -> bool:
    """Whether a short sentence asks for the meaning of a word, question mark or none: "what is testicular torsion"."""
    sentence = list(cues.same_sentence(first))
    words = [cues.tokens[index].text for index in sentence]
    begins = first == 0 or cues.tokens[first - 1].sentence != cues.tokens[first].sentence
    return begins and len(words) <= _DEFINITION and " ".join(words[:2]) in _WHAT_IS and not _POINTED.intersection(words)


def _forward(cues: Cues, kind: str) -> Iterator[int]:
    """From a cue to the end of its clause."""
    for cue in cues.of(kind):
        for index in list(cues.same_sentence(cue.last))[1:]:
            if cues.comma(index) or index in cues.ends:
                break
            yield index
