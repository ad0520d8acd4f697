"""What every `python -m models.STEP` shares: mistakes end it with one line and exit status 2, Ctrl+C with 130."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from app.errors import DeskError
from app.text.locale import locale


class WorkshopError(Exception):
    """Something an engineer can mend. Its text is one sentence that says what is wrong and what to do."""


def command(main: Callable[[Sequence[str]], int]) -> NoReturn:
    """Run a step with the command line's arguments and end the process with its exit status."""
    module = sys.modules["__main__"].__spec__
    if module:  # what argparse calls the command, instead of __main__.py
        sys.argv[0] = f"python -m {module.name.removesuffix('.__main__')}"
    try:
        sys.exit(main(sys.argv[1:]))
    except WorkshopError as error:
        problem = str(error)
    except DeskError as error:
        problem = locale("en", isolate=False).explain(error)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        reason = " ".join((error.strerror or str(error)).split())
        problem = f"{error.filename or 'A file'}: {reason}. Check the path, your permissions and the room on the disk."
    print(problem, file=sys.stderr)
    sys.exit(2)
