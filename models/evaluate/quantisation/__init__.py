"""One model's quantised files beside its best: what each costs in judgement, and saves in size."""
