"""Money in whole pence: the value of each contract, and what returns of it."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import MISSING, Bools, CodedContracts, Ints, Rows
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
    """Work out what returns of one measure of money; a ceiling is low 0, central 0, high its value (semantics 10.14).

    Args:
        coded: the contracts.
        column: `annual_gbp` or `value_gbp`.
        rows: row numbers of the contracts asked for.
        shares: low, central and high share of each of `rows` in thousandths; None takes all of each.

    Returns:
        Pence, an entry each of `rows`; 0 where the value is not known, which `unstated` says.
    """
    unstated, ceiling = (which[rows] for which in apart(coded, column))
    top = np.where(unstated, 0, coded.amounts[column][rows])
    value = np.where(ceiling, 0, top)
    if shares is None:
        return Money(value, value, value, value, unstated, ceiling)
    low, central, high = shares
    return Money(value, part(value, low), part(value, central), part(top, high), unstated, ceiling)


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
