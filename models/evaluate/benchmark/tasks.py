"""The tasks of the paper's tables, and the further medical subjects of MMLU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.values import Language
from models.command import WorkshopError


@dataclass(frozen=True, slots=True)
class HubSet:
    """A data set of the hub: its repository, its configuration and its split."""

    repository: str
    configuration: str | None = None
    split: str = "test"


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the benchmark.

    `label` is the paper's heading; `topic` names the subject in a prompt. `family` is how a local folder
    is called. A "verdict" is answered with yes, no or maybe after reading a passage. `faults` are known
    faults of the public set, told beside its score.
    """

    name: str
    label: str
    topic: dict[Language, str]
    family: str
    hub: dict[Language, HubSet]
    kind: Literal["choice", "verdict"] = "choice"
    in_paper: bool = True
    faults: str = ""


_MMLU_FAULTS = "The Arabic is machine translation; rows that a heuristic found corrupt are left out of the local copy."
_VIROLOGY = (
    "MMLU-Redux (arXiv 2406.04127) found errors in more than half of the English virology questions it looked at."
)


def _mmlu(subject: str, label: str, english: str, arabic: str, in_paper: bool = True, faults: str = "") -> Task:
    return Task(
        name=subject,
        label=label,
        topic={"en": english, "ar": arabic},
        family="mmlu",
        hub={
            "en": HubSet("cais/mmlu", subject),
            "ar": HubSet(f"BiMediX/mmlu-{subject}-arabic", split="train"),
        },
        in_paper=in_paper,
        faults=f"{_MMLU_FAULTS} {faults}".strip(),
    )


TASKS: tuple[Task, ...] = (
    _mmlu("clinical_knowledge", "CKG", "clinical knowledge", "المعرفة السريرية"),
    _mmlu("college_biology", "CBio", "college biology", "علم الأحياء الجامعي"),
    _mmlu("college_medicine", "CMed", "college medicine", "الطب الجامعي"),
    _mmlu("medical_genetics", "MedGen", "medical genetics", "علم الوراثة الطبية"),
    _mmlu("professional_medicine", "ProMed", "professional medicine", "الطب المهني"),
    _mmlu("anatomy", "Ana", "anatomy", "علم التشريح"),
    Task(
        "medmcqa",
        "MedMCQA",
        {"en": "medicine", "ar": "الطب"},
        "medmcqa",
        {
            "en": HubSet("openlifescienceai/medmcqa", split="validation"),
            "ar": HubSet("BiMediX/medmcqa-arabic", split="train"),
        },
        faults="The test split has no public answers, so the validation split is scored.",
    ),
    Task(
        "medqa",
        "MedQA",
        {"en": "medicine", "ar": "الطب"},
        "medqa",
        {"en": HubSet("GBaker/MedQA-USMLE-4-options"), "ar": HubSet("BiMediX/medqa-test_arabic", split="train")},
        faults="Four options are scored; the original set has five.",
    ),
    Task(
        "pubmedqa",
        "PubmedQA",
        {"en": "biomedical research", "ar": "البحث الطبي"},
        "pubmedqa",
        {
            "en": HubSet("qiaojin/PubMedQA", "pqa_labeled", "train"),
            "ar": HubSet("BiMediX/pubmedqa-test_arabic", split="train"),
        },
        kind="verdict",
        faults='"yes" is right in 55 % of all 1,000 labelled questions: answering it always scores that much.',
    ),
    _mmlu("high_school_biology", "HSBio", "high school biology", "علم الأحياء الثانوي", in_paper=False),
    _mmlu("nutrition", "Nutr", "nutrition", "التغذية", in_paper=False),
    _mmlu("virology", "Viro", "virology", "علم الفيروسات", in_paper=False, faults=_VIROLOGY),
)

VERDICTS: dict[Language, tuple[str, ...]] = {"en": ("yes", "no", "maybe"), "ar": ("نعم", "لا", "ربما")}


def chosen_tasks(words: str) -> tuple[Task, ...]:
    """The tasks that a person named: "all" (the paper's nine), "every" (also the others), or names with commas."""
    if words == "all":
        return tuple(task for task in TASKS if task.in_paper)
    if words == "every":
        return TASKS
    by_name = {task.name: task for task in TASKS}
    unknown = [name for name in words.split(",") if name not in by_name]
    if unknown:
        raise WorkshopError(
            f"There is no task called {unknown[0]}: choose all, every, or some of {', '.join(by_name)}."
        )
    return tuple(by_name[name] for name in words.split(","))
