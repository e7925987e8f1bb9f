"""What is pressed a moment after something was typed finds it taken, however short the press and slow the line."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from policy.scenarios.scenario import build_scenario
from tests.browser import SLOW_LINE, address, here, reads, settled, until, visit

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

MADE = build_scenario(None, {"small.threshold": 2_000_000})[0]
PRESSES = (0, 20, 90)
"""Milliseconds for which the button of a mouse is down: a tap, a quick hand, a slow one."""


NEAR = pytest.param("", id="near", marks=pytest.mark.long)
FAR = pytest.param(SLOW_LINE, id="far")


@pytest.fixture
def line(page, way):
    """A page whose server is near, or far away."""
    page.add_init_script(way)
    return page


def type_and_press(page, element, milliseconds):
    """Type a threshold without Enter, and press something else at once."""
    x, y, width, height = (element.bounding_box()[side] for side in ("x", "y", "width", "height"))
    page.mouse.move(x + width / 2, y + height / 2)
    page.get_by_role("textbox", name="Value threshold, typed", exact=True).fill("2000000")
    page.mouse.down()
    page.wait_for_timeout(milliseconds)
    page.mouse.up()


@pytest.mark.parametrize("way", [NEAR, FAR])
def test_a_page_that_is_opened_at_once_has_what_was_typed(line, site):
    for press in PRESSES:
        visit(line, site)
        type_and_press(line, line.get_by_role("link", name="Who and where", exact=True), press)
        until(line, "location.pathname === '/services'")
        reads(line, MADE)
        assert urlsplit(here(line)).path == "/services"
        assert line.get_by_role("textbox", name="Value threshold, typed", exact=True).input_value() == "£2,000,000"


@pytest.mark.parametrize(
    "way", [pytest.param("", id="near"), pytest.param(SLOW_LINE, id="far", marks=pytest.mark.long)]
)
def test_a_file_that_is_asked_for_at_once_is_of_what_was_typed(line, site):
    visit(line, address(site, "contracts", MADE))
    name = "CSV, 664 rows"
    with line.expect_download() as right:
        line.get_by_role("button", name=name).click()
    for press in PRESSES:
        visit(line, address(site, "contracts"))
        button = line.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        with line.expect_download() as waited:
            type_and_press(line, button, press)
        settled(line)
        assert waited.value.suggested_filename == right.value.suggested_filename
        assert Path(waited.value.path()).read_bytes() == Path(right.value.path()).read_bytes()
