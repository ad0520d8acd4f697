"""What the history and the alarms show: values of the intake, put into the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.intake.knowledge import Knowledge
from app.intake.note import Note, NoteLine
from app.sight import Sight
from app.ui.render_alarms import Wording
from app.ui.render_history import Panel, Row, Section
from app.ui.view import View
from app.values import RedFlag


def panel(sight: Sight, note: Note, knowledge: Knowledge, skipped: Collection[str], view: View) -> Panel:
    """The history as the panel shows it: the note's lines in the reader's language, and what is still to ask."""
    history = sight.history
    numbers = sight.numbers
    known = [note.complaint] if note.complaint else []
    suggested = {(one.slot, one.message) for one in history.findings if one.origin == "model"}
    rows = [
        _known(line, numbers, suggested) for line in (*known, *(line for one in note.sections for line in one.lines))
    ]
    have = {row.slot for row in rows}
    rows += [_open(slot, knowledge, skipped, view) for slot in _unanswered(sight, skipped) if slot not in have]
    sections = (_section(id, rows, sight, knowledge, view) for id in knowledge.common.sections)
    protocol = knowledge.protocols.get(history.protocol)
    return Panel(
        complaint=history.complaint or "",
        protocol=protocol.title.text(view.language) if protocol else "",
        reviewed=bool(protocol and protocol.reviewed_by),
        settled=len(history.settled),
        total=len(history.settled) + len(history.missing),
        sections=tuple(one for one in sections if one.rows) if history.findings or history.asked else (),
    )


def wordings(flags: Sequence[RedFlag], knowledge: Knowledge, view: View) -> Mapping[str, Wording]:
    """What each rule that fired says, in the reader's language."""
    return {flag.rule: _wording(flag.rule, knowledge, view) for flag in flags}


def _wording(rule_id: str, knowledge: Knowledge, view: View) -> Wording:
    rule = knowledge.rule(rule_id)
    title, why, action = (both.text(view.language) for both in (rule.title, rule.why, rule.action))
    return Wording(title, why, action, rule.sources)


def _unanswered(sight: Sight, skipped: Collection[str]) -> list[str]:
    return list(dict.fromkeys([*sight.history.missing, *skipped]))


def _known(line: NoteLine, numbers: Mapping[int, int], suggested: Collection[tuple[str, int]]) -> Row:
    source = next(((message, numbers[message]) for message in line.messages if message in numbers), None)
    generated = any((line.slot, message) in suggested for message in line.messages)
    return Row(line.slot, line.label, line.status, line.text, source, line.superseded, generated)


def _open(slot: str, knowledge: Knowledge, skipped: Collection[str], view: View) -> Row:
    return Row(slot, knowledge.slot_label(slot, view.language), "skipped" if slot in skipped else "todo")


def _section(id: str, rows: Sequence[Row], sight: Sight, knowledge: Knowledge, view: View) -> Section:
    """The rows of one section. Its count is a share of the whole one: what came up beside the questions is no part."""
    own = tuple(row for row in rows if knowledge.section_of(row.slot) == id)
    settled, missing = (
        sum(knowledge.section_of(slot) == id for slot in slots)
        for slots in (sight.history.settled, sight.history.missing)
    )
    return Section(id, knowledge.section_label(id, view.language), settled, settled + missing, own)
