"""A keyboard is enough: Tab comes to every control of every page, and opens what is behind a mark."""

import zipfile

import pytest
from playwright.sync_api import expect

from policy.rules import settings
from policy.scenarios.scenario import build_scenario
from tests.browser import ANNOUNCED, WIDE, address, headline, reads, settled, until, visit, window
from tests.draws import a_few
from ui.page import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

CHANGED = build_scenario(None, {"small.threshold": 1_000_000})[0]
CONTROLS = """() => {
  const shown = [...document.querySelectorAll('[data-testid=stMain] :is(a[href], button, input, select, textarea,'
      + ' summary, [role=slider], [role=combobox], [role=button], [role=tab], [contenteditable])')]
    .filter(one => !one.disabled && !one.closest('[aria-hidden=true]')
      && one.checkVisibility({visibilityProperty: true}));
  window.unreached = new Set(shown);
  return shown.length;
}"""
REACHED = """() => {
  const held = document.activeElement;
  for (const one of [...unreached]) {
    const sameChoice = one.closest('[role=radiogroup]')?.contains(held);
    if (one === held || sameChoice) unreached.delete(one);
  }
  return unreached.size;
}"""
"""Of a group of radio buttons Tab comes to one, and the arrows to the others."""
LEFT = """() => [...unreached].filter(one => {
  const box = one.closest('[data-testid=stNumberInput], [data-testid=stSelectbox], [data-testid=stMultiSelect]');
  const field = one.type === 'file' ? one.closest('[data-testid=stFileUploader]').querySelector('button')
    : box?.querySelector('input');
  return !field || field === one || unreached.has(field);
}).map(one => one.outerHTML.slice(0, 160))"""
"""What the keys do within a box needs no stop of its own: arrows step a number and open a list, Backspace takes a
choice away; the hidden input of an upload has its button."""
AS_THE_PRESET = "!location.search"
MOST_TABS = 400
SHORTEST = f"{settings()['term.minimum_years'].label}, typed"


@pytest.mark.parametrize("name", a_few(dict.fromkeys(("overview", "contracts", "settings", *PAGES)), 1))
def test_tab_comes_to_every_control(page, site, name):
    more = {"contract": "moj-oakwood"} if name == "contracts" else {}
    visit(page, address(site, name, CHANGED, **more))
    page.locator("[data-testid=stProgress]").wait_for(state="detached")
    settled(page)
    assert page.evaluate(CONTROLS) > 5
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if not page.evaluate(REACHED):
            break
    assert page.evaluate(LEFT) == []


def test_the_contracts_behind_a_mark_open_by_keyboard(page, site):
    visit(page, address(site, "buyers", CHANGED))
    frame = page.locator("[class*='st-key-chart-']").first
    way = frame.get_by_role("button", name="Contracts behind it")
    way.focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.dataset.testid === 'stPopoverBody'")
    page.keyboard.press("Escape")
    page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    expect(way).to_be_focused()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Open the contracts of")
    box.wait_for()
    for _ in range(5):
        if box.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".st-key-menu strong", has_text="Contracts").wait_for()
    settled(page)
    assert "column=buyer_kind&value=" in page.evaluate("location.href")
    assert page.get_by_role("heading", level=1).is_visible()


def test_keys_open_a_list_and_take_a_choice_away(page, site):
    visit(page, address(site, "settings"))
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=settings()["authorities.kinds"].label).first
    box.focus()
    page.keyboard.press("Backspace")
    until(page, "location.search.includes('authorities.kinds')")
    settled(page)
    page.keyboard.type("NHS")
    page.get_by_role("option", name="NHS").wait_for()
    page.keyboard.press("Enter")
    until(page, AS_THE_PRESET)


def test_keys_step_a_number_up_and_down(page, site):
    visit(page, address(site, "settings"))
    page.get_by_test_id("stMain").get_by_role("spinbutton", name=SHORTEST, exact=True).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    reads(page, build_scenario(None, {"term.minimum_years": 1})[0])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, AS_THE_PRESET)


def pressed_to(page, one):
    """Press Tab until the focus is on it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if one.count() and one.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{one} was not reached by {MOST_TABS} presses of Tab")


@pytest.mark.long
def test_a_whole_visit_by_keyboard_alone(chromium, site):
    """From a cold start to a changed threshold, a question, the package of a chart and a citation in the clipboard."""
    with window(chromium, WIDE) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        visit(page, site)
        plain = headline(page)
        side = page.get_by_test_id("stSidebar")
        pressed_to(page, side.get_by_role("textbox", name="Value threshold, typed"))
        page.keyboard.press("Control+A")
        page.keyboard.type("£1m")
        page.keyboard.press("Enter")
        reads(page, CHANGED)
        until(page, f"said => {ANNOUNCED} === said", headline(page))
        changed = headline(page)
        assert changed != plain
        pressed_to(page, page.get_by_role("button", name="Narrow down"))
        page.keyboard.press("Enter")
        until(page, "document.activeElement.dataset.testid === 'stPopoverBody'")
        pressed_to(page, page.get_by_role("combobox", name="Kind of buyer"))
        page.keyboard.type("Counc")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        until(page, "location.search.includes('in.buyer_kind=local')")
        page.keyboard.press("Escape")
        settled(page)
        scoped = headline(page)
        assert "in scope (Councils)" in scoped and scoped != changed
        pressed_to(page, page.get_by_role("button", name="Take away").first)
        page.keyboard.press("Enter")
        until(page, "document.activeElement.dataset.testid === 'stPopoverBody'")
        panel = page.get_by_test_id("stPopoverBody")
        everything = panel.get_by_role("button", name="Everything (ZIP)")
        everything.wait_for()
        pressed_to(page, everything)
        with page.expect_download() as waited:
            page.keyboard.press("Enter")
        with zipfile.ZipFile(waited.value.path()) as package:
            [readme] = [name for name in package.namelist() if name.endswith("README.txt")]
            assert f"Answer: {scoped}." in package.read(readme).decode()
        pressed_to(page, panel.get_by_role("button", name="Copy to clipboard").nth(1))  # the first copies the sentence
        page.keyboard.press("Enter")
        until(page, "async () => (await navigator.clipboard.readText()).startsWith('Author')")
        citation = page.evaluate("navigator.clipboard.readText()")
        assert CHANGED.fingerprint() in citation and "of these contracts alone: Councils" in citation
