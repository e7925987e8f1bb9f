"""What exports, rate lists and workbooks hold: whole sums among yearly ones, ceilings, unit prices, lots, marks."""

import io

import openpyxl
import pytest
from openpyxl.styles import Font
from own_reading import CARE, HEADER, REST, Read, day, register

from data.readers.cells import amounts, days, suppliers, terms

FOI = "Ref,Contract Title,Supplier,Spend (Total or Annual),Start Date,End Date,Council"


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("£400k total", 400_000),
        ("£400,000 over 4 years", 400_000),
        ("Total: £400,000", 400_000),
        ("£400,000 (whole life)", 400_000),
        ("£400,000 over the life of the contract", 400_000),
    ],
)
def test_a_cell_that_says_it_is_the_whole_is_none_of_a_year(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'), REST, header=FOI)
    care, rest = found.rows.itertuples()
    assert care.value_gbp == pounds
    assert care.annual_gbp == pytest.approx(pounds / 4, rel=0.001)
    assert rest.annual_gbp == 600_000
    assert found.said("whole term in a column of years", "Spend (Total or Annual)")


@pytest.mark.parametrize("cell", ["£400,000", "£400,000 4 years", "£400,000 pa", "£400,000 inc extensions"])
def test_a_cell_that_does_not_say_so_is_what_its_column_is_for(cell):
    assert amounts.amount(cell).period != amounts.WHOLE
