"""The benchmark's work done by the program itself."""

import pandas as pd

from bench.work import COLUMNS, MOST, POINTS, Answer
from policy.analysis.compare import sweep
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import ENDS, MEASURES
from policy.results.ranking import by_largest
from policy.results.totals import FunnelStep, Totals, by, funnel, totals
from policy.rules.base import Stage
from policy.scenarios.scenario import Scenario


class Engine:
    """The table coded once."""

    name = "this program"

    def __init__(self, contracts: pd.DataFrame, services: pd.DataFrame) -> None:
        self.coded = prepare(contracts, services)

    def recalculate(self, scenario: Scenario) -> Answer:
        decisions = decide(self.coded, scenario)
        steps = {_step(step): _three(step) for step in funnel(decisions)}
        groups = dict(zip(COLUMNS, by(decisions, *COLUMNS), strict=True))
        largest, _ = by_largest(decisions, "supplier", "annual_gbp", MOST)
        return Answer(
            _nine(totals(decisions)),
            {name: amounts for name, amounts in steps.items() if any(amounts)},
            {
                column: {name: _nine(group) for name, group in found.items() if group.contracts.returns.high}
                for column, found in groups.items()
            },
            {name: _nine(group) for name, group in largest.items() if name and group.annual_gbp.returns.central},
            tuple(_nine(point.totals) for point in sweep(self.coded, scenario, "small.threshold", list(POINTS))),
        )


def _nine(group: Totals) -> tuple[int, ...]:
    return tuple(getattr(group.measure(measure).returns, end) for measure in MEASURES for end in ENDS)


def _three(step: FunnelStep) -> tuple[int, ...]:
    return tuple(step.measure(measure) for measure in MEASURES)


def _step(step: FunnelStep) -> tuple[str, str]:
    """Name a step as the other engines do: exits and doubts by rule."""
    if step.stage in (Stage.GOOD_REASON, Stage.RETURNS):
        return step.stage.value, ""
    return "open" if step.stage is Stage.NOT_KNOWN else "exit", step.rule
