"""Sheets of a workbook (XLSX, XLS, XLSB, ODS), and what its reader does not tell: formulas, errors, what is hidden."""

import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from data.readers.bounds import MOST_CELLS, MOST_COLUMNS, MOST_UNPACKED_BOOK, BeyondError
from data.readers.cells.marks import FORMULA
from data.readers.files import ending, opened
from data.readers.weight import OLD_WORKBOOK, check_sectors, unpacked_parts

_BLOCK = 4 * 1024 * 1024
# No part of a pattern reaches over the next `<`: of a damaged part each tag would be tried to its end, n² of them.
_CELL = re.compile(rb'r="([A-Z]{1,3})(\d+)"((?: [^<>]*[^<>/])?)>(.*?)</c>', re.DOTALL)
"""A cell, behind its `<c `."""
_ROW_NUMBER = re.compile(rb'<row [^<>]*?r="(\d+)"')
_HIDDEN_ROW = re.compile(rb'<row [^<>]*hidden="(?:1|true)"')
_HIDDEN_COLUMNS = re.compile(rb'<col [^<>]*hidden="(?:1|true)"[^<>]*>')
_FROM_TO = re.compile(rb'\b(min|max)="(\d+)"')
_VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
_STYLE = re.compile(rb'\bs="(\d+)"')
_CURRENCY = re.compile(r'€|\[\$€|\[\$EUR|\[\$USD|\[\$\$-409|(?<!\[)\$(?=#|0)|"\$"|US\$')
_SHORTENED = re.compile(
    r'[0#](?<!,)(?:\\ | )?(?:"\s?(k|m|mn|bn|million|thousand)"|\\([kKmM])|([kKmM])(?=[;_)]|$))', re.IGNORECASE
)
"""A format that writes a unit behind a number which it does not divide: "£"0.0"m" over 1.2; `0.0,,"m"` divides it."""
_SHEET = re.compile(r'<sheet [^<>]*name="([^"]*)"[^<>]*r:id="([^"]*)"')
_RELATION = re.compile(
    r'<Relationship [^<>]*?Id="([^"]*)"[^<>]*?Target="([^"]*)"|<Relationship [^<>]*?Target="([^"]*)"[^<>]*?Id="([^"]*)"'
)
_OPEN_DOCUMENT, _IN_PARTS, _STYLES, _DIGITS = "content.xml", "xl/workbook.bin", "xl/styles.xml", 9
_REPEATED = re.compile(rb"<table:(?:table-(row)|(?:covered-)?table-cell)\b([^>]*)")
_TIMES = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
_OPEN_STYLE = re.compile(
    rb'<style:style style:name="([^"]*)"[^<>]*style:family="table-cell"[^<>]*?(?:/>|>(.*?)</style:style>)', re.DOTALL
)
_OPEN_STRIKE = re.compile(rb'text-line-through-style="(?!none)')
_OPEN_ROW = re.compile(rb"<table:table-row\b([^<>]*)>(.*?)(?=<table:table-row\b|\Z)", re.DOTALL)
_OPEN_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*)>")
_OPEN_HIDDEN = re.compile(rb'visibility="(?:collapse|filter)"')
_OPEN_STYLED = re.compile(rb'table:style-name="([^"]*)"')
_OPEN_BREAK = re.compile(rb"<text:(line-break|tab)\b[^<>]*(?:/>|></text:\1>)")
_LONGEST, _HEAD = 60, 64
_PROBE = """
import io, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
except (ImportError, ValueError, OSError):
    pass
import python_calamine
book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
_TOO_LARGE = f"unpacks to more than {MOST_UNPACKED_BOOK:,} bytes"
_AS_CSV = "Save its sheets as CSV"
Cell = tuple[int, int]


@dataclass
class SheetMarks:
    """What the file says of a sheet's cells beside their values; places are (row, column), both from 0."""

    instead: dict[Cell, str] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    struck_rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class BookSheet:
    """One sheet: its name, whether it is hidden, its rows from the first (each call anew), merged cells, marks."""

    name: str
    hidden: bool
    rows: Callable[[], Iterator[list[Any]]]
    width: int
    merged: tuple[tuple[Cell, Cell], ...]
    marks: SheetMarks


def sheets_of(path: Path) -> Iterator[BookSheet]:
    """Yield the sheets of a workbook that hold anything, one after another.

    Raises:
        ValueError: it is no workbook, is protected, or reaches over more cells than are read.
    """
    import python_calamine as calamine  # noqa: PLC0415 - only workbooks need it

    content = _content(path)
    if content.getvalue()[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        raise ValueError(
            "it is a web page or XML under the name of a workbook; open it in a spreadsheet and save it anew"
        )
    try:
        _in_bounds(content)
        if ending(path) == ".ods":
            content = _with_breaks(content)
        content.seek(0)
        book = calamine.CalamineWorkbook.from_filelike(content)
        _check_names(book.sheet_names)
        marks_of = _marks_of(content, ending(path))
        for about in book.sheets_metadata:
            if about.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            marks = marks_of(about.name)
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height and sheet.width:
                merged = tuple(sheet.merged_cell_ranges or ())
                hidden = about.visible != calamine.SheetVisibleEnum.Visible
                rows = _rows(sheet, marks)
                yield BookSheet(about.name, hidden, rows, (sheet.start or (0, 0))[1] + sheet.width, merged, marks)
    except calamine.PasswordError:
        raise ValueError("it is protected by a password; save it without one") from None
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, BadZipFile) as error:
        raise ValueError(f"it is no workbook that can be read ({error})") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a library in Rust breaks, past `Exception`
            raise
        raise ValueError("it is no workbook that can be read") from None


def _check_names(names: Sequence[str]) -> None:
    """Raise ValueError for two sheets of one name, of which the reader gives the first twice."""
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise ValueError(
            f"two of its sheets are called {twice[0]!r}, and only the first could be read; name them apart"
        )


def _content(path: Path) -> io.BytesIO:
    content = io.BytesIO()
    with opened(path) as (file, _):
        while block := file.read(_BLOCK):
            content.write(block)
            if content.tell() > MOST_UNPACKED_BOOK:
                raise BeyondError(_TOO_LARGE, f"more than {content.tell():,} bytes", _AS_CSV)
    content.seek(0)
    return content


def _in_bounds(content: io.BytesIO) -> None:
    """Raise ValueError for a workbook that its reader would not come to an end with."""
    if content.getvalue()[:4] == OLD_WORKBOOK:
        check_sectors(content.getvalue())
        _survived(content.getvalue())
        return
    with ZipFile(content) as book:
        if (size := unpacked_parts(book)) > MOST_UNPACKED_BOOK:
            raise BeyondError(_TOO_LARGE, f"{size:,} bytes", _AS_CSV)
        names = book.namelist()
        if _OPEN_DOCUMENT in names:
            check_sheets(book.read(_OPEN_DOCUMENT))
    if _IN_PARTS in names:
        _survived(content.getvalue())


def check_sheets(sheets: bytes) -> None:
    """Raise ValueError for OpenDocument sheets that their reader would not come to an end with."""
    if (cells := _repeated(sheets)) > MOST_CELLS:
        raise BeyondError(f"holds more than {MOST_CELLS:,} cells", f"{cells:,}", _AS_CSV)
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _no_entity
    try:
        parser.ParseFile(io.BytesIO(sheets))
    except expat.ExpatError as error:  # the reader waits for the end of a cell for ever
        raise ValueError(f"it is a damaged workbook, whose sheets are no whole XML ({error})") from None


def _with_breaks(content: io.BytesIO) -> io.BytesIO:
    """Return an OpenDocument book with its line breaks and tabs as text: its reader leaves the elements out.

    Two names on two lines of a cell would be one word, two amounts one number.
    """
    with ZipFile(content) as book:
        sheets = book.read(_OPEN_DOCUMENT) if _OPEN_DOCUMENT in book.namelist() else b""
        if not _OPEN_BREAK.search(sheets):
            return content
        made = io.BytesIO()
        with ZipFile(made, "w") as written:
            for name in book.namelist():
                kept = _OPEN_BREAK.sub(_as_text, sheets) if name == _OPEN_DOCUMENT else book.read(name)
                written.writestr(name, kept)
    return made


def _as_text(element: re.Match[bytes]) -> bytes:
    return b"\n" if element[1] == b"line-break" else b"\t"


def _no_entity(*declared: object) -> None:
    raise ValueError(f"it declares an entity, {declared[0]!r}, as no workbook does")


def _survived(content: bytes) -> None:
    """Raise ValueError for an XLS or XLSB that ends the process which reads it; one of its own tries it first."""
    command, quiet = [sys.executable, "-c", _PROBE], subprocess.DEVNULL
    try:
        ended = subprocess.run(command, input=content, stdout=quiet, stderr=quiet, timeout=_LONGEST, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        raise ValueError("it is a damaged workbook, which is not read to its end") from None
    if ended.returncode < 0:
        raise ValueError("it is a damaged workbook, which would end the program that reads it")


def _repeated(sheets: bytes) -> int:
    """Return how many cells that hold something an OpenDocument sheet has: one may be written once and stand often."""
    cells = within = 0
    for match in _REPEATED.finditer(sheets):
        times = _TIMES.search(match[2])
        if match[1] == b"row":
            within = int(times[1][:_DIGITS]) if times else 1
        elif b"value-type=" in match[2]:
            cells += within * (int(times[1][:_DIGITS]) if times else 1)
    return cells


def _rows(sheet: Any, marks: SheetMarks) -> Callable[[], Iterator[list[Any]]]:
    """Return what gives the rows from the first of the sheet, each from column A, with what the marks say instead."""
    left = [""] * (sheet.start or (0, 0))[1]
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in marks.instead.items():
        by_row.setdefault(row, []).append((column, text))

    def rows() -> Iterator[list[Any]]:
        for number, values in enumerate(sheet.iter_rows()):
            row = [*left, *values[: MOST_COLUMNS + 1]]
            for column, text in by_row.get(number, ()):
                row.extend([""] * (min(column, MOST_COLUMNS) + 1 - len(row)))
                row[min(column, MOST_COLUMNS)] = text
            yield row

    return rows


# What the XML says: a formula whose answer was never stored, an error, an amount shown in another currency.


def _marks_of(content: IO[bytes], kind: str) -> Callable[[str], SheetMarks]:
    """Return what gives the marks of a sheet by its name; what all sheets share is read once."""
    if kind not in (".xlsx", ".xlsm", ".ods"):
        return lambda _: SheetMarks()
    with ZipFile(content) as book:
        if kind == ".ods":
            sheets = book.read(_OPEN_DOCUMENT)
            return lambda name: _open_document_marks(sheets, name)
        foreign, struck = _styles(book.read(_STYLES) if _STYLES in book.namelist() else b"")
    return lambda name: _marks(content, name, foreign, struck)


def _marks(content: IO[bytes], name: str, foreign: dict[bytes, str], struck: frozenset[bytes]) -> SheetMarks:
    marks, cells, last = SheetMarks(), 0, 0
    with ZipFile(content) as book:
        part = _part(book, name)
        if part is None:
            return marks
        with book.open(part) as file:
            for block in _blocks(file):
                cells += block.count(b"<c ")
                rows = block.rfind(b"<row ")
                if rows >= 0 and (number := _ROW_NUMBER.match(block, rows)):
                    last = int(number[1])
                _mark(block, foreign, marks)
                if struck:
                    marks.struck_rows += _struck_rows(block, struck)
    if last * MOST_COLUMNS > MOST_CELLS and last > 50 * max(cells, 1) + 100_000:
        raise BeyondError("is nearly empty and reaches very far", f"row {last:,}", "Delete the empty rows")
    return marks


def _part(book: ZipFile, name: str) -> str | None:
    """Return the part of the file that holds a sheet."""
    try:
        listed = book.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return None
    targets = {match[1] or match[4]: match[2] or match[3] for match in _RELATION.finditer(relations)}
    ids = {unescape(match[1]): match[2] for match in _SHEET.finditer(listed)}
    target = targets.get(ids.get(name, ""), "")
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in book.namelist() else None


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the XML of a sheet, cut between rows."""
    rest = b""
    while block := file.read(_BLOCK):
        rest += block
        cut = rest.rfind(b"</row>")
        if cut >= 0:
            yield rest[: cut + 6]
            rest = rest[cut + 6 :]
    yield rest


def _mark(block: bytes, foreign: dict[bytes, str], marks: SheetMarks) -> None:
    if b"hidden=" in block:
        marks.hidden_rows += len(_HIDDEN_ROW.findall(block))
        for column in _HIDDEN_COLUMNS.findall(block):
            bounds = dict(_FROM_TO.findall(column))
            first, last = int(bounds.get(b"min", 1)), int(bounds.get(b"max", 0))
            marks.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
    if b"<f" not in block and b't="e"' not in block and not foreign:
        return
    for column, row, attributes, inside in _cells(block):
        value = _VALUE.search(inside)
        style = _STYLE.search(attributes)
        if b't="e"' in attributes:
            text = value[1].decode("ascii", "replace") if value else "#ERROR!"
        elif b"<f" in inside and value is None and b"<is>" not in inside:
            text = FORMULA
        elif style and style[1] in foreign and value and b't="s"' not in attributes:
            text = foreign[style[1]].format(value[1].decode("ascii", "replace"))
        else:
            continue
        marks.instead[int(row) - 1, _number(column)] = text


def _cells(block: bytes) -> Iterator[Sequence[bytes]]:
    """Yield the column, row, attributes and content of each cell that has any."""
    found = map(_CELL.match, block.split(b"<c ")[1:])
    return (cell.groups() for cell in found if cell)


def _struck_rows(block: bytes, struck: frozenset[bytes]) -> Iterator[int]:
    """Yield the numbers of the rows of which each cell that holds something is struck through."""
    styles = dict[int, list[bool]]()
    for _, row, attributes, inside in _cells(block):
        if b"<v" in inside or b"<is>" in inside:
            style = _STYLE.search(attributes)
            styles.setdefault(int(row), []).append(style is not None and style[1] in struck)
    yield from (row for row, cells in styles.items() if all(cells))


def _styles(part: bytes) -> tuple[dict[bytes, str], frozenset[bytes]]:
    """Return the styles of cells that show another currency than pounds or a unit, each as it shows a number, and those
    struck through.

    Of a part that is damaged they are those before the damage.
    """
    signs: dict[str, str] = {}
    struck: list[bool] = []
    used: list[tuple[str, str]] = []
    within: list[str] = []

    def begin(tag: str, told: dict[str, str]) -> None:
        within.append(tag.rpartition(":")[2])
        match within[-2:]:
            case ["numFmts", "numFmt"] if _CURRENCY.search(code := told.get("formatCode", "")):
                signs[told.get("numFmtId", "")] = "€{}" if "€" in code or "EUR" in code else "${}"
            case ["numFmts", "numFmt"] if unit := _SHORTENED.search(told.get("formatCode", "").partition(";")[0]):
                signs[told.get("numFmtId", "")] = "{}" + (unit[1] or unit[2] or unit[3])
            case ["fonts", "font"]:
                struck.append(False)
            case ["font", "strike"] if within[-3:-2] == ["fonts"]:
                struck[-1] = told.get("val") not in ("0", "false")
            case ["cellXfs", "xf"]:
                used.append((told.get("numFmtId", ""), told.get("fontId", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begin, lambda _: within.pop()
    parser.EntityDeclHandler = _no_entity
    with suppress(expat.ExpatError):
        parser.ParseFile(io.BytesIO(part))
    fonts = {str(at) for at, is_struck in enumerate(struck) if is_struck}
    each = [(str(place).encode(), *told) for place, told in enumerate(used)]
    foreign = {place: signs[shown] for place, shown, _ in each if shown in signs}
    return foreign, frozenset(place for place, _, font in each if font in fonts)


def _open_document_marks(sheets: bytes, name: str) -> SheetMarks:
    """Return which rows of an OpenDocument sheet are hidden or struck through, of those that hold something."""
    marks, line = SheetMarks(), 0
    if b"visibility=" not in sheets and b"line-through" not in sheets:
        return marks
    struck = {style for style, looks in _OPEN_STYLE.findall(sheets) if _OPEN_STRIKE.search(looks)}
    begins = sheets.find(f'table:name="{escape(name)}"'.encode())
    for row in _OPEN_ROW.finditer(sheets, begins, max(begins, sheets.find(b"</table:table>", begins))):
        times = _TIMES.search(row[1])
        cells = [cell for cell in _OPEN_CELL.findall(row[2]) if b"value-type=" in cell]
        if cells and _OPEN_HIDDEN.search(row[1]):
            marks.hidden_rows += 1
        if cells and struck and all(style and style[1] in struck for style in map(_OPEN_STYLED.search, cells)):
            marks.struck_rows.append(line + 1)
        line += int(times[1][:_DIGITS]) if times else 1
    return marks


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
