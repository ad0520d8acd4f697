"""Coming, going and finding: what happens when the page opens, turns to a conversation, or changes its language."""

from __future__ import annotations

from dataclasses import replace

from app.errors import DeskError
from app.ui import parts, render_dialogs, render_top
from app.ui.here import Here
from app.ui.labels import Labels
from app.ui.parts import Changes


def arrive(labels: Labels, here: Here) -> Changes:
    """A page opens, or is loaded again: everything in its place."""
    here = here if _exists(here) else replace(here, conversation="")
    who = here.desk.record.access.owner or ""
    return {
        "language": here.view.language,
        "gate": "",
        "settings": "",
        "editor": "",
        "dialogs": render_dialogs.dialogs(here.view, who),
        **parts.frame(here),
        **labels.updates(here.view),
        **parts.opened(here),
        **parts.mode(here),
    }


def swap(labels: Labels, here: Here) -> Changes:
    """The other language, everywhere at once; the mode stays as it was chosen."""
    return {
        part: new for part, new in arrive(labels, replace(here, language=here.view.other)).items() if part != "mode"
    }


def open(here: Here) -> Changes:
    """Another conversation is chosen at the side, and with it its own mode."""
    return {"notice": "", **parts.opened(here), **parts.mode(here)}


def new(here: Here) -> Changes:
    """An empty page; the conversation is made with its first message."""
    return open(replace(here, conversation=""))


def search(here: Here) -> Changes:
    """Words are typed into the search box."""
    return {"rows": parts.rows(here)}


def refresh(here: Here) -> Changes:
    """Another page has changed something that this one shows.

    A page without a conversation shows the list alone. What else is on it stays: its first message may be
    on its way meanwhile, and an empty page painted after that would hide it.
    """
    return parts.opened(here) if here.conversation else {"rows": parts.rows(here)}


def complain(here: Here, why: str) -> Changes:
    """A request beside gradio's own was refused; its sentence is already in the page's language."""
    return {"notice": render_top.notice(why, here.view)}


def understood(here: Here) -> None:
    """The disclaimer was read."""
    here.desk.save(replace(here.desk.settings(), seen_disclaimer=True))


def _exists(here: Here) -> bool:
    try:
        return bool(here.conversation) and here.desk.record.get(here.conversation).deleted is None
    except DeskError:
        return False
