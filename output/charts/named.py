"""Charts of one scenario by name: those that a page draws and that whoever has only a link can ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from output.charts import one_scenario
from output.charts.chart import Chart
from output.charts.tiles import tiles_chart
from output.contract_tables import value_names
from output.palette import Palette
from output.subject import Shown
from policy.analysis.records import carried_in
from policy.contracts import SEVERAL_COMPANIES
from policy.results.ranking import by_largest
from policy.results.rows import names_of
from policy.results.totals import Totals, by, timeline
from policy.rules.trigger import Window

_MOST = 1_000
"""Groups that a table lists one by one: published suppliers can be hundreds of thousands."""
_FEW = 100
"""Groups that are few enough to be cached for every scenario."""
MOST_BARS = 40
"""Bars that a chart of groups may be asked to draw."""


@dataclass(frozen=True)
class Named:
    """A chart that can be asked for: the page that has it, and how many bars it draws there, where it is of groups."""

    page: str
    bars: int = 0


CHARTS: dict[str, Named] = {
    "funnel": Named("overview"),
    "years": Named("timeline"),
    "quarters": Named("timeline"),
    "service": Named("services", 25),
    "buyer_kind": Named("buyers", 12),
    "buyer": Named("buyers", 20),
    "supplier_kind": Named("suppliers", 12),
    "company": Named("suppliers", 20),
    "places": Named("places"),
    "nation": Named("places", 12),
}
"""The charts by name; those of groups bear the name of their column."""


def chart_of(shown: Shown, name: str, measure: str, palette: Palette, bars: int = 0) -> Chart:
    """Draw a chart by its name; `bars` are the most that one of groups draws, as many as on its page if not given."""
    asked = {"chart": name, "measure": measure}
    if name == "funnel":
        chart = one_scenario.funnel_chart(shown.steps, shown.totals, shown.scenario, measure, palette)
    elif name in ("years", "quarters"):
        chart = _periods(shown, name.removesuffix("s"), measure, palette)
    elif name == "places":
        [regions] = by(shown.decisions, "region")
        chart = tiles_chart(regions, shown.scenario, measure, palette)
    else:
        bars = bars or CHARTS[name].bars
        asked["bars"] = str(bars)
        chart = _groups(shown, name, measure, palette, bars)
    return or_none(replace(chart, asked=asked), shown)


NONE_IN_SCOPE, NONE_TO_ASSESS = "No contract is in scope", "There is no contract to assess"


def or_none(chart: Chart, shown: Shown) -> Chart:
    """Say in place of a chart's finding that no contract is looked at, and draw nothing, where that is so.

    A curve of noughts, or a setting that changes nothing, would say something of the policy instead.
    """
    if shown.totals.contracts.of:
        return chart
    return replace(
        chart,
        finding=NONE_IN_SCOPE if shown.table.scope else NONE_TO_ASSESS,
        figure={**chart.figure, "data": []},
        note="",
        hint="",
        column="",
        marks={},
        without=None,
        printed=None,
    )


def _periods(shown: Shown, period: str, measure: str, palette: Palette) -> Chart:
    """What returns by the year or quarter in which contracts fall due."""
    due = shown.cached(period, lambda decisions: timeline(decisions, period))
    names = names_of(shown.coded, period, shown.scenario.rule(Window))
    return one_scenario.periods_chart(due, names, shown.scenario, measure, period, palette)


def _groups(shown: Shown, column: str, measure: str, palette: Palette, most: int) -> Chart:
    """What returns by the values of a column, the largest `most` drawn."""
    largest, others = _summed(shown, column, measure)
    labels = _labels(shown, column)
    chart = one_scenario.groups_chart(column, (largest, others), labels, shown.scenario, measure, palette, most)
    if measure != one_scenario.ANNUAL or len(shown.coded.levels[column]) > _FEW:
        return chart
    carried = shown.cached(f"carried by {column}", lambda decisions: carried_in(decisions, column))
    return one_scenario.with_carried(chart, largest, carried)


def _labels(shown: Shown, column: str) -> Mapping[str, str]:
    """Names of the values of a column for a reader; what is named as published has none."""
    known: dict[str, dict[str, str]] = {
        "company": {SEVERAL_COMPANIES: SEVERAL_COMPANIES},
        "nation": {"UK": "Several nations"},
        "buyer": {},
    }
    return known[column] if column in known else value_names(shown.coded, column)


def _summed(shown: Shown, column: str, measure: str) -> tuple[dict[str, Totals], Totals]:
    """Groups and all others; those of a column with many values take too much room to be cached."""
    if len(shown.coded.levels[column]) > _FEW:
        return by_largest(shown.decisions, column, measure, _MOST)
    return shown.cached(f"by {column}, {measure}", lambda decisions: by_largest(decisions, column, measure, _MOST))
