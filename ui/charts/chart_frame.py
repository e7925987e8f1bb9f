"""The frame of every chart: finding, measure, figure, source, and the same data as a table and as a file."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from output.charts.chart import Chart, markdown_table
from output.charts.figures import Figure
from output.charts.named import chart_of, or_none
from output.files.about import PageAnswer
from output.text import BETWEEN, plain, unbroken
from policy.analysis.drill import STEP
from policy.scope.conditions import NOT_KNOWN
from policy.scope.fields import FIELDS, Asks
from ui.charts import taking
from ui.controls import page_input
from ui.shell import state
from ui.shell.theme import palette
from ui.shell.view import View

_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_CHOOSING = {"clickmode": "event+select", "dragmode": "pan"}
"""What Streamlit sets where marks can be chosen, once the chart is drawn; set before, it is not drawn again for it."""


_TALL = 1_150
"""Pixels of a figure from which on a sheet of paper has no room for it and its heading at the size of the others."""
_FIELDS = {field.column: field.key for field in FIELDS.values() if field.asks is Asks.NAMES}
"""Columns of which a mark can be looked at alone, with the field of the scope."""
Choose = Callable[[str], None]
"""Takes the mark that a reader chooses, on the same page, in place of opening the contracts behind it."""
Draw = Callable[[str], object]
"""Draws a chart in place of its figure, given the text that stands for it; the figure is what is taken away."""


def show(
    chart: Chart,
    view: View,
    *,
    choose: Choose | None = None,
    draw: Draw | None = None,
    answered: PageAnswer | None = None,
) -> None:
    """Draw a chart in its frame: its sentences, the figure, the source, its table and its files.

    `answered` is what the page answers, where that is not which contracts come back.
    """
    chart = chart if answered else or_none(chart, view)
    with st.container(key=f"chart.{chart.name}"):
        heading(plain(unbroken(chart.finding)), plain(". ".join(filter(None, (chart.caption, chart.hint)))))
        chart = _keyed(chart)
        if chart.blank:
            st.markdown("Nothing to show.")
        elif (chart.figure["layout"].get("height") or 0) > _TALL:
            with st.container(key=f"tall.{chart.name}"):  # smaller on paper, by the style
                _draw(chart, choose, draw)
        else:
            _draw(chart, choose, draw)
        st.caption(_source(chart, view))
        if not chart.table.empty:
            _below(chart, view, answered)


def named(view: View, name: str, measure: str, bars: int = 0) -> None:
    """Draw one of the charts of a scenario, by its name (`output.charts.named`), in its frame."""
    show(chart_of(view, name, measure, palette(), bars), view)


def heading(finding: str, measure: str) -> None:
    """Draw a finding with what is measured below it, as one element: each that is drawn takes its time."""
    st.markdown(f"### {finding}\n\n:small[{measure}]")


def _keyed(chart: Chart) -> Chart:
    """Draw the key, and let the reader leave out a bar that dwarfs the others; gives the chart to draw."""
    if chart.key and not chart.blank:
        entries = (
            f"<span><i class='{each.drawn}' style='--ink:{each.colour}'></i>{each.words}</span>" for each in chart.key
        )
        st.html(f"<div class='key'>{''.join(entries)}</div>")
    if not chart.without:
        return chart
    words = f"Without “{plain(chart.without[0])}”, which dwarfs the others"
    return chart.without_largest() if page_input.switch_for("without", chart.name, words) else chart


def _draw(chart: Chart, choose: Choose | None, draw: Draw | None) -> None:
    """Draw the figure; choosing a mark looks at it alone, or opens the contracts behind it, or does `choose`."""
    if draw:
        draw(chart.alternative())
        return
    shared: dict[str, Any] = {
        "theme": None,
        "config": _CONFIG,
        "key": f"plot.{chart.name}",
        "alt": chart.alternative(),
        "width": chart.width or "stretch",
    }
    if not (choose or chart.column):
        st.plotly_chart(_unchecked(chart.figure), **shared)
        return
    invites = ""
    if not choose:
        invites = "Press to open its contracts"
        if not chart.scenarios and (field := _FIELDS.get(chart.column)):
            choose, invites = partial(_narrow, field), "Press to look at it alone"
    figure = _unchecked(_choosable(chart.figure, invites))
    if choose:
        st.plotly_chart(figure, **shared, on_select=partial(_choose, chart, choose), selection_mode="points")
    elif mark := _mark(chart, st.plotly_chart(figure, **shared, on_select="rerun", selection_mode="points")):
        _open(chart, mark)


def _choosable(figure: Figure, invites: str) -> Figure:
    """Let marks be chosen, and say so when one is pointed at: a finger points first and chooses by a second press."""
    traces = figure["data"]
    if invites:
        traces = [
            {**trace, "hovertext": [f"{words}<br>{invites}" for words in trace["hovertext"]]}
            if "hovertext" in trace
            else trace
            for trace in traces
        ]
    return {**figure, "data": traces, "layout": {**figure["layout"], **_CHOOSING}}


def _mark(chart: Chart, chosen: Any) -> str:
    """The mark that was chosen in the figure, or nothing."""
    points = chosen["selection"]["points"] if chosen else []
    values = [point.get("customdata") for point in points]
    values = [value[0] if isinstance(value, list) else value for value in values]
    return str(values[0]) if values and values[0] in chart.marks else ""


def _narrow(field: str, mark: str) -> None:
    """Look at what the chosen mark stands for."""
    state.narrow(field, [mark or NOT_KNOWN])


def _choose(chart: Chart, choose: Choose) -> None:
    if mark := _mark(chart, state.held(f"plot.{chart.name}")):
        choose(mark)


def _unchecked(figure: Figure) -> Any:
    """Wrap a figure so that Streamlit sends it without plotly's check of every key, which takes longer than drawing.

    The tests hold every figure of every page against plotly's schema in its place.
    """
    return _unchecked_figure()(figure)


@cache
def _unchecked_figure() -> type:
    """A plotly figure that hands out the dict that it was given.

    `st.plotly_chart` takes a dict or a plotly figure. It makes a checked `plotly.graph_objs.Figure` of a dict; of a
    figure (any `BaseFigure`) it asks nothing but `to_dict`, by way of `plotly.io.to_json`. Hence the subclass, whose
    one attribute is set past the check that `BaseFigure` makes of every attribute.
    """
    from plotly.basedatatypes import BaseFigure  # noqa: PLC0415 - the headline does not wait for plotly

    class UncheckedFigure(BaseFigure):  # type: ignore[misc]
        def __init__(self, figure: Figure) -> None:
            object.__setattr__(self, "_figure", figure)

        def to_dict(self) -> Figure:
            return self._figure

    return UncheckedFigure


def _open(chart: Chart, mark: str) -> None:
    if chart.scenarios:
        where = {"column": STEP, "value": "returns:"}
        st.switch_page("pages/contracts.py", query_params={**chart.scenarios[mark], **state.scope_query(), **where})
    open_contracts(chart.column, mark)


def open_contracts(column: str, value: str) -> None:
    """Go to the contracts behind a mark; the choice is in the link."""
    where = {"column": column, "value": value or state.NOT_STATED}
    st.switch_page("pages/contracts.py", query_params={**state.link_query(), **where})


def _source(chart: Chart, view: View) -> str:
    query = urlencode(state.link_query())  # opens a session of its own, which knows what its address says
    about = f"[About the data](method{query and f'?{query}'})"
    return BETWEEN.join(filter(None, (plain(view.subject.source_line), plain(chart.note), about)))


def _below(chart: Chart, view: View, answered: PageAnswer | None) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.popover("Table", type="tertiary"):
            # The link of the source takes the focus, so that a long table scrolls by keyboard.
            st.markdown(f"{markdown_table(chart.table)}\n\n:small[{_source(chart, view)}]")
        if chart.column:
            _contracts_behind(chart)
        taking.offer(chart, view, answered)


def _contracts_behind(chart: Chart) -> None:
    """Offer the contracts behind each mark in a list, for readers who use no pointer."""
    with st.popover("Contracts behind it", type="tertiary"):
        key = f"behind.{chart.name}"
        choice = st.selectbox(
            "Open the contracts of",
            list(chart.marks),
            format_func=lambda value: chart.marks[value],
            key=key,
            index=None,
            placeholder="Choose one",
        )
        if choice is not None:
            _open(chart, choice)
