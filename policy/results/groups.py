"""Sums by group: what returns by the values of a column or by the period in which contracts fall due, and of rows."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np

from policy.cached import of_table
from policy.coded import CEILING, Bools, CodedContracts, Ints, Rows
from policy.engine.cells import (
    BLOCK,
    DIRECT,
    EXACT,
    IN_SCOPE,
    Condition,
    Question,
    by_block,
    conditions_of,
    exact_sums,
    exact_totals,
    scope_question,
    steps_of,
    sums_by,
)
from policy.engine.decide import CENTRAL, DecidedContracts, base_parts, sum_measure_ends
from policy.results.rows import Coding, coding, with_not_stated
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


WhatCounts = tuple[Rule, tuple[Condition, ...]]
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
    return _summed(by_profile, with_not_stated(profiles.coded.codes[column], len(names)), len(names) + 1)


def _base_by_profile(coded: CodedContracts, counting: WhatCounts) -> list[Ints]:
    """Sum BASE_MEASURES by party profile, by service profile and by pair; the first two are summed from the pairs."""
    pairs = coded.pairs
    by_pair = base_by(coded, counting, lambda rows: pairs.of_row[rows], len(pairs.coded))
    sides = zip(pairs.parts, (coded.party_profiles, coded.service_profiles), strict=True)
    return [*(_summed(by_pair, places, len(profiles.coded)) for places, profiles in sides), by_pair]


def _summed(sums: Ints, codes: Rows, size: int) -> Ints:
    """Sum rows of sums by code, exactly."""
    ones = np.ones(len(codes), dtype=np.int64)
    return np.stack([exact_totals(codes, ones, measure, size) for measure in sums])


def base_by(coded: CodedContracts, counting: WhatCounts, code: Coding, size: int) -> Ints:
    """Sum BASE_MEASURES of the rows that count (`what_counts`) by any coding, exactly."""
    counted = of_table(coded, _counted, counting)

    def visit(rows: slice) -> Ints:
        groups, caveats = code(rows).astype(np.intp, copy=False), coded.caveats[rows]
        parts = base_parts(counted[rows], caveats, [np.ones(len(caveats)), *coded.worth[:, rows]])
        return np.stack([exact_sums(groups, which * amounts, size) for which, amounts in parts])

    total = reduce(np.add, by_block(visit, len(coded), max(BLOCK, size)))
    return total * 1000 if total.max(initial=0) < EXACT else total.astype(object) * 1000


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
        return exact_totals(groups, shares, amounts.astype(np.int64), size)

    return reduce(np.add, by_block(visit, len(returning.rows)))
