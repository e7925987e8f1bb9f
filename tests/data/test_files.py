"""Files of any kind and size, and the repairs of what is in them."""

import gzip
import json
import os
from pathlib import Path

import pyarrow as pa
import pytest
from reading import documents, table

from data.load import own_file
from data.readers import files
from data.readers.files import FileError, Piece, PieceKind
from data.readers.repairs import clean, parse
from data.table.build import read_all
from data.table.piece_reader import read_piece
from tests.costs import is_soon


def lines(path: Path) -> list[tuple[int, bytes]]:
    found = []
    for piece in files.pieces("x", path):
        found += [(piece.first_line + n, body) for n, body in enumerate(piece.body.split(b"\n")) if body.strip()]
    return found


@pytest.mark.parametrize("packed", [False, True])
def test_lines_keep_their_number_across_pieces(tmp_path, monkeypatch, packed):
    monkeypatch.setattr(files, "PIECE_BYTES", 1000)
    monkeypatch.setattr(files, "_HEAD_BYTES", 1500)
    written = [json.dumps({"ocid": str(n), "x": "y" * (n % 700)}).encode() for n in range(200)]
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(b"\n".join(written)) if packed else b"\n".join(written) + b"\n")
    assert len(list(files.pieces("x", path))) > 10
    assert lines(path) == list(enumerate(written, 1))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_json_in_utf_16_is_read_and_said(tmp_path, monkeypatch, ending, encoding, packed):
    monkeypatch.setattr(files, "PIECE_BYTES", 1000)
    monkeypatch.setattr(files, "_HEAD_BYTES", 601)
    monkeypatch.setattr(files, "SMALL_DOCUMENT_BYTES", 4000)
    releases = [{"ocid": str(n), "x": "é" * (n % 70)} for n in range(200)]
    if ending == "json":
        text = json.dumps({"releases": releases}, ensure_ascii=False)
    else:
        text = "\r\n".join(json.dumps(each, ensure_ascii=False) for each in releases)
    path = tmp_path / f"a.{ending}"
    body = text.encode(encoding)
    path.write_bytes(gzip.compress(body) if packed else body)
    pieces = list(files.pieces("x", path))
    read = [json.loads(line) for piece in pieces for line in piece.body.split(b"\n") if line.strip()]
    assert read == releases
    said = [issue.problem for piece in pieces for issue in piece.issues]
    assert [problem.startswith("is written in utf-16") for problem in said] == [True]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_large_package_streams_as_its_releases(tmp_path, monkeypatch, indent):
    monkeypatch.setattr(files, "SMALL_DOCUMENT_BYTES", 4000)
    monkeypatch.setattr(files, "_HEAD_BYTES", 500)
    monkeypatch.setattr("data.readers.documents._WINDOW_BYTES", 700)
    monkeypatch.setattr(files, "PIECE_BYTES", 2000)
    releases = [{"ocid": f"o{n}", "tender": {"title": 'é "]}{[" ' + "x" * (n % 90)}} for n in range(300)]
    package = {"uri": "u", "extensions": ["a"], "releases": releases, "links": {"next": "n"}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(package, indent=indent, ensure_ascii=False), encoding="utf-8")
    assert len(list(files.pieces("x", path))) > 5
    assert [json.loads(body) for _, body in lines(path)] == releases
    assert [line for line, _ in lines(path)] == list(range(1, 301))


def test_a_large_package_keeps_its_bad_numbers_for_the_reader_to_say(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "SMALL_DOCUMENT_BYTES", 10)
    monkeypatch.setattr(files, "_HEAD_BYTES", 50)
    path = tmp_path / "a.json"
    path.write_text('{"releases": [{"ocid": "a", "n": 1e9999, "m": 000, "t": "is: 000, really"}, {"ocid": "b"}]}')
    assert [body for _, body in lines(path)] == [
        b'{"ocid": "a", "n": 1e9999, "m": 000, "t": "is: 000, really"}',
        b'{"ocid": "b"}',
    ]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xc3\xaf\xc2\xbb\xc2\xbf"])
def test_byte_order_marks_are_removed_and_said(tmp_path, mark):
    path = tmp_path / "a.jsonl"
    path.write_bytes(mark + b'{"ocid": "a", "tender": {"title": "Care"}}\n{"ocid": "b", "tender": {"title": "Care"}}\n')
    readings = [read_piece(piece) for piece in files.pieces("x", path)]
    assert sum(reading.records for reading in readings) == 2
    assert [issue.done for reading in readings for issue in reading.issues] == ["removed"]


def test_numbers_that_are_no_json_are_repaired_outside_text_only():
    value, issues = parse(b'{"a": 1e9999, "b": 000, "c": -0012.50, "d": "is: 000, 1e9999", "e": NaN}', "x", 4)
    assert value == {"a": None, "b": 0.0, "c": -12.5, "d": "is: 000, 1e9999", "e": None}
    assert [(issue.line, issue.path, issue.value, issue.done) for issue in issues] == [
        (4, "a", "1e9999", "read as null"),
        (4, "b", "000", "read as 0.0"),
        (4, "c", "-0012.50", "read as -12.5"),
        (4, "e", "NaN", "read as null"),
    ]


def test_the_repair_of_many_numbers_takes_no_longer_than_the_document_is_long():
    body = b'{"t": "' + b"x" * 2_000_000 + b'", "n": [' + b"000, " * 9_000 + b"1e9999]}"
    value, issues = parse(body, "x", 1)
    assert is_soon(lambda: parse(body, "x", 1), 2)
    assert value["n"] == [0.0] * 9_000 + [None]
    assert [issue.value for issue in issues] == ["000"] * 9_000 + ["1e9999"]


def test_more_broken_numbers_than_are_repaired_are_refused():
    with pytest.raises(ValueError, match="more than 10000 numbers"):
        parse(b"[" + b"000, " * 10_000 + b"00]", "x", 1)


@pytest.mark.parametrize("body", [b'{"a": .5}', b'{"a": 1e}', b'{"a": 00, "b": "', b'{"a": 00, "b": "\\', b"[00,]"])
def test_what_is_no_json_beside_its_numbers_is_refused(body):
    with pytest.raises(ValueError, match=r".") as raised:
        parse(body, "x", 1)
    assert "column" in str(raised.value)


def test_a_body_in_windows_1252_is_read_and_its_control_characters_removed():
    value, issues = parse(b'{"a": "Caf\xe9 \x80\xa35 \x96 St John\x92s\x81 \x7fhere"}', "x", 1)
    assert value == {"a": "Café €£5 \u2013 St John\u2019s here"}
    assert [(issue.problem, issue.value) for issue in issues] == [("is not UTF-8", "e9 20 80 a3")]


def test_what_is_no_json_at_all_is_left_out_and_said():
    reading = read_piece(
        Piece(
            "x",
            1,
            b'{"ocid": "a", "tender": {"title": "Care"}}\n{"ocid": \n\n{"ocid": "b", "tender": {"title": "Care"}}\n',
            PieceKind.LINES,
        )
    )
    assert (reading.records, len(reading.table())) == (3, 2)
    assert [(issue.line, issue.done.startswith("left out")) for issue in reading.issues] == [(2, True)]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("St John&#039;s &amp; St Mary", "St John's & St Mary"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("councilâ€\u2122s cafÃ© Â£5", "council\u2019s café £5"),
        ("Âge d\u2019or, Ângela", "Âge d\u2019or, Ângela"),
        ("R&D", "R&D"),
    ],
)
def test_texts(given, meant):
    assert clean(given)[0] == meant


def test_folders_and_single_files_are_found_in_a_fixed_order(tmp_path):
    for name in ("b/one.jsonl", "a/two.csv.gz", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [name for name, _ in files.find([tmp_path])] == ["a/two.csv.gz", "b/one.jsonl"]


def test_a_text_by_tabs_that_is_given_alone_is_a_table(tmp_path):
    """As a spreadsheet saves it; among others it is more often a note, and is named as passed over."""
    path = tmp_path / "register.txt"
    path.write_text("Contract Title\tSupplier\tValue\tEnd Date\nHome care\tOak, Ltd\t£400,000\t31/03/2029\n", "utf-16")
    assert files.find([path]) == [("register.txt", path)]
    contracts, _ = own_file.gather(path, path.name, None)
    [row] = pa.concat_tables(contracts).to_pylist()
    assert (row["title"], row["supplier"], row["value_gbp"]) == ("Home care", "Oak, Ltd", 400_000)


def test_two_files_of_one_name_are_both_read(tmp_path):
    paths = [tmp_path / folder / "day.jsonl" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"{}")
    assert {path for _, path in files.find(paths)} == set(paths)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.json", "no such file"),
        ("a.doc", "not a kind of file"),
        ("a.zip", "Unpack it"),
        ("~$a.xlsx", "is what Excel keeps while a workbook is open, and no table. Give the workbook, such as a.xlsx"),
        ("2026.csv.tar.gz", "Unpack it"),
    ],
)
def test_a_path_that_cannot_be_read_is_said(tmp_path, name, said):
    for kind in ("a.doc", "a.zip", "2026.csv.tar.gz", "~$a.xlsx"):
        (tmp_path / kind).write_bytes(b"x")
    with pytest.raises(FileError, match=said):
        files.find([tmp_path / name])


def test_an_archive_among_other_files_is_not_passed_over_in_silence(tmp_path):
    (tmp_path / "2025.zip").write_bytes(b"PK")
    with pytest.raises(FileError, match="Unpack an archive"):
        files.find([tmp_path])
    (tmp_path / "2026.jsonl").write_text('{"ocid": "ocds-x-1", "id": "1", "tag": ["award"], "awards": [{"id": "1"}]}\n')
    built = table([tmp_path], tmp_path / "built")
    assert len(built.contracts) == 1
    assert [(issue.source, issue.problem, issue.unread) for issue in built.issues.itertuples()] == [
        ("2025.zip", "is an archive, which is not opened", True)
    ]


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(FileError, match="no file to read"):
        files.find([tmp_path])


def test_the_fixture_of_stages_is_read_whole():
    assert len(documents("fts_stages.jsonl")) == 3


def test_a_piece_handed_over_by_its_place_comes_back_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "PIECE_BYTES", 1000)
    monkeypatch.setattr(files, "_HEAD_BYTES", 1500)
    path = tmp_path / "marked.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"".join(b'{"ocid": "%d"}\n' % number for number in range(500)))
    pieces = list(files.pieces("x", path))
    assert len(pieces) > 5
    assert {piece.light().body for piece in pieces} == {b""}
    assert [piece.light().whole() for piece in pieces] == pieces


def test_a_file_changed_between_is_not_taken_for_what_was_seen(tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_bytes(b'{"ocid": "a"}\n')
    (piece,) = files.pieces("x", path)
    os.utime(path, (1, 1))
    with pytest.raises(FileError, match="was changed while it was read"):
        piece.light().whole()


def test_what_of_a_folder_is_of_no_kind_to_be_read_is_said(tmp_path):
    (tmp_path / "more").mkdir()
    names = ("a.csv", "more/notes.pdf", "more/read me.txt", "journal.log", ".hidden.pdf")
    for name in names:
        (tmp_path / name).write_text("Title,Supplier,Value,End date\nCleaning,Bright Ltd,100,2030-03-31\n")
    read = read_all([tmp_path], tmp_path / "cache", quiet=True)
    [said] = [issue.sentence() for issue in read.issues if issue.source == tmp_path.name]
    assert said == f"{tmp_path.name}: more/notes.pdf and 1 more are files of a kind that is not read"
    (tmp_path / "more" / "notes.pdf").unlink()
    [said] = [
        one.sentence()
        for one in read_all([tmp_path], tmp_path / "cache", quiet=True).issues
        if one.path.endswith("txt")
    ]
    assert said.endswith(": more/read me.txt is a file of a kind that is not read")


def test_what_a_system_keeps_beside_a_register_is_not_counted_and_said(tmp_path):
    """The copy that a notebook keeps is of another month: read too, its contract would count a second time."""
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / "__MACOSX").mkdir()
    row = "Ref,Title,Supplier,Value,End date\n1,Cleaning,Bright Ltd,{},2030-03-31\n"
    (tmp_path / "a.csv").write_text(row.format(100_000))
    (tmp_path / ".ipynb_checkpoints" / "a-checkpoint.csv").write_text(row.format(90_000))
    for name in ("__MACOSX/._a.csv", "~$b.xlsx", "._c.json"):
        (tmp_path / name).write_bytes(b"\x00\x05\x16\x07")
    built = table([tmp_path], tmp_path / "built")
    assert built.contracts["value_gbp"].tolist() == [100_000]
    told = built.issues[built.issues["source"] == tmp_path.name]
    [said] = [f"{path} {problem}" for path, problem in zip(told["path"], told["problem"], strict=True)]
    assert said == "._c.json and 3 more are files kept hidden, as a lock or as a copy, and not read"
