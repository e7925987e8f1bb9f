"""The faults of the handed cases in other words, places and formats, each with what is right by hand."""

import openpyxl
import pytest
from own_reading import CARE, HEADER, REST, Read, day, register, workbook

from data.classify.parties import buyer_kind, supplier_kind
from data.readers.cells import amounts, choices, days

THIRD = "3,Visits at home,Ash Care Ltd,90000,2025-04-01,2027-03-31,Ambleford Council"
TITLES = ["Home care for older people", "Respite care for adults", "Visits at home"]


@pytest.mark.parametrize(
    ("foot", "why"),
    [
        (["Average,,,363333.33,,,"], "sums up the rows above"),
        (["Count: 3,,,Sum: 1090000,,,"], "sums up the rows above"),
        (["3 contracts listed,,,1090000,2025-04-01,2029-03-31,"], "is the sum of the rows above"),
        ([",Overall,,1090000,,,Ambleford Council"], "is the sum of the rows above"),
        ([",Care at home and respite,,1090000,,,"], "is the sum of the rows above"),
    ],
)
def test_a_row_that_sums_up_those_above_is_no_contract(tmp_path, foot, why):
    found = register(tmp_path, CARE, REST, THIRD, *foot)
    assert found.values("title") == TITLES
    assert found.values("value_gbp") == [400_000, 600_000, 90_000]
    assert [issue.line for issue in found.said(why)] == [5]


@pytest.mark.parametrize("above", ["Average,,,363333.33,,,", "Count: 3,,,363333.33,,,"])
def test_a_sum_below_a_count_or_an_average_is_that_of_the_rows_above_both(tmp_path, above):
    found = register(tmp_path, CARE, REST, THIRD, above, ",Overall,,1090000,,,Ambleford Council")
    assert found.values("title") == TITLES
    assert [issue.line for issue in found.said("is the sum of the rows above")] == [6]


def test_a_contract_that_costs_what_others_cost_together_is_one(tmp_path):
    dated = ",Care at home and respite,,1000000,2025-04-01,2029-03-31,Ambleford Council"
    supplied = ",Transport,Vans Ltd,1000000,,,Ambleford Council"
    assert len(register(tmp_path, CARE, REST, dated).rows) == 3
    assert len(register(tmp_path, CARE, REST, supplied).rows) == 3
    alone = ",Care at home,,400000,,,Ambleford Council"  # no more than the row above it costs
    assert len(register(tmp_path, CARE, alone).rows) == 2
    counted = '4,"200 records",Vans Ltd,1000,2025-04-01,2029-03-31,Ambleford Council'
    assert len(register(tmp_path, CARE, counted).rows) == 2


def test_a_row_below_the_header_that_tells_units_is_part_of_it(tmp_path):
    units = ",,,£000,dd/mm/yyyy,dd/mm/yyyy,"
    found = register(tmp_path, units, CARE.replace("400000", "400"), REST.replace("600000", "600"))
    assert found.values("value_gbp") == [400_000, 600_000]
    assert "in thousands of pounds" in found.column("Total Contract Value (£000)")
    months = HEADER.replace("End Date", "Length")
    found = register(tmp_path, ",,,£,dd/mm/yyyy,months,", CARE.replace("2029-03-31", "24"), header=months)
    assert found.values("end_date") == [day("2027-03-31")]


def test_a_first_row_of_numbers_is_no_row_of_units(tmp_path):
    found = register(tmp_path, ",Home care,,1000,,,Ambleford Council", REST)
    assert sorted(found.values("value_gbp")) == [1_000, 600_000]


@pytest.mark.parametrize(
    ("number_format", "cell", "pounds"),
    [
        ('"£"0.0"m"', 1.2, 1_200_000),
        ('"£"#,##0"k"', 85, 85_000),
        ("#,##0\\k", 85, 85_000),
        ('"£"0.0,,"m"', 1_200_000, 1_200_000),
        ('#,##0,"k"', 85_000, 85_000),
        ('"£"#,##0;[Red]-"£"#,##0', 85_000, 85_000),
    ],
)  # fmt: skip
def test_a_unit_that_the_format_of_a_cell_writes_behind_it(tmp_path, number_format, cell, pounds):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADER.split(","))
    page.append(["1", "Home care", "Oakfield Care Ltd", cell, "2025-04-01", "2029-03-31", "Ambleford Council"])
    page["D2"].number_format = number_format
    book.save(tmp_path / "made.xlsx")
    found = Read(tmp_path, (tmp_path / "made.xlsx").read_bytes(), "register.xlsx")
    assert found.values("value_gbp") == [pounds]


def test_a_formula_without_a_result_names_nobody(tmp_path):
    care = [*CARE.split(",")[:2], "=VLOOKUP(A2,Firms!A:B,2,FALSE)", 400_000, *CARE.split(",")[4:6], "=G3"]
    found = workbook(tmp_path, {"Register": [HEADER.split(","), care, REST.split(",")]})
    assert found.values("supplier") == [None, "Elm Care Ltd"]
    assert found.values("buyer") == [None, "Ambleford Council"]
    said = found.said("is what a formula leaves that failed")
    assert [(issue.line, issue.path.rpartition("!")[2]) for issue in said] == [(2, "Supplier"), (2, "Council")]


def test_an_error_of_a_workbook_names_nobody_in_its_export(tmp_path):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", "#N/A"), REST.replace("Elm Care Ltd", "#REF!"))
    assert found.values("supplier") == [None, None]
    assert len(found.said("is what a formula leaves that failed")) == 2


@pytest.mark.parametrize(
    ("line", "yearly"),
    [
        ("Annual values shown throughout", True),
        ("Note: all values are per annum", True),
        ("N.B. Values are per annum", True),
        ("Figures are annual and exclude VAT", False),  # may be of two kinds, so the column is left as it is
        ("Values are for the whole term and include annual uplifts", False),
        ("Total annual value: £400000", False),
        ("Annual Contracts Register: values in pounds", False),
    ],
)
def test_a_line_beside_the_table_that_calls_all_values_yearly(tmp_path, line, yearly):
    header = HEADER.replace("Total Contract Value", "Contract value")
    found = Read(tmp_path, f"{line}\n{header}\n{CARE}\n{REST}\n")
    assert (found.values("annual_gbp") == [400_000, 600_000]) is yearly
    assert bool(found.said("pounds a year, as a line beside the table says")) is yearly


def test_a_line_that_calls_values_yearly_says_nothing_of_a_total(tmp_path):
    header = HEADER.replace("Total Contract Value", "Total value,Contract value pa")
    row = CARE.replace("400000", "400000,100000")
    found = Read(tmp_path, f"Annual values shown\n{header}\n{row}\n")
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize("name", ["£ pa", "£ p.a.", "£ per annum", "£ per year"])
def test_a_column_called_pounds_a_year_alone(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", name))
    assert found.values("annual_gbp") == [400_000]


def test_the_lots_of_one_number_are_contracts_of_their_own(tmp_path):
    header = "Ref,Lot,Title,Supplier,Value,Start,End,Council"
    rows = [f"7,{lot},Supported lodgings,Elm Care Ltd,80000,2025-04-01,2026-03-31,Ambleford Council" for lot in (1, 2)]
    found = register(
        tmp_path, *rows, "8,,Money advice,Helpwell CIC,90000,2025-04-01,2027-03-31,Kelby Council", header=header
    )
    assert found.values("value_gbp") == [90_000, 80_000, 80_000]


def test_an_amount_with_vat_by_its_last_word(tmp_path):
    header = HEADER.replace("Total Contract Value", "Total inc,Value (ex-VAT)")
    found = register(tmp_path, CARE.replace("400000", "480000,400000"), header=header)
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([400_000], ["ex"])
    alone = register(tmp_path, CARE.replace("400000", "480000"), header=HEADER.replace("Value", "Value (incl)"))
    assert (alone.values("value_gbp"), alone.values("vat_basis")) == ([400_000], ["inc"])


@pytest.mark.parametrize(
    ("asks", "cell", "pounds"),
    [("Value includes VAT?", "Yes", 400_000), ("Value includes VAT?", "No", 480_000), ("VAT excluded?", "Y", 480_000)],
)
def test_a_column_that_asks_whether_the_value_holds_vat(tmp_path, asks, cell, pounds):
    found = register(
        tmp_path, CARE.replace("400000", f"480000,{cell}"), header=HEADER.replace("Value", f"Value,{asks}")
    )
    assert found.values("value_gbp") == [pounds]


@pytest.mark.parametrize("written", ["£GBP", "STG", "GBP - Pound Sterling", "Pound (GBP)", "Great British Pounds"])
def test_pounds_however_they_are_called(written):
    assert choices.currency(written) == "GBP"


def test_another_pound_is_none_of_ours():
    assert choices.currency("EGP") == "EGP"
    assert choices.currency("Egyptian Pound") != "GBP"


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£500,000 to £1 million", 500_000), ("25,000 - 1m", 25_000), ("£1-2m", 1_000_000), ("£250-£500k", 250_000),
     ("£1,500-2,000k", 1_500_000)],
)  # fmt: skip
def test_a_range_whose_lower_end_is_written_in_full(cell, pounds):
    assert amounts.amount(cell).pounds == pounds


def test_a_day_with_the_month_last_says_so():
    assert days.day("2029-31-03") == (
        day("2029-03-31").date(),
        "is read as year, day and month, since it has no such month",
    )
    assert days.day("2029-03-31").problem == ""


def test_names_with_bullets_between(tmp_path):
    for cell in (
        "Oakfield Care Ltd • Ash Care Ltd",
        "• Oakfield Care Ltd • Ash Care Ltd",
        "Oakfield Care Ltd · Ash Care Ltd",
    ):
        found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cell))
        assert found.values("suppliers") == ["Oakfield Care Ltd\nAsh Care Ltd"]


def test_a_quote_that_is_not_closed_is_none_of_the_title(tmp_path):
    found = register(tmp_path, CARE.replace("Home care", '"Home care'), REST, THIRD)
    assert found.values("title") == TITLES
    assert len(found.said("opens a quote that is closed in no cell")) == 1
    inner = register(
        tmp_path, CARE, REST.replace("Elm Care Ltd", '"Elm" Care Ltd').replace("Ambleford", '"Ambleford'), THIRD
    )
    assert inner.values("buyer") == ["Ambleford Council"] * 3
    assert inner.values("supplier")[1] == "Elm Care Ltd"


def test_a_group_of_days_ends_where_it_repeats_the_names_of_the_one_before(tmp_path):
    groups = ",,,Initial term,,Optional extension,,,"
    header = "Ref,Title,Supplier,Start,End,Start,End,Value,Council"
    row = "1,Home care,Oakfield Care Ltd,2025-04-01,2029-03-31,2029-04-01,2031-03-31,600000,Ambleford Council"
    found = Read(tmp_path, f"{groups}\n{header}\n{row}\n")
    assert found.values("start_date") == [day("2025-04-01")]
    assert found.values("end_date") == [day("2029-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]
    assert found.values("value_gbp") == [600_000]


def test_each_extension_with_its_end_and_whether_it_was_exercised(tmp_path):
    header = HEADER.replace(
        "End Date", "End Date,Extension 1 end date,Ext 1 exercised (Y/N),Extension 2 end date,Ext 2 exercised (Y/N)"
    )
    row = CARE.replace("2029-03-31", "2029-03-31,2030-03-31,Y,2031-03-31,N")
    found = register(tmp_path, row, header=header)
    assert found.values("end_date") == [day("2030-03-31")]
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_the_latest_end_as_a_backstop(tmp_path):
    found = register(
        tmp_path,
        CARE.replace("2029-03-31", "2029-03-31,2031-03-31"),
        header=HEADER.replace("End Date", "Expires,Backstop date"),
    )
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_where_a_contract_stands_by_its_position(tmp_path):
    rows = [f"{CARE},Active", f"{REST.replace('Elm Care Ltd', '')},Withdrawn - not awarded"]
    found = register(tmp_path, *rows, header=f"{HEADER},Current position")
    assert found.values("title") == ["Home care for older people"]


def test_a_purchasing_system_of_several_by_its_route(tmp_path):
    rows = [f"{CARE.replace('Oakfield Care Ltd', 'Various approved providers')},Dynamic Purchasing System",
            f"{REST},Call-off from a DPS"]  # fmt: skip
    found = register(tmp_path, *rows, header=f"{HEADER},Route")
    assert found.values("instrument")[0] == "dps"
    assert found.values("instrument")[1] != "dps"


def test_bodies_that_are_called_trust_or_after_their_country():
    for name in ("Norland Countryside Trust", "Fell Garden Trust", "Wildwood Heritage Trust"):
        assert buyer_kind(name).kind != "education"
    assert buyer_kind("Kelby Trust").kind == "education"
    assert {buyer_kind(name).kind for name in ("Registers of Scotland", "Revenue Scotland")} == {"central"}


def test_a_citizens_advice_bureau_by_its_letters():
    assert [supplier_kind(name).kind for name in ("Ambleford & District CAB", "Kelby CAB (Norland)")] == ["charity"] * 2
    assert [supplier_kind(name).kind for name in ("Smith Cabs", "SMITH CAB", "Ace Cab Co")] == ["private"] * 3


def test_a_line_with_a_mark_that_no_cell_bears_is_of_all_rows(tmp_path):
    note = "* VAT is included in all amounts,,,,,,"
    found = register(tmp_path, CARE.replace("400000", "480000"), note)
    assert found.values("value_gbp") == [400_000]
    one = register(tmp_path, CARE, REST.replace("600000", "720000*"), note)
    assert one.values("value_gbp") == [400_000, 600_000]
    spaced = register(tmp_path, CARE, REST.replace("600000", "720000* "), note)
    assert spaced.values("value_gbp") == [400_000, 600_000]
    titled = register(tmp_path, CARE, REST.replace("adults", "adults*"), note)
    assert titled.values("value_gbp") == [400_000, 600_000]


def test_a_body_above_a_column_of_bodies_that_holds_none(tmp_path):
    rows = [row.rpartition(",")[0] + "," for row in (CARE, REST)]
    found = Read(tmp_path, "\n".join(["Contracts held by Ambleford Borough Council", HEADER, *rows]) + "\n")
    assert found.values("buyer") == ["Ambleford Borough Council"] * 2


def test_from_when_to_when_a_contract_runs(tmp_path):
    header = HEADER.replace("Start Date,End Date", "Runs from,Runs to,Cannot run beyond")
    found = register(tmp_path, CARE.replace("2029-03-31", "2029-03-31,2031-03-31"), header=header)
    days_of = [found.values(name)[0] for name in ("start_date", "end_date", "latest_end_date")]
    assert days_of == [day("2025-04-01"), day("2029-03-31"), day("2031-03-31")]
