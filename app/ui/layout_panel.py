"""The other side: history, note and export, each under its tab."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from app.ui.labels import Labels
from app.ui.layout import html, segments


@dataclass(frozen=True, slots=True)
class Panel:
    """What was found out, and what is made of it."""

    history: gr.HTML
    note_language: gr.Radio
    note: gr.HTML
    export: gr.HTML


def panel(labels: Labels) -> Panel:
    """The history as it grows, the note, and the files to take away."""
    with gr.Column(elem_id="panel", elem_classes="edge", min_width=0), gr.Tabs(elem_id="tabs"):
        with labels.put(gr.Tab(elem_id="tab-history", id="history"), label="ui-tab-history"):
            history = html("history")
        with labels.put(gr.Tab(elem_id="tab-note", id="note"), label="ui-tab-note"):
            shown = {"": "ui-note-own", "en": "ui-language-en", "ar": "ui-language-ar", "both": "ui-note-both"}
            note_language = segments(labels, "note-language", "ui-note-language", shown)
            note = html("note")
        with labels.put(gr.Tab(elem_id="tab-export", id="export"), label="ui-tab-export"):
            export = html("export")
    return Panel(history, note_language, note, export)
