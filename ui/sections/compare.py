"""Scenarios side by side: figures, settings that differ, how far they agree, and the difference of two by setting."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from output import comparison
from output.charts.chart import Chart
from output.charts.comparison import is_told, ranges_chart, shares_chart, steps_chart
from output.comparison import Compared
from output.files.tables import csv_with_head
from output.subject import Table
from output.text import plain, whole_number
from policy.analysis.decomposition import Decomposition, Share
from policy.scenarios.scenario import Scenario, build_scenario
from ui.charts import taking
from ui.charts.chart_frame import show
from ui.contracts import flips
from ui.controls.page_input import unreadable
from ui.shell import state
from ui.shell.cache import analyses, cached_analysis, decided, store_analysis
from ui.shell.progress import queued
from ui.shell.theme import palette
from ui.shell.view import View


def side_by_side(view: View, compared: Sequence[Compared], measure: str) -> None:
    """Draw the scenarios as bars with their ranges, and all three measures with the settings that differ."""
    if not compared:
        st.markdown("Choose the scenarios to compare.")
        return
    st.header("Side by side", anchor=False)
    show(ranges_chart(compared, measure, palette()), view)
    rows = [[plain(cell) for cell in row] for row in comparison.figures_and_settings(compared)]
    rows.append(["Open in a new tab", *(f"[The whole answer](./{one.link})" for one in compared)])
    table = pd.DataFrame(rows, columns=["Measure or setting", *(plain(one.name) for one in compared)])
    st.subheader("Figures, and the settings that differ", anchor=False)
    with st.container(key="differ"):
        st.table(table, hide_index=True, border="horizontal", alt="Measures with ranges, and settings that differ")
    # A session holds what its buttons refer to: this small table, and not every decision of every scenario.
    file = comparison.scenarios_table(compared)
    about = taking.taken_of_table(
        "comparison", "Scenarios side by side", "Figures under each scenario, a row each", view
    )
    name = view.subject.file_name("comparison", "csv")
    taking.file_button("CSV of this comparison", lambda: csv_with_head(about(file, None)), name, "csv.comparison")
    with st.container(key="screen-print"):  # paper says nothing of it
        st.caption("For a PDF of this comparison, print the page: it is laid out for A4.")


def agreement(view: View, compared: Sequence[Compared]) -> None:
    """Say how many contracts come back under every scenario, under one alone, and under some."""
    st.header("Which contracts they share", anchor=False)
    sentence, table = comparison.agreement(compared)
    st.markdown(plain(sentence))
    st.table(
        table.assign(**{"In the answer": table["In the answer"].map(plain)}),
        hide_index=True,
        border="horizontal",
        alt="How many contracts are in the answer under all scenarios, under one alone, and under any",
    )
    st.caption(
        "Alone: under none of the others. Where what is not decided counts too, contracts are shared that were not, so "
        "that fewer may be alone."
    )
    what = "Contracts that any of the scenarios counts, a row each, and what becomes of each"
    about = taking.taken_of_table("contracts-by-scenario", "Every contract under each scenario", what, view)
    taking.file_button(
        "CSV of every contract under each scenario",
        partial(_every_contract, about, view.table, [(one.name, one.scenario) for one in compared]),
        view.subject.file_name("contracts-by-scenario", "csv"),
        "csv.every",
    )


def _every_contract(about: taking.About, table: Table, scenarios: Sequence[tuple[str, Scenario]]) -> bytes:
    every = comparison.every_contract({name: decided(table, scenario) for name, scenario in scenarios})
    return csv_with_head(about(every, None))


def pair(view: View, compared: Sequence[Compared], measure: str) -> None:
    """Let the reader choose two of the scenarios; draw their difference by setting and the contracts that flip."""
    st.header("From one to another", anchor=False)
    first, last = _at_first(view, compared)
    ends = (("from", "From", first), ("to", "To", last))
    wrong = [
        unreadable(label, stated, (1, len(compared)), start + 1)
        for key, label, start in ends
        if (stated := state.page_value(key)) and _stated_place(key, compared) is None
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


def _stated_place(key: str, compared: Sequence[Compared]) -> int | None:
    """Place of a scenario that the address names, counted from 1; None where it names none."""
    place = whole_number(state.page_value(key))
    return place if place and place <= len(compared) else None


def _place(key: str, label: str, start: int, compared: Sequence[Compared]) -> int:
    """Choose one of the scenarios; its place in the list is kept in the address."""
    widget = f"page.{key}"
    state.seed(widget, (_stated_place(key, compared) or start + 1) - 1)
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
    key = ("shares", view.table.key, *_fingerprints(before, after))
    shares: tuple[Share, ...] | None = analyses(view.table).get(key)
    if shares is None:
        shares = _with_progress(between)
        store_analysis(view.table, key, shares)
    return shares


def _with_progress(between: Decomposition) -> tuple[Share, ...]:
    bar = st.progress(0.0)
    with queued(bar):
        for decided, of in between.decide_for_shares():
            bar.progress(
                decided / of, f"Deciding {decided} of {of} mixtures of the two; what is pale below is from before."
            )
        shares = between.shares()
        bar.empty()
    return shares
