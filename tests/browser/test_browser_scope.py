"""What a reader looks at, in a browser: a mark adds to it, and the panel narrows it by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser import PATIENCE, address, headline, settled, until, visit, window

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


def test_the_panel_stays_under_the_hand_while_one_box_after_the_other_is_filled(site, page):
    visit(page, address(site, **{"in.buyer_kind": "local"}))
    way = page.get_by_role("button", name="Narrow down")
    place = way.bounding_box()
    way.click()
    page.get_by_label("Value over the whole term, at least").fill("5m")
    page.get_by_label("Ends by").click()
    until(page, "location.search.includes('in.value_gbp=')")
    settled(page)
    expect(page.get_by_label("Ends by")).to_be_focused()
    assert way.bounding_box() == place
    page.keyboard.type("31/12/2029")
    way.click()
    until(page, "location.search.includes('in.end=')")
    assert "(Councils · £5 million or more · ending by 31 December 2029)" in headline(settled(page))


def test_a_last_day_that_is_typed_stands_when_the_panel_is_shut_at_once(site, page):
    visit(page, address(site))
    page.get_by_role("button", name="Narrow down").click()
    page.get_by_label("Ends by").fill("31/12/2029")
    page.get_by_role("button", name="Narrow down").click()
    until(page, "location.search.includes('in.end=')")
    assert "(ending by 31 December 2029)" in headline(settled(page)).casefold().replace("december", "December")


ON_TOP = "(() => {{ const y = document.querySelector('{}')?.getBoundingClientRect().top; return y >= 0 && y < 200 }})()"
"""Whether an element stands at the top of the window."""


@pytest.fixture
def phone(chromium):
    """A page of a phone: a finger for a mouse, and a browser that says so."""
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, is_mobile=True, has_touch=True, user_agent=agent)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def test_on_a_phone_a_ticked_contract_comes_to_view(site, phone):
    visit(phone, address(site, "contracts", **{"in.service": "prison"}))
    grid = phone.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    grid.tap(position={"x": 16, "y": 90})
    until(phone, "location.search.includes('contract=')")
    until(phone, ON_TOP.format("[class*=st-key-opened] h2"))


def test_in_a_narrow_window_of_a_computer_the_list_shows_what_becomes_of_a_contract(chromium, site):
    seen = "[...document.querySelectorAll('[data-testid=stDataFrame] [role=columnheader]')].map(one => one.textContent)"
    with window(chromium, 390) as context:
        page = visit(context.new_page(), address(site, "contracts"))
        until(page, f"{seen}.join() === 'Contract,Outcome,£m a year,Ends'")
        page.set_viewport_size({"width": 1400, "height": 900})
        until(page, f"{seen}.length > 6")


def test_on_a_phone_a_tapped_mark_leads_to_the_line_that_says_so(site, phone):
    visit(phone, address(site, "buyers"))
    chart = ".st-key-chart-buyer_kind g.points path"
    phone.locator(chart).first.scroll_into_view_if_needed()
    phone.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 300)")
    phone.locator(chart).first.tap(force=True)  # shows the figure, and what a second tap does
    phone.wait_for_timeout(500)
    if "in.buyer_kind=" not in phone.evaluate("location.search"):
        assert "Press to look at it alone" in phone.locator(f"{chart.split(maxsplit=1)[0]} .hoverlayer").text_content()
        phone.locator(chart).first.tap(force=True)
    until(phone, "location.search.includes('in.buyer_kind=')")
    until(phone, ON_TOP.format(".st-key-scope"))
    assert "in scope (" in headline(settled(phone))


@pytest.mark.parametrize("name", ["overview", "services", "suppliers"])
def test_a_phones_first_screen_reaches_the_first_marks(name, site, phone):
    visit(phone, address(site, name))
    bar = phone.locator(".js-plotly-plot .bars path").first.bounding_box()
    assert bar["y"] + bar["height"] < phone.viewport_size["height"]


def test_what_a_button_opens_in_the_middle_of_a_phone_has_room(site, phone):
    visit(phone, address(site, "suppliers"))
    button = phone.get_by_role("button", name="Take away").first
    button.scroll_into_view_if_needed()
    lower = "main.scrollBy(0, button.getBoundingClientRect().top - 600)"
    button.evaluate(f"button => {{ const main = document.querySelector('[data-testid=stMain]'); {lower} }}")
    button.tap()
    opened = phone.get_by_test_id("stPopoverBody")
    opened.get_by_text("To quote").wait_for()
    assert opened.bounding_box()["height"] > 400


def test_on_a_phone_the_levers_have_the_answer_at_their_foot(site, phone):
    visit(phone, address(site))
    phone.get_by_role("button", name="Change the policy").tap()
    foot = phone.locator(".answer-now")
    expect(foot).to_be_in_viewport(timeout=PATIENCE)
    cards = phone.locator('[data-testid="stMetricValue"]').all_inner_texts()
    expect(foot).to_have_text(f"Contracts {cards[0]} · Spend a year {cards[1]}", timeout=PATIENCE)


def test_what_is_unfolded_stays_open_on_the_next_page_and_says_so(site, phone):
    visit(phone, address(site))
    phone.get_by_role("button", name="How sure is this?").tap()
    phone.get_by_role("link", name="Evidence").tap()
    until(phone, "location.pathname.includes('contracts')")
    fold = settled(phone).get_by_role("button", name="How sure is this?")
    expect(phone.locator(".st-key-short-sure")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")


def test_part_of_a_name_is_typed_into_the_list_of_buyers_with_a_star(site, page):
    visit(page, address(site))
    page.get_by_role("button", name="Narrow down").click()
    box = page.get_by_role("combobox", name="Buyer", exact=True)
    box.wait_for()
    settled(page)
    box.focus()
    page.keyboard.type("*county council")
    page.keyboard.press("Enter")
    until(page, "decodeURIComponent(location.search).replaceAll('+', ' ').includes('in.buyer=*county council')")
    assert "(any buyer named *county council)" in headline(settled(page))
    expect(page.locator(".st-key-scope-buyer-away")).to_contain_text("any buyer named *county council (18 names)")
