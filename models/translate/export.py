"""What was accepted, as records that hold both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.values import Language
from models.dataset.record import Record, Translation
from models.dataset.record_json import from_line
from models.translate.layout import read
from models.translate.state import State


def accepted(state: State) -> Iterator[Record]:
    """Every accepted record in the order of the source, with its translation and how that came about.

    What a person wrote goes before the model's own words.
    """
    run = dict(state.connection.execute("SELECT key, value FROM run"))
    into: Language = "en" if run.get("into") == '"en"' else "ar"
    people = "outcome" if state.reviewed else "(SELECT NULL AS item, NULL AS decision, NULL AS text)"
    rows = state.connection.execute(
        "SELECT record, translation, score, chosen, decision, text"
        " FROM item JOIN round ON round.item = id AND number = chosen"
        f" LEFT JOIN {people} AS people ON people.item = id"
        " WHERE status = 'accepted' ORDER BY position"
    )
    model = run.get("translator", "")
    for line, translation, score, chosen, decision, text in rows:
        record = from_line(line)
        source = record.content("ar" if into == "en" else "en")
        content = read(text if text is not None else translation, source, into) if source else None
        if content is None:
            continue
        how = Translation("person" if decision else "model", _model(model), score, chosen)
        yield (
            replace(record, en=content, translation=how)
            if into == "en"
            else replace(record, ar=content, translation=how)
        )


def _model(told: str) -> str:
    """The name of the translator in what the run remembers of it."""
    return told.partition('"model": "')[2].partition('"')[0]
