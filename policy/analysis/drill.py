"""The contracts behind a mark of a chart, with the proof that they add up to it."""

import numpy as np

from policy.analysis.threshold import near
from policy.coded import Bools
from policy.measures import MEASURES
from policy.results.groups import Decisions
from policy.results.rows import codes_of
from policy.results.totals import by, funnel, group, step_rows, totals
from policy.rules.base import Stage
from policy.rules.trigger import PERIODS, Window

STEP = "step"
"""Stands for the funnel in place of a column; its values are stage:rule."""
LINE, NEAR, ON = "line", "near", "on"
"""Stands for the distance to the value threshold, with its two values: within 5% of it, and exactly on it."""


def behind(decisions: Decisions, column: str, value: str) -> Bools:
    """Find the contracts behind a mark of a chart; groups and steps are asserted to add up to their mark.

    Args:
        decisions: what a scenario decides.
        column: a category, one of PERIODS, STEP (the funnel) or LINE (distance to the threshold).
        value: the group, the period, `stage:rule` of the funnel's step, or NEAR or ON.

    Returns:
        A mask of the rows of the table.

    Raises:
        KeyError: the present result has no such mark.
    """
    if column == LINE:
        near_line = near(decisions)
        return {NEAR: near_line.within, ON: near_line.exactly}[value]
    return _behind_step(decisions, value) if column == STEP else _behind_group(decisions, column, value)


def _behind_group(decisions: Decisions, column: str, value: str) -> Bools:
    window = decisions.scenario.rule(Window) if column in PERIODS else None
    codes, names = codes_of(decisions.coded, column, window)
    rows: Bools = decisions.counted & (codes == {name: i for i, name in enumerate(names)}[value])
    mark = group(decisions, column, value)
    assert totals(decisions, rows) == mark, f"{column} {value}: the contracts do not add up to the mark"
    return rows


def _behind_step(decisions: Decisions, value: str) -> Bools:
    stage, _, rule = value.partition(":")
    step = {(step.stage.value, step.rule): step for step in funnel(decisions)}[stage, rule]
    rows = step_rows(decisions, step.stage, rule)
    summed = totals(decisions, rows)
    for measure in MEASURES:
        total = summed.measure(measure)
        mark = total.returns.central if step.stage is Stage.RETURNS else total.of - total.returns.central
        assert mark == step.measure(measure), f"{value}, {measure}: the contracts do not add up to the step"
    return rows


def marks(decisions: Decisions, column: str) -> list[str]:
    """Values of a column that stand in the present result, for a list to choose from."""
    if column == STEP:
        return [f"{s.stage.value}:{s.rule}" for s in funnel(decisions) if np.any(step_rows(decisions, s.stage, s.rule))]
    if column == LINE:
        return [value for value in (NEAR, ON) if behind(decisions, LINE, value).any()]
    return list(by(decisions, column)[0])
