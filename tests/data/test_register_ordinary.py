"""Habits of ordinary registers that were read wrong without a word, each with the value right by hand."""

import pytest
from own_reading import CARE, HEADER, REST, day, register, workbook

from data.readers.cells import suppliers

WITHOUT_NUMBER = ["Contract Title", "Start Date", "End Date", "Total Contract Value", "Supplier", "Supplier type"]


def merged_down(tmp_path, spans):
    """Read three contracts without numbers, of which the second has three suppliers, with cells merged over them."""
    days = ["2025-04-01", "2029-03-31"]
    rows = [
        ["Cleaning", *days, 400_000, "Oakfield Cleaning Ltd", "SME"],
        ["Legal advice", *days, 900_000, "Ash Law LLP", "SME"],
        [None, None, None, None, "Birch Law LLP", "Large"],
        [None, None, None, None, "Cedar Law LLP", "SME"],
        ["Security", *days, 300_000, "Elm Guarding Ltd", "SME"],
    ]
    return workbook(tmp_path, {"Live": [["Ambleford Council"], WITHOUT_NUMBER, *rows]}, spans)


def test_suppliers_beside_merged_cells_are_those_of_one_contract_without_a_number(tmp_path):
    found = merged_down(tmp_path, ["A4:A6", "B4:B6", "C4:C6", "D4:D6"])
    assert found.values("title") == ["Cleaning", "Legal advice", "Security"]
    assert found.values("value_gbp") == [400_000, 900_000, 300_000]
    assert found.values("suppliers")[1] == "Ash Law LLP\nBirch Law LLP\nCedar Law LLP"
    assert [issue.line for issue in found.said("names a supplier and nothing else")] == [5, 6]


def test_one_amount_merged_over_several_contracts_counts_once(tmp_path):
    header = HEADER.split(",")
    rows = [
        ["1", "Home care north", "Oakfield Ltd", 400_000, "2025-04-01", "2029-03-31", "Ambleford Council"],
        ["2", "Home care south", "Elm Ltd", None, "2025-04-01", "2029-03-31", "Ambleford Council"],
        ["3", "Respite care", "Ash Ltd", 90_000, "2025-04-01", "2029-03-31", "Ambleford Council"],
    ]
    found = workbook(tmp_path, {"Live": [header, *rows]}, ["D2:D3"])
    assert found.values("value_gbp") == [400_000, None, 90_000]
    said = found.said("is merged over several rows")
    assert [(issue.line, issue.value) for issue in said] == [(3, "400000")]


@pytest.mark.parametrize(("unit", "pounds"), [("(£)", 400_000), ("(£000)", 400_000_000), ("£k", 400_000_000)])
def test_a_row_of_units_below_the_header_is_part_of_it(tmp_path, unit, pounds):
    units = f",,,{unit},(dd/mm/yyyy),(if any),"
    found = register(tmp_path, units, CARE.replace("2029-03-31", "31/03/2029"), header=HEADER)
    assert found.values("value_gbp") == [pounds]
    assert found.values("end_date") == [day("2029-03-31")]


def test_a_first_contract_with_a_negative_amount_in_brackets_is_no_row_of_units(tmp_path):
    found = register(tmp_path, ",,,(400),,,", CARE, REST)
    assert found.values("value_gbp") == [400_000, 600_000]


def test_a_column_that_says_whether_the_provider_is_of_the_nhs_names_no_buyer(tmp_path):
    header = HEADER.replace(",Council", ",NHS / Non NHS")
    rows = [row.replace(row.rpartition(",")[2], "Non NHS") for row in (CARE, REST)]
    assert found_buyers(tmp_path, rows, header) == [None, None]


@pytest.mark.parametrize("kind", ["Non-NHS", "NHS provider", "Council", "NHS", "Police"])
def test_the_kind_of_a_body_alone_names_none(tmp_path, kind):
    header = HEADER.replace(",Council", ",Origin")
    rows = [row.replace(row.rpartition(",")[2], kind) for row in (CARE, REST)]
    assert found_buyers(tmp_path, rows, header) == [None, None]


def found_buyers(tmp_path, rows, header):
    return register(tmp_path, *rows, header=header).values("buyer")


def test_an_organisation_that_is_a_company_supplies_where_no_other_column_says_who(tmp_path):
    header = "Ref,Contract Title,Organisation,Total Contract Value,Start Date,End Date"
    rows = [row.rpartition(",")[0] for row in (CARE, REST)]
    found = register(tmp_path, header, *rows, header="Ambleford Borough Council contracts,,,,,")
    assert found.values("supplier") == ["Oakfield Care Ltd", "Elm Care Ltd"]
    assert found.values("buyer") == ["Ambleford Borough Council"] * 2


def test_a_contracting_organisation_buys(tmp_path):
    header = HEADER.replace(",Council", ",Contracting Organisation")
    rows = [row.replace("Ambleford Council", "Benefits Review Agency") for row in (CARE, REST)]
    assert found_buyers(tmp_path, rows, header) == ["Benefits Review Agency"] * 2


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Lots 1 & 3: Oakfield Ltd, Lot 2: Elm Ltd", ("Oakfield Ltd", "Elm Ltd")),
        ("Lots 1-3: Oakfield Ltd; Lot 4: Elm Ltd", ("Oakfield Ltd", "Elm Ltd")),
        ("Lots 1, 2 and 4 - Oakfield Ltd", ("Oakfield Ltd",)),
        ("Ash LLP, Birch LLP and Cedar & Co Solicitors", ("Ash LLP", "Birch LLP", "Cedar & Co Solicitors")),
        ("Ash Ltd, Birch plc & Cedar Group", ("Ash Ltd", "Birch plc", "Cedar Group")),
        ("Ash Law LLP and Birch Law LLP", ("Ash Law LLP", "Birch Law LLP")),
        ("Lot 1 Removals Ltd", ("Lot 1 Removals Ltd",)),
        ("Ash, Birch and Cedar LLP", ("Ash, Birch and Cedar LLP",)),
        ("Marks and Spencer plc", ("Marks and Spencer plc",)),
    ],
)  # fmt: skip
def test_names_of_several_lots_and_the_last_of_a_list(cell, names):
    assert suppliers.names(cell) == names


@pytest.mark.parametrize(
    "cell",
    [
        "Various taxi operators (see annex)",
        "Various IFAs",
        "Several local carers",
        "Various foster agencies - see list",
    ],
)
def test_various_of_a_kind_names_nobody(cell):
    assert suppliers.names_nobody(cell)


@pytest.mark.parametrize(
    "cell", ["Various Things Ltd", "Several Degrees Group", "Various & Sons Builders Ltd", "Many Hands"]
)
def test_a_firm_called_various_is_named(cell):
    assert not suppliers.names_nobody(cell)


def test_no_extension_in_a_column_of_last_days_is_no_lost_cell(tmp_path):
    header = HEADER.replace("End Date", "End Date,Final expiry (if all extensions taken)")
    rows = [CARE.replace("2029-03-31", "2029-03-31,No extension"), REST.replace("2029-03-31", "2029-03-31,2030-03-31")]
    found = register(tmp_path, *rows, header=header)
    assert not [issue for issue in found.issues if issue.unread]


@pytest.mark.parametrize("names", ["2025/26,2026/27", "FY25/26 £,FY26/27 £"])
def test_columns_called_by_a_financial_year_alone_hold_its_value(tmp_path, names):
    header = HEADER.replace("Total Contract Value", names)
    rows = [
        "1,Home care,Oakfield Care Ltd,200000,220000,2025-04-01,2027-03-31,Ambleford Council",
        "2,Respite care,Elm Care Ltd,,50000,2026-04-01,2027-03-31,Ambleford Council",
        "3,Day care,Ash Care Ltd,70000,70000,2025-04-01,2029-03-31,Ambleford Council",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp") == [None, 420_000, 50_000]
    assert [issue.line for issue in found.said("not those of the whole term")] == [4]


def test_columns_of_years_that_count_something_else_are_no_value(tmp_path):
    header = HEADER.replace("Total Contract Value", "2025/26,2026/27")
    row = "1,Home care,Oakfield Care Ltd,Yes,No,2025-04-01,2027-03-31,Ambleford Council"
    found = register(tmp_path, row, header=header)
    assert found.values("value_gbp") == [None]
    assert found.said("No money can be given")


def test_an_amount_a_month_of_a_contract_shorter_than_a_year(tmp_path):
    header = HEADER.replace("Total Contract Value", "Monthly cost")
    rows = [
        "1,Night shelter,Oakfield Care Ltd,10000,2025-11-01,2026-02-28,Ambleford Council",
        "2,Respite care,Elm Care Ltd,10000,2025-04-01,2027-03-31,Ambleford Council",
    ]
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp")[0] == pytest.approx(40_000, rel=0.02)
    assert found.values("annual_gbp")[0] == pytest.approx(40_000, rel=0.02)
    assert found.values("annual_gbp")[1] == 120_000
    assert found.said("is shorter than a year")[0].line == 2


@pytest.mark.parametrize(("cells", "pounds"), [("40000,£12000 a month", 40_000), ("£10000 a month,48000", 39_425.05)])
def test_the_period_of_an_amount_is_that_of_the_one_without_vat(tmp_path, cells, pounds):
    """From 1 November to 28 February are 120 days: £120,000 a year makes 120,000 * 120 / 365.25 of it."""
    header = HEADER.replace("Total Contract Value", "Annual cost (ex VAT),Annual cost (inc VAT)")
    row = f"1,Night shelter,Oakfield Care Ltd,{cells},2025-11-01,2026-02-28,Ambleford Council"
    assert register(tmp_path, row, header=header).values("value_gbp") == [pounds]


def test_what_the_length_says_of_options_is_not_called_unknown(tmp_path):
    header = HEADER + ",Duration"
    found = register(tmp_path, CARE + ",4+1+1", header=header)
    assert found.values("latest_end_date") == [day("2031-03-31")]
    assert found.said("Extensions are known only where a cell of the length or of the end states them")
