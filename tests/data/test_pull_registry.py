"""The registry's yearly files arrive as they are, go on where they were cut, and are checked to their end."""

import gzip
from datetime import date

import pytest

from data.pull.client import PullError
from data.pull.run import pull
from data.pull.services import Plan
from tests.replay import HTML, Replay, Reply, changed, cut_after, refusing
from tests.replay_notices import bulk_files, contracts_finder, find_a_tender

FILES = bulk_files(contracts_finder(), 128) | bulk_files(find_a_tender(), 41)
NAME = max((name for name in FILES if "/128/" in name), key=lambda name: len(FILES[name]))
YEAR = int(NAME[-13:-9])
PLACE = ("registry", "contracts-finder", str(YEAR), "releases.jsonl.gz")


@pytest.fixture
def server(time):
    with Replay(now=time.clock.now) as replay:
        replay.files = dict(FILES)
        yield replay


def year(server, number=YEAR):
    return Plan("registry", date(number, 3, 1), date(number, 3, 1), server.url)


def downloads(server) -> list[dict[str, str]]:
    return [headers for _, target, headers in server.asked if target == NAME]


def test_the_files_of_every_year_arrive_as_they_are(server, time, tmp_path):
    plan = Plan("registry", date(2014, 1, 1), date(2026, 9, 1), server.url)
    progress = pull(plan, tmp_path, clock=time.clock)
    folders = {"128": "contracts-finder", "41": "find-a-tender"}
    for name, body in FILES.items():
        _, _, publication, file = name.split("/")
        place = tmp_path / "registry" / folders[publication] / file[:4] / "releases.jsonl.gz"
        assert place.read_bytes() == body
    assert progress.windows == progress.of == len(FILES)
    assert progress.releases == sum(gzip.decompress(body).count(b"\n") for body in FILES.values())
    absent = [note for note in progress.notes if "nothing is published at" in note]
    assert len(absent) == 13 + 6 - len(FILES)


def test_a_second_pull_asks_for_the_year_that_is_still_open_only(server, time, tmp_path):
    for name in ("/downloads/128/2026.jsonl.gz", "/downloads/128/2025.jsonl.gz"):
        server.files[name] = FILES[NAME]
    plan = Plan("registry", date(2025, 1, 1), date(2026, 9, 1), server.url)
    pull(plan, tmp_path, clock=time.clock)
    asked = len(server.asked)
    server.files["/downloads/128/2026.jsonl.gz"] = newer = gzip.compress(b'{"ocid": "newer"}\n')
    pull(plan, tmp_path, clock=time.clock)
    files = [target for _, target, _ in server.asked[asked:] if "/128/" in target and "downloads" in target]
    assert files == ["/downloads/128/2026.jsonl.gz"]
    place = tmp_path / "registry" / "contracts-finder" / "2026"
    assert (place / "releases.jsonl.gz").read_bytes() == newer and len(list(place.iterdir())) == 1


def test_a_file_that_was_cut_goes_on_from_there(server, time, tmp_path):
    server.faults[2] = cut_after(0.7)
    pull(year(server), tmp_path, clock=time.clock)
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]
    assert downloads(server)[1]["Range"] == f"bytes={int(len(FILES[NAME]) * 0.7)}-"


def test_a_stop_in_the_middle_of_a_file_goes_on_from_there(server, time, tmp_path):
    seen = []
    assert pull(year(server), tmp_path, seen.append, lambda: bool(seen and seen[-1].now), time.clock).stopped
    pull(year(server), tmp_path, clock=time.clock)
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]


def test_a_part_that_was_whole_already_is_not_asked_for_again(server, time, tmp_path):
    part = hidden(tmp_path)
    part.write_bytes(FILES[NAME])
    pull(year(server), tmp_path, clock=time.clock)
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME] and len(downloads(server)) == 1


@pytest.mark.parametrize("left", [b"an older version, whose bytes differ", b"longer" * 1_000_000])
def test_a_part_of_another_version_is_noticed_and_replaced(left, server, time, tmp_path):
    hidden(tmp_path).write_bytes(left)
    notes = pull(year(server), tmp_path, clock=time.clock).notes
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]
    assert "is not whole" in notes[0] or "has changed" in notes[0]


def hidden(out):
    """The file that a stopped pull leaves of the year."""
    part = out / "registry" / "contracts-finder" / f".part-{YEAR}-to-{YEAR + 1}-01-01T00-00-00"
    part.mkdir(parents=True)
    return part / "releases.jsonl.gz"


def test_a_server_that_knows_no_ranges_sends_the_whole_file(server, time, tmp_path):
    server.faults[2] = cut_after(0.7)
    server.faults[4] = lambda _real: Reply(200, FILES[NAME], {})
    pull(year(server), tmp_path, clock=time.clock)
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]


def test_another_part_than_asked_for_is_noticed(server, time, tmp_path):
    server.faults[2] = cut_after(0.7)
    server.faults[4] = lambda real: Reply(206, real.body[5:], {"Content-Range": "bytes 5-9/10"})
    notes = pull(year(server), tmp_path, clock=time.clock).notes
    assert "another part of the file" in notes[1]
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]


def test_a_web_page_for_a_file_ends_in_one_message(server, time, tmp_path):
    server.faults = dict.fromkeys(range(2, 99, 2), refusing(200, HTML))
    with pytest.raises(PullError, match=r"contracts-finder, \d{4}: the file is not whole .*Sorry Down for"):
        pull(year(server), tmp_path, clock=time.clock)
    assert not list(tmp_path.rglob("*.gz"))


@pytest.mark.parametrize("harm", [lambda body: body[:100] + b"?" + body[101:], lambda _body: b""])
def test_a_damaged_or_empty_file_is_asked_for_again(harm, server, time, tmp_path):
    server.faults[2] = changed(harm)
    pull(year(server), tmp_path, clock=time.clock)
    assert tmp_path.joinpath(*PLACE).read_bytes() == FILES[NAME]


def test_nothing_published_in_any_year_is_a_failure(server, time, tmp_path):
    server.files = {}
    with pytest.raises(PullError, match="nothing is published at"):
        pull(year(server, 2018), tmp_path, clock=time.clock)
