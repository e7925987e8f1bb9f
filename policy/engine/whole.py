"""What returns in all: sums over what may return, without the amounts of each contract side by side."""

from dataclasses import dataclass

import numpy as np

from policy.coded import CodedContracts, Ints, Rows
from policy.engine.money import Numbers, Shares, apart, part
from policy.engine.sums import MEASURED, sums, worth
from policy.rules.base import Permille


@dataclass(frozen=True, eq=False)
class _Amounts:
    """One money measure of contracts in cells: pence of each and by cell; what has none, and what is a ceiling."""

    pence: Numbers
    by_cell: Ints
    unstated: Ints
    ceilings: Ints
    top: Numbers
    top_cells: Rows


class Weighed:
    """Contracts in cells, all of one of which return in one share: counted and summed once, for any shares."""

    def __init__(self, coded: CodedContracts, rows: Rows, cells: Rows, size: int) -> None:
        self._cells, self._contracts = cells, np.bincount(cells, minlength=size)
        self._amounts = []
        for column, value in zip(MEASURED, worth(coded), strict=True):
            pence = value.take(rows)
            unstated, ceiling = (np.flatnonzero(which.take(rows)) for which in apart(coded, column))
            top_cells = cells.take(ceiling)
            self._amounts.append(
                _Amounts(
                    pence,
                    sums(cells, pence[None], size)[0],
                    np.bincount(cells.take(unstated), minlength=size),
                    np.bincount(top_cells, minlength=size),
                    coded.amounts[column][rows.take(ceiling)],
                    top_cells,
                )
            )

    def returned(self, shares: Shares) -> Ints:
        """Sum each of QUANTITIES, given the low, central and high share of each cell, in thousandths.

        A cell that returns in full is summed as one; only contracts that return in part are rounded one by one.
        """
        may, in_full, in_part = shares[2] > 0, [share == 1000 for share in shares], [self._in(s) for s in shares]
        found = [int(self._contracts @ share) for share in shares]
        for of in self._amounts:
            returned = [
                int(of.by_cell[full].sum()) + int(part(of.pence.take(some), share.take(cells)).sum())
                for share, full, (some, cells) in zip(shares, in_full, in_part, strict=True)
            ]
            returned[2] += int(part(of.top, shares[2].take(of.top_cells)).sum())
            found += [*returned, int(of.unstated[may].sum()), int(of.ceilings[may].sum())]
        return np.array(found, dtype=np.int64)

    def _in(self, share: Permille) -> tuple[Rows, Rows]:
        """Places and cells of the contracts of which a part returns."""
        cells = (share > 0) & (share < 1000)
        places = np.flatnonzero(cells.take(self._cells)) if cells.any() else np.empty(0, dtype=np.intp)
        return places, self._cells.take(places)
