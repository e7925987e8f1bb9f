"""Chart of how big the whole is: published figures by kind of service, beside what the contracts of a table hold."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from output.charts import figures
from output.charts.chart import Chart, in_any_colours
from output.palette import Palette
from output.text import plotly_text
from policy.formats import inner, listed
from policy.national.answer import Answer, Silent
from policy.national.held import Held, Kind
from policy.national.report import kinds_table
from policy.national.sentences import MARKS, amount, contracts_of, kind_amount

ABOUT = "Published figures: table of national spending, read 27 November 2026"
PATTERNS = {"V": "", "S": "/"}
"""Hatching of a bar by its mark, so that the marks are told apart without colour; N has an open diamond and no bar."""
_KEY = (
    "Solid (V): the publisher's own text or file; hatched (S): as reported (an answer to Parliament, the press or a "
    "study); open diamond (N): none found; dark: at least; pale: at most; upright line: contracts in force here"
)
_MOST_SILENT = 12
_LINE, _BAR, _GAP, _MARGIN = 16, 28, 20, 8
"""Pixels of a line of a name, of a bar, between rows, and at the left, where diamonds stand."""
_NAME_LETTERS, _YEAR_LETTERS = 40, 50
"""Letters in a line of a name and of its years, which fit the narrowest screen."""


def charted(found: Answer, palette: Palette, *, added: bool) -> Chart:
    """Published spend by kind of service as its page draws it, those that stand apart among them where `added`."""
    kinds = (*found.kinds, *(found.apart if added else ()))
    return whole_chart(found, sorted(kinds, key=lambda kind: -kind.span.high), ABOUT, palette)


@in_any_colours
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
        figures.Swatch("S: as reported", palette.accent, "hatched"),
        figures.Swatch("N: none found", palette.text, "diamond"),
        figures.Swatch("up to the high end", palette.doubt, "bar"),
        figures.Swatch("here: contracts in force in these data", palette.line, "tick"),
    )


def _finding(kinds: Sequence[Kind]) -> str:
    if not kinds:
        return "No figure was found of what this policy catches"
    first = kinds[0]
    return f"The largest figure is {inner(first.name)}, {amount(first.span, wide=first.wide)} a year"


@dataclass(frozen=True)
class _Place:
    """Where a row stands, in pixels from the top: the middle of its name, and that of its bar."""

    name: float
    bar: float


def _figure(kinds: Sequence[Kind], silent: Sequence[Silent], palette: Palette) -> figures.Figure:
    """Draw names above their bars, so that both have the whole width of a phone; the axis counts pixels."""
    names = [_above(kind.name, _years(kind)) for kind in kinds] + [_above(each.label) for each in silent]
    places, height = _places(names, len(kinds))
    tops = [float(kind.span.high) for kind in kinds]
    # What is held may be more than what was published, and its mark stands clear of the words.
    ends = [max(top, float(kind.held.annual.low)) for top, kind in zip(tops, kinds, strict=True)] + [0.0] * len(silent)
    words = [figures.with_small(f"{kind_amount(kind)} · {kind.mark}", _here(kind.held)) for kind in kinds]
    words += [f"\N{EN SPACE}not found · N, {_here(each.held)}" for each in silent]  # beside a diamond
    top = max(ends, default=0) or 1
    layout = figures.layout_of(
        palette,
        height + 10,
        _MARGIN,
        right=figures.beside(words, ends),
        barmode="stack",
        yaxis={"visible": False, "range": [height, 0]},
        xaxis={"visible": False, "range": [0, top]},
    )
    bars, below = [place.bar for place in places[: len(kinds)]], [place.bar for place in places[len(kinds) :]]
    data = [*_bars(kinds, bars, palette), _held(kinds, bars, palette), _none(silent, below, palette)]
    written = {**figures.end_words(ends, words, palette), "y": [place.bar for place in places]}
    heights = [place.name for place in places]
    above = figures.words_at([0] * len(names), heights, names, "middle right", palette, 13)
    return {"data": [*data, written, above], "layout": layout}


def _places(names: Sequence[str], kinds: int) -> tuple[list[_Place], int]:
    """Lay rows out from the top: the lines of a name, a bar or a diamond, a gap. Returns the height of all, too."""
    places, top = [], 0
    for place, name in enumerate(names):
        lines, bar = _LINE * (name.count("<br>") + 1), _BAR if place < kinds else _LINE
        places.append(_Place(top + lines / 2, top + lines + bar / 2 + 3))
        top += lines + bar + _GAP
    return places, max(top, _BAR)


def _above(name: str, years: str = "") -> str:
    """The lines of a name, and the years below it, smaller."""
    lines = [plotly_text(line) for line in textwrap.wrap(name, _NAME_LETTERS)]
    small = [plotly_text(line) for line in textwrap.wrap(years, _YEAR_LETTERS)]
    return "<br>".join([*lines, *(f"<span style='font-size:11px'>{line}</span>" for line in small)])


def _years(kind: Kind) -> str:
    """The years of its rows, and those of the rows that its shares rest on."""
    shares = f"; shares: {listed(list(kind.share_years))}" if kind.share_years else ""
    return f"{'; '.join(kind.years)}{shares}"


def _here(held: Held) -> str:
    """What the contracts hold."""
    if not held.running.high:
        return "here no contract in force"
    return f"here {amount(held.annual, short=True) if held.annual.high else 'value not known'}"


def _bars(kinds: Sequence[Kind], places: Sequence[float], palette: Palette) -> list[dict[str, Any]]:
    shared = {
        "type": "bar",
        "orientation": "h",
        "y": list(places),
        "width": _BAR,
        **figures.pointed_at([(kind.name, kind.name, _published(kind)) for kind in kinds]),
    }
    shapes = [PATTERNS[kind.mark] for kind in kinds]
    low = [kind.span.low for kind in kinds]
    open_ = [kind.span.high - kind.span.low for kind in kinds]
    return [
        {**shared, "x": low, "marker": _hatched(palette.accent, shapes, palette)},
        {**shared, "x": open_, "marker": _hatched(palette.doubt, shapes, palette)},
    ]


def _published(kind: Kind) -> str:
    """What is published of a kind, how it was read, and what the contracts hold of it."""
    return f"{amount(kind.span, wide=kind.wide)} a year, {MARKS[kind.mark]}; {contracts_of(kind.held)}"


def _hatched(colour: str, shapes: Sequence[str], palette: Palette) -> dict[str, Any]:
    """Paint a bar, with lines in the colour of the page where it has a hatching."""
    return {
        "color": colour,
        "pattern": {"shape": shapes, "bgcolor": colour, "fgcolor": palette.ground, "size": 8, "solidity": 0.3},
    }


def _held(kinds: Sequence[Kind], places: Sequence[float], palette: Palette) -> dict[str, Any]:
    """A mark at what the contracts hold of each kind, none where no contract is in force or no value is known."""
    both = zip(kinds, places, strict=True)
    running = [(kind, place) for kind, place in both if kind.held.running.high and kind.held.annual.high]
    amounts, places = [kind.held.annual.low for kind, _ in running], [place for _, place in running]
    return {**figures.upright_marks(amounts, places, 24, 3, palette.line), "cliponaxis": False}


def _none(silent: Sequence[Silent], places: Sequence[float], palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": list(places),
        "x": [0] * len(silent),
        **figures.pointed_at(
            [(each.service, each.label, f"no figure found; {contracts_of(each.held)}") for each in silent]
        ),
        "marker": {"symbol": "diamond-open", "size": 9, "color": palette.text},
        "cliponaxis": False,
    }
