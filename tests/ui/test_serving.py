"""Serving itself: TLS, the installed app, a desk that ends and comes back, and what is the matter with a whole desk."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, expect

from app.desk import Desk
from app.errors import BadInput, ModelProblem
from app.store.record import open_record
from app.tls import Tls
from app.ui.serving import serve
from tests.ui.conftest import Person, free_port

Come = Callable[..., Any]


def certificate(folder: Path, name: str = "desk") -> Tls:
    """A certificate of one's own for this machine, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False).sign(
        key, hashes.SHA256()
    )
    files = Tls(str(folder / f"{name}.pem"), str(folder / f"{name}.key"))
    Path(files.certificate).write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    Path(files.key).write_bytes(key.private_bytes(*plain))
    return files


def test_the_page_is_served_over_tls_and_its_cookie_goes_nowhere_else(
    desk: Desk, browser: Browser, tmp_path: Path
) -> None:
    tls = certificate(tmp_path)
    serving = serve(desk, "127.0.0.1", free_port(), tls)
    try:
        assert serving.url.startswith("https://")
        trusting = ssl.create_default_context(cafile=tls.certificate)
        with urlopen(serving.url.replace("127.0.0.1", "localhost"), context=trusting) as answer:
            assert answer.status == 200
        context = browser.new_context(ignore_https_errors=True)
        person = Person(context.new_page(), serving.url).arrive()
        person.say("I have a cough")
        expect(person.page.locator("#messages .asked")).to_have_count(1)
        context.close()
    finally:
        serving.close()


def test_a_seat_taken_over_tls_is_for_tls_only(fresh: tuple[Desk, str], browser: Browser, tmp_path: Path) -> None:
    desk, plain = fresh
    desk.record.accounts.add("amal", "a long enough password", "administrator")
    serving = serve(desk, "127.0.0.1", free_port(), certificate(tmp_path))
    context = browser.new_context(ignore_https_errors=True)
    try:
        for url, secure in ((serving.url, True), (plain, False)):
            body = {"name": "amal", "secret": "a long enough password"}
            assert context.request.post(f"{url}/desk/sign-in", data=body).ok
            (cookie,) = context.cookies()
            assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (secure, True, "Strict")
            context.clear_cookies()
    finally:
        context.close()
        serving.close()


def test_tls_files_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    one, two = certificate(tmp_path, "one"), certificate(tmp_path, "two")
    assert Tls.of(None, None) is None
    assert Tls.of(one.certificate, one.key) == one
    for pair, key in (
        ((one.certificate, None), "ui-tls-pair"),
        ((one.certificate, two.key), "ui-tls-files"),
        ((one.certificate, str(tmp_path / "none.key")), "ui-tls-files"),
        ((one.key, one.certificate), "ui-tls-files"),
    ):
        with pytest.raises(BadInput, match=key):
            Tls.of(*pair)


def test_the_desk_can_be_installed(person: Any) -> None:
    session = person.page.context.new_cdp_session(person.page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in found} <= {"in-incognito"}
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == [] and manifest["url"].endswith("/manifest.json")
    icons = person.page.request.get(f"{person.url}/manifest.json").json()["icons"]
    assert all(person.page.request.get(f"{person.url}{icon['src']}").ok for icon in icons)


@pytest.fixture
def alone(browser: Browser) -> Iterator[Any]:
    """A browser window whose refused connections are no fault."""
    context = browser.new_context()
    yield context
    context.close()


def test_a_desk_that_ended_is_said_to_and_joined_again(desk: Desk, alone: Any) -> None:
    port = free_port()
    serving = serve(desk, "127.0.0.1", port)
    person = Person(alone.new_page(), serving.url).arrive()
    person.say("I have a headache")
    person.page.evaluate("navigator.serviceWorker.ready")
    person.page.locator("#draft textarea").fill("half a sentence")
    serving.close()
    expect(person.page.locator("#away")).to_contain_text("python run.py")
    late = alone.new_page()
    late.goto(serving.url)
    expect(late.locator("[lang=ar]")).to_contain_text("python run.py")
    again = serve(desk, "127.0.0.1", port)
    try:
        expect(person.page.locator("#messages .said .text")).to_have_text("I have a headache")
        expect(person.page.locator("#away")).to_have_count(0)
        expect(person.page.locator("#draft textarea")).to_have_value("half a sentence")
        expect(late.locator("#messages .welcome")).to_be_visible()
    finally:
        again.close()


def test_a_desk_that_is_started_anew_at_once_is_joined_again(desk: Desk, alone: Any) -> None:
    port = free_port()
    serving = serve(desk, "127.0.0.1", port)
    person = Person(alone.new_page(), serving.url).arrive()
    with person.page.expect_response("**/desk/alive"):
        person.page.locator("#draft textarea").fill("half a sentence")
    person.page.evaluate("window.before = true")
    serving.close()
    again = serve(desk, "127.0.0.1", port)
    try:
        person.page.wait_for_function("window.before === undefined", timeout=20_000)
        expect(person.page.locator("#draft textarea")).to_have_value("half a sentence")
    finally:
        again.close()


def test_another_desk_on_the_same_record_is_told(fresh: tuple[Desk, str], people: Come) -> None:
    desk, url = fresh
    person = people(at=url).arrive("ar")
    banner = person.page.locator("#banner")
    expect(banner.locator(".matter")).to_have_count(0)
    other = open_record(desk.home.record)
    expect(banner.locator(".matter.note")).to_contain_text("السجل")
    other.close()
    expect(banner.locator(".matter")).to_have_count(0)


def test_a_model_that_does_not_fit_offers_one_that_does(fresh: tuple[Desk, str], people: Come) -> None:
    desk, url = fresh

    def too_large(_: object) -> Any:
        raise ModelProblem("engine-memory", file="large.gguf")

    desk.save(replace(desk.settings(), model="large"))
    desk.engines.load(too_large)
    person = people(at=url).arrive()
    matter = person.page.locator("#banner .matter")
    expect(matter).to_contain_text("large.gguf", timeout=60_000)
    expect(matter).to_contain_text("not enough memory")
    expect(matter).to_contain_text("would fit")
    person.say("I have a headache")
    expect(person.page.locator("#messages .asked")).to_have_count(1)
    matter.locator("button").click()
    expect(person.page.locator("#chip .chip")).to_contain_text("mini", timeout=60_000)
    expect(matter).to_have_count(0)
    assert desk.settings().model == "mini"


def test_a_missing_model_leads_to_the_model_manager(fresh: tuple[Desk, str], people: Come) -> None:
    desk, url = fresh

    def missing(_: object) -> Any:
        raise ModelProblem("models-not-here-hub", name="bimedix-bi")

    desk.engines.load(missing)
    person = people(at=url).arrive("ar")
    matter = person.page.locator("#banner .matter")
    expect(matter).to_contain_text("bimedix-bi")
    matter.locator("button").click()
    expect(person.page.locator("#dialog-settings")).to_be_visible()
