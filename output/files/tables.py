"""The table of a chart as CSV that says what it is, as plain CSV, and as a workbook."""

import errno
import io
import math
import tempfile
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from output.files.about import Taken, is_number
from output.text import file_text, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of a workbook."""
_FACE = "Calibri"
"""The typeface of a workbook's other cells; a style that names none gets one with serifs."""
_WIDEST, _TEXT_WIDTH = 60, 100
"""Widths, in letters, of the widest column and of the column of what a file says of itself."""
_LINE, _HIGHEST = 15.5, 409
"""Height of a line, and the greatest that a row may have, in points."""
_SHARES = ("Share back", "Low", "High")
"""Columns of a list of contracts that hold shares from 0 to 1."""
_HEAD = 5
"""Row of the headings in a workbook: title, what it shows, source and an empty row stand above them."""


def csv_with_head(taken: Taken) -> bytes:
    """Write the table as CSV below lines that say what it is.

    Each line of the head begins with `# ` and its label, and its text is the next cell. A spreadsheet shows them as two
    columns; a program skips what begins with `#`, as no line of the table does, since its texts stand in quotes.
    """
    lines = [f"# {label},{_quoted(text)}" for label, text in taken.lines().items()]
    return ("\n".join(lines) + "\n" + _csv(taken.table)).encode("utf-8-sig")


def plain_csv(table: pd.DataFrame) -> bytes:
    """Write a table alone as CSV, for programs; no cell is read as a formula by a spreadsheet."""
    return _csv(table).encode()


def pasted(table: pd.DataFrame) -> str:
    """Write a table as lines with tabs, which a spreadsheet takes from the clipboard as rows and columns."""
    rows = [map(str, table), *table.itertuples(index=False, name=None)]
    return "\n".join("\t".join(map(_unquoted, row)) for row in rows)


def _unquoted(value: Any) -> str:
    plain = _plain(value)
    return "" if plain is None else file_text(str(safe_cell(plain)))


def _csv(table: pd.DataFrame) -> str:
    rows = [map(str, table), *table.itertuples(index=False, name=None)]
    return "".join(f"{','.join(map(_written, row))}\n" for row in rows)


def _written(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return _quoted(plain) if isinstance(plain, str) else str(plain)


def _quoted(text: str) -> str:
    return '"' + str(safe_cell(file_text(text))).replace('"', '""') + '"'


def _plain(value: Any) -> str | float | None:
    """A cell as a file holds it: a number as one, anything else as text, nothing for what is missing.

    A whole number is written without a point: pandas holds a count as 664.0 where another of its column is missing.
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, Real) and not isinstance(value, bool):
        number = int(value) if isinstance(value, Integral) else float(value)
        return int(number) if float(number).is_integer() else number
    return str(value)


def workbook(taken: Taken) -> bytes:
    """Write the table as a workbook: one sheet with the title above the table, one with all that it says of itself."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Table"
    _title(sheet, taken)
    _table(sheet, taken.table)
    _about(book.create_sheet("About"), taken)
    book.properties.title, book.properties.creator = file_text(taken.chart.finding), "Back in house"
    written = io.BytesIO()
    try:
        book.save(written)
    except Exception as error:
        if type(error).__name__ != "SerialisationError":  # of lxml, which need not be there
            raise
        # Each sheet is put together in a file of the system's folder of such.
        raise OSError(errno.EIO, f"a workbook cannot be put together ({error})", tempfile.gettempdir()) from error
    return written.getvalue()


def _title(sheet: Worksheet, taken: Taken) -> None:
    rows = (taken.chart.finding, taken.chart.shows, f"{taken.subject.source_line}. More on the sheet About.")
    for number, text in enumerate(rows, start=1):
        cell = _text(sheet.cell(number, 1), text)
        cell.font = Font(_FACE, bold=number == 1, size=14 if number == 1 else 11)


def _number_format(name: str, cells: Sequence[str | float | None]) -> str:
    """Whole pounds under a heading with a £, shares as percent; else one decimal where some is not whole."""
    if name in _SHARES:
        return "0.0%"
    if "£" in name:
        return '"£"#,##0'
    return "#,##0" if all(isinstance(cell, str) or not cell or cell % 1 == 0 for cell in cells) else "#,##0.0"


def _table(sheet: Worksheet, table: pd.DataFrame) -> None:
    """Headings and rows, numbers as numbers with a format that says their unit, each column as wide as its longest."""
    for place, name in enumerate(table, start=1):
        cells = [_plain(value) for value in table[name].tolist()]
        heading = _text(sheet.cell(_HEAD, place), str(name))
        heading.font = Font(_FACE, bold=True, size=11)
        heading.alignment = Alignment(horizontal="right" if is_number(table[name]) else "left")
        form = _number_format(str(name), cells)
        for number, value in enumerate(cells, start=_HEAD + 1):
            _fill(sheet.cell(number, place), value, form)
        longest = max([12, *(len(str(value or "")) + 2 for value in [str(name), *cells])])
        sheet.column_dimensions[get_column_letter(place)].width = min(_WIDEST, longest)
    sheet.freeze_panes = sheet.cell(_HEAD + 1, 2)
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    _printed(sheet)


def _fill(cell: Cell, value: str | float | None, form: str) -> None:
    if isinstance(value, str):
        _text(cell, value)
    elif value is not None:
        cell.value, cell.number_format = value, form


def _text(cell: Cell, text: str) -> Cell:
    """Put a text into a cell as a text, whatever it begins with."""
    cell.value = file_text(text)
    cell.data_type = "s"
    cell.quotePrefix = str(safe_cell(text)) != text
    return cell


def _about(sheet: Worksheet, taken: Taken) -> None:
    for number, (label, text) in enumerate(taken.lines().items(), start=1):
        name = _text(sheet.cell(number, 1), label)
        name.font, name.alignment = Font(_FACE, bold=True, size=11), Alignment(vertical="top")
        _text(sheet.cell(number, 2), text).alignment = Alignment(wrap_text=True, vertical="top")
        # Not every program that reads a workbook finds the height of a wrapped text.
        sheet.row_dimensions[number].height = min(_HIGHEST, _LINE * math.ceil(len(text) / (0.9 * _TEXT_WIDTH)))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, _TEXT_WIDTH
    _printed(sheet)


def _printed(sheet: Worksheet) -> None:
    """Print a sheet as wide as a page, however long it is."""
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
