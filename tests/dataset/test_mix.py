"""The ratio of the languages and the shares of the tasks, and chats that change their language."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pyarrow", reason="needs models/requirements.txt")

from models.dataset.checks import faults
from models.dataset.mix import Candidate, mix, total
from models.dataset.record import Content, Form, Record, Source, Spoken, Task, Translation
from models.dataset.settings import MixSettings, Unit
from models.dataset.switching import switched
from models.dataset.tokens import Count

SIZE = st.integers(1, 400)
FORMS: list[tuple[Form, ...]] = [("en",), ("ar",), ("en", "ar"), ("mixed",)]


def candidate(number: int, task: Task, forms: tuple[Form, ...], en: int, ar: int) -> Candidate:
    counts: dict[Form, Count] = {"en": Count(en=en), "ar": Count(ar=ar), "mixed": Count(en // 2 + 1, ar // 2 + 1)}
    return Candidate(f"id{number}", task, {form: counts[form] for form in forms})


POOLS = st.lists(
    st.tuples(st.sampled_from(get_args(Task)), st.sampled_from(FORMS), SIZE, SIZE), min_size=1, max_size=60
).map(lambda rows: [candidate(number, *row) for number, row in enumerate(rows)])


@given(POOLS, st.sampled_from(get_args(Unit)), st.sampled_from([1.0, 2.0, 3.0]), st.integers(0, 3))
def test_the_ratio_holds_within_the_largest_item(pool: list[Candidate], unit: Unit, english: float, seed: int) -> None:
    kept = mix(pool, MixSettings(english=english, unit=unit), seed)
    weight = total(kept, unit)
    before = total(pool, unit)
    if not before.en or not before.ar:
        assert kept == pool
        return
    largest = 401.0 if unit == "tokens" else 1.0
    fixed = total([each for each in kept if "mixed" in each.forms], unit)
    spare_en, spare_ar = weight.en - fixed.en, weight.ar - fixed.ar
    assert weight.en - english * weight.ar <= largest or not spare_en
    assert weight.ar - weight.en / english <= largest or not spare_ar


@given(POOLS, st.integers(0, 3))
def test_mixing_only_takes_away_and_is_the_same_every_time(pool: list[Candidate], seed: int) -> None:
    kept = mix(pool, MixSettings(), seed)
    assert kept == mix(pool, MixSettings(), seed)
    before = {each.id: each for each in pool}
    assert [each.id for each in kept] == [each.id for each in pool if each.id in {one.id for one in kept}]
    assert all(set(each.forms) <= set(before[each.id].forms) and each.forms for each in kept)


def test_pairs_lose_arabic_only_as_far_as_english_is_missing() -> None:
    pairs = [candidate(number, "chat", ("en", "ar"), 100, 100) for number in range(50)]
    alone = [candidate(100 + number, "chat", ("en",), 100, 100) for number in range(50)]
    kept = mix(pairs + alone, MixSettings(), 1)
    assert sum(each.forms == ("en", "ar") for each in kept) == 50 and len(kept) == 100
    kept = mix(pairs, MixSettings(), 1)
    assert sum(each.forms == ("en", "ar") for each in kept) == 25 and len(kept) == 50


def test_the_shares_of_the_tasks() -> None:
    pool = [
        candidate(number, get_args(Task)[number % 3], ("en", "ar") if number % 2 else ("en",), 50, 50)
        for number in range(300)
    ]
    shares: dict[Task, float] = {"chat": 0.5, "open_question": 0.25, "multiple_choice": 0.25}
    kept = mix(pool, MixSettings(shares=shares), 1)
    whole = total(kept, "tokens").total
    for task, share in shares.items():
        part = total([each for each in kept if each.task == task], "tokens").total
        assert abs(part / whole - share) < 0.08
    only = mix(pool, MixSettings(shares={"chat": 1.0}), 1)
    assert {each.task for each in only} == {"chat"}


def pair(turns: int) -> Record:
    en = tuple(Spoken("assistant" if at % 2 else "user", "en", f"said {at}") for at in range(turns))
    ar = tuple(Spoken("assistant" if at % 2 else "user", "ar", f"قيل {at}") for at in range(turns))
    contents = (Content(turns=en), Content(turns=ar))
    return Record("c", "c", "chat", Source("own", "MIT"), "en", *contents, translation=Translation("written"))


@given(st.integers(3, 20).map(lambda half: 2 * half), st.integers(0, 20))
def test_a_switching_chat_keeps_every_turn_and_answers_in_the_language_spoken(turns: int, seed: int) -> None:
    made = switched(pair(turns), 1.0, seed)
    assert made.forms == ("mixed",) and made.mixed is not None and faults(made) == ()
    said = made.mixed.turns
    assert [turn.text.split()[1] for turn in said] == [str(at) for at in range(turns)]
    assert all(said[at].language == said[at + 1].language for at in range(0, turns, 2))
    assert {turn.language for turn in said} == {"en", "ar"}


def test_short_chats_and_those_outside_the_share_do_not_switch() -> None:
    assert switched(pair(4), 1.0, 0) == pair(4)
    assert switched(pair(10), 0.0, 0) == pair(10)
