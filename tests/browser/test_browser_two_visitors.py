"""Two people with a browser each on one server: nothing that one brings, asks, names or judges reaches the other."""

import csv
import io
import json

import pytest

from policy.audit.labels import COLUMNS
from tests.browser import address, headline, settled, visit, window
from tests.draws import EVERY
from tests.ui.test_two_visitors import MARK, OWN
from ui.controls.menu import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser
READ = "Every page answers for this file now"
LOOKED_AT = list(PAGES) if EVERY else ["overview", "audit"]


def give(page, place, name, body):
    page.get_by_test_id("stFileUploaderDropzoneInput").nth(place).set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": body.encode()}
    )


def test_nothing_of_one_visitor_reaches_another(chromium, site):
    with window(chromium) as theirs, window(chromium) as ours:
        waiting = visit(theirs.new_page(), address(site))
        before, plain = headline(waiting), waiting.url

        page = visit(ours.new_page(), address(site, "datasets", **{"in.buyer": f"{MARK} Council"}))
        give(page, 0, f"{MARK}.csv", OWN)
        page.get_by_text(READ).wait_for()
        settled(page)
        page = visit(ours.new_page(), address(site, "receipt"))
        page.get_by_label("Or paste it here").fill(json.dumps({"scenario": MARK}))
        page.keyboard.press("Control+Enter")
        settled(page)
        page = visit(ours.new_page(), address(site, "audit"))
        csv.writer(labels := io.StringIO()).writerows([COLUMNS, [MARK, "comes_back", "right", "", MARK]])
        give(page, 0, f"{MARK}.csv", labels.getvalue())
        settled(page)
        assert MARK in page.content()

        # All three of the pages are still open, so their sessions live.
        assert (headline(waiting), waiting.url) == (before, plain)
        for name in LOOKED_AT:
            visit(waiting, address(site, name))
            assert MARK not in waiting.content() + waiting.url
        assert MARK not in json.dumps(theirs.storage_state())
