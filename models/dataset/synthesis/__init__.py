"""Consultations made of multiple-choice questions by a model, and what a model's chat has to hold to be taken."""
