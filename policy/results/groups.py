"""Sums by group: what returns by the values of a column or by the period in which contracts fall due, and of rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from policy.cached import of_table
from policy.coded import CEILING, MONEY_COLUMNS, NO_DAY, Bools, CodedContracts, Codes, Ints, Rows
from policy.engine.cells import (
    BLOCK,
    CAVEATS,
    DIRECT,
    EXACT,
    IN_SCOPE,
    Question,
    ScopeCondition,
    by_block,
    conditions_of,
    exact_sums,
    exact_totals,
    halves,
    scope_question,
    steps_of,
    sums_by,
    whole,
)
from policy.engine.decide import BASE_MEASURES, DecidedContracts, no_figure, sum_measure_ends, three_of
from policy.rules.base import Rule
from policy.rules.trigger import PERIODS, Due, Window, calendar
from policy.scenarios.scenario import Scenario
from policy.ternary import YES

_BEYOND = np.iinfo(np.int32).max
"""A day after every other: the least of no days at all."""
Decisions: TypeAlias = DecidedContracts[Scenario]
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
        table = _with_not_stated(profiles.coded.codes[column], len(names))
        return lambda rows: table.take(_of_rows(profiles.of_row, rows)), names
    return lambda rows: _with_not_stated(_of_rows(coded.codes[column], rows), len(names)), names


def name_of(names: Sequence[str], group: int) -> str:
    """Name a group; "" is not stated."""
    return names[group] if group < len(names) else ""


def _with_not_stated(codes: Codes, last: int) -> Codes:
    """What is not stated, -1, becomes one more group."""
    return np.where(codes < 0, np.int32(last), codes)


def _periods(coded: CodedContracts, window: Window, period: str) -> tuple[Coding, tuple[str, ...]]:
    day = np.empty(len(coded), dtype=np.int32)

    def visit(rows: slice) -> tuple[int, int]:
        day[rows] = due = window.due(coded.block(rows)).day
        least, most = int(np.where(due == NO_DAY, _BEYOND, due).min()), int(due.max())
        return least, most

    bounds = list(by_block(visit, len(coded)))
    first = min((least for least, _ in bounds), default=_BEYOND)
    of_day, names = calendar(first, max((most for _, most in bounds), default=NO_DAY), period)

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


def coding_of(decisions: Decisions, column: str) -> tuple[Coding, tuple[str, ...]]:
    """Group the contracts of decisions as `coding` does; periods are those of the scenario's window."""
    return coding(decisions.coded, column, decisions.scenario.rule(Window) if column in PERIODS else None)


def returned_by(decisions: Decisions, codings: Sequence[tuple[Coding, int]]) -> list[Ints]:
    """Sum what may return by several groupings at once, exactly.

    Args:
        decisions: what a scenario decides.
        codings: each with its number of groups.

    Returns:
        For each coding MEASURE_ENDS by group, a column each.
    """
    returning = decisions.returning
    kinds = returning.shares.shape[1]
    most = max(2, DIRECT // max(kinds, 1))
    if any(size > most for _, size in codings):
        return [_in_turns(decisions, code, size, most) for code, size in codings]

    def codes(rows: slice) -> Iterator[Rows]:
        return (returning.kinds[rows] * size + code(returning.rows[rows]) for code, size in codings)

    each = zip(sums_by(returning.worth, codes, [kinds * size for _, size in codings]), codings, strict=True)
    return [
        sum_measure_ends(returning.shares, returning.caveats, sums.reshape(len(sums), kinds, size))
        for sums, (_, size) in each
    ]


def _in_turns(decisions: Decisions, code: Coding, size: int, most: int) -> Ints:
    """Sum by a coding of many groups, some at a time, the rows of all others together."""
    turns = (np.arange(first, min(first + most - 1, size)) for first in range(0, size, most - 1))
    sums = [returned_by(decisions, [chosen(code, size, some)])[0][:, :-1] for some in turns]
    return np.concatenate(sums, axis=1)


def chosen(code: Coding, size: int, groups: Rows) -> tuple[Coding, int]:
    """Keep some of the groups of a coding, in the order given; all others are one group, the last."""
    place = np.full(size, len(groups), dtype=np.int32)
    place[groups] = np.arange(len(groups))
    return lambda rows: place.take(code(rows)), len(groups) + 1


def base_of(decisions: Decisions, column: str) -> Ints:
    """Sum BASE_MEASURES of the counted contracts by the groups of a column (`coding_of`), a column each; exactly."""
    window = decisions.scenario.rule(Window).dating() if column in PERIODS else None
    return of_table(decisions.coded, _base_of, what_counts(decisions), column, window)


WhatCounts = tuple[Rule, tuple[ScopeCondition, ...]]
"""What makes a row count: the rule of scope, and the conditions of a reader's scope."""


def what_counts(decisions: Decisions) -> WhatCounts:
    """What makes a row count under decisions: cached sums go by it."""
    return decisions.steps[0].rule, conditions_of(decisions.coded, decisions.scenario.rules)


def _base_of(coded: CodedContracts, counting: WhatCounts, column: str, window: Window | None) -> Ints:
    """Sum BASE_MEASURES by a column, for every scenario that counts the same rows, whatever returns under it.

    A column that profiles hold is summed by profile first, and the few profiles by the column.
    """
    code, names = coding(coded, column, window)
    if window or not (profiles := coded.profiles_of((column,))):
        return base_by(coded, counting, code, len(names) + 1)
    by_profile = of_table(coded, _base_by_profile, counting)[coded.profiles.index(profiles)]
    return _summed(by_profile, _with_not_stated(profiles.coded.codes[column], len(names)), len(names) + 1)


def _base_by_profile(coded: CodedContracts, counting: WhatCounts) -> list[Ints]:
    """Sum BASE_MEASURES by party profile, by service profile and by pair; the first two are summed from the pairs."""
    pairs = coded.pairs
    by_pair = base_by(coded, counting, lambda rows: _of_rows(pairs.of_row, rows), len(pairs.coded))
    sides = zip(pairs.parts, (coded.party_profiles, coded.service_profiles), strict=True)
    return [*(_summed(by_pair, places, len(profiles.coded)) for places, profiles in sides), by_pair]


def _summed(sums: Ints, codes: Rows, size: int) -> Ints:
    """Sum rows of sums by code, exactly."""
    codes, ones = codes.astype(np.intp, copy=False), np.ones(len(codes), dtype=np.int64)
    if sums.dtype != object and sums.max(initial=0) < EXACT:
        return np.stack([exact_sums(codes, measure.astype(np.float64), size) for measure in sums])
    return np.stack([exact_totals(codes, ones, measure, size) for measure in sums])


def base_by(coded: CodedContracts, counting: WhatCounts, code: Coding, size: int) -> Ints:
    """Sum BASE_MEASURES of the rows that count (`what_counts`) by any coding, exactly; a ceiling is no spend."""
    counted = of_table(coded, _counted, counting)
    spend = counted & (coded.caveats & CEILING == 0)
    total = np.zeros((len(BASE_MEASURES), size), dtype=np.int64)

    def visit(rows: slice) -> Ints:
        groups = code(rows).astype(np.intp, copy=False)
        weights = [which[rows].astype(np.float64) for which in (counted, spend)]
        silent = [weights[0] * no_figure(coded.caveats[rows], bit) for bit in range(len(MONEY_COLUMNS))]
        amounts = [weights[0], *(pence * weights[1] for pence in coded.worth[: len(MONEY_COLUMNS), rows]), *silent]
        return np.stack([exact_sums(groups, amount, size) for amount in amounts])

    for more in by_block(visit, len(coded), max(BLOCK, size)):
        total = total + more
    return total * 1000 if total.max(initial=0) < 2**53 else total.astype(object) * 1000


def _counted(coded: CodedContracts, counting: WhatCounts) -> Bools:
    rule, conditions = counting
    [step] = steps_of([rule])
    counted = _answers(coded, step.question) != YES
    return counted & (_answers(coded, scope_question(coded, conditions)) == IN_SCOPE) if conditions else counted


def _answers(coded: CodedContracts, question: Question) -> Rows:
    """Answers of every row, asked of profiles where these hold all that is read."""
    profiles = coded.profiles_of(question.reads)
    if profiles:
        return question.ask(profiles.coded).take(profiles.of_row)
    return question.ask(coded) if question.answers is None else question.answers


def central_by(decisions: Decisions, code: Coding, size: int, measure: int) -> Ints:
    """Sum the central figure of a measure (contracts, then MONEY_COLUMNS) by group, exactly: for a ranking."""
    outcome, returning = decisions.outcome, decisions.returning
    spend = outcome.cells.answers[CAVEATS] & CEILING == 0
    share = (outcome.shares[1] * (spend | (measure == 0))).astype(np.float64)

    def visit(rows: slice) -> list[Ints]:
        groups, shares = code(returning.rows[rows]), share.take(returning.cells[rows])
        worth = returning.worth[measure - 1, rows] if measure else np.ones(len(groups))
        return [exact_sums(groups, half * shares, size) for half in halves(worth)]

    high, low = np.zeros((2, size), dtype=np.int64)
    for more in by_block(visit, len(returning.rows)):
        high, low = high + more[0], low + more[1]
    return whole([high, low])


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
    bit, caveats = MONEY_COLUMNS.index(column), decisions.coded.caveats[rows]
    unstated = caveats >> bit & 1 > 0
    worth = decisions.coded.worth[:, rows].astype(np.int64)
    least, likely, greatest = three_of(np.concatenate([worth[:1], worth]), bit)
    ceiling = (caveats & CEILING > 0) & ~unstated
    value, least = (np.where(ceiling, 0, of) for of in (likely, least))
    low, central, high = decisions.of_rows(decisions.outcome.shares, rows)
    return Money(value * 1000, least * low, value * central, greatest * high, unstated, ceiling)


def due_of(decisions: Decisions) -> Due:
    """When each contract falls due."""
    return decisions.scenario.rule(Window).dating().due(decisions.coded)
