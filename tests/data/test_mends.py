"""Cells mended by hand: which still hold in a file, and why the others do not."""

import pytest

from data.readers.own_register.mapping import ColumnUse, Mend, RegisterMapping
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.mends import (
    BY_ITS_LINE,
    BY_ITS_NUMBER,
    NOT_APPLIED,
    Mends,
    for_a_later_file,
    still_apply,
)

COLUMNS = ["Ref", "Value", "End"]
VALUE = Mend("Value", "TBC", "900", reference="OC005")
END = Mend("End", "soon", "2029-03-31", line=3)
OUT = Mend(reference="OC012")


def after(mends, *rows):
    """The rows as mended, without those left out, and what is said of the mends; the first row is line 2."""
    return after_sheets(mends, {"": rows})


def after_sheets(mends, sheets):
    """The same of a workbook: the rows by sheet, each with its first row in line 2."""
    return _after(mends, sheets)[:2]


def _after(mends, sheets):
    """Of each row its last cell is what it says."""
    held, left, done = Mends(mends), [], []
    for sheet, rows in sheets.items():
        held.on_sheet(sheet, COLUMNS, ((line, row[0], str(row[2])) for line, row in enumerate(rows, start=2)))
        for line, row in enumerate(rows, start=2):
            values = list(row)
            if not held.leave_out(line):
                done += held.mend(values, "may.csv", line)
                left.append(values)
    return left, list(held.not_applied("may.csv")), done


def after_all(mends, *rows):
    """The rows as mended, without those left out, what is said of the mends that did not apply, and of the others."""
    return _after(mends, {"": rows})


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


ONE, TWO, NEW = ("", "TBC", "Oak"), ("", "TBC", "Elm"), ("", "TBC", "Ash")
"""Three rows without a number that tell the same of their value."""


@pytest.mark.parametrize(
    ("rows", "left", "why"),
    [
        ((ONE, TWO), [list(ONE)], ""),
        ((NEW, ONE, TWO), [list(NEW), list(ONE)], ""),
        ((NEW, ONE), [list(NEW), list(ONE)], "line 3 now says 'Oak', and no row says 'Elm'"),
        ((ONE,), [list(ONE)], "the row is not in this file"),
        ((NEW, ONE, TWO, TWO), [list(each) for each in (NEW, ONE, TWO, TWO)],
         "2 rows say 'Elm', and none of them is in line 3"),
    ],
)  # fmt: skip
def test_a_row_left_out_by_its_line_is_followed_by_what_it_says(rows, left, why):
    now, said = after([Mend(line=3, row="Elm")], *rows)
    assert (now, [issue.problem for issue in said]) == (left, [f"was to be left out, but {why}"] if why else [])


def test_a_cell_mended_by_its_line_is_not_mended_in_the_row_that_came_there():
    mend = Mend("Value", "TBC", "5", line=3, row="Elm")
    rows, said = after([mend], NEW, ONE, TWO)
    assert (rows, said) == ([list(NEW), list(ONE), ["", "5", "Elm"]], [])
    assert after([mend], ONE, NEW)[0] == [list(ONE), list(NEW)]


def test_of_rows_that_say_the_same_the_one_in_the_line_is_meant_and_that_is_said():
    mend = Mend("Value", "TBC", "5", line=3, row="Oak")
    rows, _, [done] = after_all([mend], ONE, ONE, TWO)
    assert rows == [list(ONE), ["", "5", "Oak"], list(TWO)]
    words = "was mended by hand from 'TBC' to '5', the one in this line of 2 rows that say the same"
    assert done.problem == words


LOTS = ("R2", "TBC", "lot 1"), ("R2", "TBC", "lot 2"), ("R3", "TBC", "lot 1")


def test_of_several_rows_of_one_number_the_one_in_the_line_is_meant():
    rows, said = after([Mend(reference="R2", line=3), Mend("Value", "TBC", "7", reference="R2", line=2)], *LOTS)
    assert (rows, said) == ([["R2", "7", "lot 1"], list(LOTS[2])], [])


def test_what_was_mended_is_said_and_named_for_a_later_file():
    value, out = Mend("Value", "TBC", "7", reference="R2", line=3), Mend(reference="R3", line=4)
    alone = Mend("Value", "TBC", "8", reference="R3", line=4)
    _, _, done = after_all([value, alone], *LOTS)
    assert [(i.line, i.ocid, i.path, i.value, i.problem, i.done) for i in done] == [
        (3, "R2", "Value", "lot 2", "was mended by hand from 'TBC' to '7'", BY_ITS_LINE),
        (4, "R3", "Value", "lot 1", "was mended by hand from 'TBC' to '8'", BY_ITS_NUMBER),
    ]
    kept = for_a_later_file([value, alone, out], done)
    assert kept[:2] == (
        Mend("Value", "TBC", "7", reference="R2", line=3, row="lot 2"),
        Mend("Value", "TBC", "8", reference="R3"),
    )
    assert from_toml(to_toml(RegisterMapping((ColumnUse("T", "title"),), mends=kept)), "m").mends == kept
    rows, _ = after(kept[:1], ("R2", "TBC", "lot 0"), *LOTS)
    assert rows[2] == ["R2", "7", "lot 2"], "its line is now that of the first lot"


def test_what_was_mended_wrongly_is_mended_again_by_a_later_mend():
    rows, said = after([Mend("Value", "TBC", "lots", reference="R3"), Mend("Value", "lots", "9", "R3", 4)], *LOTS)
    assert (rows[2], said) == (["R3", "9", "lot 1"], [])


NAMED = '[columns]\n"Title" = { fact = "title" }\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[columns]\n"Sum" = { fact = "value", units = "thousand" }', "m: column 'Sum': 'units' is not known"),
        ('[columns]\n"Sum" = { fact = "value", unit = "thousands" }', "m: Sum: unit 'thousands' is not known"),
        ('[columns]\n"Sum" = { fact = "value", vat = "incl" }', "m: Sum: vat 'incl' is not known"),
        ('[columns]\n"Sum" = { fact = "value", unit = true }', "m: unit of 'Sum' is expected to be a text"),
        ('[all_row]\nbuyer = "X"\n' + NAMED, "m: 'all_row' is not known"),
        ('[all_rows]\nbuyer = ["X"]\n' + NAMED, r"m: \[all_rows\] buyer is expected to be a text"),
        ('sheet = ["A"]\n' + NAMED, "m: 'sheet' is not known"),
        ('sheets = [["A"]]\n' + NAMED, "m: a sheet is expected to be a text"),
        (NAMED + '[[mended]]\nline = 3\ncolunm = "Sum"\nnow = "5"', "m: mended row 1: 'colunm' is not known"),
        (NAMED + "[[mended]]\nline = 3", "m: mended row 1 is expected to give either"),
        (NAMED + "[[mended]]\nline = 3\nleft_out = false", "m: mended row 1 is expected to give either"),
        (NAMED + '[[mended]]\nline = 3\nleft_out = "no"', "m: mended row 1 is expected to give either"),
        (NAMED + '[[mended]]\nline = 3\ncolumn = "Sum"\nwas = "5"', "m: mended row 1 is expected to give either"),
        (NAMED + '[[mended]]\nline = 3\ncolumn = "A"\nnow = "5"\nleft_out = true', "m: mended row 1 is expected"),
        (NAMED + "[[mended]]\nline = true\nleft_out = true", "m: mended row 1 is expected to name"),
        (NAMED + "[[mended]]\nline = -3\nleft_out = true", "m: mended row 1 is expected to name"),
        (NAMED + "[[mended]]\nline = 3\nleft_out = true\n" * 1_001, "m: 1,001 rows are mended, and at most 1,000"),
    ],
)
def test_what_would_be_passed_over_in_a_mapping_is_refused_in_words(text, words):
    with pytest.raises(MappingError, match=f"^{words}"):
        from_toml(text, "m")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[columns]\n"Ref no" = { fact = "refrence" }',
            "m: column 'Ref no': 'refrence' is no fact. Did you mean reference?",
        ),
        ('[all_rows]\nbuyers = "Exampleton Council"', "m: [all_rows]: 'buyers' is no fact. Did you mean buyer?"),
        ('[columns]\n"A" = "zzz"', "m: column 'A': 'zzz' is no fact. Expected one of title, description, buyer,"),
    ],
)
def test_a_fact_that_there_is_none_of_is_said_with_its_column_and_what_is_near(text, said):
    with pytest.raises(MappingError) as caught:
        from_toml(text, "m")
    assert str(caught.value).startswith(said)


def test_a_written_mapping_says_how_all_rows_share_a_body_and_what_it_says_is_read():
    written = to_toml(RegisterMapping((ColumnUse("T", "title"),)), "x.csv")
    assert '# buyer = "Name of the body"' in written
    told = written.replace("[columns]", '[all_rows]\nbuyer = "Name of the body"\n\n[columns]')
    assert from_toml(told, "m").all_rows == {"buyer": "Name of the body"}
