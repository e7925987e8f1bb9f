"""Charts of what a page shows, in the reader's colours; results that many readers ask for are cached."""

from collections.abc import Mapping
from functools import partial

from output.charts import answer
from output.charts.chart import Chart
from output.charts.split import SPLITS, SplitMap
from output.charts.tiles import ELSEWHERE, tiles_chart
from policy.analysis.records import carried_in
from policy.results.groups import names_of
from policy.results.ranking import by_largest, timeline_by
from policy.results.totals import Totals, by, timeline
from policy.rules.scope import AUTHORITY_LABELS
from policy.rules.trigger import Window
from policy.scope.fields import NATION_LABELS
from ui.shell.theme import palette
from ui.shell.view import View

_MOST = 1_000
"""Groups that a table lists one by one: published suppliers can be hundreds of thousands."""
_FEW = 100
"""Groups that are few enough to be cached for every scenario."""


def funnel(view: View, measure: str) -> Chart:
    """The steps of the pledge as a waterfall."""
    return answer.funnel_chart(view.steps, view.totals, view.scenario, measure, palette())


def periods(view: View, measure: str, period: str = "year") -> Chart:
    """What returns by the year or quarter in which contracts fall due."""
    due = view.cached(period, lambda decisions: timeline(decisions, period))
    names = names_of(view.coded, period, view.scenario.rule(Window))
    considered = answer.considers(view.scenario)
    return answer.periods_chart(due, names, measure, period, palette(), considered=considered)


def split(view: View, column: str, measure: str) -> SplitMap:
    """What returns by year for the largest groups of a column."""
    few = len(view.coded.levels[column]) <= _FEW
    work = partial(timeline_by, column=column, measure=measure)
    found = view.cached(f"years by {column}, {measure}", work) if few else work(view.decisions)
    names = {"buyer_kind": AUTHORITY_LABELS, "nation": NATION_LABELS, "region": ELSEWHERE}.get(column, {})
    return SplitMap(found, names, measure, SPLITS[column])


def groups(view: View, column: str, labels: Mapping[str, str], measure: str, most: int = 12) -> Chart:
    """What returns by the values of a column, the largest `most` drawn."""
    largest, others = _groups(view, column, measure)
    chart = answer.groups_chart(column, largest, others, labels, measure, palette(), most)
    if measure != answer.ANNUAL or len(view.coded.levels[column]) > _FEW:
        return chart
    carried = view.cached(f"carried by {column}", lambda decisions: carried_in(decisions, column))
    return answer.with_carried(chart, largest, carried)


def _groups(view: View, column: str, measure: str) -> tuple[dict[str, Totals], Totals]:
    """Groups and all others; those of a column with many values take too much room to be cached."""
    if len(view.coded.levels[column]) > _FEW:
        return by_largest(view.decisions, column, measure, _MOST)
    return view.cached(f"by {column}, {measure}", lambda decisions: by_largest(decisions, column, measure, _MOST))


def places(view: View, measure: str) -> Chart:
    """What returns in each nation and region, as tiles."""
    [regions] = by(view.decisions, "region")
    return tiles_chart(regions, measure, palette())
