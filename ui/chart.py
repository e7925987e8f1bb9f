"""The one frame of every chart: finding, measure, figure, source, the same data as a table and as a file."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from ui.files import csv_bytes, file_name
from ui.frame import View
from ui.text import plain

_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


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


def show(chart: Chart, view: View) -> None:
    """Draw a chart in its frame."""
    with st.container(key=f"chart.{chart.name}"):
        st.markdown(f"### {plain(chart.finding)}")
        st.caption(plain(chart.measure))
        if chart.table.empty:
            st.markdown("Nothing to show: no contract meets all of this.")
        else:
            st.plotly_chart(chart.figure, theme=None, config=_CONFIG, key=f"plot.{chart.name}", alt=alternative(chart))
        st.caption(" · ".join(filter(None, (plain(view.source_line), plain(chart.note), "[About the data](method)"))))
        _take_away(chart, view)


def alternative(chart: Chart) -> str:
    """Say in words what the figure shows: the finding, the measure and the first rows of its table."""
    unit = str(chart.table.columns[1])
    rows = [f"{row.iloc[0]}: {words(unit, row.iloc[1])}" for _, row in chart.table.head(6).iterrows()]
    more = f"; and {len(chart.table) - 6} more in the table below" if len(chart.table) > 6 else ""
    return f"{chart.finding}. {chart.measure}. {'; '.join(rows)}{more}."


def _take_away(chart: Chart, view: View) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        with st.popover("Table", type="tertiary"):
            st.table(in_words(chart.table), hide_index=True)
        st.download_button("CSV", data=lambda: csv_bytes(chart.table), mime="text/csv", type="tertiary",
                           file_name=file_name(chart.name, view, "csv"), on_click="ignore", key=f"csv.{chart.name}",
                           help=f"The table of “{chart.finding}” with its {len(chart.table)} rows")  # fmt: skip


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write the numbers of a table for a reader, in full."""
    return pd.DataFrame({name: [words(str(name), value) for value in table[name]] for name in table})


def words(column: str, value: object) -> str:
    """Write one number: pounds where the column says so, else a count with at most one decimal."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "" if value is None else str(value)
    if "£" in column:
        return f"£{value:,.0f}"
    return f"{value:,.1f}".removesuffix(".0")
