"""A sheet of labels as a spreadsheet saves it: its letters, what parts its cells, and the line of its headings."""

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import NamedTuple

from policy.bounds import MOST_LINES, MOST_NAMED
from policy.formats import some
from policy.problem import Problem

_PARTED_BY = (",", ";", "\t")
"""What parts the cells of a sheet: a comma, what a spreadsheet saves where a comma is decimal, or a tab."""
_MOST_ABOVE = 10
"""Lines among which the headings are looked for: a title may stand above them, or `sep=;`."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class Headings(NamedTuple):
    """Where the headings of a sheet stand: the number of their line from 1, their words, and what parts its cells."""

    line: int
    words: tuple[str, ...]
    parted_by: str


def text_of(body: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, "" where it has none, and what is wrong with it or not sure."""
    if body.startswith(_WORKBOOKS):
        return "", [Problem("the file", "is a workbook; save its sheet as CSV")]
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace"), []
    try:
        return body.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        what = "is not UTF-8: its letters are read as Windows-1252; look through the notes, or save it as CSV UTF-8"
        return body.decode("cp1252", errors="replace"), [Problem("the file", what)]


def word(cell: str) -> str:
    """Give a cell as a word of the program, whatever its capitals and blanks: Comes back is comes_back."""
    return "_".join(cell.casefold().split())


def plain_lines(text: str) -> str:
    """Give the text without its mark, each line ended as the reader of CSV has it."""
    plain = text.removeprefix("\ufeff")
    return plain if "\n" in plain else plain.replace("\r", "\n")


def headings(text: str, wanted: Sequence[str]) -> Headings:
    """Find the line that holds most of the wanted headings, the first of several, among the first lines."""
    found = Headings(1, (), ",")
    for number, line in enumerate(islice(StringIO(text), _MOST_ABOVE), start=1):
        for parted_by in _PARTED_BY:
            words = _words(line.rstrip("\r\n"), parted_by)
            if _held(words, wanted) > _held(found.words, wanted):
                found = Headings(number, words, parted_by)
    return found


def _words(line: str, parted_by: str) -> tuple[str, ...]:
    """Give the cells of a line as words; none where it is no line of CSV by itself."""
    try:
        return tuple(map(word, next(csv.reader([line], delimiter=parted_by), [])))
    except csv.Error:
        return ()


def _held(words: Sequence[str], wanted: Sequence[str]) -> int:
    return sum(name in words for name in wanted)


def rows(text: str, under: Headings, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Give each line under the headings that is not empty with its number; one that is no CSV becomes a problem."""
    lines = islice(StringIO(text), under.line, MOST_LINES)
    reader = csv.reader(lines, delimiter=under.parted_by)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            what = "holds a line end inside a cell without quotes; put the cell in quotes or take the line end out"
            problems.append(Problem(f"line {under.line + reader.line_num}", what))
            continue
        if cells:
            yield under.line + reader.line_num, cells


def most_named(problems: list[Problem], each: str = "line") -> list[Problem]:
    """Return as many problems as can be read, and how many lines or cells are wrong beside them."""
    if (more := len(problems) - MOST_NAMED) <= 0:
        return problems
    are = "is" if more == 1 else "are"
    return [*problems[:MOST_NAMED], Problem("further on", f"{some(more, f'more {each}')} {are} wrong")]
