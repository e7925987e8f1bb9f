"""`python -m data labels` on four contracts of the register, read right and read wrong."""

import pandas as pd
import pytest

from cli.data import main
from data.load.datasets import embedded
from data.table import value_spans
from data.table.contract_rows import REGISTER_ALONE

IDS = ["la-norfolk-drugs", "la-derby-drugs", "la-durham-da", "ar-durham-drugs"]


@pytest.fixture
def files(tmp_path):
    """A table of contracts of the register and labels that agree with it in everything."""
    rows = embedded().contracts.astype(object)
    rows = rows[rows["contract_id"].isin(IDS)].assign(ocid=None)
    table = tmp_path / "table.parquet"
    labels = pd.DataFrame(
        {
            "key": rows["contract_id"],
            "category": rows["service"],
            "category_alt": "",
            "contact": rows["contact"],
            **{name: rows[name] for name in ("buyer_kind", "supplier_kind", "instrument", "purchase")},
        }
    )

    def write(read=None, **changed):
        (rows if read is None else rows.assign(**read)).to_parquet(table)
        path = tmp_path / "labels.csv"
        labels.assign(**changed).to_csv(path, index=False)
        return [str(path), str(table)]

    return write


def test_what_was_read_right_is_within_bounds(files, capsys):
    assert main(["labels", "headline", *files()]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "4 of 4 labelled contracts are in the tables; frozen values from the tables themselves"
    assert said[2].startswith("contracts ")
    assert said[2].endswith("off +0.0%")
    assert said[-1] == "within 5%"


def test_a_frozen_table_need_not_have_what_only_the_register_states(files, tmp_path, capsys):
    labels, table = files()
    frozen = pd.read_parquet(table).drop(columns=[*REGISTER_ALONE, *value_spans.COLUMNS, "company"])
    frozen.to_parquet(tmp_path / "labels.base.parquet")
    assert main(["labels", "headline", labels, table]) == 0
    assert "frozen values from labels.base.parquet" in capsys.readouterr().out


def test_a_kind_of_service_read_wrong_moves_the_headline(files, capsys):
    """All four come back as labelled; as read all are supplies, which do not."""
    assert main(["labels", "headline", *files(read={"service": "goods", "purchase": "goods"}), "--rows"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[2].startswith("contracts       as read 0 / 0 / 0   as labelled 4 / 4 / 4   off -100.0%")
    assert said[-1] == "off by more than 5%: contracts, annual_gbp"
    assert sum("goods" in line for line in said) == 4


def test_facts_are_scored(files, capsys):
    assert main(["labels", "score", *files()]) == 0
    said = capsys.readouterr().out
    assert said == (
        "found 4 of 4 with a service; none counts as wrong\n"
        "category 1.000; contact precision 1.000; contact recall 1.000; buyer 1.000; purchase 1.000; "
        "supplier right 1.000, not known 0.000, wrong 0.000; form right 1.000, not known 0.000, wrong 0.000\n"
    )


def test_a_fact_that_falls_short_is_named(files, capsys):
    given = files(category=["prison", "substance", "substance", "substance"], supplier_kind="public")
    assert main(["labels", "score", *given, "--errors"]) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[-1].startswith("category 0.500; ")
    assert said.splitlines()[-1].endswith("; short: category, supplier")


@pytest.mark.parametrize("kind", ["headline", "score"])
def test_files_that_cannot_be_scored_are_named(kind, files, tmp_path, capsys):
    labels, table = files()
    broken = tmp_path / "broken.csv"
    broken.write_text("key,category\na,prison\n", encoding="utf-8")
    for given, said in (
        ([str(tmp_path / "none.csv"), table], "none.csv: No such file"),
        ([str(broken), table], "broken.csv: no column category_alt"),
        ([labels, str(tmp_path / "none.parquet")], "none.parquet: no such file. Build one with"),
        ([labels, labels], "labels.csv: cannot be read as a table"),
    ):
        assert main(["labels", kind, *given]) == 1
        assert said in capsys.readouterr().err
