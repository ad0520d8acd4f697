"""GGUF files: making, converting and trying them."""
