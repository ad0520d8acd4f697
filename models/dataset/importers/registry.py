"""Importers by the names under which a run's settings choose them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.command import WorkshopError
from models.dataset.importers.dialogues import aci_bench, mts_dialog, own_chats
from models.dataset.importers.mapped import FIELDS, mapped
from models.dataset.importers.parallel import tico19
from models.dataset.importers.questions import MMLU_COLUMNS, medmcqa, medqa, mmlu, pubmedqa
from models.dataset.importers.rows import Row, RowFault, read_rows
from models.dataset.record import Record, Source
from models.dataset.settings import SourceSettings

Convert = Callable[[Row, Source], Iterator[Record]]

IMPORTERS: Mapping[str, Convert] = {
    "aci_bench": aci_bench,
    "medmcqa": medmcqa,
    "medqa": medqa,
    "mmlu": mmlu,
    "mts_dialog": mts_dialog,
    "own_chats": own_chats,
    "pubmedqa": pubmedqa,
    "tico19": tico19,
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be made a record, and why."""

    source: str
    where: str
    fault: str


def read_source(settings: SourceSettings, data: Path) -> Iterator[Record | Unreadable]:
    """The records of one source, in the order of its files. Raises WorkshopError if nothing in it can be read."""
    source, convert = settings.source(), _converter(settings)
    columns = MMLU_COLUMNS if settings.importer == "mmlu" else None
    good, first = 0, None
    for row in read_rows(data / settings.path, columns):
        if not _wanted(row, settings.only) or (settings.skip and _wanted(row, settings.skip)):
            continue
        try:
            made = tuple(convert(replace(row, values={**row.values, **settings.add}), source))
        except RowFault as fault:
            broken = Unreadable(settings.name, f"{row.file}, row {row.number}", str(fault))
            first = first or broken
            yield broken
            continue
        good += len(made)
        yield from made
    if first and not good:
        raise WorkshopError(
            f"{settings.path}: no row is one of {settings.importer}; {first.where}: {first.fault}. Check `importer`."
        )


def _converter(settings: SourceSettings) -> Convert:
    if settings.importer in IMPORTERS:
        return IMPORTERS[settings.importer]
    if settings.importer != "mapped":
        choices = ", ".join([*IMPORTERS, "mapped", "protocols", "records"])
        raise WorkshopError(f"{settings.importer} is no importer: choose one of {choices}.")
    known = {*FIELDS, *(f"{name}_ar" for name in FIELDS)}
    strange = [name for name in settings.fields if name not in known]
    if strange or "question" not in settings.fields:
        raise WorkshopError(f"{settings.name}: `fields` needs question and may hold {', '.join(FIELDS)} and _ar twins.")
    return lambda row, source: mapped(row, source, settings.fields, settings.task, settings.translated)


def _wanted(row: Row, only: Mapping[str, Any]) -> bool:
    """Whether every field of `only` has one of the values wanted; a value that ends in * is a beginning."""
    return all(
        any(
            row.maybe(name).startswith(str(value)[:-1]) if str(value).endswith("*") else row.maybe(name) == str(value)
            for value in (values if isinstance(values, list) else [values])
        )
        for name, values in only.items()
    )
