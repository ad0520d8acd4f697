"""A whole run over small sources: what it writes, what it keeps out, and that a kill at any moment costs nothing."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")
pytest.importorskip("datasketch", reason="needs models/requirements.txt")

from models.command import WorkshopError
from models.dataset.__main__ import main
from models.dataset.build import build
from models.dataset.record import Content, Record, Source, Translation, interactions
from models.dataset.record_json import write_lines
from models.dataset.record_parquet import read_parquet
from models.dataset.settings import (
    ContaminationSettings,
    DatasetSettings,
    DuplicateSettings,
    MixSettings,
    SourceSettings,
    WorkSettings,
)
from models.manifest import NAME, read_manifest


def settings(folder: Path, output: Path) -> DatasetSettings:
    return DatasetSettings(
        output=output,
        data=folder,
        seed=3,
        test_share=0.2,
        shard_rows=30,
        sources=(
            SourceSettings(name="own", importer="medqa", path="train.jsonl", licence="CC0-1.0"),
            SourceSettings(name="again", importer="medqa", path="train.jsonl", licence="CC0-1.0"),
            SourceSettings(name="talks", importer="protocols", licence="CC0-1.0", count=12, pii="report"),
        ),
        evaluation=(SourceSettings(name="exam", importer="medqa", path="dev.jsonl", licence="CC0-1.0"),),
        mix=MixSettings(switch_share=0.3),
        work=WorkSettings(block=8),
    )


def quiet(_line: str) -> None:
    """Says nothing."""


def records(folder: Path) -> list[Record]:
    return [record for path in sorted((folder / "data").glob("*.parquet")) for record in read_parquet(path)]


def files(folder: Path) -> dict[str, bytes]:
    """Everything but the manifest, which holds times."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def built(questions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dataset") / "built"
    build(settings(questions, folder), quiet)
    return folder


def test_every_record_is_there_once_or_left_out_for_a_reason(built: Path) -> None:
    kept = [record.id for record in records(built)]
    removed = [json.loads(line) for line in (built / "removed.jsonl").read_text(encoding="utf-8").splitlines()]
    reasons = {row["id"]: row["reason"] for row in removed if row["reason"] != "mix"}
    assert len(kept) == len(set(kept))
    gone = {row["id"] for row in removed} - set(kept)
    assert len(kept) + len(gone) == 132
    assert {name for name, reason in reasons.items() if reason == "leak"} == {
        f"{source}:train-{number}" for source in ("own", "again") for number in (8, 9)
    }
    assert sum(reason == "duplicate" for reason in reasons.values()) == 58


def test_the_manifest_names_every_file_and_the_figures_fit(built: Path) -> None:
    manifest = read_manifest(built)
    assert set(manifest.outputs) == set(files(built))
    assert manifest.changed(built) == []
    figures = json.loads((built / "report.json").read_text(encoding="utf-8"))
    assert figures["records"]["all"] == len(records(built))
    assert figures["interactions"]["all"] == sum(len(interactions(record)) for record in records(built))
    assert figures["leaked_evaluation_items"] == {"exam": 2}
    assert 1.5 < figures["english_to_arabic"]["tokens"] < 2.5


def test_no_item_is_on_both_sides_and_the_shards_are_as_long_as_told(built: Path) -> None:
    sides: dict[str, set[str | None]] = {}
    for record in records(built):
        sides.setdefault(record.item, set()).add(record.split)
    assert all(len(side) == 1 for side in sides.values()) and {"train", "test"} == set.union(*map(set, sides.values()))
    for path in (built / "data").iterdir():
        assert len(list(read_parquet(path))) <= 30
        assert {record.split for record in read_parquet(path)} == {path.name.split("-")[0]}


def test_a_second_run_finds_it_built_and_a_changed_file_builds_it_again(built: Path, questions: Path) -> None:
    said: list[str] = []
    build(settings(questions, built), said.append)
    assert said == [f"{built} is built already"]
    before = files(built)
    (built / "card.md").write_text("", encoding="utf-8")
    build(settings(questions, built), quiet)
    assert files(built) == before


def test_what_may_not_be_passed_on_is_named_and_not_included(questions: Path, tmp_path: Path) -> None:
    run = settings(questions, tmp_path / "out")
    closed = run.sources[0].model_copy(update={"redistribute": False})
    build(run.model_copy(update={"sources": (closed, run.sources[2])}), quiet)
    references = [json.loads(line) for line in (run.output / "references.jsonl").read_text("utf-8").splitlines()]
    assert len(references) == 58 and set(references[0]) == {"id", "item", "task", "split", "source"}
    assert {record.source.name for record in records(run.output)} == {"talks"}
    assert not any(b"palpitations on the stairs" in content for content in files(run.output).values())


def test_names_and_numbers_of_people_are_refused_or_redacted(
    tmp_path: Path, write_jsonl: Callable[[Path, list[dict[str, object]]], Path]
) -> None:
    rows: list[dict[str, object]] = [
        {"id": "1", "q": "My name is Khalid Al-Harbi, call 0501234567. What is a fever?", "a": "A raised temperature."},
        {"id": "2", "q": "What is a cough good for?", "a": "It clears the airways."},
    ]
    write_jsonl(tmp_path / "qa.jsonl", rows)
    source = SourceSettings(
        name="qa", importer="mapped", path="qa.jsonl", licence="MIT", fields={"question": "q", "answer": "a"}
    )
    for policy, count in (("reject", 1), ("redact", 2), ("report", 2)):
        run = DatasetSettings(
            output=tmp_path / policy,
            data=tmp_path,
            sources=(source.model_copy(update={"pii": policy}),),
        )
        build(run, quiet)
        texts = " ".join(record.en.question for record in records(run.output) if record.en)
        assert len(records(run.output)) == count
        assert ("Khalid" in texts) == ("0501234567" in texts) == (policy == "report")


def _build(questions: Path, folder: Path, seconds: float) -> None:
    """Build until this process has computed for so long; the timer's signal then ends it on the spot."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    build(settings(questions, folder), quiet)
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
def test_killed_at_any_moment_it_goes_on_and_ends_the_same(questions: Path, built: Path, tmp_path: Path) -> None:
    context, random, folder = multiprocessing.get_context("fork"), Random(5), tmp_path / "killed"
    started = time.process_time()
    build(settings(questions, tmp_path / "timed"), quiet)
    whole, ends = time.process_time() - started, []
    for _ in range(6):
        process = context.Process(target=_build, args=(questions, folder, whole * random.uniform(0.05, 0.6)))
        process.start()
        process.join(120)
        ends.append(process.exitcode)
        assert not (folder / NAME).exists() or not read_manifest(folder).changed(folder)
    build(settings(questions, folder), quiet)
    assert ends[0] == -signal.SIGPROF
    assert files(folder) == files(built)


def test_a_run_of_which_nothing_is_left_says_so(questions: Path, tmp_path: Path) -> None:
    run = settings(questions, tmp_path / "out")
    exam = run.sources[0].model_copy(update={"path": "dev.jsonl"})
    with pytest.raises(WorkshopError, match="No record is left"):
        build(run.model_copy(update={"sources": (exam,)}), quiet)
    assert not (run.output / NAME).exists()


def test_mistakes_are_one_sentence(questions: Path, tmp_path: Path) -> None:
    config = tmp_path / "run.toml"
    source = '[[sources]]\nname = "a"\nimporter = "medqa"\npath = "{}"\nlicence = "MIT"\n'
    config.write_text(f'output = "{tmp_path / "out"}"\n' + source.format("gone.jsonl"), encoding="utf-8")
    with pytest.raises(WorkshopError, match=r"gone\.jsonl is not there"):
        main([str(config), "--data", str(questions)])
    config.write_text('output = "x"\nspeed = 1\nsources = []\n', encoding="utf-8")
    with pytest.raises(WorkshopError, match="speed"):
        main([str(config)])


def test_records_of_another_step_and_the_sentences_it_is_measured_on(
    tmp_path: Path, write_jsonl: Callable[[Path, list[dict[str, object]]], Path]
) -> None:
    english = [f"please keep the child warm and give fluids number {number} often" for number in range(6)]
    rows: list[dict[str, object]] = [
        {"id": f"CMU_1:{number}" if number < 2 else f"wiki:{number}", "en": text, "ar": f"أبق الطفل دافئًا {number}"}
        for number, text in enumerate(english)
    ]
    write_jsonl(tmp_path / "pairs.jsonl", rows)
    accepted = [
        Record(
            f"t:{number}",
            f"t:{number}",
            "open_question",
            Source("elsewhere", "CC0-1.0"),
            "en",
            Content(text, answer="Yes, every hour."),
            Content(f"أبق الطفل دافئًا وأعطه السوائل كثيرًا {number}", answer="نعم، كل ساعة."),
            translation=Translation("person", score=91.0, rounds=1),
        )
        for number, text in enumerate(english)
    ]
    write_lines(tmp_path / "accepted.jsonl", accepted)
    run = DatasetSettings(
        output=tmp_path / "out",
        data=tmp_path,
        sources=(SourceSettings(name="translated", importer="records", path="accepted.jsonl", licence="CC0-1.0"),),
        evaluation=(SourceSettings(name="m", importer="tico19_measured", path="pairs.jsonl", licence="CC0-1.0"),),
        duplicates=DuplicateSettings(threshold=0.95),
        contamination=ContaminationSettings(share=1.0),
    )
    build(run, quiet)
    kept = records(run.output)
    assert {record.id for record in kept} == {f"t:{number}" for number in range(2, 6)}
    assert {record.source.name for record in kept} == {"translated"}
    assert [record.translation.score for record in kept if record.translation] == [91.0] * sum(
        record.paired for record in kept
    )
