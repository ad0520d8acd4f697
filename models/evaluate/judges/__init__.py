"""Models under test: through the desk's own engine, an OpenAI-compatible server, or transformers."""
