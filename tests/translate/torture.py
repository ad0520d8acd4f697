"""A translation run in a process of its own, for tests that kill it: torture.py SERVER ITEMS STATE."""

from __future__ import annotations

import sys
from pathlib import Path

from models.translate.__main__ import run
from models.translate.settings import TranslateSettings
from models.translate.state import open_state

server, items, state = sys.argv[1:]
settings = TranslateSettings.model_validate(
    {
        "source": Path(items),
        "state": Path(state),
        "seed": 3,
        "translator": {"server": server, "patience_s": 5.0},
        "judge": {"server": server, "patience_s": 5.0},
        "loop": {"threshold": 80.0, "rounds": 2, "sample": 0.1},
        "limits": {"concurrency": 4, "attempts": 3, "pause_s": 0.01},
    }
)
opened = open_state(settings.state)
run(opened, settings)
opened.close()
