"""Cells: contracts that answer every question alike, with how many they are and what they are worth.

Contracts of one cell return in the same shares, so all that a scenario says in sums is worked out from some thousands
of cells. A rule is asked on the smallest table that holds its columns: profiles, pairs of profiles, else rows.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import prod
from operator import mul
from typing import NamedTuple

import numpy as np
import pandas as pd

from policy.coded import MONEY_COLUMNS, SPAN, CodedContracts, Ints, Rows
from policy.engine.exact import BLOCK, by_block, sums_by
from policy.engine.questions import Question

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
