"""Checks a quantised model beside the 16-bit one: it loads, says the same, and judges text alike.

    python -m models.gguf check MODEL.gguf --against MODEL-BF16.gguf --output FOLDER

Greedy answers to bilingual prompts are compared word for word, perplexity and KL divergence are taken
in both languages on the interview cases' own sentences, which are no part of the calibration text.
"""

from __future__ import annotations

import json
import math
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine.gguf import inspect
from app.export.files import encode, write_whole
from models.command import WorkshopError
from models.gguf.compare import Compared, compare, keep
from models.gguf.reading import WINDOW, Reading
from models.gguf.steps import Made, Step, known_digests
from models.gguf.texts import own_texts
from models.manifest import Manifest

NAME = "check.json"
WORSE = 1.25
"""A perplexity this many times the reference's means that something went wrong, not that few bits were left."""
PROMPTS = {
    "en": "Patient: I have had a headache since yesterday.\nDoctor:",
    "ar": "المريض: عندي صداع منذ أمس.\nالطبيب:",
}
_ANSWER = 32


@dataclass(frozen=True, slots=True)
class CheckJob:
    """The quantised file, the 16-bit one, the folder for the result, and tokens of text in each language."""

    model: Path
    against: Path
    output: Path
    tokens: int = 1000
    gpu_layers: int = 0

    def run(self) -> Manifest:
        """Check. Raises WorkshopError where the model judges quite otherwise, ModelProblem for a file of no use."""
        inputs = known_digests([self.model, self.against])
        return Step("check", self.output, {"tokens": self.tokens}, inputs).run(self._work)

    def _work(self) -> Made:
        with tempfile.TemporaryDirectory(dir=self.output) as place:
            with closing(Reading(self.against, self.gpu_layers)) as reading:
                before = _spoken(reading)
                kept = keep(reading, own_texts(), Path(place), self.tokens)
            with closing(Reading(self.model, self.gpu_layers)) as reading:
                after = _spoken(reading)
                compared = compare(reading, kept)
        figures = _figures(self.model, before, after, compared)
        write_whole(self.output / NAME, encode(json.dumps(figures, ensure_ascii=False, indent=1) + "\n"))
        for language, each in compared.items():
            require_sane(language, each)
        return Made((self.output / NAME,), figures)


def require_sane(language: str, compared: Compared) -> None:
    """Raises WorkshopError where a model judges text so unlike its reference that it must be broken."""
    ratio = compared.perplexity / compared.reference_perplexity
    if not math.isfinite(compared.kl) or ratio > WORSE:
        raise WorkshopError(
            f"The quantised model's perplexity ({language}) is {ratio:.2f} times the 16-bit one's: it is broken."
        )


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Greedy answers by language, and tokens a second: decoding, and reading a window."""

    answers: dict[str, list[int]]
    texts: dict[str, str]
    decode: float
    prompt: float


def _spoken(reading: Reading) -> _Spoken:
    made = {language: reading.greedy(prompt, _ANSWER) for language, prompt in PROMPTS.items()}
    answers = {language: tokens for language, (tokens, _) in made.items()}
    texts = {language: reading.spell(tokens) for language, tokens in answers.items()}
    return _Spoken(answers, texts, max(speed for _, speed in made.values()), reading.read(WINDOW))


def _figures(model: Path, before: _Spoken, after: _Spoken, compared: dict[str, Compared]) -> dict[str, Any]:
    return {
        "bytes": inspect(model).size,
        "decode_tokens_s": round(after.decode, 2),
        "decode_tokens_s_reference": round(before.decode, 2),
        "prompt_tokens_s": round(after.prompt, 1),
        "prompt_tokens_s_reference": round(before.prompt, 1),
        "same_greedy_tokens": {
            language: f"{same(before.answers[language], tokens)} of {len(tokens)}"
            for language, tokens in after.answers.items()
        },
        "answers": after.texts,
        "answers_reference": before.texts,
        "text": {language: each.plain() for language, each in compared.items()},
    }


def same(one: list[int], other: list[int]) -> int:
    """How many tokens two answers share before they part."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
