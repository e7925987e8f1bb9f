"""What whoever runs the server decides: the table at the start, and a limit that a newcomer is told of calmly."""

import asyncio
import gc
import json
import runpy
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import requests
from streamlit.runtime.media_file_manager import MediaFileManager

from bench.session import Session
from data.table.build import build
from policy.engine.decide import DecidedContracts
from tests import loops
from tests.draws import a_few
from tests.pages import headline, opened, text, whole, widgets
from tests.server import ROOT, dashboard
from tests.stores import store
from tests.ui.test_datasets import HEADER, ROWS
from ui.page import PAGES
from ui.shell import cache, hosting
from ui.shell.cache import _sessions, register

FULL = "Every place is taken: please wait a moment"


@pytest.fixture
def built(tmp_path):
    (tmp_path / "register.csv").write_text(HEADER.replace("What", "Title") + ROWS, "utf-8")
    build([tmp_path / "register.csv"], tmp_path / "table.parquet", tmp_path / "cache", quiet=True)
    return tmp_path / "table.parquet"


def test_a_session_starts_on_the_table_that_the_server_was_told(built, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(built))
    page = opened("overview")
    assert "of the 3 contracts in these data" in headline(page)
    assert not page.query_params, "the start needs no address"
    data = opened("datasets")
    assert widgets(data)["page.data"].value == str(built)
    widgets(data)["page.data"].set_value("register").run()
    assert "of the 664 contracts in this register" in headline(whole(data))


def test_a_table_that_has_gone_is_named_and_the_register_stands_in(monkeypatch, tmp_path):
    monkeypatch.setenv(hosting.TABLE, str(tmp_path / "gone.parquet"))
    page = opened("overview")
    assert "in this register" in headline(page)
    assert "gone.parquet is not there; the register stands in" in page.warning[0].value.replace("\\", "")
    assert str(tmp_path) not in text(page), "a visitor has no use for the server's folders"


def test_a_table_that_goes_while_it_is_served_is_no_other_data_set_over_http(built, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(built))
    content = built.read_bytes()
    with dashboard() as site:
        assert "of the 3 contracts" in requests.get(f"{site}api/v1/assess", timeout=60).json()["headline"]
        for put, why in ((built.unlink, "is not there"), (lambda: built.write_bytes(b"no table"), "is damaged")):
            put()
            answers = [
                requests.get(f"{site}api/v1/{name}", timeout=60) for name in ("assess", "chart.svg", "contracts")
            ]
            assert [answer.status_code for answer in answers] == [503] * 3
            for [problem] in (answer.json()["problems"] for answer in answers):
                assert problem["where"] == "data"
                assert problem["what"].startswith(f"table.parquet {why}")
                assert problem["what"].endswith("nothing is answered of other data")
            framed = requests.get(f"{site}embed?chart=years", timeout=60)
            assert framed.status_code == 503
            assert f"table.parquet {why}" in framed.text
        built.write_bytes(content)
        assert "of the 3 contracts" in requests.get(f"{site}api/v1/assess", timeout=60).json()["headline"]


@pytest.mark.parametrize("name", ["", "*.parquet"], ids=["folder", "pattern"])
def test_a_part_that_is_written_anew_added_or_taken_away_is_seen(name, built, monkeypatch, tmp_path):
    part, parts = tmp_path / "one.csv", tmp_path / "parts"
    parts.mkdir()
    part.write_text("".join(f"{HEADER.replace('What', 'Title')}{ROWS}".splitlines(keepends=True)[:2]), "utf-8")
    build([part], tmp_path / "one.parquet", tmp_path / "cache", quiet=True)
    one, three = (tmp_path / "one.parquet").read_bytes(), built.read_bytes()
    monkeypatch.setenv(hosting.TABLE, str(parts / name) if name else str(parts))
    (parts / "a.parquet").write_bytes(three)
    page = opened("overview")
    assert "of the 3 contracts in these data" in headline(page)
    (parts / "a.parquet").write_bytes(one)  # in place, so that the folder is not written
    assert "one contract in these data" in headline(whole(page.run()))
    (parts / "b.parquet").write_bytes(b"no table")
    assert "in this register" in headline(whole(page.run()))
    assert "is damaged or was built by another version" in page.warning[0].value
    (parts / "b.parquet").unlink()
    assert "one contract in these data" in headline(whole(page.run()))
    (parts / "a.parquet").unlink()
    assert "in this register" in headline(whole(page.run()))
    assert "is not there; the register stands in" in page.warning[0].value


def test_a_table_elsewhere_that_cannot_be_read_is_named_and_tried_again_later(built, monkeypatch):
    monkeypatch.setattr("data.places.web.WAITS", ())
    now = cache.monotonic()
    monkeypatch.setattr(cache, "monotonic", lambda: now)
    with store(built.parent) as server:
        server.status = 503
        monkeypatch.setenv(hosting.TABLE, f"{server.web}/table.parquet?right=verysecret")
        page = opened("overview")
        assert "in this register" in headline(page)
        assert "table.parquet cannot be read where it lies" in page.warning[0].value.replace("\\", "")
        assert "verysecret" not in text(page)
        server.status = 0
        assert "in this register" in headline(page.run())
        now += 61
        assert "of the 3 contracts in these data" in headline(page.run())


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (hosting.TABLE, "/nowhere/table.parquet", "/nowhere/table.parquet: no such file. Build it with"),
        (hosting.TABLE, str(ROOT / "README.md"), "README.md: not a kind of file that can be read. Expected .json"),
        (hosting.VISITORS, "many", "VISITORS=many: expected how many visitors"),
        (
            hosting.INTERFACE,
            "there",
            "INTERFACE=there: expected apart, a process of its own",
        ),
        (hosting.CROWD, "many", "CROWD=many: expected how many openings within ten seconds"),
        (hosting.PULL, "maybe", "PULL=maybe: expected yes where visitors may bring notices"),
    ],
)
def test_the_production_entry_refuses_what_it_cannot_follow_in_one_sentence(name, given, said, monkeypatch):
    monkeypatch.setenv(name, given)
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(ROOT / "serve.py"))
    assert said in str(left.value.code)
    assert len(str(left.value.code).splitlines()) == 1


def test_a_refused_entry_ends_its_process_with_that_sentence_alone(monkeypatch):
    monkeypatch.setenv(hosting.TABLE, "/nowhere/table.parquet")
    run = subprocess.run([sys.executable, "serve.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    [line] = [line for line in run.stderr.splitlines() if "ScriptRunContext" not in line]
    assert line == hosting.problem()


def other_metadata(path, metadata):
    pq.write_table(pq.read_table(path).replace_schema_metadata({"back_in_house": metadata}), path)


def a_fingerprint_that_acts(path):
    about = json.loads(pq.read_metadata(path).metadata[b"back_in_house"])
    other_metadata(path, json.dumps({**about, "fingerprint": "`](//elsewhere.example)" * 3}))


def a_column_gone(path):
    about = {"back_in_house": pq.read_metadata(path).metadata[b"back_in_house"]}
    pq.write_table(pq.read_table(path).drop_columns(["stage", "regime"]).replace_schema_metadata(about), path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"x" * 100), "cannot be read as Parquet"),
        (lambda path: pq.write_table(pa.table({"n": [1]}), path), "is no contracts table"),
        (lambda path: other_metadata(path, "{"), "what it says of itself cannot be read"),
        (lambda path: other_metadata(path, '{"made": 1}'), "what it says of itself cannot be read"),
        (a_fingerprint_that_acts, "its fingerprint is no sha256"),
        (a_column_gone, "built by another version, without"),
    ],
)
def test_a_table_that_is_not_ours_is_refused_before_anyone_is_let_in(spoil, said, built, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(built))
    assert hosting.problem() == ""
    spoil(built)
    assert said in hosting.problem()
    assert str(built) in hosting.problem()


def test_a_newcomer_to_a_full_server_is_told_and_let_in_once_there_is_room(monkeypatch):
    _sessions().clear()
    monkeypatch.setenv(hosting.VISITORS, "0")
    page = opened("overview", {"small.threshold": "1000000"})
    assert page.title[0].value == FULL
    assert "all its places are taken" in text(page)
    assert not page.sidebar
    monkeypatch.setenv(hosting.VISITORS, "1")
    [again] = page.button
    again.click().run()
    assert "would come back in house" in headline(whole(page))
    assert widgets(page)["side.small.threshold.box"].value == "£1,000,000", "the link is kept"


def test_a_reader_who_is_in_stays_in(monkeypatch):
    _sessions().clear()
    monkeypatch.setenv(hosting.VISITORS, "1")
    page = opened("overview")
    monkeypatch.setenv(hosting.VISITORS, "0")
    assert "would come back in house" in headline(whole(page.run()))


async def _one_after_the_other(site):
    first, second = Session(site), Session(site)
    said = [(await first.open()).headings[0], (await second.open()).headings[0]]
    await first.close()
    for _ in range(100):
        then = (await second.press(next(iter(second.widgets)))).headings[0]
        if then != FULL:
            break
        await asyncio.sleep(0.1)
    await second.close()
    return [*said, then]


@pytest.mark.parametrize("entry", ["app.py", "serve.py"])
def test_a_place_is_free_as_soon_as_a_reader_leaves(entry, monkeypatch):
    monkeypatch.setenv(hosting.VISITORS, "1")
    with dashboard(entry) as site:
        first, second, then = loops.run(_one_after_the_other(site))
    assert "would come back in house" in first
    assert second == FULL
    assert then == first


def decisions():
    gc.collect()
    return [made for made in gc.get_objects() if isinstance(made, DecidedContracts) and made.coded is register().coded]


@pytest.mark.parametrize("name", a_few(sorted(PAGES, key=lambda name: name != "contracts"), 3))
def test_a_session_that_waits_holds_no_decision(name, monkeypatch):
    files, before = [], decisions()  # other tests may hold some of their own
    add = MediaFileManager.add_deferred
    monkeypatch.setattr(
        MediaFileManager,
        "add_deferred",
        lambda self, made, *rest, **named: files.append(made) or add(self, made, *rest, **named),
    )
    page = opened(name)  # and what its widgets and files hold until the next run
    held = [made for made in decisions() if not any(made is old for old in before)]
    assert files or name not in (
        "overview",
        "services",
        "contracts",
    )  # files of charts are made when they are asked for
    assert page.title
    assert not held, "what a million contracts are decided to be would stay with every visitor"
