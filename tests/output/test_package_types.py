"""A column of a package is of numbers whatever the scenario: also where no figure in it is known."""

import io
import json
import zipfile

import pytest

from data.load.datasets import embedded
from output.charts.named import chart_of
from output.files.about import stands, taken_of_chart
from output.files.package import packed
from output.palette import LIGHT
from output.subject import Shown, Table
from policy.coded import prepare
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where, looked_at
from tests.taken import DAY

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)


def types(name, *where):
    """Types of the columns of the two tables in the package of a chart, by table."""
    scope = from_where(where)
    shown = Shown(Table(DATASET, looked_at(CODED, scope), scope=scope), build_scenario()[0])
    taken = taken_of_chart(chart_of(shown, name, "annual_gbp", LIGHT), shown, stands(shown), "", DAY)
    with zipfile.ZipFile(io.BytesIO(packed(taken, shown.decisions))) as files:
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
