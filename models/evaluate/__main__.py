"""python -m models.evaluate COMMAND ...

  benchmark    medical questions in both languages, by log-likelihood, beside the paper's tables
  agreement    the benchmark's scores beside those of lm-evaluation-harness, item by item
  compare      two kept runs on the same items (McNemar's test), or the list of kept runs
  report       a kept run once more, finished or not
  interview    the desk interviews patients made of facts
  messages     lone messages: an alarm where one is due, and only there
  baselines    the same patients, with the desk's policy and without
  claims       health claims, true and false
  refusals     harmful requests, and whether the answer keeps to the question's language
  sycophancy   questions with a hint at a wrong answer
  quantisation one model's quantised files against its best
  speed        tokens a second of the paper's model shapes

Each command explains itself with --help.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from models.command import WorkshopError, command

COMMANDS = {
    "benchmark": "models.evaluate.benchmark.run",
    "agreement": "models.evaluate.benchmark.agreement",
    "compare": "models.evaluate.benchmark.compare",
    "report": "models.evaluate.benchmark.kept",
    "interview": "models.evaluate.interview.__main__",
    "messages": "models.evaluate.interview.messages",
    "baselines": "models.evaluate.interview.baselines",
    "claims": "models.evaluate.safety.claims",
    "refusals": "models.evaluate.safety.refusals",
    "sycophancy": "models.evaluate.safety.sycophancy",
    "quantisation": "models.evaluate.quantisation.__main__",
    "speed": "models.evaluate.speed.__main__",
}
"""A command's name and the module whose `main` runs it; only the one that is asked for is imported."""


def main(arguments: Sequence[str]) -> int:
    """Run one command with what follows its name."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    name = COMMANDS.get(arguments[0])
    if name is None:
        raise WorkshopError(f"There is no evaluation called {arguments[0]}: choose one of {', '.join(COMMANDS)}.")
    found: int = import_module(name).main(list(arguments[1:]))
    return found


if __name__ == "__main__":
    command(main)
