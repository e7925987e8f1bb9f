"""What belongs to a reader's own file stays with it: shown whenever the page Data is, and kept for the same file."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from data.load import upload
from data.readers.own_register.mapping import Mend
from data.readers.own_register.mapping_file import to_toml
from tests.pages import headline, opened, text, whole
from tests.ui.test_datasets import HEADER, ROWS
from ui.sections.own_file import mappings

FILE = (HEADER.replace("What", "Title") + ROWS).encode()
"""Three rows, of which line 4 says that a contract ends "soon"."""
NUMBERED = "Ref,Contract Title,Supplier,Total Contract Value,Start Date,End Date\n"
APRIL = NUMBERED + (
    "OC005,Home care for older people,Oak Ltd,TBC,01/04/2025,31/03/2029\n"
    "OC012,Respite care,Elm Ltd,600000,01/04/2025,soon\n"
    "OC020,Children's homes,Ash Ltd,2400000,01/04/2025,31/03/2029\n"
)
MAY = NUMBERED + (
    "OC005,Home care for older people,Oak Ltd,850,01/04/2025,31/03/2029\n"
    "OC020,Children's homes,Ash Ltd,2400000,01/04/2025,31/03/2029\n"
)
MAPPING = """
[all_rows]
buyer = "Ambleford Council"
[columns]
"Ref" = { fact = "reference" }
"Contract Title" = { fact = "title" }
"Supplier" = { fact = "supplier" }
"Total Contract Value" = { fact = "value", unit = "thousand" }
"Start Date" = { fact = "start_date" }
"End Date" = { fact = "end_date" }
"""
MENDED = """
[[mended]]
reference = "OC005"
column = "Total Contract Value"
was = "TBC"
now = "900"
[[mended]]
reference = "OC012"
column = "End Date"
was = "soon"
now = "31/03/2029"
"""


def give(page, *files):
    page.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()
    return whole(page)


def elsewhere_and_back(page, name="method"):
    page.switch_page(f"pages/{name}.py")
    whole(page.run())
    page.switch_page("pages/datasets.py")
    return whole(page.run())


def field(page, label):
    return next(box for box in page.text_input if box.label == label)


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return whole(page.run())


def labels(page):
    return {each.label for kind in ("button", "text_input", "selectbox", "expander") for each in page.get(kind)} | {
        each.proto.label for each in page.get("download_button")
    }


def ends(page):
    return [f"{day:%d/%m/%Y}" for day in page.session_state["upload"].contracts["end_date"].dropna()]


def kept_mapping(page):
    return page.session_state["kept.own.mapping"].mapping


@pytest.mark.usefixtures("levers_unasked")
@pytest.mark.parametrize("name", ["contracts", "method"])
def test_a_file_can_still_be_mended_after_another_page_was_opened(name):
    page = elsewhere_and_back(give(opened("datasets"), ("register.csv", FILE)), name)
    there = labels(page)
    assert {
        "Leave line 4 out",
        "Right value for line 4, End date",
        "Keep this mapping for the next file (TOML)",
    } <= there
    assert {"All rows are this public body (where no column names it)", "VAT"} <= there
    assert any(label.startswith("How your file was understood") for label in there)
    assert "register.csv is kept in this session" in text(page).replace("*", "")
    field(page, "Right value for line 4, End date").set_value("30/06/2029")
    whole(page.run())
    assert sorted(ends(page)) == ["30/06/2029", "31/03/2029", "31/03/2030"]
    assert "Take all of these back" in labels(elsewhere_and_back(page))
    press(page, "Take all of these back")
    assert len(ends(page)) == 2


@pytest.mark.usefixtures("levers_unasked")
def test_a_file_that_is_kept_can_be_taken_away():
    page = opened("datasets")
    before = headline(page)
    page = elsewhere_and_back(give(page, ("register.csv", FILE)))
    assert headline(press(page, "Take this file away")) == before
    assert page.session_state["upload"] is None
    assert "Leave line 4 out" not in labels(page)


@pytest.mark.usefixtures("levers_unasked")
def test_the_same_file_given_again_keeps_what_was_mended_and_another_does_not():
    page = give(opened("datasets"), ("register.csv", FILE))
    field(page, "Right value for line 4, End date").set_value("30/06/2029")
    page = elsewhere_and_back(whole(page.run()))
    give(page, ("register.csv", FILE))
    assert "Mended or left out by hand: 1." in text(page)
    assert "30/06/2029" in ends(page)
    give(page, ("register.csv", FILE.replace(b"Bins Ltd", b"Refuse Ltd")))
    assert "Mended or left out by hand" not in text(page)
    assert "30/06/2029" not in ends(page)


@pytest.mark.usefixtures("levers_unasked")
def test_a_file_that_cannot_be_read_leaves_the_one_in_use_as_it_is():
    page = give(opened("datasets"), ("register.csv", FILE))
    page = give(elsewhere_and_back(page), ("head.csv", HEADER.encode()))
    assert "no row under a header" in page.error[0].value
    assert "Leave line 4 out" in labels(page)
    give(page)
    assert "Leave line 4 out" in labels(page), "the other was taken away, not this one"
    assert "in your file" in headline(page)


@pytest.mark.usefixtures("levers_unasked")
def test_a_mapping_alone_is_used_for_the_file_that_is_kept():
    page = give(opened("datasets"), ("april.csv", APRIL.encode()))
    field(page, "Right value for line 3, End Date").set_value("30/06/2029")
    page = elsewhere_and_back(whole(page.run()))
    give(page, ("april.toml", MAPPING.encode()))
    contracts = page.session_state["upload"].contracts
    assert set(contracts["buyer"]) == {"Ambleford Council"}
    assert "30/06/2029" in ends(page), "what was mended by hand before stays"
    assert contracts["value_gbp"].max() == 2_400_000_000, "in thousands, as the mapping says"


@pytest.mark.usefixtures("levers_unasked")
def test_a_cell_that_was_mended_wrongly_is_mended_again():
    page = give(opened("datasets"), ("register.csv", FILE))
    field(page, "Right value for line 4, End date").set_value("later")
    whole(page.run())
    field(page, "Right value for line 4, End date").set_value("30/06/2029")
    whole(page.run())
    assert "30/06/2029" in ends(page)
    [mend] = kept_mapping(page).mends
    assert (mend.was, mend.now) == ("soon", "30/06/2029")


@pytest.mark.usefixtures("levers_unasked")
def test_mends_that_do_not_apply_to_the_next_file_are_named_and_not_counted():
    page = opened("datasets")
    give(page, ("april.csv", APRIL.encode()), ("april.toml", (MAPPING + MENDED).encode()))
    assert "Mended or left out by hand: 2." in text(page)
    give(page, ("may.csv", MAY.encode()), ("april.toml", (MAPPING + MENDED).encode()))
    assert "Mended or left out by hand: 0 of 2." in text(page)
    said = next(box.value.replace("\\", "") for box in page.warning if "Not applied" in box.value)
    assert re.findall(r"^- (.*)$", said, re.MULTILINE) == [
        "OC005, Total Contract Value was to be mended to '900', but the cell now says '850'.",
        "OC012, End Date was to be mended to '31/03/2029', but the row is not in this file.",
    ]


@pytest.mark.usefixtures("levers_unasked")
def test_a_file_that_another_data_set_stands_in_for_does_not_say_that_pages_answer_for_it():
    page = give(opened("datasets"), ("register.csv", FILE))
    next(box for box in page.radio if box.label == "Data set").set_value("register")
    whole(page.run())
    assert "The pages answer for the data set chosen above." in text(page)
    give(elsewhere_and_back(page), ("register.csv", FILE))
    assert "in your file" in headline(page), "who gives a file again wants to see it"


ONE = NUMBERED.replace("Supplier,", "Council,Supplier,")
PLURAL = re.compile(r"(?<![\d,.\N{EN DASH}])\b1 (?:counted |more )?(?:contracts|rows|cells|notes|labels|records)\b")


@pytest.mark.parametrize("value", ["1200000", "unclear"])
@pytest.mark.parametrize("name", ["overview", "sensitivity", "audit", "contracts", "datasets", "method", "suppliers"])
def test_of_one_contract_every_page_speaks_in_the_singular(name, value):
    row = f"1,Home care for older people,Ambleford Council,Oak Ltd,{value},01/04/2025,31/03/2029\n"
    found = upload.opened("one.csv", (ONE + row).encode())
    page = opened(name, own=upload.read(found, found.guessed))
    said = "\n".join([text(page), *labels(page)])
    assert not PLURAL.search(said.replace("0 to 1 contracts", "")), PLURAL.findall(said)
    if name == "overview":
        worth = "worth £300,000 a year" if value.isdigit() else "whose value is not known"
        assert headline(page) == f"The one contract in your file, {worth}, would come back in house"


def two_sheets():
    """A workbook of two sheets without contract numbers; in line 3 of each a contract ends "soon"."""
    book = Workbook()
    book.remove(book.active)
    for sheet in ("Adults", "Children"):
        made = book.create_sheet(sheet)
        made.append(["Contract Title", "Supplier", "Contract Value", "Start Date", "End Date"])
        made.append([f"{sheet}: home care", "Oak Ltd", 500_000, "01/04/2025", "31/03/2029"])
        made.append([f"{sheet}: respite care", "Elm Ltd", 600_000, "01/04/2025", "soon"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.usefixtures("levers_unasked")
def test_a_line_is_left_out_on_its_own_sheet_alone():
    page = give(opened("datasets"), ("register.xlsx", two_sheets()))
    assert {"Leave line 3 of Adults out", "Leave line 3 of Children out"} <= labels(page)
    press(page, "Leave line 3 of Children out")
    left = set(page.session_state["upload"].contracts["title"].astype("str"))
    assert left == {"Adults: home care", "Adults: respite care", "Children: home care"}
    field(page, "Right value for line 3 of Adults, End Date").set_value("30/06/2029")
    whole(page.run())
    assert sorted(ends(page)) == ["30/06/2029", "31/03/2029", "31/03/2029"]
    assert "Mended or left out by hand: 2." in text(page)


@pytest.mark.usefixtures("levers_unasked")
def test_a_mapping_in_other_letters_is_refused_and_not_read_by_guess():
    """Read by a guess its Café would be another column, and the fact of it not read."""
    page = opened("datasets")
    body = MAPPING.replace("Supplier", "Café").encode("cp1252")
    give(page, ("april.csv", APRIL.replace("Supplier", "Café").encode()), ("april.toml", body))
    assert [each.value.replace("\\", "") for each in page.error] == [
        "april.toml: not UTF-8 text. Save the file as UTF-8. This mapping is not used."
    ]


@pytest.mark.usefixtures("levers_unasked")
@pytest.mark.parametrize("wrong", ["x", MAPPING + "[[mended]]\nline = 3\n", MAPPING.replace("unit", "units")])
def test_a_mapping_that_is_refused_is_said_for_as_long_as_it_lies_there(wrong):
    page = give(opened("datasets"), ("april.csv", APRIL.encode()), ("april.toml", wrong.encode()))
    assert [plainly(each.value)[:11] for each in page.error] == ["april.toml:"]
    assert plainly(page.error[0].value).endswith("This mapping is not used.")
    assert not give(page, ("april.csv", APRIL.encode())).error


def plainly(words):
    return words.replace("\\", "")


@pytest.mark.usefixtures("levers_unasked")
def test_a_mapping_given_with_a_known_export_is_used():
    export = Path("tests/fixtures/cf_harvest.csv").read_bytes()
    page = give(opened("datasets"), ("export.csv", export))
    assert way(page) == "recognised"
    given = '[columns]\n"title" = { fact = "title" }\n'
    page = give(opened("datasets"), ("export.csv", export), ("export.toml", given.encode()))
    assert way(page) == "matched"
    page = give(opened("datasets"), ("export.csv", export), ("export.toml", b"x"))
    assert (way(page), len(page.error)) == ("recognised", 1)


def way(page):
    return next(radio.value for radio in page.radio if radio.label == "How to read it")


@pytest.mark.usefixtures("levers_unasked")
def test_a_second_file_is_named_as_not_read():
    page = give(opened("datasets"), ("april.csv", APRIL.encode()), ("may.csv", MAY.encode()))
    assert "One file is read at a time, with one mapping. Not read: may.csv." in text(page)
    assert "take out the one that is read" in text(page)


LOTS = NUMBERED.replace("Value", "Value!") + (
    "R2,Care: lot 1,Elm Ltd,TBC,01/04/2025,31/03/2029\n"
    "R2,Care: lot 2,Ash Ltd,TBC,01/04/2025,31/03/2029\n"
    "R3,Care of children,Ash Ltd,500,01/04/2025,soon\n"
)


@pytest.mark.usefixtures("levers_unasked")
def test_one_line_of_a_number_that_stands_in_several_is_left_out_alone():
    page = give(opened("datasets"), ("lots.csv", LOTS.encode()))
    press(page, "Leave line 3 out")
    assert set(page.session_state["upload"].contracts["title"].astype("str")) == {"Care: lot 1", "Care of children"}
    field(page, "Right value for line 2, Total Contract Value").set_value("900")
    whole(page.run())
    field(page, "Right value for line 4, End Date").set_value("31/03/2030")
    whole(page.run())
    kept = upload.to_keep(kept_mapping(page), page.session_state["upload"].issues).mends
    assert kept == (
        Mend(reference="R2", line=3, row="Care: lot 2 | Ash Ltd | 01/04/2025"),
        Mend("Total Contract Value!", "TBC", "900", "R2", 2, row="Care: lot 1 | Elm Ltd | 01/04/2025"),
        Mend("End Date", "soon", "31/03/2030", "R3"),
    )


@pytest.mark.usefixtures("levers_unasked")
def test_a_kept_mend_follows_its_row_to_another_line():
    page = give(opened("datasets"), ("register.csv", FILE))
    press(page, "Leave line 4 out")
    kept = upload.to_keep(kept_mapping(page), page.session_state["upload"].issues)
    header, *rows = FILE.decode().splitlines()
    june = "\n".join([header, rows[0].replace("Home", "Night"), *rows]).encode()
    page = give(opened("datasets"), ("june.csv", june), ("kept.toml", to_toml(kept).encode()))
    issues = page.session_state["upload"].issues
    assert list(issues[issues["problem"] == "was left out by hand"]["line"]) == [5]


@pytest.mark.usefixtures("levers_unasked")
def test_link_and_receipt_name_the_mapping_once_something_was_mended():
    page = opened("datasets")
    page.session_state["reproduce"] = True
    give(page, ("april.csv", APRIL.encode()))
    by_the_guess = [each.value for each in page.code]
    assert "python -m policy assess --preset pledge@1 --data april.csv" in by_the_guess
    field(page, "Right value for line 3, End Date").set_value("30/06/2029")
    whole(page.run())
    mended = " ".join(each.value for each in page.code)
    assert "--data april.csv --mapping april.mapping.toml" in mended
    assert "data.load_dataset('april.csv', 'april.mapping.toml')" in mended


def test_an_example_of_a_column_ends_with_a_word():
    told = "Home care for older people and adults with learning disabilities"
    assert mappings._beginning(told) == "Home care for older people and adults"
    assert mappings._beginning("x" * 60) == "x" * 40, "one long word by its first letters"


@pytest.mark.usefixtures("levers_unasked")
def test_an_earlier_file_is_held_against_the_one_in_use_and_taken_away_again():
    page = give(opened("datasets"), ("april.csv", APRIL.encode()))
    assert "What changed since an earlier file" in text(page)
    page.file_uploader[1].set_value([("may.csv", MAY.encode(), "text/csv")]).run()
    whole(page)
    assert "1 added, 0 gone; 2 contracts in both, 1 of them with other facts and 1 as it was." in text(page)
    [sums] = [table.value for table in page.table if "Value not known" in table.value]
    assert [cell.replace("\\", "") for cell in sums["Contracts"]] == ["2", "0", "+1", "0", "3"]
    listed = next(frame.value for frame in page.dataframe if "What changed" in frame.value)
    assert listed["What"].tolist() == ["Added", "Changed"]
    assert "CSV, 2 rows" in labels(page)
    assert "What changed since an earlier file" in text(elsewhere_and_back(page))
    press(page, "Take the earlier one away")
    assert "1 added" not in text(page)


@pytest.mark.usefixtures("levers_unasked")
def test_an_earlier_file_goes_with_the_one_whose_earlier_state_it_was():
    page = give(opened("datasets"), ("april.csv", APRIL.encode()))
    page.file_uploader[1].set_value([("may.csv", MAY.encode(), "text/csv")]).run()
    assert "1 added" in text(whole(page))
    assert "1 added" not in text(give(page))
    assert "1 added" not in text(give(page, ("april.csv", APRIL.encode())))


@pytest.mark.usefixtures("levers_unasked")
def test_an_earlier_file_is_read_under_the_mapping_of_one_with_the_same_columns():
    mapped = ("as.toml", MAPPING.encode())
    page = give(opened("datasets"), ("may.csv", MAY.encode()), mapped)
    page.file_uploader[1].set_value([("april.csv", APRIL.encode(), "text/csv")]).run()
    whole(page)
    assert page.session_state["kept.earlier.file"].contracts["value_gbp"].max() == 2_400_000_000  # in thousands


@pytest.mark.usefixtures("levers_unasked")
def test_an_earlier_file_that_cannot_be_read_says_why_and_without_a_file_none_is_asked_for():
    page = opened("datasets")
    assert "What changed since an earlier file" not in text(page)
    give(page, ("april.csv", APRIL.encode()))
    page.file_uploader[1].set_value([("may.csv", b"", "text/csv")]).run()
    assert any("no row under a header" in error.value for error in whole(page).error)
