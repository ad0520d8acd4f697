"""The first start: a real environment, a real pip, wheels written on the spot, and every way it can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app import bootstrap, bootstrap_gpu
from app.bootstrap_faults import NotReady, explain
from app.bootstrap_gpu import engine_attempts

ROOT = Path(__file__).resolve().parents[1]
CLI = """import sys, llama_cpp
def main(arguments):
    print('inside', sys.prefix, arguments.command)
    return 0
"""


def wheel(folder: Path, name: str, version: str) -> None:
    """A wheel of one empty module."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")


BACKEND = """import os, shutil, sys
from pathlib import Path
def build_wheel(folder, config_settings=None, metadata_directory=None):
    if os.environ.get("COMPILER") == "none":
        sys.exit("CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage")
    if "CUDA" in os.environ.get("CMAKE_ARGS", ""):
        sys.exit("CMake Error: Could not find nvcc")
    made = Path(__file__).with_name("made.whl")
    name = "llama_cpp_python-1.0-py3-none-any.whl"
    shutil.copy(made, Path(folder) / name)
    return name
"""


def engine_source(folder: Path) -> None:
    """A source distribution that builds with a compiler, and not for CUDA."""
    source = folder / "llama_cpp_python-1.0"
    source.mkdir()
    wheel(source, "llama_cpp_python", "1.0")
    next(source.glob("*.whl")).rename(source / "made.whl")
    (source / "backend.py").write_text(BACKEND)
    (source / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "llama-cpp-python"\nversion = "1.0"\n'
    )
    (source / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: llama-cpp-python\nVersion: 1.0\n")
    shutil.make_archive(str(source), "gztar", folder, source.name)
    shutil.rmtree(source)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A copy of the start, with small requirements and a command line that says where it runs."""
    root = tmp_path / "a desk with spaces"
    (root / "app").mkdir(parents=True)
    for name in (
        "run.py",
        "app/__init__.py",
        "app/arguments.py",
        *(f"app/{p.name}" for p in (ROOT / "app").glob("bootstrap*.py")),
    ):
        shutil.copy(ROOT / name, root / name)
    (root / "app/cli.py").write_text(CLI)
    (root / "wheels").mkdir()
    engine_source(root / "wheels")
    wheel(root / "wheels", "llama_cpp", "1.0")
    (root / "requirements.txt").write_text("llama-cpp-python==1.0\nllama-cpp==1.0\n")
    return root


def start(root: Path, *words: str, python: str | None = None, **extra: str) -> subprocess.CompletedProcess[str]:
    """`python run.py` with an interpreter outside any environment, and pip that knows only the folder of wheels."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "CONDA_PREFIX")}
    pip = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (root / "wheels").as_uri(),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_EXTRA_INDEX_URL": "",
    }
    command = [python or str(Path(sys.base_prefix) / "bin/python3"), str(root / "run.py"), *words]
    environment = {**inherited, **pip, "PATH": f"{root / 'bin'}{os.pathsep}{inherited['PATH']}", **extra}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200, cwd=root.parent)


def test_first_start_installs_and_later_starts_only_read_a_stamp(desk: Path) -> None:
    first = start(desk, "doctor")
    assert first.returncode == 0, first.stderr
    assert f"inside {desk / '.venv'} doctor" in first.stdout
    steps = [line for line in first.stdout.splitlines() if line.startswith("  ")]
    assert len(steps) == 3 and all("done (" in line for line in steps)
    second = start(desk, "doctor")
    assert second.stdout == f"inside {desk / '.venv'} doctor\n"


def test_a_program_that_reads_json_gets_no_progress(desk: Path) -> None:
    first = start(desk, "doctor", "--json")
    assert first.returncode == 0 and first.stdout == f"inside {desk / '.venv'} doctor\n"
    assert "installing" in first.stderr


def test_changed_requirements_are_installed_into_the_same_environment(desk: Path) -> None:
    start(desk, "doctor")
    (desk / ".venv/keep").touch()
    wheel(desk / "wheels", "extra", "2.0")
    (desk / "requirements.txt").write_text("llama-cpp-python==1.0\nllama-cpp==1.0\nextra==2.0\n")
    assert "inside" in start(desk, "doctor").stdout
    assert (desk / ".venv/keep").exists() and list(desk.glob(".venv/lib/*/site-packages/extra.py"))


def test_a_broken_environment_is_made_anew(desk: Path) -> None:
    start(desk, "doctor")
    (desk / ".venv/bin/python").unlink()
    (desk / ".venv/bin/python").symlink_to(desk / "gone")
    again = start(desk, "doctor")
    assert again.returncode == 0 and "removing an environment that does not work" in again.stdout


def test_an_active_environment_is_used_as_it_is(desk: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "mine")], check=True)
    run = start(desk, "doctor", python=str(tmp_path / "mine/bin/python"))
    assert f"inside {tmp_path / 'mine'} doctor" in run.stdout
    assert not (desk / ".venv").exists()


def test_without_a_network_one_line_says_so_and_nothing_half_made_stays(desk: Path) -> None:
    shutil.rmtree(desk / "wheels")
    index = "http://127.0.0.1:9/simple"
    run = start(desk, "doctor", PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=index, PIP_RETRIES="1")
    assert run.returncode == 2
    assert run.stderr.startswith("No connection") and run.stderr.count("\n") == 1
    assert not (desk / ".venv").exists() and not (desk / ".venv.lock").exists()


def test_without_a_compiler_the_line_names_how_to_get_one(desk: Path) -> None:
    run = start(desk, "doctor", COMPILER="none")
    assert run.returncode == 2 and run.stderr.startswith("No C++ compiler") and "build-essential" in run.stderr
    assert not (desk / ".venv").exists()


def test_a_card_without_a_cuda_build_falls_back_to_the_processor(desk: Path) -> None:
    (desk / "bin").mkdir()
    card = desk / "bin/nvidia-smi"
    card.write_text("#!/bin/sh\necho '| CUDA Version: 12.4 |'\n")
    card.chmod(0o755)
    run = start(desk, "doctor")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "CUDA (cu124)" in run.stdout and "the card stays unused" in run.stdout
    shutil.rmtree(desk / ".venv")
    assert "CUDA" not in start(desk, "doctor", "--cpu").stdout


def test_an_old_python_is_told_so() -> None:
    run_py = str(ROOT / "run.py")
    program = f"import sys, runpy; sys.version_info = (3, 8, 19); runpy.run_path({run_py!r}, run_name='__main__')"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 1 and run.stderr.startswith("BiMediX Desk needs Python 3.10 or newer; this is 3.8")


def test_little_disk_and_no_write_access_are_said_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = bootstrap.Place(tmp_path / ".venv", ours=True, active=False)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "NEEDED_BYTES", 1 << 60)
    with pytest.raises(NotReady, match="Too little disk"):
        bootstrap._install(place, {}, {}, cpu_only=True)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotReady, match="No permission"):
        bootstrap._install(place, {}, {}, cpu_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_second_installation_waits_and_a_dead_ones_lock_is_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text(str(os.getppid()))
    with pytest.raises(NotReady, match="Another start"):
        bootstrap._claim(lock)
    lock.write_text("4000000")
    bootstrap._claim(lock)
    assert lock.read_text() == str(os.getpid())


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("The virtual environment was not created successfully because ensurepip is not available.", "venv module"),
        ("error: Microsoft Visual C++ 14.0 or greater is required", "Visual Studio Build Tools"),
        ("socket.gaierror: Temporary failure in name resolution", "No connection"),
        ("PermissionError: [Errno 13] Permission denied: 'x'", "No permission"),
        ("ERROR: No matching distribution found for nothing==1.0", "No matching distribution found for nothing==1.0"),
        ("", "no reason was given"),
    ],
)
def test_each_fault_has_one_line_with_its_remedy(output: str, words: str) -> None:
    line = str(explain(output, "things"))
    assert words in line and "\n" not in line and "start again" in line


def test_the_card_decides_the_order_of_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap_gpu, "_nvidia_smi", lambda: "CUDA Version: 13.0")
    labels = [attempt.label for attempt in engine_attempts("llama-cpp-python==1.0", gpu=True)]
    assert [("cu125" in label, "building" in label) for label in labels] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert len(engine_attempts("llama-cpp-python==1.0", gpu=False)) == 1


def test_the_stamp_changes_with_the_requirements(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    (tmp_path / "requirements.txt").write_text("a==1\n")
    before = bootstrap._wanted(tests=False)
    (tmp_path / "requirements.txt").write_text("a==2\n")
    assert json.dumps(before) != json.dumps(bootstrap._wanted(tests=False))
