"""Places as tiles of one size on a grid, darker where more returns."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from output.charts import Figure, layout_of
from output.palette import Palette, mixed
from output.text import plotly_text


@dataclass(frozen=True)
class Tile:
    """One place on a grid of tiles: column, row, figure and the words in it."""

    name: str
    column: int
    row: int
    value: float
    words: str
    id: str = ""


def tiles(places: Sequence[Tile], palette: Palette) -> Figure:
    """Tiles of one size, darker where more returns; the name and the figure stand in each."""
    top = max((place.value for place in places), default=0) or 1
    names = ["<br>".join(map(plotly_text, textwrap.wrap(place.name, 12))) for place in places]
    colours = [mixed(palette.ground, palette.accent, place.value / top) for place in places]
    drawn = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [p.column for p in places],
        "y": [p.row for p in places],
        "text": [f"{name}<br><b>{place.words}</b>" for name, place in zip(names, places, strict=True)],
        "textfont": {"size": 12, "color": [_readable(colour, palette) for colour in colours]},
        "customdata": [p.id for p in places],
        "hovertext": [f"{plotly_text(p.name)}: {p.words}" for p in places],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": 82,
            "opacity": 1,
            "line": {"width": 1, "color": palette.grid},
            "color": colours,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    layout = layout_of(
        palette, 470, xaxis={"visible": False, "range": [-0.6, 3.6]}, yaxis={"visible": False, "range": [4.55, -0.55]}
    )
    return {"data": [drawn], "layout": layout}


def _readable(ground: str, palette: Palette) -> str:
    """The colour of text that stands out more from a ground (contrast as in WCAG 2.2)."""
    return max(palette.text, palette.on_accent, key=lambda colour: abs(math.log(_light(colour) / _light(ground))))


def _light(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.05 + sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
