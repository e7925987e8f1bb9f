"""How sensitive the answer is: where its range comes from, what each setting does, and any two together."""

from dataclasses import replace
from functools import partial

import streamlit as st

from output.charts import sensitivity
from policy.analysis import tornado
from policy.analysis.tornado import Change, Grid
from policy.analysis.uncertainty import uncertainty
from policy.rules import settings
from ui.charts.chart_frame import show
from ui.shell import state
from ui.shell.progress import draw_analysis
from ui.shell.theme import palette
from ui.shell.view import View


def range_parts(view: View, measure: str) -> None:
    """Draw where the range comes from, as steps from low to high."""
    show(sensitivity.range_chart(uncertainty(view.decisions), measure, palette()), view)


def one_at_a_time(view: View, measure: str) -> None:
    """Draw what one step of each setting does, with a progress bar while every setting is tried."""
    draw_analysis("tornado", view, (), partial(tornado.changes, view.decisions), partial(_tornado, view, measure))


def _tornado(view: View, measure: str, found: list[Change], suffix: str) -> None:
    ranked = tornado.reaches(view.decisions, found, measure)
    tried = len({change.key for change in found})
    chart = sensitivity.tornado_chart(ranked, tried, view.totals, measure, palette())
    show(replace(chart, name=f"{chart.name}{suffix}"), view)


def two_way(view: View, measure: str) -> None:
    """Let the reader choose two settings, and draw what returns for every pair of their values."""
    allowed = tornado.pairable()
    left, right = st.columns(2)
    with left:
        down = _setting("down", "Down the side", allowed, sensitivity.PAIR[0])
    with right:
        others = [key for key in allowed if key != down]
        across = _setting("across", "Across the top", others, sensitivity.PAIR[down != sensitivity.PAIR[1]])
    steps = partial(tornado.two_way, view.decisions.coded, view.scenario, down, across)
    draw_analysis("map", view, (down, across), steps, partial(_map, view, measure))


def _setting(key: str, label: str, allowed: list[str], start: str) -> str:
    """Choose one setting; the choice is in the address."""
    value, name = state.page_value(key, start), f"page.{key}"
    state.seed(name, value if value in allowed else start)
    st.selectbox(
        label,
        allowed,
        key=name,
        format_func=lambda key: settings()[key].label,
        on_change=lambda: state.set_page_value(key, state.held(name)),
    )
    return str(state.held(name))


def _map(view: View, measure: str, found: list[Grid], suffix: str) -> None:
    if not found:
        return
    grid, colours = found[0], palette()
    shown = sensitivity.pair_map(grid, view.scenario, view.decisions.coded, measure)
    chart = sensitivity.pair_chart(grid, shown, measure, colours)
    show(
        replace(chart, name=f"{chart.name}{suffix}"),
        view,
        draw=lambda alternative: st.html(shown.html(colours, alternative)),
    )
