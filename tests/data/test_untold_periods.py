"""A period that may be two, or several together, makes no year's amount of a payment; those that are known do."""

import pytest

from data.readers.cells.amounts import amount
from data.readers.cells.periods import RATE, period, value_period
from tests.own_reading import register

CLEANING = "Cleaning,Oak Ltd,10000,{}01/04/2024,31/03/2026,Ambleford Council"


@pytest.mark.parametrize(
    "said", ["Bi-monthly", "bi-weekly", "biyearly", "every two months", "Two-monthly", "twice monthly"]
)
def test_an_amount_for_a_period_that_is_not_told_is_no_value(tmp_path, said):
    read = register(tmp_path, CLEANING.format(said + ","), header="Contract,Supplier,Price,Per,Start,End,Council")
    assert value_period(said) == RATE
    assert (read.values("value_gbp"), read.values("annual_gbp")) == ([None], [None])
    assert read.said("is a rate")


@pytest.mark.parametrize("name", ["Bi-monthly cost", "Cost (bi-weekly)", "Biyearly value", "Cost every two months"])
def test_a_column_for_a_period_that_is_not_told_is_no_value(tmp_path, name):
    read = register(tmp_path, CLEANING.format(""), header=f"Contract,Supplier,{name},Start,End,Council")
    assert (read.values("value_gbp"), read.values("annual_gbp")) == ([None], [None])


@pytest.mark.parametrize(
    ("cell", "of_a_year"),
    [
        ("Annual, paid twice a year", "year"),
        ("Twice a year", "half-year"),
        ("three-monthly", "quarter"),
        ("every three months", "quarter"),
        ("Monthly", "month"),
        ("Monthly, reviewed quarterly", "month"),
        ("Two years", ""),  # the whole term may be meant
        ("Each", RATE),
    ],
)
def test_a_cell_says_for_which_period_an_amount_is(cell, of_a_year):
    assert value_period(cell) == of_a_year


def test_a_name_may_say_both_the_years_of_the_term_and_a_year():
    assert period("annual value (3 years)") == "year"


@pytest.mark.parametrize(
    ("cell", "pounds", "of_a_year"),
    [
        ("£500 4-weekly", 500, "four weeks"),
        ("£500 every 4 weeks", 500, "four weeks"),
        ("£500 four weekly", 500, "four weeks"),
        ("£54 weekly", 54, "week"),
        ("£5,000 six-monthly", 5000, "half-year"),
        ("£5,000 per 3 months", 5000, "quarter"),
        ("£500 5-weekly", None, ""),
        ("£500 bi-monthly", None, ""),
        ("£1 234 567", 1234567, ""),
        ("12 34", None, ""),
    ],
)
def test_an_amount_is_not_run_together_with_the_number_of_its_period(cell, pounds, of_a_year):
    read = amount(cell)
    assert (read.pounds, read.period) == (pounds, of_a_year)


def test_what_is_paid_every_four_weeks_is_said_so(tmp_path):
    read = register(
        tmp_path,
        "Cleaning,Oak Ltd,1000,01/04/2024,31/08/2024,Ambleford Council",
        header="Contract,Supplier,Four-weekly cost,Start,End,Council",
    )
    assert read.column("Four-weekly cost").endswith("each figure for four weeks")
    assert read.said("is an amount every four weeks, and the contract is shorter than a year")
