"""Totals, breakdowns, funnel and timeline of a set of decisions, in integers that agree with each other.

Contracts are counted in thousandths, money in thousandths of pence. Every function asserts what it must add up to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from policy.coded import Bools, Ints
from policy.engine.cells import CAVEATS
from policy.engine.decide import (
    BASE_MEASURES,
    CENTRAL,
    MEASURE_ENDS,
    OPEN,
    OUTSIDE,
    PASSES,
    RETAINED,
    base_parts,
    sums_by_group,
)
from policy.measures import MEASURES
from policy.results.groups import Decisions, base_by, base_of, chosen, returned_by, what_counts
from policy.results.rows import coding_of, money, name_of
from policy.rules.base import Stage
from policy.rules.good_reason import GoodReason
from policy.ternary import YES

FEW = 3
"""Of so many contracts or fewer, none of them certain to return, a share is no sum that a reader can check."""


@dataclass(frozen=True)
class Range:
    """Low, central and high of one measure: thousandths of a contract, or of a penny."""

    low: int
    central: int
    high: int

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)


@dataclass(frozen=True)
class Total:
    """What returns of a group of contracts, and of how many and how much.

    `without_value` counts the contracts that may return and whose value in this measure is not known;
    `ceilings` those whose only figure is a ceiling, which is in the high end alone. `silent` are the thousandths of
    contracts that return centrally and, for either reason, are in no central money; `silent_of` those of the whole.
    """

    returns: Range
    of: int
    without_value: int = 0
    ceilings: int = 0
    silent: int = 0
    silent_of: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.returns + other.returns,
            self.of + other.of,
            self.without_value + other.without_value,
            self.ceilings + other.ceilings,
            self.silent + other.silent,
            self.silent_of + other.silent_of,
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
        if name == "contracts":
            return self.contracts
        return {"annual_gbp": self.annual_gbp, "whole_life_gbp": self.whole_life_gbp}[name]

    @property
    def is_few(self) -> bool:
        """Whether no contract is certain to return and few may, so that only the ends are told (semantics 10.18)."""
        returns = self.contracts.returns
        return returns.low < 1000 and returns.low != returns.high and returns.high <= 1000 * FEW

    def known(self, name: str) -> int:
        """Thousandths of contracts that return centrally and have a figure in the central sum of a measure."""
        return self.contracts.returns.central - self.measure(name).silent

    def is_known(self, name: str) -> bool:
        """Whether the central sum of a measure says something: it is above nothing, or no return lacks a value."""
        total = self.measure(name)
        return total.returns.central > 0 or not (total.silent or (total.without_value and not total.returns.high))

    def whole_is_known(self, name: str) -> bool:
        """Whether the sum of what the measure is of says something."""
        total = self.measure(name)
        return total.of > 0 or not total.silent_of


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel: what leaves, waits or returns there, centrally.

    `annual_silent` and `whole_silent` are the thousandths of its contracts that have no figure in the money.
    """

    stage: Stage
    rule: str
    label: str
    contracts: int
    annual_gbp: int
    whole_life_gbp: int
    annual_silent: int = 0
    whole_silent: int = 0

    def silent(self, name: str) -> int:
        """Thousandths of its contracts that have no figure in one of MEASURES."""
        return {"contracts": 0, "annual_gbp": self.annual_silent, "whole_life_gbp": self.whole_silent}[name]

    def is_known(self, name: str) -> bool:
        """Whether its sum of a measure says something: it is above nothing, or no contract of it lacks a figure."""
        return self.measure(name) > 0 or not self.silent(name)

    def __add__(self, other: "FunnelStep") -> "FunnelStep":
        return replace(
            self,
            contracts=self.contracts + other.contracts,
            annual_gbp=self.annual_gbp + other.annual_gbp,
            whole_life_gbp=self.whole_life_gbp + other.whole_life_gbp,
            annual_silent=self.annual_silent + other.annual_silent,
            whole_silent=self.whole_silent + other.whole_silent,
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
        Thousandths of contracts and of pence. A contract without a value is in the count and in no sum of money.
    """
    if rows is None:
        return name_sums(decisions.outcome.returned(), decisions.outcome.base())
    outside, n_groups = (lambda block: (~rows[block]).view(np.int8)), 2  # group 0 is what is to be totalled
    [returned] = returned_by(decisions, [(outside, n_groups)])
    base = base_by(decisions.coded, what_counts(decisions), outside, n_groups)
    return name_sums(returned[:, 0].tolist(), base[:, 0].tolist())


def name_sums(returned: Sequence[int], base: Sequence[int]) -> Totals:
    """Name the sums of one group: MEASURE_ENDS in `returned`, BASE_MEASURES in `base`, of which it is a part."""
    central, annual_central, whole_central, annual_silent, whole_silent, *ends = returned
    low, annual_low, whole_low, high, annual_high, whole_high, *counts = ends
    annual_unstated, annual_ceiling, whole_unstated, whole_ceiling = counts
    contracts, annual, whole, annual_silent_of, whole_silent_of = base
    a_year = Range(annual_low, annual_central, annual_high)
    whole_life = Range(whole_low, whole_central, whole_high)
    return Totals(
        Total(Range(low, central, high), contracts),
        Total(a_year, annual, annual_unstated, annual_ceiling, annual_silent, annual_silent_of),
        Total(whole_life, whole, whole_unstated, whole_ceiling, whole_silent, whole_silent_of),
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
    codings = [coding_of(decisions, column) for column in columns]
    sums = returned_by(decisions, [(code, len(names) + 1) for code, names in codings])
    whole_returned, whole_base, breakdowns = decisions.outcome.returned(), decisions.outcome.base(), []
    for column, (_, names), returned in zip(columns, codings, sums, strict=True):
        base = base_of(decisions, column)
        assert [sum(end) for end in returned.tolist()] == whole_returned, f"{column}: groups do not add up to the whole"
        assert [sum(measure) for measure in base.tolist()] == whole_base, f"{column}: nor does their whole"
        inside = np.flatnonzero(base[0])
        groups = zip(inside.tolist(), returned[:, inside].T.tolist(), base[:, inside].T.tolist(), strict=True)
        breakdowns.append({name_of(names, place): name_sums(*sums_of_group) for place, *sums_of_group in groups})
    return breakdowns


def group(decisions: Decisions, column: str, value: str) -> Totals:
    """Total one group of `by`.

    Raises:
        KeyError: the column has no such value.
    """
    code, names = coding_of(decisions, column)
    places = {name: place for place, name in enumerate((*names, ""))}
    place = places[value]
    [returned] = returned_by(decisions, [chosen(code, len(names) + 1, np.array([place]))])
    return name_sums(returned[:, 0].tolist(), base_of(decisions, column)[:, place].tolist())


def funnel(decisions: Decisions) -> list[FunnelStep]:
    """The steps of the pledge in order: exits by rule, good reason, not known by rule, returns.

    A contract kept in part is split by its central share; what is undecided leaves its central share to `returns`.
    """
    stopped, returned = _by_outcome(decisions)
    outside = stopped - returned
    reason = decisions.scenario.rule(GoodReason)
    rules = list(enumerate(step.rule for step in decisions.steps))
    steps = [
        *(FunnelStep(rule.stage, rule.id, rule.label, *map(int, outside[:, place])) for place, rule in rules[1:]),
        FunnelStep(Stage.GOOD_REASON, reason.id, reason.label, *map(int, outside[:, RETAINED] + outside[:, PASSES])),
        *(
            FunnelStep(Stage.NOT_KNOWN, rule.id, rule.doubt, *map(int, outside[:, OPEN + place]))
            for place, rule in rules
            if stopped[0, OPEN + place]
        ),
        FunnelStep(Stage.RETURNS, "", decisions.scenario.preset.outcome, *map(int, returned.sum(axis=1))),
    ]
    for measure, whole in zip(MEASURES, decisions.outcome.base()[: len(MEASURES)], strict=True):
        assert sum(step.measure(measure) for step in steps) == whole, f"{measure}: funnel leaks"
    return steps


def step_names(steps: Sequence[FunnelStep]) -> list[str]:
    """Name the steps in a list; a fact that two rules miss is named with its rule the second time."""
    rules = {step.rule: step.label.lower() for step in steps if step.stage not in (Stage.NOT_KNOWN, Stage.RETURNS)}
    names: list[str] = []
    for step in steps:
        names.append(step.label if step.label not in names else f"{step.label} ({rules.get(step.rule, step.rule)})")
    return names


def _by_outcome(decisions: Decisions) -> tuple[Ints, Ints]:
    """BASE_MEASURES of the counted contracts by outcome code, and what of it returns centrally."""
    outcome = decisions.outcome
    codes, parts = outcome.codes.astype(np.intp), outcome.base_parts()
    back = base_parts(outcome.shares[CENTRAL], outcome.cells.answers[CAVEATS], outcome.cells.sums)
    stopped, returned = (sums_by_group(some, codes, PASSES + 1) for some in (parts, back))
    return stopped, returned


def step_rows(decisions: Decisions, stage: Stage, rule: str) -> Bools:
    """Contracts behind a step of the funnel; behind the last all that may return, also where centrally nothing does.

    A contract that is not decided, of a service of which no decided one returns, counts as nothing in the figure and as
    itself in the end of its range.
    """
    if stage is Stage.RETURNS:
        return decisions.counted & (decisions.high > 0)
    if stage is Stage.GOOD_REASON:
        passed = decisions.at(Stage.GOOD_REASON) | decisions.at(Stage.RETURNS)
        return passed & (decisions.central < 1000)
    position = next(place for place, step in enumerate(decisions.steps) if step.rule.id == rule)
    at_stage = decisions.at(stage)
    return at_stage & (decisions.rule == position)


def timeline(decisions: Decisions, period: str = "year") -> dict[str, Totals]:
    """What returns by the one of PERIODS in which contracts fall due; "" holds what has no known end."""
    return {name: group for name, group in by(decisions, period)[0].items() if group.contracts.returns.high > 0}


@dataclass(frozen=True)
class Assumed:
    """Contracts of whose value nobody says which years it covers, and their central spend a year.

    Only contracts with any central spend are in it; `spend` is in thousandths of pence.
    """

    contracts: int = 0
    spend: int = 0

    def __add__(self, other: "Assumed") -> "Assumed":
        return Assumed(self.contracts + other.contracts, self.spend + other.spend)


def assumed_spans(decisions: Decisions) -> Assumed:
    """Sum the central spend a year that assumes which years a whole-life value covers (semantics 10.14)."""
    back = np.flatnonzero(decisions.coded.is_in("value_span", ("assumed",)).yes & (decisions.central > 0))
    central = money(decisions, "annual_gbp", back).central
    return Assumed(int((central > 0).sum()), int(central.sum()))


def dominant(decisions: Decisions) -> tuple[int, int] | None:
    """Row of the one contract above a fifth of the central spend a year, with its percentage; else None."""
    row, spend = largest_row(decisions)
    share = share_of_spend(spend, decisions.outcome.returned()[MEASURE_ENDS.index("annual_central")])
    return (row, share) if share else None


def largest_row(decisions: Decisions) -> tuple[int, int]:
    """Row of the contract with the most central spend a year, and that spend; 0 where nothing returns."""
    back = np.flatnonzero(decisions.high)
    if not len(back):
        return OUTSIDE, 0
    central = money(decisions, "annual_gbp", back).central
    place = int(central.argmax())
    return int(back[place]), int(central[place])


def share_of_spend(spend: int, total: int) -> int:
    """Percentage of the spend that one contract is, where it is worth a word: more than a fifth; else 0."""
    return round(100 * spend / total) if spend * 5 > total > 0 else 0


@dataclass(frozen=True)
class Exemption:
    """What one exemption does among contracts that nothing before the exemptions takes out for certain.

    `takes` are contracts that it exempts for certain, `only` those that no other does, and `share` its part of all that
    are exempt, whatever the order: a contract that several exempt counts for each of them in equal parts, which is the
    mean over every order.
    """

    label: str
    takes: int
    only: int
    share: Fraction


def exemptions(decisions: Decisions) -> tuple[Exemption, ...]:
    """Share what the exemptions of a policy take, free of their order; those that take nothing are left out."""
    cells, steps = decisions.outcome.cells, decisions.steps
    own = [step for step in steps if step.rule.stage is Stage.EXEMPTIONS]
    before = [cells.answers[step.question.key] == YES for step in steps if step.rule.stage is not Stage.EXEMPTIONS]
    reach = decisions.outcome.counted & ~np.any(before, axis=0)
    takes = np.array([reach & (cells.answers[step.question.key] == YES) for step in own])
    by = takes.sum(axis=0)
    taking = []
    for step, which in zip(own, takes, strict=True):
        counts = {k: int(cells.contracts[which & (by == k)].sum()) for k in range(1, len(own) + 1)}
        share = sum((Fraction(count, k) for k, count in counts.items()), start=Fraction(0))
        taking.append(Exemption(step.rule.label, sum(counts.values()), counts[1], share))
    return tuple(exemption for exemption in taking if exemption.takes)
