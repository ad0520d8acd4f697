"""`serve`: the page, up before the model is."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from app.config import Home, edge_language, find_home
from app.errors import BadInput, DeskError
from app.quick_start import uncollected
from app.text.locale import Locale, locale
from app.tls import Tls

if TYPE_CHECKING:
    from app.desk import Desk
    from app.store.record import Record
    from app.ui.early import Early
    from app.ui.serving import Serving

log = logging.getLogger(__name__)

TRIED_PORTS = 100


def serve(arguments: Namespace) -> int:
    """Open the page and stay until Ctrl+C. Prints `ready: URL` when it can be used.

    The port answers first, with a page that takes a text and waits; only then is the desk put together,
    and what it is made of imported.
    """
    home = find_home(arguments.home)
    tls = Tls.of(arguments.tls_certificate, arguments.tls_key)
    port = free_port(arguments.host, arguments.port)
    with _early(arguments, home, port, tls) as early:
        return _serve(arguments, home, port, tls, early)


def _serve(arguments: Namespace, home: Home, port: int, tls: Tls | None, early: Early | None) -> int:
    with uncollected():
        from app.desk import open_desk
        from app.loading import chosen, loader

        load = loader(chosen(arguments, home), home)
        desk = open_desk(home)
    try:
        _refuse_strangers(desk, arguments.host, tls)
        _greet(desk, locale(edge_language(home), isolate=False))
        page = _show(desk, arguments.host, port, tls, early)
        print(f"ready: {page.url}", flush=True)
        desk.engines.load(load)  # only now: what it takes of the machine would keep the page waiting
        Thread(target=_keep_house, args=(desk.record,), name="house", daemon=True).start()
        if not arguments.no_browser and not early:
            webbrowser.open(page.url)
        _until_told()
        page.close()
    finally:
        desk.close()
    return 0


@contextmanager
def _early(arguments: Namespace, home: Home, port: int, tls: Tls | None) -> Iterator[Early | None]:
    """The page that stands until the desk is there; None beyond this machine and with TLS."""
    from app.store.binding import is_loopback

    if tls or not is_loopback(arguments.host):
        yield None
        return
    from app.ui.early import Early, address

    early = Early(arguments.host, port, home.settings())
    if not arguments.no_browser:
        Thread(target=webbrowser.open, args=(address(arguments.host, port),), name="browser", daemon=True).start()
    try:
        yield early
    finally:
        early.close()


def _show(desk: Desk, host: str, port: int, tls: Tls | None, early: Early | None) -> Serving:
    """The page, once it answers. What it is made of is imported only here: other commands need none of it."""
    sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]  # gradio would import it at the first click
    with uncollected():
        from app.ui.serving import serve as show

        return show(desk, host, port, tls, early)


def _greet(desk: Desk, say: Locale) -> None:
    """Say what a person should know before working on this record, and enter the start into the log."""
    database = desk.record.access.database
    if database.read_only:
        print(say("record-read-only", path=str(database.path)), file=sys.stderr, flush=True)
    elif not desk.record.locked:
        desk.record.audit.note("start")
        if others := desk.record.others():
            print(say("record-other-desks", count=others), file=sys.stderr, flush=True)


def _refuse_strangers(desk: Desk, host: str, tls: Tls | None) -> None:
    """Beyond this machine only with accounts and TLS. Raises BadInput."""
    from app.store.binding import is_loopback, refuse_unsafe_binding

    if not is_loopback(host):
        refuse_unsafe_binding(host, 0 if desk.record.locked else len(desk.record.accounts.all()), tls is not None)


def _keep_house(record: Record) -> None:
    """Once an hour, what is due once a day: the backup, and what was deleted long ago."""
    while True:
        try:
            record.care.daily()
        except DeskError as problem:
            log.warning("daily_care_failed reason=%s", problem.key)
        time.sleep(3600)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one. Raises BadInput for a port or an address that cannot be had."""
    if not 1 <= wanted <= 65535:
        raise BadInput("error-port-range", port=str(wanted))
    for port in range(wanted, min(wanted + TRIED_PORTS, 65536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":  # what the last desk left behind for a minute is not in use
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return port
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise BadInput("error-address", host=host, reason=error.strerror or str(error)) from error
    raise BadInput("error-port", port=str(wanted), host=host)


def _until_told() -> None:
    """Wait for Ctrl+C or the system's request to end."""
    told = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: told.set())
    while not told.wait(1.0):  # in slices: Windows sees Ctrl+C only between waits
        pass
