"""How fast the record is when it is big: a file of made-up conversations, and what a desk does with it all day."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles

from app.store import passages
from app.store.access import new_id, stamp, utc_now
from app.store.record import Record, open_record
from app.values import Language, direction_of

_AR = (
    "عندي ألم شديد في الصدر منذ {n} أيام ويزداد مع الحركة", "أشعر بصداع في الجهة اليمنى من الرأس بعد النوم",
    "حرارة الطفل {n}.5 وهناك سعال جاف وقيء مرتين", "أتناول panadol 500mg مرتين يوميًا بلا فائدة تذكر",
    "لا توجد حساسية من أي دواء، وضغطي {n}0/80 هذا الصباح", "أُجريت عملية الزائدة الدودية قبل {n} سنوات",
    "والدي مصاب بالسكري وارتفاع ضغط الدم منذ زمن", "الدوخة تأتي عند الوقوف وتزول بعد دقيقة تقريبًا",
    "متى بدأ الألم؟", "هل ينتشر الألم إلى الذراع أو الفك أو الظهر؟", "هل هناك ضيق في التنفس أو خفقان؟",
    "ما الأدوية التي تتناولها بانتظام؟", "هل لديك أمراض مزمنة أخرى؟",
)  # fmt: skip
_EN = (
    "I have had a throbbing headache since yesterday, worse with light, about {n} out of 10",
    "The chest pain comes when I climb stairs and eases after {n} minutes of rest",
    "My daughter vomited {n} times last night and has a temperature of 38.{n}",
    "I take metformin 500mg twice a day and warfarin 5 mg for an irregular heartbeat",
    "No allergies that I know of, blood pressure was 1{n}0/80 this morning", "My appendix was removed {n} years ago",
    "There is burning when I pass urine and pain in the left flank", "My knees are stiff and swollen in the mornings",
    "When did the pain start?", "Does the pain spread to your arm, jaw or back?", "Are you short of breath at rest?",
    "Which medicines do you take regularly?", "Has anyone in your family had heart disease?",
)  # fmt: skip
_QUERIES = (
    "الم الصدر", "صداع", "panadol مرتين", "الطفل حراره", "ضغطي 80", "السكري", "دوخه", "زائدة", "headache", "headaches",
    "chest pain stairs", "warfarin", "metformin 500 mg", "pain", '"burning when"', "swol", "allerg", "زعفران",
    "saffron", "فلان saffron", "الألم", "temperature 38", "الم pain", "تتناول", "rare7", "نادر9",
)  # fmt: skip
_BATCH = 100
_LATEST = 200


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds: the middle, the 95th percentile, the worst."""

    median: float
    p95: float
    worst: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on a record of this size. `sync` is one small write with fsync on the same disk."""

    conversations: int
    messages: int
    megabytes: float
    build_seconds: float
    open_seconds: float
    page: Spread
    search: Spread
    append: Spread
    sync: Spread


def run(folder: Path | None = None, conversations: int = 10_000, messages: int = 20) -> Figures:
    """Build the record in a temporary folder (inside `folder` where given), measure, and remove it again."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "record.sqlite"
        record = open_record(path)
        began = time.perf_counter()
        fill(record, conversations, messages)
        built = time.perf_counter() - began
        record.close()
        began = time.perf_counter()
        record = open_record(path)
        opened = time.perf_counter() - began
        figures = Figures(
            conversations,
            conversations * messages,
            round(path.stat().st_size / 1e6, 1),
            round(built, 2),
            round(opened, 3),
            _spread([record.list for _ in range(100)]),
            _spread([partial(record.search, query) for _ in range(8) for query in _QUERIES]),
            _append(record),
            _sync(Path(name) / "sync"),
        )
        record.close()
        return figures


def fill(record: Record, conversations: int, messages: int, seed: int = 7) -> None:
    """Write made-up conversations in large transactions, through the same index as real ones."""
    chance = random.Random(seed)
    for first in range(0, conversations, _BATCH):
        with record.access.database.write(durable=False) as db:
            for number in range(first, min(first + _BATCH, conversations)):
                language: Language = "ar" if number % 2 else "en"
                name, now = new_id(), stamp(utc_now())
                db.execute(
                    "INSERT INTO conversations (id, owner, mode, language, title, patient, created, updated)"
                    " VALUES (?, '', 'interview', ?, ?, ?, ?, ?)",
                    (name, language, _sentence(language, chance), f"P-{number:05d}", now, now),
                )
                passages.index_heading(db, name)
                for place in range(messages):
                    text = _sentence(language, chance)
                    values = (name, "assistant" if place % 2 else "user", text, language, direction_of(language), now)
                    cursor = db.execute(
                        "INSERT INTO messages (conversation, role, text, language, direction, status, created)"
                        " VALUES (?, ?, ?, ?, ?, 'complete', ?)",
                        values,
                    )
                    passages.index_message(db, name, int(cursor.lastrowid or 0), text)


def _sentence(language: Language, chance: random.Random) -> str:
    rare = f" {'نادر' if language == 'ar' else 'rare'}{chance.randrange(20_000)}"
    return chance.choice(_AR if language == "ar" else _EN).format(n=chance.randint(1, 9)) + rare


def _append(record: Record) -> Spread:
    names = [conversation.id for conversation in record.list()]
    chance = random.Random(1)
    texts = [_sentence("ar" if number % 2 else "en", chance) for number in range(_LATEST)]
    return _spread(
        [
            partial(record.append, names[number % len(names)], "user", text, "en", "ltr")
            for number, text in enumerate(texts)
        ]
    )


def _sync(path: Path) -> Spread:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)

    def once() -> None:
        os.write(handle, b"x" * 4096)
        os.fsync(handle)

    try:
        return _spread([once] * 100)
    finally:
        os.close(handle)


def _spread(tasks: Sequence[Callable[[], object]]) -> Spread:
    took = []
    for task in tasks:
        began = time.perf_counter()
        task()
        took.append((time.perf_counter() - began) * 1000)
    return Spread(round(quantiles(took, n=2)[0], 2), round(quantiles(took, n=20)[18], 2), round(max(took), 2))
