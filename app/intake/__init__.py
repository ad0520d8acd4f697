"""Intake: what was said becomes a history, what must alarm alarms, and the next question follows. Pure functions."""
