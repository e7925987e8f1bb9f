"""Tables of a file, whatever its kind: CSV of any encoding, workbooks with their sheets, Parquet; a row at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import islice
from os.path import commonprefix
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from data.model import cell_values
from data.model.issues import Issue, left_out
from data.readers.bounds import LONGEST_CELL, MOST_COLUMNS, too_long
from data.readers.cells.merged import MergedDown
from data.readers.files import WORKBOOK_ENDINGS, ending, opened
from data.readers.own_register.column_names import SAME_NAME
from data.readers.tables import headers
from data.readers.tables.csv_rows import csv_rows, with_whole_cells
from data.readers.tables.further_headers import NAMELESS, beside, further_headers
from data.readers.tables.headers import narrow
from data.readers.tables.shapes import known_shape
from data.readers.tables.workbooks import BookSheet, sheets_of

_TOGETHER = 1024
_NAMED_ROWS = 20
Rows = Iterator[tuple[int, list[Any]]]


@dataclass(slots=True)
class Sheet:
    """One table: the name of its sheet ("" where the file has but one), column names, rows that can be read again.

    `issues` grows as rows are read; `above` holds the texts of the lines over the header, `merged` the cells that are
    merged over several rows, `about` what a Parquet file says of itself.
    """

    source: str
    columns: list[str]
    begin: Callable[[list[Issue]], Rows]
    name: str = ""
    header_line: int = 1
    above: list[tuple[int, str]] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: frozenset[str] = frozenset()
    issues: list[Issue] = field(default_factory=list)
    merged: MergedDown = field(default_factory=MergedDown)
    about: Mapping[bytes, bytes] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Yield the rows from the first, with their lines; what is wrong goes to `issues`."""
        return _fitted(self.begin(self.issues), self, self.issues)

    def quietly(self) -> Rows:
        """Yield the rows from the first without a word of what is wrong in them."""
        return _fitted(self.begin([]), self, [])

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each row by column name."""
        for line, values in self.rows():
            yield line, dict(zip(self.columns, values, strict=False))

    def texts(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row by column name, every cell as CSV would hold it."""
        for line, values in self.rows():
            yield line, dict(zip(self.columns, map(as_text, values), strict=False))

    def drain(self) -> list[Issue]:
        """Return the issues found since the last call."""
        if not self.issues:
            return []
        issues = list(self.issues)
        self.issues.clear()  # the rows that are being read go on writing to it
        return issues


def as_text(cell: Any) -> str:
    """Return a cell as a CSV of the same table would hold it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime | date):
        return "" if cell != cell else cell.isoformat()  # noqa: PLR0124 (NaT)
    return str(cell).lower() if isinstance(cell, bool) else cell_values.text(cell)


def sheet(path: Path, source: str) -> Sheet:
    """Open the first table of a file; its header is the row that names most, below any title lines.

    Raises:
        OSError, ValueError: the file cannot be read as what its ending says, or is wider than any table.
    """
    first = next(sheets(path, source), None)
    return first if first is not None else Sheet(source, [], lambda _: iter(()))


def sheets(path: Path, source: str) -> Iterator[Sheet]:
    """Yield the tables of a file, one after another; a sheet of a workbook without a row is none.

    Raises:
        OSError, ValueError: the file cannot be read as what its ending says, or is wider than any table.
    """
    kind = ending(path)
    if kind == ".parquet":
        yield _parquet(path, source)
    elif kind in WORKBOOK_ENDINGS:
        books = list(sheets_of(path))
        for book in books:
            for side in _sides(_of_book(book, source, alone=len(books) == 1)):
                yield from _parts(side)
    else:
        for side in _sides(_of_csv(path, source)):
            yield from _parts(side)


def _sides(whole: Sheet) -> Iterator[Sheet]:
    """Yield a table, or each of two that stand side by side as a table for itself."""
    between = 0 if known_shape(whole.columns) else beside(whole.quietly(), whole.columns)
    if not between:
        yield whole
        return
    said = [issue for issue in whole.issues if issue.path not in whole.columns]
    for first, end, issues in ((0, between, said), (between + 1, len(whole.columns), [])):
        names = whole.columns[first:end]
        # Where a group stands over each of the two, it stands over the empty column too, and before each vague name.
        same = commonprefix(names[:2]).rpartition(" ")[0]  # noqa: RUF071 - of words, since it is cut at a space
        over = "" if NAMELESS.fullmatch(whole.columns[between]) else f"{same} "
        columns, _ = headers.own_names([SAME_NAME.sub("", name).removeprefix(over) for name in names])
        called = dict(zip(names, columns, strict=True))
        yield replace(
            whole,
            columns=columns,
            begin=partial(_between, whole.begin, first, end),
            name=f"{whole.name}, columns {first + 1} to {end}".lstrip(", "),
            hidden_columns=frozenset(called[name] for name in whole.hidden_columns.intersection(names)),
            issues=issues,
            merged=whole.merged.between(first, end),
        )


def _between(begin: Callable[[list[Issue]], Rows], first: int, end: int, issues: list[Issue]) -> Rows:
    """Yield the cells of some columns of each row."""
    for line, values in begin(issues):
        yield line, values[first:end]


def _parts(whole: Sheet) -> Iterator[Sheet]:
    """Yield a table, and each that stands under it with a header of its own as a table for itself."""
    lines = [] if known_shape(whole.columns) else further_headers(whole.begin([]), whole.columns)
    ends = [*lines, None]
    under, whole.begin = whole.begin, partial(_before, whole.begin, ends[0]) if lines else whole.begin
    yield whole
    for line, end in zip(lines, ends[1:], strict=True):
        begin = partial(_before, under, end)
        first = [row for row in islice(begin([]), line + headers.WITHIN) if row[0] >= line]
        header = headers.find(first[: headers.WITHIN])
        name = f"{whole.name}, table of line {line}" if whole.name else f"table of line {line}"
        part = Sheet(
            whole.source,
            header.columns,
            partial(_after, partial(_from, begin, line), header.last),
            name,
            header.line,
            whole.above,
            whole.hidden,
            merged=whole.merged,
        )
        part.issues = _renamed(part, header, first)
        yield part


def _before(begin: Callable[[list[Issue]], Rows], end: int | None, issues: list[Issue]) -> Rows:
    """Yield the rows above a line."""
    for line, values in begin(issues):
        if end is not None and line >= end:
            return
        yield line, values


def _from(begin: Callable[[list[Issue]], Rows], first: int, issues: list[Issue]) -> Rows:
    """Yield the rows from a line on; what is wrong above it is said of the table that stands there."""
    wrong = list[Issue]()
    for line, values in begin(wrong):
        if line >= first:
            issues += wrong
            yield line, values
        wrong.clear()
    issues += wrong


def _of_csv(path: Path, source: str) -> Sheet:
    def begin(issues: list[Issue]) -> Rows:
        with opened(path) as (file, _):
            yield from csv_rows(file, source, issues)

    issues: list[Issue] = []
    first = list(islice(begin(issues), headers.WITHIN))
    header = headers.find(first)
    nameless = {unique for name, unique in header.renamed if not name}
    named = max((at for at, name in enumerate(header.columns, 1) if name not in nameless), default=0)

    def under(issues: list[Issue]) -> Rows:
        rows = _after(begin, header.last, issues)
        return with_whole_cells(rows, header.columns, named, source, issues)

    sheet = Sheet(source, header.columns, under, "", header.line, header.above)
    sheet.issues = _renamed(sheet, header, first)
    return sheet


def _of_book(book: BookSheet, source: str, *, alone: bool) -> Sheet:
    def begin(issues: list[Issue]) -> Rows:
        del issues
        return enumerate(_down_merged(book), 1)

    header = headers.find([(line, values) for line, values in islice(begin([]), headers.WITHIN)], book.merged)
    sheet = Sheet(
        source,
        header.columns,
        partial(_after, begin, header.last),
        "" if alone else book.name,
        header.line,
        header.above,
        book.hidden,
        merged=MergedDown((left, top + 1, bottom + 1) for (top, left), (bottom, _) in book.merged if bottom > top),
    )
    sheet.hidden_columns = frozenset(header.columns[at] for at in book.marks.hidden_columns if at < len(header.columns))
    sheet.issues = _renamed(sheet, header, list(islice(begin([]), headers.WITHIN)))
    if book.width > MOST_COLUMNS:
        problem = f"reaches beyond column {MOST_COLUMNS}"
        sheet.issues.append(Issue(source, None, "", "columns", f"{book.width:,}", problem, "those beyond not read"))
    if book.marks.hidden_rows:
        problem = "rows are hidden in the workbook, as by a filter"
        where = f"sheet {book.name}"
        sheet.issues.append(
            Issue(source, None, "", where, f"{book.marks.hidden_rows:,}", problem, "read as the others")
        )
    if struck := [row for row in book.marks.struck_rows if row > header.last]:
        lines = ", ".join(map(str, struck[:_NAMED_ROWS])) + (" and more" if len(struck) > _NAMED_ROWS else "")
        problem = "rows are struck through in the workbook, as of contracts that are none any more"
        sheet.issues.append(Issue(source, None, "", f"sheet {book.name}", lines, problem, "read as the others"))
    return sheet


def _down_merged(book: BookSheet) -> Iterator[list[Any]]:
    """Yield the rows of a sheet; what stands in a cell merged over several rows stands in each of them."""
    starting: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in book.merged:
        if bottom > top:
            starting.setdefault(top, []).append((left, bottom))
    if not starting:
        yield from book.rows()
        return
    held: dict[int, tuple[int, Any]] = {}
    for number, values in enumerate(book.rows()):
        for left, (bottom, value) in list(held.items()):
            if number > bottom:
                del held[left]
            elif left < len(values) and values[left] == "":
                values[left] = value
        for left, bottom in starting.get(number, ()):
            if left < len(values):
                held[left] = (bottom, values[left])
        yield values


def _after(begin: Callable[[list[Issue]], Rows], last: int, issues: list[Issue]) -> Rows:
    """Yield the rows under the header."""
    rows = begin(issues)
    for line, values in rows:
        if line > last:
            yield line, values
            break
    yield from rows


def _renamed(sheet: Sheet, header: headers.HeaderRows, first: list[tuple[int, list[Any]]]) -> list[Issue]:
    """Return an issue for each column that is named twice, or holds something and is not named."""
    issues = []
    for name, unique in header.renamed:
        place = header.columns.index(unique)
        filled = any(
            place < len(values) and values[place] not in (None, "") for line, values in first if line > header.last
        )
        if name or filled:
            problem = "is the name of several columns" if name else "names no column"
            issues.append(Issue(sheet.source, header.line, "", unique, name, problem, f"called {unique!r} here"))
    return issues


def _fitted(rows: Rows, sheet: Sheet, issues: list[Issue]) -> Rows:
    """Bring every row to the width of the header; Contracts Finder leaves the last field off a quarter of its rows."""
    width, source = len(sheet.columns), sheet.source
    first, last = (sheet.columns[0], sheet.columns[-1]) if sheet.columns else ("", "")
    for line, values in rows:
        if not any(values) and not any(value not in (None, "") for value in values):
            continue
        if len(values) != width:
            values = _to_width(values, width, line, source, issues)  # noqa: PLW2901
        if (values[0] == first or values[-1] == last) and _repeats(values, sheet.columns):
            problem = "repeats the header"
            issues.append(
                left_out(source, line, "row", str(values[0])[:80], problem, "a row of names")._replace(unread=False)
            )
            continue
        try:
            long = len("".join(values)) > LONGEST_CELL
        except TypeError:  # numbers and dates, as a workbook has them
            long = True
        if long:
            _shorten(values, sheet, line, issues)
        yield line, values


def _shorten(values: list[Any], sheet: Sheet, line: int, issues: list[Issue]) -> None:
    """Blank each cell that holds more than a spreadsheet can, and say so."""
    for at, value in enumerate(values):
        if isinstance(value, str | bytes) and len(value) > LONGEST_CELL:
            problem, column = too_long("cell", LONGEST_CELL, "characters"), sheet.columns[at]
            shown = str(value[:80])
            issues.append(Issue(sheet.source, line, "", column, shown, problem, "read as blank", unread=True))
            values[at] = ""


def _to_width(values: list[Any], width: int, line: int, source: str, issues: list[Issue]) -> list[Any]:
    if len(values) < width:
        problem, remedy = f"has {len(values)} fields where {width} are named", "the rest read as blank"
        issues.append(Issue(source, line, "", "row", str(values[0])[:80], problem, remedy))
        return values + [""] * (width - len(values))
    if any(value not in (None, "") for value in values[width:]):
        extra = str(values[width:])[:80]
        issues.append(Issue(source, line, "", "row", extra, "has more fields than are named", "the rest not read"))
    return values[:width]


def _repeats(values: list[Any], columns: list[str]) -> bool:
    """Say whether a row gives the names again, as where each page of a document has its header."""
    stated = [(value, name) for value, name in zip(values, columns, strict=True) if value not in (None, "")]
    same = sum(isinstance(value, str) and value.strip().casefold() == name.casefold() for value, name in stated)
    return len(stated) > 1 and same * 10 >= len(stated) * 8


def _parquet(path: Path, source: str) -> Sheet:
    file = pq.ParquetFile(path)
    columns = [str(name) for name in file.schema_arrow.names]
    narrow(columns)
    months = [_is_month(file.schema_arrow.field(place)) for place in range(len(columns))]

    def begin(issues: list[Issue]) -> Rows:
        del issues
        line = 1
        for batch in file.iter_batches(_TOGETHER):
            cells = [_cells(column, month) for column, month in zip(batch.columns, months, strict=True)]
            for values in zip(*cells, strict=True):
                yield line, list(values)
                line += 1

    return Sheet(source, columns, begin, header_line=0, about=file.metadata.metadata or {})


def _is_month(column: pa.Field) -> bool:
    """Say whether a column holds pandas' periods of a month, which are stored as months since 1970."""
    about = {**(column.metadata or {})}
    if isinstance(column.type, pa.BaseExtensionType):
        return column.type.extension_name == "pandas.period" and "M" in str(getattr(column.type, "freq", "M"))
    frequency = about.get(b"ARROW:extension:metadata", b"")
    return about.get(b"ARROW:extension:name") == b"pandas.period" and b'"M"' in frequency


def _cells(column: pa.Array, month: bool) -> list[Any]:
    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    values = column.to_pylist()
    if month:
        return [None if value is None else f"{1970 + value // 12:04}-{value % 12 + 1:02}" for value in values]
    if pa.types.is_nested(column.type):
        return [_joined(value) for value in values]
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return [None if value is None else value.decode("utf-8", "replace") for value in values]
    return values


def _joined(value: Any) -> Any:
    """Return a list as its members, parted by ';'; of an object its name, else what it holds."""
    if isinstance(value, list):
        return "; ".join(filter(None, (as_text(_joined(item)) for item in value)))
    if isinstance(value, dict):
        return next((value[key] for key in ("name", "label", "value", "id") if value.get(key)), as_text(str(value)))
    return value


def some_records(sheet: Sheet, count: int) -> list[dict[str, Any]]:
    """Return some first rows by column name, without a word of what is wrong in them."""
    return [dict(zip(sheet.columns, values, strict=False)) for _, values in islice(sheet.quietly(), count)]
