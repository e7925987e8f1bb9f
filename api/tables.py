"""The table behind any chart of a page, by the name of the chart: those that a link alone draws, and those that decide
many scenarios, follow a choice made on their page, or are of published spending.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pandas as pd

from api.answers import Answer, Served, about
from api.asked import Asked
from api.charts import shown
from data.model.spending import load_spending
from output.charts import sensitivity
from output.charts.answer import ANNUAL
from output.charts.chart import Chart
from output.charts.comparison import is_told, shares_chart, steps_chart
from output.charts.named import CHARTS, MOST_BARS, chart_of
from output.charts.timeline import LIMITS, MOST_LIMITED, SPLITS, Limit, limited_chart, split_chart, split_of
from output.charts.whole import charted
from output.comparison import Compared
from output.palette import LIGHT
from output.subject import Shown
from policy.analysis import tornado
from policy.analysis.capacity import REST, under_limit
from policy.analysis.decomposition import Decomposition, Share
from policy.analysis.uncertainty import uncertainty
from policy.bounds import cut
from policy.engine.decide import decide
from policy.national.answer import answer
from policy.problem import PolicyError, Problem
from policy.results.totals import MEASURES, totals
from policy.rules.trigger import Window
from policy.scenarios import links

R = TypeVar("R")
SLOW = ("tornado", "map", "shares")
"""Charts that decide dozens of scenarios."""


def table(served: Served, ask: Asked) -> Answer:
    """The table of a chart as its page has it, with what the chart says: what it finds, what it shows, its note."""
    name = ask.one_of("chart", (*CHARTS, *_OTHERS), "funnel")
    measure, looked = ask.one_of("measure", MEASURES, ANNUAL), shown(served, ask)
    chart = (
        _OTHERS[name](looked, ask, measure)
        if name in _OTHERS
        else chart_of(looked, name, measure, LIGHT, ask.whole("bars", 0, MOST_BARS))
    )
    rows = _rows(chart.table)
    says = {"chart": name, "measure": measure, "finding": chart.finding, "shows": chart.caption, "note": chart.note}
    return Answer({**about(served, ask), **says, "rows": rows}, rows)


def _rows(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a chart's table; a figure that is not known is None, as is one that there is not by its nature."""
    plain = cells.astype(object).where(cells.notna(), None)
    return [dict(zip(map(str, plain), row, strict=True)) for row in plain.itertuples(index=False, name=None)]


def _range(looked: Shown, ask: Asked, measure: str) -> Chart:
    del ask
    return sensitivity.range_chart(uncertainty(looked.decisions), measure, LIGHT)


def _tornado(looked: Shown, ask: Asked, measure: str) -> Chart:
    del ask
    found = [change for *_, change in tornado.changes(looked.decisions) if change]
    ranked = tornado.reaches(looked.decisions, found, measure)
    return sensitivity.tornado_chart(ranked, len({each.key for each in found}), looked.totals, measure, LIGHT)


def _map(looked: Shown, ask: Asked, measure: str) -> Chart:
    allowed = tuple(tornado.pairable())
    down = ask.one_of("down", allowed, sensitivity.PAIR[0])
    across = ask.one_of("across", allowed, sensitivity.PAIR[down != sensitivity.PAIR[1]])
    if down == across:
        raise PolicyError([Problem("across", f"expected another setting than that of down, which is {down}")])
    coded = looked.decisions.coded
    *_, (_, _, grid) = tornado.two_way(coded, looked.scenario, down, across)
    if grid is None:
        raise PolicyError([Problem("across", f"no value of it can stand together with one of {down}")])
    return sensitivity.pair_chart(grid, sensitivity.pair_map(grid, looked.scenario, coded, measure), measure, LIGHT)


def _limited(looked: Shown, ask: Asked, measure: str) -> Chart:
    del measure
    limited = ask.one_of("limit", tuple(LIMITS), next(iter(LIMITS)))
    _, words, one, start = LIMITS[limited]
    most, rest = ask.whole("most", start, MOST_LIMITED), ask.one_of("rest", tuple(REST), next(iter(REST)))
    if not most:
        raise PolicyError([Problem("most", f"expected a whole number from 1 to {MOST_LIMITED:,}, got '0'")])
    found = under_limit(looked.decisions, limited, most * one, rest)
    return limited_chart(found, Limit(limited, rest, words(most)), looked.scenario.rule(Window).last_date(), LIGHT)


def _split(looked: Shown, ask: Asked, measure: str) -> Chart:
    splits = tuple(name for name in SPLITS if name != "none")
    return split_chart(split_of(looked, ask.one_of("split", splits, splits[0]), measure), LIGHT)


def _whole(looked: Shown, ask: Asked, measure: str) -> Chart:
    del ask, measure  # what stands apart is in its table, drawn or not
    found = answer(looked.decisions, load_spending(), looked.table.dataset.as_of)
    return charted(found, LIGHT, added=False)


def _way(looked: Shown, ask: Asked, measure: str) -> Chart:
    before, after, between = _two(looked, ask)
    return steps_chart(before, after, between, measure, LIGHT)


def _shares(looked: Shown, ask: Asked, measure: str) -> Chart:
    before, after, between = _two(looked, ask)
    if not between.players():
        what = f"{len(between.moves)} settings of more than eight rules differ, too many to share the difference out"
        raise PolicyError([Problem("to", what if between.moves else "is the same scenario")])
    shares: tuple[Share, ...] = _result(between.shares())
    return shares_chart(shares, between.moves, measure, LIGHT, told=is_told(before, after, measure))


def _result(work: Iterator[R]) -> Any:
    """What work in steps gives at its end."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def _two(looked: Shown, ask: Asked) -> tuple[Compared, Compared, Decomposition]:
    """The scenario of the link and the one of `to`, each decided, and their difference."""
    pairs, problems = links.read_query(ask.more.get("to", ""))
    if not pairs:
        raise PolicyError([Problem("to", "expected the settings of another scenario as in a link, base=pledge@1 say")])
    other, wrong = links.from_query(pairs)
    if problems or wrong:
        raise PolicyError([Problem(f"to, {each.where}", cut(each.what)) for each in (*problems, *wrong)])
    before, after = (
        Compared(name, scenario, decisions := decide(looked.table.coded, scenario), totals(decisions))
        for name, scenario in (("From", looked.scenario), ("To", other))
    )
    return before, after, Decomposition(looked.table.coded, before.scenario, after.scenario)


_OTHERS: Mapping[str, Callable[[Shown, Asked, str], Chart]] = {
    "range": _range,
    "tornado": _tornado,
    "map": _map,
    "limited": _limited,
    "split": _split,
    "whole": _whole,
    "way": _way,
    "shares": _shares,
}
OF_A_TABLE = {
    "chart": f"one of {', '.join((*CHARTS, *_OTHERS))}",
    "measure": f"one of {', '.join(MEASURES)}, for all but limited and whole",
    "bars": f"as in chart.svg, at most {MOST_BARS}",
    "down": "of map: the setting whose values are its rows",
    "across": "of map: the setting whose values are its columns",
    "limit": f"of limited: what is limited, one of {', '.join(LIMITS)}",
    "most": "of limited: how many contracts, or £ million, a year",
    "rest": f"of limited: what becomes of what finds no room, one of {', '.join(REST)}",
    "split": "of split: the column by which each year is split",
    "to": "of way and shares: the other scenario, as the query of its link",
}
"""The parameters that say which table is meant."""
