"""What a question of the desk is worth: does it ask for the planned slot, in the right language, once?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Any

from app.intake.guard import check
from app.intake.knowledge import Knowledge
from app.intake.tokens import is_content, tokenise
from app.intake.wording import Address, spoken
from app.text.language import detect
from app.values import History, Plan
from models.dataset.interview.lesson import Lesson

MARKS = "?؟"
Words = list[frozenset[str]]
_PEOPLE = tuple(Address(relation, sex) for relation in ("self", "child", "patient") for sex in ("male", "female"))


@dataclass(frozen=True, slots=True)
class Judged:
    """One reply. `guard` is why the desk's guard would put the protocol's question in its place, "" if it would not."""

    lesson: Lesson
    reply: str
    right_slot: bool
    right_language: bool
    one_question: bool
    guard: str


class Judge:
    """Judges replies by the protocols' own words."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._wordings: dict[tuple[str, str], dict[str, list[Words]]] = {}

    def judge(self, lesson: Lesson, reply: str) -> Judged:
        """Judge one reply to what the lesson planned."""
        plan = Plan("ask", lesson.language, lesson.slot, lesson.question, (lesson.question,))
        verdict = check(reply, plan, History(lesson.protocol, lesson.protocol), self._knowledge)
        return Judged(
            lesson,
            reply,
            self.is_about(reply, lesson),
            detect(reply).language == lesson.language,
            sum(reply.count(mark) for mark in MARKS) == 1,
            verdict.reason,
        )

    def is_about(self, reply: str, lesson: Lesson) -> bool:
        """Whether a reply asks for the lesson's slot, and for no other slot of its protocol better.

        Two questions are as alike as the share of their content words that they have in common (Jaccard's
        index, forms of a word counting as the word); of a slot's wordings and its label the likest counts.
        """
        asked = _content(reply, last_sentence=True)
        known = self._of(lesson.protocol, lesson.language)
        likeness = {slot: max(_alike(asked, words) for words in wordings) for slot, wordings in known.items()}
        return 0 < likeness[lesson.slot] >= max(likeness.values())

    def _of(self, protocol: str, language: Any) -> dict[str, list[Words]]:
        key = (protocol, language)
        if key not in self._wordings:
            asks = self._knowledge.protocols[protocol].ask
            self._wordings[key] = {
                ask.slot: [
                    _content(spoken(wording, language, to)) for wording in ask.wordings(language) for to in _PEOPLE
                ]
                + [_content(ask.label.text(language))]
                for ask in asks
            }
        return self._wordings[key]


@dataclass(slots=True)
class Figures:
    """Shares over replies, from 0 to 1; `perplexity` a token of the written replies; `reasons` of the guard."""

    replies: int = 0
    right_slot: float = 0.0
    right_language: float = 0.0
    one_question: float = 0.0
    guarded: float = 0.0
    perplexity: float | None = None
    reasons: dict[str, int] = field(default_factory=dict)


def figures(judged: Sequence[Judged], scores: Iterable[tuple[float, int]] = ()) -> Figures:
    """What replies come to. `scores` are log-likelihoods (natural log) with their token counts."""
    if not judged:
        return Figures()
    reasons = Counter(each.guard for each in judged if each.guard)
    return Figures(
        replies=len(judged),
        right_slot=_share(each.right_slot for each in judged),
        right_language=_share(each.right_language for each in judged),
        one_question=_share(each.one_question for each in judged),
        guarded=sum(reasons.values()) / len(judged),
        perplexity=perplexity(scores),
        reasons=dict(reasons),
    )


def perplexity(scores: Iterable[tuple[float, int]]) -> float | None:
    """e to the mean negative log-likelihood a token; None without tokens."""
    pairs = list(scores)
    logprob, tokens = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return exp(-logprob / tokens) if tokens else None


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


def _content(text: str, last_sentence: bool = False) -> Words:
    """The forms of each content word; of the last sentence alone, where that is asked for."""
    read = tokenise(text)
    last = read.tokens[-1].sentence if read.tokens else 0
    return [token.forms for token in read.tokens if is_content(token) and (not last_sentence or token.sentence == last)]


def _alike(asked: Words, other: Words) -> float:
    shared = sum(any(forms & word for word in other) for forms in asked)
    joint = len(asked) + len(other) - shared
    return shared / joint if joint else 0.0
