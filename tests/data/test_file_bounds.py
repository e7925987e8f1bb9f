"""The bounds of files: just below each is read, just above is refused or passed over in one message."""

import contextlib
import gzip
import io
import json
import threading
import zipfile

import openpyxl
import pandas as pd
import psutil
import pyarrow.parquet as pq
import pytest

from data.load import upload
from data.readers import bounds, documents, files, weight
from data.readers.files import FileError, Piece, PieceKind
from data.readers.tables.csv_rows import csv_rows
from data.readers.tables.dispatch import read_file
from data.readers.tables.further_headers import further_headers
from data.readers.tables.workbooks import sheets_of
from data.table.piece_reader import read_piece
from tests.costs import is_soon

HEADER = "Title,Buyer,Value,Start date,End date\n"
ROW = "Home care,Test Council,100000,2025-04-01,2029-03-31\n"
MAPPED = {"title": "Title", "buyer": "Buyer", "value": "Value", "start_date": "Start date", "end_date": "End date"}


def rows_of(text):
    issues = []
    found = list(csv_rows(io.BytesIO(text.encode()), "x.csv", issues))
    return found, [(issue.line, issue.problem, issue.done) for issue in issues]


def table(folder, text, name="x.csv"):
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    found, issues = [], []
    for notices, wrong in read_file(str(folder / name), name):
        found += notices
        issues += wrong
    return found, issues


@pytest.mark.parametrize(("more", "lines"), [(0, [1, 2, 3]), (1, [1, 3])])
def test_a_line_beyond_its_bound_is_passed_over(monkeypatch, more, lines):
    monkeypatch.setattr("data.readers.tables.csv_rows.LONGEST_LINE", 100)
    found, issues = rows_of("a,b,c\n" + "x" * (98 + more) + ",\n" + "d,e,f\n")
    assert [line for line, _ in found] == lines
    assert issues == [(2, "line is longer than 100 bytes", "left out: the line")] * more


def test_a_row_whose_quote_is_not_closed_costs_no_more_than_its_bound(monkeypatch):
    monkeypatch.setattr("data.readers.tables.csv_rows.LONGEST_LINE", 100)
    found, issues = rows_of("a,b,c\n" + 'd,e,"f\n' + "1234567,9\n" * 20)
    assert issues == [
        (2, "goes on for more than 100 characters, as where a quote is not closed", "left out: lines 2 to 11")
    ]
    assert [line for line, _ in found] == [1, *range(12, 23)]


def test_a_stray_carriage_return_costs_its_row():
    found, issues = rows_of("a,b,c\nd,e\rf,g\nh,i,j\n")
    assert [values for _, values in found] == [["a", "b", "c"], ["h", "i", "j"]]
    assert [(line, done) for line, _, done in issues] == [(2, "left out: the row")]


@pytest.mark.parametrize(("size", "kept"), [(32_767, 1), (32_768, 0)])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_cell_holds_what_a_spreadsheet_holds(tmp_path, kind, size, kept):
    frame = pd.DataFrame({"Title": ["x" * size], "Buyer": ["b"], "Value": [5], "Start date": ["2025-04-01"]})
    if kind == "csv":
        frame.to_csv(tmp_path / "x.csv", index=False)
    elif kind == "parquet":
        frame.to_parquet(tmp_path / "x.parquet")
    else:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        sheet.append(list(frame.columns))
        cell = openpyxl.cell.WriteOnlyCell(sheet)
        cell._value, cell.data_type = "x" * size, "s"  # the library itself would cut it
        sheet.append([cell, "b", 5, "2025-04-01"])
        book.save(tmp_path / "x.xlsx")
    [notice], issues = table(tmp_path, (tmp_path / f"x.{kind}").read_bytes(), f"x.{kind}")
    assert len(notice.title) == size * kept
    problems = [(issue.path, issue.problem, issue.done, issue.unread) for issue in issues]
    said = ("Title", "cell is longer than 32,767 characters", "read as blank", True)
    assert (said in problems) == (not kept)


@pytest.mark.parametrize(("count", "read_it"), [(500, True), (501, False)])
@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_table_has_no_more_columns_than_a_screen_can_offer(tmp_path, kind, count, read_it):
    names = ["Title", "Value", *(f"c{number}" for number in range(count - 2))]
    frame = pd.DataFrame([["Home care", 5, *["x"] * (count - 2)]], columns=names)
    path = tmp_path / f"x.{kind}"
    {"csv": frame.to_csv, "parquet": frame.to_parquet, "xlsx": frame.to_excel}[kind](path, index=False)
    found, issues = table(tmp_path, path.read_bytes(), path.name)
    assert len(found) == read_it
    beyond = [issue for issue in issues if issue.problem == "has more than 500 columns"]
    assert len(beyond) == (not read_it)
    if not read_it:
        assert beyond[0].value == "501 names in its header"
        with pytest.raises(FileError, match="has more than 500 columns, got 501 names in its header"):
            upload.opened(path.name, path.read_bytes())


def release(number, size=0):
    return {"ocid": f"ocds-x-{number}", "tag": ["award"], "awards": [{"id": "1", "title": "x" * size}]}


def small_items(monkeypatch, most):
    for module in (bounds, documents, files):
        monkeypatch.setattr(module, "LONGEST_ITEM", most)
    monkeypatch.setattr("data.table.piece_reader.LONGEST_ITEM", most)
    monkeypatch.setattr(files, "SMALL_DOCUMENT_BYTES", most)
    monkeypatch.setattr(files, "PIECE_BYTES", 400)
    monkeypatch.setattr(files, "_HEAD_BYTES", 300)
    monkeypatch.setattr(documents, "_WINDOW_BYTES", 300)


@pytest.mark.parametrize("ending", ["json", "jsonl"])
@pytest.mark.parametrize(("size", "kept"), [(1900, True), (2100, False), (9000, False)])
def test_an_item_beyond_its_bound_costs_itself(tmp_path, monkeypatch, ending, size, kept):
    small_items(monkeypatch, 2000)
    given = [release(number, size - 75 if number == 2 else 5) for number in range(1, 60)]
    text = json.dumps({"releases": given}) if ending == "json" else "".join(json.dumps(one) + "\n" for one in given)
    (tmp_path / f"x.{ending}").write_text(text)
    readings = [read_piece(piece) for piece in files.pieces("x", tmp_path / f"x.{ending}")]
    ocids = [ocid for reading in readings for ocid in reading.table()["ocid"].to_pylist()]
    assert ocids == [f"ocds-x-{number}" for number in range(1, 60) if kept or number != 2]
    issues = [(issue.line, issue.problem, issue.unread) for reading in readings for issue in reading.issues]
    what = "item" if ending == "json" else "line"
    assert issues == ([] if kept else [(2, f"{what} is longer than 2,000 bytes", True)])


def test_a_list_of_packages_streams_whole(tmp_path, monkeypatch):
    small_items(monkeypatch, 2000)
    packages = [{"uri": "u", "releases": [release(10 * n), release(10 * n + 1)], "links": {"a": "]"}} for n in range(9)]
    for name, text in (
        ("list", json.dumps(packages)),
        ("joined", "\n".join(json.dumps(p, indent=1) for p in packages)),
    ):
        (tmp_path / name).with_suffix(".json").write_text(text)
        readings = [read_piece(piece) for piece in files.pieces("x", tmp_path / f"{name}.json")]
        assert sum(reading.records for reading in readings) == 18
        assert [issue for reading in readings for issue in reading.issues] == []


@pytest.mark.parametrize(("depth", "kept"), [(95, True), (101, False), (900, False), (5000, False)])
def test_nesting_has_a_bound(depth, kept):
    body = b'[{"ocid": "ocds-x-1", "tender": {"title": "Care"}, "more": ' + b"[" * depth + b"]" * depth + b"}]"
    reading = read_piece(Piece("x", 1, body, PieceKind.DOCUMENT))
    assert (len(reading.table()), len(reading.issues)) == ((1, 0) if kept else (0, 1))


def test_one_long_item_takes_time_in_proportion_to_its_length():
    def streamed(megabytes):
        body = b'{"releases": [{"ocid": "a", "t": "' + b"x" * (megabytes * 1_000_000) + b'"}]}'
        file = io.BytesIO(body[1000:])
        assert [cut.problem for cut in documents.as_lines(file, body[:1000], 1000)][1:-1] == [
            "item is longer than 8,388,608 bytes"
        ]

    assert is_soon(lambda: streamed(160), 0, beside=lambda: [streamed(40) for _ in range(8)])


@pytest.mark.parametrize("tag", [b'<c r="A1">', b"<col "])
def test_a_tag_of_a_sheet_that_is_never_closed_costs_no_more_the_more_there_are(tmp_path, tag):
    book, path = openpyxl.Workbook(), tmp_path / "x.xlsx"
    book.active.append(["Title"])
    book.save(path)
    with zipfile.ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b'<worksheet hidden="1"><f/>' + tag * (100_000 // len(tag))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as damaged:
        for name, text in parts.items():
            damaged.writestr(name, text)

    def read():
        with contextlib.suppress(ValueError):
            list(sheets_of(path))

    assert is_soon(read, 0.2)


WORDS = ("Grounds maintenance", "Town Council", "Oak Gardens Ltd", "Open spaces", "Anna Smith", "Open procedure")


@pytest.mark.parametrize("cells", [[*WORDS, "Live", "12000"], [*WORDS, *WORDS], ['"'] * 8], ids=["row", "wide", "same"])
def test_a_register_of_words_is_looked_through_for_a_second_header_at_little_cost(cells):
    """Each cell was held against every name of every fact: six thousand rows took forty seconds."""
    rows = [(line, [f"{cell} {chr(97 + line % 26)}{chr(97 + line % 25)}" for cell in cells]) for line in range(600)]
    assert is_soon(lambda: further_headers(rows, ["Title", "Buyer"]), 0.25)


def test_a_second_header_among_rows_of_words_is_found():
    second = ["Contract title", "Council", "Provider", "Contract value", "Start date", "End date"]
    rows = [(2, list(WORDS)), (3, second), (4, list(WORDS))]
    assert further_headers(rows, ["Title", "Buyer", "Supplier", "Directorate", "Contact", "Route"]) == [3]


class Peak(threading.Thread):
    """The most memory that this process and those it started held while a block ran, beyond what it held before."""

    def __enter__(self):
        self.over, self.most, self.before = threading.Event(), 0, psutil.Process().memory_info().rss
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()

    @property
    def growth(self):
        return self.most - self.before

    def run(self):
        own_process = psutil.Process()
        while not self.over.wait(0.02):
            self.most = max(self.most, own_process.memory_info().rss)


@pytest.mark.parametrize("name", ["x.csv.gz", "x.json.gz"])
def test_a_small_packed_file_that_unpacks_to_200_mb_is_refused_in_little_memory(name):
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as file:
        file.write((HEADER if "csv" in name else '{"ocid": "').encode())
        for _ in range(200):
            file.write(b"x" * 1_000_000)
    assert len(packed.getvalue()) < 250_000
    with Peak() as peak, pytest.raises(FileError, match=f"{name}: unpacks to more than 75 MB, got 7. MB. Give a part"):
        upload.opened(name, packed.getvalue())
    assert peak.growth < 100_000_000


def packed_workbook(size, ratio_breaker=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", ratio_breaker + b" " * size)
    return made.getvalue()


@pytest.mark.parametrize(("size", "said"), [(1_000_000, None), (2_000_000, "packed more than 200 times")])
def test_a_workbook_that_is_packed_beyond_any_real_one_is_refused(tmp_path, size, said):
    (tmp_path / "x.xlsx").write_bytes(packed_workbook(size))
    if said is None:
        weight.weigh(tmp_path / "x.xlsx")
    else:
        with pytest.raises(bounds.BeyondError, match=said):
            weight.weigh(tmp_path / "x.xlsx")


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "xlsx", "parquet"])
def test_what_a_file_unpacks_to_has_a_bound(tmp_path, monkeypatch, kind):
    frame = pd.DataFrame({"Title": [f"Home care {n}" for n in range(500)], "Value": range(500)})
    path = tmp_path / f"x.{kind}"
    {"csv": frame.to_csv, "csv.gz": frame.to_csv, "parquet": frame.to_parquet, "xlsx": frame.to_excel}[kind](path)
    size = {
        "csv": lambda: path.stat().st_size,
        "csv.gz": lambda: len(gzip.decompress(path.read_bytes())),
        "xlsx": lambda: sum(len(zipfile.ZipFile(path).read(name)) for name in zipfile.ZipFile(path).namelist()),
        "parquet": lambda: pq.read_metadata(path).row_group(0).total_byte_size,
    }[kind]()
    bound = "MOST_UNPACKED_WORKBOOK" if kind == "xlsx" else "MOST_UNPACKED"
    monkeypatch.setattr(weight, bound, size)
    weight.weigh(path)
    monkeypatch.setattr(weight, bound, size - 1)
    with pytest.raises(bounds.BeyondError, match="unpacks to more than"):
        weight.weigh(path)
