"""Which cells of a sheet hold what a merged cell above them states for several rows together."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable


class MergedDown:
    """The cells that are merged over several rows; `spans` gives of each its column and its first and last line.

    Columns are counted from 0, and lines from 1.
    """

    def __init__(self, spans: Iterable[tuple[int, int, int]] = ()) -> None:
        self._spans = defaultdict[int, list[tuple[int, int]]](list)
        for column, first, last in sorted(spans):
            self._spans[column].append((first, last))

    def __bool__(self) -> bool:
        return bool(self._spans)

    def first_line(self, line: int, column: int) -> int | None:
        """Return the line in which the merged cell begins that a cell is a lower part of, None where it is none."""
        spans = self._spans.get(column, [])
        at = bisect_left(spans, (line, 0)) - 1
        return spans[at][0] if at >= 0 and line <= spans[at][1] else None

    def between(self, first: int, end: int) -> "MergedDown":
        """Return those of some columns, as of a table that begins with the first of them."""
        columns = range(first, end)
        return MergedDown((at - first, *span) for at in columns for span in self._spans.get(at, ()))
