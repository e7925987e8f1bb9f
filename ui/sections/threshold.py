"""The threshold curve: every threshold at once, the marks on it, and the contracts near the line."""

import streamlit as st

from output.charts.threshold import curve_chart, mark_places
from output.text import plain
from policy.analysis import sensitivity
from policy.analysis.compare import sweep
from policy.analysis.drill import LINE, NEAR, ON
from policy.analysis.threshold import FIGURES, KEY, Curve, marks, near, one_line, round_thresholds
from policy.formats import pounds
from policy.rules.exemptions import BelowThreshold
from ui.charts import threshold_component
from ui.charts.chart_frame import open_contracts, show
from ui.shell.cache import threshold_curve
from ui.shell.theme import palette
from ui.shell.view import View


def draw(view: View, measure: str) -> None:
    """Draw the curve in its frame, what its marks are, and the contracts near the line."""
    curve, here = _curve(view)
    named = marks(view.scenario)
    listed = {*round_thresholds(view.scenario), curve.points[here].value}
    statutory = view.scenario.values[FIGURES] != "one"
    data = threshold_component.sent(curve, measure, here, listed, statutory=statutory)
    data["marks"] = [list(place) for place in mark_places(named)]
    show(
        curve_chart(curve, here, listed, measure, palette()),
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
    found, rule = near(view.decisions), view.scenario.rule(BelowThreshold)
    statutory = rule.figures != "one"
    st.markdown(plain(sensitivity.of_near(found, None if statutory else rule.threshold)))
    lists = {NEAR: int(found.within.sum()), ON: int(found.exactly.sum())}
    with st.container(horizontal=True, gap="small"):
        for value, count in lists.items():
            label = f"The {count} {'within 5%' if value == NEAR else 'exactly on it'}"
            if count and st.button(label, key=f"near.{value}", type="tertiary"):
                open_contracts(LINE, value)
