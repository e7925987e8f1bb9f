"""The line on the threshold curve in a real browser: by pointer, by keys, typed; and the labels of an audit."""

import pytest
from playwright.sync_api import expect

from policy.analysis.threshold import round_thresholds
from policy.engine.decide import decide
from policy.formats import span
from policy.measures import MEASURES
from policy.results.findings import figure
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario
from tests.browser import address, headline, here, reads, settled, visit, window
from ui.shell.cache import register

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

SMALLEST_TARGET = 24
PHONE = 390


def at(pounds):
    return build_scenario(None, {"small.threshold": pounds})[0]


def line(page):
    return page.get_by_test_id("stMain").get_by_role("slider", name="Value threshold")


def figures(page):
    """The three central figures and ranges that follow the line."""
    return [part.strip() for part in page.locator(".figures dd").all_inner_texts()]


def expected(pounds):
    """The same from the engine."""
    whole = totals(decide(register().coded, at(pounds)))
    said = []
    for name in MEASURES:
        returns = whole.measure(name).returns
        low, central, high = (figure(name, end, short=True) for end in (returns.low, returns.central, returns.high))
        said += [central, span(low, high)]
    return said


def now(page):
    return int(line(page).get_attribute("aria-valuenow"))


def opened(page, site, pounds=0):
    visit(page, address(site, "sensitivity", at(pounds)))
    expect(line(page)).to_have_attribute("aria-valuenow", str(pounds))
    settled(page)
    return page


@pytest.mark.parametrize("width", [1400, PHONE])
def test_the_line_of_the_threshold_hides_no_name_of_another(chromium, site, width):
    """The amounts of procurement law end at £833,000, a little to the left of a threshold of a million."""
    with window(chromium, width) as context:
        page = opened(context.new_page(), site, 1_000_000)
        names = [name.bounding_box() for name in page.locator("svg text.name").all()]
        middle = line(page).bounding_box()
        here = middle["x"] + middle["width"] / 2
        assert names and not [each for each in names if each["x"] < here < each["x"] + each["width"]]


@pytest.mark.parametrize("width", [1400, PHONE])
def test_dragging_shows_exact_figures_and_letting_go_commits(chromium, site, width):
    with window(chromium, width) as context:
        page = opened(context.new_page(), site)
        before, said = here(page), headline(page)
        line(page).scroll_into_view_if_needed()
        box = line(page).bounding_box()
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET
        grip = page.locator(".grip").bounding_box()
        assert min(grip["width"], grip["height"]) >= SMALLEST_TARGET
        x, y = box["x"] + box["width"] / 2, box["y"] + 40
        page.mouse.move(x, y)
        page.mouse.down()
        seen = set()
        for step in range(1, 7):
            page.mouse.move(x + step * (width / 12), y)
            assert figures(page) == expected(now(page))
            seen.add(now(page))
        assert len(seen) >= 4 and seen <= set(round_thresholds(at(0)))
        assert (here(page), headline(page)) == (before, said), "nothing is committed before the line is let go"
        last = now(page)
        page.mouse.up()
        reads(page, at(last))
        assert headline(page) != said
        assert figures(page) == expected(last)


def test_keys_move_the_line_and_enter_keeps_it(page, site):
    opened(page, site, 1_000_000)
    stops = round_thresholds(at(0))
    place = stops.index(1_000_000)
    line(page).focus()
    keys = {
        "ArrowRight": place + 1,
        "ArrowUp": place + 2,
        "PageUp": place + 7,
        "ArrowLeft": place + 6,
        "PageDown": place + 1,
        "Home": 0,
        "End": len(stops) - 1,
        "ArrowDown": len(stops) - 2,
    }
    for key, to in keys.items():
        page.keyboard.press(key)
        assert now(page) == stops[to], key
        assert line(page).get_attribute("aria-valuetext").startswith(f"£{stops[to]:,}: ")
        assert figures(page) == expected(stops[to])
    page.keyboard.press("Escape")
    assert now(page) == 1_000_000
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    reads(page, at(stops[place - 1]))
    expect(page.locator(".at")).to_have_text(f"You are here: £{stops[place - 1]:,}")


def test_a_typed_amount_is_shown_exactly_and_kept(page, site):
    opened(page, site)
    box = page.get_by_role("textbox", name="Threshold", exact=True)
    box.fill("£3.4567m")
    assert figures(page) == expected(3_456_700)
    assert now(page) == 3_456_700
    box.fill("a lot")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#hint")).to_contain_text("Not an amount up to £1bn")
    box.fill("£3.4567m")
    box.press("Enter")
    reads(page, at(3_456_700))
    assert now(page) == 3_456_700


def test_letters_typed_in_the_box_are_no_commands_of_the_page(page, site):
    opened(page, site)
    box = page.get_by_role("textbox", name="Threshold", exact=True)
    box.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("cr")
    assert page.get_by_role("dialog").count() == 0
    expect(box).to_have_value("cr")


@pytest.mark.long
def test_labels_leave_as_a_sheet_and_come_back_from_one(page, site, tmp_path):
    visit(page, address(site, "audit", size="40", seed="3"))
    page.get_by_text("Unsure", exact=True).click()
    page.get_by_text("1 of 40 judged").first.wait_for()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="The sample with its labels, CSV").click()
    sheet = tmp_path / "labels.csv"
    download.value.save_as(sheet)
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 41 and sum(",unsure," in line for line in lines) == 1
    second = page.context.new_page()
    visit(second, address(site, "audit", size="40", seed="3"))
    second.get_by_text("0 of 40 judged").first.wait_for()
    second.locator("input[type=file]").set_input_files(sheet)
    second.get_by_text("1 of 40 judged").first.wait_for()
    second.get_by_text("1 label read.").wait_for()
    second.close()
