"""Puts a taught adapter beside the desk, with its card, settings, manifests, figures and loss curve.

    python -m models.finetune.ship RUN --gguf FOLDER --config CONFIG.toml --judged FILE.json [--short FILE.json]
        [--to assets/adapters]

RUN is what `models.finetune` wrote, FOLDER what `models.gguf adapter` made of it; the files are what
`models.finetune.judge` and `models.finetune.judge_short` measured. The card is written from these; nothing
in it is typed by hand.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.catalogue.rows import Catalogue, Model
from app.config import ROOT
from app.export.files import encode, write_whole
from models.command import WorkshopError, command
from models.finetune.curve import read_metrics
from models.finetune.run import CURVE
from models.finetune.trainer import METRICS
from models.manifest import Manifest, read_manifest

MOST_BYTES = 20_000_000
KEPT = ("lessons", "seed", "ways", "short")
"""What is kept of a judgement: the figures, not the replies."""

WAYS = {
    "written": "the written replies themselves",
    "held": "base, today's transcript form, held by a grammar",
    "base": "base, asked as the taught model, nothing to hold it",
    "tuned": "with this adapter, nothing to hold it",
}

SHORT = {
    "titles": "titles of visits",
    "right": "the written title",
    "shown": "a title that the desk would show",
    "right_of_shown": "the written title, of those shown",
    "answers": "answers",
    "right_language": "right language",
    "likeness": "likeness to the written answer (F1 of content words)",
    "doses": "questions about doses, in unseen words",
    "hedged": "refers to a formulary",
    "amounts": "names an amount",
    "advice_or_diagnosis": "answers with a diagnosis, a treatment or a promise",
    "perplexity_of_written_answers": "perplexity of written answers",
}
Judgement = Mapping[str, Any]


def ship(run: Path, gguf: Path, config: Path, judged: Sequence[Judgement], target: Path, name: str) -> list[Path]:
    """Write NAME.gguf, .md, .toml, .json and .png into `target`. Raises WorkshopError for an adapter over 20 MB."""
    adapter = gguf / "adapter.gguf"
    if adapter.stat().st_size > MOST_BYTES:
        raise WorkshopError(f"{adapter} has over {MOST_BYTES // 10**6} MB: lower lora.rank or raise lora.first_layer.")
    trained, converted = read_manifest(run), read_manifest(gguf)
    target.mkdir(parents=True, exist_ok=True)
    figures = [{key: value for key, value in each.items() if key in KEPT} for each in judged]
    described = {"trained": asdict(trained), "converted": asdict(converted), "judged": figures}
    epoch = max(row["epoch"] for row in read_metrics(run / METRICS) if "epoch" in row)
    card = "\n".join(_card(Catalogue.load().get(name), trained, converted, figures, epoch)) + "\n"
    contents = {
        "gguf": adapter.read_bytes(),
        "toml": config.read_bytes(),
        "png": (run / CURVE).read_bytes(),
        "json": encode(json.dumps(described, ensure_ascii=False, indent=1, default=str) + "\n"),
        "md": encode(card),
    }
    for suffix, content in contents.items():
        write_whole(target / f"{name}.{suffix}", content)
    return [target / f"{name}.{suffix}" for suffix in contents]


def _card(
    model: Model, trained: Manifest, converted: Manifest, figures: Sequence[Judgement], epoch: float
) -> Iterator[str]:
    made = trained.figures
    yield from (f"# A LoRA that teaches {model.title} to interview", "")
    yield "Given the patient's last words and the question that the protocol plans, it takes the words up briefly and"
    yield "asks that one question, in Arabic (standard, Egyptian, Gulf, Levantine) or English. No diagnosis, no"
    yield "advice; the desk's guard reads every question before it is said. It is not a medical model, and what it"
    yield "answers in the ask mode is not to be relied on."
    yield from (
        "",
        f"- Base: {model.source}, the desk's embedded GGUF file",
        f"- {model.licence}.",
    )
    yield f"  {model.consequence.en} The adapter is a derivative of those weights and falls under the same terms."
    yield f"- Data: {made['examples']} turns written from this project's protocols and phrases; no patient, no model."
    yield f"  The run saw {epoch:.0%} of them before its time was up." if epoch < 1 else "  The run saw all of them."
    minutes = made["seconds"] / 60
    yield f"- {made['trainable']:,} trained parameters; {made['steps']} steps, {minutes:.0f} min, seed {trained.seed}"
    packages = ", ".join(f"{name} {version}" for name, version in trained.versions.items() if version)
    yield f"- {packages}; Python {trained.python}"
    yield from ("", "| file | sha256 |", "| --- | --- |")
    yield from (f"| {name} | `{digest}` |" for name, digest in {**trained.inputs, **converted.outputs}.items())
    for each in figures:
        yield from _short(each["short"]) if "short" in each else _questions(each)
    yield from ("", "Definitions and commands: docs/workshop.md. Loss curve: the picture beside this file.")


def _questions(found: Judgement) -> Iterator[str]:
    yield from ("", f"## {found['lessons']} questions of protocols that training never saw", "")
    yield "| | right slot | right language | one question | guard steps in | perplexity of written replies |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from (_row(words, found["ways"][way]) for way, words in WAYS.items() if way in found["ways"])


def _short(found: Judgement) -> Iterator[str]:
    """Base beside tuned, a measure a line."""
    yield from (
        "",
        "## Titles, and answers of the ask mode",
        "",
        "| | base | with this adapter |",
        "| --- | --- | --- |",
    )
    for name, words in SHORT.items():
        shown = [found[way].get(name) for way in ("base", "tuned")]
        yield f"| {words} | {' | '.join(_value(name, value) for value in shown)} |"


def _value(name: str, value: float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}" if name in ("likeness", "perplexity_of_written_answers") else f"{100 * value:.1f} %"


def _joined(found: Iterable[Judgement]) -> list[Judgement]:
    """Judgements over the same questions made one, in their order."""
    joined: dict[Any, Judgement] = {}
    for each in found:
        key = (each.get("lessons"), each.get("seed"))
        before = joined.get(key)
        joined[key] = {**before, "ways": {**before["ways"], **each["ways"]}} if before else each
    return list(joined.values())


def _row(words: str, found: Mapping[str, Any]) -> str:
    perplexity = f"{found['perplexity']:.2f}" if found["perplexity"] else ""
    shares = (f"{100 * found[name]:.1f} %" for name in ("right_slot", "right_language", "one_question", "guarded"))
    return f"| {words} | {' | '.join(shares)} | {perplexity} |"


def main(arguments: Sequence[str]) -> int:
    """Ship one adapter. Several judgements may be named; those over the same questions make one table."""
    parser = argparse.ArgumentParser(prog="python -m models.finetune.ship", description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--gguf", type=Path, required=True)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--judged", type=Path, action="append", required=True)
    parser.add_argument("--short", type=Path, action="append", default=[])
    parser.add_argument("--to", type=Path, default=ROOT / "assets" / "adapters")
    parser.add_argument("--name", default="mini")
    chosen = parser.parse_args(arguments)
    judged = _joined(json.loads(path.read_text(encoding="utf-8")) for path in (*chosen.judged, *chosen.short))
    for path in ship(chosen.run, chosen.gguf, chosen.config, judged, chosen.to, chosen.name):
        print(path)
    return 0


if __name__ == "__main__":
    command(main)
