"""What returns at every value of the one threshold, without deciding again at each.

A threshold changes one answer alone. Contracts that no other rule turns away are decided once without it. Then each
stays up to the last threshold that its value certainly meets, leaves above the last that it may meet, and is in doubt
between (at every threshold, where no value is known). So a threshold is a look-up in sums by these two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from policy.engine import Decisions, decide, free_by_service
from policy.evidence import ANSWERS, Counts, Passing, doubt_patterns, passing_shares, products, service_cells
from policy.facts import Facts, Ints, Rows
from policy.money import part
from policy.rules.exemptions import BelowThreshold, values_compared
from policy.rules.scope import Counted
from policy.scenario import Scenario
from policy.summary import Totals, name_sums, totals
from policy.tally import QUANTITIES, held, worth
from policy.verdict import NO, YES

LOW, CENTRAL = ([place for place, name in enumerate(QUANTITIES) if name.endswith(end)] for end in ("low", "central"))


@dataclass(frozen=True)
class _Turns:
    """Of each contract that may return: at how many of the thresholds, from the least, it stays, and does not leave."""

    stays: Rows
    remains: Rows


def sweep_threshold(facts: Facts, scenario: Scenario, thresholds: Sequence[int]) -> list[Totals]:
    """Total what returns at each threshold; the same as deciding at each of them."""
    base = decide(facts, scenario.having("small.threshold", 0))
    points = np.array(sorted({threshold * 100 for threshold in thresholds if threshold}), dtype=np.int64)
    turns = _turns(base, points)
    by_stay, by_remain = (base.tally.of(places, len(points) + 1) for places in (turns.stays, turns.remains))
    returned = _beyond(by_remain)
    returned[LOW] = _beyond(by_stay[LOW])
    returned[CENTRAL] = _beyond(by_stay[CENTRAL]) + _in_doubt(base, turns, points)
    of = held(base.facts, scenario.rule(Counted), "")[:, 0]
    found = dict(zip(points.tolist(), (name_sums(each, of) for each in returned.T.tolist()), strict=True))
    return [found[threshold * 100] if threshold else totals(base) for threshold in thresholds]


def _beyond(sums: Ints) -> Ints:
    """From sums by the number of thresholds at which a contract is in, sums of those in at each threshold."""
    return sums.sum(axis=1, keepdims=True) - sums.cumsum(axis=1)[:, :-1]


def _turns(base: Decisions, points: Ints) -> _Turns:
    value, _, _ = base.scenario.rule(BelowThreshold).compares(base.facts)
    least, greatest = value.least[base.rows], value.greatest[base.rows]
    stays = np.searchsorted(points, least, side="right")
    remains = stays.copy()
    doubt = np.flatnonzero(least != greatest)
    remains[doubt] = np.searchsorted(points, greatest[doubt], side="right")
    return _Turns(stays, remains)


def _in_doubt(base: Decisions, turns: _Turns, points: Ints) -> Ints:
    """Central sums, at each threshold, of the contracts whose value may or may not meet it."""
    doubt = np.flatnonzero(turns.stays < turns.remains)
    stays, remains, rows = turns.stays[doubt], turns.remains[doubt], base.rows[doubt]
    cells, shares = _shares(base, rows, points)
    summed = np.zeros((len(CENTRAL), len(points)), dtype=np.int64)
    for measure, pence in enumerate(worth(base.facts)[:, rows].astype(np.int64), start=1):
        some = np.flatnonzero(pence)
        for point in range(len(points)) if len(some) else ():
            here = some[(stays[some] <= point) & (point < remains[some])]
            summed[measure, point] = part(pence[here], shares[point].take(cells[here])).sum()
    size = shares.shape[1] * (len(points) + 1)
    begun, ended = (np.bincount(cells * (len(points) + 1) + at, minlength=size) for at in (stays, remains))
    contracts = (begun - ended).reshape(shares.shape[1], len(points) + 1).cumsum(axis=1)[:, :-1]
    summed[0] = (contracts.T * shares).sum(axis=1)
    return summed


def _shares(base: Decisions, rows: Rows, points: Ints) -> tuple[Rows, NDArray[np.int16]]:
    """Central share of rows in doubt: a cell for each row, and the share of each cell at each threshold."""
    facts, free = base.facts, free_by_service(base.facts, base.scenario)
    doubts, patterns = doubt_patterns(facts, base.steps, rows)
    services = facts.code("service")[rows] + 1
    occurring, cells = np.unique(patterns * len(free) + services, return_inverse=True)
    patterns, services = occurring // len(free), occurring % len(free)
    at = np.arange(len(points))[:, None] * len(free)
    others = (passing_shares(base.counts[position], facts) for position in doubts)
    passing = [Passing(np.tile(rule.passed, len(points)), np.tile(rule.of, len(points))) for rule in others]
    own = passing_shares(_counts(base, points), facts)
    passing.append(Passing(own.passed.ravel(), own.of.ravel()))
    every = np.broadcast_to(patterns | 1 << len(doubts), (len(points), len(patterns)))
    shares = products(every.ravel(), (at + services).ravel(), np.tile(free, len(points)), passing)
    return cells, shares.reshape(every.shape)


def _counts(base: Decisions, points: Ints) -> Counts:
    """Answers of counted contracts at each threshold by service, from their values sorted within each service."""
    rule = base.scenario.rule(BelowThreshold)
    column, inc = "annual_gbp" if rule.basis == "annual" else "value_gbp", rule.vat == "inc"
    first, least, greatest = _sorted_values(base.facts, base.scenario.rule(Counted), column, inc)
    counts = np.zeros((len(points), len(first) - 1, ANSWERS), dtype=np.int64)
    for service, (start, stop) in enumerate(pairwise(first.tolist())):
        counts[:, service, YES] = np.searchsorted(greatest[start:stop], points)
        counts[:, service, NO] = stop - start - np.searchsorted(least[start:stop], points)
    return counts


@lru_cache(maxsize=4)
def _sorted_values(facts: Facts, counted: Counted, column: str, inc: bool) -> tuple[Rows, Ints, Ints]:
    """Least and greatest values of counted contracts, sorted within each service, and where each service starts."""
    services = service_cells(facts, counted) // ANSWERS
    value = values_compared(facts, column, inc=inc)
    rows = [np.lexsort((values, services)) for values in (value.least, value.greatest)]
    first = np.searchsorted(services[rows[0]], np.arange(len(facts.levels["service"]) + 2))
    return first, value.least[rows[0]], value.greatest[rows[1]]
