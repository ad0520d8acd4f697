"""Engines: tokens and text, nothing of medicine and nothing of pages."""
