"""Connects the settings dialog with its handlers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.ui import handlers_models, handlers_privacy, handlers_settings
from app.ui.downloads import Downloads
from app.ui.labels import Labels
from app.ui.wiring import Handler, Listener, Wiring

_ACTIONS: Sequence[tuple[Handler, tuple[str, ...]]] = (
    (handlers_models.use_model, ("model",)),
    (handlers_models.get_model, ("model", "accepted")),
    (handlers_models.stop_model, ("model",)),
    (handlers_models.import_model, ("file", "model", "accepted")),
    (handlers_models.plan_model, ("model",)),
    (handlers_models.remove_model, ("model",)),
    (handlers_privacy.encrypt, ("passphrase", "again")),
    (handlers_privacy.decrypt, ("passphrase",)),
    (handlers_privacy.change_passphrase, ("old", "passphrase", "again")),
    (handlers_privacy.new_recovery, ("passphrase",)),
    (handlers_privacy.save_lock, ("lock_after_minutes",)),
    (handlers_privacy.save_keeping, ("keep_days",)),
    (handlers_privacy.ask_purge, ()),
    (handlers_privacy.purge, ()),
    (handlers_privacy.backup, ()),
    (handlers_privacy.ask_restore, ("file",)),
    (handlers_privacy.restore_backup, ("file", "passphrase")),
    (handlers_privacy.add_account, ("name", "passphrase", "again", "role")),
    (handlers_privacy.switch_account, ("account",)),
)
"""What the dialog may call, each under its function's name, with the fields that it is told."""

SETTINGS_ACTIONS = ("save_display", "look", *(handler.__name__ for handler, _ in _ACTIONS))
_DISPLAY = ("spoken", "theme", "text_size", "digits", "hijri")


def wire_settings(wiring: Wiring, labels: Labels, downloads: Downloads) -> None:
    """Opening the settings, changing them, and what the page looks for by itself, or when its script asks."""
    part, on = wiring.components, wiring.on
    opened, shown = partial(handlers_settings.open_settings, downloads), ("settings", "editor", "notice")
    on(part["opener"].click, Listener(opened), ("settings",))
    for handler, data in _ACTIONS:
        on(getattr(part["bridge"], handler.__name__), Listener(partial(handler, downloads), data=data), shown)
    on(part["bridge"].save_display, Listener(partial(handlers_settings.save_display, labels, downloads), data=_DISPLAY))
    looks = Listener(partial(handlers_settings.pulse, downloads), idle=True)
    for look in (part["pulse"].tick, part["bridge"].look):
        on(look, looks, ("chip", "banner", "stamp", "settings"))
