"""A chart by the parameters of a link: the one that a page draws, as the picture of its "Take away" or as its table."""

from datetime import date
from typing import Any

import pandas as pd

from api.answers import Answer, Served, about
from api.asked import Asked
from api.other_charts import OF_OTHERS, OTHERS, on_its_page
from output.charts.chart import Chart
from output.charts.named import CHARTS, MOST_BARS, chart_of, or_none
from output.charts.one_scenario import ANNUAL
from output.files.about import Taken, page_answer, taken_of_chart
from output.files.picture import svg
from output.palette import DARK, LIGHT, Palette
from output.reproduce import Reproduce, figure_of
from output.subject import Shown, Table
from policy.measures import MEASURES
from policy.problem import PolicyError, Problem

THEMES = {"light": LIGHT, "dark": DARK}
OF_A_CHART = {
    "chart": f"one of {', '.join((*CHARTS, *OTHERS))}",
    "measure": f"one of {', '.join(MEASURES)}, for all but limited and whole",
    "bars": f"the most bars of a chart of groups, at most {MOST_BARS}; as many as on its page if not given",
    "largest": "no leaves the largest bar out where it dwarfs the others, as the page offers; yes draws it",
    **OF_OTHERS,
}
"""The parameters that say which chart is meant."""


def table(served: Served, ask: Asked) -> Answer:
    """The table of a chart as its page has it, with what the chart says: what it finds, what it shows, its note."""
    name, measure = _named(ask)
    chart = _chart(shown(served, ask), ask, LIGHT)
    rows = _rows(chart.table)
    says = {"chart": name, "measure": measure, "finding": chart.finding, "shows": chart.caption, "note": chart.note}
    return Answer({**about(served, ask), **says, "rows": rows}, rows, [*map(str, chart.table)])


def _rows(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a chart's table; a figure that is not known is None, as is one that there is not by its nature."""
    plain = cells.astype(object).where(cells.notna(), None)
    return [dict(zip(map(str, plain), row, strict=True)) for row in plain.itertuples(index=False, name=None)]


def picture_of(served: Served, ask: Asked) -> Answer:
    """A chart as the picture (SVG) that its page gives, with title, range, policy, source and link in it."""
    palette = THEMES[ask.one_of("theme", tuple(THEMES), "light")]
    return Answer(svg(taken(served, ask, shown(served, ask), palette), palette), ())


def shown(served: Served, ask: Asked) -> Shown:
    """What is looked at, decided under the scenario."""
    return Shown(Table(served.dataset, served.coded.within(ask.scope)), ask.scenario)


def taken(served: Served, ask: Asked, about: Shown, palette: Palette) -> Taken:
    """The chart that is asked for, in the colours of a palette, with all that it says of itself."""
    chart = _chart(about, ask, palette)
    if ask.one_of("largest", ("yes", "no"), "yes") == "no":
        chart = chart.without_largest()
    return taken_of_chart(chart, about, page_answer(about), link(served, about, ask), today())


def _named(ask: Asked) -> tuple[str, str]:
    """The chart that is asked for and its measure, by name."""
    return ask.one_of("chart", (*CHARTS, *OTHERS), "funnel"), ask.one_of("measure", MEASURES, ANNUAL)


def _chart(about: Shown, ask: Asked, palette: Palette) -> Chart:
    name, measure = _named(ask)
    own = OTHERS[name].parameters if name in OTHERS else ()
    if stray := [key for key in OF_OTHERS if key in ask.more and key not in own]:
        raise PolicyError([Problem(key, f"is no parameter of the chart {name}") for key in stray])
    if other := OTHERS.get(name):
        chart = other.draw(about, ask, measure, palette)
        return chart if other.page == "whole" else or_none(chart, about)
    return chart_of(about, name, measure, palette, ask.whole_number("bars", 0, MOST_BARS))


def page_of(ask: Asked) -> str:
    """The page that has the chart."""
    name, _ = _named(ask)
    return OTHERS[name].page if name in OTHERS else CHARTS[name].page


def link(served: Served, about: Shown, ask: Asked) -> str:
    """The link that opens the chart on its page again, from the address of the server on."""
    name, measure = _named(ask)
    page = page_of(ask).replace("overview", "")
    here = f"{served.site.rstrip('/')}/{page}" if served.site else ""
    more = {"measure": measure} if measure != ANNUAL else {}
    more |= {"period": "quarter"} if name == "quarters" else {}
    more |= on_its_page(name, ask) if name in OTHERS else {}
    figure = figure_of(about.totals)
    return Reproduce(about.scenario, about.table.scope, mark=served.mark, figure=figure).link(here, more)


def today() -> date:
    """The day as the server has it, which a picture says."""
    return date.today()  # noqa: DTZ011
