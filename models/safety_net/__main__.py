"""python -m models.safety_net LESSONS.jsonl [--held-out FILE ...] [--output FOLDER]

Learns the safety net from the labelled messages of tests/intake (utterances.jsonl, look_alikes.toml,
rare_emergencies.toml) and models/evaluate/interview/fresh, but for the files held out, on which it is then judged; and
silence also from tests/intake/openings.toml and the lessons' patients, where no rule alarms
(`python -m models.dataset.interview lessons` writes lessons/train.jsonl).
Writes weights.json and manifest.json into FOLDER; the desk's own is assets/safety_net.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.config import ROOT
from app.export.files import encode, write_whole
from app.intake.knowledge import load_knowledge
from models.command import command
from models.manifest import Manifest, digests, versions
from models.safety_net.learn import Learnt, figures, learn
from models.safety_net.material import in_lessons, in_openings, labelled, quiet

_KNOWN = ROOT / "tests" / "intake" / "utterances.jsonl"
_OPENINGS = ROOT / "tests" / "intake" / "openings.toml"
_PAIRS = (ROOT / "tests" / "intake" / "look_alikes.toml", ROOT / "tests" / "intake" / "rare_emergencies.toml")
_FRESH = ROOT / "models" / "evaluate" / "interview" / "fresh"


def main(arguments: Sequence[str]) -> int:
    """Learn, judge, write."""
    wish = _parser().parse_args(arguments)
    held = [path.resolve() for path in wish.held_out]
    files = [path for path in (*_PAIRS, *sorted(_FRESH.glob("utterances_*.jsonl"))) if path.resolve() not in held]
    knowledge = replace(load_knowledge(), net=None)
    fresh = labelled(files, knowledge)
    beside = labelled([_KNOWN], knowledge)
    beside += quiet(in_lessons(wish.lessons), wish.quiet, wish.seed, knowledge)
    beside += quiet(in_openings(_OPENINGS), sys.maxsize, wish.seed, knowledge)
    learnt = learn(fresh, beside, wish.strength, wish.false_alarms, wish.seed)
    found = {path.name: figures(labelled([path], knowledge), learnt) for path in held}
    print(json.dumps({"fresh": len(fresh), "beside": len(beside), "weights": len(learnt.weights), **found}, indent=1))
    _write(wish, learnt, [_KNOWN, *files], found)
    return 0


def _write(wish: argparse.Namespace, learnt: Learnt, files: Sequence[Path], found: dict) -> None:
    wish.output.mkdir(parents=True, exist_ok=True)
    path = wish.output / "weights.json"
    values = {"bias": learnt.bias, "threshold": learnt.threshold, "weights": dict(sorted(learnt.weights.items()))}
    write_whole(path, encode(json.dumps(values, ensure_ascii=False, indent=0) + "\n"))
    settings = {"strength": wish.strength, "false_alarms": wish.false_alarms, "quiet": wish.quiet}
    Manifest(
        step="safety_net",
        settings=settings,
        inputs=digests([*files, _OPENINGS, wish.lessons], ROOT),
        outputs=digests([path], wish.output),
        versions=versions("scikit-learn", "numpy"),
        seed=wish.seed,
        figures=found,
    ).write(wish.output)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("safety_net", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lessons", type=Path, metavar="LESSONS.jsonl")
    parser.add_argument("--held-out", type=Path, nargs="*", default=[], metavar="FILE", help="judged, not learnt from")
    parser.add_argument("--output", type=Path, default=ROOT / "assets" / "safety_net", metavar="FOLDER")
    parser.add_argument("--quiet", type=int, default=4000, help="things said in the lessons to learn silence from")
    parser.add_argument("--strength", type=float, default=3.0, help="of the fit: the greater, the closer")
    parser.add_argument("--false-alarms", type=float, default=0.01, help="share of silent fresh messages alarmed at")
    parser.add_argument("--seed", type=int, default=8)
    return parser


if __name__ == "__main__":
    command(main)
