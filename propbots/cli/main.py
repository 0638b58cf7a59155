"""The entry of the command line; it imports nothing heavy, so that a call can be interrupted from its first moment."""

import gc
import os
import sys
from contextlib import suppress

from propbots.cli.interruption import INTERRUPTED, Terminated, heed_signals

__all__ = ["run"]

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Few collections in a start, and little that waits for one in a run."""


def run() -> None:
    """Run one call of the command line and exit with its code.

    Nothing of ours multiplies matrices; the threads that numpy keeps for it would cost a tenth of a second of work.
    What is imported stays, so to look for garbage in it as often as Python does would cost some of that again.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # noqa: TID251 -- nothing else starts before numpy
    try:
        with heed_signals():
            from propbots.cli.app import start  # noqa: PLC0415 -- takes a while, in which somebody may press ctrl-C

            code = start(sys.argv[1:])
    except KeyboardInterrupt:
        code = _tell(INTERRUPTED, 130)
    except Terminated as error:
        code = _tell(str(error), error.code)
    sys.exit(code)


def _tell(message: str, code: int) -> int:
    if sys.stderr is not None:
        with suppress(OSError):
            print(message, file=sys.stderr)  # noqa: T201 -- what else tells messages may not be there yet
    return code
