"""What stays: each examined record is kept or left out for one reason, which is written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from models.dataset.duplicates import Print, Seen
from models.dataset.examine import Examined, from_examined
from models.dataset.mix import Candidate, mix
from models.dataset.record import Form, Record, Split
from models.dataset.settings import DatasetSettings

Reason = Literal["faulty", "leak", "duplicate", "reference", "mix"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line of an examined record lies."""

    file: Path
    offset: int
    length: int

    def read(self) -> Examined:
        """The record and what was found in it."""
        with self.file.open("rb") as file:
            file.seek(self.offset)
            return from_examined(file.read(self.length))


@dataclass(frozen=True, slots=True)
class Kept:
    """A record of the dataset, and the forms in which it stays."""

    place: Place
    id: str
    split: Split
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A record that was left out. `detail` names the fault, the leaked evaluation item or the earlier twin."""

    id: str
    source: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class _Light:
    """What is held of every record while deciding: no texts."""

    place: Place
    record: Record
    prints: tuple[Print, ...]
    candidate: Candidate


@dataclass
class Decision:
    """The dataset, and what became of everything else. `references` are ids that may not be included."""

    kept: list[Kept] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    references: list[Record] = field(default_factory=list)


def decide(files: Sequence[Path], settings: DatasetSettings) -> Decision:
    """Faults first, then leaks, licences, duplicates (a test item stays before a training item), then the mix."""
    decision = Decision()
    lights = list(_sound(files, decision))
    lights.sort(key=lambda light: light.record.split != "test")
    seen = Seen(settings.duplicates)
    single = []
    for light in lights:
        twin = seen.twin(light.record, light.prints)
        if twin is None:
            single.append(light)
        else:
            _leave(decision, light.record, "duplicate", f"{'same as' if twin.exact else 'nearly'} {twin.kept}")
    _mix(single, settings, decision)
    return decision


def _sound(files: Iterable[Path], decision: Decision) -> Iterator[_Light]:
    for place, examined in survey(files):
        record = examined.record
        if examined.faults:
            _leave(decision, record, "faulty", "; ".join(examined.faults))
        elif examined.leaks:
            _leave(decision, record, "leak", ", ".join(examined.leaks))
        elif not record.source.redistributable:
            decision.references.append(_without_texts(record))
            _leave(decision, record, "reference", record.source.licence)
        else:
            candidate = Candidate(record.id, record.task, examined.tokens)
            yield _Light(place, _without_texts(record), examined.prints, candidate)


def survey(files: Iterable[Path]) -> Iterator[tuple[Place, Examined]]:
    """Every examined record with its place, in order."""
    for path in files:
        offset = 0
        with path.open("rb") as file:
            for line in file:
                yield Place(path, offset, len(line)), from_examined(line)
                offset += len(line)


def _mix(lights: Iterable[_Light], settings: DatasetSettings, decision: Decision) -> None:
    """Training items are mixed; test items all stay."""
    lights = list(lights)
    training = [light.candidate for light in lights if light.record.split == "train"]
    mixed = {each.id: each.forms for each in mix(training, settings.mix, settings.seed)}
    for light in lights:
        record, every = light.record, light.candidate.forms
        forms = mixed.get(record.id, ()) if record.split == "train" else every
        if forms:
            decision.kept.append(Kept(light.place, record.id, record.split or "train", forms))
        if len(forms) < len(every):
            lost = ", ".join(form for form in every if form not in forms)
            _leave(decision, record, "mix", lost)


def _leave(decision: Decision, record: Record, reason: Reason, detail: str) -> None:
    decision.left.append(Left(record.id, record.source.name, reason, detail))


def _without_texts(record: Record) -> Record:
    return record.having("en", None).having("ar", None).having("mixed", None)
