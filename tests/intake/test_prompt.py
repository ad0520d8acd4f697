"""How a model is asked: append-only turns, and a grammar that leaves only the protocol's wordings."""

from __future__ import annotations

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.policy import next_step
from app.intake.prompt import Form, grammar, sampling, turns
from app.values import Message, Plan
from tests.intake.conftest import Talk


def shown(messages: tuple[Message, ...], knowledge: Knowledge, form: Form) -> list[tuple[str, str, str]]:
    """Role, label and text of every turn."""
    history = extract(messages, knowledge)
    plan = next_step(history, (), messages, knowledge)
    return [(turn.role, turn.label, turn.text) for turn in turns(messages, plan, history, knowledge, form)]


def test_a_script_ends_with_the_label_of_the_slot(knowledge: Knowledge, talk: Talk) -> None:
    rows = shown(talk("I have a headache"), knowledge, "transcript")
    plan = next_step(extract(talk("I have a headache"), knowledge), (), talk("I have a headache"), knowledge)
    assert rows[0][0] == "system" and "Patient:" in rows[0][2] and "المريض:" in rows[0][2]
    assert rows[1] == ("user", "Patient", "I have a headache")
    assert plan.slot is not None
    assert rows[-1] == ("assistant", f"Doctor [{knowledge.slot_label(plan.slot, 'en')}]", "")


def test_earlier_turns_stay_as_they_were(knowledge: Knowledge, talk: Talk) -> None:
    short = shown(talk("عندي صداع"), knowledge, "transcript")
    longer = shown(talk("عندي صداع", ("onset", "من يومين"), ("allergies", "no")), knowledge, "transcript")
    assert longer[: len(short) - 1] == short[:-1]
    chat_short = shown(talk("عندي صداع"), knowledge, "chat")
    chat_longer = shown(talk("عندي صداع", ("onset", "من يومين")), knowledge, "chat")
    assert chat_longer[: len(chat_short) - 1] == chat_short[:-1]


def test_a_chat_is_told_the_plan_last_and_in_its_language(knowledge: Knowledge, talk: Talk) -> None:
    messages = talk("عندي صداع")
    plan = next_step(extract(messages, knowledge), (), messages, knowledge)
    role, _, text = shown(messages, knowledge, "chat")[-1]
    assert role == "system" and plan.question in text and "اسأل عن" in text


def test_the_grammar_is_the_wordings_and_an_acknowledgement() -> None:
    text = grammar(['When did "it" start?', "Since when?"], ["I see."])
    assert text.splitlines() == [
        'root ::= " "? (acknowledgement " ")? question',
        'acknowledgement ::= "I see."',
        'question ::= "When did \\"it\\" start?" | "Since when?"',
    ]
    assert "acknowledgement" not in grammar(["متى بدأ؟"])


def test_sampling_by_form(knowledge: Knowledge) -> None:
    plan = Plan("ask", "en", "onset", "When did it start?", ("When did it start?", "Since when?"))
    script = sampling(plan, "transcript")
    assert script.stop == ("\n",) and script.grammar and '"Since when?"' in script.grammar
    assert sampling(plan, "chat").grammar is None
    assert sampling(Plan("answer", "en"), "transcript").grammar is None
    stale = Plan("ask", "ar", "onset", "متى بدأ؟", ("When did it start?",))
    assert "When" not in (sampling(stale, "transcript").grammar or "")
