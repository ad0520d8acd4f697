"""Writes a model's card from the manifests of the steps that made it: nothing in it is typed by hand.

python -m models.gguf card QUANTISED_FOLDER --name bimedix-bi --steps FOLDER ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.catalogue.files import gigabytes
from app.catalogue.rows import Model
from app.export.files import encode, write_whole
from models.manifest import Manifest, read_manifest

NAME = "README.md"


def write_card(folder: Path, model: Model, steps: Sequence[Path] = ()) -> Path:
    """Write `folder`'s card, with what `steps` (folders of earlier and checking steps) say. Raises WorkshopError."""
    manifests = [*(read_manifest(step) for step in steps), read_manifest(folder)]
    path = folder / NAME
    write_whole(path, encode("\n".join(_lines(model, manifests)) + "\n"))
    return path


def _lines(model: Model, manifests: Sequence[Manifest]) -> Iterator[str]:
    made = manifests[-1]
    yield from (f"# {model.title}, {made.settings.get('recipe', 'GGUF')}", "", model.about.en, "")
    yield from (f"- Weights: {model.source}", f"- Licence: {model.licence}. {model.consequence.en}")
    yield from (f"- Prompt template: `{model.template}`; trained context: {model.context} tokens", "")
    yield from ("## Files", "", "| file | sha256 |", "| --- | --- |")
    yield from (f"| {name} | `{digest}` |" for name, digest in made.outputs.items())
    yield from ("", "## How it was made", "")
    for manifest in manifests:
        yield from _step(manifest)
    for check in (each for each in manifests if each.step == "check"):
        yield from _checked(check.figures)
    if not any(each.step == "check" for each in manifests):
        yield from ("", "It was not checked against the 16-bit model.")
    yield from ("", "It never replaces a clinician's judgement.")


def _step(manifest: Manifest) -> Iterator[str]:
    settings = ", ".join(f"{name} {value}" for name, value in manifest.settings.items())
    packages = ", ".join(f"{name} {version}" for name, version in manifest.versions.items() if version)
    seed = "" if manifest.seed is None else f"; seed {manifest.seed}"
    yield f"- {manifest.made[:10]} **{manifest.step}**: {settings or 'no settings'}{seed} ({packages})"
    for name, digest in manifest.inputs.items():
        yield f"  - from {name} `{digest[:16]}`"


def _checked(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", "## Against the 16-bit model", "")
    yield "| text | tokens | perplexity | 16-bit | KL divergence (nats) | same likeliest token | same greedy tokens |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for language, each in figures["text"].items():
        yield (
            f"| {language} | {each['tokens']} | {each['perplexity']:.3f} | {each['reference_perplexity']:.3f} "
            f"| {each['kl']:.4f} | {each['agreement']:.1%} | {figures['same_greedy_tokens'][language]} |"
        )
    yield ""
    speeds = f"{figures['decode_tokens_s']:g} tokens/s (16-bit: {figures['decode_tokens_s_reference']:g})"
    yield f"{gigabytes(figures['bytes'])}; one reply on the machine of the check: {speeds}."
