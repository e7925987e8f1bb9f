"""A pull brings every release once, asks as the services want to be asked, and goes on after any stop."""

import gzip
from datetime import date, datetime, timedelta
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from data.pull.run import pull
from data.pull.services import Plan
from tests.replay import CF_PATH, FTS_PATH, Replay, VirtualTime
from tests.replay_notices import AwardNotice, contracts_finder, find_a_tender, releases, stored, tree

TENDERS = find_a_tender()
AWARDS = contracts_finder()
DENSE = releases("2022-01-{:02}T{:02}:{:02}:{:02}Z", list(range(1, 31)), 15)
AUGUST = (date(2026, 8, 10), date(2026, 8, 11))


@pytest.fixture
def server(time):
    with Replay(TENDERS, AWARDS, time.clock.now) as replay:
        yield replay


def tenders(server, first=AUGUST[0], last=AUGUST[1], **more):
    return Plan("find-a-tender", first, last, server.url, **more)


def queries(server, path=FTS_PATH) -> list[dict[str, str]]:
    targets = [urlsplit(target) for _, target, _ in server.asked]
    return [
        {key: values[0] for key, values in parse_qs(target.query).items()} for target in targets if target.path == path
    ]


def lengths(asked, since, until) -> list[timedelta]:
    return [datetime.fromisoformat(query[until]) - datetime.fromisoformat(query[since]) for query in asked]


def test_every_release_arrives_once_and_unchanged(server, time, tmp_path):
    progress = pull(tenders(server), tmp_path, clock=time.clock)
    arrived = stored(tmp_path)
    assert sorted(arrived) == sorted(notice.text for notice in TENDERS)
    assert progress.releases == len(TENDERS) == len(arrived)
    assert progress.windows == progress.of == 8
    assert any("1e9999" in text for text in arrived)


def test_it_asks_in_windows_of_six_hours_and_never_by_stage(server, time, tmp_path):
    pull(tenders(server), tmp_path, clock=time.clock)
    asked = queries(server)
    assert {key for query in asked for key in query} == {"updatedFrom", "updatedTo", "limit", "cursor"}
    assert set(lengths(asked, "updatedFrom", "updatedTo")) == {timedelta(hours=6)}
    assert {query["limit"] for query in asked} == {"100"}


def test_contracts_finder_is_asked_in_windows_of_fifteen_days_and_kept_as_received(time, tmp_path):
    with Replay(cf=DENSE, now=time.clock.now) as server:
        plan = Plan("contracts-finder", date(2022, 1, 1), date(2022, 1, 30), server.url)
        pull(plan, tmp_path, clock=time.clock)
        asked = queries(server, CF_PATH)
    assert max(lengths(asked, "publishedFrom", "publishedTo")) == timedelta(days=15)
    assert {key for query in asked for key in query} == {"publishedFrom", "publishedTo", "limit", "cursor"}
    assert sorted(stored(tmp_path, "iso-8859-1")) == sorted(notice.text for notice in DENSE)
    assert b"Caf\xe9 \xa3" in gzip.decompress(next(tmp_path.rglob("page-*")).read_bytes())


def test_real_contracts_finder_awards_all_arrive(server, time, tmp_path):
    first, last = min(notice.date for notice in AWARDS), max(notice.date for notice in AWARDS)
    days = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    plan = Plan("contracts-finder", *days, server.url)
    assert pull(plan, tmp_path, clock=time.clock).releases == len(AWARDS)


@pytest.mark.parametrize(("service", "most"), [("find-a-tender", 12), ("contracts-finder", 21)])
def test_no_two_minutes_hold_more_requests_than_allowed(service, most, server, time, tmp_path):
    stopped = []
    pull(Plan(service, *AUGUST, server.url), tmp_path, stopped.append, lambda: len(stopped) > 6, time.clock)
    pull(Plan(service, date(2026, 5, 1), AUGUST[1], server.url), tmp_path, clock=time.clock)
    moments = [moment for moment, _, _ in server.asked]
    assert len(moments) >= 9
    assert max(sum(1 for other in moments if 0 <= other - moment <= 120) for moment in moments) <= most
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 120 / most


def test_a_second_pull_asks_nothing(server, time, tmp_path):
    pull(tenders(server), tmp_path, clock=time.clock)
    before, asked = tree(tmp_path), len(server.asked)
    assert pull(tenders(server), tmp_path, clock=time.clock).releases == 0
    assert tree(tmp_path) == before and len(server.asked) == asked


def test_two_pulls_leave_the_same_bytes(server, time, tmp_path):
    for name in "ab":
        pull(tenders(server), tmp_path / name, clock=time.clock)
    assert tree(tmp_path / "a") == tree(tmp_path / "b") != {}


def test_an_earlier_first_day_asks_only_for_what_is_missing(server, time, tmp_path):
    pull(tenders(server, first=date(2026, 8, 11)), tmp_path, clock=time.clock)
    asked = len(server.asked)
    pull(tenders(server), tmp_path, clock=time.clock)
    assert {query["updatedFrom"][:10] for query in queries(server)[asked:]} == {"2026-08-10"}
    assert sorted(stored(tmp_path)) == sorted(notice.text for notice in TENDERS)


def test_the_open_window_is_asked_again_until_it_has_closed(tmp_path):
    time = VirtualTime("2026-08-11T12:30:00+00:00")  # 13:30 in London
    with Replay([n for n in TENDERS if n.date < "2026-08-11T13:30"], now=time.clock.now) as server:
        pull(tenders(server), tmp_path, clock=time.clock)
        latest = max(query["updatedTo"] for query in queries(server))
        assert "2026-08-11T13:30:00" <= latest < "2026-08-11T14:00:00"
        asked = len(server.asked)
        pull(tenders(server), tmp_path, clock=time.clock)
        assert {query["updatedFrom"] for query in queries(server)[asked:]} == {"2026-08-11T12:00:00"}
    time.sleep(3600 * 24)
    with Replay(TENDERS, now=time.clock.now) as server:
        pull(tenders(server), tmp_path, clock=time.clock)
        later = {"2026-08-11T12:00:00", "2026-08-11T18:00:00"}
        assert {query["updatedFrom"] for query in queries(server)} == later
        asked = len(server.asked)
        pull(tenders(server), tmp_path, clock=time.clock)
        assert len(server.asked) == asked
    assert sorted(stored(tmp_path)) == sorted(notice.text for notice in TENDERS)


def test_a_full_page_without_a_next_link_loses_nothing(server, time, tmp_path):
    server.unlinked = lambda target: "updatedFrom=2026-08-10T12:00:00&updatedTo=2026-08-10T18:00:00" in target
    progress = pull(tenders(server), tmp_path, clock=time.clock)
    assert progress.notes == () and progress.windows == progress.of > 8
    assert sorted(stored(tmp_path)) == sorted(notice.text for notice in TENDERS)


def test_a_minute_too_full_to_ask_in_parts_is_said(time, tmp_path):
    burst = [AwardNotice("2026-08-10T00:00:07+01:00", '{"date": "2026-08-10T00:00:07+01:00"}')] * 130
    with Replay(burst, now=time.clock.now) as server:
        server.unlinked = lambda _target: True
        progress = pull(tenders(server), tmp_path, clock=time.clock)
    assert len(progress.notes) == 1 and "may be missing" in progress.notes[0]
    assert "may be missing" in (tmp_path / "find-a-tender" / "journal.log").read_text()


def test_an_empty_window_is_finished(time, tmp_path):
    with Replay(now=time.clock.now) as server:
        assert pull(tenders(server), tmp_path, clock=time.clock).windows == 8
        pull(tenders(server), tmp_path, clock=time.clock)
        assert len(server.asked) == 8
    assert stored(tmp_path) == []


def enough(seen, requests=4) -> bool:
    return bool(seen) and seen[-1].requests >= requests


def stepwise(plan, out, clock):
    """Pull with a stop after each single request."""
    stopped = True
    while stopped:
        seen = []
        stopped = pull(plan, out, seen.append, lambda seen=seen: enough(seen, 1), clock).stopped


def test_stops_after_each_request_lose_nothing_even_where_windows_are_halved(server, time, tmp_path):
    server.unlinked = lambda target: "updatedFrom=2026-08-10T12:00:00&updatedTo=2026-08-10T18:00:00" in target
    stepwise(tenders(server), tmp_path, time.clock)
    assert sorted(stored(tmp_path)) == sorted(notice.text for notice in TENDERS)
    assert not list(tmp_path.rglob(".*-*")), "nothing half-done is left"


def test_pages_of_an_open_window_are_not_gone_on_with_once_it_has_closed(tmp_path):
    time = VirtualTime("2026-08-11T14:30:00+00:00")  # 15:30 in London
    early = [notice for notice in TENDERS if notice.date < "2026-08-11T15:30"]
    with Replay(early, now=time.clock.now) as server:
        plan, noon = tenders(server), "updatedFrom=2026-08-11T12:00:00"
        pull(plan, tmp_path, should_stop=lambda: noon in str(server.asked), clock=time.clock)
    assert list(tmp_path.rglob(".open-*/page-001.json.gz"))
    time.sleep(86_400)
    with Replay(TENDERS, now=time.clock.now) as server:
        pull(tenders(server), tmp_path, clock=time.clock)
    assert sorted(stored(tmp_path)) == sorted(notice.text for notice in TENDERS)


def test_a_stop_is_obeyed_and_gone_on_from(server, time, tmp_path):
    pull(tenders(server), tmp_path / "whole", clock=time.clock)
    asked = len(server.asked)
    seen, out = [], tmp_path / "stopped"
    progress = pull(tenders(server), out, seen.append, lambda: enough(seen), time.clock)
    assert progress.stopped and 0 < progress.windows < progress.of
    assert pull(tenders(server), out, clock=time.clock).windows == 8
    assert tree(out) == tree(tmp_path / "whole")
    assert len(server.asked) == 2 * asked, "no page is asked twice"


def test_progress_tells_windows_rate_and_time_left(server, time, tmp_path):
    seen = []
    pull(tenders(server), tmp_path, seen.append, clock=time.clock)
    half = next(progress for progress in seen if progress.windows == 4)
    assert half.share == 0.5 and half.seconds_left == pytest.approx(half.seconds)
    assert half.line().startswith("find-a-tender: 4 of 8 windows, ")
    assert f"{seen[-1].requests / seen[-1].seconds * 60:.1f} requests a minute" in seen[-1].line()
    assert seen[0].line().endswith("time left not known yet") and seen[-1].line().endswith("done")
