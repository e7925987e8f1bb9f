"""Rows and columns of published registers that were read wrong, or not at all, each with the value right by hand."""

import pytest
from own_reading import CARE, HEADER, REST, day, register, workbook

from data.readers.cells import days, options, suppliers
from data.readers.cells.choices import IN_FORCE, no_contract, status
from data.readers.own_register.mapping import ColumnUse, Mend, RegisterMapping
from data.readers.own_register.mends import NOT_APPLIED


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("0000104455 OAKFIELD CARE LTD", ("OAKFIELD CARE LTD",)),
        ("118720 Avenbury Coaches", ("Avenbury Coaches",)),
        ("V0010233 Avenbury Coaches", ("Avenbury Coaches",)),
        ("[104457] Oakfield Care Ltd", ("Oakfield Care Ltd",)),
        ("104455 / Oakfield Care Ltd", ("Oakfield Care Ltd",)),
        ("Oakfield Care Ltd, 104455", ("Oakfield Care Ltd",)),
        ("Oakfield Care Ltd - 118720", ("Oakfield Care Ltd",)),
        ("Oakfield Care Ltd (0000104455)", ("Oakfield Care Ltd",)),
        ("104455", ("104455",)),
        ("Studio 54321", ("Studio 54321",)),
        ("08123456 LIMITED", ("08123456 LIMITED",)),
        ("1912 Coffee Ltd", ("1912 Coffee Ltd",)),
        ("24000 Homes", ("24000 Homes",)),
    ],
)
def test_the_number_of_a_vendor_before_its_name_is_none_of_it(cell, names):
    assert suppliers.names(cell) == names


def test_a_nought_as_the_extended_value_leaves_the_original(tmp_path):
    """A finance system writes 0.00 as the extended value of a contract that was not extended."""
    header = HEADER.replace("Total Contract Value", "Original Contract Value,Extended Contract Value")
    found = register(
        tmp_path, CARE.replace("400000", "400000.00,0.00"), REST.replace("600000", "600000.00,800000.00"), header=header
    )
    assert found.values("value_gbp") == [400_000, 800_000]
    assert found.said("is nought beside an original value", "Extended Contract Value")
    neither = register(tmp_path, CARE.replace("400000", "0.00,0.00"), header=header)
    assert neither.values("value_gbp") == [None]
    assert not neither.said("is nought beside an original value")


def test_a_row_that_names_a_supplier_alone_is_of_the_contract_above(tmp_path):
    rows = [CARE, ",,Elm Care Ltd,,,,", ",,Ash Care LLP,,,,Ambleford Council", REST.replace("Elm", "Beech")]
    found = register(tmp_path, *rows)
    assert found.values("suppliers") == ["Oakfield Care Ltd\nElm Care Ltd\nAsh Care LLP", "Beech Care Ltd"]
    assert [issue.line for issue in found.said("names a supplier and nothing else", "Supplier")] == [3, 4]
    assert found.values("value_gbp") == [400_000, 600_000]


def test_suppliers_below_various_are_its_suppliers(tmp_path):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", "Various"), ",,Elm Care Ltd,,,,", ",,Ash Care LLP,,,,")
    assert found.values("suppliers") == ["Elm Care Ltd\nAsh Care LLP"]


@pytest.mark.parametrize(
    "row", [",,Elm Care Ltd,90000,,,", ",,Elm Care Ltd,,2026-01-01,,", "3,,Elm Care Ltd,,,,", ",,Elm Care Ltd,,,,Other"]
)
def test_a_row_that_says_more_than_a_supplier_stands_for_itself(tmp_path, row):
    """An amount, a day, a number or a body of its own may be those of another contract."""
    assert len(register(tmp_path, CARE, row).rows) == 2


def test_a_heading_in_the_column_of_suppliers_is_no_supplier(tmp_path):
    header = "Supplier,Contract Title,Total Contract Value,Start Date,End Date,Council"
    care, rest = (row[2:].split(",") for row in (CARE, REST))
    rows = [",".join([row[1], row[0], *row[2:]]) for row in (care, rest)]
    found = register(tmp_path, "Adults,,,,,", rows[0], "Children and families,,,,,", rows[1], header=header)
    assert found.values("suppliers") == ["Oakfield Care Ltd", "Elm Care Ltd"]
    assert [issue.line for issue in found.said("holds one cell alone")] == [2, 4]


def test_a_total_in_the_column_of_suppliers_is_no_supplier(tmp_path):
    found = register(tmp_path, CARE, ",,Total,,,,", REST)
    assert found.values("suppliers") == ["Oakfield Care Ltd", "Elm Care Ltd"]


def test_rows_that_name_a_supplier_alone_are_mended_as_others_are(tmp_path):
    rows = [CARE, ",,Elm,,,,", ",,Subtotal,,,,", ",,Ash Care LLP,,,,"]
    mends = (
        Mend("Supplier", "Oakfield Care Ltd", "Oakfield Care LLP", reference="1"),
        Mend("Supplier", "Elm", "Elm Care Ltd", line=3),
        Mend(line=4),
        Mend("Contract Title", "", "Meals at home", line=5),
    )
    columns = "Ref=reference,Contract Title=title,Supplier=supplier,Total Contract Value=value,Council=buyer"
    uses = tuple(ColumnUse(*each.split("=")) for each in columns.split(","))
    found = register(tmp_path, *rows, mapping=RegisterMapping(uses, mends=mends))
    assert found.values("suppliers") == ["Oakfield Care LLP\nElm Care Ltd", "Ash Care LLP"]
    assert found.values("title") == ["Home care for older people", "Meals at home"]
    assert found.said("was left out by hand")[0].line == 4
    assert not [issue for issue in found.issues if issue.done == NOT_APPLIED]


def test_suppliers_beside_a_title_that_is_merged_downwards(tmp_path):
    header = HEADER.split(",")
    first = ["1", "Home care", "Oakfield Care Ltd", 400_000, "2025-04-01", "2029-03-31", "Ambleford Council"]
    below = [None, None, "Elm Care Ltd", None, None, None, None]
    found = workbook(tmp_path, {"Live": [header, first, below]}, ["A2:A3", "B2:B3", "D2:D3", "E2:E3", "F2:F3", "G2:G3"])
    assert found.values("suppliers") == ["Oakfield Care Ltd\nElm Care Ltd"]


def test_payments_and_money_received_among_contracts_are_left_out(tmp_path):
    header = "Record Type," + HEADER
    rows = ["Contract," + CARE, "Payment," + REST, "Grant received,3" + REST[1:], "Purchase order,4" + REST[1:]]
    found = register(tmp_path, *rows, header=header)
    assert found.values("title") == ["Home care for older people", "Respite care for adults"]
    assert found.said("is a payment, as its form says")[0].line == 3
    assert found.said("is money that the public body receives")[0].line == 4


@pytest.mark.parametrize("form", ["Payment", "Credit note", "Supplier invoices", "Invoice line"])
def test_forms_of_payments(form):
    assert no_contract(form).startswith("is a payment")


@pytest.mark.parametrize("form", ["Payment services", "Contract", "Grant", "Grant agreement", "Income contract"])
def test_forms_that_are_no_payments(form):
    assert not no_contract(form)


def test_a_few_variations_in_a_column_of_types_that_are_not_known(tmp_path):
    """ "JCT" and "Appointment" are types that nobody lists: a deed of variation among them is still no contract."""
    header = HEADER.replace(",Council", ",Contract type,Council")
    kinds = ["JCT Intermediate", "Appointment", "Works order", "NEC4 Option A", "Deed of variation"]
    rows = [
        f"{n},Works {n},Oakfield Ltd,{n}0000,2025-04-01,2029-03-31,{kind},Ambleford" for n, kind in enumerate(kinds)
    ]
    found = register(tmp_path, *rows, header=header)
    assert len(found.rows) == 4
    assert found.said("is a change to a contract")[0].line == 6


def test_a_plan_of_a_register_without_numbers_led_to_no_award_that_is_known(tmp_path):
    """Rows without a number of their own are of many procurements: no row of them is the award of a plan."""
    header = HEADER.removeprefix("Ref,") + ",Status"
    rows = [CARE[2:] + ",Live", REST[2:] + ",Planned"]
    found = register(tmp_path, *rows, header=header)
    planned = found.all[found.all.stage == "planned"]
    assert list(planned.counted) == [True]
    assert planned.not_counted_reason.isna().all()


@pytest.mark.parametrize(
    ("cell", "end", "latest"),
    [
        ("1 April 2023 to 31 March 2027 (option to extend to 31 March 2028)", "2027-03-31", "2028-03-31"),
        ("01/04/2024 - 31/03/2026 plus 2 x 1 year", "2026-03-31", "2028-03-31"),
        ("01/04/2024 - 31/03/2026 (+12 months)", "2026-03-31", "2027-03-31"),
        ("01/04/2024 to 31/03/2026 with option to extend for 2 years", "2026-03-31", "2028-03-31"),
        ("01/04/2024 - 31/03/2026 with 2 x 12 month extensions", "2026-03-31", "2028-03-31"),
        ("Apr 2024 - Mar 2026 (option to extend to Mar 2028)", "2026-03-31", "2028-03-31"),
        ("01/04/2024 - 31/03/2026 ext. available to 31/03/2028", "2026-03-31", "2028-03-31"),
        ("01/04/2024 - 31/03/2026 extended to 31/03/2027", "2027-03-31", None),
        ("01/04/2024 - 31/03/2026", "2026-03-31", None),
        ("01/04/2024 - 31/03/2026 plus option taken", "2026-03-31", None),
    ],
)
def test_an_option_behind_both_days_in_one_cell(tmp_path, cell, end, latest):
    header = HEADER.replace("Start Date,End Date", "Contract Period")
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", cell), header=header)
    assert found.values("end_date") == [day(end)]
    assert found.values("latest_end_date") == [latest and day(latest)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("01/04/2024 - 31/03/2026 (2+1+1)", "words behind the two days"),
        ("01/04/2024 - 31/03/2026 +2", "words behind the two days"),
        ("01/04/2024 - 31/03/2026 plus option taken", "words behind the two days"),
        ("2 years + 1 from 01/04/2024", "without what may follow"),
        ("01/04/2024 - 31/03/2026 extended to 31/03/2027", "that it was extended"),
        ("01/04/2024 - 31/03/2026 inclusive", ""),
        ("01/04/2024 - 31/03/2026", ""),
    ],
)
def test_what_is_not_read_behind_both_days_is_said(cell, said):
    assert said in days.both_days(cell)[1].problem
    assert bool(said) == bool(days.both_days(cell)[1].problem)


@pytest.mark.parametrize("name", ["Term", "When", "Duration"])
def test_both_days_in_a_column_that_no_name_tells(tmp_path, name):
    header = HEADER.replace("Start Date,End Date", name)
    found = register(tmp_path, CARE.replace("2025-04-01,2029-03-31", "01/04/2025 - 31/03/2029"), header=header)
    assert found.values("start_date") == [day("2025-04-01")]
    assert "by its cells" in found.column(name)


@pytest.mark.parametrize(
    ("cell", "latest"),
    [
        ("Up to 31 March 2031", "2031-03-31"),
        ("31/03/2031", "2031-03-31"),
        ("Option to 31/03/2031", "2031-03-31"),
        ("Yes - until March 2031", None),
        ("reviewed 31/03/2031", None),
        ("Up to 31 November 2031", None),
    ],
)
def test_a_day_in_a_column_of_options(tmp_path, cell, latest):
    """What names no day of its own is not read, and said."""
    header = HEADER.replace(",Council", ",Extension Options,Council")
    other = REST.replace(",Ambleford", ",2 x 12 months,Ambleford")
    found = register(tmp_path, CARE.replace(",Ambleford", f",{cell},Ambleford"), other, header=header)
    assert found.values("latest_end_date") == [latest and day(latest), day("2031-03-31")]
    assert found.said("names a day in a column of lengths" if latest else "is no length of time", "Extension Options")


def test_a_length_by_which_a_contract_was_extended_is_said(tmp_path):
    header = HEADER.replace(",Council", ",Extension,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",Extended by 12 months,Ambleford"), header=header)
    assert found.said("which its last day may hold already", "Extension")


@pytest.mark.parametrize(
    ("cell", "stage"),
    [
        ("To be retendered", "awarded"),
        ("Re-tender in progress", "awarded"),
        ("Re-procurement", "awarded"),
        ("Out to re-tender", "awarded"),
        ("Retendered", "superseded"),
        ("Re-let 2026", "superseded"),
        ("In tender", "planned"),
        ("To be tendered", "planned"),
    ],
)
def test_a_contract_that_will_be_let_again_runs_until_then(tmp_path, cell, stage):
    header = HEADER.replace(",Council", ",Contract Status,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", f",{cell},Ambleford"), header=header)
    assert list(found.all.stage) == [stage]
    assert bool(found.said("will be let again", "Contract Status")) == (stage == "awarded")


def test_an_extended_end_is_the_end_as_it_stands(tmp_path):
    header = HEADER.replace(",Council", ",Extended End,Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",2030-03-31,Ambleford"), header=header)
    assert found.values("end_date") == [day("2030-03-31")]


def test_of_three_days_in_one_cell_without_an_option_none_is_taken():
    assert options.behind_both("01/04/2024 - 31/03/2026, reviewed 01/02/2025")[1:] == (None, 0.0)


@pytest.mark.parametrize(
    ("name", "cells", "column", "right"),
    [
        ("Max To", "2031-03-31", "latest_end_date", day("2031-03-31")),
        ("Latest possible completion", "2031-03-31", "latest_end_date", day("2031-03-31")),
        ("Renewal Term", "2 years", "latest_end_date", day("2031-03-31")),
        ("Option to renew (months)", "24", "latest_end_date", day("2031-03-31")),
    ],
)
def test_names_of_what_may_come_after_the_end(tmp_path, name, cells, column, right):
    found = register(
        tmp_path,
        CARE.replace(",Ambleford", f",{cells},Ambleford"),
        header=HEADER.replace(",Council", f",{name},Council"),
    )
    assert found.values(column) == [right]
    assert found.values("end_date") == [day("2029-03-31")]


@pytest.mark.parametrize(("name", "pounds"), [("Whole life £000", 400_000_000), ("Whole life (£)", 400_000)])
def test_whole_life_is_an_amount(tmp_path, name, pounds):
    found = register(tmp_path, CARE, header=HEADER.replace("Total Contract Value", name))
    assert found.values("value_gbp") == [pounds]


def test_more_short_names_of_columns(tmp_path):
    names = (
        "Ref,Contract Title,Supplier,Ann. Value (£),From Date,To Date,Council,Co Reg No,Date of Agreement,Spend to Date"
    )
    row = CARE.replace("400000", "100000") + ",04567123,2025-03-20,50000"
    found = register(tmp_path, row, header=names)
    assert found.values("annual_gbp") == [100_000]
    assert found.values("start_date") == [day("2025-04-01")]
    assert found.values("end_date") == [day("2029-03-31")]
    assert "company number" in found.column("Co Reg No")
    assert "awarded or signed" in found.column("Date of Agreement")
    assert not found.column("Spend to Date")


def test_a_contract_concludes_on_its_last_day(tmp_path):
    found = register(tmp_path, CARE, header=HEADER.replace("Start Date,End Date", "Commences,Concludes"))
    assert found.values("end_date") == [day("2029-03-31")]


def test_whole_life_in_months_is_none(tmp_path):
    header = HEADER.replace(",Council", ",Whole life (months),Council")
    found = register(tmp_path, CARE.replace(",Ambleford", ",48,Ambleford"), header=header)
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize("name", ["Entity", "Academy", "Group member", "School"])
def test_more_names_of_who_buys(tmp_path, name):
    found = register(tmp_path, CARE.replace("Ambleford Council", "Ambleford"), header=HEADER.replace("Council", name))
    assert found.values("buyer") == ["Ambleford"]


def test_other_parties_are_the_suppliers(tmp_path):
    found = register(tmp_path, CARE, header=HEADER.replace("Supplier", "Other parties to the contract"))
    assert "who supplies it" in found.column("Other parties to the contract")


def test_names_under_a_group_that_says_no_more_than_contract_details(tmp_path):
    over = ["Contract details", None, None, "Term", None, "Value (£)", None]
    names = ["Ref", "Title", "Supplier", "Start", "Expiry", "Total", "Annual"]
    row = ["S-01", "Home care", "Oakfield Care Ltd", "01/04/2025", "31/03/2029", 400_000, 100_000]
    found = workbook(tmp_path, {"Live": [over, names, row]}, ["A1:C1", "D1:E1", "F1:G1"])
    assert "own number" in found.column("Ref")
    assert found.values("value_gbp") == [400_000]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Ambleford District Council", "Ambleford District Council"),
        ("Ambleford DC", "Ambleford District Council"),
        ("Ambleford Constabulary", "Ambleford Constabulary"),
        ("Housing Board", None),
        ("Adults", None),
    ],
)
def test_a_sheet_that_is_called_after_a_body(tmp_path, name, body):
    header = HEADER.removesuffix(",Council").split(",")
    first, second = (row.removesuffix(",Ambleford Council").split(",") for row in (CARE, REST))
    found = workbook(tmp_path, {name: [header, first], "Ambleside Council": [header, second]})
    assert found.values("buyer") == [body, "Ambleside Council"]


@pytest.mark.parametrize("word", ["Released", "Expiring"])
def test_more_words_for_in_force(word):
    assert status(word) == IN_FORCE
