"""What a reader looks at, in a browser: a mark adds to it, and the panel narrows it by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser import address, headline, settled, until, visit

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


def test_a_mark_is_looked_at_alone_and_left_again(site, page):
    visit(page, address(site, "buyers"))
    before = headline(page)
    page.locator(".st-key-chart-buyer_kind g.points path").first.click(force=True)
    until(page, "location.search.includes('in.buyer_kind=')")
    settled(page)
    assert "in scope (" in headline(page)
    page.locator(".st-key-scope").get_by_role("button", name="All contracts").click()
    until(page, "!location.search.includes('in.buyer_kind=')")
    settled(page)
    assert headline(page) == before


def test_a_question_of_the_first_visit_is_still_asked_when_the_panel_opens(site, page):
    visit(page, address(site))
    page.get_by_role("button", name="Which council contracts for children come back?").click()
    until(page, "location.search.includes('in.buyer_kind=local')")
    answer = headline(settled(page))
    assert "(Councils · Children's services)" in answer
    page.get_by_role("button", name="Narrow down").click()
    page.get_by_role("combobox", name="Kind of buyer").wait_for()
    assert headline(settled(page)) == answer


def test_the_panel_narrows_by_keyboard_alone(site, page):
    visit(page, address(site, "services"))
    page.get_by_role("button", name="Narrow down").focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Kind of buyer")
    box.wait_for()
    settled(page)
    box.focus()
    page.keyboard.type("Counc")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    until(page, "location.search.includes('in.buyer_kind=local')")
    settled(page)
    least = page.get_by_label("Value over the whole term, at least")
    least.focus()
    page.keyboard.type("5m")
    page.keyboard.press("Enter")
    until(page, "location.search.includes('in.value_gbp=')")
    settled(page)
    assert "(Councils · £5 million or more)" in headline(page)
