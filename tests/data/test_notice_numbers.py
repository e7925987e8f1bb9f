"""A run of numbered notices: each that is lost is named, and none else."""

import json
import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import documents, table, write_lines

from cli.data import main
from cli.policy import main as policy_main
from data.load.datasets import embedded, load
from data.load.partition import partitioned
from data.model.notice_numbers import completeness
from data.pull.run import pull
from data.pull.services import Plan
from tests.replay import Replay, VirtualTime, changed
from tests.replay_notices import NUMBERED, find_a_tender, stored

RUN = range(75_500, 75_700)


def written(number, year=2026):
    return f"{number:06d}-{year}"


@given(lost=st.sets(st.sampled_from(RUN[1:-1]), max_size=40), before=st.sets(st.sampled_from(RUN[1:-1]), max_size=4))
def test_each_lost_between_first_and_last_is_named_and_none_else(lost, before):
    held = [written(number) for number in RUN if number not in lost | before]
    random.Random(1).shuffle(held)
    found = completeness(held)
    assert set(found.missing) == {written(number) for number in lost | before}
    assert (found.held, found.of) == (len(held), len(RUN))


def test_the_last_of_a_day_is_found_from_the_next():
    days = [RUN[:100], RUN[100:]]
    held = [written(number) for day in days for number in day if number not in (days[0][-1], days[1][0])]
    assert completeness(held).missing == (written(days[0][-1]), written(days[1][0]))


def test_a_year_starts_again_at_one():
    held = [written(number, 2025) for number in range(90, 101)] + [written(number) for number in range(2, 12)]
    assert completeness(held).missing == ("000001-2026",)


@pytest.mark.parametrize("ids", [[], ["a"], ["ocds-b5fd17-1"], [written(1), written(900)]])
def test_what_is_no_run_says_nothing(ids):
    assert completeness(ids) is None


def test_a_build_and_a_check_say_which_are_missing(tmp_path, capsys):
    release = documents("fts_stages.jsonl")[2]
    releases = [{**release, "id": written(n), "ocid": f"ocds-h6vhtk-{n}"} for n in (1, 2, 3, 5, 6)]
    path = write_lines(tmp_path / "a.jsonl", releases)
    said = "5 of the 6 notices numbered from 000001-2026 to 000006-2026; missing: 000004-2026."
    assert table([path], tmp_path).about.numbers == said
    for command in ("check", "build"):
        more = ["--out", str(tmp_path / "t.parquet")] if command == "build" else []
        assert main([command, str(path), "--cache", str(tmp_path / "cache"), *more]) == 0
        assert said in capsys.readouterr().out


def test_the_receipt_of_a_built_table_says_which_are_missing(tmp_path, capsys):
    release = documents("fts_stages.jsonl")[2]
    releases = [{**release, "id": written(n), "ocid": f"ocds-h6vhtk-{n}"} for n in (1, 2, 4)]
    stored_at = tmp_path / "table.parquet"
    said = table([write_lines(tmp_path / "a.jsonl", releases)], tmp_path).about.numbers
    assert policy_main(["assess", str(stored_at), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["receipt"]["data"]["notices"] == said
    assert policy_main(["assess", str(stored_at)]) == 0
    assert said in capsys.readouterr().out
    assert load(stored_at).described() == partitioned([str(stored_at)]).described()
    assert "notices" not in embedded().described()


def arrived(server, time, folder):
    return pull(Plan("find-a-tender", date(2026, 8, 10), date(2026, 8, 11), server.url), folder, clock=time.clock)


def missing_in(progress):
    named = progress.complete.partition("missing: ")[2].rstrip(".")
    return set(named.split(", ")) if named else set()


def number(notice):
    return json.loads(notice.text, strict=False)["id"]


@pytest.mark.shared
@NUMBERED
def test_a_pull_names_exactly_what_the_service_lost(tmp_path):
    time, notices = VirtualTime(), sorted(find_a_tender(), key=number)
    with Replay(notices, (), time.clock.now) as server:
        before = missing_in(arrived(server, time, tmp_path / "whole"))
    lost = set(random.Random(3).sample(notices[1:-1], 12))
    with Replay([one for one in notices if one not in lost], (), time.clock.now) as server:
        after = missing_in(arrived(server, time, tmp_path / "less"))
    assert after == before | {number(one) for one in lost}


def test_a_lost_next_link_is_asked_again(tmp_path):
    time, notices = VirtualTime(), find_a_tender()
    with Replay(notices, (), time.clock.now) as server:
        whole = arrived(server, time, tmp_path / "whole")
    with Replay(notices, (), time.clock.now) as server:
        server.faults[2] = changed(lambda body: re.sub(rb'"next": *"[^"]*"', b'"other": ""', body))
        assert arrived(server, time, tmp_path / "less").complete == whole.complete
    assert sorted(stored(tmp_path / "less")) == sorted(stored(tmp_path / "whole"))
