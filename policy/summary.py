"""Totals, breakdowns, funnel and timeline of a set of decisions, in integers that agree with each other.

Contracts are counted in thousandths, money in pence. Every function asserts what it must add up to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from policy.engine import OUTSIDE, STAGES, Decisions
from policy.facts import Bools, Ints
from policy.money import money
from policy.rule import Stage
from policy.rules.good_reason import GoodReason
from policy.rules.scope import Counted
from policy.rules.trigger import Window
from policy.tally import HELD, QUANTITIES, codes_of, held, sums

MEASURES = ("contracts", "annual_gbp", "whole_life_gbp")


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


@dataclass(frozen=True)
class Totals:
    """The three measures of a group of contracts."""

    contracts: Total
    annual_gbp: Total
    whole_life_gbp: Total

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

    def measure(self, name: str) -> int:
        """Give one of MEASURES."""
        return {"contracts": self.contracts, "annual_gbp": self.annual_gbp, "whole_life_gbp": self.whole_life_gbp}[name]


def totals(decisions: Decisions, rows: Bools | None = None) -> Totals:
    """Total the three measures over all counted contracts, or over some rows of the table."""
    counted = decisions.scenario.rule(Counted)
    if rows is None:
        return _totals(decisions.tally.values.sum(axis=1), held(decisions.facts, counted, "")[:, 0])
    chosen = decisions.tally
    kept = rows[chosen.rows]
    whole = np.flatnonzero(rows & decisions.counted)
    amounts = [money(decisions.facts, name, whole, None).value.sum() for name in ("annual_gbp", "value_gbp")]
    return _totals(chosen.values[:, kept].sum(axis=1), np.array([1000 * len(whole), *amounts]))


def _totals(returned: Ints, of: Ints) -> Totals:
    """Name the sums of one group: QUANTITIES and HELD."""
    low, central, high, *amounts = map(int, returned)
    contracts, annual, whole = map(int, of)
    return Totals(
        Total(Range(low, central, high), contracts),
        Total(Range(*amounts[:3]), annual, *amounts[3:5]),
        Total(Range(*amounts[5:8]), whole, *amounts[8:]),
    )


def by(decisions: Decisions, *columns: str) -> list[dict[str, Totals]]:
    """Total by the values of each column, or by `year` in which contracts fall due; "" is not stated.

    Groups come in the order of the column's levels; groups without a counted contract are left out.
    """
    taken = decisions.tally
    whole = taken.values.sum(axis=1)
    counted, window = decisions.scenario.rule(Counted), decisions.scenario.rule(Window)
    found = []
    for column in columns:
        due = window if column == "year" else None
        codes, names = codes_of(decisions.facts, column, due)
        returned = taken.by(codes[taken.rows], len(names))
        of = held(decisions.facts, counted, column, due)
        assert (returned.sum(axis=1) == whole).all(), f"{column}: groups do not add up to the whole"
        found.append({names[i]: _totals(returned[:, i], of[:, i]) for i in np.flatnonzero(of[0])})
    return found


def funnel(decisions: Decisions) -> list[FunnelStep]:
    """The steps of the pledge in order: exits by rule, good reason, not known by rule, returns.

    A contract kept in part is split by its central share; what is undecided leaves its central share to `returns`.
    """
    placed, taken = _placed(decisions), decisions.tally
    steps = [*_exits(decisions, placed), _good_reason(decisions, placed), *_not_known(decisions, placed)]
    central = [QUANTITIES.index(name) for name in ("central", "annual_central", "whole_central")]
    returned = taken.values[central].sum(axis=1)
    steps.append(FunnelStep(Stage.RETURNS, "", "Back in house", *map(int, returned)))
    of = held(decisions.facts, decisions.scenario.rule(Counted), "")[:, 0]
    for number, measure in enumerate(MEASURES):
        assert sum(step.measure(measure) for step in steps) == int(of[number]), f"{measure}: funnel leaks"
    return steps


def _placed(decisions: Decisions) -> Ints:
    """What stops at each stage and rule, less what returns of it centrally: HELD by stage by rule."""
    rules = len(decisions.steps) + 1
    rows = np.flatnonzero(decisions.counted)
    key = decisions.stage[rows].astype(np.intp) * rules + decisions.rule[rows] + 1
    amounts = [money(decisions.facts, name, rows, None).value for name in ("annual_gbp", "value_gbp")]
    stopped = sums(key, np.stack([np.full(len(rows), 1000), *amounts]), len(STAGES) * rules)
    taken = decisions.tally
    key = decisions.stage[taken.rows].astype(np.intp) * rules + decisions.rule[taken.rows] + 1
    central = taken.values[[QUANTITIES.index(name) for name in ("central", "annual_central", "whole_central")]]
    return (stopped - sums(key, central, len(STAGES) * rules)).reshape(len(HELD), len(STAGES), rules)


def _exits(decisions: Decisions, placed: Ints) -> Iterator[FunnelStep]:
    for position, step in enumerate(decisions.steps):
        amounts = placed[:, STAGES.index(step.rule.stage), position + 1]
        yield FunnelStep(step.rule.stage, step.rule.id, step.rule.label, *map(int, amounts))


def _good_reason(decisions: Decisions, placed: Ints) -> FunnelStep:
    """Contracts that pass every rule, for the share that is kept."""
    rule = decisions.scenario.rule(GoodReason)
    kept = placed[:, [STAGES.index(Stage.GOOD_REASON), STAGES.index(Stage.RETURNS)]].sum(axis=(1, 2))
    return FunnelStep(Stage.GOOD_REASON, rule.id, rule.label, *map(int, kept))


def _not_known(decisions: Decisions, placed: Ints) -> Iterator[FunnelStep]:
    waiting = decisions.at(Stage.NOT_KNOWN)
    for position, step in enumerate(decisions.steps):
        if (waiting & (decisions.rule == position)).any():
            amounts = placed[:, STAGES.index(Stage.NOT_KNOWN), position + 1]
            yield FunnelStep(Stage.NOT_KNOWN, step.rule.id, step.rule.doubt, *map(int, amounts))


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


def timeline(decisions: Decisions) -> dict[str, Totals]:
    """What returns by the year in which contracts fall due; "" holds what has no known year."""
    return {name: group for name, group in by(decisions, "year")[0].items() if group.contracts.returns.high > 0}


def dominant(decisions: Decisions) -> tuple[int, int] | None:
    """Row of the one contract above a fifth of the central spend a year, with its percentage; else None."""
    taken = decisions.tally
    central = taken.values[QUANTITIES.index("annual_central")]
    total = int(central.sum())
    largest = int(central.argmax()) if len(central) else OUTSIDE
    if total <= 0 or int(central[largest]) * 5 <= total:
        return None
    return int(taken.rows[largest]), round(100 * int(central[largest]) / total)
