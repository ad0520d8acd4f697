"""The page's components and where they stand. What they do is wired in `build.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import gradio as gr

from app.ui.labels import Labels
from app.values import Language

Variant = Literal["primary", "secondary", "stop"]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a page remembers of itself: where it is, never what was said.

    The browser holds it, not a gr.State: an answer that the browser threw away, because its reader
    had turned to another conversation, must not change on the desk what the page believes to show.
    """

    conversation: gr.Textbox
    language: gr.Textbox
    document: gr.HTML
    stamp: gr.HTML
    gate: gr.HTML
    dialogs: gr.HTML
    editor: gr.HTML
    settings: gr.HTML
    bridge: gr.HTML
    pulse: gr.Timer


@dataclass(frozen=True, slots=True)
class Top:
    """The bar at the top."""

    brand: gr.HTML
    mode: gr.Radio
    chip: gr.HTML
    swap: gr.Button
    opener: gr.Button
    lock: gr.Button
    drawer: gr.HTML
    banner: gr.HTML


@dataclass(frozen=True, slots=True)
class Side:
    """The conversations."""

    new: gr.Button
    search: gr.Textbox
    rows: gr.HTML


@dataclass(frozen=True, slots=True)
class Talk:
    """The open conversation."""

    heading: gr.HTML
    notice: gr.HTML
    alarms: gr.HTML
    messages: gr.HTML
    live: gr.HTML
    quick: gr.HTML
    draft: gr.Textbox
    send: gr.Button
    stop: gr.Button


def memory(language: Language, bridge_script: str) -> Memory:
    """The invisible parts. `bridge_script` lets HTML of our own call back."""
    return Memory(
        conversation=gr.Textbox("", elem_id="conversation", container=False),
        language=gr.Textbox(language, elem_id="language", container=False),
        document=html("document"),
        stamp=html("stamp"),
        gate=html("gate"),
        dialogs=html("dialogs"),
        editor=html("editor"),
        settings=html("settings"),
        bridge=gr.HTML(elem_id="bridge", apply_default_css=False, js_on_load=bridge_script),
        pulse=gr.Timer(1.5),
    )


def top(labels: Labels) -> Top:
    """The bar: name, mode, model, language, settings, lock; under it what is the matter with the desk."""
    with gr.Row(elem_id="top"):
        brand = html("brand")
        mode = segments(labels, "mode", "ui-mode", {"interview": "ui-mode-interview", "ask": "ui-mode-ask"})
        chip = html("chip")
        swap = _button(labels, "swap", "ui-swap")
        opener = _button(labels, "settings-open", "ui-settings")
        lock = _button(labels, "lock", "ui-lock")
        drawer = html("panel-drawer")
    return Top(brand, mode, chip, swap, opener, lock, drawer, banner=html("banner"))


def side(labels: Labels) -> Side:
    """The conversations, with search and the button for a new one."""
    with gr.Column(elem_id="side", elem_classes="edge", min_width=0):
        new = _button(labels, "new", "ui-new", variant="primary")
        search = gr.Textbox(elem_id="search", show_label=False, container=False, max_lines=1)
        labels.put(search, label="ui-search", placeholder="ui-search")
        return Side(new, search, html("rows"))


def talk(labels: Labels) -> Talk:
    """The conversation, and under it the place to write."""
    with gr.Column(elem_id="talk", min_width=0):
        heading, alarms = html("heading"), html("alarms")
        with gr.Column(elem_id="scroll", min_width=0):
            messages, live = html("messages"), html("live")
        with gr.Column(elem_id="compose", min_width=0):
            notice = html("notice")
            with gr.Column(elem_id="box", min_width=0):
                quick = html("quick")
                with gr.Row(elem_id="type"):
                    draft = gr.Textbox(elem_id="draft", show_label=False, container=False, lines=1, max_lines=7)
                    labels.put(draft, label="ui-draft", placeholder="ui-draft-hint")
                    stop = _button(labels, "stop", "ui-stop", variant="stop", visible=False)
                    send = _button(labels, "send", "ui-send", variant="primary")
    return Talk(heading, notice, alarms, messages, live, quick, draft, send, stop)


def html(name: str) -> gr.HTML:
    """A part whose HTML we build ourselves."""
    return gr.HTML(elem_id=name, apply_default_css=False, js_on_load=None)


def _button(labels: Labels, name: str, key: str, variant: Variant = "secondary", visible: bool = True) -> gr.Button:
    button = gr.Button("", elem_id=name, variant=variant, visible=visible, size="sm", min_width=0, scale=0)
    return labels.put(button, value=key)


def segments(labels: Labels, name: str, key: str, options: dict[str, str]) -> gr.Radio:
    """A choice between a few, all of them in sight."""
    first = next(iter(options))
    choice = gr.Radio(
        [(value, value) for value in options], value=first, elem_id=name, show_label=False, container=False
    )
    return labels.choices(labels.put(choice, label=key), options)
