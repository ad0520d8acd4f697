"""Whether a model's chat may be taken: every fault it can have has a name, and one is enough to refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.text.fold import stems
from app.text.language import detect
from app.values import Language, Role
from models.dataset.record import Spoken
from models.dataset.synthesis.prompt import SPEAKERS
from models.dataset.synthesis.vignette import Vignette, numbers_in
from models.dataset.words import folded_words

FEWEST, MOST = 4, 40
"""Turns of a chat."""
LONGEST_TURN = 900
"""Characters of a turn."""
KEPT = 0.6
"""The share of the case's telling words that the chat has to hold; all numbers have to be there."""
LONG_WORD = 5
"""Shorter words carry little of a fact."""

_HEDGES: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:may|might|could|possibl[ey]|likely|probabl[ey]|suggests?|consistent with|suspect)\b", re.I),
    "ar": re.compile(r"\b(?:قد|ربما|يحتمل|محتمل|المحتمل|يرجح|المرجح|يشير|تشير|أشتبه|اشتبه|نشتبه|ممكن|يمكن)\b"),
}
_REFERRALS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:see|visit|consult|refer\w*|examin\w*|specialist|clinic|hospital|emergency|in person|appointment)\b", re.I
    ),
    "ar": re.compile(
        r"(?:راجع|مراجعة|زيارة|استشر|استشارة|إحالة|أحيل|نحيل|تحويل|فحص|اختصاصي|أخصائي|عيادة|مستشفى|طوارئ|موعد)"
    ),
}
_INJECTED = re.compile(
    r"<\|?/?(?:im_|s>|inst|end|start|system)|\[/?INST\]|^\s*(?:system|assistant|user)\s*:|"
    r"\bignore (?:all|the|previous|any)\b|\bas an? (?:ai|language model)\b|```|تجاهل (?:كل|جميع|التعليمات)",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The chat that a text holds, and the faults for which it is refused."""

    turns: tuple[Spoken, ...]
    faults: tuple[str, ...]


def judge(text: str, case: Vignette, finished: bool = True) -> Verdict:
    """Read a model's text and check it. `finished` is false where the model was cut off."""
    turns = parse(text, case.language)
    return Verdict(turns, tuple(dict.fromkeys(_faults(text, turns, case, finished))))


def parse(text: str, language: Language) -> tuple[Spoken, ...]:
    """The turns of a text; lines without a speaker belong to the turn before, those before the first to none."""
    turns: list[Spoken] = []
    for line in text.splitlines():
        role, said = _speaker(line, language)
        if role:
            turns.append(Spoken(role, language, said))
        elif turns and said:
            last = turns.pop()
            turns.append(Spoken(last.role, language, f"{last.text} {said}".strip()))
    return tuple(turns)


def _speaker(line: str, language: Language) -> tuple[Role | None, str]:
    clean = line.strip().strip("*").strip()
    for role, name in zip(("user", "assistant"), SPEAKERS[language], strict=True):
        found = re.match(rf"{re.escape(name)}\s*(?:\*\*)?\s*[:：]\s*(?:\*\*)?\s*", clean, re.IGNORECASE)
        if found:
            return ("user" if role == "user" else "assistant"), clean[found.end() :].strip()
    return None, clean


def _faults(text: str, turns: Sequence[Spoken], case: Vignette, finished: bool) -> Iterator[str]:
    if not text.strip():
        yield "empty"
        return
    if not finished:
        yield "cut off"
    if _INJECTED.search(text):
        yield "markup or instructions"
    if not FEWEST <= len(turns) <= MOST:
        yield "too few or too many turns"
        return
    yield from _form_faults(turns)
    if any(_foreign(turn, case.language) for turn in turns):
        yield "wrong language"
    yield from _fact_faults(turns, case)
    yield from _conclusion_faults(turns, case)


def _form_faults(turns: Sequence[Spoken]) -> Iterator[str]:
    roles = [turn.role for turn in turns]
    if roles != [("user", "assistant")[at % 2] for at in range(len(turns))] or roles[-1] != "assistant":
        yield "turns do not alternate"
    if any(not turn.text or len(turn.text) > LONGEST_TURN for turn in turns):
        yield "empty or endless turn"
    asking = [turn.text for turn in turns[:-1] if turn.role == "assistant"]
    if any(len(re.findall("[?؟]+", text)) != 1 for text in asking):
        yield "not one question a turn"


def _foreign(turn: Spoken, language: Language) -> bool:
    return len(turn.text.split()) > 2 and detect(turn.text, language).language != language


def _fact_faults(turns: Sequence[Spoken], case: Vignette) -> Iterator[str]:
    told = " ".join(turn.text for turn in turns if turn.role == "user")
    if not case.numbers <= numbers_in(told):
        yield "a number is missing"
    if numbers_in(told) - case.numbers:
        yield "a number is made up"
    wanted = {word for fact in case.facts for word in folded_words(fact) if len(word) >= LONG_WORD}
    said = {stem for turn in turns for word in folded_words(turn.text) for stem in (word, *stems(word))}
    if wanted and sum(bool(stems(word) & said) for word in wanted) < KEPT * len(wanted):
        yield "facts are missing"


def _conclusion_faults(turns: Sequence[Spoken], case: Vignette) -> Iterator[str]:
    last, answer = turns[-1].text, " ".join(folded_words(case.answer))
    if any(_names(turn.text, answer) for turn in turns[:-1]):
        yield "early answer"
    if not _names(last, answer):
        yield "no conclusion"
    if not _HEDGES[case.language].search(last):
        yield "no doubt in the conclusion"
    if not _REFERRALS[case.language].search(last):
        yield "no referral"


def _names(text: str, answer: str) -> bool:
    """Whether a text names the answer, in whatever spelling."""
    return f" {answer} " in f" {' '.join(folded_words(text))} "
