"""The twelve nations and regions as tiles of one size, darker where more returns, and what belongs to none of them."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from output.charts.chart import Chart, in_any_colours
from output.charts.figures import Figure, layout_of, pointed_at
from output.charts.one_scenario import caption, groups_table
from output.palette import Palette, mixed
from output.text import plotly_text
from policy.formats import with_article
from policy.measures import MEASURE_WORDS
from policy.results.findings import central_or_ends, of_nothing
from policy.results.totals import NOTHING, Totals
from policy.scenarios.scenario import Scenario

TILES = {
    "Scotland": (1, 0), "Northern Ireland": (0, 1), "North East": (2, 1), "North West": (1, 2),
    "Yorkshire and The Humber": (2, 2), "Wales": (0, 3), "West Midlands": (1, 3), "East Midlands": (2, 3),
    "East of England": (3, 3), "South West": (1, 4), "South East": (2, 4), "London": (3, 4),
}  # fmt: skip
"""Column and row of each tile, about as the places lie; all of one size, since area says nothing of contracts."""
_LEAST_CONTRAST = 4.5
"""Of text on its ground, by WCAG 2.2."""
ELSEWHERE = {"National": "Several regions", "": "Not stated"}
"""Regions that are no place on the map."""


NO_CONTRACT = "no contract"
"""What stands in a region of which no contract is looked at: it has no figure, and £0 would be one."""
_LONGEST = 11
"""Letters of a figure for which a tile is wide enough."""


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
    colours = [_ground(place.value / top, palette) for place in places]
    drawn = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [p.column for p in places],
        "y": [p.row for p in places],
        "text": [f"{name}<br><b>{_broken(place.words)}</b>" for name, place in zip(names, places, strict=True)],
        "textfont": {"size": 13, "color": [_readable(colour, palette) for colour in colours]},
        **pointed_at([(p.id, p.name, p.words) for p in places]),
        "cliponaxis": False,
        "marker": {
            "symbol": "square",
            "size": 80,
            "opacity": 1,
            "line": {"width": 1, "color": palette.grid},
            "color": colours,
        },
        "selected": {"marker": {"opacity": 1}},
    }
    layout = layout_of(
        palette, 470, xaxis={"visible": False, "range": [-0.6, 3.6]}, yaxis={"visible": False, "range": [4.55, -0.55]}
    )
    return {"data": [drawn], "layout": layout}


def _broken(words: str) -> str:
    """Break a range that is wider than a tile before its upper end."""
    return words.replace(" to ", " to<br>") if len(words) > _LONGEST else words


def _ground(share: float, palette: Palette) -> str:
    """The colour of a tile: darker where more returns, and as much paler as text on it needs to be read."""
    colour = mixed(palette.ground, palette.accent, share)
    while _contrast(_readable(colour, palette), colour) < _LEAST_CONTRAST and share > 0:
        share = max(0.0, share - 0.01)
        colour = mixed(palette.ground, palette.accent, share)
    return colour


def _readable(ground: str, palette: Palette) -> str:
    """The colour of text that stands out more from a ground."""
    return max(palette.text, palette.on_accent, key=lambda colour: _contrast(colour, ground))


def _contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2.2 has it, from 1 to 21."""
    return math.exp(abs(math.log(_light(one) / _light(other))))


def _light(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.05 + sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@in_any_colours
def tiles_chart(regions: Mapping[str, Totals], scenario: Scenario, measure: str, palette: Palette) -> Chart:
    """What returns in each nation and region; contracts for several regions and for none stated are named beneath.

    Where there are none but these no tile is drawn: that nothing states its region is not £0 in each. Nor is it £0 in a
    region of which no contract is looked at; its tile says so.
    """
    placed = any(regions[name].measure(measure).returns.high for name in regions if name in TILES)
    places = [
        Tile(name, column, row, *_value(regions.get(name), measure), name) for name, (column, row) in TILES.items()
    ]
    elsewhere = [
        f"{words.lower()}: {central_or_ends(regions[name], measure)}"
        for name, words in ELSEWHERE.items()
        if name in regions
    ]
    return Chart(
        "places",
        _finding(regions, measure),
        f"{caption(measure, scenario)}, central estimate; the more, the stronger the colour",
        tiles(places if placed else [], palette),
        groups_table("Region", regions, ELSEWHERE, measure),
        "; ".join(elsewhere),
        column="region",
        width=350,
        marks={name: ELSEWHERE.get(name, name) for name in regions},
    )


def _value(group: Totals | None, measure: str) -> tuple[float, str]:
    if group is None:
        return 0.0, NO_CONTRACT
    return float(group.measure(measure).returns.central), central_or_ends(group, measure, short=True)


def _finding(regions: Mapping[str, Totals], measure: str) -> str:
    """Say where most of what belongs to one region comes back, and how much belongs to none."""
    values = {name: group.measure(measure).returns.central for name, group in regions.items()}
    total = sum(values.values())
    if not total or sum(regions.values(), start=NOTHING).is_few:
        return of_nothing(list(regions.values()), measure)
    elsewhere = sum(values.get(name, 0) for name in ELSEWHERE)
    placed = {name: value for name, value in values.items() if name in TILES and value}
    if not placed:
        return "None of it is tied to a single region"
    first = max(placed, key=placed.__getitem__)
    most = f"{'most' if placed[first] * 2 > sum(placed.values()) else 'the largest share'} is in {with_article(first)}"
    if not elsewhere and len(placed) == 1:
        every = "All contracts are" if measure == "contracts" else f"All of {MEASURE_WORDS[measure].noun} is"
        return f"{every} in {with_article(first)}"
    if not elsewhere:
        return f"All of it is in one region each; {most}"
    share = "less than 1" if elsewhere * 100 < total else min(99, round(100 * elsewhere / total))
    verb = "are" if measure == "contracts" else "is"
    return f"{share}% of {MEASURE_WORDS[measure].noun} {verb} tied to no single region; of the rest {most}"
