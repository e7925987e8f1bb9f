"""What a contract costs a year by the words of its description: made-up notices in the ways that buyers write it."""

from datetime import date

import pytest

from data.model.dates import CrediblePeriod
from data.model.notice import AwardNotice, Party
from data.table.described.amount import yearly
from data.table.rows.contract_row import rows_of

NOWHERE = CrediblePeriod(None, None, None)
TWO = CrediblePeriod(date(2023, 2, 6), date(2025, 2, 5), None)
SIX = CrediblePeriod(date(2024, 1, 1), date(2029, 12, 31), None)
THREE_AND_TWO = CrediblePeriod(date(2023, 4, 1), date(2026, 3, 31), date(2028, 3, 31))


@pytest.mark.parametrize(
    ("text", "value", "period", "expected"),
    [
        ("The budget is £1.2million per annum plus VAT.", 4_800_000, TWO, 1_200_000),  # with two years' extension
        ("Worth £600,000 a year", 1_800_000, THREE_AND_TWO, 600_000),  # the value is that of the first term
        ("The estimated value is up to £600k p.a.", 1_800_000, THREE_AND_TWO, 600_000),
        ("The spend is GBP 600 000 per annum on stands.", 2_400_000, NOWHERE, 600_000),
        ("It costs £600,000.00 (excl. VAT) each year.", 2_400_000, NOWHERE, 600_000),
    ],
)
def test_a_value_of_whole_years_is_spent_at_the_stated_sum_a_year(text, value, period, expected):
    assert yearly(text, value, period) == expected


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("Worth £600,000 a year", 3_000_000, THREE_AND_TWO),  # all years that the days hold: nothing is new
        ("Worth £600,000 a year", 3_000_000, SIX),  # fewer years than the days hold
        ("Worth £600,000 a year", 2_000_000, TWO),  # no whole number of years
        ("Worth £600,000 a year", 600_000, NOWHERE),  # one year: it may be the value itself that is a year's
        ("Worth £450,000 to £600,000 a year", 2_400_000, NOWHERE),
        ("Worth £450,000-£600,000 a year", 2_400_000, NOWHERE),
        ("Lot 1 costs £600,000 per annum and Lot 2 £600,000 per annum", 2_400_000, TWO),
        ("Lot 2 is estimated at £600,000 per annum", 2_400_000, TWO),
        ("Suppliers need a turnover of at least £600,000 per year", 2_400_000, TWO),
        ("Worth £600,000 over the years", 2_400_000, TWO),
        ("Worth £600,000 a year", None, TWO),
        ("Worth £600,000 a year", 2_400_000, CrediblePeriod(date(2023, 4, 1), None, None)),
    ],
)
def test_other_sums_say_nothing_of_a_year(text, value, period):
    assert yearly(text, value, period) is None


def award(**more):
    return AwardNotice("a.csv", 1, "Care", Party("A Council"), "2023-01-01", suppliers=(Party("A Firm Ltd"),), **more)


def test_the_sum_is_said_and_the_value_stays():
    text, issues = "Estimated value is £1.2 million per annum.", []
    (row,) = rows_of([([award(description=text, amount=4.8e6, start=TWO.start, end=TWO.end)], issues)])
    assert (row.value_gbp, row.annual_gbp) == (4_800_000, 1_200_000)
    assert [(issue.path, issue.value, issue.done) for issue in issues] == [
        ("description", "1,200,000.00 a year", "read from the words")
    ]


@pytest.mark.parametrize("more", [{"partial": True}, {"of_own_register": True}, {"amount_annual": 900_000.0}])
def test_a_change_notice_a_register_of_ones_own_and_a_stated_year_are_read_by_their_fields(more):
    text = "Estimated value is £1.2 million per annum."
    (row,) = rows_of([([award(description=text, amount=4.8e6, start=TWO.start, end=TWO.end, **more)], [])])
    assert row.annual_gbp == pytest.approx(more.get("amount_annual", 4.8e6 / (731 / 365.25)), rel=1e-3)
