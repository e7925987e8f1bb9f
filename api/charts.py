"""A chart by the parameters of a link: the one that a page draws, in the picture that its "Take away" gives."""

from datetime import date

from api.answers import Answer, Served
from api.asked import Asked
from output.charts.answer import ANNUAL
from output.charts.named import CHARTS, MOST_BARS, chart_of
from output.files.about import Taken, stands, taken_of_chart
from output.files.picture import svg
from output.palette import DARK, LIGHT, Palette
from output.reproduce import Reproduce, figure_of
from output.subject import Shown, Table
from policy.results.totals import MEASURES
from policy.scope.scope import looked_at

THEMES = {"light": LIGHT, "dark": DARK}
OF_A_CHART = {
    "chart": f"one of {', '.join(CHARTS)}",
    "measure": f"one of {', '.join(MEASURES)}",
    "bars": f"the most bars of a chart of groups, at most {MOST_BARS}; as many as on its page if not given",
    "largest": "no leaves the largest bar out where it dwarfs the others, as the page offers; yes draws it",
}
"""The parameters that say which chart is meant."""


def picture_of(served: Served, ask: Asked) -> Answer:
    """A chart as the picture (SVG) that its page gives, with title, range, policy, source and link in it."""
    palette = THEMES[ask.one_of("theme", tuple(THEMES), "light")]
    return Answer(svg(taken(served, ask, shown(served, ask), palette), palette), ())


def shown(served: Served, ask: Asked) -> Shown:
    """What is looked at, decided under the scenario."""
    return Shown(Table(served.dataset, looked_at(served.coded, ask.scope), scope=ask.scope), ask.scenario)


def taken(served: Served, ask: Asked, about: Shown, palette: Palette) -> Taken:
    """The chart that is asked for, in the colours of a palette, with all that it says of itself."""
    name = ask.one_of("chart", tuple(CHARTS), "funnel")
    measure = ask.one_of("measure", MEASURES, ANNUAL)
    chart = chart_of(about, name, measure, palette, ask.whole("bars", 0, MOST_BARS))
    if ask.one_of("largest", ("yes", "no"), "yes") == "no":
        chart = chart.without_largest()
    return taken_of_chart(chart, about, stands(about), link(served, about, name, measure), today())


def link(served: Served, about: Shown, name: str, measure: str) -> str:
    """The link that opens the chart on its page again, from the address of the server on."""
    page = CHARTS[name].page.replace("overview", "")
    here = f"{served.site.rstrip('/')}/{page}" if served.site else ""
    more = {"measure": measure} if measure != ANNUAL else {}
    more |= {"period": "quarter"} if name == "quarters" else {}
    figure = figure_of(about.totals)
    return Reproduce(about.scenario, about.table.scope, mark=served.mark, figure=figure).link(here, more)


def today() -> date:
    """The day as the server has it, which a picture says."""
    return date.today()  # noqa: DTZ011
