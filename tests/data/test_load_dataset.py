"""The door of the library to data: the register, a built table, a file of the reader's own, each by its path."""

from pathlib import Path

import pandas as pd
import pytest

import data
from bench.scale import write
from data.load.datasets import load
from data.table.build import build

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "data/register/contracts.csv"
NOTICES = ROOT / "tests/fixtures/cf_website.csv"
OURS = {"title": "What", "buyer": "Council", "supplier": "Firm", "value": "Worth", "start_date": "A", "end_date": "B"}


@pytest.fixture
def own():
    """Ten rows of the register under other names."""
    rows = pd.read_csv(REGISTER, dtype=str).dropna(subset=["value_gbp", "start_date", "end_date"]).head(10)
    names = {"title": "What", "buyer": "Council", "supplier": "Firm", "value_gbp": "Worth"}
    return rows.rename(columns=names | {"start_date": "A", "end_date": "B"})[[*OURS.values()]]


def test_nothing_named_is_the_register_and_so_is_its_file():
    assert data.load_dataset().fingerprint == data.load_dataset(REGISTER).fingerprint
    assert repr(data.load_dataset()).startswith("Register of UK public service contracts: 717 contracts, as of 2026-")


def test_a_built_table(tmp_path):
    out = tmp_path / "all.parquet"
    build([NOTICES], out, tmp_path / "cache", quiet=True)
    with pytest.warns(UserWarning, match="Contract end date is not a date, got '31/09/2025'; made missing"):
        found = data.load_dataset(out)
    assert found.population == "published contracts in these data"
    assert len(found.contracts)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_ones_own_with_a_mapping(own, kind, tmp_path):
    path = tmp_path / f"own.{kind}"
    own.to_csv(path, index=False) if kind == "csv" else own.to_excel(path, index=False)
    found = data.load_dataset(path, OURS)
    assert found.title == f"Your file own.{kind}"
    given = dict(zip(own["What"], own["Worth"].astype(float), strict=True))
    assert dict(zip(found.contracts["title"], found.contracts["value_gbp"], strict=True)) == given


def test_a_row_that_cannot_be_read_is_in_a_warning(tmp_path):
    path = tmp_path / "register.csv"
    lines = REGISTER.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:3], "only,three,cells\n"]), encoding="utf-8")
    with pytest.warns(UserWarning, match="register.csv line 4.*has 3 cells"):
        found = data.load_dataset(path)
    assert len(found.contracts) == 2


@pytest.mark.parametrize(
    ("name", "mapping", "said"),
    [
        ("nothing.csv", None, "no such file. Give a file of contracts"),
        ("", None, "a folder. Give a file of contracts"),
        ("words.txt", None, "not a kind of file that can be read"),
        ("own.csv", {"colour": "What"}, "colour: no such column of ours. Expected one of title"),
        ("own.csv", {"title": "Nothing"}, "Nothing"),
    ],
)
def test_what_cannot_be_read_is_said(name, mapping, said, own, tmp_path):
    own.to_csv(tmp_path / "own.csv", index=False)
    (tmp_path / "words.txt").write_text("a text", encoding="utf-8")
    with pytest.raises(data.UnreadableError, match=said):
        data.load_dataset(tmp_path / name, mapping)


def test_a_made_table_of_the_benchmarks_is_written_and_opened_as_a_built_one(tmp_path):
    write(tmp_path, 500)
    made = load(tmp_path / "000.parquet").contracts
    assert len(made) == 500
    assert made["suppliers"].notna().equals(made["supplier"].notna())
    assert made["ocid"].isna().all()
