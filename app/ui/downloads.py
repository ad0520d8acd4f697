"""Work on models that takes a while, done behind the page: downloads and imports, with how far each is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock, Thread

from app.errors import DeskError

_NEWS_S = 6.0
Report = Callable[[float], object]
Work = Callable[[Report], object]
"""Does the work, telling how far it is, from 0 to 1. Raises DeskError."""


class _Stopped(Exception):
    """The work was called off by whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: how far it is, when it was over (seconds of a monotonic clock), and what went wrong."""

    share: float = 0.0
    ended: float | None = None
    error: DeskError | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more comes of it."""
        return self.ended is not None


@dataclass
class Downloads:
    """The work under way, by the name of its model. Safe to use from any thread."""

    _jobs: dict[str, Job] = field(default_factory=dict)
    _stopping: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def start(self, name: str, work: Work) -> None:
        """Begin, unless this model's work is under way already."""
        with self._lock:
            if name in self._jobs and not self._jobs[name].over:
                return
            self._jobs[name] = Job()
            self._stopping.discard(name)
        Thread(target=self._run, args=(name, work), name="model-work", daemon=True).start()

    def stop(self, name: str) -> None:
        """Call this model's work off: it ends the next time it tells how far it is."""
        with self._lock:
            self._stopping.add(name)

    def all(self) -> Mapping[str, Job]:
        """Every piece of work of this desk's life, as it stands."""
        with self._lock:
            return dict(self._jobs)

    @property
    def busy(self) -> bool:
        """Whether something is under way, or has just ended, so that every page hears how."""
        now = time.monotonic()
        return any(job.ended is None or now - job.ended < _NEWS_S for job in self.all().values())

    def _run(self, name: str, work: Work) -> None:
        error: DeskError | None = None
        try:
            work(lambda share: self._hear(name, share))
        except _Stopped:
            pass  # what has come is kept, and gone on from
        except DeskError as problem:
            error = problem
        finally:
            self._tell(name, replace(self.all()[name], ended=time.monotonic(), error=error))

    def _hear(self, name: str, share: float) -> None:
        with self._lock:
            if name in self._stopping:
                raise _Stopped
        self._tell(name, Job(share))

    def _tell(self, name: str, job: Job) -> None:
        with self._lock:
            self._jobs[name] = job
