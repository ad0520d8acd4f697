"""The record: one SQLite file that keeps what was said, finds it again, and shows it to nobody else."""
