"""`serve`: the page, up before the model is."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
import webbrowser
from argparse import Namespace

from app.config import find_home
from app.desk import open_desk
from app.errors import BadInput
from app.loading import chosen, loader

TRIED_PORTS = 100


def serve(arguments: Namespace) -> int:
    """Open the page and stay until Ctrl+C. Prints `ready: URL` when it can be used."""
    home = find_home(arguments.home)
    port = free_port(arguments.host, arguments.port)
    load = loader(chosen(arguments, home), home)
    desk = open_desk(home)
    try:
        desk.engines.load(load)
        os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
        from app.ui.serving import serve as show

        page = show(desk, arguments.host, port)
        print(f"ready: {page.url}", flush=True)
        if not arguments.no_browser:
            webbrowser.open(page.url)
        _until_told()
        page.close()
    finally:
        desk.close()
    return 0


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one. Raises BadInput for a port or an address that cannot be had."""
    if not 1 <= wanted <= 65535:
        raise BadInput("error-port-range", port=wanted)
    for port in range(wanted, min(wanted + TRIED_PORTS, 65536)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            try:
                probe.bind((host, port))
                return port
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise BadInput("error-address", host=host, reason=error.strerror or str(error)) from error
    raise BadInput("error-port", port=wanted, host=host)


def _until_told() -> None:
    """Wait for Ctrl+C or the system's request to end."""
    told = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: told.set())
    while not told.wait(1.0):  # in slices: Windows sees Ctrl+C only between waits
        pass
