"""The way from one scenario to another: setting by setting in order, and each setting's share in any order."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from output import charts, palette
from output.text import whole
from policy.analysis.decomposition import Decomposition, Move, Share, Step
from policy.results.findings import figure, of_shares, of_steps, signed
from policy.results.report import number
from ui.charts.chart_frame import Chart, show
from ui.charts.views import SAID, UNITS
from ui.contracts import flips
from ui.controls.compared import Side
from ui.controls.page_input import unreadable
from ui.shell import state
from ui.shell.cache import once
from ui.shell.progress import alone
from ui.shell.view import View


def pair(view: View, sides: Sequence[Side], measure: str) -> None:
    """Let the reader choose two of the scenarios; draw the way between them and the contracts that flip."""
    st.header("From one to another", anchor=False)
    ends = (("from", "From", 0), ("to", "To", len(sides) - 1))
    wrong = [
        unreadable(label, said, (1, len(sides)), start + 1)
        for key, label, start in ends
        if (said := state.page_value(key)) and _said(key, sides) is None
    ]
    if wrong:
        st.warning("\n\n".join(wrong))
    left, right = st.columns(2)
    with left:
        before = sides[_place(*ends[0], sides)]
    with right:
        after = sides[_place(*ends[1], sides)]
    between = _between(view, before, after)
    if between.moves:
        _way(view, before, after, between, measure)
    flips.draw(view, before, after, between)


def _said(key: str, sides: Sequence[Side]) -> int | None:
    """Place of a scenario that the address names, counted from 1; None where it names none."""
    place = whole(state.page_value(key))
    return place if place and place <= len(sides) else None


def _place(key: str, label: str, start: int, sides: Sequence[Side]) -> int:
    """Choose one of the scenarios; its place in the list is kept in the address."""
    widget = f"page.{key}"
    state.seed(widget, (_said(key, sides) or start + 1) - 1)
    names = [side.name for side in sides]  # a session keeps what its widgets hold, and a side holds every decision
    st.selectbox(
        label,
        range(len(sides)),
        key=widget,
        format_func=names.__getitem__,
        on_change=lambda: state.set_page_value(key, str(state.held(widget) + 1)),
    )
    return int(state.held(widget))


def _kept(view: View, before: Side, after: Side) -> dict[str, Any]:
    """A place for what takes long to work out between two scenarios."""
    return once(view.table, ("way", before.scenario.fingerprint(), after.scenario.fingerprint()), dict[str, Any])


def _between(view: View, before: Side, after: Side) -> Decomposition:
    kept = _kept(view, before, after)
    if "between" not in kept:
        kept["between"] = Decomposition(view.table.coded, before.scenario, after.scenario)
    found: Decomposition = kept["between"]
    return found


def _way(view: View, before: Side, after: Side, between: Decomposition, measure: str) -> None:
    kept = _kept(view, before, after)
    left, right = st.columns(2, gap="large")
    with left:
        show(_with_flips(_waterfall(before, after, between, measure), before, after, between), view)
    with right:
        if not between.players():
            st.markdown(
                f"{len(between.moves)} settings of more than eight rules differ. That is too many to share the "
                "difference free of any order; the steps in the stated order stand beside this."
            )
            return
        if "shares" not in kept:
            kept["shares"] = _with_progress(between)
        shares = _shares(kept["shares"], between.moves, measure)
        show(_with_flips(shares, before, after, between), view)


def _with_flips(chart: Chart, before: Side, after: Side, between: Decomposition) -> Chart:
    """Let each bar of a step list the contracts that flip at it; a step counts from 1."""
    if len(between.moves) < 2:
        return chart
    marks = {str(place): move.label for place, move in enumerate(between.moves, start=1)}
    return replace(chart, marks=marks, choose=partial(flips.choose, flips.key_of(before, after)))


def _with_progress(between: Decomposition) -> tuple[Share, ...]:
    bar_, work = st.progress(0.0), between.shares()
    with alone(bar_):
        while True:
            try:
                done, of = next(work)
            except StopIteration as end:
                bar_.empty()
                return end.value
            bar_.progress(done / of, f"Deciding {done} of {of} mixtures of the two; what is pale below is from before.")


def _waterfall(before: Side, after: Side, between: Decomposition, measure: str) -> Chart:
    steps = between.waterfall()
    reached = int(between.start.of(measure)[1])
    hint = ". Choose a bar to list the contracts that flip at it" if len(steps) > 1 else ""
    drops = [charts.Drop(before.name, 0, reached, figure(measure, reached, short=True), "returns")]
    for step in steps:
        adds = int(step.adds.of(measure)[1])
        kind = "adds" if adds > 0 else "leaves"
        words = signed(measure, adds, short=True)
        drops.append(charts.Drop(step.move.label, reached, reached + adds, words, kind, str(len(drops))))
        reached += adds
    drops.append(charts.Drop(after.name, 0, reached, figure(measure, reached, short=True), "returns"))
    return Chart(
        "way",
        of_steps([(step.move.label, int(step.adds.of(measure)[1])) for step in steps], measure),
        f"{SAID[measure]} back in house, one setting at a time in the order of the rules, central estimate{hint}",
        charts.waterfall(drops, palette.current()),
        _steps_table(before, after, between, steps, measure),
    )


def _steps_table(
    before: Side, after: Side, between: Decomposition, steps: Sequence[Step], measure: str
) -> pd.DataFrame:
    def row(name: str, amounts: Sequence[object], old: str = "", new: str = "") -> tuple[object, ...]:
        low, central, high = (number(measure, int(value)) for value in amounts)  # type: ignore[call-overload]
        return name, central, low, high, old, new

    rows = [row(before.name, between.start.of(measure))]
    rows += [
        row(step.move.label, step.adds.of(measure), step.move.words(before.scenario), step.move.words(after.scenario))
        for step in steps
    ]
    rows.append(row(after.name, between.end.of(measure)))
    unit = UNITS[measure]
    return pd.DataFrame(rows, columns=["Step", *(f"{end}, {unit}" for end in ("Central", "Low", "High")), "From", "To"])


def _shares(shares: Sequence[Share], moves: Sequence[Move], measure: str) -> Chart:
    """Draw the shares; `moves` are the steps on the way, which are more where settings go together."""
    bars, rows = [], []
    step = {move: str(place) for place, move in enumerate(moves, start=1)}
    for share in shares:
        shapley, alone, both = (round(part.of(measure)[1]) for part in (share.shapley, share.alone, share.overlap))
        words = f"{signed(measure, shapley, short=True)} (alone {signed(measure, alone, short=True)})"
        bars.append(charts.Bar(share.move.label, shapley, alone, alone, words, step.get(share.move, "")))
        rows.append((share.move.label, *(number(measure, value) for value in (shapley, alone, both))))
    unit = UNITS[measure]
    together = "" if len(moves) == len(shares) else f"; with {len(moves)} settings those of one rule go together"
    return Chart(
        "shares",
        of_shares([(share.move.label, round(share.shapley.of(measure)[1])) for share in shares], measure),
        f"{SAID[measure]}: bar, mean over every order of the settings (Shapley share); mark, the setting changed alone",
        charts.signed(bars, palette.current()),
        pd.DataFrame(rows, columns=["Setting", f"Share, {unit}", f"Alone, {unit}", f"Overlap, {unit}"]),
        f"the gap between bar and mark is what a setting shares with others{together}",
    )
