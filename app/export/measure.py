"""How long each format takes for a conversation of 100 turns, and what 1,000 conversations in one zip cost."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.export.document import Alarm, Bilingual, Document, DraftNote, NoteLine, NoteSection, SlotName
from app.export.formats import FORMATS, render, write_many
from app.export.options import ExportOptions
from app.values import Conversation, Finding, History, Language, Message, RedFlag, direction_of

_START = datetime(2026, 1, 1, 8, tzinfo=timezone.utc)
_SAID: dict[Language, tuple[str, str]] = {
    "ar": ("متى بدأ الألم، وهل يزداد مع الحركة؟", "بدأ منذ يومين وأخذت ibuprofen 200-400 mg مرتين منذ 2026-01-01"),
    "en": ("Do you take any medicines regularly?", "Yes, amlodipine 5 mg od, and the pressure was 150/95 this morning"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds for each format, the first use (which loads its library) apart; seconds and peak MiB for the zip."""

    turns: int
    first: dict[str, float]
    again: dict[str, float]
    conversations: int
    zip_format: str
    zip_seconds: float
    zip_megabytes: float
    peak_mebibytes: float


def sample(turns: int, id: str = "measured") -> Document:
    """A made-up conversation: `turns` questions and as many answers, in both languages by turns."""
    messages = tuple(_message(at, id) for at in range(2 * turns))
    findings = tuple(
        Finding(f"finding_{at}", "present", message.text, message.text, message.id)
        for at, message in enumerate(messages[1::8])
    )
    slots = tuple(SlotName(one.slot, Bilingual(f"Finding {at}", f"علامة {at}")) for at, one in enumerate(findings))
    flag = RedFlag("made_up", "urgent", messages[1].text, messages[1].id)
    return Document(
        Conversation(id, "ألم في الصدر · chest pain", _START, _START, language="ar", messages=len(messages)),
        messages,
        History("chest_pain", "chest_pain", findings, tuple(one.slot for one in findings)),
        _START,
        alarms=(
            Alarm(flag, Bilingual("An alarm", "تنبيه"), Bilingual("Why", "السبب"), Bilingual("Do this", "ما يُفعل")),
        ),
        drafts=tuple(_draft(language, findings) for language in _SAID),
        slots=slots,
        clinician="Clinician",
        desk="0",
    )


def run(turns: int = 100, conversations: int = 1000, zip_format: str = "pdf") -> Figures:
    """Measure in this process; the zip in a fresh one, so that its peak memory is its own."""
    document, options = sample(turns), ExportOptions("both")
    first = {format: seconds_of(document, format, options) for format in FORMATS}
    again = {format: seconds_of(document, format, options) for format in FORMATS}
    command = [sys.executable, "-m", "app.export.measure", str(conversations), zip_format]
    zipped = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return Figures(turns, first, again, conversations, zip_format, **zipped)


def measure_zip(conversations: int, format: str) -> dict[str, float]:
    """Write a zip of conversations of 20 turns; gives its seconds, its size and this process's peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.zip"
        began = time.perf_counter()
        write_many(_many(conversations), format, path, ExportOptions("both"))
        seconds, size = time.perf_counter() - began, path.stat().st_size / 1e6
    return {"zip_seconds": round(seconds, 2), "zip_megabytes": round(size, 1), "peak_mebibytes": _peak()}


def _many(conversations: int) -> Iterator[Document]:
    document = sample(20)
    for number in range(conversations):
        yield replace(document, conversation=replace(document.conversation, id=f"measured{number:06d}"))


def _message(at: int, conversation: str) -> Message:
    language: Language = "ar" if at % 4 < 2 else "en"
    mine = at % 2 == 0
    text = _SAID[language][at % 2]
    when = _START + timedelta(minutes=at)
    return Message(at + 1, conversation, "assistant" if mine else "user", text, language, direction_of(language), when)


def _draft(language: Language, findings: tuple[Finding, ...]) -> DraftNote:
    lines = tuple(NoteLine(one.slot, one.value, (one.message,), one.slot) for one in findings)
    return DraftNote(language, None, (NoteSection("hpi", "History", lines),))


def seconds_of(document: Document, format: str, options: ExportOptions) -> float:
    """How long one export takes, in seconds."""
    began = time.perf_counter()
    render(document, format, options)
    return round(time.perf_counter() - began, 3)


def _peak() -> float:
    """Peak memory of this process in MiB; 0 where the system does not tell (Windows)."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux lets a process inherit getrusage's peak from the one that started it
        kibibytes = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return round(int(kibibytes.split()[1]) / 1024, 1)
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure_zip(int(sys.argv[1]), sys.argv[2])))
    else:
        print(json.dumps(asdict(run()), indent=1))
