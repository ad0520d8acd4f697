"""De-identification: how much it finds on sentences it was and was not tuned on, and whole documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export.deidentify.calendar import find_dates
from app.export.deidentify.numbers import luhn
from app.export.deidentify.recognise import Known, recognise
from app.export.deidentify.redact import Redactor
from app.export.deidentify.whole import deidentify
from app.export.json_format import write_json
from app.export.options import ExportOptions
from app.values import Finding
from tests.export.sample import START, build, messages, signed

HERE = Path(__file__).parent
MARK = re.compile(r"\{[A-Z]+\|([^}]*)\}")


def sentences(name: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The sentences of a file without their marks, each with the places that were marked."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, places, at = "", [], 0
        for match in MARK.finditer(line):
            text += line[at : match.start()]
            places.append((len(text), len(text) + len(match[1])))
            text, at = text + match[1], match.end()
        yield text + line[at:], places


def score(name: str) -> tuple[float, float, int]:
    """Recall (a place counts where every letter and digit of it is covered), precision, and the number of places."""
    hits = places_in_all = good = found_in_all = 0
    for text, places in sentences(name):
        found = recognise(text, Known(days=-40))
        covered = {at for one in found for at in range(one.start, one.end)}
        hits += sum(all(at in covered or not text[at].isalnum() for at in range(*place)) for place in places)
        good += sum(any(one.start < end and start < one.end for start, end in places) for one in found)
        places_in_all, found_in_all = places_in_all + len(places), found_in_all + len(found)
    return hits / places_in_all, good / found_in_all, places_in_all


@pytest.mark.parametrize("name", ["deidentify_tuned.txt", "deidentify_held_out.txt"])
def test_recall_and_precision(name: str) -> None:
    recall, precision, places = score(name)
    assert places >= 80
    assert recall >= 0.95 and precision >= 0.9, f"recall {recall:.3f}, precision {precision:.3f}"


def test_there_are_two_hundred_sentences_in_both_languages() -> None:
    texts = [text for name in ("deidentify_tuned.txt", "deidentify_held_out.txt") for text, _ in sentences(name)]
    arabic = [text for text in texts if re.search("[\u0621-\u064a]", text)]
    assert len(texts) >= 200 and 80 <= len(arabic) <= len(texts) - 80


@pytest.mark.parametrize(
    ("written", "moved"),
    [("2024-05-12", "2024-06-11"), ("12/05/2024", "11/06/2024"), ("05/22/2024", "06/21/2024"), ("1.2.24", "2.3.24"),
     ("12 May 2024", "11 June 2024"), ("1st of May 2024", "31st of May 2024"), ("May 3, 2024", "June 2, 2024"),
     ("٢٠٢٤/٠٥/١٢", "٢٠٢٤/٠٦/١١"), ("12 أيار 2024", "11 حزيران 2024"), ("١٢ مايو ٢٠٢٤", "١١ يونيو ٢٠٢٤"),
     ("5 رمضان 1445", "5 شوال 1445")],
)  # fmt: skip
def test_dates_move_alike_in_their_own_form(written: str, moved: str) -> None:
    assert [found.replacement for found in find_dates(f"منذ {written} حتى", 30, 2024)] == [moved]


def test_what_is_no_date_stays() -> None:
    for text in ("120/80", "8/10", "200-400 mg", "45/13/2024", "2024-13-40", "May I", "10-45-20"):
        assert find_dates(text, 30, 2024) == [], text


def test_the_saudi_check_digit() -> None:
    assert luhn("1023456781") and not luhn("1023456782")


def test_the_same_person_keeps_the_same_placeholder() -> None:
    redactor = Redactor(Known())
    texts = ["My name is Ahmed Ali.", "Ahmed Ali came back, phone 0501234567", "اسمي أحمد علي ورقمي ٠٥٠١٢٣٤٥٦٧"]
    for text in texts:
        redactor.learn(text)
    shown = [redactor.redact(text, "ar" if "اسمي" in text else "en").after for text in texts]
    assert shown[0] == "My name is [NAME 1]."
    assert shown[1] == "[NAME 1] came back, phone [PHONE 1]"
    assert shown[2] == "اسمي [اسم 2] ورقمي [هاتف 1]"
    assert sum(row.count for row in redactor.report()) == 5


def identified():
    """A document that names its patient in every place where one can be named."""
    said = (
        replace(messages()[0], text="اسمي ليلى منصور ورقمي 0501234567 وعندي ألم منذ 2024-05-10"),
        replace(messages()[6], text="Layla Mansour lives at 14 King Faisal Street, Riyadh. 200-400 mg ibuprofen."),
    )
    history = replace(build().history, findings=(
        Finding("onset", "present", "2024-05-10", "ألم منذ 2024-05-10", 101),
        Finding("concerns", "present", "Mansour lives", "Mansour lives", 107),
    ))  # fmt: skip
    about = replace(build().conversation, patient="Layla Mansour", title="Layla: chest pain", owner="nurse1")
    notes = (signed("Plan\n- call Layla Mansour on 0501234567\n- seen 2024-05-12"),)
    return build(messages=said, history=history, conversation=about, saved=notes, clinician="Rania Aziz", alarms=())


def test_nobody_is_left_in_a_whole_document() -> None:
    document, report = deidentify(identified(), days=-40)
    text = write_json(document, ExportOptions()).decode()
    for secret in ("Layla", "Mansour", "ليلى", "منصور", "0501234567", "King Faisal", "Riyadh", "2024-05-10", "Rania",
                   "Aziz", "nurse1", "2024-05-12"):  # fmt: skip
        assert secret not in text, secret
    assert "200-400 mg" in text and "2024-03-31" in text and document.deidentified
    assert {row.kind for row in report} >= {"name", "phone", "date", "patient", "clinician", "address"}


def test_quotes_stay_parts_of_their_messages() -> None:
    document, _ = deidentify(identified(), days=-40)
    for finding in document.history.findings:
        message = document.message(finding.message)
        assert message and finding.quote and finding.quote in message.text


def test_all_times_move_alike() -> None:
    document, _ = deidentify(identified(), days=-40)
    assert document.conversation.created == START - timedelta(days=40)
    assert document.messages[1].created - document.messages[0].created == timedelta(minutes=6)


def test_how_far_dates_move_is_drawn_anew() -> None:
    moved = {(START - deidentify(build())[0].conversation.created).days for _ in range(12)}
    assert len(moved) > 1 and all(30 <= days < 365 for days in moved)


@given(
    st.text(alphabet=st.one_of(st.sampled_from("My name is Ahmed اسمي علي 0501234567 2024-05-12 @."), st.characters()))
)
def test_any_text_survives_and_what_was_replaced_is_gone(text: str) -> None:
    redactor = Redactor(Known(days=-40))
    redacted = redactor.redact(text, "en")
    rebuilt, at = "", 0
    for start, end, new in redacted.edits:
        rebuilt += text[at:start] + new
        at = end
    assert rebuilt + text[at:] == redacted.after


def test_a_megabyte_is_read_in_seconds() -> None:
    import time

    for text in ("رقمي " + "1" * 200_000, "name is " + "Ahmed " * 40_000, "1-" * 100_000, "I live at " + "A " * 60_000):
        began = time.perf_counter()
        recognise(text, Known())
        assert time.perf_counter() - began < 20
