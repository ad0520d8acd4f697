"""A yes in other words: hedged, by how often or how badly, by the question's own words, or by what only it can mean."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.intake.durations import times
from app.intake.leads import FILLERS, GRAMMAR, SHORT, asks_back, grants, is_question, lead
from app.intake.mentions import Mention
from app.intake.numbers import NUMBER
from app.intake.patterns import WORD_END, WORD_START
from app.intake.plain import PLAIN_YES
from app.intake.polarity import About, is_of, replied
from app.intake.reading import Said

LONG = 16
"""Words beyond which an answer is a story, in which a word of trouble may be about anything."""

_NO_YES = frozenset({"ok", "okay", "تمام", "حاضر", "ماشي"})
"""Words of consent, which grant a request and no finding."""

_HOW_OFTEN = re.compile(
    rf"\b(?:once|twice|thrice|(?:{NUMBER}|a few|several|many|a couple of|loads of|lots of) times)\b"
    rf"|{WORD_START}(?:مرتين|مره|عده مرات|كم مره|كذا مره|اكثر من مره|اكتر من مره|{NUMBER} مرات){WORD_END}"
    r"|\b(?:marten|marrtein|mara|\d+ marat)\b"
)
"""How often it happened: an answer that counts it says that it did."""


def assents(one: Said, found: Collection[Mention], about: About) -> bool:
    """Whether an answer that denies nothing plainly says yes. What only may be a yes ("she is playing") does not."""
    if not one.text.tokens or asks_back(one) or is_question(one):
        return False
    if _is_all_yes(one) or _holds_yes(one) or replied(one, about) or (lead(one) == "no" and grants(one)):
        return True
    if len(one.text.tokens) <= SHORT and _HOW_OFTEN.search(one.text.folded):
        return True
    if _tells_other(found, about):
        return False
    return lead(one) == "yes" or (len(one.text.tokens) <= LONG and (_is_trouble(one) or _takes_up(one, about)))


def _is_all_yes(one: Said) -> bool:
    """Whether an answer is made of nothing but yes, hedges, amounts and times: "a bit, now and then"."""
    said = {token for name in ("yes", "assent") for cue in one.cues(name) for token in cue.tokens}
    said |= {token for time in times(one.text) for token in time.where.tokens}
    words = [token.text for token in one.text.tokens]
    if not said or set(words) & _NO_YES or all(words[token] in GRAMMAR for token in said):
        return False
    return all(token in said or word in GRAMMAR or word in FILLERS for token, word in enumerate(words))


def _holds_yes(one: Said) -> bool:
    """Whether a clause begins with a plain yes, or the last one ends with it: "at night, yes"."""
    tokens = one.text.tokens
    ends = {first for first, _ in one.scopes.pieces} | {len(tokens) - 1}
    return any(tokens[end].text in PLAIN_YES and tokens[end].sentence not in one.text.asking for end in ends)


def _tells_other(found: Collection[Mention], about: About) -> bool:
    """Whether a finding is told that nobody asked about: "a bit tired" to a stiff neck."""
    told = [mention for mention in found if mention.own and mention.status == "present" and mention.tokens]
    return bool(told) and not any(mention.concept in about.concepts for mention in told)


def _is_trouble(one: Said) -> bool:
    """Whether it is said that something is bad, hard to do or on the move: "can barely turn my head"."""
    return any(not one.scopes.any("past", cue.tokens) for cue in one.cues("trouble"))


def _takes_up(one: Said, about: About) -> bool:
    """Whether what was asked about is named in the question's own words; of places alone nothing is said.

    To name what may be missing or too much says neither: "I passed water an hour ago", "one pad a day"; nor
    does it to name the test, "it fades when I press it".
    """
    if about.is_a_lack or about.is_severe or about.is_of_a_test:
        return False
    places = {token for match in one.of("word") if match.key[1] in ("body", "pain") for token in match.tokens}
    return any(token not in places and is_of(one, token, about) for token in range(len(one.text.tokens)))
