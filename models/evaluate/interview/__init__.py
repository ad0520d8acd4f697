"""The interview benchmark: patients made of facts are interviewed by the desk, in both languages."""
