"""Gradio's own theme, brought down to the page's tokens; the rest is in assets/css."""

from __future__ import annotations

import gradio as gr


def theme() -> gr.themes.Base:
    """A plain theme that takes its colours from the page's CSS variables and fetches no font."""
    tokens = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--soft)",
        "background_fill_primary": "var(--card)",
        "background_fill_secondary": "var(--ground)",
        "block_background_fill": "transparent",
        "block_border_width": "0px",
        "block_label_text_color": "var(--soft)",
        "block_title_text_color": "var(--ink)",
        "border_color_primary": "var(--line)",
        "border_color_accent": "var(--accent)",
        "color_accent": "var(--accent)",
        "color_accent_soft": "var(--accent-soft)",
        "link_text_color": "var(--accent)",
        "input_background_fill": "var(--card)",
        "input_border_color": "var(--line)",
        "input_placeholder_color": "var(--soft)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "var(--card)",
        "button_secondary_background_fill_hover": "var(--accent-soft)",
        "button_secondary_text_color": "var(--ink)",
    }
    both = {f"{name}_dark": value for name, value in tokens.items() if f"{name}_dark" in dir(gr.themes.Base().set())}
    letters = [
        gr.themes.Font(name) for name in ("Desk Latin", "Desk Arabic", "sans-serif")
    ]  # a plain name would be looked for in gradio's files
    return gr.themes.Base(font=letters, font_mono=[gr.themes.Font("monospace")]).set(**tokens, **both)
