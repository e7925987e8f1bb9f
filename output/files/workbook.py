"""The table of a chart as a workbook."""

import errno
import io
import math
import tempfile
from collections.abc import Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from output.files.about import Taken, is_number, plain_value
from output.text import file_text, safe_cell

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


def written(taken: Taken) -> bytes:
    """Write the table as a workbook: one sheet with the title above the table, one with all that it says of itself."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Table"
    _title(sheet, taken)
    _table(sheet, taken.table)
    _about(book.create_sheet("About"), taken)
    book.properties.title, book.properties.creator = file_text(taken.chart.finding), "Back in house"
    file = io.BytesIO()
    try:
        book.save(file)
    except Exception as error:
        if type(error).__name__ != "SerialisationError":  # of lxml, which need not be there
            raise
        # Each sheet is put together in a file of the system's folder of such.
        raise OSError(errno.EIO, f"a workbook cannot be put together ({error})", tempfile.gettempdir()) from error
    return file.getvalue()


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
        cells = [plain_value(value) for value in table[name].tolist()]
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
