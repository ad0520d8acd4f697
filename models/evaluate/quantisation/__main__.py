"""python -m models.evaluate quantisation MODEL [--quants Q8_0,Q6_K,Q5_K_M,Q4_K_M] [--files FILE ...] [--output FOLDER]

What each quantised file of a model costs in judgement and saves in size: perplexity, KL divergence and agreement
about the likeliest token, in English and Arabic, bytes and tokens a second, beside the reference.

MODEL is a 16-bit GGUF file, from which the quants are made; or a catalogue name or file that is quantised
already. Of such a one the original is not at hand: its weights are unpacked to 16 bit for a reference, and the
figures say what quantising them once more costs, not what the first quantising cost. --files measures files that
exist instead of making some; --text names a folder with en.txt and ar.txt (default: what the patients of the
project's interview cases say); --questions names a folder of the benchmark's question sets, of which each file then
answers --limit of each task and language, and the table shows its accuracy.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.files import locate
from app.catalogue.registry import load_catalogue
from app.config import find_home
from app.engine.gguf import inspect
from app.engine.llama_bench_machine import machine
from app.engine.llama_devices import cores
from app.export.files import encode, write_whole
from models.command import command
from models.evaluate.quantisation.accuracy import Questions
from models.evaluate.quantisation.measure import FULL, Plan, made, measure, unpacked
from models.evaluate.quantisation.plot import plot
from models.evaluate.quantisation.values import Report, table
from models.gguf.quantise import QUANTS
from models.gguf.texts import read_texts

AGAIN = (
    "The original weights are not at hand: the reference is the {found} file itself, unpacked to 16 bit. So the "
    "figures say what quantising it once more would cost, not what the first quantising did."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The command line, understood."""

    model: Path
    recipes: tuple[str, ...]
    files: tuple[Path, ...]
    text: Path | None
    tokens: int
    gpu_layers: int
    threads: int
    questions: Questions | None = None


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and write table, JSON and plot where --output names a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m models.evaluate quantisation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--quants", default=",".join(reversed(QUANTS)))
    parser.add_argument("--files", type=Path, nargs="*", default=[])
    parser.add_argument("--text", type=Path, metavar="FOLDER")
    parser.add_argument("--tokens", type=int, default=1000, help="of text in each language")
    parser.add_argument("--questions", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--gpu-layers", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--output", type=Path, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(list(arguments))
    home = find_home(None).ready()
    model = locate(home, load_catalogue(home), chosen.model).path
    recipes = () if chosen.files else tuple(chosen.quants.split(","))
    questions = Questions(chosen.questions, limit=chosen.limit) if chosen.questions else None
    files, text, layers = tuple(chosen.files), chosen.text, chosen.gpu_layers
    report = run(Wanted(model, recipes, files, text, chosen.tokens, layers, chosen.threads, questions))
    print(json.dumps(report.as_dict(), ensure_ascii=False) if chosen.json else table(report))
    if chosen.output:
        write(report, chosen.output)
    return 0


def run(wanted: Wanted) -> Report:
    """The whole report; files made on the way are deleted again. Raises WorkshopError or ModelProblem."""
    found = inspect(wanted.model).quantisation or "mixed"
    ask = wanted.questions.ask if wanted.questions else None
    plan = Plan(read_texts(wanted.text), wanted.tokens, wanted.gpu_layers, wanted.threads, ask)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = found in FULL
        reference = wanted.model if whole else unpacked(wanted.model, folder, wanted.threads)
        files = {path.stem: path for path in wanted.files} | made(reference, wanted.recipes, folder, wanted.threads)
        if not whole:
            files = {f"{found} (the file itself)": wanted.model, **files}
        first, rows = measure(reference, files, plan)
    here = machine(wanted.threads or cores())
    about = f"{here.processor}, {wanted.threads or cores()} threads"
    texts = f"{wanted.text.name if wanted.text else 'the interview cases'}, {wanted.tokens} tokens at most a language"
    return Report(wanted.model.stem, first, rows, texts, about, "" if whole else AGAIN.format(found=found))


def write(report: Report, folder: Path) -> None:
    """Table, JSON and plot into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "quantisation.md", encode(table(report) + "\n"))
    write_whole(folder / "quantisation.json", encode(json.dumps(report.as_dict(), ensure_ascii=False, indent=1) + "\n"))
    plot(report, folder / "quantisation.png")


if __name__ == "__main__":
    command(main)
