"""What leaves the page: files that equal their tables, and no request to anywhere else."""

import csv
from pathlib import Path

import pytest

from output.text import safe_cell
from tests.browser import NARROW, WIDE, address, headline, menu, settled, until, visit, window
from ui.page import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser


def downloaded(page, button):
    with page.expect_download() as waited:
        button.click()
    with Path(waited.value.path()).open(encoding="utf-8-sig", newline="") as file:
        return waited.value.suggested_filename, list(csv.reader(file))


def chart(page, name):
    return page.locator(f"[class*='st-key-chart-{name}']")


def as_shown(name, value):
    """What a cell of a file of a chart may read on the page; an empty one is not known, or has no value."""
    if not value:
        return ("not known", "")
    number = float(value)
    return (f"£{number:,.0f}" if "£" in name else f"{number:,.1f}".removesuffix(".0"),)


def test_the_file_of_a_chart_equals_its_table(page, site):
    visit(page, site)
    frame = chart(page, "service")
    frame.get_by_role("button", name="Take away").click()
    name, lines = downloaded(page, page.get_by_role("button", name="Table (CSV)"))
    about = [row for row in lines if row[0].startswith("# ")]
    head, *rows = lines[len(about) :]
    assert [label for label, _ in about[:2]] == ["# Title", "# What it shows"]
    assert name.startswith("service_pledge_") and name.endswith(f"_full-{len(rows)}-rows.csv")
    page.keyboard.press("Escape")
    frame.get_by_role("button", name="Table").click()
    table = page.get_by_test_id("stPopoverBody").get_by_role("table")
    table.wait_for()
    shown = [row.get_by_role("cell").all_inner_texts() for row in table.get_by_role("row").all()[1:]]
    assert table.get_by_role("columnheader").all_inner_texts() == head
    assert len(shown) == len(rows) > 20
    for seen, stored in zip(shown, rows, strict=True):
        assert seen[0] == stored[0]
        for name, cell, value in zip(head[1:], seen[1:], stored[1:], strict=True):
            assert cell in as_shown(name, value), (stored[0], name)


@pytest.mark.parametrize(("button", "begins"), [("Picture (PNG)", b"\x89PNG"), ("Everything (ZIP)", b"PK")])
def test_a_button_gives_its_file(page, site, button, begins):
    visit(page, address(site, "places"))
    chart(page, "places").get_by_role("button", name="Take away").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name=button).click()
    assert Path(waited.value.path()).read_bytes().startswith(begins)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_panel_that_opens_at_the_lower_edge_of_the_window_is_no_sliver(chromium, site, width):
    with window(chromium, width) as context:
        page = visit(context.new_page(), address(site, "places"))
        button = chart(page, "places").get_by_role("button", name="Take away")
        button.evaluate("one => one.scrollIntoView({ block: 'end' })")
        page.get_by_test_id("stMain").evaluate("one => one.scrollBy(0, 70)")  # where an empty panel has just room
        button.click()
        panel = page.get_by_test_id("stPopoverBody")
        panel.get_by_role("button", name="Copy table").wait_for()
        assert panel.bounding_box()["height"] > 300


def test_the_sentence_is_copied_by_keyboard_alone(chromium, site):
    with window(chromium, WIDE) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        visit(page, site)
        chart(page, "funnel").get_by_role("button", name="Take away").press("Enter")
        copy = page.get_by_test_id("stPopoverBody").get_by_role("button", name="Copy to clipboard").first
        copy.wait_for()
        assert page.evaluate("document.activeElement.dataset.testid") == "stPopoverBody", (
            "the focus goes where it opens"
        )
        for _ in range(20):
            page.keyboard.press("Tab")
            if copy.evaluate("button => button === document.activeElement"):
                break
        page.keyboard.press("Enter")
        until(
            page,
            r"""async said => {
                const held = await navigator.clipboard.readText()
                const source = /^ Source: Back in house, from .+, \d+ \w+ \d{4}\.$/
                return held.startsWith(said) && source.test(held.slice(said.length))
            }""",
            f"{headline(page)}.",
        )


def test_a_formula_in_the_data_is_text_in_the_file(page, site):
    visit(page, address(site, "contracts"))
    name, lines = downloaded(page, page.get_by_role("button", name="CSV, 664 rows"))
    assert name.startswith("contracts_pledge_")
    head, *rows = [line for line in lines if not line[0].startswith("# ")]
    assert len(lines) > 665, "it says what it is"
    assert len(rows) == 664
    cells = [cell for row in [head, *rows] for cell in row]
    assert all(safe_cell(cell) == cell for cell in cells), "a cell that a spreadsheet would take for a formula"


@pytest.mark.long
def test_no_request_leaves_the_machine_while_every_page_is_used(chromium, site):
    with window(chromium, WIDE) as context:
        page = context.new_page()
        visit(page, site)
        for name in PAGES:
            if name != "overview":
                menu(page, name)
            used = page.get_by_test_id("stMain")
            for button in used.get_by_role("button", name="Table").all()[:2]:
                button.click()
                page.get_by_test_id("stPopoverBody").first.wait_for()
                page.keyboard.press("Escape")
            for picture in used.locator(".js-plotly-plot").all()[:1]:
                picture.hover()
        page.get_by_role("slider", name="Value threshold").press("ArrowRight")
        until(page, "location.search.includes('small.threshold')")
        settled(page)
