"""Bilingual training data: importing, synthesis, mixing, cleaning, and the built dataset with its card."""
