"""The labelled notices, scored by `python -m data labels`."""
# ruff: noqa: T201 - the measured shares are printed

from pathlib import Path

import labelled_notices as notices
import pandas as pd
import pytest

from cli.data import main
from data.table.build import build

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not notices.LABELS.exists(), reason="the folder ../shared with the labels is absent"),
]


@pytest.fixture(scope="module")
def predictions():
    return pd.DataFrame([notices.prediction(release) for release in notices.labelled()])


def test_labels_meet_the_floors(predictions, tmp_path, capsys):
    table = tmp_path / "predictions.parquet"
    predictions.to_parquet(table)
    code = main(["labels", "score", str(notices.LABELS), str(table)])
    said = capsys.readouterr().out
    print(said)
    assert code == 0
    assert f"found {len(predictions)} of {len(notices.labels())}" in said


@pytest.mark.long
def test_the_headline_is_as_far_off_as_it_was(tmp_path, capsys):
    """Measured on 29 November 2026; a reader that gets better or worse moves it on purpose.

    The days of the labelled side are frozen from before days in words were read (decision 136): with those put in, both
    are 0.1% low, as they were.
    """
    tables = []
    for number, name in enumerate(notices.FILES):
        tables.append(str(tmp_path / f"{number}.parquet"))
        build([notices.SHARED / "data" / "real" / name], Path(tables[-1]), tmp_path / "cache", quiet=True)
    assert main(["labels", "headline", str(notices.LABELS), *tables]) == 0
    contracts, spend = capsys.readouterr().out.splitlines()[2:4]
    assert contracts.endswith("off -1.4%")
    assert spend.endswith("off -3.0%")


SECOND = notices.LABELS.with_name("notices_dev_2.csv")
SECOND_FILES = (
    "cf_csv_export/notices_awarded_2020-07_2020-10_export_cap_1000.csv.gz",
    "cf_rest_v2_json/lancashire_councils_notices.jsonl.gz",
    "fts_ocds_2026/fts_releases_2026-07-13_2026-08-11.jsonl.gz",
    "cf_ocds_care_2020_2025/cf_award_releases_housing_care.jsonl.gz",
    "cf_ocds_legacy_2019_2020/cf_legacy_ocds_packages.jsonl.gz",
)
HELD = ROOT / "tests" / "held_back" / "notices_dev_2.csv"
"""A third of the second labels, drawn by pool and stratum, that no cue was written from."""


@pytest.mark.long
@pytest.mark.parametrize(
    ("held", "off"),
    [(False, 0.05), (True, 0.08)],
    ids=["two thirds that cues were written from", "the third held back"],
)
def test_the_headline_of_other_sources_is_as_far_off_as_it_was(tmp_path, capsys, held, off):
    """On the third held back yearly spend was +7.5% on 29 November 2026, +10% two days before, at first +30%."""
    tables = []
    for number, name in enumerate(SECOND_FILES):
        tables.append(str(tmp_path / f"{number}.parquet"))
        build([notices.SHARED / "data" / "real" / name], Path(tables[-1]), tmp_path / "cache", quiet=True)
    keys = set(pd.read_csv(HELD).key)
    gold = pd.read_csv(SECOND, dtype=str, keep_default_na=False)
    chosen = tmp_path / "labels.csv"
    gold[gold.key.isin(keys) == held].to_csv(chosen, index=False)
    base = SECOND.with_name("notices_dev_2.base.parquet")
    chosen.with_name("labels.base.parquet").write_bytes(base.read_bytes())
    main(["labels", "headline", str(chosen), *tables])
    contracts, spend = capsys.readouterr().out.splitlines()[2:4]
    assert abs(float(contracts.rpartition("off ")[2].rstrip("%"))) <= 5
    assert abs(float(spend.rpartition("off ")[2].rstrip("%"))) <= off * 100


def test_surer_findings_are_more_often_right(predictions):
    gold = pd.DataFrame(notices.labels().values()).set_index("ocid")
    services = pd.read_csv(ROOT / "data/reference/services.csv", keep_default_na=False).set_index("id")
    contact = predictions.service.map(services.contact).fillna("none") == "significant"
    right = contact == (predictions.ocid.map(gold.contact) == "significant")
    share = right.groupby(predictions.service_confidence).mean()
    print(share.round(3).to_dict())
    assert share["certain"] >= 0.97
    assert share["certain"] >= share["possible"] - 0.02  # of the possible ones none is wrong by now
    assert (predictions.service_confidence == "certain").mean() >= 0.5


def test_what_is_bought_is_told(predictions):
    gold = pd.DataFrame(notices.labels().values()).set_index("ocid").is_service
    truth = predictions.ocid.map(gold)
    clear = truth != "mixed"
    share = (truth == predictions.purchase)[clear].mean()
    print(f"purchase {share:.3f} of {clear.sum()}")
    assert share >= 0.94
