"""The other side: history, note and export, each under its tab."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from app.ui.labels import Labels
from app.ui.layout import html, segments
from app.ui.view import View


@dataclass(frozen=True, slots=True)
class Panel:
    """What was found out, and what is made of it."""

    history: gr.HTML
    note_language: gr.Radio
    note: gr.HTML
    export: gr.HTML


def panel(labels: Labels, view: View) -> Panel:
    """The history as it grows, the note, and the files to take away.

    The tabs have their names from the start, in the desk's own language: one that gradio has not mounted
    when the page arrives may miss the first change of its name.
    """
    with gr.Column(elem_id="panel", elem_classes="edge", min_width=0), gr.Tabs(elem_id="tabs"):
        with _tab(labels, view, "history"):
            history = html("history")
        with _tab(labels, view, "note"):
            shown = {"": "ui-note-own", "en": "ui-language-en", "ar": "ui-language-ar", "both": "ui-note-both"}
            note_language = segments(labels, "note-language", "ui-note-language", shown)
            note = html("note")
        with _tab(labels, view, "export"):
            export = html("export")
    return Panel(history, note_language, note, export)


def _tab(labels: Labels, view: View, name: str) -> gr.Tab:
    tab = gr.Tab(view.say(f"ui-tab-{name}"), elem_id=f"tab-{name}", id=name)
    return labels.put(tab, label=f"ui-tab-{name}")
