"""What returns in all: sums over what may return, without the amounts of each contract side by side."""

import numpy as np

from policy.cells import Cells
from policy.facts import Facts, Ints, Rows
from policy.money import Numbers, apart, part
from policy.rule import Permille
from policy.tally import MEASURED, sums, worth


def whole(facts: Facts, rows: Rows, cells: Cells) -> Ints:
    """Sum each of QUANTITIES over contracts that may return.

    A cell that returns in full is summed as one; only contracts that return in part are rounded one by one.
    """
    size = len(cells.shares[0])
    contracts = np.bincount(cells.of_row, minlength=size)
    partly = [_partly(share, cells.of_row) for share in cells.shares]
    found = [int(contracts @ share) for share in cells.shares]
    for column, value in zip(MEASURED, worth(facts), strict=True):
        amounts = value.take(rows)
        held = sums(cells.of_row, amounts[None], size)[0]
        returned = [int(held[share == 1000].sum()) + _rounded(amounts, share, cells.of_row, some)
                    for share, some in zip(cells.shares, partly, strict=True)]  # fmt: skip
        unstated, ceiling = (which.take(rows) for which in apart(facts, column))
        top = np.flatnonzero(ceiling)
        returned[2] += int(part(facts.amounts[column][rows[top]], cells.shares[2].take(cells.of_row[top])).sum())
        found += [*returned, int(np.count_nonzero(unstated)), len(top)]
    return np.array(found, dtype=np.int64)


def _partly(share: Permille, of_row: Rows) -> Rows:
    """Places of the contracts that return in part."""
    cells = (share > 0) & (share < 1000)
    return np.flatnonzero(cells.take(of_row)) if cells.any() else np.empty(0, dtype=np.intp)


def _rounded(amounts: Numbers, share: Permille, of_row: Rows, some: Rows) -> int:
    return int(part(amounts.take(some), share.take(of_row.take(some))).sum())
