"""What the page is served with: fonts, styles, scripts, icons, and headers that keep it at home."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.config import ASSETS
from app.desk import Desk
from app.ui.away import away_page
from app.ui.fonts import faces, font_css
from app.ui.headers import HEADERS
from app.ui.shell import Shell

_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_KEPT = (b"cache-control", b"public, max-age=31536000, immutable")
"""For gradio's own files, whose names change with their content: a browser needs each of them once."""
_LOOPBACK = ["127.0.0.1", "localhost", "::1", "[::1]"]


class HomeHeaders:
    """Says with every answer that the page may load from here and nowhere else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers to what comes back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [_KEPT] if message["status"] == 200 and scope["path"].startswith("/assets/") else []
                message = {**message, "headers": [*message.get("headers", []), *_HEADERS, *kept]}
            await send(message)

        await self._app(scope, receive, with_headers)


def add_site(site: FastAPI, desk: Desk, host: str) -> None:
    """Give `site` its own files and headers. On loopback no other host name is answered (DNS rebinding)."""
    site.add_middleware(Shell, settings=desk.settings)
    site.add_middleware(HomeHeaders)
    if host in _LOOPBACK:
        site.add_middleware(TrustedHostMiddleware, allowed_hosts=_LOOPBACK)
    _serve_fonts(site)
    for folder in ("css", "js", "icons"):
        site.mount(f"/desk/{folder}", StaticFiles(directory=ASSETS / folder), name=folder)
    site.add_api_route("/manifest.json", _manifest, include_in_schema=False)
    site.add_api_route("/desk-worker.js", _worker, include_in_schema=False)
    site.add_api_route("/desk/away", _away, include_in_schema=False)
    _serve_pulse(site)


def _serve_fonts(site: FastAPI) -> None:
    paths: dict[str, Path] = {face.name: face.path for face in faces()}
    css = font_css("/desk/fonts")

    def styles() -> Response:
        return Response(css, media_type="text/css")

    def font(name: str) -> Response:
        if name not in paths:
            return Response(status_code=404)
        return FileResponse(paths[name], media_type="font/ttf", headers={"cache-control": "max-age=604800"})

    site.add_api_route("/desk/fonts.css", styles, include_in_schema=False)
    site.add_api_route("/desk/fonts/{name}", font, include_in_schema=False)


def _worker() -> Response:
    """From the root, so that it may look after the whole page."""
    return FileResponse(
        ASSETS / "js" / "worker.js", media_type="text/javascript", headers={"cache-control": "no-cache"}
    )


def _away() -> Response:
    return HTMLResponse(away_page())


def _serve_pulse(site: FastAPI) -> None:
    """Say that the desk is there, and by a word of its own which desk: one that was started anew has another."""
    start = token_hex(8)

    async def alive() -> Response:
        return Response(status_code=204, headers={"desk-start": start, "cache-control": "no-store"})

    site.add_api_route("/desk/alive", alive, include_in_schema=False)


def _manifest() -> JSONResponse:
    icons = [
        {"src": f"/desk/icons/desk-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    manifest = {
        "name": "BiMediX Desk",
        "short_name": "BiMediX",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f8f9",
        "theme_color": "#0b6e69",
        "icons": icons,
    }
    return JSONResponse(manifest, media_type="application/manifest+json")
