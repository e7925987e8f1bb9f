"""What a scenario asks of a contract: a question for each step, for good reason and for a reader's scope."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, cast

import numpy as np

from policy.cached import of_table
from policy.coded import CodedContracts, Ints, Rows
from policy.engine.cells import Question
from policy.rules.base import AssessmentRule, Criterion, ExitRule, ReasonRule, ReassessRule, Rule, ScopeRule
from policy.ternary import Answers, Ternary


class Ruled(Protocol):
    """A scenario: its rules, in order."""

    @property
    def rules(self) -> tuple[Rule, ...]: ...  # noqa: D102


class Condition(Hashable, Protocol):
    """One condition of a reader's scope: which columns it reads, and which contracts meet it. Hashed by content."""

    @property
    def field(self) -> str: ...  # noqa: D102

    @property
    def reads(self) -> tuple[str, ...]: ...  # noqa: D102

    def under(self, rules: Sequence[Rule]) -> "Condition":
        """The condition as it reads under these rules, such as with the end that counts."""

    def holds(self, coded: CodedContracts) -> Ternary:
        """Whether each contract meets it."""


class Scoping(Protocol):
    """What a reader looks at: contracts that meet every condition (semantics 12)."""

    @property
    def conditions(self) -> tuple[Condition, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave; the first is which rows are counted at all."""

    rule: Rule
    question: Question


def steps_of(rules: Sequence[Rule]) -> Iterator[Step]:
    """Every rule at which a contract may leave, in order; the criteria are one step."""
    criteria = tuple(rule for rule in rules if isinstance(rule, Criterion) and rule.on)
    for rule in (each.under(rules) for each in rules):
        if isinstance(rule, ScopeRule | ExitRule):
            yield Step(rule, Question(rule, frozenset(rule.asks_for()), partial(_asked, rule), 3))
        elif isinstance(rule, AssessmentRule):
            reads = frozenset(rule.reads).union(*(criterion.reads for criterion in criteria))
            yield Step(rule, Question((rule, criteria), reads, partial(_assessed, rule, criteria), 3))


def _asked(rule: ScopeRule | ExitRule, coded: CodedContracts) -> Answers:
    return rule.exits(coded).answers


def _assessed(rule: AssessmentRule, criteria: Sequence[Criterion], coded: CodedContracts) -> Answers:
    return rule.exits(coded, [criterion.is_met(coded) for criterion in criteria]).answers


def reason_of(rules: Sequence[Rule]) -> Question:
    """Which share of a contract good reason retains; of several rules the one that retains most counts.

    The answer is one whole number, least * 1001 + most, both in thousandths.
    """
    reasons = tuple(rule for rule in rules if isinstance(rule, ReasonRule))

    def ask(coded: CodedContracts) -> Ints:
        shares = [rule.retained_share(coded) for rule in reasons] or [(np.zeros(len(coded), dtype=np.int16),) * 2]
        least, most = (np.maximum.reduce(side).astype(np.int64) for side in zip(*shares, strict=True))
        return least * 1001 + most

    return Question(reasons, frozenset({"service"}).union(*(rule.reads for rule in reasons)), ask, 0)


def conditions_of(coded: CodedContracts, rules: Sequence[Rule]) -> tuple[Condition, ...]:
    """The conditions of the scope in which the contracts are looked at, as they read under these rules."""
    scope = cast("Scoping | None", coded.scope)
    return tuple(condition.under(rules) for condition in scope.conditions) if scope else ()


IN_SCOPE, OUT_OF_SCOPE, SEVERAL_OPEN, ONE_OPEN = range(4)
"""Answers to what a reader looks at: yes, no, several conditions leave it open, the first leaves it open, and so on."""


def scope_question(coded: CodedContracts, conditions: tuple[Condition, ...]) -> Question:
    """Whether each contract is in a reader's scope, and which of its conditions leaves it open (semantics 12).

    The answers of rows are kept for the next scenario, since few rules have a say in them.
    """
    reads = frozenset[str]().union(*(condition.reads for condition in conditions))
    answers = None if coded.profiles_of(reads) else of_table(coded.everything, _in_scope, conditions)
    return Question(conditions, reads, partial(_in_scope, conditions=conditions), ONE_OPEN + len(conditions), answers)


def _in_scope(coded: CodedContracts, conditions: tuple[Condition, ...]) -> Rows:
    answers = np.full(len(coded), IN_SCOPE, dtype=np.int8)
    for place, condition in enumerate(conditions):
        held = condition.holds(coded)
        open_ = np.where(answers == IN_SCOPE, np.int8(ONE_OPEN + place), np.int8(SEVERAL_OPEN))
        answers = np.where(held.unknown & (answers != OUT_OF_SCOPE), open_, answers)
        answers[held.no] = OUT_OF_SCOPE
    return answers


def questions_of(coded: CodedContracts, scenario: Ruled) -> list[Question]:
    """Everything that a scenario asks of a contract, and a reader's scope beside it."""
    asked = [*(step.question for step in steps_of(scenario.rules)), reason_of(scenario.rules)]
    conditions = conditions_of(coded, scenario.rules)
    return [*asked, scope_question(coded, conditions)] if conditions else asked


def reassessed(coded: CodedContracts, scenario: Ruled) -> CodedContracts:
    """The contracts under a scenario's own assessments of services and contracts."""
    own = tuple(rule for rule in scenario.rules if isinstance(rule, ReassessRule))
    return of_table(coded.everything, _reassessed, own).within(coded.scope)


def _reassessed(coded: CodedContracts, rules: tuple[ReassessRule, ...]) -> CodedContracts:
    for rule in rules:
        coded = rule.apply(coded)
    return coded
