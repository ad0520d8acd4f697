"""Serves the page on this machine, with everything it needs, and lets it reach nothing else."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from threading import Thread

import gradio as gr
import uvicorn
from fastapi import FastAPI

from app.desk import Desk
from app.errors import BadInput
from app.tls import Tls
from app.ui.build import build
from app.ui.doors import add_doors
from app.ui.early import Early, address
from app.ui.seats import Seats
from app.ui.site import add_site
from app.ui.theme import theme

_LOOK_S = 10.0
"""Seconds between two looks at whether anybody still uses the desk."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A page that is being served. `url` is where."""

    url: str
    server: uvicorn.Server
    thread: Thread

    def wait(self) -> None:
        """Wait until it is no longer served."""
        while self.thread.is_alive():
            self.thread.join(0.5)

    def close(self) -> None:
        """Stop serving."""
        self.server.should_exit = True
        self.thread.join(5)


def serve(desk: Desk, host: str, port: int, tls: Tls | None = None, early: Early | None = None) -> Serving:
    """Serve the page at `host`:`port`, which must be free; returns once it answers. Raises BadInput if it cannot.

    Where the `early` page answers there already, it hands its port over.
    """
    seats = Seats(desk)
    config = uvicorn.Config(
        application(seats, host),
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=1,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    server = uvicorn.Server(config)
    sockets = [early.hand_over()] if early else None
    thread = Thread(target=server.run, args=(sockets,), name="page", daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise BadInput("error-port", port=port, host=host)
        time.sleep(0.02)
    Thread(target=_watch, args=(seats, thread), name="seats", daemon=True).start()
    return Serving(address(host, port, tls), server, thread)


def _watch(seats: Seats, page: Thread) -> None:
    """Lock the desk that nobody uses also when every page is closed, as long as it is served."""
    page.join(_LOOK_S)
    while page.is_alive():
        seats.rest()
        page.join(_LOOK_S)


def application(seats: Seats, host: str) -> FastAPI:
    """The page with its own fonts, styles and scripts, as an ASGI application."""
    # Gradio works out statistics of all past events after each one: a cost that grows, for nobody.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "1")
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_site(site, seats.desk, host)
    add_doors(site, seats)
    return gr.mount_gradio_app(
        site,
        build(seats),
        path="",
        theme=theme(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
    )
