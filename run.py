"""BiMediX Desk: `python run.py` opens the page, `python run.py --help` lists every command.

Nothing but Python 3.10 or newer is needed: the first start makes the environment it runs in.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 10):
    sys.exit(
        "BiMediX Desk needs Python 3.10 or newer; this is %d.%d. Install a newer one from python.org and start again."
        % sys.version_info[:2]
    )

sys.excepthook = lambda kind, error, trace: (
    None if kind is KeyboardInterrupt else sys.__excepthook__(kind, error, trace)  # Ctrl+C this early needs no words
)

from app.arguments import parse
from app.bootstrap import NotReady, ensure


def main(argv: list[str]) -> int:
    """Read the command, make the environment ready, and hand over to it."""
    arguments = parse(argv)
    try:
        ensure(argv, tests=arguments.command == "test", cpu_only=arguments.cpu)
    except NotReady as problem:
        print(problem, file=sys.stderr)
        return 2
    from app.cli import main as desk

    return desk(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
