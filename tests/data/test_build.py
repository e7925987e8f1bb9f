"""The build: whole or not at all, the same bytes every time, reading only what is new."""

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from reading import FIXTURES, documents, table, write_lines

from cli.data import main
from data.model.issues import CAUTION, NOTED
from data.table import build as build_module
from data.table import cache, piece_reader, updates
from data.table.build import build
from data.table.columns import TableError
from data.table.parquet import issues_path, read_table
from data.table.rows.batches import SCHEMA
from data.table.rows.contract_row import ContractRow
from data.table.rows.keys import KEYS
from policy.contracts import BY_NAME, check


def day(folder: Path, number: int, count: int = 3) -> Path:
    releases = []
    for n in range(count):
        release = documents("cf_republished.jsonl")[0]
        text = json.dumps(release).replace("00000000000a", f"{number:06d}{n:06d}").replace("Testshire", f"{number}-{n}")
        releases.append(json.loads(text))
    return write_lines(folder / f"day-{number}.jsonl", releases)


def test_the_table_holds_the_fixed_columns_and_passes_its_check(tmp_path):
    stored = table([FIXTURES], tmp_path)
    assert list(stored.contracts.columns) == list(BY_NAME)
    assert check(stored.contracts) == []
    assert stored.about.as_of == "2026-03-05"
    assert stored.about.counts["contracts"] == len(stored.contracts)
    assert stored.about.counts["counted"] == stored.contracts.counted.sum()
    assert (~stored.issues["done"].isin([NOTED, CAUTION])).sum() == stored.about.counts["issues"]


def test_every_record_becomes_a_row_or_an_issue(tmp_path):
    built = build([FIXTURES], tmp_path / "t.parquet", tmp_path / "cache", quiet=True)
    assert all(file.records == file.rows + file.left_out for file in built.files)
    assert {file.source: file.records for file in built.files} == {
        "cf_harvest.csv": 1,
        "cf_legacy_package.json": 1,
        "cf_republished.jsonl": 3,
        "cf_website.csv": 3,
        "fts_celex_package.json": 2,
        "fts_stages.jsonl": 3,
        "transparency_register.csv": 5,
    }


def test_plain_parquet_readers_see_text_and_dates(tmp_path):
    table([FIXTURES / "fts_stages.jsonl"], tmp_path)
    frame = pd.read_parquet(tmp_path / "table.parquet")
    assert frame.start_date.iloc[0] == pd.Timestamp("2026-04-01")
    assert set(frame.buyer.astype(str)) == {"Test Council"}


def test_a_second_build_reads_only_the_new_day_and_gives_the_same_bytes(tmp_path):
    days = [day(tmp_path, number) for number in range(4)]
    kept, out = tmp_path / "cache", tmp_path / "kept.parquet"
    assert build(days[:3], out, kept, quiet=True).fresh_files == 3
    assert build(days, out, kept, quiet=True).fresh_files == 1
    build(days[::-1], tmp_path / "full.parquet", tmp_path / "other cache", quiet=True)
    assert out.read_bytes() == (tmp_path / "full.parquet").read_bytes()
    assert issues_path(out).read_bytes() == issues_path(tmp_path / "full.parquet").read_bytes()


def test_a_row_names_its_values_in_the_order_of_the_columns():
    assert ContractRow.__struct_fields__ == tuple(SCHEMA.names)


def test_what_a_later_notice_leaves_out_is_kept_or_is_that_notices_own():
    its_own = {"contract_id", "ocid", "award_id", "notice_url", "regime", "stage", "published_date", "source"}
    its_own |= {"source_row"}  # of a register, which no notice tells of later
    assert {*SCHEMA.names} - {field.name for field in KEYS} - {*updates.CARRIED_COLUMNS} == its_own


def test_only_new_bytes_are_read(tmp_path, monkeypatch):
    days = [day(tmp_path, number) for number in range(3)]
    build(days[:2], tmp_path / "t.parquet", tmp_path / "cache", quiet=True)
    read = []
    inner = cache.read_piece
    monkeypatch.setattr(cache, "read_piece", lambda piece, *more: (read.append(piece.source), inner(piece, *more))[1])
    build(days, tmp_path / "t.parquet", tmp_path / "cache", quiet=True)
    assert read == ["day-2.jsonl"]


def test_changed_content_is_read_again_whatever_its_name(tmp_path):
    path = day(tmp_path, 1)
    first = table([path], tmp_path).about.fingerprint
    path.write_text(path.read_text().replace("250000", "260000"))
    stored = table([path], tmp_path)
    assert stored.about.fingerprint != first
    assert set(stored.contracts.value_gbp) == {260_000}


def test_many_processes_give_the_bytes_of_one(tmp_path, monkeypatch):
    days = [day(tmp_path, number, 40) for number in range(4)]
    build(days, tmp_path / "one.parquet", tmp_path / "a", quiet=True)
    monkeypatch.setattr(build_module, "WORTH_SHARING_BYTES", 1)
    build(days, tmp_path / "many.parquet", tmp_path / "b", quiet=True)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()


def test_a_table_whose_rows_are_made_in_other_processes_is_the_same(tmp_path, monkeypatch):
    ends = ["31/03/2029", *["soon"] * 6] * 13
    rows = [f"R{n},Council {n % 3},Home care {n},Maple Ltd,{n}000,01/04/2024,{ends[n]}\n" for n in range(1, 91)]
    path = tmp_path / "register.csv"
    path.write_text("Reference,Buyer,Title,Supplier,Value,Start date,End date\n" + "".join(rows))
    one = build([path], tmp_path / "one.parquet", tmp_path / "a", quiet=True)
    monkeypatch.setattr(build_module, "WORTH_SHARING_BYTES", 1)
    monkeypatch.setattr(build_module, "_cores", lambda: 2)
    monkeypatch.setattr(piece_reader, "_STRETCH", 16)
    assert build([path], tmp_path / "many.parquet", tmp_path / "b", quiet=True) == one
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "many.parquet").read_bytes()
    assert (one.counts["records"], one.counts["issues"]) == (90, 90 - 12)


def test_the_fingerprint_is_of_the_content_not_of_file_names(tmp_path):
    path = day(tmp_path, 1)
    first = table([path], tmp_path).about.fingerprint
    assert table([path.rename(tmp_path / "renamed.jsonl")], tmp_path).about.fingerprint == first


def test_a_failed_build_leaves_the_old_table(tmp_path, monkeypatch):
    path = day(tmp_path, 1)
    out = tmp_path / "t.parquet"
    build([path], out, tmp_path / "cache", quiet=True)
    before = out.read_bytes()
    monkeypatch.setattr("data.table.merge.BATCH_ROWS", 0)
    with pytest.raises(ValueError, match="range"):
        build([day(tmp_path, 2)], out, tmp_path / "cache", quiet=True)
    assert out.read_bytes() == before
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_broken_gzip_keeps_what_was_read_and_says_where_it_breaks_off(tmp_path):
    whole = gzip.compress(day(tmp_path, 1, 2000).read_bytes())
    path = tmp_path / "broken.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    stored = table([path, day(tmp_path, 2)], tmp_path)
    assert (stored.issues.problem == "breaks off or cannot be unpacked").sum() == 1
    assert (stored.contracts.counted).sum() >= 3


def test_a_parquet_file_of_something_else_is_refused(tmp_path):
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(TableError, match="no contracts table"):
        read_table(tmp_path / "a.parquet")
    with pytest.raises(TableError, match="no such file"):
        read_table(tmp_path / "none.parquet")


def test_the_command_builds_and_checks(tmp_path, capsys):
    arguments = [str(FIXTURES), "--cache", str(tmp_path / "cache")]
    assert main(["build", *arguments, "--out", str(tmp_path / "t.parquet")]) == 0
    assert "7 files" in capsys.readouterr().out
    assert main(["check", *arguments]) == 0
    out = capsys.readouterr().out
    assert "cf_website.csv: 3 records, 3 rows, 0 left out" in out
    assert "got '1234567890.00'; value made missing" in out


def test_the_name_of_a_file_commands_no_terminal(tmp_path, capsys):
    acts = tmp_path / "a\x1b[2Jb\u202ec.csv"
    acts.write_text("nothing\n", "utf-8")
    for arguments in (["check", acts], ["check", acts.with_name("none\x1b[2J.csv")], ["build", acts, "--out", acts]):
        main([*map(str, arguments), "--cache", str(tmp_path / "cache")])
        said = capsys.readouterr()
        assert "csv" in said.out + said.err
        assert (said.out + said.err).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "{tmp}/none.json", "--out", "{tmp}/t.parquet"], 1),
        (["build", "{tmp}", "--out", "{tmp}/t.parquet"], 1),
        (["build", "{tmp}", "--out", "{tmp}/t.csv"], 2),
        (["build", "{tmp}", "--into", "{tmp}/t.parquet"], 2),
        (["rebuild"], 2),
        (["check", "--help"], 0),
    ],
)
def test_exit_codes_without_a_traceback(tmp_path, arguments, code, capsys):
    try:
        found = main([text.replace("{tmp}", str(tmp_path)) for text in arguments])
    except SystemExit as left:  # of a wrong use, which the parser of arguments says itself
        found = left.code
    assert found == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said or code == 0
