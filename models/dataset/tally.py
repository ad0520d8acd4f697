"""The figures of a built dataset: what is in it, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from models.dataset.decide import Decision
from models.dataset.examine import language_faults
from models.dataset.importers.registry import Unreadable
from models.dataset.mix import weigh
from models.dataset.record import Interaction, Record, interactions
from models.dataset.shards import final
from models.dataset.tokens import Count, count, counter

BUCKET = 50
"""Lengths are counted in steps of so many tokens; the last bucket holds everything longer."""
LONGEST = 40


class Tally:
    """Adds up records one at a time; `figures` is the sum, as plain values for the report."""

    def __init__(self, tokenizer: str) -> None:
        self._tokens = counter(tokenizer)
        self._records: Counter[str] = Counter()
        self._interactions: Counter[str] = Counter()
        self._sums: Counter[str] = Counter()
        self._lengths: dict[str, list[int]] = {}
        self._weight = {"items": Count(), "tokens": Count()}
        self.sources: dict[str, dict[str, Any]] = {}
        self.examples: dict[str, Record] = {}

    def add(self, record: Record, pii: dict[str, int]) -> None:
        """Count one record with all its forms."""
        self._records.update(("all", f"split {record.split}", f"task {record.task}", *self._kinds(record)))
        source = self.sources.setdefault(record.source.name, _source(record))
        source["records"] += 1
        source["interactions"] += len(record.forms)
        source["pii"] = dict(Counter(source["pii"]) + Counter(pii))
        for each in interactions(record):
            self._add(each, source)

    def _kinds(self, record: Record) -> list[str]:
        self.examples.setdefault(f"{record.task} {'paired' if record.paired else '+'.join(record.forms)}", record)
        kinds = ["paired"] if record.paired else []
        return [*kinds, "wrong language"] if language_faults(record) else kinds

    def _add(self, each: Interaction, source: dict[str, Any]) -> None:
        tokens = count(each, self._tokens)
        task, split = each.record.task, each.record.split
        self._interactions.update(("all", f"form {each.form}", f"{task} {each.form}", f"split {split}"))
        for language, size in (("en", tokens.en), ("ar", tokens.ar)):
            self._sums.update({language: size, f"{task} {language}": size, f"{split} {language}": size})
            source["tokens"] += size
        lengths = self._lengths.setdefault(f"{task} {each.form}", [0] * (LONGEST + 1))
        lengths[min(int(tokens.total) // BUCKET, LONGEST)] += 1
        if split == "train":
            self._weigh(each, tokens)

    def _weigh(self, each: Interaction, tokens: Count) -> None:
        self._weight["items"] += weigh(each.form, tokens, "items")
        self._weight["tokens"] += weigh(each.form, tokens, "tokens")

    def figures(self) -> dict[str, Any]:
        """Everything counted."""
        return {
            "records": dict(sorted(self._records.items())),
            "interactions": dict(sorted(self._interactions.items())),
            "tokens": dict(sorted(self._sums.items())),
            "english_to_arabic": {
                unit: round(weight.en / weight.ar, 3) if weight.ar else None for unit, weight in self._weight.items()
            },
            "sources": self.sources,
            "lengths": {"step": BUCKET, **self._lengths},
        }


def _source(record: Record) -> dict[str, Any]:
    source = record.source
    named = {"licence": source.licence, "revision": source.revision, "credit": source.credit}
    return {**named, "records": 0, "interactions": 0, "tokens": 0, "pii": {}}


def tally(decision: Decision, tokenizer: str) -> Tally:
    """Count the records that are kept, as they go into the dataset."""
    made = Tally(tokenizer)
    for one in sorted(decision.kept, key=lambda kept: kept.id):
        made.add(final(one), one.place.read().pii)
    return made


def losses(decision: Decision, unreadable: Sequence[Unreadable]) -> dict[str, Any]:
    """What was left out: by reason and source, faults by name, and leaks by evaluation set."""
    kinds = Counter(f"{one.reason} {one.source}" for one in decision.left)
    faults = Counter(fault for one in decision.left if one.reason == "faulty" for fault in one.detail.split("; "))
    leaked = {item for one in decision.left if one.reason == "leak" for item in one.detail.split(", ")}
    twins = Counter(one.detail.split()[0] for one in decision.left if one.reason == "duplicate")
    return {
        "left_out": dict(sorted(kinds.items())),
        "faults": dict(faults.most_common()),
        "unreadable": dict(Counter(f"{one.source}: {one.fault}" for one in unreadable).most_common()),
        "duplicates": {"exact": twins["same"], "near": twins["nearly"]},
        "leaked_evaluation_items": dict(sorted(Counter(item.split(":")[0] for item in leaked).items())),
    }
