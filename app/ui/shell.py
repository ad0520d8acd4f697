"""The first HTML that the browser sees: in the reader's language and direction, with our files, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import ASSETS, Settings
from app.ui.html import el, join
from app.values import direction_of

_STYLES = ("tokens", "gradio", "frame", "talk", "panel", "dialog")
_FOREIGN = re.compile(r"\s*<meta\b[^>]*(?:og:|twitter:)[^>]*>")
_OPENING = re.compile(r"<html\s+lang=\"en\"")


class Shell:
    """Rewrites gradio's document as it passes: our head in, the notes to social networks out."""

    def __init__(self, app: ASGIApp, settings: Callable[[], Settings]) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; only the document itself is touched."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: list[Message] = []
        body: list[bytes] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
                return
            body.append(message.get("body", b""))
            if not message.get("more_body"):
                await _answer(start[0], dressed(b"".join(body).decode("utf-8"), self._settings()), send)

        await self._app({**scope, "headers": plain}, receive, hold)


def dressed(document: str, settings: Settings) -> str:
    """Gradio's document with the reader's language, our own files, and no address of another host."""
    language = settings.language
    opening = el("html", {"lang": language, "dir": direction_of(language), "data-size": settings.text_size})
    opening = opening.removesuffix("></html>")
    document = _OPENING.sub(lambda _: str(opening), _FOREIGN.sub("", document), count=1)
    document = document.replace("<head>", f"<head>{_over()}", 1)
    return document.replace("</head>", f"{head()}</head>", 1)


def _over() -> Markup:
    """Takes what is typed while the page is still put together; before all that has to be fetched first."""
    return el("script", None, Markup((ASSETS / "js" / "over.js").read_text("utf-8")))


def head() -> Markup:
    """What the head brings in: fonts, styles, the script, the icon."""
    links = [el("link", {"rel": "stylesheet", "href": f"/desk/css/{name}.css"}) for name in _STYLES]
    return join(
        [
            el("meta", {"name": "theme-color", "content": "#0b6e69"}),
            el("link", {"rel": "manifest", "href": "/manifest.json"}),
            el("link", {"rel": "icon", "href": "/desk/icons/desk.svg", "type": "image/svg+xml"}),
            el("link", {"rel": "stylesheet", "href": "/desk/fonts.css"}),
            links,
            el("script", {"type": "module", "src": "/desk/js/desk.js"}),
        ]
    )


async def _answer(start: Message, document: str, send: Send) -> None:
    content = document.encode("utf-8")
    headers = [pair for pair in start.get("headers", []) if pair[0].lower() != b"content-length"]
    await send({**start, "headers": [*headers, (b"content-length", str(len(content)).encode())]})
    await send({"type": "http.response.body", "body": content})
