"""A reader's own file in a browser: a real export in, one column put right, the headline on it, its issues out."""

import csv
import gzip
from pathlib import Path

import pytest

from data.load import upload
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.sentences import headline as sentence
from policy.scenarios.scenario import build_scenario
from tests.browser import address, headline, menu, settled, visit
from tests.ui.test_datasets import EXPORT

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [
    pytest.mark.browser, pytest.mark.shared,
    pytest.mark.skipif(not EXPORT.exists(), reason="the folder ../shared with real notices is not here"),
]  # fmt: skip
FIELD, WRONG, RIGHT = "The source's own number of the contract", "Parent Reference", "Notice Identifier"


def export_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True), restval=""))


def test_a_real_export_one_column_put_right_its_headline_and_its_issues(page, site):
    content = gzip.decompress(EXPORT.read_bytes())
    rows = export_rows(content)
    visit(page, address(site, "datasets"))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "export.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_text("Match its columns by hand").click()
    settled(page)
    match = page.get_by_role("combobox", name=FIELD)
    assert match.input_value() == WRONG
    match.click()
    match.press_sequentially(RIGHT)
    page.get_by_role("option", name=RIGHT, exact=True).click()
    settled(page)
    page.get_by_role("button", name="Use this file").click()
    page.get_by_text(f"Your file export.csv, 29 September 2020: {len(rows)} rows").wait_for()
    settled(page)

    found = upload.opened("export.csv", content)
    assert found.guessed["reference"] == WRONG
    dataset = upload.read(found, {**found.guessed, "reference": RIGHT})
    decisions = decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])
    menu(page, "overview")
    assert headline(page) == sentence(decisions, "contracts in your file")

    menu(page, "datasets")
    with page.expect_download() as waited:
        page.get_by_role("button", name="issues as CSV").click()
    with Path(waited.value.path()).open(encoding="utf-8-sig", newline="") as file:
        issues = list(csv.DictReader(file))
    assert len(issues) == len(dataset.issues) > 0
    named = {row["ocid"] for row in issues if row["line"]}
    given = {row["Notice Identifier"].strip() for row in rows}
    assert named and named <= given, "each issue of a row names the notice by the column that was chosen"
