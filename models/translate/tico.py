"""python -m models.translate.tico PAIRS.jsonl --output RECORDS.jsonl [--others 200] [--seed 19]

Records of TICO-19 for a translation run: every spoken sentence (ids that begin with CMU_) and some
others drawn by the seed. The professional Arabic stays out of them; it is what the run is measured
against. TICO-19 is CC0 1.0 (https://tico-19.github.io); it serves for measuring only, not for training.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from models.command import command
from models.dataset.record import Content, Record, Source
from models.dataset.record_json import write_lines
from models.translate.corrupt import read_pairs

SPOKEN = "CMU_"
SOURCE = Source("TICO-19", "CC0-1.0", credit="TICO-19, tico-19.github.io")


def chosen(pairs: Path, others: int, seed: int) -> list[Record]:
    """The records of the run: spoken sentences, then the drawn ones, all without their Arabic."""
    read = [(name, pair.source) for name, pair in read_pairs(pairs)]
    spoken = [one for one in read if one[0].startswith(SPOKEN)]
    rest = [one for one in read if not one[0].startswith(SPOKEN)]
    drawn = random.Random(seed).sample(rest, min(others, len(rest)))
    return [
        Record(
            name, name, "open_question", SOURCE, "en", en=Content(question=" ".join(text.split())), tags=("sentence",)
        )
        for name, text in [*spoken, *drawn]
    ]


def main(argv: Sequence[str]) -> int:
    """Write the records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--others", type=int, default=200)
    parser.add_argument("--seed", type=int, default=19)
    arguments = parser.parse_args(argv)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    write_lines(arguments.output, chosen(arguments.pairs, arguments.others, arguments.seed))
    return 0


if __name__ == "__main__":
    command(main)
