"""Every page in a real Chromium for a table whose texts all try to act: nothing of them does, and nothing is asked for.

The headers would stop most of it; that none had to is what the messages of the browser say.
"""

import csv
import io
import os
import re
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from output.text import safe_cell
from tests.browser import address, settled, strangers, until, visit, window
from tests.draws import a_few
from tests.hostile import FOREIGN, contracts, written
from tests.server import dashboard
from ui.page import PAGES
from ui.shell import hosting

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser
MADE = """[...document.querySelectorAll(
  'a[href]:not([href^="#"]), img, b, strong, em, i, del, code, .katex, [role=img]')]
  .map(one => one.cloneNode(true).outerHTML).filter(made => /zq|home icon/.test(made))"""
"""Elements that hold a text of the table, beside the links of headings to themselves."""
OWN = re.compile(
    r'<strong[^>]*>[^<>]*</strong>|<a href="https?://[^"]*" target="_blank" rel="noopener noreferrer"[^>]*>'
    r"[A-Z][A-Za-z ]+</a>"
    r'|<a data-testid="stPageLink-NavLink" href="contracts\?contract=[\w.%+-]+" target="" rel="noreferrer"[^>]*>'
    r"(?:<(?:div|span|p)\b[^>]*>)*Open it(?:</(?:div|span|p)>)*</a>"
)
"""What a page makes of them on purpose: bold titles, and links to notices and to a contract under words of ours."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The dashboard on the table whose texts act."""
    os.environ[hosting.TABLE] = str(written(tmp_path_factory.mktemp("hostile")))
    try:
        with dashboard() as site:
            yield site
    finally:
        del os.environ[hosting.TABLE]


@contextmanager
def watched(chromium):
    """A page of a window of its own; at its end no request has left, and the browser has had to stop nothing."""
    said = []
    with window(chromium) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', stop => console.log('stopped ' + stop.blockedURI))"
        )
        yield page
    # Streamlit's reader of messages tries WebAssembly for whole numbers of 64 bits and does without where it may not.
    said = [text for text in said if text != "stopped wasm-eval"]
    assert not [text for text in said if "Content Security Policy" in text or text.startswith("stopped")]


def used(page):
    """Use what opens on a page: popovers with their tables, tips of buttons, marks of charts."""
    main = page.get_by_test_id("stMain")
    for button in main.get_by_role("button", name="Table").all()[:2]:
        button.click()
        page.get_by_test_id("stPopoverBody").first.wait_for()
        yield
        page.keyboard.press("Escape")
    for button in main.get_by_role("button", name="CSV").all():
        button.hover()
        yield
    for picture in main.locator(".js-plotly-plot").all():
        marks = [mark for mark in picture.locator(".bars path").all() if min(mark.bounding_box().values()) > 1]
        for mark in marks[:2]:
            mark.hover(force=True)
            yield


def only_its_own(page):
    """Hold that the page made nothing of the texts but what it makes on purpose."""
    assert not [found for found in page.evaluate(MADE) if not OWN.fullmatch(found)]
    text = page.locator("body").inner_text()
    assert "zq \N{RIGHTWARDS ARROW} zq" not in text
    assert "\N{SMILING FACE WITH OPEN MOUTH AND SMILING EYES}" not in text


@pytest.mark.parametrize("name", a_few(dict.fromkeys(("buyers", "contracts", "suppliers", *PAGES)), 3))
def test_nothing_of_the_data_acts_on_a_page(name, chromium, hostile):
    with watched(chromium) as page:
        visit(page, address(hostile, name))
        only_its_own(page)
        for _ in used(page):
            only_its_own(page)


@pytest.mark.long
def test_nothing_of_the_data_acts_on_an_opened_contract(chromium, hostile):
    frame = contracts()
    with watched(chromium) as page:
        for identity, title in frame[["contract_id", "title"]].head(10).itertuples(index=False):
            visit(page, address(hostile, "contracts", contract=identity))
            heading = page.locator("h2").first
            heading.wait_for()
            assert heading.inner_text().replace("\N{WORD JOINER}", "") == " ".join(
                title.replace("\u202e", "").replace("\x1b", " ").split()
            )
            only_its_own(page)


def test_nothing_of_the_data_acts_on_the_cards_of_the_audit(chromium, hostile):
    with watched(chromium) as page:
        visit(page, address(hostile, "audit", size="30"))
        for _ in range(4):
            page.get_by_role("button", name="Next not judged").click()
            settled(page)
            only_its_own(page)
            page.get_by_role("main").get_by_text("zq").first.wait_for()
            page.get_by_role("radio").first.check(force=True)
            settled(page)


def saved(page, button):
    with page.expect_download() as waited:
        button.click()
    return Path(waited.value.path()).read_bytes()


@pytest.mark.long
def test_no_line_of_a_file_acts(chromium, hostile):
    with watched(chromium) as page:
        visit(page, address(hostile, "timeline"))
        calendar = saved(page, page.get_by_role("button", name="Calendar file")).decode()
        lines = calendar.split("\r\n")
        assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(re.findall("(?m)^UID:", calendar)) > 0
        assert not re.search(r"[\x00-\x1f\x7f\u202e]", "".join(lines))
        assert "SUMMARY:zq" not in lines
        sheets = 0
        for name in ("overview", "buyers", "contracts", "datasets", "timeline"):
            visit(page, address(hostile, name))
            for button in page.get_by_test_id("stMain").get_by_role("button", name="CSV").all():
                rows = list(csv.reader(io.StringIO(saved(page, button).decode("utf-8-sig"), newline="")))
                cells = [cell for row in rows for cell in row]
                # A number below nought begins with its sign and is no formula.
                assert all(safe_cell(cell) == cell or re.fullmatch(r"-[\d.]+", cell) for cell in cells)
                sheets += any("zq" in cell for cell in cells)
        assert sheets >= 3
        visit(page, address(hostile, "buyers"))
        page.get_by_role("button", name="Take away").last.click()
        rows = list(
            csv.reader(io.StringIO(saved(page, page.get_by_role("button", name="Table (CSV)")).decode("utf-8-sig")))
        )
        assert all(safe_cell(cell) == cell for row in rows for cell in row) and "zq" in str(rows)
        drawn = ET.fromstring(saved(page, page.get_by_role("button", name="Picture (SVG)")))
        assert {part.tag.rpartition("}")[2] for part in drawn.iter()} <= {
            "svg",
            "title",
            "desc",
            "rect",
            "text",
            "polyline",
        }


@pytest.mark.long
def test_no_page_needs_what_the_headers_forbid(chromium, site):
    with watched(chromium) as page:
        for name in PAGES:
            visit(page, address(site, name))
        visit(page, address(site, "sensitivity"))
        page.get_by_role("slider", name="Value threshold").last.wait_for()
        until(page, "window.backInHouse && window.backInHousePopovers")


def test_the_browser_stops_what_a_text_would_ask_for(chromium, site):
    stopped, asked, failed = [], [], []
    with chromium.new_context() as context:
        context.on("requestfailed", lambda request: failed.append(request.url))
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        visit(page, site)
        page.on("console", lambda message: stopped.append(message.text))
        for text in (
            f"<img src='//{FOREIGN}/a.png'>",
            "<img src='none.png' onerror='window.acted = 1'>",
            f"<iframe src='//{FOREIGN}/'></iframe>",
            f"<link rel='stylesheet' href='//{FOREIGN}/a.css'>",
        ):
            before = len(stopped)
            page.evaluate("made => document.body.insertAdjacentHTML('beforeend', made)", text)
            page.wait_for_timeout(300)
            assert any("Content Security Policy" in said for said in stopped[before:]), text
        assert page.evaluate("window.acted") is None
    assert set(strangers(asked)) <= set(failed)
