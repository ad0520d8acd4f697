"""`doctor`: what is installed, what the machine has, and whether content and record are whole."""

from __future__ import annotations

import platform
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from app import __version__
from app.catalogue.files import gigabytes, is_here
from app.catalogue.registry import load_catalogue
from app.commands.printing import print_json
from app.config import ROOT, Home, edge_language, find_home
from app.engine.placement import Device
from app.errors import DeskError
from app.intake.knowledge import load_knowledge
from app.loading import machine
from app.store.care import Health
from app.store.record import open_record
from app.text.locale import Locale, locale


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked at. The faults are sentences, empty where all is well."""

    devices: Sequence[Device]
    health: Health | None
    record_fault: str
    content_fault: str

    @property
    def gpu(self) -> bool:
        """Whether the engine can use a graphics card."""
        return any(device.kind == "gpu" for device in self.devices)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.record_fault or self.content_fault)


def doctor(arguments: Namespace) -> int:
    """Look at everything and say how it stands. Gives 1 if something is not whole."""
    home = find_home(arguments.home).ready()
    say = locale(edge_language(home), isolate=False)
    found = Findings(machine(arguments.cpu), *_health(home, say), _content_fault(say))
    if arguments.json:
        print_json(_as_json(found, home))
    else:
        print("\n".join(_report(found, say)))
    return 0 if found.whole else 1


def _as_json(found: Findings, home: Home) -> dict[str, object]:
    return {
        "desk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": _packages(),
        "devices": [asdict(device) for device in found.devices],
        "gpu_offload": found.gpu,
        "models": [model.name for model in load_catalogue(home).list() if is_here(home, model)],
        "content": found.content_fault or "ok",
        "record": asdict(found.health) if found.health else None,
        "record_fault": found.record_fault,
        "ok": found.whole,
    }


def _health(home: Home, say: Locale) -> tuple[Health | None, str]:
    try:
        record = open_record(home.record)
    except DeskError as problem:
        return None, say.explain(problem)
    try:
        health = record.care.health()
        return health, health.fault
    finally:
        record.close()


def _content_fault(say: Locale) -> str:
    try:
        load_knowledge()
    except DeskError as problem:
        return say.explain(problem)
    return ""


def _packages() -> dict[str, str]:
    """The requirements by name, with the version that is installed ("" where none is)."""
    found: dict[str, str] = {}
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name, separator, _ = line.partition("==")
        if separator and not line.startswith("#") and "python_version" not in line:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = ""
    return found


def _report(found: Findings, say: Locale) -> list[str]:
    lines = [f"BiMediX Desk {__version__}, Python {platform.python_version()}, {platform.platform()}"]
    lines += [f"  {name} {installed or say('doctor-missing')}" for name, installed in _packages().items()]
    lines += [
        say("doctor-device", name=device.name, about=device.description, free=gigabytes(device.free))
        for device in found.devices
    ]
    lines.append(say("doctor-gpu" if found.gpu else "doctor-no-gpu"))
    lines.append(found.content_fault or say("doctor-content-ok"))
    if found.health is None or found.record_fault:
        lines.append(found.record_fault)
    elif found.health.locked:
        lines.append(say("doctor-record-locked", path=str(found.health.path)))
    else:
        lines.append(_record_line(found.health, say))
    return lines


def _record_line(health: Health, say: Locale) -> str:
    last = f"{health.last_backup.astimezone():%Y-%m-%d %H:%M}" if health.last_backup else say("doctor-never")
    return say(
        "doctor-record",
        path=str(health.path),
        conversations=health.conversations or 0,
        size=f"{health.size / 1e6:.1f} MB",
        free=gigabytes(health.free),
        backup=last,
    )
