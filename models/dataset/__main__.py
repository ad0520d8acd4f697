"""python -m models.dataset CONFIG.toml [--data DIR] [--output DIR] [--runner process|ray]

Builds the dataset that CONFIG describes: Parquet shards, a report, a data card and, last, a manifest.
Run it again after an interruption: it goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from models.command import command
from models.dataset.build import build
from models.dataset.settings import DatasetSettings
from models.settings import load_settings


def main(arguments: Sequence[str]) -> int:
    """Build and say what was built."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--data", type=Path, help="where the sources lie")
    parser.add_argument("--output", type=Path, help="where the dataset is written")
    parser.add_argument("--runner", choices=("process", "ray"), help="how the per-item steps run")
    given = parser.parse_args(arguments)
    manifest = build(_changed(load_settings(given.config, DatasetSettings), given), _say)
    figures = manifest.figures
    _say(
        f"{figures['records']['all']} records ({figures['records'].get('paired', 0)} in both languages), "
        f"{figures['interactions']['all']} interactions, English to Arabic "
        f"{figures['english_to_arabic']['tokens']} by tokens, {sum(figures['seconds'].values()):.0f} s"
    )
    return 0


def _changed(settings: DatasetSettings, given: argparse.Namespace) -> DatasetSettings:
    """The settings with what the command line says otherwise."""
    changes: dict[str, object] = {name: value for name in ("data", "output") if (value := getattr(given, name))}
    if given.runner:
        changes["work"] = settings.work.model_copy(update={"runner": given.runner})
    return settings.model_copy(update=changes)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    command(main)
