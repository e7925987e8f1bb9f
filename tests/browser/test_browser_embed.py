"""One chart in a frame of another site: it is shown, as high as it needs; and what is copied beside it."""

import html
import re
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote

import pytest

from api.other_charts import OTHERS
from data.load.datasets import embedded
from output.charts.named import CHARTS
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.receipt import identity, packed, receipt
from policy.scenarios.scenario import build_scenario
from tests.browser import NARROW, WIDE, address, grave_at_once, visit, window
from tests.draws import EVERY

TO = quote("base=pledge@1&small.threshold=1000000")
"""The other scenario, where a chart is of two."""
pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


def chart(page, name):
    return page.locator(f"[class*='st-key-chart-{name}']")


def receipt_that_moved():
    """A receipt of other data and another figure, as one word."""
    dataset = embedded()
    made = receipt(decide(prepare(dataset.contracts, dataset.services), build_scenario()[0]), dataset.described())
    returns = {**made["returns"], "contracts": {"low": 1, "central": 2, "high": 3}}
    other = {"version": "0.1.0", "returns": returns, "data": {**made["data"], "fingerprint": "0" * 12}}
    moved = {key: value for key, value in {**made, **other}.items() if key not in ("id", "parts")}
    return packed({**moved, "id": identity(moved)})


def shown_alone():
    """Queries of the page with one chart alone: a few of them in `make test`, every one in `make long`."""
    yield "chart=places&measure=contracts"
    yield "chart=years"
    yield f"chart=way&to={TO}"
    every = (*CHARTS, *(f"{name}&to={TO}" for name in OTHERS)) if EVERY else ()
    yield from (f"chart={name}&theme={theme}" for name in every for theme in ("auto", "light", "dark"))


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def newspaper(folder):
    """Another site, which is another origin by its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def snippets(page):
    """What is offered to embed the chart whose panel is open: live, and held to its receipt."""
    shown = page.get_by_test_id("stPopoverBody").locator("code")
    shown.filter(has_text="<iframe").first.wait_for()
    return [text for text in shown.all_text_contents() if text.startswith("<iframe")]


def test_the_snippet_frames_the_chart_on_another_site_as_high_as_it_is(page, site, tmp_path):
    visit(page, address(site, "suppliers"))
    finding = chart(page, "supplier_kind").get_by_role("heading").inner_text()
    chart(page, "supplier_kind").get_by_role("button", name="Take away").click()
    offered = snippets(page)
    assert len(offered) == 2
    local = page.get_by_test_id("stPopoverBody").get_by_text("by the address at which others reach this dashboard")
    assert "127.0.0.1" in local.inner_text(), "an address of this machine has to be replaced"
    dashboard = html.escape(f"{site}suppliers")
    (tmp_path / "index.html").write_text(
        f"<!doctype html><title>News</title>{''.join(offered)}<iframe id='whole' src='{dashboard}'></iframe>", "utf-8"
    )
    with newspaper(tmp_path) as other:
        page.goto(other)
        for number in range(2):
            frame = page.frame_locator("iframe").nth(number)
            frame.get_by_role("heading", name=finding).wait_for()
            assert frame.locator("svg:visible").count() == 1
            inner = frame.locator("html").evaluate("html => Math.ceil(html.getBoundingClientRect().height)")
            height = page.locator("iframe").nth(number)
            page.wait_for_function("([f, n]) => f.style.height === n + 'px'", arg=[height.element_handle(), inner])
        assert frame.get_by_text("matches: the figure is the same").is_visible()
        before = height.bounding_box()["height"]
        frame.get_by_text("Table", exact=True).click()
        page.wait_for_function("([f, n]) => f.offsetHeight > n + 50", arg=[height.element_handle(), before])
        refused = page.frame(url=re.compile("suppliers|chrome-error"))
        assert refused is None or refused.url.startswith("chrome-error"), "the dashboard itself is framed nowhere else"
        with page.context.expect_page() as opened:
            frame.get_by_role("link", name="Open in Back in house").click()
        home = opened.value
        home.get_by_role("heading", name=finding).wait_for()
        assert "/suppliers?" in home.url
        home.close()


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (WIDE, "light"),
        (NARROW, "dark"),
        pytest.param(WIDE, "dark", marks=pytest.mark.long),
        pytest.param(NARROW, "light", marks=pytest.mark.long),
    ],
)
def test_the_page_alone_is_open_to_everybody(chromium, site, width, scheme):
    with window(chromium, width, scheme) as context:
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        for query in shown_alone():
            page.goto(f"{site}embed?{query}")
            page.get_by_text("Table", exact=True).click()
            assert page.get_by_role("table").is_visible()
            assert page.locator("svg:visible").count() == 1, query
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, query
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            theme = query.rpartition("theme=")[2] if "theme=" in query else "auto"
            grounds = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}
            assert ground == grounds[scheme if theme == "auto" else theme]
            assert not grave_at_once(page), query
        page.goto(f"{site}embed?chart=years&receipt={receipt_that_moved()}")
        assert page.get_by_text("does not match: the figure is another now").is_visible()
        assert not grave_at_once(page)
        refused = page.goto(f"{site}embed?chart=yeers")
        assert refused.status == 422
        assert not grave_at_once(page)
        said = [line for line in said if "422" not in line]  # the browser itself says what the last one was answered
        assert not said, "nothing was refused by the policy of the page"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_name_is_cut_where_the_reader_has_another_font(chromium, site, width):
    """The page loads no font, and that of this machine is a fifth wider than the one that is measured."""
    with window(chromium, width) as context:
        page = context.new_page()
        for name in ("service", "buyer", "funnel"):
            page.goto(f"{site}embed?chart={name}&base=pledge@1&in.company=Serco")
            cut = page.locator("svg:visible").evaluate(
                "svg => [...svg.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect();"
                " return box.left < 0 || box.right > innerWidth }).map(text => text.textContent)"
            )
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, name
            assert not cut, name


def test_picture_and_table_are_copied(page, site):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, address(site, "places"))
    chart(page, "nation").get_by_role("button", name="Take away").click()
    panel = page.get_by_test_id("stPopoverBody")
    panel.get_by_role("button", name="Copy table").click()
    panel.get_by_text("The table is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    panel.get_by_text("The table, to paste into a spreadsheet").click()
    assert copied == panel.locator("code").last.inner_text().splitlines()
    assert copied[0].startswith("Nation\tBack, £ a year\t") and len(copied) > 3
    panel.get_by_role("button", name="Copy picture").click()
    panel.get_by_text("The picture is copied.").wait_for()
    size = page.evaluate(
        "navigator.clipboard.read().then(([one]) => one.getType('image/png')).then(createImageBitmap)"
        ".then(image => image.width)"
    )
    assert size == 1600, "the picture at twice its size"
    page.context.clear_permissions()


def test_what_cannot_be_copied_is_not_offered_and_it_says_why(page, site):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    visit(page, address(site, "places"))
    chart(page, "nation").get_by_role("button", name="Take away").click()
    page.get_by_text("Copying needs an address with https").wait_for()
    assert not page.get_by_role("button", name="Copy picture").is_visible()
    assert not page.get_by_role("button", name="Copy table").is_visible()
