"""Serves the review page on this machine, with the desk's fonts and tokens, and lets it reach nothing else."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from threading import Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from app.config import ASSETS
from app.ui.fonts import faces, font_css
from app.ui.html import el, join
from app.ui.serving import Serving
from app.ui.site import HomeHeaders
from app.ui.theme import theme
from models.command import WorkshopError
from models.review.page import Office, build

OWN = Path(__file__).parent / "site"
HOST = "127.0.0.1"
"""The page knows no passwords, so nobody but this machine reaches it."""


def serve(office: Office, port: int) -> Serving:
    """Serve the page at `port` of this machine alone; returns once it answers. Raises WorkshopError if it is taken."""
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        raise WorkshopError(f"Port {port} of {HOST} is taken: name another one with --port.") from error
    server = uvicorn.Server(uvicorn.Config(application(office), log_level="warning", timeout_graceful_shutdown=1))
    thread = Thread(target=server.run, args=([listening],), name="review", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise WorkshopError(f"The page at port {port} did not start: see what is printed above.")
        time.sleep(0.02)
    return Serving(f"http://{HOST}:{port}", server, thread)


def application(office: Office) -> FastAPI:
    """The page with its fonts, styles and script, as an ASGI application."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    site.add_middleware(HomeHeaders)
    site.add_middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    _serve_fonts(site)
    site.mount("/desk/css", StaticFiles(directory=ASSETS / "css"), name="css")
    site.mount("/review", StaticFiles(directory=OWN), name="review")
    return gr.mount_gradio_app(
        site,
        build(office),
        path="",
        theme=theme(),
        head=str(head()),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
    )


def head() -> str:
    """Fonts, the desk's tokens, our style and script."""
    links = ["/desk/fonts.css", "/desk/css/tokens.css", "/desk/css/gradio.css", "/review/review.css"]
    styles = [el("link", {"rel": "stylesheet", "href": href}) for href in links]
    return join([*styles, el("script", {"type": "module", "src": "/review/review.js"})])


def _serve_fonts(site: FastAPI) -> None:
    paths = {face.name: face.path for face in faces()}

    def styles() -> Response:
        return Response(font_css("/desk/fonts"), media_type="text/css")

    def font(name: str) -> Response:
        return FileResponse(paths[name], media_type="font/ttf") if name in paths else Response(status_code=404)

    site.add_api_route("/desk/fonts.css", styles, include_in_schema=False)
    site.add_api_route("/desk/fonts/{name}", font, include_in_schema=False)
