"""Sums by group in one pass over what may return: thousandths of contracts and pence, low, central and high.

What a group holds in all does not depend on shares, so it is counted once for each population and kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy.cached import cached
from policy.coded import CodedContracts, Codes, Ints, Rows
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

    coded: CodedContracts
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
        if profiles := self.coded.profiles_of((column,)):
            codes, names = codes_of(profiles.coded, column)
            return sums(codes, self._by_who if profiles is self.coded.party_profiles else self._by_what, len(names))
        codes, names = codes_of(self.coded, column, window)
        return self.of(codes[self.rows], len(names))

    @cached_property
    def _by_who(self) -> Ints:
        return self.of(self.coded.party_profiles.of_row[self.rows], len(self.coded.party_profiles.coded))

    @cached_property
    def _by_what(self) -> Ints:
        return self.of(self.coded.service_profiles.of_row[self.rows], len(self.coded.service_profiles.coded))

    def of(self, codes: Codes, size: int, quantities: Sequence[int] = range(len(QUANTITIES))) -> Ints:
        """Sum quantities by the codes of these contracts; what few contracts have is counted of them alone."""
        places = codes.astype(np.intp, copy=False)
        return np.stack(
            [
                np.bincount(places[self.few[quantity]], minlength=size)
                if quantity in self.few
                else _sum(places, self.values[quantity], size)
                for quantity in quantities
            ]
        )


def tally(coded: CodedContracts, rows: Rows, shares: Shares) -> Tally:
    """Take the contracts that may return and what returns of each; `shares` are low, central, high of these rows."""
    values = np.zeros((len(QUANTITIES), len(rows)), dtype=_dtype(coded))
    values[:3] = shares
    few: dict[int, Rows] = {}
    for start, column, value in zip((3, 8), MEASURED, worth(coded), strict=True):
        amounts = value[rows]
        unstated, ceiling = (np.flatnonzero(which[rows]) for which in apart(coded, column))
        values[start], values[start + 1] = part(amounts, values[0]), part(amounts, values[1])
        amounts[ceiling] = coded.amounts[column][rows[ceiling]]
        values[start + 2] = part(amounts, values[2])
        for place, which in ((start + 3, unstated), (start + 4, ceiling)):
            values[place, which], few[place] = 1, which
    return Tally(coded, rows, values, few)


@cached(8)
def _dtype(coded: CodedContracts) -> type[np.int64 | np.float64]:
    """How to hold whole numbers: as floats, which are quicker to sum, where every sum of them is exact."""
    largest = max(np.maximum(coded.amounts[name], 0).sum(dtype=np.float64) for name in MEASURED)
    return np.float64 if max(largest, 1000 * len(coded)) < EXACT else np.int64


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


def held(coded: CodedContracts, counted: Counted, column: str, window: Window | None = None) -> Ints:
    """HELD of every counted contract by the values of a column, the last one not stated; `window` for periods."""
    return _held(coded, counted, column, window.dating() if window else None)


@cached(32)
def _held(coded: CodedContracts, counted: Counted, column: str, window: Window | None) -> Ints:
    rows = np.flatnonzero(counted.covers(coded.party_profiles.coded).take(coded.party_profiles.of_row))
    codes, names = codes_of(coded, column, window)
    counts = 1000 * np.bincount(codes[rows], minlength=len(names))
    return np.vstack([counts, sums(codes[rows], worth(coded)[:, rows], len(names))])


@cached(4)
def worth(coded: CodedContracts) -> Numbers:
    """Pence a year and pence whole life of every row, a row each; 0 where not known and for a ceiling."""
    every = np.arange(len(coded))
    amounts = [money(coded, name, every, None).value for name in MEASURED]
    return np.stack(amounts).astype(_dtype(coded))


def names_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[str, ...]:
    """Name the groups of a column, or the periods of PERIODS, which need a window."""
    return codes_of(coded, column, window)[1] if column in PERIODS else (*coded.levels[column], "")


def codes_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[Codes, tuple[str, ...]]:
    """Code the rows by the values of a column, or by the periods of PERIODS in a window, and name the codes.

    The last name, "", is not stated. An empty column takes all rows as one group.
    """
    if window is not None:
        return _periods(coded, window.dating(), column)
    if column == "":
        return np.zeros(len(coded), dtype=np.intp), ("",)
    names = names_of(coded, column)
    codes = coded.code(column).astype(np.int32)
    return np.where(codes < 0, len(names) - 1, codes), names


@cached(4)
def _periods(coded: CodedContracts, dating: Window, period: str) -> tuple[Codes, tuple[str, ...]]:
    return dating.periods_due(coded, period)
