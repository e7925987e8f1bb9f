"""Awards that are a tenth of their tender, and tables whose columns are fields of the standard: made-up notices."""

import pytest
from own_reading import Read
from releases import award, pounds, read, release

from data.readers.tables import contracts_finder

TENTH = ("is exactly a tenth of what was tendered, so a year's, a part or a slip", "taken as stated")


@pytest.mark.parametrize(
    ("awarded", "tendered", "said"),
    [
        (60_000, 600_000, True),
        (41_250.55, 412_505.5, True),
        (60_000, 600_001, False),
        (60_000, 60_000, False),
        (60_000, 240_000, False),  # a quarter may be a lot or a year
        (6_000, 600_000, False),
        (1, 10, False),  # both are placeholders
        (60_000, None, False),
    ],
)
def test_an_award_of_a_tenth_is_taken_as_stated_and_said(awarded, tendered, said):
    tender = {"value": pounds(tendered)} if tendered else {}
    (notice,), issues = read(release(tender=tender, awards=[award(value=pounds(awarded))]))
    assert notice.amount == awarded
    assert (("awards/value", TENTH[0]) in issues) is said


def test_so_is_one_of_the_export_of_the_website():
    row = contracts_finder.filled(
        {
            "Notice Identifier": "N1",
            "Organisation Name": "Ambleford Council",
            "Title": "Home care",
            "Description": "Care",
            "Awarded Value": "60000",
            "Value High": "600000",
            contracts_finder.SUPPLIERS: "[Oak Ltd|1 Road|NONE||Yes|No]",
        }
    )
    (notice,), issues = contracts_finder.from_csv(row, "x.csv", 2)
    assert notice.amount == 60_000
    assert [(issue.path, issue.value, issue.problem, issue.done) for issue in issues] == [
        ("Awarded Value", "60000", *TENTH)
    ]


FLAT = "release_id,tender_title,tender_description,buyer_name,value_amount,contractPeriod_{},contractPeriod_{}\n"
ROW = "{},Home care,{},Ambleford Council,500000,2025-04-01,2030-03-31\n"
TEXT = '"The contract is for 5 years, with an option to extend for a further 5 years."'


def test_a_table_with_the_days_of_the_standard_is_read_by_its_descriptions(tmp_path):
    (row,) = Read(tmp_path, FLAT.format("startDate", "endDate") + ROW.format(1, TEXT)).rows.itertuples()
    assert str(row.latest_end_date)[:10] == "2035-03-31"
    assert [round(each, -3) for each in (row.annual_low_gbp, row.annual_gbp, row.annual_high_gbp)] == [
        50_000,
        50_000,
        100_000,
    ]


@pytest.mark.parametrize("names", [("start", "end"), ("Start Date", "End Date"), ("start_date", "end_date")])
def test_a_register_of_ones_own_with_such_a_heading_is_read_by_its_columns(tmp_path, names):
    (row,) = Read(tmp_path, FLAT.format(*names) + ROW.format(1, TEXT)).rows.itertuples()
    assert str(row.latest_end_date) in ("NaT", "None")
    assert round(row.annual_gbp, -3) == 100_000
