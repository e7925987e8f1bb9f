"""Every real file that holds awards reads whole; the figures here are those of the files' own documentation."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from reading import table, write_lines

from data.table.build import build

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
CARE = REAL / "cf_ocds_care_2020_2025" / "cf_award_releases_housing_care.jsonl.gz"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not REAL.exists(), reason="needs the real notices in ../shared, which are not part of the project"
    ),
]
NO_AWARDS = {
    "care_suppliers_from_cf/care_buyers.csv.gz",
    "care_suppliers_from_cf/care_supplier_by_buyer.csv.gz",
    "cf_awards_2021_2022_mysociety/releases_buyers.csv.gz",
    "cf_awards_2021_2022_mysociety/suppliers.csv.gz",
    "cf_ocds_care_2020_2025/cf_award_stage_monthly_counts.csv",
    "spend_over_500/cabinetoffice_over_25k_2019_2022.csv.gz",
    "spend_over_500/calderdale_2010_2022.csv.gz",
    "spend_over_500/northtyneside_2022_payments.csv.gz",
}
RECORDS = {
    "cf_awards_2021_2022_mysociety/awards.csv.gz": 20_778,
    "cf_climate_contracts_2022_mysociety/uk_contracts_finder_climate.csv.gz": 683,
    "cf_csv_export/notices_awarded_2020-07_2020-10_export_cap_1000.csv.gz": 1_000,
    "cf_csv_export/notices_awarded_2020-09.csv.gz": 380,
    "cf_csv_export/notices_open_2025-11.csv.gz": 852,
    "cf_harvester_daily_csv/export-2020-07-01_awards.csv": 10,
    "cf_harvester_daily_csv/export-2020-08-05.csv": 29,
    "cf_ocds_care_2020_2025/cf_award_releases_housing_care.jsonl.gz": 670,
    "cf_ocds_legacy_2019_2020/cf_legacy_ocds_packages.jsonl.gz": 100,
    "cf_rest_v2_json/lancashire_councils_notices.jsonl.gz": 1_224,
    "cf_rest_v2_json/search_notices_response_2025-11.json": 20,
    "ojeu_ted_uk_2020/ojeu_uk_awards_2020.csv.gz": 3_024,
    "sell2wales_2025/sell2wales_releases_2025.jsonl.gz": 90,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real")
    return build([REAL], folder / "t.parquet", folder / "cache", quiet=True)


def records_in(path: Path) -> int:
    """Count by plain JSON: contracts and awards without one, or one where nothing is awarded yet."""
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
    values = [json.loads(line) for line in text.split("\n") if line] if ".jsonl" in path.name else [json.loads(text)]
    releases = [release for value in values for release in value.get("releases", [value])]
    return sum(map(_records, releases))


def _records(release: dict) -> int:
    contracts = Counter(contract.get("awardID") for contract in release.get("contracts", []))
    awards = sum(max(contracts.pop(award["id"], 1), 1) for award in release.get("awards", []))
    return max(awards + contracts.total(), 1)


def test_records_in_are_rows_and_issues_out(built):
    assert all(file.records == file.rows + file.left_out for file in built.files)
    reported = {file.source: file.records for file in built.files}
    assert {source: reported[source] for source in RECORDS} == RECORDS


def test_records_of_releases_agree_with_a_plain_count(built):
    reported = {file.source: file.records for file in built.files}
    counted = {source: records_in(REAL / source) for source in reported if source.startswith(("fts_", "examples/"))}
    assert len(counted) > 15
    assert {source: reported[source] for source in counted} == counted


def test_files_without_awards_say_so(built):
    assert {file.source for file in built.files if file.left_out} == NO_AWARDS
    assert all((file.rows, file.issues) == (0, 1) for file in built.files if file.source in NO_AWARDS)


def asylum(contracts: pd.DataFrame) -> pd.DataFrame:
    return contracts[contracts.title.str.contains("AASC - Asylum Accommodation", regex=False)]


def test_asylum_accommodation_is_seven_contracts(tmp_path):
    found = asylum(table([CARE], tmp_path).contracts)
    assert (len(found), round(found.value_gbp.sum())) == (18, 10_537_000_000)
    counted = found[found.counted]
    assert (len(counted), round(counted.value_gbp.sum())) == (7, 4_553_000_000)
    assert counted.buyer.astype(str).value_counts().to_dict() == {"Home Office": 5, "ATAMIS LTD": 2}
    named = found[~found.counted].not_counted_reason.str.removeprefix("published again as ")
    assert set(named) <= set(counted.contract_id)


def test_order_of_input_is_irrelevant(tmp_path):
    releases = [json.loads(line) for line in gzip.decompress(CARE.read_bytes()).splitlines()]
    straight = table([CARE], tmp_path / "a").about.fingerprint
    random.Random(1).shuffle(releases)
    paths = [write_lines(tmp_path / f"{n}.jsonl", releases[n::3]) for n in range(3)]
    assert table(paths, tmp_path / "b").about.fingerprint == straight


def test_infinite_numbers_are_repaired_and_said(tmp_path):
    path = REAL / "fts_ocds_2026" / "fts_releases_2026-07-13_2026-08-11.jsonl.gz"
    text = gzip.decompress(path.read_bytes()).decode()
    issues = table([path], tmp_path).issues
    repaired = issues[issues.problem == "is not a number in JSON"]
    assert len(repaired) == text.count(": 1e9999")  # four more stand in quotes and are text
    lines = [number for number, line in enumerate(text.split("\n"), 1) if ": 1e9999" in line]
    assert sorted(set(repaired.line)) == lines


def test_absurd_values_and_ends_are_marked(tmp_path):
    export = REAL / "cf_csv_export" / "notices_awarded_2020-07_2020-10_export_cap_1000.csv.gz"
    awards = REAL / "cf_awards_2021_2022_mysociety" / "awards.csv.gz"
    issues = table([export, awards], tmp_path).issues
    marked = issues.groupby("path").value.apply(set)
    assert {"7620132034.00", "1234567890.00", "30000000000.00"} <= marked["value_gbp"]
    assert {"2099-04-25", "2099-08-31", "2122-04-14"} <= marked["end_date"]
    assert (issues.problem == "has 42 fields where 43 are named").sum() == 255


def test_a_year_of_repeated_awards_in_one_table_counts_each_once(tmp_path):
    path = REAL / "cf_awards_2021_2022_mysociety" / "awards.csv.gz"
    contracts = table([path], tmp_path).contracts
    frame = pd.read_csv(path)
    facts = ["buyer", "value_amount", "award_date", "contract_start", "contract_end"]
    most = frame.duplicated(facts).sum()
    merged = (~contracts.counted).sum()
    assert 0 < merged <= most


def test_a_real_change_notice_states_the_new_end_of_its_contract(tmp_path):
    """Find a Tender 076048-2026: to 31 May 2027, to 31 August 2027 if extended."""
    with gzip.open(REAL / "fts_ocds_2026" / "fts_releases_2026-07-13_2026-08-11.jsonl.gz", "rt") as file:
        line = next(line for line in file if '"076048-2026"' in line)
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    row = table([tmp_path / "a.jsonl"], tmp_path).contracts.iloc[0]
    assert (row.end_date, row.latest_end_date) == (pd.Timestamp("2027-05-31"), pd.Timestamp("2027-08-31"))
    assert not row.counted
