"""Central estimate for contracts that missing data leave undecided: how often others of the service pass."""

from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policy.facts import Bools, Codes, Facts, Ints, Rows
from policy.verdict import NO, YES, Verdict

ENOUGH = 5
"""Fewer certain answers than this say too little of a service (section 10.10)."""
NO_EVIDENCE = Fraction(1, 2)
"""Stands where no contract at all has a certain answer: the middle of what is possible."""


class Step(Protocol):
    """A rule's answers, by contract or by profile."""

    @property
    def leaves(self) -> Verdict: ...  # noqa: D102
    @property
    def by_profile(self) -> bool: ...  # noqa: D102


def central_shares(
    facts: Facts, steps: tuple[Step, ...], counted: Bools, rows: Rows, kept_free: NDArray[np.int16]
) -> NDArray[np.int16]:
    """Share of each undecided contract that returns centrally, in thousandths, rounded once, halves to even.

    The product, over its unknown rules, of the share that passes the rule among counted contracts of the same service
    with a certain answer; fewer than five of them: of the service's group; then of all. Times `kept_free`, the
    thousandths left after good reason, which are one figure for each service.
    """
    open_profiles, members = np.unique(facts.profile[rows], return_inverse=True)
    doubts = [(step, _unknown(step, rows, open_profiles, members)) for step in steps]
    doubts = [(step, unknown) for step, unknown in doubts if unknown.any()]
    pattern = np.zeros(len(rows), dtype=np.int64)
    for bit, (_, unknown) in enumerate(doubts):
        pattern += unknown.astype(np.int64) << bit
    services = facts.code("service").take(rows) + 1
    width = len(facts.levels["service"]) + 1
    combos, inverse = np.unique(pattern * width + services, return_inverse=True)
    free = np.zeros(len(combos), dtype=np.int64)
    free[inverse] = kept_free
    passing = [Passing(facts, step, counted) for step, _ in doubts]
    shares = [
        _share([rule for bit, rule in enumerate(passing) if combo // width >> bit & 1], combo % width - 1, thousandths)
        for combo, thousandths in zip(combos.tolist(), free.tolist(), strict=True)
    ]
    return np.array(shares, dtype=np.int16)[inverse]


def _unknown(step: Step, rows: Rows, open_profiles: Rows, members: Rows) -> Bools:
    if step.by_profile:
        return step.leaves.unknown[open_profiles][members]
    return step.leaves.unknown[rows]


def _share(rules: "list[Passing]", service: int, kept_free: int) -> int:
    product = Fraction(kept_free)
    for rule in rules:
        product *= rule.share(service)
    return round(product)


class Passing:
    """How many counted contracts certainly pass and certainly leave at one rule, by service, by group and in all."""

    def __init__(self, facts: Facts, step: Step, counted: Bools) -> None:
        self._passed, self._left = _certain_answers(facts, step, counted)
        self._group = _group_of(facts)

    def share(self, service: int) -> Fraction:
        """Share that passes among contracts of a service; -1 is a service not known."""
        if service >= 0:
            group = self._group[service + 1]
            for members in (np.array([service + 1]), np.flatnonzero((self._group == group) & (group >= 0))):
                passed, left = int(self._passed[members].sum()), int(self._left[members].sum())
                if passed + left >= ENOUGH:
                    return Fraction(passed, passed + left)
        passed, left = int(self._passed.sum()), int(self._left.sum())
        return Fraction(passed, passed + left) if passed + left else NO_EVIDENCE


def _certain_answers(facts: Facts, step: Step, counted: Bools) -> tuple[Ints, Ints]:
    """Counted contracts that certainly pass and that certainly leave, by service shifted by one."""
    assert facts.profiles is not None
    of_profile, answers = facts.profiles.codes["service"] + 1, step.leaves.answers
    width = len(facts.levels["service"]) + 1
    if step.by_profile:
        sizes = np.bincount(facts.profile, weights=counted, minlength=len(facts.profiles)).astype(np.int64)
        cells = np.bincount(of_profile * 3 + answers, weights=sizes, minlength=width * 3)
    else:
        cells = np.bincount(of_profile.take(facts.profile) * 3 + answers, weights=counted, minlength=width * 3)
    by_answer = cells.astype(np.int64).reshape(width, 3)
    return by_answer[:, NO], by_answer[:, YES]


def _group_of(facts: Facts) -> Codes:
    """Group code of each service code, shifted by one: the first entry is the service not known."""
    order = {group: position for position, group in enumerate(facts.levels["group"])}
    groups = [order.get(str(group), -1) for group in facts.services["group"]]
    return np.array([-1, *groups], dtype=np.int32)
