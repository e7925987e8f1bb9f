"""A table in parts gives the figures of the whole: here, on Dask, and when a worker is killed in mid-run."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field

from cli import parts
from cli.part_reader import PartReader
from cli.policy import main
from data.load.datasets import embedded
from data.load.partition import PartitionedTable, partitioned
from data.model.issues import table as issue_table
from data.model.service_table import services
from data.places.place import Place
from data.table.columns import TEXTS, frame
from data.table.parquet import SCHEMA, read_table, write_table
from policy import rules
from policy.coded import CodedContracts, prepare
from policy.contracts import BY_NAME, COLUMNS, typed
from policy.engine.decide import decide
from policy.results.partial import assess_parts, result
from policy.results.report import plain_result
from policy.rules.base import Assumption, ExitRule, Parameter, Stage
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING, from_where
from policy.ternary import NO, Ternary
from tests.strategies import register_samples, scenarios, tables

ROOT = Path(__file__).resolve().parents[2]
ABOUT = {"source": "test", "title": "Test", "as_of": "2026-11-22", "counts": {}}


def one_after_another(size):
    return lambda _, function: [function(place) for place in range(size)]


def cut(contracts, sizes):
    """Cut a table into parts, each coded anew, as when it is read from its own file."""
    starts = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    starts[-1] = len(contracts)
    pieces = [contracts.iloc[a:b].reset_index(drop=True) for a, b in pairwise(starts)]
    return [typed(piece.astype(object).where(piece.notna(), None)) for piece in pieces if len(piece)]


@given(st.one_of(tables(), register_samples()), scenarios(), st.lists(st.integers(1, 12), min_size=1, max_size=4))
@settings(max_examples=40)
def test_parts_add_up_to_the_whole(contracts, made, sizes):
    pieces = cut(contracts, sizes)
    read = lambda place: prepare(pieces[place], services())  # noqa: E731
    whole = result(decide(prepare(contracts, services()), made))
    summed = assess_parts(read, made, one_after_another(len(pieces)))
    assert plain_result(summed, {}) == plain_result(whole, {})
    assert (summed.waiting, summed.largest.spend) == (whole.waiting, whole.largest.spend)


def arrow(contracts):
    """A table as `python -m data build` hands it on: categories as plain text."""
    columns = {}
    for field in SCHEMA:
        cells = contracts[field.name]
        kind = pa.string() if pa.types.is_dictionary(field.type) else field.type
        columns[field.name] = pa.array(cells.astype(object).where(cells.notna(), None), kind)
    return pa.table(columns)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The register in three files of two row groups each."""
    made = tmp_path_factory.mktemp("parts")
    contracts = embedded().contracts
    issues = pa.Table.from_pandas(issue_table([]), preserve_index=False)
    for number, start in enumerate(range(0, len(contracts), 250)):
        piece = contracts.iloc[start : start + 250]
        write_table(made / f"{number}.parquet", [arrow(piece.iloc[:100]), arrow(piece.iloc[100:])], issues, ABOUT)
    return made


def command(*arguments):
    """What the command answers, in a process of its own, and what it tells meanwhile."""
    run = subprocess.run(
        [sys.executable, "-m", "policy", "assess", "--json", *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return figures(run.stdout), run.stderr


def answered(*arguments):
    """The same in this process, where no other is a part of what is asked."""
    out, told = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(told):
        assert main(["assess", "--json", *arguments]) == 0, told.getvalue()
    return figures(out.getvalue()), told.getvalue()


def figures(answer):
    made = json.loads(answer)
    assert any("of the spend is an assumption: of" in sentence for sentence in made["sentences"])
    assert any("% of the spend: Asylum" in sentence for sentence in made["sentences"])
    return {key: made[key] for key in ("scenario", "returns", "of", "assumed_spans", "funnel", "by")}


@pytest.fixture(scope="module")
def whole():
    """What the register gives whole, by preset, asked once each."""
    return cache(lambda preset: answered("--preset", preset)[0])


@pytest.mark.parametrize("preset", ["pledge", "public-interest-test"])
def test_the_register_in_files_gives_what_it_gives_whole(folder, whole, preset):
    summed, told = answered("--preset", preset, str(folder / "*.parquet"))
    assert summed == whole(preset)
    assert "deciding: part 3 of 3" in told


def test_dask_gives_the_same_figures(folder, whole):
    assert command("--engine", "dask", str(folder / "*.parquet"))[0] == whole("pledge")


@contextmanager
def cluster_elsewhere(path, folder):
    """A scheduler and a worker in processes of their own, with a Python path of their own."""
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask, where = [sys.executable, "-m", "dask"], {"cwd": folder, "env": {**os.environ, "PYTHONPATH": path}}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen([*dask, *line], **where, **quiet)
        for line in (
            ["scheduler", "--host", "127.0.0.1", "--port", address.rpartition(":")[2], "--no-dashboard"],
            ["worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"],
        )
    ]
    try:
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=20)


def test_a_cluster_given_by_its_address_gives_the_same_figures(folder, whole, tmp_path):
    with cluster_elsewhere(str(ROOT), tmp_path) as address:
        found = command("--engine", "dask", "--scheduler", address, str(folder / "*.parquet"))[0]
    assert found == whole("pledge")


def test_a_cluster_without_the_program_is_said_in_one_sentence(folder, tmp_path):
    line = [sys.executable, "-m", "policy", "assess", "--engine", "dask", str(folder / "*.parquet")]
    with cluster_elsewhere("", tmp_path) as address:
        run = subprocess.run(
            [*line, "--scheduler", address], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
        )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert run.stderr.splitlines()[-1].endswith("start each with PYTHONPATH set to the program's folder.")


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_in_mid_run_changes_no_figure(folder):
    distributed = pytest.importorskip("distributed")
    table, (made, _) = partitioned([str(folder / "*.parquet")]), build_scenario(presets()["pledge"])
    killed = []
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):

        def each(_, function):
            futures = client.map(Slowly(function), range(len(table)), pure=False)
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                time.sleep(0.3)
                os.kill(killed[0], signal.SIGKILL)
            return client.gather(futures)

        summed = assess_parts(PartReader(table, with_ids=False, scope=EVERYTHING), made, each)
    whole = result(decide(prepare(embedded().contracts, services()), made))
    assert killed
    assert plain_result(summed, {}) == plain_result(whole, {})


class Slowly:
    """Gives the killer time to strike while work is under way."""

    def __init__(self, function):
        self.function = function

    def __call__(self, place):
        time.sleep(0.4)
        return self.function(place)


@given(st.one_of(tables(), register_samples()))
@settings(max_examples=30)
def test_a_stored_table_is_coded_as_its_cells_would_be(contracts):
    stored = arrow(contracts).cast(SCHEMA)
    pd.testing.assert_frame_equal(frame(stored), typed(stored.to_pandas()))


def test_texts_that_are_mapped_are_those_of_the_table(folder, monkeypatch, tmp_path):
    monkeypatch.setattr("data.table.parquet.MANY", 1)
    monkeypatch.setattr("data.table.columns.FOLDER", tmp_path)
    mapped = read_table([Place(str(folder / "0.parquet"))]).contracts
    monkeypatch.setattr("data.table.parquet.MANY", 10**9)
    pd.testing.assert_frame_equal(mapped, read_table([Place(str(folder / "0.parquet"))]).contracts)
    assert {path.suffix for path in tmp_path.iterdir()} == {".arrow"}
    assert {mapped[name].array._pa_array.num_chunks for name in TEXTS} == {1}, "rows of several pieces join them all"


def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, capsys):
    assert main(["assess", str(tmp_path / "*.parquet")]) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "no file matches" in line


def whole_of(reader, table):
    made, _ = build_scenario(presets()["pledge"])

    def each(_, function):
        with reader.reading_ahead(range(len(table))) as places:
            return [function(place) for place in places]

    return plain_result(assess_parts(reader, made, each), {})


class OfTheMinistry(ExitRule):
    """Contracts of the Ministry of Justice stay as they are, for this test."""

    id = "ministry"
    label = "Ministry of Justice"
    stage = Stage.EXEMPTIONS
    reads = ("buyer",)

    # Not below the field, where it is not found once this module is loaded twice: other tests import it by its package.
    exempt: Annotated[
        bool,
        Parameter("Exempt it", Unit.SWITCH, basis=Assumption("a test of its own")),
        Field(description="The ministry's contracts are exempt."),
    ] = False

    def exits(self, coded: CodedContracts) -> Ternary:
        return coded.is_in("buyer", ("Ministry of Justice",)) if self.exempt else coded.every(NO)


def test_a_rule_of_somebodys_own_may_read_what_ours_do_not(folder, monkeypatch):
    """Of a table in parts only columns that some rule may read are read, and none of ours reads the buyer."""
    monkeypatch.setattr(rules, "RULES", (*rules.RULES, OfTheMinistry))
    exempting, _ = build_scenario(presets()["pledge"], {"ministry.exempt": True})
    reader = PartReader(partitioned([str(folder)]), with_ids=False, scope=EVERYTHING)
    summed = assess_parts(reader, exempting, one_after_another(len(reader.table)))
    whole = result(decide(prepare(embedded().contracts, services()), exempting))
    assert plain_result(summed, {}) == plain_result(whole, {})
    assert summed.totals.contracts.returns.high < result(plain_register()).totals.contracts.returns.high


def plain_register():
    return decide(prepare(embedded().contracts, services()), build_scenario(presets()["pledge"])[0])


def test_a_column_that_came_later_is_missing_in_a_table_of_before(folder, tmp_path, monkeypatch):
    later = replace(BY_NAME["company"], since_later=True)
    monkeypatch.setitem(BY_NAME, "company", later)
    listed = tuple(later if column.name == "company" else column for column in COLUMNS)
    monkeypatch.setattr("data.table.parquet.COLUMNS", listed)
    for path in folder.glob("?.parquet"):
        as_an_older_version_wrote_it(path, tmp_path, "company")
    scope = from_where(["company=Serco"])
    coded = PartReader(partitioned([str(tmp_path)]), with_ids=False, scope=scope)(0)
    assert coded.is_in("company", ("Serco",)).unknown.all()


@pytest.mark.parametrize("room", [0, 30_000, 10**9])
def test_a_part_is_read_once_for_both_passes_as_far_as_there_is_room(room, folder, monkeypatch):
    monkeypatch.setattr("data.load.partition.PART", 150)  # a row group a part
    table, read = partitioned([str(folder)]), PartitionedTable.read
    asked = []
    noted = lambda self, place, **more: asked.append(place) or read(self, place, **more)  # noqa: E731
    monkeypatch.setattr(PartitionedTable, "read", noted)
    made, _ = build_scenario(presets()["pledge"])
    reader = PartReader(table, with_ids=False, scope=EVERYTHING, run=f"room {room}", room=room)
    assert whole_of(reader, table) == plain_result(result(decide(prepare(embedded().contracts, services()), made)), {})
    assert len(table) == 6
    assert len(asked) == {0: 12, 10**9: 6}.get(room, len(asked))
    assert len(asked) in range(6, 13)


def as_an_older_version_wrote_it(path, where, *unknown):
    """The same file without the columns of profiles, the word that it has them, and columns not known then."""
    stored = pq.read_table(path)
    kept = {b"back_in_house": pq.read_metadata(path).metadata[b"back_in_house"]}
    names = [name for name in SCHEMA.names if name not in unknown]
    pq.write_table(stored.select(names).replace_schema_metadata(kept), where / path.name, row_group_size=70)


def test_profiles_that_are_stored_are_those_that_the_columns_make(folder, tmp_path):
    for path in sorted(folder.glob("?.parquet")):
        as_an_older_version_wrote_it(path, tmp_path)
    new, old = (PartReader(partitioned([str(each)]), with_ids=False, scope=EVERYTHING) for each in (folder, tmp_path))
    assert new.table.read(0)[1]
    assert not old.table.read(0)[1], "an older file is read by its columns"
    for place in range(len(new.table)):
        one, other = new(place), old(place)
        for column in one.profiles[0].coded.codes.keys() | one.profiles[1].coded.codes.keys() | one.codes.keys():
            assert one.levels[column] == other.levels[column]
            np.testing.assert_array_equal(one.code(column), other.code(column))
    assert whole_of(new, new.table) == whole_of(old, old.table)


@pytest.mark.parametrize(
    ("of_container", "eighth"), [("8000000000\n", 10**9), ("1000000000\n", None), ("max\n", 2 * 10**9)]
)
def test_what_is_kept_between_passes_takes_an_eighth_of_the_memory_at_hand(monkeypatch, tmp_path, of_container, eighth):
    file = tmp_path / "memory.max"
    file.write_text(of_container)
    monkeypatch.setattr(parts, "_OF_CONTAINER", file)
    monkeypatch.setattr(parts.os, "sysconf", {"SC_PHYS_PAGES": 4_000_000, "SC_PAGE_SIZE": 4_000}.__getitem__)
    assert parts.room() == (eighth or 256 * 1024 * 1024), "and never less than 256 MB"
