"""Registers of two bodies that number their contracts alike: what is one contract and what is two. Counts by hand."""

import pytest
from own_reading import Read, workbook
from reading import table

HEADER = "Ref,Contract Title,Buyer,Supplier,Total Contract Value,Start Date,End Date"
INSURANCE = "{},Insurance,{},Zurich Insurance,400000,2025-04-01,2029-03-31"
ONE, OTHER = "Ambleford Council", "Brackwater Council"
OF_ONE_REGISTER = ["1", "0012", "C001", "CON-2024-003", "A/17"]
OF_A_PORTAL = ["DN412345", "ocds-h6vhtk-04a1b2", "3f2b8c1d-77aa-4c5e-9d10-aa02bb03cc04", "C12345"]
SAID = "has the number, title, supplier, days and value of a row of another buyer"


def counted(folder, *registers):
    """The rows that count of a folder of registers, and how many are said to stand under another buyer too."""
    paths = [folder / f"{place}.csv" for place, _ in enumerate(registers)]
    for path, rows in zip(paths, registers, strict=True):
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    stored = table(paths, folder)
    return stored.contracts[stored.contracts["counted"]], (stored.issues["problem"] == SAID).sum()


@pytest.mark.parametrize("number", OF_ONE_REGISTER)
def test_a_number_of_one_register_is_not_that_of_another_bodys(tmp_path, number):
    rows, said = counted(tmp_path, [INSURANCE.format(number, ONE)], [INSURANCE.format(number, OTHER)])
    assert (sorted(rows["buyer"]), rows["value_gbp"].sum(), said) == ([ONE, OTHER], 800_000, 1)


@pytest.mark.parametrize("number", OF_A_PORTAL)
def test_a_number_of_a_portal_is_the_same_in_every_register(tmp_path, number):
    rows, said = counted(tmp_path, [INSURANCE.format(number, ONE)], [INSURANCE.format(number, OTHER)])
    assert (len(rows), said) == (1, 0)


@pytest.mark.parametrize("again", [ONE, ONE.upper(), ""], ids=["the same", "in capitals", "not stated"])
def test_the_register_of_another_month_holds_the_same_contract(tmp_path, again):
    rows, said = counted(tmp_path, [INSURANCE.format(1, ONE)], [INSURANCE.format(1, again)])
    assert (len(rows), said) == (1, 0)


def test_three_registers_over_two_months_are_three_contracts(tmp_path):
    bodies = [[INSURANCE.format(1, name)] for name in (ONE, OTHER, "Wexborough Council")]
    rows, said = counted(tmp_path, *bodies, *bodies)
    assert (len(rows), said) == (3, 2)


def test_a_sheet_of_each_body_is_a_register_of_its_own(tmp_path):
    sheets = {name: [HEADER.split(","), INSURANCE.format(1, name).split(",")] for name in (ONE, OTHER)}
    assert sorted(workbook(tmp_path, sheets).values("buyer")) == [ONE, OTHER]


def test_numbers_that_begin_anew_for_each_body_of_one_file_are_its_own(tmp_path):
    """Number 2 is care of the one and cleaning of the other, so that number 1 is no contract of both."""
    care = INSURANCE.format(2, ONE).replace("Insurance", "Home care")
    cleaning = INSURANCE.format(2, OTHER).replace("Insurance", "Cleaning")
    rows = [INSURANCE.format(1, ONE), care, INSURANCE.format(1, OTHER), INSURANCE.format(1, OTHER), cleaning]
    found = Read(tmp_path, "\n".join([HEADER, *rows]) + "\n")
    assert [found.rows["title"].tolist().count(title) for title in ("Cleaning", "Home care", "Insurance")] == [1, 1, 2]
    assert sorted(found.rows["buyer"][found.rows["title"] == "Insurance"]) == [ONE, OTHER]
    assert [issue.line for issue in found.said(SAID)] == [4]
    assert [issue.line for issue in found.said("was read before")] == [5]


def test_numbers_of_a_portal_go_on_from_body_to_body_of_one_file(tmp_path):
    care = INSURANCE.format(2, ONE).replace("Insurance", "Home care")
    cleaning = INSURANCE.format(2, OTHER).replace("Insurance", "Cleaning")
    shared = [INSURANCE.format("DN412345", name) for name in (ONE, OTHER)]
    found = Read(tmp_path, "\n".join([HEADER, care, cleaning, *shared]) + "\n")
    assert len(found.rows) == 3
