"""Medical questions with given options, in English and Arabic, scored by log-likelihood as in the paper."""
