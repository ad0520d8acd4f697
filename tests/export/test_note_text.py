"""Saved notes read back into sections and lines, whatever a clinician made of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.export.document import DraftNote, NoteLine
from app.export.note_text import lay_draft, lay_saved
from app.text.locale import locale
from tests.export.sample import build

DRAFTED = """Chest pain

Presenting complaint: chest pain [101]

Alarms
- Possible acute coronary syndrome: pain that spreads [103]

History of the present illness
- Duration: 2 days [101] [103]
- Radiation: to the left arm [103, 105]

Assessment
(for the clinician to write)

الأدوية
- ibuprofen 200-400 mg [105]
"""


def test_a_note_as_the_desk_drafts_it() -> None:
    sections = lay_saved(DRAFTED)
    assert [section.title for section in sections] == [
        "", "Alarms", "History of the present illness", "Assessment", "الأدوية",
    ]  # fmt: skip
    history = sections[2].lines
    assert [(line.text, line.sources) for line in history] == [
        ("Duration: 2 days", (101, 103)),
        ("Radiation: to the left arm", (103, 105)),
    ]


def test_headings_as_people_write_them() -> None:
    assert [s.title for s in lay_saved("## Plan\nECG\n\nالخطة:\nتخطيط قلب")] == ["Plan", "الخطة"]
    assert lay_saved("one long line of text [5]")[0].lines[0].sources == (5,)
    assert lay_saved(" \n\n") == ()


def test_each_line_runs_its_own_way() -> None:
    lines = lay_saved("- BP 150/95\n- الضغط 150/95")[0].lines
    assert [line.direction for line in lines] == ["ltr", "rtl"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_no_letter_of_a_note_is_lost(text: str) -> None:
    kept = "".join(section.title + "".join(line.text for line in section.lines) for section in lay_saved(text))
    assert [c for c in text if c.isalpha()] == [c for c in kept if c.isalpha()]


def test_words_that_run_the_other_way_are_embedded() -> None:
    note = DraftNote("en", NoteLine("Complaint", "ألم في الصدر منذ 2024-05-12", (101,)))
    line = lay_draft(note, build(), locale("en", False))[0].lines[0]
    assert (line.direction, line.own, line.sources) == ("ltr", "rtl", (101,))
    assert line.shown() == "Complaint: \u2067ألم في الصدر منذ \u20662024-05-12\u2069\u2069"
    assert line.shown(marks=False) == "Complaint: ألم في الصدر منذ 2024-05-12"
