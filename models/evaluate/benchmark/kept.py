"""python -m models.evaluate report RUN [--results FILE] [--output FOLDER]

Reports a kept run, finished or not, without asking anything: RUN is its number, or a model's name for its latest run.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from models.evaluate.benchmark.compare import find
from models.evaluate.benchmark.options import default_results
from models.evaluate.benchmark.report import report, write_report
from models.evaluate.benchmark.store import Results
from models.evaluate.benchmark.summary import summarise


def main(arguments: Sequence[str]) -> int:
    """Print, and where asked write, the report of a kept run."""
    parser = argparse.ArgumentParser(
        prog="report", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--output", type=Path)
    given = parser.parse_args(list(arguments))
    results = Results(given.results or default_results())
    try:
        run = find(results, given.run)
        summary = summarise(run, results.answers(run), results.sets(run), run.about["way"]["seed"])
    finally:
        results.close()
    print(report(summary))
    if given.output:
        write_report(summary, given.output)
    return 0
