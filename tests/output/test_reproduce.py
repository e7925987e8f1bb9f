"""Command, lines of Python, interface and link all give the figure that they stand beside."""

import contextlib
import io
import json
import shlex

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
