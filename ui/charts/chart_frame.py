"""The one frame of every chart: finding, measure, figure, source, the same data as a table and as a file."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from output.text import plain
from policy.analysis.drill import STEP
from ui.shell import state
from ui.shell.files import csv_bytes, file_name
from ui.shell.view import View

_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
_CHOOSING = {"clickmode": "event+select", "dragmode": "pan"}
"""What Streamlit sets where marks can be chosen, once the chart is drawn; set before, it is not drawn again for it."""


@dataclass(frozen=True)
class Chart:
    """A chart before it is drawn: `table` holds plain numbers, and the figure was made from the same result.

    `finding` is a sentence computed from the data; `measure` says what is shown, in which unit.
    """

    name: str
    finding: str
    measure: str
    figure: dict[str, Any]
    table: pd.DataFrame
    note: str = ""
    column: str = ""
    """What the marks are values of: a column, `year` or `step`; empty where a mark opens nothing."""
    width: int | Literal["stretch"] = "stretch"
    marks: Mapping[str, str] = field(default_factory=dict)
    """Values of the marks, with their names for a reader."""
    scenarios: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Where each mark is a scenario of its own: its link, by mark."""
    choose: Callable[[str], None] | None = None
    """Takes the mark that a reader chooses, on the same page, in place of opening the contracts behind it."""
    draw: Callable[[str], object] | None = None
    """Draws the chart in place of its figure, given the text that stands for it; the figure is what is taken away."""

    @property
    def blank(self) -> bool:
        """Whether there is nothing to draw."""
        return self.table.empty or not any(len(trace.get("x", trace.get("z", ()))) for trace in self.figure["data"])


def show(chart: Chart, view: View) -> None:
    """Draw a chart in its frame."""
    with st.container(key=f"chart.{chart.name}"):
        heading(plain(chart.finding), plain(chart.measure))
        if chart.blank:
            st.markdown("Nothing to show: no contract meets all of this.")
        else:
            _draw(chart)
        st.caption(_source(chart, view))
        if not chart.table.empty:
            _take_away(chart, view)


def heading(finding: str, measure: str) -> None:
    """Draw a finding with what is measured below it, as one element: each that is drawn takes its time."""
    st.markdown(f"### {finding}\n\n:small[{measure}]")


def _draw(chart: Chart) -> None:
    """Draw the figure; choosing a mark opens the contracts behind it."""
    if chart.draw:
        chart.draw(alternative(chart))
        return
    shared: dict[str, Any] = {
        "theme": None,
        "config": _CONFIG,
        "key": f"plot.{chart.name}",
        "alt": alternative(chart),
        "width": chart.width,
    }
    if not (chart.choose or chart.column):
        st.plotly_chart(_as_it_is(chart.figure), **shared)
        return
    figure = _as_it_is({**chart.figure, "layout": {**chart.figure["layout"], **_CHOOSING}})
    if chart.choose:
        st.plotly_chart(figure, **shared, on_select=partial(_choose, chart), selection_mode="points")
    elif mark := _mark(chart, st.plotly_chart(figure, **shared, on_select="rerun", selection_mode="points")):
        _open(chart, mark)


def _mark(chart: Chart, chosen: Any) -> str:
    """The mark that was chosen in the figure, or nothing."""
    points = chosen["selection"]["points"] if chosen else []
    values = [point.get("customdata") for point in points]
    values = [value[0] if isinstance(value, list) else value for value in values]
    return str(values[0]) if values and values[0] in chart.marks else ""


def _choose(chart: Chart) -> None:
    mark = _mark(chart, state.held(f"plot.{chart.name}"))
    if mark and chart.choose:
        chart.choose(mark)


def _as_it_is(figure: dict[str, Any]) -> Any:
    """Hand a figure over as it is: the tests check it against plotly's schema, which takes longer than drawing it."""
    return _plain_figure()(figure)


@cache
def _plain_figure() -> type:
    from plotly.basedatatypes import BaseFigure  # noqa: PLC0415 - the headline does not wait for plotly

    class Plain(BaseFigure):  # type: ignore[misc]
        def __init__(self, figure: dict[str, Any]) -> None:
            object.__setattr__(self, "_plain", figure)

        def to_dict(self) -> dict[str, Any]:
            return self._plain

    return Plain


def _open(chart: Chart, mark: str) -> None:
    if chart.scenarios:
        where = {"column": STEP, "value": "returns:"}
        st.switch_page("pages/contracts.py", query_params={**chart.scenarios[mark], **where})
    open_contracts(chart.column, mark)


def open_contracts(column: str, value: str) -> None:
    """Go to the contracts behind a mark; the choice is in the link."""
    where = {"column": column, "value": value or state.NOT_STATED}
    st.switch_page("pages/contracts.py", query_params={**state.link_query(), **where})


def _source(chart: Chart, view: View) -> str:
    query = urlencode(state.link_query())  # opens a session of its own, which knows what its address says
    about = f"[About the data](method{query and f'?{query}'})"
    return " · ".join(filter(None, (plain(view.source_line), plain(chart.note), about)))


def alternative(chart: Chart) -> str:
    """Say in words what the figure shows: the finding, the measure and the first rows of its table."""
    unit = str(chart.table.columns[1])
    first, second = (chart.table.iloc[:6, column].tolist() for column in (0, 1))
    rows = [f"{name}: {words(unit, value)}" for name, value in zip(first, second, strict=True)]
    more = f"; and {len(chart.table) - 6} more in the table below" if len(chart.table) > 6 else ""
    return f"{chart.finding}. {chart.measure}. {'; '.join(rows)}{more}."


def _take_away(chart: Chart, view: View) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.popover("Table", type="tertiary"):
            # The link of the source takes the focus, so that a long table scrolls by keyboard.
            st.markdown(f"{in_markdown(chart.table)}\n\n:small[{_source(chart, view)}]")
        if chart.column:
            _contracts_behind(chart)
        st.download_button(
            "CSV",
            data=lambda: csv_bytes(chart.table),
            mime="text/csv",
            type="tertiary",
            file_name=file_name(chart.name, view, "csv"),
            on_click="ignore",
            key=f"csv.{chart.name}",
            help=f"The table of “{plain(chart.finding)}” with its {len(chart.table)} rows",
        )


def _contracts_behind(chart: Chart) -> None:
    """The way to the contracts behind a mark that needs no pointer."""
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


def in_markdown(table: pd.DataFrame) -> str:
    """Write a table for a reader, numbers in full and to the right: half the bytes of a table of the widget."""
    columns, sides = [], []
    for name in table:
        values = table[name].tolist()
        numbers = all(value is None or isinstance(value, (int, float)) for value in values)
        said = [words(str(name), value) for value in values]
        columns.append(said if numbers else list(map(plain, said)))
        sides.append("---:" if numbers else "---")
    lines = [map(plain, map(str, table.columns)), sides, *zip(*columns, strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def words(column: str, value: object) -> str:
    """Write one number: pounds where the column says so, else a count with at most one decimal."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return "" if value is None else str(value)
    if math.isnan(value):
        return "not known"
    if "£" in column:
        return f"£{value:,.0f}"
    return f"{value:,.1f}".removesuffix(".0")
