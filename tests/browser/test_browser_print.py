"""What a reader hears and prints: a changed headline is announced, and paper has no sidebar, button or cut chart."""

import pytest

from output.briefing.content import Briefing
from output.briefing.page import html
from output.reproduce import Reproduce
from output.subject import Shown
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.browser import ANNOUNCED, NARROW, WIDE, address, grave_at_once, headline, menu, reads, until, visit, window
from tests.draws import EVERY, a_few
from ui.page import PAGES
from ui.shell.cache import register

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

PAPER = 703
"""Pixels across a page of A4 within its margins of 12 mm, at 96 for an inch."""
STATES = """window.seen = [];
  new MutationObserver(changes => seen.push(changes.length)).observe(document.querySelector('[data-testid=stApp]'),
  {attributes: true, attributeFilter: ['data-test-script-state']})"""
_DRAWN = """[...document.querySelectorAll('.js-plotly-plot, [data-testid=stBidiComponentIsolated]')].filter(one =>
  one.clientWidth)"""
WIDTHS = f"{_DRAWN}.map(one => one.getBoundingClientRect().width)"
ZOOMS = f"{_DRAWN}.map(one => getComputedStyle(one.closest('[data-testid=stElementContainer]')).zoom)"
SHOWN_AS = """[...new Set([...document.querySelectorAll('[data-testid=stTable] table')].map(one => {
  const around = [...document.querySelectorAll('[data-testid=stTable], [data-testid=stTable] div')]
  const scrolls = around.some(each => each.contains(one) && getComputedStyle(each).overflow !== 'visible')
  return `${getComputedStyle(one).display} ${scrolls ? 'scrolls' : 'visible'}` }))]"""
"""How tables are laid out, and whether they lie in a frame that scrolls."""
CHANGED = build_scenario(None, {"small.threshold": 1_500_000})[0]


def test_a_changed_headline_is_announced_and_so_is_a_page(page, site):
    visit(page, site)
    until(page, "document.querySelector('.live') && document.querySelector('[aria-current=page]')")  # it has looked
    page.add_style_tag(content="h1 span { display: block !important }")  # the same words in more lines
    page.evaluate("document.querySelector('h1').append('')")
    page.wait_for_timeout(600)
    assert page.evaluate(ANNOUNCED) == "", "nothing has changed yet"
    page.get_by_test_id("stSidebar").get_by_role("textbox", name="Value threshold, typed").fill("£1.5m")
    page.keyboard.press("Enter")
    reads(page, CHANGED)
    until(page, f"said => {ANNOUNCED} === said", headline(page))
    menu(page, "timeline")
    until(page, f"said => {ANNOUNCED} === said", headline(page))
    until(page, "said => document.querySelector('[aria-current=page]')?.innerText === said", PAGES["timeline"][1])
    page.evaluate("document.activeElement.blur()")
    page.evaluate(STATES)
    for letter in ("r", "c", "R"):
        page.keyboard.press(letter)
    page.wait_for_timeout(500)
    assert page.evaluate("seen") == [], "a bare letter is no shortcut"
    assert not page.get_by_role("dialog").count()
    assert page.locator("[aria-current=page]").all_inner_texts() == [PAGES["timeline"][1]]


@pytest.mark.parametrize("name", a_few(dict.fromkeys(("overview", "contracts", "method", *PAGES)), 1))
def test_on_paper_there_is_no_sidebar_and_nothing_is_wider_than_the_page(page, site, name):
    visit(page, address(site, name))
    if name == "sensitivity":
        page.locator(".plot svg").wait_for()
    drawn = page.evaluate(WIDTHS)
    page.emulate_media(media="print")
    unseen = ("stSidebar", "stHeader", "stPopover", "stDownloadButton", "stDataFrame", "stFileUploader")
    for part in unseen:
        assert not [one for one in page.get_by_test_id(part).all() if one.is_visible()], part
    assert not page.locator(".st-key-menu-line").is_visible()
    assert page.get_by_role("heading", level=1).first.is_visible()
    smaller = page.evaluate(ZOOMS)
    wide = [width * float(zoom) for width, zoom in zip(drawn, smaller, strict=True)]  # nothing is drawn anew for paper
    assert all(0 < width <= PAPER for width in wide), wide
    tables = page.locator(".on-paper").count()
    assert tables == page.get_by_test_id("stDataFrame").count() or name == "method"
    asks = (
        "stForm",
        "stExpander",
        "stFileUploader",
    )  # what is shut, to be filled in or to be given says nothing on paper
    assert not [one for part in asks for one in page.get_by_test_id(part).all() if one.is_visible()]
    assert not page.get_by_role("heading", name="Saved scenarios").is_visible()
    assert all(one.is_visible() for one in page.locator(".on-paper").all())


SHEET = 1016
"""Pixels down a page of A4 within its margins."""


def test_a_chart_has_room_on_one_sheet_with_its_heading_and_what_is_not_filled_in_is_not_printed(page, site):
    visit(page, address(site, "services"))
    chart = page.locator(".st-key-chart-service")
    chart.locator(".js-plotly-plot").wait_for()
    page.set_viewport_size({"width": PAPER, "height": SHEET})
    page.emulate_media(media="print")
    assert chart.bounding_box()["height"] < SHEET
    assert not page.get_by_role("heading", name="Your own assessment").is_visible()
    page.emulate_media(media="screen")
    visit(page, address(site, "contracts"))
    page.emulate_media(media="print")
    assert not page.get_by_label("Open a contract").is_visible()
    assert not page.get_by_label("Find in title, buyer or supplier").is_visible()
    visit(page, f"{site}contracts?find=prison")
    page.emulate_media(media="print")
    assert page.get_by_label("Find in title, buyer or supplier").is_visible(), "what was chosen says which are listed"


def test_on_paper_a_scope_is_named_by_the_headline_and_no_word_of_it_stands_alone(page, site):
    visit(page, f"{site}contracts?in.buyer_kind=nhs")
    page.emulate_media(media="print")
    assert "in scope (NHS)" in headline(page)
    assert not page.get_by_text("Only", exact=True).is_visible()
    page.emulate_media(media="screen")
    assert page.get_by_text("Only", exact=True).is_visible()


def test_on_paper_the_policy_is_said_with_its_values_and_a_setting_keeps_its_name(page, site):
    """The values of the sentence are buttons, and what is switched off is a box without a tick."""
    visit(page, address(site, "settings"))
    page.emulate_media(media="print")
    said = " ".join(page.locator(".st-key-pledge").inner_text().split())
    assert said.startswith("When a contract of central government, councils and NHS for all four nations ends counting")
    assert page.locator(".st-key-rule-counted").get_by_text("Planned procurements", exact=True).is_visible()


def test_on_paper_an_opened_contract_stands_without_the_list_and_nobody_ticks_a_row(page, site):
    visit(page, address(site, "contracts"))
    page.emulate_media(media="print")
    assert page.locator(".on-paper").is_visible()
    assert page.get_by_text("664 counted contracts", exact=True).is_visible()
    assert not page.get_by_text("Tick a row").is_visible()
    visit(page, address(site, "contracts", contract="moj-oakwood"))
    page.emulate_media(media="print")
    page.get_by_role("heading", name="HMP Oakwood (contract in force in 2018)").wait_for()
    assert not page.locator(".on-paper").is_visible()
    assert not page.get_by_text("664 counted contracts", exact=True).is_visible()


def test_the_comparison_says_how_it_becomes_a_pdf_and_paper_has_neither_that_nor_links(page, site):
    visit(page, address(site, "compare"))
    told = page.get_by_text("For a PDF of this comparison, print the page")
    told.wait_for()
    assert page.get_by_role("link", name="The whole answer").first.is_visible()
    page.emulate_media(media="print")
    assert not told.is_visible()
    assert not page.get_by_role("link", name="The whole answer").first.is_visible()
    assert page.get_by_role("cell", name="Keep services meant to be independent").is_visible(), "the row before it"


def test_a_table_breaks_from_sheet_to_sheet(page, site):
    """One that stands in a line of text or scrolls is printed whole, and its heading alone on the sheet before."""
    for name, more in (("contracts", {"contract": "moj-oakwood"}), ("compare", {})):
        visit(page, address(site, name, **more))
        page.get_by_test_id("stTable").first.locator("table").wait_for()
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN_AS) == ["table visible"], name
        page.emulate_media(media="screen")


def briefings():
    """A briefing of all contracts, and in `make long` of some, of those without a value, and of each preset."""
    table, described = register(), [(CHANGED, [])]
    if EVERY:
        described += [(CHANGED, ["buyer_kind=local", "value_gbp>=5m"]), (CHANGED, ["annual_gbp=not-known"])]
        described += [(build_scenario(preset)[0], []) for preset in presets().values()]
    for made, where in described:
        scope = from_where(where)
        yield Briefing(Shown(table.within(scope), made), table.dataset.as_of, Reproduce(made, scope))


@pytest.mark.parametrize("scheme", a_few(["light", "dark"], 1))
@pytest.mark.parametrize("width", a_few([NARROW, WIDE], 1))
def test_axe_finds_nothing_against_wcag_in_the_briefing(chromium, site, width, scheme):
    with window(chromium, width, scheme) as context:
        page = context.new_page()
        page.goto(site)
        for made in briefings():
            page.set_content(html(made))
            page.locator("h1").wait_for()
            assert not grave_at_once(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the briefing scrolls sideways"


def test_nothing_moves_where_the_system_asks_for_less_motion(page, site):
    visit(page, site)
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].map(one => getComputedStyle(one)).filter(style =>"
        " style.animationName !== 'none' || style.transitionProperty !== 'none' && "
        "style.transitionDuration !== '0s').length"
    )
    assert moving == 0
