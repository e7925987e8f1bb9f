"""How often contracts of a service pass a rule: what the central share of an undecided contract goes by (10.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from policy.coded import Bools, CodedContracts, Ints, Rows
from policy.rules.base import Permille
from policy.ternary import NO, YES

ENOUGH = 5
"""Fewer certain answers than this say too little of a service (semantics 10.10)."""
FALLBACK = (1, 1)
"""Passes and exits where no contract has a certain answer: a pass rate of 1/2."""
_TIE = 1e-6
"""A float product closer than this to a half is worked out again with fractions, so that it rounds correctly."""
Counts = Ints
"""Number of counted contracts by step, service (0 not known) and answer (NO, UNKNOWN, YES)."""


@dataclass(frozen=True)
class PassRate:
    """Pass rate per service as a fraction: `passed[s] / of[s]` contracts, `of` above 0. Index 0: service not known."""

    passed: Ints
    of: Ints


def pass_rates(counts: Counts, coded: CodedContracts) -> PassRate:
    """Pass rate per service: its own where five or more contracts have a certain answer, else its group's, else of all.

    `counts` are by service and answer; those of several rules may be stacked before these two, as the rates then are.
    """
    group = coded.groups
    certain = counts[..., [NO, YES]]
    member = (group[:, None] == group) & (group >= 0)
    of_group = member.astype(np.int64) @ certain
    of_service = np.where(np.arange(len(group))[:, None] > 0, certain, 0)
    of_all = certain.sum(axis=-2, keepdims=True)
    of_all = np.where(of_all.any(axis=-1, keepdims=True), of_all, FALLBACK)
    chosen = np.where(_enough(of_service), of_service, np.where(_enough(of_group), of_group, of_all))
    return PassRate(chosen[..., 0], chosen.sum(axis=-1))


def _enough(certain: Ints) -> Bools:
    return certain.sum(axis=-1, keepdims=True) >= ENOUGH


def products(left: Permille, services: Rows, rates: Sequence[tuple[Bools, PassRate]]) -> Permille:
    """Multiply the share that good reason leaves of each cell by the pass rates of the rules it is in doubt at.

    Args:
        left: for each cell, the share that good reason leaves, in thousandths.
        services: for each cell, its service number + 1; 0 is not known.
        rates: which cells a rule is unknown for, and its pass rates; the last may hold several rates, a row each.

    Returns:
        Thousandths, a cell each (a row for each of several rates), rounded once with halves to even, exactly.
    """
    product = left.astype(np.float64)
    for unknown, rate in rates:
        product = product * np.where(unknown, (rate.passed / rate.of)[..., services], 1)
    rounded = np.rint(product).astype(np.int16)
    near_half = np.abs(product - np.floor(product) - 0.5) < _TIE
    for place in map(tuple, np.argwhere(near_half).tolist()):
        *row, cell = place
        exact = Fraction(int(left[cell]))
        for unknown, rate in rates:
            if unknown[cell]:
                which = (*(row if rate.of.ndim > 1 else ()), int(services[cell]))
                exact *= Fraction(int(rate.passed[which]), int(rate.of[which]))
        rounded[place] = round(exact)
    return rounded
