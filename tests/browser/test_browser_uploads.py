"""What one visitor uploads, another does not feel: his headline is not late, and the server does not grow."""

import gzip
import logging
import time
from itertools import count
from statistics import median

import pytest

from data.load.own_file import MOST_SECONDS
from tests.browser import address, visit, window
from tests.neighbours import Growth, seconds_to_move

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.long]
LATER, GROWTH = 0.5, 500_000_000
"""Seconds and bytes that an upload may cost the others and the server."""
TRIES = 5
LONGEST = 5 * MOST_SECONDS
"""Seconds within which a file is read or refused, or given up; the other visitor moves until it is."""


def rows(count, width):
    words = "home care for older people in the north of the county, with night visits, " * (width // 70)
    head = "Reference,Buyer,Title,Description,Value,Start date,End date\n"
    return head + "".join(
        f"R{n},Council {n % 300},Home care {n},{words},{n % 90 * 1000 + 500},2025-04-01,2029-03-31\n"
        for n in range(count)
    )


NASTY = {
    "cell.csv.gz": lambda: gzip.compress(b"Title,Buyer,Value\n" + b"x" * 200_000_000, 1),
    "text.json.gz": lambda: gzip.compress(b'{"releases": [{"ocid": "' + b"x" * 140_000_000 + b'"}]}', 1),
    "wide.csv": lambda: bytes(",".join(f"c{n}" for n in range(50_000)) + "\n" + "1," * 49_999, "utf-8"),
    "quote.csv": lambda: b"Title,Buyer,Value\n" + b'Home care,"b,5\n' * 1_000_000,
    "rows.csv": lambda: rows(8_000, 5_000).encode(),
    "text.json": lambda: b'{"releases": [{"ocid": "' + b"x" * 48_000_000 + b'"}]}',
}


@pytest.mark.parametrize("name", NASTY)
def test_an_upload_neither_delays_another_nor_fills_the_server(chromium, strange_chromium, site, name):
    with window(strange_chromium) as mine, window(chromium) as other:
        page, theirs = mine.new_page(), other.new_page()
        visit(theirs, site)
        pounds = count(1_000_000)
        alone = median(seconds_to_move(theirs, next(pounds)) for _ in range(4))
        visit(page, address(site, "datasets"))
        growth = Growth(site)
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
            {"name": name, "mimeType": "text/plain", "buffer": NASTY[name]()}
        )
        answered = page.get_by_text("Every page answers for this file now")
        answered = answered.or_(page.get_by_role("alert").filter(has_text=name)).first
        delays, begun = list[float](), time.monotonic()
        while len(delays) < TRIES or (not answered.is_visible() and time.monotonic() - begun < LONGEST):
            delays.append(seconds_to_move(theirs, next(pounds)) - alone)
        answered.wait_for(timeout=1_000)
        grown = growth.end()
    said = f"{name}: {median(delays):.2f} s later, {grown / 1e6:.0f} MB"
    logging.getLogger(__name__).info("%s; alone %.2f, then %s", said, alone, sorted(delays))
    assert median(delays) < LATER
    assert grown < GROWTH
