"""Registers as officers, reporters and procurement teams send them, each with the value right by hand."""

import pytest
from own_reading import day, register, workbook

DAYS = "01/04/2024,31/03/2028"  # four years
NAMED = "Title,Supplier,Start date,End date"


def sums(tmp_path, column, cell, more="", also=""):
    """Read two contracts of four years with a column of money, and with another column beside it."""
    rows = [f"{title},{title} Ltd,{DAYS},{cell}{also}" for title in ("Cleaning", "Security")]
    return register(tmp_path, *rows, header=f"{NAMED},{column}{more}")


@pytest.mark.parametrize(
    ("often", "a_year"),
    [
        (("per annum", "per month"), [12_000, 144_000]),
        (("p.a.", "one-off"), [12_000, 3_000]),
        (("Monthly", "Monthly"), [3_000, 3_000]),  # in parts of the whole
        (("Once a year", "Twice a year"), [3_000, 3_000]),
    ],
)
def test_a_frequency_that_says_per_annum_or_per_month_is_that_of_the_sum(tmp_path, often, a_year):
    rows = [
        f"{title},{title} Ltd,{DAYS},12000,{each}" for title, each in zip(("Cleaning", "Security"), often, strict=True)
    ]
    found = register(tmp_path, *rows, header=f"{NAMED},Contract sum,Frequency")
    assert found.values("annual_gbp") == pytest.approx(a_year, rel=0.001)


@pytest.mark.parametrize(
    ("column", "often"),
    [
        ("Total contract value", "Frequency"),
        ("Contract value", "Payment frequency"),
        ("Contract value", "Visit frequency"),
    ],
)
def test_a_frequency_beside_a_total_or_of_something_else_is_not(tmp_path, column, often):
    found = sums(tmp_path, column, "12000", f",{often}", ",per annum")
    assert found.values("annual_gbp") == pytest.approx([3_000, 3_000], rel=0.001)


@pytest.mark.parametrize(
    "column", ["Spend 2025/26", "25/26 spend", "Paid 2025/26", "Spend 2025", "Total spend 2025/26"]
)
def test_what_was_spent_in_one_year_is_not_the_value_of_the_term(tmp_path, column):
    found = sums(tmp_path, column, "£12000")
    assert found.values("value_gbp") == [None, None]
    assert found.values("annual_gbp") == [None, None]


@pytest.mark.parametrize(
    "column", ["Annual spend 2025/26", "Value 2025/26", "Spend per annum (2025/26)", "Forecast spend 2026/27"]
)
def test_a_yearly_amount_with_a_year_in_its_name_stays_one(tmp_path, column):
    assert sums(tmp_path, column, "£12000").values("annual_gbp") == [12_000, 12_000]


@pytest.mark.parametrize(
    ("columns", "cells", "a_year"),
    [
        ("Unitary charge (£m)", "4.0", 4e6),
        ("Unitary charge 2026/27 (£m),Total nominal value (£m)", "4.0,18.2", 4e6),
        ("Monthly unitary charge", "£100000", 1.2e6),
        ("Unitary payment,Contract value", "£4000000,£18000000", 4e6),
        ("Total unitary charge", "£4000000", 1e6),
        ("Aggregate unitary payments", "£16000000", 4e6),
        ("NPV of unitary charge,Unitary charge", "£90000000,£4000000", 4e6),
        ("Annual value,Unitary charge 2025/26", "£4000000,£4200000", 4e6),
    ],
)
def test_a_unitary_charge_is_paid_each_year(tmp_path, columns, cells, a_year):
    found = sums(tmp_path, columns, cells)
    assert found.values("annual_gbp") == pytest.approx([a_year] * 2, rel=0.001)


@pytest.mark.parametrize(
    ("columns", "cells", "a_year"),
    [
        ("Annual payment by council", "£12000", 12_000),
        ("Monthly payment", "£1000", 12_000),
        ("Monthly payment,Annual value", "£1050,£12000", 12_000),
        ("Annual payment to council", "£12000", None),
        ("Annual payment from operator", "£12000", None),
        ("Monthly payments made,Contract value", "£900,£48000", 12_000),
        ("Annual payment method,Contract value", "Direct debit,£48000", 12_000),
    ],
)
def test_a_yearly_payment_is_an_amount_by_whom_it_is_paid(tmp_path, columns, cells, a_year):
    read = sums(tmp_path, columns, cells).values("annual_gbp")
    assert read == ([None] * 2 if a_year is None else pytest.approx([a_year] * 2, rel=0.001))


@pytest.mark.parametrize(
    ("columns", "cells", "latest"),
    [
        (
            "Original end date,Extended to,Further extension possible?",
            "31/03/2026,31/03/2027,Yes - 1 year",
            "2028-03-31",
        ),
        ("Original end date,Extended to,Extension options", "31/03/2025,31/03/2027,2 years", "2027-03-31"),
        ("End date,Further extension", "31/03/2027,12 months", "2028-03-31"),
    ],
)
def test_a_further_extension_begins_behind_the_one_that_was_taken(tmp_path, columns, cells, latest):
    header = f"Title,Supplier,Start date,{columns},Annual value"
    found = register(tmp_path, f"Cleaning,Oak Ltd,01/04/2022,{cells},£10000", header=header)
    read = found.values("latest_end_date")[0] or found.values("end_date")[0]
    assert read == day(latest)


def bought_by(tmp_path, buyer):
    others = [f"{n},Fleet {n},Elm Ltd,{DAYS},Exshire County Council,9000" for n in (2, 3)]
    header = f"Ref,{NAMED},Contracting authority,Annual value"
    return register(tmp_path, f"1,Cleaning,Oak Ltd,{DAYS},{buyer},10000", *others, header=header)


@pytest.mark.parametrize("several", ["Joint", "Both forces", "Shared", "All authorities"])
def test_who_buys_together_is_no_body_of_that_name(tmp_path, several):
    found = bought_by(tmp_path, several)
    assert found.values("buyer")[0] is None
    assert [issue.value for issue in found.said("names no one public body")] == [several]


@pytest.mark.parametrize("body", ["Joint Fire Control Board", "All Saints Academy", "Shared Services Partnership"])
def test_a_body_whose_name_begins_so_is_one(tmp_path, body):
    assert bought_by(tmp_path, body).values("buyer")[0] == body


@pytest.mark.parametrize(
    ("column", "start"), [("Since", "2024-04-01"), ("In place since", "2024-04-01"), ("Customer since", None)]
)
def test_since_when_a_contract_runs_is_its_first_day(tmp_path, column, start):
    found = register(
        tmp_path,
        "Cleaning,Oak Ltd,1 April 2024,31 March 2028,10000",
        header=f"Title,Supplier,{column},Until,Annual value",
    )
    assert found.values("start_date") == [start and day(start)]


@pytest.mark.parametrize(
    ("routes", "titles"),
    [
        (("Market Arden - Upton", "School bus 4"), ["Market Arden - Upton", "School bus 4"]),
        (("Town Centre - Market Place", "Station - Hospital"), ["Station - Hospital", "Town Centre - Market Place"]),
        (("Soft market test - open", "Quotation - three"), []),
        (("Marketplace - spot", "Route to market - spot"), []),
    ],
)
def test_a_place_called_market_is_no_way_to_buy(tmp_path, routes, titles):
    found = [f"{route},Oak Ltd,{DAYS},10000" for route in routes]
    header = "Route,Operator,Start date,End date,Annual cost"
    try:
        assert register(tmp_path, *found, header=header).values("title") == titles
    except ValueError:
        assert titles == []


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Ashgrove Homes Ltd", "Ashgrove Homes Ltd"),
        ("Contracts register of Tarn Housing Association Limited", "Tarn Housing Association Limited"),
        ("Exshire County Council Limited edition register", "Exshire County Council"),
    ],
)
def test_the_form_of_a_landlord_that_is_a_company_is_part_of_its_name(tmp_path, line, body):
    found = register(tmp_path, f"{NAMED},Annual value", f"Cleaning,Oak Ltd,{DAYS},10000", header=f"{line},,,,")
    assert found.values("buyer") == [body]


@pytest.mark.parametrize(
    ("cell", "form"), [("Grant", "grant"), ("Grant funded", "contract"), ("NHS Standard", "contract")]
)
def test_a_grant_among_contract_types_counts_however_few_there_are(tmp_path, cell, form):
    rows = [f"{n},Care {n},Elm Ltd,{DAYS},9000,NHS Standard" for n in (2, 3, 4)]
    found = register(
        tmp_path, f"1,Advice,Oak Ltd,{DAYS},10000,{cell}", *rows, header=f"Ref,{NAMED},Annual value,Contract type"
    )
    assert found.values("instrument")[0] == form


def test_a_list_of_waivers_beside_a_register_is_said_to_be_one(tmp_path):
    listed = [NAMED.split(","), ["Cleaning", "Oak Ltd", "01/04/2024", "31/03/2028"]]
    waived = [
        ["Waiver ref", "Title", "Supplier", "Amount", "Reason for waiver"],
        ["W1", "Repair", "Elm Ltd", 9000, "Urgent"],
    ]
    found = workbook(tmp_path, {"Register": listed, "Waivers": waived})
    assert [issue.path for issue in found.said("lists waivers")] == ["Waivers!Waiver ref"]


@pytest.mark.parametrize(
    ("option", "latest"),
    [
        ("One year at the Council's discretion", "2029-03-31"),
        ("2 x 12 months by mutual agreement", "2030-03-31"),
        ("1 year, at the sole discretion of the Council", "2029-03-31"),
        ("At the Council's discretion", "2028-03-31"),
        ("No further extensions", "2028-03-31"),
    ],
)
def test_who_may_take_an_option_is_no_part_of_its_length(tmp_path, option, latest):
    found = register(
        tmp_path,
        f"Cleaning,Oak Ltd,{DAYS},10000,{option.replace(',', '')}",
        header=f"{NAMED},Annual value,Extension option",
    )
    read = found.values("latest_end_date")[0] or found.values("end_date")[0]
    assert read == day(latest)


@pytest.mark.parametrize("supplier", ["Various local suppliers - no contract", "Several firms (no contracts)"])
def test_no_contract_behind_various_suppliers_names_nobody(tmp_path, supplier):
    found = register(tmp_path, f"Windows,{supplier},{DAYS},10000", header=f"{NAMED},Annual value")
    assert found.values("suppliers") == [None]
    assert len(found.said("names nobody")) == 1


@pytest.mark.parametrize(("status", "said"), [("Holding over", 0), ("Held over", 0), ("Held", 1)])
def test_a_contract_that_is_held_over_runs_on(tmp_path, status, said):
    found = register(
        tmp_path, f"Hostel,Oak Ltd,01/04/2020,31/03/2025,10000,{status}", header=f"{NAMED},Annual value,Status"
    )
    assert found.values("stage") == ["awarded"]
    assert len(found.said("says that it waits") + found.said("is no status")) == said
