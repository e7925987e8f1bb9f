"""Bring published notices from a public service into a folder, politely, and go on after any stop."""

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from data.fetch import GO_ON, Clock, PullError, Stopped
from data.pull_plan import Plan, PlanError
from data.pull_progress import Progress, Terminal
from data.pull_run import Run
from data.pull_services import SERVICES
from data.pull_windows import LONDON

OUT = Path("data/raw")


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
        raise PullError(told) from error
    return run.progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `python -m data pull`."""
    parser.add_argument("service", choices=list(SERVICES))
    parser.epilog = "Stopped or killed at any moment, the same command goes on where it was."
    add = parser.add_argument
    add("--from", dest="first", type=_day, required=True, metavar="DATE", help="first day: 2026-08-10")
    add("--to", dest="last", type=_day, metavar="DATE", help="last day, included; default today")
    add("--out", type=Path, default=OUT, metavar="DIR", help=f"where files go; default {OUT}")
    add("--base-url", metavar="URL", help="ask another server that answers like the service")
    add("--pace", type=float, metavar="SECONDS", help="seconds between two requests, with --base-url only")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2026-08-10") from None


def run(args: argparse.Namespace) -> int:
    """Carry out the command; return 0 when all is there, 1 after a failure or stop, 2 for wrong usage."""
    terminal = Terminal(sys.stderr)
    last = args.last or datetime.now(LONDON).date()
    try:
        progress = pull(Plan(args.service, args.first, last, args.base_url, args.pace), args.out, terminal)
    except PlanError as error:
        return terminal.end(str(error), 2)
    except PullError as error:
        return terminal.end(str(error), 1)
    except KeyboardInterrupt:
        return terminal.end(f"{args.service}: stopped. {GO_ON}", 1)
    terminal.end()
    sys.stdout.write(f"{progress.windows:,} windows of {args.service} are in {args.out}\n")
    return 0
