"""Who can use it: axe finds nothing, a narrow screen holds it, and a keyboard is enough."""

import re

import pytest
from playwright.sync_api import expect

from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.scenario import build_scenario
from tests.browser import NARROW, WIDE, address, grave, headline, reads, settled, until, visit, window
from tests.draws import a_few
from tests.ui.test_datasets import HEADER, ROWS
from ui.page import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

CHANGED = build_scenario(
    None, {"small.threshold": 1_000_000, "reason.risk_high": 20, "authorities.kinds": ("central",)}
)[0]
CONTRACT = "moj-oakwood"
MANY_TABS = 60
MORE = {"compare": {"compare": "pledge@1,private-firms-only@1"}}
NAMED = """(plots => plots.length && plots.every(plot => plot.getBoundingClientRect().width
  && [...plot.querySelectorAll('.ytick text')].some(name => name.getBoundingClientRect().width)))(
  [...document.querySelectorAll('.js-plotly-plot')].filter(plot => plot.querySelector('.ytick text')))"""
ROOM = """[...document.querySelectorAll('.js-plotly-plot')].map(plot => {
  const edge = plot.getBoundingClientRect().left;
  const names = [...plot.querySelectorAll('.ytick text')].map(name => name.getBoundingClientRect())
    .filter(name => name.width).map(name => name.left - edge);
  return names.length ? Math.floor(Math.min(...names)) : null;
}).filter(room => room !== null)"""
"""Pixels between the left edge of each chart and the longest name at its axis."""
MOST_ROOM = 30
SPARE = """Math.floor(Math.min(...[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot =>
  [...plot.querySelectorAll('.textpoint text')].map(words =>
    plot.getBoundingClientRect().right - words.getBoundingClientRect().right))))"""
"""Pixels between the words that stand furthest to the right in a chart and its right edge."""


LONG = pytest.mark.long
TOO_WIDE = (
    "(() => { const m = document.querySelector('[data-testid=stMain]');"
    " return [m.scrollWidth - m.clientWidth, document.documentElement.scrollWidth - innerWidth] })()"
)
"""By how much the page is wider than its window, in itself and in the document."""


@pytest.mark.parametrize("name", a_few(dict.fromkeys(("method", "contracts", *PAGES)), 2))
def test_no_page_is_wider_than_a_phone(chromium, site, name):
    with window(chromium, NARROW) as context:
        page = visit(context.new_page(), address(site, name))
        assert page.evaluate(TOO_WIDE) == [0, 0]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (WIDE, "light"),
        pytest.param(NARROW, "dark", marks=LONG),
        pytest.param(WIDE, "dark", marks=LONG),
        pytest.param(NARROW, "light", marks=LONG),
    ],
)
def test_axe_finds_nothing_against_wcag_on_any_page(chromium, site, width, scheme):
    found = {}
    with window(chromium, width, scheme) as context:
        page = context.new_page()
        for name in PAGES:
            more = {"contract": CONTRACT} if name == "contracts" else {}
            visit(page, address(site, name, CHANGED, **more))
            page.locator(".st-key-menu a").first.wait_for()
            found[name] = grave(page)
            assert page.evaluate(TOO_WIDE) == [0, 0], f"{name} scrolls sideways"
    assert not any(found.values()), found


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=LONG)])
def test_axe_finds_nothing_against_wcag_in_what_opens(chromium, site, scheme):
    with window(chromium, WIDE, scheme) as context:
        page = context.new_page()
        visit(page, address(site, made=CHANGED, **{"small.treshold": "5"}))
        page.get_by_role("button", name="Table").first.click()
        page.get_by_role("table").first.wait_for()
        assert not grave(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Take away").first.click()
        page.get_by_role("button", name="Everything (ZIP)").wait_for()
        assert not grave(page)
        visit(page, address(site, "settings", CHANGED))
        page.locator(".st-key-pledge").get_by_role("button", name="£1,000,000").click()
        page.get_by_test_id("stPopoverBody").get_by_role("slider").wait_for()
        assert not grave(page)


FEET = """[...new Set([...document.querySelectorAll('.st-key-groups p, .st-key-menu p')].map(p => {
  const words = document.createRange(); words.selectNode(document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode());
  return Math.round(words.getBoundingClientRect().bottom) }))]"""


def test_the_menu_stands_on_one_line_and_a_heading_clear_of_its_table(page, site):
    visit(page, address(site, "contracts", contract=CONTRACT))
    assert len(page.evaluate(FEET)) == 1, "the page that is open stands higher or lower than the others"
    clear = """[...document.querySelectorAll('[data-testid=stHeading] h3')].map(heading => {
      const words = document.createRange(); words.selectNodeContents(heading);
      const table = heading.closest('[data-testid=stElementContainer]').nextElementSibling?.querySelector('table');
      return table && table.getBoundingClientRect().top - words.getBoundingClientRect().bottom;
    }).filter(gap => gap !== null && gap !== undefined)"""
    gaps = page.evaluate(clear)
    assert gaps and min(gaps) >= 4


def test_on_a_phone_what_stands_below_another_is_no_further_away_than_beside_it(chromium, site):
    with window(chromium, NARROW) as context:
        page = visit(context.new_page(), address(site, "settings"))
        gap = "row => Math.max(...[...row.children].slice(1).map((each, i) => each.getBoundingClientRect().top"
        gap += " - row.children[i].getBoundingClientRect().bottom))"
        rows = page.locator("[data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] [data-testid=stCheckbox])")
        assert rows.count() and rows.first.evaluate(gap) <= 16


def test_a_wide_window_shows_a_table_whole_and_of_a_wider_one_the_names_as_it_is_moved(page, site):
    body = page.get_by_test_id("stPopoverBody")
    visit(page, address(site))
    page.get_by_role("button", name="Table").nth(1).click()  # that of the years, on the right
    page.get_by_role("table").first.wait_for()
    assert body.evaluate("panel => panel.scrollWidth - panel.clientWidth") == 0
    assert body.evaluate("panel => innerWidth - panel.getBoundingClientRect().right") >= 0
    visit(page, address(site, "buyers"))
    page.get_by_role("button", name="Table").first.click()
    page.get_by_role("table").first.wait_for()
    assert body.evaluate("panel => { panel.scrollLeft = 9999; return panel.scrollLeft }"), (
        "its last columns lie beyond the edge"
    )
    name = page.get_by_role("table").get_by_text("Central government")
    assert name.bounding_box()["x"] >= body.bounding_box()["x"]


@pytest.mark.parametrize("scheme", ["dark", pytest.param("light", marks=LONG)])
def test_axe_finds_nothing_against_wcag_where_a_file_is_matched_and_used(chromium, site, scheme):
    with window(chromium, WIDE, scheme) as context:
        page = context.new_page()
        visit(page, address(site, "datasets"))
        file = {"name": "register.csv", "mimeType": "text/csv", "buffer": (HEADER + ROWS).encode()}
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
        page.get_by_role("button", name="Keep this mapping").wait_for()
        assert not grave(settled(page))
        page.get_by_text("contracts in your file").first.wait_for()
        assert not grave(settled(page))


def test_controls_of_the_narrow_window_hold_to_axe(chromium, site):
    with window(chromium, NARROW) as context:
        page = context.new_page()
        visit(page, address(site, made=CHANGED))
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("slider", name="Value threshold").wait_for()
        assert not grave(page)


def test_a_page_opened_from_the_sidebar_of_a_phone_is_seen_and_nothing_lies_over_its_headline(chromium, site):
    with window(chromium, 390) as context:
        page = context.new_page()
        visit(page, address(site, "services", **{"in.service": "prison"}))
        page.get_by_role("button", name="Change the policy").click()
        page.get_by_role("link", name=re.compile("All [0-9]+ settings")).click()
        page.locator(".st-key-pledge").wait_for()
        until(page, "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0")
        head, fold = (settled(page).locator(part).first.bounding_box() for part in ("h1", ".unfold"))
        assert not page.locator(".st-key-weighs").count(), "a sentence stands between the two"
        assert head["y"] + head["height"] <= fold["y"]
        visit(page, address(site, "timeline"))
        control = page.get_by_role("radiogroup", name="Each year by").get_by_role("radio")
        assert len({one.bounding_box()["y"] for one in control.all()}) == 1


def test_every_slider_has_a_box_to_type_in(page, site):
    visit(page, address(site, "settings"))
    body = page.get_by_test_id("stMain")
    numbers = [spec for spec in settings().values() if spec.unit in (Unit.GBP, Unit.YEARS, Unit.PERCENT, Unit.COUNT)]
    expect(body.get_by_role("slider")).to_have_count(len(numbers))
    for spec in numbers:
        name = f"{spec.label}, typed"
        typed = body.get_by_role("textbox" if spec.unit is Unit.GBP else "spinbutton", name=name, exact=True)
        expect(typed).to_have_count(1)
        expect(typed).to_be_editable()
    side = page.get_by_test_id("stSidebar")
    sliders = side.get_by_role("slider").count()
    expect(side.locator("input[type=number]")).to_have_count(sliders - 1)  # the threshold's box takes text


def tab_to(page, name):
    """Press Tab until the focus is on what a screen reader calls so."""
    for _ in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(
            "name => (document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '')"
            ".trim() === name",
            name,
        ):
            return
    raise AssertionError(f"{name} was not reached by {MANY_TABS} presses of Tab")


def test_a_keyboard_changes_the_threshold_opens_a_contract_and_returns(page, site):
    made = build_scenario(None, {"small.threshold": 1_500_000})[0]
    visit(page, site)
    plain = headline(page)
    tab_to(page, "Value threshold, typed")
    page.keyboard.press("Control+A")
    page.keyboard.type("£1.5m")
    page.keyboard.press("Enter")
    reads(page, made)
    changed = headline(page)
    assert changed != plain
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "Evidence")
    page.keyboard.press("Enter")
    page.locator(".st-key-menu strong", has_text="Contracts").wait_for()
    settled(page)
    tab_to(page, "Open a contract")
    settled(page)  # the page scrolls to it, which shuts a list that is open by then
    page.keyboard.type("Oakwood")
    page.get_by_role("option").first.get_by_text("Oakwood").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Question by question").wait_for()
    assert f"contract={CONTRACT}" in page.evaluate("location.href")
    settled(page)
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "The answer")
    page.keyboard.press("Enter")
    page.locator(".st-key-menu strong", has_text="What comes back").wait_for()
    reads(page, made)
    assert headline(page) == changed


@pytest.mark.parametrize("width", [NARROW, pytest.param(WIDE, marks=LONG)])
def test_no_name_at_an_axis_and_no_word_at_a_bar_is_cut_off(chromium, site, width):
    with window(chromium, width) as context:
        page = context.new_page()
        for name in ("overview", "timeline", "services", "buyers", "suppliers", "compare"):
            visit(page, address(site, name, CHANGED, **MORE.get(name, {})))
            until(page, NAMED)
            room = page.evaluate(ROOM)
            assert min(room) >= 0, f"{name}: a name sticks out by {-min(room)} pixels"
            assert max(room) < MOST_ROOM, f"{name}: {max(room)} pixels are left blank beside the longest name"
            spare = page.evaluate(SPARE)
            assert spare >= 0, f"{name}: words at the end of a bar stick out by {-spare} pixels"


@pytest.mark.parametrize("width", [NARROW, pytest.param(WIDE, marks=LONG)])
def test_names_above_the_bars_of_the_whole_fit_and_the_longest_bar_has_a_third_of_the_width(chromium, site, width):
    with window(chromium, width) as context:
        page = context.new_page()
        visit(page, address(site, "whole", apart="added"))
        until(page, "document.querySelectorAll('.js-plotly-plot .textpoint text').length > 20")
        assert page.evaluate(SPARE) >= 0, "words stick out"
        least, most, plot = page.evaluate(
            """(() => { const plot = document.querySelector('.js-plotly-plot').getBoundingClientRect();
            const words = [...document.querySelectorAll('.js-plotly-plot .textpoint text')]
              .map(one => one.getBoundingClientRect().left - plot.left);
            const bars = [...document.querySelectorAll('.js-plotly-plot .trace.bars')]
              .map(trace => trace.querySelector('.point path').getBoundingClientRect().width);
            return [Math.min(...words), bars.reduce((one, other) => one + other, 0), plot.width]; })()"""
        )
        assert least >= 0, f"a name begins {-least} pixels outside"
        assert most > plot / 3, f"the longest bar has {most} of {plot} pixels"


COVERED = """[...document.querySelectorAll(".st-key-menu-line a")].filter((link) => {
  const place = link.getBoundingClientRect()
  return [2, place.height - 2].some((y) =>
    !document.elementFromPoint(place.left + place.width / 2, place.top + y)?.closest(".st-key-menu-line"))
}).map((link) => link.textContent)"""
"""Links of the menu of which something else lies over the upper or the lower edge."""


@pytest.mark.parametrize("width", a_few([768, WIDE, NARROW, 700, 900], 2))
def test_nothing_lies_over_the_menu_while_the_levers_are_shut(chromium, site, width):
    with window(chromium, width) as context:
        page = visit(context.new_page(), site)
        if width > 768:
            page.get_by_test_id("stSidebar").hover()
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        page.get_by_test_id("stExpandSidebarButton").wait_for()
        until(page, f"document.querySelectorAll('.st-key-menu-line a').length > 3 && !{COVERED}.length")


CUT = """[...document.querySelectorAll("[data-testid=stCheckbox] p")].filter((one) => {
  const frames = []
  for (let around = one; around && around.dataset.testid !== "stCheckbox"; around = around.parentElement) {
    frames.push(around)
  }
  const words = document.createRange()
  words.selectNodeContents(one)
  return frames.some((each) => getComputedStyle(each).overflowX === "hidden" &&
    words.getBoundingClientRect().right > each.getBoundingClientRect().right + 1)
}).map((one) => one.textContent)"""
"""Names of switches of which the end is out of sight."""


def test_on_a_tablet_every_choice_and_the_whole_name_of_every_switch_is_seen(chromium, site):
    with window(chromium, 700) as context:
        page = visit(context.new_page(), address(site, "audit"))
        choices = page.get_by_test_id("stButtonGroup").get_by_role("radio")
        choices.filter(has_text="How sure the service is").wait_for()
        assert all(box["x"] + box["width"] <= 700 for one in choices.all() if (box := one.bounding_box()))
        visit(page, address(site, "settings"))
        page.get_by_text("Contracts ended early or replaced").wait_for()
        assert page.evaluate(CUT) == []
