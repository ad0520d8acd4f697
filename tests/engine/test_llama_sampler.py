"""Tokens are drawn as a request says."""

from __future__ import annotations

import numpy as np
import pytest

from app.engine.base import Sampling
from app.engine.llama_load import Model
from app.engine.llama_options import LlamaOptions
from app.engine.llama_sampler import Sampler
from app.engine.llama_vocabulary import Vocabulary
from models.gguf.tiny import MIXTRAL, write_model


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    """A small vocabulary."""
    path = write_model(tmp_path_factory.mktemp("sampler") / "tiny.gguf", MIXTRAL)
    return Vocabulary(Model(path, LlamaOptions()))


@pytest.fixture
def logits(vocabulary: Vocabulary) -> np.ndarray:
    """The same random logits every time."""
    return np.random.default_rng(5).normal(scale=3.0, size=vocabulary.size).astype(np.float32)


def drawn(vocabulary: Vocabulary, logits: np.ndarray, sampling: Sampling, count: int = 200) -> list[int | None]:
    """So many draws from the same logits."""
    sampler = Sampler(sampling, vocabulary)
    found = [sampler.choose(logits) for _ in range(count)]
    sampler.close()
    return found


def test_without_a_temperature_it_is_the_likeliest(vocabulary: Vocabulary, logits: np.ndarray) -> None:
    assert set(drawn(vocabulary, logits, Sampling(), 3)) == {int(logits.argmax())}
    assert set(drawn(vocabulary, logits, Sampling(temperature=0.0, top_k=5), 3)) == {int(logits.argmax())}


def test_top_k_draws_from_the_first_k_only(vocabulary: Vocabulary, logits: np.ndarray) -> None:
    best = set(np.argsort(logits)[-4:].tolist())
    found = set(drawn(vocabulary, logits, Sampling(temperature=2.0, top_k=4, seed=1)))
    assert found == best


def test_top_p_and_min_p_leave_the_tail_out(vocabulary: Vocabulary, logits: np.ndarray) -> None:
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    order = np.argsort(shares)[::-1]
    kept = int(np.searchsorted(np.cumsum(shares[order]), 0.5)) + 1
    found = set(drawn(vocabulary, logits, Sampling(temperature=1.0, top_p=0.5, seed=2)))
    assert found <= set(order[:kept].tolist()) and len(found) > 1
    likely = set(np.flatnonzero(shares >= 0.4 * shares.max()).tolist())
    assert set(drawn(vocabulary, logits, Sampling(temperature=1.0, min_p=0.4, seed=2))) <= likely


def test_a_temperature_draws_in_proportion(vocabulary: Vocabulary) -> None:
    logits = np.full(vocabulary.size, -30.0, np.float32)
    logits[[10, 11]] = [np.log(3.0), 0.0]
    found = drawn(vocabulary, logits, Sampling(temperature=1.0, top_k=10, seed=3), 2000)
    assert 0.70 < found.count(10) / 2000 < 0.80


def test_the_same_seed_draws_the_same_and_none_draws_anew(vocabulary: Vocabulary, logits: np.ndarray) -> None:
    seeded = [drawn(vocabulary, logits, Sampling(temperature=1.5, seed=9), 30) for _ in range(2)]
    assert seeded[0] == seeded[1]
    assert len({tuple(drawn(vocabulary, logits, Sampling(temperature=1.5), 30)) for _ in range(3)}) == 3


def test_a_repeat_penalty_looks_at_the_prompt_and_at_what_was_drawn(vocabulary: Vocabulary) -> None:
    logits = np.full(vocabulary.size, -5.0, np.float32)
    logits[[20, 21, 22]] = [3.0, 2.9, 2.8]
    sampler = Sampler(Sampling(repeat_penalty=1.5), vocabulary, [20])
    assert [sampler.choose(logits) for _ in range(2)] == [21, 22]
    sampler.close()
    assert set(drawn(vocabulary, logits, Sampling(repeat_penalty=1.0), 3)) == {20}


def test_a_grammar_is_kept_to_and_then_over(vocabulary: Vocabulary, logits: np.ndarray) -> None:
    sampler = Sampler(Sampling(grammar='root ::= ("yes" | "no") "!"'), vocabulary)
    text = b""
    for _ in range(20):
        token = sampler.choose(logits)
        if token is None or token in vocabulary.ends:
            break
        text += vocabulary.spell(token)
    sampler.close()
    sampler.close()
    assert text in (b"yes!", b"no!")
