"""The columns of one table of a register by the fact that each gives, and what holds for all its rows."""

from collections.abc import Sequence
from typing import Any

from data.model import cell_values
from data.readers.cells import marks
from data.readers.field_reader import FieldReader
from data.readers.own_register.mapping import ColumnUse, RegisterMapping

Values = Sequence[Any]
"""The cells of a row."""
_SHOWN = 80
"""Characters of a name or a cell that are shown."""


class Columns:
    """The columns of a table under a mapping; `uses` are those of each fact with their places.

    `all_rows` are the facts that the mapping states for every row, `where` what stands before a column's name in an
    issue.
    """

    def __init__(self, names: Sequence[str], mapping: RegisterMapping, where: str) -> None:
        self.all_rows, self.where = mapping.all_rows, where
        place = {name: at for at, name in enumerate(names)}
        self.uses: dict[str, list[tuple[int, ColumnUse]]] = {}
        for use in mapping.columns:
            if use.column in place:
                self.uses.setdefault(use.fact, []).append((place[use.column], use))

    def of(self, fact: str) -> Sequence[tuple[int, ColumnUse]]:
        """Return the columns of a fact, each with its place."""
        return self.uses.get(fact, ())

    def cells(self, values: Values, fact: str) -> list[tuple[ColumnUse, Any]]:
        """Return each column of a fact with its cell in a row."""
        return [(use, values[at]) for at, use in self.of(fact)]

    def path(self, use: ColumnUse) -> str:
        """Return how an issue names a column."""
        return self.where + use.column

    def text(self, values: Values, fact: str, fields: FieldReader) -> str:
        """Return the text of a fact: that of its first cell which holds one, else what holds for all rows."""
        for use, value in self.cells(values, fact):
            cell = marks.without_list_ids(value) if isinstance(value, str) else cell_values.text(value)
            if text := cell and fields.clean(cell, self.path(use)):
                return text
        return self.all_rows.get(fact, "")

    def said(self, values: Values, fact: str, text: str) -> str:
        """Say where the text of a fact stands: in which column, or that the mapping states it for all rows."""
        use = next((use for use, _ in self.each(values, fact)), None)
        where = f"the column “{use.column[:_SHOWN]}”" if use else "the mapping, for every row,"
        return f"{where} says “{text[:_SHOWN]}”"

    def texts(self, values: Values, fact: str) -> list[str]:
        """Return the text of each cell of a fact that holds one, as it stands."""
        return [text for _, text in self.each(values, fact)]

    def each(self, values: Values, fact: str) -> list[tuple[ColumnUse, str]]:
        """Return the text of each cell of a fact that holds one, with its column."""
        return [(use, text) for use, cell in self.cells(values, fact) if (text := cell_values.text(cell))]

    def remarks(self, values: Values) -> list[tuple[ColumnUse, str]]:
        """Return the remarks of a row, each with its column."""
        return self.each(values, "remark")
