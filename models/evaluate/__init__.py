"""Measures a model, and the desk around it."""
