"""Registers of one body from two months in one table: what counts from both is said, as it is from sheet to sheet."""

import pytest
from own_reading import CARE, HEADER, REST
from reading import table

BARE = HEADER.removeprefix("Ref,")
OTHER = CARE.replace("Ambleford", "Wexborough").replace("400000", "450000")


def built(folder, april, may, header=HEADER):
    paths = [folder / "april.csv", folder / "may.csv"]
    for path, rows in zip(paths, (april, may), strict=True):
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    stored = table(paths, folder)
    known = stored.issues[stored.issues["problem"].str.contains("other facts")]
    said = [(name, problem) for name, problem in zip(known["source"], known["problem"], strict=True)]
    return stored.contracts["counted"].sum(), said


@pytest.mark.parametrize(
    ("header", "cut", "alike"),
    [(HEADER, "", "number and title"), (BARE, "1,", "title, supplier and first day")],
    ids=["numbered", "without numbers"],
)
def test_a_contract_that_counts_from_two_months_is_said(tmp_path, header, cut, alike):
    """Home care rose from £400,000 to £450,000; respite care stands in both months as it was, and counts once."""
    april, may = [CARE, REST], [CARE.replace("400000", "450000"), REST]
    rows = [[row[len(cut) :] for row in month] for month in (april, may)]
    counted, said = built(tmp_path, *rows, header=header)
    assert counted == 3
    note = (
        "hold 1 contract of april.csv again, by number or title, with other facts, as where each file is the register "
        "of a month: each is counted. Give one file alone where that is so"
    )
    assert said == [
        ("may.csv", note),
        ("may.csv", f"stands with the same {alike} in april.csv, with other facts"),
    ]


@pytest.mark.parametrize(
    "may", [OTHER, CARE.replace("Home care", "Night care"), REST], ids=["buyer", "title", "number"]
)
def test_another_contract_is_not_said_to_be_one_that_stands_in_another_file(tmp_path, may):
    assert built(tmp_path, [CARE], [may]) == (2, [])


def test_the_same_rows_twice_in_one_file_and_nowhere_else_are_not_said_of_another(tmp_path):
    assert built(tmp_path, [CARE, CARE.replace("400000", "450000")], [REST]) == (3, [])
