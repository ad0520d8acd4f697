"""The engine on the embedded model: warm turns, background work, a full context, faults that are named."""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path
from threading import Event

import pytest

from app.engine.base import Piece, Request, Sampling, Turn, Usage
from app.engine.llama import LlamaEngine
from app.engine.llama_devices import buffer_type, cores, devices
from app.engine.llama_options import Adapter, LlamaOptions, TensorOverride
from app.engine.templates import template
from app.errors import EngineProblem, ModelProblem
from tests.engine.talk import SYSTEM, ask, load, request


def test_pieces_are_whole_characters_and_usage_is_last(engine: LlamaEngine) -> None:
    events = list(engine.stream(request("", "عندي صداع شديد منذ يومين 🫀", max_tokens=24), Event()))
    assert [type(event) for event in events[:-1]] == [Piece] * (len(events) - 1)
    usage = events[-1]
    assert isinstance(usage, Usage) and usage.reason in ("stop", "length") and usage.tokens > 0
    assert 0 < usage.ttft_ms <= usage.total_ms
    text = "".join(event.text for event in events if isinstance(event, Piece))
    assert text.strip() and "\ufffd" not in text and "\n" not in text


def test_a_follow_up_reads_only_what_is_new(engine: LlamaEngine) -> None:
    said = ["I have had chest pain since this morning."]
    first, before = ask(engine, request("warm", *said))
    said += [first.strip(), "It goes into my left arm."]
    _, after = ask(engine, request("warm", *said))
    # All of the first prompt and all of the reply but its last token, which was never read.
    assert after.cached_tokens >= before.prompt_tokens + before.tokens - 2
    assert after.prompt_tokens - after.cached_tokens < 20


def test_a_reply_that_was_cut_off_keeps_its_tokens(engine: LlamaEngine) -> None:
    text, _ = ask(engine, request("cut", "My child has a fever.", max_tokens=20))
    half = text.strip()[: len(text.strip()) // 2 + 1]
    _, usage = ask(engine, request("cut", "My child has a fever.", half, "39 degrees."))
    shown = len(engine._vocabulary.tokenise(half, False))
    first = len(engine._vocabulary.tokenise(SYSTEM.text, False))
    assert usage.cached_tokens > first + shown - 3


def test_another_conversation_shares_the_system_text(engine: LlamaEngine) -> None:
    ask(engine, request("one", "I cannot sleep.", max_tokens=2))
    _, usage = ask(engine, request("two", "My knee hurts.", max_tokens=2))
    assert usage.cached_tokens >= len(engine._vocabulary.tokenise(SYSTEM.text, False))


def test_background_work_leaves_the_conversation_as_it_was(engine: LlamaEngine) -> None:
    said = ["I have a rash on both arms.", "Since when?", "Two weeks."]
    expected, _ = ask(engine, request("plain", *said))
    ask(engine, request("busy", *said[:1]))
    summary, usage = ask(engine, request("busy", *said, "I see.", "Summarise the case.", background=True))
    assert summary and usage.cached_tokens > 20
    text, after = ask(engine, request("busy", *said))
    assert text == expected and after.cached_tokens > 20
    assert engine.stats().running == 0


def test_forgetting_makes_a_conversation_cold(mini: Path) -> None:
    engine = load(mini)
    ask(engine, request("gone", "I have a cough."))
    engine.forget("gone")
    _, usage = ask(engine, request("gone", "I have a cough."))
    engine.close()
    assert usage.cached_tokens == 0


def test_the_beginning_of_a_reply_is_continued(engine: LlamaEngine) -> None:
    turns = (SYSTEM, Turn("user", "I have chest pain.", "Patient"), Turn("assistant", "Where does it"))
    text, _ = ask(engine, Request("open", turns, Sampling(max_tokens=8)))
    assert text and not text.startswith("Where")
    whole = f"Where does it{text}".strip()
    again = (*turns[:2], Turn("assistant", whole), Turn("user", "In the middle.", "Patient"))
    _, usage = ask(engine, Request("open", again, Sampling(max_tokens=2)))
    assert usage.prompt_tokens - usage.cached_tokens < 14


def test_a_full_context_drops_the_oldest_turns_and_keeps_system_and_pinned_text(mini: Path) -> None:
    engine = load(mini, context=512)
    seen: list[str] = []
    original = engine._vocabulary.tokenise
    engine._vocabulary.tokenise = lambda text, special: seen.append(text) or original(text, special)  # type: ignore[func-returns-value,method-assign]
    turns = [SYSTEM, Turn("user", "PINNED: allergic to penicillin.", "Patient", pinned=True)]
    dropped = []
    for number in range(30):
        turns.append(Turn("user", f"Complaint number {number} began {number} days ago and is still there.", "Patient"))
        _, usage = ask(engine, Request("long", tuple(turns), Sampling(max_tokens=8), summary="SUMMARY of before."))
        assert usage.prompt_tokens + 8 <= 512
        dropped.append(usage.dropped_turns)
        turns.append(Turn("assistant", "I see. Anything else that you noticed?"))
    engine.close()
    assert dropped[0] == 0 and dropped[-1] > 10 and dropped == sorted(dropped)
    assert len(set(dropped)) < 8, "turns give way rarely, many at a time"
    text = "".join(seen[-200:])
    assert "SUMMARY of before." in text and "PINNED" in text and SYSTEM.text in text
    assert "Complaint number 29" in text


def test_turns_that_follow_a_drop_are_warm(mini: Path) -> None:
    engine = load(mini, context=512)
    turns = [SYSTEM]
    news = []
    for number in range(24):
        turns.append(Turn("user", f"Complaint number {number} began {number} days ago and is still there.", "Patient"))
        _, usage = ask(
            engine, Request("long", tuple(turns), Sampling(max_tokens=4), summary=f"SUMMARY {number} of it.")
        )
        news.append(usage.prompt_tokens - usage.cached_tokens)
        turns.append(Turn("assistant", "I see. Anything else that you noticed?"))
    engine.close()
    assert sum(1 for new in news[1:] if new > 60) <= 4, f"read anew too often: {news}"


def test_a_message_that_can_never_fit_is_refused(mini: Path) -> None:
    engine = load(mini, context=256)
    with pytest.raises(EngineProblem, match="engine-prompt-too-long"):
        ask(engine, request("long", "pain " * 400))
    text, _ = ask(engine, request("long", "pain"))
    engine.close()
    assert text


def test_a_grammar_holds_a_reply(engine: LlamaEngine) -> None:
    asked = request("", "عندي ألم في البطن.", max_tokens=40)
    grammar = 'root ::= " " [؀-ۿ ]+ "؟"'
    text, usage = ask(engine, Request("", asked.turns, Sampling(max_tokens=40, grammar=grammar)))
    assert usage.reason in ("stop", "length")
    body = text.strip().removesuffix("؟")
    assert body and all("؀" <= letter <= "ۿ" or letter == " " for letter in body)


def test_a_json_schema_holds_a_reply(engine: LlamaEngine) -> None:
    schema = (
        '{"type":"object","properties":{"severity":{"enum":["mild","severe"]},"days":{"enum":[1,2,3]}},'
        '"required":["severity","days"]}'
    )
    asked = request("", "It hurts a lot.", max_tokens=60)
    text, usage = ask(engine, Request("", asked.turns, Sampling(max_tokens=60, json_schema=schema)))
    import json

    read = json.loads(text)
    assert set(read) == {"severity", "days"} and read["severity"] in ("mild", "severe") and usage.reason == "stop"


@pytest.mark.parametrize(
    ("sampling", "key"),
    [
        (Sampling(grammar="root ::= ("), "engine-grammar"),
        (Sampling(grammar='start ::= "a"'), "engine-grammar"),
        (Sampling(json_schema="{"), "engine-schema"),
        (Sampling(json_schema='{"type":"nonsense"}'), "engine-schema"),
    ],
)
def test_a_faulty_grammar_is_named_and_harms_nothing(engine: LlamaEngine, sampling: Sampling, key: str) -> None:
    asked = request("faulty", "Hello.")
    with pytest.raises(EngineProblem, match=key):
        ask(engine, Request("faulty", asked.turns, sampling))
    assert ask(engine, request("faulty", "Hello."))[1].tokens > 0


def test_a_closed_engine_says_so(mini: Path) -> None:
    engine = load(mini)
    engine.close()
    engine.close()
    for use in (
        lambda: ask(engine, request("", "Hello.")),
        lambda: engine.score("Hello", [" there"]),
        lambda: engine.forget("a"),
    ):
        with pytest.raises(EngineProblem, match="engine-closed"):
            use()


def test_closing_ends_a_reply_under_way(mini: Path) -> None:
    engine = load(mini)
    stream = engine.stream(request("", "Tell me a long story.", max_tokens=400), Event())
    next(stream)
    engine.close()
    with pytest.raises(EngineProblem, match="engine-closed"):
        list(stream)


def test_progress_goes_up_to_one_and_its_exception_ends_the_loading(mini: Path) -> None:
    seen: list[float] = []
    LlamaEngine(mini, LlamaOptions(context=256), template("transcript"), progress=seen.append).close()
    assert seen == sorted(seen) and seen[-1] == 1.0

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        LlamaEngine(mini, LlamaOptions(context=256), template("transcript"), progress=stop)


def test_another_version_of_the_library_is_refused(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _name: "0.3.2")
    with pytest.raises(EngineProblem, match="engine-library-version") as caught:
        load(mini)
    assert caught.value.fields["found"] == "0.3.2"


def test_a_missing_library_is_named(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(EngineProblem, match="engine-library-missing"):
        load(mini)


def test_broken_files_and_unknown_devices_are_named(mini: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(mini.read_bytes()[:1_000_000])
    with pytest.raises(ModelProblem, match="engine-load"):
        load(broken)
    with pytest.raises(ModelProblem, match="models-file-missing"):
        load(tmp_path / "none.gguf")
    with pytest.raises(ModelProblem, match="engine-adapter-missing"):
        load(mini, adapters=(Adapter(tmp_path / "none.gguf"),))
    with pytest.raises(ModelProblem, match="engine-adapter-broken"):
        load(mini, adapters=(Adapter(broken),))
    with pytest.raises(ModelProblem, match="engine-device-unknown"):
        load(mini, overrides=(TensorOverride("blk", "CUDA99"),))


def test_devices_tell_their_memory() -> None:
    found = devices()
    assert any(device.kind == "cpu" and device.total >= device.free > 0 for device in found)
    assert 1 <= cores() <= (os.cpu_count() or 1)
    assert buffer_type("CPU") != 0


def test_settings_of_the_model_stand_in_for_what_a_request_leaves_open(mini: Path) -> None:
    defaults = Sampling(temperature=1.5, top_k=50, seed=7)
    engine = LlamaEngine(mini, LlamaOptions(context=512), template("transcript"), defaults=defaults)
    asked = request("", "Tell me something.", max_tokens=12)
    drawn = {ask(engine, asked)[0] for _ in range(2)}
    greedy = ask(engine, Request("", asked.turns, Sampling(max_tokens=12, temperature=0.0)))[0]
    other = ask(engine, Request("", asked.turns, Sampling(max_tokens=12, seed=8)))[0]
    engine.close()
    assert len(drawn) == 1 and greedy not in drawn and other not in drawn
