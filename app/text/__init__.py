"""Language, direction and wording: pure functions over text."""
