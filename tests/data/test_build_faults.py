"""Builds that are killed, share a cache, find it damaged or cannot write: no table but the one of an unbroken run."""

import errno
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pytest

from cli.data import main
from data.places import disk
from data.readers.files import FileError
from data.table import build as build_module
from data.table import cache, columns
from data.table.build import build
from data.table.parquet import TableError, issues_path, read_table
from tests.data.test_build import day
from tests.draws import EVERY, drawn

ROOT = Path(__file__).parents[2]
DAY = 24 * 3600


@pytest.fixture
def days(tmp_path):
    """Three files of notices, in a folder of their own."""
    (tmp_path / "in").mkdir()
    return [day(tmp_path / "in", number, 40) for number in range(3)]


def built(days, folder, kept="cache", name="all.parquet"):
    """Build, and give the bytes of the table and its issues."""
    out = folder / name
    build(days, out, folder / kept, quiet=True)
    return out.read_bytes(), issues_path(out).read_bytes()


def flipped(content):
    return content[: len(content) // 2] + bytes([content[len(content) // 2] ^ 1]) + content[len(content) // 2 + 1 :]


def of_something_else(_content):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, pa.schema([("a", pa.int64())])):
        pass
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        of_something_else,
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: bytes(len(content)),
        lambda _content: b"",
    ],
    ids=["a bit", "something else", "cut", "cut in half", "noughts", "empty"],
)
def test_a_damaged_part_of_the_cache_is_read_anew(damage, days, tmp_path):
    whole = built(days, tmp_path)
    (tmp_path / "all.parquet").unlink()
    part = sorted((tmp_path / "cache").glob("*.arrow"))[1]
    sound = part.read_bytes()
    part.write_bytes(damage(sound))
    assert built(days, tmp_path) == whole
    assert part.read_bytes() == sound


def test_what_a_killed_build_left_half_written_goes_and_what_is_being_written_stays(days, tmp_path):
    kept = tmp_path / "cache"
    kept.mkdir()
    left = [kept / ".x.arrow.1.tmp", *(tmp_path / f".{name}.1.tmp" for name in ("all.parquet", "all.issues.parquet"))]
    others = tmp_path / ".of-somebody-else.tmp"
    for path in (*left, others):
        path.write_bytes(b"half")

    def in_the_middle(path):
        path.write_bytes(b"half")
        built(days, tmp_path)
        assert path.exists()

    disk.atomically(kept / "y.arrow", in_the_middle)
    assert (kept / "y.arrow").read_bytes() == b"half"
    assert [path for path in tmp_path.rglob(".*") if path.is_file()] == [others]


@pytest.mark.parametrize("later", [0, 1, -1], ids=["now", "in a year", "a year ago"])
def test_a_build_leaves_what_another_version_and_the_dashboard_use(later, days, tmp_path):
    kept = tmp_path / "cache"
    kept.mkdir()
    ages = {
        "aaaaaaaaaaaa-0.arrow": 0.9,
        "bbbbbbbbbbbb-0.arrow": 1.1,
        "column-c-title.arrow": 6,
        "column-d-title.arrow": 8,
    }
    for name, age in ages.items():
        (kept / name).touch()
        os.utime(kept / name, (moment := time.time() + later * 365 * DAY - age * DAY, moment))
    built(days, tmp_path)
    stay = {path.name for path in kept.glob("*.arrow")} & ages.keys()
    assert stay == (set() if later else {"aaaaaaaaaaaa-0.arrow", "column-c-title.arrow"})


def test_a_clock_that_jumped_changes_no_table(days, tmp_path):
    whole = built(days, tmp_path)
    for path in [*days, *(tmp_path / "cache").iterdir()]:
        os.utime(path, (0, 0) if path.suffix == ".arrow" else (4e9, 4e9))
    assert built(days, tmp_path) == whole
    assert build(days, tmp_path / "all.parquet", tmp_path / "cache", quiet=True).fresh_files == 0


def test_two_builds_and_a_reader_share_a_cache_and_a_table(days, tmp_path):
    with days[2].open("a") as file:
        file.write("{no notice}\n")
    out, wrong = tmp_path / "all.parquet", []
    both = [built(given, tmp_path / name) for given, name in ((days, "a"), (days[:1], "b"))]
    assert both[0][1] != both[1][1]
    for _ in range(4):
        threads = [threading.Thread(target=built, args=(given, tmp_path)) for given in (days, days[:1])]
        for one in threads:
            one.start()
        while any(one.is_alive() for one in threads):
            if out.exists() and out.read_bytes() not in (both[0][0], both[1][0]):
                wrong.append("a table that nobody built")
        assert (out.read_bytes(), issues_path(out).read_bytes()) in both, "the issues are those of the table"
        for part in (tmp_path / "cache").iterdir():
            part.unlink()
    assert wrong == []


@drawn
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_build_killed_at_any_moment_leaves_no_process_and_no_other_table():
    of_builds = ["--builds", "100" if EVERY else "4", "--releases", "40", "--pulls", "0"]
    command = [sys.executable, "-W", "error", "-m", "bench.kills", *of_builds]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("killed: ")


def test_a_process_that_reads_and_is_killed_ends_the_build_in_one_sentence(days, tmp_path, monkeypatch, capsys):
    whole, others = built(days, tmp_path), set(psutil.Process().children())
    monkeypatch.setattr(build_module, "WORTH_SHARING_BYTES", 1)
    monkeypatch.setattr(build_module, "_cores", lambda: 2)
    inner = build_module._begin_reading

    def dies():
        inner()
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(build_module, "_start", lambda: "fork")
    monkeypatch.setattr(build_module, "_begin_reading", dies)
    arguments = ["build", *map(str, days), "--out", str(tmp_path / "all.parquet"), "--cache"]
    assert main([*arguments, str(tmp_path / "other")]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("a process that read was ended by the system") and "run the same command again" in said
    assert (tmp_path / "all.parquet").read_bytes() == whole[0]
    assert not set(psutil.Process().children()) - others


@pytest.mark.parametrize("bytes_free", [0, 500, 3_000])
@pytest.mark.parametrize("fresh", [True, False], ids=["empty cache", "full cache"])
def test_a_full_disk_is_named_and_the_old_table_stays(bytes_free, fresh, days, tmp_path, capsys):
    old = built(days[:1], tmp_path, "of the old one")
    whole = built(days, tmp_path / "elsewhere")
    if not fresh:
        built(days, tmp_path, "cache", "other.parquet")
    command = ["build", *map(str, days), "--out", str(tmp_path / "all.parquet"), "--cache", str(tmp_path / "cache")]
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_free, limits[1]))
    try:
        code = main(command)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    said = capsys.readouterr().err.splitlines()[-1]
    assert code == 1
    assert str(tmp_path) in said and "File too large. Check the path, the space and the rights." in said
    out = tmp_path / "all.parquet"
    assert (out.read_bytes(), issues_path(out).read_bytes()) == old
    assert not list(tmp_path.rglob(".*.tmp"))
    assert main(command) == 0
    assert (out.read_bytes(), issues_path(out).read_bytes()) == whole


def test_a_folder_that_is_read_only_is_named(days, tmp_path, monkeypatch, capsys):
    def refused(**_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), ".all.parquet.ab.tmp")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    out = tmp_path / "all.parquet"
    assert main(["build", *map(str, days), "--out", str(out), "--cache", str(tmp_path / "cache")]) == 1
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith(str(tmp_path / "cache")) and "Read-only file system. Check the path" in said
    assert not out.exists()


def test_a_build_that_is_interrupted_says_how_to_go_on(days, tmp_path, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cache, "read_piece", interrupted)
    assert main(["build", *map(str, days), "--out", str(tmp_path / "t.parquet"), "--cache", str(tmp_path)]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("stopped. What was read is kept: run the same command")


@pytest.mark.parametrize("part", range(1, 10))
def test_a_table_with_a_damaged_byte_is_refused_or_the_same(part, days, tmp_path):
    built(days, tmp_path)
    out = tmp_path / "all.parquet"
    whole, sound = out.read_bytes(), read_table(out).contracts
    at = len(whole) * part // 10
    out.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    try:
        found = read_table(out).contracts
    except (TableError, OSError, ValueError, pa.ArrowException):
        return
    pd.testing.assert_frame_equal(found, sound)


@pytest.mark.parametrize("spoil", ["damaged", "a digit", "a code", "other words", "gone", "no folder"])
def test_a_large_table_opens_whatever_became_of_what_is_mapped(spoil, days, tmp_path, monkeypatch):
    built(days, tmp_path)
    sound = read_table(tmp_path / "all.parquet").contracts
    monkeypatch.setattr("data.table.parquet.MANY", 1)
    monkeypatch.setattr(columns, "FOLDER", tmp_path / "mapped")
    pd.testing.assert_frame_equal(read_table(tmp_path / "all.parquet").contracts, sound)
    kept = sorted((tmp_path / "mapped").glob("column-*.arrow"))
    assert len(kept) == len(columns.MAPPED)
    if spoil == "damaged":
        kept[0].write_bytes(kept[0].read_bytes()[:100])
        kept[1].write_bytes(b"")
    elif spoil == "a digit":
        [value] = (tmp_path / "mapped").glob("*-value_gbp.arrow")
        stated = sound["value_gbp"].dropna().iloc[0]
        digits = [np.float64(each).tobytes() for each in (stated, stated + 1)]
        whole = value.read_bytes()
        assert digits[0] in whole
        value.write_bytes(whole.replace(*digits))
    elif spoil in {"a code", "other words"}:
        [stage] = (tmp_path / "mapped").glob("*-stage.arrow")
        table = pa.ipc.open_file(stage).read_all()
        about = table.schema.metadata
        if spoil == "a code":  # all are planned, and were awarded
            table = pa.table({"stage": pa.array(np.ones(len(table), np.int8))})
        else:  # of a version that listed them otherwise
            about = about | {b"levels": b'["planned", "awarded", "superseded"]'}
        with pa.ipc.new_file(stage, (table := table.replace_schema_metadata(about)).schema) as writer:
            writer.write_table(table)
    elif spoil == "gone":
        kept[0].unlink()
    else:
        monkeypatch.setattr(columns, "FOLDER", tmp_path / "all.parquet" / "no folder")
    pd.testing.assert_frame_equal(read_table(tmp_path / "all.parquet").contracts, sound)


def test_a_piece_that_changes_while_it_is_read_is_said(days, tmp_path, monkeypatch):
    inner = cache.read_into

    def changed(piece, path):
        days[0].write_text(days[1].read_text())
        return inner(piece.light(), path)

    monkeypatch.setattr(cache, "read_into", changed)
    with pytest.raises(FileError, match=r"was changed while it was read\. Build again"):
        built(days[:1], tmp_path)
