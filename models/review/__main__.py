"""python -m models.review CONFIG.toml --reviewers NAMES [--double 0.1] [--port 7870]

The page where people decide about what `python -m models.translate CONFIG.toml` left to them, also
while it still runs. It has no passwords, so it is reached from this machine alone. --reviewers are
names with commas between them; --double is the share of items that two of them get. --export FILE
writes what is accepted as records; --figures prints agreement and calibration as JSON.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from models.command import WorkshopError, command
from models.dataset.record_json import write_lines
from models.review import store
from models.review.agreement import cohens_kappa
from models.review.calibration import calibration_error, reliability
from models.settings import load_settings
from models.translate.__main__ import prompts_of
from models.translate.export import accepted
from models.translate.settings import TranslateSettings
from models.translate.state import State, open_state


def main(argv: Sequence[str]) -> int:
    """Serve the page, or print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--reviewers", default="1")
    parser.add_argument("--double", type=float, default=0.1)
    parser.add_argument("--port", type=int, default=7870)
    parser.add_argument("--export", type=Path, metavar="FILE")
    parser.add_argument("--figures", action="store_true")
    arguments = parser.parse_args(argv)
    settings = load_settings(arguments.config, TranslateSettings)
    if not settings.state.exists():
        raise WorkshopError(f"{settings.state} is not there: run python -m models.translate {arguments.config} first.")
    state = open_state(settings.state)
    try:
        store.prepare(state)
        if arguments.export:
            write_lines(arguments.export, accepted(state))
            return 0
        if arguments.figures:
            print(json.dumps(figures(state), ensure_ascii=False))
            return 0
    finally:
        state.close()
    _serve(arguments, settings)
    return 0


def _serve(arguments: argparse.Namespace, settings: TranslateSettings) -> None:
    """Serve until the process is ended."""
    from models.review.page import Office
    from models.review.serving import serve

    reviewers = tuple(dict.fromkeys(name.strip() for name in arguments.reviewers.split(",") if name.strip()))
    if not reviewers:
        raise WorkshopError("Name at least one reviewer: --reviewers NAME,NAME.")
    prompts = prompts_of(settings)
    office = Office(settings.state, reviewers, prompts.glossary, arguments.double, settings.seed, prompts.texts())
    serving = serve(office, arguments.port)
    print(f"ready: {serving.url}", flush=True)
    serving.wait()


def figures(state: State) -> dict[str, object]:
    """Agreement and calibration as plain values."""
    doubled, judged = store.doubled(state), store.judged(state)
    bins = reliability(judged)
    return {
        "doubled": len(doubled),
        "kappa": cohens_kappa(doubled),
        "judged": len(judged),
        "calibration_error": calibration_error(bins),
        "bins": [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in bins],
        "disputed": store.disputed(state),
    }


if __name__ == "__main__":
    command(main)
