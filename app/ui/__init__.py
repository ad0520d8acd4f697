"""The page. The only room that knows gradio and HTML."""

from app.ui.lean_gradio import prepare

prepare()
