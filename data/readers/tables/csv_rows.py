"""Rows of CSV in any usual encoding; one line or row that cannot be read, or never ends, costs itself."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import IO, Any, Self

from data.model.issues import Issue, left_out
from data.readers.bounds import LONGEST_LINE, MOST_COLUMNS, too_long
from data.readers.encodings import in_utf_8, joined, utf_16, with_line_feeds
from data.readers.files import without_marks
from data.readers.own_register.column_names import is_amount
from data.readers.repairs import decode

_DELIMITERS = (",", "\t", ";", "|", "^", "~")
_LOOKED_AT = 40
"""Lines from which the delimiter is told: the header and rows under whatever stands above them."""
_WIDEST = 2 * MOST_COLUMNS
_BLOCK = 32 * 1024
_HEAD = 64 * 1024
# Excel's "CSV (MS-DOS)" writes a pound sign as 9C, which is œ in Windows-1252 and stands before no number.
_DOS_POUND = re.compile(rb"\x9c ?\d")
_UTF_8_BEGINS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_UNCLOSED = "goes on for more than {:,} characters, as where a quote is not closed"
_STRAY = "opens a quote that is closed in no cell of its row"
csv.field_size_limit(LONGEST_LINE)


def csv_rows(file: IO[bytes], source: str, issues: list[Issue]) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row with its first line; `issues` grows by what is wrong."""
    feed = _Feed(_lines(as_lines(file, source, issues), source, issues))
    delimiter = delimiter_of(feed.head())
    width = 0
    while not feed.ended:
        feed.begin()
        for line, values in feed.rows_of_a_line(delimiter):
            width = max(width, len(values))
            yield line, values
        try:
            over_several = list(islice(csv.reader(feed, delimiter=delimiter), 1))
        except csv.Error as error:
            problem, lost = f"cannot be read as CSV ({error})", "the row"
            issues.append(left_out(source, feed.last, "row", feed.text[:80], problem, lost))
            continue
        for values in over_several:
            if feed.full:
                problem, lost = _UNCLOSED.format(LONGEST_LINE), f"lines {feed.first} to {feed.last}"
                issues.append(left_out(source, feed.first, "row", str(values[0])[:80], problem, lost))
            elif len(feed.taken) > 1 and _swallowed(feed, values, delimiter, width):
                first, text = feed.give_back()
                issues.append(Issue(source, first, "", "row", text.strip()[:80], _STRAY, "read without it"))
                yield first, _without_the_stray(text, delimiter)
            else:
                width = max(width, len(values))
                yield feed.first, values


_POUNDS, _THREE_DIGITS = re.compile(r"\s*£\s?\d{1,3}(?:,\d{3})*"), re.compile(r"\d{3}(?:\.\d{1,2})?\s*")
_BARE_POUNDS, _GOES_ON = re.compile(r"\d{1,3}(?:,\d{3})*"), re.compile(r" [A-Za-z]")


def with_whole_cells(
    rows: Iterator[tuple[int, list[Any]]], columns: list[str], named: int, source: str, issues: list[Issue]
) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows, those put together again whose cells hold commas and no quotes: £42,000 and Bracken, Holt LLP.

    Args:
        rows: the rows under the header, with their lines.
        columns: the names in the header.
        named: up to which of them the file itself gives a name.
        source: the file.
        issues: grows by what is said of such a row.
    """
    sums = [at for at, name in enumerate(columns) if is_amount(name)]
    for line, values in rows:
        if len(values) <= len(columns) or not any(values[named:]):
            yield line, values
            continue
        whole = _put_together(values, named, sums)
        if whole is not None:
            shown = ", ".join(cell for cell in whole if cell not in values)[:80]
            problem, done = "holds commas within cells, and no quotes round them", "the parts put together"
            issues.append(Issue(source, line, "", "row", shown, problem, done))
        elif not any(values[len(columns) :]):
            problem = "reaches beyond the columns that have names: its cells may have moved by a comma within one"
            issues.append(Issue(source, line, "", "row", str(values[0])[:80], problem, "read as it stands"))
        yield line, values if whole is None else whole


def _put_together(values: list[Any], named: int, sums: list[int]) -> list[Any] | None:
    """Return a row that reaches beyond the named columns with its cells whole, None where nothing tells which are."""
    whole = list[Any]()
    for value in values:
        begun = whole[-1] if whole and _THREE_DIGITS.fullmatch(value) else ""
        if _POUNDS.fullmatch(begun) or (len(whole) - 1 in sums and _BARE_POUNDS.fullmatch(begun)):
            whole[-1] += "," + value
        else:
            whole.append(value)
    beyond = sum(any(whole[at:]) for at in range(named, len(whole)))
    parted = [at for at, value in enumerate(whole[:named]) if at and _GOES_ON.match(value)]
    if beyond != len(parted):
        return None
    for at in reversed(parted):
        whole[at - 1 : at + 1] = [f"{whole[at - 1]},{whole[at]}"]
    return whole


def delimiter_of(lines: list[str]) -> str:
    """Return what parts the cells of some first lines: that under which most lines have one number of cells, three or
    more, the wider first; else the commonest sign of the first line.
    """
    best = max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))
    if _evenness(lines, best)[0]:
        return best
    return max(_DELIMITERS, key=(lines[0] if lines else "").count)


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    widths = Counter(width for line in lines if sign in line and (width := len(_cells(line, sign))) <= _WIDEST)
    # A line of text holds a comma or two as well: what counts is lines of one width, and how wide they are.
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] - 1), item[0]), default=(1, 0))
    return (count * (width - 1) if width >= 3 else 0, width)


def _cells(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return []


def _without_the_stray(text: str, delimiter: str) -> list[str]:
    """Return the cells of a row of which a quote is not closed: without that quote, and the others read as usual."""
    cells = next(csv.reader([text], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    return [
        "".join(_cells(cell, delimiter)) if cell.count('"') % 2 == 0 else cell.strip().removeprefix('"')
        for cell in cells
    ]


def _swallowed(feed: "_Feed", values: list[Any], delimiter: str, width: int) -> bool:
    """Say whether a row over several lines holds whole rows, because a quote in its first line is not closed."""
    first = feed.taken[0][1]
    if width < 3 or first.count(delimiter) + 1 < width:  # a cell over several lines leaves the first line short
        return False
    inner = feed.taken[1:] if feed.ended or len(values) != width else feed.taken[1:-1]
    return any(len(_cells(line, delimiter)) == width for _, line in inner)


class _Feed:
    """Lines for the reader of CSV: no more of them for one row than a row may hold."""

    def __init__(self, lines: Iterator[list[tuple[int, str]]]) -> None:
        self._lines = lines
        self._held: list[tuple[int, str]] = []
        self._at = 0
        self.taken: list[tuple[int, str]] = []
        while len(self._held) < _LOOKED_AT and self._more():
            pass
        self.ended = not self._held
        self.first = self.last = 1
        self.text = ""
        self.full = False
        self._size = 0

    def _more(self) -> bool:
        """Hold the lines that come next behind those that are not read yet or belong to the row under way."""
        more = next(self._lines, [])
        self._held = self._held[self._at - len(self.taken) :] + more
        self._at = len(self.taken)
        return bool(more)

    def head(self) -> list[str]:
        """Return the first lines."""
        return [text for _, text in self._held[:_LOOKED_AT]]

    def rows_of_a_line(self, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows that come next while each is a line of its own; the first that is none stays unread."""
        while self._at < len(self._held) or self._more():
            held, begun = self._held, self._at
            texts = (held[place][1] for place in range(begun, len(held)))
            reader = csv.reader(chain(texts, ("\n",)), delimiter=delimiter)
            with suppress(csv.Error):
                for values in reader:
                    if self._at == len(held) or reader.line_num > self._at - begun + 1:
                        break
                    self._at += 1
                    yield held[self._at - 1][0], values
            if self._at < len(held):
                return

    def begin(self) -> None:
        """Begin a row."""
        self._size, self.full = 0, False
        self.taken.clear()

    def give_back(self) -> tuple[int, str]:
        """Return the first line of the row, and let those after it be read again."""
        self._at -= len(self.taken) - 1
        self.ended = False
        return self.taken[0]

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        if self._at == len(self._held) and not self._more():
            self.ended = True
            raise StopIteration
        number, text = held = self._held[self._at]
        if self._size + len(text) > LONGEST_LINE:
            self.full = True
            raise StopIteration
        self._at += 1
        if not self._size:
            self.first = number
        self.last, self.text = number, text
        self._size += len(text)
        self.taken.append(held)
        return text


def _lines(file: IO[bytes], source: str, issues: list[Issue]) -> Iterator[list[tuple[int, str]]]:
    """Yield lines with their numbers: a block of UTF-8 together, else one by one, so that one does not spoil others."""
    number = 0
    while block := file.read(_BLOCK):
        block += file.readline(LONGEST_LINE + 1)
        with suppress(UnicodeDecodeError):
            if number and len(block) <= LONGEST_LINE:
                lines = list(enumerate(io.StringIO(block.decode(), newline="\n"), number + 1))
                number += len(lines)
                yield lines
                continue
        for raw in io.BytesIO(block):
            number += 1
            if len(raw) > LONGEST_LINE:
                shown, problem = raw[:80].decode("utf-8", "replace"), too_long("line", LONGEST_LINE, "bytes")
                issues.append(left_out(source, number, "row", shown, problem, "the line"))
                rest = raw
                while rest and not rest.endswith(b"\n"):
                    rest = file.readline(LONGEST_LINE)
                continue
            body, marks = without_marks(raw, source) if number == 1 else (raw, ())
            issues.extend(marks)
            text, problems = decode(body, source, number)
            issues.extend(problems)
            yield [(number, text)]


def as_lines(file: IO[bytes], source: str, issues: list[Issue]) -> IO[bytes]:
    """Return the file as bytes with lines that end in a line feed, in UTF-8 or Windows-1252.

    UTF-16 (with or without a mark), the code page of MS-DOS and lines that end in a carriage return alone are written
    anew; `issues` says so.
    """
    head = _peek(file)
    encoding = _encoding(head)
    lone_returns = b"\r" in head and b"\n" not in head and encoding is None
    if encoding is None and not lone_returns:
        return joined(head, file)
    named = encoding or "lines that end in a carriage return alone"
    issues.append(Issue(source, 1, "", "", head[:4].hex(" "), f"is written in {named}", "read as such"))
    return in_utf_8(head, file, encoding) if encoding else with_line_feeds(head, file)


def _peek(file: IO[bytes]) -> bytes:
    head = b""
    while len(head) < _HEAD and (block := file.read(_HEAD - len(head))):
        head += block
    return head


def _encoding(head: bytes) -> str | None:
    if named := utf_16(head):
        return named
    if _DOS_POUND.search(head) and not _UTF_8_BEGINS.search(head):
        return "cp850"
    return None
