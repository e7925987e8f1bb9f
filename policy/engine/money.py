"""Money in whole pence: the value of each contract, and what returns of it."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import ANNUAL_ENDS, MISSING, Bools, CodedContracts, Ints, Rows
from policy.rules.base import Permille

Shares = tuple[Permille, Permille, Permille]
Numbers = NDArray[np.signedinteger[Any] | np.floating[Any]]
"""Whole numbers, as floats where float64 holds every sum of them."""

N = TypeVar("N", Ints, Numbers)
_EXACT = 2**53 // 1000
"""Largest amount for which `pence * permille / 1000` rounds correctly in float64."""


@dataclass(frozen=True)
class Money:
    """One money measure of contracts, in pence.

    `value` is the central value: 0 for a ceiling, which is no spend, and 0 where the value is not known.
    """

    value: Ints
    low: Ints
    central: Ints
    high: Ints
    unstated: Bools
    ceiling: Bools


def money(coded: CodedContracts, column: str, rows: Rows, shares: Shares | None) -> Money:
    """Work out what returns of one measure of money, from the least, the likely and the greatest of each value.

    A ceiling is 0, 0, its value; where a span is assumed a value a year has three figures (semantics 10.14).

    Args:
        coded: the contracts.
        column: `annual_gbp` or `value_gbp`.
        rows: row numbers of the contracts asked for.
        shares: low, central and high share of each of `rows` in thousandths; None takes all of each.

    Returns:
        Pence, an entry each of `rows`; 0 where the value is not known, which `unstated` says.
    """
    unstated, ceiling = (which[rows] for which in apart(coded, column))
    least, likely, greatest = (end[rows] for end in ends(coded, column))
    if shares is None:
        return Money(likely, least, likely, greatest, unstated, ceiling)
    low, central, high = shares
    return Money(likely, part(least, low), part(likely, central), part(greatest, high), unstated, ceiling)


@cached(4)
def ends(coded: CodedContracts, column: str) -> tuple[Ints, Ints, Ints]:
    """Least, likely and greatest pence of every row in one measure of money; 0 where the value is not known.

    They differ where what a whole-life value covers is assumed, and for a ceiling, which is no spend: 0, 0, its value.
    """
    unstated, ceiling = apart(coded, column)
    none, likely = unstated | ceiling, coded.amounts[column]
    low, high = ANNUAL_ENDS if column == "annual_gbp" else (column, column)
    least, greatest = coded.amounts.get(low, likely), coded.amounts.get(high, likely)
    central = np.where(none, 0, likely)
    return (
        central if least is likely else np.where(none, 0, least),
        central,
        central if greatest is likely and not ceiling.any() else np.where(unstated, 0, greatest),
    )


@cached(8)
def apart(coded: CodedContracts, column: str) -> tuple[Bools, Bools]:
    """Rows whose value is not known, and rows whose value is known to be a ceiling: a mask each, never both."""
    unstated = coded.amounts[column] == MISSING
    return unstated, ceilings(coded) & ~unstated


@cached(8)
def ceilings(coded: CodedContracts) -> Bools:
    """Contracts whose only figure is a ceiling."""
    return coded.is_in("value_quality", ("ceiling",)).yes


def part(pence: N, permille: Numbers) -> N:
    """Take thousandths of pence, rounded once to whole pence, halves to even (semantics 10.12)."""
    if not len(pence) or pence.max() < _EXACT:
        return np.rint(pence * permille / 1000).astype(pence.dtype, copy=False)
    quotient, rest = np.divmod(pence.astype(np.int64) * permille.astype(np.int64), 1000)
    return (quotient + ((rest > 500) | ((rest == 500) & (quotient % 2 == 1)))).astype(pence.dtype)
