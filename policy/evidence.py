"""Central estimate for contracts that missing data leave undecided: how often others of the service pass."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy.facts import Bools, Codes, Facts
from policy.verdict import Verdict

ENOUGH = 5
"""Fewer certain answers than this say too little of a service (section 10.10)."""
NO_EVIDENCE = Fraction(1, 2)
"""Stands where no contract at all has a certain answer: the middle of what is possible."""


def central_shares(
    facts: Facts, leaves: list[Verdict], counted: Bools, undecided: Bools, kept_free: NDArray[np.int16]
) -> NDArray[np.int16]:
    """Share of each undecided contract that returns centrally, in thousandths, rounded once, halves to even.

    The product, over its unknown rules, of the share that passes the rule among counted contracts of the same service
    with a certain answer; fewer than five of them: of the service's group; then of all. Times `kept_free`, the
    thousandths left after good reason.
    """
    rows = np.flatnonzero(undecided)
    if not len(rows):
        return np.zeros(0, dtype=np.int16)
    pattern = sum(step.unknown[rows].astype(np.int64) << bit for bit, step in enumerate(leaves))
    keys = np.stack([pattern * np.ones(len(rows), np.int64), facts.codes["service"][rows], kept_free[rows]])
    combos, inverse = np.unique(keys, axis=1, return_inverse=True)
    passing = {bit: Passing(facts, step, counted) for bit, step in enumerate(leaves) if step.unknown[rows].any()}
    shares = [_share(passing, *map(int, combo)) for combo in combos.T]
    return np.array(shares, dtype=np.int16)[inverse.reshape(-1)]


def _share(passing: dict[int, "Passing"], pattern: int, service: int, kept_free: int) -> int:
    product = Fraction(kept_free)
    for bit, rule in passing.items():
        if pattern >> bit & 1:
            product *= rule.share(service)
    return round(product)


class Passing:
    """How many contracts certainly pass and certainly leave at one rule, by service, by group and in all."""

    def __init__(self, facts: Facts, leaves: Verdict, counted: Bools) -> None:
        services, groups = len(facts.levels["service"]), len(facts.levels["group"])
        self._passed = np.bincount(facts.codes["service"][counted & leaves.no] + 1, minlength=services + 1)
        self._left = np.bincount(facts.codes["service"][counted & leaves.yes] + 1, minlength=services + 1)
        self._group = _group_of(facts)
        self._groups = groups

    def share(self, service: int) -> Fraction:
        """Share that passes among contracts of a service; -1 is a service not known."""
        group = int(self._group[service + 1])
        for members in (
            np.arange(len(self._group)) == service + 1 if service >= 0 else None,
            (self._group == group) if group >= 0 else None,
        ):
            if members is not None:
                passed, left = int(self._passed[members].sum()), int(self._left[members].sum())
                if passed + left >= ENOUGH:
                    return Fraction(passed, passed + left)
        passed, left = int(self._passed.sum()), int(self._left.sum())
        return Fraction(passed, passed + left) if passed + left else NO_EVIDENCE


def _group_of(facts: Facts) -> Codes:
    """Group code of each service code, shifted by one: the first entry is the service not known."""
    order = {group: position for position, group in enumerate(facts.levels["group"])}
    groups = [order.get(str(group), -1) for group in facts.services["group"]]
    return np.array([-1, *groups], dtype=np.int32)
