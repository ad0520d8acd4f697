"""From published weights to a model of the desk's catalogue, in one command that can be interrupted anywhere.

    python -m models.gguf build bimedix-bi --quant Q4_K_M --work FOLDER --accept-licence

For BiMediX: 93 GB to fetch, and as much again for the 16-bit GGUF file. The weights are streamed, so that
memory is no obstacle until the importance matrix and the check, which run the model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.files import require_room
from app.catalogue.importing import import_model, require_consent
from app.catalogue.rows import Catalogue, Model
from app.config import Home
from models.command import WorkshopError
from models.gguf.card import write_card
from models.gguf.check import CheckJob
from models.gguf.checkpoint import INDEX, SINGLE
from models.gguf.convert import ConvertJob
from models.gguf.download import Repository, download, look_up
from models.gguf.imatrix import NAME as MATRIX
from models.gguf.imatrix import ImatrixJob
from models.gguf.quantise import QuantiseJob
from models.gguf.sources import Sources
from models.gguf.steps import Made, Step
from models.gguf.tools import IMATRIX
from models.gguf.tools import build as build_tool

_TIMES = 2.5
"""Room on disk, in sizes of the published weights: they, the 16-bit GGUF file, and a quantised one."""


@dataclass(frozen=True, slots=True)
class Build:
    """What to build of which row of the catalogue, and where to work."""

    model: Model
    work: Path
    recipe: str = "Q4_K_M"
    accepted: bool = False
    imatrix: bool = True
    gpu_layers: int = 0
    endpoint: str | None = None
    check_tokens: int = 1000

    def run(self, home: Home, catalogue: Catalogue, llama: Sources, tell: Callable[[str], object] = print) -> Path:
        """All steps, the model in the catalogue at the end; gives the quantised file.

        Raises WorkshopError or ModelProblem: a model that is not made this way, a licence not accepted, no
        room, no connection, and whatever a step found wrong.
        """
        if self.model.origin != "workshop":
            raise WorkshopError(f"{self.model.name} is not made here: `python run.py models get {self.model.name}`.")
        require_consent(self.model, self.accepted)
        source = self._source(tell)
        convert = ConvertJob(source, self.work / "gguf", name=self.model.name)
        convert.run(llama)
        matrix = self._matrix(convert.made, llama)
        job = QuantiseJob(convert.made, self.work / self.recipe, self.recipe, matrix)
        job.run()
        check = self.work / f"check-{self.recipe}"
        CheckJob(job.made, convert.made, check, self.check_tokens, self.gpu_layers).run()
        steps = [source, convert.output, *([matrix.parent] if matrix else []), check]
        write_card(job.output, self.model, [step for step in steps if (step / "manifest.json").is_file()])
        import_model(home, catalogue, job.made, name=self.model.name, accepted=self.accepted)
        tell(f"{self.model.name} is in the catalogue: python run.py chat --model {self.model.name}")
        return job.made

    def _source(self, tell: Callable[[str], object]) -> Path:
        """The checkpoint's folder; files brought by hand are taken as they are."""
        folder = self.work / "source"
        if any((folder / name).is_file() for name in (INDEX, SINGLE)) and not (folder / "begun.json").is_file():
            return folder
        found = look_up(self.model.source, self.endpoint)
        require_room(self.work, int(found.size * _TIMES) - _bytes_in(self.work))
        settings = {"repository": found.name, "commit": found.commit}
        Step("fetch", folder, settings, {}).run(lambda: _fetched(found, folder, tell), tell)
        return folder

    def _matrix(self, model: Path, llama: Sources) -> Path | None:
        if not self.imatrix:
            return None
        job = ImatrixJob(model, self.work / "imatrix", gpu_layers=self.gpu_layers)
        job.run(build_tool(llama, IMATRIX))
        return job.output / MATRIX


def _fetched(repository: Repository, folder: Path, tell: Callable[[str], object]) -> Made:
    download(repository, folder, tell)
    files = tuple(folder / file.name for file in repository.files)
    return Made(files, {"bytes": repository.size})


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
