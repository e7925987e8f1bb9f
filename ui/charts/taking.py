"""What a reader takes away of a chart: files, the sentence to quote and the citation, each built when asked for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from output.charts.chart import Chart
from output.files import package, picture, quote, snippet, tables
from output.files.about import PageAnswer, Taken, page_answer, taken_of_chart
from output.reproduce import Reproduce, figure_of
from output.text import plain
from policy.formats import some
from ui.charts import copying
from ui.shell import hosting, moved, state
from ui.shell.cache import decided
from ui.shell.view import View

_MIMES = {"csv": "text/csv", "ics": "text/calendar", "json": "application/json", "xlsx": tables.XLSX}
About = Callable[[pd.DataFrame, int | None], Taken]
"""What the file of a table says of itself, given the table and, where it is a part, how many rows there are."""
_MOST_IN_WORKBOOK = 5_000
"""Rows of a list that is offered as a workbook too: some seconds of work."""
_HERE = ("localhost", "127.0.0.1", "::1", "")
"""Hosts whose address opens nothing on another machine: a link from there is the page and its query alone."""


def file_button(
    words: str, build: Callable[[], str | bytes], file_name: str, key: str | None = None, tip: str | None = None
) -> None:
    """Draw a quiet button for a file; it is built when the button is pressed, and the page does not run anew."""
    st.download_button(
        words,
        data=build,
        file_name=file_name,
        mime=_MIMES[file_name.rpartition(".")[2]],
        key=key,
        help=tip,
        on_click="ignore",
        type="tertiary",
    )


def offer(chart: Chart, view: View, answered: PageAnswer | None) -> None:
    """Draw the button that opens what can be taken away; until it is opened nothing of it is built or sent."""
    with st.popover("Take away", type="tertiary", key=f"take.{chart.name}", on_change="rerun") as opened:
        if opened.open:
            _opened(taken_of(chart, view, answered or page_answer(view)), view)


def taken_of(chart: Chart, view: View, answered: PageAnswer) -> Taken:
    """Put together what a file says of itself when it is taken from this page today."""
    return taken_of_chart(chart, view, answered, link(view), date.today())  # noqa: DTZ011 - as the machine has it


def taken_of_table(name: str, title: str, what: str, view: View, answered: PageAnswer | None = None) -> About:
    """Put together what the file of a table says of itself, as that of a chart does; the table is given later.

    Not the view: what a file holds stays with the session, and a view holds decisions.
    """
    bare = Chart.of_table(name, title, what, pd.DataFrame())
    taken = taken_of(bare, view, answered or page_answer(view))
    return lambda table, of: replace(taken, chart=replace(bare, table=table), of=of)


def offer_table(name: str, view: View, rows: tuple[int, int | None], taken: Callable[[], Taken]) -> None:
    """Draw the buttons of a table's files; `rows` are how many it has, and of how many where it is a part of them.

    A workbook is written cell by cell, so that a long table is left to CSV.
    """
    size, of = rows
    csv, xlsx = (view.subject.file_name(name, ending, size, of) for ending in ("csv", "xlsx"))
    with st.container(horizontal=True, gap="small"):
        file_button(f"CSV, {some(size, 'row')}", lambda: tables.csv_with_head(taken()), csv, f"csv.{name}")
        if size <= _MOST_IN_WORKBOOK:
            file_button("XLSX", lambda: tables.workbook(taken()), xlsx, f"xlsx.{name}")


def link(view: View) -> str:
    """The whole link of the page as it is: scenario, data, figure, and what the page itself shows."""
    page = state.page_address()
    if (urlsplit(page).hostname or "") in _HERE:
        page = page.removeprefix(state.site_address()).lstrip("/")
    ways = Reproduce(view.scenario, view.table.scope, mark=moved.mark(view.table), figure=figure_of(view.totals))
    return ways.link(page, state.page_query())


def _opened(taken: Taken, view: View) -> None:
    _files(taken, view)
    st.markdown("**To quote**")
    _tabs(quote.sentences(taken))
    st.markdown("**To cite**")
    _tabs(quote.citations(taken))
    _embedding(taken, view)
    with st.expander("The table, to paste into a spreadsheet"):
        st.code(tables.pasted(taken.table), language=None, wrap_lines=True)


def _tabs(texts: Mapping[str, str]) -> None:
    """Draw texts to be copied, each on a tab of its own."""
    for tab, text in zip(st.tabs(list(texts)), texts.values(), strict=True):
        with tab:
            st.code(text, language=None, wrap_lines=True)


def _embedding(taken: Taken, view: View) -> None:
    """The lines with which another page frames the chart; only what the server starts on can be asked for again."""
    st.markdown("**To embed in a page of your own**")
    if not (taken.chart.asked and view.table.shared and state.data_name() == state.first_data()):
        drawn = "this server starts on other data" if taken.chart.asked else "a link alone does not draw it"
        why = drawn if view.table.shared else "your own file never leaves your session"
        st.caption(f"This chart cannot be embedded, since {why}; take the picture.")
        return
    site = hosting.address() or state.site_address()
    snippets = {
        "Live": snippet.live(site, taken.chart, view.scenario, view.table.scope),
        "Held to this receipt": snippet.frozen(site, taken.chart, taken.answered.receipt()),
    }
    _tabs(snippets)
    local = (urlsplit(site).hostname or "") in _HERE
    replace = f" Replace {plain(site)} by the address at which others reach this dashboard." if local else ""
    st.caption(
        "Live: always the figures of the day. Held to this receipt: it says when they are no longer those of today, by "
        f"how much and why.{replace}"
    )


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
    copying.offer(
        taken.chart.name, {"picture": partial(picture.png, taken), "table": lambda: tables.pasted(taken.table).encode()}
    )
    rows = len(taken.table)
    st.caption(
        f"The table has {rows} {'row' if rows == 1 else 'rows'}, also what the picture has no room for. Pictures have "
        "title, range, source, policy and link in them. Everything adds the contracts behind the chart, the scenario, "
        "the receipt, and a data package that describes the tables."
    )
