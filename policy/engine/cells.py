"""Cells: contracts that answer every question alike, with how many they are and what they are worth.

Three parts, in the order in which they are needed: what a scenario asks of every contract; exact sums over rows; the
cells themselves. Contracts of one cell return in the same shares, so all that a scenario says in sums is worked out
from some thousands of cells. A rule is asked on the smallest table that holds its columns: profiles, pairs of
profiles, else rows.

Sums go over rows in blocks that fit the processor's cache, on every core, for numpy lets go of the interpreter while
it works on them. Money is exact (semantics 10.12): float64 holds whole numbers below 2**53, so a float sum of amounts,
none of which is negative, is exact if it is below that; what is larger is summed in parts and put together as Python
integers, dtype object (`exactly`).
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial, reduce
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from policy.cached import of_table
from policy.coded import MONEY_COLUMNS, SPAN, Bools, CodedContracts, Floats, Ints, Profiles, Rows
from policy.rules.base import AssessmentRule, Criterion, ExitRule, ReasonRule, ReassessRule, Rule, ScopeRule
from policy.ternary import Answers, Ternary


class Question(NamedTuple):
    """Something asked of every contract and answered in whole numbers from 0; equal keys have equal answers.

    Answers are below `size`. Rows are asked in blocks, but where it is to be asked of a whole table `at_once`.
    """

    key: Hashable
    reads: frozenset[str]
    ask: Callable[[CodedContracts], Rows]
    size: int
    at_once: bool = False


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


def reasons_of(rules: Sequence[Rule]) -> list[Question]:
    """Least and greatest share of a contract that good reason retains, in thousandths, a question each."""
    reasons = tuple(rule for rule in rules if isinstance(rule, ReasonRule))
    reads = frozenset({"service"}).union(*(rule.reads for rule in reasons))
    return [Question((end, reasons), reads, partial(_retained, reasons, end), 1001) for end in range(2)]


def _retained(reasons: Sequence[ReasonRule], end: int, coded: CodedContracts) -> Rows:
    """Of several rules the one that retains most counts."""
    none = np.zeros(len(coded), dtype=np.int16)
    return np.maximum.reduce([none, *(rule.retained_share(coded)[end] for rule in reasons)])


IN_SCOPE, OUT_OF_SCOPE, SEVERAL_OPEN, ONE_OPEN = range(4)
"""Whether a contract is in a scope: yes, no, several conditions leave it open, or one alone does: ONE_OPEN is the first
of the conditions, ONE_OPEN + 1 the second, and so on."""


def conditions_of(coded: CodedContracts, rules: Sequence[Rule]) -> tuple[Condition, ...]:
    """The conditions of the scope in which contracts are looked at, as they read under these rules; none, all of it."""
    return tuple(condition.under(rules) for condition in getattr(coded.scope, "conditions", ()))


def scope_question(conditions: tuple[Condition, ...]) -> Question:
    """Whether each contract is in a reader's scope, and which of its conditions leaves it open (semantics 12).

    What rows answer is kept for the next scenario, since it depends on few of the rules.
    """
    reads = frozenset[str]().union(*(condition.reads for condition in conditions))
    ask = partial(_kept_in_scope, conditions)
    return Question(conditions, reads, ask, ONE_OPEN + len(conditions), at_once=True)


def _kept_in_scope(conditions: tuple[Condition, ...], coded: CodedContracts) -> Rows:
    return of_table(coded.everything, _in_scope, conditions)


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
    steps = [step.question for step in steps_of(scenario.rules)]
    return [*steps, *reasons_of(scenario.rules), scope_question(conditions_of(coded, scenario.rules))]


def reassessed(coded: CodedContracts, scenario: Ruled) -> CodedContracts:
    """The contracts under a scenario's own assessments of services and contracts."""
    own = tuple(rule for rule in scenario.rules if isinstance(rule, ReassessRule))
    return of_table(coded.everything, _reassessed, own).within(coded.scope)


def _reassessed(coded: CodedContracts, rules: tuple[ReassessRule, ...]) -> CodedContracts:
    for rule in rules:
        coded = rule.apply(coded)
    return coded


R = TypeVar("R")
BLOCK = 1 << 16
"""Rows of a block: its columns fit the cache of one core."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""
_BITS = 16
"""Where a large amount is split in two: of so many bits a sum stays below EXACT, and what is above is split again."""
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_WORKERS = [ThreadPoolExecutor(_CORES)]
if hasattr(os, "register_at_fork"):  # threads are not forked
    os.register_at_fork(after_in_child=lambda: _WORKERS.__setitem__(0, ThreadPoolExecutor(_CORES)))


def by_block(visit: Callable[[slice], R], rows: int, least: int = BLOCK) -> Iterator[R]:
    """Visit every row of a table in blocks, on every core.

    Args:
        visit: gets the rows of one block, as a slice.
        rows: how many rows there are.
        least: rows that a block has at least, where that leaves no core without work.

    Returns:
        What `visit` gave for each block, in the order of the rows; a table without rows has one block of none.
    """
    # No core is left without work, and at most 1,000 blocks of sums below 2**53 stay below 2**63 in all.
    step = max(BLOCK, min(least, -(-rows // _CORES)), -(-rows // 1000))
    blocks = [slice(start, min(start + step, rows)) for start in range(0, max(rows, 1), step)]
    run = map if len(blocks) < 2 else _WORKERS[0].map
    yield from run(visit, blocks)


def sums_by(worth: Floats, codes: Callable[[slice], Iterable[Rows]], sizes: Sequence[int]) -> list[Ints]:
    """Sum contracts and pence by several codings at once, exactly.

    Args:
        worth: pence of each row to sum, as in CodedContracts.
        codes: gives for a block of these rows the code of each in each coding, from 0.
        sizes: number of codes of each coding.

    Returns:
        For each coding contracts and the rows of `worth` by code, a row each.
    """

    def visit(rows: slice) -> list[Ints]:
        codings = zip(codes(rows), sizes, strict=True)
        return [_sums(code.astype(np.intp, copy=False), worth[:, rows], size) for code, size in codings]

    def added(one: list[Ints], other: list[Ints]) -> list[Ints]:
        return [sums + more for sums, more in zip(one, other, strict=True)]

    return reduce(added, by_block(visit, worth.shape[1], max(BLOCK, 4 * max(sizes, default=0))))


def _sums(codes: Rows, worth: Floats, size: int) -> Ints:
    return np.stack([np.bincount(codes, minlength=size), *(sums_of(codes, pence, size) for pence in worth)])


def sums_of(codes: Rows, amounts: NDArray[Any], size: int, weights: Rows | Bools | None = None) -> Ints:
    """Sum whole numbers by code, exactly.

    Args:
        codes: the code of each number, from 0 and below `size`.
        amounts: the numbers, 0 or more.
        size: number of codes.
        weights: what counts of each number, such as thousandths; each counts once if not given.

    Returns:
        A sum for each code, as `exactly` gives it.
    """

    def summed(some: Floats) -> Floats:
        return np.bincount(codes, some if weights is None else some * weights, size).astype(np.float64, copy=False)

    return exactly(summed, amounts)


def exactly(summed: Callable[[Floats], Floats], amounts: NDArray[Any]) -> Ints:
    """Sum whole numbers by any sum whose weights are whole numbers, exactly.

    Args:
        summed: sums floats; its weights are 0 or more, and those of a sum come to less than 2**37 together.
        amounts: the numbers, 0 or more, as floats, int64, or Python integers of any size.

    Returns:
        int64, or Python integers where a sum may be too large for a float: then it is made in two parts.
    """
    sums = summed(amounts.astype(np.float64, copy=False))
    if sums.max(initial=0) < EXACT:
        return sums.astype(np.int64)
    whole = amounts.astype(np.int64) if amounts.dtype == np.float64 else amounts
    high, low = (exactly(summed, part) for part in (whole >> _BITS, whole & ((1 << _BITS) - 1)))
    return np.asarray((high.astype(object) << _BITS) + low)


DIRECT = 1 << 22
"""Most possible codes for which an array of all of them is made, unless one answer alone has more; of more, some
answers or some groups are taken at a time."""
_SPARSE = 8
"""Of a smaller table, most possible codes a row: of more, most do not occur."""
SERVICE, CAVEATS = "service", "caveats"
"""Keys of two answers of every cell: its service number + 1, 0 not known, by which pass rates go; and what must be said
of the value, such as that it is not known (`CodedContracts.caveats`)."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The cell of each row; by cell the answers to each question, the number of contracts, and pence by MONEY_COLUMNS.

    Pence of a ceiling are its figure; what is no spend is for whoever sums (CAVEATS).
    """

    of_row: Rows
    answers: Mapping[Hashable, Rows]
    sums: Ints

    @property
    def contracts(self) -> Ints:
        """Number of contracts of each cell."""
        return self.sums[0].astype(np.int64, copy=False)

    def __len__(self) -> int:
        return self.sums.shape[1]


def cells_of(coded: CodedContracts, questions: Iterable[Question]) -> Cells:
    """Ask the questions, and group the contracts that answer all of them alike and whose values have the same caveats.

    Questions that profiles answer are asked first, of thousands of profiles; the groups that come of it are divided by
    what only rows can answer.
    """
    size = len(coded.levels["service"]) + 1
    service = Question(SERVICE, frozenset({"service"}), lambda table: table.code("service") + 1, size)
    caveats = Question(CAVEATS, frozenset(MONEY_COLUMNS), lambda table: table.caveats, 2 * SPAN)
    # The service comes late, so that neighbouring cells differ in it, which sums by service like.
    distinct = {question.key: question for question in (*questions, service, caveats)}.values()

    def answered_by(profiles: Profiles | None) -> list[Answered]:
        table = profiles.coded if profiles else coded
        return [_answered(table, question) for question in distinct if coded.profiles_of(question.reads) is profiles]

    sides = [grouped(answered_by(profiles), len(profiles.coded)) for profiles in coded.profiles[:2]]
    of_sides = [side.answered(of_pair) for side, of_pair in zip(sides, coded.pairs.parts, strict=True)]
    pairs = grouped([*of_sides, *answered_by(coded.pairs)], len(coded.pairs.coded))
    groups = grouped([pairs.answered(coded.pairs.of_row), *answered_by(None)], len(coded))
    [sums] = sums_by(coded.worth, lambda rows: [groups.of_row[rows]], [groups.size])
    return Cells(groups.of_row, groups.answers, sums)


def _answered(coded: CodedContracts, question: Question) -> "Answered":
    """How rows answer: a block of them by itself, or all of the table at once."""
    # A look-up in a column with more values than a block has rows would be made anew for every block.
    if question.at_once or any(len(coded.levels.get(column, ())) > BLOCK for column in question.reads):
        return Answered(question.key, question.size, question.ask(coded).__getitem__)
    return Answered(question.key, question.size, lambda rows: question.ask(coded.block(rows)))


class Answered(NamedTuple):
    """What rows answer: its key, or groups of which each is in one; how many answers may be; and those of a block."""

    key: "Hashable | Groups"
    size: int
    of_rows: Callable[[slice], Rows]


@dataclass(frozen=True, eq=False)
class Groups:
    """Rows that answer alike: the group of each row, how many groups there are, and the answers by group."""

    of_row: Rows
    size: int
    answers: Mapping[Hashable, Rows]

    def answered(self, of_row: Rows) -> Answered:
        """The groups as an answer of the rows of a larger table, of which each has the answers of one of these rows."""
        return Answered(self, self.size, lambda rows: self.of_row.take(of_row[rows]))


def grouped(left: Sequence[Answered], rows: int) -> Groups:
    """Group rows by all of their answers, as many answers at a time as have few possible codes together."""
    groups = Groups(np.zeros(rows, dtype=np.int32), min(rows, 1), {})
    while left:
        sizes = accumulate((answered.size for answered in left), mul, initial=groups.size)
        fitting = max(1, sum(size <= min(DIRECT, max(BLOCK, _SPARSE * rows)) for size in sizes) - 1)
        groups, left = _divided(groups, left[:fitting]), left[fitting:]
    return groups


def grouped_columns(columns: Sequence[Rows]) -> Groups:
    """Group rows by the whole numbers from 0 in some columns, which are the answers to 0, 1, ..."""
    asked = [Answered(at, int(column.max(initial=0)) + 1, column.__getitem__) for at, column in enumerate(columns)]
    return grouped(asked, len(columns[0]))


def _divided(groups: Groups, asked: Sequence[Answered]) -> Groups:
    """Divide groups by further answers, in the array that has the group of each row.

    The code of a row is its group, then its answers; the codes that occur are numbered anew.
    """
    of_row, size = groups.of_row, groups.size * prod(answered.size for answered in asked)
    assert size <= np.iinfo(np.int32).max, "more possible codes than the array of each row's group can tell apart"
    occurs, of_code = np.zeros(size, dtype=bool), np.empty(size, dtype=np.int32)

    def code(rows: slice) -> None:
        codes = of_row[rows].copy()
        for answered in asked:
            codes *= answered.size
            codes += answered.of_rows(rows)
        of_row[rows] = codes
        occurs[codes] = True

    def number(rows: slice) -> None:
        of_row[rows] = of_code.take(of_row[rows])

    list(by_block(code, len(of_row)))
    occurring = np.flatnonzero(occurs)
    of_code[occurring] = np.arange(len(occurring))
    list(by_block(number, len(of_row)))
    answers, before = dict[Hashable, Rows](), occurring
    for answered in reversed(asked):
        before, answer = np.divmod(before, answered.size)
        if isinstance(answered.key, Groups):
            answers |= {key: column.take(answer) for key, column in answered.key.answers.items()}
        else:  # most are answers of rules: yes, no, unknown
            answers[answered.key] = answer.astype(np.int8 if answered.size <= 3 else np.int32)
    answers |= {key: column.take(before) for key, column in groups.answers.items()}
    return Groups(of_row, len(occurring), answers)
