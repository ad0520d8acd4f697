"""Make the environment that the desk runs in. Standard library only.

A first start makes `.venv` beside run.py and installs into it, one line a step. Later starts read
one small stamp. An environment that is already active (venv or conda) is used as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.bootstrap_faults import NotReady, explain
from app.bootstrap_gpu import engine_attempts, has_gpu

ROOT = Path(__file__).resolve().parents[1]
NEEDED_BYTES = 3 * 1024**3
"""The environment takes about 1.2 GB and its installation as much again for a while; measured on Linux."""


@dataclass(frozen=True)
class Place:
    """An environment: its directory, whether the desk made it, whether this process runs in it, and who hears of it."""

    folder: Path
    ours: bool
    active: bool
    progress: TextIO = sys.stdout

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        if self.active:
            return Path(sys.executable)
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Says what is installed. Missing while an installation is under way."""
        return self.folder / "bimedix-desk.json"

    @property
    def log(self) -> Path:
        """The installer's own words."""
        return self.folder / "bimedix-desk-install.log"


def ensure(argv: list[str], tests: bool = False, cpu_only: bool = False) -> None:
    """Return inside an environment that has every requirement, or raise NotReady with the remedy.

    Where the environment is not the running one, the command starts anew inside it.
    """
    place = _place(sys.stderr if "--json" in argv else sys.stdout)  # JSON is for programs, which read no progress
    wanted = _wanted(tests)
    have = _read(place.stamp) if place.python.exists() else {}
    if any(have.get(name) != digest for name, digest in wanted.items()):
        _install(place, wanted, have, cpu_only)
    if not place.active:
        _start_again(place, argv)


def _place(progress: TextIO) -> Place:
    """The active environment, else `.venv` beside run.py."""
    conda = os.environ.get("CONDA_PREFIX")
    active = sys.prefix != sys.base_prefix or (conda and Path(conda).resolve() == Path(sys.prefix).resolve())
    ours = ROOT / ".venv"
    if active:
        return Place(
            Path(sys.prefix), ours=Path(sys.prefix).resolve() == ours.resolve(), active=True, progress=progress
        )
    return Place(ours, ours=True, active=False, progress=progress)


def _wanted(tests: bool) -> dict[str, str]:
    files = ["requirements.txt"] + (["tests/requirements.txt"] if tests else [])
    version = "%d.%d" % sys.version_info[:2]
    return {name: hashlib.sha256((version + (ROOT / name).read_text("utf-8")).encode()).hexdigest() for name in files}


def _read(stamp: Path) -> dict[str, str]:
    try:
        found = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _install(place: Place, wanted: dict[str, str], have: dict[str, str], cpu_only: bool) -> None:
    """Make what is missing. A new environment that cannot be completed is removed again."""
    fresh = not place.active and not have and not _works(place)
    _check_room(place, fresh)
    lock = ROOT / ".venv.lock"
    _claim(lock)
    try:
        if fresh:
            _make(place)
        else:
            place.stamp.write_text(json.dumps({"unfinished": "yes"}), "utf-8")
        _fill(place, [name for name in wanted if have.get(name) != wanted[name]], cpu_only)
        place.stamp.write_text(json.dumps({**have, **wanted} if "unfinished" not in have else wanted), "utf-8")
    except BaseException:
        if fresh and place.ours:
            shutil.rmtree(place.folder, ignore_errors=True)
        raise
    finally:
        lock.unlink(missing_ok=True)


def _works(place: Place) -> bool:
    """Whether the interpreter that is there runs and has pip: an installation that was cut off goes on then."""
    try:
        return subprocess.run([str(place.python), "-c", "import pip"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _check_room(place: Place, fresh: bool) -> None:
    if not os.access(ROOT if fresh else place.folder, os.W_OK):
        where = ROOT if fresh else place.folder
        raise NotReady(f"No permission to write in {where}. Move the desk to a folder of yours, or change its owner.")
    if fresh and shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise NotReady(
            f"Too little disk space beside {ROOT}: {NEEDED_BYTES >> 30} GB must be free. Make room and start again."
        )


def _claim(lock: Path) -> None:
    """One installation at a time; a lock left behind by a dead process is taken over."""
    try:
        with lock.open("x", encoding="utf-8") as handle:
            handle.write(str(os.getpid()))
    except FileExistsError:
        if _alive(lock):
            raise NotReady(
                f"Another start is installing right now. Wait for it, or delete {lock} if none is."
            ) from None
        lock.write_text(str(os.getpid()), "utf-8")


def _alive(lock: Path) -> bool:
    try:
        owner = int(lock.read_text("utf-8"))
        if os.name == "nt":
            return time.time() - lock.stat().st_mtime < 3600
        os.kill(owner, 0)
    except (OSError, ValueError) as error:
        return isinstance(error, PermissionError)
    return owner != os.getpid()


def _make(place: Place) -> None:
    print("First start: this takes some minutes, once.", file=place.progress, flush=True)
    if place.folder.exists():
        print(f"  removing an environment that does not work: {place.folder}", file=place.progress, flush=True)
        shutil.rmtree(place.folder)
    with _Step("making the environment (.venv)", place.progress):
        made = subprocess.run([sys.executable, "-m", "venv", str(place.folder)], capture_output=True, text=True)
        if made.returncode:
            raise explain(made.stdout + made.stderr, "venv")


def _fill(place: Place, files: list[str], cpu_only: bool) -> None:
    if "requirements.txt" in files:
        _install_engine(place, cpu_only)
    for name in files:
        label = "what the tests need" if name.startswith("tests") else "the page, the record and the embedded model"
        with _Step(f"installing {label} ({name})", place.progress):
            output = _pip(place, ["-r", str(ROOT / name)], {})
            if output is not None:
                raise explain(output, name)


def _install_engine(place: Place, cpu_only: bool) -> None:
    """llama.cpp for this machine: a CUDA build where there is an NVIDIA card, else one for its processor."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    engine = next(line.strip() for line in lines if line.startswith("llama-cpp-python"))
    attempts = engine_attempts(engine, gpu=has_gpu() and not cpu_only)
    for number, attempt in enumerate(attempts, start=1):
        with _Step(attempt.label, place.progress) as step:
            output = _pip(place, list(attempt.arguments), dict(attempt.environment))
            if output is None:
                return
            if number == len(attempts):
                raise explain(output, engine)
            step.failed = attempt.otherwise


def _pip(place: Place, arguments: list[str], extra: dict[str, str]) -> str | None:
    """Run pip; None when it worked, else what it said."""
    command = [str(place.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    environment = {**os.environ, **extra, "PYTHONUTF8": "1"}
    with place.log.open("w+", encoding="utf-8", errors="replace") as log:
        code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment).returncode
        log.seek(0)
        return log.read() if code else None


def _start_again(place: Place, argv: list[str]) -> None:
    command = [str(place.python), str(ROOT / "run.py"), *argv]
    environment = {**os.environ, "PYTHONUTF8": "1", "VIRTUAL_ENV": str(place.folder)}
    sys.stdout.flush()
    if os.name == "nt":  # Windows has no exec that keeps the console
        try:
            sys.exit(subprocess.run(command, env=environment).returncode)
        except KeyboardInterrupt:
            sys.exit(130)
    os.execve(command[0], command, environment)


class _Step:
    """One readable line: what is being done, then how it went and how long it took."""

    def __init__(self, label: str, progress: TextIO) -> None:
        self.label = label
        self.progress = progress
        self.failed = ""

    def __enter__(self) -> _Step:
        self.began = time.monotonic()
        print(f"  {self.label} ... ", end="", file=self.progress, flush=True)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        word = "not possible" if kind else self.failed or "done"
        print(f"{word} ({time.monotonic() - self.began:.0f} s)", file=self.progress, flush=True)
