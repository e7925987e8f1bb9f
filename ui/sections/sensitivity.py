"""How sensitive the answer is: where its range comes from, what one step of each setting does, and any two together."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from output import charts, palette, sensitivity_charts
from output.sensitivity_charts import Cell, Swing
from policy.analysis import sensitivity, tornado
from policy.analysis.tornado import Change, Grid, Reach
from policy.analysis.uncertainty import uncertainty
from policy.formats import capital
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.report import number
from policy.rules import settings
from ui.charts.chart_frame import Chart, show
from ui.charts.views import UNITS
from ui.shell import state
from ui.shell.progress import worked_out
from ui.shell.view import View

_MOST = 12
"""Rows of the tornado; the others are in its table."""
_LINE = 50
"""Letters in a row of the tornado, which is as wide as a phone."""
_PAIR = ("small.threshold", "criteria.needed")


def range_parts(view: View, measure: str) -> None:
    """Draw where the range comes from, as steps from low to high."""
    split = uncertainty(view.decisions)
    returns = split.totals.measure(measure).returns
    say = partial(figure, measure, short=True)
    drops = [charts.Drop("Certain to come back", 0, returns.low, say(returns.low), "returns")]
    reached = returns.low
    for part in sorted(split.parts, key=lambda part: -part.gap[measure]):
        if gap := part.gap[measure]:
            id_ = f"not_known:{part.id}" if part.stage.value == "not_known" else ""
            drops.append(charts.Drop(part.label, reached, reached + gap, f"+{say(gap)}", "doubt", id_))
            reached += gap
    drops.append(charts.Drop("At most", 0, returns.high, say(returns.high), "whole"))
    unit = UNITS[measure]
    rows = [
        (part.label, number(measure, part.gap[measure]), number(measure, part.alone[measure]), part.contracts)
        for part in split.parts
    ]
    names = ["What is open", f"Range, {unit}", f"By this alone, {unit}", "Contracts it touches"]
    missing = split.without_value(measure)
    note = f"{missing:,} more contracts may come back and state no value, so they are in no range" if missing else ""
    marks = {drop.id: drop.name for drop in drops if drop.id}
    show(
        Chart(
            "range",
            sensitivity.of_uncertainty(split, measure),
            f"{MEASURE_LABELS[measure]}: from what is certain to what is possible, by what is open",
            charts.waterfall(drops, palette.current()),
            pd.DataFrame(rows, columns=names),
            note,
            column="step" if marks else "",
            marks=marks,
        ),
        view,
    )


def tornado_chart(view: View, measure: str) -> None:
    """Draw what one step of each setting does; with a bar while every setting is tried."""
    worked_out("tornado", view, (), partial(tornado.changes, view.decisions), partial(_tornado, view, measure))


def _tornado(view: View, measure: str, found: list[Change], ending: str) -> None:
    ranked = tornado.reaches(view.decisions, found, measure)
    now = view.totals.measure(measure).returns.central
    rows = [_swing(reach, measure, now) for reach in ranked]
    tried = len({change.key for change in found})
    note = [f"{len(ranked) - _MOST} more settings are in the table"] if len(ranked) > _MOST else []
    note += [f"{tried - len(ranked)} settings change nothing by themselves"] if tried > len(ranked) else []
    show(
        Chart(
            f"tornado{ending}",
            sensitivity.of_reaches(ranked, measure),
            f"{MEASURE_LABELS[measure]} back in house, change from the present {figure(measure, now)}. "
            "Strong: one step; weak: as far as the setting goes",
            sensitivity_charts.tornado(rows[:_MOST], palette.current()),
            _tornado_table(ranked, measure, now),
            "; ".join(note),
        ),
        view,
    )


def _central(change: Change | None, measure: str, now: int) -> int:
    return change.totals.measure(measure).returns.central - now if change else 0


def _swing(reach: Reach, measure: str, now: int) -> Swing:
    moves = [_central(change, measure, now) for change in (reach.step_down, reach.step_up, reach.down, reach.up)]
    down, up = reach.step_down or reach.down, reach.step_up or reach.up
    how = [f"{sign} {change.words}" for sign, change in (("\N{MINUS SIGN}", down), ("+", up)) if change]
    return Swing(
        reach.label,
        _cut(", ".join(how), _LINE - len(reach.label)),
        -moves[0],
        moves[1],
        -moves[2],
        moves[3],
        _moved(_central(down, measure, now), measure),
        _moved(_central(up, measure, now), measure),
    )


def _cut(words: str, most: int) -> str:
    """Keep a row to one line of a phone; the table has it in full."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _moved(move: int, measure: str) -> str:
    sign = "+" if move > 0 else "\N{MINUS SIGN}"
    return f"{sign}{figure(measure, abs(move), short=True)}" if move else ""


def _tornado_table(ranked: list[Reach], measure: str, now: int) -> pd.DataFrame:
    rows = []
    for reach in ranked:
        for change, how in (
            (reach.step_down, "one step"),
            (reach.step_up, "one step"),
            (reach.down, "furthest"),
            (reach.up, "furthest"),
        ):
            if change and not (how == "furthest" and change.step):
                returns = change.totals.measure(measure).returns
                amounts = (returns.central - now, returns.central, returns.low, returns.high)
                ends = [number(measure, amount) for amount in amounts]
                rows.append((reach.label, ends[0], reach.now, change.words, how, *ends[1:]))
    unit = UNITS[measure]
    return pd.DataFrame(
        rows,
        columns=[
            "Setting",
            f"Change, {unit}",
            "Now",
            "Then",
            "How far",
            f"Back then, {unit}",
            f"Low, {unit}",
            f"High, {unit}",
        ],
    )


def two_way(view: View, measure: str) -> None:
    """Let the reader choose two settings, and draw what returns for every pair of their values."""
    allowed = tornado.pairable()
    left, right = st.columns(2)
    with left:
        down = _setting("down", "Down the side", allowed, _PAIR[0])
    with right:
        others = [key for key in allowed if key != down]
        across = _setting("across", "Across the top", others, _PAIR[1] if down != _PAIR[1] else _PAIR[0])
    steps = partial(tornado.two_way, view.decisions.coded, view.scenario, down, across)
    worked_out("map", view, (down, across), steps, partial(_map, view, measure))


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


def _map(view: View, measure: str, found: list[Grid], ending: str) -> None:
    if not found:
        return
    grid, coded, now = found[0], view.decisions.coded, view.scenario.values
    known = settings()
    down, across = (
        [capital(tornado.step_words(known[key], now[key], value, coded)) for value in values]
        for key, values in ((grid.down, grid.down_values), (grid.across, grid.across_values))
    )
    cells = [
        [
            _cell(total, measure, row == now[grid.down] and column == now[grid.across])
            for column, total in zip(grid.across_values, totals, strict=True)
        ]
        for row, totals in zip(grid.down_values, grid.cells, strict=True)
    ]
    corner = f"{known[grid.down].label} ↓  {known[grid.across].label} →"
    colours = palette.current()
    show(
        Chart(
            f"map{ending}",
            sensitivity.of_grid(grid, measure),
            f"{MEASURE_LABELS[measure]} back in house, central estimate: "
            f"{known[grid.down].label.lower()} down, {known[grid.across].label.lower()} across",
            sensitivity_charts.heat_map(down, across, cells, colours),
            _map_table(grid, down, across, measure),
            draw=lambda said: st.html(sensitivity_charts.heat_table(corner, down, across, cells, colours, said)),
        ),
        view,
    )


def _cell(total: Any, measure: str, now: bool) -> Cell:
    if total is None:
        return Cell(None, "cannot be", now=False)
    central = total.measure(measure).returns.central
    return Cell(central, figure(measure, central, short=True), now)


def _map_table(grid: Grid, down: list[str], across: list[str], measure: str) -> pd.DataFrame:
    known, unit = settings(), UNITS[measure]
    rows = []
    for row, totals in zip(down, grid.cells, strict=True):
        for column, total in zip(across, totals, strict=True):
            ends = total.measure(measure).returns if total else None
            rows.append(
                (
                    f"{row} · {column}",
                    *(number(measure, getattr(ends, end)) if ends else None for end in ("central", "low", "high")),
                    row,
                    column,
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            "Pair",
            f"Back, {unit}",
            f"Low, {unit}",
            f"High, {unit}",
            known[grid.down].label,
            known[grid.across].label,
        ],
    )
