"""Cells: contracts that answer every question alike, with how many they are and what they are worth.

Contracts of one cell return in the same shares, so all that a scenario says in sums is worked out from some thousands
of cells. A rule is asked on the smallest table that holds its columns: profiles, pairs of profiles, else rows. Rows are
visited in blocks that fit the processor's cache, on every core, since numpy lets go of the interpreter meanwhile.

Money is exact (semantics 10.12): float64 holds whole numbers below 2**53, so a float sum of amounts, none of which is
negative, is exact if it is below that; what is larger is summed in two halves or as Python integers (dtype object).
"""

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.coded import MONEY_COLUMNS, SPAN, CodedContracts, Floats, Ints, Rows

R = TypeVar("R")
BLOCK = 1 << 16
"""Rows of a block: its columns fit the cache of one core."""
DIRECT = 1 << 22
"""Most possible codes for which an array of all of them is made; of more, those that occur are numbered anew, or some
groups are summed at a time."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""
_HALF = 1 << 26
"""Where a large amount is split in two, so that sums of either part stay below EXACT (`halves`)."""
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_WORKERS = [ThreadPoolExecutor(_CORES)]
if hasattr(os, "register_at_fork"):  # threads are not forked
    os.register_at_fork(after_in_child=lambda: _WORKERS.__setitem__(0, ThreadPoolExecutor(_CORES)))


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


SERVICE = Question("service", frozenset({"service"}), lambda coded: coded.code("service") + 1, 0)
"""Service number + 1, 0 not known: what pass rates go by."""
STATING = "stating"
"""Key of what is not known of a contract's value (`CodedContracts.stating`)."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The cell of each row; by cell the answers to each question, the number of contracts, and pence by MONEY_COLUMNS.

    Pence of a ceiling are its figure; what is no spend is for whoever sums (STATING).
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
    """Ask the questions, and group the contracts that answer all of them alike and state their values alike.

    Questions that profiles answer are asked first and give each row a number. Every further answer is one more digit
    of that number. Once it could exceed DIRECT, the numbers that occur are counted through anew (a batch ends), and
    further digits are added to these.
    """
    distinct = list({question.key: question for question in (SERVICE, *questions)}.values())
    number, answers = _by_profile(coded, [q for q in distinct if coded.profiles_of(q.reads)])
    asked = [_of_rows(coded, q) for q in distinct if not coded.profiles_of(q.reads)]
    stated = 2 * SPAN if len(coded.worth) > len(MONEY_COLUMNS) else SPAN
    asked.append((STATING, np.arange(stated), lambda block, _: block.stating))
    of_row, before = np.empty(len(coded), dtype=np.int32), coded.pairs.of_row
    size = int(number.max(initial=-1)) + 1
    while asked:
        batch: list[_Asked] = []
        while asked and (not batch or size * len(asked[0][1]) <= DIRECT):
            batch.append(asked.pop(0))
            size *= len(batch[-1][1])
        occurs = np.zeros(size, dtype=bool)

        def visit(
            rows: slice,
            batch: Sequence["_Asked"] = batch,
            before: Rows = before,
            number: Rows = number,
            occurs: NDArray[np.bool_] = occurs,
        ) -> None:
            block, codes = coded.block(rows), number.take(before[rows])
            for _, values, ask in batch:
                codes *= len(values)
                codes += ask(block, rows)
            of_row[rows] = codes
            occurs[codes] = True

        for _ in by_block(visit, len(coded)):
            pass
        occurring = np.flatnonzero(occurs)
        number, before, size = np.empty(size, dtype=np.int32), of_row, len(occurring)
        number[occurring] = np.arange(size)
        digits: dict[Hashable, Rows] = {}
        for key, values, _ in reversed(batch):
            occurring, digit = np.divmod(occurring, len(values))
            digits[key] = values.take(digit)
        answers = {key: column.take(occurring) for key, column in answers.items()} | digits

    def renumbered(rows: slice) -> list[Rows]:
        of_row[rows] = codes = number.take(of_row[rows])
        return [codes]

    [sums] = sums_by(coded.worth, renumbered, [size])
    return Cells(of_row, answers, sums)


_Asked = tuple[Hashable, Rows, Callable[[CodedContracts, slice], Rows]]
"""A question asked of rows: its key, the values that its codes stand for, and what gives the codes of a block."""


def _of_rows(coded: CodedContracts, question: Question) -> _Asked:
    if (answers := question.answers) is not None:
        return question.key, np.arange(question.size, dtype=np.int8), lambda _, rows: answers[rows]
    if question.size and not any(len(coded.levels.get(column, ())) > BLOCK for column in question.reads):
        return question.key, np.arange(question.size, dtype=np.int8), lambda block, _: question.ask(block)
    codes, values = pd.factorize(question.ask(coded))
    codes = codes.astype(np.int32)
    return question.key, values, lambda _, rows: codes[rows]


def _by_profile(coded: CodedContracts, questions: Sequence[Question]) -> tuple[Rows, dict[Hashable, Rows]]:
    """Ask what profiles answer: a number for each pair of profiles, and the answers by that number."""
    pairs, sides = coded.pairs, []
    for profiles, places in zip(coded.profiles, (*pairs.parts, np.arange(len(pairs.coded))), strict=True):
        answers = {q.key: q.ask(profiles.coded) for q in questions if coded.profiles_of(q.reads) is profiles}
        sides.append((answers, numbered(answers.values(), len(profiles.coded))[0], places))
    number, one = numbered([codes.take(places) for answers, codes, places in sides if answers], len(pairs.coded))
    at = [(answers, places.take(one)) for answers, _, places in sides]
    return number.astype(np.int32), {key: column.take(some) for answers, some in at for key, column in answers.items()}


def numbered(columns: Iterable[Rows], rows: int) -> tuple[Rows, Rows]:
    """Number the combinations of values that occur in the rows of some columns.

    Args:
        columns: whole numbers from 0, each of as many rows.
        rows: how many rows there are, also where there is no column; then all are of one combination.

    Returns:
        The number of each row's combination, from 0, and for each combination one row that has it.
    """
    codes, size = np.zeros(rows, dtype=np.int64), 1
    for column in columns:
        width = int(column.max(initial=0)) + 1
        if size * width > 8 * rows:
            codes, size = _renumbered(codes, size, rows)
        codes, size = codes * width + column, size * width
    codes, size = _renumbered(codes, size, rows)
    one = np.empty(size, dtype=np.intp)
    one[codes] = np.arange(rows)
    return codes, one


def _renumbered(codes: Rows, size: int, rows: int) -> tuple[Rows, int]:
    if size > 8 * rows:
        codes, distinct = pd.factorize(codes)
        return codes, len(distinct)
    occurs = np.zeros(size, dtype=bool)
    occurs[codes] = True
    return (np.cumsum(occurs) - 1).take(codes), int(occurs.sum())


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
        pairs = zip(codes(rows), sizes, strict=True)
        return [_sums(of.astype(np.intp, copy=False), worth[:, rows], size) for of, size in pairs]

    for sums in by_block(visit, worth.shape[1], max(BLOCK, 4 * max(sizes, default=0))):
        total = [one + more for one, more in zip(total, sums, strict=True)]
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
