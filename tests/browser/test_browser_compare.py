"""Scenarios compared in a real browser: one from a pasted link, one from a file, and the flips of the command line."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cli.policy import main
from policy.scenarios.files import in_few_words
from policy.scenarios.links import to_toml
from tests.browser import address, here, settled, until, visit, window
from tests.comparing import ADDRESS, FILED, LINKED
from tests.draws import a_few

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


PHONE = 390
"""Pixels across a usual phone."""


def taken(page, name):
    """The bytes of a file that a button gives, and its name."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return download.value.path().read_bytes(), download.value.suggested_filename


@pytest.mark.long
def test_four_scenarios_one_pasted_and_one_from_a_file(page, site, tmp_path, capsys):
    file = tmp_path / "mine.toml"
    file.write_text(to_toml(FILED), encoding="utf-8")
    visit(page, address(site, "compare", compare="now,private-firms-only@1"))
    page.locator("summary", has_text="Add one from a link or a file").press("Enter")
    page.get_by_label("Paste a link").fill(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name=in_few_words(LINKED))).to_be_visible()
    page.get_by_label("Scenario files").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("columnheader", name="mine")).to_be_visible()
    visit(page, here(page))
    expect(page.get_by_role("columnheader", name="mine")).to_be_visible()
    written, _ = taken(page, "rows")
    lines = written.decode("utf-8-sig").splitlines(keepends=True)
    rows = list(csv.DictReader(line for line in lines if not line.startswith("# ")))
    assert main(["compare", "pledge", str(file), "--json"]) == 0
    [expected] = json.loads(capsys.readouterr().out)["flips"]
    found = [(row["Id"], row["Under Present scenario"], row["Under mine"]) for row in rows]
    assert found == [(row["contract_id"], row["from"], row["to"]) for row in expected["contracts"]]


def test_a_scenario_is_saved_by_keyboard_and_taken_away(page, site, tmp_path):
    visit(page, address(site, "compare", LINKED))
    page.get_by_label("Name", exact=True).last.focus()
    page.keyboard.type("Ours")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of Ours")).to_have_value("Ours")
    written, name = taken(page, "Download all as one file")
    assert name.endswith(".toml")
    file: Path = tmp_path / name
    file.write_bytes(written)
    settled(page)
    page.get_by_role("button", name="Delete").press("Enter")
    expect(page.get_by_label("Name of Ours")).to_have_count(0)
    page.get_by_label("Read saved scenarios back").locator("input[type=file]").set_input_files(file)
    expect(page.get_by_label("Name of Ours")).to_have_value("Ours")
    assert b"small.threshold = 1000000" in written


def test_the_way_to_saved_scenarios_leads_to_their_list(page, site):
    visit(page, address(site, "timeline"))
    page.get_by_role("button", name="Save this scenario").press("Enter")
    page.get_by_test_id("stPopoverBody").get_by_label("Name").fill("Ours")
    page.keyboard.press("Enter")
    way = page.get_by_role("link", name="1 saved: open, compare or download")
    way.wait_for()
    settled(page)
    way.click()
    page.wait_for_url("**/compare**")
    expect(page.get_by_label("Name of Ours")).to_be_in_viewport()


def test_on_a_phone_a_third_scenario_begins_on_the_screen(chromium, site):
    with window(chromium, PHONE) as context:
        page = context.new_page()
        visit(page, address(site, "compare", compare="now,private-firms-only@1,councils-2019@1"))
        third = page.locator(".st-key-differ th").nth(3)
        third.scroll_into_view_if_needed()
        page.locator(".st-key-differ [data-testid=stTable] > div").evaluate("each => { each.scrollLeft = 0 }")
        left = page.locator(".st-key-differ th").nth(3).evaluate("each => each.getBoundingClientRect().left")
        assert left < PHONE - 40, "else nothing but a shadow says that there is one"


@pytest.mark.long
def test_a_contract_is_reclassified_by_keyboard(page, site):
    visit(page, address(site, "contracts", contract="moj-oakwood"))
    page.locator("summary", has_text="Is it for another kind of service?").press("Enter")
    settled(page)  # what is typed while the page is drawn anew is lost
    page.get_by_label("It is for").click(trial=True)  # waits until it stands still: a list closes where its box moves
    page.wait_for_timeout(500)
    page.get_by_label("It is for").focus()
    page.keyboard.type("Waste coll")
    expect(page.get_by_role("option")).to_have_count(1)  # the list narrows a moment after the key
    page.keyboard.press("Enter")
    expect(page.get_by_text("This would change")).to_be_visible()
    page.get_by_label("Because").fill("the title misleads")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("because the title misleads")).to_be_visible()
    assert "reassess.contracts=moj-oakwood" in here(page)


@pytest.mark.parametrize(("name", "chart"), [("overview", "years"), ("compare", "scenarios")])
def test_one_step_back_leads_from_the_contracts_behind_a_mark_to_the_chart(site, page, name, chart):
    visit(page, address(site, name))
    before = page.evaluate("location.href")
    page.locator(f".st-key-chart-{chart} g.points path").first.click(force=True)
    until(page, "location.pathname.endsWith('contracts') && location.search.includes('column=')")
    settled(page)
    page.go_back()
    until(page, "before => location.href === before", arg=before)


def test_a_bar_of_the_way_lists_the_contracts_that_flip_there(site, page):
    visit(page, address(site, "compare", compare="now,councils-2019@1"))
    listed = page.locator("h3", has_text="contracts change")
    before = listed.inner_text()
    page.locator(".st-key-chart-way g.points path").nth(1).click(force=True)
    expect(listed).not_to_have_text(before)
    chosen = page.get_by_role("combobox", name="Contracts that change")
    expect(chosen).to_have_value("At the step “Covered authorities”")


@pytest.mark.parametrize(
    ("name", "asked", "part"),
    [("compare", {}, "[data-testid=stTable] > div"), ("timeline", {"split": "buyer_kind"}, ".map")],
)
def test_a_table_that_a_phone_cuts_has_a_shadow_at_its_edge(chromium, site, name, asked, part):
    """Else the columns that a phone shows are taken for all."""
    with window(chromium, 390) as context:
        phone = visit(context.new_page(), address(site, name, **asked))
        cut = phone.locator(part).first
        cut.wait_for()
        room, width = cut.evaluate("one => [one.clientWidth, one.scrollWidth]")
        assert width > room
        assert "linear-gradient" in cut.evaluate("one => getComputedStyle(one).backgroundImage")


PAIRS = {"overview": ("funnel", "years"), "compare": ("way", "shares")}


@pytest.mark.parametrize("name", a_few(PAIRS, 1))
def test_two_charts_stand_side_by_side_where_there_is_room_and_else_one_under_another(page, site, name):
    """Side by side their feet are level; in half a window's width each has the width to itself."""
    left, right = (page.locator(f".st-key-plot-{chart}") for chart in PAIRS[name])
    visit(page, address(site, name))
    until(page, "document.querySelectorAll('.js-plotly-plot .main-svg').length > 2")
    first, second = left.bounding_box(), right.bounding_box()
    assert first["x"] + first["width"] <= second["x"]
    assert abs(first["y"] + first["height"] - second["y"] - second["height"]) < 1
    page.set_viewport_size({"width": 900, "height": 900})
    settled(page)
    until(page, f"document.querySelector('.st-key-plot-{PAIRS[name][0]}').getBoundingClientRect().width > 300")
    first, second = left.bounding_box(), right.bounding_box()
    assert first["x"] == second["x"]
    assert first["y"] + first["height"] < second["y"]
