"""What the history and the alarms show: values of the intake, put into the reader's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.intake.knowledge import Knowledge
from app.ui.render_alarms import Wording
from app.ui.render_history import Panel, Row, Section
from app.ui.view import View
from app.values import Finding, History, Message, RedFlag

_FIRST = ("hpi", "past", "medicines", "allergies", "family", "social", "ros", "pregnancy", "concerns")


def panel(
    history: History,
    knowledge: Knowledge,
    said: Sequence[Message],
    skipped: Collection[str],
    view: View,
) -> Panel:
    """The history as the panel shows it: what is known, where it was said, and what is still to ask."""
    numbers = {message.id: number for number, message in enumerate(said, 1)}
    rows = [_found(finding, knowledge, numbers, view) for finding in history.findings]
    rows += [_left(slot, knowledge, skipped, view) for slot in _unanswered(history, skipped)]
    sections = tuple(_section(id, rows, knowledge, view) for id in _FIRST)
    protocol = knowledge.protocols.get(history.protocol)
    shown = tuple(section for section in sections if section.rows)
    return Panel(
        complaint=history.complaint or "",
        protocol=protocol.title.text(view.language) if protocol else "",
        reviewed=bool(protocol and protocol.reviewed_by),
        settled=len(history.settled),
        total=len(history.settled) + len(history.missing),
        sections=shown if history.findings or history.asked else (),
    )


def wordings(flags: Sequence[RedFlag], knowledge: Knowledge, view: View) -> Mapping[str, Wording]:
    """What each rule that fired says, in the reader's language."""
    return {flag.rule: _wording(flag.rule, knowledge, view) for flag in flags}


def _wording(rule_id: str, knowledge: Knowledge, view: View) -> Wording:
    rule = knowledge.rule(rule_id)
    title, why, action = (both.text(view.language) for both in (rule.title, rule.why, rule.action))
    return Wording(title, why, action, rule.sources)


def _unanswered(history: History, skipped: Collection[str]) -> list[str]:
    known = {finding.slot for finding in history.findings}
    return [slot for slot in dict.fromkeys([*history.missing, *skipped]) if slot not in known]


def _found(finding: Finding, knowledge: Knowledge, numbers: Mapping[int, int], view: View) -> Row:
    number = numbers.get(finding.message)
    return Row(
        slot=finding.slot,
        label=knowledge.slot_label(finding.slot, view.language),
        status=finding.status,
        value=finding.value,
        source=(finding.message, number) if number else None,
        superseded=finding.superseded,
    )


def _left(slot: str, knowledge: Knowledge, skipped: Collection[str], view: View) -> Row:
    return Row(slot, knowledge.slot_label(slot, view.language), "skipped" if slot in skipped else "todo")


def _section(id: str, rows: Sequence[Row], knowledge: Knowledge, view: View) -> Section:
    own = tuple(row for row in rows if knowledge.section_of(row.slot) == id)
    slots = {row.slot: row.status != "todo" for row in own}
    title = knowledge.section_label(id, view.language)
    return Section(id, title, settled=sum(slots.values()), total=len(slots), rows=own)
