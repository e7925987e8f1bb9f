"""From contracts and a scenario to a decision for each contract (section 10 of the design)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from policy.evidence import central_shares
from policy.facts import Bools, Facts
from policy.money import Money, money
from policy.rule import Criterion, ExitRule, Permille, Rule, Stage
from policy.rules.criteria import Assessment
from policy.rules.good_reason import GoodReason
from policy.rules.reassess import Reassess
from policy.rules.scope import Counted
from policy.rules.trigger import Due, Window
from policy.scenario import Scenario
from policy.tally import Tally, tally
from policy.verdict import Verdict

STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = (STAGES.index(stage) for stage in (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule code of a row that is not counted."""
_NONE = 127
"""Stands for no step while the first of several is sought."""
_WORTH_KEEPING = 50_000
"""Rows from which an answer by row is kept for the next scenario; below that it is cheaper to ask again."""
Positions = NDArray[np.int8]


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave, with its answer for every contract, or for every profile."""

    rule: Rule
    leaves: Verdict
    by_profile: bool


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def tally(self) -> Tally:
        """What may return, ready to be summed."""
        return tally(self.facts, (self.low, self.central, self.high))

    @cached_property
    def annual(self) -> Money:
        """Pounds a year of each contract, in pence, and what returns of it."""
        return self._money("annual_gbp")

    @cached_property
    def whole_life(self) -> Money:
        """Whole-life value of each contract, in pence, and what returns of it."""
        return self._money("value_gbp")

    def _money(self, column: str) -> Money:
        """Amounts of every row of the table; of rows that are not counted nothing returns, but they have a value."""
        return money(self.facts, column, np.arange(len(self.facts)), (self.low, self.central, self.high))

    @property
    def due(self) -> Due:
        """When each contract falls due."""
        return _due(self.facts, self.scenario.rule(Window))

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    def leaves(self, step: Step) -> Verdict:
        """Answer of a step for every contract."""
        return Verdict(step.leaves.answers.take(self.facts.profile)) if step.by_profile else step.leaves


def decide(facts: Facts, scenario: Scenario) -> Decisions:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns."""
    facts = _reassessed(facts, scenario.rule(Reassess))
    assert facts.profiles is not None
    counted = scenario.rule(Counted).covers(facts.profiles).take(facts.profile)
    steps = tuple(_steps(facts, scenario))
    left, unknown = _first(facts, steps, "yes"), _first(facts, steps, "unknown")
    kept = _kept(facts.profiles, scenario)
    stays = left != _NONE
    in_full = ~stays & (kept.low == 1000).take(facts.profile)
    open_ = counted & ~stays & ~in_full & (unknown != _NONE)
    rule = np.where(stays, left, np.where(open_, unknown, OUTSIDE))
    stage = np.select([stays, in_full, open_], [_stage_codes(steps).take(left), GOOD_REASON, NOT_KNOWN], RETURNS)
    reaches = counted & ~stays
    central = np.where(reaches, (1000 - kept.central).take(facts.profile), 0)
    rows = np.flatnonzero(open_)
    central[rows] = central_shares(facts, steps, counted, rows, central[rows])
    return Decisions(
        facts, scenario, steps, counted,
        stage=np.where(counted, stage, OUTSIDE).astype(np.int8),
        rule=np.where(counted, rule, OUTSIDE).astype(np.int8),
        low=np.where(reaches & ~open_, (1000 - kept.high).take(facts.profile), 0).astype(np.int16),
        central=central.astype(np.int16),
        high=np.where(reaches, (1000 - kept.low).take(facts.profile), 0).astype(np.int16),
    )  # fmt: skip


@lru_cache(maxsize=4)
def _reassessed(facts: Facts, rule: Reassess) -> Facts:
    return rule.apply(facts)


@lru_cache(maxsize=8)
def _due(facts: Facts, window: Window) -> Due:
    return window.due(facts)


@lru_cache(maxsize=16)
def _kept_answer(facts: Facts, rule: ExitRule) -> Verdict:
    return rule.leaves(facts)


def _steps(facts: Facts, scenario: Scenario) -> Iterator[Step]:
    """Every rule at which a contract may leave, in order; the criteria are one step."""
    assert facts.profiles is not None
    criteria: list[Verdict] = []
    for rule in scenario.rules:
        if isinstance(rule, Criterion) and rule.on:
            criteria.append(rule.met(facts.profiles))
        elif isinstance(rule, Assessment):
            yield Step(rule, rule.leaves(facts.profiles, criteria), by_profile=True)
        elif isinstance(rule, ExitRule):
            if facts.decided_by_profile(rule.reads):
                yield Step(rule, rule.leaves(facts.profiles), by_profile=True)
            else:
                answer = _kept_answer(facts, rule) if len(facts) > _WORTH_KEEPING else rule.leaves(facts)
                yield Step(rule, answer, by_profile=False)


def _first(facts: Facts, steps: tuple[Step, ...], answer: str) -> Positions:
    """Position of the first step that gives the answer, _NONE where none does."""
    assert facts.profiles is not None
    first = np.full(len(facts.profiles), _NONE, dtype=np.int8)
    for position, step in enumerate(steps):
        if step.by_profile:
            first = np.minimum(first, np.where(getattr(step.leaves, answer), np.int8(position), np.int8(_NONE)))
    first = first.take(facts.profile)
    for position, step in enumerate(steps):
        if not step.by_profile:
            first = np.minimum(first, np.where(getattr(step.leaves, answer), np.int8(position), np.int8(_NONE)))
    return first


def _stage_codes(steps: tuple[Step, ...]) -> NDArray[np.int8]:
    codes = np.full(_NONE + 1, OUTSIDE, dtype=np.int8)
    codes[: len(steps)] = [STAGES.index(step.rule.stage) for step in steps]
    return codes


@dataclass(frozen=True)
class _Kept:
    low: Permille
    central: Permille
    high: Permille


def _kept(profiles: Facts, scenario: Scenario) -> _Kept:
    """Share of each profile kept for good reason; central is the midpoint (section 10.9)."""
    low, high = scenario.rule(GoodReason).kept(profiles)
    return _Kept(low, (low + high) // 2, high)
