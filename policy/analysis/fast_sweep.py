"""What returns at every value of the one threshold, without deciding again at each.

A threshold changes one answer alone. Contracts that no other rule turns away are decided once without it. Then each
stays up to the last threshold that its value certainly meets, leaves above the last that it may meet, and is in doubt
between (at every threshold, where no value is known). So a threshold is a look-up in sums by these two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import CodedContracts, Ints, Rows
from policy.engine.cells import in_doubt
from policy.engine.decide import Decisions, decide
from policy.engine.imputation import ANSWERS, PassRate, pass_rates, products, service_cells
from policy.engine.money import part
from policy.engine.sums import MEASURE_ENDS, base_totals, worth
from policy.results.totals import Totals, name_sums, totals
from policy.rules.exemptions import BelowThreshold, values_compared
from policy.rules.scope import Counted
from policy.scenarios.scenario import Scenario
from policy.ternary import NO, YES


def _places(end: str) -> list[int]:
    return [place for place, name in enumerate(MEASURE_ENDS) if name.endswith(end)]


LOW, CENTRAL = _places("low"), _places("central")
BY_STAY = LOW + CENTRAL
BY_REMAIN = [place for place in range(len(MEASURE_ENDS)) if place not in BY_STAY]
Points = tuple[int, ...]


@dataclass(frozen=True)
class _Thresholds:
    """For each contract, how many of the sorted thresholds its value certainly meets, and possibly meets.

    These are `stays` and `remains`. A value that is not known meets none for certain and all possibly.
    """

    stays: NDArray[np.int16]
    remains: NDArray[np.int16]

    def of(self, rows: Rows) -> "_Thresholds":
        return _Thresholds(self.stays[rows], self.remains[rows])


def sweep_threshold(coded: CodedContracts, scenario: Scenario, thresholds: Sequence[int]) -> list[Totals]:
    """Total what returns at each threshold; equal to deciding at each of them.

    Args:
        coded: the contracts.
        scenario: the other settings; its own threshold is ignored.
        thresholds: whole pounds, in any order; £0 is no threshold.

    Returns:
        The totals, in the order of `thresholds`.
    """
    base = decide(coded, _without(scenario))
    points = tuple(sorted({threshold * 100 for threshold in thresholds if threshold}))
    met = _thresholds(base.coded, *_comparison(scenario), points).of(base.rows)
    returned = np.empty((len(MEASURE_ENDS), len(points)), dtype=np.int64)
    returned[BY_STAY] = _beyond(base.sums.of(met.stays, len(points) + 1, BY_STAY))
    returned[BY_REMAIN] = _beyond(base.sums.of(met.remains, len(points) + 1, BY_REMAIN))
    returned[CENTRAL] += _in_doubt(base, met, points)
    of = base_totals(base.coded, scenario.rule(Counted), "")[:, 0].tolist()
    by_threshold = dict(zip(points, (name_sums(each, of) for each in returned.T.tolist()), strict=True))
    return [by_threshold[threshold * 100] if threshold else totals(base) for threshold in thresholds]


def _without(scenario: Scenario) -> Scenario:
    none = (r.model_copy(update={"threshold": 0}) if isinstance(r, BelowThreshold) else r for r in scenario.rules)
    return Scenario(scenario.preset, tuple(none))


def _beyond(sums: Ints) -> Ints:
    """From sums by number of thresholds met (columns 0 to n), the sums of what is in at each of the n thresholds."""
    return sums.sum(axis=1, keepdims=True) - sums.cumsum(axis=1)[:, :-1]


def _comparison(scenario: Scenario) -> tuple[str, bool]:
    """Column that is compared with the threshold, and whether with VAT."""
    rule = scenario.rule(BelowThreshold)
    return "annual_gbp" if rule.basis == "annual" else "value_gbp", rule.vat == "inc"


@cached(4)
def _thresholds(coded: CodedContracts, column: str, inc: bool, points: Points) -> _Thresholds:
    value = values_compared(coded, column, inc=inc)
    ends = (np.searchsorted(points, end, side="right").astype(np.int16) for end in (value.least, value.greatest))
    return _Thresholds(*ends)


def _in_doubt(base: Decisions, met: _Thresholds, points: Points) -> Ints:
    """Central sums of the contracts that may or may not meet a threshold: CENTRAL by thresholds."""
    doubt = np.flatnonzero(met.stays < met.remains)
    met, rows = met.of(doubt), base.rows[doubt]
    cells, shares = _shares(base, rows, points)
    summed = np.zeros((len(CENTRAL), len(points)), dtype=np.int64)
    for measure, pence in enumerate(worth(base.coded)[:, rows].astype(np.int64), start=1):
        some = np.flatnonzero(pence)
        stays, remains = met.stays[some], met.remains[some]
        for point in range(len(points)) if len(some) else ():
            here = some[(stays <= point) & (point < remains)]
            summed[measure, point] = part(pence[here], shares[point].take(cells[here])).sum()
    width = len(points) + 1
    ends = (np.bincount(cells * width + at, minlength=shares.shape[1] * width) for at in (met.stays, met.remains))
    contracts = np.subtract(*ends).reshape(shares.shape[1], width).cumsum(axis=1)[:, :-1]
    summed[0] = (contracts.T * shares).sum(axis=1)
    return summed


def _shares(base: Decisions, rows: Rows, points: Points) -> tuple[Rows, NDArray[np.int16]]:
    """Cell of each row whose value leaves it in doubt, and the central shares, thresholds by cells, in thousandths."""
    coded = base.coded
    undecided = in_doubt(coded, base.steps, rows, base.retained)
    occurring, cells = np.unique(undecided.of_row, return_inverse=True)
    rates = {bit: pass_rates(base.counts[position], coded) for bit, position in enumerate(undecided.doubts)}
    line = len(undecided.doubts)
    rates[line] = _threshold_pass_rates(coded, base.scenario.rule(Counted), *_comparison(base.scenario), points)
    patterns = undecided.patterns(occurring) | 1 << line
    kinds, left = undecided.kinds(occurring), base.retained
    shares = products(patterns, left.service.take(kinds), left.central.take(kinds), rates)
    return cells, shares.reshape(len(points), len(occurring))


@cached(4)
def _threshold_pass_rates(coded: CodedContracts, counted: Counted, column: str, inc: bool, points: Points) -> PassRate:
    """Pass rate of each threshold by service, among counted contracts that certainly do or do not meet it."""
    services, met = service_cells(coded, counted) // ANSWERS, _thresholds(coded, column, inc, points)
    width, size = len(points) + 1, len(coded.levels["service"]) + 1
    stays, remains = (
        np.bincount(services * width + at, minlength=(size + 1) * width)[: size * width].reshape(size, width)
        for at in (met.stays, met.remains)
    )
    counts = np.zeros((len(points), size, ANSWERS), dtype=np.int64)
    counts[..., NO] = _beyond(stays).T
    counts[..., YES] = remains.cumsum(axis=1)[:, :-1].T
    return pass_rates(counts, coded)
