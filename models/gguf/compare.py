"""What quantising did to a model's judgement, token by token on the same text: perplexity and KL divergence.

The reference is read first and what it thinks is kept on disk, so that only one model is in memory.
Perplexity is exp of the mean of -log p(next token); the KL divergence is the mean over positions of
sum p log(p / q) in nats, p being the reference; agreement is the share of positions at which both
find the same token likeliest.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from models.command import WorkshopError
from models.gguf.reading import Reading

_LEAST_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Compared:
    """A model beside its reference on one text of `tokens` positions. `kl_99` is the 99th percentile."""

    tokens: int
    perplexity: float
    reference_perplexity: float
    kl: float
    kl_99: float
    agreement: float

    def plain(self) -> dict[str, float]:
        """For JSON, rounded to what the figures can carry."""
        return {name: round(value, 6) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the reference thought of one text: its tokens in windows, and a file of float32 (positions by tokens)."""

    windows: tuple[tuple[int, ...], ...]
    path: Path
    vocabulary: int

    @property
    def positions(self) -> int:
        """How many tokens are judged: all but the first of each window."""
        return sum(len(window) - 1 for window in self.windows)

    def rows(self) -> np.ndarray:
        """The log-probabilities, mapped from disk."""
        return np.memmap(self.path, np.float32, "r", shape=(self.positions, self.vocabulary))


def keep(reading: Reading, texts: Mapping[str, str], folder: Path, most: int) -> dict[str, Kept]:
    """Read every text with the reference and keep what it thinks in `folder`, `most` tokens of each text.

    Raises WorkshopError for a text that is too short, or where the disk is too full.
    """
    kept = {}
    for name, text in texts.items():
        windows = tuple(tuple(window) for window in reading.windows(text, most) if len(window) > 1)
        each = Kept(windows, folder / f"{name}.float32", reading.size)
        if each.positions < _LEAST_TOKENS:
            raise WorkshopError(f"The {name} text is too short to judge by.")
        _write(reading, each)
        kept[name] = each
    return kept


def compare(reading: Reading, kept: Mapping[str, Kept]) -> dict[str, Compared]:
    """Read the same tokens with another model of the same vocabulary. Raises WorkshopError for another one."""
    if any(each.vocabulary != reading.size for each in kept.values()):
        raise WorkshopError("The two models have different vocabularies: they are not the same model.")
    return {name: _compared(reading, each) for name, each in kept.items()}


def _write(reading: Reading, kept: Kept) -> None:
    needed = kept.positions * kept.vocabulary * 4
    if shutil.disk_usage(kept.path.parent).free < needed:
        raise WorkshopError(
            f"Keeping the reference takes {needed / 1e9:.1f} GB: free some of the disk, or take fewer tokens."
        )
    rows = np.memmap(kept.path, np.float32, "w+", shape=(kept.positions, kept.vocabulary))
    at = 0
    for window in kept.windows:
        for row in reading.log_probabilities(window):
            rows[at] = row
            at += 1
    rows.flush()


def _compared(reading: Reading, kept: Kept) -> Compared:
    theirs = kept.rows()
    divergences, same, own, reference = [], 0, [], []
    at = 0
    for window in kept.windows:
        for token, mine in zip(window[1:], reading.log_probabilities(window), strict=True):
            their = np.asarray(theirs[at])
            divergences.append(divergence(their, mine))
            same += int(their.argmax() == mine.argmax())
            own.append(float(mine[token]))
            reference.append(float(their[token]))
            at += 1
    return Compared(
        tokens=at,
        perplexity=float(np.exp(-np.mean(own))),
        reference_perplexity=float(np.exp(-np.mean(reference))),
        kl=float(np.mean(divergences)),
        kl_99=float(np.quantile(divergences, 0.99)),
        agreement=same / at,
    )


def divergence(reference: np.ndarray, other: np.ndarray) -> float:
    """The KL divergence of two rows of log-probabilities, in nats."""
    return float(np.sum(np.exp(reference, dtype=np.float64) * (reference.astype(np.float64) - other)))
