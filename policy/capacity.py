"""What a yearly limit on capacity does: contracts beyond it wait, in the order in which they fall due."""

from dataclasses import dataclass

import numpy as np

from policy.engine import Decisions
from policy.rules.trigger import Window
from policy.tally import QUANTITIES, codes_of


@dataclass(frozen=True)
class Year:
    """One year under a limit: what falls due, what is taken in house, what waits at its end (central figures)."""

    year: int
    due: int
    taken: int
    waiting: int


def under_limit(decisions: Decisions, measure: str, limit: int) -> list[Year]:
    """Take contracts in house in the order of their ends, at most `limit` a year, the rest later.

    `measure` is contracts (limit in thousandths) or annual_gbp (limit in pence a year). A contract larger than the
    limit is taken alone in a year of its own. Contracts without a known end are left out.
    """
    sizes = _sizes(decisions, measure)
    if not sizes:
        return []
    first = sizes[0][0]
    due: dict[int, int] = {}
    taken: dict[int, int] = {}
    year = first
    for falls_due, size in sizes:
        due[falls_due] = due.get(falls_due, 0) + size
        year = max(year, falls_due)
        if taken.get(year, 0) and taken[year] + size > limit:
            year += 1
        taken[year] = taken.get(year, 0) + size
    years, waiting = [], 0
    for each in range(first, max(*due, *taken) + 1):
        waiting += due.get(each, 0) - taken.get(each, 0)
        years.append(Year(each, due.get(each, 0), taken.get(each, 0), waiting))
    assert waiting == 0, "every contract that falls due is taken in some year"
    return years


def _sizes(decisions: Decisions, measure: str) -> list[tuple[int, int]]:
    """Year due and central size of each contract that may return, in the order of ends, then of rows."""
    quantity = {"contracts": "central", "annual_gbp": "annual_central"}[measure]
    taken = decisions.tally
    codes, names = codes_of(decisions.facts, "year", decisions.scenario.rule(Window))
    years = codes[taken.rows]
    size = taken.values[QUANTITIES.index(quantity)]
    dated = (years < len(names) - 1) & (size > 0)
    rows = np.flatnonzero(dated)
    order = rows[np.argsort(decisions.due.day[taken.rows[rows]], kind="stable")]
    return [(int(names[years[row]]), int(size[row])) for row in order]
