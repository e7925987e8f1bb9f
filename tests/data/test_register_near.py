"""Kinds of the handed cases in other words: periods of payment, days, call-offs, contracts that wait to be signed."""

import pytest
from own_reading import CARE, HEADER, REST, day, register


@pytest.mark.parametrize(
    ("column", "cell", "annual"),
    [
        ("Half-yearly fee", "£50000", 100_000),
        ("Six-monthly charge", "50000", 100_000),
        ("Quarterly payment", "£25000", 100_000),
        ("4-weekly payment", "£28000", 365_250),
        ("Fortnightly cost", "14000", 365_250),
        ("Total Contract Value", "£14000 per fortnight", 365_250),
        ("Total Contract Value", "£50000 half-yearly", 100_000),
    ],
)
def test_an_amount_of_another_period_is_a_year_s(tmp_path, column, cell, annual):
    found = register(tmp_path, CARE.replace("400000", cell), header=HEADER.replace("Total Contract Value", column))
    assert found.values("annual_gbp") == [pytest.approx(annual, abs=0.01)]


@pytest.mark.parametrize(("basis", "annual"), [("Half-yearly", 200_000), ("Fortnightly", 100_000 * 365.25 / 14)])
def test_what_an_amount_is_for_may_stand_in_a_column_of_its_own(tmp_path, basis, annual):
    row = CARE.replace("400000", f"100000,{basis}")
    found = register(tmp_path, row, header=HEADER.replace("Total Contract Value", "Amount,Amount basis"))
    assert found.values("annual_gbp") == [pytest.approx(annual, abs=0.01)]


def test_below_a_group_without_words_of_value_a_year_is_told_from_the_whole(tmp_path):
    """Two lines of header: "Money" above "Annual" and "Total"."""
    rows = [
        ",,,Term,,Money,",
        "Ref,Title,Supplier,Start,End,Annual,Total",
        '1,Home care,Oak Ltd,2025-04-01,2028-03-31,"£100,000","£300,000"',
        '2,Day care,Elm Ltd,2025-04-01,2027-03-31,"£40,000","£80,000"',
    ]
    found = register(tmp_path, *rows[1:], header=rows[0])
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([40_000, 100_000], [80_000, 300_000])


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("Awaiting signature", "awarded"),
        ("Pending contract signature", "awarded"),
        ("Out for signature", "awarded"),
        ("Awaiting approval", "planned"),
        ("Pending", "planned"),
    ],
)
def test_a_contract_that_waits_for_its_signature_was_let(tmp_path, status, stage):
    found = register(tmp_path, f"{CARE},{status}", f"{REST},Live", header=f"{HEADER},Status")
    assert found.values("stage") == [stage, "awarded"]


@pytest.mark.parametrize("number", ["Call-off ref", "Call-off contract number"])
def test_the_number_of_a_call_off_is_that_of_the_contract(tmp_path, number):
    """Two alike under one framework are two."""
    alike = "Agency nurses,Staff Ltd,100000,2025-04-01,2027-03-31,Ambleford Council"
    header = HEADER.replace("Ref,", f"Framework ref,{number},")
    found = register(tmp_path, f"RM1,C1,{alike}", f"RM1,C2,{alike}", header=header)
    assert found.values("value_gbp") == [100_000, 100_000]


@pytest.mark.parametrize(
    ("start", "end", "latest"),
    [
        ("In force from", "Ceases", "Could run to"),
        ("First day", "Last day", "May run until"),
        ("Start Date", "Terminates on", "Can run to"),
    ],
)
def test_days_in_other_words(tmp_path, start, end, latest):
    header = HEADER.replace("Start Date", start).replace("End Date", f"{end},{latest}")
    found = register(tmp_path, CARE.replace("2029-03-31", "2029-03-31,2031-03-31"), header=header)
    days = [found.values(name)[0] for name in ("start_date", "end_date", "latest_end_date")]
    assert days == [day("2025-04-01"), day("2029-03-31"), day("2031-03-31")]


def test_an_amount_over_the_term_beside_one_a_year(tmp_path):
    header = HEADER.replace("Total Contract Value", "Per annum £,Over the term £")
    found = register(tmp_path, CARE.replace("400000", "100000,400000"), header=header)
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([100_000], [400_000])
