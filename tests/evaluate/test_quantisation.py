"""The quantisation report: its arithmetic on made-up judgements, and a tiny model taken all the way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from app.engine.gguf import inspect
from models.command import WorkshopError
from models.evaluate.quantisation.__main__ import Wanted, run, write
from models.evaluate.quantisation.accuracy import averages
from models.evaluate.quantisation.values import table
from models.gguf.compare import Compared, compare, divergence, keep
from models.gguf.quantise import quantise
from models.gguf.reading import Reading, log_softmax
from models.gguf.texts import own_texts, read_texts
from models.gguf.tiny import LLAMA, MIXTRAL, write_model


class Known:
    """A model of four tokens that always thinks the same of the next one."""

    size = 4

    def __init__(self, *shares: float) -> None:
        self._row = np.log(np.array(shares, np.float32))

    def windows(self, text: str, most: int) -> list[list[int]]:
        tokens = [0, *(int(letter) for letter in text)][:most]
        return [tokens[at : at + 10] for at in range(0, len(tokens), 10)]

    def log_probabilities(self, tokens: Sequence[int]) -> Iterator[np.ndarray]:
        yield from (self._row for _ in tokens[1:])


def judged(reference: Known, other: Known, text: str, folder: Path) -> Compared:
    kept = keep(cast(Reading, reference), {"en": text}, folder, 1000)
    return compare(cast(Reading, other), kept)["en"]


def test_the_figures_are_those_of_paper_and_pencil(tmp_path: Path) -> None:
    reference, other = Known(0.5, 0.25, 0.125, 0.125), Known(0.25, 0.5, 0.125, 0.125)
    found = judged(reference, other, "0" * 19, tmp_path)
    assert found.tokens == 18  # two windows of ten, the first token of each is given
    assert found.perplexity == pytest.approx(4.0) and found.reference_perplexity == pytest.approx(2.0)
    assert found.kl == pytest.approx(0.5 * np.log(2) - 0.25 * np.log(2)) == pytest.approx(found.kl_99)
    assert found.agreement == 0.0
    same = judged(reference, reference, "0123" * 10, tmp_path)
    assert same.kl == pytest.approx(0.0, abs=1e-7) and same.agreement == 1.0
    assert same.perplexity == same.reference_perplexity


def test_log_softmax_survives_large_logits() -> None:
    found = log_softmax(np.array([1e4, 1e4, -1e4], np.float32))
    assert found[:2] == pytest.approx(np.log(0.5)) and found[2] < -1e4
    assert divergence(found, found) == 0.0


def test_another_vocabulary_and_a_short_text_are_refused(tmp_path: Path) -> None:
    small = Known(0.5, 0.25, 0.125, 0.125)
    with pytest.raises(WorkshopError, match="en text is too short"):
        judged(small, small, "0123", tmp_path)
    kept = keep(cast(Reading, small), {"en": "0" * 30}, tmp_path, 1000)
    small.size = 5
    with pytest.raises(WorkshopError, match="different vocabularies"):
        compare(cast(Reading, small), kept)


def wanted(model: Path, recipes: tuple[str, ...], **options: Any) -> Wanted:
    chosen = {"files": (), "text": None, "tokens": 60, "gpu_layers": 0, "threads": 1, **options}
    return Wanted(model, recipes, **chosen)


def test_a_tiny_mixtral_from_sixteen_bits(tmp_path: Path) -> None:
    model = write_model(tmp_path / "tiny.gguf", MIXTRAL)
    report = run(wanted(model, ("Q8_0", "Q4_0")))
    assert [row.name for row in report.rows] == ["Q8_0", "Q4_0"] and report.caveat == ""
    for language in ("en", "ar"):
        fine, coarse = (row.text[language] for row in report.rows)
        assert 0 < fine.kl < coarse.kl and fine.agreement >= coarse.agreement
        assert fine.reference_perplexity == coarse.reference_perplexity
    assert report.reference.size > report.rows[0].size > report.rows[1].size
    assert report.reference.bits == pytest.approx(16) and report.rows[0].bits == pytest.approx(9, abs=1)
    write(report, tmp_path / "out")
    kept = json.loads((tmp_path / "out" / "quantisation.json").read_text(encoding="utf-8"))
    assert kept["rows"][1]["text"]["ar"]["kl"] > 0 and kept["rows"][1]["decode_tokens_s"] > 0
    assert (tmp_path / "out" / "quantisation.png").read_bytes().startswith(b"\x89PNG")
    assert "| Q4_0 |" in (tmp_path / "out" / "quantisation.md").read_text(encoding="utf-8")
    assert list(tmp_path.glob("*Q8_0*")) == []


def test_of_a_quantised_file_the_report_says_what_its_reference_is(tmp_path: Path) -> None:
    first = write_model(tmp_path / "f16.gguf", LLAMA)
    model = quantise(first, tmp_path / "tiny-Q8_0.gguf", "Q8_0", threads=1)
    report = run(wanted(model, ("Q4_0",)))
    assert "not at hand" in report.caveat and report.caveat in table(report)
    itself, again = report.rows
    assert itself.name == "Q8_0 (the file itself)" and itself.size == inspect(model).size
    assert itself.text["en"].kl < 1e-3 < again.text["en"].kl  # unpacking loses nothing but rounding


def test_texts_are_bilingual_and_alike(tmp_path: Path) -> None:
    texts = own_texts()
    assert len(texts["en"].splitlines()) == len(texts["ar"].splitlines()) >= 50
    assert "الصدر" in texts["ar"] or "صدري" in texts["ar"]
    (tmp_path / "en.txt").write_text("one", encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"en\.txt and ar\.txt"):
        read_texts(tmp_path)
    (tmp_path / "ar.txt").write_text("واحد", encoding="utf-8")
    assert read_texts(tmp_path) == {"en": "one", "ar": "واحد"}


def test_the_benchmark_s_averages_are_taken_by_letter_and_language() -> None:
    rows = [
        {"language": "en", "method": "letter", "value": 0.5},
        {"language": "ar", "method": "letter", "value": 0.25},
        {"language": "both", "method": "letter", "value": 0.375},
        {"language": "en", "method": "text", "value": 0.9},
    ]
    assert averages({"averages": rows}) == {"en": 0.5, "ar": 0.25}
