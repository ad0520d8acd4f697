"""Where what is said may go: to this machine, to a private network, elsewhere only encrypted."""

from __future__ import annotations

import keyring
import pytest
from keyring.errors import NoKeyringError

from app.engine.openai_server import KEY_VARIABLE, address_of, find_key
from app.errors import EngineProblem


@pytest.mark.parametrize(
    ("given", "url", "local"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1", True),
        ("127.0.0.1:8000", "http://127.0.0.1:8000/v1", True),
        ("http://localhost:8000/v1/", "http://localhost:8000/v1", True),
        ("http://[::1]:8000", "http://[::1]:8000/v1", True),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000/v1", False),
        ("https://203.0.113.5/llm", "https://203.0.113.5/llm/v1", False),
    ],
)
def test_an_address_is_completed(given: str, url: str, local: bool) -> None:
    address = address_of(given)
    assert (address.url, address.local) == (url, local)


@pytest.mark.parametrize(
    "given", ["", "ftp://127.0.0.1", "http://", "http://user:word@127.0.0.1", "http://127.0.0.1:x"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(EngineProblem, match="server-address"):
        address_of(given)


def test_patients_words_do_not_cross_the_internet_in_the_open() -> None:
    with pytest.raises(EngineProblem, match="server-plain"):
        address_of("http://8.8.8.8:8000")


def test_the_key_comes_from_the_environment_else_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", lambda *asked: {("bimedix-desk", "clinic"): "kept"}.get(asked))
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert (find_key("clinic"), find_key("elsewhere")) == ("kept", "")
    monkeypatch.setenv(KEY_VARIABLE, "given")
    assert find_key("clinic") == "given"


def test_without_a_keyring_there_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.setattr(keyring, "get_password", lambda *_: (_ for _ in ()).throw(NoKeyringError()))
    assert find_key("clinic") == ""
