"""Contracts that end soon."""

import numpy as np

from policy.coded import NO_DAY, Bools
from policy.rules.trigger import EPOCH, Window, years_after
from ui.shell.view import View


def ending(view: View, months: int) -> Bools:
    """Contracts that may come back and end within so many months after the day of the data."""
    today = view.table.dataset.as_of
    last = years_after(today, months // 12)
    day = view.decisions.coded.days["last_day"]
    soon = (day != NO_DAY) & (day > (today - EPOCH).days) & (day <= (last - EPOCH).days)
    return view.decisions.counted & soon & _assessed(view)


def _assessed(view: View) -> Bools:
    """Contracts that no rule but the window keeps out: the policy would reach them if it ran when they end."""
    others = [step for step in view.decisions.steps if not isinstance(step.rule, Window)]
    return ~np.any([view.decisions.exits(step).yes for step in others], axis=0)
