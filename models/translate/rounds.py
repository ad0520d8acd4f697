"""One round of one item: translate, check by rule, judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.engine.base import Request
from models.dataset.record import Content
from models.translate.asking import Answer, Asker, NoAnswer
from models.translate.layout import parts, read, rebuilt, written
from models.translate.prompts import Draft, Prompts
from models.translate.rules import check
from models.translate.settings import ModelSettings
from models.translate.state import Round
from models.translate.values import Finding, Pair
from models.translate.verdicts import Verdict, read_verdict, round_trip

TRIES = 2
"""Times a judge is asked when what it says is no verdict."""
_ODD_RULES = {
    "language": "wrong-language",
    "empty": "empty",
    "repetition": "repetition",
    "leak": "leak",
    "foreign": "wrong-language",
}


class Unanswered(Exception):
    """A model gave no answer; the item stays as it was."""

    def __init__(self, stage: str, kind: str) -> None:
        self.stage, self.kind = stage, kind
        super().__init__(f"{stage}: {kind}")


@dataclass(frozen=True, slots=True)
class Model:
    """A model with what its tokens cost and how warm it speaks."""

    asker: Asker
    settings: ModelSettings
    kind: Literal["score", "round_trip"] = "score"

    def cost(self, answers: Sequence[Answer]) -> float:
        """What these answers cost, in the money of the prices."""
        read_price, write_price = self.settings.prices
        return sum(one.prompt_tokens * read_price + one.tokens * write_price for one in answers) / 1e6


@dataclass(frozen=True, slots=True)
class Workers:
    """The two models and what they are asked with. Without a judge every item goes to a person."""

    translator: Model
    judge: Model | None
    prompts: Prompts


async def play(workers: Workers, name: str, content: Content, before: Sequence[Round]) -> Round:
    """The next round of an item. Raises Unanswered; what a model says wrong is counted in the round."""
    number = len(before)
    translation, answers, oddities = await _translate(workers, name, content, before)
    findings = _findings(workers, content, translation)
    oddities += _odd_findings(findings)
    cost, verdict = workers.translator.cost(answers), None
    if workers.judge and not any(finding.weight == "fault" for finding in findings):
        text = written(content, workers.prompts.out_of)
        try:
            verdict, judged, odd = await judge_pair(workers, workers.judge, name, text, translation, number)
        except NoAnswer as problem:
            raise Unanswered("judge", problem.failure) from problem
        answers, oddities, cost = [*answers, *judged], oddities + odd, cost + workers.judge.cost(judged)
    return Round(
        number,
        translation,
        findings,
        score=verdict.score if verdict else None,
        reasons=verdict.reasons if verdict else "",
        critique=verdict.critique if verdict else "",
        oddities=tuple(dict.fromkeys(oddities)),
        prompt_tokens=sum(one.prompt_tokens for one in answers),
        tokens=sum(one.tokens for one in answers),
        cost=cost,
        seconds=round(sum(one.seconds for one in answers), 3),
    )


def _findings(workers: Workers, content: Content, translation: str) -> tuple[Finding, ...]:
    """What the rules find, and whether the parts of the item can be read out of the translation."""
    prompts = workers.prompts
    pair = Pair(written(content, prompts.out_of), translation, prompts.out_of, prompts.into)
    findings = check(pair, prompts.glossary, prompts.texts())
    if translation and read(translation, content, prompts.into) is None:
        rule = "options" if content.options else "speakers"
        findings = (Finding(rule, "fault", str(len(parts(content))), "?"), *findings)
    return findings


def _odd_findings(findings: Sequence[Finding]) -> list[str]:
    """The faults that tell of a model that went astray, under the names by which they are counted."""
    odd = [f"translator-{_ODD_RULES[one.rule]}" for one in findings if one.rule in _ODD_RULES and one.weight == "fault"]
    return odd + ["source-injection" for one in findings if one.rule == "injection"]


async def _translate(
    workers: Workers, name: str, content: Content, before: Sequence[Round]
) -> tuple[str, list[Answer], list[str]]:
    """A translation; a base model gets the parts one by one, and code puts the labels and letters back."""
    prompts, model, number = workers.prompts, workers.translator, len(before)
    warmth = model.settings.temperature
    oddities: list[str] = []
    try:
        if model.asker.form == "transcript":
            answers = [
                await model.asker.ask(prompts.continue_line(part, f"{name} {at}", number, warmth))
                for at, part in enumerate(parts(content))
            ]
        else:
            draft = Draft(before[-1].translation, before[-1].findings, before[-1].critique) if before else None
            text = written(content, prompts.out_of)
            answers = [await model.asker.ask(prompts.translate(text, name, number, draft, warmth))]
    except NoAnswer as problem:
        raise Unanswered("translator", problem.failure) from problem
    if any(one.reason == "length" for one in answers):
        oddities.append("translator-too-long")
    texts = [one.text.strip() for one in answers]
    if model.asker.form == "chat":
        return texts[0], answers, oddities
    if not all(texts):
        return "", answers, oddities
    return written(rebuilt(content, texts, prompts.into), prompts.into), answers, oddities


async def judge_pair(
    workers: Workers, judge: Model, name: str, text: str, translation: str, number: int
) -> tuple[Verdict | None, list[Answer], list[str]]:
    """A verdict, None where the judge gave none. What it writes instead is counted, never followed. Raises NoAnswer."""
    answers: list[Answer] = []
    oddities: list[str] = []
    for again in range(TRIES):
        request = _question(workers, judge, text, translation, f"{name} judge {again}", number)
        answers.append(await judge.asker.ask(request))
        told = answers[-1].text
        verdict = read_verdict(told) if judge.kind == "score" else round_trip(text, told)
        if verdict:
            return verdict, answers, oddities
        oddities.append(_odd(answers[-1]))
    return None, answers, oddities


def _question(workers: Workers, judge: Model, text: str, translation: str, key: str, number: int) -> Request:
    """What the judge is asked, in the way that it can be asked."""
    line = judge.asker.form == "transcript"
    if judge.kind == "round_trip":
        back = workers.prompts.backwards()
        if line:
            return back.continue_line(" ".join(translation.split()), key, 0, 0.0)
        return back.translate(translation, key, number, None, 0.0)
    if line:
        # Only llama.cpp's server takes a grammar in this form; the others are read as they answer.
        return workers.prompts.judge_line(text, translation, key, number, grammar=judge.asker.dialect == "llamacpp")
    return workers.prompts.judge(text, translation, key, number)


def _odd(answer: Answer) -> str:
    if not answer.text.strip():
        return "judge-empty"
    return "judge-too-long" if answer.reason == "length" else "judge-nonsense"
