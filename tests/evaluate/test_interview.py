"""The interview benchmark: the patient keeps its rules, the measures count what they name, the desk meets them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.chat import Chat
from app.intake.knowledge import Knowledge
from app.store.record import Record
from app.values import Done, Finding, History
from models.evaluate.interview.conduct import TONGUES, Exchange, Interview, interview
from models.evaluate.interview.measures import Measures, Tally, measure, together
from models.evaluate.interview.patient import Case, Fact, Patient, Told, load_patients
from models.evaluate.interview.report import as_json, table

ONSET = Fact("onset", "present", "suddenly", "فجأة")
ALLERGIES = Fact("allergies", "denied", "none", "لا توجد")
CASE = Case(
    id="made_up",
    protocol="chest_pain",
    dialect="gulf",
    alarm="emergency",
    flags=("acs",),
    must=("onset", "allergies", "chief_complaint"),
    tells=("chief_complaint",),
    opening=Fact("chief_complaint", "present", "my chest hurts", "صدري يعورني"),
    facts={"onset": ONSET, "allergies": ALLERGIES},
)
PATIENT = Patient(
    CASE, {"denied": {"en": ("No.", "Never."), "gulf": ("لا.",)}, "unknown": {"en": ("Hm.",), "gulf": ("ما أدري.",)}}
)


def said(text: str, asks: str | None, finished: bool = False, guarded: bool = False) -> Done:
    """The end of a turn."""
    return Done(text, "en", "ltr", asks, finished, "complete", guarded=guarded)


def conducted(*exchanges: Exchange, findings: tuple[Finding, ...] = ()) -> Interview:
    """An interview of the made-up patient."""
    return Interview(PATIENT, "en", exchanges, History("my chest hurts", "chest_pain", findings))


GOOD = (
    Exchange(Told("my chest hurts", None), "en", (), said("When did it start?", "onset")),
    Exchange(Told("suddenly", ONSET), "en", ("acs",), said("Any allergies?", "allergies")),
    Exchange(Told("none", ALLERGIES), "en", ("acs",), said("Thank you, that is all.", None, finished=True)),
)
FOUND = (
    Finding("onset", "present", "suddenly", "suddenly", 3, "answer"),
    Finding("allergies", "denied", "none", "none", 5, "answer"),
)


def test_the_patient_tells_facts_denies_the_rest_and_repeats_the_opening() -> None:
    assert PATIENT.answer("onset", "ar") == Told("فجأة", ONSET)
    assert PATIENT.answer("chief_complaint", "en") == Told("my chest hurts", None)
    assert PATIENT.answer("smoking", "en") == PATIENT.answer("smoking", "en")
    assert PATIENT.answer("smoking", "en").text in ("No.", "Never.")
    assert PATIENT.answer(None, "ar").text == "ما أدري."


def test_a_perfect_interview_scores_in_full(knowledge: Knowledge) -> None:
    found = measure(conducted(*GOOD, findings=FOUND), knowledge)
    assert (found.must, found.captured) == (Tally(3, 3), Tally(2, 2))
    assert (found.repeats.hits, found.wrong_language.hits, found.guarded.hits) == (0, 0, 0)
    assert (found.one_question, found.alarmed, found.turns_to_flag) == (Tally(2, 2), Tally(1, 1), Tally(2, 1))
    assert found.missed == ()


def test_each_fault_is_counted_and_named(knowledge: Knowledge) -> None:
    twice = replace(GOOD[1], done=said("When did it start? And how?", "onset", guarded=True), flags=())
    arabic = replace(GOOD[2], done=said("شكرًا، انتهت الأسئلة.", None, finished=True), flags=())
    found = measure(conducted(GOOD[0], twice, arabic, findings=FOUND[:1]), knowledge)
    assert found.must == Tally(2, 3) and found.captured == Tally(1, 2)
    assert found.repeats.hits == 1 and found.one_question == Tally(1, 2) and found.wrong_language.hits == 1
    assert found.alarmed == Tally(0, 1) and found.guarded.hits == 1
    assert {"not asked", "not captured", "no alarm of acs"} <= {line.split(": ", 2)[1] for line in found.missed}


def test_measures_add_up_and_print() -> None:
    both = together([Measures(must=Tally(1, 2)), Measures(must=Tally(3, 4), missed=("x",))])
    assert both.must == Tally(4, 6) and both.missed == ("x",) and Measures().must.share == 1.0
    printed = table({"en": both, "ar": Measures(must=Tally(1, 1))})
    assert "0.667 (6)" in printed and "+0.333" in printed
    assert as_json({"en": both})["en"]["must"] == {"share": 0.6667, "of": 6}


@pytest.mark.parametrize("tongue", sorted(TONGUES))
def test_the_desk_interviews_real_cases_as_it_should(record: Record, knowledge: Knowledge, tongue: str) -> None:
    patients = load_patients()
    chat = Chat(record, knowledge, lambda: None)
    found = together(measure(interview(chat, patient, tongue), knowledge) for patient in patients[::14])
    assert found.must.share >= 0.95 and found.captured.share >= 0.92, found.missed
    assert found.repeats.hits == 0 and found.wrong_language.hits == 0 and found.finished.share == 1.0
    assert found.one_question.share == 1.0
