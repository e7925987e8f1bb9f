"""Rows of a table whatever its file: CSV of any encoding and width, XLSX, Parquet; one row at a time."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import pyarrow.parquet as pq

from data.model.issues import Issue
from data.readers.files import ending, opened, without_marks
from data.readers.repairs import decode

_HEADER_WITHIN = 10
_FEWEST_NAMES = 3
_DELIMITERS = (",", "\t", ";", "|")
Rows = Iterator[tuple[int, list[Any]]]
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


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
        OSError, ValueError: the file cannot be read as what its ending says.
    """
    kind = ending(path)
    if kind == ".parquet":
        return _parquet(path)
    issues: list[Issue] = []
    rows = _xlsx_rows(path) if kind == ".xlsx" else _csv_rows(path, source, issues)
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
            return [str(value or "").strip() for value in values], rows
        if len(first) == _HEADER_WITHIN:
            break
    header = first[0][1] if first else []
    return [str(value or "").strip() for value in header], iter([*first[1:], *rows])


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
        yield line, values[:width]


def _csv_rows(path: Path, source: str, issues: list[Issue]) -> Rows:
    with opened(path) as (file, _):
        lines = _lines(file, source, issues)
        head = next(lines, "")
        reader = csv.reader(_again(head, lines), delimiter=max(_DELIMITERS, key=head.count))
        line = 1
        for values in reader:
            yield line, values
            line = reader.line_num + 1


def _again(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _lines(file: IO[bytes], source: str, issues: list[Issue]) -> Iterator[str]:
    """Decode line by line, so that one bad line does not spoil the rest."""
    for number, raw in enumerate(file, 1):
        body = raw
        if number == 1:
            body, marks = without_marks(raw, source)
            issues.extend(marks)
        text, problems = decode(body, source, number)
        issues.extend(problems)
        yield text


def _xlsx_rows(path: Path) -> Rows:
    """Read the first sheet; a workbook says its dates and numbers itself."""
    import openpyxl  # noqa: PLC0415 - a quarter of a second that only workbooks need

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except BadZipFile as error:
        raise ValueError(f"{path.name} is no workbook ({error})") from error
    try:
        for line, values in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, list(values)
    finally:
        book.close()


def _parquet(path: Path) -> Sheet:
    file = pq.ParquetFile(path)
    columns = [str(name) for name in file.schema_arrow.names]

    def rows() -> Rows:
        line = 1
        for batch in file.iter_batches():
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                yield line, list(values)
                line += 1

    return Sheet(columns, rows())
