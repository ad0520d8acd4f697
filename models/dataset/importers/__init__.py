"""Public data sets and own files, each turned into records by one small function."""
