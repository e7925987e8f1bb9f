"""What SharePoint lists, forms, charts and workbooks with a key export, beside or below the contracts themselves."""

import pytest
from own_reading import CARE, REST, Read, day, register, workbook

from data.readers.cells import amounts, marks
from data.readers.own_register.column_names import first_fact


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("Ashgrove Care Ltd;#17", "Ashgrove Care Ltd"),
        ("17;#Ashgrove Care Ltd", "Ashgrove Care Ltd"),
        ("17;#Ashgrove Care Ltd;#203;#Birch Ltd", "Ashgrove Care Ltd;Birch Ltd"),
        (";#Adults;#Children;#", "Adults;Children"),
        ("Ashgrove Care Ltd; #17 Birch Ltd", "Ashgrove Care Ltd; #17 Birch Ltd"),
        ("Unit #4 Ltd;17", "Unit #4 Ltd;17"),
        ("17;#", "17;#"),
    ],
)
def test_a_choice_from_another_list_is_without_the_number_of_its_row(cell, chosen):
    assert marks.without_list_ids(cell) == chosen


def test_numbers_of_a_list_are_no_suppliers_and_part_of_no_body(tmp_path):
    rows = "Ref,Title,Buyer,Supplier,Start Date,End Date,Value\nK1,Gritting,Elmby Borough Council;#2,31;#Thaw Ltd,"
    found = Read(tmp_path, f"{rows}01/10/2025,30/09/2027,90000\n".encode(), "list.csv")
    assert found.values("buyer") == ["Elmby Borough Council"]
    assert found.values("suppliers") == ["Thaw Ltd"]


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("Day of Contract Start Date", "start_date"),
        ("Month, Day, Year of Expiry Date", "end_date"),
        ("Day, Month, Year of Contract End", "end_date"),
        ("Day of Extension End Date", "latest_end_date"),
        ("Day of notice", ""),
        ("Day of payment", ""),
    ],
)
def test_a_chart_names_a_date_by_the_day_that_it_shows(name, fact):
    assert first_fact(name) == fact


@pytest.mark.parametrize(
    "question",
    ["What is the contract for?", "What does the supplier provide?", "What are you buying?", "Details sought"],
)
def test_the_answers_of_a_form_are_what_was_bought_and_never_when_it_was_sent(tmp_path, question):
    form = (
        f"Timestamp,{question},Council,Supplier,Start date,End date,Total value\n"
        "2026/10/09 8:41:07 AM GMT+1,Pest control,Elmby Borough Council,Moth Ltd,01/04/2025,31/03/2027,8000\n"
        "2026/10/11 4:02:55 PM GMT+1,Lift repairs,Elmby Borough Council,Shaft Ltd,01/04/2025,31/03/2027,12000\n"
    )
    assert Read(tmp_path, form.encode(), "form.csv").values("title") == ["Lift repairs", "Pest control"]


@pytest.mark.parametrize(
    ("cell", "supplier"),
    [
        ('"Fern Guarding Ltd, Hull"', "Fern Guarding Ltd"),
        ('"Fern Guarding Ltd\nHull"', "Fern Guarding Ltd"),
        ("Fern Guarding Ltd (Hull)", "Fern Guarding Ltd"),
        ("Fern Guarding Ltd - Hull", "Fern Guarding Ltd"),
        ("Fern & Sons", "Fern & Sons"),
    ],
)
def test_a_place_behind_a_name_is_no_supplier_where_the_column_asks_for_it(tmp_path, cell, supplier):
    rows = f"Title,Council,Contractor (name and town),Start,End,Value\nDoors,Elmby Borough Council,{cell}"
    found = Read(tmp_path, f"{rows},01/04/2025,31/03/2027,8000\n".encode(), "places.csv")
    assert found.values("suppliers") == [supplier]


def test_a_column_of_names_and_places_beside_the_supplier_names_no_second_one(tmp_path):
    rows = "Title,Council,Supplier,Supplier (name and town),Start,End,Value\nDoors,Elmby Borough Council,Fern Ltd,"
    found = Read(tmp_path, f"{rows}Fern Limited (Hull),01/04/2025,31/03/2027,8000\n".encode(), "twice.csv")
    assert found.values("suppliers") == ["Fern Ltd"]


@pytest.mark.parametrize(
    ("name", "cell", "until"),
    [
        ("Optional years", "2", "2031-03-31"),
        ("Optional years", "1+1", "2031-03-31"),
        ("Optional months", "6", "2029-09-30"),
        ("Optional years taken", "2", None),
        ("Optional services", "2", None),
    ],
)
def test_years_that_are_optional_are_those_of_an_extension(tmp_path, name, cell, until):
    row = f"Doors,Elmby Borough Council,Fern Ltd,01/04/2025,31/03/2029,8000,{cell}"
    found = register(tmp_path, row, header=f"Title,Council,Supplier,Start,End,Value,{name}")
    latest = found.values("latest_end_date")
    assert latest == [until and day(until)]


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [
        ("£7,450.00p", 7_450),
        ("£7,450.25 p", 7_450.25),
        ("£7,450-00", 7_450),
        ("£7,450-00p", 7_450),
        ("7450p", None),
        ("£7450p", None),
        ("£7,450.00pm", 7_450),
    ],
)
def test_pounds_with_the_sign_of_pence_behind_them(cell, pounds):
    found = amounts.amount(cell)
    assert found.pounds == pounds
    assert found.period == ("month" if cell.endswith("pm") else "")


POSITION = "Title,Council,Supplier,Start,End,Value,Position at 31 May 2026\n"
ROW = "{},Elmby Borough Council,Fern Ltd,01/04/2025,31/03/2033,8000,{}\n"


def position(tmp_path, *cells):
    rows = "".join(ROW.format(f"Doors of house {at}", cell) for at, cell in enumerate(cells))
    return Read(tmp_path, (POSITION + rows).encode(), "position.csv")


def test_a_position_told_in_sentences_ends_no_contract(tmp_path):
    found = position(tmp_path, "Works closed the pool for a week", "No complaints so far", "Meets us each month")
    assert found.values("stage") == ["awarded"] * 3
    assert found.said("is read as remarks", "Position at 31 May 2026")


def test_a_position_that_states_it_in_a_word_or_two_is_the_status(tmp_path):
    found = position(tmp_path, "Closed", "No complaints so far", "Meets us each month")
    assert found.values("stage") == ["superseded", "awarded", "awarded"]


@pytest.mark.parametrize(
    "name", ["Health board", "NHS Board", "Parish Council", "Fire Authority", "Combined Authority"]
)
def test_a_body_called_by_its_kind_is_the_buyer(name):
    assert first_fact(name) == "buyer"


@pytest.mark.parametrize("name", ["Health board lead", "Parish council contribution date", "Police force area"])
def test_what_is_about_such_a_body_is_not(name):
    assert first_fact(name) != "buyer"


@pytest.mark.parametrize("heading", ["Key", "Legend:", "Abbreviations", "Key to procedures"])
def test_lines_below_the_heading_of_a_key_are_no_contracts(tmp_path, heading):
    found = register(tmp_path, CARE, REST, f"\n{heading},,\nOT,Open tender\nDA,Direct award\n")
    assert len(found.all) == 2
    assert found.said("tells what a code means")


def test_a_contract_below_such_a_heading_counts(tmp_path):
    assert len(register(tmp_path, CARE, "Key,,", REST).all) == 2


def test_a_short_table_below_a_heading_is_read_by_its_own_names(tmp_path):
    below = (
        "\nPlanned procurements 2028\nProject,Budget,Expected start,Lead officer\nBoat shed,70000,01/04/2028,Parks\n"
    )
    found = register(tmp_path, CARE, REST, below)
    shed = next(row for row in found.all.itertuples() if row.title == "Boat shed")
    assert (shed.stage, shed.value_gbp, shed.start_date) == ("planned", 70_000, day("2028-04-01"))
    assert "Project" not in set(found.all.title)


@pytest.mark.parametrize("heading", ["Planned procurements 2028", "Future contracts 2027/28", "Pipeline for 2028"])
def test_a_heading_of_plans_may_name_their_year(tmp_path, heading):
    shed = CARE.replace("Home care", "Boat shed").replace("2025", "2031").replace("2029", "2033")
    found = register(tmp_path, REST, heading, shed)
    assert dict(zip(found.all.title, found.all.stage, strict=True)) == {
        "Respite care for adults": "awarded",
        "Boat shed for older people": "planned",
    }


BOOK = [["Council", "Contract", "Supplier", "Start", "End", "Value", "VB"]]
BOOK += [
    ["Elmby Borough Council", f"Doors of house {at}", "Fern Ltd", "01/04/2025", "31/03/2029", 800, "AT"[at % 2]]
    for at in range(4)
]


@pytest.mark.parametrize(
    ("sheet", "lines", "cautions"),
    [
        ("Key", [["A", "A year"], ["T", "The whole term"]], 1),
        ("Codes", [["Code", "Meaning"], ["A", "A year"], ["T", "The whole term"]], 1),
        ("Key", [["A", "A year"]], 0),
        ("Key", [["Red", "Late"], ["Green", "In time"]], 0),
        ("Contacts", [["A", "Ann"], ["T", "Tom"]], 0),
    ],
)
def test_codes_that_a_sheet_explains_and_nothing_reads_are_a_caution(tmp_path, sheet, lines, cautions):
    found = workbook(tmp_path, {"Contracts": BOOK, sheet: lines})
    assert len(found.all) == 4
    assert len(found.said("holds codes that another sheet explains", "Contracts!VB")) == cautions
