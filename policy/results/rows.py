"""What each row of a table has: the group that it is in, its money and what returns of it, and when it falls due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy.cached import of_table
from policy.coded import CEILING, MONEY_COLUMNS, NO_DAY, Bools, CodedContracts, Codes, Ints, Rows
from policy.engine.cells import by_block
from policy.engine.decide import DecidedContracts, three_of
from policy.rules.trigger import PERIODS, Due, Window, calendar
from policy.scenarios.scenario import Scenario

_BEYOND = np.iinfo(np.int32).max
"""A day after every other: the least of no days at all."""
Coding = Callable[[Rows | slice], Rows]
"""Gives the group of each of some rows, from 0; the last group is not stated."""


def _of_rows(column: Rows, rows: Rows | slice) -> Rows:
    return column[rows] if isinstance(rows, slice) else column.take(rows)


def coding(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[Coding, tuple[str, ...]]:
    """Group rows by the values of a column, or by the periods in which contracts fall due.

    Args:
        coded: the contracts.
        column: a category of the contracts table, or one of PERIODS.
        window: the rule that dates contracts, where `column` is one of PERIODS; None for a category.

    Returns:
        What gives the group of rows, and the names of the groups. The group after the last name holds what is not
        stated.
    """
    if window is not None:
        return of_table(coded.everything, _periods, window.dating(), column)
    names = coded.levels[column]
    if profiles := coded.profiles_of((column,)):
        table = with_not_stated(profiles.coded.codes[column], len(names))
        return lambda rows: table.take(_of_rows(profiles.of_row, rows)), names
    return lambda rows: with_not_stated(_of_rows(coded.codes[column], rows), len(names)), names


def name_of(names: Sequence[str], group: int) -> str:
    """Name a group; "" is not stated."""
    return names[group] if group < len(names) else ""


def with_not_stated(codes: Codes, last: int) -> Codes:
    """What is not stated, -1, becomes one more group."""
    return np.where(codes < 0, np.int32(last), codes)


def _periods(coded: CodedContracts, window: Window, period: str) -> tuple[Coding, tuple[str, ...]]:
    day = np.empty(len(coded), dtype=np.int32)

    def visit(rows: slice) -> tuple[int, int]:
        day[rows] = due = window.due(coded.block(rows)).day
        return int(np.where(due == NO_DAY, _BEYOND, due).min(initial=_BEYOND)), int(due.max(initial=NO_DAY))

    least, most = zip(*by_block(visit, len(coded)), strict=True)
    first = min(least)
    of_day, names = calendar(first, max(most), period)

    def code(rows: Rows | slice) -> Rows:
        days = _of_rows(day, rows)
        return of_day.take(np.where(days == NO_DAY, len(of_day) - 1, days - first))

    return code, names


def codes_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[Codes, tuple[str, ...]]:
    """Group every row as `coding` does: the group of each, and the names, "" (not stated) last."""
    code, names = coding(coded, column, window)
    return code(slice(0, len(coded))), (*names, "")


def names_of(coded: CodedContracts, column: str, window: Window | None = None) -> tuple[str, ...]:
    """Names of the groups of `coding`, "" (not stated) last."""
    return (*(coded.levels[column] if window is None else coding(coded, column, window)[1]), "")


def coding_of(decisions: DecidedContracts[Scenario], column: str) -> tuple[Coding, tuple[str, ...]]:
    """Group the contracts of decisions as `coding` does; periods are those of the scenario's window."""
    return coding(decisions.coded, column, decisions.scenario.rule(Window) if column in PERIODS else None)


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


def money(decisions: DecidedContracts[Scenario], column: str, rows: Rows | slice = slice(None)) -> Money:
    """Value of some rows in one of MONEY_COLUMNS, and what returns of it."""
    bit, caveats = MONEY_COLUMNS.index(column), decisions.coded.caveats[rows]
    unstated = caveats >> bit & 1 > 0
    worth = decisions.coded.worth[:, rows].astype(np.int64)
    least, likely, greatest = three_of(np.concatenate([worth[:1], worth]), bit)
    ceiling = (caveats & CEILING > 0) & ~unstated
    value, least = (np.where(ceiling, 0, of) for of in (likely, least))
    low, central, high = decisions.of_rows(decisions.outcome.shares, rows)
    return Money(value * 1000, least * low, value * central, greatest * high, unstated, ceiling)


def summable(amounts: NDArray[Any]) -> Ints:
    """Give whole amounts whose sum is exact: as Python integers where it may be more than int64 holds."""
    small = np.abs(amounts.astype(np.float64)).sum() < 2**62
    return amounts.astype(np.int64 if small else object)


def due_of(decisions: DecidedContracts[Scenario]) -> Due:
    """When each contract falls due."""
    return decisions.scenario.rule(Window).dating().due(decisions.coded)
