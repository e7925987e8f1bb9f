"""A figure as plotly takes it, drawn as SVG by itself, so that a server without a browser can give pictures.

It draws what the charts of this program use and refuses what they do not, so that nothing is left out unseen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from output.charts.figures import Figure
from output.files.lettering import runs, written
from output.palette import mixed

_GAP = 8
"""Pixels between the names at an axis and the plot."""
SPARE = 1.06
"""Room for names in a font that is a little wider than ours."""
_NUDGE = {"left": -1, "right": 1, "top": -1, "bottom": 1, "middle": 0, "center": 0}


@dataclass(frozen=True)
class Scale:
    """Where a value of an axis lies: its range on a stretch of pixels; names of categories have whole numbers."""

    start: float
    end: float
    first: float
    last: float
    names: tuple[str, ...] = ()

    def at(self, value: Any) -> float:
        """Pixel of a value, or of a category by its name."""
        number = self.names.index(value) if isinstance(value, str) else value
        return self.first + (number - self.start) / ((self.end - self.start) or 1) * (self.last - self.first)


@dataclass(frozen=True)
class Plot:
    """A figure on so many pixels, with the scales of its axes."""

    figure: Figure
    x: Scale
    y: Scale

    def draw(self) -> str:
        """Grid, shapes, traces in order, names at the axes, and notes on top."""
        layout = self.figure["layout"]
        grid = "".join(_grid(self, axis, layout[f"{axis}axis"]) for axis in "xy")
        marks = "".join(_shape(self, shape) for shape in layout.get("shapes", ()))
        names = "".join(_ticks(self, axis, layout[f"{axis}axis"]) for axis in "xy")
        notes = "".join(_note(self, note) for note in layout.get("annotations", ()))
        return f"{grid}{marks}{''.join(_traces(self))}{names}{notes}"


def plotted(figure: Figure, width: float, top: float = 0, left: float = 0, spare: float = SPARE) -> tuple[str, float]:
    """Draw a figure on so many pixels from a corner on; gives elements of SVG, and the height that they take.

    The names at the left get `spare` times what they take in the font that is measured.
    """
    layout = figure["layout"]
    margin, height = layout["margin"], layout["height"]
    first = left + max(margin["l"], _room(layout["yaxis"], layout["font"]["size"], spare))
    above = top + margin["t"] + (20 if layout["xaxis"].get("side") == "top" else 0)
    below = 24 if _has_ticks(layout["xaxis"], figure) and layout["xaxis"].get("side") != "top" else 0
    x = _scale(figure, "x", first, left + width - margin["r"])
    y = _scale(figure, "y", top + height - max(margin["b"], below), above)
    return Plot(figure, x, y).draw(), height


def _room(axis: dict[str, Any], size: float, spare: float) -> float:
    """Pixels that the names at the left need, with some to spare for another font."""
    if axis.get("visible") is False or "ticktext" not in axis:
        return 0
    lines = [line for name in axis["ticktext"] for line in runs(name, size)]
    return max((sum(run.width for run in line) for line in lines), default=0) * spare + _GAP


def _has_ticks(axis: dict[str, Any], figure: Figure) -> bool:
    named = "ticktext" in axis or bool(_names(figure, "x"))
    return axis.get("visible") is not False and axis.get("showticklabels") is not False and named


def _names(figure: Figure, axis: str) -> tuple[str, ...]:
    """Categories of an axis in the order in which the traces name them; none where it is one of numbers."""
    values = [value for trace in figure["data"] for value in trace.get(axis, ())]
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))


def _scale(figure: Figure, axis: str, first: float, last: float) -> Scale:
    names, ends = _names(figure, axis), figure["layout"][f"{axis}axis"].get("range")
    if ends:
        return Scale(ends[0], ends[1], first, last, names)
    if names:
        return Scale(-0.5, len(names) - 0.5, first, last, names)
    grids = [trace["z"] for trace in figure["data"] if trace["type"] == "heatmap"]
    if grids:
        count = len(grids[0][0]) if axis == "x" else len(grids[0])
        return Scale(-0.5, count - 0.5, first, last)
    values = [value for trace in figure["data"] for value in trace.get(axis, ())]
    return Scale(min(values, default=0), max(values, default=1), first, last)


def _tick_places(plot: Plot, axis: str, layout: dict[str, Any]) -> list[tuple[float, str]]:
    """Places and names of an axis; of categories that are not named, at most `nticks`."""
    scale = getattr(plot, axis)
    if "ticktext" in layout:
        return [(scale.at(value), name) for value, name in zip(layout["tickvals"], layout["ticktext"], strict=True)]
    step = -(-len(scale.names) // layout.get("nticks", 8)) or 1
    return [(scale.at(name), name) for name in scale.names[::step]]


def _ticks(plot: Plot, axis: str, layout: dict[str, Any]) -> str:
    if layout.get("visible") is False or layout.get("showticklabels") is False:
        return ""
    font, drawn = plot.figure["layout"]["font"], []
    for place, name in _tick_places(plot, axis, layout):
        lines = runs(name, font["size"])
        if axis == "y":
            drawn.append(written(lines, plot.x.first - _GAP, place, "end", font["color"]))
            continue
        away = -12 if layout.get("side") == "top" else 14
        drawn.append(written(lines, place, (plot.y.last if away < 0 else plot.y.first) + away, "middle", font["color"]))
        if layout.get("ticks"):
            drawn.append(_line([(place, plot.y.first), (place, plot.y.first + 5)], font["color"], 1))
    return "".join(drawn)


def _grid(plot: Plot, axis: str, layout: dict[str, Any]) -> str:
    if not layout.get("showgrid"):
        return ""
    ends: Callable[[float], list[tuple[float, float]]] = lambda place: (  # noqa: E731
        [(place, plot.y.first), (place, plot.y.last)] if axis == "x" else [(plot.x.first, place), (plot.x.last, place)]
    )
    return "".join(_line(ends(place), layout["gridcolor"], 1) for place, _ in _tick_places(plot, axis, layout))


def _shape(plot: Plot, shape: dict[str, Any]) -> str:
    """A line between two values of x, from the top of the plot to its foot."""
    if (shape["type"], shape.get("yref")) != ("line", "paper"):
        raise NotImplementedError(f"no picture of a shape of type {shape['type']}")
    ends = [(plot.x.at(shape["x0"]), plot.y.first), (plot.x.at(shape["x1"]), plot.y.last)]
    return _line(ends, shape["line"]["color"], shape["line"]["width"])


def _note(plot: Plot, note: dict[str, Any]) -> str:
    font = note["font"]
    return written(
        runs(note["text"], font["size"]), plot.x.at(note["x"]), plot.y.at(note["y"]), "middle", font["color"]
    )


def _traces(plot: Plot) -> Iterator[str]:
    reached: dict[tuple[Any, bool], float] = {}
    before: Sequence[tuple[float, float]] = ()
    for place, trace in enumerate(plot.figure["data"]):
        if trace["type"] == "bar":
            yield _bars(plot, trace, reached, place)
        elif trace["type"] == "heatmap":
            yield _cells(plot, trace)
        elif trace["type"] == "scatter":
            path = _path(plot, trace)
            yield _scatter(plot, trace, path, before)
            before = path
        else:
            raise NotImplementedError(f"no picture of a trace of type {trace['type']}")


def _bars(plot: Plot, trace: dict[str, Any], reached: dict[tuple[Any, bool], float], number: int) -> str:
    """Bars from their base, or on top of what was drawn at their place where bars are stacked."""
    flat, layout = trace.get("orientation") == "h", plot.figure["layout"]
    along, across = (plot.x, plot.y) if flat else (plot.y, plot.x)
    lengths, places = (trace["x"], trace["y"]) if flat else (trace["y"], trace["x"])
    half = trace.get("width", 1 - layout["bargap"]) / 2
    marker, drawn = trace["marker"], []
    for at, (length, place) in enumerate(zip(lengths, places, strict=True)):
        stack = (place, length < 0)
        start = trace["base"][at] if "base" in trace else reached.get(stack, 0.0)
        if layout.get("barmode") == "stack":
            reached[stack] = start + length
        ends = sorted((along.at(start), along.at(start + length)))
        middle = across.names.index(place) if isinstance(place, str) else place
        sides = sorted((across.at(middle - half), across.at(middle + half)))
        box = (*ends, *sides) if flat else (*sides, *ends)
        colour = marker["color"] if isinstance(marker["color"], str) else marker["color"][at]
        drawn.append(_box(box, colour, _outline(marker, at)))
        shape = marker.get("pattern", {}).get("shape", "")
        if (shape if isinstance(shape, str) else shape[at]) and length:
            drawn.append(_box(box, f"url(#hatch{number})"))
    pattern = _hatching(f"hatch{number}", marker["pattern"]) if "pattern" in marker else ""
    return pattern + "".join(drawn)


def _hatching(name: str, pattern: dict[str, Any]) -> str:
    """Slanted lines in the colour of the ground, `solidity` of the tile wide."""
    size = pattern["size"]
    return (
        f'<defs><pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="{size * pattern["solidity"]:g}" height="{size}" '
        f'fill="{pattern["fgcolor"]}"/></pattern></defs>'
    )


def _outline(marker: dict[str, Any], at: int) -> str:
    """The outline of one bar, where it has one."""
    width = marker["line"]["width"][at] if "line" in marker else 0
    return f' stroke="{marker["line"]["color"]}" stroke-width="{width:g}"' if width else ""


def _box(box: tuple[float, ...], colour: str, outline: str = "") -> str:
    left, right, top, foot = box
    if right - left < 0.01 or foot - top < 0.01:
        return ""
    size = f'width="{right - left:.2f}" height="{foot - top:.2f}"'
    return f'<rect x="{left:.2f}" y="{top:.2f}" {size} fill="{colour}"{outline}/>'


def _cells(plot: Plot, trace: dict[str, Any]) -> str:
    """Cells from the one colour of the scale to the other; one without a value is left open."""
    (_, low), (_, high) = trace["colorscale"]
    span = (trace["zmax"] - trace["zmin"]) or 1
    drawn = []
    for y, row in enumerate(trace["z"]):
        for x, value in enumerate(row):
            if value is None:
                continue
            sides = sorted((plot.x.at(x - 0.5), plot.x.at(x + 0.5)))
            ends = sorted((plot.y.at(y - 0.5), plot.y.at(y + 0.5)))
            gap_x, gap_y = trace["xgap"] / 2, trace["ygap"] / 2
            box = (sides[0] + gap_x, sides[1] - gap_x, ends[0] + gap_y, ends[1] - gap_y)
            drawn.append(_box(box, mixed(low, high, (value - trace["zmin"]) / span)))
    return "".join(drawn)


def _path(plot: Plot, trace: dict[str, Any]) -> list[tuple[float, float]]:
    """Points of a trace in pixels; a line in steps goes up or down first, then across."""
    points = [(plot.x.at(x), plot.y.at(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    if trace.get("line", {}).get("shape") != "vh":
        return points
    steps = points[:1]
    for (left, _), (right, height) in pairwise(points):
        steps += [(left, height), (right, height)]
    return steps


def _scatter(plot: Plot, trace: dict[str, Any], path: list[tuple[float, float]], before: Any) -> str:
    drawn, mode = [], trace["mode"]
    if trace.get("fill") == "tonexty":
        drawn.append(_area([*path, *reversed(before)], trace["fillcolor"]))
    line = trace.get("line", {})
    if "lines" in mode and line.get("width"):
        drawn.append(_line(path, line["color"], line["width"]))
    if "markers" in mode:
        drawn += [_marker(trace["marker"], at, x, y) for at, (x, y) in enumerate(path)]
    if "text" in mode:
        drawn += [_label(plot, trace, at, x, y) for at, (x, y) in enumerate(path)]
    return "".join(drawn)


def _label(plot: Plot, trace: dict[str, Any], at: int, x: float, y: float) -> str:
    """The words at a point, on the side of it that the trace names."""
    font = {**plot.figure["layout"]["font"], **trace.get("textfont", {})}
    colour = font["color"] if isinstance(font["color"], str) else font["color"][at]
    lines = runs(trace["text"][at], font["size"])
    upright, sideways = trace.get("textposition", "middle center").split()
    anchor = {"left": "end", "center": "middle", "right": "start"}[sideways]
    away = _NUDGE[upright] * len(lines) * font["size"] / 2  # as plotly has it, which leaves nothing between them
    return written(lines, x, y + away, anchor, colour)


def _marker(marker: dict[str, Any], at: int, x: float, y: float) -> str:
    """A mark around a point, as large as plotly draws it."""
    one: Callable[[Any], Any] = lambda value: value[at] if isinstance(value, list) else value  # noqa: E731
    symbol, size, line = marker["symbol"], one(marker["size"]), marker.get("line", {})
    if symbol in ("line-ns", "line-ew"):
        width, far = one(line["width"]), size * 0.7
        across = [(x, y - far), (x, y + far)] if symbol == "line-ns" else [(x - far, y), (x + far, y)]
        return _line(across, line["color"], width) if width else ""
    if symbol == "square":
        edge = f' stroke="{line["color"]}" stroke-width="{line["width"]}"' if line else ""
        return (
            f'<rect x="{x - size / 2:.1f}" y="{y - size / 2:.1f}" width="{size}" height="{size}" '
            f'fill="{one(marker["color"])}"{edge}/>'
        )
    if symbol == "diamond-open":
        far = size * 0.65
        corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y), (x, y - far)]
        return _line(corners, one(marker["color"]), 1.5)
    raise NotImplementedError(f"no picture of a mark {symbol}")


def _points(path: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in path)


def _line(path: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    return f'<polyline points="{_points(path)}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def _area(path: Sequence[tuple[float, float]], colour: str) -> str:
    return f'<polygon points="{_points(path)}" fill="{colour}"/>'
