"""The settings dialog as a whole, and how the page looks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.catalogue.files import is_here
from app.catalogue.registry import load_catalogue
from app.errors import AccessDenied, BadInput
from app.ui import handlers, parts, render_models, render_privacy, render_settings, render_top
from app.ui.downloads import Downloads
from app.ui.here import Here
from app.ui.html import Child
from app.ui.labels import Labels
from app.ui.matters import matters
from app.ui.parts import Changes
from app.values import Language

_CHOICES = {
    "spoken": ("en", "ar"),
    "theme": ("system", "light", "dark"),
    "text_size": ("normal", "large", "largest"),
    "digits": ("western", "arabic"),
}


def open_settings(downloads: Downloads, here: Here) -> Changes:
    """The settings as they stand."""
    return {"settings": settings(downloads, here)}


def pulse(downloads: Downloads, here: Here) -> Changes:
    """Every other second: how model and desk stand, whether there is news for this page, how far a download is."""
    news = {
        "chip": render_top.model_chip(here.desk.engines.state, here.view, here.conversation),
        "banner": matters(here),
        "stamp": render_top.stamp(here.conversation, parts.revision(here)),
    }
    return {**news, "settings": settings(downloads, here)} if downloads.busy else news


def settings(downloads: Downloads, here: Here, plan: tuple[str, str] = ("", "")) -> str:
    """Everything that can be set. With accounts, only an administrator manages models, the record and people."""
    view, chosen, manages = here.view, here.desk.settings(), administers(here)
    parts: list[tuple[str, Child]] = [
        ("models", render_models.models(_shelf(downloads, here, plan), view, manages)),
        ("display", render_settings.display(chosen, view)),
    ]
    if manages:
        parts += [
            ("privacy", _privacy(here)),
            ("accounts", render_privacy.accounts(here.desk.record.accounts.all(), view)),
        ]
    return render_settings.settings([*parts, ("about", render_settings.about(view))], view)


def administers(here: Here) -> bool:
    """Whether this person keeps the desk: the only one it has, or an administrator."""
    owner = here.desk.record.access.owner
    return owner is None or here.desk.record.accounts.get(owner).role == "administrator"


def require_administrator(here: Here) -> None:
    """Raise AccessDenied for anybody else."""
    if not administers(here):
        raise AccessDenied("ui-administrators-only")


def save_display(labels: Labels, downloads: Downloads, here: Here, **wanted: str) -> Changes:
    """Language, text size, colours, digits and calendar; the page takes them over at once."""
    if any(wanted[name] not in options for name, options in _CHOICES.items()):
        raise BadInput()
    looks: dict[str, Any] = {name: wanted[name] for name in ("theme", "text_size", "digits")}
    language: Language = "ar" if wanted["spoken"] == "ar" else "en"
    here.desk.save(replace(here.desk.settings(), language=language, hijri=bool(wanted["hijri"]), **looks))
    here = replace(here, language=language)
    return {**handlers.arrive(labels, here), "settings": settings(downloads, here), **said(here, "ui-saved")}


def said(here: Here, key: str, **fields: object) -> Changes:
    """A confirmation in the page's notice."""
    return {"notice": render_top.done(here.view.say(key, **fields), here.view)}


def _shelf(downloads: Downloads, here: Here, plan: tuple[str, str]) -> render_models.Shelf:
    catalogue, home = load_catalogue(here.desk.home), here.desk.home
    info = here.desk.engines.state.info
    present = frozenset(model.name for model in catalogue.list() if is_here(home, model))
    return render_models.Shelf(catalogue.list(), present, info.name if info else "", downloads.all(), plan)


def _privacy(here: Here) -> Child:
    view, chosen, record = here.view, here.desk.settings(), here.desk.record
    return [
        render_privacy.encryption(record.encrypted, view),
        render_settings.leaving(chosen, view),
        render_privacy.keeping(chosen.keep_days, view),
        render_privacy.backups(record.care.backups(), view),
    ]
