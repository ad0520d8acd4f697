"""Kill -9 at random moments: the short form of `python -m tests.store.torture --kills 300`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_acknowledged_is_lost_when_the_desk_is_killed() -> None:
    command = [sys.executable, "-m", "tests.store.torture", "--kills", "15"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    toll = json.loads(done.stdout)
    assert toll["kills"] == 15 and toll["acknowledged"] > 10 and toll["clean"]
