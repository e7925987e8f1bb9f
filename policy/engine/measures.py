"""What is summed of contracts: what returns of them, what that is a share of, and what is not known of either."""

import numpy as np
from numpy.typing import NDArray

from policy.coded import CEILING, MONEY_COLUMNS, Bools, Ints, Rows
from policy.engine.cells import exact_product

Shares = NDArray[np.int16]
"""Low, central and high share, in thousandths, a row each."""
MEASURE_ENDS = (
    "low", "central", "high",
    "annual_low", "annual_central", "annual_high", "annual_unstated", "annual_ceiling", "annual_silent",
    "whole_low", "whole_central", "whole_high", "whole_unstated", "whole_ceiling", "whole_silent",
)  # fmt: skip
"""What is summed of the contracts that may return, in this order: thousandths of contracts; thousandths of pence; and
for each measure of money two counts (no known value, only a ceiling) and the thousandths of contracts that return
centrally without a figure in the central money, for either reason."""
BASE_MEASURES = ("counted", "annual", "whole", "annual_silent", "whole_silent")
"""What is summed of every counted contract: thousandths of contracts, thousandths of pence a year and whole life, and
thousandths of contracts without a figure in each of the two."""


def sum_ends(shares: Shares, stating: Rows, sums: Ints) -> Ints:
    """Sum MEASURE_ENDS by group: `shares` and `stating` are by kind, `sums` (contracts, pence) by kind and group.

    A ceiling is low 0, central 0, high its figure; a year's money has a least and a greatest figure of its own where
    what a value covers is assumed (semantics 10.14).
    """
    may = shares[2] > 0
    quantities = [*exact_product(shares, sums[0])]
    for bit in range(len(MONEY_COLUMNS)):
        unstated = (stating >> bit & 1).astype(bool)
        ceiling = (stating & CEILING > 0) & ~unstated
        spent, (least, likely, greatest) = np.where(ceiling, shares * [[0], [0], [1]], shares), three_of(sums, bit)
        if least is greatest:
            quantities += [*exact_product(spent, likely)]
        else:
            quantities += [exact_product(spent[[e]], of)[0] for e, of in enumerate((least, likely, greatest))]
        silent = shares[1] * (unstated | ceiling)
        quantities += [*exact_product(np.stack([unstated & may, ceiling & may, silent]), sums[0])]
    return np.stack(quantities)


def three_of(sums: Ints, bit: int) -> tuple[Ints, Ints, Ints]:
    """Least, likely and greatest pence in one of MONEY_COLUMNS, from sums of contracts and of `worth`."""
    likely, of_a_year = sums[1 + bit], sums[1 + len(MONEY_COLUMNS) :]
    least, greatest = of_a_year if not bit and len(of_a_year) else (likely, likely)
    return least, likely, greatest


def sum_base(counted: Bools, stating: Rows, sums: Ints) -> Ints:
    """Sum BASE_MEASURES by group, arguments as in `sum_ends`."""
    return np.stack([exact_product(1000 * which[None], one)[0] for which, one in base_parts(counted, stating, sums)])


def base_parts(counted: Bools, stating: Rows, sums: Ints) -> list[tuple[Bools, Ints]]:
    """Which kinds enter each of BASE_MEASURES, and what is summed of them; a ceiling is no spend (semantics 10.14)."""
    spend = counted & (stating & CEILING == 0)
    silent = [counted & no_figure(stating, bit) for bit in range(len(MONEY_COLUMNS))]
    amounts = (*sums[: 1 + len(MONEY_COLUMNS)], sums[0], sums[0])
    return list(zip((counted, spend, spend, *silent), amounts, strict=True))


def no_figure(stating: Rows, bit: int) -> Bools:
    """Which contracts are in no central money: their value in one of MONEY_COLUMNS is not known, or only a ceiling."""
    return (stating & (1 << bit | CEILING)) > 0
