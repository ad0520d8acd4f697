"""Work in blocks that are kept as files: what a killed run had finished is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from app.export.files import encode, whole_file
from models.dataset.settings import WorkSettings

Step = Callable[[str], str]
"""A per-item step: a line in, a line out. It can be pickled, and gives the same line everywhere."""

Block = tuple[int, list[str]]

AT_ONCE = 4
"""Blocks for each processor that are handed to Ray together; what they gave is kept before the next ones start."""


def run_blocks(lines: Iterable[str], step: Step, folder: Path, work: WorkSettings) -> list[Path]:
    """Run `step` over `lines` and return the files of its results, in order, one for each block.

    A file that is already in `folder` is taken as it is: the folder's name must stand for lines and step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    missing = _missing(_blocks(lines, work.block), folder, files)
    for number, results in _RUNNERS[work.runner](missing, step, work):
        with whole_file(folder / _name(number)) as temporary:
            temporary.write_bytes(encode("".join(f"{line}\n" for line in results)))
    return files


def _blocks(lines: Iterable[str], size: int) -> Iterator[Block]:
    source, number = iter(lines), 0
    while block := list(islice(source, size)):
        yield number, block
        number += 1


def _missing(blocks: Iterable[Block], folder: Path, files: list[Path]) -> Iterator[Block]:
    """The blocks that are still to be done; the files of all of them are noted in `files`."""
    for number, block in blocks:
        files.append(folder / _name(number))
        if not files[-1].exists():
            yield number, block


def _name(number: int) -> str:
    return f"{number:06d}.jsonl"


def _in_process(blocks: Iterable[Block], step: Step, _work: WorkSettings) -> Iterator[Block]:
    for number, block in blocks:
        yield number, [step(line) for line in block]


def _on_ray(blocks: Iterable[Block], step: Step, work: WorkSettings) -> Iterator[Block]:
    """The same with Ray Data: on the cluster that RAY_ADDRESS names, or on this machine alone."""
    import ray

    from models.dataset.cluster import joined

    def whole(row: dict[str, object]) -> dict[str, object]:
        return {"number": row["number"], "lines": [step(line) for line in row["lines"]]}  # type: ignore[attr-defined]

    source = iter(blocks)
    with joined(work.cpus) as processors:
        while window := list(islice(source, AT_ONCE * processors)):
            rows = [{"number": number, "lines": block} for number, block in window]
            for row in ray.data.from_items(rows, override_num_blocks=len(rows)).map(whole).iter_rows():
                yield int(row["number"]), list(row["lines"])


_RUNNERS: dict[str, Callable[[Iterable[Block], Step, WorkSettings], Iterator[Block]]] = {
    "process": _in_process,
    "ray": _on_ray,
}
