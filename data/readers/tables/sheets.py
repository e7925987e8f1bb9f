"""Rows of a table whatever its file: CSV of any encoding and width, XLSX, Parquet; one row at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import pyarrow.parquet as pq

from data.model.issues import Issue
from data.readers.bounds import LONGEST_CELL, MOST_COLUMNS, BeyondError, too_long
from data.readers.files import ending, opened
from data.readers.tables.csv_rows import csv_rows

_HEADER_WITHIN = 10
_FEWEST_NAMES = 3
_TOGETHER = 1024
Rows = Iterator[tuple[int, list[Any]]]


@dataclass(slots=True)
class Sheet:
    """Column names and rows with their line; `issues` grows as rows are read."""

    columns: list[str]
    rows: Rows
    issues: list[Issue] = field(default_factory=list)

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row by column name."""
        for line, values in self.rows:
            yield line, dict(zip(self.columns, values, strict=False))

    def drain(self) -> list[Issue]:
        """Return the issues found since the last call."""
        found, self.issues = self.issues, []
        return found


def sheet(path: Path, source: str) -> Sheet:
    """Open a table; its header is the first row of names among the first ten.

    Raises:
        OSError, ValueError: the file cannot be read as what its ending says, or is wider than any table.
    """
    kind = ending(path)
    if kind == ".parquet":
        return _parquet(path, source)
    issues: list[Issue] = []
    rows = _xlsx_rows(path, source, issues) if kind == ".xlsx" else _csv_rows(path, source, issues)
    columns, rows = _headed(rows)
    found = Sheet(columns, iter(()), issues)
    found.rows = _fitted(rows, found, source)
    return found


def _headed(rows: Rows) -> tuple[list[str], Rows]:
    """Skip the title lines that councils put above the header."""
    first: list[tuple[int, list[Any]]] = []
    for line, values in rows:
        first.append((line, values))
        names = [value for value in values if isinstance(value, str) and value.strip()]
        if len(names) >= _FEWEST_NAMES:
            narrow(names)
            return [str(value or "").strip() for value in values], rows
        if len(first) == _HEADER_WITHIN:
            break
    header = first[0][1] if first else []
    return [str(value or "").strip() for value in header], iter([*first[1:], *rows])


def narrow(names: Collection[str]) -> None:
    """Raise BeyondError for a table of more columns than any that is published."""
    if len(names) > MOST_COLUMNS:
        given, remedy = f"{len(names):,} names in its header", "Keep the columns that tell of contracts"
        raise BeyondError(f"has more than {MOST_COLUMNS} columns", given, remedy)


def _fitted(rows: Rows, found: Sheet, source: str) -> Rows:
    """Bring every row to the width of the header; Contracts Finder leaves the last field off a quarter of its rows."""
    width = len(found.columns)
    for line, values in rows:
        if not any(value not in (None, "") for value in values) or values[:width] == found.columns:
            continue
        if len(values) < width:
            problem, done = f"has {len(values)} fields where {width} are named", "the rest read as blank"
            found.issues.append(Issue(source, line, "", "row", str(values[0])[:80], problem, done))
            values = values + [""] * (width - len(values))  # noqa: PLW2901
        elif any(value not in (None, "") for value in values[width:]):
            extra = str(values[width:])[:80]
            found.issues.append(
                Issue(source, line, "", "row", extra, "has more fields than are named", "the rest not read")
            )
        yield line, _short(values[:width], found, source, line)


def _short(values: list[Any], found: Sheet, source: str, line: int) -> list[Any]:
    """Blank each cell that holds more than a spreadsheet can, and say so."""
    for at, value in enumerate(values):
        if isinstance(value, str | bytes) and len(value) > LONGEST_CELL:
            problem, column = too_long("cell", LONGEST_CELL, "characters"), found.columns[at]
            found.issues.append(Issue(source, line, "", column, str(value[:80]), problem, "read as blank", unread=True))
            values[at] = ""
    return values


def _csv_rows(path: Path, source: str, issues: list[Issue]) -> Rows:
    with opened(path) as (file, _):
        yield from csv_rows(file, source, issues)


def _xlsx_rows(path: Path, source: str, issues: list[Issue]) -> Rows:
    """Read the first sheet; a workbook says its dates and numbers itself."""
    import openpyxl  # noqa: PLC0415 - a quarter of a second that only workbooks need

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as error:
        raise ValueError(f"it is no workbook ({error})") from error
    try:
        first = book.worksheets[0]
        width = first.max_column or 0  # where the sheet does not say, each row is as wide as it is
        if width > MOST_COLUMNS:
            problem = f"reaches beyond column {MOST_COLUMNS}"
            issues.append(Issue(source, None, "", "columns", f"{width:,}", problem, "those beyond not read"))
        rows = first.iter_rows(values_only=True, max_col=min(width, MOST_COLUMNS + 1) or None)
        for line, values in enumerate(rows, 1):
            yield line, list(values)
    finally:
        book.close()


def _parquet(path: Path, source: str) -> Sheet:
    file = pq.ParquetFile(path)
    found = Sheet([str(name) for name in file.schema_arrow.names], iter(()))
    narrow(found.columns)

    def rows() -> Rows:
        line = 1
        for batch in file.iter_batches(_TOGETHER):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield line, _short(list(values), found, source, line)
                line += 1

    found.rows = rows()
    return found
