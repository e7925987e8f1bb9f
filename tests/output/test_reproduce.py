"""Command, lines of Python, interface and link all give the figure that they stand beside."""

import contextlib
import io
import json
import shlex

import pytest
from hypothesis import given, settings

import policy
from api.answers import Served, assess
from api.asked import asked
from cli.policy import main
from data.load.datasets import embedded
from output.reproduce import Reproduce
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.totals import totals
from policy.scenarios.links import from_link, query_of_link
from policy.scope.scope import from_query, from_where
from policy.version import VERSION
from tests.draws import EVERY
from tests.policy.test_scope import scopes
from tests.strategies import scenarios

DATASET = embedded()
SERVED = Served(DATASET, prepare(DATASET.contracts, DATASET.services))
SITE = "http://localhost:8501/"


@pytest.mark.filterwarnings("ignore:reassessed, but not in these data")  # some scenarios reassess contracts of others
@given(scopes(), scenarios())
@settings(max_examples=100 if EVERY else 4, derandomize=not EVERY)
def test_all_ways_give_the_figure(narrowed, made):
    scope = from_where(narrowed[0])
    exact = totals(decide(SERVED.coded.within(scope), made))
    ways = Reproduce(made, scope, mark="register.0", figure="1-1")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        assert main([*shlex.split(ways.command())[3:], "--json"]) == 0
    expected = json.loads(printed.getvalue())
    assert expected["of"]["contracts"] * 1000 == exact.contracts.of
    address = ways.interface(SITE)
    assert address.startswith("http://localhost:8501/api/v1/assess?")
    assert (
        assess(SERVED, asked(address.partition("?")[2], frozenset(), ("json",))).plain["returns"] == expected["returns"]
    )
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(ways.python(), space)
        assert f"policy.scenario('{made.preset.name}'" in ways.python(), "another version would give another figure"
    assert space["result"].totals().exact == exact
    link = ways.link(SITE)
    scenario, problems = from_link(link)
    assert (scenario, problems) == (made, [])
    query = query_of_link(link)[0]
    assert from_query(query) == (scope, [])
    assert (query["v"], query["data"], query["said"]) == (VERSION, "register.0", "1-1")


def test_a_file_of_ones_own_is_named_in_each_way():
    ways = Reproduce(policy.scenario("pledge"), from_where([]), table="my register.csv")
    assert shlex.split(ways.command())[-2:] == ["--data", "my register.csv"]
    assert "data.load_dataset('my register.csv')" in ways.python()


def test_a_file_that_is_read_under_a_mapping_is_named_with_it():
    ways = Reproduce(policy.scenario("pledge"), from_where([]), table="july.xlsx", mapping="june.mapping.toml")
    assert shlex.split(ways.command())[-4:] == ["--data", "july.xlsx", "--mapping", "june.mapping.toml"]
    assert "data.load_dataset('july.xlsx', 'june.mapping.toml')" in ways.python()


OWN = (
    "Ref,Contract Title,Supplier,Total Contract Value,Start Date,End Date\n"
    "C1,Home care for older people,Oak Ltd,1200,01/04/2025,31/03/2029\n"
    "C2,Respite care,Elm Ltd,TBC,01/04/2025,31/03/2029\n"
)
MAPPING = """
[all_rows]
buyer = "Ambleford Council"
[columns]
"Ref" = { fact = "reference" }
"Contract Title" = { fact = "title" }
"Supplier" = { fact = "supplier" }
"Total Contract Value" = { fact = "value", unit = "thousand" }
"Start Date" = { fact = "start_date" }
"End Date" = { fact = "end_date" }
[[mended]]
reference = "C2"
column = "Total Contract Value"
was = "TBC"
now = "400"
"""


@pytest.mark.filterwarnings("ignore:our register.csv line 3")
@pytest.mark.parametrize(("mapping", "annual"), [("", 300), ("our register.mapping.toml", 400_000)])
def test_the_ways_to_the_figure_of_a_file_of_ones_own_lead_to_it(tmp_path, monkeypatch, mapping, annual):
    """£1,200 over four years is £300 a year, and £300,000 read in thousands, to which the mended cell adds £100,000."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our register.csv").write_text(OWN, "utf-8")
    (tmp_path / "our register.mapping.toml").write_text(MAPPING, "utf-8")
    made = policy.scenario("pledge", {"authorities.kinds": "local,other"})
    ways = Reproduce(made, from_where([]), table="our register.csv", mapping=mapping)
    printed = io.StringIO()
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(printed):
        main([*shlex.split(ways.command())[3:], "--json"])
    with contextlib.redirect_stdout(io.StringIO()):
        exec(ways.python(), space)
    returns = json.loads(printed.getvalue())["returns"]
    assert returns["contracts"]["high"] == 2
    assert returns["annual_gbp"]["high"] == annual
    assert space["result"].totals().exact.annual_gbp.returns.high == annual * 100_000
