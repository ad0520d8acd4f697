"""python -m models.evaluate.interview [--model NAME] [--language en,ar,switch] [--cases DIR] [--json] [--show]

Runs every case in every language. Without --model the protocols speak for themselves, which is what
decides everything but the wording; with it, the model words the questions.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.chat import Chat
from app.config import find_home
from app.engine.base import Engine
from app.intake.knowledge import load_knowledge
from app.loading import Choice, loader
from app.store.record import open_record
from models.command import command
from models.evaluate.interview.conduct import TONGUES, interview
from models.evaluate.interview.measures import measure, together
from models.evaluate.interview.patient import CASES, load_patients
from models.evaluate.interview.report import as_json, table


def main(argv: Sequence[str]) -> int:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a catalogue name or a .gguf file")
    parser.add_argument("--language", default="en,ar,switch")
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="also print what was missed")
    arguments = parser.parse_args(argv)
    knowledge, patients = load_knowledge(), load_patients(arguments.cases)
    engine = _engine(arguments.model)
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        record = open_record(Path(folder) / "record.sqlite")
        chat = Chat(record, knowledge, lambda: engine)
        for tongue in arguments.language.split(","):
            if tongue not in TONGUES:
                parser.error(f"--language takes {', '.join(TONGUES)}")
            figures[tongue] = together(measure(interview(chat, patient, tongue), knowledge) for patient in patients)
        record.close()
    print(json.dumps(as_json(figures), ensure_ascii=False) if arguments.json else table(figures))
    if arguments.show:
        print("\n".join(line for measures in figures.values() for line in measures.missed), file=sys.stderr)
    return 0


def _engine(model: str | None) -> Engine | None:
    return loader(Choice(model), find_home(None).ready())(lambda _: None) if model else None


if __name__ == "__main__":
    command(main)
