"""What a pull keeps is whole or hidden, and mends itself after a kill, a lost folder or a spoilt journal."""

import json
import shutil
from datetime import date, datetime

import pytest

from data.pull.client import PullError
from data.pull.run import pull
from data.pull.services import Plan
from data.pull.store import Store, WindowTally
from data.pull.windows import PullWindow
from tests.replay import Replay
from tests.replay_notices import find_a_tender, tree

TENDERS = find_a_tender()


@pytest.fixture
def server(time):
    with Replay(TENDERS, now=time.clock.now) as replay:
        yield replay


def tenders(server, last=date(2026, 8, 11)):
    return Plan("find-a-tender", date(2026, 8, 10), last, server.url)


def test_a_second_pull_into_the_same_folder_waits_for_its_turn(server, time, tmp_path):
    def again(progress):
        if progress.requests == 1:
            pull(tenders(server), tmp_path, clock=time.clock)

    with pytest.raises(PullError, match="another pull is writing to"):
        pull(tenders(server), tmp_path, again, clock=time.clock)


def test_a_torn_journal_and_a_lost_folder_are_mended(server, time, tmp_path):
    pull(tenders(server), tmp_path, clock=time.clock)
    before, journal = tree(tmp_path), tmp_path / "find-a-tender" / "journal.log"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:-20])
    pull(tenders(server), tmp_path, clock=time.clock)
    assert tree(tmp_path) == before
    lost = tmp_path / "find-a-tender" / json.loads(whole.splitlines()[2])["from"].replace(":", "-")
    for page in lost.iterdir():
        page.unlink()
    lost.rmdir()
    pull(tenders(server), tmp_path, clock=time.clock)
    after = tree(tmp_path)
    assert {name for name in before if before[name] != after[name]} == {"find-a-tender/journal.log"}


def test_a_spoilt_journal_is_named_with_its_line(server, time, tmp_path):
    (tmp_path / "find-a-tender").mkdir()
    (tmp_path / "find-a-tender" / "journal.log").write_text("not a window\n")
    with pytest.raises(PullError, match=r"journal\.log line 1 is not a finished window: delete that line"):
        pull(tenders(server), tmp_path, clock=time.clock)


def test_a_folder_that_came_back_shorter_is_not_taken_for_the_longer_one(tmp_path):
    store = Store(tmp_path, lambda window: f"{window.start:%Y-%m-%d}")
    days = [datetime(2022, 1, day) for day in (1, 10, 16)]  # noqa: DTZ001
    for end in (days[2], days[1]):
        window = PullWindow(days[0], end)
        shutil.rmtree(tmp_path / "2022-01-01", ignore_errors=True)
        store.publish(window, store.begin(window, afresh=False), WindowTally(1, 0), settled=True)
    assert store.done() == [PullWindow(days[0], days[1])]


def test_an_open_window_is_replaced_even_after_a_kill_while_it_was_replaced(tmp_path):
    store = Store(tmp_path, lambda window: f"{window.start:%Y-%m-%d}")
    window = PullWindow(datetime(2022, 1, 1), datetime(2022, 1, 16))  # noqa: DTZ001
    for name in ("2022-01-01", ".old-2022-01-01"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page-001.json.gz").write_bytes(b"older")
    part = store.begin(window, afresh=True)
    (part / "page-001.json.gz").write_bytes(b"newer")
    store.publish(window, part, WindowTally(1, 0), settled=False)
    assert [path.read_bytes() for path in tmp_path.rglob("page*")] == [b"newer"] and store.done() == []


def test_what_half_done_windows_left_is_swept_and_nothing_else(tmp_path):
    for name in (".part-a", ".open-b", ".old-c", ".kept-d", "2022-01-01"):
        (tmp_path / name).mkdir()
    Store(tmp_path, str).sweep()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kept-d", "2022-01-01"]
