"""What a yearly limit on capacity does: contracts are taken in house in the order of their ends until a year is full.

The first that no longer fits and all that end after it in that year wait for the next, or are let again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush

import numpy as np

from policy.engine import Decisions
from policy.facts import NO_DAY
from policy.rules.trigger import EPOCH, Window, has_successor
from policy.tally import QUANTITIES

REST = {"wait": "Waits for the next year", "let_again": "Is let again for its own term"}
"""What may become of a contract for which a year has no room."""


@dataclass(frozen=True)
class Year:
    """One year under a limit, in central figures: what falls due, comes round again, is taken, and is left over.

    `left` waits at the end of the year, or is let again in it; what waits comes round in no later year.
    """

    year: int
    due: int
    again: int
    taken: int
    left: int


@dataclass(frozen=True)
class Limited:
    """The years under a limit, and what is let again and comes round in none of them.

    `too_late` ends after the policy, `not_known` has a term that is not known, `replaced` goes to another row of the
    table.
    """

    years: Sequence[Year]
    too_late: int = 0
    not_known: int = 0
    replaced: int = 0


@dataclass(frozen=True, order=True)
class _Return:
    """A contract that falls due: its day, its row, how much of it returns, and how long it was let for."""

    day: int
    row: int
    size: int
    term: int
    again: bool = False

    @property
    def year(self) -> int:
        return (EPOCH + timedelta(days=self.day)).year


def under_limit(decisions: Decisions, measure: str, limit: int, rest: str = "wait") -> Limited:
    """Take at most `limit` a year; `rest`, one of REST, says what becomes of the others.

    `measure` is contracts (limit in thousandths) or annual_gbp (limit in pence a year). A contract larger than the
    limit is taken alone in a year of its own. Contracts without a known end are left out.
    """
    returns = sorted(_returns(decisions, measure))
    made = _waiting(returns, limit) if rest == "wait" else _let_again(decisions, returns, limit)
    first, out = sum(one.size for one in returns), sum(year.taken for year in made.years)
    assert first == out + made.too_late + made.not_known + made.replaced, "a contract is neither taken nor let again"
    return made


def _waiting(returns: Sequence[_Return], limit: int) -> Limited:
    """Queue in the order of ends; every contract is taken in the end."""
    due: dict[int, int] = {}
    taken: dict[int, int] = {}
    year = returns[0].year if returns else 0
    for one in returns:
        due[one.year] = due.get(one.year, 0) + one.size
        year = max(year, one.year)
        if taken.get(year, 0) and taken[year] + one.size > limit:
            year += 1
        taken[year] = taken.get(year, 0) + one.size
    years, left = [], 0
    for each in range(min(due, default=0), max([*due, *taken], default=-1) + 1):
        left += due.get(each, 0) - taken.get(each, 0)
        years.append(Year(each, due.get(each, 0), 0, taken.get(each, 0), left))
    return Limited(years)


def _let_again(decisions: Decisions, returns: Sequence[_Return], limit: int) -> Limited:
    """Let each contract again that finds no room, on the same terms, as often as it ends while the policy runs."""
    last = (decisions.scenario.rule(Window).last_date() - EPOCH).days
    successor = has_successor(decisions.facts)
    found: dict[int, list[int]] = {}
    lost = {"too_late": 0, "not_known": 0, "replaced": 0}
    coming, full = [*returns], set[int]()  # in order, so a heap already
    while coming:
        one = heappop(coming)
        sums = found.setdefault(one.year, [0, 0, 0, 0])
        sums[one.again] += one.size
        if one.year not in full and (not sums[2] or sums[2] + one.size <= limit):
            sums[2] += one.size
            continue
        full.add(one.year)
        sums[3] += one.size
        if successor[one.row]:
            lost["replaced"] += one.size
        elif one.term == NO_DAY:
            lost["not_known"] += one.size
        elif one.day + one.term > last:
            lost["too_late"] += one.size
        else:
            heappush(coming, _Return(one.day + one.term, one.row, one.size, one.term, again=True))
    every = range(min(found, default=0), max(found, default=-1) + 1)
    return Limited([Year(year, *found.get(year, (0, 0, 0, 0))) for year in every], **lost)


def _returns(decisions: Decisions, measure: str) -> Iterator[_Return]:
    """Every contract that may return and has a known end."""
    quantity = {"contracts": "central", "annual_gbp": "annual_central"}[measure]
    taken, term = decisions.tally, decisions.scenario.rule(Window).term(decisions.facts)
    size = taken.values[QUANTITIES.index(quantity)]
    day = decisions.due.day[taken.rows]
    for place in np.flatnonzero((day != NO_DAY) & (size > 0)):
        row = int(taken.rows[place])
        yield _Return(int(day[place]), row, int(size[place]), int(term[row]))
