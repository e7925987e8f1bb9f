"""A whole result as sums, which add up over the parts of a table that is too large to be held at once.

Parts are assessed in two passes: one counts answers for the pass rates, then one decides. A contract is decided from
its own row, but for the central share of the undecided, which rests on how often contracts of the whole table pass a
rule. Those counts add up over parts, and so do sums, so the figures are those of the whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Protocol, TypeVar

import numpy as np

from policy.cached import clear_cache
from policy.coded import CodedContracts
from policy.engine.decide import Counts, count_answers, decide
from policy.results.groups import Decisions
from policy.results.left_open import not_known
from policy.results.totals import Assumed, FunnelStep, Totals, assumed_spans, by, funnel, largest_row, totals
from policy.rules.base import Stage
from policy.rules.scope import Counted
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, Meeting, Scope, scope_of

R = TypeVar("R")
BREAKDOWNS = ("service", "group", "buyer_kind", "supplier_kind", "year", "region", "nation", "instrument")


@dataclass(frozen=True)
class Largest:
    """The contract with the most central spend a year (thousandths of pence), and its part of the table and row."""

    spend: int
    part: int
    row: int


@dataclass(frozen=True)
class Result:
    """What an assessment says of a table, or of a part of it.

    `waiting` counts the contracts that are not decided; `levels` order the groups of each breakdown; `left_open` counts
    those that may be in the scope, by what is not known of them; `meeting` has the names that meet each pattern of it.
    """

    scenario: Scenario
    totals: Totals
    funnel: tuple[FunnelStep, ...]
    by: Mapping[str, Mapping[str, Totals]]
    levels: Mapping[str, tuple[str, ...]]
    waiting: int
    largest: Largest
    assumed: Assumed
    scope: Scope = EVERYTHING
    left_open: Mapping[str, int] = field(default_factory=dict)
    meeting: Meeting = field(default_factory=dict)


def result(decisions: Decisions, part: int = 0) -> Result:
    """Sum decisions up; `part` says which part of the table they are of."""
    row, spend = largest_row(decisions)
    groups = dict(zip(BREAKDOWNS, by(decisions, *BREAKDOWNS), strict=True))
    levels = {name: decisions.coded.levels[name] if name != "year" else tuple(groups[name]) for name in BREAKDOWNS}
    return Result(
        decisions.scenario,
        totals(decisions),
        tuple(funnel(decisions)),
        groups,
        levels,
        int(decisions.at(Stage.NOT_KNOWN).sum()),
        Largest(spend, part, row),
        assumed_spans(decisions),
        scope_of(decisions.coded),
        not_known(decisions),
        scope_of(decisions.coded).meeting(decisions.coded),
    )


def together(results: Sequence[Result]) -> Result:
    """Add up the results of the parts of a table, which must be of one scenario and in order."""
    assert len({(each.scenario, each.scope) for each in results}) == 1
    return reduce(_sum, results)


def _sum(one: Result, other: Result) -> Result:
    levels = {name: _order(one.levels[name], other.levels[name]) for name in one.levels}
    return replace(
        one,
        totals=one.totals + other.totals,
        funnel=_steps(one.funnel, other.funnel),
        by={name: _groups(one.by[name], other.by[name], levels[name]) for name in one.by},
        levels=levels,
        waiting=one.waiting + other.waiting,
        largest=max(one.largest, other.largest, key=lambda largest: largest.spend),
        assumed=one.assumed + other.assumed,
        left_open={
            key: one.left_open.get(key, 0) + other.left_open.get(key, 0) for key in {**one.left_open, **other.left_open}
        },
        meeting={
            key: {text: tuple(sorted({*names, *other.meeting[key][text]})) for text, names in patterns.items()}
            for key, patterns in one.meeting.items()
        },
    )


def _order(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Order of groups: the declared one, which all parts share, or that of the words themselves."""
    return one if one == other else tuple(sorted({*one, *other}))


def _groups(one: Mapping[str, Totals], other: Mapping[str, Totals], order: tuple[str, ...]) -> dict[str, Totals]:
    groups = {**one, **other, **{name: one[name] + other[name] for name in one if name in other}}
    place = {name: at for at, name in enumerate(order) if name}
    return {name: groups[name] for name in sorted(groups, key=lambda name: place.get(name, len(order)))}


def _steps(one: Sequence[FunnelStep], other: Sequence[FunnelStep]) -> tuple[FunnelStep, ...]:
    """Add up the steps of two funnels; a part shows a doubt only where some contract waits there."""
    added: dict[tuple[Stage, str], FunnelStep] = {}
    for step in (*one, *other):
        earlier = added.get((step.stage, step.rule))
        added[step.stage, step.rule] = earlier + step if earlier else step
    exits = [step.rule for step in one if step.stage not in (Stage.NOT_KNOWN, Stage.RETURNS)]
    rules = [Counted.id, *exits]  # nothing leaves at the count, and its doubt comes first

    def place(step: FunnelStep) -> tuple[int, int]:
        """Exits first, then doubts, then what returns; each in the order of the rules."""
        late = {Stage.NOT_KNOWN: 1, Stage.RETURNS: 2}.get(step.stage, 0)
        return late, rules.index(step.rule) if step.rule else 0

    return tuple(sorted(added.values(), key=place))


class Each(Protocol):
    """Runs a function of the place of a part for every part, anywhere and in any order; results come in order."""

    def __call__(self, what: str, function: Callable[[int], R], /) -> Iterable[R]: ...  # noqa: D102


@dataclass(frozen=True)
class CountPart:
    """The first pass over one part."""

    read: Callable[[int], CodedContracts]
    scenario: Scenario

    def __call__(self, part: int) -> Counts:
        """Count the answers of one part."""
        try:
            return count_answers(self.read(part), self.scenario)
        finally:
            clear_cache()


@dataclass(frozen=True)
class DecidePart:
    """The second pass over one part, with the answers counted over all parts."""

    read: Callable[[int], CodedContracts]
    scenario: Scenario
    counts: Counts

    def __call__(self, part: int) -> Result:
        """Decide one part and sum it up."""
        try:
            return result(decide(self.read(part), self.scenario, self.counts), part)
        finally:
            clear_cache()


def assess_parts(read: Callable[[int], CodedContracts], scenario: Scenario, each: Each) -> Result:
    """Assess a table in parts; the figures are those of the whole table.

    Args:
        read: gives the coded contracts of the part at a place; picklable, since `each` may run it in another process.
        scenario: the rules with their settings.
        each: runs a function for every part.

    Returns:
        The sums of all parts.
    """
    counts = reduce(np.add, each("counting", CountPart(read, scenario)))
    return together(list(each("deciding", DecidePart(read, scenario, counts))))
