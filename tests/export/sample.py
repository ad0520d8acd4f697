"""A document with every kind of content, for the tests of the writers. The people in it do not exist."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from app.export.document import (
    Acknowledged,
    Alarm,
    Bilingual,
    Document,
    DraftNote,
    ModelInfo,
    NoteLine,
    NoteSection,
    SavedNote,
    SlotName,
)
from app.values import Conversation, Finding, History, Message, RedFlag

START = datetime(2024, 5, 12, 9, 30, 15, 123456, tzinfo=timezone.utc)
SAID = (
    ("user", "ar", "عندي ألم في الصدر من يومين وأخذت Panadol 500mg مرتين", None),
    ("assistant", "ar", "هل ينتشر الألم إلى الذراع أو الفك؟", "radiation"),
    ("user", "ar", "نعم، إلى الذراع اليسرى مع تعرّق", None),
    ("assistant", "ar", "هل تأخذ أدوية بانتظام؟", "medications"),
    ("user", "ar", "آخذ ibuprofen 200-400 mg عند الحاجة منذ 2024-05-10، والضغط 150/95", None),
    ("assistant", "en", "Do you have any allergies?", "allergies"),
    ("user", "en", "Yes, penicillin gives me a rash. No diabetes.", None),
)


def messages(turns: int = 1) -> tuple[Message, ...]:
    """The conversation's messages, said `turns` times over; ids begin at 101."""
    said = SAID * turns
    return tuple(
        Message(
            id=101 + at,
            conversation="k3v9q2m7xa",
            role=role,
            text=text,
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            created=START + timedelta(minutes=at),
            slot=slot,
            generated=role == "assistant" and at % 4 == 1,
        )
        for at, (role, language, text, slot) in enumerate(said)
    )


FINDINGS = (
    Finding("chief_complaint", "present", "ألم في الصدر", "ألم في الصدر", 101, "mention"),
    Finding("duration", "present", "2 days", "من يومين", 101, "mention"),
    Finding("medications", "present", "Panadol 500mg", "Panadol 500mg", 101, "mention"),
    Finding("radiation", "present", "left arm", "إلى الذراع اليسرى", 103, "answer"),
    Finding("sweating", "present", "sweating", "تعرّق", 103, "mention"),
    Finding("medications", "present", "ibuprofen 200-400 mg", "ibuprofen 200-400 mg", 105, "answer"),
    Finding("allergies", "present", "penicillin: rash", "penicillin gives me a rash", 107, "answer"),
    Finding("diabetes", "denied", "diabetes", "No diabetes", 107, "mention"),
    Finding("smoking", "unknown", "", "", 107, "answer"),
)
SLOTS = (
    SlotName("chief_complaint", Bilingual("Presenting complaint", "الشكوى الرئيسية"), "hpi"),
    SlotName("duration", Bilingual("Duration", "المدة"), "hpi"),
    SlotName("radiation", Bilingual("Radiation", "الانتشار"), "hpi"),
    SlotName("sweating", Bilingual("Sweating", "التعرّق"), "hpi"),
    SlotName("medications", Bilingual("Medicines", "الأدوية"), "medicines"),
    SlotName("allergies", Bilingual("Allergies", "الحساسية"), "allergies"),
    SlotName("diabetes", Bilingual("Diabetes", "السكري"), "past"),
    SlotName("smoking", Bilingual("Smoking", "التدخين"), "social"),
)
ALARM = Alarm(
    RedFlag("acs", "emergency", "إلى الذراع اليسرى مع تعرّق", 103),
    Bilingual("Possible acute coronary syndrome", "اشتباه متلازمة تاجية حادة"),
    Bilingual("Chest pain that spreads to the arm, with sweating.", "ألم صدري ينتشر إلى الذراع مع تعرّق."),
    Bilingual("12-lead ECG within 10 minutes.", "تخطيط قلب بـ 12 مسرى خلال 10 دقائق."),
    Acknowledged("ECG done, on the way", "Duty clinician", START + timedelta(minutes=9)),
)
DRAFT_AR = DraftNote(
    "ar",
    NoteLine("الشكوى الرئيسية", "ألم في الصدر", (101,), "chief_complaint"),
    (
        NoteSection("hpi", "تاريخ المرض الحالي", (
            NoteLine("المدة", "يومان", (101,), "duration"),
            NoteLine("الانتشار", "إلى الذراع اليسرى", (103,), "radiation"),
        )),
        NoteSection("medicines", "الأدوية", (
            NoteLine("الأدوية", "ibuprofen 200-400 mg منذ 2024-05-10", (105,), "medications"),
        )),
        NoteSection("allergies", "الحساسية", (NoteLine("الحساسية", "البنسلين: طفح", (107,), "allergies"),)),
    ),
    ("التدخين", "التاريخ العائلي"),
)  # fmt: skip
DRAFT_EN = DraftNote(
    "en",
    NoteLine("Presenting complaint", "chest pain", (101,), "chief_complaint"),
    (
        NoteSection("hpi", "History of present illness", (
            NoteLine("Duration", "2 days", (101,), "duration"),
            NoteLine("Radiation", "to the left arm", (103,), "radiation"),
        )),
        NoteSection("medicines", "Medicines", (
            NoteLine("Medicines", "ibuprofen 200-400 mg since 2024-05-10", (105,), "medications"),
        )),
        NoteSection("allergies", "Allergies", (NoteLine("Allergies", "penicillin: rash", (107,), "allergies"),)),
    ),
    ("Smoking", "Family history"),
)  # fmt: skip


def build(turns: int = 1, **changes: object) -> Document:
    """A document of `turns` times seven messages."""
    said = messages(turns)
    about = Conversation(
        "k3v9q2m7xa", "ألم في الصدر", START, START + timedelta(minutes=len(said)), language="ar",
        complaint="chest_pain", patient="Bed 4", flag="emergency", messages=len(said),
    )  # fmt: skip
    values: dict[str, object] = {
        "conversation": about,
        "messages": said,
        "history": History("chest_pain", "chest_pain", FINDINGS, ("radiation", "medications", "allergies"), ("age",)),
        "exported": START + timedelta(days=1),
        "alarms": (ALARM,),
        "drafts": (DRAFT_EN, DRAFT_AR),
        "slots": SLOTS,
        "clinician": "Duty clinician",
        "model": ModelInfo("mini", "gemma-3-270m Q4_K_M", "Gemma", False),
        "desk": "1.0",
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


def signed(text: str = "Duration: 2 days [101]\nPlan:\n- ECG at 10:40") -> SavedNote:
    """A note that a clinician signed."""
    return SavedNote("en", 2, text, START + timedelta(hours=1), "Duty clinician")
