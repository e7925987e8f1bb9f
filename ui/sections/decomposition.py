"""The difference between two scenarios: setting by setting in order, and each setting's share in any order."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from output.charts.chart import Chart
from output.charts.comparison import shares_chart, steps_chart
from output.comparison import Compared
from output.text import whole
from policy.analysis.decomposition import Decomposition, Share
from ui.charts.chart_frame import show
from ui.contracts import flips
from ui.shell import state
from ui.shell.cache import analyses, cached_analysis, store_analysis
from ui.shell.progress import queued
from ui.shell.theme import palette
from ui.shell.view import View


def pair(view: View, compared: Sequence[Compared], measure: str) -> None:
    """Let the reader choose two of the scenarios; draw their difference by setting and the contracts that flip."""
    st.header("From one to another", anchor=False)
    left, right = st.columns(2)
    with left:
        before = compared[_place("from", "From", compared, 0)]
    with right:
        after = compared[_place("to", "To", compared, len(compared) - 1)]
    between = cached_analysis(
        view.table,
        ("decomposition", *_fingerprints(before, after)),
        lambda: Decomposition(view.table.coded, before.scenario, after.scenario),
    )
    if between.moves:
        _draw(view, before, after, between, measure)
    flips.draw(view, before, after, between)


def _fingerprints(before: Compared, after: Compared) -> tuple[str, str]:
    return before.scenario.fingerprint(), after.scenario.fingerprint()


def _place(key: str, label: str, compared: Sequence[Compared], start: int) -> int:
    """Choose one of the scenarios; its place in the list is kept in the address."""
    said, widget = state.page_value(key), f"page.{key}"
    place = (whole(said) or start + 1) - 1
    state.seed(widget, place if place < len(compared) else start)
    # A session holds what its widgets refer to: the names, and not every decision of every scenario.
    names = [one.name for one in compared]
    st.selectbox(
        label,
        range(len(compared)),
        key=widget,
        format_func=names.__getitem__,
        on_change=lambda: state.set_page_value(key, str(state.held(widget) + 1)),
    )
    return int(state.held(widget))


def _draw(view: View, before: Compared, after: Compared, between: Decomposition, measure: str) -> None:
    choose = partial(flips.choose, flips.key_of(before, after))

    def draw(chart: Chart) -> None:
        show(chart, view, choose=choose if chart.marks else None)

    left, right = st.columns(2, gap="large")
    with left:
        draw(steps_chart(before, after, between, measure, palette()))
    with right:
        if not between.players():
            st.markdown(
                f"{len(between.moves)} settings of more than eight rules differ. That is too many to share the "
                "difference free of any order; the steps in the stated order stand beside this."
            )
            return
        draw(shares_chart(_shares(view, before, after, between), between.moves, measure, palette()))


def _shares(view: View, before: Compared, after: Compared, between: Decomposition) -> tuple[Share, ...]:
    """Each setting's share of the difference, from the cache or computed with a progress bar."""
    key = ("shares", view.data_key, *_fingerprints(before, after))
    found: tuple[Share, ...] | None = analyses(view.table).get(key)
    if found is None:
        found = _with_progress(between)
        store_analysis(view.table, key, found)
    return found


def _with_progress(between: Decomposition) -> tuple[Share, ...]:
    bar, work = st.progress(0.0), between.shares()
    with queued(bar):
        while True:
            try:
                done, of = next(work)
            except StopIteration as end:
                bar.empty()
                return end.value
            bar.progress(done / of, f"Deciding {done} of {of} mixtures of the two; what is pale below is from before.")
