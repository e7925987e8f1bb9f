"""The threshold curve: every threshold at once, with a line that can be dragged, moved by keys and typed.

The component holds nothing of its own: points, words and colours are sent to it, and what it sends back is an amount.
"""

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from policy import sensitivity
from policy.drill import LINE, NEAR, ON
from policy.findings import MEASURE_LABELS, figure
from policy.report import number
from policy.rules import settings
from policy.rules.exemptions import BelowThreshold
from policy.summary import MEASURES, Totals
from policy.threshold import FIGURES, KEY, Mark, marks, near, one_line, position
from policy.what_if import Point
from policy.wording import pounds, span
from ui import charts, palette, sensitivity_charts, state
from ui.cache import threshold_curve
from ui.chart import Chart, open_contracts, show
from ui.frame import View
from ui.text import plain
from ui.views import UNITS

_HTML, _CSS, _JS = (Path(__file__).with_suffix(end).read_text(encoding="utf-8") for end in (".html", ".css", ".js"))
_draggable = st.components.v2.component("threshold", html=_HTML, css=_CSS, js=_JS, isolate_styles=True)
_WIDGET = "threshold.curve"
_PLACES = ((0, "£0"), (10**5, "£100k"), (10**6, "£1m"), (10**7, "£10m"), (10**8, "£100m"), (10**9, "£1bn"))
_COLOURS = ("text", "quiet", "grid", "accent", "doubt", "line", "ground")
_CLOSE = 0.09
"""Marks nearer than this on the scale share one number."""


def draw(view: View, measure: str) -> None:
    """Draw the curve in its frame, what its marks are, and the contracts near the line."""
    points, here = _points(view)
    numbered = _numbered(marks(view.scenario))
    show(_chart(view, measure, points, here, numbered), view)
    named = [f"**{n}** {plain(f'{pounds(mark.pounds * 100)}: {mark.label}')}" for n, mark in numbered]
    st.caption(f"Marks: {'; '.join(named)}.")
    _near(view)


def _points(view: View) -> tuple[list[Point], int]:
    """The curve with the present threshold among its points, and the place of that."""
    base, value = one_line(view.scenario), view.scenario.values[KEY]
    points = threshold_curve(view.data_key, base.fingerprint(), base, view.table.facts)
    if value not in [point.value for point in points]:
        points = sorted([*points, *_alone(view, value)], key=lambda point: int(point.value))
    return points, next(i for i, point in enumerate(points) if point.value == value)


def _alone(view: View, value: int) -> list[Point]:
    """The present threshold as a point; the page's own result where one figure is in force."""
    if view.scenario.values[FIGURES] == "one":
        return [Point(value, view.totals)]
    base = one_line(view.scenario)
    return threshold_curve(view.data_key, f"{base.fingerprint()} at {value}", base, view.table.facts, [value])


def _numbered(found: list[Mark]) -> list[tuple[int, Mark]]:
    """Number the marks from the left; those too close to tell apart share a number."""
    numbered: list[tuple[int, Mark]] = []
    for mark in found:
        same = numbered and position(mark.pounds) - position(numbered[-1][1].pounds) < _CLOSE
        numbered.append((numbered[-1][0] if same else len({n for n, _ in numbered}) + 1, mark))
    return numbered


def _chart(view: View, measure: str, points: list[Point], here: int, numbered: list[tuple[int, Mark]]) -> Chart:
    order = [measure, *(name for name in MEASURES if name != measure)]
    rows = [(pounds(point.value * 100), *(number(m, getattr(point.totals.measure(m).returns, end))
             for m in order for end in ("central", "low", "high"))) for point in points]  # fmt: skip
    names = [f"{end}, {UNITS[m]}" for m in order for end in ("Back", "Low", "High")]
    colours = palette.current()
    chart = Chart(
        "threshold", sensitivity.of_curve(points, measure),
        f"{MEASURE_LABELS[measure]} back in house by the value threshold; band: from low to high",
        sensitivity_charts.curve([(position(p.value), p.totals.measure(measure).returns) for p in points], here,
                     [(position(value), words) for value, words in _PLACES], colours,
                     lambda value: figure(measure, round(value), short=True)),
        pd.DataFrame(rows, columns=["Threshold", *names]),
        f"worked out at {len(points)} thresholds and nowhere estimated between them",
    )  # fmt: skip
    data = _data(view, measure, points, here, numbered)
    return Chart(**{**chart.__dict__, "draw": lambda said: _mount(data, said)})


def _mount(data: dict[str, Any], said: str) -> None:
    data["words"]["alt"] = said
    _draggable(key=_WIDGET, data=data, on_commit_change=_commit)


def _commit() -> None:
    """Take the amount that the line was left at; one figure for all is then in force."""
    value = state.held(_WIDGET).get("commit")
    if value is None:
        return
    try:
        held = settings()[KEY].hold(int(value))
    except ValueError as error:
        state.refuse(KEY, f"{error}; it stays as it was")
        return
    state.change({KEY: held, FIGURES: "one"})


def _data(view: View, measure: str, points: list[Point], here: int, numbered: list[tuple[int, Mark]]) -> dict[str, Any]:
    ends = [point.totals.measure(measure).returns for point in points]
    ticks = charts.round_ticks(max(end.high for end in ends))
    statutory = view.scenario.values[FIGURES] == "statutory"
    colours = palette.current()
    places = {n: sum(position(m.pounds) for k, m in numbered if k == n) / sum(k == n for k, _ in numbered)
              for n, _ in numbered}  # fmt: skip
    return {
        "points": [
            {"value": point.value, "x": position(point.value), "y": [end.low, end.central, end.high],
             "words": pounds(point.value * 100), "said": _said(point.totals), "idle": statutory}
            for point, end in zip(points, ends, strict=True)
        ],
        "here": here, "span": position(points[-1].value), "top": ticks[-1], "bend": 10_000, "most": 10**9,
        "ticks": [[tick, figure(measure, round(tick), short=True)] for tick in ticks],
        "places": [[position(value), words] for value, words in _PLACES],
        "marks": [[place, str(n)] for n, place in places.items()],
        "measures": [MEASURE_LABELS[name] for name in MEASURES],
        "colours": {name: getattr(colours, name) for name in _COLOURS},
        "words": _words(statutory=statutory),
    }  # fmt: skip


def _said(whole: Totals) -> list[list[str]]:
    """Each measure's central figure and its range, in words."""
    said = []
    for name in MEASURES:
        returns = whole.measure(name).returns
        low, central, high = (figure(name, end, short=True) for end in (returns.low, returns.central, returns.high))
        said.append([central, span(low, high)])
    return said


def _words(*, statutory: bool) -> dict[str, str]:
    here = "You are here: {}"
    if statutory:
        here = "The statutory figures apply now; under one figure of {} for all:"
    return {
        "label": settings()[KEY].label, "box": "Threshold", "here": here,
        "moved": "If the threshold were {}",
        "hint": "Drag the line, or move it with the arrow keys. Type an amount such as £1.5m.",
        "keep": "Let go, or press Enter, to keep it; Escape goes back.",
        "between": "Shown: {}, the nearest that was worked out. Enter works out the amount typed.",
        "wrong": "Not an amount up to £1bn: write it as £1.5m or 1500000.",
    }  # fmt: skip


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
