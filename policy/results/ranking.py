"""The largest groups and contracts, where all would be too many to read or to send."""

import numpy as np

from policy.coded import Rows
from policy.engine.decide import Shares
from policy.results.groups import Decisions, Money, base_of, central_by, chosen, coding_of, money, name_of, returned_by
from policy.results.totals import MEASURES, Totals, name_sums


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
    others = [whole - sum(some) for whole, some in zip(decisions.outcome.of(), of[:, groups].tolist(), strict=True)]
    each = zip(groups.tolist(), returned.T.tolist(), of[:, groups].T.tolist(), strict=False)
    named = {name_of(names, group): name_sums(*sides) for group, *sides in each if sides[1][0]}
    return named, name_sums(returned[:, -1].tolist(), others)


def largest_rows(decisions: Decisions, most: int) -> Rows:
    """Rows of the contracts that return with the most central spend, the largest first."""
    back = np.flatnonzero(decisions.central)
    spend = annual_of(decisions, back).central
    if len(back) > most:
        large = spend >= np.partition(spend, -most)[-most]
        back, spend = back[large], spend[large]
    return back[np.argsort(-spend, kind="stable")][:most]


def shares_of(decisions: Decisions, rows: Rows) -> Shares:
    """Low, central and high share that returns of some rows of the table, in thousandths."""
    return decisions.of_rows(decisions.outcome.shares, rows)


def annual_of(decisions: Decisions, rows: Rows) -> Money:
    """Value a year of some rows of the table, and what returns of it."""
    return money(decisions, "annual_gbp", rows)
