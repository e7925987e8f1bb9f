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
    """Measured on 27 November 2026; a reader that gets better or worse moves it on purpose."""
    tables = []
    for number, name in enumerate(notices.FILES):
        tables.append(str(tmp_path / f"{number}.parquet"))
        build([notices.SHARED / "data" / "real" / name], Path(tables[-1]), tmp_path / "cache", quiet=True)
    assert main(["labels", "headline", str(notices.LABELS), *tables]) == 0
    contracts, spend = capsys.readouterr().out.splitlines()[2:4]
    assert contracts.endswith("off +1.3%")
    assert spend.endswith("off -0.1%")


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
