"""Registers that one officer keeps by hand: what a note, a slipped row or another table changes is read or said."""

import pytest
from own_reading import CARE, HEADER, REST, day, register, workbook

from data.readers.cells import days, suppliers

NOTED = f"{HEADER},Notes"


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("Value revised to £1.2m", "the amount is now £1.2m"),
        ("value now £480,000 after CPI", "the amount is now £480,000"),
        ("Extended by 2 years to 31/03/31, value now £850k", "the amount is now £850k"),
        ("Increased from £400,000 to £450,000 in May", "the amount is now £450,000"),
        ("increase of £50k to £450k agreed", "the amount is now £450k"),
        ("now with Hollow Oak Ltd", "Hollow Oak Ltd supplies now"),
        ("Transferred to Hollow Oak Limited on 1/4/26", "Hollow Oak Limited supplies now"),
    ],
)
def test_a_note_that_changes_an_amount_or_a_supplier_is_said_and_not_read(tmp_path, note, words):
    found = register(tmp_path, f'{CARE},"{note}"', f"{REST},", header=NOTED)
    assert found.said(words, "Notes")
    assert found.values("value_gbp") == [400_000, 600_000]
    assert found.values("supplier") == ["Oakfield Care Ltd", "Elm Care Ltd"]


@pytest.mark.parametrize(
    "note",
    [
        "was £30k, see email",
        "Value revised to £400,000",
        "now with Oakfield Care Limited",
        "now with Legal for signature",
        "Transferred to Place directorate",
        "Fees of £1,200 due to be paid",
        "Public liability insurance raised to £5 million",
    ],
)
def test_a_note_that_changes_nothing_is_not_said(tmp_path, note):
    found = register(tmp_path, f'{CARE},"{note}"', f"{REST},", header=NOTED)
    assert not found.said("the amount is now")
    assert not found.said("supplies now")


def test_a_novation_in_a_note_says_that_another_row_may_carry_it_on(tmp_path):
    found = register(tmp_path, f"{CARE},Novated to Hollow Oak Ltd 1/4/26", f"{REST},", header=NOTED)
    [said] = found.said("was ended", "Notes")
    assert "another row" in said.done
    assert found.said("Hollow Oak Ltd supplies now")


@pytest.mark.parametrize(
    ("note", "until"),
    [
        ("Extended to March 2027", "2027-03-31"),
        ("extended until Sept 26, see email", "2026-09-30"),
        ("Extended by 2 years to 31/03/27, value now £850k", "2027-03-31"),
        ("Four years agreed by Cabinet; extended to 31/03/2026", "2026-03-31"),
        ("Extended to the whole county", None),
        ("May be extended to 31/03/2026", None),
    ],
)
def test_an_extension_to_a_month_names_its_last_day(note, until):
    assert days.extended_until(note) == (day(until).date() if until else None)


def test_a_column_without_a_name_that_tells_of_changes_is_read_as_remarks(tmp_path):
    found = register(tmp_path, f"{CARE},value now £850k", f"{REST},", header=f"{HEADER},")
    assert found.said("the amount is now £850k")


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Streetglass Ltd (Sam Roe, 01632 960001)", "Streetglass Ltd"),
        ("Streetglass Ltd (sam@streetglass.example)", "Streetglass Ltd"),
        ("Farewise Ltd - Co. No. 09912345", "Farewise Ltd"),
        ("Gridnode Consulting LLP (sub: Mapmakers Ltd)", "Gridnode Consulting LLP"),
        ("Gridnode Consulting LLP (subcontractor: Mapmakers Ltd)", "Gridnode Consulting LLP"),
        ("Eyes Open Research Tel 01632 960123", "Eyes Open Research"),
        ("Eyes Open Research, tel. (01632) 960 123", "Eyes Open Research"),
        ("Hotel 01 Group Ltd", "Hotel 01 Group Ltd"),
        ("Oak Ltd (contact centre services)", "Oak Ltd (contact centre services)"),
        ("Contact 24 (UK) Ltd", "Contact 24 (UK) Ltd"),
        ("Oak (Suburban) Ltd", "Oak (Suburban) Ltd"),
    ],
)
def test_who_to_ask_and_who_works_for_it_are_none_of_the_name(cell, name):
    assert suppliers.names(cell) == (name,)


TABLE = [
    ["Loamshire County Council - contracts register"],
    ["Contract", "Contractor", "Start", "Finish", "Value over term £"],
    ["Catering", "Goodplate Catering Ltd", "01/04/2023", "31/03/2026", 360_000],
    ["Archive storage", "Vaultkeep Ltd", "01/10/2022", "30/09/2027", 95_000],
]


def test_a_table_of_frameworks_below_the_contracts_is_one_of_frameworks(tmp_path):
    below = [
        [],
        ["Ways to buy that we use"],
        ["Framework", "Who runs it", "Start", "Finish", "Ref", "Est. value"],
        ["Temporary staff", "ESPO", "01/01/2023", "31/12/2026", "ESPO 653", 2_000_000],
        ["Building works", "Pagabo", "01/05/2022", "30/04/2026", "MW2", 5_000_000],
    ]
    found = workbook(tmp_path, {"Contracts": TABLE + below})
    forms = dict(zip(found.values("title"), found.values("instrument"), strict=True))
    assert forms == {
        "Archive storage": "contract",
        "Catering": "contract",
        "Temporary staff": "framework",
        "Building works": "framework",
    }
    assert any("share form of the agreement" in issue.problem for issue in found.issues)


def test_a_sheet_of_lettings_is_none_of_contracts_and_income_is_said(tmp_path):
    lettings = [
        ["Property", "Tenant", "From", "To", "Rent received pa"],
        ["Top Farm", "R Ploughman Ltd", "29/09/2015", "28/09/2030", 9_500],
        ["Unit 4", "Potters Wheel Ltd", "01/01/2021", "31/12/2026", 12_000],
    ]
    income = [
        ["Description", "Concessionaire", "Start", "End", "Annual income £"],
        ["Park cafe", "Bean & Bun Ltd", "01/04/2022", "31/03/2027", 18_000],
        ["Roundabout signs", "Signage Media Ltd", "01/04/2023", "31/03/2028", 45_000],
    ]
    found = workbook(tmp_path, {"Contracts": TABLE, "Leases": lettings, "Income": income})
    assert found.values("title") == ["Archive storage", "Catering", "Park cafe", "Roundabout signs"]
    assert found.said("lists what the public body lets")
    assert found.said("the public body is paid", "Income!Annual income £")


def test_a_contract_on_the_sheets_of_two_years_with_other_amounts_is_said_without_a_number(tmp_path):
    later = [TABLE[1], [*TABLE[2][:4], 380_000], TABLE[3]]
    found = workbook(tmp_path, {"2024-25": TABLE, "2025-26": later})
    assert [issue.value for issue in found.said("same title, supplier and first day on sheet 2024-25")] == ["Catering"]
    assert found.said("as where each sheet is the register of a year")


def test_names_of_columns_below_a_heading_are_no_contract(tmp_path):
    below = [
        [],
        ["Quotes accepted this year"],
        ["Job", "Who", "Accepted", None, "Price"],
        ["Town hall painting", "J Brushmore Ltd", "01/05/2024", None, 3_200],
    ]
    found = workbook(tmp_path, {"Contracts": TABLE + below})
    assert found.values("title") == ["Archive storage", "Catering", "Town hall painting"]
    assert found.said("names columns anew")


def test_a_contract_below_a_heading_with_words_in_place_of_its_days_and_sum_counts(tmp_path):
    below = [["Directorate of Place"], ["Tree surgery", "Ashwood Ltd", "ongoing", "rolling", "various"]]
    found = workbook(tmp_path, {"Contracts": TABLE + below})
    assert found.values("title") == ["Archive storage", "Catering", "Tree surgery"]


SLIPPING = "Service,Provider,Start,End,Extension,Annual,Total"
WHOLE_ROW = "Sexual health,Oak Valley Ltd,01/10/2023,30/09/2026,2 years,1500000,4500000"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Stop smoking,Breathewell CIC,01/04/2024,31/03/2026,120000,240000,", "an amount in a column of lengths"),
        ("Refuge,Haven House,,01/04/2023,31/03/2026,1 year,260000", "a length of time in a column of amounts"),
    ],
)
def test_a_row_whose_cells_slipped_is_named(tmp_path, row, words):
    found = register(tmp_path, WHOLE_ROW, row, header=SLIPPING)
    [said] = found.said(words)
    assert said.line == 3


@pytest.mark.parametrize("extension", ["tbc", "2027", "£ on request"])
def test_no_row_slipped_that_has_words_or_a_year_for_an_extension(tmp_path, extension):
    row = f"Refuge,Haven House,01/04/2023,31/03/2026,{extension},various,as needed"
    found = register(tmp_path, WHOLE_ROW, row, header=SLIPPING)
    assert not found.said("slipped")


def test_the_day_that_a_contract_began_is_its_first(tmp_path):
    found = register(tmp_path, CARE, REST, header=HEADER.replace("Start Date", "Began"))
    assert found.values("start_date") == [day("2025-04-01"), day("2025-04-01")]


PERIOD = "Ref,Contract Title,Supplier,Total Contract Value,Contract period,Council"


def test_a_financial_year_is_a_period_from_april_to_march(tmp_path):
    found = register(tmp_path, "1,Vehicles,Scrapline Ltd,11000,2024/25,Ambleford Council", header=PERIOD)
    assert found.values("start_date") == [day("2024-04-01")]
    assert found.values("end_date") == [day("2025-03-31")]


@pytest.mark.parametrize(("term", "end"), [("to 31/3/26", "2026-03-31"), ("3 years", "2028-03-31")])
def test_a_day_in_a_column_of_terms_is_the_last(tmp_path, term, end):
    row = f"1,Trees,Sapling CIC,15000,01/04/2025,{term},Ambleford Council"
    other = "2,Weeds,Weeder Ltd,15000,01/04/2025,2 years,Ambleford Council"
    found = register(tmp_path, row, other, header=HEADER.replace("End Date", "Term"))
    assert found.values("end_date") == [day(end), day("2027-03-31")]
    assert bool(found.said("names a day in a column of lengths", "Term")) == term.startswith("to")


def test_ext_is_short_for_an_extension(tmp_path):
    row = '1,Advice,Advice Centre,15000,01/04/2025,"3 yrs, ext 2",Ambleford Council'
    found = register(tmp_path, row, header=HEADER.replace("End Date", "Term"))
    assert found.values("end_date") == [day("2028-03-31")]
    assert found.values("latest_end_date") == [day("2030-03-31")]


def test_days_and_options_under_a_group_called_the_term_are_read(tmp_path):
    heads = [
        ["", "", "Term", "", "", "", ""],
        ["Contract", "Contractor and contact", "From", "To", "Option(s)", "£ per year", "£ in all"],
    ]
    rows = [
        ["Vehicles", "Truckfix Ltd", "01/04/2023", "31/03/2026", "1+1", 150_000, 450_000],
        ["Clearance", "Clearfield Ltd", "03/06/2024", "02/06/2025", "12 months", 38_000, 38_000],
    ]
    found = workbook(tmp_path, {"Register": heads + rows}, merged=["C1:E1"])
    assert found.values("supplier") == ["Clearfield Ltd", "Truckfix Ltd"]
    assert found.values("start_date") == [day("2024-06-03"), day("2023-04-01")]
    assert found.values("end_date") == [day("2025-06-02"), day("2026-03-31")]
    assert found.values("latest_end_date") == [day("2026-06-02"), day("2028-03-31")]
    assert found.values("value_gbp") == [38_000, 450_000]


def test_the_notes_of_an_officer_are_remarks(tmp_path):
    found = register(tmp_path, f"{CARE},Value revised to £1.2m", f"{REST},", header=f"{HEADER},Clerk's note")
    assert "remarks" in found.column("Clerk's note")
