"""The page. The only room that knows gradio and HTML."""
