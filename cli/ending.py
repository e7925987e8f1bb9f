"""How a command starts quickly, and ends whatever happens: stopped by hand, nobody reads on, a disk or a file fails."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from policy.bounds import cut
from policy.formats import one_line

_OK, _PROBLEM = 0, 1
_LONGEST = 500
_OURS = ("policy", "data", "output", "ui", "cli", "api")
_INSTALL = "In a checkout `make run` installs all of it into .venv: give the command with .venv/bin/python."
STOPPED = "stopped. No file is left half written."


def ended(command: Callable[[], int], stopped: str = STOPPED) -> int:
    """Run a command to its end and return its exit code; what the system says is said in one line.

    Args:
        command: the work; gives the exit code.
        stopped: what is said to whoever stops it by hand.
    """
    try:
        try:
            return command()
        finally:
            if sys.stdout is not None and not sys.stdout.closed:
                sys.stdout.flush()  # now: what fails as the program ends can be said no more
    except KeyboardInterrupt:
        print(stopped, file=sys.stderr)
        return _PROBLEM
    except BrokenPipeError:  # as with `| head`: who has read enough is no fault
        _to_nobody()
        return _OK
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("", *_OURS):
            raise
        print(one_line(f"{error.name}: not installed for this Python. {_INSTALL}"), file=sys.stderr)
        return _PROBLEM
    except OSError as error:
        _to_nobody()
        print(one_line(os_words(error)), file=sys.stderr)
        return _PROBLEM


@contextmanager
def loading() -> Iterator[None]:
    """Load what a command needs without a search for garbage: all of it stays, and the search takes a tenth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def os_words(error: OSError) -> str:
    """Say what the system says of a file or a device, and what can be done."""
    where = f"{error.filename}: " if error.filename else ""
    return cut(f"{where}{error.strerror or error}. Check the path, the space and the rights.", _LONGEST)


def _to_nobody() -> None:
    """Let what is still to be printed go nowhere, so that the end of the program does not fail at it once more."""
    with suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
