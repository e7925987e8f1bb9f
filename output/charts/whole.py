"""Chart of how big the whole is: published figures by kind of service, beside what the contracts of a table hold."""

from collections.abc import Sequence
from typing import Any

from output.charts import figures
from output.charts.chart import Chart
from output.palette import Palette
from output.text import plotly_text
from policy.formats import listed
from policy.national.answer import Answer, Silent
from policy.national.held import Held, Kind
from policy.national.report import kinds_table
from policy.national.sentences import MARKS, amount, contracts_of

PATTERNS = {"V": "", "S": "/"}
"""Hatching of a bar by its mark, so that the marks are told apart without colour; N has an open diamond and no bar."""
_KEY = (
    "Solid (V): the publisher's own text or file; hatched (S): second-hand; open diamond (N): none found; dark: at "
    "least; pale: at most; upright line: contracts in force in these data"
)
_MOST_SILENT = 12


def whole_chart(found: Answer, kinds: Sequence[Kind], note: str, palette: Palette) -> Chart:
    """Published spend by kind of service, the largest first, then kinds of which no figure was found."""
    unheard = found.unheard
    silent = unheard[:_MOST_SILENT]
    more = len(unheard) - len(silent)
    rest = f"{more} more without a figure are in the table" if more else ""
    marks = {kind.name: kind.name for kind in kinds} | {each.service: each.label for each in unheard}
    table = kinds_table(found).astype(object)
    return Chart(
        "whole",
        _finding(kinds),
        f"Spend a year. {_KEY}",
        _figure(kinds, silent, palette),
        table.where(table.notna(), "not found"),
        "; ".join(filter(None, (note, rest))),
        marks=marks,
        key=_key(palette),
        key_words=_KEY,
    )


def _key(palette: Palette) -> tuple[figures.Swatch, ...]:
    return (
        figures.Swatch("V: the publisher's own text or file", palette.accent, "bar"),
        figures.Swatch("S: second-hand", palette.accent, "hatched"),
        figures.Swatch("N: none found", palette.text, "diamond"),
        figures.Swatch("up to the high end", palette.doubt, "bar"),
        figures.Swatch("here: contracts in force in these data", palette.line, "tick"),
    )


def _finding(kinds: Sequence[Kind]) -> str:
    if not kinds:
        return "No figure was found of what this policy catches"
    first = kinds[0]
    return f"The largest figure is {first.name[:1].lower()}{first.name[1:]}, {amount(first.span)} a year"


def _figure(kinds: Sequence[Kind], silent: Sequence[Silent], palette: Palette) -> figures.Figure:
    names = figures.name_axis(
        [*(f"{kind.name}, {listed(list(kind.years))}" for kind in kinds), *(each.label for each in silent)], 22
    )
    tops = [float(kind.span.high) for kind in kinds]
    # What is held may be more than what was published, and its mark stands clear of the words.
    ends = [max(top, float(kind.held.annual.low)) for top, kind in zip(tops, kinds, strict=True)] + [0.0] * len(silent)
    words = [_words(f"{amount(kind.span, short=True)} · {kind.mark}", kind.held) for kind in kinds]
    words += [_words("\N{EN SPACE}not found · N", each.held, "\N{EN SPACE}") for each in silent]  # beside a diamond
    top = max(ends, default=0) or 1
    layout = figures.layout_of(
        palette,
        36 + figures.row_height(names, 46) * len(ends),
        figures.room(names),
        right=figures.beside(words, ends),
        barmode="stack",
        yaxis=names,
        xaxis={"visible": False, "range": [-top * 0.02, top]},
    )
    data = [*_bars(kinds, palette), _held(kinds, palette), _none(len(kinds), silent, palette)]
    return {"data": [*data, figures.end_words(ends, words, palette)], "layout": layout}


def _words(figure: str, held: Held, gap: str = "") -> str:
    """The figure with its mark, and below it what the contracts hold, smaller, so that it fits on a phone."""
    worth = amount(held.annual, short=True) if held.annual.high else "value not known"
    return figures.with_small(figure, f"{gap}here {worth}" if held.running.high else f"{gap}here no contract in force")


def _bars(kinds: Sequence[Kind], palette: Palette) -> list[dict[str, Any]]:
    shared = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(kinds))),
        "hoverinfo": "text",
        "customdata": [kind.name for kind in kinds],
        "hovertext": [
            f"{plotly_text(kind.name)}: {amount(kind.span)} a year, {MARKS[kind.mark]}; {contracts_of(kind.held)}"
            for kind in kinds
        ],
        "unselected": {"marker": {"opacity": 1}},
    }
    shapes = [PATTERNS[kind.mark] for kind in kinds]
    low = [kind.span.low for kind in kinds]
    open_ = [kind.span.high - kind.span.low for kind in kinds]
    return [
        {**shared, "x": low, "marker": _hatched(palette.accent, shapes, palette)},
        {**shared, "x": open_, "marker": _hatched(palette.doubt, shapes, palette)},
    ]


def _hatched(colour: str, shapes: Sequence[str], palette: Palette) -> dict[str, Any]:
    """Paint a bar, with lines in the colour of the page where it has a hatching."""
    return {
        "color": colour,
        "pattern": {"shape": shapes, "bgcolor": colour, "fgcolor": palette.ground, "size": 8, "solidity": 0.3},
    }


def _held(kinds: Sequence[Kind], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "hoverinfo": "skip",
        "y": list(range(len(kinds))),
        "x": [kind.held.annual.low for kind in kinds],
        "marker": {"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": palette.line}},
    }


def _none(first: int, silent: Sequence[Silent], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [first + place for place in range(len(silent))],
        "x": [0] * len(silent),
        "customdata": [each.service for each in silent],
        "hoverinfo": "text",
        "hovertext": [f"{plotly_text(each.label)}: no figure found; {contracts_of(each.held)}" for each in silent],
        "marker": {"symbol": "diamond-open", "size": 9, "color": palette.text},
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}},
    }
