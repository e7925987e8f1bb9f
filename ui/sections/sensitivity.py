"""How sensitive the answer is: the threshold curve, where the range comes from, each setting, and any two together."""

from dataclasses import replace
from functools import partial

import streamlit as st

from output.charts import sensitivity
from output.charts.threshold import curve_chart, mark_places
from output.text import plain
from policy.analysis import tornado
from policy.analysis.compare import sweep
from policy.analysis.drill import LINE, NEAR, ON
from policy.analysis.sensitivity import of_near
from policy.analysis.threshold import FIGURES, KEY, Curve, marks, near, one_line, round_thresholds
from policy.analysis.tornado import Change, Grid
from policy.analysis.uncertainty import uncertainty
from policy.formats import pounds
from policy.rules import settings
from policy.rules.exemptions import BelowThreshold
from ui.charts import threshold_component
from ui.charts.chart_frame import open_contracts, show
from ui.controls import page_input
from ui.shell import state
from ui.shell.cache import threshold_curve
from ui.shell.progress import draw_analysis
from ui.shell.theme import palette
from ui.shell.view import View


def threshold(view: View, measure: str) -> None:
    """Draw the curve in its frame, what its marks are, and the contracts near the line."""
    curve, here = _curve(view)
    named = marks(view.scenario)
    listed = {*round_thresholds(view.scenario), curve.points[here].value}
    statutory = view.scenario.values[FIGURES] != "one"
    data = threshold_component.sent(curve, measure, here, listed, statutory=statutory)
    data["marks"] = [list(place) for place in mark_places(named)]
    show(
        curve_chart(curve, here, listed, view.scenario, measure, palette()),
        view,
        draw=lambda alternative: threshold_component.mount(data, alternative),
    )
    lines = [f"- {plain(f'{pounds(mark.pounds * 100)}: {mark.label}')}" for mark in named]
    with st.expander("Whose thresholds the dotted lines are"):
        st.markdown("\n".join(lines))
    _near(view)


def _curve(view: View) -> tuple[Curve, int]:
    """The curve with a point at the present threshold, and the position of that point.

    Where one figure is in force the point must equal the headline; the assertion holds the two calculations together.
    """
    base, value = one_line(view.scenario), view.scenario.values[KEY]
    curve = threshold_curve(view.table, base)
    if value not in [point.value for point in curve.points]:
        points = [*curve.points, *sweep(view.table.coded, base, KEY, [value])]
        curve = Curve(tuple(sorted(points, key=lambda point: int(point.value))), curve.exact)
    here = next(i for i, point in enumerate(curve.points) if point.value == value)
    one = view.scenario.values[FIGURES] == "one"
    assert not one or curve.points[here].totals == view.totals, "the curve does not pass through the headline"
    return curve, here


def _near(view: View) -> None:
    """Say how many contracts are near the threshold, with buttons that open them as lists."""
    near_line, rule = near(view.decisions), view.scenario.rule(BelowThreshold)
    statutory = rule.figures != "one"
    st.markdown(plain(of_near(near_line, None if statutory else rule.threshold)))
    lists = {NEAR: int(near_line.within.sum()), ON: int(near_line.exactly.sum())}
    with st.container(horizontal=True, gap="small", key="near"):
        for value, count in lists.items():
            label = f"The {count} {'within 5%' if value == NEAR else 'exactly on it'}"
            if count and st.button(label, key=f"near.{value}", type="tertiary"):
                open_contracts(LINE, value)


def range_parts(view: View, measure: str) -> None:
    """Draw where the range comes from, as steps from low to high."""
    show(sensitivity.range_chart(uncertainty(view.decisions), measure, palette()), view)


def one_at_a_time(view: View, measure: str) -> None:
    """Draw what one step of each setting does, with a progress bar while every setting is tried."""
    draw_analysis("tornado", view, (), partial(tornado.changes, view.decisions), partial(_tornado, view, measure))


def _tornado(view: View, measure: str, changes: list[Change], suffix: str) -> None:
    ranked = tornado.reaches(view.decisions, changes, measure)
    tried = len({change.key for change in changes})
    chart = sensitivity.tornado_chart(ranked, tried, view.totals, view.scenario, measure, palette())
    show(replace(chart, name=f"{chart.name}{suffix}"), view)


def two_way(view: View, measure: str) -> None:
    """Let the reader choose two settings, and draw what returns for every pair of their values."""
    allowed = tornado.pairable()
    left, right = st.columns(2)
    with left:
        down = _setting("down", "Down the side", allowed, sensitivity.DOWN)
    with right:
        others = [key for key in allowed if key != down]
        across = _setting("across", "Across the top", others, sensitivity.across_from(down))
    steps = partial(tornado.two_way, view.decisions.coded, view.scenario, down, across)
    draw_analysis("map", view, (down, across), steps, partial(_map, view, measure))


def _setting(key: str, label: str, allowed: list[str], start: str) -> str:
    """Choose one setting; the choice is in the address."""
    value, name = state.page_value(key, start), f"page.{key}"
    stands = settings()[start].label
    if value in tornado.pairable() and value not in allowed:
        st.caption(
            f"{label}: {plain(settings()[value].label)} stands down the side already; {plain(stands)} stands in."
        )
    else:
        page_input.say_no_choice(label, value, allowed, stands)
    state.seed(name, value if value in allowed else start)
    st.selectbox(
        label,
        allowed,
        key=name,
        format_func=lambda key: settings()[key].label,
        on_change=lambda: state.set_page_value(key, state.held(name)),
    )
    return str(state.held(name))


def _map(view: View, measure: str, grids: list[Grid], suffix: str) -> None:
    if not grids:
        return
    grid, colours = grids[0], palette()
    shown = sensitivity.pair_map(grid, view.scenario, view.decisions.coded, measure)
    chart = sensitivity.pair_chart(grid, shown, view.scenario, measure, colours)
    show(
        replace(chart, name=f"{chart.name}{suffix}"),
        view,
        draw=lambda alternative: st.html(shown.html(colours, alternative)),
    )
