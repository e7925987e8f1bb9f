"""Labels that were filled in by hand and saved by a spreadsheet, in whatever form that saves a sheet."""

import csv
import io

import pytest

from policy.audit.labels import Label, from_csv, from_file

KNOWN = frozenset({"a", "b", "c"})
READ = {
    "a": Label("comes_back", "right", "", "Café, page 3"),
    "b": Label("comes_back", "wrong", "stays_outside", ""),
    "c": Label("not_known", "unsure", "", ""),
}
ROWS = [
    ["contract_id", "said", "label", "corrected", "note"],
    ["a", "comes_back", "right", "", "Café, page 3"],
    ["b", "comes_back", "wrong", "stays_outside", ""],
    ["c", "not_known", "unsure", "", ""],
]


def saved(rows=ROWS, parted_by=",", line_end="\r\n", above=""):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=parted_by, lineterminator=line_end).writerows(rows)
    return above + written.getvalue()


def moved(order):
    return [[row[place] for place in order] for row in ROWS]


@pytest.mark.parametrize(
    "body",
    [
        saved().encode(),
        saved().encode("utf-8-sig"),
        saved(parted_by="\t").encode("utf-16"),
        saved(parted_by=";").encode("utf-8-sig"),
        saved(line_end="\r").encode(),
        saved(above="sep=,\r\n").encode(),
        saved(above="Audit of March,,,,\r\n\r\n").encode(),
        saved(moved([4, 2, 0, 3, 1])).encode(),
        saved([*ROWS, [""] * 5, [""] * 5]).encode(),
    ],
    ids=["utf-8", "marked", "Unicode text", "semicolons", "old Mac", "sep=", "title above", "moved", "blank rows"],
)
def test_a_sheet_is_read_in_every_form_in_which_a_spreadsheet_saves_it(body):
    assert from_file(body, KNOWN) == (READ, [])


def test_words_count_whatever_their_capitals_and_blanks():
    head = [" Contract ID", "Said", "LABEL", "Corrected ", "Note"]
    rows = [
        head,
        ["a", "Comes back", "Right", "", "Café, page 3"],
        ["b", "comes_back", "WRONG", "Stays outside", ""],
        ["c", "Not known", " Unsure\u00a0", "", ""],
    ]
    assert from_csv(saved(rows), KNOWN) == (READ, [])


def test_letters_that_are_not_utf_8_are_read_as_windows_has_them_and_it_is_said():
    read, problems = from_file(saved().encode("cp1252"), KNOWN)
    assert read == READ
    assert [str(problem) for problem in problems] == [
        "the file: is not UTF-8: its letters are read as Windows-1252; look through the notes, or save it as CSV UTF-8"
    ]


def test_a_column_that_is_there_twice_is_refused_and_loses_no_label_unsaid():
    twice = [[*row, "label" if number == 0 else ""] for number, row in enumerate(ROWS)]
    read, problems = from_csv(saved(twice), KNOWN)
    assert read == {}
    assert [str(problem) for problem in problems] == ["line 1: the column label is there twice; leave one of the two"]


def test_a_note_without_a_label_is_named():
    read, problems = from_csv(saved([*ROWS[:2], ["b", "comes_back", "", "", "see page 9"]]), KNOWN)
    assert list(read) == ["a"]
    assert [str(problem) for problem in problems] == ["line 3: has a note and no label, so the note is not kept"]


@pytest.mark.parametrize("body", [b"PK\x03\x04and so on", b"\xd0\xcf\x11\xe0and so on"])
def test_a_workbook_is_answered_with_what_to_do(body):
    assert [str(problem) for problem in from_file(body, KNOWN)[1]] == ["the file: is a workbook; save its sheet as CSV"]


def test_what_is_wrong_is_shown_as_it_was_given_in_its_own_line():
    text = saved([*ROWS[:1], ["a", "comes_back", "TRUE", "", ""]], parted_by=";", above="Audit\r\n")
    assert [str(problem) for problem in from_csv(text, KNOWN)[1]] == [
        "line 3: label is TRUE; expected right, wrong, unsure"
    ]
