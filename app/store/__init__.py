"""The record: one SQLite file that keeps what was said, finds it again, and shows it to nobody else."""

from app.quick_start import without

with without("numpy", "pandas"):  # it would import both, a fifth of a second, to take their values too
    import sqlite_utils  # noqa: F401
