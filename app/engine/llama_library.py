"""Brings llama.cpp in, with its threads set up for a machine that also does other things.

OpenMP's threads wait for each other after every operation of a model, hundreds of times for each
token. GNU's library lets them spin for milliseconds, which is fastest on an idle machine; but where
another program takes a core for a moment, as a browser does, the waiting thread spins away the time
that the other one needs: on two busy cores a token was measured to take 450 to 640 ms instead of
75 to 155. Spinning for some ten microseconds and sleeping then costs the idle machine a fiftieth of its
speed, and on the busy one it is four times as fast as spinning three times as long. The library reads
this when it is loaded, so it must be set before.
"""

from __future__ import annotations

import os

if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")

import llama_cpp
from llama_cpp._ggml import libggml

__all__ = ["libggml", "llama_cpp"]
