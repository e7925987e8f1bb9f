"""Money in integer pence: what each contract is worth, what of it returns, and what is kept."""

from dataclasses import dataclass

import numpy as np

from policy.facts import MISSING, Bools, Facts, Ints
from policy.rule import Permille


@dataclass(frozen=True)
class Money:
    """One money measure for every contract, in pence.

    `value` is the central value: 0 for a ceiling, which is no spend, and 0 where the value is not known.
    """

    value: Ints
    low: Ints
    central: Ints
    high: Ints
    unstated: Bools
    ceiling: Bools


def money(facts: Facts, column: str, counted: Bools, shares: tuple[Permille, Permille, Permille]) -> Money:
    """Work out what returns of each contract's money; a ceiling is low 0, central 0, high its value (10.14)."""
    amount = facts.amounts[column]
    unstated = counted & (amount == MISSING)
    top = np.where(counted & (amount != MISSING), amount, 0)
    ceiling = counted & facts.is_in("value_quality", ("ceiling",)).yes
    value = np.where(ceiling, 0, top)
    low, central, high = shares
    return Money(value, part(value, low), part(value, central), part(top, high), unstated, ceiling)


def part(pence: Ints, permille: Permille) -> Ints:
    """Take thousandths of pence, rounded once, halves to even (section 10.12)."""
    taken = np.where(permille == 1000, pence, 0)
    split = np.flatnonzero((permille > 0) & (permille < 1000))
    whole, rest = np.divmod(pence[split] * permille[split], 1000)
    taken[split] = whole + ((rest > 500) | ((rest == 500) & (whole % 2 == 1)))
    return taken
