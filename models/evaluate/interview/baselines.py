"""python -m models.evaluate baselines [--model NAME] [--language en,ar] [--limit N] [--cases FILE.jsonl] [--json]

The desk and two baselines interview the same patients in one run: the same model without the desk's policy (only with
--model), and a fixed checklist without a model. Without --cases the patients are the project's bilingual twins; FILE is
a set shaped like AgentClinic's or MediQ's, in English. --limit takes the first N patients. With --judge a second
model reads every question and says whether it is a sound one; its agreement with the rules is told beside it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.chat import Chat
from app.config import Home, find_home
from app.intake.knowledge import Knowledge, load_knowledge
from app.store.record import Record, open_record
from models.evaluate.benchmark.options import languages
from models.evaluate.interview.conduct import Interview, interview
from models.evaluate.interview.further import Further, measure_further, sum_up
from models.evaluate.interview.interviewers import Baseline, Checklist, Interviewer, ModelAlone
from models.evaluate.interview.measures import Measures, Tally, measure, together
from models.evaluate.interview.opinion import Opinion, opinion, told
from models.evaluate.interview.patient import load_patients
from models.evaluate.interview.strangers import Stranger, load_strangers
from models.evaluate.judges.judge import Opened, open_model

TWINS = (
    ("facts elicited", "elicited"),
    ("must-ask recall", "must"),
    ("expected alarm raised", "alarmed"),
    ("turns to the alarm", "turns_to_flag"),
    ("no emergency where none is", "calm"),
    ("repeats a turn", "repeats"),
    ("wrong language", "wrong_language"),
    ("note: supported", "supported"),
    ("note: invented", "invented"),
    ("note: omitted of what was told", "omitted"),
    ("ended with must-asks open", "premature"),
    ("replies with advice or diagnosis", "leaks"),
    ("turns", "turns"),
)
STRANGERS = (
    ("facts elicited", "elicited"),
    ("repeats a turn", "repeats"),
    ("wrong language", "wrong_language"),
    ("replies with advice or diagnosis", "leaks"),
    ("turns", "turns"),
)
"""Rows of the table: what people call a measure, and its name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One interviewer in one language."""

    interviewer: str
    language: str
    measures: Measures
    further: Further

    def cell(self, name: str) -> tuple[float, int]:
        """A measure's share and what it is of."""
        tally = getattr(self.further, name, None) or getattr(self.measures, name)
        return float(tally.share), int(tally.of)


def main(arguments: Sequence[str]) -> int:
    """Run all interviewers with the command line's arguments."""
    parser = argparse.ArgumentParser(
        prog="baselines", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", help="a catalogue name or a .gguf file")
    parser.add_argument("--judge", help="a model that gives its opinion of every question")
    parser.add_argument("--language", default="en,ar")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(list(arguments))
    knowledge, home = load_knowledge(), find_home(None).ready()
    loaded: Sequence[Any] = load_strangers(given.cases, knowledge, given.limit) if given.cases else load_patients()
    spoken = ("en",) if given.cases else languages(given.language)
    model = open_model(given.model, home) if given.model else None
    with tempfile.TemporaryDirectory() as folder:
        found = _conduct(
            loaded[: given.limit or None], spoken, open_record(Path(folder) / "r.sqlite"), knowledge, model
        )
    columns = [_column(name, tongue, group, knowledge) for (name, tongue), group in found.items()]
    print(json.dumps(as_json(columns)) if given.json else table(columns, STRANGERS if given.cases else TWINS))
    if given.judge:
        print("\n" + told(_opinions(found, given.judge, home)))
    if model:
        model.close()
    return 0


def table(columns: Sequence[Column], rows: Sequence[tuple[str, str]]) -> str:
    """One column an interviewer and language; where Arabic and English are there, their gap in points below."""
    heads = [f"{column.interviewer}, {column.language}" for column in columns]
    lines = [f"| measure | {' | '.join(heads)} |", f"| --- | {' | '.join('---' for _ in heads)} |"]
    for label, name in rows:
        cells = [column.cell(name) for column in columns]
        lines.append(f"| {label} | {' | '.join(f'{share:.3f} ({of})' if of else '-' for share, of in cells)} |")
    return "\n".join([*lines, *_gaps(columns)])


def as_json(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """The same for scripts."""
    names = dict.fromkeys(name for _, name in (*TWINS, *STRANGERS))
    return [
        {
            "interviewer": column.interviewer,
            "language": column.language,
            **{name: dict(zip(("share", "of"), column.cell(name), strict=True)) for name in names},
        }
        for column in columns
    ]


def _conduct(
    patients: Sequence[Any], spoken: Sequence[str], record: Record, knowledge: Knowledge, model: Opened | None
) -> dict[tuple[str, str], list[Interview]]:
    """Every patient by every interviewer in every language."""
    engine = model.engine if model else None
    who: dict[str, Interviewer] = {"desk": Chat(record, knowledge, lambda: engine)}
    if engine:
        who["model alone"] = Baseline(record, knowledge, ModelAlone(engine, knowledge))
    who["checklist"] = Baseline(record, knowledge, Checklist(knowledge))
    try:
        return {
            (name, tongue): [interview(each, patient, tongue) for patient in patients]
            for name, each in who.items()
            for tongue in spoken
        }
    finally:
        record.close()


def _column(name: str, tongue: str, group: Sequence[Interview], knowledge: Knowledge) -> Column:
    return Column(
        name,
        tongue,
        together(measure(each, knowledge) for each in group),
        sum_up(_further(each, knowledge) for each in group),
    )


def _further(found: Interview, knowledge: Knowledge) -> Further:
    """A stranger's facts are counted sentence by sentence, since one slot may hold several; unfiled ones are missed."""
    counts = measure_further(found, knowledge)
    if not isinstance(found.patient, Stranger):
        return counts
    said = " ".join(exchange.told.text for exchange in found.exchanges)
    facts = found.patient.sentences
    return replace(counts, elicited=Tally(sum(fact in said for fact in facts), len(facts) + found.patient.unfiled))


def _gaps(columns: Sequence[Column]) -> list[str]:
    lines = []
    for name in dict.fromkeys(column.interviewer for column in columns):
        pair = {column.language: column for column in columns if column.interviewer == name}
        if {"ar", "en"} <= set(pair):
            gap = [100 * (pair["ar"].cell(key)[0] - pair["en"].cell(key)[0]) for key in ("must", "elicited")]
            lines.append(
                f"Arabic minus English, {name}: must-ask recall {gap[0]:+.1f}, facts elicited {gap[1]:+.1f} points."
            )
    return ["", *lines] if lines else []


def _opinions(found: Mapping[tuple[str, str], Sequence[Interview]], name: str, home: Home) -> list[Opinion]:
    judge = open_model(name, home)
    try:
        groups = found.items()
        return [
            opinion(judge, who, tongue, exchange)
            for (who, tongue), each in groups
            for one in each
            for exchange in one.exchanges
        ]
    finally:
        judge.close()
