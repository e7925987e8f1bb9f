"""The labelled notices, scored by the labels' own script."""
# ruff: noqa: T201 - the measured shares are printed

import subprocess
import sys
from pathlib import Path

import labelled_notices as notices
import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not notices.LABELS.exists(), reason="the folder ../shared with the labels is absent"),
]


@pytest.fixture(scope="module")
def predictions():
    return pd.DataFrame([notices.prediction(release) for release in notices.labelled()])


def test_labels_meet_the_floors(predictions, tmp_path):
    table = tmp_path / "predictions.parquet"
    predictions.to_parquet(table)
    score = notices.SHARED / "labels" / "score.py"
    done = subprocess.run(
        [sys.executable, str(score), str(table), str(notices.LABELS)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"found {len(predictions)} of {len(notices.labels())}" in done.stdout


def test_surer_findings_are_more_often_right(predictions):
    gold = pd.DataFrame(notices.labels().values()).set_index("ocid")
    services = pd.read_csv(ROOT / "data/reference/services.csv", keep_default_na=False).set_index("id")
    contact = predictions.service.map(services.contact).fillna("none") == "significant"
    right = contact == (predictions.ocid.map(gold.contact) == "significant")
    share = right.groupby(predictions.service_confidence).mean()
    print(share.round(3).to_dict())
    assert share["certain"] >= 0.97
    assert share["certain"] >= share["possible"]
    assert (predictions.service_confidence == "certain").mean() >= 0.5


def test_what_is_bought_is_told(predictions):
    gold = pd.DataFrame(notices.labels().values()).set_index("ocid").is_service
    truth = predictions.ocid.map(gold)
    clear = truth != "mixed"
    share = (truth == predictions.purchase)[clear].mean()
    print(f"purchase {share:.3f} of {clear.sum()}")
    assert share >= 0.94
