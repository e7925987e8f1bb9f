"""The largest groups and contracts, where all would be too many to read or to send."""

import numpy as np

from policy.coded import Rows
from policy.engine.decide import BASE_MEASURES, MEASURE_ENDS, Shares
from policy.measures import MEASURES
from policy.results.groups import Decisions, base_of, central_by, chosen, returned_by
from policy.results.rows import Money, coding_of, money, name_of
from policy.results.totals import Totals, name_sums


def by_largest(decisions: Decisions, column: str, measure: str, most: int) -> tuple[dict[str, Totals], Totals]:
    """Total the largest groups of a column, and the others together.

    Args:
        decisions: what a scenario decides.
        column: a category of the contracts table.
        measure: one of MEASURES; groups are ranked by its central figure.
        most: number of groups that are totalled one by one.

    Returns:
        The groups, the largest first and "" (not stated) last; and all other groups as one, empty if there are none.
    """
    code, names = coding_of(decisions, column)
    of, size = base_of(decisions, column), len(names) + 1
    central = central_by(decisions, code, size, MEASURES.index(measure))
    inside = np.flatnonzero(of[0, :-1])
    if len(inside) > most:
        inside = inside[central[inside] >= np.partition(central[inside], -most)[-most]]
    groups = np.append(inside[np.argsort(-central[inside], kind="stable")[:most]], len(names))
    [returned] = returned_by(decisions, [chosen(code, size, groups)])
    others = [whole - sum(some) for whole, some in zip(decisions.outcome.base(), of[:, groups].tolist(), strict=True)]
    each = zip(groups.tolist(), returned.T.tolist(), of[:, groups].T.tolist(), strict=False)
    named = {name_of(names, group): name_sums(*sides) for group, *sides in each if sides[1][0]}
    return named, name_sums(returned[:, -1].tolist(), others)


OTHERS = "\N{NO-BREAK SPACE}"
"""Stands for all groups that are not told one by one; no value of a column is so written."""
Split = dict[str, dict[str, Totals]]
"""Totals of what may return, by group of a column and within each by year; their `of` is 0, for nobody asks for it."""


def timeline_by(decisions: Decisions, column: str, measure: str, most: int = 12) -> Split:
    """Total what returns by the year in which contracts fall due, for the largest groups of a column.

    Args:
        decisions: what a scenario decides.
        column: a category of the contracts table.
        measure: one of MEASURES; groups are ranked by its central figure.
        most: number of groups that are told one by one.

    Returns:
        The groups, the largest first, then "" (not stated), then OTHERS, by year, "" no known end; years and groups of
        which nothing may return are left out. All of it adds up to what returns.
    """
    named, _ = by_largest(decisions, column, measure, most)
    (code, names), (when, years) = coding_of(decisions, column), coding_of(decisions, "year")
    places = {name: place for place, name in enumerate(names)} | {"": len(names)}
    groups = np.array([places[name] for name in named], dtype=np.intp)
    of_group, size = chosen(code, len(names) + 1, groups)
    width = len(years) + 1
    [returned] = returned_by(decisions, [(lambda rows: of_group(rows) * width + when(rows), size * width)])
    assert [sum(end) for end in returned.tolist()] == decisions.outcome.returned(), "the parts do not add up"
    split: Split = {}
    for place, sums in enumerate(returned.T.tolist()):
        if sums[MEASURE_ENDS.index("high")]:
            group, year = divmod(place, width)
            name = [*named, OTHERS][group]
            split.setdefault(name, {})[name_of(years, year)] = name_sums(sums, [0] * len(BASE_MEASURES))
    return split


def by_spend(decisions: Decisions, rows: Rows) -> Rows:
    """Put rows in the order of the spend a year that returns centrally, the largest first, then as in the table."""
    return rows[np.lexsort((rows, -annual_of(decisions, rows).central))]


def largest_rows(decisions: Decisions, most: int) -> Rows:
    """Rows of the contracts that return with the most central spend, the largest first."""
    back = np.flatnonzero(decisions.central)
    spend = annual_of(decisions, back).central
    if len(back) > most:
        large = spend >= np.partition(spend, -most)[-most]
        back, spend = back[large], spend[large]
    return back[np.argsort(-spend, kind="stable")][:most]


def typical_rows(decisions: Decisions, most: int = 4) -> list[int]:
    """Choose the contract in the middle of each of the services with the most contracts back.

    Args:
        decisions: what a scenario decides.
        most: number of services.

    Returns:
        For each service, the one with the most contracts back first, the row of the median by spend a year (the lower
        of two) of its contracts that return in full and state what they cost; a service without any is passed over.
    """
    code, names = coding_of(decisions, "service")
    central = central_by(decisions, code, len(names) + 1, 0)[:-1]
    back = np.flatnonzero(decisions.low == 1000)
    spend = annual_of(decisions, back).central
    back, spend = back[spend > 0], spend[spend > 0]
    services, typical = code(back), list[int]()
    for service in np.argsort(-central, kind="stable"):
        own = np.flatnonzero(services == service)
        if len(own) and central[service]:
            typical.append(int(back[own[np.argsort(spend[own], kind="stable")[(len(own) - 1) // 2]]]))
        if len(typical) == most:
            break
    return typical


def shares_of(decisions: Decisions, rows: Rows) -> Shares:
    """Low, central and high share that returns of some rows of the table, in thousandths."""
    return decisions.of_rows(decisions.outcome.shares, rows)


def annual_of(decisions: Decisions, rows: Rows) -> Money:
    """Value a year of some rows of the table, and what returns of it."""
    return money(decisions, "annual_gbp", rows)
