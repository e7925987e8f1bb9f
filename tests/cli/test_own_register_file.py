"""A register of one's own is answered for where it is named, under a saved mapping too, as the page answers for it."""

import html
import json
import re
import shlex
import zipfile
from dataclasses import replace

import openpyxl
import pytest

import data
import policy
from cli.data import main as data_main
from cli.policy import main
from data.load import upload
from data.readers.own_register.mapping import Mend
from data.readers.own_register.mapping_file import to_toml
from tests.draws import a_few

ROWS = (
    ("Wexborough Council contracts register (values in £k)",),
    ("Ref", "Contract", "Provider", "Contract value £k", "Start", "End"),
    ("W1", "Home care for older people", "Oak Care Ltd", 400, "01/04/2026", "31/03/2030"),
    ("W2", "Enforcement agents (bailiffs)", "Elm Ltd", "tbc", "01/04/2026", "31/03/2030"),
    ("W3", "Printers", "Ash Ltd", 80, "01/04/2026", "31/03/2030"),
)


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def register(tmp_path):
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(path := tmp_path / "register.xlsx")
    return path


@pytest.fixture
def mended(register, tmp_path):
    """The mapping that the page Data keeps once the cell of W2 was put right there, and the reading on the page."""
    given = upload.opened(register.name, register.read_bytes())
    by_hand = Mend(column="Contract value £k", was="tbc", now="20", reference="W2", line=4)
    on_page = replace(given.guessed, mends=(by_hand,))
    read = upload.read(given, on_page)
    path = tmp_path / "register.mapping.toml"
    path.write_text(to_toml(upload.to_keep(on_page, read.issues), register.name), encoding="utf-8")
    return path, read


def test_a_register_of_ones_own_is_answered_for_without_being_built(capsys, register):
    code, out, err = run(capsys, "assess", "--data", register, "--json")
    assert code == 1 and "'tbc'" in err, "a cell was not read"
    answer = json.loads(out)
    assert answer["data"]["contracts"] == 3
    assert answer["returns"]["contracts"]["central"] == 2
    assert answer["returns"]["whole_life_gbp"]["central"] == 400_000, "and W2 states no value"


def test_under_the_mapping_of_the_page_the_command_and_the_library_give_its_figure(capsys, register, mended):
    mapping, on_page = mended
    code, out, err = run(capsys, "assess", "--data", register, "--mapping", mapping, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["returns"]["whole_life_gbp"]["central"] == 420_000
    assert json.loads(out)["data"]["fingerprint"] == on_page.fingerprint
    assert data.load_dataset(register, mapping).fingerprint == on_page.fingerprint


def test_a_file_read_by_the_guess_is_the_same_data_on_the_page_and_here(register):
    given = upload.opened(register.name, register.read_bytes())
    with pytest.warns(UserWarning, match="tbc"):
        assert data.load_dataset(register).fingerprint == upload.read(given, given.guessed).fingerprint


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--mapping", "m.toml"], "--mapping: says how a file of your own is read; give it with --data FILE"),
        (["--data", "t.parquet", "--mapping", "m.toml"], "--mapping: is for a file of your own"),
    ],
)
def test_a_mapping_of_no_file_of_ones_own_is_refused(capsys, arguments, message):
    code, out, err = run(capsys, "assess", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)


LOTS = (
    ROWS[1],
    ("WX/101", "Home care for older people, north", "Oak Care Ltd", 400, "01/04/2026", "31/03/2030"),
    ("WX/102", "Printers", "Ash Ltd", 80, "01/04/2026", "31/03/2030"),
    ("WX/102", "Telephones", "Elm Ltd", 90, "01/04/2026", "31/03/2031"),
    ("WX/103", "Home care for adults", "Oak Care Ltd", 70, "01/04/2026", "31/03/2030"),
    ("WX/103", "Home care for adults", "Oak Care Ltd", 70, "01/04/2026", "31/03/2030"),
)


@pytest.fixture
def lots(tmp_path):
    book = openpyxl.Workbook()
    for row in LOTS:
        book.active.append(row)
    book.save(path := tmp_path / "lots.xlsx")
    return path


FOUND = {
    "WX/103": "Home care for adults",
    "wx/101": "Home care for older people, north",
    "101": "Home care for older people, north",
    "WX/101": "Home care for older people, north",
}


@pytest.mark.parametrize(("asked", "title"), a_few([pytest.param(*each) for each in FOUND.items()], 2))
@pytest.mark.usefixtures("read_here")
def test_a_contract_is_found_by_its_own_number_where_one_has_it(capsys, lots, asked, title):
    code, out, err = run(capsys, "explain", "--data", lots, asked)
    assert code == 0 and out.startswith(title)
    assert re.fullmatch(rf"{asked}: the one contract of this number, WX/10[13]/[0-9a-f]{{8}}\n", err)
    decided = policy.decide(data.load_dataset(lots))
    assert decided.explain(asked).contract_id == err.split()[-1]


@pytest.mark.parametrize("asked", a_few(["WX/102", "WX/10", "", "WX", "/"], 3))
@pytest.mark.usefixtures("read_here")
def test_a_number_of_two_lots_and_part_of_a_number_name_no_contract(capsys, lots, asked):
    code, out, err = run(capsys, "explain", "--data", lots, asked)
    assert (code, out) == (1, "")
    assert "no contract with this id in the data" in err


@pytest.mark.parametrize(("sheets", "said"), [(["Care"], "row 2"), (["Care", "Homes"], "sheet “Homes”, row 3")])
@pytest.mark.usefixtures("read_here")
def test_a_contract_says_the_row_of_the_register_that_states_it(capsys, tmp_path, sheets, said):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, name in enumerate(sheets):
        sheet = book.create_sheet(name)
        for row in [ROWS[1], *[(f"{name}{number}", "Home care", "Oak Ltd", 40, "01/04/2026", "31/03/2030")] * number]:
            sheet.append(row)
        sheet.append((f"W{number}", "Home care for older people", "Elm Ltd", 400, "01/04/2026", "31/03/2030"))
    book.save(path := tmp_path / "r.xlsx")
    asked = ["explain", "--data", path, f"W{len(sheets) - 1}"]
    _, out, _ = run(capsys, *asked)
    assert out.splitlines()[1] == f"Source: r.xlsx, {said}"
    assert json.loads(run(capsys, *asked, "--json")[1])["source"] == f"r.xlsx, {said}"
    main(["explain", "moj-oakwood"])
    assert "row" not in capsys.readouterr().out.splitlines()[1], "the embedded register has addresses"


ALIKE = "Home care,Oak Ltd,01/04/2024,31/03/2028,400000,Live\n"
BY_ROW = f"""Contract title,Supplier,Start date,End date,Value,Status
{ALIKE}{ALIKE}School meals,Elm Ltd,01/04/2024,31/03/2028,50000,Cancelled
Total,,,,450000,
"""


@pytest.mark.parametrize(
    ("asked", "code", "said", "told"),
    [
        ("row 2", 0, "Home care", "row 2: the one contract of this row, r.csv/"),
        ("Row 4", 0, "School meals", "Row 4: the one contract of this row, r.csv/"),
        ("row 3", 1, "", "row 3: no contract of this row is in the data: a row that is no contract is left out and"),
        ("row 5", 1, "", "row 5: no contract of this row is in the data: a row that is no contract is left out and"),
    ],
)
@pytest.mark.usefixtures("read_here")
def test_a_row_of_a_register_is_explained_counted_or_not(capsys, tmp_path, asked, code, said, told):
    path = tmp_path / "r.csv"
    path.write_text(BY_ROW, encoding="utf-8")
    found, out, err = run(capsys, "explain", "--data", path, asked)
    assert (found, out.partition("\n")[0].startswith(said)) == (code, True)
    assert told in err
    outcome = "Outcome: not counted: the award or the procurement was cancelled"
    assert (outcome in out.splitlines()) == (said == "School meals")


@pytest.mark.usefixtures("read_here")
def test_a_row_of_two_sheets_names_both_contracts(capsys, tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title in (("Care", "Home care"), ("Homes", "Care homes")):
        sheet = book.create_sheet(name)
        sheet.append(ROWS[1])
        sheet.append((f"W{name}", title, "Elm Ltd", 400, "01/04/2026", "31/03/2030"))
    book.save(path := tmp_path / "r.xlsx")
    _, _, err = run(capsys, "explain", "--data", path, "row 2")
    assert "row 2: no contract with this id in the data; did you mean " in err
    assert "(Home care)" in err and "(Care homes)" in err
    _, out, _ = run(capsys, "explain", "--data", path, "sheet “Homes”, row 2")
    assert out.startswith("Care homes")


def test_what_the_answer_is_a_part_of_is_said(register, capsys):
    """£400,000 over four years comes back, £80,000 of printers stays, and of W2 no value is known."""
    _, said, _ = run(capsys, "assess", "--data", register)
    whole = "All 3 together, whatever becomes of them, are worth £120,000 a year for the 2 whose value is known."
    assert said.splitlines().count(whole) == 1
    assert ", worth £100,000 a year for the one whose value is known, would" in said


@pytest.mark.parametrize("ending", ["html", "csv"])
def test_what_others_are_given_of_a_file_does_not_call_it_theirs(register, ending, tmp_path, capsys):
    """The page says "your file" to its owner; a committee or a supplier reads whose file it is."""
    command = ["report", "--out"] if ending == "html" else ["assess", "--out"]
    out = tmp_path / f"out.{ending}"
    run(capsys, *command, out, "--data", register)
    text = out.read_text(encoding="utf-8-sig")
    assert "of the 3 contracts in register.xlsx, worth £100,000 a year" in re.sub(r"\s+", " ", text)
    assert "register.xlsx, " in text
    assert not re.findall(r"(?i)\byour\b.{30}", text)


def test_what_changed_between_two_registers_is_said_and_written(capsys, tmp_path):
    head = "Ref,Contract,Provider,Council,Start,End,Contract value\n"
    care = "W1,Home care,Oak Care Ltd,Wexborough Council,01/04/2026,{end},{value}\n"
    july, august, out = (tmp_path / name for name in ("july.csv", "august.csv", "changes.csv"))
    july.write_text(head + care.format(end="31/03/2030", value=400_000))
    new = "W2,Meals,Ash Ltd,Wexborough Council,01/04/2026,31/03/2030,80000\n"
    august.write_text(head + care.format(end="31/03/2031", value=500_000) + new)
    code = data_main(["changes", str(july), str(august), "--out", str(out)])
    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith("1 added, 0 gone; 1 contract in both, 1 of them with other facts and 0 as they were.")
    assert "Added: Meals (Wexborough Council): value £80,000; Ash Ltd; to 31 March 2030" in said
    assert "last day 31 March 2030 → 31 March 2031; value £400,000 → £500,000" in said
    rows = out.read_text("utf-8-sig").splitlines()
    assert [row.partition(",")[0] for row in rows] == ["What", "Added", "Changed"]
    assert data_main(["changes", str(july), str(august), "--out", str(july)]) == 2
    assert "would be lost" in capsys.readouterr().err
    assert data_main(["changes", str(july), str(tmp_path / "none.csv")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_a_built_table_is_held_against_a_register_that_is_read_by_a_mapping(capsys, tmp_path):
    july, built, mapping = (tmp_path / name for name in ("july.csv", "july.parquet", "july.toml"))
    july.write_text(
        "Ref,Contract,Provider,Council,Start,End,Contract value\n"
        "W1,Meals,Oak Ltd,Wexborough Council,01/04/2026,31/03/2030,4\n"
    )
    cache = ("--cache", str(tmp_path / "cache"))
    assert data_main(["check", str(july), "--save-mapping", str(mapping), *cache]) == 0
    assert data_main(["build", str(july), "--out", str(built), *cache]) == 0
    capsys.readouterr()
    assert data_main(["changes", str(built), str(july), "--mapping", str(mapping)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("0 added, 0 gone; 1 contract in both, 0 of them with other facts and 1 as it was.")
    assert data_main(["changes", str(built), str(built), "--mapping", str(mapping)]) == 1
    assert "Leave it out" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_the_command_of_a_briefing_names_the_mapping_that_gives_its_figure(capsys, register, mended, tmp_path, ending):
    """W2 is worth £20 thousand over its term under the mapping alone; a reader who runs the command gets the same."""
    mapping, _ = mended
    out = tmp_path / f"out.{ending}"
    run(capsys, "report", "--out", out, "--data", register, "--mapping", mapping)
    content = zipfile.ZipFile(out).read("word/document.xml") if ending == "docx" else out.read_bytes()
    [asked] = re.findall(r"policy (assess [^<]{1,400})", html.unescape(content.decode()))
    _, said, _ = run(capsys, *shlex.split(asked), "--json")
    assert json.loads(said)["returns"]["whole_life_gbp"]["central"] == 420_000
