"""Sums of what may return, by group or by cell: thousandths of contracts and whole pence, low, central and high.

The totals that shares are shares of do not depend on the scenario's shares: they are summed once per population.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy.cached import cached
from policy.coded import ANNUAL_ENDS, CodedContracts, Codes, Ints, Rows
from policy.engine.money import Numbers, Shares, apart, ends, part
from policy.rules.base import Permille
from policy.rules.scope import Counted
from policy.rules.trigger import PERIODS, Window

MEASURE_ENDS = (
    "low", "central", "high",
    "annual_low", "annual_central", "annual_high", "annual_unstated", "annual_ceiling",
    "whole_low", "whole_central", "whole_high", "whole_unstated", "whole_ceiling",
)  # fmt: skip
"""What is summed of the contracts that may return, in this order: thousandths of contracts; pence; and two counts
(no known value, only a ceiling) for each measure of money."""
BASE_MEASURES = ("counted", "annual", "whole")
"""What is summed of every counted contract: thousandths, pence a year, pence whole life, in this order."""
MONEY_COLUMNS = ("annual_gbp", "value_gbp")
"""Columns of money, in the order of MEASURE_ENDS and BASE_MEASURES."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""


@dataclass(frozen=True, eq=False)
class Sums:
    """The contracts that may return, ready to be summed by group.

    `rows` are their row numbers, `values` is MEASURE_ENDS by contract. `sparse_rows` gives for an end that is 0 or 1
    (no value, only a ceiling) the places of the ones, since counting those alone is faster.
    """

    coded: CodedContracts
    rows: Rows
    values: Numbers
    sparse_rows: Mapping[int, Rows]

    @cached_property
    def totals(self) -> Ints:
        """Sum of each of MEASURE_ENDS over all these contracts."""
        return self.values.sum(axis=1).astype(np.int64)

    def by(self, column: str, window: Window | None = None) -> Ints:
        """Sum by the values of a column: MEASURE_ENDS by groups, of which the last is not stated.

        Columns of a profile are summed from its profiles, which the rows are summed by once.
        """
        if profiles := self.coded.profiles_of((column,)):
            codes, names = codes_of(profiles.coded, column)
            return sum_by_code(
                codes,
                self._by_party_profile if profiles is self.coded.party_profiles else self._by_service_profile,
                len(names),
            )
        codes, names = codes_of(self.coded, column, window)
        return self.of(codes[self.rows], len(names))

    @cached_property
    def _by_party_profile(self) -> Ints:
        return self.of(self.coded.party_profiles.of_row[self.rows], len(self.coded.party_profiles.coded))

    @cached_property
    def _by_service_profile(self) -> Ints:
        return self.of(self.coded.service_profiles.of_row[self.rows], len(self.coded.service_profiles.coded))

    def of(self, codes: Codes, size: int, ends: Sequence[int] = range(len(MEASURE_ENDS))) -> Ints:
        """Sum by group.

        Args:
            codes: group of each of these contracts, 0 to `size` - 1.
            size: number of groups.
            ends: which of MEASURE_ENDS, by place; all if not given.

        Returns:
            The sums, `ends` by groups.
        """
        places = codes.astype(np.intp, copy=False)
        return np.stack(
            [
                np.bincount(places[self.sparse_rows[end]], minlength=size)
                if end in self.sparse_rows
                else _sum(places, self.values[end], size)
                for end in ends
            ]
        )


def sums(coded: CodedContracts, rows: Rows, shares: Shares) -> Sums:
    """Work out what returns of each contract, ready to be summed.

    Args:
        coded: the contracts.
        rows: row numbers of those that may return.
        shares: low, central and high share of each of `rows`, in thousandths.

    Returns:
        MEASURE_ENDS by contract: of money the least, the likely and the greatest figure, each times its share. An
        amount that is not known is 0 and counted as unstated; a ceiling is 0 in low and central and its value in high.
    """
    values = np.zeros((len(MEASURE_ENDS), len(rows)), dtype=_dtype(coded))
    values[:3] = shares
    sparse_rows: dict[int, Rows] = {}
    for start, column in zip((3, 8), MONEY_COLUMNS, strict=True):
        for end, amounts in enumerate(ends(coded, column)):
            values[start + end] = part(amounts[rows].astype(values.dtype, copy=False), values[end])
        for place, which in zip((start + 3, start + 4), apart(coded, column), strict=True):
            sparse_rows[place] = np.flatnonzero(which[rows])
            values[place, sparse_rows[place]] = 1
    return Sums(coded, rows, values, sparse_rows)


@cached(8)
def _dtype(coded: CodedContracts) -> type[np.int64 | np.float64]:
    """float64 if every possible sum is below 2**53 (exact and faster), else int64."""
    names = [name for name in (*MONEY_COLUMNS, *ANNUAL_ENDS) if name in coded.amounts]
    largest = max(np.maximum(coded.amounts[name], 0).sum(dtype=np.float64) for name in names)
    return np.float64 if max(largest, 1000 * len(coded)) < EXACT else np.int64


def sum_by_code(codes: Codes, values: Numbers, size: int) -> Ints:
    """Sum each row of `values` by group, exactly; the result is rows by `size` groups, int64."""
    places = codes.astype(np.intp, copy=False)
    return np.stack([_sum(places, row, size) for row in values])


def _sum(codes: Rows, row: Numbers, size: int) -> Ints:
    """Sum in float64, exact below 2**53 pence (£90 trillion); above that the high and low bits are summed apart."""
    summed = np.bincount(codes, weights=row, minlength=size)
    if row.dtype == np.float64 or summed.max(initial=0) < EXACT:
        return summed.astype(np.int64)
    high, low = np.divmod(row, 2**24)
    return 2**24 * _sum(codes, high, size) + _sum(codes, low, size)


def base_totals(coded: CodedContracts, counted: Counted, column: str, window: Window | None = None) -> Ints:
    """Totals of every counted contract, whether it returns or not: what shares are shares of.

    Args:
        coded: the contracts.
        counted: which rows count.
        column: column to group by; "" takes all as one group; one of PERIODS needs a `window`.
        window: dates the contracts, where `column` is one of PERIODS.

    Returns:
        BASE_MEASURES by group, in thousandths of contracts and pence; the last group is not stated.
    """
    return _base_totals(coded, counted, column, window.dating() if window else None)


@cached(32)
def _base_totals(coded: CodedContracts, counted: Counted, column: str, window: Window | None) -> Ints:
    rows = np.flatnonzero(counted.covers(coded.party_profiles.coded).take(coded.party_profiles.of_row))
    codes, names = codes_of(coded, column, window)
    counts = 1000 * np.bincount(codes[rows], minlength=len(names))
    return np.vstack([counts, sum_by_code(codes[rows], worth(coded)[:, rows], len(names))])


@cached(4)
def worth(coded: CodedContracts) -> Numbers:
    """Pence a year and pence whole life of every row, a row each; 0 where not known and for a ceiling."""
    return np.stack([ends(coded, name)[1] for name in MONEY_COLUMNS]).astype(_dtype(coded))


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


@dataclass(frozen=True, eq=False)
class _CellMoney:
    """One measure of money of contracts in cells: pence by contract and by cell, and what has no value or a ceiling.

    `unstated` and `ceilings` are counts by cell. `apart` are the least, likely and greatest pence, a row each, of the
    contracts where they differ, and `apart_cells` their cells.
    """

    pence: Numbers
    by_cell: Ints
    unstated: Ints
    ceilings: Ints
    apart: Numbers
    apart_cells: Rows


class CellSums:
    """Totals by cell, without a value per contract: summed once, then used for any shares of the cells."""

    def __init__(self, coded: CodedContracts, rows: Rows, cells: Rows, size: int) -> None:
        self._cells, self._contracts = cells, np.bincount(cells, minlength=size)
        self._amounts = []
        for column, value in zip(MONEY_COLUMNS, worth(coded), strict=True):
            pence = value.take(rows)
            unstated, ceiling = (np.flatnonzero(which.take(rows)) for which in apart(coded, column))
            three = np.stack([end.take(rows) for end in ends(coded, column)])
            differ = np.flatnonzero(three[0] != three[2])
            self._amounts.append(
                _CellMoney(
                    pence,
                    sum_by_code(cells, pence[None], size)[0],
                    np.bincount(cells.take(unstated), minlength=size),
                    np.bincount(cells.take(ceiling), minlength=size),
                    three[:, differ],
                    cells.take(differ),
                )
            )

    def returned(self, shares: Shares) -> Ints:
        """Sum each of MEASURE_ENDS, given the low, central and high share of each cell, in thousandths.

        A cell that returns in full is summed as one; contracts that return in part are rounded one by one.
        """
        may, in_full, in_part = shares[2] > 0, [share == 1000 for share in shares], [self._in(s) for s in shares]
        summed = [int(self._contracts @ share) for share in shares]
        for of in self._amounts:
            returned = [
                int(of.by_cell[full].sum()) + int(part(of.pence.take(some), share.take(cells)).sum())
                for share, full, (some, cells) in zip(shares, in_full, in_part, strict=True)
            ]
            for end in (0, 2):
                share = shares[end].take(of.apart_cells)
                returned[end] += int(part(of.apart[end], share).sum()) - int(part(of.apart[1], share).sum())
            summed += [*returned, int(of.unstated[may].sum()), int(of.ceilings[may].sum())]
        return np.array(summed, dtype=np.int64)

    def _in(self, share: Permille) -> tuple[Rows, Rows]:
        """Places and cells of the contracts of which a part, not all, returns."""
        cells = (share > 0) & (share < 1000)
        places = np.flatnonzero(cells.take(self._cells)) if cells.any() else np.empty(0, dtype=np.intp)
        return places, self._cells.take(places)
