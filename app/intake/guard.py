"""Makes certain what a model's reply may be: the planned question, in the right language, and nothing besides.

A reply in the protocol's own words passes at once. Free wording must be short, in the script of the
language, with exactly one question mark at its end, about the planned slot, and free of diagnosis,
treatment, promise and reassurance. What it says beside the question may be made only of neutral words
(neutral.toml) and the patient's own: no list of what is forbidden is ever whole. Otherwise the protocol's
question stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from app.intake.knowledge import Knowledge
from app.intake.morphology import is_arabic
from app.intake.tokens import Text, Token, is_content, tokenise
from app.values import History, Language, Plan

Reason = Literal[
    "",
    "empty",
    "long",
    "language",
    "question_marks",
    "diagnosis",
    "treatment",
    "promise",
    "medicine",
    "statement",
    "slot",
    "repeated",
]

LONGEST = 260
"""Letters of an acknowledgement and a question."""

MOST_SENTENCES = 2
LEAST_SHARED = 0.34
"""Share of a question's content words that must be words of its slot."""

_LABEL = re.compile(r"^\s*(?:doctor|assistant|الطبيب|الدكتور|المساعد)\s*(?:\[[^\]]*\])?\s*[::]\s*", re.IGNORECASE)
_MARKS: dict[Language, tuple[str, str]] = {"en": ("?", "؟"), "ar": ("؟", "?")}
_FORBIDDEN: tuple[Reason, ...] = ("diagnosis", "treatment", "promise")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text that is said; `guarded` where the protocol's question stands in the model's place, for what `reason`."""

    text: str
    guarded: bool = False
    reason: Reason = ""


def check(reply: str, plan: Plan, history: History, knowledge: Knowledge, last: str = "") -> Verdict:
    """What is said in place of, or as, a model's reply. `last` is the desk's line before, never said again."""
    text = _cleaned(reply)
    if plan.step == "answer":
        return Verdict(text)
    if plan.step == "summarise":
        return Verdict(plan.question, text != plan.question, "" if text == plan.question else "slot")
    if text and text != last.strip() and _own_words(text, plan, knowledge):
        return Verdict(text)
    reason = _fault(text, plan, history, knowledge, last)
    return Verdict(plan.question, True, reason) if reason else Verdict(text)


def _cleaned(reply: str) -> str:
    """One line without a speaker's label and without quotes around it."""
    text = " ".join(_LABEL.sub("", reply).split())
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return text.strip("«»“” ")


def _own_words(text: str, plan: Plan, knowledge: Knowledge) -> bool:
    """Whether a reply is one of the protocol's wordings, with or without an acknowledgement."""
    wordings = {plan.question, *plan.wordings} if plan.question in plan.wordings else {plan.question}
    if text in wordings:
        return True
    phrases = knowledge.common.phrases
    for acknowledgement in (*phrases.acknowledge.texts(plan.language), *phrases.unsure.texts(plan.language)):
        if text.startswith(acknowledgement) and text[len(acknowledgement) :].strip() in wordings:
            return True
    return False


def _fault(text: str, plan: Plan, history: History, knowledge: Knowledge, last: str) -> Reason:
    if not text:
        return "empty"
    if text == last.strip():
        return "repeated"
    right, wrong = _MARKS[plan.language]
    if text.count(right) != 1 or not text.endswith(right) or wrong in text:
        return "question_marks"
    if not _in_language(text, plan.language):
        return "language"
    if len(text) > LONGEST or len(re.findall(r"[.!?؟;؛…]+(?:\s|$)", text)) > MOST_SENTENCES:
        return "long"
    read = tokenise(text)
    forbidden = _forbidden(read, plan, history, knowledge)
    if forbidden or not _about_slot(read, plan, knowledge):
        return forbidden or "slot"
    return "statement" if _states(read, plan, history, knowledge) else ""


def _in_language(text: str, language: Language) -> bool:
    letters = [character for character in text if character.isalpha()]
    arabic = sum(map(is_arabic, letters))
    return bool(letters) and (arabic == len(letters) if language == "ar" else arabic == 0)


def _forbidden(read: Text, plan: Plan, history: History, knowledge: Knowledge) -> Reason:
    """What no question says, unless the protocol's own wording says it too; nor a medicine nobody has named."""
    own = {match.key for wording in _allowed(plan, knowledge) for match in knowledge.matcher.find(tokenise(wording))}
    named = tokenise(" ".join(finding.quote for finding in history.findings))
    known = {match.key for match in knowledge.matcher.find(named)}
    for match in knowledge.matcher.find(read):
        kind, name = match.key
        if kind == "guard" and match.key not in own:
            return next(reason for reason in _FORBIDDEN if reason == name)
        if kind == "drug" and match.key not in own | known:
            return "medicine"
        concept = knowledge.concept(name) if kind == "concept" else None
        if concept and concept.kind == "condition" and match.key not in own | known:
            return "diagnosis"
    return ""


def _about_slot(read: Text, plan: Plan, knowledge: Knowledge) -> bool:
    """Whether enough of the question's content words are words of the slot's own wordings and label."""
    slot_words = {form for wording in _allowed(plan, knowledge) for form in _content_forms(tokenise(wording))}
    question = _question_tokens(read)
    content = [token.forms for token in question if is_content(token)]
    shared = sum(bool(forms & slot_words) for forms in content)
    return shared > 0 and shared >= LEAST_SHARED * len(content)


def _states(read: Text, plan: Plan, history: History, knowledge: Knowledge) -> bool:
    """Whether more is said beside the question than neutral words, the patient's own and those of the slot."""
    slot_words = {form for wording in _allowed(plan, knowledge) for form in _content_forms(tokenise(wording))}
    said = {form for finding in history.findings for form in _content_forms(tokenise(finding.quote))}
    neutral = {token for match in knowledge.matcher.find(read) if match.key[0] == "neutral" for token in match.tokens}
    return any(
        is_content(read.tokens[index]) and index not in neutral and not read.tokens[index].forms & (slot_words | said)
        for index in _beside_the_question(read, slot_words)
    )


def _beside_the_question(read: Text, slot_words: Collection[str]) -> Iterator[int]:
    """The tokens of all clauses but the one that asks: the last with a word of the slot."""
    clauses: list[list[int]] = []
    for index, token in enumerate(read.tokens):
        parts = "," in token.before or index == 0 or token.sentence != read.tokens[index - 1].sentence
        if parts:
            clauses.append([])
        clauses[-1].append(index)
    asking = [clause for clause in clauses if any(read.tokens[index].forms & set(slot_words) for index in clause)]
    yield from (index for clause in clauses if clause is not asking[-1] for index in clause)


def _question_tokens(read: Text) -> list[Token]:
    last = read.tokens[-1].sentence if read.tokens else 0
    return [token for token in read.tokens if token.sentence == last]


def _content_forms(read: Text) -> Iterator[str]:
    for token in read.tokens:
        if is_content(token):
            yield from token.forms


def _allowed(plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    """Every wording of the slot's question, and what the note calls it."""
    label = knowledge.slot_label(plan.slot, plan.language) if plan.slot else ""
    shared = knowledge.common.asks.get(plan.slot or "")
    more = shared.wordings(plan.language) if shared else ()
    return (plan.question, *plan.wordings, *more, label)
