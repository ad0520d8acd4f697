"""One item as a reviewer sees it, read from the state, and what may be decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import BadInput
from app.values import Language
from models.review import store
from models.translate.glossary import Glossary, Term
from models.translate.layout import read
from models.translate.rules import check, faults
from models.translate.state import Item, Round, State
from models.translate.values import Finding, Pair

CROWD = "shared"
"""The rule that looks across items: what it found stays until the translation is edited."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An item with its counting round, the round before that, the terms it speaks of, and a verdict already given.

    `prompted` are the texts of the run's prompts, which must not stand in a translation.
    """

    item: Item
    shown: Round
    before: Round | None
    terms: tuple[Term, ...]
    verdict: store.Verdict | None
    out_of: Language
    into: Language
    prompted: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The translation as it stands now: the reviewer's own edit, else the model's."""
        return self.verdict.text if self.verdict and self.verdict.text else self.shown.translation


def sheet(state: State, name: str, reviewer: str, glossary: Glossary, prompted: tuple[str, ...] = ()) -> Sheet | None:
    """The sheet of an item; None where there is no such item, or no round of it."""
    item, rounds = state.item(name), state.rounds(name)
    if item is None or not rounds:
        return None
    chosen = item.chosen if item.chosen is not None else rounds[-1].number
    shown = next(one for one in rounds if one.number == chosen)
    before = next((one for one in reversed(rounds) if one.number < chosen), None)
    given = next((one for one in store.verdicts(state, name) if one.reviewer == reviewer), None)
    out_of, into = languages(state)
    return Sheet(item, shown, before, glossary.terms_in(item.source), given, out_of, into, prompted)


def languages(state: State) -> tuple[Language, Language]:
    """The languages of the run: from, into."""
    into = state.connection.execute("SELECT value FROM run WHERE key = 'into'").fetchone()
    return ("ar", "en") if into and into[0] == '"en"' else ("en", "ar")


def findings_now(page: Sheet, text: str) -> tuple[Finding, ...]:
    """What the rules say of `text` in the place of the translation."""
    kept = [one for one in page.shown.findings if one.rule == CROWD and text.strip() == page.shown.translation.strip()]
    return (*kept, *check(Pair(page.item.source, text, page.out_of, page.into), prompted=page.prompted))


def decide(state: State, page: Sheet, verdict: store.Verdict) -> None:
    """Keep a verdict. Raises BadInput where what is taken fails a rule or has lost the item's parts."""
    if verdict.decision in ("accept", "edit"):
        text = verdict.text if verdict.decision == "edit" else page.shown.translation
        wrong = faults(findings_now(page, text))
        if wrong:
            raise BadInput("review-fails-rule", rule=wrong[0].rule)
        content = state.record(page.item.id).content(page.out_of)
        if content is None or read(text, content, page.into) is None:
            raise BadInput("review-fails-rule", rule="options")
    store.decide(state, verdict)
