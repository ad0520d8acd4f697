"""The energy that the processor took, where Linux lets it be read (RAPL through powercap)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_COUNTERS = Path("/sys/class/powercap")
_PACKAGES = "*-rapl:[0-9]"
"""One for each processor package, memory included on servers; its own parts (`:0:0`) are left out."""


class Energy:
    """Joules since it was made, or None where no counter can be read: in most virtual machines and not as root."""

    def __init__(self, folder: Path = _COUNTERS) -> None:
        self._packages = sorted(folder.glob(_PACKAGES)) if folder.is_dir() else []
        self._before = self._read()

    def joules(self) -> float | None:
        """Of all packages together; a counter that began anew meanwhile is followed."""
        now = self._read()
        if not now or len(now) != len(self._before):
            return None
        pairs = zip(self._packages, self._before, now, strict=True)
        return sum(_passed(package, before, after) for package, before, after in pairs) / 1e6

    def _read(self) -> list[int]:
        try:
            return [_number(package / "energy_uj") for package in self._packages]
        except OSError:
            return []


def _passed(package: Path, before: int, after: int) -> int:
    return after - before if after >= before else after - before + _number(package / "max_energy_range_uj")


def _number(path: Path) -> int:
    return int(path.read_text(encoding="ascii"))


def per_token(work: Callable[[], int], folder: Path = _COUNTERS) -> float | None:
    """Joules for each of the tokens that `work` says it made."""
    energy = Energy(folder)
    made = work()
    spent = energy.joules()
    return None if spent is None or not made else spent / made
