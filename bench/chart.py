"""Draws how time grows with the number of contracts, from bench/out/engine.json, as docs/growth.svg.

Run it from the root of the project: python -m bench.chart
"""

import json
from math import log10
from pathlib import Path

from bench.engine import OUT

TO = Path(__file__).parents[1] / "docs" / "growth.svg"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 430, 70, 170, 64, 52
COLOURS = {"ours": "#12436D", "plain_pandas": "#A33600", "polars_lazy": "#28A197", "duckdb_sql": "#5B5B5B",
           "numba_pass": "#801650"}  # fmt: skip
DASHES = {"ours": "", "plain_pandas": "2 3", "polars_lazy": "7 3", "duckdb_sql": "10 3 2 3", "numba_pass": "4 4"}
APART = 16
UNIT = "Full recalculation, median milliseconds; both scales in powers of ten"


def main() -> None:
    """Draw the chart."""
    results = json.loads((OUT / "engine.json").read_text(encoding="utf-8"))
    TO.write_text(drawn(results), encoding="utf-8")


def drawn(results: list[dict]) -> str:
    """Give the chart: both scales in powers of ten, a line for each engine with its name at its end."""
    sizes = [result["rows"] for result in results]
    times = [1000 * time for result in results for time in result["wall"].values()]
    powers = range(int(log10(min(times))), int(log10(max(times))) + 2)

    def across(rows: float) -> float:
        return LEFT + (log10(rows) - log10(sizes[0])) / (log10(sizes[-1]) - log10(sizes[0])) * (WIDTH - LEFT - RIGHT)

    def down(milliseconds: float) -> float:
        share = (log10(milliseconds) - powers[0]) / (powers[-1] - powers[0])
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    ours, plain = (results[-1]["wall"][name] for name in ("ours", "plain_pandas"))
    title = f"{sizes[-1]:,} contracts take a {plain / ours:.0f}th of plain pandas' time"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">',
        f"<title>{title}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15" font-weight="bold">{title}</text>',
        f'<text x="{LEFT}" y="44" font-size="12" fill="#444">{UNIT}</text>',
    ]
    for power in powers:
        y = down(10**power)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 8}" y="{y + 4:.1f}" '
            f'font-size="12" text-anchor="end">{10**power:,}</text>'
        )
    parts += [
        f'<text x="{across(rows):.1f}" y="{HEIGHT - BOTTOM + 20}" font-size="12" text-anchor="middle">{rows:,}</text>'
        for rows in sizes
    ]
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 10}" font-size="12" fill="#444">Contracts</text>')
    ends = sorted(COLOURS, key=lambda name: results[-1]["wall"][name])
    label = HEIGHT
    for name in ends:
        places = [(across(result["rows"]), down(1000 * result["wall"][name])) for result in results]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        label = min(places[-1][1] + 4, label - APART)
        width = 3 if name == "ours" else 2
        parts.append(
            f'<path d="M{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="{width}" '
            f'stroke-dasharray="{DASHES[name]}"/><text x="{WIDTH - RIGHT + 8}" y="{label:.1f}" font-size="12" '
            f'fill="{COLOURS[name]}">{results[0]["names"][name]}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
