"""Open-ended measures: health claims, harmful requests, the language of answers, hints at wrong answers."""
