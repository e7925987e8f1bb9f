"""What a reader takes away of a chart: files, the sentence to quote and the citation, each built when asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from output.charts.chart import Chart
from output.files import package, picture, quote, tables
from output.files.about import LICENCE, Taken
from output.reproduce import Reproduce
from output.text import plain
from policy.results.sentences import largest, left_out_of, spread_of
from ui.shell import moved, state
from ui.shell.cache import decided
from ui.shell.view import View

_HERE = ("localhost", "127.0.0.1", "::1", "")
"""Hosts whose address opens nothing on another machine: a link from there is its query alone."""


@dataclass(frozen=True)
class Stands:
    """What a page answers, which its files say: headline, range, why it is one, what is left out, and the receipt."""

    answer: str
    spread: str
    certainty: str
    coverage: str
    receipt: Callable[[], Mapping[str, Any]]
    weighs: str = ""


def stands(view: View) -> Stands:
    """What most pages answer: which contracts come back."""
    totals, receipt = view.totals, view.receipt
    back = totals.contracts.returns.high
    return Stands(
        view.headline(),
        spread_of(totals) if back else "",
        view.certainty(),
        left_out_of(totals),
        lambda: receipt,  # not the view: a file stays with the session, and a view has decisions
        view.cached("largest", largest),
    )


def offer(chart: Chart, view: View, answered: Stands | None) -> None:
    """Draw the button that opens what can be taken away; until it is opened nothing of it is built or sent."""
    with st.popover("Take away", type="tertiary", key=f"take.{chart.name}", on_change="rerun") as opened:
        if opened.open:
            _opened(taken_of(chart, view, answered or stands(view)), view)


def taken_of(chart: Chart, view: View, answered: Stands) -> Taken:
    """Put together what a file says of itself; nothing in it refers to the page, so that it can be built later."""
    return Taken(
        chart,
        view.subject,
        answered.answer,
        answered.spread,
        answered.certainty,
        answered.coverage,
        link(view),
        answered.receipt,
        date.today(),  # noqa: DTZ011 - the day as the machine of the reader or of the server has it
        LICENCE if view.table.shared else "",
        answered.weighs,
    )


def link(view: View) -> str:
    """The whole link of the page as it is: scenario, data, figure, and what the page itself shows."""
    page = state.page_address()
    here = "" if (urlsplit(page).hostname or "") in _HERE else page
    ways = Reproduce(view.scenario, view.table.scope, mark=moved.mark(view.table), figure=moved.figure(view.totals))
    return ways.link(here, state.page_query())


def _opened(taken: Taken, view: View) -> None:
    _files(taken, view)
    st.markdown("**To quote**")
    for tab, text in _tabs(quote.sentences(taken)):
        with tab:
            st.code(text, language=None, wrap_lines=True)
    st.markdown("**To cite**")
    for tab, text in _tabs(quote.citations(taken)):
        with tab:
            st.code(text, language=None, wrap_lines=True)
    with st.expander("The table, to paste into a spreadsheet"):
        st.code(tables.pasted(taken.table), language=None, wrap_lines=True)


def _tabs(texts: Mapping[str, str]) -> Any:
    return zip(st.tabs(list(texts)), texts.values(), strict=True)


def _files(taken: Taken, view: View) -> None:
    """The buttons; each builds its file when it is pressed."""
    table, scenario = view.table, view.scenario
    files: dict[str, tuple[str, str, Callable[[], str | bytes]]] = {
        "Picture (PNG)": ("png", "image/png", partial(picture.png, taken)),
        "Picture (SVG)": ("svg", "image/svg+xml", partial(picture.svg, taken)),
        "Table (CSV)": ("csv", "text/csv", partial(tables.csv_with_head, taken)),
        "Table (XLSX)": ("xlsx", tables.XLSX, partial(tables.workbook, taken)),
        "Everything (ZIP)": ("zip", "application/zip", lambda: package.packed(taken, decided(table, scenario))),
    }
    st.markdown("**Files**")
    with st.container(horizontal=True, gap="small"):
        for label, (ending, mime, build) in files.items():
            st.download_button(
                label,
                data=build,
                mime=mime,
                file_name=taken.file_name(ending),
                on_click="ignore",
                key=f"{ending}.{taken.chart.name}",
            )
    extent = plain(taken.subject.extent(len(taken.table)))
    st.caption(
        f"Table: {extent}. Pictures have title, range, source, policy and link in them. Everything adds the contracts "
        "behind the chart, the scenario, the receipt, and a data package that describes the tables."
    )
