"""The command pull: published notices brought from a public service."""

import argparse
import sys
from datetime import datetime

from data.pull.client import GO_ON, PullError
from data.pull.progress import Terminal
from data.pull.run import pull
from data.pull.services import Plan, PlanError
from data.pull.windows import LONDON
from policy.formats import one_line, some

_OK, _INPUT_PROBLEM, _WRONG_USAGE = 0, 1, 2


def bring(options: argparse.Namespace) -> int:
    """Bring what was asked for; 0 when all is there, 1 after a failure or stop, 2 for wrong usage."""
    terminal = Terminal(sys.stderr)
    last = options.last or datetime.now(LONDON).date()
    plan = (options.service, options.first, last, options.base_url, options.pace)
    try:
        progress = pull(Plan(*plan), options.out, terminal)
    except PlanError as error:
        return terminal.end(one_line(str(error)), _WRONG_USAGE)
    except PullError as error:
        return terminal.end(one_line(str(error)), _INPUT_PROBLEM)
    except KeyboardInterrupt:
        return terminal.end(f"{options.service}: stopped. {GO_ON}", _INPUT_PROBLEM)
    terminal.end()
    are = "is" if progress.windows == 1 else "are"
    print(one_line(f"{some(progress.windows, 'window')} of {options.service} {are} in {options.out}"))
    if progress.complete:
        print(one_line(progress.complete))
    return _OK
