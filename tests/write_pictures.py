"""Draw the pictures with which the tests compare: one of each kind of figure, from fixed numbers.

Run by hand, and only when pictures are meant to look otherwise: `python -m tests.write_pictures`. Then look at them.
"""

import io
from pathlib import Path

import pandas as pd
import resvg_py
from PIL import Image

from output.charts import figures, sensitivity_figures
from output.charts.chart import Chart
from output.charts.figures import Bar, Drop, Figure
from output.charts.sensitivity_figures import Cell, Swing
from output.charts.tiles import Tile, tiles
from output.files import picture
from output.files.lettering import FONTS
from output.palette import LIGHT, Palette
from policy.results.totals import Range
from tests.taken import taken

MINUS = "\N{MINUS SIGN}"
FOLDER = Path(__file__).parent / "fixtures" / "pictures"


def kinds(step: float = 0.0, palette: Palette = LIGHT) -> dict[str, Figure]:
    """One figure of each kind; in each one bar, point or tile has its value moved by `step` of the largest or more."""
    far = 100 * step
    bars = [Bar("Prison operation", 60 + far, 40, 90, "60 (40 to 90)"), Bar("Home care", 30, 30, 30, "30")]
    drops = [
        Drop("All contracts", 0, 100, "100", "whole"),
        Drop("Below the threshold", 100, 55 + far, "45", "leaves"),
        Drop("Back in house", 0, 55, "55", "returns"),
    ]
    years = [Bar(str(year), 50, 30, 70 + far * (year == 2029), "") for year in range(2027, 2038)]
    moved = [
        Bar("Value threshold", 40 + far, 20, 20, "+40 (alone +20)"),
        Bar("Nations", -30, -60, -60, f"{MINUS}30 (alone {MINUS}60)"),
    ]
    swings = [
        Swing("Contact", f"{MINUS} no", 20, 0, 60 + far, 0, f"{MINUS}20", ""),
        Swing("Criteria", "+ 0", 0, 30, 0, 30, "", "+30"),
    ]
    points = [(x / 10, Range(50 - 5 * x, 70 - 6 * x + int(far), 90 - 6 * x + int(far))) for x in range(8)]
    cells = [
        [Cell(10, "10", now=False), Cell(20, "20", now=True)],
        [Cell(None, "cannot be", now=False), Cell(5 + 5 * far, "5", now=False)],
    ]
    places = [Tile("Scotland", 1, 0, 10 + 10 * far, "£10m"), Tile("Northern Ireland", 0, 1, 100, "£100m")]
    return {
        "waterfall": figures.waterfall(drops, palette),
        "ranked": figures.ranked(bars, palette),
        "years": figures.years(years, palette, lambda value: f"{value:g}", 1, [10 * n for n in range(1, 12)]),
        "signed": figures.signed(moved, palette),
        "tornado": sensitivity_figures.tornado(swings, palette),
        "curve": sensitivity_figures.curve(points, 2, [(0, "£0"), (0.7, "£1bn")], palette, lambda value: f"{value:g}"),
        "map": sensitivity_figures.heat_map(["Low", "High"], ["No", "Yes"], cells, palette),
        "tiles": tiles(places, palette),
    }


def svg_of(name: str, figure: Figure) -> str:
    """The picture of a figure as SVG."""
    table = pd.DataFrame({"Name": ["a"], "contracts": [1]})
    chart = Chart(name, f"This is the {name}", "Contracts", figure, table, width=350 if name == "tiles" else None)
    return picture.svg(taken(chart))


def drawn(svg: str) -> Image.Image:
    """A picture in greys and at its plain size, which is what is stored."""
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=list(FONTS))
    return Image.open(io.BytesIO(bytes(png))).convert("L")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind, figure_ in kinds().items():
        drawn(svg_of(kind, figure_)).save(FOLDER / f"{kind}.png", optimize=True)
