"""`python -m data pull` says what it did, ends with the right code, and never with a traceback."""

import io
import re
import time
from dataclasses import replace
from datetime import datetime

import pytest

from cli import data as command
from data.places.web import USER_AGENT
from data.pull.client import Clock, Fetcher, PullError
from data.pull.progress import Progress, Terminal, duration
from data.pull.response import RetryPolicy
from data.pull.services import FIND_A_TENDER, SERVICES, Plan, PlanError
from data.pull.windows import PullWindow
from tests.replay import DAY, HTML, Replay, dripping, refusing
from tests.replay_notices import NUMBERED, find_a_tender


def run(*words):
    return command.main(["pull", *map(str, words)])


@pytest.fixture
def server():
    with Replay(find_a_tender()) as replay:
        yield replay


@pytest.mark.shared
@NUMBERED
def test_it_says_which_of_the_numbers_between_the_first_and_the_last_are_missing(server, tmp_path, capsys):
    assert run(*words(server, tmp_path)) == 0
    _, complete = capsys.readouterr().out.splitlines()
    assert complete.startswith("459 of the 461 notices numbered from 075502-2026 to 075962-2026; missing: 075710-2026")


def words(server, out):
    place = ("--out", out, "--base-url", server.url, "--pace", 0)
    return ("find-a-tender", "--from", DAY, "--to", DAY, *place)


def test_it_ends_with_0_and_says_where_the_notices_are(server, tmp_path, capsys):
    assert run(*words(server, tmp_path)) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == f"4 windows of find-a-tender are in {tmp_path}"
    assert re.search(r"find-a-tender: 4 of 4 windows, \d+ new releases, .*done\n$", err)


def test_a_failure_is_1_with_one_clear_message(server, tmp_path, capsys):
    server.faults[3] = refusing(401, HTML)
    assert run(*words(server, tmp_path)) == 1
    out, err = capsys.readouterr()
    assert out == "" and "Traceback" not in err
    assert err.splitlines()[-1].startswith("find-a-tender, 2026-08-10 ")
    assert err.endswith(
        "the service answered 401: Sorry Down for maintenance. What has arrived is kept: "
        "run the same command again to go on.\n"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("find-a-tender --from 2026-08-10 --to 2026-08-09", "the last day, 2026-08-09, comes before"),
        ("find-a-tender --from 2019-01-01 --to 2019-02-01", "find-a-tender begins on 2021-01-01"),
        ("find-a-tender --from 2026-08-10 --base-url ftp://x", "'ftp://x' is not an address"),
        ("find-a-tender --from 2026-08-10 --base-url http://x:y", "'http://x:y' is not an address"),
        ("find-a-tender --from 2026-08-10 --pace 1", "a pace (0 seconds or more) can be set for"),
        ("registry --from 2012-01-01 --to 2013-12-31", "contracts-finder begins on 2014-01-01"),
        ("find-a-tender --from 2999-01-01 --to 2999-01-02", "the first of them, 2999-01-01, is ahead; today is "),
    ],
)
def test_wrong_usage_is_2_before_anything_is_asked(line, message, tmp_path, capsys):
    assert run(*line.split(), "--out", tmp_path) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("pace", ["nan", "inf", "-inf", "soon", "1e999"])
def test_a_pace_that_no_wait_can_have_is_refused(pace, server, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        run("find-a-tender", "--from", DAY, "--out", tmp_path, "--base-url", server.url, f"--pace={pace}")
    assert left.value.code == 2
    assert f"argument --pace: {pace!r} is not a number of seconds such as 0.5\n" in capsys.readouterr().err
    assert not server.asked


def test_one_window_is_one(server, tmp_path, capsys):
    place = ("--out", tmp_path, "--base-url", server.url, "--pace", 0)
    assert run("contracts-finder", "--from", DAY, "--to", DAY, *place) == 0
    assert capsys.readouterr().out == f"1 window of contracts-finder is in {tmp_path}\n"


@pytest.mark.parametrize("line", ["elsewhere --from 2026-08-10", "registry", "registry --from May"])
def test_words_that_are_not_understood_are_2(line, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(*line.split())
    assert stopped.value.code == 2 and "usage: python -m data pull" in capsys.readouterr().err


def test_an_unknown_service_is_named_to_the_library_too():
    with pytest.raises(PlanError, match="elsewhere: no such service, only contracts-finder, find-a"):
        Plan("elsewhere", DAY, DAY)


def test_the_public_services_are_asked_over_https_and_slower_than_they_allow():
    sources = {source.name: source for streams in SERVICES.values() for source in streams}
    assert sources["find-a-tender"].pace >= 120 / 12
    assert all(source.address.startswith("https://") for source in sources.values())


def slow_answer(server, retries):
    clock = Clock(time.time, lambda _seconds: None)
    told, window = [], PullWindow(datetime(2026, 8, 10), datetime(2026, 8, 11))  # noqa: DTZ001
    url = FIND_A_TENDER.first_page(server.url, window)
    fetcher = Fetcher(retries, clock, lambda url: url, lambda: False, told.append, told.append)
    return fetcher.get(url, "here", lambda answer: answer.body())


def test_an_answer_that_crawls_is_given_up(server):
    server.faults[1] = server.faults[2] = dripping(0.02)
    with pytest.raises(PullError, match=r"here: the answer crawls: \d+ bytes in 0 s \(asked 2 times\)"):
        slow_answer(server, RetryPolicy(pace=0, tries=2, first_wait=0, span=0.1))


def test_silence_is_given_up(server):
    server.faults[1] = dripping(1.0)
    with pytest.raises(PullError, match=r"here: the answer was cut off after \d bytes \(timed out\)"):
        slow_answer(server, RetryPolicy(pace=0, tries=1, timeout=0.2))


def test_a_request_says_who_asks_and_sends_nothing_else(server, tmp_path):
    run(*words(server, tmp_path))
    headers = server.asked[0][2]
    assert headers.pop("User-Agent") == USER_AGENT == "back-in-house (research on public contracts)"
    assert set(headers) == {"Host", "Connection", "Accept", "Accept-Encoding"}


def test_a_key_press_stops_it_with_a_clear_message(server, tmp_path, capsys, monkeypatch):
    def pressed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Terminal, "__call__", pressed)
    assert run(*words(server, tmp_path)) == 1
    assert capsys.readouterr().err.startswith("find-a-tender: stopped. What has arrived is kept")


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_one_line_and_each_note_above_it():
    screen = Screen()
    terminal = Terminal(screen)
    half = Progress("registry", 1, 4, requests=3, releases=12, seconds=60, notes=("a wait",))
    terminal(half)
    terminal(replace(half, windows=2, requests=6, releases=24, seconds=120, now="1.0 MB"))
    terminal.end("the end")
    lines = [line.split("\r")[-1].rstrip() for line in screen.getvalue().split("\n")]
    last = "registry: 2 of 4 windows, 24 new releases, 3.0 requests a minute, 2 min left, 1.0 MB"
    assert lines == ["a wait", last, "the end", ""]


def test_a_file_gets_a_line_each_half_minute():
    file = io.StringIO()
    terminal = Terminal(file)
    for second in range(61):
        terminal(Progress("registry", 1, 4, seconds=second))
    assert len(file.getvalue().splitlines()) == 3


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "under a minute"), (29, "under a minute"), (61, "1 min"), (10_860, "3 h 1 min"), (9e4, "1 d 1 h")],
)
def test_time_left_is_said_in_two_units(seconds, words):
    assert duration(seconds) == words
