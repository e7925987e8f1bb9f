"""Totals, breakdowns, funnel and timeline of a set of decisions, in integers that agree with each other.

Contracts are counted in thousandths, money in pence. Every function asserts what it must add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from policy.coded import Bools, Ints
from policy.engine.decide import OUTSIDE, Decisions
from policy.engine.outcomes import EXIT, NOT_COUNTED, OPEN, PASSES, RETAINED
from policy.engine.sums import BASE_MEASURES, MEASURE_ENDS, base_totals, names_of, sum_by_code, worth
from policy.rules.base import Stage
from policy.rules.good_reason import GoodReason
from policy.rules.scope import Counted
from policy.rules.trigger import PERIODS, Window

MEASURES = ("contracts", "annual_gbp", "whole_life_gbp")
CENTRAL = {"contracts": "central", "annual_gbp": "annual_central", "whole_life_gbp": "whole_central"}
"""The quantity that is the central figure of a measure."""


@dataclass(frozen=True)
class Range:
    """Low, central and high of one measure: thousandths of a contract, or pence."""

    low: int
    central: int
    high: int

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)


@dataclass(frozen=True)
class Total:
    """What returns of a group of contracts, and of how many and how much.

    `without_value` counts the contracts that may return and whose value in this measure is not known;
    `ceilings` those whose only figure is a ceiling, which is in the high end alone.
    """

    returns: Range
    of: int
    without_value: int = 0
    ceilings: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.returns + other.returns,
            self.of + other.of,
            self.without_value + other.without_value,
            self.ceilings + other.ceilings,
        )


@dataclass(frozen=True)
class Totals:
    """The three measures of a group of contracts."""

    contracts: Total
    annual_gbp: Total
    whole_life_gbp: Total

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            self.contracts + other.contracts,
            self.annual_gbp + other.annual_gbp,
            self.whole_life_gbp + other.whole_life_gbp,
        )

    def measure(self, name: str) -> Total:
        """Give one of MEASURES."""
        return {"contracts": self.contracts, "annual_gbp": self.annual_gbp, "whole_life_gbp": self.whole_life_gbp}[name]


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel: what leaves, waits or returns there, centrally."""

    stage: Stage
    rule: str
    label: str
    contracts: int
    annual_gbp: int
    whole_life_gbp: int

    def __add__(self, other: "FunnelStep") -> "FunnelStep":
        return replace(
            self,
            contracts=self.contracts + other.contracts,
            annual_gbp=self.annual_gbp + other.annual_gbp,
            whole_life_gbp=self.whole_life_gbp + other.whole_life_gbp,
        )

    def measure(self, name: str) -> int:
        """Give one of MEASURES."""
        return {"contracts": self.contracts, "annual_gbp": self.annual_gbp, "whole_life_gbp": self.whole_life_gbp}[name]


def totals(decisions: Decisions, rows: Bools | None = None) -> Totals:
    """Total the three measures over all counted contracts.

    Args:
        decisions: what a scenario decides.
        rows: mask of the rows to total, of which the counted ones enter; all rows if not given.

    Returns:
        Thousandths of contracts and pence. A contract without a value is in the count and in no sum of money.
    """
    counted = decisions.scenario.rule(Counted)
    if rows is None:
        return name_sums(decisions.sums.totals.tolist(), base_totals(decisions.coded, counted, "")[:, 0].tolist())
    sums = decisions.sums
    within = rows[sums.rows]
    base_rows = np.flatnonzero(rows & decisions.counted)
    amounts = worth(decisions.coded)[:, base_rows].sum(axis=1)
    returned = sums.values[:, within].sum(axis=1)
    return name_sums([*map(int, returned)], [1000 * len(base_rows), *map(int, amounts)])


def name_sums(returned: Sequence[int], of: Sequence[int]) -> Totals:
    """Name the sums of one group: MEASURE_ENDS in `returned`, BASE_MEASURES in `of`."""
    low, central, high, *amounts = returned
    contracts, annual, whole_life = of
    return Totals(
        Total(Range(low, central, high), contracts),
        Total(Range(*amounts[:3]), annual, *amounts[3:5]),
        Total(Range(*amounts[5:8]), whole_life, *amounts[8:]),
    )


NOTHING = name_sums([0] * len(MEASURE_ENDS), [0] * len(BASE_MEASURES))
"""A group without a contract."""


def by(decisions: Decisions, *columns: str) -> list[dict[str, Totals]]:
    """Total by the values of each of some columns.

    Args:
        decisions: what a scenario decides.
        columns: categories of the contracts table, or PERIODS, which group by the date on which contracts fall due.

    Returns:
        For each column its groups in the order of its levels, without those that have no counted contract. The group
        "" holds the contracts that do not state the value.
    """
    sums = decisions.sums
    counted, window = decisions.scenario.rule(Counted), decisions.scenario.rule(Window)
    breakdowns = []
    for column in columns:
        due = window if column in PERIODS else None
        names = names_of(decisions.coded, column, due)
        returned = sums.by(column, due)
        of = base_totals(decisions.coded, counted, column, due)
        assert (returned.sum(axis=1) == decisions.sums.totals).all(), f"{column}: groups do not add up to the whole"
        inside = np.flatnonzero(of[0])
        sides = zip(inside.tolist(), returned[:, inside].T.tolist(), of[:, inside].T.tolist(), strict=True)
        breakdowns.append({names[group]: name_sums(*side) for group, *side in sides})
    return breakdowns


def group(decisions: Decisions, column: str, value: str) -> Totals:
    """Total one group of `by`.

    Raises:
        KeyError: the column has no such value.
    """
    counted, window = decisions.scenario.rule(Counted), decisions.scenario.rule(Window)
    due = window if column in PERIODS else None
    code = {name: code for code, name in enumerate(names_of(decisions.coded, column, due))}[value]
    sides = (decisions.sums.by(column, due), base_totals(decisions.coded, counted, column, due))
    return name_sums(*(side[:, code].tolist() for side in sides))


def top(decisions: Decisions, column: str, measure: str, most: int = 20) -> dict[str, Totals]:
    """Total the largest groups of a column, without working out the others.

    Args:
        decisions: what a scenario decides.
        column: a category of the contracts table.
        measure: one of MEASURES; groups are ranked by its central figure.
        most: number of groups at most.

    Returns:
        The groups with a central figure above 0, the largest first; contracts that state no value are in none.
    """
    sums, coded = decisions.sums, decisions.coded
    codes = coded.code(column)[sums.rows].astype(np.intp) + 1
    names = coded.levels[column]
    ranked = sum_by_code(codes, sums.values[[MEASURE_ENDS.index(CENTRAL[measure])]], len(names) + 1)[0, 1:]
    largest = np.flatnonzero(ranked)
    if len(largest) > most:
        largest = largest[ranked[largest] >= np.partition(ranked[largest], -most)[-most]]
    largest = largest[np.argsort(-ranked[largest], kind="stable")][:most]
    place = np.full(len(names) + 1, len(largest))
    place[largest + 1] = np.arange(len(largest))
    places = place.take(codes)
    chosen = np.flatnonzero(places < len(largest))
    returned = sum_by_code(places[chosen], sums.values[:, chosen], len(largest))
    of = base_totals(coded, decisions.scenario.rule(Counted), column)[:, largest]
    sides = zip(largest.tolist(), returned.T.tolist(), of.T.tolist(), strict=True)
    return {names[group]: name_sums(*side) for group, *side in sides}


def funnel(decisions: Decisions) -> list[FunnelStep]:
    """The steps of the pledge in order: exits by rule, good reason, not known by rule, returns.

    A contract kept in part is split by its central share; what is undecided leaves its central share to `returns`.
    """
    stopped, returned = _by_outcome(decisions)
    outside = stopped - returned
    reason = decisions.scenario.rule(GoodReason)
    steps = [
        *(
            FunnelStep(step.rule.stage, step.rule.id, step.rule.label, *map(int, outside[:, EXIT + position]))
            for position, step in enumerate(decisions.steps)
            if not isinstance(step.rule, Counted)  # nothing leaves there: what is not counted never entered
        ),
        FunnelStep(Stage.GOOD_REASON, reason.id, reason.label, *map(int, outside[:, RETAINED] + outside[:, PASSES])),
        *(
            FunnelStep(Stage.NOT_KNOWN, step.rule.id, step.rule.doubt, *map(int, outside[:, OPEN + position]))
            for position, step in enumerate(decisions.steps)
            if stopped[0, OPEN + position]
        ),
        FunnelStep(Stage.RETURNS, "", "Back in house", *map(int, returned.sum(axis=1))),
    ]
    of = base_totals(decisions.coded, decisions.scenario.rule(Counted), "")[:, 0]
    for number, measure in enumerate(MEASURES):
        assert sum(step.measure(measure) for step in steps) == int(of[number]), f"{measure}: funnel leaks"
    return steps


def _by_outcome(decisions: Decisions) -> tuple[Ints, Ints]:
    """BASE_MEASURES of the counted contracts by outcome code, and what of it returns centrally."""
    sums, stopped = decisions.sums, decisions.settled.base_by_outcome.copy()
    stopped[:, NOT_COUNTED] = 0
    central = sums.values[[MEASURE_ENDS.index(name) for name in CENTRAL.values()]]
    return stopped, sum_by_code(decisions.outcome[sums.rows].astype(np.intp), central, PASSES + 1)


def step_rows(decisions: Decisions, stage: Stage, rule: str) -> Bools:
    """Contracts behind a step of the funnel."""
    if stage is Stage.RETURNS:
        return decisions.counted & (decisions.central > 0)
    if stage is Stage.GOOD_REASON:
        passed = decisions.at(Stage.GOOD_REASON) | decisions.at(Stage.RETURNS)
        return passed & (decisions.central < 1000)
    position = next(i for i, step in enumerate(decisions.steps) if step.rule.id == rule)
    at_stage = decisions.at(stage)
    return at_stage & (decisions.rule == position)


def timeline(decisions: Decisions, period: str = "year") -> dict[str, Totals]:
    """What returns by the one of PERIODS in which contracts fall due; "" holds what has no known end."""
    return {name: group for name, group in by(decisions, period)[0].items() if group.contracts.returns.high > 0}


def dominant(decisions: Decisions) -> tuple[int, int] | None:
    """Row of the one contract above a fifth of the central spend a year, with its percentage; else None."""
    row, pence = largest_row(decisions)
    share = share_of_spend(pence, int(decisions.sums.totals[MEASURE_ENDS.index("annual_central")]))
    return (row, share) if share else None


def largest_row(decisions: Decisions) -> tuple[int, int]:
    """Row of the contract with the most central spend, with its pence a year; 0 pence where nothing returns."""
    sums = decisions.sums
    central = sums.values[MEASURE_ENDS.index("annual_central")]
    place = int(central.argmax()) if len(central) else OUTSIDE
    return (int(sums.rows[place]), int(central[place])) if len(central) else (OUTSIDE, 0)


def share_of_spend(pence: int, total: int) -> int:
    """Percentage of the spend that one contract is, where it is worth a word: more than a fifth; else 0."""
    return round(100 * pence / total) if pence * 5 > total > 0 else 0
