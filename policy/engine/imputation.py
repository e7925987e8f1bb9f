"""Imputation of the central estimate: a contract that is not decided passes as often as others of its service.

Money is never imputed (semantics 10.10). Services are numbered from 0 in the order of the service table; arrays here
are by service number + 1, so that index 0 is "service not known".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import Bools, CodedContracts, Ints, Profiles, Rows
from policy.rules.base import ExitRule, Permille, Rule
from policy.rules.scope import Counted
from policy.ternary import NO, YES, Ternary

ENOUGH = 5
"""Fewer certain answers than this say too little of a service (semantics 10.10)."""
FALLBACK_COUNTS = (1, 1)
"""Fallback counts (passes, exits) when no contract has a certain answer: one each, so a pass rate of 1/2."""
ANSWERS = 3
_TIE = 1e-6
"""A float product closer than this to a half is worked out again with fractions, so that it rounds correctly."""


class Asked(Protocol):
    """A rule's answers, by profile or, where `profiles` is None, by contract."""

    @property
    def exits(self) -> Ternary: ...  # noqa: D102
    @property
    def profiles(self) -> Profiles | None: ...  # noqa: D102
    @property
    def rule(self) -> Rule: ...  # noqa: D102


Counts = Ints
"""Number of counted contracts by service (rows, index 0 not known) and answer (columns NO, UNKNOWN, YES)."""


@dataclass(frozen=True)
class PassRate:
    """Pass rate per service as a fraction: `passed[s] / of[s]` contracts, `of` above 0. Index 0: service not known."""

    passed: Ints
    of: Ints


def products(patterns: Rows, services: Rows, left: Permille, rates: Mapping[int, PassRate]) -> NDArray[np.int16]:
    """Multiply the share that good reason leaves of each cell by the pass rates of the rules it is in doubt at.

    Args:
        patterns: for each cell, a bit for each rule whose answer is not known.
        services: for each cell, its service number + 1; 0 is not known.
        left: for each cell, the share that good reason leaves, in thousandths.
        rates: pass rates by bit of the pattern. The last may hold several rates for each service, a row each.

    Returns:
        Thousandths, a cell each (a row for each of several rates), rounded once with halves to even, exactly.
    """
    product = left.astype(np.float64)
    for bit, rule in rates.items():
        product = product * np.where(patterns >> bit & 1, (rule.passed / rule.of)[..., services], 1)
    rounded = np.rint(product).astype(np.int16)
    for place in map(tuple, np.argwhere(np.abs(product - np.floor(product) - 0.5) < _TIE).tolist()):
        service, pattern = int(services[place[-1]]), int(patterns[place[-1]])
        at = [(rule, place[:-1] if rule.of.ndim > 1 else ()) for bit, rule in rates.items() if pattern >> bit & 1]
        exact = prod(Fraction(int(rule.passed[*one, service]), int(rule.of[*one, service])) for rule, one in at)
        rounded[place] = round(exact * int(left[place[-1]]))
    return rounded


def pass_rates(counts: Counts, coded: CodedContracts) -> PassRate:
    """Pass rate per service: its own where five or more contracts have a certain answer, else its group's, else of all.

    Args:
        counts: counts of answers, services by answers; those of several rules may be stacked before these two.
        coded: the contracts, for the group of each service.

    Returns:
        The rates, shaped as `counts` without the answers.
    """
    group = _group_of(coded)
    certain = counts[..., [NO, YES]]
    member = (np.arange(group.max(initial=0) + 1)[:, None] == group) & (group > 0)
    of_group = np.einsum("gs,...sa->...ga", member.astype(np.int64), certain)[..., group, :]
    of_service = np.where(np.arange(len(group))[:, None] > 0, certain, 0)
    of_all = certain.sum(axis=-2, keepdims=True)
    of_all = np.where(of_all.any(axis=-1, keepdims=True), of_all, FALLBACK_COUNTS)
    chosen = np.where(_enough(of_service), of_service, np.where(_enough(of_group), of_group, of_all))
    return PassRate(chosen[..., 0], chosen.sum(axis=-1))


def _enough(certain: Ints) -> Bools:
    return certain.sum(axis=-1, keepdims=True) >= ENOUGH


class Counting(dict[int, Counts]):
    """Counts of the answers to each step by its position, counted when first read."""

    def __init__(self, coded: CodedContracts, steps: Sequence[Asked], counted: Counted) -> None:
        super().__init__()
        self._coded, self._steps, self._counted = coded, steps, counted

    def __missing__(self, position: int) -> Counts:
        self[position] = answer_counts(self._coded, self._steps[position], self._counted)
        return self[position]


def answer_counts(coded: CodedContracts, step: Asked, counted: Counted) -> Counts:
    """Count the answers of counted contracts to a step by service, unknown ones in a column of their own.

    None is counted of a rule whose certain answers are no evidence, so that its pass rate is one half.
    """
    width = len(coded.levels["service"]) + 1
    if isinstance(step.rule, ExitRule) and not step.rule.is_evidence:
        return np.zeros((width, ANSWERS), dtype=np.int64)
    if step.profiles is None:
        counts = _count_by_row(coded, step.exits, counted)
    else:
        count = _count_by_party if step.profiles is coded.party_profiles else _count_by_service
        counts = count(coded, step.exits.answers.tobytes(), counted)
    return counts[: width * ANSWERS].reshape(width, ANSWERS)


@cached(64)
def _count_by_party(coded: CodedContracts, answers: bytes, counted: Counted) -> Ints:
    """Count answers that are given by party profile; bytes, since a cache needs keys that hash."""
    party, services, contracts = _contracts_by_party_and_service(coded, counted)
    cells = services * ANSWERS + np.frombuffer(answers, dtype=np.int8).take(party)
    width = len(coded.levels["service"]) + 1
    return np.bincount(cells, weights=contracts, minlength=width * ANSWERS).astype(np.int64)


@cached(64)
def _count_by_service(coded: CodedContracts, answers: bytes, counted: Counted) -> Ints:
    """Count answers that are given by service profile; bytes, since a cache needs keys that hash."""
    cells = (coded.service_profiles.coded.codes["service"] + 1) * ANSWERS + np.frombuffer(answers, dtype=np.int8)
    width = len(coded.levels["service"]) + 1
    return np.bincount(cells, weights=_contracts_by_service_profile(coded, counted), minlength=width * ANSWERS).astype(
        np.int64
    )


@cached(16)
def _count_by_row(coded: CodedContracts, exits: Ternary, counted: Counted) -> Ints:
    """Count answers that are given row by row; the same answer object is counted once."""
    cells = service_cells(coded, counted)
    return np.bincount(cells + exits.answers, minlength=(len(coded.levels["service"]) + 2) * ANSWERS)


@cached(8)
def _contracts_by_party_and_service(coded: CodedContracts, counted: Counted) -> tuple[Rows, Rows, Ints]:
    """Pairs of party profile and service number + 1 that occur among counted contracts, and how many have each."""
    width = len(coded.levels["service"]) + 1
    services = _services(coded).take(coded.service_profiles.of_row)
    contracts = np.bincount(
        coded.party_profiles.of_row * width + services, minlength=len(coded.party_profiles.coded) * width
    )
    contracts[np.repeat(~counted.covers(coded.party_profiles.coded), width)] = 0
    pairs = np.flatnonzero(contracts)
    return pairs // width, pairs % width, contracts[pairs]


@cached(8)
def _contracts_by_service_profile(coded: CodedContracts, counted: Counted) -> Ints:
    """Number of counted contracts by service profile."""
    inside = counted.covers(coded.party_profiles.coded).take(coded.party_profiles.of_row)
    return np.bincount(
        coded.service_profiles.of_row, weights=inside, minlength=len(coded.service_profiles.coded)
    ).astype(np.int64)


@cached(4)
def service_cells(coded: CodedContracts, counted: Counted) -> Rows:
    """ANSWERS times the service number + 1 of each row; rows that are not counted have one service beyond the last."""
    inside = counted.covers(coded.party_profiles.coded).take(coded.party_profiles.of_row)
    services = _services(coded).take(coded.service_profiles.of_row)
    return np.where(inside, services, len(coded.levels["service"]) + 1) * ANSWERS


def _services(coded: CodedContracts) -> Rows:
    """Service number + 1 of each service profile; 0 is not known."""
    return coded.service_profiles.coded.codes["service"].astype(np.intp) + 1


@cached(8)
def _group_of(coded: CodedContracts) -> Rows:
    """Group number + 1 of each service number + 1; 0 is not known."""
    order = {group: position for position, group in enumerate(coded.levels["group"])}
    return np.array([0, *(order.get(str(group), -1) + 1 for group in coded.services["group"])], dtype=np.intp)
