"""`bench`: how fast this desk is here. The engine beside stock llama-cpp-python, the record, or the exports."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from dataclasses import asdict, is_dataclass
from pathlib import Path

from app.catalogue.files import locate
from app.catalogue.registry import load_catalogue
from app.commands.printing import print_json, table
from app.config import edge_language, find_home
from app.loading import chosen
from app.text.locale import Locale, locale


def bench(arguments: Namespace) -> int:
    """Measure and print the figures."""
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    if arguments.record:
        from app.store.measure import run as measure_record

        with tempfile.TemporaryDirectory(dir=home.path) as folder:
            _print(measure_record(Path(folder)), arguments, say("bench-record"))
    elif arguments.export:
        from app.export.measure import run as measure_exports

        _print(measure_exports(), arguments, say("bench-export"))
    else:
        _engine(arguments, say)
    return 0


def _engine(arguments: Namespace, say: Locale) -> None:
    from app.engine.llama_bench import run
    from app.engine.llama_bench_values import table as engine_table

    home = find_home(arguments.home)
    located = locate(home, load_catalogue(home), chosen(arguments, home).model)
    report = run(located.path, tell=lambda key: print(say(f"engine-bench-{key}"), "...", file=sys.stderr, flush=True))
    if arguments.json:
        print_json(report.as_dict())
    else:
        print(engine_table(report, say))


def _print(figures: object, arguments: Namespace, heading: str) -> None:
    values = asdict(figures) if is_dataclass(figures) and not isinstance(figures, type) else {}
    if arguments.json:
        print_json(values)
        return
    print(heading)
    print(table([(name.replace("_", " "), _shown(value)) for name, value in values.items()]))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(each)}" for name, each in value.items())
    return f"{value:.2f}" if isinstance(value, float) else str(value)
