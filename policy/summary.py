"""Totals, breakdowns, funnel and timeline of a set of decisions, in integers that agree with each other.

Contracts are counted in thousandths, money in pence. Every function asserts what it must add up to.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy.engine import OUTSIDE, Decisions
from policy.facts import NO_DAY, Bools, Ints
from policy.money import Money
from policy.rule import Stage

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
    chosen = decisions.counted if rows is None else decisions.counted & rows
    returned = [int(share[chosen].sum(dtype=np.int64)) for share in (decisions.low, decisions.central, decisions.high)]
    return Totals(
        Total(Range(*returned), int(chosen.sum()) * 1000),
        _money(decisions, decisions.annual, chosen),
        _money(decisions, decisions.whole_life, chosen),
    )


def _money(decisions: Decisions, money: Money, chosen: Bools) -> Total:
    may_return = chosen & (decisions.high > 0)
    return Total(
        Range(*(int(part[chosen].sum()) for part in (money.low, money.central, money.high))),
        int(money.value[chosen].sum()),
        int((may_return & money.unstated).sum()),
        int((may_return & money.ceiling).sum()),
    )


def by(decisions: Decisions, column: str) -> dict[str, Totals]:
    """Total by the values of a column, or by `year` in which contracts fall due; "" is not stated.

    Groups come in the order of the column's levels; groups without a counted contract are left out.
    """
    codes, names = groups(decisions, column)
    found = {
        name: totals(decisions, codes == position)
        for position, name in enumerate(names)
        if (decisions.counted & (codes == position)).any()
    }
    _agree(decisions, found)
    return found


def groups(decisions: Decisions, column: str) -> tuple[Ints, tuple[str, ...]]:
    """Code the table's rows by the values of a column; the last name, "", is not stated."""
    if column == "year":
        return _years(decisions)
    levels = decisions.facts.levels[column]
    codes = decisions.facts.code(column).astype(np.int64)
    return np.where(codes < 0, len(levels), codes), (*levels, "")


def _years(decisions: Decisions) -> tuple[Ints, tuple[str, ...]]:
    """Code the rows by the calendar year in which they fall due."""
    day = decisions.due.day
    dated = decisions.counted & (day != NO_DAY)
    if not dated.any():
        return np.zeros(len(day), dtype=np.int64), ("",)
    years = np.where(dated, day, day[dated][0]).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    first, last = int(years.min()), int(years.max())
    return np.where(dated, years - first, last - first + 1), (*map(str, range(first, last + 1)), "")


def _agree(decisions: Decisions, found: dict[str, Totals]) -> None:
    """The sum of the groups is the whole, in thousandths and in pence."""
    whole = totals(decisions)
    for measure in MEASURES:
        parts = [group.measure(measure) for group in found.values()]
        total = sum((part.returns for part in parts), Range(0, 0, 0))
        assert total == whole.measure(measure).returns, f"{measure}: groups do not add up to the whole"
        assert sum(part.of for part in parts) == whole.measure(measure).of, f"{measure}: groups lose contracts"


def funnel(decisions: Decisions) -> list[FunnelStep]:
    """The steps of the pledge in order: exits by rule, good reason, not known by rule, returns.

    A contract kept in part is split by its central share; what is undecided leaves its central share to `returns`.
    """
    steps = [*_exits(decisions), _good_reason(decisions), *_not_known(decisions), _returned(decisions)]
    whole = totals(decisions)
    for measure in MEASURES:
        assert sum(step.measure(measure) for step in steps) == whole.measure(measure).of, f"{measure}: funnel leaks"
    return steps


def _exits(decisions: Decisions) -> Iterator[FunnelStep]:
    left = ~(decisions.at(Stage.NOT_KNOWN) | decisions.at(Stage.RETURNS) | decisions.at(Stage.GOOD_REASON))
    for position, step in enumerate(decisions.steps):
        yield _step(decisions, step.rule.stage, step.rule.id, step.rule.label, left & (decisions.rule == position))


def _good_reason(decisions: Decisions) -> FunnelStep:
    rule = next(rule for rule in decisions.scenario.rules if rule.stage is Stage.GOOD_REASON)
    passed = decisions.at(Stage.GOOD_REASON) | decisions.at(Stage.RETURNS)
    return _step(decisions, Stage.GOOD_REASON, rule.id, rule.label, passed, kept=True)


def _not_known(decisions: Decisions) -> Iterator[FunnelStep]:
    waiting = decisions.at(Stage.NOT_KNOWN)
    for position, step in enumerate(decisions.steps):
        rows = waiting & (decisions.rule == position)
        if rows.any():
            yield _step(decisions, Stage.NOT_KNOWN, step.rule.id, step.rule.doubt, rows, kept=True)


def _returned(decisions: Decisions) -> FunnelStep:
    whole = totals(decisions)
    parts = (whole.measure(measure).returns.central for measure in MEASURES)
    return FunnelStep(Stage.RETURNS, "", "Back in house", *parts)


def _step(decisions: Decisions, stage: Stage, rule: str, label: str, rows: Bools, *, kept: bool = False) -> FunnelStep:
    rows = rows & decisions.counted
    contracts = int(rows.sum()) * 1000 - (int(decisions.central[rows].sum(dtype=np.int64)) if kept else 0)
    money = [
        int(measure.value[rows].sum()) - (int(measure.central[rows].sum()) if kept else 0)
        for measure in (decisions.annual, decisions.whole_life)
    ]
    return FunnelStep(stage, rule, label, contracts, *money)


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
    return {name: group for name, group in by(decisions, "year").items() if group.contracts.returns.high > 0}


def dominant(decisions: Decisions) -> tuple[int, int] | None:
    """Row of the one contract above a fifth of the central spend a year, with its percentage; else None."""
    money: NDArray[np.int64] = decisions.annual.central
    total = int(money.sum())
    largest = int(money.argmax()) if len(money) else OUTSIDE
    if total <= 0 or int(money[largest]) * 5 <= total:
        return None
    return largest, round(100 * int(money[largest]) / total)
