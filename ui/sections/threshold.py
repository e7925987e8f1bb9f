"""The threshold curve: every threshold at once, the marks on it, and the contracts near the line."""

import pandas as pd
import streamlit as st

from output import palette, sensitivity_charts
from output.text import plain
from policy.analysis import sensitivity
from policy.analysis.compare import sweep
from policy.analysis.drill import LINE, NEAR, ON
from policy.analysis.threshold import FIGURES, KEY, Curve, Mark, marks, near, one_line, position, round_thresholds
from policy.formats import pounds
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.report import number
from policy.results.totals import MEASURES
from policy.rules.exemptions import BelowThreshold
from ui.charts import threshold_component
from ui.charts.chart_frame import Chart, open_contracts, show
from ui.charts.views import UNITS
from ui.shell.cache import threshold_curve
from ui.shell.view import View

_CLOSE = 0.09
"""Marks nearer than this on the scale share one number."""


def draw(view: View, measure: str) -> None:
    """Draw the curve in its frame, what its marks are, and the contracts near the line."""
    curve, here = _curve(view)
    numbered = _numbered(marks(view.scenario))
    show(_chart(view, measure, curve, here, numbered), view)
    named = [f"**{n}** {plain(f'{pounds(mark.pounds * 100)}: {mark.label}')}" for n, mark in numbered]
    st.caption(f"Marks: {'; '.join(named)}.")
    _near(view)


def _curve(view: View) -> tuple[Curve, int]:
    """The curve with the present threshold among its points, and the place of that."""
    base, value = one_line(view.scenario), view.scenario.values[KEY]
    curve = threshold_curve(view.table, base)
    if value not in [point.value for point in curve.points]:
        points = [*curve.points, *sweep(view.table.coded, base, KEY, [value])]
        curve = Curve(tuple(sorted(points, key=lambda point: int(point.value))), curve.exact)
    here = next(i for i, point in enumerate(curve.points) if point.value == value)
    one = view.scenario.values[FIGURES] == "one"
    assert not one or curve.points[here].totals == view.totals, "the curve does not pass through the headline"
    return curve, here


def _numbered(found: list[Mark]) -> list[tuple[int, Mark]]:
    """Number the marks from the left; those too close to tell apart share a number."""
    numbered: list[tuple[int, Mark]] = []
    for mark in found:
        same = numbered and position(mark.pounds) - position(numbered[-1][1].pounds) < _CLOSE
        numbered.append((numbered[-1][0] if same else len({n for n, _ in numbered}) + 1, mark))
    return numbered


def _chart(view: View, measure: str, curve: Curve, here: int, numbered: list[tuple[int, Mark]]) -> Chart:
    stops = {*round_thresholds(view.scenario), curve.points[here].value}
    order = [measure, *(name for name in MEASURES if name != measure)]
    rows = [
        (
            pounds(point.value * 100),
            *(
                number(m, getattr(point.totals.measure(m).returns, end))
                for m in order
                for end in ("central", "low", "high")
            ),
        )
        for point in curve.points
        if point.value in stops
    ]
    names = [f"{end}, {UNITS[m]}" for m in order for end in ("Back", "Low", "High")]
    data = threshold_component.sent(curve, measure, here, stops, statutory=view.scenario.values[FIGURES] == "statutory")
    data["marks"] = [[sum(places) / len(places), str(n)] for n, places in _places(numbered).items()]
    how = "at every value at which a contract drops out, so exact" if curve.exact else "and nowhere estimated between"
    return Chart(
        "threshold",
        sensitivity.of_curve(curve, measure),
        f"{MEASURE_LABELS[measure]} back in house by the value threshold; band: from low to high",
        sensitivity_charts.curve(
            [(position(p.value), p.totals.measure(measure).returns) for p in curve.points],
            here,
            [(position(value), words) for value, words in threshold_component.PLACES],
            palette.current(),
            lambda value: figure(measure, round(value), short=True),
        ),
        pd.DataFrame(rows, columns=["Threshold", *names]),
        f"worked out at {len(curve.points):,} thresholds, {how}; the table has {len(rows)} of them",
        draw=lambda said: threshold_component.mount(data, said),
    )


def _places(numbered: list[tuple[int, Mark]]) -> dict[int, list[float]]:
    places: dict[int, list[float]] = {}
    for n, mark in numbered:
        places.setdefault(n, []).append(position(mark.pounds))
    return places


def _near(view: View) -> None:
    """Say how many contracts are near the line, each number a way to their list."""
    found, rule = near(view.decisions), view.scenario.rule(BelowThreshold)
    statutory = rule.figures == "statutory"
    st.markdown(plain(sensitivity.of_near(found, None if statutory else rule.threshold)))
    lists = {NEAR: int(found.within.sum()), ON: int(found.exactly.sum())}
    with st.container(horizontal=True, gap="small"):
        for value, count in lists.items():
            label = f"The {count} {'within 5%' if value == NEAR else 'exactly on it'}"
            if count and st.button(label, key=f"near.{value}", type="tertiary"):
                open_contracts(LINE, value)
