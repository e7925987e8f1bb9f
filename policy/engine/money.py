"""Money in integer pence: what each contract is worth, what of it returns, and what is kept."""

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
"""Below so many pence, a thousandth of the product is a float that is nearer to itself than to any half."""


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
    """Work out what returns of contracts' money; a ceiling is low 0, central 0, high its value (semantics 10.14)."""
    unstated, ceiling = (which[rows] for which in apart(coded, column))
    top = np.where(unstated, 0, coded.amounts[column][rows])
    value = np.where(ceiling, 0, top)
    if shares is None:
        return Money(value, value, value, value, unstated, ceiling)
    low, central, high = shares
    return Money(value, part(value, low), part(value, central), part(top, high), unstated, ceiling)


@cached(8)
def apart(coded: CodedContracts, column: str) -> tuple[Bools, Bools]:
    """Contracts whose value is not known, and those whose value is a ceiling."""
    unstated = coded.amounts[column] == MISSING
    return unstated, ceilings(coded) & ~unstated


@cached(8)
def ceilings(coded: CodedContracts) -> Bools:
    """Contracts whose only figure is a ceiling."""
    return coded.is_in("value_quality", ("ceiling",)).yes


def part(pence: N, permille: Numbers) -> N:
    """Take thousandths of pence, rounded once, halves to even (semantics 10.12)."""
    if not len(pence) or pence.max() < _EXACT:
        return np.rint(pence * permille / 1000).astype(pence.dtype, copy=False)
    whole, rest = np.divmod(pence.astype(np.int64) * permille.astype(np.int64), 1000)
    return (whole + ((rest > 500) | ((rest == 500) & (whole % 2 == 1)))).astype(pence.dtype)
