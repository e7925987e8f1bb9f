"""The head of a page at every width: an answer read at a glance, and a menu with a line between its parts alone."""

import pytest

from tests.browser import WIDE, address, visit, window

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser
LINES = """() => { const h1 = document.querySelector("h1"), small = [...h1.querySelectorAll("span[style]")].at(-1)
  const range = document.createRange(); range.selectNodeContents(h1); range.setEndBefore(small)
  return [new Set([...range.getClientRects()].filter(box => box.height).map(box => Math.round(box.bottom))).size,
    small.getBoundingClientRect().top >= range.getBoundingClientRect().bottom - 4, small.innerText] }"""
BESIDE = """() => { const parts = [".st-key-groups", ".st-key-menu"], line = document.querySelector(".st-key-menu-line")
  const [groups, pages] = parts.map(name => document.querySelector(name))
  const [one, other] = [groups, pages].map(each => each.getBoundingClientRect())
  return { wraps: other.top > one.top + 10, border: Math.round(other.left - one.left),
    first: Math.round(pages.querySelector("p").getBoundingClientRect().left - one.left),
    rows: Math.round(other.height / 32), cut: getComputedStyle(line).clipPath !== "none" } }"""


@pytest.mark.parametrize(("width", "most"), [(WIDE, 2), (1024, 3), (390, 4)])
def test_the_answer_is_short_and_what_is_not_known_stands_beneath_it(chromium, site, width, most):
    with window(chromium, width) as context:
        page = visit(context.new_page(), address(site))
        lines, beneath, words = page.evaluate(LINES)
        assert lines <= most and beneath
        assert words == "no value a year is known for the other 54"


@pytest.mark.parametrize("width", [1024, WIDE])
def test_the_line_in_the_menu_stands_between_its_parts_and_at_no_edge(chromium, site, width):
    with window(chromium, width) as context:
        page = visit(context.new_page(), address(site))
        found = page.evaluate(BESIDE)
        assert found["wraps"] == (width == 1024) and found["rows"] == 1
        if found["wraps"]:
            assert found["first"] == 0 and found["border"] < -6 and found["cut"]
        else:
            assert found["border"] > 300
