"""A model through transformers: log-likelihoods from its logits, in 32-bit floats, and its words where asked.

A prompt and a continuation are one text to the model; the continuation's tokens are those behind as many tokens as
the prompt alone has, the convention of EleutherAI's lm-evaluation-harness, so that both agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine.base import Likelihood
from models.command import WorkshopError
from models.evaluate.judges.judge import Identity, Opened
from models.manifest import versions


@dataclass(frozen=True, slots=True)
class TransformersJudge:
    """A causal model and its tokeniser, as transformers has them."""

    model: Any
    tokenizer: Any

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        """See Judge. Texts longer than the model's context lose their beginning."""
        pairs = [self._encode(prompt, text) for text in continuations]
        if len({tuple(whole[:-1]) for whole, _ in pairs}) == 1:  # single tokens after one prompt: one pass serves all
            rows = self._log_probabilities(pairs[0][0][:-1])
            return [_summed(rows, whole, count) for whole, count in pairs]
        return [_summed(self._log_probabilities(whole[:-1]), whole, count) for whole, count in pairs]

    def _encode(self, prompt: str, continuation: str) -> tuple[list[int], int]:
        """The tokens of both as one text, and how many of them are the continuation's."""
        spaces = len(prompt) - len(prompt.rstrip())
        if spaces:
            prompt, continuation = prompt[:-spaces], prompt[-spaces:] + continuation
        whole, alone = self.tokenizer.encode(prompt + continuation), self.tokenizer.encode(prompt)
        count = len(whole) - len(alone)
        if count < 1:
            raise WorkshopError(f"The continuation {continuation!r} has no token of its own after its prompt.")
        longest = int(getattr(self.model.config.get_text_config(), "max_position_embeddings", 1 << 30))
        return whole[-(longest + 1) :], count

    def _log_probabilities(self, tokens: list[int]) -> Any:
        import torch

        with torch.inference_mode():
            logits = self.model(torch.tensor([tokens], device=self.model.device)).logits[0]
        return torch.log_softmax(logits.float(), dim=-1)


def _summed(rows: Any, whole: list[int], count: int) -> Likelihood:
    """The last `count` tokens, each judged by the row before it."""
    wanted = whole[-count:]
    judged = rows[len(whole) - 1 - count : len(whole) - 1]
    values = [float(judged[place, token]) for place, token in enumerate(wanted)]
    greedy = judged.argmax(dim=-1).tolist() == wanted
    return Likelihood(sum(values), count, greedy)


def open_transformers(place: str) -> Opened:
    """Open a folder, a hub's repository, or a .gguf file that transformers unpacks. Raises WorkshopError."""
    model, tokenizer = load(place)
    identity = Identity(
        name=Path(place).name or place,
        kind=f"transformers, {model.dtype}".replace("torch.", ""),
        sha256=_digest(Path(place)),
        versions=versions("transformers", "torch"),
    )
    return Opened(identity, TransformersJudge(model, tokenizer).score, lambda: None)


def load(place: str) -> tuple[Any, Any]:
    """The model, ready to be asked, and its tokeniser. Raises WorkshopError where it cannot be loaded."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    file = Path(place)
    where, options = (str(file.parent), {"gguf_file": file.name}) if place.endswith(".gguf") else (place, {})
    on_gpu = torch.cuda.is_available()
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, **options)
        model = AutoModelForCausalLM.from_pretrained(where, dtype="auto" if on_gpu else torch.float32, **options)
    except (OSError, ValueError) as error:
        raise WorkshopError(f"transformers cannot load {place}: {error}.") from error
    return model.to("cuda" if on_gpu else "cpu").eval(), tokenizer


def _digest(place: Path) -> str:
    from app.catalogue.files import sha256_of

    files = [place] if place.is_file() else sorted(place.glob("*.safetensors"))
    return sha256_of(files[0]) if len(files) == 1 else ""
