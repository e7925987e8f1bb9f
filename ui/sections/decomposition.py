"""The difference between two scenarios: setting by setting in order, and each setting's share in any order."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from output.charts.chart import Chart
from output.charts.comparison import is_told, shares_chart, steps_chart
from output.comparison import Compared
from output.text import whole
from policy.analysis.decomposition import Decomposition, Share
from policy.scenarios.scenario import build_scenario
from ui.charts.chart_frame import show
from ui.contracts import flips
from ui.controls.page_input import unreadable
from ui.shell import state
from ui.shell.cache import analyses, cached_analysis, store_analysis
from ui.shell.progress import queued
from ui.shell.theme import palette
from ui.shell.view import View


def pair(view: View, compared: Sequence[Compared], measure: str) -> None:
    """Let the reader choose two of the scenarios; draw their difference by setting and the contracts that flip."""
    st.header("From one to another", anchor=False)
    first, last = _at_first(view, compared)
    ends = (("from", "From", first), ("to", "To", last))
    wrong = [
        unreadable(label, said, (1, len(compared)), start + 1)
        for key, label, start in ends
        if (said := state.page_value(key)) and _said(key, compared) is None
    ]
    if wrong:
        st.warning("\n\n".join(wrong))
    left, right = st.columns(2)
    with left:
        before = compared[_place(*ends[0], compared)]
    with right:
        after = compared[_place(*ends[1], compared)]
    between = cached_analysis(
        view.table,
        ("decomposition", *_fingerprints(before, after)),
        lambda: Decomposition(view.table.coded, before.scenario, after.scenario),
    )
    if between.moves:
        _draw(view, before, after, between, measure)
    flips.draw(view, before, after, between)


def _at_first(view: View, compared: Sequence[Compared]) -> tuple[int, int]:
    """Places of the ends until a reader chooses others: from the preset to what the reader made of it, if both are in.

    Else from the first scenario to the last.
    """
    scenarios = [one.scenario for one in compared]
    start = build_scenario(view.scenario.preset)[0]
    if view.scenario.changes() and start in scenarios and view.scenario in scenarios:
        return scenarios.index(start), scenarios.index(view.scenario)
    return 0, len(compared) - 1


def _fingerprints(before: Compared, after: Compared) -> tuple[str, str]:
    return before.scenario.fingerprint(), after.scenario.fingerprint()


def _said(key: str, compared: Sequence[Compared]) -> int | None:
    """Place of a scenario that the address names, counted from 1; None where it names none."""
    place = whole(state.page_value(key))
    return place if place and place <= len(compared) else None


def _place(key: str, label: str, start: int, compared: Sequence[Compared]) -> int:
    """Choose one of the scenarios; its place in the list is kept in the address."""
    widget = f"page.{key}"
    state.seed(widget, (_said(key, compared) or start + 1) - 1)
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
                f"{len(between.moves)} settings of more than eight rules differ. That is too many to say what each "
                "does whatever the order. The steps beside this take them in the order of the rules."
            )
            return
        shares, told = _shares(view, before, after, between), is_told(before, after, measure)
        draw(shares_chart(shares, between.moves, measure, palette(), told=told))


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
