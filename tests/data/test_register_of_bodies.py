"""What registers of health bodies, authorities, universities, landlords and hubs showed beside those of councils."""

import pytest

from tests.own_reading import day, register

HEADER = "Ref,Contract Title,Supplier,Total Contract Value,Start Date,End Date,Council"


def table(tmp_path, *lines):
    """A register without a column of the body, below a line that names one."""
    return register(tmp_path, *lines[1:], header=f"Ambleford Council\n{lines[0]}")


def test_a_list_of_frameworks_names_those_who_were_admitted(tmp_path):
    read = register(
        tmp_path,
        'F1,Stationery,Oak Ltd,45000000,01/01/2024,31/12/2027,"Schools, councils"',
        'F2,Furniture,Elm Ltd,80000000,01/04/2025,31/03/2028,"Schools, councils"',
        header="Framework reference,Framework title,Framework suppliers,Estimated framework value,Start date,End date,"
        "Customers",
    )  # fmt: skip
    assert list(read.all.instrument) == ["framework", "framework"]
    assert list(read.all.buyer.dropna()) == []  # who may buy from it did not set it up
    assert read.said("is not used", "Customers")


def test_a_ceiling_of_a_framework_tells_that_it_is_one(tmp_path):
    read = table(
        tmp_path,
        "Framework,Appointed suppliers,Framework ceiling (£),Start Date,End Date",
        "Audio visual equipment,Oak Ltd,12000000,01/01/2024,31/12/2027",
        "Office furniture,Elm Ltd,9000000,01/01/2024,31/12/2027",
    )
    assert list(read.all.instrument) == ["framework", "framework"]


def test_beside_a_revised_value_that_few_rows_state_a_plain_one_is_that_of_the_award(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Contract value,Revised value,Start,End",
        "Cleaning,Oak Ltd,42000,,01/04/2024,31/03/2026",
        "Guarding,Ash Ltd,10000,15000,01/04/2024,31/03/2027",
        "Payroll,Elm Ltd,6200,,01/04/2024,31/03/2026",
    )
    assert read.values("value_gbp") == [42000, 15000, 6200]


def test_a_unit_of_value_is_no_amount(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Unit of value,Y1 cost,Y2 cost,Start,End",
        "Cleaning,Oak Ltd,£k,10,11,01/04/2024,31/03/2026",
        "Guarding,Ash Ltd,£k,20,22,01/04/2024,31/03/2026",
    )
    assert read.values("value_gbp") == [21000, 42000]


def test_beside_a_firm_a_framework_is_what_a_contract_was_called_from(tmp_path):
    read = table(
        tmp_path,
        "Framework,Supplier,Contract Value,Start Date,End Date",
        "CCS facilities management,Oak Ltd,45000,01/01/2024,31/12/2027",
    )
    assert list(read.all.instrument) != ["framework"]


YEARS = "Contract,Supplier,{}Year 1{},{}Year 2{},{}Year 3{},Start,End"


@pytest.mark.parametrize("around", [("", ""), ("", " cost (£)"), ("Value ", "")], ids=["bare", "cost", "value"])
def test_amounts_of_the_years_of_a_contract_are_added_up(tmp_path, around):
    read = table(
        tmp_path,
        YEARS.format(*around * 3),
        "Cleaning,Oak Ltd,42500,43000,43500,01/10/2025,30/09/2028",
        "Security,Elm Ltd,10000,10500,11000,01/04/2025,31/03/2028",
    )
    assert read.values("value_gbp") == [129000, 31500]
    assert [round(year) for year in read.values("annual_gbp")] == pytest.approx([43000, 10500], rel=0.002)


def test_years_of_a_contract_that_are_not_its_term_give_no_value(tmp_path):
    read = table(
        tmp_path,
        YEARS.format(*("", "") * 3),
        "Cleaning,Oak Ltd,42500,43000,43500,01/10/2025,30/09/2030",
        "Security,Elm Ltd,10000,,11000,01/04/2025,31/03/2028",
        "Guarding,Ash Ltd,10000,10500,11000,,31/03/2028",
    )
    assert read.values("value_gbp") == [None, None, None]
    assert len(read.said("not those of the whole term")) == 3


def test_an_amount_of_a_year_outside_the_term_is_no_part_of_its_value(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,2024/25,2025/26,2026/27,Start,End",
        "Cleaning,Oak Ltd,42500,43000,0,01/04/2024,31/03/2026",
        "Security,Elm Ltd,10000,10500,11000,01/04/2024,31/03/2026",
        "Waste,Ash Ltd,10000,10500,11000,01/04/2024,31/03/2027",
    )
    assert read.values("value_gbp") == [85500, None, 31500]
    assert [issue.line for issue in read.said("not those of the whole term")] == [4]


def test_the_last_day_that_can_be_written_ends_no_reading(tmp_path):
    read = table(tmp_path, YEARS.format(*("", "") * 3), "Cleaning,Oak Ltd,42500,43000,43500,31/12/9998,31/12/9999")
    assert len(read.all) == 1


def test_beside_a_total_the_years_of_a_contract_are_not_added(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Year 1,Year 2,Total value,Start,End",
        "Cleaning,Oak Ltd,42500,43000,85000,01/10/2025,30/09/2027",
    )
    assert read.values("value_gbp") == [85000]


def test_a_column_called_per_says_what_a_price_is_for(tmp_path):
    read = table(
        tmp_path,
        "Service,Provider,Price,Per,Start,End",
        "Minibus hire,Oak Ltd,240,month,01/09/2025,31/08/2028",
        "Payroll,Elm Ltd,6200,year,01/09/2025,31/08/2028",
        "Music tuition,Ash Ltd,35,hour,01/09/2025,31/08/2028",
        "Records licence,Yew Ltd,8.50,pupil,01/09/2025,31/08/2028",
        "Swimming,Fir Ltd,850,term,01/09/2025,31/08/2028",
    )
    assert read.values("title") == ["Minibus hire", "Music tuition", "Payroll", "Records licence", "Swimming"]
    assert read.values("annual_gbp") == [2880, None, 6200, None, None]
    assert len(read.said("is a rate")) == 3  # a school has three terms, a contract one


def test_a_unit_beside_the_amounts_is_that_of_each_row(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Value,Unit,Start,End",
        "Cleaning,Oak Ltd,36800,£,01/10/2025,30/09/2027",
        "Guarding,Ash Ltd,109,£k,01/10/2025,30/09/2027",
        "Payroll,Elm Ltd,0.43,£m,01/10/2025,30/09/2027",
        "Security,Yew Ltd,275,£000,01/10/2025,30/09/2027",
        "Waste,Fir Ltd,£1.2m,£k,01/10/2025,30/09/2027",
    )
    assert read.values("value_gbp") == [36800, 109000, 430000, 275000, 1200000]


def test_a_unit_of_something_else_is_none_of_the_amounts(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Value,Unit,Start,End",
        "Cleaning,Oak Ltd,36800,Estates,01/10/2025,30/09/2027",
        "Guarding,Ash Ltd,109000,Medicine,01/10/2025,30/09/2027",
    )
    assert read.values("value_gbp") == [36800, 109000]


@pytest.mark.parametrize("example", ["EXAMPLE: Cleaning of Block A", "e.g. Cleaning of Block A", "Example"])
def test_what_a_template_shows_is_no_contract(tmp_path, example):
    read = table(
        tmp_path,
        "Contract Title,Supplier,Contract Value,Start Date,End Date",
        'Free text,Legal name of supplier,"£, excluding VAT",dd/mm/yyyy,dd/mm/yyyy',
        f"{example},Any Supplier Ltd,100000,01/04/2020,31/03/2023",
        "Example-based training,Oak Ltd,42500,01/10/2025,30/09/2028",
    )  # fmt: skip
    assert read.values("title") == ["Example-based training"]
    assert read.said("says how cells are to be filled in") and read.said("is an example")


def test_a_heading_may_call_the_rows_below_it_ended(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Value,Start,End",
        "Agreements handed back or ended early,,,,",
        "Waste,Oak Ltd,42500,01/10/2024,30/09/2048",
        "Contracts terminated early,,,,",
        "Cleaning,Oak Ltd,42500,01/10/2024,30/09/2048",
        "Expired contracts,,,,",
        "Guarding,Ash Ltd,10000,01/10/2020,30/09/2022",
        "Live contracts,,,,",
        "Payroll,Elm Ltd,6200,01/10/2024,30/09/2048",
        "Early intervention services,,,,",
        "Security,Elm Ltd,6200,01/10/2024,30/09/2048",
    )
    stages = dict(zip(read.all.title, read.all.stage, strict=True))
    assert stages == {
        "Waste": "superseded", "Cleaning": "superseded",
        "Guarding": "awarded", "Payroll": "awarded", "Security": "awarded",
    }  # fmt: skip
    assert read.said("stands below a heading of contracts that ended early")


def test_a_form_of_contract_is_no_public_body(tmp_path):
    header = "Provider,Service,Form of words,Contract value,Start,Expiry"
    read = register(
        tmp_path,
        "Harrow Hospice,Palliative beds,NHS Standard Contract,612000,01/04/2024,31/03/2027",
        "Spire Ltd,Ophthalmology,NHS Standard (shorter form),890000,01/04/2025,31/03/2028",
        header=f"Organisation: NHS Marlshire Integrated Care Board\n{header}",
    )
    assert read.values("buyer") == ["NHS Marlshire Integrated Care Board"] * 2


@pytest.mark.parametrize("name", ["Framework used", "Procured via", "Contract form"])
def test_how_it_was_bought_is_no_public_body(tmp_path, name):
    read = register(
        tmp_path,
        "Cleaning,Oak Ltd,NHS Shared Business Services,42500,01/10/2025,30/09/2028",
        "Guarding,Ash Ltd,NHS Supply Chain,42500,01/10/2025,30/09/2028",
        header=f"Contract,Supplier,{name},Value,Start,End",
    )
    assert list(read.all.buyer.dropna()) == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Oak Ltd (SME)", "Oak Ltd"),
        ("Oak Ltd (local SME)", "Oak Ltd"),
        ("Oak Ltd under CCS RM6187; Elm Ltd", "Oak Ltd\nElm Ltd"),
        ("Under One Roof Ltd", "Under One Roof Ltd"),
        ("Oak Ltd [Supplier 10233]", "Oak Ltd"),
        ("Oak Ltd (Vendor no. V10233)", "Oak Ltd"),
        ("Oak Ltd via CCS RM6187", "Oak Ltd"),
        ("Oak Ltd - via ESPO framework 664", "Oak Ltd"),
        ("Oak Ltd (through YPO)", "Oak Ltd"),
        ("Preferred bidder: Oak Ltd", "Oak Ltd"),
        ("Awaiting contract signature - Oak Ltd", "Oak Ltd"),
        ("Access via Design Ltd", "Access via Design Ltd"),
        ("Hope Through Sport CIC under the LGA framework", "Hope Through Sport CIC"),
        ("Growth Through Framework CIC", "Growth Through Framework CIC"),
        ("Oak Ltd called off from CCS RM6100", "Oak Ltd"),
        ("Oak Ltd - call-off from the NEPO framework", "Oak Ltd"),
        ("Smeaton (SME Training) Ltd", "Smeaton (SME Training) Ltd"),
        ("Internal Systems Ltd", "Internal Systems Ltd"),
        ("Internal - Estates team", None),
        ("In-house (facilities department)", None),
    ],
)
def test_what_stands_around_a_name_is_none_of_it(tmp_path, cell, name):
    read = table(
        tmp_path, "Contract,Supplier,Value,Start,End", f"Cleaning,{cell},42500,01/10/2025,30/09/2028"
    )  # fmt: skip
    assert [None if not isinstance(each, str) else each for each in read.all.suppliers] == [name]


def test_an_approved_plan_of_a_pipeline_is_planned(tmp_path):
    read = table(
        tmp_path,
        "Contract Title,Estimated Value,Estimated Start,Estimated End,Procurement status",
        "Contact centre,8750000,01/12/2047,30/11/2051,Approved",
        "Drone surveys,1200000,01/08/2047,31/07/2049,Planning",
        "Laundry,1200000,01/08/2024,31/07/2049,Approved",
    )
    stages = dict(zip(read.all.title, read.all.stage, strict=True))
    assert stages == {"Contact centre": "planned", "Drone surveys": "planned", "Laundry": "awarded"}
    assert read.said("may be an approved plan or contract")


def test_an_approved_contract_with_a_firm_is_one_to_come(tmp_path):
    read = table(
        tmp_path,
        "Contract Title,Supplier,Value,Start,End,Status",
        "Contact centre,Oak Ltd,8750000,01/12/2047,30/11/2051,Approved",
    )
    assert list(read.all.stage) == ["awarded"]


def ends(read):
    return read.values("end_date"), read.values("latest_end_date")


def test_ends_in_the_words_of_other_bodies(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Value,Start,End date (inc. taken extensions),Ends if extended",
        "Cleaning,Oak Ltd,42500,01/10/2025,30/09/2028,30/09/2029",
    )
    assert ends(read) == ([day("2028-09-30")], [day("2029-09-30")])


def test_a_period_may_be_a_length(tmp_path):
    read = table(
        tmp_path,
        "Contract,Supplier,Value,Period,Start,End",
        "Cleaning,Oak Ltd,42500,4+2+2,01/04/2024,31/03/2028",
        "Guarding,Ash Ltd,42500,4,01/04/2024,31/03/2028",
    )
    assert read.values("latest_end_date")[0] == day("2032-03-31")


@pytest.mark.parametrize(
    ("name", "unknown"), [("Currency unit", "EUR"), ("Unit", "€m"), ("Unit", "£bn"), ("Unit", "each")]
)
def test_an_amount_in_a_unit_that_is_not_known_is_no_value_in_pounds(tmp_path, name, unknown):
    read = table(
        tmp_path,
        f"Contract,Supplier,Value,{name},Start,End",
        "Cleaning,Oak Ltd,36800,£,01/10/2025,30/09/2027",
        "Guarding,Ash Ltd,40000,£,01/10/2025,30/09/2027",
        f"Payroll,Elm Ltd,20000,{unknown},01/10/2025,30/09/2027",
        "Waste,Fir Ltd,4000,,01/10/2025,30/09/2027",
    )
    assert read.values("value_gbp") == [36800, 40000, None, 4000]
    assert [(issue.line, issue.value) for issue in read.said(f"as another column says: {unknown}")] == [(5, "20000")]


def test_a_contract_is_no_part_of_a_template_by_its_days_or_the_words_of_a_service(tmp_path):
    read = table(
        tmp_path,
        "Contract Title,Description,Supplier,Contract Value,Start Date,End Date",
        "Cleaning,Of Block A,Oak Ltd,42500,dd/mm/yyyy,dd/mm/yyyy",
        'Stationery,"e.g. paper, pens",Elm Ltd,4000,01/10/2025,30/09/2028',
        "Sample - blood tests,Tests,Ash Ltd,9000,01/10/2025,30/09/2028",
        "Sample entry,Any,Any Supplier Ltd,100000,01/04/2020,31/03/2023",
    )
    assert read.values("title") == ["Cleaning", "Sample - blood tests", "Stationery"]
    assert read.values("start_date")[0] is None


ONE_AND_TWO = "Cleaning,Oak Ltd,10000,11000,{}01/04/2024,31/03/2026"


@pytest.mark.parametrize(
    ("columns", "more"),
    [
        ("Year 1 (2024/25),Year 2 (2025/26)", ""),
        ("Year 1 cost (ex VAT),Year 2 cost (ex VAT),Year 1 cost (inc VAT),Year 2 cost (inc VAT)", "12000,13200,"),
        ("Year 1 cost,Year 2 cost,Year 2 price,Year 3 price", "99000,99000,"),
    ],
    ids=["financial years too", "with VAT too", "another kind"],
)
def test_of_several_kinds_of_years_of_a_contract_one_is_added_up(tmp_path, columns, more):
    read = table(tmp_path, f"Contract,Supplier,{columns},Start,End", ONE_AND_TWO.format(more))
    assert read.values("value_gbp") == [21000]


def test_the_amount_of_the_first_year_alone_is_that_of_a_year(tmp_path):
    read = table(
        tmp_path, "Contract,Supplier,Year 1 cost,Start,End", "Cleaning,Oak Ltd,10000,01/04/2024,31/03/2026"
    )  # fmt: skip
    assert read.values("annual_gbp") == [10000]


def test_beside_a_yearly_amount_the_first_year_is_not_the_whole_term(tmp_path):
    read = table(tmp_path, "Contract,Supplier,Year 1 cost,Annual cost,Start,End", ONE_AND_TWO.format(""))
    assert read.values("annual_gbp") == [11000]
    assert read.values("value_gbp")[0] == pytest.approx(22000, rel=0.002)


@pytest.mark.parametrize(
    ("columns", "cells"),
    [
        ("Framework provider,Contract value", "ESPO,45000"),
        ("Framework value,Our spend", "45000000,45000"),
        ("Framework limit,Contract value", "45000000,45000"),
        ("Framework ceiling,Value", "45000000,45000"),
    ],
)
def test_an_amount_of_a_contract_beside_its_framework_is_of_no_list_of_frameworks(tmp_path, columns, cells):
    read = table(
        tmp_path,
        f"Framework,Supplier,{columns},Start Date,End Date",
        f"Facilities management services,Oak Ltd,{cells},01/01/2024,31/12/2027",
        f"Grounds maintenance services,Elm Ltd,{cells},01/01/2024,31/12/2027",
    )
    assert "framework" not in list(read.all.instrument)
    assert read.values("value_gbp") == [45000, 45000]


@pytest.mark.parametrize("title", ["Contract / Framework title", "Frameworks and contracts", "Contract or DPS name"])
def test_a_title_of_contracts_and_frameworks_alike_makes_no_contract_a_framework(tmp_path, title):
    """A council's register without a column of suppliers had each of its contracts taken for a framework."""
    read = table(
        tmp_path,
        f"Ref,{title},Total value,Start Date,End Date",
        "C1,Home care in the north of the borough,1800000,01/04/2024,31/03/2028",
        "C2,Parking enforcement,1500000,01/10/2024,30/09/2029",
    )
    assert list(read.all.instrument) == ["contract", "contract"]
    assert list(read.all.annual_gbp.round(-4)) == [450_000, 300_000]


@pytest.mark.parametrize("name", ["Provider Name & Address", "Supplier Name / Address", "Contractor: name, address"])
def test_a_column_of_a_name_and_an_address_names_who_supplies_however_the_two_are_joined(tmp_path, name):
    header = HEADER.replace("Supplier", f'"{name}"')
    row = 'C1,Home care,"Oakfield Care Ltd, 9 Canal Wharf, Hartsmere HM1 4ZZ",1800000,01/04/2024,31/03/2028,Hartsmere'
    assert list(register(tmp_path, row, header=header).all.supplier) == ["Oakfield Care Ltd"]
