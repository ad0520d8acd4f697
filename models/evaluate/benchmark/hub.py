"""Reads the sets from the hub, at the commit that is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.values import Language
from models.command import WorkshopError
from models.evaluate.benchmark.checks import check
from models.evaluate.benchmark.questions import QuestionSet
from models.evaluate.benchmark.rows import read_rows
from models.evaluate.benchmark.tasks import HubSet, Task


@dataclass(frozen=True, slots=True)
class Fetched:
    """A split's rows, the commit they are of, and the licence that the repository states."""

    rows: Iterable[Mapping[str, Any]]
    revision: str
    licence: str


Fetch = Callable[[HubSet], Fetched]


def load_hub(fetch: Fetch, task: Task, language: Language) -> QuestionSet:
    """A task's questions, fetched by `fetch`. Raises WorkshopError where it cannot be had."""
    wanted = task.hub[language]
    fetched = fetch(wanted)
    rows = read_rows([{**row, "subject": task.name} for row in fetched.rows], task, language)
    questions, faults = check(rows, task, language)
    return QuestionSet(
        task.name, language, questions, faults, f"hub {wanted.repository}", fetched.licence, fetched.revision
    )


def fetch_from_hub(wanted: HubSet) -> Fetched:
    """Fetch with huggingface_hub and datasets. Raises WorkshopError naming what failed."""
    from datasets import load_dataset
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    try:
        info = HfApi().dataset_info(wanted.repository)
        rows = load_dataset(wanted.repository, wanted.configuration, split=wanted.split, revision=info.sha)
    except (OSError, ValueError, HfHubHTTPError) as error:
        raise WorkshopError(
            f"{wanted.repository} cannot be fetched from the hub ({error}): give a local folder with --data."
        ) from error
    licence = (info.card_data.get("license") if info.card_data else None) or "not stated"
    return Fetched(rows, info.sha or "", licence if isinstance(licence, str) else ", ".join(licence))
