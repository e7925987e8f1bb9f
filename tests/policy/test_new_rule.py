"""A rule defined in this file alone is on every surface: widget, link, file, command line, method page, funnel."""

import json
from typing import Annotated

import pytest

from cli.policy import main
from policy import rules
from policy.coded import CodedContracts
from policy.engine.decide import decide
from policy.results.totals import funnel
from policy.rules.base import Assumption, ExitRule, Parameter, Stage
from policy.rules.units import Unit
from policy.scenarios.links import from_link, from_toml, to_query, to_toml
from policy.scenarios.scenario import build_scenario
from policy.ternary import NO, YES, Ternary
from tests.pages import headline, link, opened, shown, text, whole, widgets
from ui.shell.cache import register

KEY = "prisons_of.exempt"


class PrisonsOf(ExitRule):
    """Contracts of the Ministry of Justice stay as they are, for this test."""

    id = "prisons_of"
    label = "Ministry of Justice"
    doubt = "Buyer not known"
    stage = Stage.EXEMPTIONS
    reads = ("buyer",)

    exempt: Annotated[bool, Parameter("Exempt the ministry", Unit.SWITCH, basis=Assumption("a test of its own"))] = (
        False
    )
    """The ministry's contracts are exempt."""

    def exits(self, coded: CodedContracts) -> Ternary:
        if not self.exempt:
            return coded.every(NO)
        return coded.lookup("buyer", lambda name: YES if name == "Ministry of Justice" else NO)


def test_a_number_without_ends_is_refused_where_the_rule_is_made():
    with pytest.raises(TypeError, match=r"pages\.most needs Field\(ge="):

        class Pages(ExitRule):
            """Contracts of many pages stay as they are, for this test."""

            id = "pages"
            label = "Too many pages"
            stage = Stage.EXEMPTIONS

            most: Annotated[int, Parameter("Most pages", Unit.COUNT, basis=Assumption("a test of its own"))] = 9
            """Contracts of more pages are exempt."""


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("n_suppliers", r"large\.reads names n_suppliers, of kind count, which is not coded"),
        ("title", r"large\.reads names title, of kind text, which is not coded"),
        ("buyers", r"large\.reads names buyers, which is no column of .*; did you mean buyer\?"),
    ],
)
def test_a_column_that_no_rule_can_ask_is_refused_where_the_rule_is_made(column, said):
    with pytest.raises(TypeError, match=said):

        class Large(ExitRule):
            """Contracts of many suppliers stay as they are, for this test."""

            id = "large"
            label = "Many suppliers"
            stage = Stage.EXEMPTIONS
            reads = (column,)


@pytest.fixture(autouse=True)
def scenario(monkeypatch):
    """The policy with the rule in it; without it again after the test."""
    before = rules.RULES
    monkeypatch.setattr(rules, "RULES", (*before, PrisonsOf))
    yield build_scenario(None, {KEY: True})[0]
    monkeypatch.undo()
    assert rules.RULES is before
    assert KEY not in rules.settings()


def assessed(capsys, *more):
    assert main(["assess", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_has_a_widget_that_works(scenario):
    page = opened("settings")
    assert shown(page, KEY) is False
    plain = headline(page)
    widgets(page)[f"page.{KEY}"].set_value(True).run()
    assert headline(whole(page)) != plain
    assert shown(page, KEY) is True
    said = text(page)
    assert PrisonsOf.sentence() in said
    assert "Exempt the ministry: ~~no~~ yes" in said
    assert page.query_params[KEY] == "yes"
    assert scenario.changes() == {KEY: True}


def test_it_has_a_key_in_the_link(scenario):
    assert to_query(scenario)[KEY] == "yes"
    assert from_link(f"?base=pledge@1&{KEY}=yes") == (scenario, [])
    assert shown(opened("settings", link(scenario)), KEY) is True


def test_it_has_a_key_in_the_file(scenario):
    assert f"{KEY} = true" in to_toml(scenario)
    assert from_toml(to_toml(scenario)) == scenario


def test_the_command_line_takes_it(scenario, capsys):
    plain, changed = assessed(capsys), assessed(capsys, "--set", f"{KEY}=yes")
    assert changed["scenario"]["changes"] == {KEY: "yes"}
    assert changed["returns"]["contracts"]["high"] < plain["returns"]["contracts"]["high"]
    assert changed["scenario"]["fingerprint"] == scenario.fingerprint()


def test_the_command_line_sweeps_it(capsys):
    assert main(["sweep", KEY, "--json"]) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert [point["value"] for point in points] == ["False", "True"]


def test_it_is_a_step_of_the_funnel(scenario, capsys):
    steps = {step.rule: step.contracts for step in funnel(decide(register().coded, scenario))}
    assert steps["prisons_of"] > 0
    listed = {step["rule"]: step for step in assessed(capsys, "--set", f"{KEY}=yes")["funnel"]}
    assert listed["prisons_of"]["contracts"] * 1000 == steps["prisons_of"]
    page = opened("overview", {**link(scenario), "measure": "contracts"})
    assert f"| Ministry of Justice | {steps['prisons_of'] // 1000} |" in text(page)


def test_the_method_page_has_it():
    said = text(opened("method"))
    assert f"`{KEY}` Exempt the ministry: The ministry's contracts are exempt. Yes or no. Default: no." in said
    assert "Assumption:** a test of its own" in said


def test_an_open_contract_is_explained_by_it(scenario):
    page = opened("contracts", {**link(scenario), "contract": "moj-oakwood"})
    readings = next(table.value for table in page.table if "Question" in table.value.columns)
    answer = readings.set_index("Question").loc["Ministry of Justice", "What follows"]
    assert answer == "**Out here: it keeps its supplier**"
