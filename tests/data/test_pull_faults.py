"""Each fault of a service is survived, or ends with one clear message and a state to go on from."""

import gzip
import re
import resource
from dataclasses import replace

import pytest

from data.pull.client import PullError, retry_after
from data.pull.run import pull
from data.pull.services import Plan
from tests.replay import (
    CF_403,
    DAY,
    FTS_429,
    HTML,
    Desk,
    Replay,
    Reply,
    VirtualTime,
    changed,
    cut_after,
    first_chunk,
    refusing,
    reset,
)
from tests.replay_notices import contracts_finder, find_a_tender, stored, tree

TENDERS, AWARDS = find_a_tender(), contracts_finder()
FIRST, FOURTH = 1, 4
BAD_REQUEST = b'[{"Code": "ValidationError", "Message": "must be a date", "Property": "updatedFrom"}]'
PLACE = r"^find-a-tender, 2026-08-10 \d\d:00 to (18:00|12:00), page \d: "
KEPT = "What has arrived is kept: run the same command again to go on."
# Thousands set apart by a space, and ` 000,`, as Find a Tender has published them.
NO_NUMBERS = b'"extra": {"value": 12 000, "lots":  000}, "releases"'


def half_packed(body: bytes) -> bytes:
    return gzip.compress(body)[:-9]


SURVIVED = {
    "429 with Retry-After": (refusing(429, FTS_429, Retry_After="120"), 120),
    "429 without Retry-After": (refusing(429, FTS_429), 120),
    "429 with a short Retry-After": (refusing(429, FTS_429, Retry_After="17"), 17),
    "503 with Retry-After": (refusing(503, b"", Retry_After="45"), 45),
    "503 without Retry-After": (refusing(503), 120),
    "429 whose words are cut off": (lambda _real: Reply(429, FTS_429, {}, cut=9), 120),
    "500": (refusing(500, HTML), 12),
    "a web page with 200": (refusing(200, HTML), 12),
    "an empty body": (changed(lambda _body: b""), 12),
    "invalid JSON": (changed(lambda body: body[:-20]), 12),
    "JSON of another kind": (refusing(200, b'{"message": "Endpoint request timed out"}'), 12),
    "a body cut off": (cut_after(0.6), 12),
    "a chunked body cut off": (first_chunk, 12),
    "a damaged compressed body": (changed(half_packed, Content_Encoding="gzip"), 12),
    "a broken connection": (reset, 12),
}
"""Fault, and seconds from the faulty request to the next: never less than the pace."""
ENDED = {
    "400": (refusing(400, BAD_REQUEST), f"the service answered 400: updatedFrom: must be a date. {KEPT}"),
    "403": (refusing(403, HTML), f"the service answered 403: Sorry Down for maintenance. {KEPT}"),
    "404": (refusing(404, HTML), "nothing is published at http://127"),
    "a redirect away": (refusing(302, Location="https://example.org/x"), "sent on to https://example.org/x,"),
    "a redirect to a file": (refusing(302, Location="file:///etc/hosts"), "sent on to file:///etc/hosts,"),
    "a redirect to no address": (refusing(302, Location="http://[x"), "sent on to http://[x, which is not an address"),
    "a long wait": (refusing(429, Retry_After="86400"), "asks to wait 1,440 minutes"),
}
LASTING = {
    "429": (refusing(429, FTS_429), "429: Rate limit of 12 exceeded. Please retry after 120 seconds"),
    "a web page": (refusing(200, HTML), "the answer is a web page, not data: Sorry Down for maintenance"),
    "invalid JSON": (changed(lambda body: body[:-20]), "the answer is not valid JSON ("),
    "a next link that is no address": (
        refusing(200, b'{"releases": [], "links": {"next": "http://[x"}}'),
        "the link to the next page is no address: http://[x",
    ),
    "a redirect in a circle": (refusing(302, Location="/"), "more than 5 redirects"),
    "a broken connection": (reset, "no answer from 127.0.0.1"),
}


@pytest.fixture
def desk(tmp_path):
    time = VirtualTime()
    with Replay(TENDERS, AWARDS, time.clock.now) as server:
        yield Desk(server, time, tmp_path)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    out, time = tmp_path_factory.mktemp("unbroken"), VirtualTime()
    with Replay(TENDERS, now=time.clock.now) as server:
        Desk(server, time, out).pull()
    return tree(out)


@pytest.mark.parametrize("nth", [FIRST, FOURTH])
@pytest.mark.parametrize("name", SURVIVED)
def test_a_passing_fault_is_waited_out(name, nth, desk, unbroken):
    fault, seconds = SURVIVED[name]
    desk.server.faults[nth] = fault
    progress = desk.pull()
    assert tree(desk.out) == unbroken
    assert desk.server.asked[nth][0] - desk.server.asked[nth - 1][0] == pytest.approx(seconds)
    assert len(progress.notes) == 1 and "page" in progress.notes[0] and "try 2 of 5" in progress.notes[0]


def test_a_refusal_until_a_date_is_waited_out(desk, unbroken):
    desk.server.faults[FOURTH] = refusing(503, b"", Retry_After="Tue, 01 Sep 2026 12:05:00 GMT")
    desk.pull()
    assert tree(desk.out) == unbroken
    assert desk.server.asked[FOURTH][0] == pytest.approx(VirtualTime("2026-09-01T12:05:00+00:00").seconds)


@pytest.mark.parametrize("name", ENDED)
def test_a_refusal_ends_with_one_message_and_can_be_gone_on_from(name, desk, unbroken):
    desk.server.faults[FOURTH], message = ENDED[name]
    with pytest.raises(PullError, match=PLACE + ".*" + re.escape(message)):
        desk.pull()
    assert len(desk.server.asked) == FOURTH, "a refusal is not repeated"
    desk.pull()
    assert tree(desk.out) == unbroken


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_fault_ends_after_five_tries_and_can_be_gone_on_from(name, desk, unbroken):
    fault, message = LASTING[name]
    desk.server.faults = dict.fromkeys(range(FOURTH, 100), fault)
    end = re.escape(f"(asked 5 times). {KEPT}")
    with pytest.raises(PullError, match=f"{PLACE}.*{re.escape(message)}.*{end}"):
        desk.pull()
    desk.server.faults = {}
    desk.pull()
    assert tree(desk.out) == unbroken


def test_contracts_finder_says_403_for_too_many_requests(desk):
    desk.server.faults[1] = refusing(403, CF_403)
    assert "Request forbidden" in desk.pull("contracts-finder").notes[0]
    assert desk.server.asked[1][0] - desk.server.asked[0][0] == pytest.approx(300)


def test_numbers_that_json_does_not_know_are_kept_as_received(desk):
    desk.server.faults[2] = changed(lambda body: body.replace(b'"releases"', NO_NUMBERS, 1))
    assert desk.pull().notes == ()
    pages = [gzip.decompress(page.read_bytes()) for page in desk.out.rglob("page-*")]
    assert sum(NO_NUMBERS in page for page in pages) == 1
    assert sorted(stored(desk.out)) == sorted(n.text for n in TENDERS if n.date.startswith("2026-08-10"))


def test_a_compressed_answer_is_unpacked(desk, unbroken):
    desk.server.faults = dict.fromkeys(range(1, 100), changed(gzip.compress, Content_Encoding="gzip"))
    desk.pull()
    assert tree(desk.out) == unbroken


def test_a_next_link_in_a_circle_is_noticed(desk):
    link = b'{"releases": [], "links": {"next": "https://www.find-tender.service.gov.uk/api?cursor=same"}}'
    desk.server.faults = dict.fromkeys(range(1, 100), lambda _real: Reply(200, link))
    with pytest.raises(PullError, match="page 3: the link to the next page leads in a circle"):
        desk.pull()


def test_links_in_a_wide_circle_are_noticed(desk):
    def leading_on(_real):
        other = "AB"[len(desk.server.asked) % 2]
        link = b'{"releases": [], "links": {"next": "https://www.find-tender.service.gov.uk/api?cursor=%s"}}'
        return Reply(200, link.replace(b"%s", other.encode()))

    desk.server.faults = dict.fromkeys(range(1, 100), leading_on)
    with pytest.raises(PullError, match="page 4: the link to the next page leads in a circle"):
        desk.pull()


def test_a_page_sent_again_under_a_new_link_is_asked_again(desk, unbroken):
    Desk(desk.server, desk.time, desk.out / "elsewhere").pull()
    second = next(place for place, (_, target, _) in enumerate(desk.server.asked, 1) if "cursor" in target)
    desk.server.asked.clear()
    desk.out, bodies = desk.out / "here", []

    def kept(real):
        bodies.append(real.body)
        return real

    desk.server.faults = {second - 1: kept, second: lambda real: Reply(real.status, bodies[0], real.headers)}
    assert "page 2: the answer repeats page 1; try 2 of 5" in desk.pull().notes[0]
    assert tree(desk.out) == unbroken


def test_a_service_that_sends_one_page_for_ever_is_left(desk):
    def endless(real):
        number = len(desk.server.asked)
        link = b'"links": {"next": "https://www.find-tender.service.gov.uk/api?cursor=%d"}, "releases"' % number
        return Reply(200, re.sub(rb', "links": [^}]*}', b"", real.body).replace(b'"releases"', link, 1), real.headers)

    honest = desk.server.answer
    desk.server.answer = lambda _target, _headers: honest(desk.server.asked[0][1], {})
    desk.server.faults = dict.fromkeys(range(1, 100), endless)
    with pytest.raises(
        PullError, match=r"page 2: the answer repeats page 1 \(asked 5 times\)\. What has arrived is kept"
    ):
        desk.pull()
    assert len(desk.server.asked) == 6


@pytest.mark.parametrize("minutes", [31, 60 * 24 * 365])
def test_a_clock_ahead_of_the_service_is_said_and_nothing_is_taken_for_complete(minutes, desk, unbroken):
    desk.server.now = lambda: desk.time.seconds - 60 * minutes
    with pytest.raises(PullError, match=f"is {minutes:,} minutes ahead of the clock of find-a-tender: set it right"):
        desk.pull()
    assert stored(desk.out) == []
    desk.server.now = desk.time.clock.now
    desk.pull()
    assert tree(desk.out) == unbroken


@pytest.mark.parametrize("jump", [-86_400, 86_400])
def test_a_clock_set_back_or_on_while_it_waits_neither_holds_nor_hurries_it(jump, desk, unbroken):
    desk.server.faults[FOURTH] = refusing(429, FTS_429)
    slept, sleep = [], desk.time.sleep

    def jumping(seconds):
        sleep(seconds)
        slept.append(seconds)
        if len(desk.server.asked) == FOURTH and jump not in slept:
            desk.time.seconds += jump
            slept.append(jump)

    desk.time.clock = replace(desk.time.clock, sleep=jumping)
    desk.pull()
    assert tree(desk.out) == unbroken
    refused = slept.index(jump) - 1
    assert sum(slept[refused : refused + 121]) - jump == 120


def test_a_redirect_within_the_service_is_followed(desk, unbroken):
    target = "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?updatedFrom=2026-08-10T00:00:00"
    desk.server.faults[1] = refusing(301, Location=f"{target}&updatedTo=2026-08-10T06:00:00&limit=100")
    desk.pull()
    assert tree(desk.out) == unbroken


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "http://nowhere.invalid"])
def test_no_network_is_said_at_once(address, tmp_path):
    time = VirtualTime()
    with pytest.raises(PullError, match=r"no contact with .*Check the connection, then run the same command"):
        pull(Plan("find-a-tender", DAY, DAY, address), tmp_path, clock=time.clock)
    assert time.seconds == VirtualTime().seconds


def test_a_network_that_goes_away_later_is_waited_for(desk):
    def shut(progress):
        if progress.windows == 1 and progress.requests < FOURTH:
            desk.server.shutdown()
            desk.server.server_close()

    with pytest.raises(PullError, match=r"no contact with 127.0.0.1 .*\(asked 5 times\)"):
        desk.pull(on_progress=shut)
    assert desk.time.seconds - VirtualTime().seconds >= 5 + 15 + 45 + 135


def test_a_full_disk_is_said_and_gone_on_from(desk, unbroken):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, limits[1]))
    try:
        with pytest.raises(PullError, match=r"cannot keep files in .* \(File too large\): make room"):
            desk.pull()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    desk.pull()
    assert tree(desk.out) == unbroken


def test_a_folder_that_cannot_be_made_is_said(desk):
    desk.out = desk.out / "file"
    desk.out.write_text("")
    with pytest.raises(PullError, match=r"cannot keep files in .* \((Not a directory|File exists)\)"):
        desk.pull()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 01 Sep 2026 12:05:00 GMT", 300),
        ("Tue, 01 Sep 2020 12:05:00 GMT", 0),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("99999999999999", None),
    ],
)
def test_retry_after_holds_seconds_or_a_date(header, seconds):
    assert retry_after(header, VirtualTime().seconds) == seconds
