"""What a yearly limit on capacity does: contracts are taken in house in the order of their ends until a year is full.

The first that no longer fits and all that end after it in that year wait for the next, or are let again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from policy.coded import NO_DAY, Bools, Ints, Rows
from policy.results.groups import Decisions
from policy.results.rows import due_of, money, summable
from policy.rules.trigger import EPOCH, Window, day_number, has_successor

REST = {"wait": "Waits for the next year", "let_again": "Is let again for as long as before"}
"""What may become of a contract for which a year has no room."""


@dataclass(frozen=True)
class Year:
    """One year under a limit, in central figures.

    `due` ends in it for the first time, `again` after it was let again, `taken` is taken in house. `left` finds no
    room: it waits at the end of the year, or is let again in it. What waits is not counted again in a later year.
    """

    year: int
    due: int
    again: int
    taken: int
    left: int


@dataclass(frozen=True)
class Limited:
    """The years under a limit, and what is let again and ends in none of them.

    `too_late` ends after the policy, `not_known` has a term that is not known, `replaced` goes to another row of the
    table.
    """

    years: Sequence[Year]
    too_late: int = 0
    not_known: int = 0
    replaced: int = 0


@dataclass(frozen=True, eq=False)
class _Returns:
    """Contracts that fall due, in the order of their ends, then of the table.

    `size` is how much of each returns, `term` the days that it was let for, and `again` says that it was let again.
    """

    day: Ints
    row: Rows
    size: Ints
    term: Ints
    again: Bools

    @property
    def year(self) -> Ints:
        """The year in which each ends."""
        return (np.datetime64(EPOCH) + self.day).astype("datetime64[Y]").astype(np.int64) + 1970

    def at(self, which: Rows | Bools | slice) -> "_Returns":
        """Some of them."""
        return _Returns(*(getattr(self, each.name)[which] for each in fields(self)))

    def in_order(self) -> "_Returns":
        """The same, in order."""
        return self.at(np.lexsort((self.row, self.day)))


def under_limit(decisions: Decisions, measure: str, limit: int, rest: str = "wait") -> Limited:
    """Take contracts in house in the order of their ends, at most so much a year.

    A contract larger than the limit is taken alone in a year of its own. Contracts without a known end are left out.

    Args:
        decisions: what a scenario decides; central figures are used.
        measure: `contracts` or `annual_gbp`.
        limit: thousandths of contracts, or of pence a year.
        rest: one of REST: what becomes of a contract for which a year has no room.

    Returns:
        The years, and what is let again and ends in none of them.
    """
    returns = _returns(decisions, measure)
    limited = _waiting(returns, limit) if rest == "wait" else _let_again(decisions, returns, limit)
    first, out = int(returns.size.sum()), sum(year.taken for year in limited.years)
    lost = limited.too_late + limited.not_known + limited.replaced
    assert first == out + lost, "a contract is neither taken nor let again"
    return limited


def _waiting(returns: _Returns, limit: int) -> Limited:
    """Queue in the order of ends; every contract is taken in the end."""
    due: dict[int, int] = {}
    taken: dict[int, int] = {}
    year = 0
    for end, size in zip(returns.year.tolist(), returns.size.tolist(), strict=True):
        due[end] = due.get(end, 0) + size
        year = max(year, end)
        if taken.get(year, 0) and taken[year] + size > limit:
            year += 1
        taken[year] = taken.get(year, 0) + size
    years, left = [], 0
    for each in range(min(due, default=0), max([*due, *taken], default=-1) + 1):
        left += due.get(each, 0) - taken.get(each, 0)
        years.append(Year(each, due.get(each, 0), 0, taken.get(each, 0), left))
    return Limited(years)


def _let_again(decisions: Decisions, returns: _Returns, limit: int) -> Limited:
    """Let each contract again that finds no room, on the same terms, as often as it ends while the policy runs.

    Within a year the first that does not fit makes it full, so that the year takes those before it and no other.
    """
    last = day_number(decisions.scenario.rule(Window).last_date())
    successor = has_successor(decisions.coded)
    years, lost = [], np.zeros(3, dtype=np.int64)
    year, end = (int(returns.year[0]), int(returns.year[-1])) if len(returns.day) else (0, -1)
    while year <= end:
        now = returns.at(returns.year == year).in_order()
        room = max(1, int(np.searchsorted(np.cumsum(now.size), limit, side="right")))
        over = now.at(slice(room, None))
        relet = _relet(over, year, last, successor[over.row])
        lost = lost + (relet.lost * over.size).sum(axis=1)  # larger than int64 for large amounts: not in place
        rounds = int((relet.rounds * over.size).sum())
        sums = (now.size[~now.again], now.size[now.again], now.size[:room], over.size)
        due, again, taken, left = (int(each.sum()) for each in sums)
        years.append(Year(year, due, again + rounds, taken, left + rounds))
        stays: Bools = ~np.any(relet.lost, axis=0)
        ahead = replace(over.at(stays), day=relet.day[stays], again=np.ones(stays.sum(), dtype=bool))
        returns = _joined(returns.at(returns.year > year), ahead)
        year, end = year + 1, int(returns.year.max()) if len(returns.day) else year
    return Limited(years, *lost.tolist())


class _Relet(NamedTuple):
    """What becomes of contracts that are let again: the day on which each ends next in another year.

    `rounds` is how often each ends once more in the same year and finds no room again. `lost` has a row each for those
    that end after the policy, whose term is not known, and that another row of the table replaces.
    """

    day: Ints
    rounds: Ints
    lost: Bools


def _relet(over: _Returns, year: int, last: int, replaced: Bools) -> _Relet:
    """Let contracts again that find no room in a year; `last` is the last day of the policy."""
    not_known = over.term < 1
    last_of_year = min(last, day_number(date(year, 12, 31)))
    rounds = np.maximum(last_of_year - over.day, 0) // np.maximum(over.term, 1)
    rounds[replaced | not_known] = 0
    day = (over.day + (rounds + 1) * over.term).astype(np.int64)
    too_late = day > last
    lost = np.stack([too_late & ~not_known & ~replaced, not_known & ~replaced, replaced])
    return _Relet(day, rounds, lost)


def _joined(one: _Returns, other: _Returns) -> _Returns:
    parts = ([getattr(each, part.name) for each in (one, other)] for part in fields(one))
    return _Returns(*map(np.concatenate, parts))


def _returns(decisions: Decisions, measure: str) -> _Returns:
    """Every contract that may return and has a known end."""
    size = decisions.central if measure == "contracts" else money(decisions, measure).central
    day, term = due_of(decisions).day, decisions.scenario.rule(Window).term(decisions.coded)
    rows = np.flatnonzero((day != NO_DAY) & (size > 0))
    days, terms = (each[rows].astype(np.int64) for each in (day, term))
    return _Returns(days, rows, summable(size[rows]), terms, np.zeros(len(rows), dtype=bool)).in_order()
