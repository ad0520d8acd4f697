"""The first page: it stands while the desk is being put together, takes a text, and makes way for the whole page.

It answers from the moment at which the port is taken, long before gradio is imported. The port stays
open when the whole page takes it over, so that no browser is ever refused.
"""

from __future__ import annotations

import json
import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from app.config import ASSETS, Settings
from app.errors import BadInput
from app.text.locale import locale
from app.tls import Tls
from app.ui.headers import HEADERS
from app.ui.html import el, join
from app.values import Language, direction_of

_LANGUAGES: tuple[Language, ...] = ("en", "ar")
_WORDS = {"opening": "ui-opening", "away": "ui-away", "draft": "ui-draft", "hint": "ui-draft-hint"}
_HEADERS = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", **HEADERS}


class Early:
    """Answers at a port of this machine until the whole page is there. Raises BadInput where it cannot be had."""

    def __init__(self, host: str, port: int, settings: Settings) -> None:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            raise BadInput("error-port", port=port, host=host) from error
        self._server = _Server(self._socket, early_page(settings).encode("utf-8"))
        Thread(target=self._server.serve_forever, args=(0.02,), name="early", daemon=True).start()

    def hand_over(self) -> socket.socket:
        """Answer no more; whoever asks from now on waits for the one that takes over the socket, which listens."""
        self._server.shutdown()
        return self._socket

    def close(self) -> None:
        """Give up the port, also where somebody took it over."""
        self._server.shutdown()
        self._socket.close()


class _Server(ThreadingHTTPServer):
    """Shows one document, on a socket that listens already."""

    daemon_threads = True

    def __init__(self, listening: socket.socket, document: bytes) -> None:
        super().__init__(("", 0), _Answer, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.document = document

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing is printed where a browser went away while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Answer(BaseHTTPRequestHandler):
    timeout = 5.0

    def do_GET(self) -> None:
        """The document at the root, and nothing where the page asks whether the desk is there (204 says that it is)."""
        wanted = urlsplit(self.path).path
        content = self.server.document if wanted == "/" and isinstance(self.server, _Server) else b""
        self.send_response(200 if wanted in ("/", "/desk/alive") else 503)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged of who reads the page."""


def address(host: str, port: int, tls: Tls | None = None) -> str:
    """Where a page is found."""
    name = f"[{host}]" if ":" in host else host
    return f"{'https' if tls else 'http'}://{name}:{port}"


def early_page(settings: Settings) -> str:
    """The document, in both languages: its script chooses as that of the whole page does."""
    words = {
        language: {name: locale(language)(key) for name, key in _WORDS.items()} | {"direction": direction_of(language)}
        for language in _LANGUAGES
    }
    styles = "".join((ASSETS / "css" / f"{name}.css").read_text("utf-8") for name in ("tokens", "early"))
    script = (ASSETS / "js" / "early.js").read_text("utf-8")
    language = settings.language
    name = locale(language)("ui-app")
    head = el(
        "head",
        None,
        el("meta", {"charset": "utf-8"}),
        el("meta", {"name": "viewport", "content": "width=device-width"}),
        el("link", {"rel": "icon", "href": "data:,"}),  # else the browser asks for one, which is not served yet
        el("title", None, name),
        el("style", None, Markup(styles)),
    )
    body = el(
        "body",
        {"data-words": json.dumps(words, ensure_ascii=False), "data-theme": settings.theme},
        el("header", None, el("h1", None, name)),
        el("p", {"id": "state", "role": "status"}),
        el("main", None, el("textarea", {"rows": "1", "dir": "auto", "autofocus": True})),
        el("script", {"type": "module"}, Markup(script)),
    )
    root = {"lang": language, "dir": direction_of(language), "data-size": settings.text_size}
    return join([Markup("<!doctype html>"), el("html", root, head, body)])
