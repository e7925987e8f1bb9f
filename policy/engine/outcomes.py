"""What becomes of each contract, in one byte, settled rule by rule; what other rules settled is not settled again."""

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
"""Outcomes in one byte, the smallest decides: not counted; certain exit at a step; kept in full for good reason;
not known at a step; nothing stops it. Exits and doubts add the position of their step, of which there are few."""
WORTH_CACHING = 50_000
"""Rows from which what is worked out by row is kept for the next scenario; below that it is cheaper to do it again."""
Outcomes = NDArray[np.uint8]


@dataclass(eq=False)
class Settled:
    """Outcome of every contract by the rules asked so far, the last of them at a step after the rules `before`.

    `times` is how often one more rule was asked after these; only the second time shows that they stay as they are.
    """

    coded: CodedContracts
    outcome: Outcomes
    before: "Settled | None" = None
    position: int = 0
    times: int = 0

    @cached_property
    def rows(self) -> Rows:
        """Contracts that may return."""
        if self.before is None or self.before.times < 2:
            return np.flatnonzero(self.outcome > RETAINED)
        rows = self.before.rows
        return rows[self.outcome[rows] > RETAINED]

    @cached_property
    def base_by_outcome(self) -> Ints:
        """HELD by outcome."""
        if self.before is None or self.before.times < 2:
            return _base_by_outcome(self.outcome, worth(self.coded))
        rest, rows, amounts = _parted(self.before, self.position)
        return rest + _base_by_outcome(self.outcome[rows], amounts)


@cached(4)
def _parted(before: Settled, position: int) -> tuple[Ints, Rows, Numbers]:
    """HELD by outcome of the contracts that a step no longer moves; the others, and what they are worth."""
    stays = before.outcome <= EXIT + position
    gone, rows = np.flatnonzero(stays), np.flatnonzero(~stays)
    every = worth(before.coded)
    return _base_by_outcome(before.outcome[gone], every[:, gone]), rows, every[:, rows]


def _base_by_outcome(outcome: Outcomes, amounts: Numbers) -> Ints:
    places = outcome.astype(np.intp)
    return np.vstack([1000 * np.bincount(places, minlength=PASSES + 1), sum_by_code(places, amounts, PASSES + 1)])


def settle(coded: CodedContracts, steps: Sequence[Asked], counted: Counted, retained: Retained) -> Settled:
    """Settle every contract by the smallest of what its profiles and its own answers give."""
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
    """Settle contracts by the outcomes of their profiles, a byte each."""
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
    """What a step alone makes of each contract: yes is an exit, unknown is open, no passes."""
    return np.uint8(EXIT + position) + np.uint8(OPEN - EXIT) * (np.int8(YES) - exits.answers).view(np.uint8)
