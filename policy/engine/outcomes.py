"""Decide each contract: one outcome code per row (uint8). The rules are applied in order; earlier work is reused."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import CodedContracts, Ints, Rows
from policy.engine.good_reason import Retained
from policy.engine.imputation import Asked
from policy.engine.money import Numbers
from policy.engine.sums import sum_by_code, worth
from policy.rules.scope import Counted
from policy.ternary import YES, Ternary

NOT_COUNTED, EXIT, RETAINED, OPEN, PASSES = 0, 1, 63, 64, 127
"""Outcome codes; the smallest of what the rules give stands: not counted, certain exit at a step, retained in full for
good reason, open at a step, passes. EXIT and OPEN add the position of the step, so there may be at most 62 steps."""
WORTH_CACHING = 50_000
"""Number of rows from which answers by row are cached for the next scenario; below, asking again is cheaper."""
Outcomes = NDArray[np.uint8]


@dataclass(eq=False)
class Settled:
    """Outcome codes after some of the rules; `before` holds them before the last one, so that its sums can be reused.

    `position` is the step of the last rule. `times` counts the scenarios that went on from here with one more rule:
    from the second on, the rules so far are taken as unchanged, and their sums are worth reusing.
    """

    coded: CodedContracts
    outcome: Outcomes
    before: "Settled | None" = None
    position: int = 0
    times: int = 0

    @cached_property
    def rows(self) -> Rows:
        """Row numbers of the contracts that may return, ascending."""
        if self.before is None or self.before.times < 2:
            return np.flatnonzero(self.outcome > RETAINED)
        rows = self.before.rows
        return rows[self.outcome[rows] > RETAINED]

    @cached_property
    def base_by_outcome(self) -> Ints:
        """BASE_MEASURES by outcome code: thousandths of contracts and pence, 3 by 128."""
        if self.before is None or self.before.times < 2:
            return _base_by_outcome(self.outcome, worth(self.coded))
        rest, rows, amounts = _parted(self.before, self.position)
        return rest + _base_by_outcome(self.outcome[rows], amounts)


@cached(4)
def _parted(before: Settled, position: int) -> tuple[Ints, Rows, Numbers]:
    """Split at a step: BASE_MEASURES by outcome of the rows that it cannot move; the other rows, and their pence."""
    stays = before.outcome <= EXIT + position
    gone, rows = np.flatnonzero(stays), np.flatnonzero(~stays)
    every = worth(before.coded)
    return _base_by_outcome(before.outcome[gone], every[:, gone]), rows, every[:, rows]


def _base_by_outcome(outcome: Outcomes, amounts: Numbers) -> Ints:
    places = outcome.astype(np.intp)
    return np.vstack([1000 * np.bincount(places, minlength=PASSES + 1), sum_by_code(places, amounts, PASSES + 1)])


def settle(coded: CodedContracts, steps: Sequence[Asked], counted: Counted, retained: Retained) -> Settled:
    """Give every contract the smallest outcome code that its profiles and its own answers give.

    Args:
        coded: the contracts, reassessed.
        steps: the rules in order, each with its answers by profile or by row; unknown is open, never an exit.
        counted: which rows count; the others get NOT_COUNTED.
        retained: what good reason leaves; a contract retained in full gets RETAINED even where a rule is not known.

    Returns:
        The outcome code of each row, with what is needed to reuse its sums.
    """
    party = np.where(counted.covers(coded.party_profiles.coded), np.uint8(PASSES), np.uint8(NOT_COUNTED))
    full = np.where(retained.in_full, np.uint8(RETAINED), np.uint8(PASSES))
    service = full if retained.profiles else np.full(len(coded.service_profiles.coded), np.uint8(PASSES))
    for position, step in enumerate(steps):
        if step.profiles is coded.party_profiles:
            party = np.minimum(party, _alone(position, step.exits))
        elif step.profiles is coded.service_profiles:
            service = np.minimum(service, _alone(position, step.exits))
    by_profile, asked = (_by_profile, _asked) if len(coded) > WORTH_CACHING else (_profiled, _also)
    settled = by_profile(coded, party.tobytes(), service.tobytes())
    if retained.profiles is None:
        settled = Settled(coded, np.minimum(settled.outcome, full))
    for position, step in enumerate(steps):
        if step.profiles is None:
            settled = asked(settled, position, step.exits)
    return settled


def _profiled(coded: CodedContracts, party: bytes, service: bytes) -> Settled:
    """Settle contracts by the outcome codes of their profiles; bytes, since a cache needs keys that hash."""
    of_party, of_service = (np.frombuffer(side, dtype=np.uint8) for side in (party, service))
    return Settled(
        coded, np.minimum(of_party.take(coded.party_profiles.of_row), of_service.take(coded.service_profiles.of_row))
    )


def _also(before: Settled, position: int, exits: Ternary) -> Settled:
    """Settle contracts by one more rule, asked of each."""
    before.times += 1
    return Settled(before.coded, np.minimum(before.outcome, _alone(position, exits)), before, position)


_by_profile, _asked = cached(4)(_profiled), cached(8)(_also)


def _alone(position: int, exits: Ternary) -> Outcomes:
    """Outcome code that a step alone gives: yes is an exit, unknown is open, no passes."""
    return np.uint8(EXIT + position) + np.uint8(OPEN - EXIT) * (np.int8(YES) - exits.answers).view(np.uint8)
