"""One turn: durable first, alarms before text, the model held to the plan, and its end recorded as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest

from app.chat import Chat, Wish
from app.engine.base import Engine, EngineInfo, Likelihood, Piece, Request, StreamEvent
from app.engine.scripted import ScriptedEngine
from app.errors import BadInput, EngineProblem, NotFound
from app.intake.knowledge import Knowledge
from app.store.record import Record
from app.values import Delta, Done, Flags, Mode
from app.values import Event as TurnEvent

CHEST = "I have crushing chest pain spreading to my left arm and I am sweating"


@pytest.fixture
def talk(record: Record, knowledge: Knowledge) -> Callable[..., list[TurnEvent]]:
    """Says something to a new conversation, or to the one named, and gives the turn's events."""

    def run(engine: Engine | None, text: str, conversation: str = "", **options: Any) -> list[TurnEvent]:
        mode: Mode = options.pop("mode", "interview")
        conversation = conversation or record.create(mode, "en").id
        return list(Chat(record, knowledge, lambda: engine).reply(conversation, text, Event(), Wish(**options)))

    return run


def last(events: list[TurnEvent]) -> Done:
    """How the turn ended."""
    assert isinstance(events[-1], Done)
    return events[-1]


class Broken(ScriptedEngine):
    """An engine that fails after a few words."""

    def stream(self, request: Request, cancel: Event) -> Iterator[StreamEvent]:
        """Words, then the fault."""
        yield Piece("When did")
        raise EngineProblem("error-engine")


def test_the_message_is_on_record_before_the_engine_is_asked(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("interview", "en").id
    heard: list[str] = []

    def answer(_: Request) -> str:
        heard.extend(message.text for message in record.messages(conversation) if message.role == "user")
        return "How did the headache begin?"

    list(Chat(record, knowledge, lambda: ScriptedEngine(answer)).reply(conversation, "my head hurts", Event()))
    assert heard == ["my head hurts"]


def test_alarms_come_before_any_text(talk: Callable[..., list[TurnEvent]]) -> None:
    events = talk(ScriptedEngine(["Noted."]), CHEST)
    assert isinstance(events[0], Flags) and any(flag.severity == "emergency" for flag in events[0].flags)
    assert all(flag.quote in CHEST for flag in events[0].flags)
    assert [type(event) for event in events[1:]] == [Delta] * (len(events) - 2) + [Done]


@pytest.mark.parametrize(
    "bad",
    [
        "You are having a heart attack.",
        "Take two aspirin now. When did it start?",
        "Do not worry, it is nothing serious. When did it start?",
        "When did it start? Does it spread?",
        "متى بدأ الألم؟",
        "",
        "What is your favourite colour?",
    ],
)
def test_what_a_model_must_not_say_is_replaced_by_the_protocols_question(
    talk: Callable[..., list[TurnEvent]], bad: str
) -> None:
    done = last(talk(ScriptedEngine([bad]), "I have had a headache since yesterday"))
    assert done.guarded and done.text.count("?") == 1 and done.text != bad
    assert done.language == "en" and done.asks


def test_a_good_question_of_the_models_own_passes(talk: Callable[..., list[TurnEvent]], knowledge: Knowledge) -> None:
    plain = last(talk(None, "I have had a headache since yesterday"))
    done = last(talk(ScriptedEngine(["Thank you. " + plain.text]), "I have had a headache since yesterday"))
    assert not done.guarded and done.text == "Thank you. " + plain.text and done.asks == plain.asks


def test_an_interview_goes_on_without_an_engine_and_when_it_fails(talk: Callable[..., list[TurnEvent]]) -> None:
    for engine in (None, Broken([])):
        done = last(talk(engine, "عندي صداع من أمس"))
        assert done.guarded and done.status == "complete" and done.language == "ar" and done.text.endswith("؟")


def test_stop_is_recorded_as_it_was(record: Record, knowledge: Knowledge) -> None:
    conversation, cancel = record.create("ask", "en").id, Event()
    engine = ScriptedEngine(["one two three four five six"], delay_s=0.02)
    for event in Chat(record, knowledge, lambda: engine).reply(conversation, "tell me a story", cancel):
        if isinstance(event, Delta):
            cancel.set()
    assert isinstance(event, Done) and event.status == "stopped"
    kept = record.messages(conversation)[-1]
    assert kept.status == "stopped" and kept.text == event.text and kept.text.startswith("one")


def test_a_reader_that_goes_away_leaves_an_interrupted_reply(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("ask", "en").id
    turn = Chat(record, knowledge, lambda: ScriptedEngine(["one two three"])).reply(conversation, "hello", Event())
    for event in turn:
        if isinstance(event, Delta):
            break
    turn.close()
    kept = record.messages(conversation)[-1]
    assert kept.status == "interrupted" and kept.text == "one "


def test_an_answer_needs_an_engine_and_leaves_the_question_on_record(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("ask", "en").id
    with pytest.raises(EngineProblem):
        list(Chat(record, knowledge, lambda: None).reply(conversation, "What is asthma?", Event()))
    assert record.messages(conversation)[0].text == "What is asthma?"


def test_a_choice_question_is_answered_with_probabilities(talk: Callable[..., list[TurnEvent]]) -> None:
    class Sure(ScriptedEngine):
        def score(self, prompt: str, continuations: Any) -> list[Likelihood]:
            return [Likelihood(-0.1 if "ب" in each else -3.0, 1, False) for each in continuations]

    done = last(talk(Sure([]), "ما عاصمة مصر؟\nأ) دمشق\nب) القاهرة\nج) عمّان\nد) بغداد", mode="ask"))
    assert done.text.startswith("ب. القاهرة") and "%" in done.text and done.language == "ar"


def test_the_reply_is_in_the_language_of_the_last_message(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("interview", "en").id
    chat = Chat(record, knowledge, lambda: None)
    spoken = ["I have a cough", "من أسبوع", "10", "no", "لا", "ana ragel"]
    ends = [last(list(chat.reply(conversation, text, Event()))) for text in spoken]
    assert [done.language for done in ends] == ["en", "ar", "ar", "en", "ar", "ar"]
    assert len({done.asks for done in ends}) == len(ends)
    assert all(one.text != other.text for one, other in zip(ends, ends[1:]))  # noqa: B905, RUF007


def test_the_reply_language_can_be_fixed(talk: Callable[..., list[TurnEvent]]) -> None:
    done = last(talk(None, "I have a cough", language="ar"))
    assert done.language == "ar" and done.direction == "rtl" and done.text.endswith("؟")


def test_a_free_answer_is_marked_and_begins_with_its_first_word(talk: Callable[..., list[TurnEvent]]) -> None:
    events = talk(ScriptedEngine([" Iron deficiency."]), "What is it?", mode="ask")
    assert last(events).generated and last(events).text == "Iron deficiency."
    assert "".join(event.text for event in events if isinstance(event, Delta)) == "Iron deficiency."


def test_questions_to_the_model_keep_the_first_ones_title(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("ask", "en").id
    chat = Chat(record, knowledge, lambda: ScriptedEngine(["Yes."] * 2))
    for question in ("What is scurvy?", "And what is rickets?"):
        list(chat.reply(conversation, question, Event()))
    assert record.get(conversation).title == "What is scurvy?"


def test_a_jump_asks_for_that_slot(talk: Callable[..., list[TurnEvent]]) -> None:
    assert last(talk(None, "I have a cough", jump="allergies")).asks == "allergies"


def test_a_skipped_question_is_not_asked_again(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("interview", "en").id
    chat = Chat(record, knowledge, lambda: None)
    first = last(list(chat.reply(conversation, "I have a cough", Event())))
    record.skip_slot(conversation, first.asks or "")
    second = last(list(chat.resume(conversation, Event())))
    assert second.asks and second.asks != first.asks


@pytest.mark.parametrize(("text", "problem"), [("", BadInput), (" \n", BadInput)])
def test_nothing_said_is_nothing_recorded(record: Record, knowledge: Knowledge, text: str, problem: Any) -> None:
    conversation = record.create("interview", "en").id
    with pytest.raises(problem):
        list(Chat(record, knowledge, lambda: None).reply(conversation, text, Event()))
    assert record.messages(conversation) == []
    with pytest.raises(NotFound):
        list(Chat(record, knowledge, lambda: None).reply("nothere", "hello", Event()))


def test_an_engine_is_told_the_history_for_turns_that_no_longer_fit(talk: Callable[..., list[TurnEvent]]) -> None:
    engine = ScriptedEngine(["x"], info=EngineInfo(name="chat", form="chat"))
    talk(engine, "I take warfarin and I have a headache since yesterday")
    assert "warfarin" in engine.requests[0].summary and engine.requests[0].turns[0].pinned


def test_a_model_that_can_adds_findings_that_quote_the_message(record: Record, knowledge: Knowledge) -> None:
    said = "it all began when we moved to the coast"
    output = {"findings": [
        {"slot": "social_history", "status": "present", "value": "moved", "quote": "we moved to the coast"},
        {"slot": "allergies", "status": "denied", "value": "none", "quote": "no allergies"},
    ]}  # fmt: skip
    info = EngineInfo(name="able", structured=True)

    def answer(request: Request) -> str:
        return json.dumps(output) if request.background else "How old are you?"

    conversation = record.create("interview", "en").id
    chat = Chat(record, knowledge, lambda: ScriptedEngine(answer, info=info))
    list(chat.reply(conversation, said, Event()))
    (found,) = [each for each in chat.see(conversation).history.findings if each.origin == "model"]
    assert (found.slot, found.quote) == ("social_history", "we moved to the coast")


def test_a_model_that_cannot_is_not_asked_for_findings(talk: Callable[..., list[TurnEvent]]) -> None:
    engine = ScriptedEngine(lambda _: "How old are you?")
    talk(engine, "it all began when we moved to the coast")
    assert not any(request.background for request in engine.requests)


TAUGHT = EngineInfo(name="mini", context=4096, form="taught")


def by_kind(title: str) -> Callable[[Request], str]:
    """Answers a request for a title with `title`, and any other with a question."""

    def answer(request: Request) -> str:
        heading = request.turns[0].text
        return title if heading == "Title" else "When did it start?"

    return answer


@pytest.mark.parametrize(
    ("heard", "said", "named"),
    [
        ("I have had a bad headache for two days", "Bad headache", "Bad headache"),
        ("I have had a bad headache for two days", "Migraine", ""),
        ("I have had a bad headache, no fever", "Fever", ""),
        ("I have had a bad headache for two days", "", ""),
        ("I have had a bad headache for two days", "Two days", ""),
        ("I have been coughing up blood since Monday", "Coughing", ""),
        ("I have been coughing up blood since Monday", "Coughing up blood", "Coughing up blood"),
        ("السلام عليكم، عندي صداع شديد من يومين", "صداع شديد", "صداع شديد"),
    ],
)
def test_a_taught_model_names_the_visit_in_the_patients_own_words_or_not_at_all(
    record: Record, knowledge: Knowledge, heard: str, said: str, named: str
) -> None:
    conversation = record.create("interview", "en").id
    engine = ScriptedEngine(by_kind(said), info=TAUGHT)
    chat = Chat(record, knowledge, lambda: engine)
    list(chat.reply(conversation, heard, Event()))
    assert record.get(conversation).title == (named or heard)
    list(chat.reply(conversation, "since yesterday", Event()))
    assert record.get(conversation).title == (named or heard)
    asked = [request for request in engine.requests if request.turns[0].text == "Title"]
    assert len(asked) == 1 and asked[0].background


def test_a_fault_while_naming_leaves_the_complaint_as_the_name(record: Record, knowledge: Knowledge) -> None:
    conversation = record.create("interview", "en").id
    engine = ScriptedEngine(["When did it start?"], info=TAUGHT)
    assert last(list(Chat(record, knowledge, lambda: engine).reply(conversation, "my head hurts", Event())))
    assert record.get(conversation).title == "my head hurts" and len(engine.requests) == 2


def test_asked_back_the_fixed_answer_stands_and_the_taught_model_is_not_asked(
    record: Record, knowledge: Knowledge
) -> None:
    conversation = record.create("interview", "en").id
    engine = ScriptedEngine(by_kind(""), info=TAUGHT)
    chat = Chat(record, knowledge, lambda: engine)
    list(chat.reply(conversation, "I have had a bad headache for two days", Event()))
    asked = len(engine.requests)
    done = last(list(chat.reply(conversation, "Is it a tumour?", Event())))
    assert done.text.startswith(knowledge.common.phrases.asked_back.texts("en")) and done.text.endswith("?")
    assert len(engine.requests) == asked and not done.guarded


@pytest.mark.parametrize("bare", ["50", "٥٠", "38.5 C", "500mg"])
def test_a_bare_number_is_answered_in_the_language_of_the_last_words(
    bare: str, talk: Callable[..., list[TurnEvent]], record: Record
) -> None:
    conversation = record.create("interview", "en").id
    talk(None, "I have a headache", conversation)
    talk(None, "من يومين", conversation)
    assert last(talk(None, bare, conversation)).language == "ar"
    talk(None, "it hurts on the left", conversation, language="ar")
    assert last(talk(None, bare, conversation)).language == "en"
