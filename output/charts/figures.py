"""Figures as plain dicts: a waterfall, bars with a range, columns by year. Nothing is decided or totalled here."""

import html
import math
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from output.palette import Palette
from output.text import plotly_text

Figure = dict[str, Any]
_COLUMNS = 5
"""Columns for which a chart of years has room at least: one alone would be a wall."""
_THIN_BAR = {True: 0.07, False: 0.12}
"""Share of a column (True), or of a row, that the line of a range takes."""
_UNSURE = 0.05
"""A bar of which less than this share is certain is drawn pale: the line of its range would run through all of it."""
_OUTLIER = 2.5
"""A largest bar so many times as long as the next hides the others, so that the chart is offered without it."""
_GAP = "\N{EN SPACE}"
"""Keeps the words at the end of a bar off a mark that stands there."""
_THIN, _WIDE = frozenset(" ijlftr.,:;'’()-"), frozenset("mwMW%&")  # noqa: RUF001 - typed so in names
_STANDOFF, _LINE = 6, 28
"""Pixels between the names and their axis, and those of a line of names below it, with the marks of quarters."""
_GUTTER, _PANEL = 0.22, 0.5
"""Height of the panel of a running total above the columns, and of what parts them, as shares of the columns' axis."""
_LIFT = 1.0107
"""By how much the words of a running total stand above the line that it ends on, which would strike them through."""
_TAG, _NOUGHT, _SMALL = re.compile("<[^<>]*>"), re.compile(r"\.0(?=[a-z]+$)"), 11 / 13
ALMOST_NONE = "almost none of it is certain"
"""What a pale bar says."""
_ON_A_PHONE = 50
"""Pixels that the longest bar has at least on the narrowest screen."""
_FONT = '"Source Sans", "Source Sans Pro", sans-serif'


def is_unsure(low: float, central: float) -> bool:
    """Whether none of a figure, or next to none, is certain."""
    return low < _UNSURE * central


@dataclass(frozen=True)
class Bar:
    """One bar: its name, figure and range, in the chart's unit, and the words at its end."""

    name: str
    value: float
    low: float
    high: float
    words: str
    id: str = ""

    @property
    def unsure(self) -> bool:
        """Whether none of it, or next to none, is certain."""
        return is_unsure(self.low, self.value)


@dataclass(frozen=True)
class Drop:
    """One step of a waterfall: from and to in the chart's unit, the words at its end, and what it is."""

    name: str
    start: float
    end: float
    words: str
    kind: str
    id: str = ""
    unsure: bool = False
    """Whether none of it, or next to none, is certain."""


@dataclass(frozen=True)
class Swatch:
    """One entry of a drawn key: its meaning, its colour, and `bar`, `open`, `hatched`, `line`, `tick` or `diamond`."""

    words: str
    colour: str
    drawn: str


def range_key(bars: Sequence[Bar], palette: Palette) -> tuple[Swatch, ...]:
    """The key of bars with a range."""
    unsure = (Swatch(ALMOST_NONE, palette.doubt, "open"),) if any(bar.unsure for bar in bars) else ()
    return (
        Swatch("central estimate", palette.accent, "bar"),
        Swatch("from what is certain to what is possible", palette.accent, "line"),
        *unsure,
    )


def range_words(bars: Sequence[Bar]) -> str:
    """The key of bars with a range, in words."""
    said = "Bar: central estimate; thin line: from what is certain to what is possible"
    return f"{said}; pale bar: {ALMOST_NONE}" if any(bar.unsure for bar in bars) else said


def layout_of(palette: Palette, height: int, left: int = 0, foot: int = 4, right: int = 8, **more: Any) -> Figure:
    """Lay out a figure without grid lines, legend or toolbar, on the background of the page.

    Pixels: `left` and `foot` for the words at the axes, see `room`; where `left` is 0 plotly measures the words, for
    which it draws the chart twice. `right` for words at the ends of bars, see `beside`.
    """
    axis = {"showgrid": False, "zeroline": False, "showline": False, "fixedrange": True, "automargin": not left}
    x_axis, y_axis = {**axis, **more.pop("xaxis", {})}, {**axis, **more.pop("yaxis", {})}
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": 6, "b": foot},
        "showlegend": False,
        "bargap": 0.32,
        "datarevision": 0,  # Streamlit passes a figure to plotly twice; the revision tells it that nothing changed
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "hovermode": "closest",
        "font": {"family": _FONT, "size": 13, "color": palette.text},
        "hoverlabel": {"font": {"family": _FONT, "size": 13}},
        "xaxis": x_axis,
        "yaxis": y_axis,
        **more,
    }


def room(axis: dict[str, Any]) -> int:
    """Estimate the pixels that the names of an axis take at 13 pixels, rather a few too many."""
    lines = [html.unescape(line) for name in axis["ticktext"] for line in name.split("<br>")]
    return math.ceil(max((sum(map(_width, line)) for line in lines), default=0)) + _STANDOFF + 4


def beside(words: Sequence[str], ends: Sequence[float]) -> int:
    """Estimate the pixels that words at the ends of bars need at the right; in pixels, since a phone has few.

    Words of a shorter bar start further to the left, by what a phone leaves to bars.
    """
    top = max(ends, default=0) or 1
    taken = [_pixels(word) - (1 - end / top) * _ON_A_PHONE for word, end in zip(words, ends, strict=True)]
    return math.ceil(max(taken, default=0)) + _STANDOFF + 8


def _pixels(word: str) -> float:
    lines = [(_TAG.sub("", line), _SMALL if _TAG.search(line) else 1) for line in word.split("<br>")]
    return max(sum(map(_width, line)) * size for line, size in lines)


def _width(sign: str) -> float:
    if sign in _THIN:
        return 4.0
    if sign in _WIDE:
        return 10.5
    return 8.0 if sign.isupper() else 6.6


def row_height(axis: dict[str, Any], least: int) -> int:
    """Pixels that a bar needs so that no wrapped name at an axis touches the next."""
    lines = [name.count("<br>") + 1 for name in axis["ticktext"]]
    return max([least, *(10 + 8 * (above + below) for above, below in pairwise(lines))])


def name_axis(names: Sequence[str], width: int = 26) -> dict[str, Any]:
    """An axis of wrapped names, first at the top."""
    wrapped = ["<br>".join(map(plotly_text, textwrap.wrap(name, width))) or " " for name in names]
    return {
        "range": [len(names) - 0.4, -0.6],
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": wrapped,
        "ticks": "",
        "ticklabelstandoff": _STANDOFF,
    }


def end_words(xs: Sequence[float], words: Sequence[str], palette: Palette) -> Figure:
    """Words at the ends of bars, outside, so that none is cut or turned."""
    return words_at(xs, range(len(words)), [f"{_GAP}{word}" for word in words], "middle right", palette, 13)


def words_at(
    xs: Sequence[float | str], ys: Sequence[float], words: Sequence[str], beside: str, palette: Palette, size: float
) -> Figure:
    """Words beside points of a figure, such as "middle right" of them, of which none is cut."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(xs),
        "y": list(ys),
        "hoverinfo": "skip",
        "text": list(words),
        "textposition": beside,
        "cliponaxis": False,
        "textfont": {"color": palette.text, "size": size},
    }


def upright_marks(xs: Sequence[float], ys: Sequence[float], size: float, width: float, colour: str) -> Figure:
    """A short upright line at each point of a figure."""
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "x": list(xs),
        "y": list(ys),
        "marker": {"symbol": "line-ns", "size": size, "line": {"width": width, "color": colour}},
    }


def pointed_at(marks: Sequence[tuple[str, str, str]]) -> Figure:
    """What marks of a figure say when one is pointed at or chosen, by id, name and words; others keep their look."""
    return {
        "customdata": [mark for mark, _, _ in marks],
        "hovertext": [f"{plotly_text(name)}: {words}" for _, name, words in marks],
        "hoverinfo": "text",
        "unselected": {"marker": {"opacity": 1}},
    }


def waterfall(drops: Sequence[Drop], palette: Palette) -> Figure:
    """Steps from all contracts to what returns; each bar starts where the last one ended."""
    colours = {
        "whole": palette.whole,
        "leaves": palette.exits,
        "doubt": palette.doubt,
        "returns": palette.accent,
        "adds": palette.adds,
    }
    ends = [max(drop.start, drop.end) for drop in drops]
    top = max(ends, default=0) or 1
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(drops))),
        "base": [min(d.start, d.end) for d in drops],
        "x": [abs(d.end - d.start) for d in drops],
        "marker": _painted([colours[drop.kind] for drop in drops], [drop.unsure for drop in drops], palette),
        **pointed_at([(d.id, d.name, d.words) for d in drops]),
    }
    names = name_axis([drop.name for drop in drops], 24)
    words = [drop.words for drop in drops]
    layout = layout_of(
        palette,
        40 + row_height(names, 34) * len(drops),
        room(names),
        right=beside(words, ends),
        yaxis=names,
        xaxis={"visible": False, "range": [0, top]},
    )
    return {"data": [bars, end_words(ends, words, palette)], "layout": layout}


def _central_and_range(bars: Sequence[Bar], palette: Palette, *, upright: bool) -> list[Figure]:
    """Bars as long as the central figure, and on each a thin line from the low to the high one.

    So the order of the bars, which is that of the central figures, is that of their lengths. Within the bar the line
    has the colour of text on it, beyond it that of the bar. A bar of which almost nothing is certain is pale with an
    outline, for a full one with a slot from end to end would look certain.
    """
    along, across = ("y", "x") if upright else ("x", "y")
    places: list[Any] = [bar.name for bar in bars] if upright else list(range(len(bars)))
    shared = {
        "type": "bar",
        "orientation": "v" if upright else "h",
        across: places,
        **pointed_at([(bar.id, bar.name, bar.words) for bar in bars]),
    }
    unsure = [bar.unsure for bar in bars]
    central = {**shared, along: [bar.value for bar in bars], "marker": {"color": palette.accent}}
    if any(unsure):
        central["marker"] = _painted([palette.accent] * len(bars), unsure, palette)
    within = [palette.accent if pale else palette.on_accent for pale in unsure]
    lines = [
        {**shared, "width": _THIN_BAR[upright], "base": starts, along: lengths, "marker": {"color": colour}}
        for starts, lengths, colour in (
            ([bar.low for bar in bars], [bar.value - bar.low for bar in bars], within),
            ([bar.value for bar in bars], [bar.high - bar.value for bar in bars], palette.accent),
        )
    ]
    return [central, *lines]


def _painted(colours: list[str], unsure: list[bool], palette: Palette) -> dict[str, Any]:
    """Paint bars: those of which almost nothing is certain pale with an outline."""
    if not any(unsure):
        return {"color": colours}
    return {
        "color": [palette.doubt if pale else colour for colour, pale in zip(colours, unsure, strict=True)],
        "line": {"color": palette.accent, "width": [1.5 * pale for pale in unsure]},
    }


def without_largest(bars: Sequence[Bar], palette: Palette) -> tuple[str, Figure] | None:
    """Name the first bar and draw the others without it, where it is so long that they are slivers beside it."""
    rest = max((bar.high for bar in bars[1:]), default=0)
    if len(bars) < 3 or not rest or bars[0].value < _OUTLIER * rest:
        return None
    return bars[0].name, ranked(bars[1:], palette)


def ranked(bars: Sequence[Bar], palette: Palette) -> Figure:
    """Bars of central figures with their ranges; the words stand beyond both."""
    ends = [bar.high for bar in bars]
    names = name_axis([bar.name for bar in bars])
    words = [_two_lines(bar.words) for bar in bars]
    layout = layout_of(
        palette,
        36 + row_height(names, 34) * len(bars),
        room(names),
        right=beside(words, ends),
        barmode="overlay",
        yaxis=names,
        xaxis={"visible": False, "range": [0, max(ends, default=0) or 1]},
    )
    written = end_words(ends, words, palette)
    return {"data": [*_central_and_range(bars, palette, upright=False), written], "layout": layout}


def signed(bars: Sequence[Bar], palette: Palette) -> Figure:
    """Bars to either side of zero, with a mark at a second figure (`low`), and the words in a column at the right."""
    values = [end for bar in bars for end in (bar.value, bar.low)]
    least, most = min([0.0, *values]), max([0.0, *values])
    width, places = (most - least) or 1, list(range(len(bars)))
    colours = [palette.adds if bar.value > 0 else palette.exits for bar in bars]
    drawn = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [bar.value for bar in bars],
        "marker": {"color": colours},
        **pointed_at([(bar.id, bar.name, bar.words) for bar in bars]),
    }
    mark = upright_marks([bar.low for bar in bars], places, 15, 2.5, palette.text)
    at_zero = {"type": "line", "x0": 0, "x1": 0, "y0": 0, "y1": 1, "yref": "paper"}
    names = name_axis([bar.name for bar in bars], 24)
    words = [_two_lines(bar.words) for bar in bars]
    layout = layout_of(
        palette,
        40 + row_height(names, 34) * len(bars),
        room(names),
        right=beside(words, [1.0] * len(bars)),
        yaxis=names,
        xaxis={"visible": False, "range": [least - width * 0.03, most + width * 0.02]},
        shapes=[{**at_zero, "line": {"color": palette.quiet, "width": 1}}],
    )
    written = end_words([most + width * 0.02] * len(bars), words, palette)
    return {"data": [drawn, mark, written], "layout": layout}


def _two_lines(words: str) -> str:
    """Put a range in brackets on a line of its own, smaller, so that it fits beside a long bar on a phone."""
    figure, bracket, spread = words.partition(" (")
    return with_small(figure, spread.rstrip(")")) if bracket else figure


def with_small(figure: str, small: str) -> str:
    """Put words below a figure at the end of a bar, smaller."""
    return f"{figure}<br>{_GAP}<span style='font-size:11px'>{small}</span>"


def years(
    columns: Sequence[Bar],
    palette: Palette,
    say: Callable[[float], str],
    least: int,
    running: Sequence[float] | None = None,
) -> Figure:
    """Columns by year or quarter with their ranges, and above them, on a panel of its own, the running total.

    `least` is the smallest step between the values at the axis of the columns.
    """
    data = _central_and_range(columns, palette, upright=True)
    ticks = round_ticks(max([column.high for column in columns], default=0), least)
    marked = dict(zip(ticks, ticks_in_words(ticks, say), strict=True))
    top = ticks[-1]
    if running and (whole := max(running)):
        foot, head = top * (1 + _GUTTER), top * (1 + _GUTTER + _PANEL)
        reached = [foot + (head - foot) * value / whole for value in running]
        names = [column.name for column in columns]
        said = words_at(names[-1:], [head * _LIFT], [f"running total: {say(whole)}"], "top left", palette, 13)
        data += [_running(names, reached, palette), said]
        marked |= {foot: say(0), head: say(whole)}
        top = head
    values = {
        "showgrid": True,
        "gridcolor": palette.grid,
        "range": [0, top * 1.07],
        "tickmode": "array",
        "tickvals": list(marked),
        "ticktext": list(marked.values()),
    }
    layout = layout_of(
        palette,
        350 if top == ticks[-1] else 430,
        room(values),
        _LINE,
        xaxis=_time_axis([column.name for column in columns]),
        yaxis=values,
        barmode="overlay",
    )
    return {"data": data, "layout": layout}


def _time_axis(names: Sequence[str]) -> dict[str, Any]:
    """An axis of years; among quarters, each first one is marked and bears its year. At most eight are named."""
    starts = [name for name in names if name.endswith(" Q1")]
    axis: dict[str, Any] = {"type": "category", "tickangle": 0, "nticks": 8}
    if 0 < len(names) < _COLUMNS:
        middle = (len(names) - 1) / 2
        axis["range"] = [middle - _COLUMNS / 2, middle + _COLUMNS / 2]
    if not starts:
        return axis
    named = starts[:: math.ceil(len(starts) / 8)]
    years = [name[:4] for name in named]
    return {**axis, "tickmode": "array", "tickvals": named, "ticktext": years, "ticks": "outside"}


def round_ticks(top: float, least: float = 0.0) -> list[float]:
    """Round values from zero to just above `top`, about five, at least `least` apart."""
    if top <= 0:
        return [0.0, least or 1.0]
    power = 10 ** math.floor(math.log10(top / 4))
    step = max(least, next(power * n for n in (1, 2, 5, 10) if power * n * 5 >= top))
    return [step * n for n in range(math.ceil(top / step) + 1)]


def ticks_in_words(ticks: Sequence[float], say: Callable[[float], str]) -> list[str]:
    """Say the values of an axis, those of one unit with equally many decimals: £5m and £10m, or £1.0bn and £1.5bn."""
    words = list(map(say, ticks))
    in_parts = {said[-1] for said in words if "." in said and not _NOUGHT.search(said)}
    return [said if said[-1] in in_parts else _NOUGHT.sub("", said) for said in words]


def _running(names: Sequence[str], reached: Sequence[float], palette: Palette) -> Figure:
    """A line on the upper panel."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(names),
        "y": list(reached),
        "line": {"color": palette.accent, "width": 2.5},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
