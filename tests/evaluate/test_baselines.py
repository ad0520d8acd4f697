"""The baselines and the further measures: scripted interviewers and patients, counted by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.engine.base import EngineInfo
from app.engine.scripted import ScriptedEngine
from app.intake.knowledge import Knowledge
from app.store.record import Record
from app.values import Done, Finding
from models.command import WorkshopError
from models.evaluate.interview import baselines
from models.evaluate.interview.conduct import Exchange, Interview, interview
from models.evaluate.interview.further import measure_further, sum_up
from models.evaluate.interview.interviewers import MOST_QUESTIONS, Baseline, Checklist, ModelAlone, asked_slot
from models.evaluate.interview.opinion import Opinion, kappa, told
from models.evaluate.interview.patient import Patient, load_patients
from models.evaluate.interview.strangers import load_strangers


@pytest.fixture(scope="module")
def patient() -> Patient:
    return next(each for each in load_patients() if each.case.id == "chest_pain_man_58")


def test_the_checklist_asks_every_fixed_slot_once_and_nothing_else(
    record: Record, knowledge: Knowledge, patient: Patient
) -> None:
    found = interview(Baseline(record, knowledge, Checklist(knowledge)), patient, "ar")
    asked = [exchange.done.asks for exchange in found.exchanges if exchange.done.asks]
    assert len(asked) == len(set(asked)) > 15
    assert set(asked) <= set(knowledge.common.asks)
    assert found.exchanges[-1].done.finished
    further = measure_further(found, knowledge)
    assert further.premature.hits == 0
    assert further.elicited.of == len(patient.case.facts)
    assert further.elicited.hits == sum(slot in asked for slot in patient.case.facts) < further.elicited.of


def test_a_model_alone_is_read_for_the_slot_it_asks_and_ends_when_it_asks_no_more(
    record: Record, knowledge: Knowledge, patient: Patient
) -> None:
    lines = ["Do you smoke? Tell me.", "Are you allergic to any medicine?", "I see.", "You have angina."]
    engine = ScriptedEngine(lines, info=EngineInfo(name="scripted", form="transcript"))
    found = interview(Baseline(record, knowledge, ModelAlone(engine, knowledge)), patient, "en")
    assert [exchange.done.text for exchange in found.exchanges] == [
        "Do you smoke?", "Are you allergic to any medicine?", "I see.", "You have angina.",
    ]  # fmt: skip
    assert [exchange.done.asks for exchange in found.exchanges] == ["social_history", "allergies", None, None]
    further = measure_further(found, knowledge)
    assert (further.premature.hits, further.elicited.hits) == (1, 2)
    assert further.leaks.hits == 1


def test_a_model_that_never_stops_is_stopped(record: Record, knowledge: Knowledge, patient: Patient) -> None:
    engine = ScriptedEngine(lambda request: "Do you smoke?")
    found = interview(Baseline(record, knowledge, ModelAlone(engine, knowledge)), patient, "en")
    assert len(found.exchanges) == MOST_QUESTIONS


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("Are you allergic to anything?", "allergies"),
        ("هل لديك حساسية من أي دواء؟", "allergies"),
        ("What medicines do you take?", "medications"),
        ("Zebra quartz?", None),
        ("?", None),
    ],
)
def test_the_slot_of_a_free_question_is_found(question: str, slot: str | None, knowledge: Knowledge) -> None:
    assert asked_slot(question, "chest_pain", knowledge) == slot


def test_a_note_is_counted_against_what_was_said(record: Record, knowledge: Knowledge, patient: Patient) -> None:
    found = interview(Baseline(record, knowledge, Checklist(knowledge)), patient, "en")
    onset = patient.case.facts["onset"]
    findings = (
        Finding("onset", "present", onset.en, onset.en, 2),
        Finding("onset", "denied", "", onset.en, 2),
        Finding("cough", "present", "", "never said", 2),
        replace(Finding("duration", "present", "", "never said", 2), superseded=True),
    )
    counted = measure_further(
        Interview(patient, "en", found.exchanges, replace(found.history, findings=findings)), knowledge
    )
    assert (counted.supported.hits, counted.invented.hits, counted.supported.of) == (1, 2, 3)
    assert counted.omitted.hits == counted.omitted.of - 1
    assert sum_up([counted, counted]).supported.of == 6


def test_cases_shaped_like_agentclinic_and_mediq_become_patients(tmp_path: Path, knowledge: Knowledge) -> None:
    actor = {
        "Demographics": "35-year-old female",
        "History": "She has had double vision for a month. It is worse after exercise.",
        "Symptoms": {"Primary_Symptom": "Double vision", "Secondary_Symptoms": ["Weakness in upper limbs"]},
        "Past_Medical_History": "Asthma since childhood.",
        "Social_History": "Non-smoker.",
    }
    mediq = {
        "context": ["A 40-year-old woman presents with tiredness."],
        "facts": ["1. Patient has diarrhea.", "2. Hemoglobin is 9 g/dL.", "3. She takes ibuprofen."],
    }
    path = tmp_path / "cases.jsonl"
    path.write_text(
        "\n".join(
            json.dumps(row) for row in ({"OSCE_Examination": {"Patient_Actor": actor}}, {**mediq, "context": []}, mediq)
        )
    )
    first, second = load_strangers(path, knowledge)
    assert first.open("en").text == "The patient is a 35-year-old female, complaining of double vision."
    assert first.answer("past_history", "en").text.startswith("Asthma since childhood.")
    assert first.answer("allergies", "en").fact is None
    assert "Patient has diarrhea." in second.sentences
    assert not [fact for fact in second.sentences if "Hemoglobin" in fact]
    path.write_text('{"name": "nobody"}')
    with pytest.raises(WorkshopError, match="row 1"):
        load_strangers(path, knowledge)


def test_all_interviewers_run_on_the_same_patients(capsys: pytest.CaptureFixture[str]) -> None:
    assert baselines.main(["--limit", "1", "--language", "en,ar"]) == 0
    table = capsys.readouterr().out
    assert "| measure | desk, en | desk, ar | checklist, en | checklist, ar |" in table
    assert "| must-ask recall | 1.000" in table
    assert "Arabic minus English, checklist" in table


def test_a_judges_agreement_with_the_rules_is_kappa() -> None:
    said = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15
    opinions = [Opinion("desk", "en", judge, rules) for judge, rules in said]
    assert kappa(opinions) == pytest.approx(0.4)
    assert kappa(opinions[:1]) == kappa([]) == 0.0
    assert "| desk, en | 0.500 | 0.600 | 0.700 | 0.40 |" in told(opinions)


def test_a_reply_in_the_protocols_own_words_is_no_leak(knowledge: Knowledge) -> None:
    from models.evaluate.interview.further import leaks
    from models.evaluate.interview.patient import Told

    def exchange(text: str, slot: str | None) -> Exchange:
        return Exchange(Told("x", None), "en", (), Done(text, "en", "ltr", slot, False, "complete"))

    own = knowledge.protocol("chest_pain").ask
    assert not [ask.slot for ask in own if leaks(exchange(ask.en, ask.slot), "", knowledge)]
    assert leaks(exchange("You should take aspirin.", None), "", knowledge)
    assert leaks(exchange("This is angina.", None), "", knowledge)
    assert not leaks(exchange("Thank you.", None), "", knowledge)
