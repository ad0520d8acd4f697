"""Keeps llama.cpp's own talk off the screen, and catches what it says while something is loaded."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from app.engine.llama_library import llama_cpp

_ERROR = 4  # GGML_LOG_LEVEL_ERROR in ggml.h


def quiet() -> None:
    """Nothing of what llama.cpp logs reaches standard error."""
    logging.getLogger("llama-cpp-python").setLevel(logging.CRITICAL + 1)


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collects the error lines that llama.cpp logs inside the block, oldest first."""
    lines: list[str] = []

    @llama_cpp.llama_log_callback
    def listen(level: int, text: bytes, _user: ctypes.c_void_p) -> None:
        if level == _ERROR:
            lines.append(text.decode("utf-8", "replace").strip())

    quiet()
    llama_cpp.llama_log_set(listen, ctypes.c_void_p(0))
    try:
        yield lines
    finally:
        llama_cpp.llama_log_set(llama_cpp._logger.llama_log_callback, ctypes.c_void_p(0))
