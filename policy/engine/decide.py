"""From contracts and rules to a decision for each cell, and so for each contract (semantics 10)."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from policy.cached import cached, of_table
from policy.coded import CEILING, MONEY_COLUMNS, Bools, CodedContracts, Floats, Ints, Rows
from policy.engine.cells import BLOCK, SERVICE, STATING, Cells, Question, by_block, cells_of, exact_product, numbered
from policy.rules.base import (
    AssessmentRule,
    Criterion,
    ExitRule,
    Permille,
    ReasonRule,
    ReassessRule,
    Rule,
    ScopeRule,
    Stage,
)
from policy.ternary import NO, UNKNOWN, YES, Answers, Ternary

STAGES = tuple(Stage)
GOOD_REASON, NOT_KNOWN, RETURNS = map(STAGES.index, (Stage.GOOD_REASON, Stage.NOT_KNOWN, Stage.RETURNS))
OUTSIDE = -1
"""Stage and rule of a row that is not counted."""
NOT_COUNTED, RETAINED, OPEN, PASSES = 0, 63, 64, 127
"""Outcome codes, of which the smallest that the rules give stands: certain exit at a step (its position, so 0, at the
first step, is not counted), retained in full for good reason, open at a step (OPEN and its position), passes."""
ENOUGH = 5
"""Fewer certain answers than this say too little of a service (semantics 10.10)."""
FALLBACK = (1, 1)
"""Passes and exits where no contract has a certain answer: a pass rate of 1/2."""
_TIE = 1e-6
"""A float product closer than this to a half is worked out again with fractions, so that it rounds correctly."""
Shares = NDArray[np.int16]
"""Low, central and high share, in thousandths, a row each."""


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


S = TypeVar("S", bound=Ruled)


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
"""Whether a contract is in a reader's scope: yes, no, several conditions leave it open, or one alone does: ONE_OPEN is
the first of the conditions, ONE_OPEN + 1 the second, and so on."""


def scope_question(coded: CodedContracts, conditions: tuple[Condition, ...]) -> Question:
    """Whether each contract is in a reader's scope, and which of its conditions leaves it open (semantics 12).

    What rows answer is kept for the next scenario, since it depends on few of the rules.
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


Counts = Ints
"""Number of counted contracts by step, service (0 not known) and answer (NO, UNKNOWN, YES)."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a scenario decides of each cell: an outcome code, what good reason leaves, and the share that returns.

    `left` and `shares` are low, central and high in thousandths, by cell; `rates` are the pass rates of the steps at
    which some cell that may return is in doubt.
    """

    cells: Cells
    codes: NDArray[np.uint8]
    left: Shares
    shares: Shares
    rates: Mapping[int, "PassRate"]

    @property
    def counted(self) -> Bools:
        """Which cells are counted (semantics 10.1)."""
        return self.codes != NOT_COUNTED

    def returned(self) -> list[int]:
        """Sum MEASURE_ENDS over all cells."""
        return ends(self.shares, self.cells.answers[STATING], self.cells.sums[..., None])[:, 0].tolist()

    def of(self) -> list[int]:
        """Sum BASE_MEASURES over all counted cells."""
        return base(self.counted, self.cells.answers[STATING], self.cells.sums[..., None])[:, 0].tolist()


MEASURE_ENDS = (
    "low", "central", "high",
    "annual_low", "annual_central", "annual_high", "annual_unstated", "annual_ceiling", "annual_silent",
    "whole_low", "whole_central", "whole_high", "whole_unstated", "whole_ceiling", "whole_silent",
)  # fmt: skip
"""What is summed of the contracts that may return, in this order: thousandths of contracts; thousandths of pence; and
for each measure of money two counts (no known value, only a ceiling) and the thousandths of contracts that return
centrally without a figure in the central money, for either reason."""
BASE_MEASURES = ("counted", "annual", "whole", "annual_silent", "whole_silent")
"""What is summed of every counted contract: thousandths of contracts, thousandths of pence a year and whole life, and
thousandths of contracts without a figure in each of the two."""


def ends(shares: Shares, stating: Rows, sums: Ints) -> Ints:
    """Sum MEASURE_ENDS by group: `shares` and `stating` are by kind, `sums` (contracts, pence) by kind and group.

    A ceiling is low 0, central 0, high its figure; a year's money has a least and a greatest figure of its own where
    what a value covers is assumed (semantics 10.14).
    """
    may = shares[2] > 0
    quantities = [*exact_product(shares, sums[0])]
    for bit in range(len(MONEY_COLUMNS)):
        unstated = (stating >> bit & 1).astype(bool)
        ceiling = (stating & CEILING > 0) & ~unstated
        spent, (least, likely, greatest) = np.where(ceiling, shares * [[0], [0], [1]], shares), three_of(sums, bit)
        if least is greatest:
            quantities += [*exact_product(spent, likely)]
        else:
            quantities += [exact_product(spent[[e]], of)[0] for e, of in enumerate((least, likely, greatest))]
        silent = shares[1] * (unstated | ceiling)
        quantities += [*exact_product(np.stack([unstated & may, ceiling & may, silent]), sums[0])]
    return np.stack(quantities)


def three_of(sums: Ints, bit: int) -> tuple[Ints, Ints, Ints]:
    """Least, likely and greatest pence in one of MONEY_COLUMNS, from sums of contracts and of `worth`."""
    likely, of_a_year = sums[1 + bit], sums[1 + len(MONEY_COLUMNS) :]
    least, greatest = of_a_year if not bit and len(of_a_year) else (likely, likely)
    return least, likely, greatest


def base(counted: Bools, stating: Rows, sums: Ints) -> Ints:
    """Sum BASE_MEASURES by group, arguments as in `ends`."""
    return np.stack([exact_product(1000 * which[None], one)[0] for which, one in base_parts(counted, stating, sums)])


def base_parts(counted: Bools, stating: Rows, sums: Ints) -> list[tuple[Bools, Ints]]:
    """Which kinds enter each of BASE_MEASURES, and what is summed of them; a ceiling is no spend (semantics 10.14)."""
    spend = counted & (stating & CEILING == 0)
    silent = [counted & no_figure(stating, bit) for bit in range(len(MONEY_COLUMNS))]
    amounts = (*sums[: 1 + len(MONEY_COLUMNS)], sums[0], sums[0])
    return list(zip((counted, spend, spend, *silent), amounts, strict=True))


def no_figure(stating: Rows, bit: int) -> Bools:
    """Which contracts are in no central money: their value in one of MONEY_COLUMNS is not known, or only a ceiling."""
    return (stating & (1 << bit | CEILING)) > 0


def outcome_of(coded: CodedContracts, cells: Cells, scenario: Ruled, counts: Counts | None = None) -> Outcome:
    """Decide each cell: the first certain exit wins, else what good reason retains in full, else the first unknown.

    Args:
        coded: the contracts, reassessed.
        cells: their cells, which may answer the questions of other scenarios too.
        scenario: the rules with their settings.
        counts: answers by step and service, where the pass rates rest on a larger table; of these cells if not given.

    Returns:
        Low is 0 where an answer is unknown; central is what good reason leaves times the pass rate of each unknown
        rule (semantics 10.10); high is what good reason leaves at most. What lies outside a reader's scope is not
        counted, but it is evidence for what lies inside (semantics 12).
    """
    answers = [cells.answers[step.question.key] for step in steps_of(scenario.rules)]
    least, most = np.divmod(cells.answers[reason_of(scenario.rules).key], 1001)
    left = (1000 - np.stack([most, (least + most) // 2, least])).astype(np.int16)
    codes = np.where(left[2] == 0, np.uint8(RETAINED), np.uint8(PASSES))
    for position, answer in enumerate(answers):
        codes = np.minimum(codes, np.array([PASSES, OPEN + position, position], dtype=np.uint8).take(answer))
    if conditions := conditions_of(coded, scenario.rules):
        codes = np.where(cells.answers[conditions] == IN_SCOPE, codes, np.uint8(NOT_COUNTED))
    shares = np.where(codes > RETAINED, left, np.int16(0))
    doubt = np.flatnonzero((codes > RETAINED) & (codes < PASSES))
    shares[0, doubt] = 0
    unknown = {place: answer[doubt] == UNKNOWN for place, answer in enumerate(answers)}
    rates = {
        place: pass_rates(_count(cells, answers, place, coded) if counts is None else counts[place], coded)
        for place, where in unknown.items()
        if where.any()
    }
    at = [(unknown[place], rate) for place, rate in rates.items()]
    shares[1, doubt] = products(left[1, doubt], cells.answers[SERVICE.key][doubt], at)
    return Outcome(cells, codes, left, shares, rates)


def count_answers(coded: CodedContracts, scenario: Ruled) -> Counts:
    """Count the answers to every step by service in one part of a table; the counts add up over the parts."""
    coded = reassessed(coded, scenario)
    cells = cells_of(coded, questions_of(coded, scenario))
    answers = [cells.answers[step.question.key] for step in steps_of(scenario.rules)]
    return np.stack([_count(cells, answers, position, coded) for position in range(len(answers))])


def _count(cells: Cells, answers: Sequence[Rows], position: int, coded: CodedContracts) -> Counts:
    size = len(coded.levels["service"]) + 1
    if not position:  # what is known of the stage of others says nothing of one that is not known (10.10)
        return np.zeros((size, 3), dtype=np.int64)
    of = cells.answers[SERVICE.key] * 3 + answers[position]
    counted = np.where(answers[0] == YES, 0, cells.contracts)
    return np.bincount(of, weights=counted, minlength=3 * size).astype(np.int64).reshape(size, 3)


@dataclass(frozen=True)
class PassRate:
    """Pass rate per service as a fraction: `passed[s] / of[s]` contracts, `of` above 0. Index 0: service not known."""

    passed: Ints
    of: Ints


def pass_rates(counts: Counts, coded: CodedContracts) -> PassRate:
    """Pass rate per service: its own where five or more contracts have a certain answer, else its group's, else of all.

    `counts` are by service and answer; those of several rules may be stacked before these two, as the rates then are.
    """
    group = coded.groups
    certain = counts[..., [NO, YES]]
    member = (group[:, None] == group) & (group >= 0)
    of_group = member.astype(np.int64) @ certain
    of_service = np.where(np.arange(len(group))[:, None] > 0, certain, 0)
    of_all = certain.sum(axis=-2, keepdims=True)
    of_all = np.where(of_all.any(axis=-1, keepdims=True), of_all, FALLBACK)
    chosen = np.where(_enough(of_service), of_service, np.where(_enough(of_group), of_group, of_all))
    return PassRate(chosen[..., 0], chosen.sum(axis=-1))


def _enough(certain: Ints) -> Bools:
    return certain.sum(axis=-1, keepdims=True) >= ENOUGH


def products(left: Permille, services: Rows, rates: Sequence[tuple[Bools, PassRate]]) -> Permille:
    """Multiply the share that good reason leaves of each cell by the pass rates of the rules it is in doubt at.

    Args:
        left: for each cell, the share that good reason leaves, in thousandths.
        services: for each cell, its service number + 1; 0 is not known.
        rates: which cells a rule is unknown for, and its pass rates; the last may hold several rates, a row each.

    Returns:
        Thousandths, a cell each (a row for each of several rates), rounded once with halves to even, exactly.
    """
    product = left.astype(np.float64)
    for unknown, rate in rates:
        product = product * np.where(unknown, (rate.passed / rate.of)[..., services], 1)
    rounded = np.rint(product).astype(np.int16)
    for place in map(tuple, np.argwhere(np.abs(product - np.floor(product) - 0.5) < _TIE).tolist()):
        service = int(services[place[-1]])
        at = [(rate, place[:-1] if rate.of.ndim > 1 else ()) for unknown, rate in rates if unknown[place[-1]]]
        exact = prod(Fraction(int(rate.passed[*one, service]), int(rate.of[*one, service])) for rate, one in at)
        rounded[place] = round(exact * int(left[place[-1]]))
    return rounded


class Back(NamedTuple):
    """The contracts that may return: rows of the table in order, with the cell of each and pence by MONEY_COLUMNS.

    `kinds` numbers those that return in the same shares and state their values alike; `shares` and `stating` are by
    kind.
    """

    rows: Rows
    cells: Rows
    worth: Floats
    kinds: Rows
    shares: Shares
    stating: Rows


def back_of(coded: CodedContracts, outcome: Outcome) -> Back:
    """Find the contracts that may return."""
    of_row, may = outcome.cells.of_row, np.flatnonzero(outcome.shares[2])
    columns = [column[may] for column in (*outcome.shares, outcome.cells.answers[STATING])]
    kinds, one = numbered(columns, len(may))
    kind = np.full(len(outcome.cells), -1)
    kind[may] = kinds

    def visit(block: slice) -> tuple[Rows, Rows, Floats]:
        places = np.flatnonzero(kind.take(of_row[block]) >= 0)
        rows = places + block.start
        return rows, of_row[block].take(places), coded.worth[:, block].take(places, axis=1)

    none = np.empty(0, dtype=np.intp), np.empty(0, dtype=of_row.dtype), np.empty((len(coded.worth), 0))
    rows, cells, worth = (
        np.concatenate(side, axis=-1) for side in zip(none, *by_block(visit, len(of_row)), strict=True)
    )
    low, central, high, stating = (column[one] for column in columns)
    return Back(rows, cells, worth, kind.take(cells), np.stack([low, central, high]), stating)


@dataclass(frozen=True, eq=False)
class Decided(Generic[S]):
    """What a scenario decides: by cell (`outcome`), and from it for each row of the table.

    `stage` indexes STAGES and `rule` indexes `steps`, OUTSIDE where the row is not counted; `rule` is OUTSIDE too
    where nothing stops the contract. Shares are thousandths: `low`, `central` and `high`.
    """

    coded: CodedContracts
    scenario: S
    steps: tuple[Step, ...]
    outcome: Outcome
    back: Back

    def of_rows(self, by_cell: NDArray[Any], rows: Rows | slice = slice(None)) -> NDArray[Any]:
        """Give to each row, or to some rows, what its cell has."""
        return by_cell.take(self.outcome.cells.of_row[rows], axis=-1)

    @property
    def stage(self) -> NDArray[np.int8]:
        """Stage at which each row stops."""
        return self.of_rows(self.places[0].take(self.outcome.codes))

    @property
    def rule(self) -> NDArray[np.int8]:
        """Step that decides each row."""
        return self.of_rows(self.places[1].take(self.outcome.codes))

    @property
    def places(self) -> NDArray[np.int8]:
        """Stage and step of each outcome code, a row each."""
        places = np.full((2, PASSES + 1), OUTSIDE, dtype=np.int8)
        places[0, [RETAINED, PASSES]] = GOOD_REASON, RETURNS
        for position, step in enumerate(self.steps):
            places[:, OPEN + position] = NOT_KNOWN, position
            places[:, position] = STAGES.index(step.rule.stage), position
        places[:, NOT_COUNTED] = OUTSIDE
        return places

    @property
    def counted(self) -> Bools:
        """Which rows are counted at all (semantics 10.1)."""
        return self.of_rows(self.outcome.counted)

    @property
    def low(self) -> Permille:
        """Least share of each row that returns."""
        return self.of_rows(self.outcome.shares[0])

    @property
    def central(self) -> Permille:
        """Central share of each row that returns."""
        return self.of_rows(self.outcome.shares[1])

    @property
    def high(self) -> Permille:
        """Greatest share of each row that returns."""
        return self.of_rows(self.outcome.shares[2])

    @property
    def waiting(self) -> Bools:
        """Which contracts are not decided."""
        return self.at(Stage.NOT_KNOWN)

    def at(self, stage: Stage) -> Bools:
        """Which contracts stop at a stage."""
        return self.stage == STAGES.index(stage)

    def exits(self, step: Step) -> Ternary:
        """Answer of a step for every contract."""
        return Ternary(self.of_rows(self.outcome.cells.answers[step.question.key]))


def decide(coded: CodedContracts, scenario: S, counts: Counts | None = None) -> Decided[S]:
    """Decide every contract: the first certain exit wins, else the first unknown, else it returns.

    Args:
        coded: the contracts.
        scenario: the rules with their settings.
        counts: answers by step and service, where the table is part of a larger one whose contracts the pass rates
            rest on; counted from this table if not given.

    Returns:
        The decision on every cell. What every row has of it is worked out when it is first read.
    """
    if counts is None and len(coded) > BLOCK:
        return cast("Decided[S]", _latest(coded, scenario))
    return _decide(coded, scenario, counts)


@cached(2)
def _latest(coded: CodedContracts, scenario: Ruled) -> Decided[Any]:
    """The decision, cached: a page asks for it, and its sweep asks for the same right after."""
    return _decide(coded, scenario, None)


def _decide(coded: CodedContracts, scenario: S, counts: Counts | None) -> Decided[S]:
    coded = reassessed(coded, scenario)
    outcome = outcome_of(coded, cells_of(coded, questions_of(coded, scenario)), scenario, counts)
    return decided(coded, scenario, outcome)


def decided(coded: CodedContracts, scenario: S, outcome: Outcome) -> Decided[S]:
    """The decision on every row of a table, from the outcome of its cells."""
    return Decided(coded, scenario, tuple(steps_of(scenario.rules)), outcome, back_of(coded, outcome))
