"""Sums by group in one pass over what may return: thousandths of contracts and pence, low, central and high.

What a group holds in all does not depend on shares, so it is counted once for each population and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy.cached import keep
from policy.coded import Codes, Facts, Ints, Rows
from policy.engine.money import Numbers, Shares, apart, money, part
from policy.rules.scope import Counted
from policy.rules.trigger import PERIODS, Window

QUANTITIES = (
    "low", "central", "high",
    "annual_low", "annual_central", "annual_high", "annual_unstated", "annual_ceiling",
    "whole_low", "whole_central", "whole_high", "whole_unstated", "whole_ceiling",
)  # fmt: skip
"""What is summed of the contracts that may return, in this order."""
HELD = ("counted", "annual", "whole")
"""What is summed of every counted contract: thousandths, pence a year, pence whole life, in this order."""
MEASURED = ("annual_gbp", "value_gbp")
"""Columns of money, in the order of QUANTITIES and HELD."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""


@dataclass(frozen=True, eq=False)
class Tally:
    """The contracts that may return, by row, and QUANTITIES of each as one row of `values`.

    `few` are the places of those whose value is not known or a ceiling, by quantity.
    """

    facts: Facts
    rows: Rows
    values: Numbers
    few: Mapping[int, Rows]

    @cached_property
    def whole(self) -> Ints:
        """Sum of each quantity."""
        return self.values.sum(axis=1).astype(np.int64)

    def by(self, column: str, window: Window | None = None) -> Ints:
        """Sum each quantity by the values of a column, the last one not stated: QUANTITIES by groups.

        Columns of a profile are summed from its profiles, which the rows are summed by once.
        """
        if profiles := self.facts.profiles_of((column,)):
            codes, names = codes_of(profiles.facts, column)
            return sums(codes, self._by_who if profiles is self.facts.who else self._by_what, len(names))
        codes, names = codes_of(self.facts, column, window)
        return self.of(codes[self.rows], len(names))

    @cached_property
    def _by_who(self) -> Ints:
        return self.of(self.facts.who.of_row[self.rows], len(self.facts.who.facts))

    @cached_property
    def _by_what(self) -> Ints:
        return self.of(self.facts.what.of_row[self.rows], len(self.facts.what.facts))

    def of(self, codes: Codes, size: int, quantities: Sequence[int] = range(len(QUANTITIES))) -> Ints:
        """Sum quantities by the codes of these contracts; what few contracts have is counted of them alone."""
        places = codes.astype(np.intp, copy=False)
        return np.stack([
            np.bincount(places[self.few[quantity]], minlength=size) if quantity in self.few
            else _sum(places, self.values[quantity], size)
            for quantity in quantities
        ])  # fmt: skip


def tally(facts: Facts, rows: Rows, shares: Shares) -> Tally:
    """Take the contracts that may return and what returns of each; `shares` are low, central, high of these rows."""
    values = np.zeros((len(QUANTITIES), len(rows)), dtype=_dtype(facts))
    values[:3] = shares
    few: dict[int, Rows] = {}
    for start, column, value in zip((3, 8), MEASURED, worth(facts), strict=True):
        amounts = value[rows]
        unstated, ceiling = (np.flatnonzero(which[rows]) for which in apart(facts, column))
        values[start], values[start + 1] = part(amounts, values[0]), part(amounts, values[1])
        amounts[ceiling] = facts.amounts[column][rows[ceiling]]
        values[start + 2] = part(amounts, values[2])
        for place, which in ((start + 3, unstated), (start + 4, ceiling)):
            values[place, which], few[place] = 1, which
    return Tally(facts, rows, values, few)


@keep(8)
def _dtype(facts: Facts) -> type[np.int64 | np.float64]:
    """How to hold whole numbers: as floats, which are quicker to sum, where every sum of them is exact."""
    largest = max(np.maximum(facts.amounts[name], 0).sum(dtype=np.float64) for name in MEASURED)
    return np.float64 if max(largest, 1000 * len(facts)) < EXACT else np.int64


def sums(codes: Codes, values: Numbers, size: int) -> Ints:
    """Sum whole numbers by code, exactly."""
    places = codes.astype(np.intp, copy=False)
    return np.stack([_sum(places, row, size) for row in values])


def _sum(codes: Rows, row: Numbers, size: int) -> Ints:
    """Sum in float64, which holds every whole number of pence below £90 trillion; above that in two halves."""
    summed = np.bincount(codes, weights=row, minlength=size)
    if row.dtype == np.float64 or summed.max(initial=0) < EXACT:
        return summed.astype(np.int64)
    high, low = np.divmod(row, 2**24)
    return 2**24 * _sum(codes, high, size) + _sum(codes, low, size)


def held(facts: Facts, counted: Counted, column: str, window: Window | None = None) -> Ints:
    """HELD of every counted contract by the values of a column, the last one not stated; `window` for periods."""
    return _held(facts, counted, column, window.dating() if window else None)


@keep(32)
def _held(facts: Facts, counted: Counted, column: str, window: Window | None) -> Ints:
    rows = np.flatnonzero(counted.covers(facts.who.facts).take(facts.who.of_row))
    codes, names = codes_of(facts, column, window)
    counts = 1000 * np.bincount(codes[rows], minlength=len(names))
    return np.vstack([counts, sums(codes[rows], worth(facts)[:, rows], len(names))])


@keep(4)
def worth(facts: Facts) -> Numbers:
    """Pence a year and pence whole life of every row, a row each; 0 where not known and for a ceiling."""
    every = np.arange(len(facts))
    amounts = [money(facts, name, every, None).value for name in MEASURED]
    return np.stack(amounts).astype(_dtype(facts))


def names_of(facts: Facts, column: str, window: Window | None = None) -> tuple[str, ...]:
    """Name the groups of a column, or the periods of PERIODS, which need a window."""
    return codes_of(facts, column, window)[1] if column in PERIODS else (*facts.levels[column], "")


def codes_of(facts: Facts, column: str, window: Window | None = None) -> tuple[Codes, tuple[str, ...]]:
    """Code the rows by the values of a column, or by the periods of PERIODS in a window, and name the codes.

    The last name, "", is not stated. An empty column takes all rows as one group.
    """
    if window is not None:
        return _periods(facts, window.dating(), column)
    if column == "":
        return np.zeros(len(facts), dtype=np.intp), ("",)
    names = names_of(facts, column)
    codes = facts.code(column).astype(np.int32)
    return np.where(codes < 0, len(names) - 1, codes), names


@keep(4)
def _periods(facts: Facts, dating: Window, period: str) -> tuple[Codes, tuple[str, ...]]:
    return dating.periods_due(facts, period)
