"""Rows of CSV whatever its encoding; one line or row that cannot be read, or never ends, costs itself."""

import csv
from collections.abc import Iterator
from typing import IO, Any, Self

from data.model.issues import Issue, left_out
from data.readers.bounds import LONGEST_LINE, too_long
from data.readers.files import without_marks
from data.readers.repairs import decode

_DELIMITERS = (",", "\t", ";", "|")
_UNCLOSED = "goes on for more than {:,} characters, as where a quote is not closed"
csv.field_size_limit(LONGEST_LINE)


def csv_rows(file: IO[bytes], source: str, issues: list[Issue]) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row with its first line; `issues` grows by what is wrong."""
    feed = _Feed(_lines(file, source, issues))
    delimiter = max(_DELIMITERS, key=feed.head.count)
    while not feed.ended:
        try:
            for values in csv.reader(feed, delimiter=delimiter):
                if feed.full:
                    problem, done = _UNCLOSED.format(LONGEST_LINE), f"lines {feed.first} to {feed.last}"
                    issues.append(left_out(source, feed.first, "row", str(values[0])[:80], problem, done))
                else:
                    yield feed.first, values
                feed.begin()
        except csv.Error as error:
            problem, done = f"cannot be read as CSV ({error})", "the row"
            issues.append(left_out(source, feed.last, "row", feed.text[:80], problem, done))
            feed.begin()


class _Feed:
    """Lines for the reader of CSV: no more of them for one row than a row may hold."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._held = next(lines, None)
        self.head = self._held[1] if self._held else ""
        self.ended = self._held is None
        self.first = self.last = 1
        self.text = ""
        self.full = False
        self._size = 0

    def begin(self) -> None:
        """Begin a row."""
        self._size, self.full = 0, False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        held, self._held = self._held or next(self._lines, None), None
        if held is None:
            self.ended = True
            raise StopIteration
        number, text = held
        if self._size + len(text) > LONGEST_LINE:
            self._held, self.full = held, True
            raise StopIteration
        if not self._size:
            self.first = number
        self.last, self.text = number, text
        self._size += len(text)
        return text


def _lines(file: IO[bytes], source: str, issues: list[Issue]) -> Iterator[tuple[int, str]]:
    """Decode line by line, so that one bad line does not spoil the rest."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            shown, problem = raw[:80].decode("utf-8", "replace"), too_long("line", LONGEST_LINE, "bytes")
            issues.append(left_out(source, number, "row", shown, problem, "the line"))
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(LONGEST_LINE)
            continue
        body, marks = without_marks(raw, source) if number == 1 else (raw, ())
        issues.extend(marks)
        text, problems = decode(body, source, number)
        issues.extend(problems)
        yield number, text
