"""The dialogs that belong to the conversation: acknowledge, rename, delete, sign; and the notes on the desk itself."""

from __future__ import annotations

from markupsafe import Markup

from app.ui.forms import area, dialog, field, form
from app.ui.html import Attributes, Child, el, join
from app.ui.view import View

_KEYS = (
    ("Enter", "ui-key-send"),
    ("Shift Enter", "ui-key-line"),
    ("Esc", "ui-key-stop"),
    ("Alt N", "ui-key-new"),
    ("Alt K", "ui-key-search"),
    ("Alt M", "ui-key-message"),
    ("Alt L", "ui-key-language"),
    ("Alt H", "ui-key-history"),
    ("Alt ,", "ui-key-settings"),
    ("Alt /", "ui-key-keys"),
)


def dialogs(view: View, who: str = "") -> Markup:
    """Every dialog of the page, closed. `who` is the account that is signed in, "" where names are typed."""
    return join(
        [
            dialog("acknowledge", view.say("ui-acknowledge-title"), view, _acknowledge(view, who)),
            dialog("rename", view.say("ui-rename"), view, _rename(view)),
            dialog("delete", view.say("ui-delete-title"), view, _delete(view)),
            dialog("sign", view.say("ui-sign-title"), view, _sign(view, who)),
            dialog("disclaimer", view.say("ui-disclaimer-title"), view, _disclaimer(view)),
            dialog("shortcuts", view.say("ui-shortcuts"), view, _shortcuts(view)),
        ]
    )


def _person(view: View, who: str) -> Markup:
    """Who does it: the account, or a name that is typed and remembered by this browser."""
    if who:
        return el("p", None, view.say("ui-signed-in-as", name=who))
    return field("who", view.say("ui-your-name"), required=True, maxlength=80, data_remember="who")


def _acknowledge(view: View, who: str) -> Markup:
    reason = area("reason", view.say("ui-reason"), required=True, maxlength=500)
    hint = el("p", None, view.say("ui-acknowledge-hint"))
    return form("acknowledge", view, hint, reason, _person(view, who), submit=view.say("ui-acknowledge-do"))


def _rename(view: View) -> Markup:
    title = field("title", view.say("ui-title"), maxlength=120)
    patient = field("patient", view.say("ui-patient"), maxlength=80)
    return form("rename", view, title, patient, submit=view.say("ui-save"))


def _delete(view: View) -> Markup:
    return form("delete", view, el("p", None, view.say("ui-delete-hint")), submit=view.say("ui-delete"), danger=True)


def _sign(view: View, who: str) -> Markup:
    hint = el("p", None, view.say("ui-sign-hint"))
    return form("sign", view, hint, _person(view, who), submit=view.say("ui-sign"))


def _disclaimer(view: View) -> Child:
    ok: Attributes = {"type": "button", "class": "primary", "data-do": "understood", "data-close": True}
    button = el("div", {"class": "buttons"}, el("button", ok, view.say("ui-understood")))
    return [el("p", None, view.say("ui-disclaimer")), el("p", None, view.say("ui-disclaimer-model")), button]


def _shortcuts(view: View) -> Markup:
    rows = [
        [el("dt", {"dir": "ltr"}, [el("kbd", None, key) for key in keys.split()]), el("dd", None, view.say(words))]
        for keys, words in _KEYS
    ]
    return el("dl", {"class": "keys"}, rows)
