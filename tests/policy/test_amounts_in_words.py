"""What was published of a value is told from what was worked out of it."""

import pytest

from policy.results.explain import value_in_words
from tests.policy.test_cases import contract

YEARS_4 = {"start_date": "2026-04-01", "end_date": "2030-03-31"}
"""1,461 days, which are four years of 365.25."""
OF_WHOLE = "worked out from the value over the whole term and the years that it covers"
OF_YEAR = "worked out from the value of a year and the term"


def said(**facts):
    """What is said of the value of a year and of the whole term."""
    table, _ = contract({"service": "prison", **facts})
    return value_in_words(table, "annual_gbp"), value_in_words(table, "value_gbp")


@pytest.mark.parametrize(
    ("facts", "year", "whole"),
    [
        # The register says which years a whole value covers: 2,769,913,640 / 7.93 or so.
        (
            {"value_gbp": 2_769_913_640, "annual_gbp": 349_227_116.68, "value_quality": "stated", "value_span": "note"},
            f"about £349 million, {OF_WHOLE}",
            "£2,769,913,640",
        ),
        # A notice states the whole alone: 1,000,001 / 4 = 250,000.25.
        (
            {"value_gbp": 1_000_001, "annual_gbp": 250_000.25, "value_quality": "stated", **YEARS_4},
            f"about £250,000, {OF_WHOLE}",
            "£1,000,001",
        ),
        # A notice states both, and they are not each other's: 1,000,000 / 4 is not 240,000.50.
        (
            {"value_gbp": 1_000_000, "annual_gbp": 240_000.50, "value_quality": "stated", **YEARS_4},
            "£240,000.50",
            "£1,000,000",
        ),
        # The year is stated: 19,473,000 for 6.06 years or so.
        (
            {"value_gbp": 118_006_380.5, "annual_gbp": 19_473_000, "value_quality": "annual_times_term"},
            "£19,473,000",
            f"about £118 million, {OF_YEAR}",
        ),
        ({"annual_gbp": 19_473_000, "value_quality": "annual_times_term"}, "£19,473,000", "not known"),
        # With VAT alone: £34,200,000 / 1.2 = £28,500,000, of which a fifth is £5,700,000 a year.
        (
            {"value_gbp": 28_500_000, "annual_gbp": 5_700_000, "value_quality": "net_from_gross", "vat_basis": "inc",
             "value_span": "note"},
            f"about £5.70 million, {OF_WHOLE}",
            "about £28.5 million, worked out from £34,200,000 with VAT",
        ),
        # A ceiling hides which of the two was stated; pence say which was not.
        (
            {"value_gbp": 1_000_001, "annual_gbp": 250_000.25, "value_quality": "ceiling", **YEARS_4},
            f"about £250,000, {OF_WHOLE}",
            "£1,000,001",
        ),
        (
            {"value_gbp": 1_000_000, "annual_gbp": 250_000, "value_quality": "ceiling", **YEARS_4},
            "£250,000",
            "£1,000,000",
        ),
        # A year's contract: the one amount is the other.
        (
            {"value_gbp": 351_000, "annual_gbp": 351_000, "value_quality": "stated", "value_span": "source"},
            "£351,000",
            "£351,000",
        ),
        ({"value_quality": "missing"}, "not known", "not known"),
    ],
)  # fmt: skip
def test_an_amount_that_was_worked_out_says_so_and_from_what(facts, year, whole):
    assert said(**facts) == (year, whole)
