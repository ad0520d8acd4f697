"""The command line's contract, driven from outside with a home of its own and the embedded model."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.arguments import parse

ROOT = Path(__file__).resolve().parents[1]
HEADACHE = "I have had a headache since yesterday\nوالألم شديد في الجهة اليمنى\n"


def run(home: Path, *words: str, given: str = "", **extra: str) -> subprocess.CompletedProcess[str]:
    """`python run.py ...` on `home`."""
    environment = {**os.environ, "BIMEDIX_HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", **extra}
    command = [sys.executable, str(ROOT / "run.py"), *words]
    return subprocess.run(
        command, input=given, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def lines(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The JSON objects that a command printed."""
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's home, shared by the tests that only read or add."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def talk(home: Path) -> list[dict[str, Any]]:
    """A conversation in two languages with the embedded model."""
    return lines(run(home, "chat", "--json", given=HEADACHE))


def test_each_message_is_answered_in_its_language(talk: list[dict[str, Any]]) -> None:
    assert [event["event"] for event in talk if event["event"] != "delta"] == [
        "start",
        "flags",
        "done",
        "flags",
        "done",
    ]
    english, arabic = [event for event in talk if event["event"] == "done"]
    assert (english["language"], english["direction"]) == ("en", "ltr")
    assert (arabic["language"], arabic["direction"]) == ("ar", "rtl")
    assert english["text"].count("?") == 1 and re.search("[a-z]", english["text"])
    assert arabic["text"].count("؟") == 1 and not re.search("[A-Za-z]", arabic["text"])
    assert english["asks"] and arabic["asks"] and english["asks"] != arabic["asks"]
    for done in (english, arabic):
        assert done["status"] == "complete" and done["finished"] is False
        assert done["ttft_ms"] > 0 and done["prompt_tokens"] > 0 and done["tokens"] > 0


def test_the_deltas_join_up_to_the_text(talk: list[dict[str, Any]]) -> None:
    said = ""
    for event in talk:
        if event["event"] == "delta":
            said += event["text"]
        elif event["event"] == "done":
            assert said == event["text"]
            said = ""


def test_a_conversation_is_found_again_after_a_restart(home: Path, talk: list[dict[str, Any]]) -> None:
    conversation = talk[0]["conversation"]
    (about,) = [row for row in lines(run(home, "conversations", "list", "--json")) if row["id"] == conversation]
    assert about["messages"] == 4 and about["title"]
    shown = lines(run(home, "conversations", "show", conversation, "--json"))
    assert [message["role"] for message in shown] == ["user", "assistant", "user", "assistant"]
    assert [message["text"] for message in shown[::2]] == HEADACHE.splitlines()
    assert lines(run(home, "conversations", "search", "الألم شديد", "--json"))[0]["conversation"] == conversation


def test_a_conversation_goes_on_where_it_was(home: Path, talk: list[dict[str, Any]]) -> None:
    conversation = talk[0]["conversation"]
    more = lines(run(home, "chat", "--json", "--conversation", conversation, given="no, not stiff\n"))
    assert more[0]["conversation"] == conversation
    assert more[-1]["asks"] not in [event["asks"] for event in talk if event["event"] == "done"]


def test_the_note_quotes_what_was_said(home: Path, talk: list[dict[str, Any]]) -> None:
    (note,) = lines(run(home, "note", talk[0]["conversation"], "--json"))
    assert set(note) >= {"complaint", "protocol", "findings", "flags", "asked", "missing"}
    said = {
        message["id"]: message["text"]
        for message in lines(run(home, "conversations", "show", talk[0]["conversation"], "--json"))
    }
    assert note["findings"]
    for finding in note["findings"]:
        assert finding["status"] in ("present", "denied", "unknown")
        assert finding["quote"] in said[finding["message"]]


def test_exports_hold_every_message(home: Path, talk: list[dict[str, Any]], tmp_path: Path) -> None:
    for format in ("markdown", "json"):
        target = tmp_path / f"export.{format}"
        assert run(home, "export", talk[0]["conversation"], "--format", format, "--output", str(target)).returncode == 0
        written = target.read_text(encoding="utf-8")
        assert all(line in re.sub("[\u2066-\u2069]", "", written) for line in HEADACHE.splitlines())


def test_rename_delete_restore(home: Path, talk: list[dict[str, Any]]) -> None:
    conversation = lines(run(home, "chat", "--json", "--mode", "interview", given="my knee hurts\n"))[0]["conversation"]
    assert (
        lines(run(home, "conversations", "rename", conversation, "ركبة", "left", "--json"))[0]["title"] == "ركبة left"
    )
    run(home, "conversations", "delete", conversation)
    assert conversation not in [row["id"] for row in lines(run(home, "conversations", "list", "--json"))]
    run(home, "conversations", "restore", conversation)
    assert conversation in [row["id"] for row in lines(run(home, "conversations", "list", "--json"))]


def test_detect(home: Path) -> None:
    found = lines(run(home, "detect", "--json", given="أخذت panadol 500mg مرتين\nok\n120/80\n3andi soda3\n"))
    assert [(row["language"], row["direction"]) for row in found] == [
        ("ar", "rtl"), ("en", "ltr"), (None, "ltr"), ("ar", "ltr"),
    ]  # fmt: skip
    assert found[0]["mixed"] is True


def test_a_line_of_json_is_one_line_to_every_reader(home: Path) -> None:
    odd = "a\u2028b\u2029c\x85d"
    assert [row["text"] for row in lines(run(home, "detect", "--json", given=odd + "\n"))] == [odd]


def test_a_model_that_does_not_load_begins_no_conversation(tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(b"GGUF")
    assert run(tmp_path, "chat", "--model", str(tmp_path / "cut.gguf"), given="hello\n").returncode == 2
    assert lines(run(tmp_path, "conversations", "list", "--json")) == []


def test_an_id_that_is_printed_can_be_copied(home: Path, talk: list[dict[str, Any]], tmp_path: Path) -> None:
    target = tmp_path / "one.json"
    conversation = talk[0]["conversation"]
    assert run(home, "export", conversation, "--format", "json", "--output", str(target)).returncode == 0
    told = run(home, "conversations", "import", str(target)).stdout
    taken = re.findall(r"\S+", told)[-1].rstrip(".")
    assert run(home, "conversations", "show", taken).returncode == 0
    assert "\u2068" not in run(home, "conversations", "delete", taken).stdout


def test_one_conversation_named_twice_stands_once_in_the_zip(
    home: Path, talk: list[dict[str, Any]], tmp_path: Path
) -> None:
    twice = run(home, "export", *[talk[0]["conversation"]] * 2, "--format", "text", "--output", str(tmp_path / "x.txt"))
    assert twice.returncode == 0 and twice.stderr == ""


def test_triage(home: Path) -> None:
    alarm, none = lines(run(home, "triage", "--json", given="I am coughing up blood\nmy father had a heart attack\n"))
    assert alarm["flags"] and none["flags"] == []
    assert all(
        flag["quote"] in alarm["text"] and flag["severity"] in ("emergency", "urgent") for flag in alarm["flags"]
    )


LONG = "x" * 300


@pytest.mark.parametrize(
    ("words", "given", "named"),
    [
        (("backup", LONG), "", LONG),
        (("audit", "export", LONG), "", "another place"),
        (("models", "import", LONG), "", LONG),
        (("chat", "--model", LONG + ".gguf"), "", LONG),
        (("chat", "--server", "http://127.0.0.1:1"), "", "Check that it runs"),
        (("models", "plan", "mini", "--tensor-split", "nan,1"), "", "3,1"),
        (("conversations", "show", "nothere"), "", "conversations list"),
        (("export", "nothere", "--format", "json", "--output", "x.json"), "", "conversations list"),
        (("note", "nothere", "--json"), "", "conversations list"),
        (("chat", "--model", "nothere"), "hello\n", "mini"),
        (("chat", "--model", "nothere.gguf"), "hello\n", "nothere.gguf"),
        (("models", "plan", "nothere"), "", "mini"),
        (("conversations", "purge", "--older-than", "-1"), "", "0 or more"),
        (("bogus",), "", "--help"),
    ],
)
def test_a_mistake_is_one_line_that_names_the_remedy(
    home: Path, words: tuple[str, ...], given: str, named: str
) -> None:
    done = run(home, *words, given=given)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and named in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no full device")
def test_an_output_that_takes_no_more_is_one_line(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, str(ROOT / "run.py"), "--home", str(home), "models", "list"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=300)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr


def test_a_reader_that_has_gone_is_no_fault(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, str(ROOT / "run.py"), "--home", str(home), "models", "list"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=300)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_while_everything_is_still_being_imported_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "arguments.py").write_text("raise KeyboardInterrupt")
    shutil.copy(ROOT / "run.py", tmp_path)
    done = subprocess.run([sys.executable, str(tmp_path / "run.py")], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and done.stderr == ""


def test_the_edge_speaks_arabic_where_the_system_does(home: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "new", "conversations", "show", "nothere", LANG="ar_EG.UTF-8", LC_ALL="ar_EG.UTF-8")
    assert done.returncode == 2 and "محادثة" in done.stderr


def test_doctor_says_how_everything_stands(home: Path) -> None:
    done = run(home, "doctor", "--json")
    (report,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert report["ok"] is True and report["content"] == "ok" and "mini" in report["models"]
    assert report["record"]["fault"] == "" and report["packages"]["llama-cpp-python"]


def test_an_encrypted_record_opens_with_its_passphrase(tmp_path: Path) -> None:
    secret = {"BIMEDIX_PASSPHRASE": "correct horse battery"}
    (talk,) = lines(run(tmp_path, "chat", "--json"))
    assert run(tmp_path, "encryption", "on", **secret).returncode == 0
    refused = run(tmp_path, "conversations", "list", "--json")
    assert refused.returncode == 2 and "BIMEDIX_PASSPHRASE" in refused.stderr and refused.stderr.count("\n") == 1
    assert [row["id"] for row in lines(run(tmp_path, "conversations", "list", "--json", **secret))] == [
        talk["conversation"]
    ]


def test_backup_and_restore(home: Path, talk: list[dict[str, Any]], tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert run(home, "backup", str(copy)).returncode == 0
    assert sqlite3.connect(copy).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other = tmp_path / "other"
    assert run(other, "restore", str(copy)).returncode == 0
    assert lines(run(other, "conversations", "show", talk[0]["conversation"], "--json"))
    assert run(other, "audit", "verify").returncode == 0


def test_what_is_not_utf8_is_refused_and_what_came_before_is_kept(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "run.py"), "detect", "--json"]
    done = subprocess.run(command, input=b"hello\n\xff\xfe\n", capture_output=True, timeout=60)
    assert done.returncode == 2 and b"Line 2" in done.stderr and b'"hello"' in done.stdout


def test_placement_options_may_stand_without_a_command() -> None:
    assert parse(["--cpu-experts", "20", "--no-browser"]).cpu_experts == 20
    assert parse(["--cpu", "--home=x", "detect"]).home == "x"


@pytest.mark.parametrize("words", [("models", "list"), ("conversations", "list"), ("users", "list"), ("--version",)])
def test_the_home_may_stand_before_the_command(words: tuple[str, ...], home: Path) -> None:
    done = run(home, "--home", str(home), *words)
    assert done.returncode == 0, done.stderr
