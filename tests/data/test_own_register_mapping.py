"""The mapping by which a reader says how a register of his own is read: written, read back, refused, not used."""

import openpyxl
import pytest
from own_reading import CARE, HEADER, REST, contracts, day, register

from data.model.issues import CAUTION
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.matching.guess import guess, of_names
from data.readers.tables.dispatch import read_file


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
