"""Clinical content that does not hold is refused, with the file, the key and the fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.config import ASSETS
from app.errors import ContentProblem, NotFound
from app.intake.knowledge import Knowledge, load_knowledge
from app.text.locale import locale
from app.values import SLOTS, Language

LANGUAGES: tuple[Language, ...] = ("en", "ar")


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    for name in ("lexicon", "redflags", "protocols"):
        shutil.copytree(ASSETS / name, tmp_path / name)
    return tmp_path


def fault(assets: Path) -> tuple[str, str, str]:
    """File, key and fault of the error that loading raises; it can be explained in both languages."""
    with pytest.raises(ContentProblem) as caught:
        load_knowledge(assets)
    for language in LANGUAGES:
        assert str(caught.value.fields["file"]) in locale(language).explain(caught.value)
    return tuple(str(caught.value.fields[key]) for key in ("file", "where", "fault"))  # type: ignore[return-value]


def append(path: Path, text: str) -> None:
    """Add a text to a file."""
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


CONCEPT = '\n[new_one]\nlabel = {{ en = "x", ar = "س" }}\n{}\n'


@pytest.mark.parametrize(
    ("file", "text", "where", "says"),
    [
        ("lexicon/words.toml", '\n[broken]\nen = ["$nowhere"]\n', "-", "unknown group $nowhere"),
        ("lexicon/words.toml", "\nnot toml at all\n", "-", "Expected"),
        ("lexicon/context.toml", '\n[mood]\nen = ["x"]\n', "mood", "holds exactly"),
        ("lexicon/slots.toml", '\n[hat_size]\nen = ["x"]\n', "hat_size", "no fixed slot"),
        ("lexicon/concepts/cardio.toml", CONCEPT.format('en = ["\\"open"]'), "new_one", "quotes"),
        ("lexicon/concepts/cardio.toml", '\n[new_one]\nlabel = { en = "x" }\n', "new_one.label.ar", "Field required"),
        ("lexicon/concepts/cardio.toml", CONCEPT.format("colour = 1"), "new_one.colour", "not permitted"),
        ("lexicon/concepts/cardio.toml", CONCEPT.format('parts = ["gone"]'), "new_one", "unknown concept gone"),
        ("lexicon/concepts/cardio.toml", CONCEPT.format('slot = "gone"'), "new_one", "unknown slot gone"),
        ("protocols/general.toml", '\n[[ask]]\nslot = "allergies"\n', "allergies", "asked twice"),
        ("protocols/headache.toml", '\n[[ask]]\nslot = "hats"\n', "hats.section", "Field required"),
    ],
)
def test_a_fault_names_its_file_and_key(assets: Path, file: str, text: str, where: str, says: str) -> None:
    append(assets / file, text)
    found = fault(assets)
    assert found[0] in (Path(file).name, "concepts")
    assert found[1] == where
    assert says in found[2]


QUESTION = """
[[ask]]
slot = "hats"
section = "hpi"
label = {{ en = "Hats", ar = "قبعات" }}
en = "{en}"
ar = "{ar}"
"""


@pytest.mark.parametrize(
    ("en", "ar", "says"),
    [
        ("Do you wear hats", "هل تلبس القبعات؟", "exactly one question mark"),
        ("Hats? Really?", "هل تلبس القبعات؟", "exactly one question mark"),
        ("Hats?", "هل تلبس القبعات?", "exactly one question mark"),
        ("{Do you|Does [who]|Do they} wear hats?", "هل تلبس القبعات؟", "2 forms of address"),
        ("Hats?", "هل {تلبس|تلبسين} القبعات؟", "4 forms of address"),
        ("Do {you wear hats?", "هل تلبس القبعات؟", "stray brace"),
    ],
)
def test_a_question_must_be_one_question(assets: Path, en: str, ar: str, says: str) -> None:
    append(assets / "protocols" / "headache.toml", QUESTION.format(en=en, ar=ar))
    found = fault(assets)
    assert found[:2] == ("headache.toml", "hats")
    assert says in found[2]


RULE = """
[[rule]]
id = "{id}"
severity = "{severity}"
sources = ["{source}"]
title = {{ en = "x", ar = "س" }}
why = {{ en = "x", ar = "س" }}
action = {{ en = "x", ar = "س" }}
any = {rows}
"""


@pytest.mark.parametrize(
    ("id", "severity", "source", "rows", "says"),
    [
        ("new", "mild", "ours", '[["chest_pain"]]', "emergency"),
        ("new", "urgent", "theirs", '[["chest_pain"]]', "source must be listed"),
        ("new", "urgent", "ours", "[]", "at least one combination"),
        ("new", "urgent", "ours", '[["no_such_thing"]]', "unknown concept no_such_thing"),
        ("acute_coronary_syndrome", "urgent", "ours", '[["chest_pain"]]', "in another place already"),
    ],
)
def test_a_faulty_rule_stops_the_start(assets: Path, id: str, severity: str, source: str, rows: str, says: str) -> None:
    head = 'date = "2026-11-22"\n[[sources]]\nid = "ours"\ntitle = "Ours"\n'
    text = head + RULE.format(id=id, severity=severity, source=source, rows=rows)
    (assets / "redflags" / "zz.toml").write_text(text, encoding="utf-8")
    assert says in fault(assets)[2]


def test_missing_files_are_named(assets: Path) -> None:
    (assets / "protocols" / "general.toml").unlink()
    assert fault(assets)[1:] == ("general", "the general protocol is missing")
    (assets / "lexicon" / "words.toml").unlink()
    assert fault(assets)[0] == "words.toml"


def test_no_rules_no_start(assets: Path) -> None:
    shutil.rmtree(assets / "redflags")
    assert fault(assets)[2] == "no rule found"


def test_content_of_unknown_name_is_not_found(knowledge: Knowledge) -> None:
    with pytest.raises(NotFound):
        knowledge.rule("no_such_rule")
    with pytest.raises(NotFound):
        knowledge.protocol("no_such_protocol")


def test_every_slot_has_a_label_and_a_section(knowledge: Knowledge) -> None:
    for slot in SLOTS:
        labels = {knowledge.slot_label(slot, language) for language in LANGUAGES}
        assert len(labels) == 2 and slot not in labels
        assert knowledge.section_of(slot) in knowledge.common.sections
    assert knowledge.slot_label("nobody_knows", "en") == "nobody knows"


def test_every_alarm_asks_for_something_that_can_be_asked(knowledge: Knowledge) -> None:
    for rule in knowledge.rules:
        ask = (knowledge.ask(rule.asks) or knowledge.probe(rule.asks)) if rule.asks else None
        assert ask or not rule.asks, rule.id
        assert ask is None or (ask.en.count("?") == ask.ar.count("؟") == 1 and "[what]" not in ask.en + ask.ar)
