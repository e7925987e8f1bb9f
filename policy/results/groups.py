"""Sums by group: what returns by the values of a column or by the period in which contracts fall due, and of rows."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np

from policy.cached import of_table
from policy.coded import CEILING, SPAN, Bools, CodedContracts, Ints, Rows
from policy.engine.cells import (
    DIRECT,
    IN_SCOPE,
    Condition,
    Question,
    by_block,
    conditions_of,
    scope_question,
    steps_of,
    sums_by,
    sums_of,
)
from policy.engine.decide import CENTRAL, DecidedContracts, base_parts, end_parts, sums_by_group
from policy.results.rows import Coding, coding
from policy.rules.base import Rule
from policy.rules.trigger import PERIODS, Window
from policy.scenarios.scenario import Scenario
from policy.ternary import YES

Decisions: TypeAlias = DecidedContracts[Scenario]


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

    def by_group(sums: Ints, size: int) -> Ints:
        lots = np.flatnonzero(sums[0])
        kind, group = np.divmod(lots, size)
        return sums_by_group(end_parts(returning.shares[:, kind], returning.caveats[kind], sums[:, lots]), group, size)

    sizes = [size for _, size in codings]
    return list(map(by_group, sums_by(returning.worth, codes, [kinds * size for size in sizes]), sizes))


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


WhatCounts = tuple[Rule, tuple[Condition, ...]]
"""What makes a row count: the rule of scope, and the conditions of a reader's scope."""


def what_counts(decisions: Decisions) -> WhatCounts:
    """What makes a row count under decisions: cached sums go by it."""
    return decisions.steps[0].rule, conditions_of(decisions.coded, decisions.scenario.rules)


def _base_of(coded: CodedContracts, counting: WhatCounts, column: str, window: Window | None) -> Ints:
    """Sum BASE_MEASURES by a column, for every scenario that counts the same rows, whatever returns under it."""
    code, names = coding(coded, column, window)
    return base_by(coded, counting, code, len(names) + 1)


def base_by(coded: CodedContracts, counting: WhatCounts, code: Coding, size: int) -> Ints:
    """Sum BASE_MEASURES of the rows that count (`what_counts`) by any coding, exactly."""
    counted = of_table(coded, _counted, counting)

    def codes(rows: slice) -> list[Rows]:
        """Group and caveats, and a last code for what does not count."""
        return [np.where(counted[rows], code(rows) * (2 * SPAN) + coded.caveats[rows], size * 2 * SPAN)]

    [sums] = sums_by(coded.worth, codes, [size * 2 * SPAN + 1])
    group, caveats = np.divmod(np.arange(size * 2 * SPAN), 2 * SPAN)
    return sums_by_group(base_parts(np.full(len(group), 1000), caveats, sums[:, :-1]), group, size)


def _counted(coded: CodedContracts, counting: WhatCounts) -> Bools:
    rule, conditions = counting
    [step] = steps_of([rule])
    return (_answers(coded, step.question) != YES) & (_answers(coded, scope_question(conditions)) == IN_SCOPE)


def _answers(coded: CodedContracts, question: Question) -> Rows:
    """Answers of every row, asked of profiles where these hold all that is read."""
    profiles = coded.profiles_of(question.reads)
    return question.ask(profiles.coded).take(profiles.of_row) if profiles else question.ask(coded)


def central_by(decisions: Decisions, code: Coding, size: int, measure: int) -> Ints:
    """Sum the central figure of a measure (contracts, then MONEY_COLUMNS) by group, exactly: for a ranking."""
    returning = decisions.returning
    spend = returning.caveats & CEILING == 0
    share_of_kind = returning.shares[CENTRAL] * (spend | (measure == 0))

    def visit(rows: slice) -> Ints:
        groups, shares = code(returning.rows[rows]), share_of_kind.take(returning.kinds[rows])
        amounts = returning.worth[measure - 1, rows] if measure else np.ones(len(groups))
        return sums_of(groups, amounts, size, shares)

    return reduce(np.add, by_block(visit, len(returning.rows)))
