"""Sums by group: what returns by the values of a column or by the period in which contracts fall due, and of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from policy.coded import CEILING, MONEY_COLUMNS, NO_DAY, Bools, CodedContracts, Codes, Days, Ints, Rows
from policy.engine.cells import DIRECT, STATING, by_block, exact_sums, halves, numbered, sums_by, whole
from policy.engine.decide import Decided, base, ends
from policy.rules.trigger import PERIODS, Due, Window, calendar
from policy.scenarios.scenario import Scenario

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
        day[rows] = due = dating.due(coded.only(rows)).day
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


def sums_of(decisions: Decisions, codings: Sequence[tuple[Coding, int]]) -> list[tuple[Ints, Ints]]:
    """Sum by several codings at once, exactly.

    Args:
        decisions: what a scenario decides.
        codings: each with its number of groups.

    Returns:
        For each coding MEASURE_ENDS and BASE_MEASURES by group, a column each.
    """
    outcome, of_row = decisions.outcome, decisions.outcome.cells.of_row
    columns = (outcome.counted, *outcome.shares, outcome.cells.answers[STATING])
    numbers, one = numbered(columns, len(outcome.cells))
    counted, low, central, high, stating = (column[one] for column in columns)
    shares, kind = np.stack([low, central, high]), numbers.astype(np.int32)
    most = max(2, DIRECT // max(len(one), 1))
    if any(size > most for _, size in codings):
        return [_in_turns(decisions, code, size, most) for code, size in codings]

    def codes(rows: slice) -> Iterator[Rows]:
        of_kind = kind.take(of_row[rows])
        return (of_kind * np.int32(size) + code(rows) for code, size in codings)

    each = sums_by(decisions.coded, codes, [len(one) * size for _, size in codings])
    each = [sums.reshape(3, len(one), size) for sums, (_, size) in zip(each, codings, strict=True)]
    return [(ends(shares, stating, sums), base(counted, stating, sums)) for sums in each]


def _in_turns(decisions: Decisions, code: Coding, size: int, most: int) -> tuple[Ints, Ints]:
    """Sum by a coding of many groups, some at a time, the rows of all others together."""
    found = []
    for first in range(0, size, most - 1):
        some = np.arange(first, min(first + most - 1, size))
        [sides] = sums_of(decisions, [chosen(code, size, some)])
        found.append([side[:, :-1] for side in sides])
    returned, of = (np.concatenate(sides, axis=1) for sides in zip(*found, strict=True))
    return returned, of


def chosen(code: Coding, size: int, groups: Rows) -> tuple[Coding, int]:
    """Code the rows by their place among some of the groups; all others are one group, the last."""
    place = np.full(size, len(groups), dtype=np.int32)
    place[groups] = np.arange(len(groups))
    return lambda rows: place.take(code(rows)), len(groups) + 1


def central_by(decisions: Decisions, code: Coding, size: int, measure: int) -> tuple[Ints, Ints]:
    """By group, for a ranking: the central figure of a measure (contracts, then MONEY_COLUMNS), and rows that count."""
    outcome, coded = decisions.outcome, decisions.coded
    spend = outcome.cells.answers[STATING] & CEILING == 0
    share = (outcome.shares[1] * (spend | (measure == 0))).astype(np.float64)

    def visit(rows: slice) -> list[Ints]:
        groups, cells = code(rows), outcome.cells.of_row[rows]
        shares = share.take(cells)
        amounts = [shares] if measure == 0 else [half * shares for half in halves(coded.worth[measure - 1, rows])]
        return [np.bincount(groups, outcome.counted.take(cells), size), *(exact_sums(groups, a, size) for a in amounts)]

    counted, *parts = (np.sum(list(each), axis=0) for each in zip(*by_block(visit, len(coded)), strict=True))
    return whole(parts), counted.astype(np.int64)


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
