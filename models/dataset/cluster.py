"""A Ray cluster for the length of a step: the one that RAY_ADDRESS names, or a small one on this machine."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import ray


@contextmanager
def joined(cpus: int | None) -> Iterator[int]:
    """Join, give the number of processors, and leave. `cpus` limits a local cluster; None takes every processor."""
    address = os.environ.get("RAY_ADDRESS")
    size = {} if address else {"num_cpus": cpus, "include_dashboard": False}
    ray.init(address=address, logging_level=logging.ERROR, log_to_driver=False, configure_logging=False, **size)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        yield int(ray.cluster_resources().get("CPU", 1))
    finally:
        ray.shutdown()
