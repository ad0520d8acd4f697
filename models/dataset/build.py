"""One run from its sources to the written dataset. A killed run goes on where it was."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from app.export.files import encode, write_whole
from models.command import WorkshopError
from models.dataset.blocks import run_blocks
from models.dataset.card import write_card
from models.dataset.contamination import Index, build_index
from models.dataset.decide import Decision, decide
from models.dataset.examine import Examine
from models.dataset.gather import Gathering, input_files
from models.dataset.record import Record, interactions
from models.dataset.record_json import to_line
from models.dataset.settings import DatasetSettings
from models.dataset.shards import write_left, write_references, write_shards
from models.dataset.tally import losses, tally
from models.manifest import NAME, Manifest, digests, read_manifest, versions

REPORT = "report.json"
WORK = ".work"
PACKAGES = ("pyarrow", "datasketch", "pydantic", "ray", "matplotlib")

Say = Callable[[str], None]


def build(settings: DatasetSettings, say: Say) -> Manifest:
    """Build what `settings` describe, or return the manifest of the same dataset if it is there, whole.

    Raises WorkshopError where a source is missing or another run writes into the same folder.
    """
    inputs = digests(input_files(settings), settings.data)
    folder = settings.output
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=0):
            done = _finished(folder, settings, inputs)
            if done:
                say(f"{folder} is built already")
            return done or _build(settings, inputs, say)
    except Timeout as error:
        raise WorkshopError(f"Another run is writing into {folder}: wait for it, or choose another output.") from error


def _build(settings: DatasetSettings, inputs: dict[str, str], say: Say) -> Manifest:
    watch, folder = Watch(), settings.output
    work = _work_folder(settings, inputs)
    (folder / NAME).unlink(missing_ok=True)
    for half_written in folder.rglob(".*.tmp"):
        half_written.unlink()
    gathering = Gathering(settings)
    files = _examine(gathering, settings, work, say)
    watch.lap("examine")
    decision = decide(files, settings)
    watch.lap("decide")
    outputs, figures = _write(decision, gathering, settings, say)
    watch.lap("write")
    manifest = Manifest(
        step="dataset",
        settings=settings.model_dump(mode="json"),
        inputs=inputs,
        outputs=digests(outputs, folder),
        versions=versions(*PACKAGES),
        seed=settings.seed,
        figures={**figures, "seconds": watch.laps, "processor_seconds": watch.processor},
    )
    manifest.write(folder)
    shutil.rmtree(folder / WORK, ignore_errors=True)
    return manifest


@dataclass
class Watch:
    """Seconds of each stage of this run; of a resumed run only what was left to do.

    `laps` are by the clock, `processor` what this process computed: on a busy machine that is less.
    """

    laps: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.monotonic)
    _computed: float = field(default_factory=time.process_time)

    def lap(self, stage: str) -> None:
        """Write down how long a stage took."""
        now, computed = time.monotonic(), time.process_time()
        self.laps[stage], self._since = round(now - self._since, 1), now
        self.processor[stage], self._computed = round(computed - self._computed, 1), computed


def _finished(folder: Path, settings: DatasetSettings, inputs: dict[str, str]) -> Manifest | None:
    """The manifest of a dataset that these settings and inputs made and that is still whole."""
    if not (folder / NAME).exists():
        return None
    manifest = read_manifest(folder)
    same = manifest.settings == settings.model_dump(mode="json") and manifest.inputs == inputs
    return manifest if same and not manifest.changed(folder) else None


def _work_folder(settings: DatasetSettings, inputs: dict[str, str]) -> Path:
    """A folder for what is finished of this very run; what other settings left behind is not looked at."""
    said = json.dumps([settings.model_dump(mode="json", exclude={"work": {"runner", "cpus"}}), inputs], sort_keys=True)
    folder = settings.output / WORK / sha256(said.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _examine(gathering: Gathering, settings: DatasetSettings, work: Path, say: Say) -> list[Path]:
    index = build_index(gathering.evaluation(), settings.contamination)
    say(f"evaluation sets: {len(set(index.owners))} items, {len(index.passages)} n-grams")
    examine = Examine(
        settings.tokenizer,
        settings.duplicates,
        index,
        {source.name: source.pii for source in settings.sources},
    )
    files = run_blocks(map(to_line, _records(gathering, index, work, say)), examine, work / "examined", settings.work)
    say(f"examined: {len(files)} blocks")
    return files


def _records(gathering: Gathering, index: Index, work: Path, say: Say) -> Iterator[Record]:
    """The sources, then the chats made of their questions: of none that leaks, for a chat hides its n-grams."""
    yield from gathering.sources()
    settings = gathering.settings
    if settings.synthesis:
        from models.dataset.synthesis.run import synthesised

        questions = (record for record in Gathering(settings).sources() if record.task == "multiple_choice")
        clean = (record for record in questions if not any(map(index.leaks, interactions(record))))
        yield from synthesised(clean, settings.synthesis, work / "synthesis.jsonl", say)


def _write(
    decision: Decision, gathering: Gathering, settings: DatasetSettings, say: Say
) -> tuple[list[Path], dict[str, Any]]:
    """The dataset's files without its manifest, and the figures."""
    folder = settings.output
    left = write_left(folder, decision.left)
    if not decision.kept:
        raise WorkshopError(f"No record is left: {left} says why for each of them.")
    files = write_shards(folder, decision.kept, settings.shard_rows, settings.seed)
    say(f"written: {len(decision.kept)} records in {len(files)} shards")
    made = tally(decision, settings.tokenizer)
    figures = {**made.figures(), **losses(decision, gathering.unreadable), "tokenizer": settings.tokenizer}
    write_whole(folder / REPORT, encode(json.dumps(figures, ensure_ascii=False, indent=1) + "\n"))
    files += [left, write_references(folder, decision.references), folder / REPORT]
    return [*files, *write_card(folder, figures, made.examples)], figures
