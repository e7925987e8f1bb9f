"""Totals of many scenarios at once: the answers of all go into the cell, and so do thresholds that are swept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from policy.cached import of_table
from policy.coded import CodedContracts, Ints, Rows
from policy.engine.cells import (
    CAVEATS,
    SERVICE,
    Answered,
    Question,
    by_block,
    cells_of,
    grouped,
    grouped_columns,
    questions_of,
    reassessed,
    steps_of,
    sums_by,
)
from policy.engine.decide import (
    BASE_MEASURES,
    CENTRAL,
    LOW_ENDS,
    base_parts,
    decide,
    decided_contracts,
    outcome_of,
    pass_rates,
    products,
    sums_of_all,
)
from policy.results.groups import Decisions, returned_by
from policy.results.totals import Totals, name_sums, totals
from policy.rules.exemptions import BelowThreshold, values_compared
from policy.scenarios.scenario import Scenario
from policy.ternary import NO, UNKNOWN, YES


def totals_of(coded: CodedContracts, scenarios: Sequence[Scenario]) -> Iterator[Totals]:
    """Total what returns under each scenario, in their order; equal to deciding each by itself."""
    tables = [reassessed(coded, scenario) for scenario in scenarios]
    asked: dict[CodedContracts, list[Question]] = {}
    for table, scenario in zip(tables, scenarios, strict=True):
        asked.setdefault(table, []).extend(questions_of(table, scenario))
    cells = {table: cells_of(table, questions) for table, questions in asked.items()}
    for table, scenario in zip(tables, scenarios, strict=True):
        outcome = outcome_of(table, cells[table], scenario)
        yield name_sums(outcome.returned(), outcome.base())


def sweep_threshold(coded: CodedContracts, scenario: Scenario, thresholds: Sequence[int]) -> list[Totals]:
    """Total what returns at each value of the one threshold; equal to deciding at each of them.

    A contract stays up to the last threshold that its value certainly meets, leaves above the last that it may meet,
    and is in doubt between (at every threshold, where no value is known). So how many of them it meets is one more
    coordinate of its cell, and a threshold is a sum over these.

    Args:
        coded: the contracts.
        scenario: the other settings; its own threshold is ignored.
        thresholds: whole pounds, in any order; £0 is no threshold.

    Returns:
        The totals, in the order of `thresholds`.
    """
    rule, points = scenario.rule(BelowThreshold), sorted({threshold * 100 for threshold in thresholds if threshold})
    column = "annual_gbp" if rule.basis == "annual" else "value_gbp"
    without = _without(decide(coded, scenario), rule)
    if not len(coded):  # no contract to be in doubt, and no evidence to go by
        return [totals(without)] * len(thresholds)
    met = of_table(without.coded.everything, _met, column, tuple(points), rule.vat == "inc")
    base = without.outcome.base()
    sums = zip(points, _at_each(without, met, len(points)).tolist(), strict=True)
    by_threshold = {point: name_sums(returned, base) for point, returned in sums}
    return [by_threshold[threshold * 100] if threshold else totals(without) for threshold in thresholds]


def _without(decisions: Decisions, rule: BelowThreshold) -> Decisions:
    """The same decisions without a threshold: in the same cells no contract leaves at it."""
    none, before = rule.model_copy(update={"threshold": 0}), decisions.scenario
    scenario = Scenario(before.preset, tuple(none if other is rule else other for other in before.rules))
    cells = decisions.outcome.cells
    [key] = (step.question.key for step in steps_of([none]))
    cells = replace(cells, answers={**cells.answers, key: np.zeros(len(cells), dtype=np.int8)})
    return decided_contracts(decisions.coded, scenario, outcome_of(decisions.coded, cells, scenario))


@dataclass(frozen=True, eq=False)
class _Met:
    """How many of the sorted thresholds a contract's value certainly meets and possibly meets: a code for each pair.

    A value that is not known meets none for certain and all possibly.
    """

    of_row: Rows
    certainly: Rows
    possibly: Rows


def _met(coded: CodedContracts, column: str, points: tuple[int, ...], inc: bool) -> _Met:
    width, sorted_points = len(points) + 1, np.array(points, dtype=np.int64)

    def meets(amounts: Ints) -> Rows:
        return np.searchsorted(sorted_points, amounts, side="right").astype(np.int32)

    def certainly_and_possibly(rows: slice) -> Rows:
        value = values_compared(coded.block(rows), column, inc=inc)
        certainly = meets(value.least)
        unsure = np.flatnonzero(value.least != value.greatest)
        possibly = certainly.copy()
        possibly[unsure] = meets(value.greatest[unsure])
        return certainly * np.int32(width) + possibly

    pairs = grouped([Answered("pair", width**2, certainly_and_possibly)], len(coded))
    return _Met(pairs.of_row, *np.divmod(pairs.answers["pair"], width))


def _at_each(without: Decisions, met: _Met, points: int) -> Ints:
    """Sum MEASURE_ENDS at each threshold, a row each."""
    [returned_by_met] = returned_by(without, [(lambda rows: met.of_row[rows], len(met.certainly))])
    of_met = returned_by_met.T.astype(object)
    returned = of_met.sum(axis=0) - _up_to(met.possibly, of_met, points)
    staying = len(BASE_MEASURES + LOW_ENDS)  # what returns for certain and in part; what may is the rest
    returned[:, :staying] = (of_met.sum(axis=0) - _up_to(met.certainly, of_met, points))[:, :staying]
    returned[:, : len(BASE_MEASURES)] += _in_doubt(without, met, points)
    return returned


def _in_doubt(without: Decisions, met: _Met, points: int) -> Ints:
    """What returns centrally of the contracts that each threshold leaves in doubt, and what of it has no figure.

    It is as often as counted contracts of their service meet the threshold. Those of one cell that meet the same
    thresholds are summed first.
    """
    outcome, returning, answers = without.outcome, without.returning, without.outcome.cells.answers
    of_returning = met.of_row.take(returning.rows)
    doubtful = np.flatnonzero((met.certainly < met.possibly).take(of_returning))
    code, cell = of_returning[doubtful], outcome.cells.of_row.take(returning.rows[doubtful])
    lots = grouped_columns([code, cell])
    [sums] = sums_by(returning.worth[:, doubtful], lambda rows: [lots.of_row[rows]], [lots.size])
    codes, (cells, place) = lots.answers[0], np.unique(lots.answers[1], return_inverse=True)
    asked = [answers[step.question.key][cells] for step in without.steps]
    rates = [(asked[position] == UNKNOWN, rate) for position, rate in outcome.rates.items()]
    rates.append((np.ones(len(cells), dtype=bool), pass_rates(_evidence(without, met, points), without.coded)))
    of_cells = products(outcome.left[CENTRAL, cells], answers[SERVICE][cells], rates)
    central = of_cells.reshape(points, len(cells))[:, place]
    point = np.arange(points)[:, None]
    central *= (met.certainly[codes] <= point) & (point < met.possibly[codes])
    return sums_of_all(base_parts(central, answers[CAVEATS][cells][place], sums)).T


def _evidence(without: Decisions, met: _Met, points: int) -> Ints:
    """Count by threshold and service the counted contracts that certainly meet it (NO: none leaves) or do not (YES)."""
    cells, coded, width = without.outcome.cells, without.coded, len(met.certainly)
    counts = np.zeros((points, len(coded.levels["service"]) + 1, 3), dtype=np.int64)
    in_question = cells.answers[without.steps[0].question.key] != YES  # outside a reader's scope too
    counted = np.where(in_question, cells.answers[SERVICE], counts.shape[1])
    size = (counts.shape[1] + 1) * width

    def services(rows: slice) -> Ints:
        return np.bincount(counted.take(cells.of_row[rows]) * width + met.of_row[rows], minlength=size)

    of_service = sum(by_block(services, len(coded)), start=np.zeros(size, dtype=np.int64)).reshape(-1, width)[:-1].T
    counts[..., NO] = of_service.sum(axis=0) - _up_to(met.certainly, of_service, points)
    counts[..., YES] = _up_to(met.possibly, of_service, points)
    return counts


def _up_to(met: Rows, of_met: Ints, points: int) -> Ints:
    """Add up, for each threshold, what meets no more than those before it."""
    total = np.zeros((points + 1, of_met.shape[1]), dtype=of_met.dtype)
    np.add.at(total, met, of_met)
    return total.cumsum(axis=0)[:-1]
