"""Sums by group: what returns by the values of a column or by the period in which contracts fall due, and of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from policy.cached import cached
from policy.coded import CEILING, MONEY_COLUMNS, NO_DAY, Bools, CodedContracts, Codes, Days, Ints, Rows
from policy.engine.cells import DIRECT, STATING, by_block, cells_of, exact_sums, halves, numbered, sums_by, whole
from policy.engine.decide import Decided, base, ends, steps_of
from policy.rules.base import Rule
from policy.rules.trigger import PERIODS, Due, Window, calendar
from policy.scenarios.scenario import Scenario
from policy.ternary import YES

Decisions: TypeAlias = Decided[Scenario]
Coding = Callable[[slice], Rows]
"""Gives the group of each row of a block, from 0; the last group is not stated."""


def coding(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[Coding, tuple[str, ...]]:
    """Code rows by the values of a column, or by one of PERIODS in a window; with the names, the last "" not stated."""
    if window is not None:
        return _periods(coded, window, column)
    names = (*coded.levels[column], "")
    profiles = coded.profiles_of((column,))
    of_column = profiles.coded.codes[column] if profiles else coded.codes[column]
    if profiles is None:
        return lambda rows: np.where(of_column[rows] < 0, len(names) - 1, of_column[rows]), names
    table, of_row = np.where(of_column < 0, len(names) - 1, of_column).astype(np.int32), profiles.of_row
    return lambda rows: table.take(of_row[rows]), names


def _periods(coded: CodedContracts, window: Window, period: str) -> tuple[Coding, tuple[str, ...]]:
    dating, day = window.dating(), np.empty(len(coded), dtype=np.int32)

    def visit(rows: slice) -> Days:
        day[rows] = due = dating.due(coded.block(rows)).day
        return due[due != NO_DAY]

    bounds = [(known.min(), known.max()) for known in by_block(visit, len(coded)) if len(known)]
    first = int(min((least for least, _ in bounds), default=0))
    of_day, names = calendar(first, int(max((most for _, most in bounds), default=-1)), period)
    return lambda rows: of_day.take(np.where(day[rows] != NO_DAY, day[rows] - first, len(of_day) - 1)), names


def codes_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[Codes, tuple[str, ...]]:
    """Code every row by the values of a column, or by the periods of PERIODS in a window, and name the codes."""
    code, names = coding(coded, column, window)
    return code(slice(0, len(coded))), names


def names_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[str, ...]:
    """Name the groups of a column, or the periods of PERIODS, which need a window."""
    return (*coded.levels[column], "") if window is None else coding(coded, column, window)[1]


def coding_of(decisions: Decisions, column: str) -> tuple[Coding, tuple[str, ...]]:
    """Code the rows of decisions; periods are those of the scenario's window."""
    return coding(decisions.coded, column, decisions.scenario.rule(Window) if column in PERIODS else None)


def returned_by(decisions: Decisions, codings: Sequence[tuple[Coding, int]]) -> list[Ints]:
    """Sum MEASURE_ENDS of the contracts that may return by several codings, each with its number of groups; exactly.

    Returns:
        For each coding MEASURE_ENDS by group, a column each.
    """
    outcome, of_row = decisions.outcome, decisions.outcome.cells.of_row
    columns = (*outcome.shares, outcome.cells.answers[STATING])
    numbers, one = numbered(columns, len(outcome.cells))
    low, central, high, stating = (column[one] for column in columns)
    may, kind = outcome.shares[2] > 0, numbers.astype(np.int32)
    most = max(2, DIRECT // max(len(one), 1))
    if any(size > most for _, size in codings):
        return [_in_turns(decisions, code, size, most) for code, size in codings]

    def codes(rows: slice) -> tuple[Rows, Iterator[Rows]]:
        cells = of_row[rows]
        places = np.flatnonzero(may.take(cells))
        of_kind = kind.take(cells.take(places))
        return places, (of_kind * np.int32(size) + code(rows).take(places) for code, size in codings)

    each = sums_by(decisions.coded, codes, [len(one) * size for _, size in codings])
    shares = np.stack([low, central, high])
    return [
        ends(shares, stating, sums.reshape(3, len(one), size)) for sums, (_, size) in zip(each, codings, strict=True)
    ]


def _in_turns(decisions: Decisions, code: Coding, size: int, most: int) -> Ints:
    """Sum by a coding of many groups, some at a time, the rows of all others together."""
    turns = (np.arange(first, min(first + most - 1, size)) for first in range(0, size, most - 1))
    found = [returned_by(decisions, [chosen(code, size, some)])[0][:, :-1] for some in turns]
    return np.concatenate(found, axis=1)


def chosen(code: Coding, size: int, groups: Rows) -> tuple[Coding, int]:
    """Code the rows by their place among some of the groups; all others are one group, the last."""
    place = np.full(size, len(groups), dtype=np.int32)
    place[groups] = np.arange(len(groups))
    return lambda rows: place.take(code(rows)), len(groups) + 1


def base_of(decisions: Decisions, column: str) -> Ints:
    """Sum BASE_MEASURES of the counted contracts by the groups of a column (`coding_of`), a column each; exactly."""
    window = decisions.scenario.rule(Window).dating() if column in PERIODS else None
    return _base_of(decisions.coded, decisions.steps[0].rule, column, window)


@cached(32)
def _base_of(coded: CodedContracts, scope: Rule, column: str, window: Window | None) -> Ints:
    """What shares are shares of does not depend on what returns, so it is summed once for every population."""
    code, names = coding(coded, column, window)
    return base_by(coded, scope, code, len(names))


def base_by(coded: CodedContracts, scope: Rule, code: Coding, size: int) -> Ints:
    """Sum BASE_MEASURES of the rows that a rule of scope counts by any coding, exactly."""
    [step] = steps_of([scope])
    cells = cells_of(coded, [step.question])
    [sums] = sums_by(
        coded, lambda rows: (None, [cells.of_row[rows] * np.int32(size) + code(rows)]), [len(cells) * size]
    )
    counted = cells.answers[step.question.key] != YES
    return base(counted, cells.answers[STATING], sums.reshape(3, len(cells), size))


def central_by(decisions: Decisions, code: Coding, size: int, measure: int) -> Ints:
    """Sum the central figure of a measure (contracts, then MONEY_COLUMNS) by group, exactly: for a ranking."""
    outcome, coded = decisions.outcome, decisions.coded
    spend = outcome.cells.answers[STATING] & CEILING == 0
    share = (outcome.shares[1] * (spend | (measure == 0))).astype(np.float64)

    def visit(rows: slice) -> list[Ints]:
        shares = share.take(outcome.cells.of_row[rows])
        places = np.flatnonzero(shares)
        groups, shares = code(rows).take(places), shares.take(places)
        worth = np.ones(len(places)) if measure == 0 else coded.worth[measure - 1, rows].take(places)
        return [exact_sums(groups, half * shares, size) for half in halves(worth)]

    each = zip(*by_block(visit, len(coded)), strict=True)
    return whole([np.sum(list(half), axis=0) for half in each]) if len(coded) else np.zeros(size, dtype=np.int64)


@dataclass(frozen=True)
class Money:
    """One measure of money of some rows, in thousandths of pence; 0 where it is not known, which `unstated` says.

    `value` is the central value: 0 for a ceiling, which is no spend and in `high` alone (semantics 10.14).
    """

    value: Ints
    low: Ints
    central: Ints
    high: Ints
    unstated: Bools
    ceiling: Bools


def money(decisions: Decisions, column: str, rows: Rows | slice = slice(None)) -> Money:
    """Value of some rows in one of MONEY_COLUMNS, and what returns of it."""
    bit, stating = MONEY_COLUMNS.index(column), decisions.coded.stating[rows]
    unstated, top = stating >> bit & 1 > 0, decisions.coded.worth[bit, rows].astype(np.int64)
    ceiling = (stating & CEILING > 0) & ~unstated
    value = np.where(ceiling, 0, top)
    low, central, high = decisions.of_rows(decisions.outcome.shares, rows)
    return Money(value * 1000, value * low, value * central, top * high, unstated, ceiling)


def due_of(decisions: Decisions) -> Due:
    """When each contract falls due."""
    return decisions.scenario.rule(Window).dating().due(decisions.coded)
