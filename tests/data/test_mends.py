"""Cells mended by hand: which still hold in a file, and why the others do not."""

import pytest

from data.readers.own_register.mapping import Mend
from data.readers.own_register.mends import NOT_APPLIED, Mends, still_apply

COLUMNS = ["Ref", "Value", "End"]
VALUE = Mend("Value", "TBC", "900", reference="OC005")
END = Mend("End", "soon", "2029-03-31", line=3)
OUT = Mend(reference="OC012")


def after(mends, *rows):
    """The rows as mended, without those left out, and what is said of the mends; the first row is line 2."""
    held, left = Mends(mends), []
    held.on_sheet(COLUMNS)
    for line, row in enumerate(rows, start=2):
        values = list(row)
        if not held.leave_out(row[0], line):
            held.mend(values, COLUMNS, row[0], line)
            left.append(values)
    return left, list(held.not_applied("may.csv"))


def test_mends_that_hold_are_done_and_nothing_is_said():
    rows = ("OC005", "TBC", "x"), ("", "5", "soon"), ("OC012", "6", "x")
    assert after([VALUE, END, OUT], *rows) == ([["OC005", "900", "x"], ["", "5", "2029-03-31"]], [])


@pytest.mark.parametrize(
    ("mend", "row", "why"),
    [
        (VALUE, ("OC005", "850", "x"), "was to be mended to '900', but the cell now says '850'"),
        (VALUE, ("OC005", None, "x"), "was to be mended to '900', but the cell is now empty"),
        (VALUE, ("OC006", "TBC", "x"), "was to be mended to '900', but the row is not in this file"),
        (Mend("Sum", "TBC", "900", "OC005"), ("OC005", "TBC", "x"),
         "was to be mended to '900', but this file has no column 'Sum'"),
        (OUT, ("OC005", "TBC", "x"), "was to be left out, but the row is not in this file"),
    ],
)  # fmt: skip
def test_a_mend_that_does_not_hold_says_why(mend, row, why):
    rows, said = after([mend, END], row, ("", "5", "soon"))
    assert rows == [list(row), ["", "5", "2029-03-31"]]
    assert [(issue.problem, issue.done, issue.unread) for issue in said] == [(why, NOT_APPLIED, False)]
    assert still_apply([mend, END], said) == (END,)
