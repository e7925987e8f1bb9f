"""`python -m data labels` on four contracts of the register, read right and read wrong."""

import pandas as pd
import pytest

from cli.data import main
from data.load.datasets import embedded
from data.table import value_spans
from data.table.rows.batches import REGISTER_ALONE

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
    frozen = pd.read_parquet(table).drop(columns=[*REGISTER_ALONE, *value_spans.SPAN_COLUMNS, "company"])
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


def spreadsheet(table, way):
    """Labels as a person saves them who had them open in a spreadsheet."""
    text = table.to_csv(index=False)
    return {
        "semicolons": lambda: text.replace(",", ";").encode(),
        "Unicode text": lambda: text.replace(",", "\t").encode("utf-16"),
        "BOM and CRLF": lambda: text.replace("\n", "\r\n").encode("utf-8-sig"),
        "columns moved": lambda: table[table.columns[::-1]].to_csv(index=False).encode(),
        "capitals": lambda: text.replace("buyer_kind", "Buyer kind").replace(",local,", ", LOCAL ,").encode(),
        "blank rows": (text + "," * 7 + "\n\n" + "," * 7).encode,
        "blanks": lambda: text.replace("la-norfolk-drugs", " la-norfolk-drugs ").encode(),
        "a title above": f"Labels of May\n\n{text}".encode,
    }[way]()


@pytest.mark.parametrize(
    "way",
    [
        *("semicolons", "Unicode text", "BOM and CRLF", "columns moved", "capitals", "blank rows", "blanks"),
        "a title above",
    ],
)
def test_labels_are_read_as_a_spreadsheet_saves_them(files, tmp_path, capsys, way):
    labels, table = files()
    changed = tmp_path / "changed.csv"
    changed.write_bytes(spreadsheet(pd.read_csv(labels, keep_default_na=False), way))
    for kind in ("score", "headline"):
        assert main(["labels", kind, labels, table]) == 0
        before = capsys.readouterr()
        assert main(["labels", kind, str(changed), table]) == 0
        assert capsys.readouterr() == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"buyer_kind": "lokal"}, "line 2: buyer_kind is lokal; expected central, "),
        ({"category": ["prison", "drugs", "prison", "prison"]}, "line 3: category is drugs; expected the id of a "),
        ({"instrument": ""}, "line 2: instrument is empty; expected "),
        ({"key": ["a", "", "a", "b"]}, "line 3: no contract is named in its column key"),
        ({"key": ["a", "b", "a", "c"]}, "line 4: a is there twice, first in line 2; leave one of the two"),
        ({"key": ["a", "b", "c", "d"]}, "none of its 4 contracts is in the tables. Give the tables of "),
    ],
)
def test_a_label_that_cannot_be_one_is_named_and_moves_no_figure(files, capsys, changed, said):
    given = files(**changed)
    for kind in ("score", "headline"):
        assert main(["labels", kind, *given]) == 1
        heard = capsys.readouterr()
        assert heard.err.startswith(f"{given[0]}: {said}")
        assert "off" not in heard.out and "category" not in heard.out


def test_headings_alone_are_no_labels(files, capsys):
    labels, table = files()
    head = pd.read_csv(labels).head(0)
    head.to_csv(labels, index=False)
    for kind in ("score", "headline"):
        assert main(["labels", kind, labels, table]) == 1
        assert capsys.readouterr() == ("", f"{labels}: no label below its headings\n")


def test_a_line_is_counted_as_an_editor_does_where_a_cell_holds_several(files, capsys):
    """The headings, two lines of the first row, two of the second, which is named by its last."""
    given = files(category=["prison", "drugs", "prison", "prison"], why="first\nsecond")
    assert main(["labels", "score", *given]) == 1
    assert capsys.readouterr().err.startswith(f"{given[0]}: line 5: category is drugs; ")


@pytest.mark.parametrize(
    ("wrong", "further"), [(20, []), (21, ["1 more cell is wrong"]), (23, ["3 more cells are wrong"])]
)
def test_of_very_many_wrong_cells_the_others_are_counted(files, capsys, wrong, further):
    labels, table = files(category="drugs")
    row = pd.read_csv(labels, dtype=str, keep_default_na=False).head(1)
    pd.concat([row.assign(key=str(number)) for number in range(wrong)]).to_csv(labels, index=False)
    assert main(["labels", "score", labels, table]) == 1
    said = capsys.readouterr().err.splitlines()
    assert ["category is drugs" in line for line in said[:20]] == [True] * 20
    assert said[20:] == [f"{labels}: further on: {more}" for more in further]
