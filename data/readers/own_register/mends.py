"""What was mended by hand in a register: where it holds, and what is said of a mend that this file has no place for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from data.model import cell_values
from data.model.issues import Issue
from data.readers.own_register.mapping import Mend

NOT_APPLIED = "the mend was not applied"
"""What `done` of an issue is where a cell or a row is not what it was when it was mended."""
BY_ITS_NUMBER = "as the mapping says of this number"
BY_ITS_LINE = "as the mapping says of this line"
"""How `done` of an issue ends where a row was mended or left out, by what alone tells it from the others."""
_SHOWN = 80
"""Characters of a cell that an issue shows, and by which one that was mended is known again."""


@dataclass
class _Sheet:
    """One sheet: its columns, the rows that a mend may mean, each with its number and what it says, and which it does.

    `numbers` counts the rows of each number that a mend names, `alike` those that say what the row of a line says where
    the line alone told which of them is meant.
    """

    name: str = ""
    columns: Sequence[str] = ()
    rows: dict[int, tuple[str, str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    mends: dict[int, list[Mend]] = field(default_factory=dict)
    alike: dict[int, int] = field(default_factory=dict)


class Mends:
    """The mends of a mapping, held against the rows of every sheet of a file."""

    def __init__(self, mends: Sequence[Mend]) -> None:
        self._all = tuple(dict.fromkeys(mends))
        self._numbers = {mend.reference for mend in mends if mend.reference}
        self._lines = {mend.line for mend in mends if mend.line}
        self._said = {mend.row for mend in mends if mend.row}
        self._applied = set[Mend]()
        self._found = dict[Mend, str]()
        self._columns, self._sheets, self._sheet = set[str](), set[str](), _Sheet()

    def __bool__(self) -> bool:
        return bool(self._all)

    def on_sheet(self, sheet: str, columns: Sequence[str], rows: Iterator[tuple[int, str, str]]) -> None:
        """Find the rows of a sheet that are meant, before any of them is mended.

        Args:
            sheet: its name, "" where the file is a single table.
            columns: its columns.
            rows: its rows: the line, its own number ("" where it has none) and what it says.
        """
        self._sheet = _Sheet(sheet, columns)
        self._sheets.add(sheet)
        self._columns |= set(columns)
        for line, number, says in rows:
            if number in self._numbers or line in self._lines or says in self._said:
                self._sheet.rows[line] = number, says
                self._sheet.numbers[number] = self._sheet.numbers.get(number, 0) + 1
        for mend in self._all:
            if mend.sheet in ("", sheet):
                for line in self._lines_of(mend):
                    self._sheet.mends.setdefault(line, []).append(mend)

    def _lines_of(self, mend: Mend) -> list[int]:
        """Return the lines of this sheet that a mend means; of rows that say the same the one in its line, or none."""
        rows = {
            line: says
            for line, (number, says) in self._sheet.rows.items()
            if not mend.reference or number == mend.reference
        }
        if not mend.line:
            return list(rows) if not mend.row else [line for line, says in rows.items() if says == mend.row]
        if not mend.row:
            return [mend.line] if mend.line in rows else []
        alike = [line for line, says in rows.items() if says == mend.row]
        if mend.line in alike:
            self._sheet.alike[mend.line] = len(alike)
            return [mend.line]
        if len(alike) == 1:
            return alike
        if alike:
            self._found.setdefault(
                mend, f"{len(alike):,} rows say {mend.row!r}, and none of them is in line {mend.line}"
            )
        elif mend.line in rows:
            self._found.setdefault(mend, f"line {mend.line} now says {rows[mend.line]!r}, and no row says {mend.row!r}")
        return []

    def leave_out(self, line: int) -> str:
        """Say as what a row was left out by hand, "" where it was not."""
        out = [mend for mend in self._sheet.mends.get(line, ()) if not mend.column]
        self._applied.update(out)
        return self._named(line) if out else ""

    def mend(self, values: list[Any], source: str, line: int) -> Iterator[Issue]:
        """Put the cells of a row right that still say what they said when they were mended, and yield what was done."""
        before = list(values)
        for mend in self._sheet.mends.get(line, ()):
            for at, column in enumerate(self._sheet.columns):
                if not mend.column or column != mend.column:
                    continue
                text, now = (cell_values.text(each[at])[:_SHOWN] for each in (before, values))
                if mend.was[:_SHOWN] in (text, now):  # what was mended wrongly may be mended again
                    values[at] = mend.now
                    self._applied.add(mend)
                    number, says = self._sheet.rows[line]
                    where = f"{self._sheet.name}!{column}" if self._sheet.name else column
                    problem = f"was mended by hand from {text!r} to {mend.now!r}{self.alike(line)}"
                    yield Issue(source, line, number, where, says, problem, self._named(line))
                else:
                    self._found.setdefault(mend, f"the cell now says {text!r}" if text else "the cell is now empty")

    def alike(self, line: int) -> str:
        """Say that rows say the same as the one in a line, by which it was known again; "" where none does."""
        count = self._sheet.alike.get(line, 1)
        return f", the one in this line of {count:,} rows that say the same" if count > 1 else ""

    def says(self, line: int) -> str:
        """Return what a row of this sheet that is mended or left out says."""
        return self._sheet.rows[line][1]

    def _named(self, line: int) -> str:
        number, _ = self._sheet.rows[line]
        alone = number in self._numbers and self._sheet.numbers[number] == 1
        return BY_ITS_NUMBER if alone else BY_ITS_LINE

    def not_applied(self, source: str) -> Iterator[Issue]:
        """Yield an issue for each mend that no row of the file has a place for; `path` and `value` are those of it."""
        for mend in self._all:
            if mend in self._applied:
                continue
            wanted = f"was to be mended to {mend.now!r}" if mend.column else "was to be left out"
            path, line = _path(mend), mend.line or None
            problem = f"{wanted}, but {self._why(mend)}"
            yield Issue(source, line, mend.reference, path, mend.was, problem, NOT_APPLIED)

    def _why(self, mend: Mend) -> str:
        if mend in self._found:
            return self._found[mend]
        if mend.column and mend.column not in self._columns:
            return f"this file has no column {mend.column!r}"
        if mend.sheet and mend.sheet not in self._sheets:
            return f"no sheet {mend.sheet!r} of this file was read"
        return "the row is not in this file"


def still_apply(mends: Sequence[Mend], not_applied: Sequence[Issue]) -> tuple[Mend, ...]:
    """Return the mends that no issue of `Mends.not_applied` names."""
    idle = {(issue.ocid, issue.line or 0, issue.path, issue.value) for issue in not_applied}
    return tuple(mend for mend in mends if (mend.reference, mend.line, _path(mend), mend.was) not in idle)


def for_a_later_file(mends: Sequence[Mend], done: Sequence[Issue]) -> tuple[Mend, ...]:
    """Return mends with what names their rows in a file of other lines: the number alone, or else what the row says.

    Args:
        mends: those that apply.
        done: what was said of them where the file was read.
    """
    return tuple(_for_a_later_file(mend, done) for mend in mends)


def _for_a_later_file(mend: Mend, done: Sequence[Issue]) -> Mend:
    if not mend.line or mend.row:
        return mend
    paths = (_path(mend), f"!{_path(mend)}")
    for issue in done:
        named = issue.path == paths[0] or (not mend.sheet and issue.path.endswith(paths[1]))
        if named and issue.line == mend.line and mend.reference in ("", issue.ocid):
            if issue.done.endswith(BY_ITS_NUMBER):
                return replace(mend, reference=issue.ocid, line=0)
            return replace(mend, row=issue.value)
    return mend


def _path(mend: Mend) -> str:
    """Name the cell or the row of a mend as issues name cells."""
    return f"{mend.sheet}!{mend.column or 'row'}" if mend.sheet else mend.column or "row"
