"""A model's opinion of each question of an interview, and how far it agrees with the rules.

The judge is shown the patient's words and the reply and scores yes against no. Its word is no truth: Cohen's kappa
with the rules (one question, right language, about something) says what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.text.language import detect
from app.values import Language
from models.evaluate.benchmark.scoring import Judge
from models.evaluate.interview.conduct import Exchange

_ASK: dict[Language, tuple[str, tuple[str, str]]] = {
    "en": (
        "A patient said: {told}\nThe doctor replied: {reply}\n"
        "Is the reply one clear question for a medical history?\nAnswer:",
        (" Yes", " No"),
    ),
    "ar": (
        "قال المريض: {told}\nرد الطبيب: {reply}\nهل الرد سؤال واحد واضح لأخذ التاريخ المرضي؟\nالإجابة:",
        (" نعم", " لا"),
    ),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judge and the rules say of one reply."""

    interviewer: str
    language: str
    judge: bool
    rules: bool


def opinion(judge: Judge, interviewer: str, tongue: str, exchange: Exchange) -> Opinion:
    """Ask the judge about one exchange."""
    wording, answers = _ASK[exchange.language]
    prompt = wording.replace("{told}", exchange.told.text).replace("{reply}", exchange.done.text)
    yes, no = judge.score(prompt, answers)
    return Opinion(interviewer, tongue, yes.logprob > no.logprob, by_rules(exchange))


def by_rules(exchange: Exchange) -> bool:
    """Exactly one question mark, in the patient's language."""
    text = exchange.done.text
    return text.count("?") + text.count("؟") == 1 and detect(text).language == exchange.language


def kappa(opinions: Sequence[Opinion]) -> float:
    """Cohen's kappa of judge and rules (J. Cohen, Educational and Psychological Measurement 20, 1960); 1 is full
    agreement, 0 what chance gives. 0 where either never varies."""
    count = len(opinions)
    if not count:
        return 0.0
    same = sum(each.judge == each.rules for each in opinions) / count
    judged, ruled = (sum(getattr(each, name) for each in opinions) / count for name in ("judge", "rules"))
    chance = judged * ruled + (1 - judged) * (1 - ruled)
    return (same - chance) / (1 - chance) if chance < 1 else 0.0


def told(opinions: Sequence[Opinion]) -> str:
    """For people."""
    lines = ["| replies of | judge: sound | rules: sound | same | kappa |", "| --- | --- | --- | --- | --- |"]
    for name in dict.fromkeys(f"{each.interviewer}, {each.language}" for each in opinions):
        group = [each for each in opinions if f"{each.interviewer}, {each.language}" == name]
        shares = [sum(picked) / len(group) for picked in _columns(group)]
        lines.append(f"| {name} | {' | '.join(f'{share:.3f}' for share in shares)} | {kappa(group):.2f} |")
    return "\n".join([*lines, f"| all | | | | {kappa(opinions):.2f} |"])


def _columns(group: Sequence[Opinion]) -> tuple[list[bool], list[bool], list[bool]]:
    return (
        [each.judge for each in group],
        [each.rules for each in group],
        [each.judge == each.rules for each in group],
    )
