"""All records of a run, in one fixed order: sources as they are listed, then what a model made of their questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.command import WorkshopError
from models.dataset.importers.registry import Unreadable, read_source
from models.dataset.record import Record
from models.dataset.record_json import read_lines
from models.dataset.settings import DatasetSettings, SourceSettings
from models.dataset.splits import with_split
from models.dataset.switching import switched

PROTOCOLS = "protocols"
RECORDS = "records"
MEASURED = "tico19_measured"
"""Importers beside those of public files: interviews written here, records of another step (accepted translations),
and the sentences on which `models.translate` is measured (`count` others, drawn with `seed`)."""


@dataclass
class Gathering:
    """Reads the sources of a run. `unreadable` fills while records are read; ids are checked to be unique."""

    settings: DatasetSettings
    unreadable: list[Unreadable] = field(default_factory=list)

    def sources(self) -> Iterator[Record]:
        """The records of the listed sources, each with its side, some paired chats made mixed ones."""
        self.unreadable.clear()
        ids: set[str] = set()
        for source in self.settings.sources:
            for record in self._readable(source):
                if record.id in ids:
                    self.unreadable.append(Unreadable(source.name, record.id, "the same id twice"))
                    continue
                ids.add(record.id)
                record = with_split(record, self.settings.test_share)
                yield switched(record, self.settings.mix.switch_share, self.settings.seed)

    def evaluation(self) -> Iterator[Record]:
        """The items that nothing in the dataset may contain."""
        for source in self.settings.evaluation:
            yield from self._readable(source)

    def _readable(self, source: SourceSettings) -> Iterator[Record]:
        for record in _read(source, self.settings.data):
            if isinstance(record, Unreadable):
                self.unreadable.append(record)
            else:
                yield record


def input_files(settings: DatasetSettings) -> list[Path]:
    """The files that the run reads. Raises WorkshopError for one that is not there."""
    files: list[Path] = []
    for source in (*settings.sources, *settings.evaluation):
        if source.importer == PROTOCOLS:
            from models.dataset.protocols import content_files

            files += content_files()
            continue
        path = settings.data / source.path
        if not path.exists():
            raise WorkshopError(f"{path} is not there: put {source.name} there, or take it out of the run's file.")
        files += sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def _read(source: SourceSettings, data: Path) -> Iterator[Record | Unreadable]:
    path = data / source.path
    if source.importer == PROTOCOLS:
        from models.dataset.protocols import protocol_chats

        return iter(protocol_chats(source))
    if source.importer == RECORDS:
        return (_named(record, source) for record in read_lines(path))
    if source.importer == MEASURED:
        from models.translate.tico import chosen

        taken = chosen(path, source.count, source.seed)
        return (replace(record, id=f"{source.name}:{record.id}") for record in taken)
    return read_source(source, data)


def _named(record: Record, source: SourceSettings) -> Record:
    """A record of another step under the run's name for its source, so that the run's rules for it hold."""
    return replace(record, source=replace(record.source, name=source.name, redistributable=source.redistribute))
