"""Figures of the sensitivity page: the threshold curve, the tornado and the two-way map. Nothing is totalled here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

from output.charts.figures import (
    Figure,
    beside,
    layout_of,
    name_axis,
    round_ticks,
    ticks_in_words,
    upright_marks,
    words_at,
)
from output.palette import Palette, mixed
from output.text import plotly_text

_LETTERS = 48
"""Letters in a line of the tornado, which is as wide as a phone; longer names take more lines and are never cut."""
_LINE_HIGH, _BAR_HIGH, _BETWEEN = 17, 20, 12
"""Pixels of a line of words, of a bar below it, and between two rows."""
_SIZE = 12.5
_NARROWEST = 320
"""Pixels across of a tornado on a phone."""
_DARKEST = 0.5
"""Share of the accent in the darkest cell; text keeps a contrast of 4.5 (WCAG 2.2) on it in both themes."""


@dataclass(frozen=True)
class Swing:
    """One row of a tornado, in the chart's unit: how far one step, and any step, moves the figure down and up.

    All four are positive. `how` names the values of one step, or the furthest where there is no step, and what a step
    does where another value reaches further; `words_down` and `words_up` say what the whole bar reaches.
    """

    name: str
    how: str
    step_down: float
    step_up: float
    down: float
    up: float
    words_down: str
    words_up: str


def curve(
    points: Sequence[tuple[float, Any]],
    here: int,
    places: Sequence[tuple[float, str]],
    palette: Palette,
    say: Callable[[float], str],
) -> Figure:
    """A line of central figures in a band from low to high, in steps, with a line at the present value.

    Nothing is drawn where all of them are nothing: where no value is known, a line at £0 would say that it is.
    """
    xs = [x for x, _ in points]
    low, central, high = ([getattr(ends, end) for _, ends in points] for end in ("low", "central", "high"))
    shared = {"type": "scatter", "mode": "lines", "x": xs, "hoverinfo": "skip"}
    steps = {"shape": "vh", "width": 0}
    data = [
        {**shared, "y": low, "line": steps},
        {**shared, "y": high, "line": steps, "fill": "tonexty", "fillcolor": palette.doubt},
        {**shared, "y": central, "line": {**steps, "width": 2.5, "color": palette.accent}},
        {**shared, "x": [xs[here]] * 2, "y": [0, max(high) or 1], "line": {"width": 2, "color": palette.line}},
    ]
    ticks = round_ticks(max(high))
    layout = layout_of(
        palette,
        340,
        xaxis={"tickmode": "array", "tickvals": [x for x, _ in places], "ticktext": [words for _, words in places]},
        yaxis={
            "showgrid": True,
            "gridcolor": palette.grid,
            "range": [0, ticks[-1]],
            "tickmode": "array",
            "tickvals": ticks,
            "ticktext": ticks_in_words(ticks, say),
        },
    )
    return {"data": data if any(high) else [], "layout": layout}


def tornado(swings: Sequence[Swing], palette: Palette) -> Figure:
    """Bars to both sides of the present figure: strong for one step, weak up to the furthest value.

    Names stand above their bars, so that both have the whole width of a phone.
    """
    far = max((max(swing.down, swing.up) for swing in swings), default=0) or 1
    texts = [[f"<b>{plotly_text(swing.name)}</b>", *map(plotly_text, wrap(swing.how, _LETTERS))] for swing in swings]
    words_high = _LINE_HIGH * max(map(len, texts), default=1)
    high = words_high + _BAR_HIGH + _BETWEEN
    middle = (words_high + _BAR_HIGH / 2) / high - 0.5
    ys = [row + middle for row in range(len(swings))]
    shared = {"type": "bar", "orientation": "h", "y": ys, "hoverinfo": "skip", "width": _BAR_HIGH / high}
    sides = (
        ([-swing.down for swing in swings], palette.exits),
        ([swing.up for swing in swings], palette.doubt),
        ([-swing.step_down for swing in swings], palette.whole),
        ([swing.step_up for swing in swings], palette.accent),
    )
    bars = [{**shared, "x": xs, "marker": {"color": colour}} for xs, colour in sides]
    ends = (
        ("middle left", [(-swing.down, swing.words_down) for swing in swings]),
        ("middle right", [(swing.up, swing.words_up) for swing in swings]),
    )
    words = [
        words_at([x for x, _ in end], ys, [f" {said} " if said else "" for _, said in end], side, palette, _SIZE)
        for side, end in ends
    ]
    heights = [row - 0.5 + (words_high - _LINE_HIGH * len(text) / 2) / high for row, text in enumerate(texts)]
    edge = far * _beyond(swings)
    names = words_at(
        [-edge * 0.985] * len(texts), heights, list(map("<br>".join, texts)), "middle right", palette, _SIZE
    )
    layout = layout_of(
        palette,
        20 + high * len(swings),
        barmode="overlay",
        yaxis={"visible": False, "range": [len(swings) - 0.5, -0.6]},
        xaxis={"showticklabels": False, "range": [-edge, edge]},
    )
    now = upright_marks([0] * len(ys), ys, 16, 1.5, palette.text)
    return {"data": [*bars, now, *words, names], "layout": layout}


def _beyond(swings: Sequence[Swing]) -> float:
    """By how much the axis goes beyond the longest bar, so that a phone has room for the words at its end."""
    ends = [(swing.words_down, swing.down) for swing in swings] + [(swing.words_up, swing.up) for swing in swings]
    needed = beside([words for words, _ in ends], [end for _, end in ends])
    return max(1.34, 1 / (1 - 2 * needed / _NARROWEST))


@dataclass(frozen=True)
class Cell:
    """One cell of a map: its figure and words, or none where two values cannot stand together."""

    value: float | None
    words: str
    now: bool


def heat_map(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], palette: Palette) -> Figure:
    """Cells darker where more returns, with the figures in them."""
    top = _top(cells)
    names = [[f"<b>{cell.words}</b>" if cell.now else cell.words for cell in row] for row in cells]
    notes = [
        {"x": x, "y": y, "text": names[y][x], "showarrow": False, "font": {"size": 12, "color": palette.text}}
        for y, row in enumerate(cells)
        for x, cell in enumerate(row)
    ]
    scale = [[0, palette.ground], [1, mixed(palette.ground, palette.accent, _DARKEST)]]
    drawn = {
        "type": "heatmap",
        "z": [[cell.value for cell in row] for row in cells],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "colorscale": scale,
        "zmin": 0,
        "zmax": top,
        "hoverinfo": "skip",
    }
    layout = layout_of(
        palette,
        90 + 38 * len(rows),
        annotations=notes,
        yaxis=name_axis(rows, 20),
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(columns))),
            "ticktext": list(map(plotly_text, columns)),
            "side": "top",
        },
    )
    return {"data": [drawn], "layout": layout}


def heat_table(
    corner: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    palette: Palette,
    said: str,
) -> str:
    """The same map as a table that a screen reader reads and that scrolls sideways on a phone."""
    top = _top(cells)
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in columns)
    lines = [
        f"<tr><th scope='row'>{escape(name)}</th>{''.join(_cell(cell, top, palette) for cell in row)}</tr>"
        for name, row in zip(rows, cells, strict=True)
    ]
    return (
        f"<div class='map' tabindex='0' role='region' aria-label='{escape(said, quote=True)}'><table>"
        f"<tr><th scope='col'>{escape(corner)}</th>{head}</tr>{''.join(lines)}</table></div>"
    )


def _cell(cell: Cell, top: float, palette: Palette) -> str:
    if cell.value is None:
        return f"<td>{escape(cell.words)}</td>"
    ground = mixed(palette.ground, palette.accent, _DARKEST * cell.value / top)
    now = f"outline:3px solid {palette.line};outline-offset:-3px;font-weight:700;" if cell.now else ""
    style = f"{now}background:{ground}"
    return f"<td style='{style}'>{escape(cell.words)}{'<small>now</small>' if cell.now else ''}</td>"


def _top(cells: Sequence[Sequence[Cell]]) -> float:
    return max((cell.value for row in cells for cell in row if cell.value is not None), default=0) or 1
