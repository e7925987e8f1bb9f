"""A register of a reader's own: each fault that a real file showed, with the value that is right and what is said."""

import io
import json
import os
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from own_reading import CARE, HEADER, REST, Read, day, register
from reading import FIXTURES

from data.load import own_file, upload
from data.load.in_memory import contracts
from data.model.issues import CAUTION
from data.model.money import STANDARD_VAT_RATIO
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.matching import guess, of_names
from data.readers.own_register.one_row import status as status_of_row
from data.readers.tables.dispatch import read_file
from data.table import contract_rows, piece_reader


def test_the_buyer_is_the_body_and_never_an_officer_or_a_code(tmp_path):
    header = "Ref,Contract Title,Supplier,Total Contract Value,Start Date,End Date,{}"
    row = "1,Home care,Oakfield Care Ltd,400000,2025-04-01,2029-03-31,A. Example,Ambleford Council"
    for columns in ("Council lead officer,Purchasing Body", "Organisation Code,Organisation Name",
                    "Organisation URI,Organisation Label"):  # fmt: skip
        found = register(tmp_path, row, header=header.format(columns))
        assert found.values("buyer") == ["Ambleford Council"]
        assert found.said("is not used", columns.split(",")[0])


def test_a_register_that_names_no_buyer_says_what_that_does(tmp_path):
    found = register(tmp_path, CARE.rpartition(",")[0], header=HEADER.rpartition(",")[0])
    assert found.values("buyer") == [None]
    [said] = found.said("gives the public body", "no column")
    assert "each is in doubt" in said.problem
    named = register(
        tmp_path,
        CARE.rpartition(",")[0],
        header=HEADER.rpartition(",")[0],
        mapping=of_names({"title": "Contract Title", "buyer": "=Ambleford Council"}),
    )
    assert named.values("buyer_kind") == ["local"]


def test_what_no_column_gives_is_said_without_how_a_column_would_write_it(tmp_path):
    header = "Contract Title,Purchasing Body,Total Contract Value,Start Date,End Date"
    found = register(tmp_path, "Home care,Ambleford Council,400000,2025-04-01,2029-03-31", header=header)
    [said] = found.said("gives who supplies it", "no column")
    assert said.problem.startswith("gives who supplies it. Who supplies is not known")


def test_a_line_above_the_header_that_names_the_body_is_taken_and_said(tmp_path):
    text = f"Ambleford Borough Council: contracts register\n\n{HEADER.rpartition(',')[0]}\n{CARE.rpartition(',')[0]}\n"
    found = Read(tmp_path, text)
    assert found.values("buyer") == ["Ambleford Borough Council"]
    assert found.said("share the public body, Ambleford Borough Council")


@pytest.mark.parametrize(
    "body",
    ["Northmoor Police and Crime Commissioner", "Tidewell Homes Group", "Northmoor Police", "Larkdale Housing Group",
     "Fellshire Pension Fund", "Department for Transport", "Environment Agency", "Northern Ireland Housing Executive"],
)  # fmt: skip
def test_a_body_is_named_in_full(tmp_path, body):
    text = f"{body} - contracts register\n\n{HEADER.rpartition(',')[0]}\n{CARE.rpartition(',')[0]}\n"
    assert Read(tmp_path, text).values("buyer") == [body]


@pytest.mark.parametrize(
    "header",
    [
        "Business Unit Description,Expense Code Description,GL Date,Document No,Invoice No,Invoiced Value,Supplier Name",  # noqa: E501
        "Body Name,Service Area,Expense Type,Payment Date,Transaction Number,Net Amount,Supplier Name,Description",
        "Description,Supplier,Clearing Date,Amount",
        "Purpose,Vendor,Posting Date,Cheque No,Value",
    ],
)
def test_payments_are_no_contracts(tmp_path, header):
    found = register(tmp_path, ",".join("1" for _ in header.split(",")), header=header)
    assert len(found.all) == 0
    assert found.said("lists payments, not contracts")


@pytest.mark.parametrize(
    "foot",
    [",Grand Total,,1000000,,,", "Total,,,1000000,,,", ",,Total,1000000,,,", ",,,1000000,,,", ',,TOTAL:,"£1,000,000",,,',  # noqa: E501
     ",Total of all contracts,,1000000,,,", "Adult services total,,,1000000,,,", ",,,1000000,TOTAL,,",
     ",,,1000000,,Sum:,"],
)  # fmt: skip
def test_a_total_is_no_contract(tmp_path, foot):
    found = register(tmp_path, CARE, REST, foot)
    assert found.values("value_gbp") == [400_000, 600_000]
    [left] = [i for i in found.issues if i.done.startswith("left out")]
    assert left.line == 4 and not left.unread


def test_a_total_that_no_sum_confirms_is_no_contract_where_it_holds_nothing_else(tmp_path):
    credit = CARE.replace("1,Home care for older people", "3,Beds").replace("400000", "-1000")
    found = register(tmp_path, CARE, credit, ",Total Adults,,400000,,,", ",Total mobile app,Elm Ltd,5000,,,")
    assert sorted(found.values("title")) == ["Beds", "Home care for older people", "Total mobile app"]
    assert [i.line for i in found.said("is called a total")] == [4]


@pytest.mark.parametrize("name", ["Total Adults and Communities", "Subtotal \u2013 Adults", "Sub-total \u2014 Adults"])
def test_a_total_with_a_name_behind_it_is_no_contract(tmp_path, name):
    found = register(tmp_path, CARE, REST, f",{name},,1000000,,,", CARE.replace("1,", "3,", 1).replace("400000", "7"))
    assert sorted(found.values("value_gbp")) == [7, 400_000, 600_000]
    assert [i.line for i in found.issues if i.done.startswith("left out")] == [4]


def test_money_that_comes_back_is_no_contract(tmp_path):
    refund = CARE.replace("1,Home care for older people", "3,Refund of overpaid charge").replace(
        "400000", '"£(14,250)"'
    )
    found = register(tmp_path, CARE, refund)
    assert found.values("title") == ["Home care for older people"]
    assert [i.line for i in found.said("money that comes back")] == [3]


def test_a_contract_that_is_called_total_is_one(tmp_path):
    found = register(tmp_path, CARE.replace("Home care for older people", "Total facilities management"))
    assert found.values("title") == ["Total facilities management"]


@pytest.mark.parametrize(
    "note", ["Note: values exclude VAT,,,,,,", ",(c) Ambleford Council 2026,,,,,", "Adult services,,,,,,"]
)
def test_a_note_or_heading_is_no_contract(tmp_path, note):
    found = register(tmp_path, CARE, note, REST)
    assert len(found.all) == 2
    assert found.said("holds one cell alone")


def test_a_header_that_is_repeated_is_no_contract(tmp_path):
    found = register(tmp_path, CARE, HEADER, REST)
    assert len(found.all) == 2
    assert found.said("repeats the header")


def test_a_row_for_each_supplier_is_one_contract(tmp_path):
    row = "7,Residential care beds,{},4000000,2025-04-01,2029-03-31,Ambleford Council"
    found = register(tmp_path, *(row.format(n) for n in ("Oakfield Care Ltd", "Elm Care Ltd", "Ash Care Ltd")))
    assert found.values("value_gbp") == [4_000_000]
    assert found.values("supplier") == ["Oakfield Care Ltd; Elm Care Ltd; Ash Care Ltd"]
    assert len(found.said("with another supplier")) == 2


def test_lots_of_one_number_are_contracts_of_their_own(tmp_path):
    rows = [f"7,Care beds,{n},{n}000000,2025-04-01,2029-03-31,Ambleford Council,Lot {n}" for n in (1, 2)]
    found = register(tmp_path, *rows, header=HEADER + ",Lot")
    assert sorted(found.values("value_gbp")) == [1_000_000, 2_000_000]


def test_lots_that_repeat_one_amount_are_counted_and_said_first(tmp_path):
    rows = [f"7,Care beds,Oak {n} Ltd,4000000,2025-04-01,2029-03-31,Ambleford Council,Lot {n}" for n in (1, 2)]
    found = register(tmp_path, *rows, header=HEADER + ",Lot")
    assert found.values("value_gbp") == [4_000_000, 4_000_000]
    assert [i.done for i in found.said("as where each lot or supplier repeats")] == ["look at this before the figure"]


@pytest.mark.parametrize(
    ("amounts", "said"), [((6, 4, 2), [(4, "6,000.00")]), ((4, 2, 6), [(4, "6,000.00")]), ((6, 4, 1), []), ((6, 6), [])]
)
def test_an_agreement_that_stands_beside_its_lots_is_said(tmp_path, amounts, said):
    rows = [
        f"7,Care beds {n},Oak {n} Ltd,{thousands}000,2025-04-01,2029-03-31,Ambleford Council"
        for n, thousands in enumerate(amounts)
    ]
    found = register(tmp_path, *rows)
    assert found.values("value_gbp") == [1000 * thousands for thousands in amounts]
    assert [(i.line, i.value) for i in found.said("is the sum of the other rows")] == said
    assert bool(found.said("an agreement stands above its lots")) == bool(said)


def test_another_number_of_one_register_is_another_contract(tmp_path):
    same = ",Home care block contract,Oakfield Care Ltd,400000,2025-04-01,2029-03-31,Ambleford Council"
    found = register(tmp_path, "C1" + same, "C2" + same, "C1" + same)
    assert found.values("value_gbp") == [400_000, 400_000]
    assert len(found.said("was read before")) == 1


@pytest.mark.parametrize(
    ("header", "cell", "pounds"),
    [
        ("Total Contract Value (£000)", "1200", 1_200_000), ("Total Value £k", '"1,200"', 1_200_000),
        ("Contract Value (£m)", "1.2", 1_200_000), ("Value (£'000s)", '"£1,200"', 1_200_000),
        ("Value in thousands", "1200", 1_200_000), ("Contract Value (£000)", "£1.2m", 1_200_000),
        ("Total Contract Value (all years)", "1200000", 1_200_000), ("Contract cost", "£1.2 million", 1_200_000),
        ("Contract Price", '"1,200,000 + VAT"', 1_200_000), ("Contract Sum", "approx £1.2m", 1_200_000),
        ("Value", "£1200k", 1_200_000), ("TotalContractValue", "GBP 1200000.00", 1_200_000),
        ("Value band", '"£1,000,000 - £1,500,000"', 1_000_000), ("Contract Value", "£300k per annum", 1_200_000),
        ("Contract Value", '"£25,000 per month"', 1_200_000), ("Value", '"£1,200,000 over 4 years"', 1_200_000),
    ],
)  # fmt: skip
def test_an_amount_has_its_unit(tmp_path, header, cell, pounds):
    row = CARE.replace("400000", cell)
    found = register(tmp_path, row, header=HEADER.replace("Total Contract Value", header))
    assert found.values("value_gbp") == [pytest.approx(pounds, rel=1e-3)]
    assert "pounds over the whole term" in found.column(header)


@pytest.mark.parametrize(
    ("header", "cell", "annual"),
    [("Est Annual Spend (£k)", "100", 100_000), ("Cost p.a.", "£100k", 100_000), ("Monthly cost", "£10000", 120_000),
     ("Annual value (inc VAT)", "120000", 100_000)],
)  # fmt: skip
def test_a_yearly_amount_has_its_period(tmp_path, header, cell, annual):
    found = register(tmp_path, CARE.replace("400000", cell), header=HEADER.replace("Total Contract Value", header))
    assert found.values("annual_gbp") == [pytest.approx(annual)]
    assert found.values("value_gbp") == [pytest.approx(4 * annual, rel=1e-3)]


def test_yearly_and_whole_that_disagree_by_a_thousand_are_said_first(tmp_path):
    rows = [f"{n},Home care {n},Oakfield Ltd,{n}00000,{n}25,2025-04-01,2029-03-31,Ambleford Council" for n in (1, 2, 3)]
    found = register(tmp_path, *rows, header=HEADER.replace("Value,", "Value,Annual value,"))
    [caution] = [i for i in found.issues if i.done == "look at this before the figure"]
    assert "3 of 3 rows" in caution.problem and "100 times smaller" in caution.problem


@pytest.mark.parametrize(
    ("columns", "cells", "net", "basis"),
    [
        ("Contract Value (inc VAT),Contract Value (exc VAT)", "480000,400000", 400_000, "ex"),
        ("Contract Value exc. VAT,Contract Value inc. VAT", "400000,480000", 400_000, "ex"),
        ("Value excl. VAT,Total incl. VAT", "400000,410000", 400_000, "ex"),
        ("Gross value,Notes", "480000,x", 400_000, "inc"), ("Net contract value,Notes", "400000,x", 400_000, "ex"),
        ("Value,VAT included?", "480000,Yes", 400_000, "inc"), ("Value,VAT", "£400k ex VAT,x", 400_000, "ex"),
        ("Contract Value,VAT that cannot be recovered", "400000,0", 400_000, "unknown"),
    ],
)  # fmt: skip
def test_vat_is_read_where_it_is_said(tmp_path, columns, cells, net, basis):
    found = register(tmp_path, CARE.replace("400000", cells), header=HEADER.replace("Total Contract Value", columns))
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([net], [basis])


def test_a_line_beside_the_table_may_say_unit_and_vat(tmp_path):
    found = Read(tmp_path, f"All values in £000 excluding VAT\n{HEADER}\n{CARE.replace('400000', '400')}\n")
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([400_000], ["ex"])
    assert found.said("as a line beside the table says")


def test_the_extended_value_goes_before_the_original(tmp_path):
    columns = "Original Contract Value,Extended Contract Value"
    found = register(
        tmp_path, CARE.replace("400000", "300000,400000"), header=HEADER.replace("Total Contract Value", columns)
    )
    assert found.values("value_gbp") == [400_000]
    assert "before any extension" in found.column("Original Contract Value")


def test_a_value_without_the_options_is_divided_by_the_first_term(tmp_path):
    header = HEADER.replace("Total Contract Value", "Contract Value (excluding extensions)") + ",Maximum end date"
    found = register(tmp_path, CARE + ",2031-03-31", header=header)
    assert found.values("annual_gbp") == [pytest.approx(100_000, rel=1e-3)]
    assert found.values("latest_end_date") == [day("2031-03-31")]


def test_nought_beside_a_yearly_value_states_nothing(tmp_path):
    columns = "Annual Contract Value,Contract Value"
    found = register(
        tmp_path, CARE.replace("400000", "250000,0"), header=HEADER.replace("Total Contract Value", columns)
    )
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([250_000], [pytest.approx(1_000_000, rel=1e-3)])
    assert found.said("is nought beside a yearly amount")


@pytest.mark.parametrize("total", ["(75)", "-75"])
def test_a_negative_total_beside_a_yearly_value_leaves_that(tmp_path, total):
    header = HEADER.replace("Total Contract Value", "Annual (£k),Total (£k)")
    found = register(tmp_path, CARE.replace("400000", f"25,{total}"), header=header)
    assert (found.values("annual_gbp"), found.values("value_gbp")) == ([25_000], [pytest.approx(100_000, rel=1e-3)])
    [said] = found.said("is negative")
    assert (said.value, said.done) == ("-75,000.00", "made missing; the yearly amount stands")


def test_a_negative_total_alone_is_no_value(tmp_path):
    found = register(tmp_path, CARE.replace("400000", "-400000"))
    assert (found.values("annual_gbp"), found.values("value_quality")) == ([None], ["placeholder"])


@pytest.mark.parametrize("name", ["Value type", "Value of contract (Annual / Total)", "Basis of value"])
@pytest.mark.parametrize(
    ("cell", "annual", "whole"),
    [("Annual", 400_000, 1_600_000), ("Total", 100_000, 400_000), ("Per month", 4_800_000, 19_200_000),
     ("Day rate", None, None), ("", 100_000, 400_000)],
)  # fmt: skip
def test_what_an_amount_is_for_may_stand_beside_it(tmp_path, name, cell, annual, whole):
    found = register(tmp_path, f"{CARE},{cell}", f"{REST},Annual", header=f"{HEADER},{name}")
    assert found.values("annual_gbp")[0] == (pytest.approx(annual, rel=1e-3) if annual else None)
    assert found.values("value_gbp")[0] == (pytest.approx(whole, rel=1e-3) if whole else None)
    assert found.values("annual_gbp")[1] == 600_000
    assert "what the amount of the row is for" in found.column(name)
    assert bool(found.said("is a rate, as another column says")) == (cell == "Day rate")


CODE = "Sum to be paid over the length of the contract or the estimated annual spending or budget for the contract"


@pytest.mark.parametrize(("name", "both"), [(CODE, True), ("Annual / Total Value", True), ("Total Value", False)])
def test_a_column_that_may_hold_yearly_and_whole_amounts_is_said_to(tmp_path, name, both):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", name))
    assert bool(found.said("may hold amounts of a year as well as of the whole term")) == both


def test_how_often_it_is_paid_does_not_say_what_an_amount_is_for(tmp_path):
    found = register(tmp_path, f"{CARE},Monthly", header=f"{HEADER},Payment frequency")
    assert found.values("value_gbp") == [400_000]
    assert not found.column("Payment frequency")


@pytest.mark.parametrize("currency", ["£", "Sterling", "gbp", "GBP", "Pounds", ""])
def test_pounds_by_any_name_are_pounds(tmp_path, currency):
    found = register(tmp_path, f"{CARE},{currency}", header=f"{HEADER},Currency")
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£1,2000,000", None), ("1,234,56", None), ("£12,50000.00", None), ("£1,200,000", 1_200_000), ("1200,50", 1200.5)],
)
def test_commas_that_part_no_thousands_are_said_and_not_read(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'))
    assert found.values("value_gbp") == [pounds]
    assert bool(found.said("commas that do not part thousands")) == (pounds is None)


@pytest.mark.parametrize("cell", ["TBC", "see framework", "£500 per day", "under £25k", "#REF!", "12.3.4"])
def test_an_amount_that_cannot_be_read_is_missing_and_said(tmp_path, cell):
    found = register(tmp_path, CARE.replace("400000", cell))
    assert found.values("value_gbp") == [None]
    [said] = [i for i in found.issues if i.unread]
    assert (said.line, said.path, said.value) == (2, "Total Contract Value", cell)


END = date(2029, 3, 31)
WRITTEN = [
    "31-Mar-2029", "31-Mar-29", "31st March 2029", "31/03/2029 00:00:00", "2029/03/31", "31-03-29", "31.03.2029", "47208",  # noqa: E501
    "31 March 2029", "Saturday 31 March 2029", "March 2029", "Mar-29", "2029-03", "31/3/29", "20290331", "2028/29",
    "until 31/03/2029", "31/03/2029 (plus 2 years)", "2029-03-31T00:00:00", "47208.0", "'31 Mar 2029",
]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ["Start: 01/04/2025 End: 31/03/2029 Review: 01/01/2028", "01/04/2025 - 31/03/2029 (review 01/01/2028)",
     "1 April 2025 to 31 March 2029, reviewed 1 January each year", "01/04/2025 to 31/03/2029"],
)  # fmt: skip
def test_start_end_and_review_dates_in_one_cell(tmp_path, cell):
    """The Local Government Transparency Code 2015 asks for them in these words."""
    columns = HEADER.replace("Start Date,End Date", '"Start, end and review dates"')
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", f'"{cell}"'), header=columns)
    assert found.values("start_date") == [pd.Timestamp(2025, 4, 1)]
    assert found.values("end_date") == [pd.Timestamp(END)]


@pytest.mark.parametrize("cell", WRITTEN)
def test_a_date_as_people_write_it(tmp_path, cell):
    found = register(tmp_path, CARE.replace("2029-03-31", cell))
    assert found.values("end_date") == [pd.Timestamp(END)]


@pytest.mark.parametrize("cell", ["TBC", "soon", "29/02/2029", "31/03/26 or 31/03/27", "#REF!"])
def test_a_date_that_cannot_be_read_is_said_and_costs_itself(tmp_path, cell):
    found = register(tmp_path, *[CARE.replace("2029-03-31", cell).replace("1,", f"{n},", 1) for n in (1, 3, 4)], REST)
    assert sorted(map(str, found.values("end_date"))) == ["2029-03-31 00:00:00", "None", "None", "None"]
    assert [(i.line, i.path, i.value) for i in found.issues if i.unread] == [(n, "End Date", cell) for n in (2, 3, 4)]


@pytest.mark.parametrize("cell", ["Rolling", "Ongoing", "31/12/9999", "No end date", "31/12/2099"])
def test_an_open_end_is_no_end(tmp_path, cell):
    found = register(tmp_path, CARE.replace("2029-03-31", cell))
    assert found.values("end_date") == [None]
    assert found.said("says that there is no end")


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["03/31/2029", "04/05/2029"], ["2029-03-31", "2029-04-05"]),
        (["31/03/2029", "04/05/2029"], ["2029-03-31", "2029-05-04"]),
        (["04/05/2029", "05/06/2029"], ["2029-05-04", "2029-06-05"]),
        (["31/03/2029", "03/30/2029", "04/05/2029", "05/05/2029"], ["2029-03-31", "2029-03-30", None, "2029-05-05"]),
    ],
)
def test_the_order_of_day_and_month_is_the_column_s(tmp_path, cells, read):
    rows = [CARE.replace("1,Home", f"{n},{n} Home").replace("2029-03-31", cell) for n, cell in enumerate(cells)]
    found = register(tmp_path, *rows)
    assert found.values("end_date") == [text and day(text) for text in read]
    assert bool(found.said("month first")) == any(cell.split("/")[1] > "12" for cell in cells)
    assert [i.value for i in found.issues if i.unread] == [c for c, r in zip(cells, read, strict=True) if r is None]


@pytest.mark.parametrize(
    ("end", "review", "start"),
    [("3/31/2029", "", "2025-04-01"), ("3/31/2029", "13/2/2028", "2025-01-04"), ("1/3/2029", "", "2025-01-04")],
)
def test_a_first_of_the_month_has_the_order_of_the_other_dates(tmp_path, end, review, start):
    row = CARE.replace("2025-04-01", "4/1/2025").replace("2029-03-31", end) + f",{review}"
    found = register(tmp_path, row, header=HEADER + ",Maximum end date")
    assert found.values("start_date") == [day(start)]
    assert bool(found.said("month first", "Start Date")) == (start == "2025-04-01")


EXTENSIONS = "Contract Reference,Contract Title,Supplier,Total Contract Value,Start Date,End Date,Council,"


@pytest.mark.parametrize(
    ("columns", "cells", "end", "latest"),
    [
        ("Option to extend (months),How many extensions,Extension 1 Taken?,Current Expiry Date", "12,2,Yes,2030-03-31", "2030-03-31", "2031-03-31"),  # noqa: E501
        ("Option to extend (months),How many extensions", "12,2", "2029-03-31", "2031-03-31"),
        ("Extension options", "1+1 years", "2029-03-31", "2031-03-31"),
        ("Extension period", "24 months", "2029-03-31", "2031-03-31"),
        ("Extension (years)", "2", "2029-03-31", "2031-03-31"),
        ("Maximum Contract End Date", "31/03/2031", "2029-03-31", "2031-03-31"),
        ("End date including extensions", "Mar-31", "2029-03-31", "2031-03-31"),
        ("1st extension end date,2nd extension end date", "31/03/2030,31/03/2031", "2029-03-31", "2031-03-31"),
        ("1st extension end date,2nd extension end date", "31/03/2030,", "2029-03-31", "2030-03-31"),
        ("Extension options", "Two further periods of 12 months", "2029-03-31", "2031-03-31"),
        ("Current end date", "2030-03-31", "2030-03-31", None),
        ("Extension end date", "", "2029-03-31", None),
        ("Extension option (months),Extensions taken", "12,1", "2030-03-31", "2030-03-31"),
    ],
)  # fmt: skip
def test_extensions(tmp_path, columns, cells, end, latest):
    row = CARE + "," + cells
    found = register(tmp_path, row, header=EXTENSIONS + columns)
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day(end)], [latest and day(latest)])


@pytest.mark.parametrize(("options", "said"), [("3+1", True), ("2+2", False), ("2+1", False)])
def test_options_as_long_as_the_term_itself_are_said_to_be(tmp_path, options, said):
    found = register(tmp_path, CARE + "," + options, header=EXTENSIONS + "Extension options")
    assert bool(found.said("as long as the term itself")) == said


def test_a_term_gives_the_end_where_none_is_stated(tmp_path):
    header = HEADER.replace("End Date", "Contract length")
    found = register(tmp_path, CARE.replace("2029-03-31", "3+1+1 years"), header=header)
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day("2028-03-31")], [day("2030-03-31")])
    assert found.said("worked out from the first day and the length")


@pytest.mark.parametrize(
    ("length", "end", "latest"),
    [
        ("3 years with an option to extend for 2 years", "2028-03-31", "2030-03-31"),
        ("3 years plus a further 2 years", "2028-03-31", "2030-03-31"),
        ("3 years plus a further year", "2028-03-31", "2029-03-31"),
        ("3 years with an extension of 12 months", "2028-03-31", "2029-03-31"),
        ("4 years (2+1+1)", "2027-03-31", "2029-03-31"),
    ],
)
def test_a_term_with_its_option_in_words(tmp_path, length, end, latest):
    found = register(tmp_path, CARE.replace("2029-03-31", length), header=HEADER.replace("End Date", "Contract Length"))
    assert (found.values("end_date"), found.values("latest_end_date")) == ([day(end)], [day(latest)])


@pytest.mark.parametrize(
    ("heading", "length", "end", "said"),
    [
        ("Contract Length", "4", "2029-03-31", True),
        ("Contract Length", "18", "2026-09-30", True),
        ("Contract Length", "4 years", "2029-03-31", False),
        ("Contract Length (months)", "48", "2029-03-31", False),
    ],
)
def test_a_length_without_a_unit_is_said_to_be_read_as_one(tmp_path, heading, length, end, said):
    found = register(tmp_path, CARE.replace("2029-03-31", length), header=HEADER.replace("End Date", heading))
    assert found.values("end_date") == [day(end)]
    assert [i.problem.partition(":")[0] for i in found.said("a length without a unit")] == ["of 1 row"] * said


def test_a_last_day_far_beyond_the_first_is_said_and_kept(tmp_path):
    found = register(tmp_path, CARE.replace("2029", "2072"), REST)
    assert found.values("end_date") == [day("2072-03-31"), day("2029-03-31")]
    assert [(i.line, i.value) for i in found.said("more than 40 years after the first day")] == [(2, "2072-03-31")]


def test_an_extension_of_unknown_length_that_was_taken_is_said(tmp_path):
    found = register(tmp_path, f"{CARE},Y", REST + ",N", header=f"{HEADER},Extended? Y/N")
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert [i.line for i in found.said("says that it was extended")] == [2]


def test_first_and_last_day_in_one_cell(tmp_path):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", "01/04/2025 - 31/03/2029"), header=header)
    assert (found.values("start_date"), found.values("end_date")) == ([day("2025-04-01")], [day("2029-03-31")])


@pytest.mark.parametrize(
    ("cell", "problem"), [("31/03/2029", "holds one date where two are expected"), ("soon", "is not a date")]
)
def test_one_date_where_two_are_expected_is_said_and_not_read(tmp_path, cell, problem):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    rows = [CARE.replace("2025-04-01,2029-03-31", cell), REST.replace("2025-04-01,", "2025-04-01 to ")]
    found = register(tmp_path, *rows, header=header)
    assert found.values("start_date") == [None, day("2025-04-01")]
    assert found.values("end_date") == [None, day("2029-03-31")]
    assert [i.value for i in found.said(problem)] == [cell]


@pytest.mark.parametrize(
    ("status", "stage", "counted"),
    [("Live", "awarded", 1), ("Planned", "planned", 1), ("Out to tender", "planned", 1), ("Terminated", "superseded", 1),  # noqa: E501
     ("Cancelled", "awarded", 0), ("Purple", "awarded", 1), ("Awarded - not started", "awarded", 1),
     ("On hold", "awarded", 1)],
)  # fmt: skip
def test_a_status_is_read(tmp_path, status, stage, counted):
    found = register(tmp_path, f"{CARE},{status}", header=f"{HEADER},Status")
    assert len(found.rows) == counted
    if counted:
        assert found.values("stage") == [stage]
    assert bool(found.said("no status that is known")) == (status == "Purple")


@pytest.mark.parametrize(("today", "stage"), [("2027-01-01", "superseded"), ("2029-04-01", "awarded")])
def test_a_contract_that_is_over_before_its_last_day_was_ended_early(tmp_path, monkeypatch, today, stage):
    monkeypatch.setattr(status_of_row, "_today", lambda: date.fromisoformat(today))
    found = register(tmp_path, f"{CARE},Expired", header=f"{HEADER},Status")
    assert found.values("stage") == [stage]
    assert bool(found.said("over, before its last day 2029-03-31")) == (stage == "superseded")


def test_what_passed_to_another_supplier_is_taken_as_ended_and_said(tmp_path):
    found = register(tmp_path, f"{CARE},Novated", header=f"{HEADER},Status")
    assert found.values("stage") == ["superseded"]
    assert [i.line for i in found.said("passed to another supplier")] == [2]


def test_what_waits_and_has_no_supplier_is_planned(tmp_path):
    found = register(tmp_path, f"{CARE.replace('Oakfield Care Ltd', '')},On hold", REST, header=f"{HEADER},Status")
    assert found.values("stage") == ["planned", "awarded"]
    assert found.said("waits")


@pytest.mark.parametrize(
    ("remark", "stage", "basis"),
    [("TERMINATED by mutual agreement 31/01/2027", "superseded", "ex"), ("May be terminated early", "awarded", "ex"),
     ("Value shown inc VAT", "awarded", "inc"), ("£2.3m including VAT in all", "awarded", "ex")],
)  # fmt: skip
def test_a_remark_may_say_an_early_end_and_vat(tmp_path, remark, stage, basis):
    header = HEADER.replace("Total Contract Value", "Value (ex VAT)") + ",Notes"
    found = register(tmp_path, f"{CARE},{remark}", header=header)
    assert (found.values("stage"), found.values("vat_basis")) == ([stage], [basis])
    assert found.values("value_gbp") == [333_333.33 if basis == "inc" else 400_000]
    assert len(found.said("says that", "Notes")) == (stage != "awarded") + (basis == "inc")


@pytest.mark.parametrize(
    "cell",
    ["Various", "Various - see DPS list", "Multiple suppliers - see contract", "Redacted", "Withheld s.31(1)",
     "Commercially sensitive", "See attached list", "Spot purchase", "See lots", "Lots as below", "As per lots",
     "In-house", "Internal provision", "Various AQP providers"],
)  # fmt: skip
def test_a_cell_that_names_nobody_is_no_supplier(tmp_path, cell):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cell))
    assert found.values("supplier") == [None]
    assert found.values("supplier_kind") == [None]
    assert [i.line for i in found.said("names nobody")] == [2]


@pytest.mark.parametrize(
    "cell", ["Various Artists Care Ltd", "Unknown Pleasures Ltd", "See Hear Ltd", "Multiple Ltd", "Lots of Care Ltd"]
)
def test_a_name_that_begins_like_nobody_is_one(tmp_path, cell):
    assert register(tmp_path, CARE.replace("Oakfield Care Ltd", cell)).values("supplier") == [cell]


@pytest.mark.parametrize(
    "name",
    ["Contractor/Provider", "Provider", "Successful bidder", "Winning Bidder", "Vendor", "Awarded To", "Supplier Company Name",  # noqa: E501
     "Name of contractor", "Company", "Service Provider"],
)  # fmt: skip
def test_a_supplier_by_many_names(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Supplier", name))
    assert found.values("supplier_kind") == ["private"]


@pytest.mark.parametrize("name", ["Tender Title", "Title of Agreement", "Contract Name", "Project title", "Contract"])
def test_a_title_by_many_names(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Contract Title", name))
    assert found.values("title") == ["Home care for older people"]


def test_an_id_is_no_title(tmp_path):
    header = HEADER.replace("Ref,Contract Title", "Contract Id,Contract Description")
    assert register(tmp_path, CARE, header=header).values("title") == ["Home care for older people"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ('"Oakfield Care Ltd, Elm Care Limited"', "Oakfield Care Ltd; Elm Care Limited"),
        ('"Oakfield Care Ltd\nElm Care Ltd"', "Oakfield Care Ltd; Elm Care Ltd"),
        ("Oakfield Care / Elm Care", "Oakfield Care; Elm Care"), ('"Oakfield Care, Ltd"', "Oakfield Care, Ltd"),
        ('"Smith, Jones & Partners LLP"', "Smith, Jones & Partners LLP"),
        ("Lot 1: Oakfield Care Ltd; Lot 2: Elm Care CIC", "Oakfield Care Ltd; Elm Care CIC"),
        ('"Oakfield Care (Lot 1), Elm Care CIC (Lots 2 and 3)"', "Oakfield Care; Elm Care CIC"),
        ("Oakfield Care Ltd and University of Elm (consortium)", "Oakfield Care Ltd; University of Elm"),
        ("Oakfield Care Ltd (incumbent)", "Oakfield Care Ltd"), ("Elm Action (charity)", "Elm Action (charity)"),
        ('"Oakfield Care Ltd, Unit 4, Oldtown OL1 2AB"', "Oakfield Care Ltd"),
        ('"Oakfield Care Ltd\n1 High Street\nAmbleford\nAB1 2CD"', "Oakfield Care Ltd"),
    ],
)  # fmt: skip
def test_several_suppliers_in_one_cell(tmp_path, cell, names):
    assert register(tmp_path, CARE.replace("Oakfield Care Ltd", cell)).values("supplier") == [names]


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [("Vendor Type", "Charity", "charity"), ("VCSE", "Yes", "charity"), ("Supplier type", "Social enterprise", "mutual"),  # noqa: E501
     ("Supplier Type", "Private company", "private"), ("Type of supplier", "Local authority", "public"), ("SME or VCSE", "SME", "private")],  # noqa: E501
)  # fmt: skip
def test_the_kind_of_supplier_is_the_column_s(tmp_path, column, cell, kind):
    found = register(tmp_path, f"{CARE},{cell}".replace("Oakfield Care Ltd", "Oakfield"), header=f"{HEADER},{column}")
    assert found.values("supplier_kind") == [kind]


def test_columns_of_one_name_the_first_is_used_and_the_other_said(tmp_path):
    found = register(tmp_path, f"{CARE},2029-04-01,2031-03-31", f"{REST},,", header=f"{HEADER},Start Date,End Date")
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert sum(found.values("annual_gbp")) == pytest.approx(250_000, rel=1e-3)
    assert len(found.said("is the name of several columns")) == 2


def test_a_column_without_a_name_costs_nothing(tmp_path):
    text = f",{HEADER},\n0,{CARE},\n1,{REST},a note\n"
    found = Read(tmp_path, text)
    assert found.values("value_gbp") == [400_000, 600_000]
    assert [i.path for i in found.said("names no column")] == ["column 1", "column 9"]


# Files.


def book(*sheets, **more):
    made, workbook = io.BytesIO(), openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets:
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for change in more.get("changes", ()):
            change(sheet)
    workbook.save(made)
    return made.getvalue()


def cells(*rows):
    return [row.split(",") for row in rows]


def test_every_sheet_with_contracts_is_read_and_the_others_said(tmp_path):
    content = book(
        ("Read me", [["Contracts register"], ["Published every quarter"]]),
        ("Adults", cells(HEADER, CARE)),
        ("Children", cells(HEADER, REST)),
    )
    found = Read(tmp_path, content, "register.xlsx")
    assert found.values("value_gbp") == [400_000, 600_000]
    assert found.said("was not read", "sheet Read me")


def test_formulas_errors_and_foreign_formats_of_a_workbook_are_said(tmp_path):
    def spoil(sheet):
        sheet["D2"], sheet["D3"] = "=1+1", 600_000
        sheet["D3"].number_format = "[$€-2] #,##0"

    found = Read(tmp_path, book(("A", cells(HEADER, CARE, REST)), changes=[spoil]), "register.xlsx")
    assert found.values("value_gbp") == [None, None]
    assert [i.value for i in found.issues if i.unread] == ["formula without a result"]
    assert found.said("is not in pounds")


def test_title_lines_merged_headers_and_a_hidden_column(tmp_path):
    rows = [["Ambleford Council", "", "", "", "", "", ""], [""], ["Ref", "Contract", "", "Value (£k)", "", "Dates", ""],
            ["", "Title", "Supplier", "Annual", "Total", "Start", "End"], [1, "Home care", "Oak Ltd", 100, 400, "2025-04-01", "2029-03-31"]]  # fmt: skip  # noqa: E501

    def merge(sheet):
        for area in ("B3:C3", "D3:E3", "F3:G3", "A3:A4"):
            sheet.merge_cells(area)

    found = Read(tmp_path, book(("A", rows), changes=[merge]), "register.xlsx")
    assert (found.values("value_gbp"), found.values("annual_gbp")) == ([400_000], [100_000])
    assert found.values("buyer") == ["Ambleford Council"]

    def hide(sheet):
        sheet.column_dimensions["D"].hidden = True

    rows = cells(HEADER + ",Contract value", CARE + ",500000")
    found = Read(tmp_path, book(("A", rows), changes=[hide]), "register.xlsx")
    assert found.values("value_gbp") == [500_000]
    assert found.said("is hidden in the workbook", "Total Contract Value")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter(tmp_path, encoding, sign):
    row = CARE.replace("400000", "£400000").replace("Oakfield", "Café")
    text = "Contracts, registered\n\n" + f"{HEADER}\n{row}\n".replace(",", sign)
    found = Read(tmp_path, text.encode(encoding))
    assert (found.values("value_gbp"), found.values("supplier")) == ([400_000], ["Café Care Ltd"])


def test_lines_that_end_in_a_carriage_return_alone(tmp_path):
    assert len(Read(tmp_path, f"{HEADER}\r{CARE}\r{REST}\r".encode()).rows) == 2


@pytest.mark.parametrize("place", [0, 6])
def test_a_quote_that_is_not_closed_costs_no_other_row(tmp_path, place):
    spoiled = CARE.split(",")
    spoiled[place] = '"' + spoiled[place]
    rows = [REST.replace("2,", f"{n},", 1) for n in range(3, 7)]
    found = register(tmp_path, ",".join(spoiled), *rows)
    assert len(found.all) == 5
    assert [i.line for i in found.said("opens a quote")] == [2]


def test_one_cell_with_dots_does_not_turn_its_column(tmp_path):
    cells = {"£250,000 + VAT": 250_000, "£1.2m": 1_200_000, "£32,450.50": 32_450.5, "£1.234.500": 1_234_500}
    rows = [
        CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", f'"{cell}"') for at, cell in enumerate(cells)
    ]
    found = register(tmp_path, *rows)
    assert found.values("value_gbp") == list(cells.values())
    assert [i.value for i in found.said("dots between the thousands")] == ["£1.234.500"]


def test_a_cell_with_commas_in_a_continental_column_is_read_and_said(tmp_path):
    cells = ["1.234.500,00", "2.500,50", '"250,000"']
    rows = [CARE.replace("1,Home", f"{at};{at} Home", 1).replace(",", ";") for at, _ in enumerate(cells)]
    rows = [row.replace("400000", cell.strip('"')) for row, cell in zip(rows, cells, strict=True)]
    found = register(tmp_path, *rows, header=HEADER.replace(",", ";"))
    assert found.values("value_gbp") == [1_234_500, 2_500.5, 250_000]
    assert [i.value for i in found.said("unlike others of its column")] == ["250,000"]


def test_a_pound_sign_in_a_column_of_thousands_is_said_and_not_read(tmp_path):
    header = HEADER.replace("Total Contract Value", "Value (£000)")
    rows = [CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", cell)
            for at, cell in enumerate(["400", "12.5", "600", '"£48,000"', "£90"])]  # fmt: skip
    found = register(tmp_path, *rows, header=header)
    assert found.values("value_gbp") == [400_000, 12_500, 600_000, None, 90_000]
    assert [i.value for i in found.said("bears a pound sign") if i.unread] == ["£48,000"]
    huge = [CARE.replace("1,Home", f"{at},{at} Home", 1).replace("400000", cell)
            for at, cell in enumerate(["400", '"4,500,000 + VAT"', "1900000"])]  # fmt: skip
    yearly = register(tmp_path, *huge, header=HEADER.replace("Total Contract Value", "Annual Value (£k)"))
    assert yearly.values("annual_gbp") == [400_000, None, 1_900_000_000]
    [said] = yearly.said("would be £4,500,000,000 in a column in thousands, more than any contract")
    assert said.unread and said.value == "4,500,000 + VAT"
    everywhere = register(tmp_path, CARE.replace("400000", '"£4,000"'), REST.replace("600000", "£6"), header=header)
    assert everywhere.values("value_gbp") == [4_000_000, 6_000]


def test_a_mark_behind_an_amount_is_read_with_its_note(tmp_path):
    rows = [CARE.replace("400000", "120000*"), REST.replace("600000", "600000\u2020"),
            ",,,,,,", "1. All values exclude VAT,,,,,,", "2. * value includes VAT,,,,,,"]  # fmt: skip
    found = register(tmp_path, *rows)
    assert (found.values("value_gbp"), found.values("vat_basis")) == ([100_000, 600_000], ["inc", "ex"])
    assert [("* value includes VAT" in i.problem, "no note" in i.problem) for i in found.said("bears a mark")] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£163,200 p.a. (£489,600 total)", 489_600), ("£50k per annum (total £150k)", 150_000),
     ("£(1,000)", None), ("Nil cost (concession)", None)],
)  # fmt: skip
def test_an_amount_of_two_parts(tmp_path, cell, pounds):
    found = register(tmp_path, CARE.replace("400000", f'"{cell}"'))
    assert found.values("value_gbp") == [pounds]
    assert found.said("which is taken") if pounds else [i for i in found.issues if i.path == "value_gbp"]


def test_columns_that_contradict_each_other_are_said(tmp_path):
    header = HEADER.replace("Total Contract Value", "Net Value,Gross Value")
    turned = register(tmp_path, CARE.replace("400000", "600000,500000"), REST.replace("600000", "1,1.2"), header=header)
    assert turned.values("value_gbp")[0] is None
    assert [i.unread for i in turned.said("larger than the amount with VAT")] == [True]
    header = f"{HEADER},Extension (months),Extension end"
    rows = [f"{CARE},12,31/12/2031", f"{REST},12,31/03/2030"]
    apart = register(tmp_path, *rows, header=header)
    assert apart.values("latest_end_date") == [day("2031-12-31"), day("2030-03-31")]
    assert [(i.line, "2030-03-31" in i.problem) for i in apart.said("not the end with its options")] == [(2, True)]


def test_a_budget_holder_is_no_value_and_a_subject_matter_is_a_title(tmp_path):
    header = (
        "Ref,Subject matter,Budget holder,Contractor,Annual value,p.a. (exc VAT),From,End date (excluding extensions)"
    )
    found = register(tmp_path, "1,Home care,Director,Oakfield Care Ltd,,5000,01/04/2025,31/03/2029", header=header)
    assert found.values("title") == ["Home care"]
    assert found.values("end_date") == [day("2029-03-31")]
    assert not found.said("is not a number")
    assert "pounds a year" in register(
        tmp_path, "1,Care,9,A Ltd,1/1/25", header="Ref,Title,p.a. (exc VAT),Supplier,Start"
    ).column("p.a. (exc VAT)")


@pytest.mark.parametrize(
    ("form", "instrument"),
    [("DPS", "dps"), ("Dynamic purchasing system", "dps"), ("Call-off from DPS", "call_off"), ("Grant", "grant"),
     ("Grant agreement", "grant"), ("Contract", "contract")],
)  # fmt: skip
def test_a_purchasing_system_is_no_contract_under_one(tmp_path, form, instrument):
    found = register(tmp_path, f"{CARE},{form}", header=f"{HEADER},Agreement type")
    assert found.values("instrument") == [instrument]


def test_a_sheet_of_plans_is_planned_on_the_page_too_and_one_cover_names_the_body():
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "Cover"
    cover["A1"], cover["A2"] = "Ambleford Borough Council", "Contracts register, values exclude VAT"
    live, plans = book.create_sheet("Live"), book.create_sheet("Pipeline")
    for line in (HEADER.rpartition(",")[0].split(","), CARE.split(",")[:-1]):
        live.append(line)
    for line in (["Title", "Expected start", "Estimated value"], ["Careers hub", "01/04/2029", 900_000]):
        plans.append(line)
    content = io.BytesIO()
    book.save(content)
    given = upload.opened("register.xlsx", content.getvalue())
    rows = upload.read(given, given.guessed).contracts.sort_values("title")
    assert list(rows["stage"]) == ["planned", "awarded"]
    assert set(rows["buyer"]) == {"Ambleford Borough Council"}
    emptied = replace(given.guessed, all_rows={**given.guessed.all_rows, "buyer": ""})
    assert upload.read(given, emptied).contracts["buyer"].isna().all()


def test_a_header_of_two_lines_whose_other_cells_are_merged_downwards(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Ref", "Contract Title", "Supplier", "Contract Term", "", "Estimated Value exc. VAT", "", "Route"])
    sheet.append(["", "", "", "Start", "End", "Annual £", "Whole life £", ""])
    for place in ("A1:A2", "B1:B2", "C1:C2", "H1:H2", "D1:E1", "F1:G1"):
        sheet.merge_cells(place)
    sheet.append(["1", "Home care", "Oakfield Care Ltd", "01/04/2025", "31/03/2029", 100_000, 400_000, "Open"])
    content = io.BytesIO()
    book.save(content)
    found = Read(tmp_path, content.getvalue(), "register.xlsx")
    facts = ("title", "start_date", "end_date", "annual_gbp", "value_gbp", "vat_basis")
    assert [found.values(fact) for fact in facts] == [
        ["Home care"], [day("2025-04-01")], [day("2029-03-31")], [100_000], [400_000], ["ex"],
    ]  # fmt: skip


def test_continental_numbers(tmp_path):
    text = f"{HEADER}\n{CARE.replace('400000', '400.000,50')}\n{REST.replace('600000', '600.000')}\n"
    found = Read(tmp_path, text.replace(",", ";").replace("400.000;50", "400.000,50"))
    assert found.values("value_gbp") == [400_000.5, 600_000]


def parquet(frame):
    made = io.BytesIO()
    frame.to_parquet(made)
    return made.getvalue()


def test_typed_times_months_lists_and_infinity_of_parquet(tmp_path):
    frame = pd.DataFrame(
        {
            "Title": ["Home care"], "Council": ["Ambleford Council"], "Supplier": [["Oak Ltd", "Elm Ltd"]], "Value": [float("inf")],  # noqa: E501
            "Start date": [datetime(2026, 3, 31, 23, tzinfo=UTC)], "End date": pd.PeriodIndex(["2029-03"], freq="M"),
        }
    )  # fmt: skip
    found = Read(tmp_path, parquet(frame), "register.parquet")
    assert (found.values("start_date"), found.values("end_date")) == ([day("2026-04-01")], [day("2029-03-31")])
    assert found.values("supplier") == ["Oak Ltd; Elm Ltd"]
    assert [i.problem for i in found.issues if i.unread] == ["is too large to be an amount"]


def test_a_known_export_saved_as_a_workbook_reads_as_the_csv(tmp_path):
    path = FIXTURES / "cf_website.csv"
    plain, _ = contracts(read_file(str(path), "x"))
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, index_col=False)
    rows.to_excel(tmp_path / "x.xlsx", index=False)
    rows.to_parquet(tmp_path / "x.parquet", index=False)
    for name in ("x.xlsx", "x.parquet"):
        found, _ = contracts(read_file(str(tmp_path / name), "x"))
        pd.testing.assert_frame_equal(found, plain)


@pytest.mark.parametrize("start", ["9999-01-01", "3084-04-01"])
def test_a_start_that_cannot_be_is_missing(tmp_path, start):
    assert register(tmp_path, CARE.replace("2025-04-01", start)).values("start_date") == [None]


# The mapping.


def test_a_mapping_is_written_and_read_back():
    made = guess(HEADER.split(","), [dict(zip(HEADER.split(","), CARE.split(","), strict=True))])
    again = from_toml(to_toml(made), "m")
    assert again.named() == made.named()
    assert to_toml(again) == to_toml(made)


def test_a_mapping_mends_a_cell_leaves_a_row_out_and_is_used_next_month(tmp_path):
    text = """
[all_rows]
buyer = "Barley Council"
[columns]
"Contract Title" = { fact = "title" }
"Ref" = { fact = "reference" }
"Total Contract Value" = { fact = "value", unit = "thousand", vat = "ex" }
"End Date" = { fact = "end_date" }
[[mended]]
reference = "1"
column = "End Date"
was = "soon"
now = "2030-03-31"
[[mended]]
line = 3
left_out = true
"""
    found = register(tmp_path, CARE.replace("2029-03-31", "soon"), REST, mapping=from_toml(text, "m"))
    assert (found.values("value_gbp"), found.values("buyer")) == ([400_000_000], ["Barley Council"])
    assert found.values("end_date") == [day("2030-03-31")]
    assert found.said("was left out by hand")
    assert {i.path for i in found.said("is not used")} == {"Supplier", "Start Date", "Council"}


@pytest.mark.parametrize("text", ["x", "[columns]", '[columns]\n"A" = { fact = "colour" }', "a = ", "[columns]\nA = 5"])
def test_what_is_no_mapping_is_refused_in_words(text):
    with pytest.raises(MappingError, match=r"^m: "):
        from_toml(text, "m")


def test_a_mapping_that_a_file_has_no_column_for_is_said_not_to_be_used(tmp_path):
    text = '[columns]\n"Contract Title" = { fact = "title" }\n"Gone" = { fact = "value" }\n'
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n{REST}")
    mapping = from_toml(text + "[[mended]]\nline = 2\nleft_out = true\n", "m")
    found, issues = contracts(read_file(str(path), "register.csv", mapping))
    assert len(found) == 2
    [said] = [issue for issue in issues if issue.done == CAUTION and "mapping" in issue.problem]
    words = "was read by a guess and not under the mapping, and nothing of it was mended or left out"
    assert said.problem == f"{words}: it has no column 'Gone'"


def test_a_mapping_is_used_where_the_first_sheet_is_a_cover_and_says_which_sheets_are_gone(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Contracts register of Barley Council"])
    sheet = book.create_sheet("Live")
    for line in (HEADER, CARE, REST):
        sheet.append(line.split(","))
    book.save(tmp_path / "register.xlsx")
    text = 'sheets = ["Live", "Ended"]\n[columns]\n"Contract Title" = { fact = "title" }\n'
    mapping = from_toml(text + "[[mended]]\nline = 2\nleft_out = true\n", "m")
    found, issues = contracts(read_file(str(tmp_path / "register.xlsx"), "register.xlsx", mapping))
    assert len(found) == 1
    assert [i.path for i in issues if i.done == CAUTION and "no such sheet" in i.problem] == ["sheet Ended"]


def test_a_workbook_with_two_sheets_of_one_name_is_refused(tmp_path):
    book = openpyxl.Workbook()
    for _ in range(2):
        sheet = book.create_sheet()
        sheet._WorkbookChild__title = "Live"
        sheet.append(HEADER.split(","))
        sheet.append(CARE.split(","))
    book.save(tmp_path / "register.xlsx")
    found, issues = contracts(read_file(str(tmp_path / "register.xlsx"), "register.xlsx"))
    assert len(found) == 0 and "two of its sheets are called 'Live'" in issues[0].value


# Large files.


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_two_processes_read_what_one_reads(tmp_path, monkeypatch, kind):
    rows = [
        f"{n},Home care {n},Oak {n % 7} Ltd,{n}000,0{n % 9 + 1}/04/2025,31/03/2029,Ambleford Council"
        for n in range(1500)
    ]
    rows[700] = rows[700].replace("31/03/2029", "soon")
    rows += [rows[3].replace("Oak 3", "Elm"), rows[5].replace("Home", "Day"), ",Total,,99,,,"]
    path = tmp_path / f"register.{kind}"
    table = [line.split(",") for line in (HEADER, *rows)]
    if kind == "csv":
        path.write_text("\n".join([HEADER, *rows, ""]))
    else:
        book = openpyxl.Workbook()
        for line in table:
            book.active.append(line)
        book.save(path)
    mapping = guess(table[0], [dict(zip(*table[:2], strict=True))])
    together, issues = own_file.gather(path, "register.csv", mapping)
    monkeypatch.setattr(own_file, "WORTH_A_HELPER", 0)
    monkeypatch.setattr(own_file.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(piece_reader, "_STRETCH", 256)
    with own_file.helper(path) as helpers:
        assert helpers is not None
        apart, said = own_file.gather(path, "register.csv", mapping, None, helpers)
    assert pa.concat_tables(apart).equals(pa.concat_tables(together))
    assert said == issues
    assert len([i for i in said if i.unread]) == 1
    assert ["another row of the same number" in i.problem for i in said if i.line == 1503] == [True]


READER, ROWS_IN = os.getpid(), piece_reader._rows_in


def ends_elsewhere(*some):
    return ROWS_IN(*some) if os.getpid() == READER else os._exit(9)


def test_a_helper_that_the_system_ends_is_done_without(tmp_path, monkeypatch):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n{REST}")
    alone, issues = own_file.gather(path, "register.csv", None)
    monkeypatch.setattr(own_file, "WORTH_A_HELPER", 0)
    monkeypatch.setattr(own_file.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(piece_reader, "_rows_in", ends_elsewhere)
    found, said = own_file.gather_with_help(path, "register.csv", None, lambda *_: None)
    assert pa.concat_tables(found).equals(pa.concat_tables(alone)) and said == issues


def test_cells_that_were_read_before_are_said_again_for_each_row(tmp_path):
    odd = CARE.replace("2029-03-31", "soon").replace("400000", "some")
    found = register(tmp_path, odd, odd.replace("1,Home", "3,Day"), REST, odd.replace("1,Home", "4,Night"))
    for words in ("is not a date", "is not a number"):
        assert [(i.line, i.ocid) for i in found.said(words)] == [(2, "1"), (3, "3"), (5, "4")]
    assert found.values("end_date") == [None, None, None, pd.Timestamp("2029-03-31")]


REGISTERS = Path(__file__).resolve().parents[1] / "registers"
RIGHT = json.loads((REGISTERS / "registers.json").read_text("utf-8"))


@pytest.mark.parametrize("name", RIGHT)
def test_a_workbook_reads_as_its_author_wrote_it_down_before(name):
    """Each was made by somebody who had not seen the reader; of a day that may be read two ways, both are right."""
    given = upload.opened(name, (REGISTERS / name).read_bytes())
    found = upload.read(given, given.guessed).contracts
    found = found[found["counted"]].astype(object).where(found.notna(), None)
    assert sorted(found["title"]) == sorted(right["title"] for right in RIGHT[name])
    for right in RIGHT[name]:
        (row,) = found[(found["title"] == right["title"])].to_dict("records")
        assert (row["suppliers"] or "").split("\n") == (right["suppliers"] or [""])
        for fact in ("start_date", "end_date", "latest_end_date"):
            assert (str(row[fact].date()) if row[fact] else None) in right[fact], (right["title"], fact)
        times = STANDARD_VAT_RATIO if right["vat"] == "inc" else 1
        made = row["value_quality"] == "annual_times_term" or (row["value_quality"] == "ceiling" and not right["value"])
        whole = None if made else row["value_gbp"]
        assert whole == (right["value"] and pytest.approx(right["value"] / times)), right["title"]
        if right["annual"]:
            assert row["annual_gbp"] == pytest.approx(right["annual"] / times, abs=0.01)


def _record(kind, body=b""):
    """One record of a binary workbook (MS-XLSB 2.1.4): its kind and its size in seven bits a byte, then its body."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(body) & 127 | 128, len(body) >> 7]) + body


def _wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows):
    """A binary workbook of one sheet, of texts and numbers."""
    cells = b""
    for at, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHBBBI", at, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            held = (6, _wide(value)) if isinstance(value, str) else (5, struct.pack("<d", value))
            cells += _record(held[0], struct.pack("<II", column, 0) + held[1])
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + _record(130)
    named = _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Register"))
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kinds}/{{}}" Target="{{}}"/></Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        types = "http://schemas.openxmlformats.org/package/2006/content-types"
        book.writestr("[Content_Types].xml", f'<?xml version="1.0"?><Types xmlns="{types}"/>')
        book.writestr("_rels/.rels", relation.format("officeDocument", "xl/workbook.bin"))
        book.writestr("xl/workbook.bin", _record(131) + _record(143) + named + _record(144) + _record(132))
        book.writestr("xl/_rels/workbook.bin.rels", relation.format("worksheet", "worksheets/sheet1.bin"))
        book.writestr("xl/worksheets/sheet1.bin", sheet)
    return made.getvalue()


def test_a_binary_workbook_reads_as_the_csv(tmp_path):
    typed = [[float(cell) if cell == "400000" else cell for cell in row.split(",")] for row in (HEADER, CARE, REST)]
    found, same = Read(tmp_path, xlsb(typed), "register.xlsb"), register(tmp_path, CARE, REST)
    facts = ["title", "buyer", "supplier", "value_gbp", "start_date", "end_date", "latest_end_date"]
    assert list(map(found.values, facts)) == list(map(same.values, facts))


def test_a_row_that_breaks_a_step_costs_itself(tmp_path, monkeypatch):
    usual = contract_rows.classify_notices

    def breaks(notices):
        if any(notice.title.startswith("Respite") for notice in notices):
            raise IndexError("list index out of range")
        return usual(notices)

    monkeypatch.setattr(contract_rows, "classify_notices", breaks)
    found = register(tmp_path, CARE, REST)
    assert found.values("title") == ["Home care for older people"]
    assert [(issue.line, issue.done) for issue in found.said("cannot be read")] == [(3, "left out: the record")]


def test_the_evidence_of_a_form_is_its_column_and_cell(tmp_path):
    header = "Contract Title,Supplier,Purchasing Body,Contract Type,Total Contract Value,Start Date,End Date"
    rest = "Oakfield Care Ltd,Ambleford Council,{},400000,2025-04-01,2029-03-31"
    forms = {
        "Home care": "Framework Agreement",
        "Baths": "Concession",
        "Meals": "Call-off",
        "Cleaning": "",
        "Vans": "Lease",
    }
    found = register(tmp_path, *(f"{title},{rest.format(form)}" for title, form in forms.items()), header=header)
    told = dict(zip(found.values("title"), found.values("instrument_evidence"), strict=True))
    assert told == {
        "Home care": "the column “Contract Type” says “Framework Agreement”",
        "Baths": "the column “Contract Type” says “Concession”",
        "Meals": "the column “Contract Type” says “Call-off”",
        "Cleaning": "nothing says otherwise",
        "Vans": "the column “Contract Type” says “Lease”; nothing says otherwise",
    }
    mapping = of_names({"title": "Contract Title", "buyer": "Purchasing Body", "form": "=Framework"})
    every = register(tmp_path, f"Home care,{rest.format('')}", header=header, mapping=mapping)
    assert every.values("instrument") == ["framework"]
    assert every.values("instrument_evidence") == ["the mapping, for every row, says “Framework”"]
