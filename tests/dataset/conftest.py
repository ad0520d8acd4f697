"""What the dataset's tests share: small records of our own making, and a run over them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

VERBS = ["reports", "denies", "describes", "mentions", "noticed", "remembers", "fears", "explains"]
THINGS = ["cough", "fever", "rash", "nausea", "swelling", "fatigue", "dizziness", "palpitations", "insomnia", "tremor"]
PLACES = ["at work", "on the stairs", "after lunch", "before sleep", "in the garden", "during prayer", "while driving"]


def sentence(random: Random) -> str:
    """A sentence of no particular meaning."""
    return (
        f"The patient {random.choice(VERBS)} {random.choice(THINGS)} {random.choice(PLACES)} "
        f"and {random.choice(THINGS)} for {random.randint(2, 90)} days"
    )


def question(number: int) -> dict[str, object]:
    """A multiple-choice question in MedQA's shape; another one for each number."""
    random = Random(number)
    options = {letter: f"{random.choice(THINGS)} {number}-{letter}" for letter in "ABCD"}
    text = ". ".join(sentence(random) for _ in range(3))
    return {
        "question": f"{text}. What is the most likely cause of case {number}?",
        "options": options,
        "answer": options["B"],
        "answer_idx": "B",
        "meta_info": "step1",
    }


@pytest.fixture(scope="session")
def write_jsonl() -> Callable[[Path, list[dict[str, object]]], Path]:
    """Writes rows as JSON lines."""

    def write(path: Path, rows: list[dict[str, object]]) -> Path:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def questions(
    tmp_path_factory: pytest.TempPathFactory, write_jsonl: Callable[[Path, list[dict[str, object]]], Path]
) -> Path:
    """A folder with `train.jsonl` (60 questions, two of them in `dev.jsonl` too) and `dev.jsonl` (5)."""
    folder = tmp_path_factory.mktemp("sources")
    write_jsonl(folder / "train.jsonl", [question(number) for number in range(60)])
    write_jsonl(folder / "dev.jsonl", [question(number) for number in (7, 8, 101, 102, 103)])
    return folder
