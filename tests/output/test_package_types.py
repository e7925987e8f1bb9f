"""A column of a package is of numbers whatever the scenario: also where no figure in it is known."""

import io
import json
import zipfile

import pandas as pd
import pytest

from data.load.datasets import embedded
from output.charts.named import chart_of
from output.contract_tables import contract_table
from output.files.about import is_number, page_answer, taken_of_chart, units
from output.files.package import packed
from output.palette import LIGHT
from output.subject import Shown, Table
from policy.coded import prepare
from policy.engine.decide import decide
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.taken import DAY, taken

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)


def types(name, *where):
    """Types of the columns of the two tables in the package of a chart, by table."""
    scope = from_where(where)
    shown = Shown(Table(DATASET, CODED.within(scope)), build_scenario()[0])
    one = taken_of_chart(chart_of(shown, name, "annual_gbp", LIGHT), shown, page_answer(shown), "", DAY)
    with zipfile.ZipFile(io.BytesIO(packed(one, shown.decisions))) as files:
        [about] = [each for each in files.namelist() if each.endswith("datapackage.json")]
        tables = json.loads(files.read(about))["resources"]
    return {table["name"]: {field["name"]: field["type"] for field in table["schema"]["fields"]} for table in tables}


@pytest.mark.parametrize("name", ["service", "years", "company", "funnel"])
@pytest.mark.parametrize("where", [("value_gbp>=900bn",), ("value_gbp=not-known",)])
def test_a_column_of_pounds_holds_numbers_where_none_is_known(name, where):
    some, none = types(name), types(name, *where)
    assert some["contracts"] == none["contracts"]
    assert {kind for kinds in none.values() for column, kind in kinds.items() if "£" in column} == {"number"}
    assert {column: some["table"].get(column, kind) for column, kind in none["table"].items()} == none["table"]


def test_a_column_of_texts_of_which_one_is_missing_holds_texts_and_has_no_unit():
    """A missing text is NaN: each address was taken for a missing number, and "Supplier" for a unit."""
    frame = DATASET.contracts.copy()
    frame.loc[frame.index[::2], ["notice_url", "title"]] = None
    decisions = decide(prepare(frame, DATASET.services), build_scenario()[0])
    table = contract_table(decisions, decisions.counted)
    assert not is_number(table["Notice"]) and not is_number(table["Contract"])
    assert units(table[["Contract", "£ a year", "Notice"]]) == "£ a year"
    one = taken()
    with zipfile.ZipFile(io.BytesIO(packed(one, decisions))) as files:
        [about] = [each for each in files.namelist() if each.endswith("datapackage.json")]
        contracts = json.loads(files.read(about))["resources"][1]["schema"]
    assert {field["name"]: field["type"] for field in contracts["fields"]}["Notice"] == "string"
    assert contracts["missingValues"] == [""]


def test_a_change_and_a_share_have_their_units():
    table = pd.DataFrame({"£ a year back, change": [1.5], "Mine, share back": [0.5], "Supplier": [float("nan")]})
    table["Supplier"] = pd.Series([float("nan")], dtype="str")
    assert units(table) == "£ a year, share from 0 to 1"
