"""Cells: contracts that answer every question alike, with how many they are and what they are worth.

Three parts, in the order in which they are needed: what a scenario asks of every contract; exact sums over rows; the
cells themselves. Contracts of one cell return in the same shares, so all that a scenario says in sums is worked out
from some thousands of cells. A rule is asked on the smallest table that holds its columns: profiles, pairs of
profiles, else rows.

Sums go over rows in blocks that fit the processor's cache, on every core, for numpy lets go of the interpreter while
it works on them. Money is exact (semantics 10.12): float64 holds whole numbers below 2**53, so a float sum of amounts,
none of which is negative, is exact if it is below that; what is larger is summed in two halves or as Python integers
(dtype object).
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import prod
from operator import mul
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.cached import of_table
from policy.coded import MONEY_COLUMNS, SPAN, CodedContracts, Floats, Ints, Rows
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


R = TypeVar("R")
BLOCK = 1 << 16
"""Rows of a block: its columns fit the cache of one core."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""
_HALF = 1 << 26
"""Where a large amount is split in two, so that sums of either part stay below EXACT (`halves`)."""
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
        What `visit` gave for each block, in the order of the rows.
    """
    # No core is left without work, and at most 1,000 blocks of sums below 2**53 stay below 2**63 in all.
    step = max(BLOCK, min(least, -(-rows // _CORES)), -(-rows // 1000))
    blocks = [slice(start, min(start + step, rows)) for start in range(0, rows, step)]
    if len(blocks) < 2 or _CORES < 2:
        yield from map(visit, blocks)
        return
    yield from _WORKERS[0].map(visit, blocks)


def sums_by(worth: Floats, codes: Callable[[slice], Iterable[Rows]], sizes: Sequence[int]) -> list[Ints]:
    """Sum contracts and pence by several codings at once, exactly.

    Args:
        worth: pence of each row to sum, as in CodedContracts.
        codes: gives for a block of these rows the code of each in each coding, from 0.
        sizes: number of codes of each coding.

    Returns:
        For each coding contracts and the rows of `worth` by code, a row each.
    """
    total: list[Ints] = [np.zeros((1 + len(worth), size), dtype=np.int64) for size in sizes]

    def visit(rows: slice) -> list[Ints]:
        codings = zip(codes(rows), sizes, strict=True)
        return [_sums(code.astype(np.intp, copy=False), worth[:, rows], size) for code, size in codings]

    for sums in by_block(visit, worth.shape[1], max(BLOCK, 4 * max(sizes, default=0))):
        total = [before + more for before, more in zip(total, sums, strict=True)]
    return total


def _sums(codes: Rows, worth: Floats, size: int) -> Ints:
    return np.stack([np.bincount(codes, minlength=size), *(exact_sums(codes, pence, size) for pence in worth)])


def exact_sums(codes: Rows, weights: Floats, size: int) -> Ints:
    """Sum whole numbers by code, exactly.

    Args:
        codes: the code of each number, from 0 and below `size`.
        weights: the numbers, 0 or more; at most a block of them, so that the sums of halves stay exact.
        size: number of codes.

    Returns:
        A sum for each code: int64, or Python integers where a sum may be too large for it.
    """
    sums = np.bincount(codes, weights=weights, minlength=size)
    if sums.max(initial=0) < EXACT:
        return sums.astype(np.int64)
    return whole([np.bincount(codes, weights=half, minlength=size).astype(np.int64) for half in halves(weights)])


def exact_totals(codes: Rows, shares: Rows, sums: Ints, size: int) -> Ints:
    """Sum by code what shares make of the sums of cells, exactly.

    Args:
        codes: the code of each cell, from 0 and below `size`.
        shares: the share of each cell, in thousandths.
        sums: the sum of each cell, 0 or more.
        size: number of codes.

    Returns:
        Thousandths for each code: int64, or Python integers where a sum may be too large for it.
    """
    if sums.dtype != object and sums.max(initial=0) < EXACT // 1024:
        return exact_sums(codes, (sums * shares).astype(np.float64), size)
    if sums.dtype != object:
        return whole([exact_sums(codes, (half * shares).astype(np.float64), size) for half in halves(sums)])
    total = np.zeros(size, dtype=object)
    np.add.at(total, codes, sums * shares)
    return total


def exact_product(shares: NDArray[Any], sums: Ints) -> Ints:
    """Multiply shares by sums, exactly: the matrix product, in thousandths.

    Args:
        shares: thousandths, a column for each row of `sums`.
        sums: whole numbers of 0 or more.

    Returns:
        int64, or Python integers where a product may be too large for it.

    In whole numbers, for a product of floats would start threads that get in each other's way.
    """
    if sums.dtype == object:
        return np.asarray(shares.astype(object) @ sums)
    large = int(sums.max(initial=0)) * 1000 * len(sums) >= 2**63
    return whole([shares.astype(np.int64) @ part for part in (halves(sums) if large else (sums,))])


def halves(amounts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Split whole numbers into multiples of 2**26 and the rest, so that sums and products of either stay small."""
    if amounts.dtype == np.float64:
        high = np.floor(amounts / _HALF)
        return high, amounts - high * _HALF
    return amounts >> 26, amounts & (_HALF - 1)


def whole(parts: Sequence[Ints]) -> Ints:
    """Put halves together again; one part alone is whole already."""
    if len(parts) == 1:
        return parts[0]
    high, low = parts
    if high.dtype == object or high.max(initial=0) >= 2**36:
        high, low = high.astype(object), low.astype(object)
    return np.asarray(high * _HALF + low)


DIRECT = 1 << 22
"""Most possible codes for which an array of all of them is made; of more, those that occur are numbered anew, or some
groups are summed at a time."""
_SPARSE = 8
"""Where there are more possible codes than so many a row, most do not occur: those that do are found by hashing."""
SERVICE = Question("service", frozenset({"service"}), lambda coded: coded.code("service") + 1, 0)
"""Service number + 1, 0 not known: what pass rates go by."""
CAVEATS = "caveats"
"""Key of what must be said of a contract's value, such as that it is not known (`CodedContracts.caveats`)."""


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
        return self.sums[0]

    def __len__(self) -> int:
        return self.sums.shape[1]


def cells_of(coded: CodedContracts, questions: Iterable[Question]) -> Cells:
    """Ask the questions, and group the contracts that answer all of them alike and whose values have the same caveats.

    Questions that profiles answer are asked first, of thousands of profiles; the groups that come of it are divided by
    what only rows can answer.
    """
    distinct = list({question.key: question for question in (SERVICE, *questions)}.values())
    groups = _by_profile(coded, [question for question in distinct if coded.profiles_of(question.reads)])
    digits = [_digit(coded, question) for question in distinct if not coded.profiles_of(question.reads)]
    digits.append(_caveats(coded))
    of_row = np.empty(len(coded), dtype=np.int32)
    while digits:
        fitting = _fitting(digits, groups.size)
        groups, digits = _divided(coded, groups, digits[:fitting], of_row), digits[fitting:]

    def to_cells(rows: slice) -> list[Rows]:
        of_row[rows] = cells = groups.of_code.take(of_row[rows])
        return [cells]

    [sums] = sums_by(coded.worth, to_cells, [groups.size])
    return Cells(of_row, groups.answers, sums)


class _Groups(NamedTuple):
    """Contracts that answer alike so far: a code for each row, the group of each code, and the answers by group.

    Not the group of each row, which would be one more pass over all rows: the next division takes both steps at once.
    """

    code_of_row: Rows
    of_code: Rows
    size: int
    answers: dict[Hashable, Rows]


class _Digit(NamedTuple):
    """A question that rows answer, as a digit of their code: gives the digits of a block, which stand for `values`."""

    key: Hashable
    values: Rows
    of_block: Callable[[CodedContracts, slice], Rows]


def _by_profile(coded: CodedContracts, questions: Sequence[Question]) -> _Groups:
    """Ask what profiles answer; the code of a row is its pair of profiles."""
    pairs, answered = coded.pairs, []
    profiles_of_pair = (*pairs.parts, np.arange(len(pairs.coded)))
    for profiles, of_pair in zip(coded.profiles, profiles_of_pair, strict=True):
        answers = {q.key: q.ask(profiles.coded) for q in questions if coded.profiles_of(q.reads) is profiles}
        if answers:
            answered.append((answers, numbered(answers.values(), len(profiles.coded))[0], of_pair))
    group_of_pair, example = numbered([alike.take(of_pair) for _, alike, of_pair in answered], len(pairs.coded))
    by_group: dict[Hashable, Rows] = {}
    for answers, _, of_pair in answered:
        by_group |= {key: column.take(of_pair[example]) for key, column in answers.items()}
    return _Groups(pairs.of_row, group_of_pair.astype(np.int32), len(example), by_group)


def _digit(coded: CodedContracts, question: Question) -> _Digit:
    """Ask a question block by block where its answers are bounded, else of the whole table."""
    if (answers := question.answers) is not None:
        return _Digit(question.key, np.arange(question.size, dtype=np.int8), lambda _, rows: answers[rows])
    # A look-up in a column with more values than a block has rows would be made anew for every block.
    if question.size and not any(len(coded.levels.get(column, ())) > BLOCK for column in question.reads):
        return _Digit(question.key, np.arange(question.size, dtype=np.int8), lambda block, _: question.ask(block))
    codes, values = pd.factorize(question.ask(coded))
    codes = codes.astype(np.int32)
    return _Digit(question.key, values, lambda _, rows: codes[rows])


def _caveats(coded: CodedContracts) -> _Digit:
    has_spans = len(coded.worth) > len(MONEY_COLUMNS)
    return _Digit(CAVEATS, np.arange(2 * SPAN if has_spans else SPAN), lambda block, _: block.caveats)


def _fitting(digits: Sequence[_Digit], size: int) -> int:
    """How many digits may follow a number below `size` in codes of at most DIRECT; one in any case."""
    sizes = list(accumulate((len(digit.values) for digit in digits), mul, initial=size))
    return max(1, sum(size <= DIRECT for size in sizes[1:]))


def _divided(coded: CodedContracts, groups: _Groups, digits: Sequence[_Digit], code_of_row: Rows) -> _Groups:
    """Divide groups by the answers to further questions: a row's code is the number of its group, then these digits.

    Codes are written into `code_of_row`, which may be that of the groups: one array a row serves all divisions.
    """
    size = groups.size * prod(len(digit.values) for digit in digits)
    occurs = np.zeros(size, dtype=bool)

    def visit(rows: slice) -> None:
        block, codes = coded.block(rows), groups.of_code.take(groups.code_of_row[rows])
        for digit in digits:
            codes *= len(digit.values)
            codes += digit.of_block(block, rows)
        code_of_row[rows] = codes
        occurs[codes] = True

    for _ in by_block(visit, len(coded)):
        pass
    occurring = np.flatnonzero(occurs)
    of_code = np.empty(size, dtype=np.int32)
    of_code[occurring] = np.arange(len(occurring))
    answers: dict[Hashable, Rows] = {}
    before = occurring
    for digit in reversed(digits):
        before, place = np.divmod(before, len(digit.values))
        answers[digit.key] = digit.values.take(place)
    answers |= {key: column.take(before) for key, column in groups.answers.items()}
    return _Groups(code_of_row, of_code, len(occurring), answers)


def numbered(columns: Iterable[Rows], rows: int) -> tuple[Rows, Rows]:
    """Number the combinations of values that occur in the rows of some columns.

    Args:
        columns: whole numbers from 0, each of as many rows.
        rows: how many rows there are, also where there is no column; then all are of one combination.

    Returns:
        The number of each row's combination, from 0, and for each combination one row that has it, as its example.
    """
    codes, size = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        width = int(column.max(initial=0)) + 1
        if size * width > _SPARSE * rows:
            codes, size = _renumbered(codes, size, rows)
        codes, size = codes * width + column, size * width
    codes, size = _renumbered(codes, size, rows)
    example = np.empty(size, dtype=np.intp)
    example[codes] = np.arange(rows)
    return codes, example


def _renumbered(codes: Rows, size: int, rows: int) -> tuple[Rows, int]:
    if size > _SPARSE * rows:
        codes, distinct = pd.factorize(codes)
        return codes, len(distinct)
    occurs = np.zeros(size, dtype=bool)
    occurs[codes] = True
    return (np.cumsum(occurs) - 1).take(codes), int(occurs.sum())
