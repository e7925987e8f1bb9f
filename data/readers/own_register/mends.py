"""What was mended by hand in a register: where it holds, and what is said of a mend that this file has no place for."""

from collections.abc import Iterator, Sequence
from typing import Any

from data.model import cell_values
from data.model.issues import Issue
from data.readers.own_register.mapping import Mend

NOT_APPLIED = "the mend was not applied"
"""What `done` of an issue is where a cell or a row is not what it was when it was mended."""
_SHOWN = 80
"""Characters of a cell that an issue shows, and by which one that was mended is known again."""
_Row = tuple[str, int]


class Mends:
    """The mends of a mapping, held against the rows of every sheet of a file."""

    def __init__(self, mends: Sequence[Mend]) -> None:
        self._all = mends
        self._of_row: dict[_Row, list[Mend]] = {}
        for mend in mends:
            row = (mend.reference, 0) if mend.reference else ("", mend.line)
            self._of_row.setdefault(row, []).append(mend)
        self._applied = set[Mend]()
        self._found = dict[Mend, str]()
        self._columns, self._sheets, self._sheet = set[str](), set[str](), ""

    def __bool__(self) -> bool:
        return bool(self._all)

    def on_sheet(self, sheet: str, columns: Sequence[str]) -> None:
        """Take note of a sheet, "" where the file is a single table, and its columns before its rows are read."""
        self._sheet = sheet
        self._sheets.add(sheet)
        self._columns |= set(columns)

    def leave_out(self, reference: str, line: int) -> bool:
        """Say whether a row was left out by hand."""
        out = [mend for mend in self._of(reference, line) if not mend.column]
        self._applied.update(out)
        return bool(out)

    def mend(self, values: list[Any], columns: Sequence[str], reference: str, line: int) -> None:
        """Put the cells of a row right that still say what they said when they were mended."""
        before = list(values)
        for mend in self._of(reference, line):
            for at, column in enumerate(columns):
                if not mend.column or column != mend.column:
                    continue
                text = cell_values.text(before[at])[:_SHOWN]
                if text == mend.was[:_SHOWN]:
                    values[at] = mend.now
                    self._applied.add(mend)
                else:
                    self._found.setdefault(mend, text)

    def _of(self, reference: str, line: int) -> list[Mend]:
        named = self._of_row.get((reference, 0), []) if reference else []
        here = ("", self._sheet)
        return [mend for mend in (*named, *self._of_row.get(("", line), ())) if mend.sheet in here]

    def not_applied(self, source: str) -> Iterator[Issue]:
        """Yield an issue for each mend that no row of the file has a place for; `path` and `value` are those of it."""
        for mend in dict.fromkeys(self._all):
            if mend in self._applied:
                continue
            wanted = f"was to be mended to {mend.now!r}" if mend.column else "was to be left out"
            path, line = _path(mend), mend.line or None
            problem = f"{wanted}, but {self._why(mend)}"
            yield Issue(source, line, mend.reference, path, mend.was, problem, NOT_APPLIED)

    def _why(self, mend: Mend) -> str:
        if mend in self._found:
            return f"the cell now says {self._found[mend]!r}" if self._found[mend] else "the cell is now empty"
        if mend.column and mend.column not in self._columns:
            return f"this file has no column {mend.column!r}"
        if mend.sheet and mend.sheet not in self._sheets:
            return f"no sheet {mend.sheet!r} of this file was read"
        return "the row is not in this file"


def still_apply(mends: Sequence[Mend], not_applied: Sequence[Issue]) -> tuple[Mend, ...]:
    """Return the mends that no issue of `Mends.not_applied` names."""
    idle = {(issue.ocid, issue.line or 0, issue.path, issue.value) for issue in not_applied}
    return tuple(mend for mend in mends if (mend.reference, mend.line, _path(mend), mend.was) not in idle)


def _path(mend: Mend) -> str:
    """Name the cell or the row of a mend as issues name cells."""
    return f"{mend.sheet}!{mend.column or 'row'}" if mend.sheet else mend.column or "row"
