"""Cells mended by hand: which still hold in a file, and why the others do not."""

import pytest

from data.readers.own_register.mapping import ColumnUse, Mend, RegisterMapping
from data.readers.own_register.mapping_file import from_toml, to_toml
from data.readers.own_register.mends import NOT_APPLIED, Mends, still_apply

COLUMNS = ["Ref", "Value", "End"]
VALUE = Mend("Value", "TBC", "900", reference="OC005")
END = Mend("End", "soon", "2029-03-31", line=3)
OUT = Mend(reference="OC012")


def after(mends, *rows):
    """The rows as mended, without those left out, and what is said of the mends; the first row is line 2."""
    return after_sheets(mends, {"": rows})


def after_sheets(mends, sheets):
    """The same of a workbook: the rows by sheet, each with its first row in line 2."""
    held, left = Mends(mends), []
    for sheet, rows in sheets.items():
        held.on_sheet(sheet, COLUMNS)
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


ADULTS, CHILDREN = ["", "TBC", "soon"], ["", "TBC", "soon"]
"""Two rows without a number, each in line 2 of its sheet."""


def test_a_mend_holds_on_the_sheet_that_it_names_alone():
    sheets = {"Adults": [ADULTS], "Children": [CHILDREN]}
    left, said = after_sheets(
        [Mend(line=2, sheet="Children"), Mend("Value", "TBC", "5", line=2, sheet="Adults")], sheets
    )
    assert (left, said) == ([["", "5", "soon"]], [])


def test_a_mend_without_a_sheet_holds_on_every_one():
    left, said = after_sheets([Mend("Value", "TBC", "5", line=2)], {"Adults": [ADULTS], "Children": [CHILDREN]})
    assert (left, said) == ([["", "5", "soon"], ["", "5", "soon"]], [])


def test_a_mend_of_a_sheet_that_is_not_there_says_so():
    mends = [Mend(line=2, sheet="May"), Mend(line=9, sheet="Adults")]
    left, said = after_sheets(mends, {"Adults": [ADULTS]})
    assert left == [ADULTS]
    assert [(issue.path, issue.problem) for issue in said] == [
        ("May!row", "was to be left out, but no sheet 'May' of this file was read"),
        ("Adults!row", "was to be left out, but the row is not in this file"),
    ]
    assert still_apply(mends, said) == ()


def test_a_kept_mapping_keeps_the_sheet_of_a_mend():
    made = RegisterMapping((ColumnUse("Title", "title"),), mends=(Mend(line=2, sheet='May "26"'), VALUE))
    assert from_toml(to_toml(made, "x.xlsx"), "x.toml").mends == made.mends
