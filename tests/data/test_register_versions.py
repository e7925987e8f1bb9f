"""Rows of a register that tell of a contract twice: versions of it, and further suppliers under its number."""

import pytest
from own_reading import CARE, HEADER, REST, register

from data.readers.own_register.survey import version

VERSIONS = "Ref,Version,Contract Title,Supplier,Total Contract Value,Start Date,End Date,Council"


def versioned(number, row=CARE, value="400000"):
    reference, rest = row.split(",", 1)
    return f"{reference},{number},{rest}".replace("400000", value)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("0", 0), (2, 2), ("v3", 3), ("V1.1", 1.1), ("Rev 4", 4), ("Original", 0), ("", None), ("B", None), ("n/a", None)],
)
def test_the_number_of_a_version(cell, number):
    assert version(cell) == number


def test_the_latest_version_of_a_contract_stands_for_it(tmp_path):
    rows = [versioned(0), versioned(2, value="475000"), versioned(1, value="450000"), versioned(0, REST)]
    found = register(tmp_path, *rows, header=VERSIONS)
    assert found.values("value_gbp") == [475_000, 600_000]
    assert [issue.line for issue in found.said("is an earlier version")] == [2, 4]
    assert "the latest counts" in found.column("Version")


def test_versions_are_of_one_number_title_and_supplier(tmp_path):
    """Lots and suppliers of one number may each have versions of their own."""
    other = versioned(1, value="90000").replace("Oakfield", "Beech")
    lot = versioned(2).replace("Home care", "Night care")
    found = register(tmp_path, versioned(0), other, lot, header=VERSIONS)
    assert len(found.rows) == 3
    assert not found.said("is an earlier version")


def test_rows_that_may_be_versions_of_one_contract_are_said(tmp_path):
    found = register(tmp_path, CARE, CARE.replace("400000", "450000"), REST)
    assert len(found.rows) == 3
    [said] = found.said("and other amounts or ends")
    assert (said.line, said.done) == (3, "counted in each; leave one out where it is an earlier version of the other")


def test_a_version_that_ended_is_not_said_beside_the_one_in_force(tmp_path):
    header = f"{HEADER},Status"
    found = register(tmp_path, f"{CARE},Superseded", f"{CARE.replace('400000', '450000')},Live", header=header)
    assert not found.said("and other amounts or ends")


def test_a_further_supplier_may_repeat_the_number_and_the_title(tmp_path):
    header = HEADER.replace("Supplier", "Supplier Number,Supplier")
    rows = [row.replace(",Oakfield", ",S1,Oakfield").replace(",Elm", ",S2,Elm") for row in (CARE, REST)]
    below = "1,Home care for older people,S3,Ash Care LLP,,,,Ambleford Council"
    found = register(tmp_path, rows[0], below, rows[1], header=header)
    assert found.values("suppliers") == ["Oakfield Care Ltd\nAsh Care LLP", "Elm Care Ltd"]
    assert [issue.line for issue in found.said("names a supplier and nothing else")] == [3]


@pytest.mark.parametrize(
    "row",
    [
        "1,Night care,Ash Care LLP,,,,Ambleford Council",
        "3,Home care for older people,Ash Care LLP,,,,Ambleford Council",
        "1,Home care for older people,Ash Care LLP,90000,,,Ambleford Council",
    ],
)
def test_a_row_of_another_number_title_or_amount_is_no_further_supplier(tmp_path, row):
    assert len(register(tmp_path, CARE, row).rows) == 2
