"""The issue table: everything that could not be read or was repaired, one row each."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

LEFT_OUT = "left out"
"""How `done` begins where a record did not become a row."""
NOTED = "noted"
"""What `done` is where nothing is wrong: how a table was understood, such as which column was read as the buyer."""
CAUTION = "look at this before the figure"
"""What `done` is where a table as a whole may be read wrong, or lacks what the answer rests on."""


def some(count: int, thing: str) -> str:
    """Say how many of a thing there are, of one alone in the singular: `1 row`, `5 rows`."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


class Issue(NamedTuple):
    """One thing that was wrong in a source, and what was done about it."""

    source: str
    line: int | None
    ocid: str
    path: str
    value: str
    problem: str
    done: str
    unread: bool = False
    """Whether something that the source states was lost; a repair that loses nothing is not."""

    @property
    def is_note(self) -> bool:
        """Whether it says how a table was understood, and nothing that is wrong in it."""
        return self.done in (NOTED, CAUTION)

    def sentence(self) -> str:
        """Say it in one line: where, what is wrong, what was given, what was done."""
        where = f"{self.source} line {self.line}" if pd.notna(self.line) else self.source
        subject = f" ({self.ocid})" if self.ocid else ""
        line = f"{where}{subject}: {self.path} {self.problem}, got {self.value!r}; {self.done}"
        if self.is_note:
            line = f"{where}: {self.path} {self.problem}" + (f", such as {self.value!r}" if self.value else "")
        # Names and paths come from the source too: one that is printed must not command the terminal.
        return "".join(letter if letter.isprintable() else " " for letter in line)


def left_out(source: str, line: int | None, path: str, value: object, problem: str, remedy: str) -> Issue:
    """Return the issue of a record that could not be read at all."""
    return Issue(source, line, "", path, str(value)[:80], problem, f"{LEFT_OUT}: {remedy}", unread=True)


COLUMNS = Issue._fields


def table(issues: Iterable[Issue]) -> pd.DataFrame:
    """Return the issues as a table, in the order in which they were found."""
    return pd.DataFrame(list(issues), columns=list(COLUMNS)).astype({"line": "Int64"})
