"""From contracts and a scenario to a decision for each contract (semantics 10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached
from policy.coded import Bools, CodedContracts, Profiles, Rows
from policy.engine.cells import Cells, cells_of
from policy.engine.good_reason import Retained, retained_shares
from policy.engine.imputation import Counting, Counts
from policy.engine.money import Money, Shares, money
from policy.engine.outcomes import EXIT, NOT_COUNTED, OPEN, PASSES, RETAINED, WORTH_CACHING, Outcomes, Settled, settle
from policy.engine.sums import Sums, sums
from policy.rules.base import Criterion, ExitRule, Permille, Rule, Stage
from policy.rules.criteria import Assessment
from policy.rules.reassess import Reassess
from policy.rules.scope import Counted
from policy.rules.trigger import Due, Window
from policy.scenarios.scenario import Scenario
from policy.ternary import Ternary

STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = (STAGES.index(stage) for stage in (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule code of a row that is not counted."""


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave, with its answer for every contract, or for every profile."""

    rule: Rule
    exits: Ternary
    profiles: Profiles | None


@dataclass(frozen=True, eq=False)
class Decisions:
    """What a scenario decides: for each row of the table a stage, the deciding rule and the share that returns.

    `stage` indexes STAGES and `rule` indexes `steps`, OUTSIDE where the row is not counted; `rule` is OUTSIDE too
    where nothing stops the contract. Shares are thousandths: `low`, `central`, `high` of every row, and `shares` of
    `rows`, which are those that may return. `retained` is what good reason leaves of them, and `counts` are the answers
    by service on which central shares rest; these are worked out when they are asked for.
    """

    coded: CodedContracts
    scenario: Scenario
    steps: tuple[Step, ...]
    settled: Settled
    retained: Retained
    counts: Mapping[int, Counts]

    @property
    def outcome(self) -> Outcomes:
        """Outcome code of each row (policy.engine.outcomes)."""
        return self.settled.outcome

    @property
    def rows(self) -> Rows:
        """Rows that may return."""
        return self.settled.rows

    @cached_property
    def counted(self) -> Bools:
        """Mask of the rows that are counted at all (semantics 10.1)."""
        return self.outcome != NOT_COUNTED

    @cached_property
    def stage(self) -> NDArray[np.int8]:
        """Stage at which each row stops."""
        return self.of_outcome[0].take(self.outcome)

    @cached_property
    def rule(self) -> NDArray[np.int8]:
        """Step that decides each row."""
        return self.of_outcome[1].take(self.outcome)

    @cached_property
    def of_outcome(self) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
        """Stage and step of each outcome code: two look-up tables of 128."""
        stage = np.full(PASSES + 1, RETURNS, dtype=np.int8)
        rule = np.full(PASSES + 1, OUTSIDE, dtype=np.int8)
        stage[NOT_COUNTED], stage[RETAINED] = OUTSIDE, GOOD_REASON
        for position, step in enumerate(self.steps):
            stage[EXIT + position], stage[OPEN + position] = STAGES.index(step.rule.stage), NOT_KNOWN
            rule[EXIT + position] = rule[OPEN + position] = position
        return stage, rule

    @cached_property
    def cells(self) -> Cells:
        """Cells of `rows`, each of which returns in one share."""
        return cells_of(self.coded, self.steps, self.counts, self.rows, self.retained)

    @cached_property
    def shares(self) -> Shares:
        """Least, central and greatest share that returns, of `rows`."""
        return self.cells.spread()

    @cached_property
    def low(self) -> Permille:
        """Least share of each row that returns."""
        return self._of_every_row(self.shares[0])

    @cached_property
    def central(self) -> Permille:
        """Central share of each row that returns."""
        return self._of_every_row(self.shares[1])

    @cached_property
    def high(self) -> Permille:
        """Greatest share of each row that returns."""
        return self._of_every_row(self.shares[2])

    def _of_every_row(self, share: Permille) -> Permille:
        every = np.zeros(len(self.coded), dtype=np.int16)
        every[self.rows] = share
        return every

    @cached_property
    def sums(self) -> Sums:
        """What may return, ready to be summed by group."""
        return sums(self.coded, self.rows, self.shares)

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
        return money(self.coded, column, np.arange(len(self.coded)), (self.low, self.central, self.high))

    @property
    def due(self) -> Due:
        """When each contract falls due."""
        return _due(self.coded, self.scenario.rule(Window).dating())

    @property
    def waiting(self) -> Bools:
        """Which contracts are not decided."""
        return (self.outcome >= OPEN) & (self.outcome < PASSES)

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    def exits(self, step: Step) -> Ternary:
        """Answer of a step for every contract."""
        return step.exits if step.profiles is None else Ternary(step.exits.answers.take(step.profiles.of_row))


def decide(coded: CodedContracts, scenario: Scenario, counts: Mapping[int, Counts] | None = None) -> Decisions:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns.

    Args:
        coded: the contracts.
        scenario: the rules with their settings.
        counts: answers by service to each step, where the table is part of a larger one whose contracts the pass rates
            rest on; counted from this table if not given.

    Returns:
        The decision on every row. Shares, cells and sums are worked out when they are first read.
    """
    coded = reassessed(coded, scenario.rule(Reassess))
    counted = scenario.rule(Counted)
    steps = tuple(steps_of(coded, scenario))
    retained = retained_shares(coded, scenario.reasons)
    counts = Counting(coded, steps, counted) if counts is None else counts
    return Decisions(coded, scenario, steps, settle(coded, steps, counted, retained), retained, counts)


def count_answers(coded: CodedContracts, scenario: Scenario) -> dict[int, Counts]:
    """Count the answers to every step by service in one part of a table; the counts add up over the parts."""
    coded = reassessed(coded, scenario.rule(Reassess))
    steps = tuple(steps_of(coded, scenario))
    counting = Counting(coded, steps, scenario.rule(Counted))
    return {position: counting[position] for position in range(len(steps))}


@cached(4)
def reassessed(coded: CodedContracts, rule: Reassess) -> CodedContracts:
    """The contracts under a scenario's own assessments of services and contracts."""
    return rule.apply(coded)


@cached(8)
def _due(coded: CodedContracts, window: Window) -> Due:
    return window.due(coded)


@cached(16)
def _cached_answer(coded: CodedContracts, rule: ExitRule) -> Ternary:
    return rule.exits(coded)


def steps_of(coded: CodedContracts, scenario: Scenario) -> Iterator[Step]:
    """Every rule at which a contract may exit, in order, with its answers; the criteria are one step.

    A rule whose columns are all in one kind of profile is asked once for each profile, any other of each row.
    """
    criteria = [rule for rule in scenario.rules if isinstance(rule, Criterion) and rule.on]
    shared = coded.profiles_of({*Assessment.reads, *(column for rule in criteria for column in rule.reads)})
    assessed = shared.coded if shared else coded
    for rule in scenario.rules:
        if isinstance(rule, Assessment):
            yield Step(rule, rule.exits(assessed, [criterion.is_met(assessed) for criterion in criteria]), shared)
        elif isinstance(rule, ExitRule):
            if profiles := coded.profiles_of(rule.reads):
                yield Step(rule, rule.exits(profiles.coded), profiles)
            else:
                answer = _cached_answer(coded, rule) if len(coded) > WORTH_CACHING else rule.exits(coded)
                yield Step(rule, answer, None)
