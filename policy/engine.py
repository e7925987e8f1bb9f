"""From contracts and a scenario to a decision for each contract (section 10 of the design)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy.evidence import central_shares
from policy.facts import MISSING, Bools, Facts, Ints
from policy.money import Money, money
from policy.rule import Criterion, ExitRule, Permille, Rule, Stage
from policy.rules.criteria import Assessment
from policy.rules.good_reason import GoodReason
from policy.rules.reassess import Reassess
from policy.rules.scope import Counted
from policy.rules.trigger import Due, Window
from policy.scenario import Scenario
from policy.verdict import Verdict

STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = (STAGES.index(stage) for stage in (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule code of a row that is not counted."""


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave, with its answer for every contract."""

    rule: Rule
    leaves: Verdict


@dataclass(frozen=True)
class Decisions:
    """What a scenario decides: for each row of the table a stage, the deciding rule and the share that returns.

    `stage` indexes STAGES and `rule` indexes `steps`, OUTSIDE where the row is not counted; `rule` is OUTSIDE too
    where nothing stops the contract. Shares are thousandths.
    """

    facts: Facts
    scenario: Scenario
    steps: tuple[Step, ...]
    counted: Bools
    stage: NDArray[np.int8]
    rule: NDArray[np.int8]
    low: Permille
    central: Permille
    high: Permille
    due: Due

    @cached_property
    def annual(self) -> Money:
        """Pounds a year of each contract, in pence, and what returns of it."""
        return money(self.facts, "annual_gbp", self.counted, (self.low, self.central, self.high))

    @cached_property
    def whole_life(self) -> Money:
        """Whole-life value of each contract, in pence, and what returns of it."""
        return money(self.facts, "value_gbp", self.counted, (self.low, self.central, self.high))

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    @cached_property
    def year(self) -> Ints:
        """Calendar year in which each contract falls due, MISSING where that is not known."""
        day = self.due.day
        years = np.where(day == MISSING, 0, day).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
        return np.where(day == MISSING, MISSING, years + 1970)


def decide(facts: Facts, scenario: Scenario) -> Decisions:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns."""
    facts = scenario.rule(Reassess).apply(facts)
    counted = scenario.rule(Counted).covers(facts)
    steps = tuple(_steps(facts, scenario))
    left = _first([step.leaves.yes for step in steps])
    unknown = _first([step.leaves.unknown for step in steps])
    kept = _kept(facts, scenario)
    in_full = (left == OUTSIDE) & (kept.low == 1000)
    open_ = counted & (left == OUTSIDE) & (unknown != OUTSIDE) & ~in_full
    rule = np.where(left != OUTSIDE, left, np.where(open_, unknown, OUTSIDE))
    exits = _stage_codes(steps).take(left)
    stage = np.select([left != OUTSIDE, in_full, open_], [exits, GOOD_REASON, NOT_KNOWN], RETURNS)
    reaches = counted & (left == OUTSIDE)
    central = 1000 - kept.central
    central[open_] = central_shares(facts, [step.leaves for step in steps], counted, open_, central)
    return Decisions(
        facts, scenario, steps, counted,
        stage=np.where(counted, stage, OUTSIDE).astype(np.int8),
        rule=np.where(counted, rule, OUTSIDE).astype(np.int8),
        low=np.where(reaches & ~open_, 1000 - kept.high, 0).astype(np.int16),
        central=np.where(reaches, central, 0).astype(np.int16),
        high=np.where(reaches, 1000 - kept.low, 0).astype(np.int16),
        due=scenario.rule(Window).due(facts),
    )  # fmt: skip


def _steps(facts: Facts, scenario: Scenario) -> Iterator[Step]:
    """Every rule at which a contract may leave, in order; the criteria are one step."""
    criteria: list[Verdict] = []
    for rule in scenario.rules:
        if isinstance(rule, Criterion) and rule.on:
            criteria.append(rule.met(facts))
        elif isinstance(rule, Assessment):
            yield Step(rule, rule.leaves(facts, criteria))
        elif isinstance(rule, ExitRule):
            yield Step(rule, rule.leaves(facts))


def _first(answers: list[Bools]) -> NDArray[np.int8]:
    """Index of the first step that gives the answer, OUTSIDE where none does."""
    first = np.full(len(answers[0]), OUTSIDE, dtype=np.int8)
    for position in reversed(range(len(answers))):
        first[answers[position]] = position
    return first


def _stage_codes(steps: tuple[Step, ...]) -> NDArray[np.int8]:
    return np.array([STAGES.index(step.rule.stage) for step in steps], dtype=np.int8)


@dataclass(frozen=True)
class _Kept:
    low: Permille
    central: Permille
    high: Permille


def _kept(facts: Facts, scenario: Scenario) -> _Kept:
    """Share kept for good reason; central is the midpoint (section 10.9)."""
    low, high = scenario.rule(GoodReason).kept(facts)
    return _Kept(low, (low + high) // 2, high)
