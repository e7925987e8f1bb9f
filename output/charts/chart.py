"""A chart before it is drawn: its sentences, its figure for plotly, its table, and the text that stands for it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import ParamSpec

import pandas as pd

from output.charts.figures import Figure, Swatch
from output.palette import LIGHT, Palette
from output.text import plain

P = ParamSpec("P")

_ROWS_SAID = 6
"""Rows of the table that the alternative text reads out."""


@dataclass(frozen=True)
class Chart:
    """A figure and a table made from the same result; the table holds plain numbers in pounds, contracts or percent.

    `finding` is a sentence computed from the data; `shows` says what is shown, in which unit.
    """

    name: str
    finding: str
    shows: str
    figure: Figure
    table: pd.DataFrame
    note: str = ""
    hint: str = ""
    """What a reader can do with the figure on the page, which a file does not say."""
    column: str = ""
    """What the marks are values of: a column of contracts, `year`, `quarter` or `step`; empty where there is no list of
    contracts behind a mark."""
    width: int | None = None
    """Pixels; as wide as the page where None."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Values of the marks, with their names for a reader."""
    key: tuple[Swatch, ...] = ()
    """What is drawn in which colour, for a page that draws it; `shows` ends with the same in words, `key_words`."""
    key_words: str = ""
    without: tuple[str, Figure] | None = None
    """Name of the largest bar, where it dwarfs the others, and the figure without it."""
    scenarios: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Where each mark is a scenario of its own: the query of its link, by mark."""
    printed: Callable[[], "Chart"] | None = None
    """Draws the chart again in the colours of print; none where it is so drawn."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """The parameters by which the HTTP interface draws it; none where it cannot (`output.charts.named`)."""

    @classmethod
    def of_table(cls, name: str, title: str, what: str, table: pd.DataFrame) -> "Chart":
        """Give a table alone, for a file of it: it says of itself what the file of a chart does, and draws nothing."""
        return cls(name, title, what, {"data": [], "layout": {}}, table)

    def without_largest(self) -> "Chart":
        """The same without its largest bar, where that dwarfs the others; its note says so."""
        if not self.without:
            return self
        (name, rest), printed = self.without, self.printed
        return replace(
            self,
            figure=rest,
            note="; ".join(filter(None, (f"{name}, the largest, is not drawn", self.note))),
            without=None,
            printed=(lambda: printed().without_largest()) if printed else None,
            asked={**self.asked, "largest": "no"} if self.asked else {},
        )

    def in_print(self) -> Figure:
        """The figure in the colours of print, in which it leaves the page."""
        return self.printed().figure if self.printed else self.figure

    @property
    def blank(self) -> bool:
        """Whether there is nothing to draw: no row, no mark, or only bars that have no length."""
        bars = [trace for trace in self.figure["data"] if trace.get("type") == "bar"]
        marks = [trace for trace in self.figure["data"] if trace not in bars and trace.get("mode") != "text"]
        lengths = [along for bar in bars for along in bar["x" if bar.get("orientation") == "h" else "y"]]
        if lengths:
            return self.table.empty or not (any(lengths) or any(any(mark["x"]) for mark in marks))
        return self.table.empty or not any(len(mark.get("x", mark.get("z", ()))) for mark in marks)

    @property
    def caption(self) -> str:
        """What is shown without the words of the key, for a page that draws the key."""
        return self.shows.removesuffix(self.key_words).rstrip(". ") if self.key else self.shows

    def alternative(self) -> str:
        """Say in words what the figure shows: the finding, what is shown and the first rows of its table.

        Each with its range, which stands in the two columns behind the figure, where there is one.
        """
        columns = [str(name) for name in self.table.columns[:4]]
        ranged = [name.partition(",")[0] for name in columns[2:]] == ["Low", "High"]
        rows = []
        for cells in self.table.iloc[:_ROWS_SAID, :4].itertuples(index=False, name=None):
            _, said, *ends = map(cell_words, columns, cells)
            unsure = ranged and ends[0] != ends[1] and said != "not known"
            rows.append(f"{cells[0]}: {said} ({' to '.join(ends)})" if unsure else f"{cells[0]}: {said}")
        rest = len(self.table) - _ROWS_SAID
        more = f"; and {rest} more in the table below" if rest > 0 else ""
        return f"{self.finding}. {self.shows}. {'; '.join(rows)}{more}."


def in_any_colours(draw: Callable[P, Chart]) -> Callable[P, Chart]:
    """Let a chart that was drawn in the colours of a dark screen be drawn again in those of print.

    The palette is found among the arguments of `draw` by its type; the chart holds the other arguments.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart:
        chart = draw(*args, **kwargs)
        light = [LIGHT if isinstance(arg, Palette) else arg for arg in args]
        if all(old is new for old, new in zip(args, light, strict=True)):
            return chart
        return replace(chart, printed=lambda: draw(*light, **kwargs))  # type: ignore[arg-type]

    return drawn


def markdown_table(table: pd.DataFrame) -> str:
    """Write a table in Markdown, numbers in full and aligned right: half the bytes of Streamlit's own table."""
    columns, alignments = [], []
    for name in table:
        values = table[name].tolist()
        numbers = all(value is None or isinstance(value, (int, float)) for value in values)
        cells = [cell_words(str(name), value) for value in values]
        columns.append(cells if numbers else list(map(plain, cells)))
        alignments.append("---:" if numbers else "---")
    lines = [map(plain, map(str, table.columns)), alignments, *zip(*columns, strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell_words(column: str, value: object) -> str:
    """Write one cell: pounds where the column's name has a £, other numbers with at most one decimal.

    A missing number (NaN) is "not known"; None, a cell that has no value by its nature, is empty.
    """
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return "" if value is None else str(value)
    if math.isnan(value):
        return "not known"
    sign, size = "\N{MINUS SIGN}" if value < 0 else "", abs(value)
    if "£" in column:
        return f"{sign}£{size:,.0f}"
    return f"{sign}{size:,.1f}".removesuffix(".0")
