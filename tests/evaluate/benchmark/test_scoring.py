"""Ten questions computed by hand, and what shuffling may and may not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.base import Likelihood
from models.evaluate.benchmark.questions import Question
from models.evaluate.benchmark.scoring import Method, Scored, score
from models.evaluate.benchmark.statistics import estimate, mcnemar
from models.evaluate.benchmark.tasks import TASKS

ANATOMY = next(task for task in TASKS if task.name == "anatomy")
PUBMEDQA = next(task for task in TASKS if task.name == "pubmedqa")


class Known:
    """A judge whose likelihoods are known: those of letters by their place, those of texts by their words."""

    def __init__(self, letters: dict[str, Sequence[float]], texts: dict[str, float]) -> None:
        self.letters, self.texts = letters, texts
        self.prompts: list[str] = []

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        self.prompts.append(prompt)
        asked = prompt.rpartition("Question: ")[2]
        name = asked.partition("\n")[0]
        by_place = all(len(text) == 2 for text in continuations)
        values = self.letters[name] if by_place else [self.texts[text.strip()] for text in continuations]
        return [Likelihood(value, 1, False) for value in values[: len(continuations)]]


def _question(name: str, options: Sequence[str], answer: int) -> Question:
    return Question(name, "anatomy", "en", name, tuple(options), answer)


# name, options, right option, likelihoods of A to D, likelihoods of the options' words;
# then by hand: the choice by letter, by text, and by text for each character.
GOLDEN = [
    ("q1", ("liver", "spleen", "heart", "lung"), 0, (-1.0, -2.0, -3.0, -4.0), (-5.0, -6.0, -7.0, -8.0), 0, 0, 0),
    ("q2", ("ab", "abcd", "abc", "a"), 1, (-2.0, -1.0, -3.0, -4.0), (-2.0, -3.0, -4.0, -1.5), 1, 3, 1),
    ("q3", ("x", "yy", "zzz", "wwww"), 2, (-2.0, -2.0, -2.0, -1.9), (-1.0, -2.0, -3.0, -4.0), 3, 0, 0),
    ("q4", ("one", "three", "seven", "eleven"), 3, (-9.0, -9.0, -8.0, -8.0), (-3.0, -4.0, -5.0, -5.4), 2, 0, 1),
    ("q5", ("aa", "bbbb"), 1, (-0.7, -0.6), (-1.0, -2.2), 1, 0, 0),
    ("q6", ("aa", "bbbb"), 1, (-0.6, -0.7), (-1.2, -2.0), 0, 0, 1),
    ("q7", ("k", "l", "m", "n"), 0, (-1.0, -1.0, -1.0, -1.0), (-2.0, -2.0, -1.0, -2.0), 0, 2, 2),
    ("q8", ("femur", "tibia", "ulna", "radius"), 2, (-4.0, -3.0, -0.1, -5.0), (-10.0, -9.0, -8.0, -12.6), 2, 2, 1),
    ("q9", ("abcdefghij", "abcde"), 0, (-3.0, -2.0), (-5.0, -3.0), 1, 1, 0),
    ("q10", ("p", "qq", "rrr"), 2, (-1.0, -0.9, -0.8), (-0.5, -1.0, -1.4), 2, 0, 2),
]


def _judge() -> Known:
    letters = {row[0]: row[3] for row in GOLDEN}
    return Known(letters, {})


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row[0])
def test_a_choice_is_what_was_computed_by_hand(row: tuple) -> None:
    name, options, answer, letters, texts, letter, text, norm = row
    judge = Known({name: letters}, dict(zip(options, texts, strict=True)))
    # one-letter options look like letters to the judge above, so texts are told apart by the prompt
    scored = score(_ByPrompt(judge, options, texts), _question(name, options, answer), ANATOMY)
    assert scored.letter == letters
    assert scored.text == texts
    assert [scored.chosen(method) for method in ("letter", "text", "text_norm")] == [letter, text, norm]


class _ByPrompt:
    """Where options are listed the letters are asked for, else the texts."""

    def __init__(self, judge: Known, options: Sequence[str], texts: Sequence[float]) -> None:
        self.judge, self.texts = judge, dict(zip(options, texts, strict=True))

    def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
        if "\nA. " in prompt:
            return self.judge.score(prompt, continuations)
        return [Likelihood(self.texts[text[1:]], 1, False) for text in continuations]


def test_known_likelihoods_give_exactly_the_expected_accuracy_and_interval() -> None:
    right: dict[Method, list[bool]] = {"letter": [], "text": [], "text_norm": []}
    for _, options, answer, letters, texts, *_ in GOLDEN:
        scored = Scored(letters, texts, tuple(len(option) for option in options))
        for method, outcomes in right.items():
            outcomes.append(scored.chosen(method) == answer)
    by_hand = {
        "letter": [True, True, False, False, True, False, True, True, False, True],
        "text": [True, False, False, False, False, False, False, True, False, False],
        "text_norm": [True, True, False, False, False, True, False, False, True, True],
    }
    assert right == by_hand
    found = estimate(right["letter"])
    # 6 of 10: the bootstrap's counts are binomial, whose 2.5th and 97.5th percentiles are 3 and 9.
    assert (found.value, found.low, found.high, found.items) == (0.6, pytest.approx(0.3), pytest.approx(0.9), 10)
    assert estimate(right["letter"]) == found


def test_mcnemar_counts_only_what_one_model_alone_has_right() -> None:
    first = [True] * 6 + [False] * 1 + [True] * 20
    second = [False] * 6 + [True] * 1 + [True] * 20
    found = mcnemar(first, second)
    assert (found.only_first, found.only_second, found.items) == (6, 1, 27)
    assert found.p == pytest.approx(2 * (1 + 7) / 2**7)
    assert mcnemar([True, False], [True, False]).p == 1.0


@given(st.integers(0, 10_000), st.lists(st.floats(-20, 0), min_size=4, max_size=4))
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_options_are_shown_changes_no_score_by_text(seed: int, values: list[float]) -> None:
    options = ("liver", "spleen", "heart", "lung")
    question, known = _question("q", options, 2), dict(zip(options, values, strict=True))

    class Judge:
        def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
            return [Likelihood(known.get(text.strip(), -1.0), 1, False) for text in continuations]

    plain, shuffled = (score(Judge(), question, ANATOMY, shuffle=how) for how in (None, seed))
    assert plain.text == shuffled.text == tuple(values)
    assert plain.chosen("text") == shuffled.chosen("text")
    assert plain.chosen("text_norm") == shuffled.chosen("text_norm")


def test_a_shuffled_letter_is_counted_for_the_option_that_it_stood_before() -> None:
    question = _question("q", ("liver", "spleen", "heart", "lung"), 2)

    class KnowsHeart:
        def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
            return [
                Likelihood(0.0 if f"\n{text.strip()}. heart\n" in prompt else -9.0, 1, False) for text in continuations
            ]

    scored = [score(KnowsHeart(), question, ANATOMY, shuffle=seed).letter for seed in (None, 1, 2, 3)]
    assert set(scored) == {(-9.0, -9.0, 0.0, -9.0)}


def test_a_model_that_always_says_a_scores_differently_once_options_are_shuffled() -> None:
    questions = [_question(f"q{number}", ("w", "x", "y", "z"), 0) for number in range(40)]

    class AlwaysA:
        def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
            return [Likelihood(-float(place), 1, False) for place in range(len(continuations))]

    plain = [score(AlwaysA(), each, ANATOMY).chosen("letter") == 0 for each in questions]
    shuffled = [score(AlwaysA(), each, ANATOMY, shuffle=7).chosen("letter") == 0 for each in questions]
    assert all(plain)
    assert 2 <= sum(shuffled) <= 20


def test_a_verdict_is_asked_once_and_its_words_are_scored() -> None:
    question = replace(_question("Does it help?", ("yes", "no", "maybe"), 1), task="pubmedqa", passage="A trial.")
    asked: list[tuple[str, ...]] = []

    class Judge:
        def score(self, prompt: str, continuations: Sequence[str]) -> list[Likelihood]:
            assert prompt == "Abstract: A trial.\nQuestion: Does it help?\nAnswer:"
            asked.append(tuple(continuations))
            return [Likelihood(value, 1, False) for value in (-2.0, -1.0, -3.0)]

    scored = score(Judge(), question, PUBMEDQA)
    assert asked == [(" yes", " no", " maybe")]
    assert (scored.chosen("letter"), scored.chosen("text_norm")) == (1, 1 if -1 / 2 > -3 / 5 else 2)
