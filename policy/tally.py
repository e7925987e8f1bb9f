"""Sums by group in one pass over what may return: thousandths of contracts and pence, low, central and high.

What a group holds in all does not depend on shares, so it is counted once for each population and kept.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from policy.facts import Facts, Ints, Rows
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


@dataclass(frozen=True)
class Tally:
    """The contracts that may return, by row, and QUANTITIES of each as one row of `values`."""

    rows: Rows
    values: Ints

    def by(self, codes: NDArray[np.intp], size: int) -> Ints:
        """Sum each quantity by the codes of these contracts: QUANTITIES by groups."""
        return sums(codes, self.values, size)


def tally(facts: Facts, shares: Shares) -> Tally:
    """Take the contracts that may return and what returns of each; `shares` are low, central, high of every row."""
    rows = np.flatnonzero(shares[2] > 0)
    low, central, high = (share[rows] for share in shares)
    values = np.empty((len(QUANTITIES), len(rows)), dtype=np.int64)
    values[:3] = low, central, high
    for start, column in ((3, "annual_gbp"), (8, "value_gbp")):
        amounts = money(facts, column, rows, (low, central, high))
        values[start : start + 5] = (amounts.low, amounts.central, amounts.high, amounts.unstated, amounts.ceiling)
    return Tally(rows, values)


def sums(codes: NDArray[np.intp], values: Ints, size: int) -> Ints:
    """Sum whole numbers by code, exactly."""
    return np.stack([_sum(codes, row, size) for row in values])


def _sum(codes: NDArray[np.intp], row: Ints, size: int) -> Ints:
    """Sum in float64, which holds every whole number of pence below £90 trillion; above that in two halves."""
    summed = np.bincount(codes, weights=row, minlength=size)
    if summed.max(initial=0) < 2**53:
        return summed.astype(np.int64)
    high, low = row >> 24, row & (2**24 - 1)
    return (_sum(codes, high, size) << 24) + _sum(codes, low, size)


@lru_cache(maxsize=32)
def held(facts: Facts, counted: Counted, column: str, window: Window | None = None) -> Ints:
    """HELD of every counted contract by the values of a column, the last one not stated; `window` for years."""
    assert facts.profiles is not None
    rows = np.flatnonzero(counted.covers(facts.profiles).take(facts.profile))
    codes, names = codes_of(facts, column, window)
    amounts = [money(facts, name, rows, None).value for name in ("annual_gbp", "value_gbp")]
    return sums(codes[rows], np.stack([np.full(len(rows), 1000), *amounts]), len(names))


@lru_cache(maxsize=32)
def codes_of(facts: Facts, column: str, window: Window | None = None) -> tuple[Rows, tuple[str, ...]]:
    """Code the rows by the values of a column, or by year where a window is given, and name the codes.

    The last name, "", is not stated. An empty column takes all rows as one group.
    """
    if window is not None:
        return window.years_due(facts)
    if column == "":
        return np.zeros(len(facts), dtype=np.intp), ("",)
    names = (*facts.levels[column], "")
    codes = facts.code(column).astype(np.intp)
    return np.where(codes < 0, len(names) - 1, codes), names
