"""Which rows of a register of a reader's own are contracts, and of which body; each fault with what is right."""

import pytest
from own_reading import CARE, HEADER, REST, Read, register

from data.readers.own_register.matching.guess import of_names
from data.table.rows import record


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


def test_a_row_that_breaks_a_step_costs_itself(tmp_path, monkeypatch):
    usual = record.classify_notices

    def breaks(notices):
        if any(notice.title.startswith("Respite") for notice in notices):
            raise IndexError("list index out of range")
        return usual(notices)

    monkeypatch.setattr(record, "classify_notices", breaks)
    found = register(tmp_path, CARE, REST)
    assert found.values("title") == ["Home care for older people"]
    assert [(issue.line, issue.done) for issue in found.said("cannot be read")] == [(3, "left out: the record")]


def test_the_filters_and_counts_of_a_report_are_no_body_and_no_contracts(tmp_path):
    header = "Directorate,Contract Title,Supplier,Start Date,End Date,Lifetime Value"
    rows = [
        "Corporate,Payroll bureau,Payline Ltd,01/04/2023,31/03/2027,500000", "Subtotal,Sum,,,,500000",
        ",Count,1,,,", "Total,Sum,,,,500000", ",Record Count,1,,,",
    ]  # fmt: skip
    text = "Contracts by Directorate\nFiltered By\nContracting Authority equals Office for Water Standards\n\n"
    found = Read(tmp_path, text + "\n".join([header, *rows]) + "\n")
    assert found.values("title") == ["Payroll bureau"]
    assert found.values("buyer") == ["Office for Water Standards"]
    assert [i.line for i in found.said("counts the rows above")] == [8, 10]


@pytest.mark.parametrize(
    "line",
    ["Contracting Authority", "Awarding Authority: all", "Local Authority contracts", "Head Office for Procurement"],
)
def test_the_name_of_a_role_is_no_public_body(tmp_path, line):
    found = Read(tmp_path, f"{line}\n\nTitle,Supplier,Value,Start Date\nHome care,Oak Ltd,4000,01/04/2025\n")
    assert found.values("buyer") == [None]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("ASHMERE PARISH COUNCIL - CONTRACTS & SERVICE AGREEMENTS as at 1st Nov 2026", "Ashmere Parish Council"),
        ("CONTRACTS REGISTER: Holt District Council", "Holt District Council"),
        ("PORT OF ASHMERE AUTHORITY contracts", "Port of Ashmere Authority"),
        ("ASHMERE NHS TRUST CONTRACTS", "Ashmere NHS Trust"),
    ],
)
def test_a_body_in_capitals_within_a_line_is_found(tmp_path, line, body):
    found = Read(tmp_path, f"{line}\nTitle,Supplier,Value,Start Date\nHome care,Oak Ltd,4000,01/04/2025\n")
    assert found.values("buyer") == [body]


@pytest.mark.parametrize(
    ("remark", "start", "stage"),
    [
        ("Being tendered", "", "planned"), ("Out to tender - award expected March", "", "planned"),
        ("Being tendered", "01/04/2025", "awarded"), ("Reviewed each year", "", "awarded"),
    ],
)  # fmt: skip
def test_a_remark_says_that_a_row_without_a_supplier_is_still_to_be_let(tmp_path, remark, start, stage):
    header = "Title,Supplier,Value,Start Date,Comments"
    rows = [f"Mystery shopping,,,{start},{remark}", "Home care,Oak Ltd,4000,01/04/2025,"]
    found = register(tmp_path, *rows, header=header)
    assert list(found.all[found.all.title == "Mystery shopping"]["stage"]) == [stage]
    assert len(found.said("supplier is still to come")) == (stage == "planned")


@pytest.mark.parametrize("row", ["*,,,5442000,,,,", "**,,,5442000,,,,GBP", "\u03a3,,,5442000,,,,"])
def test_a_sum_with_a_mark_or_a_currency_beside_it_is_no_contract(tmp_path, row):
    found = register(tmp_path, f"{CARE},GBP", f"{REST},GBP", row, header=f"{HEADER},Currency")
    assert found.values("value_gbp") == [400_000, 600_000]
    assert [i.line for i in found.said("amounts alone")] == [4]


def test_sums_with_decimal_commas_are_sums_in_columns_that_are_not_used_too(tmp_path):
    lines = [
        "Agmt;Short Text;Vendor;Target value;Released value;Start Date;End Date;Council",
        "1;Home care;Oak Ltd;400.000,00;90.000,10;01.04.2025;31.03.2029;Ambleford Council",
        "2;Respite care;Elm Ltd;600.000,00;80.000,20;01.04.2025;31.03.2029;Ambleford Council",
        "*;;;5.442.000,00;2.044.784,43;;;",
    ]
    found = Read(tmp_path, "\n".join(lines) + "\n")
    assert found.values("value_gbp") == [400_000, 600_000]


@pytest.mark.parametrize("row", ["*,Day care,,5442000,,,", "3,,,5442000,,,"])
def test_a_sum_with_a_title_or_number_of_its_own_counts(tmp_path, row):
    assert 5_442_000 in register(tmp_path, CARE, REST, row).values("value_gbp")
