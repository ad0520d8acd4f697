"""Review of translations by people: what the loop could not accept by itself, and a sample of what it could."""
