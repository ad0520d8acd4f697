"""Leaks: evaluation texts inside training texts, found by shared runs of words, in both languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.dataset.record import Content, Interaction, Record, interactions
from models.dataset.settings import ContaminationSettings
from models.dataset.words import all_words, folded_words, grams

SHORTEST = 3
"""An evaluation text of fewer words is no text to be recognised by."""


@dataclass(frozen=True, slots=True)
class Index:
    """The evaluation sets by their n-grams.

    `passages` maps a gram to the numbers of the passages it is in; `owners` and `sizes` give the
    evaluation item of each passage and how many grams it has; `lengths` are the gram lengths in use.
    """

    share: float
    passages: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    owners: Sequence[str] = ()
    sizes: Sequence[int] = ()
    lengths: tuple[int, ...] = ()

    def leaks(self, interaction: Interaction) -> tuple[str, ...]:
        """The evaluation items of which enough is found in it, in order of name."""
        words = all_words(interaction.content)
        seen = {gram for length in self.lengths for gram in grams(words, length)}
        hits = Counter(passage for gram in seen for passage in self.passages.get(gram, ()))
        return tuple(sorted({self.owners[each] for each, hit in hits.items() if hit >= self.share * self.sizes[each]}))


def build_index(records: Iterable[Record], settings: ContaminationSettings) -> Index:
    """The index of evaluation items, both languages of each."""
    found: list[tuple[str, set[str]]] = []
    for record in records:
        for each in interactions(record):
            found += [(record.id, passage) for passage in _passages(each.content, settings.words)]
    spread: dict[str, set[str]] = defaultdict(set)
    for owner, passage in found:
        for gram in passage:
            spread[gram].add(owner)
    kept = [(owner, _telling(passage, spread, settings.common)) for owner, passage in found]
    passages: dict[str, list[int]] = defaultdict(list)
    for number, (_, grams_of_it) in enumerate(kept):
        for gram in grams_of_it:
            passages[gram].append(number)
    return Index(
        settings.share,
        {gram: tuple(numbers) for gram, numbers in passages.items()},
        tuple(owner for owner, _ in kept),
        tuple(len(grams_of_it) for _, grams_of_it in kept),
        tuple(sorted({gram.count(" ") + 1 for gram in passages})),
    )


def _telling(passage: set[str], spread: Mapping[str, set[str]], common: int) -> set[str]:
    """The grams without turns of phrase; a passage of nothing else stays as it is."""
    return {gram for gram in passage if len(spread[gram]) <= common} or passage


def _passages(content: Content, length: int) -> Iterator[set[str]]:
    """What a leak is recognised by: the question with its options, the question alone, the context, a turn's text.

    A text shorter than the grams is one gram as a whole; a short question alone says too little.
    """
    question = folded_words(content.question)
    options = [word for option in content.options for word in folded_words(option)]
    whole = [question + options, folded_words(content.context)]
    whole += [folded_words(turn.text) for turn in content.turns if turn.role == "user"]
    for words in whole:
        if len(words) >= SHORTEST:
            yield set(grams(words, min(length, len(words))))
    if options and len(question) >= length:
        yield set(grams(question, length))
