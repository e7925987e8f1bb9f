"""Whoever goes by keyboard sees where they are: a control that Tab reaches looks another way than without the focus."""

import io

import numpy as np
import pytest
from PIL import Image

from policy.scenarios.scenario import build_scenario
from tests.browser import NARROW, WIDE, address, settled, visit, window
from tests.draws import EVERY, a_few
from ui.page import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser

CHANGED = build_scenario(None, {"small.threshold": 1_000_000})[0]
HELD = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const own = held.getBoundingClientRect();
  const hidden = own.width < 8 || own.height < 8 || getComputedStyle(held).opacity === '0';
  const shown = hidden ? held.closest('label, [data-testid]') : held;
  const { x, y, width, height } = shown.getBoundingClientRect();
  const name = (held.getAttribute('aria-label') || held.innerText || held.outerHTML).trim().slice(0, 60);
  return { x, y, width, height, name, again: window.first === held, first: (window.first ??= held) === held };
}"""
"""Where the control with the focus is drawn, and whether it is the first again; of one that is not drawn itself, such
as the box of a radio button, where its label is."""
AROUND = 8
"""Pixels around a control within which its ring lies."""
LEAST_CHANGED = 30
"""Pixels that change with the focus; the caret of a box of text alone has fewer."""
LEAST_CONTRAST = 40
"""Least change of a pixel's three colours together, of 765."""
MOST_TABS = 400
SEEN = [(name, "light") for name in dict.fromkeys(("receipt", *PAGES))] + [("overview", "dark"), ("settings", "dark")]
"""Pages with the scheme of their colours; the dark one has the same rules and other colours."""
FEW = 12


def drawn(page, place):
    clip = {name: place[name] for name in ("x", "y", "width", "height")}
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip, caret="hide"))).convert("RGB"), dtype=int)


def around(place, size):
    left, top = max(0, place["x"] - AROUND), max(0, place["y"] - AROUND)
    right = min(size["width"], place["x"] + place["width"] + AROUND)
    bottom = min(size["height"], place["y"] + place["height"] + AROUND)
    return {"x": left, "y": top, "width": max(1, right - left), "height": max(1, bottom - top)}


def unseen(page, most=MOST_TABS):
    """Controls that look the same with the focus and without it, and how many Tab reached."""
    found, reached = [], 0
    for _ in range(most):
        page.keyboard.press("Tab")
        held = page.evaluate(HELD)
        if held is None or held["again"]:
            break
        place = around(held, page.viewport_size)
        focused = drawn(page, place)
        page.keyboard.press("Escape")  # a calendar opens where its button has the focus, and a script does not close it
        page.evaluate("document.activeElement.blur()")
        changed = (np.abs(focused - drawn(page, place)).sum(axis=2) > LEAST_CONTRAST).sum()
        reached += 1
        if changed < LEAST_CHANGED:
            found.append(f"{held['name']}: {changed} pixels")
    return found, reached


@pytest.mark.parametrize("seen", a_few(SEEN, 1), ids="-".join)
def test_every_control_shows_that_it_has_the_focus(chromium, site, seen):
    name, scheme = seen
    more = {"contract": "moj-oakwood"} if name == "contracts" else {}
    with window(chromium, WIDE, scheme) as context:
        page = context.new_page()
        visit(page, address(site, name, CHANGED, **more))
        page.locator("[data-testid=stProgress]").wait_for(state="detached")
        settled(page)
        found, reached = unseen(page, MOST_TABS if EVERY else FEW)
    assert not found
    assert reached > 10


@pytest.mark.parametrize("scheme", a_few(["dark", "light"], 1))
def test_every_control_of_a_chart_alone_shows_that_it_has_the_focus(chromium, site, scheme):
    with window(chromium, NARROW, scheme) as context:
        page = context.new_page()
        page.goto(f"{site}embed?chart=years")
        page.get_by_text("Table", exact=True).click()
        page.evaluate("document.activeElement.blur()")
        found, reached = unseen(page)
    assert not found
    assert reached >= 2


def test_a_control_without_a_ring_is_found(chromium, site):
    with window(chromium, NARROW) as context:
        page = context.new_page()
        page.goto(site)
        page.set_content("<style>.none { outline: none }</style><button>One</button> <a class=none href='#'>Two</a>")
        found, reached = unseen(page)
    assert reached == 2
    assert found == ["Two: 0 pixels"]
