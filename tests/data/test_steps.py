"""The steps from records to contracts add up, for any table."""

import pandas as pd
import pytest
from reading import FIXTURES

from cli.data import main
from data.load.datasets import embedded
from data.load.steps import steps

ROWS = [
    (False, "replaced by a later notice of the same award: b", "awarded", "contract", 100.0),
    (False, "published again as b", "awarded", "contract", 200.0),
    (False, "cancelled by a later notice: b", "awarded", "contract", 300.0),
    (False, "the award or the procurement was cancelled", "superseded", "contract", 400.0),
    (False, "the plan led to an award: b", "planned", "contract", 500.0),
    (False, "a notice that changes, ends or reports on b", "awarded", None, 600.0),
    (False, None, "awarded", None, 700.0),
    (True, None, "planned", "framework", 800.0),
    (True, None, "superseded", "contract", 900.0),
    (True, None, "awarded", "dps", 1000.0),
    (True, None, "awarded", "call_off", 1100.5),
    (True, None, "awarded", None, None),
]


def test_each_row_is_taken_away_once_by_the_first_step_that_applies():
    table = pd.DataFrame(ROWS, columns=["counted", "not_counted_reason", "stage", "instrument", "value_gbp"])
    found = steps(table, read_twice=3).set_index("Step")
    assert found["Contracts"].tolist() == [15, -3, -1, -1, -2, -1, -1, -1, -1, -1, -1, 2]
    assert found["£ whole life"].tolist()[2:] == [-100, -200, -700, -500, -600, -700, -800, -900, -1000, 1100.5]
    assert found.index[0] == "1. Records read"
    assert found.index[-1] == "12. Contracts that count"


def test_the_register_takes_the_same_steps():
    contracts = embedded().contracts
    found = steps(contracts)
    assert found["Contracts"].iloc[0] == len(contracts)
    counted = contracts["counted"] & (contracts["stage"].isna() | (contracts["stage"] == "awarded"))
    framed = contracts["instrument"].isin(["framework", "dps"])
    assert found["Contracts"].iloc[-1] == (counted & ~framed).sum()
    assert found["£ whole life"].iloc[-1] == pytest.approx(contracts.loc[counted & ~framed, "value_gbp"].sum())


def test_a_build_says_them_and_leaves_them_beside_the_table(tmp_path, capsys):
    out = tmp_path / "t.parquet"
    assert main(["build", str(FIXTURES / "fts_stages.jsonl"), "--cache", str(tmp_path / "c"), "--out", str(out)]) == 0
    beside = pd.read_csv(tmp_path / "t.steps.csv")
    said = capsys.readouterr().out
    assert all(name in said for name in beside["Step"])
    assert beside["Contracts"].iloc[:-1].sum() == beside["Contracts"].iloc[-1]
