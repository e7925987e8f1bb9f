"""One contract in a browser: found by part of its name, judged by hand beside its facts, and put back."""

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE, address, headline, settled, until, visit

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


def test_a_contract_is_found_by_what_its_name_holds_and_by_nothing_that_is_only_spelt_alike(site, page):
    visit(page, address(site, "contracts"))
    itself = page.locator(".st-key-scope").get_by_role("link", name="All 664 contracts")
    assert itself.evaluate("one => getComputedStyle(one).backgroundColor") == "rgba(0, 0, 0, 0)", "a link like others"
    page.get_by_role("combobox", name="Open a contract").click()
    page.keyboard.type("Oakwood")
    expect(page.get_by_role("option")).to_have_text(["HMP Oakwood (contract in force in 2018) (Ministry of Justice)"])


def test_what_a_hand_judges_stays_before_its_eyes_with_why_it_was_refused_and_the_way_back(site, page):
    visit(page, address(site, "contracts", contract="moj-oakwood"))
    before = headline(page)
    page.get_by_text("Is it for another kind of service?").click()
    page.get_by_role("combobox", name="It is for").click()
    page.keyboard.type("Catering, cl")
    page.get_by_role("option").click()
    change = page.get_by_role("button", name="Change", exact=True)
    expect(page.get_by_text("This would change")).to_be_visible(timeout=PATIENCE)
    settled(page)
    change.click()
    expect(page.get_by_test_id("stExpander").get_by_text("Give a reason")).to_be_in_viewport(timeout=PATIENCE)
    settled(page)
    page.get_by_label("Because").fill("the contract is for meals alone")
    settled(page)
    change.click()
    until(page, "location.search.includes('reassess.contracts=')")
    settled(page)
    assert headline(page) != before
    back = page.get_by_role("button", name="Take back")
    expect(back).to_be_visible(timeout=PATIENCE)
    assert "underline" in str(back.locator("p").evaluate("one => getComputedStyle(one).textDecorationLine"))
    back.click()
    until(page, "!location.search.includes('reassess.contracts=')")
    assert headline(settled(page)) == before
