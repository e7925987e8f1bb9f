"""The page drawn beforehand, in a browser: there before any script, the same answer, gone without a jump."""

import urllib.request

import pytest

from tests.browser import NARROW, WIDE, grave, headline, settled, until, visit, window
from tests.server import dashboard
from ui.shell import hosting

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

LINK = "?base=pledge%401&small.threshold=2000000&in.buyer_kind=local"
PLACES = """() => ["h1", ".menu, .st-key-menu-line", ".scope, .st-key-scope", ".cards, .st-key-cards"].map(name => {
  const shown = [...document.querySelectorAll(name)].find(each => each.getBoundingClientRect().height)
  const {x, y, width} = shown.getBoundingClientRect()
  return [x, y, width].map(Math.round)
})"""


@pytest.fixture(scope="module")
def crowded():
    """A server at which many are reading."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(hosting.CROWD, "0")
        with dashboard() as site:
            environment.undo()  # a server that another test starts meanwhile is at rest
            yield site


def ready(address):
    """Wait until the page of an address is drawn: on a slow machine the first who asks gets the page itself alone."""
    for _ in range(100):
        with urllib.request.urlopen(address, timeout=30) as answer:
            if b"id='drawn'" in answer.read():
                return address
    raise AssertionError("no page was drawn beforehand")


def drawn(page):
    return page.locator("#drawn")


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_a_reader_among_many_gets_the_answer_and_nothing_else_until_a_lever_is_touched(
    chromium, crowded, width, scheme
):
    with window(chromium, width, scheme) as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url.removeprefix(crowded)))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(f"{crowded}{LINK}", wait_until="networkidle")
        assert {*asked} <= {LINK, "favicon.png"}
        said, cards = drawn(page).locator("h1").inner_text(), drawn(page).locator(".cards b").all_inner_texts()
        assert "would come back in house" in said
        assert drawn(page).locator("figure svg:visible").count() == 3
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
        assert (
            page.evaluate("document.querySelector('#drawn').scrollWidth - document.querySelector('#drawn').clientWidth")
            == 0
        )
        assert not grave(page)
        page.keyboard.press("Tab")
        button = drawn(page).locator("[data-asks=policy]:visible")
        button.focus()
        page.keyboard.press("Enter")
        assert drawn(page).get_by_role("status").inner_text() == "The page is loading its levers …"
        drawn(page).wait_for(state="detached")
        settled(page)
        assert page.url == f"{crowded}{LINK}"
        assert headline(page) == " ".join(said.split())
        assert [text.strip() for text in page.locator("[data-testid=stMetricValue]").all_inner_texts()] == cards
        until(page, "document.activeElement.closest('[data-testid=stSidebar]')")


def test_a_chart_that_is_touched_loads_the_page_at_the_same_place(chromium, crowded):
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{crowded}services{LINK}")
        figure = drawn(page).locator("figure svg:visible").first
        figure.scroll_into_view_if_needed()
        figure.click()
        drawn(page).wait_for(state="detached")
        settled(page)
        assert "/services?" in page.url and not page.evaluate("document.querySelector('#root').inert")


NAME = """() => {
  const still = document.querySelector("#drawn .name"), line = document.querySelector(".st-key-menu-line")
  const place = box => [Math.round(box.x), Math.round(box.y)]
  if (still) return [still.innerText, ...place(still.getBoundingClientRect())]
  const style = getComputedStyle(line, "::before"), {x, y} = line.getBoundingClientRect()
  return [JSON.parse(style.content), ...place({x: x + parseFloat(style.left), y: y + parseFloat(style.top)})]
}"""
"""The name of the dashboard and its place, on the page drawn beforehand or, once that is gone, on the page itself."""


def test_every_page_says_what_it_is_part_of_in_one_place(chromium, crowded):
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{crowded}{LINK}")
        said = page.evaluate(NAME)
        assert said[0] == "Back in house"
        drawn(page).locator("[data-asks=policy]:visible").click()
        drawn(page).wait_for(state="detached")
        assert settled(page).evaluate(NAME) == said


def test_a_reader_among_many_narrows_down_in_the_panel_that_then_opens(chromium, crowded):
    with window(chromium, NARROW) as context:
        page = context.new_page()
        page.goto(f"{crowded}{LINK}")
        drawn(page).get_by_role("button", name="Narrow down").click()
        drawn(page).wait_for(state="detached")
        page.get_by_role("combobox", name="Kind of buyer").wait_for()


def test_links_of_a_drawn_page_lead_to_drawn_pages(chromium, crowded):
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{crowded}{LINK}")
        said = drawn(page).locator("h1").inner_text()
        drawn(page).get_by_role("link", name="When", exact=True).click()
        page.wait_for_url("**/timeline?**")
        assert drawn(page).locator("h1").inner_text() == said
        assert not page.evaluate("document.querySelector('[data-testid=stApp]')")


def test_without_scripts_the_page_is_readable_as_it_is(chromium, site):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": NARROW, "height": 900})
    page = context.new_page()
    page.goto(ready(f"{site}{LINK}"))
    assert page.locator("h1").inner_text()
    assert page.locator(".sure").is_visible() and page.locator(".cards").is_visible()
    assert not page.get_by_role("button").count()
    assert page.get_by_text("need JavaScript").is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_is_drawn_once_in_the_colours_of_the_reader(chromium, site, scheme):
    for width in (NARROW, WIDE):
        context = chromium.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        page = context.new_page()
        page.goto(ready(f"{site}places"))
        assert drawn(page).locator("figure").first.locator("svg:visible").count() == 1
        context.close()


@pytest.mark.parametrize("width", [700, 820, 1024])
def test_on_a_tablet_no_amount_breaks_and_no_chart_is_a_stamp(chromium, site, width):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(ready(f"{site}{LINK}"))
    amounts = [one.bounding_box()["height"] for one in drawn(page).locator(".cards b").all()]
    assert len({*amounts}) == 1 and amounts[0] < 60, "each amount stands on one line"
    charts = [one.bounding_box()["width"] for one in drawn(page).locator("figure").all()]
    assert len(charts) == 3 and min(charts) >= 384
    context.close()


def test_in_quiet_times_the_page_itself_takes_its_place_without_a_jump(chromium, site):
    with window(chromium) as context:
        page = context.new_page()
        page.route("**/static/js/**", lambda route: route.abort())  # so that the drawn page stays
        page.goto(ready(f"{site}{LINK}"), wait_until="commit")
        drawn(page).locator("figure").first.wait_for()
        said = drawn(page).locator("h1").inner_text()
        page.evaluate("document.fonts.ready")
        before = page.evaluate(PLACES)
        page.unroute("**/static/js/**")
        visit(page, f"{site}{LINK}")
        assert headline(page) == " ".join(said.split())
        assert not drawn(page).count()
        for (x, y, width), (x_now, y_now, width_now) in zip(before, page.evaluate(PLACES), strict=True):
            assert (x, width) == (x_now, width_now) and abs(y - y_now) <= 12


def test_a_full_server_shows_the_figure_below_the_message(chromium, monkeypatch):
    monkeypatch.setenv(hosting.VISITORS, "0")
    with dashboard() as site, window(chromium) as context:
        page = context.new_page()
        page.goto(site)
        figure = drawn(page).locator("h1").inner_text()
        drawn(page).locator("[data-asks=policy]:visible").click()
        page.get_by_role("heading", name="Every place is taken").wait_for()
        until(page, "document.documentElement.classList.contains('no-place')")
        assert drawn(page).locator("h1").is_visible() and "would come back" in figure
        page.get_by_role("button", name="Try again").click(timeout=5_000)
        page.get_by_role("heading", name="Every place is taken").wait_for()
        assert drawn(page).is_visible()
