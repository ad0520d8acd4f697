"""A safety net under the alarm rules, for dangers in words that no rule knows.

A linear reading of a message: its words, parts of words and clinical concepts each add a weight, learnt
from this project's own labelled messages by `python -m models.safety_net`. What is denied, past, a relative's
or only asked about is left out first, by the same scopes that the rules obey. It says that a message
resembles those that needed help at once, never what it is; it speaks where no rule has spoken, and takes
nothing from what the rules say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.intake.content import Content, Source, checked, problem, read
from app.intake.rules import Rule
from app.intake.tokens import is_content
from app.values import RedFlag

if TYPE_CHECKING:  # both read with the knowledge that a net belongs to
    from app.intake.mentions import Mention
    from app.intake.reading import Said

FEWEST = 5
"""Words that say something, of the patient's own, here and now, below which a message is too short to be judged."""

_LEFT_OUT = ("denied", "family", "distant", "other", "past", "supposed", "wondered")
_PARTS = range(2, 6)
"""Lengths of the parts of words that are looked at, in letters, a space before and after each word."""

_CONCEPT = 0.25
"""Of a concept. The concepts know the labelled messages by heart: with a full weight the net would look at little else,
and hear little of what the rules miss."""

_FLATNESS = 0.4
"""How much the words of a long message are weighed down; 0.5 would let all messages count the same."""


class _Weights(Content):
    """What was learnt: `bias`, the score beyond which the net speaks, and the weight of each feature."""

    bias: float
    threshold: float
    weights: dict[str, float]


class _Told(Content):
    """The alarm's own words, and what stands around them."""

    version: str
    reviewed_by: str = ""
    sources: tuple[Source, ...]
    rule: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Net:
    """The learnt weights, and the alarm in whose name the net speaks."""

    rule: Rule
    bias: float
    threshold: float
    weights: dict[str, float]

    def raised(self, said: Sequence[Said], mentions: Sequence[Mention]) -> RedFlag | None:
        """The alarm of the first message that resembles those of people in danger.

        Answers are not judged: in them a symptom is asked for, and the rules know what a yes means.
        """
        for one in said:
            if one.opening and _telling(one) >= FEWEST and self.score(one, mentions) > self.threshold:
                return RedFlag(self.rule.id, self.rule.severity, self._quote(one), one.message.id)
        return None

    def score(self, one: Said, mentions: Sequence[Mention]) -> float:
        """The log-odds, as far as the training's balance goes, that a message needs help at once."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features(one, mentions).items())

    def _quote(self, one: Said) -> str:
        """The clause that adds most."""
        own = set(_own(one))
        clauses = [piece for piece in one.scopes.pieces if own.intersection(range(*piece))]
        first, end = max(clauses, key=lambda piece: self._weight(one, own.intersection(range(*piece))))
        return one.text.quote(first, end - 1)

    def _weight(self, one: Said, tokens: set[int]) -> float:
        words = [one.text.tokens[number].text for number in tokens]
        return sum(self.weights.get(name, 0.0) for word in words for name in (f"w {word}", *_parts_of(word)))


def features(one: Said, mentions: Sequence[Mention]) -> dict[str, float]:
    """The features of a message with their values.

    `w` words and pairs of words, `p` parts of words (both weighed so that a long message counts little more
    than a short one), `k` concepts that hold, `n` concepts that are denied or somebody else's.
    """
    words = _words(one)
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    whole = {f"w {word}" for word in (*words, *pairs)}
    parts = {part for word in words for part in _parts_of(word)}
    found = _weighed(whole) | _weighed(parts)
    for mention in mentions:
        if mention.said == one.number:
            holds = mention.status == "present" and mention.own and not mention.past
            found[f"{'k' if holds else 'n'} {mention.concept}"] = _CONCEPT
    return found


def _weighed(names: set[str]) -> dict[str, float]:
    return dict.fromkeys(names, len(names) ** -_FLATNESS) if names else {}


def load_net(folder: Path) -> Net:
    """The net in `folder`. Raises ContentProblem where it is missing or faulty."""
    told = checked(_Told, read(folder / "net.toml"), folder / "net.toml", "")
    rule = checked(Rule, {**told.rule, "any": ()}, folder / "net.toml", "rule")
    if not set(rule.sources) <= {source.id for source in told.sources}:
        raise problem(folder / "net.toml", "rule.sources", "each source must be listed in the file")
    learnt = checked(_Weights, _json(folder / "weights.json"), folder / "weights.json", "")
    return Net(rule, learnt.bias, learnt.threshold, learnt.weights)


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise problem(path, "-", error.strerror or str(error)) from error
    except ValueError as error:
        raise problem(path, "-", str(error)) from error


def _own(one: Said) -> list[int]:
    """The numbers of the tokens that are said of the patient, here and now."""
    tokens = one.text.tokens
    return [number for number in range(len(tokens)) if _left_out(one, number) is None]


def _telling(one: Said) -> int:
    """How many different words of the patient's own say something: "I fell. I bent my arm" has three."""
    return len({one.text.tokens[number].text for number in _own(one) if is_content(one.text.tokens[number])})


def _left_out(one: Said, number: int) -> str | None:
    """Why a token does not count, if it does not."""
    kind = next((kind for kind in _LEFT_OUT if one.scopes.any(kind, (number,))), None)
    return kind or ("asked" if _is_asked(one, number) else None)


def _is_asked(one: Said, number: int) -> bool:
    """Whether a token stands in the clause that asks, the last of its sentence: "it broke, is it early?"."""
    sentence = one.text.tokens[number].sentence
    if sentence not in one.text.asking:
        return False
    clauses = [piece for piece in one.scopes.pieces if one.text.tokens[piece[0]].sentence == sentence]
    return not clauses or number >= clauses[-1][0]


def _words(one: Said) -> list[str]:
    """The message's words, with one mark for each run of words that do not count."""
    words: list[str] = []
    for number, token in enumerate(one.text.tokens):
        reason = _left_out(one, number)
        word = f"<{reason}>" if reason else token.text
        if not (reason and words and words[-1] == word):
            words.append(word)
    return words


def _parts_of(word: str) -> Iterator[str]:
    if word.startswith("<"):
        return
    padded = f" {word} "
    for length in _PARTS:
        for start in range(len(padded) - length + 1):
            yield f"p{padded[start : start + length]}"
