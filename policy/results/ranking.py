"""The largest groups and contracts, where all would be too many to read or to send."""

import numpy as np

from policy.coded import Rows
from policy.engine.decide import Decisions
from policy.engine.money import Money, Shares, money
from policy.engine.sums import MEASURE_ENDS, base_totals, names_of
from policy.results.totals import CENTRAL, Totals, name_sums
from policy.rules.scope import Counted

_MANY = 8
"""If more than one row in eight is asked for, expand the shares of all rows."""


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
    returned, of = decisions.sums.by(column), base_totals(decisions.coded, decisions.scenario.rule(Counted), column)
    names = names_of(decisions.coded, column)
    inside = np.flatnonzero(of[0, :-1])
    central = returned[MEASURE_ENDS.index(CENTRAL[measure]), inside]
    groups = [*inside[np.argsort(-central, kind="stable")[:most]].tolist(), len(names) - 1]
    others = [side.sum(axis=1) - side[:, groups].sum(axis=1) for side in (returned, of)]
    assert (returned.sum(axis=1) == decisions.sums.totals).all(), f"{column}: groups do not add up to the whole"
    named = {
        names[group]: name_sums(returned[:, group].tolist(), of[:, group].tolist()) for group in groups if of[0, group]
    }
    return named, name_sums(others[0].tolist(), others[1].tolist())


def largest_rows(decisions: Decisions, most: int) -> Rows:
    """Rows of the contracts that return with the most central spend, the largest first."""
    sums = decisions.sums
    back = np.flatnonzero(decisions.shares[1])
    spend = sums.values[MEASURE_ENDS.index("annual_central"), back]
    if len(back) > most:
        large = spend >= np.partition(spend, -most)[-most]
        back, spend = back[large], spend[large]
    return sums.rows[back[np.argsort(-spend, kind="stable")][:most]]


def shares_of(decisions: Decisions, rows: Rows) -> Shares:
    """Low, central and high share that returns of some rows of the table, in thousandths."""
    if len(rows) * _MANY > len(decisions.coded):
        return decisions.low[rows], decisions.central[rows], decisions.high[rows]
    if not len(decisions.rows):
        return (np.zeros(len(rows), dtype=np.int16),) * 3
    places = np.minimum(np.searchsorted(decisions.rows, rows), len(decisions.rows) - 1)
    back = decisions.rows[places] == rows
    low, central, high = (np.where(back, share[places], np.int16(0)) for share in decisions.shares)
    return low, central, high


def annual_of(decisions: Decisions, rows: Rows) -> Money:
    """Value a year of some rows of the table in pence, and what returns of it."""
    return money(decisions.coded, "annual_gbp", rows, shares_of(decisions, rows))
