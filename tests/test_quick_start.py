"""What the start may not import, so that it stays quick: counted in modules, which no busy machine changes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from app.config import ROOT
from app.quick_start import without

HEAVY = {"pandas.core", "pyarrow", "matplotlib", "scipy", "numpy.testing", "IPython", "torch", "transformers"}
HEAVY |= {"llama_cpp", "typst", "docx", "pikepdf", "pyzipper", "fhir.resources", "app.export.deidentify"}
"""Never needed to show the page. pandas itself stands there, but nobody has asked it for anything."""
NOT_YET = HEAVY | {"gradio", "fastapi", "pydantic", "numpy", "uvicorn", "httpx", "jinja2", "app.desk", "app.intake"}
"""Not even needed for the first page, which takes a text while the rest is imported."""

FIRST = """
import app.commands.page
from app.config import Settings
from app.store.binding import is_loopback
from app.ui.early import early_page
assert is_loopback("127.0.0.1") and early_page(Settings())
"""
WHOLE = """
import sys
from pathlib import Path
from urllib.request import urlopen
from app.commands.page import free_port
from app.config import Home
from app.desk import open_desk
from app.ui.serving import serve
desk = open_desk(Home(Path(sys.argv[1])).ready())
page = serve(desk, "127.0.0.1", free_port("127.0.0.1", 18600))
assert b"<gradio-app" in urlopen(page.url).read()
page.close()
desk.close()
"""
STUBS = """
import app.ui
import gradio.component_meta as meta
meta.create_or_modify_pyi(None, "Nobody", [])
"""


def imported(script: str, *arguments: str) -> frozenset[str]:
    """The modules that a script has imported in a Python of its own."""
    told = f"{script}\nimport json, sys\nprint(json.dumps([name for name, one in sys.modules.items() if one]))"
    command = [sys.executable, "-c", told, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


def test_the_first_page_waits_for_nothing_that_is_heavy() -> None:
    found = imported(FIRST)
    assert "app.ui.early" in found
    assert not NOT_YET & found


def test_the_whole_page_imports_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    found = imported(WHOLE, str(tmp_path))
    assert "gradio" in found
    assert not HEAVY & found


def test_gradio_writes_no_stubs_into_its_package() -> None:
    assert "gradio.component_meta" in imported(STUBS)  # its own function would ask for the source of None


def test_a_library_that_is_hidden_comes_back() -> None:
    with without("json", "no_such_library"):
        assert sys.modules["json"] is None
        assert sys.modules["no_such_library"] is None
    assert sys.modules["json"] is json
    assert "no_such_library" not in sys.modules
