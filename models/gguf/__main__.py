"""python -m models.gguf STEP ...: from trained weights to a GGUF file that the desk's catalogue knows.

  sources    fetch and unpack the sources of the pinned llama.cpp
  merge      add a LoRA to a checkpoint, shard by shard
  adapter    a LoRA as GGUF, without merging
  convert    a checkpoint to a 16-bit GGUF file
  imatrix    measure an importance matrix on bilingual text
  quantise   a 16-bit GGUF file to Q4_K_M, Q5_K_M, Q6_K or Q8_0
  check      a quantised file beside the 16-bit one
  card       the model card, from the manifests
  build      all of it, from published weights to the catalogue

Every step writes into a folder of its own, its manifest last; a finished step is not done again.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from models.command import command
from models.gguf.sources import CACHE, sources

Run = Callable[[argparse.Namespace], object]
_SAID = dict(line.split(maxsplit=1) for line in (__doc__ or "").splitlines() if line.startswith("  "))
"""What each step does, as listed above."""


def main(arguments: Sequence[str]) -> int:
    """Run one step."""
    parser = argparse.ArgumentParser(
        prog="python -m models.gguf", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = parser.add_subparsers(required=True, metavar="STEP")
    for add in (_sources, _merge, _adapter, _convert, _imatrix, _quantise, _check, _card, _build):
        add(steps)
    chosen = parser.parse_args(list(arguments))
    chosen.run(chosen)
    return 0


def _step(steps: argparse._SubParsersAction, name: str, run: Run, *inputs: str) -> argparse.ArgumentParser:
    """A step's own parser: `inputs` are paths; all take the cache of llama.cpp's sources."""
    parser: argparse.ArgumentParser = steps.add_parser(name, description=_SAID[name])
    for each in inputs:
        parser.add_argument(each, type=Path, metavar=each.upper())
    parser.add_argument("--cache", type=Path, default=CACHE, help="where llama.cpp's sources and tools are kept")
    parser.set_defaults(run=run)
    return parser


def _output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")


def _sources(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "sources", _run_sources)
    parser.add_argument("--build", action="append", default=[], metavar="TOOL", help="also build llama-imatrix, ...")
    parser.add_argument("--cmake", action="append", default=[], metavar="OPTION", help="such as=-DGGML_CUDA=ON")


def _run_sources(chosen: argparse.Namespace) -> None:
    from models.gguf.tools import build

    found = sources(chosen.cache)
    print(found.root)
    for tool in chosen.build:
        print(build(found, tool, tuple(chosen.cmake)))


def _merge(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "merge", _run_merge, "lora")
    parser.add_argument("--base", type=Path, required=True, metavar="FOLDER")
    _output(parser)


def _run_merge(chosen: argparse.Namespace) -> None:
    from models.gguf.merge import MergeJob

    MergeJob(chosen.lora, chosen.base, chosen.output).run()


def _adapter(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "adapter", _run_adapter, "lora")
    parser.add_argument("--base", type=Path, required=True, help="a checkpoint folder or a .gguf file")
    parser.add_argument("--type", default="f16", choices=("f32", "f16", "bf16", "q8_0"))
    _output(parser)


def _run_adapter(chosen: argparse.Namespace) -> None:
    from models.gguf.adapter import AdapterJob

    AdapterJob(chosen.lora, chosen.base, chosen.output, chosen.type).run(sources(chosen.cache))


def _convert(steps: argparse._SubParsersAction) -> None:
    from models.gguf.convert import TYPES

    parser = _step(steps, "convert", _run_convert, "checkpoint")
    parser.add_argument("--type", default="bf16", choices=TYPES)
    parser.add_argument("--name", default="", help="the model's name (default: the folder's)")
    _output(parser)


def _run_convert(chosen: argparse.Namespace) -> None:
    from models.gguf.convert import ConvertJob

    ConvertJob(chosen.checkpoint, chosen.output, chosen.type, chosen.name).run(sources(chosen.cache))


def _imatrix(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "imatrix", _run_imatrix, "model")
    parser.add_argument("--text", type=Path, help="UTF-8 text (default: the desk's own clinical prose)")
    parser.add_argument("--chunks", type=int, default=100)
    parser.add_argument("--gpu-layers", type=int, default=0)
    _output(parser)


def _run_imatrix(chosen: argparse.Namespace) -> None:
    from models.gguf.imatrix import ImatrixJob
    from models.gguf.tools import IMATRIX, build

    tool = build(sources(chosen.cache), IMATRIX)
    job = ImatrixJob(chosen.model, chosen.output, chosen.text, chosen.chunks, gpu_layers=chosen.gpu_layers)
    job.run(tool)


def _quantise(steps: argparse._SubParsersAction) -> None:
    from models.gguf.quantise import QUANTS

    parser = _step(steps, "quantise", _run_quantise, "model")
    parser.add_argument("--quant", default="Q4_K_M", help=f"{', '.join(QUANTS)}, or another of llama.cpp's")
    parser.add_argument("--imatrix", type=Path, metavar="FILE")
    _output(parser)


def _run_quantise(chosen: argparse.Namespace) -> None:
    from models.gguf.quantise import QuantiseJob

    QuantiseJob(chosen.model, chosen.output, chosen.quant, chosen.imatrix).run()


def _check(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "check", _run_check, "model")
    parser.add_argument("--against", type=Path, required=True, metavar="FILE", help="the 16-bit GGUF file")
    parser.add_argument("--tokens", type=int, default=1000, help="tokens of text in each language")
    parser.add_argument("--gpu-layers", type=int, default=0)
    _output(parser)


def _run_check(chosen: argparse.Namespace) -> None:
    from models.gguf.check import CheckJob

    CheckJob(chosen.model, chosen.against, chosen.output, chosen.tokens, chosen.gpu_layers).run()


def _card(steps: argparse._SubParsersAction) -> None:
    parser = _step(steps, "card", _run_card, "quantised")
    parser.add_argument("--name", required=True, help="the catalogue's name for the model")
    parser.add_argument("--steps", type=Path, nargs="*", default=[], metavar="FOLDER", help="of the steps before")


def _run_card(chosen: argparse.Namespace) -> None:
    from app.catalogue.rows import Catalogue
    from models.gguf.card import write_card

    print(write_card(chosen.quantised, Catalogue.load().get(chosen.name), chosen.steps))


def _build(steps: argparse._SubParsersAction) -> None:
    from models.gguf.quantise import QUANTS

    parser = _step(steps, "build", _run_build)
    parser.add_argument("name", help="a model of the catalogue that is made here, such as bimedix-bi")
    parser.add_argument("--quant", default="Q4_K_M", choices=QUANTS)
    parser.add_argument("--work", type=Path, required=True, metavar="FOLDER", help="room for weights and results")
    parser.add_argument("--accept-licence", action="store_true")
    parser.add_argument("--no-imatrix", action="store_true", help="quantise without an importance matrix")
    parser.add_argument("--gpu-layers", type=int, default=0)
    parser.add_argument("--home", type=Path, help="the desk's directory")


def _run_build(chosen: argparse.Namespace) -> None:
    from app.catalogue.registry import load_catalogue
    from app.config import find_home
    from models.gguf.build import Build

    home = find_home(chosen.home).ready()
    build = Build(
        load_catalogue(home).get(chosen.name),
        chosen.work,
        chosen.quant,
        accepted=chosen.accept_licence,
        imatrix=not chosen.no_imatrix,
        gpu_layers=chosen.gpu_layers,
    )
    build.run(home, load_catalogue(home), sources(chosen.cache))


if __name__ == "__main__":
    command(main)
