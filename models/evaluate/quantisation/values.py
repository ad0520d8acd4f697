"""What the quantisation report says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.gguf.compare import Compared


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its recipe, bytes, bits a weight, tokens a second, and how it judges each language's text.

    `text` is empty for the reference itself; `accuracy` is the share of right answers by language where
    the benchmark was run too.
    """

    name: str
    size: int
    bits: float
    decode: float
    prompt: float
    text: Mapping[str, Compared] = field(default_factory=dict)
    accuracy: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The reference and the files beside it. `caveat` says what the reference is not, "" where it is the original."""

    model: str
    reference: Row
    rows: tuple[Row, ...]
    texts: str
    machine: str
    caveat: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "model": self.model,
            "reference": self.reference.name,
            "caveat": self.caveat,
            "texts": self.texts,
            "machine": self.machine,
            "rows": [_plain(row) for row in (self.reference, *self.rows)],
        }


def _plain(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "bytes": row.size,
        "bits_per_weight": round(row.bits, 2),
        "decode_tokens_s": round(row.decode, 2),
        "prompt_tokens_s": round(row.prompt, 1),
        "text": {language: each.plain() for language, each in row.text.items()},
        "accuracy": {language: round(share, 4) for language, share in row.accuracy.items()},
    }


def table(report: Report) -> str:
    """The report as a Markdown table, with what the reference is in front of it."""
    languages = list(report.rows[0].text) if report.rows else []
    head = ["file", "MB", "bits a weight"]
    for language in languages:
        head += [f"perplexity {language}", f"KL {language}", f"same token {language}"]
    scored = [language for language in languages if report.reference.accuracy]
    head += [f"accuracy {language}" for language in scored] + ["writes, tokens/s", "reads, tokens/s"]
    lines = [head, ["---"] * len(head)]
    lines += [_cells(row, report, languages, scored) for row in (report.reference, *report.rows)]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    notes = [f"{report.model} against {report.reference.name}; {report.texts}; {report.machine}."]
    notes += [report.caveat] if report.caveat else []
    return "\n\n".join([*notes, body])


def _cells(row: Row, report: Report, languages: list[str], scored: list[str]) -> list[str]:
    cells = [row.name, f"{row.size / 1e6:.1f}", f"{row.bits:.2f}"]
    for language in languages:
        each = row.text.get(language)
        if each:
            cells += [f"{each.perplexity:.3f}", f"{each.kl:.4f}", f"{each.agreement:.1%}"]
        else:
            cells += [f"{report.rows[0].text[language].reference_perplexity:.3f}", "0", "100%"]
    cells += [f"{row.accuracy[language]:.3f}" for language in scored]
    return [*cells, f"{row.decode:.1f}", f"{row.prompt:.0f}"]
