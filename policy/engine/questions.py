"""What a scenario asks of every contract: each rule, the criteria as one, good reason, and a reader's scope."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, Protocol, cast

import numpy as np

from policy.cached import of_table
from policy.coded import CodedContracts, Ints, Rows
from policy.rules.base import AssessmentRule, Criterion, ExitRule, ReasonRule, ReassessRule, Rule, ScopeRule
from policy.ternary import Answers, Ternary


class Question(NamedTuple):
    """Something asked of every contract and answered in whole numbers from 0; equal keys have equal answers.

    Answers are below `size`; one without a bound (size 0) is asked of a whole table at once, not in blocks. `answers`
    are those of every row where they were worked out before.
    """

    key: Hashable
    reads: frozenset[str]
    ask: Callable[[CodedContracts], Rows]
    size: int
    answers: Rows | None = None


class Ruled(Protocol):
    """A scenario: its rules, in order."""

    @property
    def rules(self) -> tuple[Rule, ...]: ...  # noqa: D102


class ScopeCondition(Hashable, Protocol):
    """One condition of a reader's scope: which columns it reads, and which contracts meet it. Hashed by content."""

    @property
    def field(self) -> str: ...  # noqa: D102

    @property
    def reads(self) -> tuple[str, ...]: ...  # noqa: D102

    def under(self, rules: Sequence[Rule]) -> "ScopeCondition":
        """The condition as it reads under these rules, such as with the end that counts."""

    def holds(self, coded: CodedContracts) -> Ternary:
        """Whether each contract meets it."""


class Scoping(Protocol):
    """What a reader looks at: contracts that meet every condition (semantics 12)."""

    @property
    def conditions(self) -> tuple[ScopeCondition, ...]: ...  # noqa: D102


@dataclass(frozen=True)
class Step:
    """One rule at which a contract may leave; the first is which rows are counted at all."""

    rule: Rule
    question: Question


def steps_of(rules: Sequence[Rule]) -> Iterator[Step]:
    """Every rule at which a contract may leave, in order; the criteria are one step."""
    criteria = tuple(rule for rule in rules if isinstance(rule, Criterion) and rule.on)
    for rule in (declared.under(rules) for declared in rules):
        if isinstance(rule, ScopeRule | ExitRule):
            yield Step(rule, Question(rule, frozenset(rule.asks_for()), partial(_asked, rule), 3))
        elif isinstance(rule, AssessmentRule):
            reads = frozenset(rule.reads).union(*(criterion.reads for criterion in criteria))
            yield Step(rule, Question((rule, criteria), reads, partial(_assessed, rule, criteria), 3))


def _asked(rule: ScopeRule | ExitRule, coded: CodedContracts) -> Answers:
    return rule.exits(coded).answers


def _assessed(rule: AssessmentRule, criteria: Sequence[Criterion], coded: CodedContracts) -> Answers:
    return rule.exits(coded, [criterion.is_met(coded) for criterion in criteria]).answers


_SHARES = 1001
"""So many shares there are in whole thousandths, 0 to 1000."""


def reason_of(rules: Sequence[Rule]) -> Question:
    """Which share of a contract good reason retains; of several rules the one that retains most counts.

    The answer is one whole number that holds the least and the greatest share (`retained_of`).
    """
    reasons = tuple(rule for rule in rules if isinstance(rule, ReasonRule))

    def ask(coded: CodedContracts) -> Ints:
        shares = [rule.retained_share(coded) for rule in reasons] or [(np.zeros(len(coded), dtype=np.int16),) * 2]
        least, most = (np.maximum.reduce(side).astype(np.int64) for side in zip(*shares, strict=True))
        return least * _SHARES + most

    return Question(reasons, frozenset({"service"}).union(*(rule.reads for rule in reasons)), ask, 0)


def retained_of(answers: Rows) -> tuple[Rows, Rows]:
    """Least and greatest share that good reason retains, in thousandths, from the answers to `reason_of`."""
    least, most = np.divmod(answers, _SHARES)
    return least, most


def conditions_of(coded: CodedContracts, rules: Sequence[Rule]) -> tuple[ScopeCondition, ...]:
    """The conditions of the scope in which the contracts are looked at, as they read under these rules."""
    scope = cast("Scoping | None", coded.scope)
    return tuple(condition.under(rules) for condition in scope.conditions) if scope else ()


IN_SCOPE, OUT_OF_SCOPE, SEVERAL_OPEN, ONE_OPEN = range(4)
"""Whether a contract is in a reader's scope: yes, no, several conditions leave it open, or one alone does: ONE_OPEN is
the first of the conditions, ONE_OPEN + 1 the second, and so on."""


def scope_question(coded: CodedContracts, conditions: tuple[ScopeCondition, ...]) -> Question:
    """Whether each contract is in a reader's scope, and which of its conditions leaves it open (semantics 12).

    What rows answer is kept for the next scenario, since it depends on few of the rules.
    """
    reads = frozenset[str]().union(*(condition.reads for condition in conditions))
    answers = None if coded.profiles_of(reads) else of_table(coded.everything, _in_scope, conditions)
    return Question(conditions, reads, partial(_in_scope, conditions=conditions), ONE_OPEN + len(conditions), answers)


def _in_scope(coded: CodedContracts, conditions: tuple[ScopeCondition, ...]) -> Rows:
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
