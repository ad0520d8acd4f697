"""python -m models.translate CONFIG.toml [--json] [--export FILE]

Translates records, judges and revises them, and leaves what needs a person to `python -m models.review`.
A killed run goes on where it was when the same command is given again. --export writes what is
accepted so far as records, and translates nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.config import find_home
from models.command import WorkshopError, command
from models.dataset.record import Record
from models.dataset.record_files import read_records
from models.dataset.record_json import write_lines
from models.settings import load_settings
from models.translate.connecting import open_asker
from models.translate.export import accepted
from models.translate.glossary import load_glossary
from models.translate.layout import written
from models.translate.loop import Tally, translate
from models.translate.prompts import Prompts
from models.translate.rounds import Model, Workers
from models.translate.settings import ModelSettings, TranslateSettings
from models.translate.state import State, open_state
from models.translate.summary import Progress, summary


def main(argv: Sequence[str]) -> int:
    """Run, or go on with, one translation. Exit status 0 when every item is decided, 1 when some got no answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--export", type=Path, metavar="FILE", help="write the accepted records and stop")
    arguments = parser.parse_args(argv)
    settings = load_settings(arguments.config, TranslateSettings)
    if arguments.export and not settings.state.exists():
        raise WorkshopError(f"{settings.state} is not there: nothing was translated with {arguments.config} yet.")
    state = open_state(settings.state)
    try:
        if arguments.export:
            write_lines(arguments.export, accepted(state))
            return 0
        tally = run(state, settings)
        figures = summary(state).as_json()
        lines = [f"{name}: {value}" for name, value in figures.items()]
        print(json.dumps(figures, ensure_ascii=False) if arguments.json else "\n".join(lines))
        return 1 if tally.stuck else 0
    finally:
        state.close()


def run(state: State, settings: TranslateSettings) -> Tally:
    """Take in the records and work until everything is decided. Raises WorkshopError or DeskError."""
    prompts = prompts_of(settings)
    state.begin(identity(settings))
    total = state.add_items(records(settings))
    return asyncio.run(_work(state, settings, prompts, total))


async def _work(state: State, settings: TranslateSettings, prompts: Prompts, total: int) -> Tally:
    home = find_home(None).ready()
    translator = Model(open_asker(settings.translator, settings.limits, home), settings.translator)
    judge = None
    if settings.judge:
        same = _same(settings.judge, settings.translator)
        asker = translator.asker if same else open_asker(settings.judge, settings.limits, home)
        judge = Model(asker, settings.judge, settings.judge.kind)
    done = state.connection.execute("SELECT count(*) FROM item WHERE status != 'open'").fetchone()[0]
    progress = Progress(total, done, sys.stderr.write)
    try:
        return await translate(state, Workers(translator, judge, prompts), settings, progress)
    finally:
        progress.end()
        for asker in {id(one.asker): one.asker for one in (translator, judge) if one}.values():
            await asker.close()


def _same(one: ModelSettings, other: ModelSettings) -> bool:
    return (one.model, one.server, one.patience_s) == (other.model, other.server, other.patience_s)


def records(settings: TranslateSettings) -> Iterator[tuple[Record, str]]:
    """The records of the run that have the language to translate from alone, with the text that is translated."""
    taken = 0
    for record in read_records(settings.source):
        content = record.content(settings.out_of)
        if content is None or record.content(settings.into):
            continue
        if settings.limit and taken >= settings.limit:
            return
        taken += 1
        yield record, written(content, settings.out_of)


def prompts_of(settings: TranslateSettings) -> Prompts:
    """What the run's prompts are made of."""
    # The term lists are English to Arabic; the other way round they would find nothing.
    glossary = load_glossary(settings.glossary, shipped=settings.shipped_glossary)
    return Prompts(settings.out_of, settings.into, settings.example, glossary, settings.seed)


def identity(settings: TranslateSettings) -> dict[str, str]:
    """What must stay the same for a state to be gone on with: not where servers are, nor how hard they are asked."""
    told = settings.model_dump(mode="json", exclude={"source", "state", "limits", "limit"})
    for model in ("translator", "judge"):
        if told[model]:
            told[model] = {key: told[model][key] for key in ("model", "temperature", "kind") if key in told[model]}
    return {key: json.dumps(value, ensure_ascii=False, sort_keys=True) for key, value in told.items()}


if __name__ == "__main__":
    command(main)
