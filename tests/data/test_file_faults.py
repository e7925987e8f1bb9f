"""Damaged files: one sentence in the page, one issue in a build, and the rest of the build kept."""

import contextlib
import gzip
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import psutil
import pytest

from data.load import own_file, own_process, upload
from data.readers.files import FileError, Piece, PieceKind
from data.readers.own_register.facts import FACTS
from data.readers.own_register.mapping_file import to_toml
from data.readers.own_register.matching.guess import of_names
from data.readers.tables import workbooks
from data.readers.tables.workbooks import check_sheets
from data.readers.weight import check_sectors
from data.table.build import build
from data.table.parquet import read_table
from data.table.piece_reader import read_piece
from tests.costs import is_soon
from tests.data.test_file_bounds import HEADER, MAPPED, ROW
from tests.draws import a_few, each_with_another


def workbook():
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEADER.strip().split(","))
    book.active.append(ROW.strip().split(","))
    book.save(made)
    return made.getvalue()


def workbook_with(part, content):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return made.getvalue()


AWARDS = ["award_link", "contract_start", "contract_end", "value_amount", "award_id", "release", "published_date",
          "award_title", "buyer", "value_currency", "n_suppliers", "award_date"]  # fmt: skip
DAMAGED = {
    "cut.csv.gz": gzip.compress((HEADER + ROW * 500).encode(), mtime=0)[:60],
    "no.xlsx": b"no workbook",
    "cut.xlsx": workbook()[:2000],
    "sheet.xlsx": workbook_with("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"),
    "book.xlsx": workbook_with("xl/workbook.xml", b"<workbook"),
    "no.parquet": b"PAR1 and no more",
    "deep.json": b'{"releases": ' + b"[" * 990 + b"]" * 990 + b"}",
    "cut.json.gz": gzip.compress(json.dumps([{"ocid": str(n)} for n in range(5000)]).encode())[:900],
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_costs_a_build_itself_and_an_issue(tmp_path, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(DAMAGED[name])
    (tmp_path / "in" / "plain.csv").write_text(HEADER + ROW)
    build([tmp_path / "in"], tmp_path / "out.parquet", tmp_path / "cache", quiet=True)
    stored = read_table(tmp_path / "out.parquet")
    assert list(stored.contracts["title"].astype("str")) == ["Home care"]
    mine = stored.issues[stored.issues["source"] == name]
    assert 1 <= len(mine) <= 2
    assert mine["done"].str.startswith("left out").all()
    assert str(tmp_path) not in str(mine.to_numpy().tolist())


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_one_sentence_in_the_page(name):
    with pytest.raises(FileError, match=rf"^{name}: ") as refused:
        upload.read(upload.opened(name, DAMAGED[name]), None)
    assert "\n" not in str(refused.value)
    assert "given" not in str(refused.value), "the name under which the server kept it"


CHARACTERS = [" ", "0", "x", "-", ",", '"', "[", "{", "\t", "£", ".", "\\", "<", "&", "é", "e", "\x00"]
IN_A_CELL = [character for character in CHARACTERS if character not in '",\x00']
COLUMNS = ["Title", "Value", "Start date"]


@pytest.mark.parametrize(
    ("character", "name"), a_few(each_with_another(CHARACTERS, ["x.csv", "x.json", "x.jsonl"]), len(CHARACTERS))
)
def test_100_kb_of_one_character_as_a_file_is_soon_refused(tmp_path, name, character):
    content = (character * 100_000).encode()
    (tmp_path / name).write_bytes(content)

    def looked():
        own_file.preview(tmp_path / name, name)
        own_file.gather(tmp_path / name, name, None)

    def refused():
        with pytest.raises(FileError):
            looked()

    assert is_soon(refused, 0.05, beside=lambda: plain(tmp_path))


@pytest.mark.parametrize(("character", "column"), a_few(each_with_another(IN_A_CELL, COLUMNS), len(IN_A_CELL)))
def test_100_kb_of_one_character_in_a_cell_is_soon_read(tmp_path, column, character):
    cells = dict(zip(HEADER.strip().split(","), ROW.strip().split(","), strict=True))
    cells[column] = character * 100_000
    (tmp_path / "x.csv").write_text(HEADER + ",".join(cells.values()) + "\n" + ROW)

    def gathered():
        batches, issues = own_file.gather(tmp_path / "x.csv", "x.csv", of_names(MAPPED))
        assert sum(batch.num_rows for batch in batches) == 2
        assert [i.problem for i in issues if i.line == 2] == ["cell is longer than 32,767 characters"]

    assert is_soon(gathered, 0.05, beside=lambda: plain(tmp_path))


def plain(folder):
    """What the fixed part of a reading costs: two rows without fault."""
    (folder / "plain.csv").write_text(HEADER + ROW + ROW.replace("care", "meals"))
    list(own_file.gather(folder / "plain.csv", "plain.csv", of_names(MAPPED))[0])


LARGE = (HEADER + "".join(ROW.replace("care", f"care {n}") for n in range(2000))).encode()


def test_a_file_read_apart_is_the_file_read_here(monkeypatch):
    found = upload.opened("x.csv", LARGE)
    apart_ = upload.read(found, MAPPED)
    monkeypatch.setattr(upload, "SMALL_BYTES", len(LARGE))
    here = upload.opened("x.csv", LARGE)
    assert (here.columns, here.shape, here.guessed) == (found.columns, found.shape, found.guessed)
    pd.testing.assert_frame_equal(here.sample, found.sample)
    dataset = upload.read(here, MAPPED)
    pd.testing.assert_frame_equal(dataset.contracts, apart_.contracts)
    pd.testing.assert_frame_equal(dataset.issues, apart_.issues, check_dtype=False)
    assert len(dataset.contracts) == 2000


class GoneError(BaseException):
    """The reader has left, as Streamlit ends a run."""


def children():
    return [child for child in psutil.Process().children() if "data.load.own_file" in " ".join(child.cmdline())]


def test_the_process_ends_with_whoever_waits_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def leave(words, share):
        assert 0 <= share <= 1
        assert "x.csv" in words
        raise GoneError

    with pytest.raises(GoneError):
        upload.opened("x.csv", LARGE, leave)
    assert children() == []
    assert list(tmp_path.iterdir()) == []
    assert own_process._AT_ONCE.acquire(blocking=False), "the next reader's turn"
    own_process._AT_ONCE.release()


def test_the_process_that_the_reader_forked_ends_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    row = "Home care {0},Council {0},{0}00,2025-04-01,2029-03-31,needs {0} " + "x" * 100 + "\n"
    rows = "".join(map(row.format, range(1000, 21_000)))
    found = upload.opened("x.csv", f"Title,Buyer,Value,Start date,End date,Notes\n{rows}".encode())

    def both():
        return [
            each for each in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(each.info["cmdline"] or ())
        ]

    def leave(*_):
        if len(both()) > 1:
            raise GoneError

    with pytest.raises(GoneError):
        upload.read(found, found.guessed, leave)
    _, running = psutil.wait_procs(both(), timeout=5)
    assert running == []


def test_another_waits_and_is_told():
    said = []

    def told(words, share):
        said.append(words)
        assert share == 0 or len(said) > 2
        if len(said) == 2:
            own_process._AT_ONCE.release()

    own_process._AT_ONCE.acquire()
    assert upload.opened("x.csv", LARGE, told).columns[0] == "Title"
    assert set(said[:2]) == {"Another reader's file is being read; yours is next."}


@pytest.mark.parametrize(("limit", "said"), [("_MOST_WAITED", "takes more than 120 seconds to read")])
def test_a_process_that_does_not_answer_is_one_sentence(monkeypatch, limit, said):
    monkeypatch.setattr(own_process, limit, 0)
    with pytest.raises(FileError, match=f"x.csv: {said}. Give a part of it"):
        upload.opened("x.csv", LARGE)
    assert children() == []


def test_parts_of_an_old_workbook_that_follow_in_a_circle_are_refused():
    whole = (Path(__file__).parents[1] / "registers" / "register_trusts.xls").read_bytes()
    check_sectors(whole)
    table = 512 * (1 + int.from_bytes(whole[76:80], "little"))
    turned = bytearray(whole)
    first = next(n for n in range(128) if int.from_bytes(whole[table + 4 * n : table + 4 * n + 4], "little") == n + 1)
    turned[table + 4 * first + 4 : table + 4 * first + 8] = first.to_bytes(4, "little")
    with pytest.raises(ValueError, match="follow each other in a circle"):
        check_sectors(bytes(turned))
    for length in (0, 40, 511, 600):
        with contextlib.suppress(ValueError):
            check_sectors(whole[:length])


def test_sheets_of_an_open_document_are_whole_and_plain_before_they_are_read():
    check_sheets(b"<sheets><sheet name='a'/></sheets>")
    with pytest.raises(ValueError, match="is a damaged workbook, whose sheets are no whole XML"):
        check_sheets(b"<sheets><sheet>")
    with pytest.raises(ValueError, match="declares an entity, 'a', as no workbook does"):
        check_sheets(b"<!DOCTYPE sheets [<!ENTITY a 'b'>]><sheets>&a;</sheets>")


@pytest.mark.parametrize("character", ["x", " ", "1", "-", ".", "(a) ", "1 to ", "£1 ", "Aa ", "a ltd ", "1/1/2020 "])
def test_cells_as_long_as_they_may_be_are_soon_read(tmp_path, character):
    """Every fact of a register at once, once as mapped and once as guessed."""
    facts = [fact for fact in FACTS if fact != "none"]
    text = (character * 30_000)[:30_000]
    body = ",".join("Home care" if fact == "title" else text for fact in facts)
    (tmp_path / "x.csv").write_text(f"{','.join(facts)}\n{body}\n")
    for mapping in ("", to_toml(of_names({fact: fact for fact in facts}))):
        piece = Piece("x.csv", 1, b"", PieceKind.TABLE, str(tmp_path / "x.csv"), mapping=mapping)
        assert is_soon(lambda piece=piece: read_piece(piece), 1.0)


def test_a_workbook_beyond_its_bounds_costs_a_build_itself(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plain.csv").write_text(HEADER + ROW)
    (tmp_path / "in" / "packed.xlsx").write_bytes(workbook_with("xl/worksheets/sheet1.xml", b" " * 100))
    ods = (Path(__file__).parents[1] / "registers" / "register_periods.ods").read_bytes()
    (tmp_path / "in" / "often.ods").write_bytes(ods)
    monkeypatch.setattr(workbooks, "MOST_UNPACKED_BOOK", 1000)
    monkeypatch.setattr(workbooks, "MOST_CELLS", 20)
    build([tmp_path / "in"], tmp_path / "out.parquet", tmp_path / "cache", quiet=True)
    stored = read_table(tmp_path / "out.parquet")
    assert list(stored.contracts["title"].astype("str")) == ["Home care"]
    assert set(stored.issues[stored.issues["unread"]]["source"]) == {"packed.xlsx", "often.ods"}


def test_cells_that_are_written_once_and_stand_often_are_counted():
    row = b'<table:table-row table:number-rows-repeated="%d">%s</table:table-row>'
    cell = b'<table:table-cell office:value-type="float" table:number-columns-repeated="%d"/>'
    blank = b'<table:table-cell table:number-columns-repeated="16384"/>'
    assert workbooks._repeated(row % (1000, cell % 30 + blank) + row % (1_000_000, blank)) == 30_000
    assert workbooks._repeated(b"<table:table-row>" + cell % 2 + b'<table:table-cell office:value-type="x"/>') == 3


def test_an_old_workbook_that_would_end_the_program_costs_itself(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "plain.csv").write_text(HEADER + ROW)
    old = (Path(__file__).parents[1] / "registers" / "register_trusts.xls").read_bytes()
    (tmp_path / "in" / "old.xls").write_bytes(old)
    monkeypatch.setattr(workbooks, "_PROBE", "import os; os.abort()")
    build([tmp_path / "in"], tmp_path / "out.parquet", tmp_path / "cache", quiet=True)
    stored = read_table(tmp_path / "out.parquet")
    assert list(stored.contracts["title"].astype("str")) == ["Home care"]
    assert set(stored.issues[stored.issues["unread"]]["source"]) == {"old.xls"}
