"""Builds llama.cpp's own tools from the pinned sources, once, with cmake: llama-imatrix and llama-bench."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from filelock import FileLock

from models.command import WorkshopError
from models.gguf.scripts import run_tool
from models.gguf.sources import Sources

IMATRIX, BENCH = "llama-imatrix", "llama-bench"
_OFF = (
    "LLAMA_BUILD_TESTS", "LLAMA_BUILD_EXAMPLES", "LLAMA_BUILD_SERVER", "LLAMA_BUILD_APP", "LLAMA_OPENSSL",
    "BUILD_SHARED_LIBS", "GGML_CCACHE",
)  # fmt: skip


def built(llama: Sources, tool: str) -> Path | None:
    """A tool that was built before, else None."""
    name = tool + (".exe" if os.name == "nt" else "")
    places = (llama.home / "tools/bin" / name, llama.home / "tools/bin/Release" / name)
    return next((path for path in places if path.is_file()), None)


def build(llama: Sources, tool: str, options: tuple[str, ...] = (), jobs: int = 0) -> Path:
    """Build one tool and what it needs, unless it is there. `options` go to cmake, such as -DGGML_CUDA=ON.

    Takes some minutes. Raises WorkshopError without cmake, or with the compiler's last words.
    """
    with FileLock(llama.home / ".build.lock"):
        done = built(llama, tool)
        if done:
            return done
        cmake = shutil.which("cmake")
        if cmake is None:
            raise WorkshopError(f"Building {tool} needs cmake and a C++ compiler: install them and run this again.")
        place = str(llama.home / "tools")
        off = [f"-D{name}=OFF" for name in _OFF]
        configure = [cmake, "-S", str(llama.root), "-B", place, "-DCMAKE_BUILD_TYPE=Release", *off, *options]
        run_tool(configure, llama.home / "configure.log")
        count = str(jobs or os.cpu_count() or 1)
        making = [cmake, "--build", place, "--target", tool, "--config", "Release", "--parallel", count]
        run_tool(making, llama.home / f"{tool}.log")
    done = built(llama, tool)
    if done is None:
        raise WorkshopError(f"{tool} was built, but is not where it should be under {place}.")
    return done
