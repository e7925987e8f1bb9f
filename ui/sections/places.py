"""The twelve nations and regions as tiles of one size, and what belongs to none of them."""

from collections.abc import Mapping

from output import palette
from output.tiles import Tile, tiles
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.totals import Totals, by
from ui.charts import views
from ui.charts.chart_frame import Chart
from ui.shell.view import View

TILES = {
    "Scotland": (1, 0), "Northern Ireland": (0, 1), "North East": (2, 1), "North West": (1, 2),
    "Yorkshire and The Humber": (2, 2), "Wales": (0, 3), "West Midlands": (1, 3), "East Midlands": (2, 3),
    "East of England": (3, 3), "South West": (1, 4), "South East": (2, 4), "London": (3, 4),
}  # fmt: skip
"""Column and row of each tile; places as they lie, sizes alike, since area says nothing of contracts."""


def tiles_chart(view: View, measure: str) -> Chart:
    """What returns in each nation and region; contracts for several regions and for none stated are named beneath."""
    [regions] = by(view.decisions, "region")
    places = [
        Tile(name, column, row, *_figures(regions.get(name), measure), name) for name, (column, row) in TILES.items()
    ]
    table = views.groups_table("Region", regions, {"": "Not stated", "National": "Several regions"}, measure)
    return Chart(
        "places",
        _finding(regions, measure),
        f"{MEASURE_LABELS[measure]} back in house, central estimate",
        tiles(places, palette.current()),
        table,
        _elsewhere(regions, measure),
        column="region",
        width=350,
        marks={name: {"": "Not stated", "National": "Several regions"}.get(name, name) for name in regions},
    )


def _figures(group: Totals | None, measure: str) -> tuple[float, str]:
    value = group.measure(measure).returns.central if group else 0
    return float(value), figure(measure, value, short=True)


def _finding(regions: Mapping[str, Totals], measure: str) -> str:
    """Where most of what can be placed comes back, and how much belongs to several regions."""
    values = {name: group.measure(measure).returns.central for name, group in regions.items()}
    total = sum(values.values())
    if not total:
        return "Nothing comes back"
    national = round(100 * (values.get("National", 0) + values.get("", 0)) / total)
    placed = {name: value for name, value in values.items() if name in TILES and value}
    if not placed:
        return "All of it is for several regions or for none stated"
    first = max(placed, key=placed.__getitem__)
    rest = f"{national}% is for several regions or none stated" if national else "all of it is in one region each"
    return f"{rest[:1].upper()}{rest[1:]}; of the others most is in {first}"


def _elsewhere(regions: Mapping[str, Totals], measure: str) -> str:
    said = []
    for name, words in (("National", "several regions"), ("", "not stated")):
        if name in regions:
            said.append(f"{words}: {figure(measure, regions[name].measure(measure).returns.central)}")
    return "; ".join(said)
