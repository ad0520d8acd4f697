"""The embedded model, opened as an evaluation opens it."""

from __future__ import annotations

from math import exp
from pathlib import Path

from app.catalogue.files import ensure_embedded
from app.config import Home
from models.evaluate.benchmark.prompts import by_letter
from models.evaluate.benchmark.questions import Question
from models.evaluate.benchmark.tasks import TASKS
from models.evaluate.judges.judge import open_model

ANATOMY = next(task for task in TASKS if task.name == "anatomy")


def test_a_model_file_is_opened_without_an_adapter_and_scores_both_alphabets(tmp_path: Path) -> None:
    home = Home(tmp_path).ready()
    model = open_model(str(ensure_embedded(home)), home, threads=1)
    try:
        assert model.identity.adapter == ""
        assert model.identity.sha256.startswith("a5fd3b62")
        assert model.identity.versions["llama-cpp-python"]
        for language, text, options in (
            ("en", "Which organ makes bile?", ("Liver", "Heart", "Lung", "Skin")),
            ("ar", "أي عضو يصنع الصفراء؟", ("الكبد", "القلب", "الرئة", "الجلد")),
        ):
            question = Question("q", "anatomy", language, text, options, 0)  # type: ignore[arg-type]
            asked = by_letter(question, ANATOMY)
            found = model.score(asked.prompt, asked.continuations)
            assert all(each.logprob < 0 for each in found)
            (stray,) = model.score(asked.prompt, [" ziggurat"])
            assert exp(stray.logprob) < sum(exp(each.logprob) for each in found) <= 1.0
    finally:
        model.close()
