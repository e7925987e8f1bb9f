"""Registers with a header of two lines, the lines of printed pages, and the months of a ledger; each right by hand."""

import pandas as pd
import pytest
from own_reading import day, register, workbook

GROUPS = ["No.", "Agreement", None, "Period", None, "Sums (£000, excluding VAT)", None]
BELOW = [None, "Subject", "Contractor", "From", "To", "Yearly", "Whole"]
TIDE = ["T1", "Tide gauge servicing", "Harl Marine Ltd", "01/04/2024", "31/03/2026", 45, 90]
PUMP = ["T2", "Pump overhaul", "Wendle Pumps Ltd", "01/10/2025", "30/09/2028", 20, 60]
NAMED = "No.,Title,Supplier,Start date,End date"
BODY = "Wenmouth Harbour Board register of contracts"


def dated(tmp_path, column, *cells):
    """Read contracts of three years from April 2025 with one column more."""
    rows = [f"{at},Dredging of berth {at},Harl {at} Ltd,01/04/2025,31/03/2028,{cell}" for at, cell in enumerate(cells)]
    return register(tmp_path, *rows, header=f"{NAMED},{column}")


@pytest.mark.parametrize("merged", [["B1:C1", "D1:E1", "F1:G1"], ["A1:A2", "B1:C1", "D1:E1", "F1:G1"], []])
def test_groups_over_names_tell_the_unit_and_vat_of_their_columns(tmp_path, merged):
    found = workbook(tmp_path, {"List": [GROUPS, BELOW, PUMP, TIDE]}, merged)
    assert found.values("title") == ["Pump overhaul", "Tide gauge servicing"]
    assert found.values("value_gbp") == [60_000, 90_000]
    assert found.values("annual_gbp") == [20_000, 45_000]
    assert found.values("vat_basis") == ["ex", "ex"]
    assert found.values("start_date") == [day("2025-10-01"), day("2024-04-01")]


def test_a_row_of_words_below_a_whole_header_is_a_contract(tmp_path):
    whole = ["Title", "Supplier", "Start", "End", "Value"]
    words = ["Review of services", "Type Design Ltd", "01/04/2025", "31/03/2026", "5000"]
    found = workbook(tmp_path, {"List": [whole, words]})
    assert found.values("title") == ["Review of services"]
    assert found.values("value_gbp") == [5_000]


def test_the_first_term_and_the_extension_may_stand_in_groups_of_one_another(tmp_path):
    above = ["No.", "Agreement", None, "First term", None, "Extension", None]
    below = [None, "Subject", "Contractor", "Start", "End", "Start", "End"]
    row = [*TIDE[:5], "01/04/2026", "31/03/2028"]
    found = workbook(tmp_path, {"List": [above, below, row]}, ["B1:C1", "D1:E1", "F1:G1"])
    assert found.values("start_date") == [day("2024-04-01")]
    assert found.values("end_date") == [day("2026-03-31")]
    assert found.values("latest_end_date") == [day("2028-03-31")]


def test_the_line_that_a_printed_table_repeats_is_no_contract(tmp_path):
    page = f"{BODY},,,,,Page 2 of 2"
    rows = ["1,Dredging,Harl Ltd,01/04/2025,31/03/2026,100", page, "2,Buoys,Wendle Ltd,01/04/2025,31/03/2026,200"]
    first = f"{BODY},,,,,Page 1 of 2"
    found = register(tmp_path, f"{NAMED},Value", *rows, header=first)
    assert found.values("value_gbp") == [200, 100]
    assert [issue.line for issue in found.said("numbers a page")] == [4]
    assert "over the whole term" in found.column("Value")


def test_a_page_beside_a_contract_is_where_it_stands(tmp_path):
    rows = ["1,Dredging,Harl Ltd,,,Page 4", "2,Buoys,,TBC,,Page 5"]
    found = register(tmp_path, *rows, header=f"{NAMED},Annex page")
    assert found.values("title") == ["Buoys", "Dredging"]


@pytest.mark.parametrize("line", ["Page 7,Pilot boats,,,,", ",Pilot boats,,,,Page 7", ",Pilot boats,Page 7,,,"])
def test_a_page_beside_a_title_alone_is_where_a_contract_stands(tmp_path, line):
    found = register(tmp_path, "1,Dredging,Harl Ltd,01/04/2025,31/03/2026,100", line, header=f"{NAMED},Value")
    assert found.values("title") == ["Dredging", "Pilot boats"]


@pytest.mark.parametrize(
    "line", ["Register 2026,,Page 7,,,", ",Harbour Board,,,,Page 7 of 9", "Page 7,,,,,Printed 1 May"]
)
def test_a_page_of_all_or_beside_no_title_is_that_of_a_printed_table(tmp_path, line):
    found = register(tmp_path, "1,Dredging,Harl Ltd,01/04/2025,31/03/2026,100", line, header=f"{NAMED},Value")
    assert found.values("title") == ["Dredging"]
    assert found.said("numbers a page")


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("202504", "202803", "2025-04-01", "2028-03-31"),
        ("202112", "202412", "2021-12-01", "2024-12-31"),
        ("202504.0", "202803.0", "2025-04-01", "2028-03-31"),  # a column of numbers with blanks, saved as text
        ("202526", "202728", None, None),  # neither has such a month
        ("201011", "201112", None, None),  # may be financial years
    ],
)
def test_the_months_of_a_ledger_are_months(tmp_path, first, last, start, end):
    found = register(tmp_path, f"1,Dredging,Harl Ltd,{first},{last},9", header="No.,Title,Supplier,Start,End,Value")
    read = [*found.values("start_date"), *found.values("end_date")]
    assert read == [each and pd.Timestamp(each) for each in (start, end)]


def test_a_column_of_first_months_is_one_of_first_days(tmp_path):
    found = register(tmp_path, "1,Dredging,Harl Ltd,May 2025,2 years", header="No.,Title,Supplier,Start month,Term")
    assert found.values("start_date") == [day("2025-05-01")]
    assert found.values("end_date") == [day("2027-04-30")]


@pytest.mark.parametrize("written", ["(month/year)", "(month and year)", "month (YYYYMM)", "(MM/YYYY)"])
def test_how_a_month_is_written_is_no_part_of_the_name(tmp_path, written):
    header = f"No.,Title,Supplier,Start {written},End {written}"
    found = register(tmp_path, "1,Dredging,Harl Ltd,04/2025,03/2028", header=header)
    assert (found.values("start_date"), found.values("end_date")) == ([day("2025-04-01")], [day("2028-03-31")])


@pytest.mark.parametrize(
    "column", ["Budget for the year £", "Cost in the financial year", "Spend in this year", "Fee for the year"]
)
def test_an_amount_for_the_year_is_yearly(tmp_path, column):
    found = dated(tmp_path, column, "£9000", "£6000")
    assert found.values("annual_gbp") == [9_000, 6_000]
    assert found.values("value_gbp") == pytest.approx([27_000, 18_000], rel=0.001)


@pytest.mark.parametrize("column", ["Value in the year of award", "Budget for the term £"])
def test_an_amount_of_another_span_is_not(tmp_path, column):
    assert dated(tmp_path, column, "£9000", "£6000").values("value_gbp") == [9_000, 6_000]


def test_amounts_for_the_years_of_the_term_are_added_up(tmp_path):
    years = "Budget for the year 2025/26,Budget for the year 2026/27"
    found = register(tmp_path, "1,Dredging,Harl Ltd,01/04/2025,31/03/2027,100,300", header=f"{NAMED},{years}")
    assert found.values("value_gbp") == [400]


@pytest.mark.parametrize("column", ["Status as at 31 March 2026", "Position on 1.11.26", "Status at October 2026"])
def test_a_status_stays_one_with_the_day_of_the_register(tmp_path, column):
    found = dated(tmp_path, column, "Live", "Tender evaluation", "Abandoned")
    assert found.all.sort_values("title")["stage"].tolist()[:2] == ["awarded", "planned"]
    assert found.values("title") == ["Dredging of berth 0", "Dredging of berth 1"]


@pytest.mark.parametrize("column", ["Remarks at 1 April 2026", "Supplier status at 1 April 2026", "Risk at 1 May 2026"])
def test_what_else_stood_so_on_a_day_is_no_status(tmp_path, column):
    assert dated(tmp_path, column, "Green", "Closed").values("stage") == ["awarded", "awarded"]


def test_what_is_not_yet_advertised_is_planned(tmp_path):
    said = ("Not yet advertised", "To be advertised", "Not advertised - direct award", "Live")
    found = dated(tmp_path, "Status", *said)
    assert found.values("stage") == ["planned", "planned", "awarded", "awarded"]


@pytest.mark.parametrize(
    "said",
    [
        "Not yet advertised - live contract",
        "To be advertised - contract extended to 2029",
        "To be advertised (contract in place)",
        "Not yet advertised, held over",
        "To be advertised again in 2027",
        "To be advertised on expiry",
        "Being advertised - award made",
    ],
)
def test_what_is_in_force_and_to_be_advertised_is_in_force(tmp_path, said):
    assert dated(tmp_path, "Status", f'"{said}"', "Not yet advertised").values("stage") == ["awarded", "planned"]


@pytest.mark.parametrize(
    "cell", ["N/A - own crew does this", "n/a (see lots below)", "NA \u2013 not required", "N/A: delivered in house"]
)
def test_not_applicable_with_a_reason_names_nobody(tmp_path, cell):
    found = register(tmp_path, f"1,Dredging,{cell},01/04/2025,31/03/2026,9", header=f"{NAMED},Value")
    assert found.values("suppliers") == [None]
    assert found.said("names nobody")


@pytest.mark.parametrize("cell", ["N/A - Harl", "NA Harl and sons", "Na-val dockyard", "N/A: harl marine ltd"])
def test_a_name_behind_it_is_one(tmp_path, cell):
    found = register(tmp_path, f"1,Dredging,{cell},01/04/2025,31/03/2026,9", header=f"{NAMED},Value")
    assert found.values("suppliers") == [cell]


@pytest.mark.parametrize(
    "cell",
    [
        "Waiver refused",
        "n/a - exemption declined",
        "Application was not approved",
        "Exemption request refused",
        "Request for a waiver rejected",
        "Waiver withdrawn",
        "The request was not agreed",
    ],
)
def test_a_waiver_that_was_refused_is_no_contract(tmp_path, cell):
    found = register(tmp_path, f"1,Dredging,{cell},01/04/2025,31/03/2026,9", header=f"{NAMED},Value")
    assert not len(found.rows)
    assert found.said("nobody was given the contract")
