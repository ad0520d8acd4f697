"""Turns of interviews, made from the protocols and written phrases alone: what the small model is taught with."""
