"""What leaves the program for a table whose texts act: packages, citations, the reply, the interface, the terminal."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest
import requests

from api.answers import Served
from api.description import ROOT
from api.doors import DOORS
from cli.data import main as data_command
from cli.policy import main as policy_command
from data.model.service_table import services
from output.contract_tables import behind_the_answer, reply_sheet
from output.files.package import packed
from output.subject import csv_bytes
from output.text import safe_cell
from policy.coded import prepare
from policy.engine.decide import decide
from policy.scenarios.scenario import build_scenario
from tests.api.test_api import serving
from tests.draws import a_few
from tests.hostile import FOREIGN, TEXTS, contracts, written
from tests.output.test_briefing import DATASET
from tests.taken import bars, taken
from ui.shell import cache

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What commands a terminal."""
FRAME = contracts()
CODED = prepare(FRAME, services())
DECISIONS = decide(CODED, build_scenario()[0])
DRAWN = {"svg", "title", "desc", "rect", "text", "polyline", "line", "path", "g", "circle"}


def sheet(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def holds_no_formula(rows):
    cells = [cell for row in rows for cell in row]
    assert "zq" in str(cells)
    # A number below nought begins with its sign and is no formula.
    assert all(safe_cell(cell) == cell or re.fullmatch(r"-[\d.]+", cell) for cell in cells)


def only_draws(svg):
    picture = ET.fromstring(svg)
    assert {part.tag.rpartition("}")[2] for part in picture.iter()} <= DRAWN
    assert not any(
        name.rpartition("}")[2] in ("href", "onerror", "style") for part in picture.iter() for name in part.attrib
    )


@pytest.mark.parametrize("finding", a_few(TEXTS, 5))
def test_a_package_holds_texts_as_texts(finding):
    whole = zipfile.ZipFile(io.BytesIO(packed(taken(bars(TEXTS[:4], (4.0, 3.0, 2.0, 1.0), finding)), DECISIONS)))
    files = {name.rpartition("/")[2]: whole.read(name) for name in whole.namelist()}
    assert not any(".." in name or name.startswith("/") or not name.isprintable() for name in whole.namelist())
    holds_no_formula(sheet(files["table.csv"]) + sheet(files["contracts.csv"]))
    for tab in openpyxl.load_workbook(io.BytesIO(files["table.xlsx"])):
        assert not [cell for row in tab.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    only_draws(files["chart.svg"])
    [entry] = json.loads(files["citation.json"])
    assert entry["URL"].startswith("https://example.org/")
    fields = [line[:6] for line in files["citation.ris"].decode().split("\n") if line]
    assert fields == [f"{name}  - " for name in ("TY", "ID", "TI", "AU", "PY", "DA", "UR", "Y2", "N1")] + ["ER  - "]
    bib = re.sub(r"\\.", "", files["citation.bib"].decode())
    assert bib.count("{") == bib.count("}") and len(re.findall(r"(?m)^  \w+ = ", bib)) == 6
    for name in ("citation.txt", "citation.bib", "citation.ris", "scenario.toml", "README.txt"):
        assert not COMMANDS.search(files[name].decode())


def test_the_sheet_for_the_right_of_reply_holds_no_formula():
    holds_no_formula(sheet(csv_bytes(reply_sheet(DECISIONS, behind_the_answer(DECISIONS)))))


@pytest.fixture(scope="module")
def interface():
    with serving(Served(DATASET, CODED)) as site, requests.Session() as session:
        yield lambda name, **query: session.get(f"{site}{ROOT}/{name}", params=query, timeout=60)


@pytest.mark.parametrize("chart", ["buyer", "company", "service"])
def test_a_picture_over_the_interface_holds_texts_as_texts(interface, chart):
    given = interface("chart.svg", chart=chart)
    assert given.headers["content-type"] == "image/svg+xml; charset=utf-8"
    only_draws(given.content)
    assert b"zq" in given.content or chart == "service"


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if not door.drawn])
def test_the_interface_gives_texts_as_texts(interface, name):
    more = {"column": "buyer"} if name == "groups" else {}
    plain = interface(name, **more)
    assert plain.headers["content-type"] == "application/json; charset=utf-8"
    if name == "contracts":
        titles = {each["title"] for each in plain.json()["contracts"]}
        assert titles <= set(TEXTS) and len(titles) > 15, "a program gets what was published"
    table = interface(name, format="csv", **more)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = sheet(table.content)
    assert all(safe_cell(cell) == cell or re.fullmatch(r"-[\d.e]+", cell) for row in rows for cell in row)
    assert "zq" in str(rows) or name not in ("contracts", "groups")


@pytest.mark.parametrize("text", [*TEXTS, "<script>zq()</script>"])
def test_a_refusal_of_the_interface_is_json_whatever_was_asked(interface, text):
    for query in ({"base": text}, {text: "1"}, {"in.buyer_kind": text}, {"format": text}):
        answer = interface("assess", **query)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/json; charset=utf-8")
        assert answer.json()["problems"]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return written(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize("command", ["assess", "sweep", "compare", "explain", "range", "report"])
def test_no_command_commands_the_terminal(table, tmp_path, capsys, command, more):
    words = {
        "sweep": ["small.threshold"], "compare": ["pledge", "councils-2019"],
        "explain": [FRAME["contract_id"].iloc[19]], "report": ["--out", str(tmp_path / "b.html")],
    }  # fmt: skip
    policy_command([command, *words.get(command, []), "--data", str(table), *(more if command != "report" else [])])
    said = capsys.readouterr()
    assert said.out
    assert not COMMANDS.search(said.out + said.err)


def test_names_and_cells_of_files_do_not_command_the_terminal(tmp_path, capsys):
    (tmp_path / "zq\x1b[31m\u202e.csv").write_text(
        "Title,Buyer,Value,\x1b[31mzq\nHome care,\x1b[31mzq,zq\u202ezq,zq\nMeals,zq,5,zq\n"
    )
    (tmp_path / "zq\x1b.json").write_text(json.dumps({"releases": ["\x1b[31mzq"]}))
    for command in (["check"], ["build", "--out", str(tmp_path / "o.parquet")]):
        data_command([*command, str(tmp_path), "--cache", str(tmp_path / "cache")])
        said = capsys.readouterr()
        assert "zq" in said.out or command != ["check"]
        assert not COMMANDS.search(said.out + said.err)


def test_the_log_does_not_command_the_terminal_that_shows_it(tmp_path, caplog):
    torn = tmp_path / "zq\x1b[31m\u202e.parquet"
    torn.write_bytes(b"PAR1")
    assert cache.missing(str(torn))
    assert "zq" in caplog.text
    assert not COMMANDS.search(caplog.text)
    assert FOREIGN not in caplog.text
