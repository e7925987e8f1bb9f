"""Bring published notices from a public service into a folder, politely, and go on after any stop."""

from collections.abc import Callable
from pathlib import Path

from data.model import folders
from data.pull.client import GO_ON, Clock, KeepError, Stopped
from data.pull.plan import Plan
from data.pull.progress import Progress
from data.pull.run import Run

OUT = folders.notices()


def _unseen(_progress: Progress) -> None:
    """Show nothing."""


def _never() -> bool:
    return False


def pull(
    plan: Plan,
    out: Path,
    on_progress: Callable[[Progress], None] = _unseen,
    should_stop: Callable[[], bool] = _never,
    clock: Clock = Clock(),  # noqa: B008 - frozen
) -> Progress:
    """Bring what the plan names and is not there yet; return how far it got.

    Raises PlanError or PullError with one clear message. Whatever happens, running it again goes on.
    """
    run = Run(plan, out, on_progress, should_stop, clock, clock.now(), Progress(plan.service))
    try:
        run.bring()
    except Stopped:
        run.tell(stopped=True)
    except OSError as error:
        why = error.strerror or error
        told = f"cannot keep files in {out} ({why}): make room or choose another --out. {GO_ON}"
        raise KeepError(told) from error
    return run.progress
