"""A reader's own file in a browser: title lines, £k, no buyer, two sheets, to a headline; its mapping next month."""

import csv
import gzip
import io
import time
from pathlib import Path

import openpyxl
import pytest

from data.load import upload
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.sentences import headline as sentence
from policy.scenarios.scenario import build_scenario
from tests.browser import address, headline, menu, settled, visit, window
from tests.draws import a_few
from tests.neighbours import server
from tests.ui.test_datasets import EXPORT

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.browser
HEADER = ["Ref", "Contract Title", "Supplier", "Total Contract Value (£k)", "Start Date", "End Date"]
ADULTS = [
    ["C1", "Home care for older people", "Oakfield Care Ltd", 1200, "01/04/2025", "31/03/2029"],
    ["C2", "Respite care for adults", "Elm Care Ltd", 600, "01/04/2025", "soon"],
]
CHILDREN = [["C3", "Children's homes", "Ash Care Ltd", 2400, "01-Apr-25", "31-Mar-29"]]
READ = "Every page answers for this file now"


def workbook(*more: list[object]) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in (("Adults", [*ADULTS, *more]), ("Children", CHILDREN)):
        sheet = book.create_sheet(name)
        for row in (["Contracts register"], ["April 2026"], HEADER, *rows):
            sheet.append(row)
    book.save(made)
    return made.getvalue()


def give(page, **files: bytes) -> None:
    named = [{"name": name.replace("_", "."), "mimeType": "text/plain", "buffer": body} for name, body in files.items()]
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(named)
    page.get_by_text(READ).wait_for()
    settled(page)


def shows(page, words: str) -> None:
    page.locator("h1", has_text=words).wait_for()
    settled(page)


@pytest.mark.parametrize("width", a_few([390, 1400], 1))
def test_a_register_from_upload_to_headline_and_its_mapping_next_month(chromium, site, width):
    with window(chromium, width) as context:
        page, begun = context.new_page(), time.monotonic()
        visit(page, address(site, "datasets"))
        give(page, register_xlsx=workbook())
        assert page.get_by_text("No column gives the public body").first.is_visible()
        shows(page, "of the 3 contracts in your file")
        body = page.get_by_label("All rows are this public body")
        body.focus()
        page.keyboard.type("Ambleford Council")
        page.keyboard.press("Enter")
        page.get_by_text("1 cannot be decided from what is known of it (not known when it ends)").first.wait_for(
            state="attached"
        )
        mend = page.get_by_label("Right value for line 5 of Adults, End Date")
        mend.focus()
        page.keyboard.type("31/03/2029")
        page.keyboard.press("Enter")
        shows(page, "3 of the 3 contracts in your file, worth £1.0 million a year")
        assert time.monotonic() - begun < 120
        with page.expect_download() as waited:
            page.get_by_role("button", name="Keep this mapping").click()
        kept = Path(waited.value.path()).read_bytes()
        page.close()
        page = context.new_page()
        visit(page, address(site, "datasets"))
        row = ["C4", "Home care, north", "Oak Ltd", 1800, "01/04/2025", "31/03/2029"]
        give(page, next_xlsx=workbook(row), register_toml=kept)
        shows(page, "of the 4 contracts in your file, worth £1.5 million a year")
        assert page.get_by_label("All rows are this public body").input_value() == "Ambleford Council"
        page.close()


@pytest.mark.long
def test_reading_is_stopped_and_begun_again(page, site):
    row = "C{0},Home care {0},Oakfield {0} Ltd,4000,01/04/2025,31/03/2029\n"
    content = (",".join(HEADER) + "\n" + "".join(row.format(n) for n in range(20_000))).encode()
    visit(page, address(site, "datasets"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "large.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Stop reading").click()
    page.get_by_text("Reading was stopped.").wait_for()
    settled(page)
    reading = (child for child in server(site).children(recursive=True) if child.is_running())
    assert not [child for child in reading if "data.load.own_file" in child.cmdline()]
    page.get_by_role("button", name="Read it").click()
    page.get_by_text(READ).wait_for(timeout=240_000)
    shows(page, "of the 20,000 contracts in your file")


@pytest.mark.long
@pytest.mark.shared
@pytest.mark.skipif(not EXPORT.exists(), reason="the folder ../shared with real notices is not here")
def test_a_real_export_matched_by_hand_its_headline_and_its_issues(page, site):
    content = gzip.decompress(EXPORT.read_bytes())
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True), restval=""))
    visit(page, address(site, "datasets"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "export.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_text(READ).wait_for()
    page.get_by_text("Match its columns by hand").click()
    page.get_by_text("Which column holds what").wait_for()
    settled(page)

    found = upload.opened("export.csv", content)
    dataset = upload.read(found, found.guessed)
    decisions = decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])
    menu(page, "overview")
    assert headline(page) == sentence(decisions, "contracts in your file")

    menu(page, "datasets")
    with page.expect_download() as waited:
        page.get_by_role("button", name="issues as CSV").click()
    with Path(waited.value.path()).open(encoding="utf-8-sig", newline="") as file:
        issues = list(csv.DictReader(file))
    assert len(issues) == len(dataset.issues) > 0
    assert len(rows) == len(dataset.contracts) + dataset.issues["done"].str.startswith("left out").sum()
