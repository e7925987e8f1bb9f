"""What changed between an earlier file of the reader's own and the one in use: counts, pounds and every contract."""

from typing import Any

import pandas as pd
import streamlit as st

from data.load import upload
from data.model.dataset import Dataset
from data.readers.files import ENDINGS, FileError
from output.register_changes import HeldAgainst, changes_in_words, changes_table, held_against, totals_in_words
from output.text import plain
from policy.formats import some
from ui.charts import taking
from ui.contracts import columns, tables
from ui.sections.own_file import mappings
from ui.shell import state
from ui.shell.view import View
from ui.shell.window import is_narrow

_EARLIER, _TURN, _HELD = "earlier.file", "earlier.turn", "earlier.held"
_WIDTHS = {"What": 80, "Contract": 220, "What changed": 330, "Buyer": 150, "Supplier": 150}
_NARROW = {"What": 74, "Contract": 112, "What changed": 172, "Buyer": 120, "Supplier": 120}
"""Pixels of columns."""


def section(view: View) -> None:
    """Let the reader give an earlier file and show what changed since; nothing where no own file is in use."""
    own = state.upload()
    if own is None:
        _forget()  # it was a state of the file that is gone
        return
    with st.container(key="earlier"):
        st.header("What changed since an earlier file", anchor=False)
        earlier: Dataset | None = state.remembered(_EARLIER)
        if earlier is None:
            _ask(own)
        else:
            _show(*_held(earlier, own), view)


def _ask(own: Dataset) -> None:
    """Take an earlier file, and read it at once."""
    turn = int(state.remembered(_TURN, 0))
    file = st.file_uploader(
        f"An earlier state of {plain(own.source)}, such as last month's",
        type=sorted({ending.lstrip(".") for ending in ENDINGS} | {"gz"}),
        key=f"earlier.{turn}",
        help="Read as your file is, where its columns have the same names; else by a guess. Stays in this session.",
    )
    if file is None:
        return
    try:
        read = _read(file)
    except FileError as error:
        st.error(plain(str(error)))
        return
    state.remember(_EARLIER, read)
    state.remember(_TURN, turn + 1)  # a fresh widget, so that a file is taken once
    st.rerun()


def _read(file: Any) -> Dataset:
    """Read an earlier file; raises FileError where nothing of it can be read."""
    bar = st.progress(0.0, plain(f"Reading {file.name}"))

    def told(words: str, share: float) -> None:
        bar.progress(share, plain(words))

    try:
        register = upload.opened(file.name, file.getvalue(), told)
        return upload.read(register, None if register.shape else mappings.of_like(register), told)
    finally:
        bar.empty()


def _held(earlier: Dataset, own: Dataset) -> tuple[HeldAgainst, pd.DataFrame]:
    """The two files held against each other, with every change, once and not in every run of the page."""
    known: tuple[HeldAgainst, pd.DataFrame] | None = state.remembered(_HELD)
    if known is None or known[0].before is not earlier or known[0].after is not own:
        held = held_against(earlier, own)
        known = held, changes_table(held)
        state.remember(_HELD, known)
    return known


def _show(held: HeldAgainst, table: pd.DataFrame, view: View) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{plain(held.before.source)}** is the earlier file, **{plain(held.after.source)}** the later one."
        )
        st.button("Take the earlier one away", on_click=_forget, type="tertiary")
    st.markdown(plain(held.sentence))
    with st.container(key="sums-changes"):  # numbers in words, on the right by the style
        st.table(totals_in_words(held).map(lambda words: plain(str(words))), hide_index=True)
    st.caption(plain(f"{held.how_matched} Pounds are those of contracts that state a value and are no frameworks."))
    for dataset in (held.before, held.after):
        if unread := dataset.unread():
            rows = some(len(unread), "row")
            st.warning(plain(f"{rows} of {dataset.source} could not be read, and may seem added or gone."))
    _list(held, table, view)


def _list(held: HeldAgainst, table: pd.DataFrame, view: View) -> None:
    """Every contract that is new, gone or changed, with its file."""
    if table.empty:
        return
    widths, lines = (_NARROW, 6) if is_narrow("changes") else (_WIDTHS, 3)
    row = columns.height_of(lines)
    shown = changes_in_words(table.head(tables.MOST))
    if len(table) > len(shown):
        st.caption(f"The first {len(shown):,} of {len(table):,} are shown; the file holds them all.")
    st.dataframe(
        columns.fitted_to(shown, widths, lines),
        hide_index=True,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
        alt=held.sentence,
        height=columns.table_height(len(shown), row),
        row_height=row,
    )
    st.html(tables.on_paper(shown, len(table), {}))
    what = f"Contracts added to, gone from or changed since {held.before.source}, a row each"
    about = taking.taken_of_table("changes", f"What changed since {held.before.source}", what, view)
    taking.offer_table("changes", view, (len(table), None), lambda: about(table, None))


def _forget() -> None:
    for name in (_EARLIER, _HELD):
        state.remember(name, None)
