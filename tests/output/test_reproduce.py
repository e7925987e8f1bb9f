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
from cli.data import main as data_command
from cli.policy import main
from data.load import upload
from data.load.datasets import embedded
from data.readers.own_register.mapping_file import from_toml
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
@pytest.mark.parametrize("mapped", [False, True])
def test_the_ways_to_the_figure_of_a_file_of_ones_own_lead_to_it(tmp_path, monkeypatch, mapped):
    """£1.2 million over four years is £300,000 a year, read in thousands; the mended cell adds £100,000."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our register.csv").write_text(OWN, "utf-8")
    (tmp_path / "our register.mapping.toml").write_text(MAPPING, "utf-8")
    opened = upload.opened("our register.csv", OWN.encode())
    dataset = upload.read(opened, from_toml(MAPPING, "mapping") if mapped else opened.guessed)
    made = policy.scenario("pledge", {"authorities.kinds": "local,other"})
    ways = Reproduce(made, from_where([]), dataset.source, own=True, mapping=dataset.mapping)
    assert data_command(shlex.split(ways.build())[3:]) == 0
    printed = io.StringIO()
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(printed):
        main([*shlex.split(ways.command())[3:], "--json"])
    with contextlib.redirect_stdout(io.StringIO()):
        exec(ways.python(), space)
    exact = totals(decide(prepare(dataset.contracts, dataset.services), made))
    returns = json.loads(printed.getvalue())["returns"]
    assert space["result"].totals().exact == exact
    assert returns["contracts"]["high"] * 1000 == exact.contracts.returns.high == 2000
    assert returns["annual_gbp"]["high"] == (400_000 if mapped else 300)
    assert ways.mapping == ("our register.mapping.toml" if mapped else "")
