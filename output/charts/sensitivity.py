"""Charts of sensitivity: what the range comes from, what each setting does by itself, and any two together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from output.charts import figures, sensitivity_figures
from output.charts.chart import Chart, in_any_colours
from output.charts.one_scenario import caption, known
from output.charts.sensitivity_figures import Cell, Swing
from output.palette import Palette
from policy.analysis import sensitivity, tornado
from policy.analysis.tornado import Change, Grid, Reach
from policy.analysis.uncertainty import Uncertainty
from policy.coded import CodedContracts
from policy.formats import capital, inner, some
from policy.measures import MEASURE_WORDS
from policy.results.findings import NO_VALUE, amount, figure
from policy.results.report import known_number, number
from policy.results.totals import Totals
from policy.rules import settings
from policy.scenarios.scenario import Scenario

DOWN, ACROSS = "small.threshold", "criteria.needed"
"""The two settings of the map until others are chosen."""
_MOST_ROWS = 12
"""Rows of the tornado; the others are in its table."""
_STEPS = "Dark: one step; pale: as far as the setting goes"


@in_any_colours
def range_chart(split: Uncertainty, measure: str, palette: Palette) -> Chart:
    """Where the range comes from, as steps from what is certain to what is possible, the largest first."""
    returns = split.totals.measure(measure).returns
    say = partial(figure, measure, short=True)
    ends = {end: amount(split.totals, measure, end, short=True) for end in ("low", "high")}
    drops = [figures.Drop("Certain", 0, returns.low, ends["low"], "returns")]
    reached, parts = returns.low, sorted(split.parts, key=lambda part: -part.gap[measure])
    for part in parts:
        if gap := part.gap[measure]:
            mark = f"not_known:{part.id}" if part.stage.value == "not_known" else ""
            drops.append(figures.Drop(part.label, reached, reached + gap, f"+{say(gap)}", "doubt", mark))
            reached += gap
    drops.append(figures.Drop("At most", 0, returns.high, ends["high"], "whole"))
    unit, told = MEASURE_WORDS[measure].unit, split.totals.is_known(measure) or returns.high > 0
    rows = [
        (part.label, *(number(measure, of[measure]) if told else None for of in (part.gap, part.alone)), part.contracts)
        for part in parts
    ]
    names = ["What is open", f"Range, {unit}", f"By this alone, {unit}", "Contracts it touches"]
    missing = split.without_value(measure)
    note = ""
    if missing:
        states, them = ("states", "it") if missing == 1 else ("state", "them")
        more = f"{some(missing, 'more contract')} may be in the answer and {states} no value"
        note = f"{more}, so this range leaves {them} out"
    marks = {drop.id: drop.name for drop in drops if drop.id}
    return Chart(
        "range",
        sensitivity.of_uncertainty(split, measure),
        f"{MEASURE_WORDS[measure].caption}: from what is certain to what is possible, by what is open",
        figures.waterfall(drops, palette),
        known(rows, names),
        note,
        column="step" if marks else "",
        marks=marks,
    )


@in_any_colours
def tornado_chart(
    ranked: Sequence[Reach], tried: int, present: Totals, scenario: Scenario, measure: str, palette: Palette
) -> Chart:
    """What each setting does by itself, the others as they are.

    `ranked` are the settings that change the measure, the largest first, of so many `tried`; `present` is what
    returns now.
    """
    now, present_words = present.measure(measure).returns.central, amount(present, measure)
    further, idle = len(ranked) - _MOST_ROWS, tried - len(ranked)
    note = [f"{some(further, 'more setting')} {'is' if further == 1 else 'are'} in the table"] if further > 0 else []
    alone = "changes nothing by itself" if idle == 1 else "change nothing by themselves"
    finding = sensitivity.of_moves(ranked, present, measure)
    note += [f"{some(idle, 'setting')} {alone}"] if idle and finding != NO_VALUE else []
    swings = [_swing(reach, measure, now) for reach in ranked[:_MOST_ROWS]]
    return Chart(
        "tornado",
        finding,
        f"{caption(measure, scenario)}, change of the central estimate, {present_words} now. {_STEPS}",
        sensitivity_figures.tornado(swings, palette),
        _tornado_table(ranked, measure, now),
        "; ".join(note),
        key=(
            figures.Swatch("added by one step", palette.accent, "bar"),
            figures.Swatch("taken away by one step", palette.whole, "bar"),
            figures.Swatch("fainter: as far as the setting goes", palette.doubt, "bar"),
        ),
        key_words=_STEPS,
    )


_SWITCHED = {"no": "switched off", "yes": "switched on", "None": "set to None"}
"""What a switch does, beside the sign of a bar, where its own word would read as an answer, or as "no more"."""


def _swing(reach: Reach, measure: str, now: int) -> Swing:
    moves = [_central(change, measure, now) for change in (reach.step_down, reach.step_up, reach.down, reach.up)]
    # In words: a sign before a value reads as its own, as of minus nine years.
    sides = (("less", reach.step_down or reach.down, moves[2]), ("more", reach.step_up or reach.up, moves[3]))
    how = [
        f"{way}: {_SWITCHED.get(change.words) or inner(change.words)}{_short_of(change, end, measure, now)}"
        for way, change, end in sides
        if change
    ]
    return Swing(
        reach.label,
        "; ".join(how),
        -moves[0],
        moves[1],
        -moves[2],
        moves[3],
        _signed(moves[2], measure),
        _signed(moves[3], measure),
    )


def _short_of(change: Change, end: int, measure: str, now: int) -> str:
    """Say in brackets what a step does, where the bar beside it reaches further."""
    part, whole = (_signed(move, measure) for move in (_central(change, measure, now), end))
    return f" ({part})" if part != whole else ""


def _central(change: Change | None, measure: str, now: int) -> int:
    return change.totals.measure(measure).returns.central - now if change else 0


def _signed(move: int, measure: str) -> str:
    sign = "+" if move > 0 else "\N{MINUS SIGN}"
    return f"{sign}{figure(measure, abs(move), short=True)}" if move else ""


def _tornado_table(ranked: Sequence[Reach], measure: str, now: int) -> pd.DataFrame:
    rows = []
    for reach in ranked:
        steps = [(change, "one step") for change in (reach.step_down, reach.step_up) if change]
        ends = [(change, "furthest") for change in (reach.down, reach.up) if change and not change.step]
        for change, how in (*steps, *ends):
            moved = number(measure, change.totals.measure(measure).returns.central - now)
            then = (known_number(change.totals, measure, end) for end in ("central", "low", "high"))
            rows.append((reach.label, moved, reach.now, change.words, how, *then))
    unit = MEASURE_WORDS[measure].unit
    then_columns = (f"{end}, {unit}" for end in ("Back then", "Low", "High"))
    return pd.DataFrame(rows, columns=["Setting", f"Change, {unit}", "Now", "Then", "How far", *then_columns])


def corner(down: str, across: str) -> str:
    """Say in the corner of a map what goes down and what across; no arrow stands alone on a line."""
    return f"{down}\N{NO-BREAK SPACE}↓  {across}\N{NO-BREAK SPACE}→"


@dataclass(frozen=True)
class PairMap:
    """A map of two settings in words: names of rows and columns, and a cell for each pair of their values."""

    corner: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[Cell]]

    def html(self, palette: Palette, alternative: str) -> str:
        """The map as a table that a screen reader reads and that scrolls sideways on a phone."""
        return sensitivity_figures.heat_table(self.corner, self.rows, self.columns, self.cells, palette, alternative)


def pair_map(grid: Grid, scenario: Scenario, coded: CodedContracts, measure: str) -> PairMap:
    """Put a grid of totals into words; the pair of the present values is marked."""
    known, now = settings(), scenario.values
    rows, columns = (
        [capital(tornado.step_words(known[key], now[key], value, coded)) for value in values]
        for key, values in ((grid.down, grid.down_values), (grid.across, grid.across_values))
    )
    cells = [
        [
            _cell(total, measure, now=row == now[grid.down] and column == now[grid.across])
            for column, total in zip(grid.across_values, totals, strict=True)
        ]
        for row, totals in zip(grid.down_values, grid.cells, strict=True)
    ]
    return PairMap(corner(known[grid.down].label, known[grid.across].label), rows, columns, cells)


def _cell(total: Totals | None, measure: str, *, now: bool) -> Cell:
    if total is None:
        return Cell(None, "cannot be", now=False)
    central = total.measure(measure).returns.central
    return Cell(central, amount(total, measure, short=True), now)


def across_from(down: str) -> str:
    """The setting that stands across until another is chosen; never the one that stands down the side."""
    return DOWN if down == ACROSS else ACROSS


@in_any_colours
def pair_chart(grid: Grid, shown: PairMap, scenario: Scenario, measure: str, palette: Palette) -> Chart:
    """What returns for every pair of values of two settings, darker where more does."""
    known = settings()
    down, across = (known[key].label for key in (grid.down, grid.across))
    return Chart(
        "map",
        sensitivity.of_grid(grid, measure),
        f"{caption(measure, scenario)}, central estimate: {down.lower()} down, {across.lower()} across",
        sensitivity_figures.heat_map(shown.rows, shown.columns, shown.cells, palette),
        _pair_table(grid, shown, measure),
    )


def _pair_table(grid: Grid, shown: PairMap, measure: str) -> pd.DataFrame:
    """A row a pair; its figures are None where the two values cannot stand together."""
    known, unit = settings(), MEASURE_WORDS[measure].unit
    rows = []
    for row, totals in zip(shown.rows, grid.cells, strict=True):
        for column, total in zip(shown.columns, totals, strict=True):
            ends = ("central", "low", "high")
            figures_ = (known_number(total, measure, end) if total else None for end in ends)
            rows.append((f"{row} · {column}", *figures_, row, column))
    ends_of = (f"{end}, {unit}" for end in ("Back", "Low", "High"))
    return pd.DataFrame(rows, columns=["Pair", *ends_of, known[grid.down].label, known[grid.across].label])
