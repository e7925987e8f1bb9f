"""Sums by group in one pass over what may return: thousandths of contracts and pence, low, central and high.

What a group holds in all does not depend on shares, so it is counted once for each population and kept.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from policy.facts import Codes, Facts, Ints, Rows
from policy.money import Shares, money
from policy.rules.scope import Counted
from policy.rules.trigger import Window

QUANTITIES = (
    "low", "central", "high",
    "annual_low", "annual_central", "annual_high", "annual_unstated", "annual_ceiling",
    "whole_low", "whole_central", "whole_high", "whole_unstated", "whole_ceiling",
)  # fmt: skip
"""What is summed of the contracts that may return, in this order."""
HELD = ("counted", "annual", "whole")
"""What is summed of every counted contract: thousandths, pence a year, pence whole life, in this order."""


@dataclass(frozen=True, eq=False)
class Tally:
    """The contracts that may return, by row, and QUANTITIES of each as one row of `values`."""

    facts: Facts
    rows: Rows
    values: Ints

    @cached_property
    def whole(self) -> Ints:
        """Sum of each quantity."""
        return self.values.sum(axis=1)

    def by(self, column: str, window: Window | None = None) -> Ints:
        """Sum each quantity by the values of a column, the last one not stated: QUANTITIES by groups.

        Columns of a profile are summed from its profiles, which the rows are summed by once.
        """
        if profiles := self.facts.profiles_of((column,)):
            codes, names = codes_of(profiles.facts, column)
            return sums(codes, self._by_who if profiles is self.facts.who else self._by_what, len(names))
        codes, names = codes_of(self.facts, column, window)
        return sums(codes[self.rows], self.values, len(names))

    @cached_property
    def _by_who(self) -> Ints:
        return sums(self.facts.who.of_row[self.rows], self.values, len(self.facts.who.facts))

    @cached_property
    def _by_what(self) -> Ints:
        return sums(self.facts.what.of_row[self.rows], self.values, len(self.facts.what.facts))


def tally(facts: Facts, rows: Rows, shares: Shares) -> Tally:
    """Take the contracts that may return and what returns of each; `shares` are low, central, high of these rows."""
    values = np.empty((len(QUANTITIES), len(rows)), dtype=np.int64)
    values[:3] = shares
    for start, column in ((3, "annual_gbp"), (8, "value_gbp")):
        amounts = money(facts, column, rows, shares)
        values[start : start + 5] = (amounts.low, amounts.central, amounts.high, amounts.unstated, amounts.ceiling)
    return Tally(facts, rows, values)


def sums(codes: Codes, values: Ints, size: int) -> Ints:
    """Sum whole numbers by code, exactly."""
    places = codes.astype(np.intp, copy=False)
    return np.stack([_sum(places, row, size) for row in values])


def _sum(codes: Rows, row: Ints, size: int) -> Ints:
    """Sum in float64, which holds every whole number of pence below £90 trillion; above that in two halves."""
    summed = np.bincount(codes, weights=row, minlength=size)
    if summed.max(initial=0) < 2**53:
        return summed.astype(np.int64)
    high, low = row >> 24, row & (2**24 - 1)
    return (_sum(codes, high, size) << 24) + _sum(codes, low, size)


def held(facts: Facts, counted: Counted, column: str, window: Window | None = None) -> Ints:
    """HELD of every counted contract by the values of a column, the last one not stated; `window` for years."""
    return _held(facts, counted, column, window.dating() if window else None)


@lru_cache(maxsize=32)
def _held(facts: Facts, counted: Counted, column: str, window: Window | None) -> Ints:
    rows = np.flatnonzero(counted.covers(facts.who.facts).take(facts.who.of_row))
    codes, names = codes_of(facts, column, window)
    return sums(codes[rows], np.stack([np.full(len(rows), 1000), *(value[rows] for value in worth(facts))]), len(names))


@lru_cache(maxsize=4)
def worth(facts: Facts) -> tuple[Ints, Ints]:
    """Pence a year and pence whole life of every row; 0 where not known and for a ceiling."""
    every = np.arange(len(facts))
    return money(facts, "annual_gbp", every, None).value, money(facts, "value_gbp", every, None).value


def names_of(facts: Facts, column: str, window: Window | None = None) -> tuple[str, ...]:
    """Name the groups of a column, or the years where a window is given."""
    return _years(facts, window.dating())[1] if window else (*facts.levels[column], "")


def codes_of(facts: Facts, column: str, window: Window | None = None) -> tuple[Codes, tuple[str, ...]]:
    """Code the rows by the values of a column, or by year where a window is given, and name the codes.

    The last name, "", is not stated. An empty column takes all rows as one group.
    """
    if window is not None:
        return _years(facts, window.dating())
    if column == "":
        return np.zeros(len(facts), dtype=np.intp), ("",)
    names = names_of(facts, column)
    codes = facts.code(column).astype(np.int32)
    return np.where(codes < 0, len(names) - 1, codes), names


@lru_cache(maxsize=4)
def _years(facts: Facts, dating: Window) -> tuple[Codes, tuple[str, ...]]:
    return dating.years_due(facts)
