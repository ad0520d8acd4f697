"""What went wrong while installing, in one line with its remedy. Standard library only."""

from __future__ import annotations

import re


class NotReady(Exception):
    """The environment cannot be made; the text says why and what to do."""


FAULTS: tuple[tuple[str, str], ...] = (
    (
        r"No space left on device|Errno 28|not enough space on the disk",
        "The disk is full. Make 3 GB free and start again.",
    ),
    (
        r"ensurepip is not available|No module named '?(venv|ensurepip)",
        "Python's venv module is missing. Install it (Debian and Ubuntu: `apt install python3-venv`) and start again.",
    ),
    (
        r"CMAKE_CXX_COMPILER|CMAKE_C_COMPILER|No CMAKE_CXX|Microsoft Visual C\+\+|command '(g\+\+|gcc|cc|c\+\+)' failed"
        r"|unable to find (a )?(C|C\+\+) compiler|nmake",
        "No C++ compiler, which building the engine needs. Install one (Debian and Ubuntu: `apt install build-essential`; "
        "macOS: `xcode-select --install`; Windows: Visual Studio Build Tools with C++) and start again.",
    ),
    (
        r"Temporary failure in name resolution|Failed to establish a new connection|NameResolutionError|getaddrinfo failed"
        r"|Network is unreachable|ConnectTimeoutError|ProxyError|Connection refused|Max retries exceeded|Read timed out",
        "No connection to the package registry. Connect this machine for the first start (or set up pip's own options for a mirror "
        "or a folder of wheels) and start again; afterwards the desk needs no network.",
    ),
    (r"Permission denied|Errno 13|Access is denied", "No permission to write here. Move the desk to a folder of yours, or change its owner, and start again."),
)  # fmt: skip


def explain(output: str, what: str) -> NotReady:
    """The one line for what an installer printed while working on `what`."""
    for pattern, line in FAULTS:
        if re.search(pattern, output):
            return NotReady(line)
    return NotReady(f"Installing {what} failed: {_last_words(output)} Mend that and start again.")


def _last_words(output: str) -> str:
    """The most telling line of an installer's output."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(ERROR|error)\b", line)]
    words = (errors or lines or ["no reason was given"])[-1]
    return words[:300] + ("" if words.endswith(".") else ".")
