"""The line on the threshold curve: dragged, moved by keys or typed, with figures that follow it in the browser.

The component holds nothing of its own: points, words and colours are sent to it, and what it sends back is an amount.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from output.charts.figures import round_ticks
from output.charts.threshold import AXIS
from policy.analysis.threshold import BEND, FIGURES, KEY, Curve, position
from policy.measures import MEASURE_LABELS, MEASURES
from policy.results.findings import NOT_KNOWN, central_or_ends, ends_of, figure, none_to_see
from policy.results.totals import Totals
from policy.rules import settings
from ui.shell import state
from ui.shell.theme import palette

_HTML, _CSS, _JS = (
    Path(__file__).with_name(f"threshold.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
)
_draggable = st.components.v2.component("threshold", html=_HTML, css=_CSS, js=_JS, isolate_styles=True)
_WIDGET = "threshold.curve"
_COLOURS = ("text", "quiet", "grid", "accent", "doubt", "line", "ground")


def mount(data: dict[str, Any], alternative: str) -> None:
    """Draw the curve with its line; `alternative` is the text that stands for it where it is not seen."""
    data["words"]["alt"] = alternative
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


def sent(curve: Curve, measure: str, here: int, stops: set[int], *, statutory: bool) -> dict[str, Any]:
    """What the browser needs: points and their words, where the line may rest, the axes and the colours."""
    ends = [point.totals.measure(measure).returns for point in curve.points]
    ticks = round_ticks(max(end.high for end in ends))
    colours = palette()
    return {
        "points": [
            {"value": point.value, "y": [end.low, end.central, end.high], "said": said(point.totals)}
            for point, end in zip(curve.points, ends, strict=True)
        ],
        "stops": [place for place, point in enumerate(curve.points) if point.value in stops],
        "exact": curve.exact,
        "idle": statutory,
        "here": here,
        "top": ticks[-1],
        "bend": BEND,
        "ticks": [[tick, figure(measure, round(tick), short=True)] for tick in ticks],
        "places": [[position(value), words] for value, words in AXIS],
        "measures": [MEASURE_LABELS[name] for name in MEASURES],
        "colours": {name: getattr(colours, name) for name in _COLOURS},
        "words": _words(statutory=statutory),
    }


def said(whole: Totals) -> list[list[str]]:
    """Each measure's central figure and its range, in words; that figure once more is no range."""
    figures = [(name, central_or_ends(whole, name, short=True), ends_of(whole, name)) for name in MEASURES]
    return [
        [central, none_to_see(whole.measure(name).returns) if ends == central != NOT_KNOWN else ends]
        for name, central, ends in figures
    ]


def _words(*, statutory: bool) -> dict[str, str]:
    here = "You are here: {}"
    if statutory:
        here = "The statutory figures apply now; under one figure of {} for all:"
    return {
        "label": settings()[KEY].label,
        "box": "Threshold",
        "here": here,
        "moved": "If the threshold were {}",
        "hint": "Drag the line, or move it with the arrow keys. Type an amount such as £1.5m.",
        "keep": "Let go, or press Enter, to keep it; Escape goes back.",
        "between": "Shown: {}, the nearest that was worked out. Enter works out the amount typed.",
        "wrong": "Not an amount up to £1bn: write it as £1.5m or 1500000.",
    }
