"""Likelihoods agree with those computed from the logits of llama-cpp-python's own class."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import llama_cpp
import numpy as np
import pytest

from app.engine.base import Usage
from app.engine.llama import LlamaEngine
from app.engine.llama_options import LlamaOptions
from app.engine.templates import template
from app.errors import EngineProblem
from models.gguf.tiny import MIXTRAL, write_model
from tests.engine.talk import ask, load, request

PROMPT = "Question: Which organ pumps blood through the body?\nAnswer:"
ENDINGS = [" The heart", " The liver", " heart", " The stomach pumps it"]


def reference(path: Path, prompt: str, ending: str) -> tuple[float, int, bool]:
    """The sum of log-probabilities, the token count and whether each token was the likeliest."""
    settings = {"type_k": 30, "type_v": 1, "flash_attn": True}  # bf16 and f16, as this engine keeps it
    model = llama_cpp.Llama(str(path), n_ctx=256, logits_all=True, verbose=False, n_threads=2, **settings)
    alone = model.tokenize(prompt.encode(), add_bos=True, special=True)
    whole = model.tokenize((prompt + ending).encode(), add_bos=True, special=True)
    assert whole[: len(alone)] == alone
    model.eval(whole)
    rows = np.array(model.scores[len(alone) - 1 : len(whole) - 1], dtype=np.float64)
    model.close()
    best = rows.max(axis=1, keepdims=True)
    logs = rows - best - np.log(np.exp(rows - best).sum(axis=1, keepdims=True))
    tokens = whole[len(alone) :]
    found = [logs[row, token] for row, token in enumerate(tokens)]
    return float(sum(found)), len(tokens), all(rows[row].argmax() == token for row, token in enumerate(tokens))


@pytest.mark.parametrize(
    ("prompt", "ending"),
    [("Question: where?", " Here"), ("Where?", " In the heart and also in the liver"), ("ألم في", " الصدر")],
)
def test_likelihoods_are_those_of_the_class(tmp_path: Path, prompt: str, ending: str) -> None:
    """On 16-bit weights, which both multiply in the same way."""
    path = write_model(tmp_path / "mixtral.gguf", MIXTRAL)
    engine = LlamaEngine(path, LlamaOptions(context=512), template("mixtral-instruct"))
    found = engine.score(prompt, [ending])[0]
    engine.close()
    logprob, tokens, greedy = reference(path, prompt, ending)
    assert (found.tokens, found.greedy) == (tokens, greedy)
    assert found.logprob == pytest.approx(logprob, abs=1e-3 * tokens)


def test_likelihoods_of_the_embedded_model_are_near_those_of_the_class(engine: LlamaEngine, mini: Path) -> None:
    """The class repacks 4-bit weights and multiplies them in another way, so both differ by rounding."""
    found = engine.score(PROMPT, ENDINGS)
    expected = [reference(mini, PROMPT, ending) for ending in ENDINGS]
    assert [(each.tokens, each.greedy) for each in found] == [(tokens, greedy) for _, tokens, greedy in expected]
    assert [each.logprob for each in found] == pytest.approx(
        [logprob for logprob, _, _ in expected], abs=0.35, rel=0.05
    )


def test_the_greedy_continuation_is_told(engine: LlamaEngine) -> None:
    text, _ = ask(engine, request("", "Where does it hurt?", max_tokens=6))
    rendered = "".join(
        segment.text for segment in engine._worker._prompter._template.render(request("", "Where does it hurt?").turns)
    )
    found = engine.score(rendered, [text, " Xylophone"])
    assert found[0].greedy and not found[1].greedy
    assert found[0].logprob > found[1].logprob


def test_the_same_question_twice_gives_the_same_to_the_bit(engine: LlamaEngine) -> None:
    first = engine.score(PROMPT, ENDINGS)
    ask(engine, request("other", "I have a cough."))
    assert engine.score(PROMPT, list(reversed(ENDINGS))) == list(reversed(first))


def test_a_long_continuation_is_judged_over_several_steps(engine: LlamaEngine) -> None:
    ending = " The heart pumps blood through the body all day long." * 12
    found = engine.score(PROMPT, [ending])[0]
    assert found.tokens > 100 and found.logprob < 0


def test_scoring_and_talking_go_on_side_by_side(mini: Path) -> None:
    engine = load(mini)
    expected = engine.score(PROMPT, ENDINGS)
    text, _ = ask(engine, request("talk", "I have a cough.", max_tokens=12))
    engine.forget("talk")
    with ThreadPoolExecutor(2) as pool:
        scores = pool.submit(engine.score, PROMPT, ENDINGS)
        talk = pool.submit(list, engine.stream(request("talk", "I have a cough.", max_tokens=12), Event()))
        events = talk.result(60)
        assert scores.result(60) == expected
    engine.close()
    assert isinstance(events[-1], Usage)
    assert "".join(event.text for event in events[:-1]) == text  # type: ignore[union-attr]


def test_what_cannot_be_scored_is_named(mini: Path) -> None:
    engine = load(mini, context=256)
    with pytest.raises(EngineProblem, match="engine-score-empty"):
        engine.score(PROMPT, [""])
    with pytest.raises(EngineProblem, match="engine-prompt-too-long"):
        engine.score("pain " * 400, [" yes"])
    assert engine.score(PROMPT, []) == []
    assert len(engine.score("Hello", [" there"])) == 1
    engine.close()
