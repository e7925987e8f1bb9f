"""From contracts and a scenario to a decision for each contract (semantics 10)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy.cached import keep
from policy.coded import Bools, Facts, Profiles, Rows
from policy.engine.cells import Cells, cells_of
from policy.engine.good_reason import Retained, retained
from policy.engine.imputation import Counting, Counts
from policy.engine.money import Money, Shares, money
from policy.engine.outcomes import EXIT, KEPT, NOT_COUNTED, OPEN, PASSES, WORTH_KEEPING, Outcomes, Settled, settle
from policy.engine.sums import Tally, tally
from policy.rules.base import Criterion, ExitRule, Permille, Rule, Stage
from policy.rules.criteria import Assessment
from policy.rules.reassess import Reassess
from policy.rules.scope import Counted
from policy.rules.trigger import Due, Window
from policy.scenarios.scenario import Scenario
from policy.ternary import Verdict

STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = (STAGES.index(stage) for stage in (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule code of a row that is not counted."""


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave, with its answer for every contract, or for every profile."""

    rule: Rule
    leaves: Verdict
    profiles: Profiles | None


@dataclass(frozen=True, eq=False)
class Decisions:
    """What a scenario decides: for each row of the table a stage, the deciding rule and the share that returns.

    `stage` indexes STAGES and `rule` indexes `steps`, OUTSIDE where the row is not counted; `rule` is OUTSIDE too
    where nothing stops the contract. Shares are thousandths: `low`, `central`, `high` of every row, and `shares` of
    `rows`, which are those that may return. `retained` is what good reason leaves of them, and `counts` are the answers
    by service on which central shares rest; these are worked out when they are asked for.
    """

    facts: Facts
    scenario: Scenario
    steps: tuple[Step, ...]
    settled: Settled
    retained: Retained
    counts: Mapping[int, Counts]

    @property
    def outcome(self) -> Outcomes:
        """What becomes of each row, in one byte."""
        return self.settled.outcome

    @property
    def rows(self) -> Rows:
        """Rows that may return."""
        return self.settled.rows

    @cached_property
    def counted(self) -> Bools:
        """Rows that form the whole that every share is a share of."""
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
        """Stage and step of each outcome."""
        stage = np.full(PASSES + 1, RETURNS, dtype=np.int8)
        rule = np.full(PASSES + 1, OUTSIDE, dtype=np.int8)
        stage[NOT_COUNTED], stage[KEPT] = OUTSIDE, GOOD_REASON
        for position, step in enumerate(self.steps):
            stage[EXIT + position], stage[OPEN + position] = STAGES.index(step.rule.stage), NOT_KNOWN
            rule[EXIT + position] = rule[OPEN + position] = position
        return stage, rule

    @cached_property
    def cells(self) -> Cells:
        """Cells of `rows`, each of which returns in one share."""
        return cells_of(self.facts, self.steps, self.counts, self.rows, self.retained)

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
        every = np.zeros(len(self.facts), dtype=np.int16)
        every[self.rows] = share
        return every

    @cached_property
    def tally(self) -> Tally:
        """What may return, ready to be summed."""
        return tally(self.facts, self.rows, self.shares)

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
        return _due(self.facts, self.scenario.rule(Window).dating())

    @property
    def waiting(self) -> Bools:
        """Which contracts are not decided."""
        return (self.outcome >= OPEN) & (self.outcome < PASSES)

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    def leaves(self, step: Step) -> Verdict:
        """Answer of a step for every contract."""
        return step.leaves if step.profiles is None else Verdict(step.leaves.answers.take(step.profiles.of_row))


def decide(facts: Facts, scenario: Scenario, counts: Mapping[int, Counts] | None = None) -> Decisions:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns.

    `counts` are given where the table is part of a larger one, whose contracts are the evidence for the undecided.
    """
    facts = reassessed(facts, scenario.rule(Reassess))
    counted = scenario.rule(Counted)
    steps = tuple(steps_of(facts, scenario))
    kept = retained(facts, scenario.reasons)
    counts = Counting(facts, steps, counted) if counts is None else counts
    return Decisions(facts, scenario, steps, settle(facts, steps, counted, kept), kept, counts)


def count_answers(facts: Facts, scenario: Scenario) -> dict[int, Counts]:
    """Count what every step answers, by service: the evidence of a part of a table, which adds up over the parts."""
    facts = reassessed(facts, scenario.rule(Reassess))
    steps = tuple(steps_of(facts, scenario))
    counting = Counting(facts, steps, scenario.rule(Counted))
    return {position: counting[position] for position in range(len(steps))}


@keep(4)
def reassessed(facts: Facts, rule: Reassess) -> Facts:
    """The contracts under a scenario's own assessments of services and contracts."""
    return rule.apply(facts)


@keep(8)
def _due(facts: Facts, window: Window) -> Due:
    return window.due(facts)


@keep(16)
def _kept_answer(facts: Facts, rule: ExitRule) -> Verdict:
    return rule.leaves(facts)


def steps_of(facts: Facts, scenario: Scenario) -> Iterator[Step]:
    """Every rule at which a contract may leave, in order; the criteria are one step.

    A rule that reads only what all contracts of a profile share is asked once for each profile, any other of each row.
    """
    assessing = [rule for rule in scenario.rules if isinstance(rule, Criterion | Assessment)]
    shared = facts.profiles_of({column for rule in assessing for column in rule.reads})
    assessed, criteria = shared.facts if shared else facts, list[Verdict]()
    for rule in scenario.rules:
        if isinstance(rule, Criterion) and rule.on:
            criteria.append(rule.met(assessed))
        elif isinstance(rule, Assessment):
            yield Step(rule, rule.leaves(assessed, criteria), shared)
        elif isinstance(rule, ExitRule):
            if profiles := facts.profiles_of(rule.reads):
                yield Step(rule, rule.leaves(profiles.facts), profiles)
            else:
                answer = _kept_answer(facts, rule) if len(facts) > WORTH_KEEPING else rule.leaves(facts)
                yield Step(rule, answer, None)
