"""Rules about denial: what the source denies, the translation denies, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.text.fold import fold
from app.values import Language
from models.translate.values import Finding, Pair
from models.translate.words import WORD, forms, vocabulary


@dataclass(frozen=True, slots=True)
class Denied:
    """What denies in a text: statements, words, and how many words may stand for the one or the other."""

    clauses: tuple[str, ...]
    phrases: tuple[str, ...]
    for_clause: int
    for_phrase: int

    @property
    def sure(self) -> tuple[str, ...]:
        """Every denying word."""
        return self.clauses + self.phrases


def check_negation(pair: Pair) -> Iterator[Finding]:
    """Denials that were lost or came in. Where both sides deny, fewer of them in the translation are a doubt."""
    source, target = denied(pair.source, pair.source_language), denied(pair.target, pair.target_language)
    if source.sure and not target.sure and not target.for_clause:
        yield Finding("negation-lost", "fault", source=source.sure[0])
    elif target.clauses and not source.sure and not source.for_clause:
        yield Finding("negation-added", "fault", target=target.clauses[0])
    elif target.phrases and not source.sure and not source.for_phrase:
        yield Finding("negation-added", "doubt", target=target.phrases[0])
    elif len(source.clauses) > len(target.sure) + target.for_clause:
        yield Finding("negation-count", "doubt", str(len(source.clauses)), str(len(target.sure)))
    elif len(target.clauses) > len(source.sure) + source.for_clause:
        yield Finding("negation-count", "doubt", str(len(source.sure)), str(len(target.clauses)))


def denied(text: str, language: Language) -> Denied:
    """The denials of a text. Phrases that only look like one ("not only", "لا يزال") are left out."""
    known = vocabulary().denials[language]
    folded = known.looks.sub(" ", fold(text))
    words = WORD.findall(folded)
    return Denied(
        clauses=tuple(word for word in words if _bare(word, language) & known.clause or word.endswith("n't")),
        phrases=tuple(word for word in words if _bare(word, language) & known.phrase),
        for_clause=sum(any(known.for_clause.fullmatch(form) for form in forms(word, language)) for word in words)
        + len(known.spoken.findall(folded)),
        for_phrase=sum(any(known.for_phrase.fullmatch(form) for form in forms(word, language)) for word in words),
    )


def _bare(word: str, language: Language) -> set[str]:
    """A word without what may be written onto a denying one: "and", "so", "with", "for", the article."""
    if language == "en":
        return {word, word.replace("'", "")}
    bare = {word, word.removeprefix("ال")}
    return bare | {word[1:]} if len(word) > 2 and word[0] in "وفبل" else bare
