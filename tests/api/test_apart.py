"""The process that answers the interface: the same replies and bounds, and what becomes of it when something ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

import psutil
import pytest
import requests

import api.apart
from api.answers import Served
from api.apart import Apart
from api.replies import Replies
from api.worker import MOST_AT_ONCE
from bench.load_api import answers, pictures, questions
from data.load.datasets import load
from data.table.build import build
from policy.coded import prepare
from tests import loops
from tests.api.test_api import SERVED
from tests.server import ROOT, serving
from tests.ui.test_datasets import HEADER, ROWS
from ui.shell import hosting

START_S = 60.0
ASKED = [
    ("presets", ""),
    ("settings", "base=pledge%401&format=csv"),
    ("sweep", "key=small.threshold&in.nation=Wales"),
    ("embed", "chart=years"),
    ("assess", "small.threshold=lots"),
    ("embed", "chart=yeers"),
    ("groups", "column=buyer&in.buyer=C%C3%B4r&format=csv"),
]
"""Every form of an answer, and what cannot be answered; assess, groups, contracts and charts are drawn besides."""


async def ready(apart, patience=START_S):
    last = time.monotonic() + patience
    while (reply := await apart.reply("presets", "", "")) is None:
        assert time.monotonic() < last, "no process answers"
        await asyncio.sleep(0.02)
    return reply


def pid_of(apart):
    return apart._process.pid


def gone(pid, patience=10.0):
    last = time.monotonic() + patience
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > last:
            return False
        time.sleep(0.02)
    return True


def test_its_replies_are_those_of_the_server_and_another_takes_its_place(monkeypatch):
    monkeypatch.setattr(api.apart, "_FIRST_WAIT_S", 0.05)
    here = Replies(lambda: SERVED, nullcontext, 12)
    drawn = questions()
    paths = [*islice(answers(drawn), 12), *islice(pictures(drawn), 3)]
    asked = [*ASKED, *((name, urlsplit(path).query) for name, path in paths)]

    async def all_of_it():
        apart = Apart(lambda: SERVED, lambda: "")
        assert await apart.reply("presets", "", "") is None
        async with apart.kept():
            await apart.begun()
            await ready(apart)
            replies = await asyncio.gather(*(apart.reply(*each, "") for each in asked))
            for each, reply in zip(asked, replies, strict=True):
                assert reply == here.reply(*each, ""), each
            tag = replies[0].headers["etag"]
            assert (await apart.reply("presets", "", tag)).status == 304
            many = [f"small.threshold={1_000_000 + number}" for number in range(3 * MOST_AT_ONCE)]
            replies = await asyncio.gather(*(apart.reply("assess", each, "") for each in many))
            assert {reply.status for reply in replies} == {200, 429}
            assert sum(reply.status == 200 for reply in replies) >= MOST_AT_ONCE
            assert all(reply.headers["retry-after"] == "1" for reply in replies if reply.status == 429)
            sweeps = [f"key=small.threshold&window.years={number}" for number in (1, 2, 3, 4)]
            replies = await asyncio.gather(*(apart.reply("sweep", each, "") for each in sweeps))
            assert {reply.status for reply in replies} == {200, 429}
            first = pid_of(apart)
            waiting = asyncio.create_task(apart.reply("sweep", "key=window.years&in.nation=Wales", ""))
            await asyncio.sleep(0)
            os.kill(first, signal.SIGKILL)
            reply = await waiting
            assert (reply.status, reply.headers["retry-after"]) == (503, "1")
            assert b"ask again in a second" in reply.body
            await ready(apart)
            assert pid_of(apart) != first
            last = pid_of(apart)
        assert gone(last)
        assert await apart.reply("presets", "", "") is None

    loops.run(all_of_it())


def test_it_ends_with_its_input():
    """As when the server is killed: the system closes what it held."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "api.worker"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        process.stdin.write(b'{"path": "", "mark": "", "site": ""}\n')
        process.stdin.flush()
        assert process.stdout.read(1)
        process.stdin.close()
        assert process.wait(timeout=START_S) == 0


def test_a_process_whose_table_was_replaced_while_it_read_gives_way_to_another(monkeypatch):
    monkeypatch.setattr(api.apart, "_FIRST_WAIT_S", 0.05)
    before = replace(SERVED, dataset=replace(SERVED.dataset, fingerprint="0" * 12))
    told = iter([before])

    async def asked():
        apart = Apart(lambda: next(told, SERVED), lambda: "")
        async with apart.kept():
            await ready(apart, patience=20.0)

    loops.run(asked())


def test_a_process_that_cannot_open_its_table_says_so_in_a_line(tmp_path):
    table = tmp_path / "gone.parquet"
    first = json.dumps({"path": str(table), "mark": "", "site": ""}).encode() + b"\n"
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "api.worker"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=first,
        capture_output=True,
        timeout=START_S,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == b""
    [line] = ended.stderr.decode().splitlines()
    assert line.startswith("the process of the HTTP interface ends: ") and "gone.parquet: no such file" in line


@pytest.mark.parametrize("path", [None, "s3://store/table.parquet"])
def test_what_is_not_to_be_held_twice_the_server_itself_answers(path):
    assert Apart(lambda: SERVED, lambda: path)._tell() is None


def test_a_large_table_is_not_held_twice(monkeypatch):
    monkeypatch.setattr(api.apart, "_MOST_HELD_TWICE", len(SERVED.dataset.contracts))
    assert Apart(lambda: SERVED, lambda: "")._tell() is not None
    monkeypatch.setattr(api.apart, "_MOST_HELD_TWICE", len(SERVED.dataset.contracts) - 1)
    assert Apart(lambda: SERVED, lambda: "")._tell() is None


def test_a_process_that_cannot_start_leaves_the_server_to_answer(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(api.apart.sys, "executable", str(tmp_path / "none"))

    async def tried():
        apart = Apart(lambda: SERVED, lambda: "")
        async with apart.kept():
            await apart.begun()
            assert await apart.reply("presets", "", "") is None

    loops.run(tried())
    assert "the server itself answers" in caplog.text


@pytest.mark.long
def test_none_is_left_when_the_server_is_killed():
    environment = {name: value for name, value in os.environ.items() if name != hosting.INTERFACE}
    with serving([sys.executable, "-m", "streamlit", "run", "serve.py"], ROOT, environment) as site:
        [server] = [each for each in psutil.Process().children() if "serve.py" in each.cmdline()]
        last = time.monotonic() + START_S
        while not (workers := [each for each in server.children() if "api.worker" in each.cmdline()]):
            assert time.monotonic() < last
            time.sleep(0.05)
        assert requests.get(f"{site}api/v1/assess", timeout=60).status_code == 200
        server.kill()
        assert gone(workers[0].pid)


@pytest.mark.long
def test_a_table_that_is_built_anew_is_served_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(api.apart, "_FIRST_WAIT_S", 0.05)
    table = tmp_path / "table.parquet"

    def built(rows):
        (tmp_path / "register.csv").write_text(HEADER.replace("What", "Title") + "".join(rows), "utf-8")
        build([tmp_path / "register.csv"], table, tmp_path / "cache", quiet=True)

    def source():
        dataset = load(str(table))
        return Served(dataset, prepare(dataset.contracts, dataset.services))

    async def counted(apart):
        return json.loads((await apart.reply("contracts", "", "")).body)["of"]

    async def served():
        built(ROWS.splitlines(keepends=True))
        apart = Apart(source, lambda: str(table))
        async with apart.kept():
            await ready(apart)
            assert await counted(apart) == 3
            built(ROWS.splitlines(keepends=True)[:2])
            assert await apart.reply("presets", "", "") is None
            await ready(apart)
            assert await counted(apart) == 2

    loops.run(served())
